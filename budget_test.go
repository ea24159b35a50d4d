package carerota_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// paid is a home with pay, guaranteed hours and enhancements, whose budgets hold about a part of what
// its rota would cost.
func paid(t *testing.T, seed uint64) (p *scheduler.Problem, free *scheduler.Report) {
	r := rand.New(rand.NewPCG(seed, 131))
	p = drawn.Problem(r)
	for i := range p.Workers {
		w := &p.Workers[i]
		w.Rate, w.SleepInRate, w.StandbyRate = float64(10+r.IntN(12)), float64(40+r.IntN(40)), float64(r.IntN(4))
	}
	if len(validate.Problem(p)) > 0 {
		return nil, nil
	}
	free, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 1000})
	require.NoError(t, err)
	if free.Cost.Total < 1 {
		return nil, nil
	}
	if share := free.Cost.Total * (0.3 + r.Float64()); r.IntN(3) > 0 || len(p.Providers) == 0 {
		p.Objective.MaxCost = &share
	} else {
		p.Providers[0].MaxCost = &share
	}
	return p, free
}

// within says whether a report's cost is within the budgets.
func within(p *scheduler.Problem, r *scheduler.Report) bool {
	ok := p.Objective.MaxCost == nil || r.Cost.Total <= *p.Objective.MaxCost+0.005
	for _, s := range p.Providers {
		ok = ok && (s.MaxCost == nil || r.Cost.ByProvider[s.ID] <= *s.MaxCost+0.005)
	}
	return ok
}

// TestBudgetsAreKept solves drawn homes that have too little money, or just enough, and mends their
// rotas. No rota costs more than is there, no bound or proof counts what only money forces, and a
// budget with room changes nothing that is covered.
func TestBudgetsAreKept(t *testing.T) {
	tight, mended := 0, 0
	for seed := uint64(0); seed < 80; seed++ {
		p, free := paid(t, seed)
		if p == nil || len(validate.Problem(p)) > 0 {
			continue
		}
		r, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 1000})
		require.NoError(t, err, "seed %d", seed)
		again := audit.Rota(p, r.Rota)
		require.Empty(t, again.Findings, "seed %d", seed)
		require.True(t, within(p, again), "seed %d: %v", seed, again.Cost)
		require.Empty(t, audit.Proofs(p, r.Proofs), "seed %d", seed)
		if !within(p, free) {
			tight++
			found := audit.Rota(p, free.Rota).Findings
			require.True(t, len(found) > 0 && strings.HasSuffix(found[0].Rule, "max_cost"), "seed %d: %v", seed, found)
		}
		for l, g := range r.Objective[:scheduler.LevelFamily] { // what is proved holds whatever the budget
			if g.By == "" && l == 0 {
				require.LessOrEqual(t, g.Bound, free.Objective[l].Value+1e-6, "seed %d, %s", seed, g.Level)
			}
		}
		if len(r.Rota.Shifts) == 0 {
			continue
		}
		s := r.Rota.Shifts[len(r.Rota.Shifts)/2]
		ill := scheduler.Event{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}
		out, err := carerota.Repair(t.Context(), p, r.Rota, []scheduler.Event{ill}, repair.Options{AsOf: scheduler.StartInstant(p.Zone, p.Start, 0), Checks: 100})
		require.NoError(t, err, "seed %d", seed)
		require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings, "seed %d", seed)
		require.True(t, within(out.Problem, out.Report), "seed %d: %v", seed, out.Report.Cost)
		mended++
	}
	t.Logf("%d of %d with too little money", tight, mended)
	require.Greater(t, tight, 5)
	require.Greater(t, mended, 10)
}

// TestWhatABudgetForces has a day of ten hours that one worker could do whole, and money for six.
func TestWhatABudgetForces(t *testing.T) {
	p := scheduler.NewProblem("week", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 1)
	p.Providers = []scheduler.Provider{{ID: "team", Name: "Team", AcceptsAll: true, OnCost: 1}}
	n := scheduler.NewNeed("day", "", scheduler.Daily(), 8*time.Hour, 18*time.Hour)
	n.Contingency = false
	p.Needs = []scheduler.Need{n}
	ann := scheduler.NewWorker("ann", "team")
	ann.Name, ann.Rate = "Ann", 12
	p.Workers = []scheduler.Worker{ann}
	for _, row := range []struct {
		of           func(p *scheduler.Problem, most float64)
		instead, why string
	}{
		{func(p *scheduler.Problem, most float64) { p.Objective.MaxCost = &most },
			`^Ann could come, but then the rota would cost [0-9.]+ more than the budget of 72\.00$`,
			`^would cost [0-9.]+ more, and 0\.00 of the budget is left$`},
		{func(p *scheduler.Problem, most float64) { p.Providers[0].MaxCost = &most },
			`^Ann could come, but then Team would cost [0-9.]+ more than its budget of 72\.00$`,
			`^works for Team: it would cost [0-9.]+ more, and 0\.00 of that provider's budget is left$`},
	} {
		p := p.Clone()
		row.of(p, 72)
		r, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: 1, Threads: 1, Steps: 1000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		require.Equal(t, 4.0, r.Cover.UnderlapHours)
		require.Equal(t, 72.0, r.Cost.Total)
		require.Empty(t, r.Proofs)
		for _, u := range r.Underlap {
			require.Equal(t, scheduler.VerdictAtAPrice, u.Verdict)
			require.Regexp(t, row.instead, u.Instead)
			require.Len(t, u.Why[0].Reasons, 1)
			require.Regexp(t, row.why, u.Why[0].Reasons[0])
		}
	}
}

// TestBudgetBelowWhatIsPaidAnyway: hours that are guaranteed are paid whatever the rota.
func TestBudgetBelowWhatIsPaidAnyway(t *testing.T) {
	p := drawn.Valid(t)
	most := 100.0
	for i := range p.Workers {
		p.Workers[i].GuaranteedHoursWeek, p.Workers[i].Rate = 20, 15
	}
	p.Objective.MaxCost = &most
	faults := validate.Problem(p)
	require.Len(t, faults, 1, fmt.Sprint(faults))
	require.Equal(t, "objective.max_cost", faults[0].Path)
	require.Contains(t, faults[0].Says, "the budget is 100.00, and ")
	require.Contains(t, faults[0].Says, "is paid in any case")
}
