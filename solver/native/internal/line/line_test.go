package line_test

import (
	"math"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/line"
	"github.com/carerota/carerota/solver/native/internal/walk"
	"github.com/stretchr/testify/require"
)

// bruteLine tries every set of decisions of the line in the window, and gives
// the least energy over the cost of the state as it stands.
type bruteLine struct {
	s        *board.State
	l        int32
	from, to solver.Minute
	all      []solver.Decision
	now, top []solver.Decision // the decisions of the branch under way and of the best
	base     solver.Cost
	best     float64
	leaves   int
}

func newBrute(s *board.State, l int32, from, to solver.Minute) *bruteLine {
	x := &bruteLine{s: s, l: l, from: from, to: to, base: s.Cost, best: math.Inf(1)}
	b := s.Board
	try := func(d solver.Decision) {
		if d.Start >= from && d.Start < to && b.Fits(l, d) {
			x.all = append(x.all, d)
		}
	}
	for t := range b.Tasks {
		tb := &b.Tasks[t]
		points := append([]solver.Minute{}, tb.From, tb.To)
		for p := solver.FloorDiv(tb.From, b.Model.Grain)*b.Model.Grain + b.Model.Grain; p < tb.To; p += b.Model.Grain {
			points = append(points, p)
		}
		for _, p := range points {
			for _, q := range points {
				try(solver.Decision{Task: int32(t), Start: p, End: q, Kind: tb.Kind})
			}
		}
	}
	for p := from; p < to; p += b.Model.Grain {
		for q := p + b.Model.Grain; q <= p+b.Model.ReserveMax; q += b.Model.Grain {
			try(solver.Decision{Task: solver.NoTask, Start: p, End: q, Kind: solver.Reserve})
		}
	}
	return x
}

// run adds to the line every set of options from the k-th on that starts at or after t.
func (x *bruteLine) run(t solver.Minute) {
	if x.leaves++; x.leaves > 12000 {
		return
	}
	if x.s.Over == 0 {
		if e := x.s.Board.Energy(x.s.Cost.Minus(x.base)); e < x.best && x.s.Legal(x.l, x.from, x.to+2000) {
			x.best = e
			x.top = append(x.top[:0], x.now...)
		}
	} else {
		return
	}
	for _, d := range x.all {
		if d.Start < t || x.s.BusyIn(x.l, d.Start, d.End) {
			continue
		}
		n := len(x.s.Log)
		x.s.Add(x.l, d)
		x.now = append(x.now, d)
		x.run(d.End)
		x.now = x.now[:len(x.now)-1]
		x.s.Undo(n)
	}
}

// lineWorlds are models small enough to try every plan of a line's few days.
var lineWorlds = map[string]toys.Rules{
	"plain":                      {Lines: 4, Groups: 2, Days: 8, Grain: 120},
	"rich":                       {Lines: 4, Groups: 2, Days: 8, Grain: 120, Rich: true},
	"whole tasks and sleep-ins":  {Lines: 4, Groups: 2, Days: 8, Whole: true, Grain: 120},
	"among":                      {Lines: 5, Groups: 2, Days: 8, Among: true, Grain: 120},
	"backup":                     {Lines: 5, Groups: 1, Days: 8, Backup: true, Grain: 180},
	"backup, other pools, among": {Lines: 5, Groups: 1, Days: 8, Backup: true, OtherPool: true, Among: true, Grain: 180},
	"soft":                       {Lines: 4, Groups: 2, Days: 8, Soft: true, Grain: 120},
	"three groups, whole, soft":  {Lines: 4, Groups: 3, Days: 8, Soft: true, Whole: true, Grain: 180},
}

func TestLineIsTheBest(t *testing.T) {
	for name, wd := range lineWorlds {
		t.Run(name, func(t *testing.T) {
			exact, tried := 0, 0
			for seed := uint64(1); seed <= 6; seed++ {
				m := wd.Make(seed)
				w := walk.New(board.New(t.Context(), m), seed)
				w.Temp = 1
				for i := 0; i < 6000; i++ {
					w.Step()
				}
				p := line.New(w.State)
				for l := int32(0); l < int32(len(m.Lines)); l++ {
					r := random.Source(seed*31 + uint64(l))
					from := solver.Minute(r.N(6)) * 1440
					to := from + solver.Minute(1+r.N(3))*1440
					w.State.Log = w.State.Log[:0]
					before := w.State.Cost
					ok := p.Plan(l, from, to, line.Everything(true))
					require.Equal(t, m.Evaluate(w.State.Plan()), w.State.Cost)
					require.Empty(t, m.Violations(w.State.Plan()))
					got := w.State.Board.Energy(w.State.Cost.Minus(before))
					if !ok {
						require.Empty(t, w.State.Log)
					}
					require.LessOrEqual(t, got, 1e-9)
					w.State.Undo(0)
					p.LiftAlone(l, from, to)
					x := newBrute(w.State, l, from, to)
					x.base = before
					x.run(from)
					w.State.Undo(0)
					if x.leaves > 12000 {
						continue
					}
					tried++
					want := math.Min(x.best, 0)
					require.LessOrEqual(t, want, got+1e-6, "brute force is no worse")
					switch {
					case math.Abs(want-got) < 1e-6:
						exact++
					case p.Proportional():
						t.Errorf("seed %d line %d window %d-%d: got %.6f want %.6f (ok %v)\n %s\nwant %v\nkept %v\nrules %+v", seed, l, from/1440, to/1440, got, want, ok, p.Found(), x.top, w.State.Lines[l].Decisions, m.Lines[l].Rules)
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
		m, _ := toys.Planted{Workers: 9, Clients: 4, Days: 7, Seed: seed}.Make()
		w := walk.New(board.New(t.Context(), m), seed)
		w.Temp = 1
		for range 8000 {
			w.Step()
		}
		p := line.New(w.State)
		for l := int32(0); l < 9; l++ {
			w.State.Log = w.State.Log[:0]
			in := m.Weeks[0].Span
			for k := range int32(2) {
				w.State.Lift((l+k)%9, in)
			}
			n, before := len(w.State.Log), w.State.Cost
			var gain [2]float64
			for i, full := range []bool{false, true} {
				p.Plan(l, in.From, in.To, line.Everything(full))
				gain[i] = w.State.Board.Energy(before.Minus(w.State.Cost))
				require.Empty(t, m.Violations(w.State.Plan()))
				w.State.Undo(n)
			}
			require.LessOrEqual(t, gain[0], gain[1]+1e-6, "seed %d line %d", seed, l)
			if tried++; gain[0] > gain[1]-1e-6 {
				same++
			}
			w.State.Undo(0)
		}
	}
	require.GreaterOrEqual(t, same*10, tried*8, "%d of %d", same, tried)
	t.Logf("%d of %d", same, tried)
}

func TestLineWithoutLimits(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		m := toys.Rules{Lines: 4, Groups: 2, Days: 8, Whole: true, Backup: true, Grain: 60}.Make(seed)
		m.Sums = nil
		for l := range m.Lines {
			m.Lines[l].Rules = solver.Rules{MaxWeekends: -1}
		}
		w := walk.New(board.New(t.Context(), m), seed)
		p := line.New(w.State)
		for l := int32(0); l < 4; l++ {
			p.Plan(l, 0, m.Horizon.To, line.Ask{})
			require.Equal(t, m.Evaluate(w.State.Plan()), w.State.Cost)
			require.Empty(t, m.Violations(w.State.Plan()))
			require.NotEmpty(t, w.State.Lines[l].Decisions[w.State.Lines[l].Past:])
		}
	}
}
