package scheduler

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// found is a way to mend the rota: what stays short by criticality, in seconds, and
// how many shifts change.
type found struct {
	short   [3]int64
	changes int
	moves   []move
	left    []hole
}

// compare holds what a leaves short, then its changes, against others.
func (a *found) compare(short [3]int64, changes int) int {
	return cmp.Or(slices.Compare(a.short[:], short[:]), cmp.Compare(a.changes, changes))
}

// move is one worker's taking a time of a hole, and what the worker gives up
// for it.
type move struct {
	worker int
	hole   hole
	span   auditSpan // of the shift, with what it is joined to
	part   bool
	joined []int // the worker's own shifts that become one with it
	drops  []int // shifts given up
	stands []int // standby shifts that are used
	spent  bool  // what would remain of those is given up too
	lead   int64 // when the worker arrives
	rank   int   // 0 on standby, 1 free, 2 for a part only, 3 gives something up
}

// search looks for the best way to mend a rota.
type search struct {
	editor *mend
	limit  int // of tries
	best   found
	path   []move
	proved bool // nothing better is within reach
}

// mostExtra is how many changes more than holes are looked at.
const mostExtra = 24

// run finds the best way to mend the holes: one that is good to begin with, then limit
// by limit of changes a better one. Where that cannot be brought to its end, what the best so far leaves
// open is looked at once more.
func (s *search) run(ctx context.Context) {
	limit := s.limit
	spent := func() bool { return s.editor.checks >= limit || ctx.Err() != nil }
	s.best = found{left: s.editor.holes(nil)}
	s.oneByOne(spent)
	if s.proved = s.better(spent); !s.proved {
		limit = s.editor.checks + s.limit/partForOne
		s.oneByOne(spent)
	}
}

// better looks for better ways than the best so far, and says whether it has looked
// at all within reach.
func (s *search) better(spent func() bool) bool {
	least, places := s.editor.leastShort(s.editor.holes(nil))
	for limit := places; limit <= places+mostExtra && s.best.compare(least, limit) > 0; limit++ {
		s.editor.cut = false
		s.branch(found{}, limit, nil, spent)
		if spent() {
			return false
		}
		if !s.editor.cut {
			return true
		}
	}
	return s.best.compare(least, places+mostExtra) <= 0
}

// How far one hole is looked at by itself: changed shifts, and tries as a part of all.
const (
	mostForOne = 3
	partForOne = 20
)

// oneByOne takes the best so far and mends what it leaves open one hole after the other, each
// as well as can be with few changes.
func (s *search) oneByOne(spent func() bool) {
	all := s.best
	s.replay()
	holes := s.editor.holes(nil)
	all.left = nil
	for len(holes) > 0 && !spent() {
		most := s.editor.checks + s.limit/partForOne
		others := append(slices.Clip(all.left), holes[1:]...)
		s.best = found{short: s.editor.lengths(holes[:1]), left: append(slices.Clip(others), holes[0])}
		s.branch(found{}, mostForOne, others, func() bool { return s.editor.checks >= most || spent() })
		s.replay()
		all.moves, all.changes = append(all.moves, s.best.moves...), all.changes+s.best.changes
		all.left = append(all.left, s.best.left[len(others):]...)
		holes = s.editor.holes(all.left)
	}
	all.left = append(all.left, holes...)
	all.short = s.editor.lengths(all.left)
	s.editor.undo(0)
	s.best = all
}

// holes are those of all occurrences that were touched, but for what is given
// up.
func (m *mend) holes(given []hole) (out []hole) {
	for i := range m.dirty {
		d := &m.dirty[i]
		p := d.place
		if !d.known {
			d.known, d.holes = true, m.holesIn(p)
		}
		for _, h := range d.holes {
			if !slices.ContainsFunc(given, func(g hole) bool { return g.place == p }) {
				out = append(out, h)
				continue
			}
			left := []auditSpan{h.auditSpan}
			for _, g := range given {
				if g.place == p {
					left = auditWithout(left, []auditSpan{g.auditSpan})
				}
			}
			for _, s := range left {
				out = append(out, hole{s, p, h.among})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y hole) int {
		return cmp.Or(cmp.Compare(m.needs[x.need].Criticality, m.needs[y.need].Criticality), auditCompareSpans(x.auditSpan, y.auditSpan), cmp.Compare(x.need, y.need))
	})
	return out
}

func (m *mend) lengths(holes []hole) (short [3]int64) {
	for i := range holes {
		short[m.needs[holes[i].need].Criticality] += holes[i].len()
	}
	return short
}

// leastShort is the least that can stay short of the holes, whoever takes
// them, and in how many occurrences something can be done.
func (m *mend) leastShort(holes []hole) (short [3]int64, places int) {
	var seen []place
	for i := range holes {
		h := &holes[i]
		n := &m.needs[h.need]
		left := m.outOfReach(h)
		short[n.Criticality] += left
		if left < h.len() && !slices.Contains(seen, h.place) {
			seen = append(seen, h.place)
			places++
		}
	}
	return short, places
}

// outOfReach is how much of a hole nobody could take, whoever were free.
func (m *mend) outOfReach(h *hole) int64 {
	n := &m.needs[h.need]
	var could []auditSpan
	for _, w := range m.ladder(n) {
		worker := &m.workers[w]
		s := h.auditSpan
		s.from = max(s.from, m.arrival(worker, h))
		if s.len() <= 0 {
			continue
		}
		able := m.able(worker, n, s)
		if len(able) == 1 && able[0] == h.auditSpan {
			return 0
		}
		could = append(could, able...)
	}
	left := h.len()
	for _, s := range auditUnion(could) {
		left -= s.len()
	}
	return left
}

// arrival is when a worker who is called first can be there: whoever stands by
// needs no notice.
func (m *mend) arrival(w *auditWorker, h *hole) int64 {
	lead := w.AnswerTime + w.TravelTime
	ready := m.after(lead)
	if w.supplier != nil {
		lead += w.supplier.Notice
	}
	notified := m.after(lead)
	if m.fetch != nil {
		notified = max(notified, m.called+m.fetch())
	}
	return m.arrivalFor(w, h, ready, notified)
}

// after is so long after the first call, to the next tick.
func (m *mend) after(lead time.Duration) int64 {
	const grid = int64(tick / time.Second)
	at := m.called + int64((lead+time.Second-1)/time.Second)
	return (at + grid - 1) / grid * grid
}

// arrivalFor is arrival, with when the worker can be there on standby, and else.
func (m *mend) arrivalFor(w *auditWorker, h *hole, ready, at int64) int64 {
	for i := range w.line {
		if it := &w.line[i]; it.kind == Standby && it.meets(h.auditSpan) {
			at = min(at, max(ready, it.from))
		}
	}
	if it := m.thereFor(w, h); it != nil {
		return min(at, it.to)
	}
	return at
}

// thereFor is the worker's duty with the client when the hole starts, which is nobody's
// way to come; nil for none.
func (m *mend) thereFor(w *auditWorker, h *hole) *auditItem {
	for i := range w.line {
		if it := &w.line[i]; it.from < h.from && h.from <= it.to && it.client >= 0 && it.client == m.needs[h.need].client && it.kind != Standby {
			return it
		}
	}
	return nil
}

// branch looks for better ways to mend what is open; so says what has been
// done by now.
func (s *search) branch(so found, limit int, given []hole, spent func() bool) {
	holes := s.editor.holes(given)
	least, places := s.editor.leastShort(holes)
	for k := range least {
		least[k] += so.short[k]
	}
	if so.changes+places > limit {
		s.editor.cut = true
		return
	}
	if s.best.compare(least, so.changes+places) <= 0 {
		return
	}
	if len(holes) == 0 {
		s.best = found{so.short, so.changes, slices.Clone(s.path), slices.Clone(given)}
		return
	}
	h := holes[0]
	for _, v := range s.editor.moves(&h, limit-so.changes) {
		if spent() {
			return
		}
		k := len(s.editor.journal)
		added := s.editor.play(&v)
		s.path = append(s.path, v)
		next := so
		next.changes += added
		s.branch(next, limit, given, spent)
		s.path = s.path[:len(s.path)-1]
		s.editor.undo(k)
	}
	so.short[s.editor.needs[h.need].Criticality] += h.len()
	s.branch(so, limit, append(slices.Clip(given), h), spent)
}

// play enters a move; it gives the number of changed shifts that it adds.
func (m *mend) play(v *move) int {
	added := 1
	for _, i := range v.joined {
		if m.fresh[i] {
			added--
		}
		m.take(i)
	}
	for _, i := range v.drops {
		m.take(i)
	}
	for _, i := range v.stands {
		m.trim(i, v)
	}
	n := &m.needs[v.hole.need]
	m.enter(auditShift{auditSpan: v.span, worker: v.worker, need: v.hole.need, occ: v.hole.occ, kind: n.Kind, part: v.part})
	return max(added, 0)
}

// trim takes the time of a duty out of a standby shift: what has happened of it stays, and
// what remains where it is long enough.
func (m *mend) trim(i int, v *move) {
	left := m.leftOf(&m.shifts[i], v)
	worker := m.shifts[i].worker
	m.take(i)
	for _, s := range left {
		m.enter(auditShift{auditSpan: s, worker: worker, need: -1, occ: -1, kind: Standby})
	}
}

// leftOf is what remains of a standby shift beside a duty.
func (m *mend) leftOf(s *auditShift, v *move) (out []auditSpan) {
	for _, left := range auditWithout([]auditSpan{s.auditSpan}, []auditSpan{v.span}) {
		if left.from < m.asOf || !v.spent && m.legalAlone(&m.workers[s.worker], -1, Standby, left) {
			out = append(out, left)
		}
	}
	return out
}

// moves are the ways to take a hole, or a part of it, in the order in which to
// try them: the least delay, then the ladder.
func (m *mend) moves(h *hole, budget int) (out []move) {
	if budget <= 0 {
		return nil
	}
	n := &m.needs[h.need]
	for _, w := range m.ladder(n) {
		out = append(out, m.movesOf(&m.workers[w], h, budget)...)
	}
	if m.declines != nil {
		out = slices.DeleteFunc(out, func(v move) bool { return m.declines(&v) })
	}
	m.rankMoves(h, out)
	return out
}

// weighed is a move with what it is put in order by.
type weighed struct {
	move
	first int64   // when the first shift that is given up begins
	left  float64 // of the worker's hours
	rung  int     // the worker's place on the ladder
}

// rankMoves puts the moves for a hole in the order in which to try them.
func (m *mend) rankMoves(h *hole, moves []move) {
	ladder := m.ladder(&m.needs[h.need])
	all := make([]weighed, len(moves))
	for i, v := range moves {
		all[i] = weighed{v, m.firstDrop(&v), m.hoursLeft(v.worker, h), slices.Index(ladder, v.worker)}
	}
	slices.SortStableFunc(all, func(x, y weighed) int {
		if c := cmp.Compare(m.leaves(h, &x.move), m.leaves(h, &y.move)); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.first, x.first), cmp.Compare(len(y.joined), len(x.joined)),
			cmp.Compare(m.workers[x.worker].tier, m.workers[y.worker].tier), cmp.Compare(y.left, x.left), cmp.Compare(x.rung, y.rung))
	})
	for i := range all {
		moves[i] = all[i].move
	}
}

func (m *mend) leaves(h *hole, v *move) int64 { return h.len() - v.span.overlap(h.auditSpan) }

// firstDrop is when the first of the shifts given up begins: better late.
func (m *mend) firstDrop(v *move) int64 {
	at := int64(auditNever)
	for _, i := range v.drops {
		at = min(at, m.shifts[i].from)
	}
	return at
}

// hoursLeft is how many seconds a worker has left of the weekly hours in the
// week of the hole.
func (m *mend) hoursLeft(worker int, h *hole) float64 {
	w := &m.workers[worker]
	if w.limits.MaxHoursWeek == nil {
		return auditNever
	}
	k := m.dayOf(h.from) / 7
	left := w.limits.MaxHoursWeek.Seconds()
	for i := range w.line {
		left -= w.counted(&w.line[i], m.week(k))
	}
	return left
}

// movesOf are the ways in which one worker can take a hole; without a budget of
// changes, those in which it is taken whole, or as long as the worker is on standby.
func (m *mend) movesOf(w *auditWorker, h *hole, budget int) (out []move) {
	arrives := m.arrival(w, h)
	span := auditSpan{max(h.from, arrives), h.to}
	if span.len() <= 0 || len(m.settled) > 0 && m.settled[w.ID] {
		return nil
	}
	on, stands, ready := m.busy(w, span)
	base := move{worker: w.index, hole: *h, lead: arrives, stands: stands, rank: 1}
	if len(stands) > 0 {
		base.rank = 0
		for _, s := range auditUnion(ready) {
			if s = s.meet(span); s != span {
				v := base
				if m.complete(&v, s, true) {
					out = append(out, v)
				}
			}
		}
	}
	if len(on) == 0 {
		v := base
		if m.complete(&v, span, true) {
			return append(out, v)
		}
	}
	if budget <= 0 {
		return out
	}
	if !m.needs[h.need].Whole {
		out = append(out, m.partly(base, span, on)...)
	}
	if it := m.thereFor(w, h); it != nil && span.from < it.to && it.to < h.to {
		v := base
		if m.complete(&v, auditSpan{it.to, h.to}, true) {
			out = append(out, v)
		}
	}
	return append(out, m.swaps(base, span, on, budget)...)
}

// busy are the shifts on duty and on standby that a worker has in a time, and when
// the standby is.
func (m *mend) busy(w *auditWorker, s auditSpan) (on, stands []int, ready []auditSpan) {
	for _, i := range m.having[w.index] {
		if i < 0 || !m.shifts[i].meets(s) {
			continue
		}
		switch x := &m.shifts[i]; {
		case x.kind == Standby:
			stands, ready = append(stands, i), append(ready, x.auditSpan)
		default:
			on = append(on, i)
		}
	}
	return on, stands, ready
}

// shiftsOf are a worker's shifts, by number, in order of time.
func (m *mend) shiftsOf(worker int) (out []int) {
	for _, i := range m.having[worker] {
		if i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// partly are the longest shifts from either end of the time, less what the worker is on
// duty in it, that the worker's limits allow.
func (m *mend) partly(base move, span auditSpan, on []int) (out []move) {
	w, n := &m.workers[base.worker], &m.needs[base.hole.need]
	base.rank = max(base.rank, 2)
	grain := m.step()
	least := m.leastSteps(&base, grain)
	var busy []auditSpan
	for _, i := range on {
		busy = append(busy, m.shifts[i].auditSpan)
	}
	for _, s := range auditWithout(m.able(w, n, span), auditUnion(busy)) {
		o := n.occurrences[base.hole.occ].auditSpan
		longest := func(of func(steps int64) auditSpan) {
			low, high := least-1, s.len()/grain
			for low < high {
				mid := (low + high + 1) / 2
				v := base
				if m.complete(&v, of(mid), false) {
					low = mid
				} else {
					high = mid - 1
				}
			}
			v := base
			if low >= least && m.complete(&v, of(low), false) {
				out = append(out, v)
			}
		}
		up, down := m.gridUp(s.from, o), m.gridDown(s.to, o)
		longest(func(k int64) auditSpan { return auditSpan{up, min(down, up+k*grain)} })
		longest(func(k int64) auditSpan { return auditSpan{max(up, down-k*grain), down} })
	}
	return out
}

// leastSteps is how many steps of the grid a part of a hole lasts at least: one, where the
// worker has a shift in the occurrence that it may become one with.
func (m *mend) leastSteps(v *move, grain int64) int64 {
	n := &m.needs[v.hole.need]
	o := &n.occurrences[v.hole.occ]
	if slices.ContainsFunc(o.duty, func(i int) bool { return m.shifts[i].worker == v.worker }) {
		return 1
	}
	return max(1, (min(int64(n.MinShift/time.Second), o.len())+grain-1)/grain)
}

// swaps are ways to take a time by giving up another shift: one on standby, or one
// on duty, which is a change more.
func (m *mend) swaps(base move, span auditSpan, on []int, budget int) (out []move) {
	base.rank = 3
	if len(on) > 1 || !m.mayTakeAt(&base, span, span) {
		return nil
	}
	hours := m.hoursWith(&base, span)
	try := func(i int) {
		it := m.itemOf(&m.shifts[i])
		if !m.mayDrop(i, span) || !hours.allow(&m.workers[base.worker], &it) {
			return
		}
		if it.kind != Standby && budget < 2 {
			m.cut = true
			return
		}
		v := base
		v.drops = []int{i}
		if m.complete(&v, span, true) {
			out = append(out, v)
		}
	}
	if len(on) == 1 {
		if s := &m.shifts[on[0]]; (place{s.need, s.occ}) != base.hole.place {
			try(on[0])
		}
		return out
	}
	for _, i := range m.having[base.worker] {
		if i >= 0 && m.shifts[i].from > span.from-9*86400 && m.shifts[i].to < span.to+9*86400 {
			try(i)
		}
	}
	return out
}

// mayDrop says whether a shift may be given up for a time.
func (m *mend) mayDrop(i int, span auditSpan) bool {
	s := &m.shifts[i]
	if s.history || m.fresh[i] || s.kind == Shadow || m.pinned(i) {
		return false
	}
	return s.counts || s.kind == Standby && !s.meets(span)
}

// replay plays the best moves.
func (s *search) replay() {
	for i := range s.best.moves {
		s.editor.play(&s.best.moves[i])
	}
}
