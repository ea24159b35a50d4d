package export

import (
	"fmt"
	"io"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/simulation"
)

// Simulation writes what a simulation found as plain text: the plan with its
// contingency beside the plan without, and what the standby buys.
func Simulation(w io.Writer, p *scheduler.Problem, r *simulation.Result) error {
	p, err := readyProblem(p)
	if err != nil {
		return err
	}
	if r == nil {
		return ErrNothing
	}
	s := &summary{p: p, names: namesOf(p)}
	s.line("%s", called("", p.Name))
	s.line("We played these %s %s, with %s days of sickness each on average.", say.Count(p.Days, "day"), say.Count(r.Runs, "time"), sayNumber(r.DaysSick))
	s.line("")
	s.line("%-44s %12s %12s", "", "as planned", "no standby")
	for _, row := range []struct {
		what string
		say  func(*simulation.Outcome) string
	}{
		{"shifts lost", func(o *simulation.Outcome) string { return sayNumber(o.Lost) }},
		{"taken by somebody on standby", func(o *simulation.Outcome) string { return sayNumber(o.CallOuts) }},
		{"taken by somebody who was free", func(o *simulation.Outcome) string { return sayNumber(o.Others) }},
		{"not covered, on average", func(o *simulation.Outcome) string { return say.Clock(o.Uncovered) }},
		{"in the worst 1 of 20: more than", func(o *simulation.Outcome) string { return say.Clock(o.Worst) }},
		{"chance of a week with every hour covered", func(o *simulation.Outcome) string { return fmt.Sprintf("%.1f %%", 100*o.QuietWeeks) }},
		{"times the family would have been asked", func(o *simulation.Outcome) string { return sayNumber(o.Asked) }},
		{"call-outs for each standby shift", func(o *simulation.Outcome) string { return fmt.Sprintf("%.3f", o.PerStandby) }},
		{"cost of the standby", func(o *simulation.Outcome) string { return sayMoney(o.StandbyCost) }},
	} {
		s.line("%-44s %12s %12s", row.what, row.say(&r.With), row.say(&r.Without))
	}
	s.line("")
	s.line("%s", wrapped("", buys(r)))
	_, err = io.WriteString(w, s.text.String())
	return err
}

// buys says what the standby buys.
func buys(r *simulation.Result) string {
	saved := r.Without.Uncovered - r.With.Uncovered
	switch {
	case r.With.StandbyCost == 0:
		return "Nobody in this rota is paid to stand by."
	case saved <= 0:
		return "The standby saves no hours here."
	}
	return fmt.Sprintf("Standby costs %s and saves %s on average: %s for each hour saved.",
		sayMoney(r.With.StandbyCost), say.Hours(saved), sayMoney(r.With.StandbyCost/saved))
}
