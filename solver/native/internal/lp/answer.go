package lp

// conclude keeps what the solve found, at the costs and bounds as given.
func (p *Problem) conclude(r *run) {
	a := &p.answer
	a.status, a.iterations = r.status, r.pivots
	r.renewed = 0
	if r.status != Optimal && (r.status == Stuck || !r.renew()) {
		p.current = false
	}
	a.dual = append(a.dual[:0], make([]float64, p.rows)...)
	if p.current {
		y := &p.move
		p.computeDuals(y, p.cost)
		copy(a.dual, y.v)
		y.clear()
	}
	a.objective = 0
	for v, cost := range p.cost {
		if cost != 0 {
			a.objective += cost * p.valueOf(v)
		}
	}
}

func (p *Problem) valueOf(v int) float64 {
	if i := p.where[v]; i >= 0 && p.place[v] == inBasis {
		return p.xb[i]
	}
	return p.x[v]
}

// Value returns the value of a column after the last solve.
func (p *Problem) Value(column int) float64 { return p.valueOf(p.rows + column) }

// Objective returns the cost of the values after the last solve.
func (p *Problem) Objective() float64 { return p.answer.objective }

// Iterations returns the number of pivots and flips of the last solve.
func (p *Problem) Iterations() int { return p.answer.iterations }

// Dual returns what a unit more on a row's side would add to the objective, after the
// last solve: at least zero for a row held at its least, at most zero at its greatest.
func (p *Problem) Dual(row int) float64 { return p.answer.dual[row] }

// ReducedCost returns the cost of a column less the duals times its entries.
func (p *Problem) ReducedCost(column int) float64 {
	sum := p.cost[p.rows+column]
	rows, values := p.columnOf(column)
	for k, i := range rows {
		sum -= p.answer.dual[i] * values[k]
	}
	return sum
}
