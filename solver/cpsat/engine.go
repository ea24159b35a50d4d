package cpsat

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
)

// Engine is CP-SAT alone. The zero value looks for OR-Tools when it is first
// used. Solve's errors are ErrNotFound, ErrTooOld, ErrCustom, ErrPlan, those
// of a model that Check rejects, and what CP-SAT's process says when it ends.
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

// Solve searches level by level, each held while the next is made small.
func (e Engine) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	began := time.Now()
	w, err := open(ctx, e.Found, m)
	if err != nil {
		return nil, err
	}
	defer w.close()
	r := &result{m: m, began: began, limit: o.Time, tell: o.Progress}
	if r.limit <= 0 {
		r.limit = allTime
	}
	start := w.legal(o.Start)
	if start == nil { // the least there is: what is fixed
		start = w.legal(w.given())
	}
	if start != nil {
		r.take(start, m.Evaluate(start))
	}
	err = r.search(ctx, w, o, int(r.limit.Seconds()*choicesPerSecond))
	if err != nil && (r.plan == nil || !errors.Is(err, errOverdue)) { // what there is when time is over stands
		return nil, err
	}
	return r.done(), nil
}

// search looks at the model as a whole, on a grid on which that can be done in
// the time, and then at windows of it.
func (r *result) search(ctx context.Context, w *workshop, o solver.Options, most int) error {
	until := r.began.Add(r.limit)
	end := until
	most = min(most, mostChoices)
	if r.plan != nil && w.everything(most, nil).partial {
		end = time.Now().Add(time.Until(until) / 3)
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
	chooser *solver.Chooser
	child   *child
	partial bool // the last program left decisions out
}

func open(ctx context.Context, f *Found, m *solver.Model) (*workshop, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	for l := range m.Lines {
		if len(m.Lines[l].Rules.Custom) > 0 {
			return nil, ErrCustom
		}
	}
	if f == nil {
		var err error
		if f, err = Find(ctx); err != nil {
			return nil, err
		}
	}
	c, err := start(ctx, f.place)
	if err != nil {
		return nil, err
	}
	return &workshop{m: m, chooser: solver.NewChooser(m), child: c}, nil
}

func (w *workshop) close() { w.child.close() }

func (w *workshop) run(t *translation, o solver.Options, until time.Time, better func(*solver.Plan, solver.Cost)) *run {
	threads := o.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	w.partial = t.partial
	return &run{t: t, child: w.child, seed: o.Seed, threads: threads, until: until, better: better}
}

// everything is the whole model, on the finest grid that gives no more than so many choices.
// The decisions of the start are among them.
func (w *workshop) everything(most int, start *solver.Plan) scope {
	whole := solver.Span{From: w.m.Days[0], To: w.m.Days[len(w.m.Days)-1]}
	for step := w.m.Grain; ; step *= 2 {
		last := step >= 24*60 // there is nothing coarser
		s := scope{kept: make([][]solver.Decision, len(w.m.Lines)), partial: step > w.m.Grain}
		n := 0
		for l := range w.m.Lines {
			if n > most && !last {
				break
			}
			list := w.chooser.List(l, whole, step, nil, most)
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
	tell   func(solver.Progress)
	plan   *solver.Plan
	cost   solver.Cost
	bound  solver.Cost
	best   time.Duration
	levels [solver.MaxLevels]time.Duration
	steps  int64
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
		r.tell(solver.Progress{Elapsed: at, Cost: cost, Bound: r.bound, Done: min(1, at.Seconds()/r.limit.Seconds())})
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

func (r *result) done() *solver.Result {
	return &solver.Result{Plan: r.plan, Cost: r.cost, Bound: r.bound, Proved: r.m.Met(r.cost, r.bound), Steps: r.steps,
		Best: r.best, Levels: append([]time.Duration(nil), r.levels[:len(r.m.Levels)]...)}
}
