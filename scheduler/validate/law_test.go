package validate

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/law"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// What the law asks is warned of, each check by itself, and not where it is switched off.
func TestLawOfProblems(t *testing.T) {
	const hour, minute = time.Hour, time.Minute
	day := func(y int, m time.Month, d int) scheduler.Date { return scheduler.Date{Year: y, Month: m, Day: d} }
	for _, row := range []struct {
		name, check string
		make        func(p *scheduler.Problem)
		want        string // empty for none
	}{
		{"under 18, with no limits of their own", law.YoungWorkers, func(p *scheduler.Problem) { p.Workers[0].Born = day(2009, 2, 1) },
			"worker[0].born: ade is under 18: at most 8 hours a day and 40 a week, 48 hours off in a row each week, and no work between 22:00 and 06:00 " +
				"(Working Time Regulations 1998, regulations 5A, 6A, 7, 10 and 11; not legal advice); " +
				"set `caps` of max_hours_day = 8, max_hours_week = 40, weekly_rest = \"48h\", and `available` from 06:00 to 22:00"},
		{"under 18, within the law", law.YoungWorkers, func(p *scheduler.Problem) {
			w := &p.Workers[0]
			w.Born, w.AlwaysAvailable, w.Available = day(2009, 2, 1), false, []scheduler.Window{{Days: scheduler.Daily(), From: 7 * hour, To: 22 * hour}}
			w.Caps = p.Caps.With(func(c *scheduler.Caps) {
				c.MaxHoursDay, c.MaxHoursWeek, c.WeeklyRest = scheduler.Hours(8), scheduler.Hours(40), 48*hour
			})
		}, ""},
		{"18 on the first day", law.YoungWorkers, func(p *scheduler.Problem) { p.Workers[0].Born = day(2008, 7, 6) }, ""},
		{"less than the national minimum", law.MinimumWage, func(p *scheduler.Problem) { p.Workers[0].Rate = 12.7 },
			"worker[0].rate: ade has 12.70 an hour; the national minimum is 12.71 from 21 on, since 1 April 2026 " +
				"(gov.uk/national-minimum-wage-rates and gov.uk/minimum-wage-different-types-work; not legal advice); raise the `rate`, or give `born` where a lower one holds for the age"},
		{"enough at 19", law.MinimumWage, func(p *scheduler.Problem) { p.Workers[0].Rate, p.Workers[0].Born = 11, day(2007, 1, 1) }, ""},
		{"too little at 19", law.MinimumWage, func(p *scheduler.Problem) { p.Workers[0].Rate, p.Workers[0].Born = 10, day(2007, 1, 1) },
			"worker[0].rate: ade has 10.00 an hour; the national minimum is 10.85 at 19, since 1 April 2026 " +
				"(gov.uk/national-minimum-wage-rates and gov.uk/minimum-wage-different-types-work; not legal advice); raise the `rate`"},
		{"no pay is given", law.MinimumWage, func(p *scheduler.Problem) { p.Workers[0].Rate = 0 }, ""},
		{"a visit of 15 minutes", law.ShortVisits, func(p *scheduler.Problem) {
			p.Needs = append(p.Needs, scheduler.NewNeed("pills", "owain", scheduler.Daily(), 20*hour, 20*hour+15*minute))
		}, "need[1].to: a visit of 15 minutes is too short for care: visits of less than half an hour are for one set task, by somebody the person knows " +
			"(NICE guideline NG21 and quality standard QS123; not legal advice); agree a longer visit, or write down the task and send somebody they know"},
		{"a visit of 20 minutes", law.ShortVisits, func(p *scheduler.Problem) {
			p.Needs = append(p.Needs, scheduler.NewNeed("pills", "owain", scheduler.Daily(), 20*hour, 20*hour+20*minute))
		}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := paidProblem(t)
			row.make(p)
			require.Empty(t, Problem(p))
			var got string
			for _, w := range Warnings(p) {
				got += w.String()
			}
			require.Equal(t, row.want, got)
			p.LawOff = []string{row.check}
			require.Empty(t, Warnings(p))
		})
	}
}

func TestLawFaults(t *testing.T) {
	p := paidProblem(t)
	p.LawOff = []string{"minimum_wage", "minimum_wages"}
	p.Workers[0].Born = p.Start
	faults := Problem(p)
	require.Len(t, faults, 2)
	require.Equal(t, "worker[0].born: 2026-07-06 is no day on which somebody who works in this rota was born; write the day of birth, such as \"1994-06-21\"", faults[0].String())
	require.Equal(t, "law.off[1]: \"minimum_wages\" is no check of the law; did you mean \"minimum_wage\"?", faults[1].String())
}
