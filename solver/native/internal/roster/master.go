package roster

import (
	"context"
	"math"
	"slices"

	"github.com/carerota/carerota/solver/native/internal/lp"
)

// Option is what a worker can do on a day that counts towards cover: one row of the
// master. Its cost depends on how many workers do it.
type Option struct {
	Day int
	// cost of 0, 1, 2, ... workers; convex, and going on with the last slope.
	Cost []int64
}

// Line is one legal line of a worker: what it costs in itself, and the options it
// takes, in ascending order and at most one a day.
type Line struct {
	Worker  int
	cost    int64
	Options []int32
}

// planner finds a worker's best lines at given prices, exactly.
type planner interface {
	// plan returns the least of scale times cost less the prices of the options taken,
	// over all legal lines of the worker that keep to the hold, and lines that reach it
	// or come near it. No line at all is told by ok. Any least that is not above the true one
	// keeps bounds valid.
	plan(worker int, prices []int64, scale int64, hold *masterHold) (least int64, lines []Line, ok bool)
	// through returns the least of the same over all legal lines, over those that take each
	// option, and over those that rest on each day; never where there are none.
	// Lower values keep bounds valid too.
	through(worker int, prices []int64, scale int64, hold *masterHold) (least int64, option, rest []int64)
}

// masterHold is what is decided for one worker: options not to be taken, days to be
// worked on one of those left.
type masterHold struct {
	banned []bool // by option
	worked []bool // by day
}

// keeps tells whether a line agrees with the hold.
func (h *masterHold) keeps(l *Line, options []Option) bool {
	next := 0
	for _, o := range l.Options {
		if h.banned[o] {
			return false
		}
		for ; next < options[o].Day; next++ {
			if h.worked[next] {
				return false
			}
		}
		next = options[o].Day + 1
	}
	for ; next < len(h.worked); next++ {
		if h.worked[next] {
			return false
		}
	}
	return true
}

// whole is how near a share must lie to a whole number to count as one.
const whole = 1e-6

// masterPiece is a stretch of an option's cover over which one more worker costs the same.
type masterPiece struct {
	from, length int
	column       int
}

// master is the linear program over lines (Dantzig & Wolfe 1960): each worker has one
// line, and the lines on an option are counted and priced. All lines ever found are kept
// in the pool; the program holds those of late use.
type master struct {
	workers, days int
	options       []Option
	dayFrom       []int // by day: its first option; one more than there are days
	program       *lp.Problem
	pieces        [][]masterPiece
	base          int64 // cost of no cover at all
	missing       int   // first column of the lines that stand for none, one a worker
	short         int   // first column of the cover that stands for what a node asks in vain, one an option

	pool   []Line
	known  map[uint64][]int32 // lines by hash
	column []int32            // of a line in the program, -1 when out
	lineOf []int32            // of a column, from the first line's on
	age    []int32            // by column as lineOf: solves since it was last of use
	first  int                // the first line's column

	work     int64  // done so far, in moves of annealing
	mostWork int64  // 0 for no limit
	enough   func() // called when that is used

	cost    float64 // of a missing line
	least   []int   // cover of each option that the node allows
	most    []int
	holds   []masterHold
	settled []masterHold // what holds at every node, for any better rota
}

// newMaster returns a program without lines. Costs are in the units of the rota.
// Options are in the order of their days.
func newMaster(workers, days int, options []Option) *master {
	m := &master{
		workers: workers, days: days, options: options,
		program: lp.New(), known: map[uint64][]int32{}, pieces: make([][]masterPiece, len(options)),
	}
	m.dayFrom = make([]int, days+1)
	for o := range options {
		m.program.AddRow(0, 0)
		m.dayFrom[options[o].Day+1]++
	}
	for day := range days {
		m.dayFrom[day+1] += m.dayFrom[day]
	}
	for range workers {
		m.program.AddRow(1, 1)
	}
	for o := range options {
		m.addPieces(o)
	}
	m.cost = m.dearest()
	m.missing = m.program.Columns()
	for w := range workers {
		m.program.AddColumn(m.cost, 0, math.Inf(1), []int32{int32(len(options) + w)}, []float64{1})
	}
	m.short = m.program.Columns()
	for o := range options {
		m.program.AddColumn(m.cost, 0, 0, []int32{int32(o)}, []float64{1})
	}
	m.first = m.program.Columns()
	m.settled = make([]masterHold, workers)
	for w := range m.settled {
		m.settled[w] = masterHold{make([]bool, len(options)), make([]bool, days)}
	}
	m.free()
	return m
}

// addPieces gives the cover of an option a column for each slope of its cost.
func (m *master) addPieces(o int) {
	cost := m.options[o].Cost
	m.base += cost[0]
	row, minus := []int32{int32(o)}, []float64{-1}
	from := 0
	for from < m.workers {
		slope := m.slope(o, from)
		to := from + 1
		for to < m.workers && m.slope(o, to) == slope {
			to++
		}
		c := m.program.AddColumn(float64(slope), 0, float64(to-from), row, minus)
		m.pieces[o] = append(m.pieces[o], masterPiece{from, to - from, c})
		from = to
	}
}

// slope is what one worker more than count costs on an option.
func (m *master) slope(o, count int) int64 {
	cost := m.options[o].Cost
	if len(cost) < 2 {
		return 0
	}
	count = min(count, len(cost)-2)
	return cost[count+1] - cost[count]
}

// coverCost is the cost of so many workers on an option.
func (m *master) coverCost(o, count int) int64 {
	cost := m.options[o].Cost
	last := len(cost) - 1
	if count <= last {
		return cost[count]
	}
	return cost[last] + int64(count-last)*m.slope(o, last)
}

// dearest is a price for a missing line that no line is worth: all slopes of a line's
// days, and then some.
func (m *master) dearest() float64 {
	byDay := make([]int64, m.days)
	for o, option := range m.options {
		byDay[option.Day] = max(byDay[option.Day], -m.slope(o, 0), m.slope(o, m.workers-1))
	}
	sum := int64(1000)
	for _, most := range byDay {
		sum += 2 * most
	}
	return float64(sum)
}

// add puts a line into the pool and the program, and tells whether that is new to the
// program.
func (m *master) add(l Line) bool {
	id, fresh := m.remember(l)
	if !fresh && m.column[id] >= 0 {
		return false
	}
	m.enter(id)
	return true
}

// remember finds a line in the pool, or puts it there. Of two lines that take the same
// options the cheaper one counts.
func (m *master) remember(l Line) (id int32, fresh bool) {
	key := lineHash(&l)
	for _, k := range m.known[key] {
		if old := &m.pool[k]; old.Worker == l.Worker && slices.Equal(old.Options, l.Options) {
			if l.cost < old.cost {
				old.cost = l.cost
				if c := m.column[k]; c >= 0 {
					m.program.SetCost(int(c), float64(l.cost))
				}
			}
			return k, false
		}
	}
	id = int32(len(m.pool))
	m.pool = append(m.pool, l)
	m.column = append(m.column, -1)
	m.known[key] = append(m.known[key], id)
	return id, true
}

func lineHash(l *Line) uint64 {
	h := uint64(l.Worker)*0x9e3779b97f4a7c15 + 1
	for _, o := range l.Options {
		h = (h ^ uint64(o)) * 0x100000001b3
		h ^= h >> 29
	}
	return h
}

// enter puts a line of the pool into the program.
func (m *master) enter(id int32) {
	l := &m.pool[id]
	rows := make([]int32, 0, len(l.Options)+1)
	rows = append(append(rows, l.Options...), int32(len(m.options)+l.Worker))
	ones := make([]float64, len(rows))
	for k := range ones {
		ones[k] = 1
	}
	c := m.program.AddColumn(float64(l.cost), 0, m.room(l), rows, ones)
	m.column[id] = int32(c)
	m.lineOf = append(m.lineOf, id)
	m.age = append(m.age, 0)
}

// room is the greatest share of a line that the node allows.
func (m *master) room(l *Line) float64 {
	if m.holds[l.Worker].keeps(l, m.options) {
		return math.Inf(1)
	}
	return 0
}

// solve brings the program to its optimum and returns that, the cost of missing lines
// included, or false when it was cut short.
func (m *master) solve(ctx context.Context) (float64, bool) {
	status := m.program.Solve(ctx, lp.Limits{})
	m.spend(int64(1+m.program.Iterations()) * int64(m.program.Rows()+m.program.Columns()))
	if status != lp.Optimal {
		return 0, false
	}
	for k := range m.lineOf {
		if m.share(k) > 0 {
			m.age[k] = 0
		} else {
			m.age[k]++
		}
	}
	return m.program.Objective() + float64(m.base), true
}

// planMoves is what planning one day of one worker comes to in moves of annealing, by the time that each
// took when measured. A pivot comes to one for each row and column.
const planMoves = 100

// spend counts work, and says so when there has been enough.
func (m *master) spend(moves int64) {
	if m.work += moves; m.mostWork > 0 && m.work >= m.mostWork {
		m.enough()
	}
}

// share is how much of the k-th line of the program is used.
func (m *master) share(k int) float64 { return m.program.Value(m.first + k) }

// lacking tells whether the optimum does with missing lines or cover.
func (m *master) lacking() bool {
	for c := m.missing; c < m.first; c++ {
		if m.program.Value(c) > whole {
			return true
		}
	}
	return false
}

// dearer makes missing lines and cover cost more, unless they cost very much already.
func (m *master) dearer() bool {
	const most = 1e8
	if m.cost >= most {
		return false
	}
	m.cost *= 10
	for c := m.missing; c < m.first; c++ {
		m.program.SetCost(c, m.cost)
	}
	return true
}

// prices are what one more worker is worth on each option.
func (m *master) prices() []float64 {
	prices := make([]float64, len(m.options))
	for o := range prices {
		prices[o] = m.program.Dual(o)
	}
	return prices
}

// reduced is a line's reduced cost in the program as last solved.
func (m *master) reduced(l *Line) float64 {
	sum := float64(l.cost) - m.program.Dual(len(m.options)+l.Worker)
	for _, o := range l.Options {
		sum -= m.program.Dual(int(o))
	}
	return sum
}

// prune takes lines out of the program that have been of no use for long, once there are many.
func (m *master) prune(allowed int) {
	if len(m.lineOf) <= allowed {
		return
	}
	const patience = 8
	renumber := m.program.DeleteColumns(func(c int) bool {
		k := c - m.first
		return k >= 0 && m.age[k] > patience && m.program.ReducedCost(c) > 1e-6
	})
	kept := 0
	for k, id := range m.lineOf {
		to := renumber[m.first+k]
		m.column[id] = to
		if to < 0 {
			continue
		}
		m.column[id] = to
		m.lineOf[kept], m.age[kept] = id, m.age[k]
		kept++
	}
	m.lineOf, m.age = m.lineOf[:kept], m.age[:kept]
}

// total is the cost of a rota of one line a worker, exactly.
func (m *master) total(rota []Line) int64 {
	counts := make([]int, len(m.options))
	sum := int64(0)
	for _, l := range rota {
		sum += l.cost
		for _, o := range l.Options {
			counts[o]++
		}
	}
	for o, count := range counts {
		sum += m.coverCost(o, count)
	}
	return sum
}
