package roster

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// drawProblem makes a random small rota under real rules, with every worker's legal lines.
func drawProblem(rng *rand.Rand) (Problem, toy) {
	const workers, days, shifts = 3, 5, 2
	t := toy{workers: workers, days: days}
	for day := range days {
		for range shifts {
			t.options = append(t.options, Option{day, drawConvex(rng, workers)})
		}
	}
	p := Problem{Days: days, Options: t.options}
	for w := range workers {
		r := drawRules(rng, days, shifts)
		p.Workers = append(p.Workers, r)
		t.lines = append(t.lines, legalLines(&r, w))
	}
	return p, t
}

// fits tells whether trying everything is quick, and every worker has a line.
func fits(t toy) bool {
	all := 1
	for _, lines := range t.lines {
		all *= len(lines)
	}
	return all > 0 && all < 200000
}

func TestSolveFindsAndProvesTheOptimum(t *testing.T) {
	solved := 0
	for seed := range uint64(80) {
		p, all := drawProblem(rand.New(rand.NewPCG(seed, 8)))
		r := Solve(context.Background(), p, Settings{Seed: seed, rounds: 30})
		if slices.ContainsFunc(all.lines, func(l []Line) bool { return len(l) == 0 }) {
			if !r.barren || r.Lines != nil {
				t.Fatalf("seed %d: a rota though a worker has no line: %+v", seed, r)
			}
			continue
		}
		if !fits(all) {
			continue
		}
		solved++
		want := all.bestOf(newMaster(len(p.Workers), p.Days, p.Options))
		if r.cost != want || r.Bound != want || p.total(r.Lines) != want {
			t.Fatalf("seed %d: cost %d, bound %d, want %d", seed, r.cost, r.Bound, want)
		}
		for w, l := range r.Lines {
			if !slices.ContainsFunc(all.lines[w], func(k Line) bool { return k.cost == l.cost && slices.Equal(k.Options, l.Options) }) {
				t.Fatalf("seed %d: line %v is not legal", seed, l)
			}
		}
	}
	if solved < 20 {
		t.Errorf("only %d problems were small enough to try everything", solved)
	}
}

func TestWorkersInAnotherOrderCostTheSame(t *testing.T) {
	for seed := range uint64(30) {
		p, _ := drawProblem(rand.New(rand.NewPCG(seed, 9)))
		one := Solve(context.Background(), p, Settings{rounds: 30})
		slices.Reverse(p.Workers)
		two := Solve(context.Background(), p, Settings{rounds: 30, Threads: 2})
		if one.barren != two.barren || one.cost != two.cost || one.proved() != two.proved() {
			t.Fatalf("seed %d: %d (%v), and %d (%v) in another order", seed, one.cost, one.proved(), two.cost, two.proved())
		}
	}
}

func TestACancelledSolveHandsBackWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for seed := range uint64(20) {
		p, _ := drawProblem(rand.New(rand.NewPCG(seed, 10)))
		r := Solve(ctx, p, Settings{Better: func([]Line, int64) { cancel() }})
		if r.Lines != nil && (p.total(r.Lines) != r.cost || r.Bound > r.cost) {
			t.Fatalf("seed %d: cost %d, bound %d, adds up to %d", seed, r.cost, r.Bound, p.total(r.Lines))
		}
	}
}

func TestTheNumberOfThreadsChangesNothing(t *testing.T) {
	for seed := range uint64(20) {
		p, _ := drawProblem(rand.New(rand.NewPCG(seed, 11)))
		var costs [2][]int64
		for threads := 1; threads <= 2; threads++ {
			Solve(context.Background(), p, Settings{Seed: seed, Threads: threads, rounds: 10, Better: func(_ []Line, cost int64) {
				costs[threads-1] = append(costs[threads-1], cost)
			}})
		}
		if !slices.Equal(costs[0], costs[1]) {
			t.Fatalf("seed %d: costs on the way %v on one thread, %v on two", seed, costs[0], costs[1])
		}
	}
}
