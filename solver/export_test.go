package solver

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// What tests of the engines side by side (package solver_test) need of this package.

// RandomTiny draws a model so small that every plan of it can be tried.
func RandomTiny(r *rand.Rand) *Model {
	m := randomTiny(r)
	fix(r, m)
	if r.IntN(3) == 0 {
		standby(r, m)
	}
	if r.IntN(2) == 0 {
		pay(r, m)
	}
	return m
}

// Show describes a model.
func Show(m *Model) string {
	s := show(m)
	for l := range m.Lines {
		line := &m.Lines[l]
		s += fmt.Sprintf("line %d: master %d, fixed %v, %+v\n", l, line.Master, line.Fixed, line.Rules)
		if line.Rules.Sequence != nil {
			s += fmt.Sprintf("  %+v\n", *line.Rules.Sequence)
		}
	}
	return s
}

// World draws a small model with every rule in play.
func World(name string, seed uint64) *Model { return worlds[name].make(seed) }

// Worlds are the names World takes, in order.
func Worlds() (names []string) {
	for n := range worlds {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// EveryLegalPlan calls f with every plan of a model that breaks no rule; false
// when there are more than most ways to fill a line, or the lines together.
// Nothing of the search is used: decisions are tried one by one, and plans are judged by Violations.
func EveryLegalPlan(m *Model, most int, f func(*Plan)) bool {
	lines := make([][][]Decision, len(m.Lines))
	together := 1
	for l := range m.Lines {
		ways, ok := waysOf(m, l, most)
		if !ok {
			return false
		}
		lines[l] = ways
		if together *= len(ways); together > most {
			return false
		}
	}
	p := &Plan{Lines: make([][]Decision, len(m.Lines))}
	var pick func(l int)
	pick = func(l int) {
		if l == len(m.Lines) {
			if len(m.Violations(p)) == 0 {
				f(p)
			}
			return
		}
		for _, way := range lines[l] {
			p.Lines[l] = way
			pick(l + 1)
		}
	}
	pick(0)
	return true
}

// everyDecision lists what a line may take by itself, as the definitions have it.
func everyDecision(m *Model, l int) (out []Decision) {
	try := func(d Decision) {
		if permitted(m, l, d) {
			out = append(out, d)
		}
	}
	points := func(in Span) (p []Minute) {
		for x := floorDiv(in.From, m.Grain)*m.Grain + m.Grain; x < in.To; x += m.Grain {
			p = append(p, x)
		}
		return append(append([]Minute{in.From}, p...), in.To)
	}
	for t := range m.Tasks {
		kind := m.Tasks[t].Kind
		if m.Lines[l].Master >= 0 {
			kind = Beside
		}
		p := points(m.Tasks[t].Span)
		for i, from := range p {
			for _, to := range p[i+1:] {
				try(Decision{Task: int32(t), Start: from, End: to, Kind: kind})
			}
		}
	}
	p := points(Span{m.Days[0], m.Days[len(m.Days)-1]})
	for i, from := range p {
		for _, to := range p[i+1:] {
			try(Decision{Task: NoTask, Start: from, End: to, Kind: Reserve})
		}
	}
	return out
}

// waysOf lists every set of decisions of a line, apart in time, that keeps the line's own rules.
func waysOf(m *Model, l, most int) (out [][]Decision, ok bool) {
	shadow := m.Lines[l].Master >= 0
	single := everyDecision(m, l)
	tried := 0
	var grow func(dec []Decision, from Minute)
	grow = func(dec []Decision, from Minute) {
		if tried++; tried > 20*most || len(out) > most {
			return
		}
		all := slices.Concat(m.Lines[l].Fixed, dec)
		slices.SortFunc(all, func(a, c Decision) int { return int(a.Start - c.Start) })
		alone := &Plan{Lines: make([][]Decision, len(m.Lines))}
		alone.Lines[l] = all
		if shadow || len(m.lineViolations(alone, l)) == 0 {
			out = append(out, all)
		}
		for _, d := range single {
			if d.Start >= from {
				grow(append(slices.Clone(dec), d), d.End)
			}
		}
	}
	grow(nil, m.Days[0])
	return out, tried <= 20*most && len(out) <= most
}

// Spice adds rules that RandomTiny leaves out: groups and travel, runs of
// days and nights, weekends, weekly rest, rules by day, wishes, wants, first
// prices, goals, spreads, a plan to stay near.
func Spice(r *rand.Rand, m *Model) {
	q := random(r.Uint64())
	last := m.Days[len(m.Days)-1]
	for d := range Minute(len(m.Days) - 1) {
		from := m.Days[d]
		m.Nights = append(m.Nights, Span{from - hour, from + 6*hour})
	}
	m.Weekends = []Span{{0, 24 * hour}, {24 * hour, 48 * hour}}
	m.Weeks = []Week{{Span{0, last}, true}}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.Group, t.Class = int32(r.IntN(3)-1), uint8(r.IntN(3))
		t.ExtraLevel, t.ExtraPrice = 3, int64(r.IntN(2)*900)
		if len(t.Among) == 0 && t.Backup == 0 && r.IntN(3) == 0 {
			t.Want, t.WantLevel, t.WantPrice = t.Need+1+r.IntN(2), r.IntN(4), 2
		}
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		k := &line.Rules
		if r.IntN(2) == 0 {
			k.Travel = m.Grain / 2 * Minute(r.IntN(3))
		}
		k.MaxDaysRun, k.MaxNightsRun, k.MaxWeekends = r.IntN(3), r.IntN(2), r.IntN(3)-1
		k.MaxSpellPassive = []Minute{0, 14, 25, 40}[r.IntN(4)] * hour
		if k.MaxSpellPassive != 0 && r.IntN(8) > 0 {
			k.MaxSpellPassive = max(k.MaxSpellPassive, k.MaxSpell)
		}
		k.WeeklyRest = []Minute{0, 10, 20, 30}[r.IntN(4)] * hour
		if r.IntN(2) == 0 {
			k.Sequence = drawSequence(&q)
			for i := range k.Sequence.Runs {
				k.Sequence.Runs[i].Level %= 4
			}
			for i := range k.Sequence.Totals {
				k.Sequence.Totals[i].Level %= 4
			}
			if w := k.Sequence.Weekend; w != nil {
				w.Level %= 4
			}
		}
		if r.IntN(3) == 0 {
			line.Wishes = []Wish{{Tasks: []int32{int32(r.IntN(len(m.Tasks)))}, Taken: r.IntN(2) == 0, Price: 70, Level: r.IntN(4)}}
		}
		if r.IntN(3) == 0 {
			line.Firsts = []First{{int32(r.IntN(2)), 5000}}
		}
	}
	if r.IntN(3) == 0 {
		headroom(r, m)
	}
	if n := len(m.Lines); n > 1 && r.IntN(3) == 0 {
		s := Spread{Span: Span{0, last}, Price: 1e5, Level: 3}
		for l := range n {
			s.Lines = append(s.Lines, int32(l))
			s.Weight = append(s.Weight, [NumKinds]int64{PartsPerMinute, PartsPerMinute / 2, PartsPerMinute, PartsPerMinute})
			s.Scale = append(s.Scale, 1/float64(PartsPerMinute*60*(20+int64(l))))
		}
		m.Spreads = []Spread{s}
	}
	if r.IntN(3) == 0 {
		t := &m.Tasks[0]
		m.ChangePrice, m.ChangeLevel = 30, 3
		m.Base = &Plan{Lines: make([][]Decision, len(m.Lines))}
		m.Base.Lines[0] = []Decision{{Task: 0, Start: t.From, End: t.To, Kind: t.Kind}}
	}
	if n := len(m.Lines); n > 1 && r.IntN(4) == 0 {
		m.Lines[n-1].Master, m.Lines[n-1].Fixed, m.Lines[n-1].Reserve = 0, nil, nil
	}
}

// Wander is a plan some way along a random walk over legal plans.
func Wander(m *Model, seed uint64, moves int) *Plan {
	w := newWalker(newBoard(m), seed)
	w.temp = 1
	for range moves {
		w.step()
	}
	return w.s.plan()
}
