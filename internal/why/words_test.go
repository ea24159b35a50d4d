package why

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// TestReasonsInWords draws a rota and looks at what keeps a worker off the
// need "visit" on Friday 10 July from 10:00 to 12:00, which one takes whole.
func TestReasonsInWords(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		rota string
		who  string
		want []string
	}{
		{name: "could step in", who: "bea"},
		{name: "a skill", who: "bea", make: func(p *scheduler.Problem) { p.Needs[4].Skills = []string{"swimming"} }, want: []string{"lacks swimming"}},
		{name: "a skill to come", who: "bea", make: func(p *scheduler.Problem) {
			p.Needs[4].Skills = []string{"swimming"}
			p.Workers[1].Skills = []scheduler.Skill{{Name: "swimming", From: scheduler.Date{Year: 2026, Month: 7, Day: 12}}}
		}, want: []string{"swimming only from 12 July"}},
		{name: "a skill that ran out", who: "bea", make: func(p *scheduler.Problem) {
			p.Needs[4].Skills = []string{"swimming"}
			p.Workers[1].Skills = []scheduler.Skill{{Name: "swimming", Until: scheduler.Date{Year: 2026, Month: 7, Day: 8}}}
		}, want: []string{"swimming only until 8 July"}},
		{name: "refused, and on leave", who: "bea", make: func(p *scheduler.Problem) {
			p.Clients[1].Name, p.Clients[1].Refuses = "Gwen", []string{"bea"}
			p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 9}, {Year: 2026, Month: 7, Day: 10}}, Why: "leave"}}
		}, want: []string{"refused by Gwen", "unavailable (leave) Thursday 9 July to Friday 10 July"}},
		{name: "refuses", who: "bea", make: func(p *scheduler.Problem) { p.Workers[1].Refuses = []string{"gwen"} }, want: []string{"refuses gwen"}},
		{name: "not approved yet", who: "cai", make: func(p *scheduler.Problem) {
			p.Providers[1].Name, p.Providers[1].FromDate = "Lantern", scheduler.Date{Year: 2026, Month: 7, Day: 12}
		},
			want: []string{"Lantern is approved only from 12 July"}},
		{name: "not accepted", who: "cai", make: func(p *scheduler.Problem) { p.Providers[1].AcceptsAll = false }, want: []string{"agency has not accepted gwen"}},
		{name: "suspended twice", who: "cai", make: func(p *scheduler.Problem) { p.Workers[2].Suspended, p.Providers[1].Suspended = true, true }, want: []string{"suspended", "agency is suspended"}},
		{name: "only others", who: "bea", make: func(p *scheduler.Problem) { p.Needs[4].Only = []string{"ade", "agency"} }, want: []string{"visit is only for ade and agency"}},
		{name: "hours of the week", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxHoursWeek = scheduler.Hours(8.5) }, rota: "bea day 07-07 08:00 15:30",
			want: []string{"at 7 hours 30 minutes of 8 hours 30 minutes in the week of 6 July"}},
		{name: "the ceiling", who: "bea", make: func(p *scheduler.Problem) { p.Providers[0].MaxHoursWeek = scheduler.Hours(9) }, rota: "ade day 07-07 08:00 16:00",
			want: []string{"team at 8 hours of 9 hours in the week of 6 July"}},
		{name: "rest", who: "bea", rota: "bea night 07-09 22:00 02:00", want: []string{"11 hours rest: finishes Friday 10 July 02:00"}},
		{name: "rest after", who: "bea", rota: "bea night 07-10 22:00 02:00", want: []string{"11 hours rest: starts Friday 10 July 22:00"}},
		{name: "travel", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.Travel = drawn.Hour }, rota: "bea day 07-10 12:30 16:00", want: []string{"1 hour of travel: with owain from Friday 10 July 12:30"}},
		{name: "days in a row", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxDaysInARow = 3 }, rota: "bea day 07-07..09 08:00 10:00",
			want: []string{"4 days in a row from 7 July; at most 3"}},
		{name: "on duty elsewhere", who: "bea", rota: "bea day 07-10 08:00 11:00", want: []string{"on duty with owain Friday 10 July 08:00 to 11:00: 3 hours would be uncovered"}},
		{name: "on duty where it is not needed", who: "bea", rota: "bea day 07-10 08:00 11:00\nade day 07-10 08:00 20:00",
			want: []string{"on duty with owain Friday 10 July 08:00 to 11:00, where nothing would be uncovered"}},
		{name: "on standby", who: "bea", rota: "bea standby 07-10 08:00 16:00", want: []string{"on standby Friday 10 July 08:00 to 16:00"}},
		{name: "family outside what is offered", who: "fay", make: func(p *scheduler.Problem) { p.Workers[3].Available[0].To = 11 * drawn.Hour },
			want: []string{"family, who has not offered Friday 10 July 10:00 to 12:00"}},
		{name: "not that long", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].AlwaysAvailable, p.Workers[1].Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: 8 * drawn.Hour, To: 11 * drawn.Hour}}
		}, want: []string{"available only Friday 10 July 08:00 to 11:00"}},
		{name: "a trainee", who: "tam", want: []string{"a trainee beside ade, never counted"}},
		{name: "weekly rest", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.WeeklyRest = 80 * drawn.Hour }, rota: "bea day 07-07 08:00 10:00\nbea day 07-12 08:00 10:00",
			want: []string{"80 hours of weekly rest: 72 hours would be left in the week of 6 July"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Needs[4].Days, p.Needs[4].From, p.Needs[4].To, p.Needs[4].Whole = scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 10}}}, 10*drawn.Hour, 12*drawn.Hour, true
			if row.make != nil {
				row.make(p)
			}
			r := audit.Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			Reasons(t.Context(), p, r, 0, nil)
			for _, u := range r.Underlap {
				for _, y := range u.Why {
					if u.Need == "visit" && y.Worker == row.who {
						require.Equal(t, row.want, y.Reasons)
						return
					}
				}
			}
			t.Fatal("the visit is not short")
		})
	}
}

// TestReasonsAreFew checks that the limit on rows takes the critical first and
// is told.
func TestReasonsAreFew(t *testing.T) {
	p := drawn.Home(t)
	p.Needs[1].Criticality = scheduler.Critical
	r := audit.Rota(p, &scheduler.Rota{})
	Reasons(t.Context(), p, r, 3*len(p.Workers), nil)
	with := 0
	for _, u := range r.Underlap {
		if u.Why != nil {
			with++
			require.Equal(t, scheduler.Critical, u.Criticality)
		}
	}
	require.Equal(t, 3, with)
	require.Contains(t, r.Warnings[len(r.Warnings)-1], "is not written for")
}
