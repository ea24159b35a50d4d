package board

import "math"

// Strain is the price of going beyond a limit, in terms of as many hours short, after the fraction f
// of a round: less than being short for most of it, so that everything is covered while hours
// even out; in the end more.
func Strain(f float64) float64 {
	const low, high, turn = 0.3, 0.9, 0.85
	if f < turn {
		return low * math.Pow(high/low, f/turn)
	}
	return 2
}
