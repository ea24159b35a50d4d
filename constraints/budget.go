package constraints

import (
	"github.com/carerota/carerota/solver"
)

// budget caps what the rota costs, and what the workers of a provider cost, on-cost and guaranteed
// hours that are not worked included, prices left aside.
type budget struct{}

func (budget) Name() string { return "max_cost" }

// slackOfBudget is money that may be spent beyond a budget for rounding: less than the audit allows.
const slackOfBudget = 0.001

func (budget) Build(b *Builder) {
	if most := b.Objective.MaxCost; most != nil {
		b.limitCost(*most, func(int) bool { return true })
	}
	for i := range b.Providers {
		if p := &b.Providers[i]; p.MaxCost != nil {
			b.limitCost(*p.MaxCost, func(w int) bool { return b.ProviderOf(w) == p })
		}
	}
}

// limitCost gives a budget to those of the workers who are paid.
func (b *Builder) limitCost(most float64, bears func(worker int) bool) {
	x := solver.Budget{Max: Money(most + slackOfBudget)}
	for w := range b.Workers {
		if bears(w) && !b.OfFamily(w) {
			x.Lines = append(x.Lines, int32(w))
		}
	}
	if m := b.Model(); len(x.Lines) > 0 {
		m.Budgets = append(m.Budgets, x)
	}
}
