package actual

import "math"

// edge is a planned visit that a row may be of, at a cost of 0 or more.
type edge struct{ to, cost int }

// assign gives each row at most one of n planned visits, each to one row at most, so that the sum of their costs
// and of what each row without one costs (alone) is least: shortest augmenting paths with prices (Jonker and Volgenant
// 1987), for few edges a row. It gives -1 for a row without one; the same edges give the same.
func assign(rows [][]edge, n int, alone []int) []int {
	a := &assigning{rows: rows, n: n, alone: alone, price: make([]int, n+len(rows)), holder: make([]int, n+len(rows)),
		dist: make([]int, n+len(rows)), from: make([]int, n+len(rows)), done: make([]bool, n+len(rows)), of: make([]int, len(rows))}
	for j := range a.holder {
		a.holder[j], a.dist[j] = -1, math.MaxInt
	}
	for i := range rows {
		a.of[i] = -1
		a.augment(i)
	}
	for i, j := range a.of {
		if j >= n {
			a.of[i] = -1
		}
	}
	return a.of
}

// assigning is the work of assign. Place n+i is where row i is without a planned visit.
type assigning struct {
	rows    [][]edge
	n       int
	alone   []int // by row
	price   []int // by place
	holder  []int // by place: its row
	of      []int // by row: its place
	dist    []int // by place
	from    []int // by place: the row before it on the way
	done    []bool
	touched []int
}

// reach looks at the places of a row that is so far away.
func (a *assigning) reach(row, far int) {
	base := 0 // what the row pays where it is, prices counted
	if j := a.of[row]; j >= 0 {
		base = a.costOf(row, j) - a.price[j]
	}
	look := func(j, cost int) {
		if d := far + cost - a.price[j] - base; !a.done[j] && d < a.dist[j] {
			if a.dist[j] == math.MaxInt {
				a.touched = append(a.touched, j)
			}
			a.dist[j], a.from[j] = d, row
		}
	}
	for _, e := range a.rows[row] {
		look(e.to, e.cost)
	}
	look(a.n+row, a.alone[row])
}

func (a *assigning) costOf(row, place int) int {
	for _, e := range a.rows[row] {
		if e.to == place {
			return e.cost
		}
	}
	return a.alone[row]
}

// augment finds the cheapest way to a free place for a row, and moves the rows on it.
func (a *assigning) augment(row int) {
	a.touched = a.touched[:0]
	a.reach(row, 0)
	end := -1
	for {
		best := -1
		for _, j := range a.touched {
			if !a.done[j] && (best < 0 || a.dist[j] < a.dist[best]) {
				best = j
			}
		}
		a.done[best] = true
		if a.holder[best] < 0 {
			end = best
			break
		}
		a.reach(a.holder[best], a.dist[best])
	}
	last := a.dist[end]
	for _, j := range a.touched {
		if a.done[j] {
			a.price[j] += a.dist[j] - last
		}
		a.dist[j], a.done[j] = math.MaxInt, false
	}
	for j := end; ; {
		i := a.from[j]
		a.holder[j] = i
		was := a.of[i]
		a.of[i] = j
		if i == row {
			return
		}
		j = was
	}
}
