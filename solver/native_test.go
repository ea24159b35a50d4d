package solver

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// checked solves a model and asserts what holds of every answer.
func checked(t *testing.T, ctx context.Context, m *Model, o Options) *Result {
	t.Helper()
	r, err := Native{}.Solve(ctx, m, o)
	require.NoError(t, err)
	require.Empty(t, m.Violations(r.Plan), "the plan keeps every rule")
	require.Equal(t, m.Evaluate(r.Plan), r.Cost, "the cost is what a plain evaluation says")
	for l := range r.Cost {
		if r.Bound[l] > r.Cost[l] {
			require.Fail(t, "a bound above what was reached", "level %d: bound %v, cost %v", l, r.Bound, r.Cost)
		}
		if r.Bound[l] < r.Cost[l] {
			break // later levels are bounded for plans better at this one
		}
	}
	return r
}

func TestNativeOnEveryKindOfModel(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			m := wd.make(5)
			empty := m.Evaluate(&Plan{Lines: make([][]Decision, len(m.Lines))})
			r := checked(t, t.Context(), m, Options{Seed: 1, Threads: 2, Steps: 60000})
			require.True(t, r.Cost.Less(empty), "something is covered")
		})
	}
}

func TestSameSeedThreadsAndStepsGiveTheSamePlan(t *testing.T) {
	m := worlds["all at once, on a fine grid"].make(3)
	for threads := 1; threads <= 2; threads++ {
		o := Options{Seed: 7, Threads: threads, Steps: 80000}
		a, b := checked(t, t.Context(), m, o), checked(t, t.Context(), m, o)
		require.Equal(t, a.Plan, b.Plan)
		require.Equal(t, a.Cost, b.Cost)
		require.Equal(t, a.Bound, b.Bound)
	}
}

func TestCancelledSearchReturnsTheBestSoFar(t *testing.T) {
	m := worlds["backup"].make(2)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	checked(t, ctx, m, Options{Seed: 1})
	ctx, cancel = context.WithCancel(t.Context())
	seen := 0
	r := checked(t, ctx, m, Options{Seed: 1, Threads: 2, Time: time.Hour, Progress: func(p Progress) {
		if seen++; seen == 3 {
			cancel()
		}
	}})
	require.GreaterOrEqual(t, seen, 3)
	require.Positive(t, r.Steps)
}

func TestProgressOnlyImproves(t *testing.T) {
	m := worlds["soft sums, spreads, firsts, a base plan"].make(4)
	var last Cost
	first := true
	r := checked(t, t.Context(), m, Options{Seed: 1, Threads: 2, Steps: 100000, Progress: func(p Progress) {
		require.True(t, first || p.Cost.Less(last))
		last, first = p.Cost, false
	}})
	require.Equal(t, last, r.Cost)
}

func TestWarmStartIsNeverLost(t *testing.T) {
	for _, name := range []string{"plain: cover and hours only", "a trainee", "backup from other pools"} {
		m := worlds[name].make(6)
		a := checked(t, t.Context(), m, Options{Seed: 1, Threads: 1, Steps: 60000})
		b := checked(t, t.Context(), m, Options{Seed: 9, Threads: 1, Steps: 2000, Start: a.Plan})
		require.False(t, a.Cost.Less(b.Cost), name)
	}
}

func TestFixedDecisionsStay(t *testing.T) {
	m := worlds["plain: cover and hours only"].make(8)
	free := checked(t, t.Context(), m, Options{Seed: 1, Threads: 1, Steps: 40000})
	pinned := 0
	for l := range m.Lines {
		if dec := free.Plan.Lines[l]; len(dec) > 1 {
			m.Lines[l].Fixed = []Decision{dec[0], dec[len(dec)-1]}
			pinned += 2
		}
	}
	require.Positive(t, pinned)
	r := checked(t, t.Context(), m, Options{Seed: 2, Threads: 2, Steps: 40000})
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
	a, b := worlds["plain: cover and hours only"].make(1), worlds["whole tasks and sleep-ins"].make(2)
	both := *a
	both.Tasks = append(append([]Task(nil), a.Tasks...), b.Tasks...)
	shift := int32(len(a.Tasks))
	lines := int32(len(a.Lines))
	both.Lines = append([]Line(nil), a.Lines...)
	for _, l := range b.Lines {
		l.Permits = append([]Permit(nil), l.Permits...)
		for i := range l.Permits {
			l.Permits[i].Task += shift
		}
		both.Lines = append(both.Lines, l)
	}
	both.Sums = append([]Sum(nil), a.Sums...)
	for _, s := range b.Sums {
		s.Lines = []int32{s.Lines[0] + lines}
		both.Sums = append(both.Sums, s)
	}
	parts := Split(&both)
	require.Len(t, parts, 2)
	require.Len(t, parts[0].Lines, len(a.Lines))
	ra := checked(t, t.Context(), a, Options{Seed: 1, Threads: 1, Steps: 50000})
	rb := checked(t, t.Context(), b, Options{Seed: 1, Threads: 1, Steps: 50000})
	whole := &Plan{Lines: make([][]Decision, len(both.Lines))}
	parts[0].Give(ra.Plan, whole)
	parts[1].Give(rb.Plan, whole)
	require.Equal(t, ra.Cost.Plus(rb.Cost), both.Evaluate(whole), "a plan of the whole costs what its parts cost")
	r := checked(t, t.Context(), &both, Options{Seed: 1, Threads: 2, Steps: 100000, Start: whole})
	require.False(t, both.Evaluate(whole).Less(r.Cost), "and is where the search begins")
	for i := range parts {
		back := &Plan{Lines: make([][]Decision, len(both.Lines))}
		parts[i].Give(parts[i].Take(r.Plan), back)
		for _, l := range parts[i].Lines {
			require.Equal(t, r.Plan.Lines[l], back.Lines[l])
		}
	}
}

func TestBadModelsAreRefused(t *testing.T) {
	good := worlds["plain: cover and hours only"].make(1)
	for name, spoil := range map[string]func(m *Model){
		"no days":                        func(m *Model) { m.Days = nil },
		"no grain":                       func(m *Model) { m.Grain = 0 },
		"no levels":                      func(m *Model) { m.Levels = nil },
		"an empty task":                  func(m *Model) { m.Tasks = []Task{{}} },
		"permits out of order":           func(m *Model) { m.Lines[0].Permits = []Permit{{Task: 1}, {Task: 0}} },
		"a line that is its own master":  func(m *Model) { m.Lines[0].Master = 0 },
		"a length of Reserve of its own": func(m *Model) { m.Lines[0].Rules.MaxLen[Reserve] = 60 },
		"a task that does not exist":     func(m *Model) { m.Lines[0].Permits = []Permit{{Task: 1 << 20}} },
	} {
		m := *good
		m.Lines = append([]Line(nil), good.Lines...)
		spoil(&m)
		_, err := Native{}.Solve(t.Context(), &m, Options{Steps: 10})
		require.Error(t, err, name)
	}
}
