package repair

import (
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// A call costs what is paid for the work, less the standby that it takes the place of; somebody free costs the work.
func TestCallsArePricedAsTheyArePaid(t *testing.T) {
	p := scheduler.NewProblem("Owain", time.UTC, scheduler.Date{Year: 2026, Month: time.March, Day: 23}, 1)
	p.Clients = []scheduler.Client{{ID: "owain", Name: "Owain"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*time.Hour, 12*time.Hour)}
	team := scheduler.NewProvider("team", scheduler.Team)
	team.OnCost = 1.5
	p.Providers = []scheduler.Provider{team}
	for _, id := range []string{"ade", "bea", "cal"} {
		w := scheduler.NewWorker(id, "team")
		w.Rate, w.StandbyRate = 10, 2
		p.Workers = append(p.Workers, w)
	}
	at := func(hour int) time.Time {
		return scheduler.StartInstant(p.Zone, p.Start, time.Duration(hour)*time.Hour)
	}
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{
		{Worker: "ade", Need: "day", Client: "owain", Start: at(8), End: at(12)},
		{Worker: "bea", Start: at(8), End: at(14), Kind: scheduler.Standby},
	}}
	d, err := NewDesk(p, rota)
	require.NoError(t, err)
	ill := func(worker string) DeskAbsence {
		return DeskAbsence{Worker: worker, Start: at(0), End: at(24), Reported: at(0)}
	}
	first, second := d.Absent(ill("ade")), d.Absent(ill("bea"))
	require.Len(t, first.Taken, 1)
	require.True(t, first.Taken[0].Standby)
	require.InDelta(t, 1.5*(4*10-4*2), first.Taken[0].Money, 1e-9)
	require.Len(t, second.Taken, 1)
	require.False(t, second.Taken[0].Standby)
	require.InDelta(t, 1.5*4*10, second.Taken[0].Money, 1e-9)
}
