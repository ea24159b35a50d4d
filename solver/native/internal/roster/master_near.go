package roster

import (
	"context"
	"math"
	"time"
)

// agreeing are the decisions in which the best rota and the optimum of the root agree
// (relaxation induced neighbourhoods, Danna et al. 2005), each worker's left out with the
// given chance.
func (s *lineSearch) agreeing(leave float64) []masterDecision {
	var out []masterDecision
	for w, l := range s.best {
		if s.random.chance() < leave {
			continue
		}
		next := 0
		for _, o := range l.Options {
			if s.root.option[w][o] >= sure {
				out = append(out, masterDecision{kind: takes, worker: w, option: int(o)})
			}
			out = s.agreedRests(out, w, next, s.options[o].Day, s.root.rest[w])
			next = s.options[o].Day + 1
		}
		out = s.agreedRests(out, w, next, s.days, s.root.rest[w])
	}
	return out
}

// sure is the share from which an optimum agrees with a rota.
const sure = 0.99

// agreedRests appends the days off of a worker, from one day up to another, that
// the shares agree with.
func (m *master) agreedRests(out []masterDecision, w, from, to int, share []float64) []masterDecision {
	for day := from; day < to; day++ {
		if o := m.onDay(day); o >= 0 && share[day] >= sure {
			out = append(out, masterDecision{kind: rests, worker: w, option: o})
		}
	}
	return out
}

// onDay is some option of a day, or -1.
func (m *master) onDay(day int) int {
	if o := m.dayFrom[day]; o < m.dayFrom[day+1] {
		return o
	}
	return -1
}

// others holds all workers to their lines in the best rota, but for some drawn at random.
func (s *lineSearch) others(loose int) []masterDecision {
	order := make([]int, s.workers)
	for w := range order {
		order[w] = w
	}
	for k := range min(loose, s.workers) {
		j := k + int(s.random.chance()*float64(s.workers-k))
		order[k], order[j] = order[j], order[k]
	}
	var out []masterDecision
	for _, w := range order[min(loose, s.workers):] {
		out = s.holdLine(out, w, s.best[w].Options)
	}
	return out
}

// holdLine appends the decisions that leave a worker only the line of the options.
func (m *master) holdLine(out []masterDecision, w int, options []int32) []masterDecision {
	next := 0
	rest := func(to int) {
		for ; next < to; next++ {
			if o := m.onDay(next); o >= 0 {
				out = append(out, masterDecision{kind: rests, worker: w, option: o})
			}
		}
	}
	for _, o := range options {
		rest(m.options[o].Day)
		out = append(out, masterDecision{kind: takes, worker: w, option: int(o)})
		next = m.options[o].Day + 1
	}
	rest(m.days)
	return out
}

// run searches until the best rota is proved, the context ends, or rounds of
// neighbourhoods, each with its nodes, are used up; 0 rounds for no end. Start, if any,
// is a rota to better.
// At the root column generation goes on no longer than the context given for that.
func (s *lineSearch) run(ctx, atRoot context.Context, start []Line, rounds int) (barren bool) {
	if start != nil {
		s.offer(start)
	}
	s.goTo(nil)
	if !s.greedy(ctx) && ctx.Err() == nil {
		return true
	}
	barren, more := s.atRoot(ctx, atRoot, nearRoot)
	if !more {
		return barren
	}
	if s.dive(ctx, nil, false) {
		s.polish(ctx)
	} else if rounds == 0 && s.inWindows() {
		return false
	}
	s.goTo(nil)
	again, stop := ctx, context.CancelFunc(func() {})
	if end, some := ctx.Deadline(); some {
		again, stop = context.WithTimeout(ctx, time.Duration(float64(time.Until(end))*rootShare))
	}
	barren, more = s.atRoot(ctx, again, 0)
	stop()
	if !more {
		return barren
	}
	if !s.proved() && s.dive(ctx, nil, true) {
		s.polish(ctx)
	}
	s.goTo(nil)
	s.tighten(ctx)
	nodes, loose := 20, 3
	var near, tree int64 // work on neighbourhoods and on the tree
	for round := 0; (rounds == 0 || round < rounds) && ctx.Err() == nil && !s.proved(); round++ {
		s.hear()
		began := s.work
		found := s.neighbourhood(ctx, round, loose, nodes)
		if found || round%4 == 3 {
			found = s.polish(ctx) || found
		}
		if found {
			s.goTo(nil)
			s.tighten(ctx)
		}
		if !found && round%4 == 3 {
			loose, nodes = min(loose+1, s.workers), nodes+nodes/4
			near, began = near+s.work-began, s.work
			s.prove(ctx, nodes)
			tree, began = tree+s.work-began, s.work
		}
		near += s.work - began
		for tree < near*s.closing() && ctx.Err() == nil && !s.proved() {
			began = s.work
			s.suppose(ctx)
			tree += s.work - began
		}
	}
	return false
}

// Where little lies between the best rota and the bound, the tree from the root, which comes
// upon any better rota too, has as much work as neighbourhoods, and where next
// to nothing does, three times as much.
const (
	closingTurn  = 10 // nodes at a time
	closingNodes = 50 // of a tree, times a term of Luby's sequence
	closingGap   = 0.01
	closedGap    = 0.005
)

// closeTree is a tree in which only rotas next to the bound count.
type closeTree struct {
	*tree
	below  int64
	nodes  int // looked at
	starts int
}

// suppose goes on with the tree in which only rotas of costs next to the bound count. It is
// small, and once looked through it raises the bound (destructive improvement,
// Klein and Scholl 1999). How small hangs on the first forks, and
// these on the lines at hand then: so it is begun again in Luby's sequence (Luby, Sinclair and Zuckerman 1993).
func (s *lineSearch) suppose(ctx context.Context) {
	c := &s.close
	switch {
	case c.tree == nil || c.below <= s.bound:
		*c = closeTree{tree: newTree(), below: s.bound + max(1, (s.cost-s.bound)/4), starts: 1}
	case c.nodes >= closingNodes*luby(c.starts):
		c.tree, c.nodes, c.starts = newTree(), 0, c.starts+1
	}
	s.supposed = c.below
	bound := s.climb(ctx, c.tree, nil, closingTurn, proving)
	c.nodes += closingTurn
	s.supposed = math.MaxInt64
	s.raise(bound)
}

// luby is the i-th term, from 1 on, of 1, 1, 2, 1, 1, 2, 4, ...
func luby(i int) int {
	k := 1
	for ; 1<<k-1 < i; k++ {
	}
	if 1<<k-1 == i {
		return 1 << (k - 1)
	}
	return luby(i - (1<<(k-1) - 1))
}

// closing is how many times the work of neighbourhoods the tree is to have.
func (s *lineSearch) closing() int64 {
	switch gap := float64(s.cost) - float64(s.bound); {
	case s.best == nil:
		return 0
	case gap <= max(1, closedGap*math.Abs(float64(s.cost))):
		return 3
	case gap <= closingGap*math.Abs(float64(s.cost)):
		return 1
	}
	return 0
}

// atRoot brings the root's program to its optimum, or so near to the bound as a share of its
// value. It returns whether there is no rota at all, and whether to go on.
func (s *lineSearch) atRoot(ctx, limit context.Context, gap float64) (barren, more bool) {
	g := s.generation(0)
	g.gap, g.raise, g.between = gap, s.raise, s.watch
	if gap > 0 && s.best != nil {
		g.prices = guess(s.master, s.best, s.dear)
	}
	r := s.generate(limit, g)
	s.raise(r.bound)
	if r.barren || s.proved() || ctx.Err() != nil || r.aborted && !s.near(ctx, &r) {
		return r.barren, false
	}
	s.root = s.shares()
	if r.prices != nil {
		s.rootPrices = r.prices
	}
	return false, true
}

// guess is what one more worker may be worth on each option: a small part of what is dear, as far
// as the cover of the rota leaves that open.
func guess(m *master, rota []Line, dear int64) []float64 {
	const part = 0.3
	counts := make([]int, len(m.options))
	for _, l := range rota {
		for _, o := range l.Options {
			counts[o]++
		}
	}
	prices := make([]float64, len(m.options))
	for o, n := range counts {
		most := -m.slope(o, max(0, n-1))
		prices[o] = min(max(part*float64(dear), float64(-m.slope(o, n))), float64(most))
	}
	return prices
}

// Shares of its value to which the root's program is brought to the bound at
// first, and within which a dive from it is worth while when time is short.
const (
	nearRoot = 0.002
	farRoot  = 0.2
)

// near solves the program with the lines found when generation at the root was cut short,
// and tells whether it is of use.
func (s *lineSearch) near(ctx context.Context, r *relaxation) bool {
	if r.prices == nil || s.best != nil && r.bound >= s.cost {
		return false
	}
	value, fine := s.solve(ctx)
	r.value = value
	return fine && !s.lacking() && value-float64(r.scaled)/priceScale <= farRoot*math.Abs(value)
}

// greedy plans one worker after the other against what the others leave open, for a first
// rota. It returns false when a worker has no line, or the context ended.
func (s *lineSearch) greedy(ctx context.Context) bool {
	counts := make([]int, len(s.options))
	prices := make([]int64, len(s.options))
	var rota []Line
	for w := range s.workers {
		for o, count := range counts {
			prices[o] = -priceScale * s.slope(o, count)
		}
		_, lines, ok := s.planners[w%len(s.planners)].plan(w, prices, priceScale, &s.holds[w])
		if !ok || ctx.Err() != nil {
			return false
		}
		if len(lines) == 0 {
			return true
		}
		for _, o := range lines[0].Options {
			counts[o]++
		}
		rota = append(rota, lines[0])
	}
	s.offer(rota)
	for _, l := range rota {
		s.add(l)
	}
	return true
}

// prove goes through the tree from the root, and raises the bound to what is left open.
func (s *lineSearch) prove(ctx context.Context, nodes int) {
	if s.proof == nil {
		s.proof = newTree()
	}
	s.raise(s.climb(ctx, s.proof, nil, nodes, proving))
}

// neighbourhood looks around the best rota in one of six ways, in turn.
func (s *lineSearch) neighbourhood(ctx context.Context, round, loose, nodes int) bool {
	before := s.cost
	switch {
	case s.best == nil:
		s.dive(ctx, nil, true)
	case round%4 == 0:
		s.dive(ctx, s.agreeing(0.1), round%8 == 0)
	case round%4 == 3:
		s.noise = 0.3
		s.dive(ctx, nil, false)
		s.noise = 0
	case round%4 == 1:
		s.explore(ctx, s.others(loose), nodes, searching)
	case round%8 == 6:
		s.explore(ctx, nil, nodes, pooling)
	case round%4 == 2:
		s.explore(ctx, s.agreeing(0.3), nodes, searching)
	}
	return s.cost < before
}

// sequence is a sequence of random numbers (splitmix64).
type sequence uint64

// chance returns the next number, from 0 up to 1.
func (q *sequence) chance() float64 {
	*q += 0x9e3779b97f4a7c15
	z := uint64(*q)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
