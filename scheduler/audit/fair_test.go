package audit

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// A weekend in four belongs to whoever is contracted for a quarter of the hours; those who
// can never come on one have no share, unless they have had one.
func TestFairShares(t *testing.T) {
	p := drawn.SmallHome(t, rand.New(rand.NewPCG(1, 1)))
	p.Days = 28
	p.Needs[0].From, p.Needs[0].To = 21*time.Hour, 8*time.Hour
	for i := range p.Workers {
		p.Workers[i].Unavailable = nil
		p.Workers[i].Standby = i < 2
	}
	p.Workers[0].GuaranteedHoursWeek = 30
	p.Workers[1].GuaranteedHoursWeek = 10
	p.Workers[2].AlwaysAvailable, p.Workers[2].Available = false, []scheduler.Window{{Days: scheduler.On(time.Monday, time.Tuesday), From: 8 * drawn.Hour, To: 20 * drawn.Hour}}
	p.Workers[3].Suspended = true
	r := &scheduler.Rota{}
	for _, d := range []int{5, 12, 19, 26} { // Saturday nights, all of one's
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(d), 21*time.Hour)
		r.Shifts = append(r.Shifts, scheduler.Shift{Worker: "ade", Need: "day", Client: "owain", Start: at, End: at.Add(11 * time.Hour)},
			scheduler.Shift{Worker: "bea", Start: at, End: at.Add(8 * time.Hour), Kind: scheduler.Standby})
	}
	report := Rota(p, r)
	FairShares(p, report)
	shares := []scheduler.Share{{Worker: "ade", Given: 4, Due: 3}, {Worker: "bea", Given: 0, Due: 1}}
	require.Equal(t, []scheduler.FairShare{
		{Of: "weekends", Total: 4, Spread: 0.25, Workers: shares},
		{Of: "nights", Total: 4, Spread: 0.25, Workers: shares},
		{Of: "standby", Total: 32, Spread: 0.75, Workers: []scheduler.Share{{Worker: "ade", Given: 0, Due: 24}, {Worker: "bea", Given: 32, Due: 8}}},
	}, report.Fair)

	FairShares(p, nil)
	empty := Rota(p, &scheduler.Rota{})
	FairShares(p, empty)
	require.Empty(t, empty.Fair)
}
