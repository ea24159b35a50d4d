package lp

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// rota is a problem like the master of a rota: a row for each worker's one line, a cover
// row for each day and shift type with prices for too few and too many, and lines at random.
type rota struct {
	*Problem
	workers, days, shifts int
}

func newRota(rng *rand.Rand, workers, days, shifts int) rota {
	m := rota{New(), workers, days, shifts}
	for range workers {
		m.AddRow(1, 1)
	}
	for range days * shifts {
		need := float64(rng.IntN(2*workers/shifts + 1))
		m.AddRow(need, need)
	}
	for k := range days * shifts {
		row := []int32{int32(workers + k)}
		m.AddColumn(100, 0, math.Inf(1), row, []float64{1})
		m.AddColumn(1, 0, 2, row, []float64{-1})
		m.AddColumn(5, 0, math.Inf(1), row, []float64{-1})
	}
	for w := range workers {
		m.AddColumn(1000, 0, math.Inf(1), []int32{int32(w)}, []float64{1})
	}
	return m
}

// addLines adds a number of lines for each worker: runs of one shift type and days off.
func (m rota) addLines(rng *rand.Rand, each int) {
	for range each {
		for w := range m.workers {
			rows, values := []int32{int32(w)}, []float64{1}
			cost := 0.0
			for day := rng.IntN(3); day < m.days; day += 1 + rng.IntN(3) {
				shift := rng.IntN(m.shifts)
				for n := 1 + rng.IntN(5); n > 0 && day < m.days; n, day = n-1, day+1 {
					rows = append(rows, int32(m.workers+day*m.shifts+shift))
					values = append(values, 1)
					cost += float64(rng.IntN(4))
				}
			}
			m.AddColumn(cost, 0, math.Inf(1), rows, values)
		}
	}
}

func TestColumnsAddedAndDroppedAgreeWithAColdStart(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	m := newRota(rng, 8, 14, 3)
	for round := range 12 {
		m.addLines(rng, 5)
		solveAndCertify(t, m.Problem)
		if round%4 == 3 {
			m.DeleteColumns(func(c int) bool { return c > m.days*m.shifts*3+m.workers && m.ReducedCost(c) > 20 })
			solveAndCertify(t, m.Problem)
		}
		agreesWithCold(t, m.Problem)
	}
}

// agreesWithCold solves a copy from scratch and compares the objectives.
func agreesWithCold(t *testing.T, p *Problem) {
	t.Helper()
	cold := copyOf(p)
	status := solveAndCertify(t, cold)
	if status != p.answer.status {
		t.Fatalf("cold start says %v, warm start %v", status, p.answer.status)
	}
	if status == Optimal && math.Abs(cold.Objective()-p.Objective()) > loose*(1+math.Abs(cold.Objective())) {
		t.Fatalf("cold start reaches %v, warm start %v", cold.Objective(), p.Objective())
	}
}

func copyOf(p *Problem) *Problem {
	twin := New()
	for i := range p.Rows() {
		twin.AddRow(p.rowBounds(i))
	}
	for c := range p.Columns() {
		lo, hi := p.ColumnBounds(c)
		rows, values := p.columnOf(c)
		twin.AddColumn(p.costOf(c), lo, hi, rows, values)
	}
	return twin
}

func TestDiveByBoundsAgreesWithAColdStart(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	m := newRota(rng, 10, 14, 3)
	m.addLines(rng, 60)
	solveAndCertify(t, m.Problem)
	first := m.days*m.shifts*3 + m.workers
	for range 12 {
		key := int32(m.workers + rng.IntN(m.days*m.shifts))
		worker := int32(rng.IntN(m.workers))
		for c := first; c < m.Columns(); c++ {
			if rows, _ := m.columnOf(c); rows[0] == worker && !contains(rows, key) {
				m.SetColumnBounds(c, 0, 0)
			}
		}
		solveAndCertify(t, m.Problem)
		agreesWithCold(t, m.Problem)
	}
}

func contains(list []int32, i int32) bool {
	for _, k := range list {
		if k == i {
			return true
		}
	}
	return false
}

// TestLargeRotaSolves takes the columns in by their reduced costs, then all at once.
func TestLargeRotaSolves(t *testing.T) {
	pool := newRota(rand.New(rand.NewPCG(5, 5)), 50, 56, 17)
	m := newRota(rand.New(rand.NewPCG(5, 5)), 50, 56, 17)
	first := pool.Columns()
	pool.addLines(rand.New(rand.NewPCG(6, 6)), 340)
	taken := make([]bool, pool.Columns())
	for added := true; added; {
		if status := m.Solve(context.Background(), Limits{}); status != Optimal {
			t.Fatal(status)
		}
		added = m.takeBest(pool, first, taken)
	}
	sifted := m.Objective()
	certify(t, m.Problem, Optimal)
	for c := first; c < pool.Columns(); c++ {
		if !taken[c] {
			m.copyColumn(pool, c)
		}
	}
	solveAndCertify(t, m.Problem)
	if math.Abs(m.Objective()-sifted) > loose*sifted {
		t.Errorf("%v with all columns, %v with the best", m.Objective(), sifted)
	}
}

func (m rota) copyColumn(pool rota, c int) {
	rows, values := pool.columnOf(c)
	m.AddColumn(pool.costOf(c), 0, math.Inf(1), rows, values)
}

// takeBest adds the pool's best column for each worker, and tells whether there was one.
func (m rota) takeBest(pool rota, first int, taken []bool) bool {
	best, price := make([]int, m.workers), make([]float64, m.workers)
	for c := first; c < pool.Columns(); c++ {
		rows, values := pool.columnOf(c)
		d := pool.costOf(c)
		for k, i := range rows {
			d -= values[k] * m.Dual(int(i))
		}
		if w := rows[0]; !taken[c] && d < price[w]-loose {
			best[w], price[w] = c, d
		}
	}
	added := false
	for _, c := range best {
		if c > 0 {
			taken[c], added = true, true
			m.copyColumn(pool, c)
		}
	}
	return added
}
