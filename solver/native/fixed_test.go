package native_test

import (
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// What is fixed is kept, on a task and on Reserve, and costs what a plain evaluation says: a Reserve
// decision that is fixed is no past work.
func TestFixedDecisionsAreKeptAndPaid(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 5))
	reserves := 0
	for range 500 {
		m := toys.RandomTiny(r)
		for l := range m.Lines {
			m.Lines[l].Pay[solver.Reserve] = solver.Wage{Rate: 70, Factor: 1}
		}
		toys.Fix(r, m)
		if m.Check() != nil || len(m.Violations(fixed(m))) > 0 {
			continue
		}
		res, err := native.Engine{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 400})
		require.NoError(t, err)
		require.Empty(t, m.Violations(res.Plan))
		require.Equal(t, m.Evaluate(res.Plan), res.Cost)
		for l := range m.Lines {
			for _, d := range m.Lines[l].Fixed {
				if d.Kind == solver.Reserve {
					reserves++
				}
			}
		}
	}
	require.Greater(t, reserves, 10)
}

// Work done on a day of the rota is no part of the plan, wherever it lies among the decisions of its
// line.
func TestPastWorkWithinTheRotaIsNoPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 8))
	before := 0
	for range 300 {
		m := toys.RandomTiny(r)
		for l := range m.Lines {
			from := solver.Minute(1+r.IntN(30)) * toys.Hour
			m.Lines[l].Past = []solver.Decision{{Task: solver.NoTask, Start: from, End: from + 2*toys.Hour}}
		}
		if m.Check() != nil || len(m.Violations(fixed(m))) > 0 {
			continue
		}
		res, err := native.Engine{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 400})
		require.NoError(t, err)
		require.Empty(t, m.Violations(res.Plan))
		require.Equal(t, m.Evaluate(res.Plan), res.Cost)
		for l, line := range res.Plan.Lines {
			for _, d := range line {
				require.False(t, d.Past())
				if d.Start < m.Lines[l].Past[0].Start {
					before++
				}
			}
		}
	}
	require.Greater(t, before, 20)
}
