package advice

import (
	"fmt"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// RuleKept is a rule of the problem that somebody chose and could choose
// otherwise: that only approved providers are used, a provider's ceiling or
// suspension, the list of workers a need is open to. Its price is what the rota would gain
// without it. Refusals, suspended workers and the limits that keep people rested
// are no such rules: they are never priced.
type RuleKept struct {
	Rule     string // "approval", "accepts", "ceiling", "suspension" or "only"
	Provider string
	Need     string
	Says     string // such as "the limit of 20 hours a week on Jamie's personal assistants"
}

// rulesKept are the rules of the problem that have a price to be asked.
func rulesKept(p *scheduler.Problem) (out []RuleKept) {
	dated, closed := false, false
	for i := range p.Providers {
		s := &p.Providers[i]
		dated = dated || !s.FromDate.IsZero() || !s.UntilDate.IsZero()
		closed = closed || !s.AcceptsAll
	}
	if dated {
		out = append(out, RuleKept{Rule: "approval", Says: "the list of approved providers"})
	}
	if closed {
		out = append(out, RuleKept{Rule: "accepts", Says: "the rule that providers serve only clients they have accepted"})
	}
	for i := range p.Providers {
		s := &p.Providers[i]
		if s.MaxHoursWeek != nil {
			out = append(out, RuleKept{Rule: "ceiling", Provider: s.ID, Says: fmt.Sprintf("the limit of %s a week on %s", say.Length(*s.MaxHoursWeek), reading.CalledProvider(p, s.ID))})
		}
		if s.Suspended {
			out = append(out, RuleKept{Rule: "suspension", Provider: s.ID, Says: fmt.Sprintf("the suspension of %s", reading.CalledProvider(p, s.ID))})
		}
	}
	for i := range p.Needs {
		if n := &p.Needs[i]; len(n.Only) > 0 {
			out = append(out, RuleKept{Rule: "only", Need: n.ID, Says: fmt.Sprintf("the list of who may come to %s", n.ID)})
		}
	}
	return out
}

// lift takes the rule out of the problem.
func (k *RuleKept) lift(p *scheduler.Problem) {
	for i := range p.Providers {
		s := &p.Providers[i]
		switch {
		case k.Rule == "approval":
			s.FromDate, s.UntilDate = scheduler.Date{}, scheduler.Date{}
		case k.Rule == "accepts":
			s.AcceptsAll = true
		case k.Provider != s.ID:
		case k.Rule == "ceiling":
			s.MaxHoursWeek = nil
		case k.Rule == "suspension":
			s.Suspended = false
		}
	}
	for i := range p.Needs {
		if k.Rule == "only" && p.Needs[i].ID == k.Need {
			p.Needs[i].Only = nil
		}
	}
}
