package native

import (
	"context"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

func TestNativeOnEveryKindOfModel(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			m := wd.Make(5)
			empty := m.Evaluate(&solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))})
			r := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 2, Steps: 60000})
			require.True(t, r.Cost.Less(empty), "something is covered")
		})
	}
}

func TestSameSeedThreadsAndStepsGiveTheSamePlan(t *testing.T) {
	m := toys.Kinds["all at once, on a fine grid"].Make(3)
	for threads := 1; threads <= 2; threads++ {
		o := solver.Options{Seed: 7, Threads: threads, Steps: 80000}
		a, b := checked(t, t.Context(), m, o), checked(t, t.Context(), m, o)
		require.Equal(t, a.Plan, b.Plan)
		require.Equal(t, a.Cost, b.Cost)
		require.Equal(t, a.Bound, b.Bound)
	}
}

func TestCancelledSearchReturnsTheBestSoFar(t *testing.T) {
	m := toys.Kinds["backup"].Make(2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	checked(t, ctx, m, solver.Options{Seed: 1})
	ctx, cancel = context.WithCancel(t.Context())
	seen := 0
	r := checked(t, ctx, m, solver.Options{Seed: 1, Threads: 2, Time: time.Hour, Progress: func(p solver.Improvement) {
		if seen++; seen == 3 {
			cancel()
		}
	}})
	require.GreaterOrEqual(t, seen, 3)
	require.Positive(t, r.Steps)
}

func TestProgressOnlyImproves(t *testing.T) {
	m := toys.Kinds["soft sums, spreads, firsts, a base plan"].Make(4)
	var last solver.Cost
	first := true
	r := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 2, Steps: 100000, Progress: func(p solver.Improvement) {
		require.True(t, first || p.Cost.Less(last))
		last, first = p.Cost, false
	}})
	require.Equal(t, last, r.Cost)
}

func TestWarmStartIsNeverLost(t *testing.T) {
	for _, name := range []string{"plain: cover and hours only", "a trainee", "backup from other pools"} {
		m := toys.Kinds[name].Make(6)
		a := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 60000})
		b := checked(t, t.Context(), m, solver.Options{Seed: 9, Threads: 1, Steps: 2000, Start: a.Plan})
		require.False(t, a.Cost.Less(b.Cost), name)
	}
}

func TestFixedDecisionsStay(t *testing.T) {
	m := toys.Kinds["plain: cover and hours only"].Make(8)
	free := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 40000})
	pinned := 0
	for l := range m.Lines {
		if dec := free.Plan.Lines[l]; len(dec) > 1 {
			m.Lines[l].Fixed = []solver.Decision{dec[0], dec[len(dec)-1]}
			pinned += 2
		}
	}
	require.Positive(t, pinned)
	r := checked(t, t.Context(), m, solver.Options{Seed: 2, Threads: 2, Steps: 40000})
	kept := 0
	for _, line := range r.Plan.Lines {
		for _, d := range line {
			if d.Fixed {
				kept++
			}
		}
	}
	require.Equal(t, pinned, kept)
}

// A model made of two that share nothing is taken apart, and put together again.
func TestPartsAreSolvedApart(t *testing.T) {
	a, b := toys.Kinds["plain: cover and hours only"].Make(1), toys.Kinds["whole tasks and sleep-ins"].Make(2)
	both := *a
	both.Tasks = append(append([]solver.Task(nil), a.Tasks...), b.Tasks...)
	shift := int32(len(a.Tasks))
	lines := int32(len(a.Lines))
	both.Lines = append([]solver.Line(nil), a.Lines...)
	for _, l := range b.Lines {
		l.Permits = append([]solver.Permit(nil), l.Permits...)
		for i := range l.Permits {
			l.Permits[i].Task += shift
		}
		both.Lines = append(both.Lines, l)
	}
	both.Sums = append([]solver.Sum(nil), a.Sums...)
	for _, s := range b.Sums {
		s.Lines = []int32{s.Lines[0] + lines}
		both.Sums = append(both.Sums, s)
	}
	parts := solver.Split(&both)
	require.Len(t, parts, 2)
	require.Len(t, parts[0].Lines, len(a.Lines))
	ra := checked(t, t.Context(), a, solver.Options{Seed: 1, Threads: 1, Steps: 50000})
	rb := checked(t, t.Context(), b, solver.Options{Seed: 1, Threads: 1, Steps: 50000})
	whole := &solver.Plan{Lines: make([][]solver.Decision, len(both.Lines))}
	parts[0].Give(ra.Plan, whole)
	parts[1].Give(rb.Plan, whole)
	require.Equal(t, ra.Cost.Plus(rb.Cost), both.Evaluate(whole), "a plan of the whole costs what its parts cost")
	r := checked(t, t.Context(), &both, solver.Options{Seed: 1, Threads: 2, Steps: 100000, Start: whole})
	require.False(t, both.Evaluate(whole).Less(r.Cost), "and is where the search begins")
	for i := range parts {
		back := &solver.Plan{Lines: make([][]solver.Decision, len(both.Lines))}
		parts[i].Give(parts[i].Take(r.Plan), back)
		for _, l := range parts[i].Lines {
			require.Equal(t, r.Plan.Lines[l], back.Lines[l])
		}
	}
}

func TestBadModelsAreRefused(t *testing.T) {
	good := toys.Kinds["plain: cover and hours only"].Make(1)
	for name, spoil := range map[string]func(m *solver.Model){
		"no days":                        func(m *solver.Model) { m.Days = nil },
		"no grain":                       func(m *solver.Model) { m.Grain = 0 },
		"no levels":                      func(m *solver.Model) { m.Levels = nil },
		"an empty task":                  func(m *solver.Model) { m.Tasks = []solver.Task{{}} },
		"permits out of order":           func(m *solver.Model) { m.Lines[0].Permits = []solver.Permit{{Task: 1}, {Task: 0}} },
		"a line that is its own master":  func(m *solver.Model) { m.Lines[0].Master = 0 },
		"a length of Reserve of its own": func(m *solver.Model) { m.Lines[0].Rules.MaxLen[solver.Reserve] = 60 },
		"a task that does not exist":     func(m *solver.Model) { m.Lines[0].Permits = []solver.Permit{{Task: 1 << 20}} },
	} {
		m := *good
		m.Lines = append([]solver.Line(nil), good.Lines...)
		spoil(&m)
		_, err := Engine{}.Solve(t.Context(), &m, solver.Options{Steps: 10})
		require.Error(t, err, name)
	}
}
