package line

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// stop is a point in time at which the line may start a spell, or at which a
// week ends, with the best that can have been gained by then.
type stop struct {
	at          solver.Minute
	week        int
	first, last int32 // options that start here
	turn        bool  // a week ends here
	fixed       bool  // a kept decision starts here: nothing passes it by
	head        int32 // its first vec, -1 for none
	tail        int32
}

// vec is what can be gained by step of the hours axis, for one key: vals[off+h]
// for h in [lo, hi), minus infinity elsewhere.
type vec struct {
	key    key
	lo, hi int32
	off    int32
	next   int32
}

// record says how a cell of a stop came about.
type record struct {
	stop int32 // where the spell starts, or the stop at which the week ends
	vec  int32 // for the end of a week: which vec and step; -1 for a spell
	step int32
	end  solver.Minute // of the spell
	key  key           // at its end
	over bool          // a week ended after the spell and before its rest was over
}

// table is the outer dynamic programme: over time, from spell to spell.
type table struct {
	stops   []stop
	vecs    []vec
	vals    []float64
	cause   []int32 // by cell: its record, -1 at the start
	records []record
	one     []float64 // scratch for a vec of one cell
	banned  uint64
	ends    []solver.Minute // sorted, unique
	mark    []int32         // by minute of the frame
}

var lowest = math.Inf(-1)

// ban leaves out the options of the groups in set.
func (p *Planner) ban(set uint64) {
	if set != p.banned {
		p.banned = set
		p.index()
	}
}

// index makes the sorted list of options with the kept decisions among them,
// the list of ends, and the stops, for the present frame.
func (p *Planner) index() {
	p.opts = p.opts[:0]
	for i := range p.all {
		o := p.all[i]
		if p.banned != 0 && p.feeBit(o.group)&p.banned != 0 {
			continue
		}
		p.opts = append(p.opts, o)
	}
	for _, d := range p.kept {
		o := p.describe(d)
		o.fixed, o.core = true, true
		p.opts = append(p.opts, o)
	}
	for i := range p.opts {
		o := &p.opts[i]
		o.w0, o.w1 = int16(p.weekOf(o.start)), int16(p.weekOf(o.end-1))
		o.day0, o.day1 = int16(p.b.DayIndex(o.start)-p.day0+1), int16(p.b.DayIndex(o.end-1)-p.day0+1)
	}
	slices.SortStableFunc(p.opts, func(a, b option) int { return int(a.start - b.start) })
	p.layEnds()
	p.layStops()
}

func (p *Planner) layEnds() {
	n := int(p.end-p.start) + 1
	if cap(p.mark) < n {
		p.mark = make([]int32, n)
	}
	p.mark = p.mark[:n]
	clear(p.mark)
	for i := range p.opts {
		p.mark[p.opts[i].end-p.start] = 1
	}
	p.ends = p.ends[:0]
	for x, on := range p.mark {
		if on != 0 {
			p.mark[x] = int32(len(p.ends))
			p.ends = append(p.ends, p.start+solver.Minute(x))
		}
	}
	for i := range p.opts {
		p.opts[i].endID = p.mark[p.opts[i].end-p.start]
	}
}

func (p *Planner) layStops() {
	p.stops = p.stops[:0]
	w := 0
	turns := func(x solver.Minute) {
		for ; w+1 < p.weeks && p.weekSpan(w).To <= x; w++ {
			p.stops = append(p.stops, stop{at: p.weekSpan(w).To, week: w, turn: true})
		}
	}
	p.stops = append(p.stops, stop{at: p.start, week: 0})
	for i := int32(0); i < int32(len(p.opts)); {
		s := stop{at: p.opts[i].start, first: i}
		turns(s.at)
		s.week = w
		for ; i < int32(len(p.opts)) && p.opts[i].start == s.at; i++ {
			s.fixed = s.fixed || p.opts[i].fixed
		}
		s.last = i
		p.stops = append(p.stops, s)
	}
	turns(p.weekSpan(p.weeks - 1).From)
	p.stops = append(p.stops, stop{at: 1 << 30, week: p.weeks - 1})
}

// sweep runs the dynamic programme and leaves the best plan in out; ok is false
// when the kept decisions admit none.
func (p *Planner) sweep() (value float64, ok bool) {
	p.vecs, p.vals, p.cause, p.records = p.vecs[:0], p.vals[:0], p.cause[:0], p.records[:0]
	for i := range p.stops {
		p.stops[i].head, p.stops[i].tail = -1, -1
	}
	p.one = append(p.one[:0], 0)
	p.arrive(0, 0, p.one, 0, 1, -1)
	if p.restWeek[0] {
		p.arriveRested(0, p.start, p.one, -1)
	}
	for i := range p.stops {
		s := &p.stops[i]
		switch {
		case s.head < 0:
		case s.turn:
			p.turnWeek(i)
		default:
			if s.first < s.last {
				p.spells(i)
				p.finish(i)
			}
			if !s.fixed && i+1 < len(p.stops) {
				p.wait(i)
			}
		}
	}
	return p.trace()
}

// stopAt is the first stop at or after t.
func (p *Planner) stopAt(t solver.Minute) int {
	lo, hi := 0, len(p.stops)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.stops[mid].at < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// arrive enters what src gives at stop i under key k, all cells by the same record.
func (p *Planner) arrive(i int, k key, src []float64, lo, hi int32, rec int32) {
	v := p.vecAt(i, k)
	hi = min(hi, int32(len(p.price[p.stops[i].week])))
	if lo >= hi {
		return
	}
	p.Cells += int64(hi - lo)
	dst := p.vals[v.off+lo : v.off+hi]
	from := p.cause[v.off+lo : v.off+hi]
	src = src[lo:hi]
	for h, x := range src {
		if x > dst[h] {
			dst[h], from[h] = x, rec
		}
	}
	v.lo, v.hi = min(v.lo, lo), max(v.hi, hi)
}

// vecAt finds or makes the vec of stop i with the key.
func (p *Planner) vecAt(i int, k key) *vec {
	s := &p.stops[i]
	if p.dims != 0 || k&(slept|loose) != 0 {
		k = p.forget(k, s.at)
	}
	for v := s.head; v >= 0; v = p.vecs[v].next {
		if p.vecs[v].key == k {
			return &p.vecs[v]
		}
	}
	n := len(p.price[s.week])
	off := len(p.vals)
	p.vals = grow(p.vals, n)
	p.cause = growInt(p.cause, n)
	bars := p.vals[off : off+n]
	for h := range bars {
		bars[h] = lowest
	}
	p.vecs = append(p.vecs, vec{key: k, lo: int32(n), hi: 0, off: int32(off), next: -1})
	id := int32(len(p.vecs) - 1)
	if s.tail < 0 {
		s.head = id
	} else {
		p.vecs[s.tail].next = id
	}
	s.tail = id
	return &p.vecs[id]
}

// grow lengthens x by n elements of any value.
func grow(x []float64, n int) []float64 {
	if cap(x)-len(x) < n {
		y := make([]float64, len(x), 2*cap(x)+n)
		copy(y, x)
		x = y
	}
	return x[:len(x)+n]
}

func growInt(x []int32, n int) []int32 {
	if cap(x)-len(x) < n {
		y := make([]int32, len(x), 2*cap(x)+n)
		copy(y, x)
		x = y
	}
	return x[:len(x)+n]
}

// wait passes what stop i holds on to the next.
func (p *Planner) wait(i int) {
	for id := p.stops[i].head; id >= 0; id = p.vecs[id].next {
		v := p.vecAt(i+1, p.vecs[id].key)
		a := p.vecs[id]
		if a.lo >= a.hi {
			continue
		}
		src, dst := p.vals[a.off:a.off+a.hi], p.vals[v.off:v.off+a.hi]
		sf, df := p.cause[a.off:a.off+a.hi], p.cause[v.off:v.off+a.hi]
		for h := a.lo; h < a.hi; h++ {
			if src[h] > dst[h] {
				dst[h], df[h] = src[h], sf[h]
			}
		}
		v.lo, v.hi = min(v.lo, a.lo), max(v.hi, a.hi)
		p.Cells += int64(a.hi - a.lo)
	}
}

// turnWeek ends a week: totals are priced and start again.
func (p *Planner) turnWeek(i int) {
	w := p.stops[i].week
	at := p.stops[i].at
	for id := p.stops[i].head; id >= 0; id = p.vecs[id].next {
		v := p.vecs[id]
		k, ok := p.turn(v.key, w)
		if !ok {
			continue
		}
		best, step := p.close(w, p.vals[v.off:v.off+v.hi], v.lo, v.hi, 0)
		if best == lowest {
			continue
		}
		p.records = append(p.records, record{stop: int32(i), vec: id, step: step})
		rec := int32(len(p.records) - 1)
		p.one = append(p.one[:0], best)
		p.arrive(i+1, k, p.one, 0, 1, rec)
		if p.restWeek[w+1] {
			p.arriveRested(k, at, p.one, rec)
		}
	}
}

// close is the best of a vec with the price of the week's total, add steps more
// being counted, and where it is.
func (p *Planner) close(w int, vals []float64, lo, hi int32, add int32) (best float64, step int32) {
	best = lowest
	f := p.price[w]
	hi = min(hi, int32(len(f))-add)
	for h := lo; h < hi; h++ {
		if x := vals[h] + f[h+add]; x > best {
			best, step = x, h
		}
	}
	if hi > lo {
		p.Cells += int64(hi - lo)
	}
	return best, step
}

// arriveRested enters a single value free since t at the time when the week's rest is had.
func (p *Planner) arriveRested(k key, t solver.Minute, val []float64, rec int32) {
	w := p.weekOf(t)
	in := p.weekSpan(w)
	r := max(t, in.From) + p.lb.Rules.WeeklyRest
	if r <= in.To && r <= p.nextKept(t) {
		p.arrive(p.stopAt(r), k|rested, val, 0, 1, rec)
	}
}

// trace reads the best plan off the table.
func (p *Planner) trace() (float64, bool) {
	last := len(p.stops) - 1
	best, cell := lowest, int32(-1)
	for id := p.stops[last].head; id >= 0; id = p.vecs[id].next {
		if x := p.vals[p.vecs[id].off]; p.vecs[id].lo == 0 && x > best {
			best, cell = x, p.vecs[id].off
		}
	}
	p.out = p.out[:0]
	p.used = p.used[:0]
	for range p.weeks {
		p.used = append(p.used, 0)
	}
	if cell < 0 {
		return 0, false
	}
	v, step := best, int32(0)
	for p.cause[cell] >= 0 {
		r := p.records[p.cause[cell]]
		if r.vec >= 0 {
			cell, step = p.vecs[r.vec].off+r.step, r.step
			v = p.vals[cell]
			continue
		}
		id, h := p.unwind(&r, step, v)
		if id < 0 {
			return 0, false
		}
		cell, step = p.vecs[id].off+h, h
		v = p.vals[cell]
	}
	return best, true
}
