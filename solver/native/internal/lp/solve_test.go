package lp

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

var unbounded = math.Inf(1)

func row(values ...float64) (index []int32, value []float64) {
	for i, v := range values {
		if v != 0 {
			index = append(index, int32(i))
			value = append(value, v)
		}
	}
	return index, value
}

func TestKnownProblems(t *testing.T) {
	tests := []struct {
		name, reason string
		costs        []float64
		rows         [][]float64 // each row's values, the last being its greatest value
		want         Status
		objective    float64
	}{
		{"beale", "cycles under the textbook rule", []float64{-0.75, 150, -0.02, 6},
			[][]float64{{0.25, -60, -0.04, 9, 0}, {0.5, -90, -0.02, 3, 0}, {0, 0, 1, 0, 1}}, Optimal, -0.05},
		{"kuhn", "cycles under the textbook rule", []float64{-2, -3, 1, 12},
			[][]float64{{-2, -9, 1, 9, 0}, {1. / 3, 1, -1. / 3, -2, 0}, {2, 3, -1, -12, 2}}, Optimal, -2},
		{"klee-minty", "visits every corner under the largest coefficient", []float64{-100, -10, -1},
			[][]float64{{1, 0, 0, 1}, {20, 1, 0, 100}, {200, 20, 1, 10000}}, Optimal, -10000},
		{"marshall-suurballe", "cycles, and is unbounded", []float64{-1, -7, -1, -2},
			[][]float64{{0.5, -5.5, -2.5, 9, 0}, {0.5, -1.5, -0.5, 1, 0}, {1, 0, 0, 0, 1}}, Unbounded, 0},
		{"against itself", "two rows that no values keep", []float64{1, 1},
			[][]float64{{1, 1, 1}, {-1, -1, -2}}, Infeasible, 0},
		{"no rows", "costs alone decide", []float64{1, 2}, nil, Optimal, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := New()
			for range test.rows {
				p.AddRow(math.Inf(-1), 0)
			}
			for c, cost := range test.costs {
				column := make([]float64, len(test.rows))
				for i, values := range test.rows {
					column[i] = values[c]
				}
				index, value := row(column...)
				p.AddColumn(cost, 0, unbounded, index, value)
			}
			for i, values := range test.rows {
				p.setBounds(i, math.Inf(-1), values[len(values)-1])
			}
			if status := solveAndCertify(t, p); status != test.want {
				t.Fatalf("%v, want %v: %s", status, test.want, test.reason)
			}
			if test.want == Optimal && math.Abs(p.Objective()-test.objective) > loose {
				t.Errorf("objective %v, want %v", p.Objective(), test.objective)
			}
		})
	}
}

// TestChangesAgreeWithAColdStart changes a random problem in every way there is.
func TestChangesAgreeWithAColdStart(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := draw(rng, 2+rng.IntN(10), 2+rng.IntN(20))
		for range 8 {
			change(rng, p)
			solveAndCertify(t, p)
			agreesWithCold(t, p)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func change(rng *rand.Rand, p *Problem) {
	switch rng.IntN(6) {
	case 0:
		lo, hi := drawRange(rng)
		p.SetColumnBounds(rng.IntN(p.Columns()), lo, hi)
	case 1:
		lo, hi := drawRange(rng)
		p.setBounds(rng.IntN(p.Rows()), lo, hi)
	case 2:
		p.SetCost(rng.IntN(p.Columns()), float64(rng.IntN(20)-5))
	case 3:
		index, value := drawEntries(rng, p.Rows())
		lo, hi := drawRange(rng)
		p.AddColumn(float64(rng.IntN(20)-5), lo, hi, index, value)
	case 4:
		lo, hi := drawRange(rng)
		p.AddRow(lo, hi)
	case 5:
		p.DeleteColumns(func(c int) bool { return c > 1 && rng.IntN(4) == 0 })
	}
}

func TestLimitsEndASolveThatGoesOnLater(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	m := newRota(rng, 10, 21, 3)
	m.addLines(rng, 40)
	cold := copyOf(m.Problem)
	solveAndCertify(t, cold)
	if status := m.Solve(context.Background(), Limits{Iterations: 10}); status != IterationLimit || m.Iterations() != 10 {
		t.Errorf("%v after %d iterations", status, m.Iterations())
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if status := m.Solve(cancelled, Limits{}); status != Cancelled {
		t.Errorf("%v with a cancelled context", status)
	}
	above := cold.Objective() / 2
	if status := m.Solve(context.Background(), Limits{above: &above}); status != CutOff {
		t.Errorf("%v though the optimum is twice the limit", status)
	}
	above = cold.Objective() + 1
	if status := m.Solve(context.Background(), Limits{above: &above}); status != Optimal {
		t.Errorf("%v though the optimum is below the limit", status)
	}
	certify(t, m.Problem, Optimal)
	agreesWithCold(t, m.Problem)
}

func TestTheSameProblemGivesTheSameAnswer(t *testing.T) {
	build := func() rota {
		rng := rand.New(rand.NewPCG(2, 1))
		m := newRota(rng, 9, 14, 3)
		m.addLines(rng, 30)
		return m
	}
	one, two := build(), build()
	solveAndCertify(t, one.Problem)
	solveAndCertify(t, two.Problem)
	if one.Iterations() != two.Iterations() {
		t.Fatalf("%d iterations, then %d", one.Iterations(), two.Iterations())
	}
	for c := range one.Columns() {
		if one.Value(c) != two.Value(c) {
			t.Fatalf("column %d: %v, then %v", c, one.Value(c), two.Value(c))
		}
	}
}
