package solver

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// bruteLine tries every set of decisions of the line in the window, and gives
// the least energy over the cost of the state as it stands.
type bruteLine struct {
	s        *state
	l        int32
	from, to Minute
	all      []Decision
	now, top []Decision // the decisions of the branch under way and of the best
	base     Cost
	best     float64
	leaves   int
}

func newBrute(s *state, l int32, from, to Minute) *bruteLine {
	x := &bruteLine{s: s, l: l, from: from, to: to, base: s.cost, best: math.Inf(1)}
	b := s.b
	try := func(d Decision) {
		if d.Start >= from && d.Start < to && b.fits(l, d) {
			x.all = append(x.all, d)
		}
	}
	for t := range b.tasks {
		tb := &b.tasks[t]
		points := append([]Minute{}, tb.From, tb.To)
		for p := floorDiv(tb.From, b.m.Grain)*b.m.Grain + b.m.Grain; p < tb.To; p += b.m.Grain {
			points = append(points, p)
		}
		for _, p := range points {
			for _, q := range points {
				try(Decision{Task: int32(t), Start: p, End: q, Kind: tb.Kind})
			}
		}
	}
	for p := from; p < to; p += b.m.Grain {
		for q := p + b.m.Grain; q <= p+b.m.ReserveMax; q += b.m.Grain {
			try(Decision{Task: NoTask, Start: p, End: q, Kind: Reserve})
		}
	}
	return x
}

// run adds to the line every set of options from the k-th on that starts at or after t.
func (x *bruteLine) run(t Minute) {
	if x.leaves++; x.leaves > 12000 {
		return
	}
	if x.s.over == 0 {
		if e := x.s.b.energy(x.s.cost.Minus(x.base)); e < x.best && x.s.legal(x.l, x.from, x.to+2000) {
			x.best = e
			x.top = append(x.top[:0], x.now...)
		}
	} else {
		return
	}
	for _, d := range x.all {
		if d.Start < t || x.s.busyIn(x.l, d.Start, d.End) {
			continue
		}
		n := len(x.s.log)
		x.s.add(x.l, d)
		x.now = append(x.now, d)
		x.run(d.End)
		x.now = x.now[:len(x.now)-1]
		x.s.undo(n)
	}
}

// lineWorlds are models small enough to try every plan of a line's few days.
var lineWorlds = map[string]world{
	"plain":                      {lines: 4, groups: 2, days: 8, grain: 120},
	"rich":                       {lines: 4, groups: 2, days: 8, grain: 120, rich: true},
	"whole tasks and sleep-ins":  {lines: 4, groups: 2, days: 8, whole: true, grain: 120},
	"among":                      {lines: 5, groups: 2, days: 8, among: true, grain: 120},
	"backup":                     {lines: 5, groups: 1, days: 8, backup: true, grain: 180},
	"backup, other pools, among": {lines: 5, groups: 1, days: 8, backup: true, otherPool: true, among: true, grain: 180},
	"soft":                       {lines: 4, groups: 2, days: 8, soft: true, grain: 120},
	"three groups, whole, soft":  {lines: 4, groups: 3, days: 8, soft: true, whole: true, grain: 180},
}

// proportional says whether every sum of the line follows the hours axis, one
// of the conditions of exactness.
func proportional(p *planner) bool {
	if len(p.b.spread[p.line]) > 0 {
		return false // a spread is priced by its slope
	}
	for _, c := range p.counts {
		if !c.follows {
			return false
		}
	}
	return true
}

func TestLineIsTheBest(t *testing.T) {
	for name, wd := range lineWorlds {
		t.Run(name, func(t *testing.T) {
			exact, tried := 0, 0
			for seed := uint64(1); seed <= 6; seed++ {
				m := wd.make(seed)
				w := newWalker(newBoard(m), seed)
				w.temp = 1
				for i := 0; i < 6000; i++ {
					w.step()
				}
				p := newPlanner(w.s)
				for l := int32(0); l < int32(len(m.Lines)); l++ {
					r := random(seed*31 + uint64(l))
					from := Minute(r.n(6)) * 1440
					to := from + Minute(1+r.n(3))*1440
					w.s.log = w.s.log[:0]
					before := w.s.cost
					ok := p.plan(l, from, to, ask{full: true})
					require.Equal(t, m.Evaluate(w.s.plan()), w.s.cost)
					require.Empty(t, m.Violations(w.s.plan()))
					got := w.s.b.energy(w.s.cost.Minus(before))
					if !ok {
						require.Empty(t, w.s.log)
					}
					require.LessOrEqual(t, got, 1e-9)
					w.s.undo(0)
					p.line, p.lb, p.ls, p.from, p.to = l, &p.b.lines[l], &w.s.lines[l], from, to
					p.lift()
					x := newBrute(w.s, l, from, to)
					x.base = before
					x.run(from)
					w.s.undo(0)
					if x.leaves > 12000 {
						continue
					}
					tried++
					want := math.Min(x.best, 0)
					require.LessOrEqual(t, want, got+1e-6, "brute force is no worse")
					switch {
					case math.Abs(want-got) < 1e-6:
						exact++
					case proportional(p):
						t.Errorf("seed %d line %d window %d-%d: got %.6f want %.6f (ok %v, dims %b)\n got %v\nwant %v\nkept %v\nrules %+v", seed, l, from/1440, to/1440, got, want, ok, p.dims, p.best, x.top, w.s.lines[l].dec, m.Lines[l].Rules)
					}
				}
			}
			require.Greater(t, tried, 8, "few windows were small enough to try everything")
			require.GreaterOrEqual(t, exact*10, tried*9, "%d of %d are optimal", exact, tried)
		})
	}
}

// The reduced set of options never beats the full grid, and seldom loses to it.
func TestReducedGridSeldomLoses(t *testing.T) {
	same, tried := 0, 0
	for seed := uint64(1); seed <= 2; seed++ {
		m, _ := planted{workers: 9, clients: 4, days: 7, seed: seed}.make()
		w := newWalker(newBoard(m), seed)
		w.temp = 1
		for range 8000 {
			w.step()
		}
		p := newPlanner(w.s)
		for l := int32(0); l < 9; l++ {
			w.s.log = w.s.log[:0]
			in := m.Weeks[0].Span
			for k := range int32(2) {
				w.s.lift((l+k)%9, in)
			}
			n, before := len(w.s.log), w.s.cost
			var gain [2]float64
			for i, full := range []bool{false, true} {
				p.plan(l, in.From, in.To, ask{full: full})
				gain[i] = w.s.b.energy(before.Minus(w.s.cost))
				require.Empty(t, m.Violations(w.s.plan()))
				w.s.undo(n)
			}
			require.LessOrEqual(t, gain[0], gain[1]+1e-6, "seed %d line %d", seed, l)
			if tried++; gain[0] > gain[1]-1e-6 {
				same++
			}
			w.s.undo(0)
		}
	}
	require.GreaterOrEqual(t, same*10, tried*8, "%d of %d", same, tried)
	t.Logf("%d of %d", same, tried)
}

func TestLineWithoutLimits(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		m := world{lines: 4, groups: 2, days: 8, whole: true, backup: true, grain: 60}.make(seed)
		m.Sums = nil
		for l := range m.Lines {
			m.Lines[l].Rules = Rules{MaxWeekends: -1}
		}
		w := newWalker(newBoard(m), seed)
		p := newPlanner(w.s)
		for l := int32(0); l < 4; l++ {
			p.plan(l, 0, m.Horizon.To, ask{})
			require.Equal(t, m.Evaluate(w.s.plan()), w.s.cost)
			require.Empty(t, m.Violations(w.s.plan()))
			require.NotEmpty(t, w.s.lines[l].dec[w.s.lines[l].past:])
		}
	}
}
