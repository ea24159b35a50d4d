package audit

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

func TestAuditWarnings(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		rota string
		want []string
	}{
		{name: "guaranteed hours not given", make: func(p *scheduler.Problem) { p.Workers[0].GuaranteedHoursWeek = 10 }, rota: "ade day 07-06 08:00 10:00\nade day 07-13 08:00 13:00\nade day 07-14 08:00 13:00",
			want: []string{"ade is guaranteed 10 hours a week; 8 hours of that in 1 week are paid and not rostered."}},
		{name: "more than 48 hours on average", make: drawn.Capped(drawn.Lenient), rota: "ade train 07-06..10 08:00 20:00\nade train 07-13..17 08:00 20:00",
			want: []string{"ade works 60 hours a week on average over 2 weeks up to the rota's end; more than 48 hours need a signed opt-out (Working Time Regulations 1998, regulations 4 and 5; not legal advice)."}},
		{name: "an opt-out is signed", make: func(p *scheduler.Problem) { drawn.Capped(drawn.Lenient)(p); p.Workers[0].OptOut = true }, rota: "ade train 07-06..10 08:00 20:00\nade train 07-13..17 08:00 20:00"},
		{name: "light weeks before the rota", make: func(p *scheduler.Problem) {
			drawn.Capped(drawn.Lenient)(p)
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, -6, 8), End: drawn.July(p, -6, 10), Kind: scheduler.Waking}}
		}, rota: "ade train 07-06..10 08:00 20:00\nade train 07-13..17 08:00 20:00"},
		{name: "nights of more than 8 hours on average", make: func(p *scheduler.Problem) {
			drawn.Capped(drawn.Lenient)(p)
			p.Workers[0].OptOut, p.Needs[5].From, p.Needs[5].To = true, 20*drawn.Hour, 8*drawn.Hour
		},
			rota: "ade train 07-06..10 20:00 08:00\nade train 07-13..17 20:00 08:00",
			want: []string{"ade works nights and has 10 hours a day on average over 2 weeks up to the rota's end, a day of rest a week left aside; at most 8 hours are lawful (Working Time Regulations 1998, regulation 6; not legal advice)."}},
		{name: "a break is owed", rota: "ade day 07-06 08:00 14:15\nade day 07-08 08:00 16:00",
			want: []string{"ade works alone for more than 6 hours in 2 waking shifts, the first at 08:00 on 6 July 2026: a break of 20 minutes is owed in each."}},
		{name: "six hours owe none", rota: "ade day 07-06 08:00 14:00"},
		{name: "a handover is no break", rota: "ade day 07-06 08:00 16:00\nbea day 07-06 15:45 20:00",
			want: []string{"ade works alone for more than 6 hours in 1 waking shift, the first at 08:00 on 6 July 2026: a break of 20 minutes is owed in each."}},
		{name: "with another it can be taken", rota: "ade day 07-06 08:00 16:00\nbea long 07-06 15:30 20:00"},
		{name: "training has breaks", rota: "ade train 07-06 08:00 16:00"},
		{name: "a skill that runs out", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills, p.Needs[4].Among = []string{"lift"}, []scheduler.Among{{Skill: "lift", Workers: 1}}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: scheduler.Date{Year: 2026, Month: 7, Day: 12}}}
		}, rota: "ade day 07-06 08:00 10:00\nade visit 07-07 08:00 10:00\nade train 07-08 08:00 10:00", want: []string{"ade's lift runs out at the end of 12 July 2026; 2 shifts of the rota use it."}},
		{name: "a skill renewed in time", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: scheduler.Date{Year: 2026, Month: 7, Day: 12}}, {Name: "lift", From: scheduler.Date{Year: 2026, Month: 7, Day: 13}}}
		}, rota: "ade day 07-06 08:00 10:00"},
		{name: "a skill that lasts as long as the rota", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: scheduler.Date{Year: 2026, Month: 7, Day: 19}}}
		}, rota: "ade day 07-06 08:00 10:00"},
		{name: "standby that could not be called", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursWeek, c.StandbyCounts = scheduler.Hours(10), 0.5 }), rota: "ade day 07-06 08:00 10:15\nade standby 07-08 08:00 16:00\nade standby 07-14 08:00 16:00",
			want: []string{"ade, on standby from 08:00 to 16:00 on 8 July 2026, would break a limit if called: ade works 10 hours 15 minutes in the week of 6 July 2026; at most 10 hours are allowed."}},
		{name: "standby that could", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursWeek, c.StandbyCounts = scheduler.Hours(10), 0.5 }), rota: "ade day 07-06 08:00 10:00\nade standby 07-08 08:00 16:00"},
		{name: "standby that the ceiling forbids to call", make: func(p *scheduler.Problem) {
			p.Caps.StandbyCounts = 0
			p.Providers[0].MaxHoursWeek = scheduler.Hours(9)
		}, rota: "bea day 07-06 08:00 10:00\nade standby 07-08 08:00 16:00",
			want: []string{`ade, on standby from 08:00 to 16:00 on 8 July 2026, would break a limit if called: The workers of provider "team" would work 10 hours in the week of 6 July 2026; at most 9 hours are allowed.`}},
		{name: "compensatory rest", rota: "ade day 07-06 17:00 20:00\nade sleep 07-06 22:00 07:00", want: []string{"ade is owed compensatory rest for 1 spell of more than 13 hours with a sleep-in, the longest 14 hours from 17:00 on 6 July 2026 to 07:00 on 7 July 2026."}},
		{name: "13 hours with a sleep-in owe none", rota: "ade day 07-06 18:00 20:00\nade sleep 07-06 22:00 07:00"},
		{name: "family relied on", rota: "fay day 07-06..07 08:00 12:00", want: []string{"The rota relies on fay, who is family, for 8 hours."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			if row.make != nil {
				row.make(p)
			}
			r := Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			require.Equal(t, row.want, r.Warnings)
		})
	}
}

func TestAuditWorkerReports(t *testing.T) {
	p := drawn.Home(t)
	p.Caps.SleepInCounts = 0.5
	p.Workers[0].GuaranteedHoursWeek = 10
	p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 5, 8), End: drawn.July(p, 5, 10), Kind: scheduler.Waking}}
	r := Rota(p, drawn.Rota(t, p, `
		ade night   07-06 22:00 07:00
		ade night   07-07 22:00 01:45
		ade sleep   07-12 22:00 07:00
		ade standby 07-18 08:00 12:00
		ade day     07-16 08:00 10:00`))
	require.Equal(t, scheduler.WorkerReport{Worker: "ade", Hours: 9 + 3.75 + 4.5 + 4 + 2, ByWeek: []float64{9 + 3.75 + 1, 3.5 + 4 + 2}, Nights: 2, Weekends: 1,
		StandbyHours: 4, GuaranteedHours: 10}, r.Workers[0])
	require.Len(t, r.Workers, len(p.Workers))
}
