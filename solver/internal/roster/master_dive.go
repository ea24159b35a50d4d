package roster

import (
	"cmp"
	"context"
	"slices"
)

// fixing is a decision with the share that speaks for it.
type fixing struct {
	decision masterDecision
	share    float64
}

// dive decides single options and days off, those with the largest shares first, and
// generates lines anew in between, until the optimum is whole or no better than the best
// rota. It tells whether it found a better one.
func (s *lineSearch) dive(ctx context.Context, root []masterDecision) bool {
	const rounds = 4
	decided := map[masterDecision]bool{}
	s.goTo(root)
	for {
		r := s.generate(ctx, s.generation(rounds))
		if r.barren || ctx.Err() != nil || r.bound >= s.cost || r.value >= float64(s.cost)-whole {
			return false
		}
		if rota, fine := s.rota(); fine {
			return s.offer(rota)
		}
		next := s.fixings(decided)
		if len(next) == 0 {
			return false
		}
		for _, d := range next {
			decided[d] = true
		}
		s.decide(next)
		s.apply()
	}
}

// fixings are the decisions to make next in a dive: all that are as good as made, and a
// few of those that are nearest to it.
func (s *lineSearch) fixings(decided map[masterDecision]bool) []masterDecision {
	const sure = 0.95
	at := s.shares()
	var made, near []fixing
	consider := func(d masterDecision, share float64) {
		switch {
		case share < 0.5 || decided[d]:
		case share >= sure:
			made = append(made, fixing{d, share})
		default:
			near = append(near, fixing{d, share})
		}
	}
	for w := range at.option {
		for o, share := range at.option[w] {
			consider(masterDecision{kind: takes, worker: w, option: o}, share)
		}
	}
	if len(near) == 0 {
		near = s.leastUndecided(at)
	}
	slices.SortStableFunc(near, func(a, b fixing) int { return cmp.Compare(b.share, a.share) })
	near = near[:min(len(near), 1+len(near)/10)]
	var out []masterDecision
	for _, f := range append(made, near...) {
		out = append(out, f.decision)
	}
	return out
}

// leastUndecided is the option of one worker with the largest share short of whole.
func (s *lineSearch) leastUndecided(at shares) []fixing {
	best := fixing{share: whole}
	for w, options := range at.option {
		for o, share := range options {
			if share > best.share && share < 1-whole {
				best = fixing{masterDecision{kind: takes, worker: w, option: o}, share}
			}
		}
	}
	if best.share <= whole {
		return nil
	}
	return []fixing{best}
}
