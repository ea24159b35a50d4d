package solver

import (
	"context"
	"fmt"
	"time"
)

// Engine finds a plan for a model. A cancelled context is no error: the best
// plan so far comes back.
type Engine interface {
	Name() string
	Solve(ctx context.Context, m *Model, o Options) (*Result, error)
}

// Options of a search. The zero value works.
type Options struct {
	Seed    uint64
	Threads int           // 0: as many as the machine has
	Time    time.Duration // 0: until proved best or no longer improving (at most a minute)
	Steps   int64         // when positive, a budget counted in work done in place of Time: the same model, seed, threads and steps give the same plan
	Start   *Plan         // a plan to start from; decisions that are not legal are left out
	Pool    *Pool         // when not nil, an engine that can gives it the lines of its good plans
	// Progress, when not nil, is told of each improvement. Calls come one at a time.
	Progress func(Improvement)
	// Checkpoint, when not nil, is handed a copy of the best plan so far, whenever the engine has
	// put one together that is better than the one before. Calls come one at a time, never beside
	// one of Progress.
	Checkpoint func(*Plan)
}

// MostThreads is the most threads that a search may be given.
const MostThreads = 1024

// Check says which option is out of its range, and what it may be.
func (o *Options) Check() error {
	switch {
	case o.Threads < 0 || o.Threads > MostThreads:
		return fmt.Errorf("solver: the option Threads is %d: give 0 to %d", o.Threads, MostThreads)
	case o.Time < 0:
		return fmt.Errorf("solver: the option Time is %v: give 0 or more", o.Time)
	case o.Steps < 0:
		return fmt.Errorf("solver: the option Steps is %d: give 0 or more", o.Steps)
	}
	return nil
}

// Improvement is a better plan that a search has come to.
type Improvement struct {
	Elapsed time.Duration
	Cost    Cost
	Bound   Cost
	Done    float64 // share of the budget used, 0 to 1; it never goes back
}

// Stopped is why a search ended.
type Stopped string

const (
	StoppedProved    Stopped = "proved"              // every level equals its bound
	StoppedTime      Stopped = "time"                // the time was up
	StoppedSteps     Stopped = "steps"               // the steps were used
	StoppedCancelled Stopped = "cancelled"           // the context ended
	StoppedIdle      Stopped = "no longer improving" // nothing was found any more, or nothing was left to try
)

// Result is the outcome of a search.
type Result struct {
	Plan  *Plan
	Cost  Cost
	Bound Cost // a valid lower bound of each level, given that the levels before it are at their least
	// By says for each level whose word the bound is: the name of another solver, or
	// empty for what this package can answer for.
	By     [MaxLevels]string
	Proved bool // every level equals its bound
	// Stopped is why the search ended.
	Stopped Stopped
	Steps   int64
	Best    time.Duration   // when the best plan was found
	Levels  []time.Duration // when each level first reached its final value
}

// Met says whether cost reaches bound at every level, to within the model's Fine.
func (m *Model) Met(cost, bound Cost) bool {
	for l := range cost {
		if cost[l]-bound[l] > m.Fine[l] {
			return false
		}
	}
	return true
}

// Slack is the share by which figures worked out in floating point are moved to
// the safe side. It is far above their error and far below a penny.
const Slack = 1e-8

// SameLine says whether two lines have the same decisions.
func SameLine(a, b []Decision) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
