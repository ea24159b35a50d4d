// Package roster finds the best lines for several workers at once, and proves how good
// they are: each worker has one legal line through the days, each line has a cost in
// itself, and the workers on each option of a day (a shift type, or a task of a skill) have a
// convex cost by their number.
//
// The method is column generation (Dantzig & Wolfe 1960): a linear program over lines,
// the master, prices the options; each worker's best line at these prices is planned
// exactly; both together bound the cost from below. Dives, neighbourhoods of the best
// rota and branch and price make rotas of it, and prove them. Costs and bounds are whole
// numbers, and no bound rests on rounding.
package roster

import (
	"context"
	"math"
	"time"
)

// Problem is what is to be planned.
type Problem struct {
	Days    int
	Options []Option // in the order of their days
	Workers []Rules
	Dear    int64 // the price of what is dear but not forbidden: the search's measure of costs
}

// Settings say how to search.
type Settings struct {
	Seed    uint64
	Threads int           // planners at once; 0 for one
	Time    time.Duration // about how long the context will let it go on; 0 for unknown
	Moves   int64         // when positive, the budget in place of time: the result then depends on nothing else
	Short   bool          // with Time: anneal, and no more
	// rounds is the number of neighbourhoods to look at, 0 for no end but the proof or
	// the context's. With rounds the result does not depend on time or threads.
	rounds int
	Start  []Line // a rota to better, one line a worker, or nil
	// Better hears of each new best rota, from the goroutine of Solve.
	Better func(rota []Line, cost int64)
	Raise  func(bound int64) // hears of better bounds
}

// Result is the best rota found and what is proved of it.
type Result struct {
	Lines []Line // one a worker; nil when none was found
	cost  int64
	Bound int64 // no rota costs less; math.MinInt64 when nothing is proved
	// barren is set when some worker has no legal line at all.
	barren bool
	Moves  int64 // of annealing, and what all else comes to in them
	// Near is where annealing stood, when no rota was found: it breaks limits.
	Near []Line
}

// proved tells whether no rota is better.
func (r Result) proved() bool { return r.Lines != nil && r.cost <= r.Bound }

// Solve searches for the best rota. A cancelled context is no error: the best so far comes
// back. With a budget in time or moves it anneals first; column generation then goes on
// from that rota, and its rotas are annealed in turn. Where lines are too many to plan or
// the program does not reach its optimum in good time, annealing has the rest.
func Solve(ctx context.Context, p Problem, set Settings) Result {
	m := newMaster(len(p.Workers), p.Days, p.Options)
	planners := make([]planner, max(1, set.Threads))
	for k := range planners {
		own := newLinePlanner(p.Workers)
		own.cells = mostCells / len(planners)
		planners[k] = own
	}
	s := newLineSearch(m, planners, set.Seed, set.Better)
	s.raised = set.Raise
	barren := false
	if set.Time > 0 || set.Moves > 0 {
		barren = s.together(ctx, &p, set)
	} else {
		barren = s.run(ctx, ctx, set.Start, set.rounds)
	}
	out := Result{Lines: s.best, Bound: s.bound, barren: barren, Moves: s.work}
	if s.best != nil {
		out.cost = s.cost
		return out
	}
	if len(s.annealers) > 0 {
		out.Near = s.annealers[0].linesOf(s.annealers[0].on)
	}
	if barren || s.bound == math.MaxInt64 {
		out.Bound, out.barren = math.MinInt64, true
	}
	return out
}

// total is the cost of a rota of one line a worker.
func (p *Problem) total(rota []Line) int64 {
	return newMaster(len(p.Workers), p.Days, p.Options).total(rota)
}
