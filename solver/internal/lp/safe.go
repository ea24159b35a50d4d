package lp

import "math"

// SafeBound returns a lower bound of the objective that the given duals, one a row,
// prove in spite of all rounding: whatever the duals, no values within all bounds cost
// less. It is minus infinity when a column without a bound has a reduced cost that may
// lie on the wrong side; give such columns the bounds that the problem implies.
//
// Every product and sum is rounded outwards (Neumaier & Shcherbina 2004). For costs
// and entries that are whole numbers, prices rounded by [Whole] and integer sums prove
// as much without any care.
func (p *Problem) SafeBound(duals []float64) float64 {
	bound := 0.0
	for i, y := range duals {
		bound = addDown(bound, leastTerm(y, y, p.lo[i], p.hi[i]))
	}
	for c := range p.cols {
		v := p.rows + c
		low, high := p.cost[v], p.cost[v]
		rows, values := p.Column(c)
		for k, i := range rows {
			low = addDown(low, timesDown(-duals[i], values[k]))
			high = -addDown(-high, timesDown(duals[i], values[k]))
		}
		bound = addDown(bound, leastTerm(low, high, p.lo[v], p.hi[v]))
	}
	return bound
}

// leastTerm is at most price times value, for a price and a value within their ranges.
func leastTerm(low, high, lo, hi float64) float64 {
	return min(timesDown(low, lo), timesDown(low, hi), timesDown(high, lo), timesDown(high, hi))
}

// timesDown is at most a times b, and zero when either is.
func timesDown(a, b float64) float64 {
	if a == 0 || b == 0 {
		return 0
	}
	product := a * b
	if math.IsInf(product, 0) {
		return product
	}
	if math.FMA(a, b, -product) < 0 || math.Abs(product) < 1e-280 {
		return math.Nextafter(product, math.Inf(-1))
	}
	return product
}

// addDown is at most a plus b.
func addDown(a, b float64) float64 {
	sum := a + b
	if math.IsInf(sum, 0) || math.IsNaN(sum) {
		return math.Inf(-1)
	}
	part := sum - a
	if (a-(sum-part))+(b-part) < 0 {
		return math.Nextafter(sum, math.Inf(-1))
	}
	return sum
}

// Whole rounds prices to whole multiples of 1/scale, for exact sums in integers. In
// column generation with whole costs, scale times the costs less these prices is what
// the pricing minimises; the sum over workers of the best lines so priced plus the
// prices times the demand, all in integers, bounds scale times the optimum from below,
// however the prices were rounded.
func Whole(prices []float64, scale int64) []int64 {
	whole := make([]int64, len(prices))
	for i, price := range prices {
		whole[i] = int64(math.Round(price * float64(scale)))
	}
	return whole
}
