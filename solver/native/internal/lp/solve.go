package lp

import (
	"context"
	"math"
)

// Tolerances, in the units of the problem, which should be of the order of one: rows
// and columns are not rescaled.
const (
	feasible     = 1e-8  // how far a value may lie outside its bounds
	optimal      = 1e-7  // how far a reduced cost may lie on the wrong side
	pivotSize    = 1e-7  // no smaller value is pivoted on while others are there
	looseEnds    = 1e-5  // size of the shifts against stalling, relative to one
	costEnds     = 1e-5  // the same for costs
	patience     = 40    // pivots without progress before shifts
	rounds       = 12    // of one simplex after the other before the shifts are given up
	pricedEvery  = 16    // pivots between looks at the objective and the context
	disagreement = 1e-6  // relative difference between two results of one pivot
	settledPrice = 1e-11 // a reduced cost nearer to zero is on the right side
	retries      = 30    // of computing again without a pivot before a solve is stuck
	exactRows    = 1e-7  // how far rows and slacks may differ before factors are made again
)

// Status says how a solve ended.
type Status int8

// The ends of a solve. Only Optimal, Infeasible and Unbounded are final; after the
// others the basis is a good place to go on from.
const (
	Optimal        Status = iota
	Infeasible            // the answer's ray has the reason
	Unbounded             // the answer's ray has the direction
	IterationLimit        // Limits.Iterations was used up
	CutOff                // the objective passed Limits.above
	Cancelled             // the context ended
	Stuck                 // numerical trouble, or shifts that could not be taken back
)

var statusWords = [...]string{"optimal", "infeasible", "unbounded", "iteration limit", "cut off", "cancelled", "stuck"}

// String returns the status in words.
func (s Status) String() string { return statusWords[s] }

// Limits bound one solve. The zero value sets none.
type Limits struct {
	// Iterations is the most pivots and bound flips, 0 for no limit.
	Iterations int
	// above ends the dual simplex once the objective is known to lie above it, up to
	// floating point; nil for no limit.
	above *float64
}

// answer is what the last solve found.
type answer struct {
	status     Status
	iterations int
	objective  float64
	dual       []float64
	// ray is the reason for the status. After Infeasible: a multiplier for each row, such
	// that the rows so multiplied, summed over any columns within their bounds, stay below
	// what the ranges so multiplied ask; all zero when the bounds of one column or row
	// cross. After Unbounded: a direction, by column, in which the cost falls for ever.
	ray []float64
}

// run is one solve under way.
type run struct {
	*Problem
	ctx     context.Context
	limits  Limits
	pivots  int
	stalled int
	renewed int // times values were computed since the last pivot
	round   int
	status  Status
}

// outcome is how one of the two simplex methods ended.
type outcome int8

const (
	solved     outcome = iota
	impossible         // no values keep the bounds
	endless            // the objective falls without end
	stopped            // by a limit; run.status says which
	troubled           // numbers went bad
)

// Solve minimises the cost from the basis at hand. A cancelled context is no error:
// the status says so, and the values are those reached.
func (p *Problem) Solve(ctx context.Context, limits Limits) Status {
	p.prepare()
	r := &run{Problem: p, ctx: ctx, limits: limits}
	r.status = r.solve()
	p.restore()
	p.conclude(r)
	return p.answer.status
}

// prepare gives every work space the size of the problem.
func (p *Problem) prepare() {
	n := p.rows + p.cols
	for _, x := range []*vector{&p.rho, &p.column, &p.tau, &p.move} {
		x.resize(p.rows)
	}
	p.across1.resize(n)
	if len(p.xb) != p.rows {
		p.xb = make([]float64, p.rows)
		p.blo, p.bhi = make([]float64, p.rows), make([]float64, p.rows)
		p.scratch = make([]float64, p.rows)
	}
	p.barred = p.barred[:0]
}

func (r *run) solve() Status {
	if r.emptyRange() {
		return Infeasible
	}
	for ; ; r.round++ {
		if !r.renew() {
			return Stuck
		}
		primal, dual := r.primalFeasible(feasible), r.dualFeasible()
		if primal && dual {
			if r.fresh || r.residual() <= exactRows {
				return Optimal
			}
			r.current = false
			continue
		}
		if r.round > 2*rounds {
			return Stuck
		}
		switch r.once(primal) {
		case impossible:
			return Infeasible
		case endless:
			return Unbounded
		case stopped:
			return r.status
		case troubled:
			r.current = false
		case solved:
		}
		r.restore()
	}
}

// once runs the simplex that fits the basis.
func (r *run) once(primal bool) outcome {
	r.stalled, r.renewed = 0, 0
	if primal {
		return r.primal()
	}
	r.shiftCosts()
	return r.dual()
}

// emptyRange finds a variable whose bounds leave it no value.
func (r *run) emptyRange() bool {
	for v := range r.lo {
		if r.lo[v] <= r.hi[v] {
			continue
		}
		r.answer.ray = make([]float64, r.rows)
		return true
	}
	return false
}

// restore takes back all shifts of costs and bounds.
func (p *Problem) restore() {
	if p.shifted {
		copy(p.wcost, p.cost)
	}
	if p.loosened {
		copy(p.wlo, p.lo)
		copy(p.whi, p.hi)
		for v, place := range p.place {
			if place != inBasis {
				p.settle(v)
			}
		}
	}
	p.shifted, p.loosened = false, false
}

// renew makes factors where there are none, and computes values and reduced costs again.
func (r *run) renew() bool {
	if r.renewed++; r.renewed > retries {
		return false
	}
	if !r.current && !r.factoriseBasis() {
		return false
	}
	r.computeValues()
	r.computePrices()
	return true
}

// factoriseBasis makes the factors; columns that depend on others leave for slacks.
func (p *Problem) factoriseBasis() bool {
	weight := make([]float64, p.rows)
	head := make([]int32, p.rows)
	for attempt := 0; attempt < 3; attempt++ {
		pivotRow := p.f.factorise(p.rows, func(k int) ([]int32, []float64) { return p.vectorOf(p.head[k]) })
		whole := true
		for i := range head {
			head[i] = -1
		}
		for k, i := range pivotRow {
			if i < 0 {
				p.expel(p.head[k])
				whole = false
				continue
			}
			head[i], weight[i] = p.head[k], p.dualWeight[k]
		}
		for i, v := range head {
			if v < 0 {
				head[i], weight[i] = int32(i), 1
			}
		}
		copy(p.head, head)
		copy(p.dualWeight, weight)
		for i, v := range p.head {
			p.place[v], p.where[v], p.x[v] = inBasis, int32(i), 0
		}
		if whole {
			p.current, p.fresh = true, true
			return true
		}
	}
	return false
}

// expel takes a variable out of the basis to rest on a bound.
func (p *Problem) expel(v int32) {
	p.where[v] = -1
	p.place[v] = restingPlace(p.wlo[v], p.whi[v])
	p.x[v] = restingValue(p.place[v], p.wlo[v], p.whi[v])
}

var minusOne = []float64{-1}

// vectorOf returns the constraint column of a variable, a slack's being minus a unit vector.
func (p *Problem) vectorOf(v int32) ([]int32, []float64) {
	if int(v) >= p.rows {
		return p.columnOf(int(v) - p.rows)
	}
	return []int32{v}, minusOne
}

// computeValues finds the basic values from the others.
func (p *Problem) computeValues() {
	x := &p.move
	x.clear()
	for v, place := range p.place {
		if place == inBasis || p.x[v] == 0 {
			continue
		}
		if v < p.rows {
			x.v[v] += p.x[v]
			continue
		}
		rows, values := p.columnOf(v - p.rows)
		for k, i := range rows {
			x.v[i] -= values[k] * p.x[v]
		}
	}
	x.gather()
	p.f.ftran(x, false)
	copy(p.xb, x.v)
	x.clear()
	p.computed = true
	for i, v := range p.head {
		p.blo[i], p.bhi[i] = p.wlo[v], p.whi[v]
	}
}

// computePrices finds all reduced costs at the working costs.
func (p *Problem) computePrices() {
	y := &p.move
	p.computeDuals(y, p.wcost)
	for v, place := range p.place {
		switch {
		case place == inBasis:
			p.d[v] = 0
		case v < p.rows:
			p.d[v] = p.wcost[v] + y.v[v]
		default:
			rows, values := p.columnOf(v - p.rows)
			sum := p.wcost[v]
			for k, i := range rows {
				sum -= values[k] * y.v[i]
			}
			p.d[v] = sum
		}
	}
	y.clear()
}

// computeDuals solves for the duals at the given costs.
func (p *Problem) computeDuals(y *vector, cost []float64) {
	y.clear()
	for i, v := range p.head {
		y.v[i] = cost[v]
	}
	y.gather()
	p.f.btran(y, -1)
}

// primalFeasible tells whether all basic values lie within their bounds.
func (p *Problem) primalFeasible(tolerance float64) bool {
	for i, x := range p.xb {
		if x < p.blo[i]-tolerance || x > p.bhi[i]+tolerance {
			return false
		}
	}
	return true
}

// wrongSide is by how much a variable outside the basis could better the objective a
// unit, above zero when it could.
func (p *Problem) wrongSide(v int) float64 {
	d := p.d[v]
	switch {
	case p.place[v] == inBasis || p.wlo[v] == p.whi[v]:
		return 0
	case p.place[v] == atLower:
		return -d
	case p.place[v] == atUpper:
		return d
	default:
		return math.Abs(d)
	}
}

// dualFeasible tells whether no variable outside the basis could better the objective.
func (p *Problem) dualFeasible() bool {
	for v := range p.d {
		if p.wrongSide(v) > optimal {
			return false
		}
	}
	return true
}

// pause tells whether the run must stop, or that factors are due.
func (r *run) pause() bool {
	if r.limits.Iterations > 0 && r.pivots >= r.limits.Iterations {
		r.status = IterationLimit
		return true
	}
	if r.pivots%pricedEvery == 0 && r.ctx.Err() != nil {
		r.status = Cancelled
		return true
	}
	return false
}

// pivot makes q basic in row i, in place of the variable there, which goes to the
// given bound. Alpha is the entering column's value in that row.
func (r *run) pivot(i int32, q int, value float64, leaveAt standing) {
	out := r.head[i]
	r.place[out], r.where[out] = leaveAt, -1
	r.x[out] = restingValue(leaveAt, r.wlo[out], r.whi[out])
	r.head[i] = int32(q)
	r.place[q], r.where[q] = inBasis, i
	r.xb[i] = value
	r.x[q] = 0
	r.blo[i], r.bhi[i] = r.wlo[q], r.whi[q]
	r.pivots++
	r.fresh, r.computed, r.renewed = false, false, 0
	if !r.f.update(i, r.column.v[i]) || r.f.full() {
		r.current = false
	}
}

// enter sends column q through the factors into r.column.
func (r *run) enter(q int) {
	x := &r.column
	x.clear()
	rows, values := r.vectorOf(int32(q))
	for k, i := range rows {
		x.set(i, values[k])
	}
	r.f.ftran(x, true)
}

// price sets rho to row i of the inverse and across1 to that row of the tableau, by
// variable, without basic variables' own.
func (r *run) price(i int32) {
	r.rho.clear()
	r.rho.set(i, 1)
	r.f.btran(&r.rho, i)
	r.rowOfTableau()
}

func (r *run) rowOfTableau() {
	row := &r.across1
	row.clear()
	for _, i := range r.rho.nz {
		if r.place[i] != inBasis {
			row.set(i, -r.rho.v[i])
		}
	}
	if len(r.rho.nz)*3 > r.rows {
		r.rowByColumns(row)
		return
	}
	base := int32(r.rows)
	for _, i := range r.rho.nz {
		times := r.rho.v[i]
		for _, e := range r.Problem.across[i] {
			v := base + e.i
			if row.v[v] == 0 {
				row.nz = append(row.nz, v)
			}
			if row.v[v] += e.v * times; row.v[v] == 0 {
				row.v[v] = trace
			}
		}
	}
	kept := row.nz[:0]
	for _, v := range row.nz {
		if a := row.v[v]; r.place[v] == inBasis || a < negligible && a > -negligible {
			row.v[v] = 0
			continue
		}
		kept = append(kept, v)
	}
	row.nz = kept
}

// rowByColumns is rowOfTableau for a dense rho: a product with each column that can move.
func (r *run) rowByColumns(row *vector) {
	for c := range r.cols {
		v := r.rows + c
		if r.place[v] == inBasis || r.wlo[v] == r.whi[v] {
			continue
		}
		rows, values := r.columnOf(c)
		sum := 0.0
		for k, i := range rows {
			sum += values[k] * r.rho.v[i]
		}
		if sum > negligible || sum < -negligible {
			row.set(int32(v), sum)
		}
	}
}

// residual is the largest difference between a row of the columns and its slack.
func (r *run) residual() float64 {
	x := &r.move
	x.clear()
	for c := range r.cols {
		at := r.Value(c)
		if at == 0 {
			continue
		}
		rows, values := r.columnOf(c)
		for k, i := range rows {
			x.v[i] += values[k] * at
		}
	}
	worst := 0.0
	for i := range r.rows {
		worst = max(worst, math.Abs(x.v[i]-r.valueOf(i)))
	}
	clear(x.v)
	return worst
}

// chance returns the next number of a fixed sequence, from 0 up to 1 (splitmix64).
func (p *Problem) chance() float64 {
	p.random += 0x9e3779b97f4a7c15
	z := p.random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
