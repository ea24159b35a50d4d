package lp

import "math"

// primal lowers the cost while all bounds are kept.
func (r *run) primal() outcome {
	r.resetDevex()
	for {
		if r.pause() {
			return stopped
		}
		if !r.current {
			if !r.renew() {
				return troubled
			}
			if !r.primalFeasible(slackness) {
				return solved
			}
		}
		q := r.mostPromising()
		if q < 0 {
			if r.computed {
				return solved
			}
			r.computeValues()
			r.computePrices()
			continue
		}
		if end := r.advance(q); end != solved {
			return end
		}
	}
}

// slackness is how far outside bounds values may lie while the primal simplex runs:
// both passes of the ratio test lean on it.
const slackness = 10 * feasible

func (r *run) resetDevex() {
	for v := range r.devex {
		r.devex[v] = 1
	}
}

// mostPromising is the variable to enter: the steepest by devex weight, -1 for none.
func (r *run) mostPromising() int {
	best, most := -1, 0.0
	for v, d := range r.d {
		if d <= optimal && d >= -optimal {
			continue
		}
		wrong := r.wrongSide(v)
		if wrong > optimal && wrong*wrong > most*r.devex[v] {
			best, most = v, wrong*wrong/r.devex[v]
		}
	}
	return best
}

// advance brings q in, or to its other bound.
func (r *run) advance(q int) outcome {
	r.enter(q)
	if math.Abs(r.exactPrice(q)-r.d[q]) > optimal*(1+math.Abs(r.d[q])) && !r.fresh {
		r.current = false
		return solved
	}
	up := r.d[q] < 0
	i, length, leaveAt := r.blocking(up)
	span := r.whi[q] - r.wlo[q]
	if i < 0 && math.IsInf(span, 1) {
		return r.falls(q, up)
	}
	if i < 0 || span <= length {
		r.flip(q, up, span)
		return solved
	}
	if math.Abs(r.column.v[i]) < pivotSize && !r.fresh {
		r.current = false
		return solved
	}
	r.exchange(i, q, up, length, leaveAt)
	return solved
}

// exactPrice computes the reduced cost of q from the column that enters.
func (r *run) exactPrice(q int) float64 {
	sum := r.wcost[q]
	for _, i := range r.column.nz {
		sum -= r.wcost[r.head[i]] * r.column.v[i]
	}
	return sum
}

// falls ends with the direction in which the cost falls for ever, once it is sure.
func (r *run) falls(q int, up bool) outcome {
	if !r.fresh {
		r.current = false
		return solved
	}
	sign := 1.0
	if !up {
		sign = -1
	}
	ray := make([]float64, r.cols)
	if q >= r.rows {
		ray[q-r.rows] = sign
	}
	for _, i := range r.column.nz {
		if v := int(r.head[i]); v >= r.rows {
			ray[v-r.rows] = -sign * r.column.v[i]
		}
	}
	r.answer.ray = ray
	return endless
}

// blocking is the two-pass ratio test (Harris 1973): the row whose variable meets its
// bound first, up to the tolerance, with the largest pivot; -1 for none.
func (r *run) blocking(up bool) (row int32, length float64, leaveAt standing) {
	sign := 1.0
	if !up {
		sign = -1
	}
	farthest := math.Inf(1)
	for _, i := range r.column.nz {
		rate := sign * r.column.v[i]
		room := math.Inf(1)
		switch {
		case rate > pivotSize:
			room = (r.xb[i] - r.blo[i] + feasible) / rate
		case rate < -pivotSize:
			room = (r.bhi[i] - r.xb[i] + feasible) / -rate
		}
		farthest = min(farthest, room)
	}
	if math.IsInf(farthest, 1) {
		return -1, farthest, atLower
	}
	row, largest := int32(-1), 0.0
	for _, i := range r.column.nz {
		rate := sign * r.column.v[i]
		room, place := math.Inf(1), atLower
		switch {
		case rate > pivotSize:
			room = (r.xb[i] - r.blo[i]) / rate
		case rate < -pivotSize:
			room, place = (r.bhi[i]-r.xb[i])/-rate, atUpper
		}
		if size := math.Abs(rate); room <= farthest && size > largest {
			row, length, leaveAt, largest = i, max(room, 0), place, size
		}
	}
	return row, length, leaveAt
}

// flip takes q from one of its bounds to the other.
func (r *run) flip(q int, up bool, span float64) {
	change := span
	if !up {
		change = -span
	}
	for _, i := range r.column.nz {
		r.xb[i] -= change * r.column.v[i]
	}
	r.place[q] = atUpper
	if !up {
		r.place[q] = atLower
	}
	r.x[q] = restingValue(r.place[q], r.wlo[q], r.whi[q])
	r.pivots++
	r.stalled, r.computed, r.renewed = 0, false, 0
}

// exchange brings q into the basis at row i and keeps reduced costs and weights current.
func (r *run) exchange(i int32, q int, up bool, length float64, leaveAt standing) {
	r.price(i)
	alpha := r.column.v[i]
	if got := r.across1.v[q]; math.Abs(got-alpha) > disagreement*(1+math.Abs(alpha)) && !r.fresh {
		r.current = false
		return
	}
	change := length
	if !up {
		change = -length
	}
	value := r.x[q] + change
	for _, k := range r.column.nz {
		r.xb[k] -= change * r.column.v[k]
	}
	r.updatePrices(i, q, alpha)
	r.weightsOld = true
	r.pivot(i, q, value, leaveAt)
	r.watchProgress(length)
}

// updatePrices moves the reduced costs along the pivot row and renews the devex weights.
func (r *run) updatePrices(i int32, q int, alpha float64) {
	out := r.head[i]
	times := r.d[q] / alpha
	reference := r.devex[q] / (alpha * alpha)
	for _, v := range r.across1.nz {
		a := r.across1.v[v]
		r.d[v] -= times * a
		if w := a * a * reference; w > r.devex[v] {
			r.devex[v] = w
		}
	}
	r.d[q] = 0
	r.d[out] = -times
	r.devex[out] = max(reference, 1)
	if r.devex[out] > 1e8 {
		r.resetDevex()
	}
}

// watchProgress loosens the bounds after many pivots that did not lower the cost.
func (r *run) watchProgress(length float64) {
	if length > feasible {
		r.stalled = 0
		return
	}
	r.stalled++
	if r.stalled < patience || r.round >= rounds {
		return
	}
	r.stalled = -patience
	r.loosenBounds()
}

// loosenBounds moves the bounds of all basic variables out by small random amounts, so
// that no two are met at once.
func (r *run) loosenBounds() {
	r.loosened = true
	size := looseEnds * math.Pow(0.5, float64(r.round))
	for i, v := range r.head {
		if lo := r.wlo[v]; !math.IsInf(lo, -1) {
			r.wlo[v] = lo - size*(0.5+0.5*r.chance())
			r.blo[i] = r.wlo[v]
		}
		if hi := r.whi[v]; !math.IsInf(hi, 1) {
			r.whi[v] = hi + size*(0.5+0.5*r.chance())
			r.bhi[i] = r.whi[v]
		}
	}
}
