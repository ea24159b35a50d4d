// Command ownrule shows how a program adds a hard rule of its own to those of
// the house: a value with two methods, appended to the rules (rule.go).
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
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	problem, err := nights()
	if err != nil {
		return err
	}
	rule := RestAfter{Need: "night", Rest: 24 * time.Hour}
	report, err := carerota.Solve(ctx, problem, carerota.Options{
		Rules: append(carerota.Rules(), rule),
		Seed:  1, Threads: 1, Steps: 20_000,
	})
	if err != nil {
		return err
	}
	for _, s := range report.Rota.Shifts {
		fmt.Fprintf(out, "%s %s %s\n", s.Start.Format("Mon 2 Jan 15:04"), s.Need, s.Worker)
	}
	fmt.Fprintf(out, "%.1f h not covered, %d shifts break %q\n", report.Cover.UnderlapHours, len(rule.broken(report.Rota)), rule.Name())
	return nil
}

// nights are five waking nights for Owain. Ann costs less than Ben, so without
// the rule she would have more than every other night.
func nights() (*scheduler.Problem, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	p := scheduler.NewProblem("Owain, five nights", zone, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 5)
	p.Clients = []scheduler.Client{{ID: "owain", Known: []string{"ann", "ben"}}}
	night := scheduler.NewNeed("night", "owain", scheduler.Daily(), 22*time.Hour, 7*time.Hour)
	night.Whole = true
	p.Needs = []scheduler.Need{night}
	ann, ben := scheduler.NewWorker("ann", ""), scheduler.NewWorker("ben", "")
	ann.Rate, ben.Rate = 14, 15
	p.Workers = []scheduler.Worker{ann, ben}
	return p, nil
}
