package cpsat

import (
	"context"
	"time"

	"github.com/carerota/carerota/solver"
)

// Auto is the native engine with CP-SAT where that is on this machine. A model
// that CP-SAT can look at as a whole it gets early, from the native engine's
// first plan, to prove the best; should that take too long, the native engine
// goes on from the best so far. Of other models it plans windows anew once the
// native engine no longer improves; with a limit of time the native engine has all of it, since
// windows in its last part left rotas slightly worse when that was measured. A fault of CP-SAT costs nothing but its
// share of the time. The zero value works.
//
// With Options.Steps, and where there is no OR-Tools, Auto is the native
// engine and nothing else.
type Auto struct {
	// Say, when not nil, is told why CP-SAT did not help, when OR-Tools is there.
	Say func(error)
}

// Name is "auto".
func (Auto) Name() string { return "auto" }

const (
	mostWhole = 20_000 // choices of a model that is searched as a whole

	// Of the time of a small model, in percent: for the native engine's first
	// plan, and until when CP-SAT tries to prove the best.
	firstShare, wholeShare = 20, 60

	// Without a limit of time: the same for a small model, and how long
	// windows may go on however soon the native engine ended.
	firstTime, wholeTime, windowsTime = 3 * time.Second, 20 * time.Second, 3 * time.Second
)

// here says whether there is an OR-Tools where it can be seen at once.
func here() bool { return len(places(context.Background(), false)) > 0 }

// Solve searches with the one engine and the other.
func (a Auto) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if err := m.Check(); err != nil || o.Steps > 0 || !here() {
		return solver.Native{}.Solve(ctx, m, o)
	}
	r := &result{m: m, began: time.Now(), limit: o.Time, tell: o.Progress}
	if r.limit == 0 {
		r.limit = allTime
	}
	w := &workshop{m: m, chooser: solver.NewChooser(m)}
	whole := w.everything(mostWhole, nil)
	part := func(percent time.Duration, otherwise time.Duration) time.Duration {
		if o.Time > 0 {
			return o.Time * percent / 100
		}
		return otherwise
	}
	first := o.Time
	if !whole.partial {
		first = part(firstShare, firstTime)
	}
	if err := r.native(ctx, o, first); err != nil {
		return nil, err
	}
	if r.proved() || ctx.Err() != nil || whole.partial && o.Time > 0 {
		return r.done(), nil
	}
	end := r.began.Add(r.limit)
	if used := time.Since(r.began); !whole.partial {
		end = r.began.Add(part(wholeShare, wholeTime))
	} else if o.Time == 0 {
		end = r.began.Add(min(allTime, used+max(used, windowsTime)))
	}
	if err := r.help(ctx, o, !whole.partial, end); err != nil && a.Say != nil {
		a.Say(err)
	}
	left := time.Until(r.began.Add(r.limit))
	if whole.partial || r.proved() || ctx.Err() != nil || left < time.Second/10 {
		return r.done(), nil
	}
	if err := r.native(ctx, o, left); err != nil {
		return nil, err
	}
	return r.done(), nil
}

// native has the native engine search for a time, from the best plan so far.
func (r *result) native(ctx context.Context, o solver.Options, limit time.Duration) error {
	before, bound := time.Since(r.began), r.bound
	o.Time = limit
	if r.plan != nil {
		o.Start = r.plan
	}
	if r.tell != nil {
		o.Progress = func(p solver.Progress) {
			if r.plan != nil && !p.Cost.Less(r.cost) {
				return
			}
			p.Elapsed += before
			for l := range p.Bound {
				p.Bound[l] = max(p.Bound[l], bound[l])
			}
			p.Done = min(1, p.Elapsed.Seconds()/r.limit.Seconds())
			r.tell(p)
		}
	}
	res, err := solver.Native{}.Solve(ctx, r.m, o)
	if err != nil {
		return err
	}
	r.steps += res.Steps
	for l := range r.bound {
		r.bound[l] = max(r.bound[l], res.Bound[l])
	}
	if r.plan != nil && !res.Cost.Less(r.cost) {
		return nil
	}
	r.plan, r.cost, r.best = res.Plan, res.Cost, before+res.Best
	for l := range res.Levels {
		r.levels[l] = before + res.Levels[l]
	}
	return nil
}

func (r *result) proved() bool { return r.m.Met(r.cost, r.bound) }

// help has CP-SAT go on from the result's plan until its time is over.
func (r *result) help(ctx context.Context, o solver.Options, whole bool, end time.Time) error {
	w, err := open(ctx, nil, r.m)
	if err != nil {
		return err
	}
	defer w.close()
	if !whole {
		return newNeighbours(w, r, o).improve(ctx, end)
	}
	return r.whole(ctx, w, o, mostWhole, end)
}
