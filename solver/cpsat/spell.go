package cpsat

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// opening is a time at which a spell of the line may begin: a decision starts
// there, after a rest.
type opening struct {
	at      solver.Minute
	begins  int32         // it does
	passive int32         // the spell holds a decision of kind Passive; math.MinInt32 where none can
	awake   solver.Minute // in it before the horizon
}

// spells limits the time from the first start to the last end of a spell. A
// decision lies in a spell no longer than most exactly when some spell begins
// not after its start and not earlier than most before its end.
func (x *lineRules) spells() {
	x.readPast()
	active, passive := length(x.rules.MaxSpell), length(x.rules.MaxSpellPassive)
	if passive < active {
		active, x.partial = passive, true // the stricter for all: what is found is sound, bounds are not
	}
	rests := slices.ContainsFunc(x.all, func(c choice) bool { return c.Kind == solver.Passive }) ||
		slices.ContainsFunc(x.past, func(s spell) bool { return s.passive })
	longest := active
	if rests {
		longest = passive
	}
	awake := x.rules.MaxAwake > 0 && longest > x.rules.MaxAwake
	if active == math.MaxInt32 && !awake {
		return
	}
	open := x.openings(awake || rests && passive > active)
	if awake {
		x.awake(open, longest)
	}
	if active == math.MaxInt32 {
		return
	}
	if rests && passive > active {
		x.resting(open, passive)
	}
	tell := x.mustTell(active, passive)
	for _, c := range x.all {
		x.inSpell(c, open, active, passive, tell)
	}
}

// beyond says whether a spell from a start to an end is longer than most, less what comes twice on
// the clock.
func (x *lineRules) beyond(from, to, most solver.Minute) bool {
	return most != math.MaxInt32 && to-from-x.m.Stretch(solver.Span{From: from, To: to}) > most
}

// mostAwake is from how many pairs of an opening and a choice in its reach on the time awake in a
// spell is limited more strictly than it need be.
const mostAwake = 40_000

// awake limits the time of kinds Active and Beside in each spell: a choice counts where the spell has
// begun and no other has since. Where there are too many pairs it counts wherever the spell might
// reach, which leaves plans out.
func (x *lineRules) awake(open []opening, longest solver.Minute) {
	reach := make([][]choice, len(open))
	pairs := 0
	for i, o := range open {
		for _, c := range x.all {
			if c.Start >= o.at && !x.beyond(o.at, c.End, longest) {
				reach[i] = append(reach[i], c)
			}
		}
		pairs += len(reach[i])
	}
	for i, o := range open {
		x.awakeIn(open, &o, reach[i], pairs > mostAwake)
	}
}

// awakeIn limits the time awake in the spell of one opening.
func (x *lineRules) awakeIn(open []opening, o *opening, reach []choice, strict bool) {
	most := int64(x.rules.MaxAwake)
	total, all := sum{plus: int64(o.awake)}, int64(o.awake)
	counts := func(c choice) bool {
		return (c.Kind == solver.Active || c.Kind == solver.Beside) && c.Len() > 0
	}
	for _, c := range reach {
		if counts(c) {
			all += int64(c.Len())
		}
	}
	if all <= most || len(reach) == 0 {
		return
	}
	in := func(c choice) []int32 { // the clause that the choice is not in the spell
		clause := []int32{not(c.lit), not(o.begins)}
		for _, b := range between(open, o.at, c.Start) {
			clause = append(clause, b.begins)
		}
		return clause
	}
	if total.plus > most { // past work alone breaks no rule, but nothing is added to it
		for _, c := range reach {
			x.or(in(c)...)
		}
		return
	}
	for _, s := range x.m.Stretches { // the hour more is not used
		strict = strict || o.at < s.At && slices.ContainsFunc(reach, func(c choice) bool { return c.End > s.At })
	}
	x.partial = x.partial || strict
	for _, c := range reach {
		if !counts(c) {
			continue
		}
		lit := c.lit
		if !strict {
			lit = x.boolean()
			x.or(append(in(c), lit)...)
		}
		total.term(lit, int64(c.Len()))
	}
	if strict {
		x.atMost(total, most, o.begins)
		return
	}
	x.atMost(total, most)
}

func length(most solver.Minute) solver.Minute {
	if most <= 0 {
		return math.MaxInt32
	}
	return most
}

// readPast puts past work together to spells.
func (x *lineRules) readPast() {
	past := slices.Clone(x.m.Lines[x.l].Past)
	slices.SortStableFunc(past, func(a, b solver.Decision) int { return int(a.Start - b.Start) })
	for _, d := range past {
		n := len(x.past)
		if n == 0 || d.Start-x.past[n-1].To >= x.rules.MinRest {
			x.past = append(x.past, spell{d.Span(), d.Kind == solver.Passive, awakeOf(d)})
			continue
		}
		s := &x.past[n-1]
		s.To, s.passive = max(s.To, d.End), s.passive || d.Kind == solver.Passive
		s.awake += awakeOf(d)
	}
}

// awakeOf is what a decision adds to the time that Rules.MaxAwake limits.
func awakeOf(d solver.Decision) solver.Minute {
	if d.Kind == solver.Active || d.Kind == solver.Beside {
		return d.End - d.Start
	}
	return 0
}

// openings are the times at which spells may begin, ascending. With exact, a
// literal holds whenever a spell does begin; otherwise only when it may.
func (x *lineRules) openings(exact bool) (out []opening) {
	for _, p := range x.past {
		o := opening{p.From, yes, math.MinInt32, p.awake}
		if p.passive {
			o.passive = yes
		}
		out = append(out, o)
	}
	for i := range x.starts {
		s := &x.starts[i]
		if slices.ContainsFunc(x.past, func(p spell) bool { return p.To > s.at-x.rules.MinRest && p.From < s.at }) {
			continue
		}
		before := x.endAt(s.at - x.rules.MinRest + 1)
		after := x.endAt(s.at + 1)
		begins := x.taken(s)
		if before < after {
			begins = x.boolean()
			x.implies(begins, x.taken(s))
			clause := []int32{begins, not(x.taken(s))}
			for k := before; k < after; k++ {
				e := x.taken(&x.ends[k])
				x.or(not(begins), not(e))
				clause = append(clause, e)
			}
			if exact {
				x.or(clause...)
			}
		}
		out = append(out, opening{s.at, begins, math.MinInt32, 0})
	}
	slices.SortFunc(out, func(a, b opening) int { return int(a.at - b.at) })
	return out
}

// resting gives each opening a literal that its spell holds a decision of kind Passive.
func (x *lineRules) resting(open []opening, most solver.Minute) {
	for i := range open {
		o := &open[i]
		if o.passive == yes {
			continue
		}
		var holds []int32
		for _, c := range x.all {
			if c.Kind != solver.Passive || c.Start < o.at || x.beyond(o.at, c.End, most) {
				continue
			}
			if c.Start == o.at {
				holds = append(holds, c.lit)
				continue
			}
			q := x.boolean()
			x.implies(q, c.lit)
			for _, b := range between(open, o.at, c.Start) {
				x.or(not(q), not(b.begins))
			}
			holds = append(holds, q)
		}
		if len(holds) == 0 {
			continue
		}
		o.passive = x.boolean()
		x.implies(o.passive, o.begins)
		x.or(append(holds, not(o.passive))...)
	}
}

// between lists the openings in (from, to].
func between(open []opening, from, to solver.Minute) []opening {
	after := func(at solver.Minute) int {
		k, _ := slices.BinarySearchFunc(open, at+1, func(o opening, at solver.Minute) int { return int(o.at - at) })
		return k
	}
	return open[after(from):after(to)]
}

// mustTell says whether a decision could be taken for part of a long spell
// that has ended, a new one having begun: never where a rest and the shortest
// decision of kind Passive are longer than what such a spell may last longer.
func (x *lineRules) mustTell(active, passive solver.Minute) bool {
	if passive == math.MaxInt32 {
		return true
	}
	shortest := solver.Minute(math.MaxInt32)
	for _, c := range x.all {
		if c.Kind == solver.Passive {
			shortest = min(shortest, c.Len())
		}
	}
	for _, d := range x.m.Lines[x.l].Past {
		if d.Kind == solver.Passive {
			shortest = min(shortest, d.End-d.Start)
		}
	}
	for _, s := range x.m.Stretches {
		passive += s.By
	}
	return shortest != math.MaxInt32 && passive-active > shortest+x.rules.MinRest
}

// inSpell: the choice lies in a spell that may be so long.
func (x *lineRules) inSpell(c choice, open []opening, active, passive solver.Minute, tell bool) {
	clause := []int32{not(c.lit)}
	for _, o := range open {
		if o.at > c.Start {
			break
		}
		for _, s := range x.m.Stretches { // a later decision may hold it
			x.partial = x.partial || s.At >= c.End && x.beyond(o.at, c.End, active) && s.At-o.at <= active+s.By
			x.partial = x.partial || passive != math.MaxInt32 && s.At >= c.End && x.beyond(o.at, c.End, passive) && s.At-o.at <= passive+s.By
		}
		switch {
		case !x.beyond(o.at, c.End, active):
			clause = append(clause, o.begins)
		case o.passive != math.MinInt32 && !x.beyond(o.at, c.End, passive):
			lit := o.passive
			if later := between(open, o.at, c.Start); tell && len(later) > 0 {
				lit = x.boolean()
				x.implies(lit, o.passive)
				for _, b := range later {
					x.or(not(lit), not(b.begins))
				}
			}
			clause = append(clause, lit)
		}
	}
	x.or(clause...)
}
