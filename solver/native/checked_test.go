package native

import (
	"context"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// checked solves a model and asserts what holds of every answer.
func checked(t *testing.T, ctx context.Context, m *solver.Model, o solver.Options) *solver.Result {
	t.Helper()
	r, err := Engine{}.Solve(ctx, m, o)
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
