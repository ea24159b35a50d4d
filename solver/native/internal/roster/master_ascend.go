package roster

import (
	"context"
	"slices"
)

// How prices are raised at first: steps at most and without a better bound, the weight of the
// newest direction, and the steps at the end whose lines enter the program.
const (
	ascents      = 200
	ascentsIdle  = 8
	ascentsTaken = 24
	newest       = 0.35
)

// ascend finds prices that prove a good bound before the program is solved at all: steps along the
// volume algorithm's directions (Barahona & Anbil 2000), as long as the way to the cost of the best
// rota asks (Polyak 1969). The lines of the last steps enter the program. It returns the prices of
// the best bound.
func (m *master) ascend(ctx context.Context, out *relaxation, g generation) []float64 {
	goal := float64(g.below) * priceScale
	prices, mean := slices.Clone(g.prices), make([]float64, len(m.options))
	var best []float64
	var late [][]Line
	factor, idle := 0.5, 0
	for step := range ascents {
		if g.between != nil {
			g.between()
		}
		q := m.quoteAll(ctx, g.planners, prices)
		if q.cut || !q.ok {
			out.aborted, out.barren = q.cut, !q.cut
			return nil
		}
		late = append(late, q.lines)
		if len(late) > ascentsTaken {
			late = late[1:]
		}
		if idle++; q.bound > out.scaled {
			out.scaled, out.bound, idle = q.bound, nodeBound(q.bound), 0
			best = append(best[:0], prices...)
			if g.raise != nil {
				g.raise(out.bound)
			}
		}
		if idle >= ascentsIdle {
			factor, idle = factor/2, 0
			copy(prices, best)
		}
		if out.bound >= g.below || factor < 0.02 {
			break
		}
		m.direct(mean, prices, q.lines, step == 0)
		long := 0.0
		for _, x := range mean {
			long += x * x
		}
		if long == 0 {
			break
		}
		by := factor * (goal - float64(out.scaled)) / priceScale / long
		for o := range prices {
			prices[o] += by * mean[o]
		}
	}
	for _, lines := range late {
		for _, l := range lines {
			m.add(l)
		}
	}
	out.prices = best
	return best
}

// direct turns a direction towards the newest subgradient: the cover that the prices would buy less what
// the lines give.
func (m *master) direct(mean, prices []float64, lines []Line, first bool) {
	weight := newest
	if first {
		weight = 1
	}
	for o := range mean {
		mean[o] *= 1 - weight
		mean[o] += weight * float64(m.bought(o, prices[o]))
	}
	for _, l := range lines {
		for _, o := range l.Options {
			mean[o] -= weight
		}
	}
}

// bought is the cover of an option that costs least with its price paid on top.
func (m *master) bought(o int, price float64) int {
	count := m.least[o]
	for count < m.most[o] && float64(m.slope(o, count))+price < 0 {
		count++
	}
	return count
}
