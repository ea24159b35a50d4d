package lp

import (
	"math"
	"slices"
)

// standing says where a variable stands in a basis.
type standing int8

// The places of a variable: in the basis, at one of its bounds, or (without bounds) at zero.
const (
	atLower standing = iota
	atUpper
	atZero
	inBasis
)

func (p standing) String() string { return [...]string{"at lower", "at upper", "at zero", "basic"}[p] }

// entry is one nonzero of a sparse row or column.
type entry struct {
	i int32
	v float64
}

// Problem is a linear program with the basis it was last solved to. The zero value
// is not usable: see New. It is not safe for use by two goroutines at once.
//
// Variables are numbered slacks first, one a row, then the columns.
type Problem struct {
	rows, cols int

	start, size []int32 // a column's place in the store, by column
	index       []int32
	value       []float64
	across      [][]entry // the matrix by rows

	cost, lo, hi    []float64 // by variable, as given
	wcost, wlo, whi []float64 // by variable, with the shifts of the search
	place           []standing
	x               []float64 // value of each variable outside the basis
	d               []float64 // reduced costs
	where           []int32   // a basic variable's row, else -1

	head       []int32 // the basic variable of each row
	xb         []float64
	blo, bhi   []float64
	dualWeight []float64 // steepest edge weights, by row
	weightsOld bool      // dualWeight is of an older basis
	devex      []float64 // devex weights, by variable

	f        factors
	current  bool // the factors belong to head
	fresh    bool // nothing was updated since the factors were made
	computed bool // values and prices were computed since the last change
	shifted  bool // wcost differs from cost
	loosened bool // wlo, whi differ from lo, hi
	random   uint64

	rho, column, tau, move vector // by row
	across1                vector // the pivot row, by variable
	breaks                 []step
	passed                 []int32
	barred                 []int32 // rows set aside after a poor pivot
	scratch                []float64

	answer answer
}

// New returns a problem without rows or columns.
func New() *Problem {
	return &Problem{random: 0x9e3779b97f4a7c15}
}

// Rows returns the number of rows.
func (p *Problem) Rows() int { return p.rows }

// Columns returns the number of columns.
func (p *Problem) Columns() int { return p.cols }

// AddRow adds a row with the given range (infinite ends are allowed) and returns its
// number. Columns already there have no entry in it. Its slack enters the basis, so
// that the dual simplex goes on.
func (p *Problem) AddRow(lo, hi float64) int {
	r := p.rows
	p.insertVariable(r, 0, lo, hi)
	p.place[r] = inBasis
	p.rows++
	p.across = append(p.across, nil)
	if p.Columns() > 0 {
		for i, v := range p.head {
			if int(v) >= r {
				p.head[i]++
			}
		}
	}
	p.head = append(p.head, int32(r))
	p.where[r] = int32(r)
	p.dualWeight = append(p.dualWeight, 1)
	p.current = false
	return r
}

// AddColumn adds a column with its cost for a unit, its bounds and its entries, and
// returns its number. It starts outside the basis, at the bound nearer to zero.
// Rows must not be named twice.
func (p *Problem) AddColumn(cost, lo, hi float64, rows []int32, values []float64) int {
	c := p.cols
	p.insertVariable(p.rows+c, cost, lo, hi)
	p.cols++
	p.start = append(p.start, int32(len(p.index)))
	n := int32(0)
	for k, r := range rows {
		if values[k] == 0 {
			continue
		}
		p.index = append(p.index, r)
		p.value = append(p.value, values[k])
		p.across[r] = append(p.across[r], entry{int32(c), values[k]})
		n++
	}
	p.size = append(p.size, n)
	return c
}

func (p *Problem) insertVariable(v int, cost, lo, hi float64) {
	p.cost = slices.Insert(p.cost, v, cost)
	p.lo = slices.Insert(p.lo, v, lo)
	p.hi = slices.Insert(p.hi, v, hi)
	p.wcost = slices.Insert(p.wcost, v, cost)
	p.wlo = slices.Insert(p.wlo, v, lo)
	p.whi = slices.Insert(p.whi, v, hi)
	place := restingPlace(lo, hi)
	p.place = slices.Insert(p.place, v, place)
	p.x = slices.Insert(p.x, v, restingValue(place, lo, hi))
	p.d = slices.Insert(p.d, v, 0)
	p.devex = slices.Insert(p.devex, v, 1)
	p.where = slices.Insert(p.where, v, -1)
}

// restingPlace is where a new variable stands: at its finite bound nearer to zero.
func restingPlace(lo, hi float64) standing {
	switch {
	case math.IsInf(lo, -1) && math.IsInf(hi, 1):
		return atZero
	case math.IsInf(lo, -1):
		return atUpper
	case math.IsInf(hi, 1) || math.Abs(lo) <= math.Abs(hi):
		return atLower
	default:
		return atUpper
	}
}

func restingValue(place standing, lo, hi float64) float64 {
	switch place {
	case atLower:
		return lo
	case atUpper:
		return hi
	default:
		return 0
	}
}

// SetCost changes the cost of a unit of a column.
func (p *Problem) SetCost(column int, cost float64) {
	v := p.rows + column
	p.cost[v], p.wcost[v] = cost, cost
}

// SetColumnBounds changes the least and greatest value of a column.
func (p *Problem) SetColumnBounds(column int, lo, hi float64) {
	p.setBounds(p.rows+column, lo, hi)
}

func (p *Problem) setBounds(v int, lo, hi float64) {
	p.lo[v], p.hi[v], p.wlo[v], p.whi[v] = lo, hi, lo, hi
	if p.place[v] != inBasis {
		p.settle(v)
	}
}

// settle puts a variable outside the basis on a bound it has, the same as before if it can.
func (p *Problem) settle(v int) {
	lo, hi := p.wlo[v], p.whi[v]
	switch place := p.place[v]; {
	case place == atLower && !math.IsInf(lo, -1), place == atUpper && !math.IsInf(hi, 1):
	default:
		p.place[v] = restingPlace(lo, hi)
	}
	p.x[v] = restingValue(p.place[v], lo, hi)
}

// ColumnBounds returns the least and greatest value of a column.
func (p *Problem) ColumnBounds(column int) (lo, hi float64) {
	return p.lo[p.rows+column], p.hi[p.rows+column]
}

// columnOf returns the rows and values of a column. They are the problem's own: read
// them only, and not after the next change.
func (p *Problem) columnOf(column int) (rows []int32, values []float64) {
	from, n := p.start[column], p.size[column]
	return p.index[from : from+n], p.value[from : from+n]
}

// DeleteColumns takes out the columns that drop names, except those in the basis,
// and keeps the basis. It returns the new number of each old column, -1 for one that
// is gone. A column that stands at a bound other than zero takes its share of the
// rows with it.
func (p *Problem) DeleteColumns(drop func(column int) bool) []int32 {
	renumber := make([]int32, p.cols)
	left := 0
	for c := range p.cols {
		if p.place[p.rows+c] != inBasis && drop(c) {
			renumber[c] = -1
			continue
		}
		renumber[c] = int32(left)
		left++
	}
	if left == p.cols {
		return renumber
	}
	p.compactColumns(renumber, left)
	for i, v := range p.head {
		if int(v) >= p.rows {
			p.head[i] = int32(p.rows) + renumber[int(v)-p.rows]
		}
	}
	for r, row := range p.across {
		kept := row[:0]
		for _, e := range row {
			if to := renumber[e.i]; to >= 0 {
				kept = append(kept, entry{to, e.v})
			}
		}
		p.across[r] = kept
	}
	return renumber
}

func (p *Problem) compactColumns(renumber []int32, left int) {
	index := make([]int32, 0, len(p.index))
	value := make([]float64, 0, len(p.value))
	for c, to := range renumber {
		if to < 0 {
			continue
		}
		rows, values := p.columnOf(c)
		p.start[to], p.size[to] = int32(len(index)), p.size[c]
		index = append(index, rows...)
		value = append(value, values...)
		from, v := p.rows+c, p.rows+int(to)
		p.cost[v], p.lo[v], p.hi[v] = p.cost[from], p.lo[from], p.hi[from]
		p.wcost[v], p.wlo[v], p.whi[v] = p.wcost[from], p.wlo[from], p.whi[from]
		p.place[v], p.x[v], p.d[v] = p.place[from], p.x[from], p.d[from]
		p.devex[v], p.where[v] = p.devex[from], p.where[from]
	}
	n := p.rows + left
	p.cols, p.index, p.value = left, index, value
	p.start, p.size = p.start[:left], p.size[:left]
	p.cost, p.lo, p.hi = p.cost[:n], p.lo[:n], p.hi[:n]
	p.wcost, p.wlo, p.whi = p.wcost[:n], p.wlo[:n], p.whi[:n]
	p.place, p.x, p.d = p.place[:n], p.x[:n], p.d[:n]
	p.devex, p.where = p.devex[:n], p.where[:n]
}
