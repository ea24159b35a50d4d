package cpsat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
)

// Of rounds whose least CP-SAT has proved, our own proofs show no more than that, and nearly all.
func TestProofsOfRoundsAgainstCPSAT(t *testing.T) {
	found, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	shown, least := 0.0, 0.0
	for seed := range uint64(8) {
		pl, err := planted.Rounds(5+int(seed%3), 14, 4, seed)
		require.NoError(t, err)
		c, err := constraints.Compile(pl.Problem, constraints.House())
		require.NoError(t, err)
		res, err := cpsat.Engine{Found: found}.Solve(t.Context(), c.Model, solver.Options{Seed: 1, Threads: 1, Time: 2 * time.Second})
		require.NoError(t, err)
		if res.Bound[scheduler.Essential] < res.Cost[scheduler.Essential] {
			continue
		}
		r, err := carerota.Complete(t.Context(), pl.Problem, c.Rota(res.Plan), carerota.CompleteOptions{})
		require.NoError(t, err)
		require.Empty(t, audit.Proofs(pl.Problem, r.Proofs), "seed %d", seed)
		proved := 0.0
		for i := range r.Proofs {
			proved += r.Proofs[i].BoundHours
		}
		require.LessOrEqual(t, proved, r.Cover.UnderlapHours+1e-6, "seed %d", seed)
		t.Logf("seed %d: %g of %g", seed, proved, r.Cover.UnderlapHours)
		shown, least = shown+proved, least+r.Cover.UnderlapHours
	}
	require.Positive(t, least)
	require.Greater(t, shown, 0.95*least)
}
