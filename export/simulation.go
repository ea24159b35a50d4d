package export

import (
	"fmt"
	"io"
	"math"

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
	s.line("We played these %s %s, with %s days of sickness each on average.", say.Count(p.Days, "day"), say.Count(r.Runs, "time"), sayNumber(r.DaysSick.Value))
	if r.Wanted > r.Runs {
		s.line("There was time for %d of %s.", r.Runs, say.Count(r.Wanted, "time"))
	}
	s.line("")
	s.line("%-48s %16s %16s", "", "as planned", "no standby")
	for _, row := range simulationRows(r) {
		s.line("%-48s %16s %16s", row.what, row.say(&r.With), row.say(&r.Without))
	}
	if r.Runs > 1 {
		s.line("%s", wrapped("", "After ± stands by how much a figure may be off, in 95 of 100 such simulations."))
	}
	s.line("")
	s.line("%s", wrapped("", buys(r)))
	_, err = io.WriteString(w, s.text.String())
	return err
}

// simulationRow is a line of figures.
type simulationRow struct {
	what string
	say  func(*simulation.Outcome) string
}

// causeWords are what the reasons why somebody could not come are called.
var causeWords = [...]string{
	simulation.Sickness: "ill", simulation.NoShow: "did not come", simulation.Outbreak: "ill with others of the team",
	simulation.Leaving: "left", simulation.Withdrawal: "provider withdrew", simulation.Lateness: "came late",
}

func simulationRows(r *simulation.Result) []simulationRow {
	rows := []simulationRow{
		{"shifts lost", func(o *simulation.Outcome) string { return sayFigure(o.Lost, sayNumber) }},
		{"  taken by somebody on standby", func(o *simulation.Outcome) string { return sayFigure(o.CallOuts, sayNumber) }},
		{"  taken by somebody who was free", func(o *simulation.Outcome) string { return sayFigure(o.Others, sayNumber) }},
		{"not covered, on average", func(o *simulation.Outcome) string { return sayFigure(o.Uncovered, say.Clock) }},
		{"  open in the rota already", func(o *simulation.Outcome) string { return say.Clock(o.Open) }},
	}
	for k, c := range r.With.By {
		if c.Lost.Value > 0 {
			rows = append(rows, simulationRow{"  " + causeWords[c.Why], func(o *simulation.Outcome) string { return sayFigure(o.By[k].Uncovered, say.Clock) }})
		}
	}
	return append(rows, []simulationRow{
		{"  of these, told less than 4 hours before", func(o *simulation.Outcome) string { return sayFigure(o.ShortNotice, say.Clock) }},
		{"  of these, while somebody else was away too", func(o *simulation.Outcome) string { return sayFigure(o.AtOnce, say.Clock) }},
		{"in the worst 1 of 20: more than", func(o *simulation.Outcome) string { return sayFigure(o.Worst, say.Clock) }},
		{"chance of a week with every hour covered, %", func(o *simulation.Outcome) string {
			return sayFigure(o.QuietWeeks, func(x float64) string { return fmt.Sprintf("%.1f", 100*x) })
		}},
		{"times the family would have been asked", func(o *simulation.Outcome) string { return sayFigure(o.Asked, sayNumber) }},
		{"calls for each standby shift", func(o *simulation.Outcome) string {
			return sayFigure(o.PerStandby, func(x float64) string { return fmt.Sprintf("%.3f", x) })
		}},
		{"cost of the standby", func(o *simulation.Outcome) string { return say.Money(o.StandbyCost) }},
		{"  and of those called from it", func(o *simulation.Outcome) string { return sayFigure(o.CallOutCost, say.Money) }},
		{"cost of others who were called", func(o *simulation.Outcome) string { return sayFigure(o.OthersCost, say.Money) }},
	}...)
}

// sayFigure is a figure with its margin; of a single run there is none.
func sayFigure(f simulation.Figure, say func(float64) string) string {
	if f.Value == 0 && f.Margin == 0 || math.IsNaN(f.Margin) {
		return say(f.Value)
	}
	return say(f.Value) + " ±" + say(f.Margin)
}

// buys says what the standby buys.
func buys(r *simulation.Result) string {
	saved := r.Saved.Value
	switch {
	case r.With.StandbyCost == 0:
		return "Nobody in this rota is paid to stand by."
	case saved <= 0 || saved <= r.Saved.Margin:
		return fmt.Sprintf("Standby costs %s. That it saves hours does not show in %s.", say.Money(r.With.StandbyCost), say.Count(r.Runs, "run"))
	}
	return fmt.Sprintf("Standby costs %s with the calls, and saves %s on average: %s for each hour saved.",
		say.Money(r.Extra), say.Hours(saved), say.Money(r.Extra/saved))
}
