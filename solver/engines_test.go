package solver_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
)

func TestMain(m *testing.M) {
	cpsat.Main()
	os.Exit(m.Run())
}

// ortools is CP-SAT; without OR-Tools on this machine the test is skipped.
func ortools(t *testing.T) cpsat.Engine {
	t.Helper()
	f, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	return cpsat.Engine{Found: f}
}

// fixed is the plan of nothing but what is fixed.
func fixed(m *solver.Model) *solver.Plan {
	p := &solver.Plan{}
	for l := range m.Lines {
		p.Lines = append(p.Lines, m.Lines[l].Fixed)
	}
	return p
}

// Every plan tried one by one, and CP-SAT, agree on the best at every level;
// the native engine is never better and its bounds are never above.
func TestEnginesAgreeOnSmallModels(t *testing.T) {
	cp := ortools(t)
	models, seed := 60, uint64(9)
	if n, err := strconv.Atoi(os.Getenv("ENGINES_MODELS")); err == nil { // a longer run, with models of its own
		models, seed = n, uint64(n)
	}
	r := rand.New(rand.NewPCG(3, seed))
	tried, same, proved := 0, 0, 0
	for k := 0; tried < models; k++ {
		m := solver.RandomTiny(r)
		if k%3 > 0 {
			solver.Spice(r, m)
		}
		if m.Check() != nil || len(m.Violations(fixed(m))) > 0 {
			continue
		}
		var best solver.Cost
		var plan *solver.Plan
		plans := 0
		if !solver.EveryLegalPlan(m, 3000, func(p *solver.Plan) {
			if c := m.Evaluate(p); plans == 0 || c.Less(best) {
				best, plan = c, p.Clone()
			}
			plans++
		}) {
			continue
		}
		tried++
		res, err := cp.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Time: 20 * time.Second})
		require.NoError(t, err, "model %d\n%s", k, solver.Show(m))
		require.Equal(t, best, res.Cost, "model %d\n%s%v", k, solver.Show(m), plan)
		if res.Proved {
			proved++
		}
		for l := range best {
			require.LessOrEqual(t, res.Bound[l], best[l], "model %d, level %d", k, l)
		}
		native, err := solver.Native{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 3000})
		require.NoError(t, err)
		require.False(t, native.Cost.Less(best), "model %d", k)
		for l := range best {
			if native.Bound[l] > best[l] {
				t.Errorf("model %d, level %d: native bound %v above the best %v", k, l, native.Bound, best)
			}
			if best[l] != native.Bound[l] {
				break
			}
		}
		if native.Cost == best {
			same++
		}
	}
	t.Logf("%d models; CP-SAT proved %d, native found the best of %d", tried, proved, same)
}
