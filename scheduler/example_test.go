package scheduler_test

import (
	"fmt"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// A problem is plain data: two carers share the mornings of a client, and one of them may work no
// more than ten hours a week.
func Example() {
	p := scheduler.NewProblem("Mornings", time.UTC, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
	p.Clients = []scheduler.Client{{ID: "gwen", Known: []string{"ann"}}}
	p.Needs = []scheduler.Need{
		scheduler.NewNeed("morning", "gwen", scheduler.Daily(), 7*time.Hour, 10*time.Hour),
		scheduler.NewNeed("church", "gwen", scheduler.On(time.Sunday), 10*time.Hour, 12*time.Hour),
	}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", ""), scheduler.NewWorker("dai", "")}
	few := scheduler.HouseCaps()
	few.MaxHoursWeek = scheduler.Hours(10)
	p.Workers[1].Caps = &few

	for _, n := range p.Needs {
		days := 0
		for d := range p.Days {
			if n.Days.HoldsOn(p.Start.Plus(d), p.Holidays) {
				days++
			}
		}
		fmt.Printf("%s: %d days, %s, whole %t\n", n.ID, days, n.Criticality, n.Whole)
	}
	// Output:
	// morning: 7 days, essential, whole true
	// church: 1 days, essential, whole true
}

// To ask "what if" of a problem, change a clone.
func ExampleProblem_Clone() {
	p := scheduler.NewProblem("Nights", time.UTC, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "", "hoist")}
	what := p.Clone()
	what.Workers[0].Skills[0].Name = "first aid"
	fmt.Println(p.Workers[0].Skills[0].Name)
	// Output: hoist
}

// The night of 25 October 2026 has an hour more than others in London.
func ExampleStartInstant() {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []int{24, 25} {
		evening := scheduler.StartInstant(london, scheduler.Date{Year: 2026, Month: time.October, Day: day - 1}, 22*time.Hour)
		morning := scheduler.EndInstant(london, scheduler.Date{Year: 2026, Month: time.October, Day: day}, 7*time.Hour)
		fmt.Println(morning.Sub(evening))
	}
	// Output:
	// 9h0m0s
	// 10h0m0s
}

// The table of limits says of each what it is called and whether it is lifted.
func ExampleCaps_Fields() {
	caps := scheduler.HouseCaps()
	for _, f := range caps.Fields()[:4] {
		fmt.Println(f.Key, f.Label, f.None())
	}
	// Output:
	// max_hours_week Most hours a week false
	// max_hours_day Most hours a day true
	// max_hours_rota Most hours in the rota true
	// min_rest Least rest between spells false
}
