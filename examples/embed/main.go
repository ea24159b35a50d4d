// Command embed shows how a program uses the library: it fills a problem from
// its own records, solves it with a context and a progress function, has the
// rota audited and prints who works when and what is not covered.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // zones on machines without zone files

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	problem, err := household()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second) // the best rota so far comes back
	defer cancel()
	improvements := 0
	report, err := carerota.Solve(ctx, problem, carerota.Options{
		Seed: 1, Threads: 1, Steps: 20_000, // Time: 5 * time.Second for a limit by the clock
		Progress: func(carerota.Progress) { improvements++ },
	})
	if err != nil {
		return err
	}
	if improvements == 0 {
		fmt.Fprintln(out, "no progress was told")
	}
	if findings := audit.Rota(problem, report.Rota).Findings; len(findings) > 0 {
		return fmt.Errorf("%d broken rules, the first: %s", len(findings), findings[0].Says)
	}
	for _, s := range report.Rota.Shifts {
		fmt.Fprintf(out, "%s-%s %-7s %s\n", s.Start.Format("Mon 15:04"), s.End.Format("15:04"), s.Need, s.Worker)
	}
	for _, u := range report.Underlap {
		fmt.Fprintf(out, "nobody for %s %s-%s\n", u.Need, u.Start.Format("Mon 2 January 15:04"), u.End.Format("15:04"))
	}
	fmt.Fprintf(out, "%.1f h of %.1f h covered, cost %.2f\n", report.Cover.CoveredHours, report.Cover.RequiredHours, report.Cost.Total)
	for _, g := range report.Objective[:3] {
		fmt.Fprintf(out, "%s underlap %.1f h, no rota has less than %.1f h\n", g.Level, g.Value, g.Bound)
	}
	return nil
}

// household is a week of Steven's: evenings with Ade or Bea, and swimming on
// Tuesday and Thursday, which only Ade can do. Ade is at a wedding on Thursday.
func household() (*scheduler.Problem, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	monday := scheduler.Date{Year: 2026, Month: time.March, Day: 23}
	p := scheduler.NewProblem("Steven, one week", zone, monday, 7)
	p.Clients = []scheduler.Client{{ID: "steven", Name: "Steven", Known: []string{"ade", "bea"}}}
	p.Providers = []scheduler.Provider{{ID: "pas", Kind: scheduler.PA, Tier: 1, AcceptsAll: true, OnCost: 1.17}}

	evening := scheduler.NewNeed("evening", "steven", scheduler.Daily(), 18*time.Hour, 21*time.Hour)
	evening.Skills = []string{"personal-care"}
	swim := scheduler.NewNeed("swim", "steven", scheduler.On(time.Tuesday, time.Thursday), 14*time.Hour, 16*time.Hour)
	swim.Skills = []string{"swimming"}
	p.Needs = []scheduler.Need{evening, swim}

	ade := scheduler.NewWorker("ade", "pas", "personal-care", "swimming")
	ade.Rate = 14
	ade.Caps = caps(12)
	ade.Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{monday.Plus(3)}, Why: "a wedding"}}
	bea := scheduler.NewWorker("bea", "pas", "personal-care")
	bea.Rate = 13
	bea.Caps = caps(15)
	bea.AlwaysAvailable = false
	bea.Available = []scheduler.Window{{Days: scheduler.On(time.Tuesday, time.Wednesday, time.Thursday, time.Saturday, time.Sunday), WholeDay: true}}
	p.Workers = []scheduler.Worker{ade, bea}
	return p, nil
}

// caps are the house's limits with another cap of hours a week.
func caps(hoursWeek float64) *scheduler.Caps {
	c := scheduler.HouseCaps()
	c.MaxHoursWeek = scheduler.Hours(hoursWeek)
	return &c
}
