package solver

import "math/bits"

// random is a small fast source (wyrand by Wang Yi): its whole state is one
// word, so that a search is a function of its seed.
type random uint64

func (r *random) next() uint64 {
	*r += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(uint64(*r), uint64(*r)^0xe7037ed1a0b428db)
	return hi ^ lo
}

// n is uniform on 0..n-1; n must be positive.
func (r *random) n(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// float is uniform on [0, 1).
func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }
