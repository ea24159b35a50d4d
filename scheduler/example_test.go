package scheduler_test

import (
	"fmt"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
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
	p.Workers[1].Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(10) })

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

// What has a default in the problem file that is not zero is made by a constructor, and then changed: a
// literal means what it says. Validation warns of what a literal leaves out.
func ExampleNewWorker() {
	p := scheduler.NewProblem("Mornings", time.UTC, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
	p.Clients = []scheduler.Client{{ID: "gwen"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("morning", "gwen", scheduler.Daily(), 7*time.Hour, 10*time.Hour)}
	p.Providers = []scheduler.Provider{scheduler.NewProvider("team", scheduler.Team), {ID: "bank"}}
	dai := scheduler.NewWorker("dai", "team")
	dai.Standby, dai.Rate = false, 13.5
	dai.Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(10) })
	p.Workers = []scheduler.Worker{dai, {ID: "eve", Provider: "bank", Rate: 14}}

	fmt.Println(validate.Problem(p))
	for _, w := range validate.Warnings(p) {
		fmt.Println(w.Path+":", w.Says)
	}
	// Output:
	// []
	// provider[1].accepts: bank has accepted nobody: those who work for it can go to no client
	// provider[1].on_cost: the hours of those who work for bank cost nothing, and are taken first: `on_cost` is 0
	// worker[1].available: eve is at no time available in the rota
}

// Shifts of a rota are held in the next one that is made: here whoever is on standby stays so.
func ExampleProblem_Pin() {
	p := scheduler.NewProblem("Mornings", time.UTC, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", ""), scheduler.NewWorker("dai", "")}
	at := func(hour int) time.Time { return time.Date(2026, time.July, 6, hour, 0, 0, 0, time.UTC) }
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "dai", Kind: scheduler.Standby, Start: at(7), End: at(13)}}}
	n := p.Pin(rota, func(s scheduler.Shift) bool { return s.Kind == scheduler.Standby })
	fmt.Println(n, p.Workers[1].Pinned[0].Need == "", p.Workers[1].Pinned[0].Start.Format("Mon 15:04"))
	// Output: 1 true Mon 07:00
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
