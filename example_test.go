package carerota_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/repair"
)

// evenings are three evenings of Gwen's, for which there are Ann and Dai; Dai is no driver, and on
// Wednesday somebody must drive.
func evenings() *scheduler.Problem {
	monday := scheduler.Date{Year: 2026, Month: time.July, Day: 6}
	p := scheduler.NewProblem("Evenings", time.UTC, monday, 3)
	p.Clients = []scheduler.Client{{ID: "gwen", Known: []string{"ann", "dai"}}}
	evening := scheduler.NewNeed("evening", "gwen", scheduler.On(time.Monday, time.Tuesday), 18*time.Hour, 21*time.Hour)
	outing := scheduler.NewNeed("outing", "gwen", scheduler.On(time.Wednesday), 18*time.Hour, 21*time.Hour)
	outing.Skills = []string{"drive"}
	p.Needs = []scheduler.Need{evening, outing}
	ann, dai := scheduler.NewWorker("ann", "", "drive"), scheduler.NewWorker("dai", "")
	ann.Rate, dai.Rate = 14, 13
	p.Workers = []scheduler.Worker{ann, dai}
	return p
}

// short is a search that is over at once and gives the same on every machine.
var short = carerota.Options{Seed: 1, Threads: 1, Steps: 20_000}

func tell(r *scheduler.Report) {
	for _, s := range r.Rota.Shifts {
		fmt.Println(s.Start.Format("Mon 15:04"), s.Need, s.Worker)
	}
	for _, u := range r.Underlap {
		fmt.Println(u.Start.Format("Mon 15:04"), u.Need, "nobody:", u.Verdict)
	}
}

func Example() {
	report, err := carerota.Solve(context.Background(), evenings(), short)
	if err != nil {
		fmt.Println(err)
		return
	}
	tell(report)
	fmt.Printf("%s, %.0f money\n", report.Status, report.Cost.Total)
	// Output:
	// Mon 18:00 evening dai
	// Tue 18:00 evening dai
	// Wed 18:00 outing ann
	// optimal, 120 money
}

// Everything that is wrong with a problem is said at once.
func ExampleSolve_faults() {
	p := evenings()
	p.Needs[0].Client, p.Workers[1].Rate = "gwenn", -1
	_, err := carerota.Solve(context.Background(), p, short)
	if bad := (*scheduler.ProblemError)(nil); errors.As(err, &bad) {
		for _, f := range bad.Faults {
			fmt.Println(f)
		}
	}
	// Output:
	// need[0].client: no client has the id "gwenn"; did you mean "gwen"?
	// worker[1].rate: -1 is negative; write a number from 0 to 1e+06
}

// A rota that somebody wrote gets the report that Solve's own rotas have.
func ExampleComplete() {
	p := evenings()
	monday := scheduler.StartInstant(p.Zone, p.Start, 18*time.Hour)
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{
		{Worker: "ann", Need: "evening", Client: "gwen", Start: monday, End: monday.Add(3 * time.Hour)},
	}}
	report, err := carerota.Complete(context.Background(), p, rota, carerota.CompleteOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	tell(report)
	// Output:
	// Mon 18:00 evening ann
	// Tue 18:00 evening nobody: not-proved
	// Wed 18:00 outing nobody: not-proved
}

// Ann is ill on Wednesday, and nobody else drives.
func ExampleRepair() {
	p := evenings()
	report, err := carerota.Solve(context.Background(), p, short)
	if err != nil {
		fmt.Println(err)
		return
	}
	wednesday := scheduler.StartInstant(p.Zone, p.Start.Plus(2), 0)
	ill := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ann", Start: wednesday, End: wednesday.AddDate(0, 0, 1)}
	mended, err := carerota.Repair(context.Background(), p, report.Rota, []scheduler.Event{ill}, repair.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range mended.Removed {
		fmt.Println("no longer:", s.Start.Format("Mon 15:04"), s.Need, s.Worker)
	}
	for _, u := range mended.Short {
		fmt.Println("short:", u.Start.Format("Mon 15:04"), u.Need)
		for _, w := range u.Why {
			fmt.Println(w.Worker, w.Reasons)
		}
	}
	// Output:
	// no longer: Wed 18:00 outing ann
	// short: Wed 18:00 outing
	// ann [is away Wednesday 8 July]
	// dai [lacks drive]
}

// Without Ann nobody drives: what would mend that?
func ExampleAdvise() {
	p := evenings()
	p.Workers = p.Workers[1:]
	p.Clients[0].Known = []string{"dai"}
	report, err := carerota.Solve(context.Background(), p, short)
	if err != nil {
		fmt.Println(err)
		return
	}
	o := advice.Options{TrialSteps: 5_000}
	o.Seed, o.Threads = 1, 1
	found, err := carerota.Advise(context.Background(), p, report, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, option := range found.Options {
		for _, r := range option.Remedies {
			fmt.Println(r.Says)
		}
		fmt.Printf("%.0f h less\n", option.Removed)
	}
	// Output:
	// Train dai in drive by 8 July.
	// 3 h less
	// Find somebody trained in drive for 1 evening a week (3 hours): Wednesday 18:00-21:00.
	// 3 h less
}
