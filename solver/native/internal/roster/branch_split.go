package roster

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/carerota/carerota/solver/native/internal/lp"
)

// fork is a decision to branch on: what it splits a node into, and how undecided it is.
type fork struct {
	yes, no   masterDecision
	share     float64 // what the optimum says for yes
	undecided float64
}

const (
	forksTried   = 12
	coversTried  = 4
	probePivots  = 60 // of one probe
	clearlyApart = 0.1
)

// split finds the fork to branch on by strong branching: the few least decided are probed in the
// program as it stands, and the one that lifts the optimum most on both sides counts
// (Achterberg et al. 2005); only when proving. The second child is the one to look at first.
func (s *lineSearch) split(ctx context.Context, aim treeAim) (second, first masterDecision, ok bool) {
	at := s.shares()
	forks := append(leastDecided(workerForks(at), forksTried), leastDecided(coverForks(at), coversTried)...)
	if len(forks) == 0 {
		return second, first, false
	}
	value := s.program.Objective()
	enough := max(float64(s.below())-value-float64(s.base), 1)
	best, most := forks[0], -1.0
	for _, k := range forks {
		if len(forks) == 1 || aim != proving {
			break
		}
		if score := liftBoth(s.probe(ctx, k.yes)-value, s.probe(ctx, k.no)-value, enough); score > most {
			best, most = k, score
		}
	}
	if best.share < 0.5 {
		return best.yes, best.no, true
	}
	return best.no, best.yes, true
}

// liftBoth is the score of two lifts: their product, each with a little to tell apart
// those with a side that is not lifted. More than enough to close a side counts no more: the
// program lacks lines that the side would be given.
func liftBoth(one, two, enough float64) float64 {
	const little = 1e-3
	return min(max(one, little), enough) * min(max(two, little), enough)
}

// probe is the program's optimum, or what a few pivots make of it, with one more decision.
func (s *lineSearch) probe(ctx context.Context, d masterDecision) float64 {
	least, most := s.least[d.option], s.most[d.option]
	hold := s.holds[d.worker]
	s.holds[d.worker] = masterHold{slices.Clone(hold.banned), slices.Clone(hold.worked)}
	s.decide([]masterDecision{d})
	s.apply()
	s.program.Solve(ctx, lp.Limits{Iterations: probePivots})
	value := s.program.Objective()
	s.holds[d.worker] = hold
	s.least[d.option], s.most[d.option] = least, most
	s.apply()
	return value
}

// leastDecided keeps the forks that are least decided.
func leastDecided(forks []fork, most int) []fork {
	slices.SortStableFunc(forks, func(a, b fork) int { return cmp.Compare(b.undecided, a.undecided) })
	return forks[:min(len(forks), most)]
}

// workerForks are the forks on what a worker takes.
func workerForks(at shares) []fork {
	var forks []fork
	for w, options := range at.option {
		for o, share := range options {
			if u := undecided(share); u > whole {
				yes := masterDecision{kind: takes, worker: w, option: o}
				no := masterDecision{kind: leaves, worker: w, option: o}
				forks = append(forks, fork{yes, no, share, u})
			}
		}
	}
	return forks
}

// coverForks are the forks on how many take an option.
func coverForks(at shares) []fork {
	var forks []fork
	for o, count := range at.count {
		floor := math.Floor(count)
		if u := undecided(count - floor); u > clearlyApart {
			yes := masterDecision{kind: atLeast, option: o, count: int(floor) + 1}
			no := masterDecision{kind: atMost, option: o, count: int(floor)}
			forks = append(forks, fork{yes, no, count - floor, u})
		}
	}
	return forks
}
