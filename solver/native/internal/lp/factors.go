package lp

import "math"

const (
	negligible    = 1e-14  // values below are taken as zero
	trace         = 1e-100 // stands for a zero that must stay listed
	leastPivot    = 1e-9   // no pivot of a factorisation is smaller
	threshold     = 0.1    // a pivot's least share of its row's largest value
	mostUpdates   = 100    // then the basis is factorised again
	sparseShare   = 0.05   // below this share of nonzeros, solves walk the graph
	widestSearch  = 4      // rows and columns looked at for a pivot
	growthAllowed = 3      // the factors' size, over that when fresh, before they are made again
)

// factors are the LU factors of a basis matrix B whose columns are numbered by their
// pivot rows, so that both sides of a solve share one numbering.
//
// L is a product of column operations, U is triangular in the order of order. Updates
// (Forrest & Tomlin 1972) replace a column of U, take out its row and keep the row
// operation that did so.
type factors struct {
	rows int

	lowerOrder []int32   // pivot rows with operations, in order
	lowerRows  []int32   // rows that operations reach, in order of pivoting
	lower      [][]entry // by pivot row: the rows it is subtracted from
	lowerT     [][]entry // by row: the pivot rows subtracted from it

	order    []int32 // pivot rows in the order of U; -1 where one has moved to the end
	position []int32 // of each pivot row in order
	pivot    []float64
	upper    [][]entry // U by columns, without the diagonal
	upperT   [][]entry // U by rows, without the diagonal

	updates   int
	etaPivot  []int32
	etaStart  []int32 // one more than there are etas
	eta       []entry
	size      int // nonzeros of U and the etas
	freshSize int

	spike    []entry // the last column sent through L and the etas
	rowOf    int32   // the row whose unit vector was last sent through U
	rowSpike []entry
	reach    reach
	ended    [4]float64 // nonzeros with which the solves of each kind end
	matrix   active
	eliminee vector
}

// reset makes room for factors of the given number of rows.
func (f *factors) reset(rows int) {
	if cap(f.position) < rows || f.rows != rows {
		f.lower = grow(f.lower, rows)
		f.lowerT = grow(f.lowerT, rows)
		f.upper = grow(f.upper, rows)
		f.upperT = grow(f.upperT, rows)
		f.position = make([]int32, rows)
		f.pivot = make([]float64, rows)
		f.eliminee.resize(rows)
		f.reach.resize(rows)
		f.rows = rows
	}
	for i := range rows {
		f.lower[i], f.lowerT[i] = f.lower[i][:0], f.lowerT[i][:0]
		f.upper[i], f.upperT[i] = f.upper[i][:0], f.upperT[i][:0]
	}
	f.lowerOrder, f.lowerRows, f.order = f.lowerOrder[:0], f.lowerRows[:0], f.order[:0]
	f.etaPivot, f.eta = f.etaPivot[:0], f.eta[:0]
	f.etaStart = append(f.etaStart[:0], 0)
	f.updates, f.rowOf = 0, -1
}

// grow gives a list of lists n places, keeping the room of those it had.
func grow(lists [][]entry, n int) [][]entry {
	for len(lists) < n {
		lists = append(lists, nil)
	}
	return lists[:n]
}

// ftran solves B y = x in place. Keep says that x is a column about to enter, for update.
func (f *factors) ftran(x *vector, keep bool) {
	f.solveLower(x)
	f.applyEtas(x)
	if keep {
		f.spike = f.spike[:0]
		for _, i := range x.nz {
			if x.v[i] != 0 {
				f.spike = append(f.spike, entry{i, x.v[i]})
			}
		}
	}
	f.solveUpper(x)
}

// btran solves y'B = x' in place. Unit names the row whose unit vector x is, or -1.
func (f *factors) btran(x *vector, unit int32) {
	f.solveUpperT(x)
	if unit >= 0 {
		f.rowOf = unit
		f.rowSpike = f.rowSpike[:0]
		for _, i := range x.nz {
			if x.v[i] != 0 && i != unit {
				f.rowSpike = append(f.rowSpike, entry{i, x.v[i]})
			}
		}
	}
	f.applyEtasT(x)
	f.solveLowerT(x)
}

// The four triangular solves, for what is remembered of each.
const (
	throughLower = iota
	throughUpper
	throughUpperT
	throughLowerT
)

// thin tells whether a solve should follow the nonzeros alone: when it starts with few
// and solves of its kind have lately ended with few (Hall & McKinnon 2005).
func (f *factors) thin(x *vector, kind int) bool {
	few := sparseShare * float64(f.rows)
	return float64(len(x.nz)) < few && f.ended[kind] < few
}

// note remembers with how many nonzeros a solve ended, as a running mean.
func (f *factors) note(x *vector, kind int) {
	f.ended[kind] += (float64(len(x.nz)) - f.ended[kind]) / 8
}

func (f *factors) solveLower(x *vector) {
	f.through(x, throughLower, f.lower, f.lowerOrder, nil, false)
}

func (f *factors) solveLowerT(x *vector) {
	f.through(x, throughLowerT, f.lowerT, f.lowerRows, nil, true)
}

func (f *factors) solveUpper(x *vector) {
	f.through(x, throughUpper, f.upper, f.order, f.pivot, true)
}

func (f *factors) solveUpperT(x *vector) {
	f.through(x, throughUpperT, f.upperT, f.order, f.pivot, false)
}

// through is one triangular solve: in the order given, or backwards, each
// component is divided by its pivot (nil: all 1) and taken out of those that hang on it.
// Places of the order below 0 are passed over.
func (f *factors) through(x *vector, kind int, table [][]entry, order []int32, pivot []float64, backwards bool) {
	if f.thin(x, kind) {
		f.reach.from(x, table)
		for _, i := range x.nz {
			takeOut(x.v, i, table, pivot)
		}
		x.trim()
		f.note(x, kind)
		return
	}
	for k := range order {
		if backwards {
			k = len(order) - 1 - k
		}
		if i := order[k]; i >= 0 && x.v[i] != 0 {
			takeOut(x.v, i, table, pivot)
		}
	}
	x.gather()
	f.note(x, kind)
}

func takeOut(x []float64, i int32, table [][]entry, pivot []float64) {
	if pivot != nil {
		x[i] /= pivot[i]
	}
	times := x[i]
	if times == 0 {
		return
	}
	for _, e := range table[i] {
		x[e.i] -= e.v * times
	}
}

// applyEtas sends a column through the row operations of the updates.
func (f *factors) applyEtas(x *vector) {
	for k, p := range f.etaPivot {
		sum := 0.0
		for _, e := range f.eta[f.etaStart[k]:f.etaStart[k+1]] {
			sum += e.v * x.v[e.i]
		}
		if sum == 0 {
			continue
		}
		if x.v[p] == 0 {
			x.nz = append(x.nz, p)
		}
		if x.v[p] -= sum; x.v[p] == 0 {
			x.v[p] = trace
		}
	}
}

// applyEtasT sends a row through the row operations of the updates, last first.
func (f *factors) applyEtasT(x *vector) {
	for k := len(f.etaPivot) - 1; k >= 0; k-- {
		at := x.v[f.etaPivot[k]]
		if at == 0 {
			continue
		}
		for _, e := range f.eta[f.etaStart[k]:f.etaStart[k+1]] {
			if x.v[e.i] == 0 {
				x.nz = append(x.nz, e.i)
			}
			if x.v[e.i] -= e.v * at; x.v[e.i] == 0 {
				x.v[e.i] = trace
			}
		}
	}
}

// update puts the column last sent through ftran in place of basis column p; alpha is
// that column's value there after the solve. It returns false when the new factors
// would not be trustworthy, and then they must be made again.
func (f *factors) update(p int32, alpha float64) bool {
	f.eliminateRow(p)
	pivot := 0.0
	for _, e := range f.spike {
		if e.i == p {
			pivot = e.v
		}
	}
	from := f.etaStart[f.updates]
	f.eliminee.clear()
	for _, e := range f.eta[from:] {
		f.eliminee.set(e.i, e.v)
	}
	for _, e := range f.spike {
		if e.i != p {
			pivot -= f.eliminee.v[e.i] * e.v
		}
	}
	expected := alpha * f.pivot[p]
	f.takeOut(p)
	f.putIn(p, pivot)
	f.updates++
	f.etaPivot = append(f.etaPivot, p)
	f.etaStart = append(f.etaStart, int32(len(f.eta)))
	f.rowOf = -1
	return math.Abs(pivot) > leastPivot && math.Abs(pivot-expected) <= 1e-6*math.Abs(pivot)
}

// eliminateRow finds the operation that clears row p of U but for its diagonal, and
// appends it to the etas.
func (f *factors) eliminateRow(p int32) {
	if f.rowOf == p {
		for _, e := range f.rowSpike {
			f.eta = append(f.eta, entry{e.i, -e.v * f.pivot[p]})
		}
		return
	}
	x := &f.eliminee
	x.clear()
	x.set(p, 1)
	f.solveUpperT(x)
	for _, i := range x.nz {
		if i != p && x.v[i] != 0 {
			f.eta = append(f.eta, entry{i, -x.v[i] * f.pivot[p]})
		}
	}
}

// takeOut removes row and column p from U.
func (f *factors) takeOut(p int32) {
	for _, e := range f.upper[p] {
		f.upperT[e.i] = without(f.upperT[e.i], p)
	}
	for _, e := range f.upperT[p] {
		f.upper[e.i] = without(f.upper[e.i], p)
	}
	f.size -= len(f.upper[p]) + len(f.upperT[p])
	f.upper[p], f.upperT[p] = f.upper[p][:0], f.upperT[p][:0]
}

// putIn makes the spike the last column of U, in place p.
func (f *factors) putIn(p int32, pivot float64) {
	for _, e := range f.spike {
		if e.i == p || (e.v < negligible && e.v > -negligible) {
			continue
		}
		f.upper[p] = append(f.upper[p], e)
		f.upperT[e.i] = append(f.upperT[e.i], entry{p, e.v})
	}
	f.pivot[p] = pivot
	f.order[f.position[p]] = -1
	f.position[p] = int32(len(f.order))
	f.order = append(f.order, p)
	f.size += len(f.upper[p]) + len(f.eta) - int(f.etaStart[f.updates])
}

// without takes the entry of i out of a list, whose order does not matter.
func without(list []entry, i int32) []entry {
	for k := range list {
		if list[k].i == i {
			list[k] = list[len(list)-1]
			return list[:len(list)-1]
		}
	}
	return list
}

// full tells whether the factors have been updated so much that new ones cost less.
func (f *factors) full() bool {
	return f.updates >= mostUpdates || f.size > growthAllowed*(f.freshSize+f.rows)
}
