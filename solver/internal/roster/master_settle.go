package roster

import (
	"context"
	"sync"

	"github.com/carerota/carerota/solver/internal/lp"
)

// settle rules out, for good, options and days off that no rota better than the best can
// hold: those for which a worker's best line through them, at the prices that prove the
// bound, lifts the bound to the best rota's cost (reduced costs on the arcs of a
// path, Irnich et al. 2010). It tells how many it ruled out. The program must stand at
// the root.
func (s *lineSearch) settle(prices []float64) int {
	if prices == nil || s.best == nil {
		return 0
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
			return 0
		}
		bound += v
	}
	for o, price := range rounded {
		bound += s.leastCover(o, price)
	}
	slack := (s.cost-1)*priceScale - bound
	ruled := 0
	for w := range s.workers {
		ruled += s.settleWorker(w, slack+least[w], option[w], rest[w])
	}
	return ruled
}

// settleWorker rules out what is above a value for one worker.
func (s *lineSearch) settleWorker(w int, above int64, option, rest []int64) int {
	ruled := 0
	hold := &s.settled[w]
	for o, v := range option {
		if v > above && !hold.banned[o] {
			hold.banned[o] = true
			ruled++
		}
	}
	for day, v := range rest {
		if v > above && !hold.worked[day] {
			hold.worked[day] = true
			ruled++
		}
	}
	return ruled
}

// tighten settles what it can at the root and generates lines anew, for as long as that
// rules out a good part more. It raises the bound.
func (s *lineSearch) tighten(ctx context.Context) {
	const least = 20
	for ctx.Err() == nil && !s.proved() {
		if s.settle(s.rootPrices) < least {
			return
		}
		s.goTo(nil)
		r := s.generate(ctx, s.generation(0))
		if r.barren {
			s.bound = s.cost
			return
		}
		s.bound = max(s.bound, min(r.bound, s.cost))
		if r.aborted {
			return
		}
		s.root, s.rootPrices = s.shares(), r.prices
		if rota, fine := s.rota(); fine {
			s.offer(rota)
		}
	}
}
