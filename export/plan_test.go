package export

import (
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// planned is a home of two days: Ade works, Bea stands by on the first and has
// no hours left for the second, Cal must be called three hours before.
func planned(t *testing.T) (*scheduler.Problem, *scheduler.Report) {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("Owain | two days", zone, scheduler.Date{Year: 2026, Month: time.March, Day: 23}, 3)
	p.Clients = []scheduler.Client{{ID: "owain", Name: "Owain", Tell: []string{"Carys"}, TellWithin: 15 * time.Minute}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*time.Hour, 12*time.Hour)}
	p.Needs[0].Criticality = scheduler.Critical
	p.Providers = []scheduler.Provider{{ID: "team", Tier: 1, AcceptsAll: true, OnCost: 1}, {ID: "agency", Kind: scheduler.Agency, Tier: 2, Notice: 3 * time.Hour, AcceptsAll: true, OnCost: 1}}
	bea, cal := scheduler.NewWorker("bea", "team"), scheduler.NewWorker("cal", "agency")
	caps := scheduler.HouseCaps()
	caps.MaxHoursRota = scheduler.Hours(4)
	bea.Caps = &caps
	cal.AlwaysAvailable, cal.Available = false, []scheduler.Window{{Days: scheduler.On(time.Tuesday), WholeDay: true}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team"), bea, cal}
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, zone) }
	rota := &scheduler.Rota{}
	for day := 23; day < 26; day++ {
		rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: "ade", Need: "day", Client: "owain", Start: at(day, 8), End: at(day, 12)})
	}
	rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: "bea", Start: at(23, 8), End: at(23, 12), Kind: scheduler.Standby})
	r, err := carerota.Complete(t.Context(), p, rota, carerota.CompleteOptions{})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	return p, r
}

func TestPlanNamesWhoStepsInAndWhatIsOpen(t *testing.T) {
	p, r := planned(t)
	var b strings.Builder
	require.NoError(t, PlanMarkdown(&b, p, r, PlanOwner{Name: "Rea", Review: scheduler.Date{Year: 2026, Month: time.April, Day: 20}}))
	for _, line := range []string{
		`# Contingency plan: Owain \| two days`,
		"Of 3 shifts, nobody can step in for 1, and for 0 only for a part.",
		"| Rea | Mon 20 April 2026 |",
		"| Owain | Carys | 15 minutes |",
		"| 2 | agency | 3 hours |",
		"| Mon 23 Mar | 08:00-12:00 | day, for Owain | ade | 1. bea (standby) |",
		"| Tue 24 Mar | 08:00-12:00 | day, for Owain | ade | 1. cal (agency, by 05:00) |",
		"| Wed 25 Mar | 08:00-12:00 | day, for Owain | ade | nobody |",
		"| Wed 25 Mar | 08:00-12:00 | day, for Owain | nobody can step in for ade | Rea | Wed 25 Mar 05:00 |",
		"| ade | 4 hours |",
	} {
		require.Contains(t, b.String(), line+"\n")
	}
	var html strings.Builder
	require.NoError(t, PlanHTML(&html, p, r, PlanOwner{}))
	require.Contains(t, html.String(), "nobody is named: name somebody")
	require.Contains(t, html.String(), ">1. cal (agency, by 05:00)</td>")
}
