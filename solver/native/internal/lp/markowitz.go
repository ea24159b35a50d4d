package lp

import "math"

// active is the part of a basis matrix not yet eliminated while it is factorised:
// rows with values, columns as patterns, and both in lists by their counts.
type active struct {
	row      [][]entry // columns are places in the basis
	col      [][]int32
	rows     tally
	cols     tally
	work     []float64 // the pivot row, by column
	stamp    []int32
	lastMark int32
	pivotRow []int32   // by place in the basis, -1 while it has none
	most     []float64 // largest value of each row, -1 when not known
	left     int       // rows without a pivot
	nonzeros int       // in those rows
	dense    dense
}

// factorise makes the factors of the matrix whose k-th column is given by column. It
// returns the pivot row of each column, and -1 for a column that depends on the
// others; the pivots of the rows left over are then their slacks'.
func (f *factors) factorise(rows int, column func(k int) ([]int32, []float64)) []int32 {
	f.reset(rows)
	a := &f.matrix
	a.load(rows, column)
	for {
		i, j, single := a.choose()
		if i < 0 {
			break
		}
		if !single && a.crowded() {
			f.eliminateDense()
			break
		}
		f.eliminate(i, j)
	}
	f.finish()
	return a.pivotRow
}

func (a *active) load(rows int, column func(k int) ([]int32, []float64)) {
	if len(a.row) != rows {
		a.row = grow(a.row, rows)
		a.col = make([][]int32, rows)
		a.work = make([]float64, rows)
		a.stamp = make([]int32, rows)
		a.pivotRow = make([]int32, rows)
		a.most = make([]float64, rows)
		a.lastMark = 0
	}
	for i := range rows {
		a.row[i], a.col[i], a.pivotRow[i], a.most[i] = a.row[i][:0], a.col[i][:0], -1, -1
	}
	a.left, a.nonzeros = rows, 0
	for k := range rows {
		index, value := column(k)
		for n, i := range index {
			a.row[i] = append(a.row[i], entry{int32(k), value[n]})
		}
		a.col[k] = append(a.col[k], index...)
		a.nonzeros += len(index)
	}
	a.rows.resize(rows)
	a.cols.resize(rows)
	for i := rows - 1; i >= 0; i-- {
		a.rows.add(int32(i), len(a.row[i]))
		a.cols.add(int32(i), len(a.col[i]))
	}
}

// choose finds the next pivot: a column or a row with one entry, else the least
// Markowitz count among the first few of each; row -1 when none is left.
func (a *active) choose() (i, j int32, single bool) {
	for j := a.cols.first(1); j >= 0; j = a.cols.first(1) {
		i := a.col[j][0]
		if math.Abs(a.at(i, j)) >= leastPivot {
			return i, j, true
		}
		a.dismiss(j)
	}
	for i := a.rows.first(1); i >= 0; i = a.rows.first(1) {
		e := a.row[i][0]
		if math.Abs(e.v) >= leastPivot {
			return i, e.i, true
		}
		a.dismiss(e.i)
	}
	i, j = a.search()
	return i, j, false
}

// dismiss takes a column that has no fit pivot out of the matrix for good.
func (a *active) dismiss(j int32) {
	for _, i := range a.col[j] {
		a.row[i] = without(a.row[i], j)
		a.most[i] = -1
		a.nonzeros--
		a.rows.change(i, len(a.row[i]))
	}
	a.col[j] = a.col[j][:0]
	a.cols.remove(j)
}

func (a *active) at(i, j int32) float64 {
	for _, e := range a.row[i] {
		if e.i == j {
			return e.v
		}
	}
	return 0
}

// candidate is the best pivot seen in a search.
type candidate struct {
	i, j  int32
	count int
	size  float64
}

func (c *candidate) offer(i, j int32, count int, size float64) {
	if count < c.count || count == c.count && size > c.size {
		*c = candidate{i, j, count, size}
	}
}

// search looks through rows and columns by rising count (Suhl & Suhl 1990); when none
// of the few looked at has a fit pivot, any will do.
func (a *active) search() (int32, int32) {
	best := candidate{-1, -1, math.MaxInt, 0}
	looked := 0
	for count := 2; count <= len(a.row) && looked < widestSearch; count++ {
		if best.count <= (count-1)*(count-1) {
			break
		}
		for j := a.cols.first(count); j >= 0 && looked < widestSearch; j = a.cols.next[j] {
			a.lookDown(j, &best)
			looked++
		}
		for i := a.rows.first(count); i >= 0 && looked < widestSearch; i = a.rows.next[i] {
			a.lookAcross(i, &best)
			looked++
		}
	}
	if best.i < 0 && looked > 0 {
		return a.anyPivot()
	}
	return best.i, best.j
}

func (a *active) largest(i int32) float64 {
	if a.most[i] >= 0 {
		return a.most[i]
	}
	most := 0.0
	for _, e := range a.row[i] {
		if v := math.Abs(e.v); v > most {
			most = v
		}
	}
	a.most[i] = most
	return most
}

func (a *active) lookDown(j int32, best *candidate) {
	for _, i := range a.col[j] {
		count := (len(a.row[i]) - 1) * (len(a.col[j]) - 1)
		if count > best.count {
			continue
		}
		v := math.Abs(a.at(i, j))
		if v >= leastPivot && v >= threshold*a.largest(i) {
			best.offer(i, j, count, v)
		}
	}
}

func (a *active) lookAcross(i int32, best *candidate) {
	least := max(leastPivot, threshold*a.largest(i))
	for _, e := range a.row[i] {
		if v := math.Abs(e.v); v >= least {
			best.offer(i, e.i, (len(a.row[i])-1)*(len(a.col[e.i])-1), v)
		}
	}
}

// anyPivot takes the largest value left anywhere, when the few looked at had none fit.
func (a *active) anyPivot() (int32, int32) {
	at, best := entry{-1, leastPivot}, int32(-1)
	for i, row := range a.row {
		if a.rows.count[i] < 0 {
			continue
		}
		for _, e := range row {
			if v := math.Abs(e.v); v > at.v {
				at, best = entry{e.i, v}, int32(i)
			}
		}
	}
	return best, at.i
}

// eliminate makes (i, j) the next pivot and subtracts its row from the others.
func (f *factors) eliminate(i, j int32) {
	a := &f.matrix
	pivotRow := a.row[i]
	pivot := 0.0
	for _, e := range pivotRow {
		if e.i == j {
			pivot = e.v
			continue
		}
		f.upperT[i] = append(f.upperT[i], e)
		a.col[e.i] = withoutRow(a.col[e.i], i)
		a.work[e.i] = e.v
	}
	rest := f.upperT[i]
	for _, k := range a.col[j] {
		if k == i {
			continue
		}
		times := a.at(k, j) / pivot
		a.row[k] = without(a.row[k], j)
		a.nonzeros--
		a.most[k] = -1
		f.lower[i] = append(f.lower[i], entry{k, times})
		a.combine(k, times, rest)
		a.rows.change(k, len(a.row[k]))
	}
	for _, e := range rest {
		a.work[e.i] = 0
		a.cols.change(e.i, len(a.col[e.i]))
	}
	a.nonzeros -= len(a.row[i])
	a.row[i], a.col[j] = a.row[i][:0], a.col[j][:0]
	f.settlePivot(i, j, pivot)
}

// settlePivot enters the pivot of a row and a column in the order of U.
func (f *factors) settlePivot(i, j int32, pivot float64) {
	a := &f.matrix
	a.left--
	a.rows.remove(i)
	a.cols.remove(j)
	a.pivotRow[j] = i
	f.pivot[i] = pivot
	f.position[i] = int32(len(f.order))
	f.order = append(f.order, i)
	if len(f.lower[i]) > 0 {
		f.lowerOrder = append(f.lowerOrder, i)
	}
}

// combine subtracts the pivot row, held in work, from row k.
func (a *active) combine(k int32, times float64, pivotRow []entry) {
	if len(pivotRow) == 0 {
		return
	}
	a.lastMark++
	mark := a.lastMark
	row := a.row[k]
	kept := row[:0]
	for _, e := range row {
		if w := a.work[e.i]; w != 0 {
			a.stamp[e.i] = mark
			e.v -= times * w
			if math.Abs(e.v) < negligible {
				a.col[e.i] = withoutRow(a.col[e.i], k)
				continue
			}
		}
		kept = append(kept, e)
	}
	for _, e := range pivotRow {
		if a.stamp[e.i] != mark {
			kept = append(kept, entry{e.i, -times * e.v})
			a.col[e.i] = append(a.col[e.i], k)
		}
	}
	a.nonzeros += len(kept) - len(row)
	a.row[k] = kept
}

func withoutRow(list []int32, i int32) []int32 {
	for k := range list {
		if list[k] == i {
			list[k] = list[len(list)-1]
			return list[:len(list)-1]
		}
	}
	return list
}

// finish gives rows without a pivot their slacks', numbers U's columns by pivot row
// and makes the transposes.
func (f *factors) finish() {
	a := &f.matrix
	for i := range f.rows {
		if a.rows.count[i] >= 0 {
			a.rows.remove(int32(i))
			f.pivot[i] = -1
			f.position[i] = int32(len(f.order))
			f.order = append(f.order, int32(i))
			f.upperT[i] = f.upperT[i][:0]
		}
	}
	f.size = f.rows
	for _, i := range f.order {
		kept := f.upperT[i][:0]
		for _, e := range f.upperT[i] {
			if to := a.pivotRow[e.i]; to >= 0 {
				kept = append(kept, entry{to, e.v})
				f.upper[to] = append(f.upper[to], entry{i, e.v})
			}
		}
		f.upperT[i] = kept
		f.size += len(kept)
	}
	for _, i := range f.lowerOrder {
		for _, e := range f.lower[i] {
			f.lowerT[e.i] = append(f.lowerT[e.i], entry{i, e.v})
		}
	}
	for _, i := range f.order {
		if len(f.lowerT[i]) > 0 {
			f.lowerRows = append(f.lowerRows, i)
		}
	}
	f.freshSize = f.size
}

// tally keeps rows or columns in linked lists by their number of entries.
type tally struct {
	head       []int32 // by count, to one more than there can be
	next, prev []int32
	count      []int32 // -1 for one that is gone
}

func (t *tally) resize(n int) {
	if len(t.head) != n+2 {
		t.head = make([]int32, n+2)
		t.next, t.prev, t.count = make([]int32, n), make([]int32, n), make([]int32, n)
	}
	for k := range t.head {
		t.head[k] = -1
	}
}

func (t *tally) add(i int32, count int) {
	first := t.head[count]
	t.next[i], t.prev[i], t.count[i] = first, -1, int32(count)
	if first >= 0 {
		t.prev[first] = i
	}
	t.head[count] = i
}

func (t *tally) remove(i int32) {
	if t.prev[i] >= 0 {
		t.next[t.prev[i]] = t.next[i]
	} else {
		t.head[t.count[i]] = t.next[i]
	}
	if t.next[i] >= 0 {
		t.prev[t.next[i]] = t.prev[i]
	}
	t.count[i] = -1
}

func (t *tally) change(i int32, count int) {
	if t.count[i] == int32(count) {
		return
	}
	t.remove(i)
	t.add(i, count)
}

func (t *tally) first(count int) int32 { return t.head[count] }
