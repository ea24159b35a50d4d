package solver_test

import (
	"context"
	"fmt"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// money is how many of the model's units make one money: bounds round each price of a minute.
const money = 1_000_000

// twoTasks is a day with a task from 8 to 12 and one from 10 to 14, and two lines, the second of which
// may only do the later one. A minute short costs 1 at the first level, a minute worked one money at
// the second.
func twoTasks() *solver.Model {
	const hour = solver.Minute(60)
	m := &solver.Model{
		Levels: []string{"short", "money"}, PayLevel: 1, Grain: hour,
		Horizon: solver.Span{From: 0, To: 24 * hour}, Days: []solver.Minute{0, 24 * hour, 48 * hour},
		Weeks: []solver.Week{{Span: solver.Span{From: 0, To: 48 * hour}}}, Curves: []solver.Curve{{}}, Fine: solver.Cost{0, money / 100},
	}
	for _, from := range []solver.Minute{8 * hour, 10 * hour} {
		m.Tasks = append(m.Tasks, solver.Task{
			Span: solver.Span{From: from, To: from + 4*hour}, Need: 1, Whole: true, MinLen: 4 * hour, MaxLen: 4 * hour,
			Group: -1, UnderPrice: 1, OverLevel: 1,
		})
	}
	for _, may := range [][]int32{{0, 1}, {1}} {
		line := solver.Line{Master: -1, Rules: solver.Rules{MinRest: 11 * hour, MaxSpell: 13 * hour, MaxWeekends: -1}}
		line.Pay[solver.Active] = solver.Wage{Rate: money, Factor: 1}
		for _, t := range may {
			line.Permits = append(line.Permits, solver.Permit{Task: t, Spans: []solver.Span{m.Tasks[t].Span}})
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

// An engine gives a plan, its cost and a bound of each level.
func Example() {
	m := twoTasks()
	if err := m.Check(); err != nil {
		fmt.Println(err)
		return
	}
	r, err := native.Engine{}.Solve(context.Background(), m, solver.Options{Seed: 1, Threads: 1, Steps: 10_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for l, line := range r.Plan.Lines {
		for _, d := range line {
			fmt.Printf("line %d: task %d from %d to %d\n", l, d.Task, d.Start/60, d.End/60)
		}
	}
	fmt.Printf("%d minutes short, %.2f money of at least %.2f\n", r.Cost[0], float64(r.Cost[1])/money, float64(r.Bound[1])/money)
	fmt.Println("proved:", r.Proved)
	// Output:
	// line 0: task 0 from 8 to 12
	// line 1: task 1 from 10 to 14
	// 0 minutes short, 480.00 money of at least 480.00
	// proved: true
}

// The plain judge prices any plan, and says which limits it breaks.
func ExampleModel_Violations() {
	m := twoTasks()
	plan := &solver.Plan{Lines: [][]solver.Decision{nil, {{Task: 0, Start: 480, End: 720}}}}
	cost := m.Evaluate(plan)
	fmt.Println(cost[:len(m.Levels)])
	for _, says := range m.Violations(plan) {
		fmt.Println(says)
	}
	// Output:
	// [240 240000000]
	// line 1: {0 480 720 active false} is not permitted
}
