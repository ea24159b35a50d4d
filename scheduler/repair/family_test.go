package repair_test

import (
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/stretchr/testify/require"
)

// evenings are two evenings of a week, with Ann on both, Bob free on the first, and a sister whom her provider's tier
// would have asked first.
func evenings(standby bool) (*scheduler.Problem, *scheduler.Rota) {
	p := scheduler.NewProblem("evenings", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 2)
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Providers = []scheduler.Provider{{ID: "team", Tier: 3, AcceptsAll: true, OnCost: 1}, {ID: "kin", Kind: scheduler.Family, Tier: 1, AcceptsAll: true, OnCost: 1}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evening", "sam", scheduler.Daily(), 18*time.Hour, 21*time.Hour)}
	sister := scheduler.NewWorker("sister", "kin")
	sister.AlwaysAvailable, sister.Standby = false, standby
	sister.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 18 * time.Hour, To: 21 * time.Hour}}
	bob := scheduler.NewWorker("bob", "team")
	bob.Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start.Plus(1)}}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "team"), bob, sister}
	rota := &scheduler.Rota{}
	for d := range 2 {
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(d), 18*time.Hour)
		rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: "ann", Need: "evening", Client: "sam", Start: at, End: at.Add(3 * time.Hour)})
	}
	return p, rota
}

// On the day family steps in after all who are paid, and only where it offered to be ready.
func TestFamilyStepsInLast(t *testing.T) {
	for _, row := range []struct {
		name    string
		standby bool
		want    []string
	}{
		{"nothing offered", false, []string{"bob"}},
		{"ready when needed", true, []string{"bob", "sister"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, rota := evenings(row.standby)
			ill := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ann", Start: rota.Shifts[0].Start.Add(-8 * time.Hour), End: rota.Shifts[1].End.Add(time.Hour)}
			out, err := repair.Rota(t.Context(), p, rota, []scheduler.Event{ill}, repair.Options{Reported: ill.Start, Checks: 2000})
			require.NoError(t, err)
			require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
			var who []string
			for _, s := range out.Report.Rota.Shifts {
				who = append(who, s.Worker)
			}
			slices.Sort(who)
			require.Equal(t, row.want, who)
		})
	}
}
