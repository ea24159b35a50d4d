package cpsat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// Engine is CP-SAT alone. The zero value looks for OR-Tools when it is first
// used. Solve fails where there is no OR-Tools or only an older one, with rules of
// an embedder's own, with a plan that breaks the model's rules, with a model that
// Check rejects, and when CP-SAT's process ends.
//
// Options.Steps is not honoured: a search without Time takes up to a minute.
// Two searches with the same seed give the same plan only when each level was
// proved.
type Engine struct{ Found *Found }

// Name is "cpsat".
func (Engine) Name() string { return "cpsat" }

// ErrCustom says that a model has rules of an embedder's own (Rules.Custom),
// which only the native engine can keep.
var ErrCustom = errors.New("cpsat: CP-SAT cannot keep a rule that is a function; use the native engine")

// mostChoices is how many decisions a program may choose among. Where a model
// allows more, starts and ends lie on a coarser grid and no bound is claimed.
const mostChoices = 60_000

// choicesPerSecond is how many choices a whole program may have for each second of the time.
const choicesPerSecond = 500

// allTime is how long a search without a limit goes on at most.
const allTime = time.Minute

// Solve searches part by part, the smallest first, and in each level by level, each held while the
// next is made small.
func (e Engine) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if err := cmp.Or(solver.CheckContext(ctx), o.Check()); err != nil {
		return nil, err
	}
	return solver.Guarded(ctx, m, o, e.solve)
}

func (e Engine) solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	r := &result{m: m, began: time.Now(), limit: cmp.Or(o.Time, allTime), tell: o.Progress, keep: o.Checkpoint}
	w, err := open(ctx, e.Found, m, nil)
	if err != nil {
		return nil, err
	}
	defer w.close()
	start := w.legal(o.Start)
	if start == nil { // the least there is: what is fixed
		start = w.legal(w.given())
	}
	until := r.began.Add(r.limit)
	if start == nil { // a plan of the whole must be found first
		err = r.search(ctx, w, o, until)
	} else {
		r.take(start, m.Evaluate(start))
		err = r.partwise(ctx, w, o, until)
	}
	if err != nil && (r.plan == nil || !errors.Is(err, errOverdue) && !errors.Is(err, errFalse)) { // what there is stands
		return nil, err
	}
	for l := range r.bound {
		if r.bound[l] > 0 {
			r.by[l] = word
		}
	}
	return r.done(ctx), nil
}

// partwise searches the parts of the model that share nothing, each in its share of what is left of
// the time.
func (r *result) partwise(ctx context.Context, w *workshop, o solver.Options, until time.Time) error {
	parts := bySize(solver.Split(r.m))
	left := weigh(parts)
	var sum solver.Cost
	for _, p := range parts {
		own := weigh([]solver.Part{p})
		s := r.within(p)
		var err error
		if len(p.Lines) > 0 {
			end := time.Now().Add(time.Duration(float64(time.Until(until)) * own / left))
			part := &workshop{m: p.Model, chooser: native.NewChooser(p.Model), child: w.child}
			err = s.search(ctx, part, o, end)
		} else {
			s.bound = s.cost
		}
		left -= own
		r.merge(p, s)
		if err != nil {
			return err
		}
		sum = sum.Plus(s.bound)
	}
	r.lift(sum)
	return nil
}

// search looks at the model as a whole, on a grid on which that can be done in
// the time, and then at windows of it.
func (r *result) search(ctx context.Context, w *workshop, o solver.Options, until time.Time) error {
	most := min(int(time.Until(until).Seconds()*choicesPerSecond), mostChoices)
	part := time.Duration(2) // of the time, what is not proved by then seldom is later
	if w.everything(most, nil).partial {
		part = 3
	}
	end := until
	if r.plan != nil {
		end = time.Now().Add(time.Until(until) / part)
	}
	if err := r.whole(ctx, w, o, most, end); err != nil {
		return err
	}
	return newNeighbours(w, r, o).improve(ctx, until)
}

// whole looks at the model as a whole.
func (r *result) whole(ctx context.Context, w *workshop, o solver.Options, most int, end time.Time) error {
	t := translate(r.m, w.everything(most, r.plan))
	settled, _ := (&neighbours{w: w, r: r}).settled()
	f, err := w.run(t, o, end, r.take).levels(ctx, r.plan, settled)
	if err != nil {
		return err
	}
	if r.plan == nil {
		return w.nothing(f)
	}
	r.trust(t.partial, f)
	return nil
}

// workshop is a model and the process that CP-SAT runs in.
type workshop struct {
	m       *solver.Model
	chooser *native.Chooser
	child   *child
	partial bool // the last program left decisions out
}

// open has a workshop for a model, with a child that is there already or, for nil, one of its own.
func open(ctx context.Context, f *Found, m *solver.Model, there *child) (*workshop, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if r := customOf(m); r != nil {
		return nil, fmt.Errorf("%w (rule %q)", ErrCustom, r.Name())
	}
	if there == nil {
		var err error
		if there, err = launch(ctx, f); err != nil {
			return nil, err
		}
	}
	return &workshop{m: m, chooser: native.NewChooser(m), child: there}, nil
}

// customOf is the first rule of the model that is a function; nil for none.
func customOf(m *solver.Model) solver.LineRule {
	for l := range m.Lines {
		for _, r := range m.Lines[l].Rules.Custom {
			return r
		}
	}
	return nil
}

// launch starts a child with the OR-Tools found; nil looks for it.
func launch(ctx context.Context, f *Found) (*child, error) {
	if f == nil {
		var err error
		if f, err = Find(ctx); err != nil {
			return nil, err
		}
	}
	return start(ctx, f.place)
}

func (w *workshop) close() { w.child.close() }

func (w *workshop) run(t *translation, o solver.Options, until time.Time, better func(*solver.Plan, solver.Cost)) *run {
	w.partial = t.partial
	return &run{t: t, child: w.child, seed: o.Seed, threads: threadsOf(o), until: until, better: better}
}

// threadsOf is how many threads the options ask for; all of the machine where they do not say.
func threadsOf(o solver.Options) int {
	if o.Threads > 0 {
		return o.Threads
	}
	return runtime.GOMAXPROCS(0)
}

// all is the time of the whole model.
func (w *workshop) all() solver.Span {
	return solver.Span{From: w.m.Days[0], To: w.m.Days[len(w.m.Days)-1]}
}

// few says whether there are no more than so many choices on the finest grid.
func (w *workshop) few(most int) bool {
	n := 0
	for l := range w.m.Lines {
		if n += len(w.chooser.List(l, w.all(), w.m.Grain, nil, most)); n > most {
			return false
		}
	}
	return true
}

// everything is the whole model, on the finest grid that gives no more than so many choices.
// The decisions of the start are among them.
func (w *workshop) everything(most int, start *solver.Plan) scope {
	for step := w.m.Grain; ; step *= 2 {
		last := step >= 24*60 // there is nothing coarser
		s := scope{kept: make([][]solver.Decision, len(w.m.Lines)), partial: step > w.m.Grain}
		n := 0
		for l := range w.m.Lines {
			if n > most && !last {
				break
			}
			list := w.chooser.List(l, w.all(), step, nil, most)
			if start != nil {
				list = with(list, start.Lines[l])
			}
			n += len(list)
			s.choices = append(s.choices, list)
		}
		if n <= most || last {
			return s
		}
	}
}

// with is the list with what it lacks of some more decisions.
func with(list, more []solver.Decision) []solver.Decision {
	for _, d := range more {
		if !d.Fixed && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// legal is the plan without what is not legal in it; nil for none.
func (w *workshop) legal(p *solver.Plan) *solver.Plan {
	if p == nil || len(p.Lines) != len(w.m.Lines) || len(w.m.Violations(p)) > 0 {
		return nil
	}
	return p.Clone()
}

// given is the plan of what is fixed and nothing else.
func (w *workshop) given() *solver.Plan {
	p := &solver.Plan{}
	for l := range w.m.Lines {
		p.Lines = append(p.Lines, slices.Clone(w.m.Lines[l].Fixed))
	}
	return p
}

// nothing says why there is no plan.
func (w *workshop) nothing(f *found) error {
	if f.stuck && !w.partial {
		return errors.New("cpsat: no plan keeps all the rules with what is fixed")
	}
	return errors.New("cpsat: no plan was found in the time")
}

// result is what a search has come to.
type result struct {
	m      *solver.Model
	began  time.Time
	limit  time.Duration
	tell   func(solver.Improvement)
	keep   func(*solver.Plan) // a checkpoint, of a plan that is kept
	plan   *solver.Plan
	cost   solver.Cost
	bound  solver.Cost
	best   time.Duration
	by     [solver.MaxLevels]string
	levels [solver.MaxLevels]time.Duration
	steps  int64
}

// word names CP-SAT in Result.By.
const word = "CP-SAT"

// within is the result of a part of the model, from the plan there is. What it is told goes on as
// of the whole.
func (r *result) within(p solver.Part) *result {
	s := &result{m: p.Model, began: r.began, limit: r.limit, plan: p.Take(r.plan)}
	s.cost = p.Model.Evaluate(s.plan)
	if others := r.cost.Minus(s.cost); r.tell != nil {
		s.tell = func(x solver.Improvement) {
			x.Cost, x.Bound = x.Cost.Plus(others), r.bound
			r.tell(x)
		}
	}
	if r.keep != nil {
		s.keep = func(x *solver.Plan) {
			whole := r.plan.Clone()
			p.Give(x, whole)
			r.keep(whole)
		}
	}
	return s
}

// merge takes over what a part came to.
func (r *result) merge(p solver.Part, s *result) {
	r.steps += s.steps
	before := p.Model.Evaluate(p.Take(r.plan))
	if !s.cost.Less(before) {
		return
	}
	p.Give(s.plan, r.plan)
	r.cost = r.cost.Plus(s.cost).Minus(before)
	r.best = max(r.best, s.best)
	for l := range r.levels {
		r.levels[l] = max(r.levels[l], s.levels[l])
	}
}

// lift takes over a bound of all parts together.
func (r *result) lift(sum solver.Cost) {
	for l := range r.m.Levels {
		if sum[l] <= r.bound[l] {
			r.by[l] = ""
		}
		r.bound[l] = max(r.bound[l], sum[l])
	}
}

// word notes the levels of which a part's bound is CP-SAT's alone.
func (r *result) word(s *result) {
	for l := range s.m.Levels {
		if s.bound[l] > 0 {
			r.by[l] = word
		}
	}
}

// take keeps a plan that is better than the one before.
func (r *result) take(p *solver.Plan, cost solver.Cost) {
	if r.plan != nil && !cost.Less(r.cost) {
		return
	}
	at := time.Since(r.began)
	changed := r.plan == nil
	for l := range cost {
		if changed = changed || cost[l] != r.cost[l]; changed {
			r.levels[l] = at
		}
	}
	r.plan, r.cost, r.best = p, cost, at
	if r.tell != nil {
		r.tell(solver.Improvement{Elapsed: at, Cost: cost, Bound: r.bound, Done: min(1, at.Seconds()/r.limit.Seconds())})
	}
	if r.keep != nil {
		r.keep(p.Clone())
	}
}

// trust takes over the bounds of a whole program.
func (r *result) trust(partial bool, f *found) {
	if partial {
		return
	}
	for l := range r.m.Levels {
		r.bound[l] = max(r.bound[l], min(f.bound[l], r.cost[l]))
	}
}

// stopped is why the search ended.
func (r *result) stopped(ctx context.Context) solver.Stopped {
	switch {
	case r.proved():
		return solver.StoppedProved
	case ctx.Err() != nil:
		return solver.StoppedCancelled
	case float64(time.Since(r.began)) < usedUp*float64(r.limit):
		return solver.StoppedIdle
	}
	return solver.StoppedTime
}

// usedUp is the share of the time from which on it counts as used.
const usedUp = 0.95

func (r *result) done(ctx context.Context) *solver.Result {
	return &solver.Result{Plan: r.plan, Cost: r.cost, Bound: r.bound, By: r.by, Proved: r.proved(), Stopped: r.stopped(ctx), Steps: r.steps,
		Best: r.best, Levels: append([]time.Duration(nil), r.levels[:len(r.m.Levels)]...)}
}
