package cpsat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// What the rota of a household costs is proved least by CP-SAT, and the report says by whom.
func TestAHouseholdIsProvedByCPSAT(t *testing.T) {
	found, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	pl, err := planted.Household(7, 1)
	require.NoError(t, err)
	r, err := carerota.Solve(t.Context(), pl.Problem, carerota.Options{Engine: cpsat.Engine{Found: found}, Seed: 1, Threads: 1, Time: 30 * time.Second})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(pl.Problem, r.Rota).Findings)
	require.Equal(t, scheduler.Optimal, r.Status)
	require.Equal(t, "CP-SAT", r.Objective[len(r.Objective)-1].By)
	var b strings.Builder
	require.NoError(t, export.Summary(&b, pl.Problem, r))
	require.Contains(t, b.String(), "no rota has less, proved by CP-SAT")
	b.Reset()
	require.NoError(t, export.HTML(&b, pl.Problem, r))
	require.Contains(t, b.String(), "proved by CP-SAT")
}
