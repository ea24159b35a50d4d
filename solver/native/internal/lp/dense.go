package lp

import "math"

const (
	crowdedShare = 0.25 // of places filled, beyond which the rest is eliminated as a full matrix
	crowdedRows  = 16   // fewer rows than this are not worth the change
)

// crowded tells whether what is left of the matrix is nearly full.
func (a *active) crowded() bool {
	return a.left >= crowdedRows && float64(a.nonzeros) > crowdedShare*float64(a.left)*float64(a.left)
}

// dense is the room for the elimination of a full matrix.
type dense struct {
	rows, cols []int32 // as the active matrix numbers them
	place      []int32 // of a column in cols
	cell       []float64
}

// load copies what is left of the active matrix.
func (m *dense) load(a *active) {
	m.rows, m.cols = m.rows[:0], m.cols[:0]
	if len(m.place) != len(a.row) {
		m.place = make([]int32, len(a.row))
	}
	for k := range a.row {
		if a.rows.count[k] >= 0 {
			m.rows = append(m.rows, int32(k))
		}
		if a.cols.count[k] >= 0 {
			m.place[k] = int32(len(m.cols))
			m.cols = append(m.cols, int32(k))
		}
	}
	n := len(m.rows) * len(m.cols)
	if cap(m.cell) < n {
		m.cell = make([]float64, n)
	}
	m.cell = m.cell[:n]
	clear(m.cell)
	for k, i := range m.rows {
		row := m.row(k)
		for _, e := range a.row[i] {
			row[m.place[e.i]] = e.v
		}
	}
}

func (m *dense) row(k int) []float64 {
	return m.cell[k*len(m.cols) : (k+1)*len(m.cols)]
}

// eliminateDense finishes a factorisation on a full matrix, by columns with the largest
// pivot in each. A column without a fit pivot is left without a row.
func (f *factors) eliminateDense() {
	a := &f.matrix
	m := &a.dense
	m.load(a)
	top := 0
	for c := range m.cols {
		if top == len(m.rows) {
			return
		}
		k := m.largestBelow(top, c)
		if k < 0 {
			continue
		}
		m.swapRows(top, k)
		f.eliminateDenseColumn(top, c)
		top++
	}
}

// largestBelow is the row from top on with the largest value in a column, -1 if all are tiny.
func (m *dense) largestBelow(top, c int) int {
	best, most := -1, leastPivot
	for k := top; k < len(m.rows); k++ {
		if v := math.Abs(m.cell[k*len(m.cols)+c]); v > most {
			best, most = k, v
		}
	}
	return best
}

func (m *dense) swapRows(a, b int) {
	if a == b {
		return
	}
	m.rows[a], m.rows[b] = m.rows[b], m.rows[a]
	one, two := m.row(a), m.row(b)
	for c, v := range one {
		one[c], two[c] = two[c], v
	}
}

// eliminateDenseColumn makes the cell of row top and column c a pivot.
func (f *factors) eliminateDenseColumn(top, c int) {
	a := &f.matrix
	m := &a.dense
	i := m.rows[top]
	from := m.row(top)[c+1:]
	pivot := m.row(top)[c]
	for k := top + 1; k < len(m.rows); k++ {
		row := m.row(k)
		if math.Abs(row[c]) < negligible {
			continue
		}
		times := row[c] / pivot
		f.lower[i] = append(f.lower[i], entry{m.rows[k], times})
		to := row[c+1:][:len(from)]
		for n, v := range from {
			to[n] -= times * v
		}
	}
	for n, v := range from {
		if math.Abs(v) >= negligible {
			f.upperT[i] = append(f.upperT[i], entry{m.cols[c+1+n], v})
		}
	}
	f.settlePivot(i, m.cols[c], pivot)
}
