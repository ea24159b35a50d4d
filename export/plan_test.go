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
	p.Clients = []scheduler.Client{{ID: "owain", Name: "Owain", Tell: []scheduler.Contact{{Name: "Carys"}}, TellWithin: 15 * time.Minute}}
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
		"If somebody cannot come, somebody is named to step in for 2 of 3 shifts; for 1 nobody is left.",
		"| Rea | Mon 20 April 2026 |",
		"| Owain | Carys | 15 minutes |",
		"| 2 | agency | 3 hours |",
		"| Mon 23 Mar | 08:00-12:00 | day, for Owain | ade | 1. bea (standby) |",
		"| Tue 24 Mar | 08:00-12:00 | day, for Owain | ade | 1. cal (agency, by 05:00) |",
		"| Wed 25 Mar | 08:00-12:00 | day, for Owain | nobody is left to step in for ade | Rea | Tue 24 Mar 17:00 |",
		"| ade | 4 hours |",
	} {
		require.Contains(t, b.String(), line+"\n")
	}
	require.Equal(t, 1, strings.Count(b.String(), "| Wed 25 Mar |"), "that nobody is left is said once")
	var html strings.Builder
	require.NoError(t, PlanHTML(&html, p, r, PlanOwner{}))
	require.Contains(t, html.String(), "nobody is named: name somebody")
	require.Contains(t, html.String(), ">1. cal (agency, by 05:00)</td>")
}

// Two visits at one time with one person on standby, and a day for which nobody is left: the plan
// says who comes to the second, and lists every gap with a date in office hours.
func TestPlanSaysWhatTwoAtOnceDo(t *testing.T) {
	p, _ := planned(t)
	p.Contingency.Standby, p.Workers = 1, p.Workers[:2]
	p.Workers[1].Caps = nil
	dot, eli := scheduler.NewWorker("dot", "team"), scheduler.NewWorker("eli", "team")
	p.Workers = append(p.Workers, dot, eli)
	p.Clients = append(p.Clients, scheduler.Client{ID: "gwen", Name: "Gwen", Refuses: []string{"eli"}})
	visit := scheduler.NewNeed("visit", "gwen", scheduler.On(time.Monday), 9*time.Hour, 12*time.Hour)
	p.Needs = append(p.Needs, visit)
	p.Holidays = []scheduler.Date{{Year: 2026, Month: time.March, Day: 24}}
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, p.Zone) }
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{
		{Worker: "ade", Need: "day", Client: "owain", Start: at(23, 8), End: at(23, 12)},
		{Worker: "dot", Need: "visit", Client: "gwen", Start: at(23, 9), End: at(23, 12)},
		{Worker: "bea", Start: at(23, 8), End: at(23, 12), Kind: scheduler.Standby},
		{Worker: "ade", Need: "day", Client: "owain", Start: at(24, 8), End: at(24, 12)},
		{Worker: "ade", Need: "day", Client: "owain", Start: at(25, 8), End: at(25, 12)},
	}}
	r, err := carerota.Complete(t.Context(), p, rota, carerota.CompleteOptions{})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	var b strings.Builder
	require.NoError(t, PlanMarkdown(&b, p, r, PlanOwner{}))
	for _, line := range []string{
		"If somebody cannot come, somebody is named to step in for every shift.",
		"| Mon 23 Mar | 09:00-12:00 | bea | day, for Owain (ade): eli; visit, for Gwen (dot): nobody |",
		"| Tue 24 Mar | 08:00-12:00 | day, for Owain | 1 too few on standby for ade | to be named | Mon 23 Mar 17:00 |",
		"| Wed 25 Mar | 08:00-12:00 | day, for Owain | 1 too few on standby for ade | to be named | Mon 23 Mar 17:00 |",
	} {
		require.Contains(t, b.String(), line+"\n")
	}
	require.Contains(t, sayIllness(p, r, ""), "somebody is named to step in for every shift. Once one person on standby is behind two at once:")
	require.Contains(t, Headline(p, r), "for the other 8 hours nobody is on standby.")
}
