package cpsat_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// Of a week that has begun both engines plan what is left, standby behind who is on duty too, and leave
// as little of it short: CP-SAT with every shift to choose among.
func TestTheRestOfAWeekAgainstCPSAT(t *testing.T) {
	found, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	tried := 0
	for seed := uint64(100); tried < 3; seed++ {
		p := sparse(seed)
		p.Objective = scheduler.Prices{} // without prices, the last level is done at once
		if len(validate.Problem(p)) > 0 {
			continue
		}
		o := solve.Options{Seed: seed, Threads: 1, Steps: 20_000}
		was, err := solve.Search(t.Context(), p, o)
		require.NoError(t, err)
		p.AsOf = scheduler.StartInstant(p.Zone, p.Start, time.Duration(16+rand.New(rand.NewPCG(seed, 5)).IntN(24))*30*time.Minute)
		o.From = was.Rota
		ours, err := solve.Search(t.Context(), p, o)
		require.NoError(t, err)
		theirs, err := solve.Search(t.Context(), p, solve.Options{Engine: cpsat.Engine{Found: found}, Seed: 1, Threads: 1, Time: 20 * time.Second, From: was.Rota})
		require.NoError(t, err)
		for _, r := range []*scheduler.Report{ours, theirs} {
			require.Empty(t, audit.Rota(p, r.Rota).Findings)
			for _, s := range r.Rota.Shifts {
				require.True(t, !s.Start.Before(p.AsOf) || slices.ContainsFunc(was.Rota.Shifts, func(x scheduler.Shift) bool {
					return x.Worker == s.Worker && x.Need == s.Need && x.Start.Equal(s.Start) && x.End.Equal(s.End)
				}), "seed %d, %s: %v", seed, r.Engine, s)
			}
		}
		for l := range scheduler.LevelMoney {
			require.LessOrEqual(t, ours.Objective[l].Bound, theirs.Objective[l].Value+1e-6, "seed %d", seed)
			require.LessOrEqual(t, theirs.Objective[l].Bound, ours.Objective[l].Value+1e-6, "seed %d", seed)
		}
		if !theirs.Objective[scheduler.LevelContingency].Proved() {
			continue
		}
		tried++
		for l := range scheduler.LevelMoney {
			require.InDelta(t, theirs.Objective[l].Value, ours.Objective[l].Value, 1e-6, "seed %d, %s", seed, ours.Objective[l].Level)
		}
	}
}
