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

// Shares of the time: annealing first, no longer than the days of all workers make worth
// while, and column generation at the root at most.
const (
	firstShare, mostFirst, firstDay = 0.06, 4 * time.Second, 3 * time.Millisecond  // beside another thread that goes on annealing
	aloneShare, mostAlone, aloneDay = 0.12, 10 * time.Second, 8 * time.Millisecond // on one thread
	rootShare                       = 0.45
	windowShare                     = 0.8   // of what is left then, on one thread
	firstMoves                      = 10000 // the most moves a worker and day where work is counted
)

// After a share of the time, one in hopelessAfter, and so many rounds, column generation at the root goes
// on only where the bound has come near enough to the best rota.
const (
	hopelessAfter  = 4
	hopelessRounds = ascents + 40
	hopelessGap    = 0.15
)

// mostPolish is the moves of annealing that a rota of column generation gets.
const mostPolish = 1 << 20

// together anneals and generates columns within the settings' budget: in turn or, with
// time and threads enough, with one thread annealing throughout.
func (s *lineSearch) together(ctx context.Context, p *Problem, set Settings) (barren bool) {
	by := machines(p.Workers)
	for k := range max(1, set.Threads) {
		s.annealers = append(s.annealers, newAnnealer(p, by, set.Seed*0x9e3779b97f4a7c15+uint64(k)))
	}
	dear := float64(p.Dear)
	s.dear = p.Dear
	s.hot, s.cold = max(1, 0.3*dear), 0.15+0.0015*dear
	s.warm = max(0.5, 0.03*dear)
	if set.Start != nil {
		s.offer(set.Start)
	}
	if set.Moves > 0 {
		return s.counted(ctx, set.Moves)
	}
	return s.timed(ctx, p, set)
}

// counted anneals and then generates columns until so much work is done.
func (s *lineSearch) counted(ctx context.Context, work int64) (barren bool) {
	in, stop := context.WithCancel(ctx)
	defer stop()
	s.mostWork, s.enough = work, stop
	if s.best == nil {
		s.first(ctx)
		s.spend(movesOf(s.annealers))
	}
	moves := min(work/4, firstMoves*int64(s.workers*s.days))
	s.anneal(ctx, s.best, cooling{hot: s.hot, cold: s.cold, moves: moves})
	return s.run(in, in, nil, 0)
}

// timed shares the settings' time between annealing and columns.
func (s *lineSearch) timed(ctx context.Context, p *Problem, set Settings) (barren bool) {
	start := time.Now()
	if s.best == nil {
		s.first(ctx)
	}
	if set.Short {
		s.anneal(ctx, s.best, cooling{hot: s.hot, cold: s.cold, end: start.Add(set.Time)})
		return false
	}
	share, most, day := firstShare, mostFirst, firstDay
	if set.Threads < 2 {
		share, most, day = aloneShare, mostAlone, aloneDay
	}
	most = min(most, time.Duration(s.workers*s.days)*day)
	s.anneal(ctx, s.best, cooling{hot: s.hot, cold: s.cold, end: start.Add(min(most, time.Duration(float64(set.Time)*share)))})
	beside := s.beside(ctx, set, start)
	root, stop := context.WithTimeout(ctx, time.Duration(float64(set.Time)*rootShare))
	rounds := 0
	s.watch = func() {
		s.hear()
		if rounds++; rounds > hopelessRounds && time.Since(start) > set.Time/hopelessAfter && float64(s.cost-s.bound) > hopelessGap*math.Abs(float64(s.cost)) {
			stop()
		}
	}
	barren = s.run(ctx, root, nil, 0)
	stop()
	if !barren {
		in, stop := ctx, context.CancelFunc(func() {})
		if set.Threads < 2 { // annealing has the rest
			in, stop = context.WithTimeout(ctx, time.Duration(float64(time.Until(start.Add(set.Time)))*windowShare))
		}
		s.windows(in, p)
		stop()
	}
	beside()
	for turn := 0; !barren && !s.proved() && ctx.Err() == nil; turn++ {
		c := cooling{hot: s.hot, cold: s.cold, end: start.Add(set.Time)}
		if turn%2 == 1 {
			c.hot = s.warm
		}
		s.anneal(ctx, s.best, c)
	}
	return barren
}

// letter is where the thread that anneals throughout leaves its best rota and finds the search's.
type letter struct {
	sync.Mutex
	found []Line // not yet heard of
	best  []Line
}

// beside lets the last thread anneal while the others generate columns, where there are
// two or more. The function returned ends that.
func (s *lineSearch) beside(ctx context.Context, set Settings, start time.Time) (end func()) {
	last := len(s.annealers) - 1
	if last < 1 {
		return func() {}
	}
	a, planners := s.annealers[last], s.planners
	s.annealers, s.planners = s.annealers[:last], s.planners[:last]
	s.post = &letter{best: s.best}
	ctx, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		for turn := 0; ctx.Err() == nil; turn++ {
			s.post.Lock()
			from := s.post.best
			s.post.Unlock()
			a.load(from)
			told := a.least
			left := time.Until(start.Add(set.Time))
			c := cooling{hot: s.hot, cold: s.cold, end: time.Now().Add(max(left/3, time.Second))}
			if turn%2 == 1 {
				c.hot, c.end = s.warm, time.Now().Add(max(left/12, time.Second))
			}
			c.better = func() { s.post.leave(a, &told) }
			a.run(ctx, c)
			s.post.leave(a, &told)
		}
	})
	return func() {
		stop()
		done.Wait()
		s.hear()
		s.annealers, s.planners, s.post = append(s.annealers, a), planners, nil
	}
}

// leave leaves the annealer's best rota if it is better than what it told before.
func (p *letter) leave(a *annealer, told *int64) {
	if a.least >= *told {
		return
	}
	*told = a.least
	rota := a.rota()
	p.Lock()
	defer p.Unlock()
	p.found = rota
}

// hear takes what the thread beside has found, and tells it of the best.
func (s *lineSearch) hear() {
	if s.post == nil {
		return
	}
	s.post.Lock()
	found := s.post.found
	s.post.found = nil
	s.post.Unlock()
	if found != nil {
		s.offer(found)
	}
	s.post.Lock()
	s.post.best = s.best
	s.post.Unlock()
}

// first looks for a rota that breaks no limit, whatever it costs.
func (s *lineSearch) first(ctx context.Context) {
	a := s.annealers[0]
	a.mend(ctx)
	a.planDays(ctx, func() {
		if a.least < s.cost {
			s.take(a.rota())
		}
	})
	if a.least < s.cost {
		s.take(a.rota())
	}
}

// polish anneals the best rota for a while at low temperatures, and tells whether that made it better.
func (s *lineSearch) polish(ctx context.Context) bool {
	if len(s.annealers) == 0 || s.best == nil || s.proved() {
		return false
	}
	moves := int64(mostPolish)
	if s.mostWork > 0 {
		moves = min(moves, max(1, s.mostWork-s.work)/int64(len(s.annealers)))
	}
	return s.anneal(ctx, s.best, cooling{hot: s.warm, cold: s.cold, moves: moves})
}

// anneal runs all annealers from a rota, or from nothing, and offers the best of what they find.
func (s *lineSearch) anneal(ctx context.Context, from []Line, c cooling) bool {
	var all sync.WaitGroup
	var guard sync.Mutex
	before, moved := s.cost, movesOf(s.annealers)
	for _, a := range s.annealers {
		a.load(from)
		own := c
		if c.moves == 0 {
			own.better = func() { // rotas on the way, told of at once
				rota := a.rota()
				guard.Lock()
				defer guard.Unlock()
				s.take(rota)
			}
		}
		all.Go(func() { a.run(ctx, own) })
	}
	all.Wait()
	s.spend(movesOf(s.annealers) - moved)
	for _, a := range s.annealers {
		if a.least < s.cost {
			s.take(a.rota())
		}
	}
	for _, l := range s.best {
		s.add(l)
	}
	return s.cost < before
}

// movesOf is how many moves of annealing were tried.
func movesOf(annealers []*annealer) (n int64) {
	for _, a := range annealers {
		n += a.moves
	}
	return n
}
