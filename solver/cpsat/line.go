package cpsat

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// lineRules writes down the rules of one line.
type lineRules struct {
	*translation
	l      int
	rules  *solver.Rules
	all    []choice
	starts []moment
	ends   []moment
	past   []spell // of past work
}

// moment is a time at which choices of a line start, or end; at most one of
// them is taken.
type moment struct {
	at    solver.Minute
	picks []choice
	lit   int32 // one is taken; only where it is asked for
}

// spell is a spell of past work: its start, its end, whether it holds any of kind Passive, and the
// time awake in it.
type spell struct {
	solver.Span
	passive bool
	awake   solver.Minute
}

// line writes down what one line may do, and what it costs. Of a line that is
// not free only what others may spoil.
func (t *translation) line(l int, free bool) {
	x := lineRules{translation: t, l: l, rules: &t.m.Lines[l].Rules, all: t.lines[l]}
	if !free {
		x.beside()
		return
	}
	t.pay(l)
	x.starts = moments(x.all, func(d solver.Decision) solver.Minute { return d.Start })
	x.ends = moments(x.all, func(d solver.Decision) solver.Minute { return d.End })
	if len(x.all) > 0 {
		x.alone()
		x.touching()
		x.travel()
		x.overnight()
		x.spells()
		x.days()
		x.nights()
		x.weekends()
		x.rests()
		x.beside()
	}
	x.wishes()
	if x.rules.Sequence != nil {
		x.sequence(x.rules.Sequence)
	}
}

func moments(all []choice, at func(solver.Decision) solver.Minute) (out []moment) {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b choice) int { return int(at(a.Decision) - at(b.Decision)) })
	for _, c := range all {
		if n := len(out); n == 0 || out[n-1].at != at(c.Decision) {
			out = append(out, moment{at: at(c.Decision), lit: math.MinInt32})
		}
		out[len(out)-1].picks = append(out[len(out)-1].picks, c)
	}
	return out
}

func lits(all []choice) []int32 {
	out := make([]int32, len(all))
	for i, c := range all {
		out[i] = c.lit
	}
	return out
}

// taken is a literal that holds exactly when one of the moment's choices is taken.
func (x *lineRules) taken(m *moment) int32 {
	if m.lit == math.MinInt32 {
		m.lit = m.picks[0].lit
		if len(m.picks) > 1 {
			m.lit = x.boolean()
			x.exactlyOne(append(lits(m.picks), not(m.lit)))
		}
	}
	return m.lit
}

// alone: of the choices that lie over an instant at most one is taken.
func (x *lineRules) alone() {
	var over []choice
	for i, s := range x.starts {
		over = slices.DeleteFunc(over, func(c choice) bool { return c.End <= s.at })
		over = append(over, s.picks...)
		next := solver.Minute(math.MaxInt32)
		if i+1 < len(x.starts) {
			next = x.starts[i+1].at
		}
		if next == math.MaxInt32 || slices.ContainsFunc(over, func(c choice) bool { return c.End <= next }) {
			x.atMostOne(lits(over)) // else the next holds all of these
		}
	}
}

// touching: two decisions of a task do not follow each other at once.
func (x *lineRules) touching() {
	for _, e := range x.ends {
		k, found := slices.BinarySearchFunc(x.starts, e.at, func(m moment, at solver.Minute) int { return int(m.at - at) })
		if !found {
			continue
		}
		tasks := map[int32]bool{}
		for _, c := range e.picks {
			if c.Task < 0 || tasks[c.Task] {
				continue
			}
			tasks[c.Task] = true
			of := func(all []choice) (out []int32) {
				for _, o := range all {
					if o.Task == c.Task {
						out = append(out, o.lit)
					}
				}
				return out
			}
			if after := of(x.starts[k].picks); len(after) > 0 {
				x.atMostOne(append(of(e.picks), after...))
			}
		}
	}
}

func (x *lineRules) group(c choice) int32 {
	if c.Task < 0 {
		return -1
	}
	return x.m.Tasks[c.Task].Group
}

// travel: there is time to go from one group to another.
func (x *lineRules) travel() {
	for _, s := range x.starts {
		var groups []int32
		for _, c := range s.picks {
			if g := x.group(c); g >= 0 && !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
		for _, e := range x.between(s.at-x.rules.Travel+1, s.at) {
			for _, g := range groups {
				var before, clash []int32
				for _, c := range e.picks {
					if h := x.group(c); h >= 0 && h != g && c.Start < s.at {
						before = append(before, c.lit)
					}
				}
				for _, c := range s.picks {
					if x.group(c) == g {
						clash = append(clash, c.lit)
					}
				}
				if len(before) > 0 {
					x.atMostOne(append(clash, before...))
				}
			}
		}
	}
}

// overnight: neighbours with the start of a day between them, neither a night nor Passive, are
// Rules.Overnight apart. Between two that are nearer there is another decision.
func (x *lineRules) overnight() {
	least := x.rules.Overnight
	if least <= 0 {
		return
	}
	quiet := func(d solver.Decision) bool { return d.Kind == solver.Passive || x.m.IsNight(d) }
	loud := func(picks []choice) (out []int32) {
		for _, c := range picks {
			if !quiet(c.Decision) {
				out = append(out, c.lit)
			}
		}
		return out
	}
	for _, s := range x.starts {
		early := loud(s.picks)
		for _, d := range x.m.Lines[x.l].Past {
			if !quiet(d) && x.dayTurns(d.End, s.at, least) {
				x.apart([]int32{yes}, d.End, early, s.at)
			}
		}
		for _, e := range x.between(s.at-least+1, s.at-1) {
			if x.dayTurns(e.at, s.at, least) {
				x.apart(loud(e.picks), e.at, early, s.at)
			}
		}
	}
}

// dayTurns says whether a day starts in a gap that is shorter than least.
func (x *lineRules) dayTurns(from, to, least solver.Minute) bool {
	return from < to && to-from < least && slices.ContainsFunc(x.m.Days, func(at solver.Minute) bool { return from <= at && at <= to })
}

// apart: none of the late and none of the early is taken, unless a decision lies between them.
func (x *lineRules) apart(late []int32, from solver.Minute, early []int32, to solver.Minute) {
	if len(late) == 0 || len(early) == 0 {
		return
	}
	var clause []int32
	for _, d := range x.m.Lines[x.l].Past {
		if from <= d.Start && d.End <= to {
			return
		}
	}
	for _, c := range x.all {
		if from <= c.Start && c.End <= to {
			clause = append(clause, c.lit)
		}
	}
	x.or(append(clause, not(x.any(late)), not(x.any(early)))...)
}

// between lists the ends in [from, to].
func (x *lineRules) between(from, to solver.Minute) []moment {
	return x.ends[x.endAt(from):x.endAt(to+1)]
}

// endAt is the index of the first end at or after a time.
func (x *lineRules) endAt(at solver.Minute) int {
	k, _ := slices.BinarySearchFunc(x.ends, at, func(m moment, at solver.Minute) int { return int(m.at - at) })
	return k
}

// days limits runs of days touched by a spell.
func (x *lineRules) days() {
	if x.rules.MaxDaysRun <= 0 {
		return
	}
	days := x.m.Days
	mark := make([][]int32, len(days)-1)
	always := make([]bool, len(days)-1)
	gaps := x.rules.MinRest // within a spell
	for k := range mark {
		day := solver.Span{From: days[k], To: days[k+1]}
		for _, p := range x.past {
			always[k] = always[k] || p.Meet(day).Len() > 0
		}
		for _, c := range x.all {
			if c.Span().Meet(day).Len() > 0 {
				mark[k] = append(mark[k], c.lit)
			}
		}
		if gaps > day.Len() {
			mark[k] = append(mark[k], x.bridges(day)...)
		}
	}
	x.runs(mark, always, x.rules.MaxDaysRun)
}

// bridges are literals for a day without work inside a spell.
func (x *lineRules) bridges(day solver.Span) (out []int32) {
	for i := range x.starts {
		s := &x.starts[i]
		if s.at < day.To {
			continue
		}
		for _, p := range x.past {
			if p.To <= day.From && s.at-p.To < x.rules.MinRest {
				out = append(out, x.taken(s))
			}
		}
		for k := x.endAt(s.at - x.rules.MinRest + 1); k < len(x.ends) && x.ends[k].at <= day.From; k++ {
			both := x.boolean()
			x.or(both, not(x.taken(s)), not(x.taken(&x.ends[k])))
			out = append(out, both)
		}
	}
	return out
}

// runs allows at most so many marked days in a row.
func (x *lineRules) runs(mark [][]int32, always []bool, most int) {
	day := make([]int32, len(mark))
	for k := range mark {
		switch {
		case always[k] || slices.Contains(mark[k], yes):
			day[k] = yes
		case len(mark[k]) == 0:
			day[k] = not(yes)
		default:
			day[k] = x.boolean()
			for _, lit := range mark[k] {
				x.implies(lit, day[k])
			}
		}
	}
	for k := 0; k+most < len(day); k++ {
		window := day[k : k+most+1]
		if slices.Contains(window, not(yes)) || !slices.Contains(always[k:k+most+1], false) { // past work alone breaks no rule
			continue
		}
		var no []int32
		for _, lit := range window {
			no = append(no, not(lit))
		}
		x.or(no...)
	}
}

// nights limits runs of days on which a night starts.
func (x *lineRules) nights() {
	if x.rules.MaxNightsRun <= 0 {
		return
	}
	days := x.m.Days
	mark := make([][]int32, len(days)-1)
	always := make([]bool, len(days)-1)
	dayOf := func(at solver.Minute) int {
		k, found := slices.BinarySearch(days, at)
		if !found {
			k--
		}
		return k
	}
	for _, d := range x.m.Lines[x.l].Past {
		if k := dayOf(d.Start); k >= 0 && k < len(always) && x.m.IsNight(d) {
			always[k] = true
		}
	}
	for _, c := range x.all {
		if k := dayOf(c.Start); k >= 0 && k < len(always) && x.m.IsNight(c.Decision) {
			mark[k] = append(mark[k], c.lit)
		}
	}
	x.runs(mark, always, x.rules.MaxNightsRun)
}

// weekends limits how many are touched.
func (x *lineRules) weekends() {
	if x.rules.MaxWeekends < 0 {
		return
	}
	var total sum
	for _, w := range x.m.Weekends {
		var touch []int32
		for _, c := range x.all {
			if c.Kind != solver.Reserve && c.Span().Meet(w).Len() > 0 {
				touch = append(touch, c.lit)
			}
		}
		if len(touch) > 0 {
			total.term(x.any(touch), 1)
		}
	}
	if int64(len(total.vars))+total.plus > int64(x.rules.MaxWeekends) {
		x.atMost(total, int64(x.rules.MaxWeekends))
	}
}

// rests has an unbroken rest in each whole week.
func (x *lineRules) rests() {
	least := x.rules.WeeklyRest
	if least <= 0 {
		return
	}
	for _, w := range x.m.Weeks {
		if !w.Whole {
			continue
		}
		var intervals []int32
		for _, c := range x.all {
			if c.Span().Meet(w.Span).Len() > 0 {
				intervals = append(intervals, x.interval(-1, int64(c.Start), int64(c.Len()), c.lit))
			}
		}
		if len(intervals) == 0 {
			continue
		}
		for _, d := range x.m.Lines[x.l].Past {
			if d.Span().Meet(w.Span).Len() > 0 {
				intervals = append(intervals, x.interval(-1, int64(d.Start), int64(d.End-d.Start), yes))
			}
		}
		if w.Len() < least {
			x.or(not(yes)) // no week can hold it
			continue
		}
		rest := x.variable(int64(w.From), int64(w.To-least))
		x.noOverlap(append(intervals, x.interval(rest, 0, int64(least), yes)))
	}
}

// Len is the length of the choice in minutes.
func (c choice) Len() solver.Minute { return c.End - c.Start }

// beside: a trainee works inside a decision of the master's.
func (x *lineRules) beside() {
	for _, c := range x.all {
		if c.Kind != solver.Beside {
			continue
		}
		clause := []int32{not(c.lit)}
		if k := x.m.Lines[x.l].Master; k >= 0 {
			for _, o := range x.lines[k] {
				if o.Task == c.Task && o.Span().Contains(c.Span()) {
					clause = append(clause, o.lit)
				}
			}
		}
		x.or(clause...)
	}
}
