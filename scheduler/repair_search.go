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

// mostExtra is how many changes more than holes are looked at.
const mostExtra = 4

// search finds the best way to mend the holes.
func (m *mend) search(ctx context.Context) {
	holes := m.holes(nil)
	least, places := m.leastShort(holes)
	m.best = found{short: m.lengths(holes), left: holes}
	spent := func() bool { return m.checks >= m.limit || ctx.Err() != nil }
	for limit := places; limit <= places+mostExtra; limit++ {
		m.cut = false
		m.branch(found{}, limit, nil, spent)
		if m.best.compare(least, limit) <= 0 || !m.cut {
			m.proved = !spent()
			return
		}
		if spent() {
			return
		}
	}
}

// holes are those of all occurrences that were touched, but for what is given
// up.
func (m *mend) holes(given []hole) (out []hole) {
	for _, p := range m.dirty {
		for _, h := range m.holesIn(p) {
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
		var could []auditSpan
		for _, w := range m.ladder(n) {
			worker := &m.workers[w]
			s := h.auditSpan
			s.from = max(s.from, m.arrival(worker, h))
			if s.len() > 0 {
				could = append(could, m.able(worker, n, s)...)
			}
		}
		left := h.len()
		for _, s := range auditUnion(could) {
			left -= s.len()
		}
		short[n.Criticality] += left
		if left < h.len() && !slices.Contains(seen, h.place) {
			seen = append(seen, h.place)
			places++
		}
	}
	return short, places
}

// arrival is when a worker who is called first can be there: whoever stands by
// needs no notice.
func (m *mend) arrival(w *auditWorker, h *hole) int64 {
	at, lead := time.Unix(m.called, 0), w.AnswerTime+w.TravelTime
	ready := nextTick(at.Add(lead)).Unix()
	if w.supplier != nil {
		lead += w.supplier.Notice
	}
	notified := nextTick(at.Add(lead)).Unix()
	if m.fetch != nil {
		notified = max(notified, m.called+m.fetch())
	}
	return m.arrivalFor(w, h, ready, notified)
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
func (m *mend) branch(so found, limit int, given []hole, spent func() bool) {
	holes := m.holes(given)
	least, places := m.leastShort(holes)
	for k := range least {
		least[k] += so.short[k]
	}
	if so.changes+places > limit {
		m.cut = true
		return
	}
	if m.best.compare(least, so.changes+places) <= 0 {
		return
	}
	if len(holes) == 0 {
		m.best = found{so.short, so.changes, slices.Clone(m.path), slices.Clone(given)}
		return
	}
	h := holes[0]
	for _, v := range m.moves(&h, limit-so.changes) {
		if spent() {
			return
		}
		k := len(m.journal)
		added := m.play(&v)
		m.path = append(m.path, v)
		next := so
		next.changes += added
		m.branch(next, limit, given, spent)
		m.path = m.path[:len(m.path)-1]
		m.undo(k)
	}
	so.short[m.needs[h.need].Criticality] += h.len()
	m.branch(so, limit, append(slices.Clip(given), h), spent)
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
	order := m.onLadder(n)
	slices.SortStableFunc(out, func(x, y move) int {
		return cmp.Or(cmp.Compare(m.leaves(h, &x), m.leaves(h, &y)), cmp.Compare(x.rank, y.rank), m.later(&x, &y), cmp.Compare(len(y.joined), len(x.joined)),
			cmp.Compare(m.workers[x.worker].tier, m.workers[y.worker].tier), cmp.Compare(m.hoursLeft(y.worker, h), m.hoursLeft(x.worker, h)),
			order(x.worker, y.worker))
	})
	return out
}

func (m *mend) leaves(h *hole, v *move) int64 { return h.len() - v.span.overlap(h.auditSpan) }

// later prefers to give up what lies further off.
func (m *mend) later(x, y *move) int {
	first := func(v *move) int64 {
		at := int64(auditNever)
		for _, i := range v.drops {
			at = min(at, m.shifts[i].from)
		}
		return at
	}
	return cmp.Compare(first(y), first(x))
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

// movesOf are the ways in which one worker can take a hole.
func (m *mend) movesOf(w *auditWorker, h *hole, budget int) (out []move) {
	arrives := m.arrival(w, h)
	span := auditSpan{max(h.from, arrives), h.to}
	if span.len() <= 0 {
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
		if !m.needs[h.need].Whole {
			out = append(out, m.partly(base, span)...)
		}
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
	for _, i := range m.shiftsOf(w.index) {
		x := &m.shifts[i]
		switch {
		case !x.meets(s):
		case x.kind == Standby:
			stands, ready = append(stands, i), append(ready, x.auditSpan)
		default:
			on = append(on, i)
		}
	}
	return on, stands, ready
}

// shiftsOf are a worker's shifts, by number.
func (m *mend) shiftsOf(worker int) (out []int) {
	for _, i := range m.having[worker] {
		if !m.gone[i] {
			out = append(out, i)
		}
	}
	return out
}

// partly are the longest shifts from either end of the time that the worker's
// limits allow.
func (m *mend) partly(base move, span auditSpan) (out []move) {
	w, n := &m.workers[base.worker], &m.needs[base.hole.need]
	base.rank = max(base.rank, 2)
	grain := m.step()
	for _, s := range m.able(w, n, span) {
		o := n.occurrences[base.hole.occ].auditSpan
		longest := func(of func(steps int64) auditSpan) {
			low, high := int64(0), s.len()/grain
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
			if low > 0 && m.complete(&v, of(low), false) {
				out = append(out, v)
			}
		}
		up, down := m.gridUp(s.from, o), m.gridDown(s.to, o)
		longest(func(k int64) auditSpan { return auditSpan{up, min(down, up+k*grain)} })
		longest(func(k int64) auditSpan { return auditSpan{max(up, down-k*grain), down} })
	}
	return out
}

// swaps are ways to take a time by giving up another shift: one on standby, or one
// on duty, which is a change more.
func (m *mend) swaps(base move, span auditSpan, on []int, budget int) (out []move) {
	base.rank = 3
	free := func(i int) bool {
		s := &m.shifts[i]
		if s.history || m.fresh[i] || s.kind == Shadow || m.pinned(i) {
			return false
		}
		if s.kind == Standby {
			return !s.meets(span)
		}
		m.cut = m.cut || budget < 2
		return s.counts && budget >= 2
	}
	switch len(on) {
	case 0:
		for _, i := range m.shiftsOf(base.worker) {
			s := &m.shifts[i]
			if free(i) && s.from > span.from-9*86400 && s.to < span.to+9*86400 {
				v := base
				v.drops = []int{i}
				if m.complete(&v, span, true) {
					out = append(out, v)
				}
			}
		}
	case 1:
		v := base
		v.drops = on
		if free(on[0]) && (place{m.shifts[on[0]].need, m.shifts[on[0]].occ} != base.hole.place) && m.complete(&v, span, true) {
			out = append(out, v)
		}
	}
	return out
}

// complete fills in what a move needs for the time to be taken, and says
// whether every hard rule is then kept. Where it may, it is a part of a shift
// when it is no shift by itself.
func (m *mend) complete(v *move, s auditSpan, mayPart bool) bool {
	for _, v.spent = range []bool{false, true} {
		if m.completeWith(v, s, mayPart) {
			return true
		}
		if len(v.stands) == 0 {
			break
		}
	}
	return false
}

func (m *mend) completeWith(v *move, s auditSpan, mayPart bool) bool {
	m.checks++
	w, n := &m.workers[v.worker], &m.needs[v.hole.need]
	v.span = s
	line := make([]auditItem, 0, len(w.line)+1)
	v.joined = nil
	var stands []int
	for _, i := range m.shiftsOf(w.index) {
		x := &m.shifts[i]
		switch {
		case slices.Contains(v.drops, i):
		case x.kind == Standby && x.meets(s):
			stands = append(stands, i)
		case x.meets(s):
			return false
		case x.need == v.hole.need && x.occ == v.hole.occ && x.counts && (x.to == s.from || x.from == s.to) && (!x.history || x.to >= m.asOf) && !m.pinned(i):
			v.span = auditSpan{min(v.span.from, x.from), max(v.span.to, x.to)}
			v.joined = append(v.joined, i)
		default:
			line = append(line, m.itemOf(x))
		}
	}
	for i := range w.line {
		if w.line[i].past {
			line = append(line, w.line[i])
		}
	}
	for _, i := range stands {
		for _, left := range m.leftOf(&m.shifts[i], v) {
			it := m.itemOf(&m.shifts[i])
			it.auditSpan, it.history = left, left.from < m.asOf
			line = append(line, it)
		}
	}
	v.stands = stands
	taken := auditShift{auditSpan: v.span, worker: w.index, need: v.hole.need, occ: v.hole.occ, kind: n.Kind, at: &Shift{Worker: w.ID, Need: n.ID, Client: n.Client}}
	line = append(line, m.itemOf(&taken))
	auditSortItems(line)
	out := &auditBreaches{a: m.audit, worker: w.ID, quiet: true}
	m.mayWork(out, w, s, n.ID)
	m.mayServe(out, w, n, v.span)
	for _, k := range v.hole.among {
		if !w.holds(n.Among[k].Skill, v.span) {
			return false
		}
	}
	if out.n > 0 || !m.fits(out, v, &taken, mayPart) {
		return false
	}
	m.judgeLine(out, w, line)
	return out.n == 0 && m.roomAtProvider(v)
}

// fits says whether the span is a shift, or a part of one where it may be.
func (m *mend) fits(out *auditBreaches, v *move, s *auditShift, mayPart bool) bool {
	w, n := &m.workers[v.worker], &m.needs[v.hole.need]
	v.part = false
	m.fitsOccurrence(out, w, n, s)
	m.fitsLength(out, w, n, s.occ, s.auditSpan, false)
	if out.n == 0 || !mayPart {
		return out.n == 0
	}
	out.n, v.part, s.part = 0, true, true
	m.fitsOccurrence(out, w, n, s)
	m.fitsLength(out, w, n, s.occ, s.auditSpan, true)
	return out.n == 0
}

// roomAtProvider says whether the worker's provider stays under its ceiling.
func (m *mend) roomAtProvider(v *move) bool {
	w := &m.workers[v.worker]
	if w.supplier == nil || w.supplier.MaxHoursWeek == nil {
		return true
	}
	k := len(m.journal)
	m.play(v)
	ok := true
	for _, sum := range m.byProvider[w.provider] {
		ok = ok && sum <= w.supplier.MaxHoursWeek.Seconds()+auditSlack
	}
	m.undo(k)
	return ok
}

// replay plays the best moves for good.
func (m *mend) replay() {
	for i := range m.best.moves {
		m.play(&m.best.moves[i])
	}
	m.left = m.best.left
}
