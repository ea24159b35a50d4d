package roster

import (
	"container/heap"
	"slices"
)

// bestFirst is a best-first search for a line that keeps the caps, guided by the table that
// does not know them.
type bestFirst struct {
	labels []lineLabel
	queue  labelQueue
	seen   map[labelKey][]int32
}

// lineLabel is a line up to a day.
type lineLabel struct {
	bound  int64 // of the whole line, without prices of caps
	so     int64 // value so far, with them
	plain  int64 // value so far, without
	parent int32
	day    int32
	state  int32
	slot   int32
	hours  int32
	choice Choice
	worked bool
	counts []int8
}

type labelKey struct{ day, state, slot, hours int32 }

// labelQueue orders labels by bound, then the later day.
type labelQueue struct {
	of   *bestFirst
	list []int32
}

func (q *labelQueue) Len() int { return len(q.list) }
func (q *labelQueue) Less(a, b int) bool {
	one, two := &q.of.labels[q.list[a]], &q.of.labels[q.list[b]]
	if one.bound != two.bound {
		return one.bound < two.bound
	}
	if one.day != two.day {
		return one.day > two.day
	}
	return q.list[a] < q.list[b]
}
func (q *labelQueue) Swap(a, b int) { q.list[a], q.list[b] = q.list[b], q.list[a] }
func (q *labelQueue) Push(x any)    { q.list = append(q.list, x.(int32)) }
func (q *labelQueue) Pop() any {
	last := q.list[len(q.list)-1]
	q.list = q.list[:len(q.list)-1]
	return last
}

// search finds the best line that keeps the caps, if one is worth less than the best at
// hand, and raises the least that any can be worth.
func (u *bestFirst) search(f *lineFrame, prices []int64, scale int64, lambda []float64, best *planned) {
	const most = 20000
	u.labels, u.seen = u.labels[:0], map[labelKey][]int32{}
	u.queue = labelQueue{u, u.queue.list[:0]}
	start := f.start
	u.labels = append(u.labels, lineLabel{
		bound: f.value(0, start, 0, 0) - f.capped(lambda), parent: -1, state: int32(start), counts: make([]int8, len(f.Caps)),
	})
	heap.Push(&u.queue, int32(0))
	for u.queue.Len() > 0 {
		at := heap.Pop(&u.queue).(int32)
		l := u.labels[at]
		switch {
		case l.bound >= best.value:
			best.least = best.value
			return
		case len(u.labels) > most:
			best.least = max(best.least, l.bound)
			return
		case int(l.day) == f.days:
			best.line, best.value, best.least, best.found = u.line(at), l.bound, l.bound, true
			return
		case u.dominated(at):
			continue
		}
		u.extend(f, at, lambda, prices, scale, best.value)
	}
	best.least = best.value
}

// extend appends every way through the label's next day that the caps allow.
func (u *bestFirst) extend(f *lineFrame, at int32, lambda []float64, prices []int64, scale, below int64) {
	given := f.capped(lambda)
	l := u.labels[at]
	f.steps(int(l.day), int(l.state), int(l.slot), int(l.hours), func(s lineStep) {
		next := lineLabel{
			so: l.so + s.value, plain: l.plain + s.value, parent: at, day: l.day + 1, state: int32(s.state),
			slot: int32(s.slot), hours: int32(s.hours), counts: l.counts,
		}
		if s.kind != nil {
			next.choice, next.worked = s.kind.Choice, true
			if g := s.kind.Group; g >= 0 {
				if int(l.counts[g]) >= f.Caps[g] {
					return
				}
				next.counts = slices.Clone(l.counts)
				next.counts[g]++
				next.plain -= int64(lambda[g])
			}
		}
		left := f.value(int(next.day), s.state, s.slot, s.hours)
		next.bound = next.so + left - given
		if left >= never/2 || next.bound >= below {
			return
		}
		u.labels = append(u.labels, next)
		id := int32(len(u.labels) - 1)
		if int(next.day) == f.days {
			u.labels[id].bound = f.worth(u.line(id), prices, scale)
		}
		heap.Push(&u.queue, id)
	})
}

// dominated tells whether a label no worse in any respect has been extended, and notes it if not.
func (u *bestFirst) dominated(at int32) bool {
	l := &u.labels[at]
	key := labelKey{l.day, l.state, l.slot, l.hours}
	for _, k := range u.seen[key] {
		if other := &u.labels[k]; other.plain <= l.plain && noMore(other.counts, l.counts) {
			return true
		}
	}
	u.seen[key] = append(u.seen[key], at)
	return false
}

func noMore(a, b []int8) bool {
	for g := range a {
		if a[g] > b[g] {
			return false
		}
	}
	return true
}

// line reads the choices of a label from its parents.
func (u *bestFirst) line(at int32) []Choice {
	var line []Choice
	for ; at >= 0; at = u.labels[at].parent {
		if u.labels[at].worked {
			line = append(line, u.labels[at].choice)
		}
	}
	slices.Reverse(line)
	return line
}
