package cpsat_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// Within a budget no more is left open than must be, the most critical first, as CP-SAT finds with
// every shift to choose among: in three of four homes, and in the others half an hour more at most.
func TestTheLeastOpenWithinABudget(t *testing.T) {
	found, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	most, bound := 4, 0
	tried, same := 0, 0
	for seed := uint64(0); tried < most; seed++ {
		p := sparse(seed)
		r := rand.New(rand.NewPCG(seed, 89))
		p.Contingency.Standby = r.IntN(2)
		for i := range p.Needs {
			p.Needs[i].Criticality = scheduler.Criticality(r.IntN(3))
		}
		hours := 0.0
		for i := range p.Workers {
			p.Workers[i].Rate, p.Workers[i].StandbyRate = float64(9+r.IntN(8)), float64(r.IntN(3))
			p.Workers[i].GuaranteedHoursWeek = float64(r.IntN(2) * r.IntN(12))
		}
		for i := range p.Needs {
			hours += (p.Needs[i].To - p.Needs[i].From).Hours() * float64(p.Days)
		}
		money := hours * (5 + 10*r.Float64())
		p.Objective = scheduler.Prices{MaxCost: &money}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		exact, err := solve.Search(t.Context(), p, carerota.Options{Engine: cpsat.Engine{Found: found}, Seed: 1, Threads: 1, Time: 20 * time.Second})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, exact.Rota).Findings)
		if scheduler.LeastLevels(exact.Objective) < scheduler.LevelMoney {
			continue
		}
		own, err := solve.Search(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 50_000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, own.Rota).Findings)
		tried++
		if exact.Cost.Total > money*0.98 {
			bound++
		}
		equal := true
		for l := range scheduler.LevelMoney {
			require.GreaterOrEqual(t, own.Objective[l].Value+1e-6, own.Objective[l].Bound, "seed %d, %s", seed, own.Objective[l].Level)
			equal = equal && own.Objective[l].Value < exact.Objective[l].Value+1e-6
			if !equal {
				t.Logf("seed %d, %s: %v, CP-SAT %v", seed, own.Objective[l].Level, own.Objective[l].Value, exact.Objective[l].Value)
				require.LessOrEqual(t, own.Objective[l].Value, exact.Objective[l].Value+0.5+1e-6, "seed %d, %s", seed, own.Objective[l].Level)
				break
			}
		}
		if equal {
			same++
		}
	}
	t.Logf("%d of %d the same, money binds in %d", same, tried, bound)
	require.GreaterOrEqual(t, 4*same, 3*tried)
}
