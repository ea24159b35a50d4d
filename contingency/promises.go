package contingency

import (
	"slices"

	"github.com/carerota/carerota/internal/reading"
)

// The book of what has been promised: names given and taken back, with the hours that they count.

// entry is a name that a seat was given, or that was taken from it.
type entry struct {
	seat  int
	given bool
	name
}

func (x *sharing) enter(i int, n name) {
	x.put(i, n)
	x.journal = append(x.journal, entry{i, true, n})
}

// leave takes from a seat the name of one who is asked.
func (x *sharing) leave(i, worker int) {
	s := &x.seats[i]
	k := slices.IndexFunc(s.names, func(n name) bool { return n.worker == worker && !n.standby })
	n := s.names[k]
	x.takeBack(i, n)
	x.journal = append(x.journal, entry{i, false, n})
}

// undo takes back all but the first so many entries of the journal.
func (x *sharing) undo(before int) {
	for k := len(x.journal) - 1; k >= before; k-- {
		if e := &x.journal[k]; e.given {
			x.takeBack(e.seat, e.name)
		} else {
			x.put(e.seat, e.name)
		}
	}
	x.journal = x.journal[:before]
}

func (x *sharing) put(i int, n name) {
	s := &x.seats[i]
	s.names = append(s.names, n)
	for _, span := range n.beyond() {
		x.held[n.worker] = append(x.held[n.worker], promise{i, span})
	}
	x.count(s, &n, 1)
}

func (x *sharing) takeBack(i int, n name) {
	s := &x.seats[i]
	s.names = slices.DeleteFunc(s.names, func(o name) bool { return o.worker == n.worker && !o.standby })
	x.held[n.worker] = slices.DeleteFunc(x.held[n.worker], func(p promise) bool { return p.seat == i })
	x.count(s, &n, -1)
}

// beyond are the times of a name in which the worker is not on standby.
func (n *name) beyond() []reading.Span { return reading.Without([]reading.Span{n.takes}, n.stands) }

// count adds what a promise comes to under the ceiling of the worker's provider.
func (x *sharing) count(s *seat, n *name, sign float64) {
	if x.m.Workers[n.worker].Ceiling() != nil {
		x.over(s, n, func(provider, week int, seconds float64) { x.lent[provider][week] += sign * seconds })
	}
}

// over gives what a name comes to for the worker's provider, week by week.
func (x *sharing) over(s *seat, n *name, each func(provider, week int, seconds float64)) {
	m := x.m
	w, from := &m.Workers[n.worker], &m.Workers[m.Shifts[s.shift].Worker]
	for _, span := range n.beyond() {
		it := x.itemOf(s, span)
		for k, week := range m.WeeksOf(span) {
			seconds := w.Counted(&it, week)
			if from.ProviderIndex == w.ProviderIndex {
				seconds -= from.Counted(&it, week)
			}
			each(w.ProviderIndex, k, seconds)
		}
	}
}

// itemOf is a time of a seat on somebody's line.
func (x *sharing) itemOf(s *seat, span reading.Span) reading.Item {
	it := x.m.ItemOf(&x.m.Shifts[s.shift])
	it.Span = span
	return it
}

// fits says whether a candidate can be promised to a seat beside what the worker is promised for
// already, some seats left aside: at no time twice, and within the limits of hours.
func (x *sharing) fits(s *seat, c *candidate, aside []int) bool {
	return x.fitsFor(s, &name{*c, s.Span, false}, aside)
}

func (x *sharing) fitsFor(s *seat, n *name, aside []int) bool {
	m := x.m
	w, spans := &m.Workers[n.worker], n.beyond()
	for _, p := range x.held[n.worker] {
		if slices.ContainsFunc(spans, p.Meets) && !slices.Contains(aside, p.seat) {
			return false
		}
	}
	x.line = append(x.line[:0], w.Line...)
	for _, p := range x.held[n.worker] {
		if !slices.Contains(aside, p.seat) {
			x.line = append(x.line, x.itemOf(&x.seats[p.seat], p.Span))
		}
	}
	for _, span := range spans {
		x.line = append(x.line, x.itemOf(s, span))
	}
	if !reading.HoursKept(m.Reading, w, x.line) {
		return false
	}
	room := true
	if w.Ceiling() != nil {
		x.over(s, n, func(provider, week int, seconds float64) {
			room = room && (seconds <= 0 || reading.OverCeiling(w.Supplier, m.ByProvider[provider][week]+x.lent[provider][week]+seconds) == 0)
		})
	}
	return room
}
