package solver

import (
	"math"
	"slices"
)

// state is a plan under change: its lines, who is present where, and its cost,
// all kept exact by add and remove, which are each other's inverse. Lines are
// checked for legality after a change, not during it.
type state struct {
	b          *board
	lines      []lineState
	tasks      []taskState
	cover      []uint8   // by slot: decisions present, Active or Passive
	among      []uint8   // by slot and among: those of them that count
	res        []uint8   // by slot: reserve lines that can replace (tasks with one class)
	duty       []uint8   // by slot and class: decisions present (tasks with more classes)
	cell       []uint8   // by slot and class: reserve lines that can replace
	sums       []int64   // totals, in parts
	load       [][]int64 // by spread and position: totals, in parts
	spreadCost []int64
	over       int       // sums above most
	crowd      int64     // minutes of more lines than are needed
	most       []int64   // of each sum: the board's limit, or more while limits are loose
	beyond     int64     // parts by which sums are above the board's limits
	tolls      []float64 // by sum, while limits are loose: energy of a part; nil for none
	toll       float64   // of all sums, but for where it began
	owed       int64     // parts that sums are below what the board says is due of them
	cost       Cost
	short      [MaxLevels]indexSet // tasks with shortage, by level
	bare       indexSet            // tasks with backup shortfall
	log        []op
	ndec       int      // decisions that are not fixed
	days       []uint64 // of the line last read: classes that start, by day of the horizon
	count      [MaxClasses]int32
	crowded    bool // several start on one day
	unordered  bool // a line changes altogether; its rules by day and wishes are priced afterwards
}

type lineState struct {
	dec      []Decision // ascending; past ones first
	past     int
	touch    []uint8 // decisions that touch the day, by day
	nights   []uint8 // night decisions that start on the day
	weekend  []uint8 // decisions but Reserve that touch the weekend
	weekends int
	firsts   []uint16 // decisions by First
	ordered  Cost     // of its rules by day and wishes
}

type taskState struct {
	dec   []placed // ascending by start
	count int32    // not Beside
	short int64    // shortage, in minutes
	bare  int64    // backup shortfall, in minutes
}

// placed is a decision as its task sees it.
type placed struct {
	start, end Minute
	line       int32
	kind       Kind
}

type op struct {
	line int32
	what opKind
	d    Decision
	was  Decision // for altered: what d replaced
}

type opKind uint8

const (
	removed opKind = iota
	added
	altered
)

func (k opKind) String() string { return [...]string{"removed", "added", "altered"}[k] }

// indexSet is a set of small integers with constant time for all it does.
type indexSet struct {
	items []int32
	where []int32 // position+1 in items
}

func (s *indexSet) set(i int32, in bool) {
	w := s.where[i]
	switch {
	case in && w == 0:
		s.items = append(s.items, i)
		s.where[i] = int32(len(s.items))
	case !in && w != 0:
		last := s.items[len(s.items)-1]
		s.items[w-1] = last
		s.where[last] = w
		s.items = s.items[:len(s.items)-1]
		s.where[i] = 0
	}
}

// newState is the state of the plan that holds only past and fixed decisions.
func newState(b *board) *state {
	m := b.m
	s := &state{b: b,
		lines: make([]lineState, len(b.lines)), tasks: make([]taskState, len(b.tasks)),
		cover: make([]uint8, b.slots), among: make([]uint8, b.acells), res: make([]uint8, b.slots),
		duty: make([]uint8, b.pcells), cell: make([]uint8, b.pcells), sums: make([]int64, len(m.Sums)),
		most: slices.Clone(b.most), load: make([][]int64, len(m.Spreads)), spreadCost: make([]int64, len(m.Spreads)),
	}
	for l := range s.short {
		if l < len(m.Levels) {
			s.short[l].where = make([]int32, len(b.tasks))
		}
	}
	s.bare.where = make([]int32, len(b.tasks))
	for i := range b.tasks {
		t := &b.tasks[i]
		short := int64(t.want()) * int64(t.Len())
		s.cost[t.UnderLevel] += short * t.UnderPrice
		s.setShort(int32(i), short)
		s.cost[t.WantLevel] += int64(t.wanting(0)) * int64(t.Len()) * t.WantPrice
	}
	s.cost[m.ChangeLevel] += b.base
	for i := range m.Sums {
		s.cost.addSum(&m.Sums[i], 0, 1)
		s.owed += b.due[i]
	}
	for i := range m.Spreads {
		s.load[i] = make([]int64, len(m.Spreads[i].Lines))
	}
	nd := len(m.Days) - 1
	s.days = make([]uint64, len(b.frame.weekend))
	for i := range s.lines {
		l := &s.lines[i]
		l.touch = make([]uint8, nd)
		l.nights = make([]uint8, nd)
		l.weekend = make([]uint8, len(m.Weekends))
		l.firsts = make([]uint16, len(b.lines[i].Firsts))
		for _, d := range b.lines[i].pastFixed() {
			s.add(int32(i), d)
		}
		l.past = len(l.dec)
	}
	for i := range s.lines {
		for _, d := range b.lines[i].Fixed {
			d.Fixed = true
			s.add(int32(i), d)
		}
		if b.lines[i].sequenced() {
			s.resequence(int32(i))
		}
	}
	s.log = s.log[:0]
	return s
}

// want is the shortage of the task at an instant at which nobody is present.
func (t *taskBoard) want() int {
	w := t.Need
	for _, a := range t.Among {
		w = max(w, a.Need)
	}
	return w
}

func (c *Cost) addSum(s *Sum, total, sign int64) {
	if s.LowPrice != 0 && total < s.Low {
		c[s.LowLevel] += sign * int64(math.Round(float64(s.Low-total)*s.LowPrice))
	}
	if s.HighPrice != 0 && total > s.High {
		c[s.HighLevel] += sign * int64(math.Round(float64(total-s.High)*s.HighPrice))
	}
}

func (s *state) setShort(t int32, short int64) {
	ts := &s.tasks[t]
	ts.short = short
	s.short[s.b.tasks[t].UnderLevel].set(t, short > 0)
}

// add puts a decision on a line and into the log.
func (s *state) add(l int32, d Decision) {
	ls := &s.lines[l]
	k := ls.find(d.Start)
	ls.dec = append(ls.dec, Decision{})
	copy(ls.dec[k+1:], ls.dec[k:])
	ls.dec[k] = d
	s.account(l, d, 1)
	s.log = append(s.log, op{line: l, what: added, d: d})
}

// remove takes the k-th decision off a line and logs it.
func (s *state) remove(l int32, k int) Decision {
	ls := &s.lines[l]
	d := ls.dec[k]
	ls.dec = append(ls.dec[:k], ls.dec[k+1:]...)
	s.account(l, d, -1)
	s.log = append(s.log, op{line: l, what: removed, d: d})
	return d
}

// drop removes the decision d, which must be on the line.
func (s *state) drop(l int32, d Decision) { s.remove(l, s.lines[l].index(d)) }

// alter puts e in place of d, which must be on the line; both serve the same
// task with the same kind, and nothing stands between them in the line.
func (s *state) alter(l int32, d, e Decision) {
	s.lines[l].dec[s.lines[l].index(d)] = e
	s.accountAlter(l, d, e)
	s.log = append(s.log, op{line: l, what: altered, d: e, was: d})
}

// undo takes back what the log holds after its first n entries.
func (s *state) undo(n int) {
	for i := len(s.log) - 1; i >= n; i-- {
		o := &s.log[i]
		ls := &s.lines[o.line]
		switch o.what {
		case added:
			k := ls.index(o.d)
			ls.dec = append(ls.dec[:k], ls.dec[k+1:]...)
			s.account(o.line, o.d, -1)
		case removed:
			k := ls.find(o.d.Start)
			ls.dec = append(ls.dec, Decision{})
			copy(ls.dec[k+1:], ls.dec[k:])
			ls.dec[k] = o.d
			s.account(o.line, o.d, 1)
		case altered:
			ls.dec[ls.index(o.d)] = o.was
			s.accountAlter(o.line, o.d, o.was)
		}
	}
	s.log = s.log[:n]
}

// past says whether the decision was worked before: a fixed one without a task.
func (d Decision) past() bool { return d.Fixed && d.Task == NoTask }

// pastFixed is the past decisions, marked as such, in order of time.
func (l *Line) pastFixed() []Decision {
	past := slices.Clone(l.Past)
	for k := range past {
		past[k].Fixed, past[k].Task = true, NoTask
	}
	slices.SortStableFunc(past, func(a, b Decision) int { return int(a.Start - b.Start) })
	return past
}

// find is the position of the first decision that starts at or after t.
func (l *lineState) find(t Minute) int {
	lo, hi := 0, len(l.dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if l.dec[mid].Start < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// index is the position of d.
func (l *lineState) index(d Decision) int {
	k := l.find(d.Start)
	for l.dec[k] != d {
		k++
	}
	return k
}

// permit is the index of the line's permit for the task, -1 for none.
func (l *lineBoard) permit(task int32) int32 {
	if l.where != nil {
		return l.where[task]
	}
	lo, hi := 0, len(l.Permits)
	for lo < hi {
		mid := (lo + hi) / 2
		if l.Permits[mid].Task < task {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(l.Permits) && l.Permits[lo].Task == task {
		return int32(lo)
	}
	return -1
}

// plan is the state's plan, without past work.
func (s *state) plan() *Plan {
	p := &Plan{Lines: make([][]Decision, len(s.lines))}
	for i := range s.lines {
		l := &s.lines[i]
		p.Lines[i] = append([]Decision(nil), l.dec[l.past:]...)
	}
	return p
}

// energy is the search's single figure for a difference of costs, in units.
func (b *board) energy(c Cost) float64 {
	var e float64
	for l, w := range b.weight {
		e += w * float64(c[l])
	}
	return e
}
