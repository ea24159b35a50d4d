package proof

import (
	"math/bits"

	"github.com/carerota/carerota/scheduler"
)

// Of all ways in which a few workers can stand only those are followed from which less could still be
// short than is claimed. What must yet be short is bounded by prices of the visits to come, with the
// most that each worker alone can still take at those (lines.go).

// partsOfPrice is into how many parts what all visits have in common is cut, for prices.
const partsOfPrice = 16

// weights compare what is short at the levels as one number, in the same order.
type weights struct {
	level [scheduler.LevelFamily]int64
	part  int64 // seconds that all short times have in common
}

// weigh gives the levels weights.
func (t *jointly) weigh() (w weights) {
	var all short
	for i := range t.visits {
		v := &t.visits[i]
		all = all.plus(v.short[0])
		for mask := range v.short {
			for _, s := range v.short[mask] {
				w.part = gcd(s, w.part)
			}
		}
	}
	w.part = max(w.part, 1)
	weight := int64(partsOfPrice)
	for l := len(all) - 1; l >= 0; l-- {
		w.level[l] = weight
		weight *= all[l]/w.part + 1
	}
	return w
}

// of is a short time as one number.
func (w *weights) of(s short) (n int64) {
	for l, seconds := range s {
		n += (seconds + w.part - 1) / w.part * w.level[l]
	}
	return n
}

// potential is what must yet be short from a visit on, at prices: what the visits from it on count, less
// the most that each worker can still take.
type potential struct {
	weights
	t     *jointly
	lines *Lines
	asked []int64 // by visit
	claim int64
}

// potentialOf looks for prices, and says whether at those nobody can leave less short than is claimed.
func (t *jointly) potentialOf() (p *potential, holds bool) {
	p = &potential{weights: t.weigh(), t: t, lines: &Lines{t: t}, asked: make([]int64, len(t.visits)+1)}
	p.claim = p.of(t.claim)
	for i := range t.visits {
		v := &t.visits[i]
		if n := p.wanted(v); n > 0 {
			p.lines.rows = append(p.lines.rows, lineRow{i, n, v.able, p.of(v.short[0]) / int64(n)})
		}
	}
	counts, open := p.lines.Ascend(p.claim, 1)
	if open >= p.claim {
		return p, true
	}
	p.lines.Most(counts)
	for i := range p.lines.rows {
		p.asked[p.lines.rows[i].visit] = counts[i] * int64(p.lines.rows[i].n)
	}
	for i := len(t.visits) - 1; i >= 0; i-- {
		p.asked[i] += p.asked[i+1]
	}
	return p, false
}

// wanted is how many a visit wants, where whoever is there takes no more than one part in so many of
// what is short of it with nobody there; 0 where that cannot be said.
func (p *potential) wanted(v *visit) int {
	for n := 1; n <= v.need.Workers; n++ {
		holds := p.of(v.short[0]) > 0 && p.of(v.short[0])%int64(n) == 0
		for mask, s := range v.short {
			if there := min(n, bits.OnesCount32(uint32(mask))); uint32(mask)&^v.able == 0 {
				holds = holds && p.of(s)*int64(n) >= p.of(v.short[0])*int64(n-there)
			}
		}
		if holds {
			return n
		}
	}
	return 0
}

// hopeless says whether as much must be short in the end as is claimed, where the workers stand so
// before a visit and so much is short already.
func (p *potential) hopeless(so short, w way, i int) bool {
	n := p.of(so) + p.asked[i]
	for k := range p.t.workers {
		n -= p.lines.best[k][i][w[k]]
	}
	return n >= p.claim
}
