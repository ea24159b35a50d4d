package reading

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Ledger is what each worker costs with the line that is planned, for the budgets: that of the whole
// rota, and those of providers. It follows a line only when told.
type Ledger struct {
	a       *Reading
	tariffs [4]Tariff
	Budgets []Budget
	costs   []float64 // by worker
}

// Budget is the most that workers may cost over the rota, and what they cost.
type Budget struct {
	Provider    string // whose workers; empty for all
	Rule        string // "max_cost" or "provider.max_cost"
	Most, Spent float64
}

// pennySlack is what a cost may be over a budget by: less than the least coin.
const pennySlack = 0.005

// Over is by how much so much more would be over the budget; 0 when it would not.
func (b *Budget) Over(more float64) float64 {
	if over := b.Spent + more - b.Most; over > pennySlack {
		return over
	}
	return 0
}

// NewLedger enters the lines as they are; nil when the problem has no budget.
func NewLedger(a *Reading) *Ledger {
	l := &Ledger{a: a}
	if most := a.Problem.Objective.MaxCost; most != nil {
		l.Budgets = append(l.Budgets, Budget{Rule: "max_cost", Most: *most})
	}
	for i := range a.Problem.Providers {
		if p := &a.Problem.Providers[i]; p.MaxCost != nil {
			l.Budgets = append(l.Budgets, Budget{Rule: "provider.max_cost", Provider: p.ID, Most: *p.MaxCost})
		}
	}
	if len(l.Budgets) == 0 {
		return nil
	}
	for k := range l.tariffs {
		l.tariffs[k] = a.Tariff(scheduler.Kind(k))
	}
	l.costs = make([]float64, len(a.Workers))
	for i := range a.Workers {
		l.FollowLine(i, a.Workers[i].Line)
	}
	return l
}

// Bears says whether a worker's cost is taken of the budget.
func (b *Budget) Bears(w *Worker) bool { return b.Provider == "" || b.Provider == w.Provider }

// FollowLine enters what a worker costs with a line.
func (l *Ledger) FollowLine(worker int, line []Item) {
	w := &l.a.Workers[worker]
	more := l.More(w, line)
	l.costs[worker] += more
	for i := range l.Budgets {
		if l.Budgets[i].Bears(w) {
			l.Budgets[i].Spent += more
		}
	}
}

// More is what a worker would cost more with another line.
func (l *Ledger) More(w *Worker, line []Item) float64 { return l.Cost(w, line) - l.costs[w.Index] }

// OverWith is the first budget that so much more for a worker would overspend; nil for none.
func (l *Ledger) OverWith(w *Worker, more float64) *Budget {
	for i := range l.Budgets {
		if b := &l.Budgets[i]; b.Bears(w) && more > pennySlack && b.Over(more) > 0 {
			return b
		}
	}
	return nil
}

// Cost is what a worker costs with a line: pay, enhancements, guaranteed hours that are not worked and
// on-cost; of family nothing.
func (l *Ledger) Cost(w *Worker, line []Item) (money float64) {
	if w.Family {
		return 0
	}
	for i := range line {
		if it := &line[i]; !it.Past {
			money += l.tariffs[it.Kind].Cost(w, it.Kind, it.Span)
		}
	}
	eachUnused(l.a, w, line, func(_ int, hours float64) {
		factor := 1.0
		if w.Supplier != nil {
			factor = w.Supplier.OnCost
		}
		money += w.Rate * hours * factor
	})
	return money
}

// judgeBudgets holds what workers cost against the budgets.
func judgeBudgets(a *Reading) {
	l := NewLedger(a)
	if l == nil {
		return
	}
	for i := range l.Budgets {
		b := &l.Budgets[i]
		if b.Over(0) == 0 {
			continue
		}
		breachesOf(a, "").add(b.Rule, a.Midnights[0], "", func() string {
			who := "The rota costs"
			if b.Provider != "" {
				who = "The workers of " + CalledProvider(a.Problem, b.Provider) + " cost"
			}
			return fmt.Sprintf("%s %s; at most %s are allowed", who, say.Money(b.Spent), say.Money(b.Most))
		})
	}
}

// workedLine is a line without the standby, which is set against no guaranteed hours.
func workedLine(line []Item) []Item {
	return slices.DeleteFunc(slices.Clone(line), func(it Item) bool { return it.Kind == scheduler.Standby })
}
