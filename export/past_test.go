package export

import (
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// What has happened is held by a pin after a repair, and keeps its name in the calendars; what is pinned
// later is said to be fixed.
func TestThePastKeepsItsName(t *testing.T) {
	p := scheduler.NewProblem("Past", time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 3)
	p.Clients = []scheduler.Client{{ID: "owain"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*time.Hour, 16*time.Hour)}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "")}
	r := &scheduler.Rota{}
	for d := range 3 {
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(d), 8*time.Hour)
		r.Shifts = append(r.Shifts, scheduler.Shift{Worker: "ade", Need: "day", Client: "owain", Start: at, End: at.Add(8 * time.Hour)})
		if d < 2 {
			p.Workers[0].Pinned = append(p.Workers[0].Pinned, scheduler.Pin{Need: "day", Start: at, End: at.Add(8 * time.Hour)})
		}
	}
	p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(1), 0)
	report := audit.Rota(p, r)
	require.Empty(t, report.Findings)
	names := Calendars(p, report)[0].entries
	require.Len(t, names, 3)
	require.NotContains(t, names[0].summary+names[0].description, "fixed")
	require.Contains(t, names[1].summary+names[1].description, "fixed")
	require.NotContains(t, names[2].summary+names[2].description, "fixed")
}
