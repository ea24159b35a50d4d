package constraints_test

import (
	"context"
	"fmt"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// OneOfTwo is an embedder's own rule: a worker is never with both of two
// clients on one day.
type OneOfTwo struct{ Worker, First, Second string }

func (r OneOfTwo) Name() string { return "one of two" }

func (r OneOfTwo) Build(b *constraints.Builder) {
	w, first, second := b.Worker(r.Worker), b.Client(r.First), b.Client(r.Second)
	if w < 0 || first < 0 || second < 0 {
		return
	}
	b.LineRule(w, oneOfTwo{r.Name(), b.Model(), int32(first), int32(second)})
}

// oneOfTwo is the rule on the worker's line. A client's index is the group of
// its tasks.
type oneOfTwo struct {
	name          string
	m             *solver.Model
	first, second int32
}

func (r oneOfTwo) Name() string { return r.name }

func (r oneOfTwo) Legal(line []solver.Decision) bool {
	met, on := map[int32]bool{}, -1
	for _, d := range line {
		if d.Task == solver.NoTask {
			continue
		}
		if day := r.day(d.Start); day != on {
			met, on = map[int32]bool{}, day
		}
		met[r.m.Tasks[d.Task].Group] = true
		if met[r.first] && met[r.second] {
			return false
		}
	}
	return true
}

func (r oneOfTwo) day(at solver.Minute) int {
	n := 0
	for n+1 < len(r.m.Days) && r.m.Days[n+1] <= at {
		n++
	}
	return n
}

// The driver takes Owain to the pool and Gwen to church, as long as it is not on
// one day. Both go out daily, and nobody else drives.
func Example() {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		fmt.Println(err)
		return
	}
	p := scheduler.NewProblem("Outings", zone, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 2)
	p.Clients = []scheduler.Client{{ID: "owain"}, {ID: "gwen"}}
	pool := scheduler.NewNeed("pool", "owain", scheduler.Daily(), 10*time.Hour, 12*time.Hour)
	church := scheduler.NewNeed("church", "gwen", scheduler.Daily(), 14*time.Hour, 16*time.Hour)
	pool.Skills, church.Skills = []string{"drive"}, []string{"drive"}
	p.Needs = []scheduler.Need{pool, church}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", ""), scheduler.NewWorker("dai", "", "drive")}

	for _, own := range [][]constraints.Rule{nil, {OneOfTwo{"dai", "owain", "gwen"}}} {
		rules := append(carerota.Rules(), own...)
		report, err := carerota.Solve(context.Background(), p, carerota.Options{Rules: rules, Seed: 1, Threads: 1, Steps: 20_000})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d rules of our own: %g h uncovered\n", len(own), report.Cover.UnderlapHours)
	}
	// Output:
	// 0 rules of our own: 0 h uncovered
	// 1 rules of our own: 4 h uncovered
}
