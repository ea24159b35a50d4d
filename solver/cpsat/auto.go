package cpsat

import (
	"context"
	"time"

	"github.com/carerota/carerota/solver"
)

// Auto is the native engine, and after it CP-SAT where that is on this
// machine: it goes on from the native engine's plan, and its bounds count. A
// fault of CP-SAT costs nothing but its share of the time. The zero value works.
//
// With Options.Steps, and where there is no OR-Tools, Auto is the native
// engine and nothing else.
type Auto struct {
	// Say, when not nil, is told why CP-SAT did not help, when OR-Tools is there.
	Say func(error)
}

// Name is "auto".
func (Auto) Name() string { return "auto" }

// Solve searches with the one engine and then the other.
func (a Auto) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if o.Steps > 0 || !here() {
		return solver.Native{}.Solve(ctx, m, o)
	}
	began := time.Now()
	limit := o.Time
	first := o
	first.Time = limit * nativeShare / 100 // without a limit the native engine stops by itself
	if tell := o.Progress; tell != nil && limit > 0 {
		first.Progress = func(p solver.Progress) {
			p.Done = p.Done * nativeShare / 100
			tell(p)
		}
	}
	native, err := solver.Native{}.Solve(ctx, m, first)
	if err != nil || native.Proved || ctx.Err() != nil {
		return native, err
	}
	if limit == 0 {
		used := time.Since(began)
		limit = min(allTime, used+max(used, leastHelp))
	}
	r := &result{m: m, began: began, limit: limit, tell: o.Progress, plan: native.Plan, cost: native.Cost, bound: native.Bound,
		best: native.Best, steps: native.Steps}
	copy(r.levels[:], native.Levels)
	if err := r.help(ctx, o); err != nil && a.Say != nil {
		a.Say(err)
	}
	return r.done(), nil
}

const (
	mostWhole   = 20_000 // choices of a model that is searched as a whole
	nativeShare = 60     // percent of the time
	// leastHelp is how long CP-SAT may go on, without a limit of time, however soon the native engine ended.
	leastHelp = 3 * time.Second
)

// here says whether there may be an OR-Tools, without starting anything but Python.
func here() bool { return len(places(context.Background())) > 0 }

// help has CP-SAT go on from the result's plan until its time is over.
func (r *result) help(ctx context.Context, o solver.Options) error {
	w, err := open(ctx, nil, r.m)
	if err != nil {
		return err
	}
	defer w.close()
	if whole := w.everything(mostWhole, nil); whole.partial { // too much for a proof
		return newNeighbours(w, r, o).improve(ctx, r.began.Add(r.limit))
	}
	return r.search(ctx, w, o, mostWhole)
}
