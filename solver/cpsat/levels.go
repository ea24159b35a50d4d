package cpsat

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/solver"
)

// found is the outcome of one translated model.
type found struct {
	plan  *solver.Plan // nil for none
	cost  solver.Cost
	bound solver.Cost // of every level; 0 where nothing is known
	stuck bool        // nothing keeps all the rules
}

// run is the search of one translated model, level by level.
type run struct {
	t       *translation
	child   *child
	seed    uint64
	threads int
	linear  uint64
	until   time.Time
	better  func(*solver.Plan, solver.Cost) // told of each plan that is better than all before
}

// errPlan says that CP-SAT gave a plan that the model's own evaluation
// rejects. It is a fault of the translation, and the plan is not used.
var errPlan = errors.New("cpsat: the plan does not keep the model's rules")

// errFalse says that CP-SAT called a plan impossible that is there.
var errFalse = errors.New("cpsat: CP-SAT says that no plan is as good as one that is there; nothing that it proves of this model is believed")

// levels makes each level as small as it can be, those before it held. start,
// when not nil, is a plan to begin from, and nothing worse is looked at.
// Levels that are settled are only held at what they are in the start.
func (r *run) levels(ctx context.Context, start *solver.Plan, settled [solver.MaxLevels]bool) (*found, error) {
	d := &descent{run: r, found: &found{}, sure: true}
	if start != nil {
		d.plan, d.cost = start, r.t.m.Evaluate(start)
		d.values = r.t.valuesOf(start)
	}
	for l := range r.t.m.Levels {
		if goOn, err := d.level(ctx, l, settled[l]); !goOn || err != nil {
			return d.found, err
		}
	}
	if d.plan == nil { // no choice costs anything
		return d.found, r.whatever(ctx, d.found)
	}
	return d.found, nil
}

// descent is the way down through the levels.
type descent struct {
	*run
	*found
	values []int64 // of the variables in the plan; nil for none
	sure   bool    // the levels so far are held at what the model itself makes of them
}

// goal is a level with something to choose. Its cost is unit times the objective, and plus.
type goal struct {
	level      int
	objective  sum
	unit, plus int64
}

// level makes one level as small as it can be, and holds it. goOn is false when the levels after it are not to be looked at.
func (d *descent) level(ctx context.Context, l int, settled bool) (goOn bool, err error) {
	cost := merged(d.t.level[l])
	unit := reduce(&cost)
	if len(cost.vars) == 0 {
		d.bound[l] = cost.plus
		return true, nil
	}
	g := goal{l, sum{vars: cost.vars, coefs: cost.coefs}, unit, cost.plus}
	least, _ := bounds(g.objective)
	hold := int64(math.MaxInt64)
	if d.plan != nil {
		hold = d.reached(&g)
	}
	if !settled && hold > least {
		if least, hold, goOn, err = d.search(ctx, &g, least, hold); !goOn || err != nil {
			return false, err
		}
	}
	loose := d.t.loose[l]
	if d.sure {
		d.bound[l] = least*unit + cost.plus - loose
	}
	d.sure = d.sure && loose == 0
	d.t.atMost(g.objective, hold) // from now on
	return true, nil
}

// reached is the most that the objective can be in plans no worse at the level than the plan there is.
func (d *descent) reached(g *goal) int64 {
	return floorDiv(d.t.m.EvaluatePortion(d.plan, d.t.priced)[g.level]-g.plus+d.t.loose[g.level], g.unit)
}

// search has CP-SAT make the objective small, and says what it is at least, and what it is to be held at.
func (d *descent) search(ctx context.Context, g *goal, least, hold int64) (newLeast, newHold int64, goOn bool, err error) {
	left := time.Until(d.until).Seconds()
	if left <= 0 || ctx.Err() != nil {
		return least, hold, false, nil
	}
	p := parameters{seed: d.seed, seconds: d.share(left, g.level), workers: d.threads, gap: float64(d.t.m.Fine[g.level]) / float64(g.unit),
		quick: d.t.partial, linear: d.linear}
	reply, err := d.child.solve(ctx, p, d.t.message(&g.objective, d.t.hint(d.values)))
	if err == nil {
		err = d.read(reply)
	}
	if err != nil || d.stuck || d.plan == nil { // or not one plan in the time
		return least, hold, false, err
	}
	if reply.status != unknown && !math.IsInf(reply.bound, 0) {
		least = lowest(reply.bound)
	}
	if d.sure && d.t.loose[g.level] == 0 && least > hold {
		return least, hold, false, errFalse
	}
	if hold = min(hold, d.reached(g)); len(reply.values) > 0 && value(g.objective, reply.values) <= hold {
		hold = value(g.objective, reply.values)
	} else {
		d.values = d.t.valuesOf(d.plan) // better than the reply
	}
	return least, hold, true, nil
}

// read takes over the plan of a reply, or that there is none.
func (d *descent) read(reply *response) error {
	switch reply.status {
	case invalid:
		return errors.New("cpsat: CP-SAT refuses the model")
	case infeasible:
		if d.plan != nil && d.sure && !d.t.partial {
			return errFalse
		}
		d.stuck = true
	case feasible, optimal:
		d.values = reply.values
		return d.take(d.found, d.values)
	}
	return nil
}

// whatever looks for any plan at all.
func (r *run) whatever(ctx context.Context, f *found) error {
	p := parameters{seed: r.seed, seconds: max(0, time.Until(r.until).Seconds()), workers: r.threads}
	reply, err := r.child.solve(ctx, p, r.t.message(nil, hint{}))
	switch {
	case err != nil:
		return err
	case len(reply.values) > 0:
		return r.take(f, reply.values)
	}
	f.stuck = reply.status == infeasible
	return nil
}

// share is the time for level l of what is left: half of it for each level but the last.
func (r *run) share(left float64, l int) float64 {
	for k := l + 1; k < len(r.t.m.Levels); k++ {
		if len(r.t.level[k].vars) > 0 {
			return left / 2
		}
	}
	return left
}

// lowest is a bound as a whole number, surely not above the true one.
func lowest(bound float64) int64 {
	if math.Abs(bound) < 1<<52 {
		return int64(math.Ceil(bound - 1e-6))
	}
	return int64(math.Floor(bound * (1 - math.Copysign(1e-15, bound))))
}

// take reads a plan from a solution, and keeps it when it is better.
func (r *run) take(f *found, values []int64) error {
	plan := r.t.plan(values)
	if broken := r.t.broken(plan); len(broken) > 0 {
		return fmt.Errorf("%w: %s", errPlan, strings.Join(broken[:min(3, len(broken))], "; "))
	}
	cost := r.t.m.Evaluate(plan)
	if f.plan != nil && !cost.Less(f.cost) {
		return nil
	}
	f.plan, f.cost = plan, cost
	if r.better != nil {
		r.better(plan, cost)
	}
	return nil
}

// broken lists the rules that a plan breaks, but for those that past and fixed work break by themselves.
func (t *translation) broken(p *solver.Plan) []string {
	broken := t.m.Violations(p)
	if len(broken) == 0 {
		return nil
	}
	given := &solver.Plan{}
	for l := range t.m.Lines {
		given.Lines = append(given.Lines, t.m.Lines[l].Fixed)
	}
	before := t.m.Violations(given)
	return slices.DeleteFunc(broken, func(s string) bool { return slices.Contains(before, s) })
}

// plan is what a solution says.
func (t *translation) plan(values []int64) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(t.lines))}
	for l, line := range t.lines {
		for _, c := range line {
			if values[c.lit] != 0 {
				p.Lines[l] = append(p.Lines[l], c.Decision)
			}
		}
	}
	return p
}

// valuesOf are the values of the choices in a plan; the other variables are left open.
func (t *translation) valuesOf(p *solver.Plan) []int64 {
	values := make([]int64, t.size)
	for i := range values {
		values[i] = math.MinInt64
	}
	for l, line := range t.lines {
		for _, c := range line {
			values[c.lit] = 0
			if slices.ContainsFunc(p.Lines[l], func(d solver.Decision) bool {
				return d.Task == c.Task && d.Start == c.Start && d.End == c.End && d.Kind == c.Kind
			}) {
				values[c.lit] = 1
			}
		}
	}
	return values
}

// hint has the values that are known.
func (t *translation) hint(values []int64) (h hint) {
	for v, x := range values {
		if x != math.MinInt64 {
			h.vars, h.values = append(h.vars, int32(v)), append(h.values, x)
		}
	}
	return h
}

// merged is the sum with each variable once.
func merged(s sum) sum {
	at := map[int32]int{}
	out := sum{plus: s.plus}
	for i, v := range s.vars {
		k, is := at[v]
		if !is {
			k = len(out.vars)
			at[v] = k
			out.vars, out.coefs = append(out.vars, v), append(out.coefs, 0)
		}
		out.coefs[k] += s.coefs[i]
	}
	return out
}

// value is what a sum comes to.
func value(s sum, values []int64) (n int64) {
	for i, v := range s.vars {
		n += s.coefs[i] * values[v]
	}
	return n + s.plus
}
