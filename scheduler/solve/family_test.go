package solve_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// kitchen is a fortnight of suppers for two, by two paid people of whom neither works more than three days in a row,
// and a sister who offered any supper.
func kitchen() *scheduler.Problem {
	p := scheduler.NewProblem("suppers", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 8)
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true, OnCost: 1}, {ID: "kin", Kind: scheduler.Family, AcceptsAll: true, OnCost: 1}}
	n := scheduler.NewNeed("supper", "sam", scheduler.Daily(), 17*time.Hour, 20*time.Hour)
	n.Workers = 2
	p.Needs = []scheduler.Need{n}
	p.Caps.MaxDaysInARow = 3
	sister := scheduler.NewWorker("sister", "kin")
	sister.AlwaysAvailable, sister.Standby = false, false
	sister.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 16 * time.Hour, To: 21 * time.Hour}}
	sister.Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxDaysInARow = 0 })
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "team"), scheduler.NewWorker("bob", "team"), sister}
	return p
}

// What the paid cannot do by the rules of their own days is what family is asked for at least.
func TestFamilyIsAskedForWhatOthersCannotDo(t *testing.T) {
	p := kitchen()
	r, err := solve.Rota(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 20_000})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(p, r.Rota).Findings)
	require.Zero(t, r.Cover.UnderlapHours)
	g := r.Objective[scheduler.LevelFamily]
	require.InDelta(t, 12, g.Value, 1e-9, "of eight days each of the two has two off")
	require.InDelta(t, 12, g.Bound, 1e-9)
	require.Equal(t, "what the others can do", g.By)
}

// No rota that leaves as little open asks less of family than the bound says.
func TestFamilyBoundHolds(t *testing.T) {
	bounded := 0
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 77))
		p := kitchen()
		p.Days = 3 + rng.IntN(4)
		for i := range p.Workers {
			p.Workers[i].Caps = p.Caps.With(func(c *scheduler.Caps) {
				c.MaxDaysInARow, c.MaxHoursWeek = 1+rng.IntN(3), scheduler.Hours(float64(6+3*rng.IntN(3)))
			})
			for d := range p.Days {
				if rng.IntN(4) == 0 {
					p.Workers[i].Unavailable = append(p.Workers[i].Unavailable, scheduler.Absence{Dates: []scheduler.Date{p.Start.Plus(d)}})
				}
			}
		}
		require.Empty(t, validate.Problem(p))
		var goals [2][]scheduler.Goal
		for k := range goals {
			r, err := solve.Rota(t.Context(), p, solve.Options{Seed: seed + uint64(k), Threads: 1, Steps: []int64{300, 3000}[k]})
			require.NoError(t, err, "seed %d", seed)
			require.Empty(t, audit.Rota(p, r.Rota).Findings)
			goals[k] = r.Objective
		}
		for k, g := range goals {
			if scheduler.LeastLevels(g) < scheduler.LevelFamily || g[scheduler.LevelFamily].By != "what the others can do" {
				continue
			}
			bounded++
			for _, other := range goals {
				if other[scheduler.Essential].Value < g[scheduler.Essential].Value+1e-6 {
					require.LessOrEqual(t, g[scheduler.LevelFamily].Bound, other[scheduler.LevelFamily].Value+1e-6, "seed %d, rota %d", seed, k)
				}
			}
		}
	}
	require.Greater(t, bounded, 5)
}
