// Command ownrule shows how a program adds rules of its own to those of the house: values with
// two methods, appended to the rules (rule.go). They hold wherever the rules are given: when the rota
// is made, and when it is mended.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // zones on machines without zone files

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	problem, err := households()
	if err != nil {
		return err
	}
	rules := append(carerota.Rules(), RestAfter{Need: "night", Rest: 24 * time.Hour}, Taxi{Worker: "ben", Fare: 18})
	report, err := carerota.Solve(ctx, problem, carerota.Options{Rules: rules, Seed: 1, Threads: 1, Steps: 20_000})
	if err != nil {
		return err
	}
	for _, s := range report.Rota.Shifts {
		if s.Need == "night" {
			fmt.Fprintf(out, "%s %s %s\n", s.Start.Format("Mon 2 Jan 15:04"), s.Need, s.Worker)
		}
	}
	own := report.Objective[len(report.Objective)-1]
	fmt.Fprintf(out, "%.1f h not covered, %s %.2f\n", report.Cover.UnderlapHours, own.Level, own.Value)
	return illness(ctx, out, problem, report.Rota, rules)
}

// households are two families on one set of books. Owain needs five waking nights; Ann costs less
// than Ben, so without the rule she would have more than every other night. Zoe has visits by day from
// Zed, who has nothing to do with Owain.
func households() (*scheduler.Problem, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, err
	}
	p := scheduler.NewProblem("Two households, five days", zone, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 5)
	p.Clients = []scheduler.Client{{ID: "zoe", Known: []string{"zed"}}, {ID: "owain", Known: []string{"ann", "ben"}}}
	morning := scheduler.NewNeed("morning", "zoe", scheduler.Daily(), 8*time.Hour, 10*time.Hour)
	noon := scheduler.NewNeed("noon", "zoe", scheduler.Daily(), 12*time.Hour, 14*time.Hour)
	night := scheduler.NewNeed("night", "owain", scheduler.Daily(), 22*time.Hour, 7*time.Hour)
	morning.Skills, noon.Skills = []string{"peg"}, []string{"peg"}
	night.Whole, night.Only = true, []string{"ann", "ben"}
	p.Needs = []scheduler.Need{morning, noon, night}
	zed, ann, ben := scheduler.NewWorker("zed", "", "peg"), scheduler.NewWorker("ann", ""), scheduler.NewWorker("ben", "")
	ann.Rate, ben.Rate = 14, 15
	p.Workers = []scheduler.Worker{zed, ann, ben}
	return p, nil
}

// illness mends the rota when Ann is ill on Wednesday, and says what keeps the others off her night.
func illness(ctx context.Context, out io.Writer, p *scheduler.Problem, rota *scheduler.Rota, rules []constraints.Rule) error {
	at := time.Date(2026, time.July, 8, 12, 0, 0, 0, p.Zone)
	ill := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ann", Start: at, End: at.Add(24 * time.Hour)}
	mended, err := carerota.Repair(ctx, p, rota, []scheduler.Event{ill}, repair.Options{Rules: rules, Reported: at})
	if err != nil {
		return err
	}
	for _, u := range mended.Short {
		fmt.Fprintf(out, "ann is ill, nobody for %s %s:\n", u.Need, u.Start.Format("Mon 15:04"))
		for _, y := range u.Why {
			if y.Worker == "ben" {
				fmt.Fprintf(out, "  %s: %v\n", y.Worker, y.Reasons)
			}
		}
	}
	return nil
}
