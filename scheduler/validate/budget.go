package validate

import (
	"fmt"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// budgetFaults finds budgets that do not pay for what is paid whatever the rota: guaranteed hours, and
// pinned shifts with the mentors' beside pinned trainees. The problem must have no fault of another kind.
func budgetFaults(p *scheduler.Problem) (faults []scheduler.Fault) {
	if !p.HasBudget() {
		return nil
	}
	p = reading.WithMentors(p, reading.MentorPins(p))
	a := reading.New(p)
	a.ReadShifts(reading.PinnedRota(p))
	for _, b := range reading.NewLedger(a).Budgets {
		if b.Over(0) == 0 {
			continue
		}
		path, whose := "objective.max_cost", "the budget"
		if b.Provider != "" {
			path, whose = fmt.Sprintf("provider[%d].max_cost", a.ProviderOf[b.Provider]), "the budget of "+reading.CalledProvider(p, b.Provider)
		}
		faults = append(faults, scheduler.Fault{Path: path, Says: fmt.Sprintf("%s is %s, and %s is paid in any case, for guaranteed hours and pinned shifts", whose, say.Money(b.Most), say.Money(b.Spent)),
			Remedy: "write " + say.Money(b.Spent) + " or more, or guarantee or pin less"})
	}
	return faults
}
