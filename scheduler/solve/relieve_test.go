package solve_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// A rota that is searched for from a legal one is never worse than that one, though the engine knows
// nothing of those who could take a shift while off duty: here the dear worker on duty leaves the
// skilled one free to step in, and the engine alone would rather have it cheap.
func TestNoWorseThanTheStart(t *testing.T) {
	for days := 1; days <= 4; days++ {
		p := drawn.Home(t)
		p.Days, p.Contingency.Standby, p.Contingency.Relief = days, 0, 1
		skilled := scheduler.NewNeed("skilled", "", scheduler.Daily(), 9*time.Hour, 13*time.Hour)
		skilled.Skills, skilled.Whole = []string{"hoist"}, true
		simple := scheduler.NewNeed("simple", "", scheduler.Daily(), 9*time.Hour, 13*time.Hour)
		simple.Whole = true
		p.Clients, p.Needs, p.Workers = nil, []scheduler.Need{skilled, simple}, nil
		for id, rate := range map[string]float64{"one": 10, "two": 10, "dear": 90} {
			w := scheduler.NewWorker(id, p.Providers[0].ID)
			w.Rate = rate
			if id != "dear" {
				w.Skills = []scheduler.Skill{{Name: "hoist"}}
			}
			p.Workers = append(p.Workers, w)
		}
		slices.SortFunc(p.Workers, func(a, b scheduler.Worker) int { return strings.Compare(a.ID, b.ID) })
		require.Empty(t, validate.Problem(p))
		rota := &scheduler.Rota{}
		for d := range days {
			from := scheduler.StartInstant(p.Zone, p.Start.Plus(d), 9*time.Hour)
			for worker, need := range map[string]string{"one": "skilled", "dear": "simple"} {
				rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: worker, Need: need, Start: from, End: from.Add(4 * time.Hour)})
			}
		}
		start := audit.Rota(p, rota)
		require.Empty(t, start.Findings)
		require.Zero(t, start.Contingency.ReliefShortfall)
		for seed := range uint64(3) {
			r, err := solve.Search(t.Context(), p, solve.Options{Seed: seed, Threads: 1, Steps: 100, From: rota})
			require.NoError(t, err)
			require.Empty(t, audit.Rota(p, r.Rota).Findings)
			require.Zero(t, r.Contingency.ReliefShortfall)
			require.LessOrEqual(t, r.Cost.Total, start.Cost.Total+1e-9)
		}
	}
}

// That no rota has less is said of the levels up to the first that is not at its bound: the bounds after
// it suppose it to be at its least, so that a rota in which it is not may be below them.
func TestLeastLevels(t *testing.T) {
	goal := func(level int, value, bound float64) scheduler.Goal {
		return scheduler.Goal{Level: scheduler.Levels[level], Value: value, Bound: bound}
	}
	for want, goals := range [][]scheduler.Goal{
		{goal(1, 3, 2), goal(4, 0, 0), goal(5, 9, 9)},
		{goal(0, 0, 0), goal(4, 7, 6), goal(5, 80, 90)},
		{goal(0, 0, 0), goal(4, 7, 7), goal(5, 90, 80)},
		{goal(0, 0, 0), goal(4, 7, 7), goal(5, 90, 90)},
	} {
		require.Equal(t, want, scheduler.LeastLevels(goals))
		r := &scheduler.Report{Objective: goals}
		r.Judge()
		require.Equal(t, want == len(goals), r.Status == scheduler.Optimal)
	}
}
