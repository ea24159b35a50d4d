package constraints

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// kinds of decisions as kinds of shifts.
var kinds = [solver.NumModes]scheduler.Kind{solver.Active: scheduler.Waking, solver.Passive: scheduler.SleepIn, solver.Reserve: scheduler.Standby, solver.Beside: scheduler.Shadow}

// Rota is a plan in the words of the problem: in order of start, then worker,
// with local times, pins marked. Backups are left to the audit.
func (c *Compiled) Rota(plan *solver.Plan) *scheduler.Rota {
	r := &scheduler.Rota{}
	for w, line := range plan.Lines {
		for i, d := range line {
			s := scheduler.Shift{Worker: c.Source.Workers[w].ID, Start: c.Instant(d.Start), End: c.Instant(d.End), Kind: kinds[d.Kind], Pinned: c.pinned(w, d)}
			if n := c.needOf(w, line, i); n >= 0 {
				s.Need, s.Client = c.Source.Needs[n].ID, c.Source.Needs[n].Client
			}
			r.Shifts = append(r.Shifts, s)
		}
	}
	slices.SortStableFunc(r.Shifts, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker))
	})
	return r
}

// needOf is the index of the need that the i-th decision of a worker's line serves, -1 for none. What
// has happened in no task of its need is a pin, one for each of those that are alike.
func (c *Compiled) needOf(worker int, line []solver.Decision, i int) int {
	d := line[i]
	switch {
	case d.Task >= 0:
		return c.Occurrences[d.Task].Need
	case d.Kind == solver.Reserve:
		return -1
	}
	d.Fixed = true
	var needs []int
	for k := range c.Source.Workers[worker].Pinned {
		p := &c.Source.Workers[worker].Pinned[k]
		if f, ok := c.fixed(worker, p); ok && f == d {
			needs = append(needs, c.Need(p.Need))
		}
	}
	before := 0
	for _, o := range line[:i] {
		if o.Fixed = true; o == d {
			before++
		}
	}
	if before >= len(needs) {
		return -1
	}
	return needs[before]
}

func (c *Compiled) pinned(worker int, d solver.Decision) bool {
	d.Fixed = true
	return slices.Contains(c.Model.Lines[worker].Fixed, d)
}

// Plan is a rota in the model's terms, for a search to start from. Shifts of
// workers or needs that the problem does not have, outside every occurrence
// of theirs unless they have happened, or not on whole minutes are left out.
func (c *Compiled) Plan(r *scheduler.Rota) *solver.Plan {
	plan := c.PlanOf(r)
	for w, line := range plan.Lines {
		for i := range line {
			line[i].Fixed = c.pinned(w, line[i])
		}
	}
	return plan
}

// PlanOf is a rota in the model's terms, without what is pinned; see Compiled.Plan.
func (t *terms) PlanOf(r *scheduler.Rota) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(t.Source.Workers))}
	if r == nil {
		r = &scheduler.Rota{}
	}
	for i := range r.Shifts {
		w := t.Worker(r.Shifts[i].Worker)
		if d, ok := t.decision(&r.Shifts[i]); ok && w >= 0 {
			p.Lines[w] = append(p.Lines[w], d)
		}
	}
	for _, l := range p.Lines {
		slices.SortStableFunc(l, func(a, b solver.Decision) int { return cmp.Compare(a.Start, b.Start) })
	}
	return p
}

// decision is a shift in the model's terms.
func (t *terms) decision(s *scheduler.Shift) (d solver.Decision, ok bool) {
	k, n := slices.Index(kinds[:], s.Kind), t.Need(s.Need)
	d = solver.Decision{Task: solver.NoTask, Start: t.Minute(s.Start), End: t.Minute(s.End), Kind: solver.Mode(max(k, 0))}
	if k < 0 || d.End <= d.Start || d.Start < 0 || !wholeMinute(s.Start) || !wholeMinute(s.End) {
		return d, false
	}
	if s.Kind == scheduler.Standby {
		return d, true
	}
	if n >= 0 {
		d.Task, ok = t.served(n, s.Start, d.Span())
	}
	return d, ok
}

func wholeMinute(t time.Time) bool { return t.Second() == 0 && t.Nanosecond() == 0 }

// Compare sets an engine's cost beside the audit's figures and says where they
// differ by more than rounding: underlap to the minute, contingency (but for relief,
// which no engine plans) to half a minute for each goal that may be a part of one, money to
// a penny, a billionth, and what prices by the minute lose as whole units.
func (c *Compiled) Compare(cost solver.Cost, r *scheduler.Report) error {
	if r == nil {
		return errors.New("scheduler: there is no report")
	}
	if len(r.Objective) != len(c.Model.Levels) {
		return fmt.Errorf("scheduler: the report has %d levels of %d", len(r.Objective), len(c.Model.Levels))
	}
	var all []error
	for l, g := range c.Goals(cost, cost) {
		audit, tolerance := r.Objective[l].Value, 1e-6
		switch l {
		case scheduler.LevelContingency:
			audit -= r.Contingency.ReliefShortfall
			tolerance += c.broken() / 60
		case scheduler.LevelMoney:
			tolerance = 0.01 + 1e-9*math.Abs(audit) + c.units(r)
		}
		if c.own != nil {
			tolerance += 1e-9 * math.Abs(audit)
		}
		if !(math.Abs(audit-g.Value) <= tolerance) {
			all = append(all, fmt.Errorf("%s: the engine says %v, the audit %v", g.Level, g.Value, audit))
		}
	}
	return errors.Join(all...)
}

// broken is how many minutes goals at the contingency level can lose to rounding.
func (c *Compiled) broken() (n float64) {
	for i := range c.Model.Sums {
		if s := &c.Model.Sums[i]; s.HighPrice != 0 && s.HighLevel == scheduler.LevelContingency && !inMinutes(s) {
			n += 0.5
		}
	}
	return n
}

// inMinutes says whether the sum is always a whole number of minutes above its goal.
func inMinutes(s *solver.Sum) bool {
	whole := s.High%solver.PartsPerMinute == 0
	for _, w := range s.Weight {
		whole = whole && w%solver.PartsPerMinute == 0
	}
	return whole
}

// units is how much money a rounded price by the minute can miss.
func (c *Compiled) units(r *scheduler.Report) float64 {
	minutes := r.Cover.OverlapHours * 60
	if c.Source.From != nil {
		for _, s := range append(slices.Clone(c.Source.From.Shifts), r.Rota.Shifts...) {
			minutes += s.End.Sub(s.Start).Minutes()
		}
	}
	return minutes * 0.5 / moneyUnit
}

// Goals turns an engine's ranked cost into hours and money, by level of the model.
func (c *Compiled) Goals(cost, bound solver.Cost) []scheduler.Goal {
	out := make([]scheduler.Goal, len(c.Model.Levels))
	values, bounds := c.amounts(cost), c.amounts(bound)
	for l := range out {
		out[l] = scheduler.Goal{Level: c.Model.Levels[l], Value: values[l], Bound: bounds[l]}
	}
	return out
}

// amounts is a ranked cost in hours, and from the level of money on in money.
func (c *Compiled) amounts(cost solver.Cost) []float64 {
	out := make([]float64, min(len(c.Model.Levels), len(cost)))
	for l := range out {
		unit := 60.0
		if l >= scheduler.LevelMoney {
			unit = moneyUnit
		}
		out[l] = float64(cost[l]) / unit
	}
	return out
}

// moneyUnit is how many of an engine's money units make one of the currency.
const moneyUnit = 1e8
