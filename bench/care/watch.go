package care

import (
	"context"
	"time"

	"github.com/carerota/carerota/solver"
)

// watched is an engine whose progress and result are kept. Times are counted from
// when Solve was called, compiling included.
type watched struct {
	solver.Engine
	began  time.Time
	offset time.Duration // from began to the engine's own start
	seen   []solver.Improvement
	result *solver.Result
	took   time.Duration // from began to the engine's end
}

// Solve runs the engine and keeps what it says.
func (w *watched) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	w.offset = time.Since(w.began)
	tell := o.Progress
	o.Progress = func(p solver.Improvement) {
		w.seen = append(w.seen, p)
		if tell != nil {
			tell(p)
		}
	}
	res, err := w.Engine.Solve(ctx, m, o)
	w.took = time.Since(w.began)
	w.result = res
	return res, err
}

// underlapLevels are the levels that are underlap.
const underlapLevels = 3

// best is when the underlap was first as good as in the end.
func (w *watched) best() time.Duration {
	for _, p := range w.seen {
		if same(p.Cost, w.result.Cost) {
			return w.offset + p.Elapsed
		}
	}
	return w.took
}

// proof is when the underlap was first known to be least; ok is false when it never was.
func (w *watched) proof() (at time.Duration, ok bool) {
	if !same(w.result.Bound, w.result.Cost) {
		return 0, false
	}
	for _, p := range w.seen {
		if same(p.Cost, w.result.Cost) && same(p.Bound, w.result.Cost) {
			return w.offset + p.Elapsed, true
		}
	}
	return w.took, true
}

func same(a, b solver.Cost) bool {
	for l := range underlapLevels {
		if a[l] != b[l] {
			return false
		}
	}
	return true
}
