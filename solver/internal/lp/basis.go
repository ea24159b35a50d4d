package lp

// Basis is a copy of where the variables of a problem stand. It fits the problem it
// came from, also after rows and columns have been added; see Renumber for deletion.
type Basis struct {
	rows, columns []Place
}

// Basis returns a copy of the basis at hand.
func (p *Problem) Basis() Basis {
	return Basis{
		rows:    append([]Place(nil), p.place[:p.rows]...),
		columns: append([]Place(nil), p.place[p.rows:]...),
	}
}

// Renumber follows columns to their new numbers, as DeleteColumns returned them. A
// basic column that is gone leaves a gap, which SetBasis fills with slacks.
func (b *Basis) Renumber(to []int32) {
	left := 0
	for c, place := range b.columns {
		if c < len(to) && to[c] >= 0 {
			b.columns[to[c]] = place
			left = int(to[c]) + 1
		}
	}
	b.columns = b.columns[:left]
}

// SetBasis makes a basis kept earlier the one to go on from. Rows that it does not know
// put their slacks in, columns that it does not know stay out; what is too much
// or too little is mended when the basis is factorised.
func (p *Problem) SetBasis(b Basis) {
	next := p.head[:0:0]
	stand := func(v int, place Place) {
		if place == Basic && len(next) < p.rows {
			p.place[v] = Basic
			p.where[v] = int32(len(next))
			p.x[v] = 0
			next = append(next, int32(v))
			return
		}
		if place == Basic {
			place = restingPlace(p.wlo[v], p.whi[v])
		}
		p.place[v], p.where[v] = place, -1
		p.settle(v)
	}
	for c := range p.cols {
		place := restingPlace(p.wlo[p.rows+c], p.whi[p.rows+c])
		if c < len(b.columns) {
			place = b.columns[c]
		}
		stand(p.rows+c, place)
	}
	for r := range p.rows {
		place := Basic
		if r < len(b.rows) {
			place = b.rows[r]
		}
		stand(r, place)
	}
	for r := 0; len(next) < p.rows; r++ {
		if p.place[r] != Basic {
			stand(r, Basic)
		}
	}
	copy(p.head, next)
	for i := range p.dualWeight {
		p.dualWeight[i] = 1
	}
	p.current, p.weightsOld = false, false
}
