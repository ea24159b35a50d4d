package lp

import "math"

// shiftCosts makes the basis dual feasible: a variable on the wrong side goes to its
// other bound, and where there is none its cost is shifted until it is at rest.
func (r *run) shiftCosts() {
	flipped := false
	for v := range r.d {
		wrong := r.wrongSide(v)
		if wrong <= settledPrice {
			continue
		}
		if r.place[v] != atZero && !math.IsInf(r.wlo[v], -1) && !math.IsInf(r.whi[v], 1) {
			if wrong > optimal {
				r.place[v] ^= atLower ^ atUpper
				r.x[v] = restingValue(r.place[v], r.wlo[v], r.whi[v])
				flipped = true
				continue
			}
		}
		r.rest(v)
	}
	if flipped {
		r.computeValues()
	}
}

// rest shifts the cost of a variable so that its reduced cost is zero, or for one with a
// bound a little on the right side of it.
func (r *run) rest(v int) {
	aim := 0.0
	if r.round < rounds {
		switch r.place[v] {
		case atLower:
			aim = costEnds * r.chance()
		case atUpper:
			aim = -costEnds * r.chance()
		}
	}
	r.wcost[v] += aim - r.d[v]
	r.d[v] = aim
	r.shifted = true
}

// dual brings all values within their bounds while no reduced cost turns to the wrong side.
func (r *run) dual() outcome {
	r.barred = r.barred[:0]
	if r.weightsOld {
		for i := range r.dualWeight {
			r.dualWeight[i] = 1
		}
		r.weightsOld = false
	}
	for {
		if r.pause() || r.pastCutOff() {
			return stopped
		}
		if !r.current {
			if !r.renew() {
				return troubled
			}
			r.shiftCosts()
		}
		i, below := r.mostViolated()
		if i < 0 {
			if !r.computed {
				r.computeValues()
				r.computePrices()
				r.shiftCosts()
				continue
			}
			if len(r.barred) > 0 {
				return troubled
			}
			return solved
		}
		if end := r.push(i, below); end != solved {
			return end
		}
	}
}

// pastCutOff looks now and then whether the objective has passed the limit.
func (r *run) pastCutOff() bool {
	if r.limits.above == nil || r.pivots%pricedEvery != 0 {
		return false
	}
	bound := r.dualObjective()
	if bound <= *r.limits.above+optimal*(1+math.Abs(bound)) {
		return false
	}
	r.status = CutOff
	return true
}

// dualObjective is what the prices at hand prove at the costs as given, up to rounding.
func (p *Problem) dualObjective() float64 {
	sum := 0.0
	for v, d := range p.d {
		d += p.cost[v] - p.wcost[v]
		switch {
		case d > settledPrice:
			sum += d * p.lo[v]
		case d < -settledPrice:
			sum += d * p.hi[v]
		}
	}
	return sum
}

// mostViolated is the row to leave, by steepest edge, and whether its value is too low.
func (r *run) mostViolated() (row int32, below bool) {
	row = -1
	most := 0.0
	for i, x := range r.xb {
		gap := r.blo[i] - x
		low := true
		if over := x - r.bhi[i]; over > gap {
			gap, low = over, false
		}
		if gap > feasible && gap*gap > most*r.dualWeight[i] && !r.isBarred(int32(i)) {
			row, below, most = int32(i), low, gap*gap/r.dualWeight[i]
		}
	}
	return row, below
}

func (p *Problem) isBarred(i int32) bool {
	for _, b := range p.barred {
		if b == i {
			return true
		}
	}
	return false
}

// push takes the variable of row i out of the basis to the bound it violates.
func (r *run) push(i int32, below bool) outcome {
	r.price(i)
	sign := -1.0 // reduced costs move along sign times the row
	gap := r.xb[i] - r.bhi[i]
	if below {
		sign, gap = 1, r.blo[i]-r.xb[i]
	}
	q := r.firstBreak(-sign, gap, false)
	if q < 0 {
		if !r.fresh {
			r.current = false
			return solved
		}
		if r.provesNoWay(&r.rho) {
			return impossible
		}
		r.rowOfTableau()
		if q = r.firstBreak(-sign, gap, true); q < 0 {
			r.barred = append(r.barred, i)
			return solved
		}
	}
	r.enter(q)
	alpha, other := r.column.v[i], r.across1.v[q]
	if math.Abs(alpha-other) > disagreement*(1+math.Abs(alpha)) || math.Abs(alpha) < pivotSize {
		if r.fresh {
			r.barred = append(r.barred, i)
		}
		r.current = false
		return solved
	}
	r.applyFlips()
	r.stepDual(i, q, alpha, below)
	return solved
}

// provesNoWay tells whether the multipliers show that no values keep all bounds, by the
// range that the combined row leaves: it must not hold zero. The ray is then set.
func (r *run) provesNoWay(y *vector) bool {
	least, most, size := r.combinedRange(y)
	margin := feasible * (1 + size)
	if least <= margin && most >= -margin {
		return false
	}
	sign := 1.0
	if least > margin {
		sign = -1
	}
	ray := make([]float64, r.rows)
	for _, i := range y.nz {
		ray[i] = sign * y.v[i]
	}
	r.answer.ray = ray
	return true
}

// combinedRange is the range of y'(Ax - s) over all bounds as given, and the largest
// term in it.
func (p *Problem) combinedRange(y *vector) (least, most, size float64) {
	row := &p.across1
	row.clear()
	for _, i := range y.nz {
		for _, e := range p.across[i] {
			v := int32(p.rows) + e.i
			if row.v[v] == 0 {
				row.nz = append(row.nz, v)
			}
			if row.v[v] += e.v * y.v[i]; row.v[v] == 0 {
				row.v[v] = trace
			}
		}
		row.set(i, -y.v[i])
	}
	for _, v := range row.nz {
		a := row.v[v]
		if math.Abs(a) < pivotSize*0.01 {
			continue
		}
		one, two := a*p.lo[v], a*p.hi[v]
		least, most = least+min(one, two), most+max(one, two)
		for _, term := range [2]float64{one, two} {
			if !math.IsInf(term, 0) {
				size = max(size, math.Abs(term))
			}
		}
	}
	return least, most, size
}

// applyFlips moves the variables passed in the ratio test to their other bounds.
func (r *run) applyFlips() {
	if len(r.passed) == 0 {
		return
	}
	x := &r.move
	x.clear()
	for _, v := range r.passed {
		change := r.whi[v] - r.wlo[v]
		if r.place[v] == atUpper {
			change = -change
		}
		r.place[v] ^= atLower ^ atUpper
		r.x[v] = restingValue(r.place[v], r.wlo[v], r.whi[v])
		rows, values := r.vectorOf(v)
		for k, i := range rows {
			x.v[i] += values[k] * change
		}
	}
	x.gather()
	r.f.ftran(x, false)
	for _, i := range x.nz {
		r.xb[i] -= x.v[i]
	}
	x.clear()
}

// stepDual exchanges q for the variable of row i and updates prices, values and weights.
func (r *run) stepDual(i int32, q int, alpha float64, below bool) {
	leaveAt, bound := atUpper, r.bhi[i]
	if below {
		leaveAt, bound = atLower, r.blo[i]
	}
	length := (r.xb[i] - bound) / alpha
	out := r.head[i]
	if r.wrongSide(q) > 0 {
		r.wcost[q] -= r.d[q]
		r.d[q], r.shifted = 0, true
	}
	times := r.d[q] / alpha
	for _, v := range r.across1.nz {
		r.d[v] -= times * r.across1.v[v]
	}
	r.d[q], r.d[out] = 0, -times
	r.holdSides()
	for _, k := range r.column.nz {
		r.xb[k] -= length * r.column.v[k]
	}
	value := r.x[q] + length
	r.updateWeights(i, alpha)
	r.pivot(i, q, value, leaveAt)
	r.barred = r.barred[:0]
	r.watchDual(times)
}

// holdSides shifts costs where the tolerance of the ratio test let a reduced cost pass
// to the wrong side (Koberstein 2005).
func (r *run) holdSides() {
	for _, v := range r.across1.nz {
		if d := r.d[v]; (r.place[v] == atLower && d < 0 || r.place[v] == atUpper && d > 0) && r.wlo[v] != r.whi[v] {
			r.wcost[v] -= d
			r.d[v] = 0
			r.shifted = true
		}
	}
}

// updateWeights renews the steepest edge weights (Forrest & Goldfarb 1992).
func (r *run) updateWeights(i int32, alpha float64) {
	weight := r.rho.squares()
	r.tau.clear()
	for _, k := range r.rho.nz {
		r.tau.set(k, r.rho.v[k])
	}
	r.f.ftran(&r.tau, false)
	for _, k := range r.column.nz {
		if k == i {
			continue
		}
		ratio := r.column.v[k] / alpha
		next := r.dualWeight[k] + ratio*(ratio*weight-2*r.tau.v[k])
		r.dualWeight[k] = max(next, 1e-4, ratio*ratio)
	}
	r.dualWeight[i] = max(weight/(alpha*alpha), 1e-4)
}

// watchDual shifts the costs after many pivots that did not raise the objective.
func (r *run) watchDual(times float64) {
	if math.Abs(times) > optimal {
		r.stalled = 0
		return
	}
	r.stalled++
	if r.stalled < patience || r.round >= rounds {
		return
	}
	r.stalled = -10 * patience
	r.shifted = true
	size := costEnds * math.Pow(0.5, float64(r.round))
	for v, place := range r.place {
		if place == inBasis || r.wlo[v] == r.whi[v] || place == atZero {
			continue
		}
		by := size * (0.5 + 0.5*r.chance()) * (1 + 0.1*math.Abs(r.cost[v]))
		if place == atUpper {
			by = -by
		}
		r.wcost[v] += by
		r.d[v] += by
	}
}
