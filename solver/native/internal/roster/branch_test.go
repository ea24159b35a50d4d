package roster

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// listed is a planner that knows every line of every worker: the naive twin of pricing.
type listed struct {
	lines   [][]Line
	options []Option
}

func (p *listed) plan(worker int, prices []int64, scale int64, hold *masterHold) (int64, []Line, bool) {
	least, best := int64(math.MaxInt64), -1
	for k := range p.lines[worker] {
		l := &p.lines[worker][k]
		if !hold.keeps(l, p.options) {
			continue
		}
		value := scale * l.cost
		for _, o := range l.Options {
			value -= prices[o]
		}
		if value < least {
			least, best = value, k
		}
	}
	if best < 0 {
		return 0, nil, false
	}
	return least, []Line{p.lines[worker][best]}, true
}

func (p *listed) through(worker int, prices []int64, scale int64, hold *masterHold) (least int64, option, rest []int64) {
	least = never
	option, rest = make([]int64, len(prices)), make([]int64, len(hold.worked))
	setNever(option)
	setNever(rest)
	for k := range p.lines[worker] {
		l := &p.lines[worker][k]
		if !hold.keeps(l, p.options) {
			continue
		}
		value := scale * l.cost
		for _, o := range l.Options {
			value -= prices[o]
		}
		least = min(least, value)
		worked := make([]bool, len(rest))
		for _, o := range l.Options {
			option[o] = min(option[o], value)
			worked[p.options[o].Day] = true
		}
		for day, w := range worked {
			if !w {
				rest[day] = min(rest[day], value)
			}
		}
	}
	return least, option, rest
}

// toy is a random small rota with all its legal lines.
type toy struct {
	workers, days int
	options       []Option
	listed
}

func drawToy(rng *rand.Rand, workers, days, shifts int) toy {
	t := toy{workers: workers, days: days}
	for day := range days {
		for range shifts {
			t.options = append(t.options, Option{day, drawConvex(rng, workers)})
		}
	}
	t.listed = listed{make([][]Line, workers), t.options}
	for w := range workers {
		t.drawLines(rng, w, shifts, nil, 0, 0)
	}
	return t
}

func drawConvex(rng *rand.Rand, workers int) []int64 {
	need, under, over := rng.IntN(workers+1), int64(1+rng.IntN(40)), int64(rng.IntN(5))
	cost := make([]int64, workers+1)
	for count := range cost {
		cost[count] = under*int64(max(need-count, 0)) + over*int64(max(count-need, 0))
	}
	return cost
}

// drawLines lists the lines of a worker with at most two days in a row and some drawn costs.
func (t *toy) drawLines(rng *rand.Rand, w, shifts int, taken []int32, day, run int) {
	if day == t.days {
		if len(taken) > 0 || w > 0 {
			l := Line{w, int64(rng.IntN(12)), append([]int32(nil), taken...)}
			t.lines[w] = append(t.lines[w], l)
		}
		return
	}
	t.drawLines(rng, w, shifts, taken, day+1, 0)
	for s := range shifts {
		if run < 2 && rng.IntN(5) > 0 {
			t.drawLines(rng, w, shifts, append(taken, int32(day*shifts+s)), day+1, run+1)
		}
	}
}

// bestOf tries every choice of one line a worker.
func (t *toy) bestOf(m *master) int64 {
	rota := make([]Line, t.workers)
	best := int64(math.MaxInt64)
	var try func(w int)
	try = func(w int) {
		if w == t.workers {
			best = min(best, m.total(rota))
			return
		}
		for _, l := range t.lines[w] {
			rota[w] = l
			try(w + 1)
		}
	}
	try(0)
	return best
}

func (t *toy) planners(threads int) []planner {
	list := make([]planner, threads)
	for k := range list {
		list[k] = &t.listed
	}
	return list
}

func TestBranchAndPriceFindsAndProvesTheOptimum(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 3))
		toy := drawToy(rng, 3, 4, 1+rng.IntN(2))
		m := newMaster(toy.workers, toy.days, toy.options)
		want := toy.bestOf(m)
		s := newLineSearch(m, toy.planners(1), seed, nil)
		s.bound = s.explore(context.Background(), nil, 0, proving)
		if s.cost != want || s.bound != want {
			t.Fatalf("seed %d: cost %d, bound %d, want %d", seed, s.cost, s.bound, want)
		}
	}
}

// Supposing costs next to the bound never raises it above the best rota's, and in the end raises it to that,
// whatever rota the search begins with.
func TestSupposingRaisesTheBoundToTheOptimum(t *testing.T) {
	raised := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 6))
		toy := drawToy(rng, 3, 4, 1+rng.IntN(2))
		m := newMaster(toy.workers, toy.days, toy.options)
		want := toy.bestOf(m)
		s := newLineSearch(m, toy.planners(1), seed, nil)
		var rota []Line
		for w := range toy.workers {
			rota = append(rota, toy.lines[w][rng.IntN(len(toy.lines[w]))])
		}
		s.offer(rota)
		s.bound = want - int64(rng.IntN(6))
		first := s.bound
		for try := 0; !s.proved(); try++ {
			if try == 1000 {
				t.Fatalf("seed %d: cost %d and bound %d never meet", seed, s.cost, s.bound)
			}
			s.suppose(t.Context())
			if s.bound > want {
				t.Fatalf("seed %d: bound %d above the best rota's %d", seed, s.bound, want)
			}
		}
		if s.cost != want {
			t.Fatalf("seed %d: cost %d, want %d", seed, s.cost, want)
		}
		raised += int(s.bound - first)
	}
	if raised == 0 {
		t.Fatal("no bound was raised")
	}
}

func TestLuby(t *testing.T) {
	for i, want := range []int{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8, 1} {
		if got := luby(i + 1); got != want {
			t.Errorf("term %d is %d, want %d", i+1, got, want)
		}
	}
}

func TestSearchProvesToysAtEveryThreadCount(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 4))
		toy := drawToy(rng, 3, 4, 2)
		var costs, nodes [2]int64
		for threads := 1; threads <= 2; threads++ {
			m := newMaster(toy.workers, toy.days, toy.options)
			last := int64(math.MaxInt64)
			s := newLineSearch(m, toy.planners(threads), seed, func(rota []Line, cost int64) {
				if cost >= last || m.total(rota) != cost {
					t.Errorf("a better rota of %d after %d that costs %d", cost, last, m.total(rota))
				}
				last = cost
			})
			s.run(context.Background(), context.Background(), nil, 40)
			if want := toy.bestOf(m); s.cost != want || s.bound > want {
				t.Fatalf("seed %d: cost %d, bound %d, want %d", seed, s.cost, s.bound, want)
			}
			costs[threads-1], nodes[threads-1] = s.cost, int64(s.nodes)
		}
		if costs[0] != costs[1] || nodes[0] != nodes[1] {
			t.Fatalf("seed %d: %d in %d nodes on one thread, %d in %d on two", seed, costs[0], nodes[0], costs[1], nodes[1])
		}
	}
}

// TestBoundsHoldAtAnyPrices holds the bound at random prices and decisions against the
// best rota that keeps to them.
func TestBoundsHoldAtAnyPrices(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 5))
		toy := drawToy(rng, 2, 4, 2)
		m := newMaster(toy.workers, toy.days, toy.options)
		best := toy.bestOf(m)
		prices := make([]float64, len(toy.options))
		for range 10 {
			for o := range prices {
				prices[o] = rng.NormFloat64() * 20
			}
			if q := m.quoteAll(t.Context(), toy.planners(1), prices); !q.ok || nodeBound(q.bound) > best {
				t.Fatalf("seed %d: bound %d above the best rota's %d", seed, nodeBound(q.bound), best)
			}
		}
	}
}

// A planner that is asked after the context has ended would make a long search longer.
func TestPricingStopsWhenTheContextEnds(t *testing.T) {
	toy := drawToy(rand.New(rand.NewPCG(1, 5)), 3, 4, 2)
	m := newMaster(toy.workers, toy.days, toy.options)
	s := newLineSearch(m, toy.planners(1), 1, nil)
	ctx, stop := context.WithCancel(t.Context())
	if !s.greedy(ctx) {
		t.Fatal("a toy has lines")
	}
	g := s.generation(0)
	g.between = stop
	if r := s.generate(ctx, g); !r.aborted || r.barren {
		t.Fatalf("generation ended with %+v", r)
	}
	if q := m.quoteAll(ctx, toy.planners(2), make([]float64, len(toy.options))); !q.cut {
		t.Fatal("pricing went on")
	}
}
