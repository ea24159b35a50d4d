package curtois

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// solved solves an instance with a budget of work and holds the result against
// the benchmark's own rules: a legal rota, of the cost that the engine says,
// not below the bound.
func solved(t *testing.T, in *Instance, threads int, steps int64) (cost, bound int64) {
	t.Helper()
	m, err := in.Model()
	require.NoError(t, err)
	r, err := native.Engine{}.Solve(t.Context(), m.Model, solver.Options{Seed: 1, Threads: threads, Steps: steps})
	require.NoError(t, err)
	require.Empty(t, m.Violations(r.Plan))
	v := in.Check(m.Rota(r.Plan))
	require.Empty(t, v.Findings)
	cost, legal := m.Cost(r.Cost)
	require.True(t, legal)
	require.Equal(t, v.Cost, cost)
	bound, _ = m.Cost(r.Bound)
	require.LessOrEqual(t, bound, cost)
	return cost, bound
}

func TestWardIsSolvedToTheProvedOptimum(t *testing.T) {
	cost, bound := solved(t, ward(t), 2, 1<<24)
	require.Equal(t, cost, bound)
}

// solutionOf is a rota as a plan of the model.
func solutionOf(m *Model, rota Rota) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(rota))}
	for e, days := range rota {
		for d, s := range days {
			if s != Off {
				t := m.task(d, s)
				p.Lines[e] = append(p.Lines[e], solver.Decision{Task: t, Start: m.Tasks[t].From, End: m.Tasks[t].To})
			}
		}
	}
	return p
}

// Any plan at all, also a senseless one, costs the same by the model and by the rules.
func TestModelAndCheckAgreeOnEveryPlan(t *testing.T) {
	in := ward(t)
	m, err := in.Model()
	require.NoError(t, err)
	for pattern := range 60 {
		rota := in.Empty()
		for e := range in.Staff {
			for d := range in.Days {
				s := (d*7 + e*3 + pattern*(d/3+1)) % 4
				if s < len(in.Shifts) && !in.Staff[e].DaysOff[d] && in.Staff[e].MaxShifts[s] > 0 {
					rota[e][d] = s
				}
			}
		}
		p := solutionOf(m, rota)
		require.Equal(t, rota, m.Rota(p))
		v := in.Check(rota)
		cost := m.Evaluate(p)
		points, legal := m.Cost(cost)
		require.Equal(t, v.Cost, points, "pattern %d", pattern)
		require.Equal(t, len(v.Findings) == 0, legal && len(m.Violations(p)) == 0, "pattern %d: %v and %v, %v", pattern, v.Findings, cost, m.Violations(p))
	}
}

func TestLengthsWithoutACommonMultiple(t *testing.T) {
	var shifts []Shift
	for _, n := range []int{1439, 1433, 1429, 1427, 1423} {
		shifts = append(shifts, Shift{ID: string(rune('A' + n%26)), Minutes: n, NotNext: make([]bool, 5)})
	}
	_, err := New("odd", 7, shifts).Model()
	require.ErrorContains(t, err, "no common multiple")
}
