package scheduler

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A weekend in four belongs to whoever is contracted for a quarter of the hours; those who
// can never come on one have no share, unless they have had one.
func TestFairShares(t *testing.T) {
	p := smallHome(t, rand.New(rand.NewPCG(1, 1)))
	p.Days = 28
	p.Needs[0].From, p.Needs[0].To = 21*time.Hour, 8*time.Hour
	for i := range p.Workers {
		p.Workers[i].Unavailable = nil
		p.Workers[i].Standby = i < 2
	}
	p.Workers[0].GuaranteedHoursWeek = 30
	p.Workers[1].GuaranteedHoursWeek = 10
	p.Workers[2].AlwaysAvailable, p.Workers[2].Available = false, []Window{{Days: On(time.Monday, time.Tuesday), From: 8 * hour, To: 20 * hour}}
	p.Workers[3].Suspended = true
	r := &Rota{}
	for _, d := range []int{5, 12, 19, 26} { // Saturday nights, all of one's
		at := StartInstant(p.Zone, p.Start.Plus(d), 21*time.Hour)
		r.Shifts = append(r.Shifts, Shift{Worker: "ade", Need: "day", Client: "owain", Start: at, End: at.Add(11 * time.Hour)},
			Shift{Worker: "bea", Start: at, End: at.Add(8 * time.Hour), Kind: Standby})
	}
	report := Audit(p, r)
	FairShares(p, report)
	shares := []Share{{"ade", 4, 3}, {"bea", 0, 1}}
	require.Equal(t, []FairShare{
		{"weekends", 4, 0.25, shares},
		{"nights", 4, 0.25, shares},
		{"standby", 32, 0.75, []Share{{"ade", 0, 24}, {"bea", 32, 8}}},
	}, report.Fair)

	FairShares(p, nil)
	empty := Audit(p, &Rota{})
	FairShares(p, empty)
	require.Empty(t, empty.Fair)
}
