package advice

import (
	"context"
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

// Most lists of workers and most rules whose price is asked.
const mostRules = 20

// price solves the problem without each rule that somebody chose.
func (a *advising) price(ctx context.Context, advice *Advice) error {
	asked := 0
	for _, k := range rulesKept(a.p) {
		if k.Rule == "only" && !a.short[k.Need] || asked == mostRules {
			continue
		}
		asked++
		a.say("the price of %s", k.Says)
		if err := a.priceOf(ctx, advice, k); err != nil {
			return err
		}
	}
	return nil
}

func (a *advising) priceOf(ctx context.Context, advice *Advice, k RuleKept) error {
	set := []Remedy{{Kind: Without, Rule: &k}}
	before, err := a.before(ctx, set)
	if err != nil {
		return err
	}
	hours, err := a.try(ctx, set)
	if err != nil || hours == nil {
		return err
	}
	if a.base == nil || !better(hours.goals, a.base.goals, 3) {
		hours = before // nothing gained in cover: start from what is known to be cheap
	}
	t, err := a.solveFrom(ctx, hours, set)
	if err != nil || a.noMerit(t) {
		return err
	}
	sum := func(t *trial) float64 { return t.goals[0] + t.goals[1] + t.goals[2] }
	price := RulePrice{RuleKept: k, Hours: sum(before) - sum(t), Contingency: before.goals[scheduler.LevelContingency] - t.goals[scheduler.LevelContingency], MoneyPerWeek: -a.spends(before, t)}
	if price.Hours > hoursSlack || price.Contingency > hoursSlack || price.MoneyPerWeek >= 0.01 {
		advice.Rules = append(advice.Rules, price)
	}
	return nil
}
