package advice

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// inOrder puts the options in order: what leaves least first, of those the cheapest, then those that ask
// least of people, then the fewest remedies. The same set stands once, and none that asks for all that
// another does and for more, and does no better; of those of the same kinds of change only the first few.
func inOrder(a *advising, advice *Advice) {
	slices.SortStableFunc(advice.Options, func(x, y Option) int {
		for l := range a.levels {
			if d := x.After[l].Value - y.After[l].Value; math.Abs(d) > hoursSlack {
				return cmp.Compare(x.After[l].Value, y.After[l].Value)
			}
		}
		cost := func(o *Option) float64 { return math.Round(o.MoneyPerWeek + o.Once/a.weeks()) }
		return cmp.Or(cmp.Compare(cost(&x), cost(&y)), cmp.Compare(burden(x.Remedies), burden(y.Remedies)), cmp.Compare(len(x.Remedies), len(y.Remedies)))
	})
	seen, alike := map[string]bool{}, map[string]int{}
	var kept []Option
	for i := range advice.Options {
		o := &advice.Options[i]
		key := fmt.Sprint(a.keys(o.Remedies))
		kinds := kindsOf(o.Remedies)
		if !seen[key] && alike[kinds] < mostAlike && !slices.ContainsFunc(kept, func(k Option) bool { return within(&k, o) }) {
			kept = append(kept, *o)
			alike[kinds]++
		}
		seen[key] = true
	}
	advice.Options = kept[:min(len(kept), a.o.Most)]
}

// mostAlike is how many options of the same kinds of change are given.
const mostAlike = 3

// kindsOf are the kinds of a set of remedies, each once.
func kindsOf(set []Remedy) string {
	var kinds []string
	for i := range set {
		kinds = appendNew(kinds, string(set[i].Kind))
	}
	slices.Sort(kinds)
	return strings.Join(kinds, " ")
}

// within says whether an option, which does no worse, asks for nothing that the other does not ask for too.
func within(o, of *Option) bool {
	return !slices.ContainsFunc(o.Remedies, func(m Remedy) bool {
		return !slices.ContainsFunc(of.Remedies, func(n Remedy) bool {
			return n.key() == m.key() && m.By <= n.By && len(m.Times) <= len(n.Times)
		})
	})
}

// burden is how much remedies ask of people, about 1 for each favour: a time asked for, 8 hours more a
// week, 5 days of training. What others must first decide, and a person to be found, weigh more.
func burden(set []Remedy) (sum float64) {
	for i := range set {
		switch m := &set[i]; m.Kind {
		case Extend:
			sum += float64(len(m.Times))
		case RaiseCap:
			sum += 1 + m.By.Hours()/8
		case Train:
			sum += 2 + float64(m.Days)/5
		case Move, Accept:
			sum += 2
		case Approve, LiftCeil:
			sum += 3
		case Hire:
			sum += 5
		}
	}
	return sum
}

// mostMet is how many people a new worker meets who are named one by one.
const mostMet = 3

// met are the people whom a new worker meets, by name; none where they are many.
func (m *Remedy) met(p *scheduler.Problem, r *scheduler.Rota) (out []string) {
	for _, s := range r.Shifts {
		if s.Worker == m.New.ID && s.Client != "" {
			out = appendNew(out, reading.CalledClient(p, s.Client))
		}
	}
	if len(out) > mostMet {
		return nil
	}
	return out
}

// agree are those who must agree to the remedy as a rota has it, by name.
func (m *Remedy) agree(p *scheduler.Problem, r *scheduler.Rota) []string {
	const payer = "whoever pays for the care"
	switch m.Kind {
	case Train, RaiseCap, Extend:
		return []string{reading.CalledWorker(p, m.Worker)}
	case Accept:
		return []string{reading.CalledProvider(p, m.Provider)}
	case Approve, LiftCeil:
		return []string{reading.CalledProvider(p, m.Provider), payer}
	case Move:
		return []string{m.sayWhose(p)}
	case Hire:
		return append(m.met(p, r), payer)
	}
	return nil
}

// starts is the first day on which the remedy changes something in a trial's rota: of the rota, or of what is left
// of it where it has begun.
func (a *advising) starts(m *Remedy, t *trial) scheduler.Date {
	first := a.p.Start
	if !a.p.AsOf.IsZero() {
		if d := scheduler.DateOf(a.p.AsOf.In(a.p.Zone)); first.Before(d) {
			first = d
		}
	}
	from := first
	switch {
	case m.Kind == RaiseCap:
		from = a.firstOver(m, t)
	case m.Kind == Train || m.Kind == Approve:
		from = m.From
	case len(m.Times) > 0:
		from = scheduler.DateOf(m.Times[0].Start.In(a.p.Zone))
	}
	if from.Before(first) {
		return first
	}
	return from
}
