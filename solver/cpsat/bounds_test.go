package cpsat

import (
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// With 30 to 60 workers, every need in whole shifts so that CP-SAT has all of
// them to choose among, no engine's bound is above what another came to.
func TestBoundsDoNotContradict(t *testing.T) {
	found := ortools(t)
	told := 0
	for k, workers := range []int{30, 60} {
		pl, err := planted.Make(planted.Shape{Workers: workers, Clients: workers * 2 / 5, Days: 7, Slack: 2, Floaters: 2, SleepIns: 1,
			Shortage: [3]float64{4, 6, 3}, Seed: uint64(k)})
		require.NoError(t, err)
		c, err := constraints.Compile(pl.Problem, carerota.Rules())
		require.NoError(t, err)
		m := c.Model
		for i := range m.Tasks {
			m.Tasks[i].Whole = true
		}
		native, err := native.Engine{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 50_000})
		require.NoError(t, err)
		w, err := open(t.Context(), found, m, nil)
		require.NoError(t, err)
		require.False(t, w.everything(mostChoices, nil).partial)
		from := []*solver.Plan{w.given(), native.Plan}[k]
		r := &result{m: m, began: time.Now(), limit: time.Minute, plan: from, cost: m.Evaluate(from)}
		require.NoError(t, r.whole(t.Context(), w, solver.Options{Seed: 1, Threads: 1}, mostChoices, time.Now().Add(3*time.Second)))
		w.close()
		require.Empty(t, m.Violations(r.plan))
		told += holds(t, native.Bound, r.cost) + holds(t, r.bound, native.Cost) + holds(t, r.bound, r.cost)
	}
	require.Positive(t, told, "no bound says anything")
}

// holds checks that a bound is not above a cost, as far as the levels before
// are at their bounds; it returns how many levels had a bound to check.
func holds(t *testing.T, bound, cost solver.Cost) (told int) {
	t.Helper()
	for l := range bound {
		require.LessOrEqual(t, bound[l], cost[l], "level %d of %v and %v", l, bound, cost)
		if bound[l] > 0 {
			told++
		}
		if bound[l] < cost[l] {
			return told
		}
	}
	return told
}
