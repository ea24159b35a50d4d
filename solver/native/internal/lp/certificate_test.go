package lp

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

const loose = 1e-6

// certify holds the answer of a solve against the definition of its status, with nothing
// but the problem as given.
func certify(t *testing.T, p *Problem, status Status) {
	t.Helper()
	switch status {
	case Optimal:
		certifyFeasible(t, p)
		certifyOptimal(t, p)
	case Infeasible:
		certifyInfeasible(t, p)
	case Unbounded:
		certifyFeasible(t, p)
		certifyUnbounded(t, p)
	default:
		t.Fatalf("status %v", status)
	}
}

// rowBounds is the range of a row.
func (p *Problem) rowBounds(row int) (lo, hi float64) { return p.lo[row], p.hi[row] }

// costOf is the cost of a unit of a column.
func (p *Problem) costOf(column int) float64 { return p.cost[p.rows+column] }

func rowSums(p *Problem, x func(c int) float64) []float64 {
	sums := make([]float64, p.Rows())
	for c := range p.Columns() {
		rows, values := p.columnOf(c)
		for k, i := range rows {
			sums[i] += values[k] * x(c)
		}
	}
	return sums
}

func certifyFeasible(t *testing.T, p *Problem) {
	t.Helper()
	for c := range p.Columns() {
		if lo, hi := p.ColumnBounds(c); p.Value(c) < lo-loose || p.Value(c) > hi+loose {
			t.Fatalf("column %d is %v, outside %v..%v", c, p.Value(c), lo, hi)
		}
	}
	for i, sum := range rowSums(p, p.Value) {
		if lo, hi := p.rowBounds(i); sum < lo-loose || sum > hi+loose {
			t.Fatalf("row %d is %v, outside %v..%v", i, sum, lo, hi)
		}
		if math.Abs(sum-p.valueOf(i)) > loose {
			t.Fatalf("row %d is %v, said to be %v", i, sum, p.valueOf(i))
		}
	}
}

// certifyOptimal checks that the duals prove the objective.
func certifyOptimal(t *testing.T, p *Problem) {
	t.Helper()
	objective, bound := 0.0, 0.0
	for c := range p.Columns() {
		objective += p.costOf(c) * p.Value(c)
		lo, hi := p.ColumnBounds(c)
		bound += worth(p.ReducedCost(c), lo, hi)
	}
	for i := range p.Rows() {
		lo, hi := p.rowBounds(i)
		bound += worth(p.Dual(i), lo, hi)
	}
	if math.Abs(objective-p.Objective()) > loose*(1+math.Abs(objective)) {
		t.Fatalf("objective %v, said to be %v", objective, p.Objective())
	}
	if math.Abs(objective-bound) > 1e-5*(1+math.Abs(objective)) {
		t.Fatalf("objective %v, but the duals prove %v only", objective, bound)
	}
}

// worth is the least of price times a value within bounds, a price near zero being none.
func worth(price, lo, hi float64) float64 {
	switch {
	case price > loose:
		return price * lo
	case price < -loose:
		return price * hi
	case math.IsInf(lo, 0) || math.IsInf(hi, 0):
		return 0
	default:
		return min(price*lo, price*hi)
	}
}

func certifyInfeasible(t *testing.T, p *Problem) {
	t.Helper()
	for c := range p.Columns() {
		if lo, hi := p.ColumnBounds(c); lo > hi {
			return
		}
	}
	ray := p.answer.ray
	need := 0.0 // at least so much is asked of the combined rows
	for i, y := range ray {
		lo, hi := p.rowBounds(i)
		need += worth(y, lo, hi)
	}
	most := 0.0 // at most so much the columns can give
	for c := range p.Columns() {
		rows, values := p.columnOf(c)
		a := 0.0
		for k, i := range rows {
			a += ray[i] * values[k]
		}
		lo, hi := p.ColumnBounds(c)
		most -= worth(-a, lo, hi)
	}
	if !(most < need) {
		t.Fatalf("the ray proves nothing: columns give up to %v, rows ask %v", most, need)
	}
}

func certifyUnbounded(t *testing.T, p *Problem) {
	t.Helper()
	ray := p.answer.ray
	change := 0.0
	for c, r := range ray {
		change += r * p.costOf(c)
		lo, hi := p.ColumnBounds(c)
		if r > loose && !math.IsInf(hi, 1) || r < -loose && !math.IsInf(lo, -1) {
			t.Fatalf("the ray moves column %d by %v though its bounds are %v..%v", c, r, lo, hi)
		}
	}
	if change > -loose {
		t.Fatalf("the ray lowers the cost by %v", -change)
	}
	for i, sum := range rowSums(p, func(c int) float64 { return ray[c] }) {
		lo, hi := p.rowBounds(i)
		if sum > loose && !math.IsInf(hi, 1) || sum < -loose && !math.IsInf(lo, -1) {
			t.Fatalf("the ray moves row %d by %v though its range is %v..%v", i, sum, lo, hi)
		}
	}
}

func solveAndCertify(t *testing.T, p *Problem) Status {
	t.Helper()
	status := p.Solve(context.Background(), Limits{})
	certify(t, p, status)
	return status
}

// draw makes a random problem with small whole numbers, so that ties abound.
func draw(rng *rand.Rand, rows, cols int) *Problem {
	p := New()
	for range rows {
		p.AddRow(drawRange(rng))
	}
	for range cols {
		lo, hi := drawRange(rng)
		index, value := drawEntries(rng, rows)
		p.AddColumn(float64(rng.IntN(21)-6), lo, hi, index, value)
	}
	return p
}

func drawEntries(rng *rand.Rand, rows int) (index []int32, value []float64) {
	for i := range rows {
		if rng.IntN(rows) < 4 {
			index = append(index, int32(i))
			value = append(value, float64(rng.IntN(7)-3))
		}
	}
	return index, value
}

func drawRange(rng *rand.Rand) (lo, hi float64) {
	lo = float64(rng.IntN(9) - 4)
	switch rng.IntN(6) {
	case 0:
		return lo, lo
	case 1:
		return math.Inf(-1), lo
	case 2:
		if rng.IntN(4) == 0 {
			return math.Inf(-1), math.Inf(1)
		}
		return 0, math.Inf(1)
	case 3:
		return lo, math.Inf(1)
	default:
		return lo, lo + float64(rng.IntN(6))
	}
}

func TestRandomProblemsHaveCertificates(t *testing.T) {
	var seen [3]int
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := draw(rng, 1+rng.IntN(15), 1+rng.IntN(25))
		seen[solveAndCertify(t, p)]++
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	for status, count := range seen {
		if count < 100 {
			t.Errorf("only %d of the problems drawn are %v", count, Status(status))
		}
	}
}
