package planted

import (
	"testing"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// Where relief is asked for the rota has more of it, covers as much, and is the same
// for the same steps.
func TestReliefIsSought(t *testing.T) {
	pl, err := Make(Shape{Workers: 12, Clients: 5, Days: 14, Slack: 2, Floaters: 2, Seed: 2})
	require.NoError(t, err)
	p := pl.Problem
	o := carerota.Options{Steps: 100_000, From: pl.Hidden, Threads: 1, Seed: 1}
	plain, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	p.Contingency.Relief = 2
	unsought := audit.Rota(p, plain.Rota).Contingency.ReliefShortfall
	sought, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	require.Empty(t, audit.Rota(p, sought.Rota).Findings)
	require.Less(t, sought.Contingency.ReliefShortfall, unsought)
	for k := range 3 {
		require.InDelta(t, plain.Objective[k].Value, sought.Objective[k].Value, 1e-9)
	}
	again, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	require.Equal(t, sought.Rota, again.Rota)
}
