package rounds

import "slices"

// table is what a worker's lines are worth, by stretches of work.
//
// A stretch is swept from when it may begin: in[k] is the most that a line can be worth that ends
// with visit k and is in that stretch, by the steps of hours that it may have taken. Stretches that
// begin at times from which the same visits are in reach are swept together. When the rest after a
// visit is over, what the line was worth with it becomes what the next stretch sets out with.
//
// Where free time is due each of these stands twice: without it, and with it had.
type table struct {
	n, hours, size int
	counted        bool    // hours are looked after
	out            []int32 // by visit: the most of a line that ends with it
	start          []int32 // what a stretch that begins now sets out with
	now            []int32 // of the sweep: the most of a line with the way to the next visit behind it
	mix            []int32
	store          []int32 // all in
	sweeps         [][]node
	waiting        []node
	ready, free    int // visits by end that start has taken in, and those with free time since
}

// node is a visit in a sweep.
type node struct {
	visit, at int32 // at: in the store
	begins    bool  // a stretch of the sweep may begin with it
}

// plan is the most of a worker and a line that is worth it, under the limits looked after.
func (l *planner) plan(worker int, limits uint8) (most int32, line []int32) {
	l.lay(worker, limits)
	for i := 0; i < l.n; {
		end := l.together(i)
		l.sweep(i, end)
		i = end
	}
	k, b := l.last()
	if k < 0 {
		return 0, nil
	}
	most = l.out[(k*l.sides()+b)*l.hours+l.hours-1]
	return most, l.unwind(int32(k), b, most)
}

// sides is 2 where free time is looked after.
func (t *table) sides() int { return t.size / t.hours }

func (l *planner) lay(worker int, limits uint8) {
	l.n, l.hours, l.counted = len(l.from), 1, limits&byHours != 0
	if l.counted {
		l.hours = int(l.w.Most/l.bin[worker]) + 1
	}
	l.size = l.hours
	if limits&byRest != 0 {
		l.size *= 2
	}
	l.out = filled(l.out, l.n*l.size)
	l.start, l.now, l.mix = filled(l.start, l.size), filled(l.now, l.size), filled(l.mix, l.size)
	clear(l.start[:l.hours])
	l.store, l.sweeps = l.store[:0], l.sweeps[:0]
	l.ready, l.free = 0, 0
}

// filled is room for n worths of what cannot be.
func filled(s []int32, n int) []int32 {
	if cap(s) < n {
		s = make([]int32, n)
	}
	s = s[:n]
	for i := range s {
		s[i] = none
	}
	return s
}

// together is the end of the visits from i on from whose starts the same are in reach.
func (l *planner) together(i int) int {
	next := int32(1) << 30 // the first end out of reach
	if l.w.Spell > 0 {
		k, _ := slices.BinarySearchFunc(l.byEnd, l.from[i]+l.w.Spell, func(v, t int32) int {
			if l.to[v] <= t {
				return -1
			}
			return 1
		})
		if k < l.n {
			next = l.to[l.byEnd[k]]
		}
	}
	j := i + 1
	for j < l.n && (l.from[j] == l.from[i] || l.from[j] < l.from[i]+l.w.Rest) && (l.w.Spell <= 0 || l.from[j]+l.w.Spell < next) {
		j++
	}
	return j
}

// sweep plans the stretches that begin with one of the visits from i to end.
func (l *planner) sweep(i, end int) {
	reach := int32(1) << 30
	if l.w.Spell > 0 {
		reach = l.from[end-1] + l.w.Spell
	}
	for h := range l.now {
		l.now[h] = none
	}
	l.waiting = l.waiting[:0]
	var nodes []node
	if k := len(l.sweeps); k < cap(l.sweeps) {
		nodes = l.sweeps[:k+1][k][:0]
	}
	for k := i; k < l.n && l.from[k] < reach; k++ {
		if l.to[k] > reach {
			continue
		}
		x := node{int32(k), int32(len(l.store)), k < end}
		l.arrive(x)
		nodes = append(nodes, x)
		l.waiting = append(l.waiting, x)
	}
	l.sweeps = append(l.sweeps, nodes)
}

// arrive enters a visit into the sweep.
func (l *planner) arrive(x node) {
	k := x.visit
	from := l.now
	mixed := func() {
		if &from[0] != &l.mix[0] {
			copy(l.mix, from)
			from = l.mix
		}
	}
	still := l.waiting[:0]
	for _, q := range l.waiting {
		if l.to[q.visit]+l.w.Travel <= l.from[k] {
			raise(l.now, l.store[q.at:][:l.size])
			continue
		}
		still = append(still, q)
	}
	l.waiting = still
	for _, q := range still {
		if l.to[q.visit] <= l.from[k] && l.near(q.visit, k) {
			mixed()
			raise(l.mix, l.store[q.at:][:l.size])
		}
	}
	if x.begins {
		l.rest(l.from[k])
		mixed()
		raise(l.mix, l.start)
	}
	l.enter(k, from)
}

// near says whether no way lies between two visits.
func (l *planner) near(a, b int32) bool {
	return l.client[a] == l.client[b] || l.client[a] < 0 || l.client[b] < 0
}

// enter puts a visit behind what lines were worth before it.
func (l *planner) enter(k int32, from []int32) {
	at := len(l.store)
	l.work += int64(l.size)
	l.store = slices.Grow(l.store, l.size)[:at+l.size]
	price, steps := l.price[k], l.takes(k)
	for b := 0; b < l.size; b += l.hours {
		in, out := l.store[at+b:][:l.hours], l.out[int(k)*l.size+b:][:l.hours]
		for h := range min(steps, l.hours) {
			in[h] = none
		}
		if steps >= l.hours {
			continue
		}
		before := from[b:][:l.hours-steps]
		in, out = in[steps:][:len(before)], out[steps:][:len(before)]
		for h, v := range before {
			v += price
			in[h] = v
			out[h] = max(out[h], v)
		}
	}
}

// takes is how many steps of hours a visit takes.
func (l *planner) takes(k int32) int {
	if !l.counted {
		return 0
	}
	return int(l.steps[k])
}

// raise brings worths up to others.
func raise(to, from []int32) {
	from = from[:len(to)]
	for h, v := range from {
		to[h] = max(to[h], v)
	}
}

// rest takes into start all lines whose rest is over by an instant.
func (l *planner) rest(now int32) {
	for ; l.ready < l.n && l.to[l.byEnd[l.ready]]+l.w.Rest <= now; l.ready++ {
		raise(l.start, l.out[int(l.byEnd[l.ready])*l.size:][:l.size])
	}
	if l.size == l.hours {
		return
	}
	since := l.p.freeFrom(l.w, now)
	if since >= l.p.Days[0] {
		for h := range l.hours {
			l.start[l.hours+h] = max(l.start[l.hours+h], 0)
		}
	}
	for since = min(since, now-l.w.Rest); l.free < l.n && l.to[l.byEnd[l.free]] <= since; l.free++ {
		raise(l.start[l.hours:], l.out[int(l.byEnd[l.free])*l.size:][:l.hours])
	}
}

// last is the visit with which the best line ends, and whether it has had its free time; -1 for an
// empty line.
func (l *planner) last() (visit, side int) {
	visit, most := -1, int32(0)
	for k := range l.n {
		for b := range l.sides() {
			if l.size > l.hours && b == 0 && l.to[k] > l.p.freeFrom(l.w, l.p.Days[len(l.p.Days)-1]) {
				continue
			}
			if v := l.out[(k*l.sides()+b)*l.hours+l.hours-1]; v > most {
				visit, side, most = k, b, v
			}
		}
	}
	return visit, side
}

// unwind is a line that ends with a visit and is worth so much, in order of time.
func (l *planner) unwind(k int32, side int, worth int32) (line []int32) {
	h := l.hours - 1
	for k >= 0 {
		sweep, i := l.find(k, side, h, worth)
		for i >= 0 {
			x := sweep[i]
			line = append(line, l.number[x.visit])
			worth -= l.price[x.visit]
			h -= l.takes(x.visit)
			k = x.visit
			if i = l.before(sweep[:i], k, side, h, worth); i < 0 {
				k, side = l.restedFrom(k, side, h, worth)
			}
		}
	}
	slices.Reverse(line)
	return line
}

// find is the sweep in which a line that ends with a visit is worth so much, and where it stands
// there.
func (l *planner) find(k int32, side, h int, worth int32) ([]node, int) {
	for _, s := range l.sweeps {
		for i, x := range s {
			if x.visit == k && l.store[int(x.at)+side*l.hours+h] == worth {
				return s, i
			}
		}
	}
	panic("rounds: a line has no beginning")
}

// before is the visit before one in the same stretch, -1 where the stretch begins with it.
func (l *planner) before(earlier []node, k int32, side, h int, worth int32) int {
	for i := len(earlier) - 1; i >= 0; i-- {
		q := earlier[i].visit
		if (l.to[q]+l.w.Travel <= l.from[k] || l.to[q] <= l.from[k] && l.near(q, k)) && l.store[int(earlier[i].at)+side*l.hours+h] == worth {
			return i
		}
	}
	return -1
}

// restedFrom is the visit before the rest that a stretch begins after, and the side it stands on; -1
// where the line begins with the stretch.
func (l *planner) restedFrom(k int32, side, h int, worth int32) (int32, int) {
	now := l.from[k]
	since := min(l.p.freeFrom(l.w, now), now-l.w.Rest)
	if worth == 0 && (side == 0 || l.p.freeFrom(l.w, now) >= l.p.Days[0]) {
		return -1, 0
	}
	for q := range l.n {
		if l.to[q]+l.w.Rest > now {
			continue
		}
		if l.out[q*l.size+side*l.hours+h] == worth {
			return int32(q), side
		}
		if side == 1 && l.to[q] <= since && l.out[q*l.size+h] == worth {
			return int32(q), 0
		}
	}
	panic("rounds: a stretch has no beginning")
}
