package editor

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Move is one worker's taking a time of a hole, and what the worker gives up
// for it.
type Move struct {
	Worker int
	Hole   Hole
	Span   reading.Span // of the shift, with what it is joined to
	part   bool
	joined []int // the worker's own shifts that become one with it
	Drops  []int // shifts given up
	Stands []int // standby shifts that are used
	spent  bool  // what would remain of those is given up too
	Lead   int64 // when the worker arrives
	Rank   int   // 0 on standby, 1 free, 2 for a part only, 3 gives something up
}

// Holes are those of all occurrences that were touched, but for what is given
// up.
func (m *Editor) Holes(given []Hole) (out []Hole) {
	for i := range m.Dirty {
		d := &m.Dirty[i]
		p := d.Place
		if !d.known {
			d.known, d.holes = true, m.HolesIn(p)
		}
		for _, h := range d.holes {
			if !slices.ContainsFunc(given, func(g Hole) bool { return g.Place == p }) {
				out = append(out, h)
				continue
			}
			left := []reading.Span{h.Span}
			for _, g := range given {
				if g.Place == p {
					left = reading.Without(left, []reading.Span{g.Span})
				}
			}
			for _, s := range left {
				out = append(out, Hole{s, p, h.Among})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Hole) int {
		return cmp.Or(cmp.Compare(m.Needs[x.Need].Criticality, m.Needs[y.Need].Criticality), reading.CompareSpans(x.Span, y.Span), cmp.Compare(x.Need, y.Need))
	})
	return out
}

func lengths(m *Editor, holes []Hole) (short Shortfall) {
	for i := range holes {
		m.add(&short, holes[i].Need, holes[i].Span)
	}
	return short
}

// Arrival is when a worker who is called first can be there: whoever stands by
// needs no notice.
func (m *Editor) Arrival(w *reading.Worker, h *Hole) int64 {
	lead := w.AnswerTime + w.TravelTime
	ready := after(m, lead)
	if w.Supplier != nil {
		lead += w.Supplier.Notice
	}
	notified := after(m, lead)
	if m.Fetch != nil {
		notified = max(notified, m.Called+m.Fetch())
	}
	return arrivalFor(m, w, h, ready, notified)
}

// after is so long after the first call, to the next tick.
func after(m *Editor, lead time.Duration) int64 {
	const grid = int64(tick / time.Second)
	at := m.Called + int64((lead+time.Second-1)/time.Second)
	return (at + grid - 1) / grid * grid
}

// arrivalFor is arrival, with when the worker can be there on standby, and else.
func arrivalFor(m *Editor, w *reading.Worker, h *Hole, ready, at int64) int64 {
	for i := m.near(w, h.Span); i < len(w.Line) && w.Line[i].From < h.To; i++ {
		if it := &w.Line[i]; it.Kind == scheduler.Standby && it.Meets(h.Span) {
			at = min(at, max(ready, it.From))
		}
	}
	if it := m.ThereFor(w, h); it != nil {
		return min(at, it.To)
	}
	return at
}

// ThereFor is the worker's duty with the client when the hole starts, which is nobody's
// way to come; nil for none.
func (m *Editor) ThereFor(w *reading.Worker, h *Hole) *reading.Item {
	for i := m.near(w, h.Span); i < len(w.Line) && w.Line[i].From < h.From; i++ {
		if it := &w.Line[i]; h.From <= it.To && it.Client >= 0 && it.Client == m.Needs[h.Need].ClientIndex && it.Kind != scheduler.Standby {
			return it
		}
	}
	return nil
}

// Play enters a move; it gives the number of changed shifts that it adds.
func (m *Editor) Play(v *Move) int {
	added := 1
	for _, i := range v.joined {
		if m.fresh[i] {
			added--
		}
		m.Take(i)
	}
	for _, i := range v.Drops {
		m.Take(i)
	}
	for _, i := range v.Stands {
		trim(m, i, v)
	}
	n := &m.Needs[v.Hole.Need]
	m.Enter(reading.Shift{Span: v.Span, Worker: v.Worker, Need: v.Hole.Need, Occ: v.Hole.Occ, Kind: n.Kind, Part: v.part})
	return max(added, 0)
}

// trim takes the time of a duty out of a standby shift: what has happened of it stays, and
// what remains where it is long enough.
func trim(m *Editor, i int, v *Move) {
	left := leftOf(m, &m.Shifts[i], v)
	worker := m.Shifts[i].Worker
	m.Take(i)
	for _, s := range left {
		m.Enter(reading.Shift{Span: s, Worker: worker, Need: -1, Occ: -1, Kind: scheduler.Standby})
	}
}

// leftOf is what remains of a standby shift beside a duty.
func leftOf(m *Editor, s *reading.Shift, v *Move) (out []reading.Span) {
	for _, left := range reading.Without([]reading.Span{s.Span}, []reading.Span{v.Span}) {
		if left.From < m.AsOf || !v.spent && m.legalAlone(&m.Workers[s.Worker], -1, scheduler.Standby, left) {
			out = append(out, left)
		}
	}
	return out
}

// Moves are the ways to take a hole, or a part of it, in the order in which to
// try them: the least delay, then the ladder.
func (m *Editor) Moves(h *Hole, budget int) (out []Move) {
	if budget <= 0 {
		return nil
	}
	n := &m.Needs[h.Need]
	for _, w := range m.Ladder(n) {
		out = append(out, m.MovesOf(&m.Workers[w], h, budget)...)
	}
	rankMoves(m, h, out)
	return out
}

// rankMoves puts the moves for a hole in the order in which to try them.
func rankMoves(m *Editor, h *Hole, moves []Move) {
	ladder := m.Ladder(&m.Needs[h.Need])
	all := make([]weighed, len(moves))
	for i, v := range moves {
		all[i] = weighed{v, firstDrop(m, &v), m.HoursLeft(v.Worker, h), slices.Index(ladder, v.Worker)}
	}
	slices.SortStableFunc(all, func(x, y weighed) int {
		if c := cmp.Compare(m.Leaves(h, &x.Move), m.Leaves(h, &y.Move)); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(y.first, x.first), cmp.Compare(len(y.joined), len(x.joined)),
			cmp.Compare(m.Workers[x.Worker].Tier, m.Workers[y.Worker].Tier), cmp.Compare(y.left, x.left), cmp.Compare(x.rung, y.rung))
	})
	for i := range all {
		moves[i] = all[i].Move
	}
}

// Leaves is how many seconds of a hole the move leaves open.
func (m *Editor) Leaves(h *Hole, v *Move) int64 { return h.Len() - v.Span.Overlap(h.Span) }

// firstDrop is when the first of the shifts given up begins: better late.
func firstDrop(m *Editor, v *Move) int64 {
	at := int64(reading.Never)
	for _, i := range v.Drops {
		at = min(at, m.Shifts[i].From)
	}
	return at
}

// HoursLeft is how many seconds a worker has left of the weekly hours in the
// week of the hole.
func (m *Editor) HoursLeft(worker int, h *Hole) float64 {
	w := &m.Workers[worker]
	if w.Limits.MaxHoursWeek == nil {
		return reading.Never
	}
	k := m.DayOf(h.From) / 7
	left, week := w.Limits.MaxHoursWeek.Seconds(), m.Week(k)
	for i := m.near(w, week); i < len(w.Line) && w.Line[i].From < week.To; i++ {
		left -= w.Counted(&w.Line[i], week)
	}
	return left
}

// Reach is the part of a hole that a worker who is called first can be there for.
func (m *Editor) Reach(w *reading.Worker, h *Hole) reading.Span {
	return reading.Span{From: max(h.From, m.Arrival(w, h)), To: h.To}
}

// StandsIn says whether a worker is on standby at some time of a span.
func (m *Editor) StandsIn(w *reading.Worker, s reading.Span) bool {
	for k := m.near(w, s); k < len(w.Line) && w.Line[k].From < s.To; k++ {
		if it := &w.Line[k]; m.having[w.Index][k] >= 0 && it.Kind == scheduler.Standby && it.Meets(s) {
			return true
		}
	}
	return false
}

// near is the number of the first item on a worker's line that can reach into a time or up to it:
// what is before it ends earlier.
func (m *Editor) near(w *reading.Worker, s reading.Span) int {
	return sort.Search(len(w.Line), func(k int) bool { return w.Line[k].From >= s.From-m.longest })
}

// MovesOf are the ways in which one worker can take a hole; without a budget of
// changes, those in which it is taken whole, or as long as the worker is on standby.
func (m *Editor) MovesOf(w *reading.Worker, h *Hole, budget int) []Move {
	out, done := m.WholeOf(w, h)
	if done || budget <= 0 {
		return out
	}
	return append(out, m.OtherwiseOf(w, h, budget)...)
}

// WholeOf are the ways in which one worker can take a hole whole, or as long as the worker is on
// standby, and whether there are no others to look for.
func (m *Editor) WholeOf(w *reading.Worker, h *Hole) (out []Move, done bool) {
	span := m.Reach(w, h)
	if span.Len() <= 0 || len(m.settled) > 0 && m.settled[w.ID] {
		return nil, true
	}
	base, on, ready := m.first(w, h, span)
	for _, s := range reading.Union(ready) {
		if s = s.Meet(span); s != span {
			v := base
			if m.Complete(&v, s, true) {
				out = append(out, v)
			}
		}
	}
	if len(on) == 0 {
		v := base
		if m.Complete(&v, span, true) {
			return append(out, v), true
		}
	}
	return out, false
}

// OtherwiseOf are the ways in which one worker can take a hole within a budget of changes where
// WholeOf is not all there is: in part, or by giving up other shifts.
func (m *Editor) OtherwiseOf(w *reading.Worker, h *Hole, budget int) (out []Move) {
	span := m.Reach(w, h)
	base, on, _ := m.first(w, h, span)
	if !m.Needs[h.Need].Whole {
		out = append(out, partly(m, base, span, on)...)
	}
	if it := m.ThereFor(w, h); it != nil && span.From < it.To && it.To < h.To {
		v := base
		if m.Complete(&v, reading.Span{From: it.To, To: h.To}, true) {
			out = append(out, v)
		}
	}
	return append(out, swaps(m, base, span, on, budget)...)
}

// first is what all moves of a worker for a hole have in common, and the shifts on duty and the times
// on standby that the worker has meanwhile.
func (m *Editor) first(w *reading.Worker, h *Hole, span reading.Span) (base Move, on []int, ready []reading.Span) {
	on, stands, ready := m.Busy(w, span)
	base = Move{Worker: w.Index, Hole: *h, Lead: m.Arrival(w, h), Stands: stands, Rank: 1}
	if len(stands) > 0 {
		base.Rank = 0
	}
	return base, on, ready
}

// Busy are the shifts on duty and on standby that a worker has in a time, and when
// the standby is.
func (m *Editor) Busy(w *reading.Worker, s reading.Span) (on, stands []int, ready []reading.Span) {
	for k := m.near(w, s); k < len(w.Line) && w.Line[k].From < s.To; k++ {
		i := m.having[w.Index][k]
		if i < 0 || !w.Line[k].Meets(s) {
			continue
		}
		switch x := &m.Shifts[i]; {
		case x.Kind == scheduler.Standby:
			stands, ready = append(stands, i), append(ready, x.Span)
		default:
			on = append(on, i)
		}
	}
	return on, stands, ready
}

// ShiftsOf are a worker's shifts, by number, in order of time.
func (m *Editor) ShiftsOf(worker int) (out []int) {
	for _, i := range m.having[worker] {
		if i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// PartsOf are the longest times, from either end of what a worker is free for in a hole, that the
// worker could take as shifts or by staying on.
func (m *Editor) PartsOf(w *reading.Worker, h *Hole) []Move {
	span := m.Reach(w, h)
	if span.Len() <= 0 || m.Needs[h.Need].Whole {
		return nil
	}
	on, stands, _ := m.Busy(w, span)
	return partly(m, Move{Worker: w.Index, Hole: *h, Lead: m.Arrival(w, h), Stands: stands}, span, on)
}

// partly are the longest shifts from either end of the time, less what the worker is on
// duty in it, that the worker's limits allow.
func partly(m *Editor, base Move, span reading.Span, on []int) (out []Move) {
	w, n := &m.Workers[base.Worker], &m.Needs[base.Hole.Need]
	base.Rank = max(base.Rank, 2)
	grain := m.Step()
	least := leastSteps(m, &base, grain)
	var busy []reading.Span
	for _, i := range on {
		busy = append(busy, m.Shifts[i].Span)
	}
	for _, s := range reading.Without(m.Able(w, n, span), reading.Union(busy)) {
		o := n.Occurrences[base.Hole.Occ].Span
		longest := func(of func(steps int64) reading.Span) {
			low, high := least-1, s.Len()/grain
			for low < high {
				mid := (low + high + 1) / 2
				v := base
				if m.Complete(&v, of(mid), false) {
					low = mid
				} else {
					high = mid - 1
				}
			}
			v := base
			if low >= least && m.Complete(&v, of(low), false) {
				out = append(out, v)
			}
		}
		up, down := m.GridUp(s.From, o), m.GridDown(s.To, o)
		longest(func(k int64) reading.Span { return reading.Span{From: up, To: min(down, up+k*grain)} })
		longest(func(k int64) reading.Span { return reading.Span{From: max(up, down-k*grain), To: down} })
	}
	return out
}

// leastSteps is how many steps of the grid a part of a hole lasts at least: one, where the
// worker has a shift in the occurrence that it may become one with.
func leastSteps(m *Editor, v *Move, grain int64) int64 {
	n := &m.Needs[v.Hole.Need]
	o := &n.Occurrences[v.Hole.Occ]
	if slices.ContainsFunc(o.Duty, func(i int) bool { return m.Shifts[i].Worker == v.Worker }) {
		return 1
	}
	return max(1, (min(int64(n.MinShift/time.Second), o.Len())+grain-1)/grain)
}

// swaps are ways to take a time by giving up other shifts, one or two: each that is on duty is a
// change more. Two are given up only where neither alone is enough.
func swaps(m *Editor, base Move, span reading.Span, on []int, budget int) (out []Move) {
	base.Rank = 3
	if len(on) > 2 || m.cut && budget < 2 && !m.hasStandby(base.Worker) || !mayTakeAt(m, &base, span, span) {
		return nil
	}
	sw := swapping{m: m, base: base, span: span, budget: budget, hours: hoursWith(m, &base, span)}
	for _, i := range on {
		if s := &m.Shifts[i]; (Place{s.Need, s.Occ}) == base.Hole.Place || !mayDrop(m, i, span) {
			return nil
		}
	}
	switch len(on) {
	case 2:
		sw.give(on...)
		return sw.out
	case 1:
		if sw.give(on[0]) {
			return sw.out
		}
	}
	var alone []int // not enough by themselves
	for _, i := range m.having[base.Worker] {
		if i < 0 || slices.Contains(on, i) || m.Shifts[i].From <= span.From-9*86400 || m.Shifts[i].To >= span.To+9*86400 || !mayDrop(m, i, span) {
			continue
		}
		if len(on) == 1 {
			sw.give(on[0], i)
		} else if !sw.give(i) {
			alone = append(alone, i)
		}
	}
	for k, i := range alone {
		for _, j := range alone[k+1:] {
			sw.give(i, j)
		}
	}
	return sw.out
}

// hasStandby says whether a worker is on standby at any time.
func (m *Editor) hasStandby(worker int) bool {
	return slices.ContainsFunc(m.having[worker], func(i int) bool { return i >= 0 && m.Shifts[i].Kind == scheduler.Standby })
}

// swapping tries what a worker may give up for a time.
type swapping struct {
	m      *Editor
	base   Move
	span   reading.Span
	budget int
	hours  hoursOver
	out    []Move
}

// give tries a move that gives up some shifts, and says whether they are enough.
func (sw *swapping) give(drops ...int) bool {
	m := sw.m
	duties := 0
	for _, i := range drops {
		if m.Shifts[i].Kind != scheduler.Standby {
			duties++
		}
	}
	dear := duties > 0 && sw.budget < 1+duties
	if dear && m.cut || !sw.within(drops) {
		return false
	}
	if dear {
		m.cut = true
		return false
	}
	v := sw.base
	v.Drops = slices.Clone(drops)
	if !m.Complete(&v, sw.span, true) {
		return false
	}
	sw.out = append(sw.out, v)
	return true
}

// within says whether the worker's hours may be within the limits without some shifts.
func (sw *swapping) within(drops []int) bool {
	w, hours := &sw.m.Workers[sw.base.Worker], sw.hours
	var last reading.Item
	for k, i := range drops {
		if k > 0 {
			hours.add(w, &last, -1)
		}
		last = sw.m.ItemOf(&sw.m.Shifts[i])
	}
	return hours.allow(w, &last)
}

// mayDrop says whether a shift may be given up for a time.
func mayDrop(m *Editor, i int, span reading.Span) bool {
	s := &m.Shifts[i]
	if s.History || m.fresh[i] || s.Kind == scheduler.Shadow || m.Pinned(i) {
		return false
	}
	return s.Counts || s.Kind == scheduler.Standby && !s.Meets(span)
}

// Rung is where on the ladder a worker stands.
func (m *Editor) Rung(w *reading.Worker, standby bool) string {
	switch {
	case standby:
		return "standby"
	case w.Supplier == nil:
		return "team"
	}
	return w.Supplier.Kind.String()
}

// InOrder puts the moves for a hole in ladder order.
func InOrder(m *Editor, h *Hole, moves []Move) []Move {
	order := m.OnLadder(&m.Needs[h.Need])
	slices.SortStableFunc(moves, func(x, y Move) int {
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(m.Workers[x.Worker].Tier, m.Workers[y.Worker].Tier),
			cmp.Compare(m.HoursLeft(y.Worker, h), m.HoursLeft(x.Worker, h)), order(x.Worker, y.Worker))
	})
	return moves
}
