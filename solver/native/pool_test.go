package native

import (
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

func TestPoolKeepsTheLastDifferentWays(t *testing.T) {
	m := toys.World("a trainee", 1)
	p := solver.NewPool(m, 2)
	way := func(from solver.Minute) []solver.Decision {
		return []solver.Decision{{Task: 0, Start: from, End: from + 60}}
	}
	for _, from := range []solver.Minute{0, 60, 0, 120, 120} {
		p.Offer(0, nil, func(t int32) int32 { return t })
		p.Offer(1, way(from), func(t int32) int32 { return t })
	}
	require.Equal(t, [][]solver.Decision{way(120), way(0)}, p.Line(1), "the last first, 60 being the one not offered for longest")
	require.Len(t, p.Line(0), 1)
}

// What the native engine leaves in a pool: the lines of its result among others,
// each of them legal by itself, in the numbers of the whole model. The pool changes nothing in the search.
func TestNativeFillsThePool(t *testing.T) {
	m := toys.World("a trainee", 3)
	o := solver.Options{Seed: 1, Threads: 2, Steps: 30000}
	without := checked(t, t.Context(), m, o)
	o.Pool = solver.NewPool(m, 20)
	r := checked(t, t.Context(), m, o)
	require.Equal(t, without.Plan, r.Plan)
	more := 0
	for l := range m.Lines {
		ways := o.Pool.Line(l)
		require.True(t, slices.ContainsFunc(ways, func(w []solver.Decision) bool { return slices.Equal(w, r.Plan.Lines[l]) }), "line %d", l)
		more += len(ways) - 1
		for _, w := range ways {
			p := fixedPlan(m)
			p.Lines[l] = w
			if k := m.Lines[l].Master; k >= 0 {
				continue // legal only beside what the master does
			}
			require.Empty(t, m.Violations(p), "line %d", l)
		}
	}
	require.Positive(t, more)
}

// fixedPlan is the plan of nothing but what is fixed.
func fixedPlan(m *solver.Model) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
	for l := range m.Lines {
		p.Lines[l] = append(p.Lines[l], m.Lines[l].Fixed...)
	}
	return p
}
