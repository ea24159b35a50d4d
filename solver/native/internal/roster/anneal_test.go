package roster

import (
	"context"
	"math/rand/v2"
	"testing"
)

// Whatever moves annealing makes, its sums are what a count from scratch gives.
func TestAnnealingKeepsItsSums(t *testing.T) {
	for seed := range uint64(40) {
		p, _ := drawProblem(rand.New(rand.NewPCG(seed, 12)))
		p.Dear = 5
		a := newAnnealer(&p, machines(p.Workers), seed)
		for round := range 30 {
			for range 50 {
				a.step(4)
				a.stepAlone(round%len(a.lines), 4)
			}
			cost, broken := a.cost, a.broken
			worth := make([]int64, len(a.lines))
			for w := range a.lines {
				worth[w] = a.lines[w].worth
			}
			a.reset()
			if a.cost != cost || a.broken != broken {
				t.Fatalf("seed %d: cost %d and %d broken, counted again %d and %d", seed, cost, broken, a.cost, a.broken)
			}
			for w := range a.lines {
				if a.lines[w].worth != worth[w] {
					t.Fatalf("seed %d: line %d is worth %d, counted again %d", seed, w, worth[w], a.lines[w].worth)
				}
			}
		}
	}
}

// A rota that annealing finds is legal, costs what it says, and no proved optimum is above it.
func TestAnnealingFindsLegalRotas(t *testing.T) {
	found := 0
	for seed := range uint64(60) {
		p, all := drawProblem(rand.New(rand.NewPCG(seed, 8)))
		p.Dear = 5
		r := Solve(context.Background(), p, Settings{Seed: seed, Moves: 1 << 15})
		if r.Lines == nil || !fits(all) {
			continue
		}
		found++
		want := all.bestOf(newMaster(len(p.Workers), p.Days, p.Options))
		priced := append([]Line(nil), r.Lines...)
		p.Price(priced)
		if r.cost < want || r.Bound > want || p.total(priced) != r.cost {
			t.Fatalf("seed %d: cost %d (priced again %d), bound %d, best %d", seed, r.cost, p.total(priced), r.Bound, want)
		}
	}
	if found < 20 {
		t.Errorf("only %d rotas were compared", found)
	}
}

// A budget of work is kept, column generation included, and the same budget gives the same rota.
func TestABudgetOfWorkIsKept(t *testing.T) {
	const budget, most = 1 << 14, 2 << 14 // annealing stops at whole chunks
	used := 0
	for seed := range uint64(20) {
		p, all := drawProblem(rand.New(rand.NewPCG(seed, 8)))
		p.Dear = 5
		if !fits(all) {
			continue
		}
		one := Solve(context.Background(), p, Settings{Seed: seed, Moves: budget})
		two := Solve(context.Background(), p, Settings{Seed: seed, Moves: budget})
		if one.Moves > most {
			t.Errorf("seed %d: work of %d, the budget is %d", seed, one.Moves, budget)
		}
		if one.Moves != two.Moves || one.cost != two.cost || one.Bound != two.Bound {
			t.Errorf("seed %d: %d moves, cost %d, bound %d, and %d, %d, %d the second time", seed, one.Moves, one.cost, one.Bound, two.Moves, two.cost, two.Bound)
		}
		if one.Moves >= budget {
			used++
		}
	}
	if used < 5 {
		t.Errorf("only %d budgets were used up", used)
	}
}
