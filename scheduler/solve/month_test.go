package solve_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// Of four weeks of whole visits and up to four workers, whose own limits look at weekends, runs, rest
// and spells, next to nothing stays unproved: what does is of rotas of which others leave less.
// PROOFS_PROBLEMS asks for more problems than a usual run tries.
func TestNothingOfAMonthOfWholeVisitsStaysUnproved(t *testing.T) {
	most, steps := 9, int64(60_000)
	if n, err := strconv.Atoi(os.Getenv("PROOFS_PROBLEMS")); err == nil {
		most, steps = n, 600_000
	}
	problems, open, unproved := 0, 0, 0
	for seed := 2; problems < most; seed++ {
		kind := drawn.LineLimits[seed%len(drawn.LineLimits)]
		p := drawn.Month(rand.New(rand.NewPCG(uint64(seed), 47)), kind)
		if len(validate.Problem(p)) > 0 {
			continue
		}
		problems++
		r, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: steps})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		require.Empty(t, audit.Proofs(p, r.Proofs))
		requireBoundsCarry(t, p, r)
		if len(r.Underlap) > 0 {
			open++
		}
		if slices.ContainsFunc(r.Underlap, func(u scheduler.Underlap) bool { return u.Verdict == scheduler.VerdictNotProved }) {
			unproved++
			t.Logf("seed %d, %s: not proved; %+v", seed, kind, r.Objective[:scheduler.LevelFamily])
		}
	}
	t.Logf("%d problems, %d with gaps, %d with gaps that are not proved", problems, open, unproved)
	require.LessOrEqual(t, unproved, most/20)
}
