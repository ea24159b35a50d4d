package advice

import (
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// moveBy are by how much a need's window is moved to see what that would do.
var moveBy = []time.Duration{-30 * time.Minute, 30 * time.Minute, -time.Hour, time.Hour, -2 * time.Hour, 2 * time.Hour}

// moves tries the windows of needs a little earlier or later: of those that are short, and of others
// whose shifts keep away who could come. As information, since the time is the person's to decide. A need
// with a pinned shift stays where it is.
func (a *advising) moves(ctx context.Context, advice *Advice) error {
	if a.levels > 3 {
		return nil
	}
	for _, n := range a.movable() {
		for _, by := range moveBy {
			if len(advice.Moves) == a.o.Most {
				return nil
			}
			set := []Remedy{{Kind: Move, Need: n.ID, By: by}}
			t, err := a.try(ctx, set)
			if err != nil {
				return err
			}
			if !a.gains(t) {
				continue
			}
			o, err := a.verify(ctx, set)
			if err != nil {
				return err
			}
			if o != nil {
				advice.Moves = append(advice.Moves, *o)
				break
			}
		}
	}
	return nil
}

// movable are the needs whose time might be moved, those that are short first.
func (a *advising) movable() (out []*scheduler.Need) {
	for _, short := range []bool{true, false} {
		for i := range a.p.Needs {
			n := &a.p.Needs[i]
			if a.short[n.ID] == short && (short || slices.Contains(a.busy, n.ID)) && n.Kind != scheduler.SleepIn && !pinnedIn(a, n.ID) {
				out = append(out, n)
			}
		}
	}
	return out
}

// pinnedIn says whether a worker has a pinned shift in a need.
func pinnedIn(a *advising, need string) bool {
	return slices.ContainsFunc(a.p.Workers, func(w scheduler.Worker) bool {
		return slices.ContainsFunc(w.Pinned, func(pin scheduler.Pin) bool { return pin.Need == need })
	})
}
