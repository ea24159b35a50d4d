package lp

import "math"

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
