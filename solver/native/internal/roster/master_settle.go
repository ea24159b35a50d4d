package roster

import (
	"context"
	"math"
	"sync"

	"github.com/carerota/carerota/solver/native/internal/lp"
)

// rulings are the options and days off that no rota of use at the node can
// hold: those for which a worker's best line through them, at the prices that
// prove the node's bound, lifts it to the cost to stay below (reduced costs on the arcs of
// a path, Irnich et al. 2010).
func (s *lineSearch) rulings(prices []float64) []masterDecision {
	if prices == nil || s.below() == math.MaxInt64 {
		return nil
	}
	rounded := lp.Whole(prices, priceScale)
	least := make([]int64, s.workers)
	option, rest := make([][]int64, s.workers), make([][]int64, s.workers)
	var all sync.WaitGroup
	for t, p := range s.planners {
		all.Go(func() {
			for w := t; w < s.workers; w += len(s.planners) {
				least[w], option[w], rest[w] = p.through(w, rounded, priceScale, &s.holds[w])
			}
		})
	}
	all.Wait()
	bound := int64(0)
	for _, v := range least {
		if v >= never/2 {
			return nil
		}
		bound += v
	}
	for o, price := range rounded {
		bound += s.leastCover(o, price)
	}
	slack := (s.below()-1)*priceScale - bound
	var out []masterDecision
	for w := range s.workers {
		out = s.ruleWorker(out, w, slack+least[w], option[w], rest[w])
	}
	return out
}

// ruleWorker appends what is above a value for one worker and not yet ruled out.
func (m *master) ruleWorker(out []masterDecision, w int, above int64, option, rest []int64) []masterDecision {
	hold := &m.holds[w]
	for o, v := range option {
		if v > above && !hold.banned[o] {
			out = append(out, masterDecision{kind: leaves, worker: w, option: o})
		}
	}
	for day, v := range rest {
		if o := m.onDay(day); o >= 0 && v > above && !hold.worked[day] {
			out = append(out, masterDecision{kind: works, worker: w, option: o})
		}
	}
	return out
}

// enoughRulings is how many rulings are worth generating lines again at a node.
const enoughRulings = 20

// tighten rules out what it can at the root, for good, and generates lines again, for as
// long as that rules out a good part more. It raises the bound.
func (s *lineSearch) tighten(ctx context.Context) {
	for ctx.Err() == nil && !s.proved() {
		ruled := s.rulings(s.rootPrices)
		for _, d := range ruled {
			s.settled[d.worker].rule(d, s.options)
		}
		if len(ruled) < enoughRulings {
			return
		}
		s.goTo(nil)
		r := s.generate(ctx, s.generation(0))
		if r.barren {
			s.raise(s.cost)
			return
		}
		s.raise(r.bound)
		if r.aborted {
			return
		}
		s.root, s.rootPrices = s.shares(), r.prices
		if rota, fine := s.rota(); fine {
			s.offer(rota)
		}
	}
}

// rule enters a ruling in a hold.
func (h *masterHold) rule(d masterDecision, options []Option) {
	if d.kind == works {
		h.worked[options[d.option].Day] = true
		return
	}
	h.banned[d.option] = true
}

// narrow brings a node to its optimum, rules out what it can there and starts again, for as
// long as that rules out a good part more.
func (s *lineSearch) narrow(ctx context.Context, n *branchNode, g generation, aim treeAim) relaxation {
	for {
		r := s.generate(ctx, g)
		n.bound = max(n.bound, r.bound)
		if r.barren || r.aborted || n.bound >= s.below() || aim != proving {
			return r
		}
		ruled := s.rulings(r.prices)
		n.ruled = append(n.ruled, ruled...)
		s.decide(ruled)
		s.apply()
		if len(ruled) < enoughRulings {
			return r
		}
	}
}
