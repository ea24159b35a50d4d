package roster

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// fixing is a decision with the share that speaks for it.
type fixing struct {
	decision masterDecision
	share    float64
}

// dive decides single options, those with the largest shares first, and generates
// lines again in between, for few rounds unless it is careful, until the optimum is whole or no better than the best rota. A
// step of a careful dive that lifts the optimum much is taken back, and the foremost decision of it is tried
// both ways. It tells whether it found a better rota.
func (s *lineSearch) dive(ctx context.Context, root []masterDecision, careful bool) bool {
	few, rounds := 30, 8
	if careful {
		few, rounds = 10, 40
	}
	decisions := slices.Clone(root)
	s.goTo(decisions)
	value := s.descend(ctx, rounds)
	for value < float64(s.cost)-whole {
		if rota, fine := s.rota(); fine {
			return s.offer(rota)
		}
		sure, near := s.fixings(few)
		if len(near) == 0 {
			return false
		}
		step := append(slices.Clone(near), sure...)
		next := s.attempt(ctx, decisions, step, rounds)
		if careful && next > value+mayLift(value) {
			step = near[:1]
			yes := s.attempt(ctx, decisions, step, rounds)
			no := []masterDecision{{kind: leaves, worker: near[0].worker, option: near[0].option}}
			if next = s.attempt(ctx, decisions, no, rounds); next < yes {
				step = no
			} else {
				next = s.attempt(ctx, decisions, step, rounds)
			}
		}
		decisions, value = append(decisions, step...), next
	}
	return false
}

// mayLift is how much a step of a dive may lift the optimum before it is looked at again.
func mayLift(value float64) float64 { return 1 + 0.002*math.Abs(value) }

// attempt brings the program to its optimum at some decisions more, and returns that.
func (s *lineSearch) attempt(ctx context.Context, decisions, more []masterDecision, rounds int) float64 {
	s.hear()
	s.goTo(append(slices.Clone(decisions), more...))
	return s.descend(ctx, rounds)
}

// descend generates lines at the decisions made and returns the optimum; infinite when
// there is none of use. After some rounds what is near the optimum will do, if it is of use.
func (s *lineSearch) descend(ctx context.Context, rounds int) float64 {
	const most = 40
	r := s.generate(ctx, s.generation(rounds))
	if rounds < most && !r.barren && !r.aborted && !r.closed && (r.value >= float64(s.cost)-whole || s.lacking()) {
		r = s.generate(ctx, s.generation(most-rounds))
	}
	if r.barren || r.aborted || ctx.Err() != nil || r.bound >= s.cost || s.lacking() {
		return math.Inf(1)
	}
	return r.value
}

// fixings are the decisions to make next in a dive: all that are as good as made, and a
// few of those that are nearest to it, one in share of them, foremost first.
func (s *lineSearch) fixings(share int) (sure, near []masterDecision) {
	const asGood = 0.95
	var close []fixing
	at := s.shares()
	for w := range at.option {
		for o, x := range at.option[w] {
			d := masterDecision{kind: takes, worker: w, option: o}
			switch {
			case x <= whole || x >= 1-whole:
			case x >= asGood:
				sure = append(sure, d)
			default:
				close = append(close, fixing{d, x + s.noise*s.random.chance()})
			}
		}
	}
	slices.SortStableFunc(close, func(a, b fixing) int { return cmp.Compare(b.share, a.share) })
	for _, f := range close[:min(len(close), 1+len(close)/share)] {
		near = append(near, f.decision)
	}
	if len(near) == 0 {
		return nil, sure
	}
	return sure, near
}
