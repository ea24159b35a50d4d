package solve_test

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/stretchr/testify/require"
)

// A bound of underlap that no proof in the report shows says whose word it is.
func TestABoundWithoutAProofSaysWhose(t *testing.T) {
	p := scheduler.NewProblem("short", drawn.London(t), scheduler.Date{Year: 2026, Month: 3, Day: 23}, 3)
	p.Needs = []scheduler.Need{scheduler.NewNeed("day", "", scheduler.Daily(), 8*drawn.Hour, 18*drawn.Hour)}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "")}
	p.Caps.MaxHoursDay = scheduler.Hours(6)
	for _, omit := range []bool{false, true} {
		r, err := solve.Rota(t.Context(), p, solve.Options{Steps: 2000, Threads: 1, Omit: scheduler.Omit{Proofs: omit}})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		shown := 0.0
		for _, proof := range r.Proofs {
			shown += proof.BoundHours
		}
		require.Empty(t, audit.Proofs(p, r.Proofs))
		g := r.Objective[scheduler.Essential]
		require.Positive(t, g.Bound)
		if omit {
			require.Equal(t, "the native engine", g.By)
		} else {
			require.Empty(t, g.By)
			require.InDelta(t, shown, g.Bound, scheduler.ProofSlack)
		}
	}
}
