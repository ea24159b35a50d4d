package random

import "math/bits"

// Source is a small fast source (wyrand by Wang Yi): its whole state is one
// word, so that a search is a function of its seed.
type Source uint64

func (r *Source) Next() uint64 {
	*r += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(uint64(*r), uint64(*r)^0xe7037ed1a0b428db)
	return hi ^ lo
}

// N is uniform on 0..n-1; n must be positive.
func (r *Source) N(n int) int {
	hi, _ := bits.Mul64(r.Next(), uint64(n))
	return int(hi)
}

// Float is uniform on [0, 1).
func (r *Source) Float() float64 { return float64(r.Next()>>11) / (1 << 53) }

// Shuffle puts x in random order.
func (r *Source) Shuffle(x []int32) {
	for i := len(x) - 1; i > 0; i-- {
		j := r.N(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}
