package cpsat_test

import (
	"fmt"
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

// sparse is a home of few people, most of them free for a part of what is needed, with visits that
// are taken whole and standby that may not be short.
func sparse(seed uint64) *scheduler.Problem {
	r := rand.New(rand.NewPCG(seed, 83))
	p := scheduler.NewProblem("sparse", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 1+r.IntN(2))
	p.Grain = 30 * time.Minute
	p.Contingency.Standby, p.Contingency.StandbyMin = 1, time.Duration(4+r.IntN(3))*time.Hour
	p.Contingency.StandbyMax = p.Contingency.StandbyMin + time.Duration(r.IntN(6))*time.Hour
	half := func(from, n int) time.Duration { return time.Duration(from+r.IntN(n)) * 30 * time.Minute }
	for i := range 1 + r.IntN(3) {
		from := half(12, 14)
		n := scheduler.NewNeed(fmt.Sprint("n", i), "", scheduler.Daily(), from, from+half(6, 12))
		n.Whole = r.IntN(3) > 0
		p.Needs = append(p.Needs, n)
	}
	for i := range 2 + r.IntN(5) {
		w := scheduler.NewWorker(fmt.Sprint("w", i), "")
		if r.IntN(3) > 0 {
			from := half(10, 20)
			w.AlwaysAvailable, w.Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: from, To: min(from+half(10, 16), 24*time.Hour)}}
		}
		w.Standby = r.IntN(5) > 0
		p.Workers = append(p.Workers, w)
	}
	return p
}

// Of few people no more standby is missing than must be, as CP-SAT finds with every shift to choose
// among.
func TestStandbyIsTheLeastThatCanBeMissing(t *testing.T) {
	found, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	tried := 0
	for seed := uint64(0); tried < 5; seed++ {
		p := sparse(seed)
		if len(validate.Problem(p)) > 0 {
			continue
		}
		hours := *p // without prices, the last level is done at once
		hours.Objective = scheduler.Prices{}
		exact, err := solve.Search(t.Context(), &hours, carerota.Options{Engine: cpsat.Engine{Found: found}, Seed: 1, Threads: 1, Time: 20 * time.Second})
		require.NoError(t, err)
		if !exact.Objective[scheduler.LevelContingency].Proved() {
			continue
		}
		r, err := solve.Search(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 50_000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		tried++
		for l := range scheduler.LevelMoney {
			require.InDelta(t, exact.Objective[l].Value, r.Objective[l].Value, 1e-6, "seed %d, %s", seed, exact.Objective[l].Level)
		}
	}
}
