package why

import (
	"testing"
	"time"

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
		}, want: []string{"holds swimming only from 12 July"}},
		{name: "a skill that ran out", who: "bea", make: func(p *scheduler.Problem) {
			p.Needs[4].Skills = []string{"swimming"}
			p.Workers[1].Skills = []scheduler.Skill{{Name: "swimming", Until: scheduler.Date{Year: 2026, Month: 7, Day: 8}}}
		}, want: []string{"holds swimming only until 8 July"}},
		{name: "refused, and on leave", who: "bea", make: func(p *scheduler.Problem) {
			p.Clients[1].Name, p.Clients[1].Refuses = "Gwen", []string{"bea"}
			p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 9}, {Year: 2026, Month: 7, Day: 10}}, Why: "leave"}}
		}, want: []string{"is refused by Gwen", "is away (leave) Thursday 9 July to Friday 10 July"}},
		{name: "on a day off", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 10}}, Starts: true, Why: "swapped with Ade"}}
		}, want: []string{"is not to start on Friday 10 July, a day off (swapped with Ade)"}},
		{name: "refuses", who: "bea", make: func(p *scheduler.Problem) { p.Workers[1].Refuses = []string{"gwen"} }, want: []string{"refuses to work with gwen"}},
		{name: "not approved yet", who: "cai", make: func(p *scheduler.Problem) {
			p.Providers[1].Name, p.Providers[1].FromDate = "Lantern", scheduler.Date{Year: 2026, Month: 7, Day: 12}
		},
			want: []string{"works for Lantern, which is approved only from 12 July"}},
		{name: "not accepted", who: "cai", make: func(p *scheduler.Problem) { p.Providers[1].AcceptsAll = false }, want: []string{"works for agency, which has not accepted gwen"}},
		{name: "suspended twice", who: "cai", make: func(p *scheduler.Problem) { p.Workers[2].Suspended, p.Providers[1].Suspended = true, true }, want: []string{"is suspended", "works for agency, which is suspended"}},
		{name: "only others", who: "bea", make: func(p *scheduler.Problem) { p.Needs[4].Only = []string{"ade", "agency"} }, want: []string{"is not among those whom visit is for: ade and agency"}},
		{name: "hours of the week", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxHoursWeek = scheduler.Hours(8.5) }, rota: "bea day 07-07 08:00 15:30",
			want: []string{"has 7 hours 30 minutes of 8 hours 30 minutes in the week of 6 July (2 hours more would make 9 hours 30 minutes)"}},
		{name: "the ceiling", who: "bea", make: func(p *scheduler.Problem) { p.Providers[0].MaxHoursWeek = scheduler.Hours(9) }, rota: "ade day 07-07 08:00 16:00",
			want: []string{"works for team, which has 8 of 9 hours in the week of 6 July (2 hours more would make 10 hours)"}},
		{name: "rest", who: "bea", rota: "bea night 07-09 22:00 02:00", want: []string{"finishes at 02:00 on Friday 10 July: 8 hours of rest, 11 hours are needed"}},
		{name: "rest after", who: "bea", rota: "bea night 07-10 22:00 02:00", want: []string{"starts again at 22:00 on Friday 10 July: 10 hours of rest, 11 hours are needed"}},
		{name: "travel", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.Travel = drawn.Hour }, rota: "bea day 07-10 12:30 16:00", want: []string{"is with owain from 12:30 on Friday 10 July: 30 minutes to travel, 1 hour is needed"}},
		{name: "days in a row", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxDaysInARow = 3 }, rota: "bea day 07-07..09 08:00 10:00",
			want: []string{"would work 4 days in a row from 7 July (at most 3)"}},
		{name: "on duty elsewhere", who: "bea", rota: "bea day 07-10 08:00 11:00", want: []string{"is on duty with owain Friday 10 July 08:00 to 11:00, where 3 hours would be open"}},
		{name: "on duty where it is not needed", who: "bea", rota: "bea day 07-10 08:00 11:00\nade day 07-10 08:00 20:00",
			want: []string{"is on duty with owain Friday 10 July 08:00 to 11:00, where nothing would be open"}},
		{name: "a shift longer than all hours", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxHoursDay = scheduler.Hours(1.5) },
			want: []string{"may work 1 hour 30 minutes on 10 July (this shift would make 2 hours)"}},
		{name: "one stretch", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxSpell = 8 * drawn.Hour }, rota: "bea day 07-10 12:00 18:30",
			want: []string{"would work one stretch of 8 hours 30 minutes (at most 8 hours)"}},
		{name: "one stretch with an hour free", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.MaxSpell = 8 * drawn.Hour }, rota: "bea day 07-10 13:00 18:30",
			want: []string{"would work one stretch of 8 hours 30 minutes (at most 8 hours)"}},
		{name: "the rest that is too short is of two the longer, which parts them", who: "bea", make: func(p *scheduler.Problem) { p.Needs[0].MinShift = drawn.Hour }, rota: "bea day 07-10 08:00 09:00\nbea night 07-10 22:45 01:00",
			want: []string{"starts again at 22:45 on Friday 10 July: 10 hours 45 minutes of rest, 11 hours are needed"}},
		{name: "the nearer of two clients", who: "bea", make: func(p *scheduler.Problem) { p.Caps.Travel, p.Needs[0].MinShift = drawn.Hour, drawn.Hour }, rota: "bea day 07-10 08:00 09:30\nbea day 07-10 12:15 16:00",
			want: []string{"is with owain from 12:15 on Friday 10 July: 15 minutes to travel, 1 hour is needed"}},
		{name: "absences that touch", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 10, 0), End: drawn.July(p, 10, 11), Why: "ill"}, {Start: drawn.July(p, 10, 11), End: drawn.July(p, 13, 9), Why: "course"}, {Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 9}}, Why: "ill"}}
		}, want: []string{"is away (ill) Thursday 9 July 00:00 to Friday 10 July 11:00", "is away (course) Friday 10 July 11:00 to Monday 13 July 09:00"}},
		{name: "away for good", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 9, 0), End: drawn.July(p, 80, 0), Why: "has left"}}
		}, want: []string{"is away (has left) from Thursday 9 July on"}},
		{name: "not there yet", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Start: drawn.July(p, -20, 0), End: drawn.July(p, 12, 0), Why: "not there yet"}}
		}, want: []string{"is away (not there yet) until Saturday 11 July"}},
		{name: "never there", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Start: drawn.July(p, -20, 0), End: drawn.July(p, 80, 0)}}
		}, want: []string{"is away all the time"}},
		{name: "away without more of a cause", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 10}}, Why: "Away "}}
		}, want: []string{"is away Friday 10 July"}},
		{name: "on standby", who: "bea", rota: "bea standby 07-10 08:00 16:00", want: []string{"is on standby Friday 10 July 08:00 to 16:00"}},
		{name: "family outside what is offered", who: "fay", make: func(p *scheduler.Problem) { p.Workers[3].Available[0].To = 11 * drawn.Hour },
			want: []string{"is family and has not offered Friday 10 July 10:00 to 12:00"}},
		{name: "not that long", who: "bea", make: func(p *scheduler.Problem) {
			p.Workers[1].AlwaysAvailable, p.Workers[1].Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: 8 * drawn.Hour, To: 11 * drawn.Hour}}
		}, want: []string{"is available only Friday 10 July 08:00 to 11:00"}},
		{name: "a trainee", who: "tam", want: []string{"is a trainee beside ade and never counted"}},
		{name: "weekly rest", who: "bea", make: func(p *scheduler.Problem) { c := &p.Caps; c.WeeklyRest = 80 * drawn.Hour }, rota: "bea day 07-07 08:00 10:00\nbea day 07-12 08:00 10:00",
			want: []string{"would have 72 hours of unbroken rest in the week of 6 July (at least 80 hours)"}},
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

// Who is on duty beside a gap could stay on or come earlier: what keeps them from that is said, not
// that they are there.
func TestReasonsOfWhoIsThereBesideTheGap(t *testing.T) {
	for _, row := range []struct {
		name, rota string
		make       func(p *scheduler.Problem)
		want       []string
	}{
		{"nothing against it", "bea day 07-10 08:00 19:00", func(*scheduler.Problem) {}, nil},
		{"the week's hours", "bea day 07-10 08:00 19:00", func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = scheduler.Hours(11) },
			[]string{"has 11 of 11 hours in the week of 6 July (1 hour more would make 12 hours)"}},
		{"the length of a shift, coming earlier", "bea day 07-10 09:00 20:00", func(p *scheduler.Problem) { p.Caps.MaxShift = 11 * drawn.Hour },
			[]string{"would have one shift of 12 hours (at most 11 hours)"}},
		{"two things", "bea day 07-10 08:00 19:00", func(p *scheduler.Problem) {
			p.Caps.MaxHoursDay, p.Caps.MaxShift = scheduler.Hours(11), 11*drawn.Hour
		}, []string{"would have one shift of 12 hours (at most 11 hours)", "has 11 of 11 hours on 10 July (1 hour more would make 12 hours)"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Needs[0].MinShift = 2 * drawn.Hour
			row.make(p)
			r := audit.Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			Reasons(t.Context(), p, r, 0, nil)
			for _, u := range r.Underlap {
				if u.Need == "day" && u.Start.Day() == 10 {
					require.Equal(t, time.Hour, u.End.Sub(u.Start))
					require.Equal(t, row.want, u.Why[1].Reasons)
					return
				}
			}
			t.Fatal("the day is not short")
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

// On the nights on which the clocks change the reasons name the hour.
func TestReasonsWhenTheClocksChange(t *testing.T) {
	for _, row := range []struct {
		name  string
		start scheduler.Date // the day before
		from  time.Duration
		to    time.Duration
		make  func(p *scheduler.Problem)
		want  []string
	}{
		{"a night with an hour more", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 20 * drawn.Hour, 8*drawn.Hour + 15*time.Minute, func(p *scheduler.Problem) { p.Caps.MaxShift, p.Caps.MaxSpell = 12*drawn.Hour, 12*drawn.Hour },
			[]string{"would have one shift of 13 hours 15 minutes (at most 12 hours; the clocks go back at 02:00)", "would work one stretch of 13 hours 15 minutes (at most 12 hours; the clocks go back at 02:00)"}},
		{"a night that may be an hour longer", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 20 * drawn.Hour, 8*drawn.Hour + 15*time.Minute, func(*scheduler.Problem) {}, nil},
		{"a day with an hour more", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 22 * drawn.Hour, 8 * drawn.Hour, func(p *scheduler.Problem) { p.Caps.MaxHoursDay = scheduler.Hours(8.5) },
			[]string{"may work 8 hours 30 minutes on 25 October, when the clocks go back at 02:00 (this shift would make 9 hours)"}},
		{"a rest with an hour less", scheduler.Date{Year: 2026, Month: 3, Day: 28}, 13 * drawn.Hour, 21 * drawn.Hour, func(p *scheduler.Problem) {
			p.Needs = append(p.Needs, scheduler.NewNeed("morning", "", scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 3, Day: 29}}}, 8*drawn.Hour, 12*drawn.Hour))
		}, []string{"starts again at 08:00 on Sunday 29 March: 10 hours of rest, 11 hours are needed (the clocks go forward at 01:00)"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := scheduler.NewProblem("clocks", drawn.London(t), row.start, 2)
			n := scheduler.NewNeed("shift", "", scheduler.Pattern{Dates: []scheduler.Date{row.start}}, row.from, row.to)
			n.Whole = true
			p.Needs, p.Workers = []scheduler.Need{n}, []scheduler.Worker{scheduler.NewWorker("ann", "")}
			row.make(p)
			rota := &scheduler.Rota{}
			for _, n := range p.Needs[1:] {
				rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: "ann", Need: n.ID, Start: scheduler.StartInstant(p.Zone, n.Days.Dates[0], n.From), End: scheduler.EndInstant(p.Zone, n.Days.Dates[0], n.To)})
			}
			r := audit.Rota(p, rota)
			require.Empty(t, r.Findings)
			Reasons(t.Context(), p, r, 0, nil)
			require.Equal(t, row.want, r.Underlap[0].Why[0].Reasons)
		})
	}
}
