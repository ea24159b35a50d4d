package roster

import (
	"context"
	"math"
	"sync"
	"time"
)

// raise takes a bound of the cost of any rota.
func (s *lineSearch) raise(bound int64) {
	if bound = min(bound, s.cost); bound <= s.bound {
		return
	}
	s.bound = bound
	if s.raised != nil && bound < math.MaxInt64 {
		s.raised(bound)
	}
}

// Shares of the time: annealing first, and column generation at the root at most.
const (
	firstShare = 0.06
	mostFirst  = 4 * time.Second
	rootShare  = 0.45
)

// mostPolish is the moves of annealing that a rota of column generation gets.
const mostPolish = 1 << 20

// together anneals and generates columns in turn within the settings' budget.
func (s *lineSearch) together(ctx context.Context, p *Problem, set Settings) (barren bool) {
	by := machines(p.Workers)
	for k := range max(1, set.Threads) {
		s.annealers = append(s.annealers, newAnnealer(p, by, set.Seed*0x9e3779b97f4a7c15+uint64(k)))
	}
	dear := float64(p.Dear)
	hot, cold := max(1, 0.3*dear), 0.15+0.0015*dear
	s.warm, s.cold = max(0.5, 0.03*dear), cold
	if set.Start != nil {
		s.offer(set.Start)
	}
	first := cooling{hot: hot, cold: cold, moves: set.Moves / 4}
	start := time.Now()
	if s.best == nil && set.Time > 0 {
		s.first(ctx)
	}
	if set.Time > 0 {
		first = cooling{hot: hot, cold: cold, end: start.Add(min(mostFirst, time.Duration(float64(set.Time)*firstShare)))}
	}
	s.anneal(ctx, s.best, first)
	root, stop := ctx, context.CancelFunc(func() {})
	if set.Time > 0 {
		root, stop = context.WithTimeout(ctx, time.Duration(float64(set.Time)*rootShare))
	}
	barren = s.run(ctx, root, nil, s.roundsFor(set))
	stop()
	for turn := 0; !barren && !s.proved() && ctx.Err() == nil; turn++ {
		c := cooling{hot: hot, cold: cold, moves: set.Moves / 2}
		if set.Time > 0 {
			c = cooling{hot: hot, cold: cold, end: start.Add(set.Time)}
		}
		from := s.best
		if turn%2 == 1 {
			c.hot = s.warm
		}
		s.anneal(ctx, from, c)
		if set.Moves > 0 {
			break
		}
	}
	return barren
}

// first looks for a rota that breaks no limit, whatever it costs.
func (s *lineSearch) first(ctx context.Context) {
	a := s.annealers[0]
	if a.mend(ctx); a.least < s.cost {
		s.offer(a.rota())
	}
}

// roundsFor is the number of neighbourhoods that a budget in moves allows; none for time.
func (s *lineSearch) roundsFor(set Settings) int {
	if set.Moves == 0 {
		return 0
	}
	return int(max(2, set.Moves/int64(64*(1+s.workers*s.days))))
}

// polish anneals the best rota for a while at low temperatures, and tells whether that made it better.
func (s *lineSearch) polish(ctx context.Context) bool {
	if len(s.annealers) == 0 || s.best == nil || s.proved() {
		return false
	}
	return s.anneal(ctx, s.best, cooling{hot: s.warm, cold: s.cold, moves: mostPolish})
}

// anneal runs all annealers from a rota, or from nothing, and offers the best of what they find.
func (s *lineSearch) anneal(ctx context.Context, from []Line, c cooling) bool {
	var all sync.WaitGroup
	var guard sync.Mutex
	before := s.cost
	for _, a := range s.annealers {
		a.load(from)
		own := c
		if c.moves == 0 {
			own.better = func() { // rotas on the way, told of at once
				rota := a.rota()
				guard.Lock()
				defer guard.Unlock()
				s.offer(rota)
			}
		}
		all.Go(func() { a.run(ctx, own) })
	}
	all.Wait()
	for _, a := range s.annealers {
		if a.least < s.cost {
			s.offer(a.rota())
		}
	}
	return s.cost < before
}

// moves is how many moves of annealing were tried.
func (s *lineSearch) moves() (n int64) {
	for _, a := range s.annealers {
		n += a.moves
	}
	return n
}
