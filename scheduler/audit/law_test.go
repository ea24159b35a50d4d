package audit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/law"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// alone takes away the limits that a rota of long days would break, and the break that is owed to who works alone.
func alone(p *scheduler.Problem) {
	drawn.Capped(drawn.Lenient)(p)
	p.Needs[6].Client = ""
}

// A rota is held against the law as its problem wants it.
func TestLawOfRotas(t *testing.T) {
	for _, row := range []struct {
		name, check string
		make        func(p *scheduler.Problem)
		rota        string
		want        []string
	}{
		{"under 18, by night and for long", law.YoungWorkers, func(p *scheduler.Problem) {
			alone(p)
			p.Workers[0].Born = scheduler.Date{Year: 2009, Month: 1, Day: 2}
		}, "ade long 07-06..10 14:00 23:00",
			[]string{"ade is under 18 and works between 22:00 and 06:00 in 5 nights, works up to 9 hours in a day and works up to 45 hours in a week; " +
				"at most 8 hours a day and 40 a week are lawful, with 48 hours off in a row, and no work at night (Working Time Regulations 1998, regulations 5A, 6A, 7, 10 and 11; not legal advice)."}},
		{"under 18, without a weekend", law.YoungWorkers, func(p *scheduler.Problem) {
			p.Workers[0].Born = scheduler.Date{Year: 2009, Month: 1, Day: 2}
		}, "ade day 07-06 08:00 10:00\nade day 07-08 08:00 10:00\nade day 07-10 08:00 10:00\nade day 07-12 08:00 10:00",
			[]string{"ade is under 18 and has no 48 hours off in a row in 1 week; " +
				"at most 8 hours a day and 40 a week are lawful, with 48 hours off in a row, and no work at night (Working Time Regulations 1998, regulations 5A, 6A, 7, 10 and 11; not legal advice)."}},
		{"of age", law.YoungWorkers, func(p *scheduler.Problem) {
			alone(p)
			p.Workers[0].Born = scheduler.Date{Year: 2008, Month: 1, Day: 2}
		}, "ade long 07-06..10 14:00 23:00", nil},
		{"sleep-ins that the limits do not count", law.AverageWeek, func(p *scheduler.Problem) {
			p.Caps.SleepInCounts, p.Caps.MaxDaysInARow, p.Caps.WeeklyRest, p.LawOff = 0, 0, 0, []string{law.NightAverage}
		}, "ade sleep 07-06..11 22:00 07:00\nade sleep 07-13..18 22:00 07:00",
			[]string{"ade works 54 hours a week on average over 2 weeks up to the rota's end, sleep-ins counted in full; more than 48 hours need a signed opt-out " +
				"(Working Time Regulations 1998, regulations 4 and 5; not legal advice)."}},
		{"nights beside the week", law.NightAverage, func(p *scheduler.Problem) {
			p.Caps.SleepInCounts, p.Caps.MaxDaysInARow, p.Caps.WeeklyRest, p.LawOff = 0, 0, 0, []string{law.AverageWeek}
		}, "ade sleep 07-06..11 22:00 07:00\nade sleep 07-13..18 22:00 07:00",
			[]string{"ade works nights and has 9 hours a day on average over 2 weeks up to the rota's end, a day of rest a week left aside; at most 8 hours are lawful " +
				"(Working Time Regulations 1998, regulation 6; not legal advice)."}},
		{"ways that are not paid", law.MinimumWage, func(p *scheduler.Problem) {
			p.Workers[0].Rate, p.Caps.Travel = 13, 30*time.Minute
			p.LawOff = []string{law.TravelUnpaid}
			p.Providers[0].OnCost = 1.3
		}, "ade day 07-06 08:00 10:00\nade visit 07-06 10:30 12:30", []string{"ade has 11.56 for an hour of work, the ways between people counted (4 hours of visits, about 30 minutes of ways); the national minimum is 12.71 since 1 April " +
			"(gov.uk/national-minimum-wage-rates and gov.uk/minimum-wage-different-types-work; not legal advice)."}},
		{"the way home is none", law.MinimumWage, func(p *scheduler.Problem) {
			p.Workers[0].Rate, p.Caps.Travel, p.Providers[0].OnCost = 13, 30*time.Minute, 1.3
		}, "ade day 07-06 08:00 10:00\nade visit 07-06 13:00 15:00", nil},
		{"ways, paid well enough", law.TravelUnpaid, func(p *scheduler.Problem) {
			p.Workers[0].Rate, p.Caps.Travel, p.Providers[0].OnCost = 18, 30*time.Minute, 1.3
		}, "ade day 07-06 08:00 10:00\nade visit 07-06 10:30 12:30", []string{"The ways from one person to the next take about 30 minutes, and are not in the cost: they are work, and count for the minimum wage " +
			"(gov.uk/minimum-wage-different-types-work; not legal advice)."}},
		{"sleep-ins that may be worked through", law.SleepInAwake, func(p *scheduler.Problem) { p.Workers[0].SleepInRate, p.Workers[1].SleepInRate = 50.84, 120 },
			"ade sleep 07-06..07 22:00 07:00\nbea sleep 07-08 22:00 07:00",
			[]string{"Who is awake for work in a sleep-in is owed the national minimum for that time; the 50.84 of ade is enough for 4 hours of 9 hours, and 2 sleep-ins of the rota may come to more " +
				"(Royal Mencap v Tomlinson-Blake, UKSC 8 of 2021; not legal advice)."}},
		{"standby that is not paid", law.StandbyUnpaid, func(p *scheduler.Problem) { p.Workers[0].Rate = 13 }, "ade standby 07-06 08:00 16:00",
			[]string{"ade (8 hours) is on standby without pay (hse.gov.uk: waiting at a place that the employer names is working time; not legal advice)."}},
		{"holiday that no on-cost holds", law.Holiday, func(p *scheduler.Problem) { p.Workers[0].Rate = 13 }, "ade day 07-06..09 08:00 14:00",
			[]string{"About 3 hours of paid holiday are built up in this rota, 12.07 % of the 24 hours worked, and are not in the cost: no `on_cost` holds them (gov.uk/holiday-entitlement-rights: 5.6 weeks a year; not legal advice)."}},
		{"holiday within the on-cost", law.Holiday, func(p *scheduler.Problem) { p.Workers[0].Rate, p.Providers[0].OnCost = 13, 1.25 }, "ade day 07-06..09 08:00 14:00", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			row.make(p)
			rota := drawn.Rota(t, p, row.rota)
			others := slices.Clone(p.LawOff)
			r := Rota(p, rota)
			require.Empty(t, r.Findings)
			if len(others) > 0 { // the rota is held against one check alone
				row.want = append(slices.Clone(row.want), "Not looked at, as the problem says: "+strings.Join(others, ", ")+".")
			}
			require.Equal(t, row.want, r.Warnings)
			p.LawOff = append(others, row.check)
			require.Equal(t, []string{"Not looked at, as the problem says: " + say.List(p.LawOff) + "."}, Rota(p, rota).Warnings)
		})
	}
}
