package bound

import (
	"math/bits"

	"github.com/carerota/carerota/solver"
)

// mostBits is the greatest table used for rounding a limit.
const mostBits = 1 << 16

// roundDown lowers a line's limit, in parts, to what decisions can really add
// up to. Whole tasks add fixed amounts, so a subset of them must make the sum;
// a task that may be divided adds anything from its least length up, and
// anything at all where it can hang over the edge of the span. When everything
// lies on the grid the sum is also a multiple of the grain.
func (x *boxer) roundDown(l int32, b *box, weight [solver.NumModes]int64, limit int64) int64 {
	var whole []int64
	least := int64(solver.NoLimit) // of a divided task
	grid := x.m.Grain > 0 && b.From%x.m.Grain == 0 && b.To%x.m.Grain == 0
	var unit int64 // weights are multiples of it
	last := int32(-1)
	for _, i := range x.meeting(l, b.Span) {
		o := &x.offers[l][i]
		d := &x.demands[o.demand]
		t := &x.m.Tasks[d.task]
		w := weight[d.kind]
		in := o.Meet(b.Span)
		if in.Len() <= 0 || w == 0 || !b.kinds.has(d.kind) {
			continue
		}
		unit, grid = solver.Gcd(unit, w), grid && t.From%x.m.Grain == 0 && t.To%x.m.Grain == 0
		switch {
		case d.kind == solver.Reserve:
			least = 0
		case t.Whole && d.task != last:
			whole = append(whole, w*int64(in.Len()))
		case !t.Whole && b.Contains(o.Span):
			least = min(least, w*int64(max(1, min(t.MinLen, t.Len()))))
		case !t.Whole:
			least = 0
		}
		last = d.task
	}
	switch {
	case limit >= least && grid && unit > 0:
		return limit - limit%(unit*int64(x.m.Grain))
	case limit >= least:
		return limit
	default:
		return bestSubset(whole, limit)
	}
}

// bestSubset is the greatest sum of some of the items that is at most limit, or
// limit itself when finding out would take too large a table.
func bestSubset(items []int64, limit int64) int64 {
	var unit, total int64
	for _, v := range items {
		unit = solver.Gcd(unit, v)
		total += v
	}
	if total <= limit {
		return total
	}
	if unit == 0 || limit/unit >= mostBits {
		return limit
	}
	most := int(limit / unit)
	reach := make([]uint64, most/64+1)
	reach[0] = 1
	for _, v := range items {
		shiftOr(reach, int(v/unit))
	}
	reach[most/64] &= ^uint64(0) >> (63 - most%64)
	for i := len(reach) - 1; ; i-- {
		if reach[i] != 0 {
			return unit * int64(i*64+63-bits.LeadingZeros64(reach[i]))
		}
	}
}

// shiftOr adds to a set of numbers each of them plus by.
func shiftOr(set []uint64, by int) {
	words, rest := by/64, by%64
	for i := len(set) - 1; i >= words; i-- {
		v := set[i-words] << rest
		if rest > 0 && i > words {
			v |= set[i-words-1] >> (64 - rest)
		}
		set[i] |= v
	}
}
