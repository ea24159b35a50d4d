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

// Shares of burdens that cannot be shared out as hours are.
func TestFairSharesOfWhoCouldBearThem(t *testing.T) {
	for _, row := range []struct {
		name  string
		make  func(p *scheduler.Problem)
		who   []string // on the Saturdays
		want  []scheduler.Share
		moves float64 // of the total
	}{
		{name: "one of two is ill for all but the first week", who: []string{"ade", "bea", "bea", "bea"},
			make: func(p *scheduler.Problem) {
				p.Workers[0].Unavailable = []scheduler.Absence{{Start: scheduler.StartInstant(p.Zone, p.Start.Plus(7), 0), End: scheduler.StartInstant(p.Zone, p.Start.Plus(28), 0), Why: "ill"}}
			}, want: []scheduler.Share{{Worker: "ade", Given: 1, Due: 0.5}, {Worker: "bea", Given: 3, Due: 3.5}}},
		{name: "one of two is away half of the time and has as many", who: []string{"ade", "ade", "bea", "bea"},
			make: func(p *scheduler.Problem) {
				p.Workers[0].Unavailable = []scheduler.Absence{{Start: scheduler.StartInstant(p.Zone, p.Start.Plus(14), 0), End: scheduler.StartInstant(p.Zone, p.Start.Plus(28), 0)}}
			}, want: []scheduler.Share{{Worker: "ade", Given: 2, Due: 1}, {Worker: "bea", Given: 2, Due: 3}}, moves: 0.25},
		{name: "one of two refuses the person", who: []string{"ade", "ade", "ade", "ade"},
			make: func(p *scheduler.Problem) { p.Workers[1].Refuses = []string{"owain"} }, want: []scheduler.Share{{Worker: "ade", Given: 4, Due: 4}}},
		{name: "one of two lacks a skill", who: []string{"ade", "ade", "ade", "ade"},
			make: func(p *scheduler.Problem) {
				p.Needs[0].Skills, p.Workers[0].Skills = []string{"lift"}, []scheduler.Skill{{Name: "lift"}}
			}, want: []scheduler.Share{{Worker: "ade", Given: 4, Due: 4}}},
		{name: "three weekends of two people", who: []string{"ade", "bea", "ade"}, make: func(p *scheduler.Problem) {},
			want: []scheduler.Share{{Worker: "ade", Given: 2, Due: 1.5}, {Worker: "bea", Given: 1, Due: 1.5}}},
		{name: "four weekends of one of two", who: []string{"ade", "ade", "ade", "ade"}, make: func(p *scheduler.Problem) {},
			want: []scheduler.Share{{Worker: "ade", Given: 4, Due: 2}, {Worker: "bea", Given: 0, Due: 2}}, moves: 0.5},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.SmallHome(t, rand.New(rand.NewPCG(1, 1)))
			p.Days, p.Workers = 28, p.Workers[:2]
			for i := range p.Workers {
				p.Workers[i].Unavailable, p.Workers[i].Caps = nil, nil
			}
			row.make(p)
			r := &scheduler.Rota{}
			for i, who := range row.who {
				at := scheduler.StartInstant(p.Zone, p.Start.Plus(5+7*i), p.Needs[0].From)
				r.Shifts = append(r.Shifts, scheduler.Shift{Worker: who, Need: "day", Client: "owain", Start: at, End: at.Add(12 * drawn.Hour)})
			}
			report := Rota(p, r)
			require.Empty(t, report.Findings)
			FairShares(p, report)
			require.Len(t, report.Fair, 1)
			require.Equal(t, "weekends", report.Fair[0].Of)
			require.Equal(t, row.want, report.Fair[0].Workers)
			require.InDelta(t, row.moves, report.Fair[0].Spread, 1e-9)
		})
	}
}
