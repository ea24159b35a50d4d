package scheduler

import "slices"

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
	w := &m.workers[v.worker]
	if !m.gather(v, s) || !m.hoursWith(v, s).allow(w, &auditItem{}) {
		return false
	}
	if !m.mayTakeAt(v, s, v.span) {
		return false
	}
	out := m.muted(w)
	if !m.fits(out, v, mayPart) {
		return false
	}
	m.judgeLine(out, w, m.lineAfter(v))
	return out.n == 0 && m.roomAtProvider(v)
}

// mayTakeAt says whether nothing keeps the worker of a move off a time that becomes
// part of a shift, all other work left aside.
func (m *mend) mayTakeAt(v *move, s, shift auditSpan) bool {
	w, n := &m.workers[v.worker], &m.needs[v.hole.need]
	for _, k := range v.hole.among {
		if !w.holds(n.Among[k].Skill, shift) {
			return false
		}
	}
	out := m.muted(w)
	m.mayWork(out, w, s, n.ID)
	m.mayServe(out, w, n, shift)
	return out.n == 0
}

// muted counts what is broken by a worker and says nothing of it.
func (m *mend) muted(w *auditWorker) *auditBreaches {
	m.mute = auditBreaches{a: m.audit, worker: w.ID, quiet: true}
	return &m.mute
}

// gather finds the worker's own shifts that a time becomes one with, and the standby that it
// uses. It says no to a worker who is on duty then.
func (m *mend) gather(v *move, s auditSpan) bool {
	w := &m.workers[v.worker]
	v.span, v.joined, v.stands = s, nil, nil
	for k, i := range m.having[v.worker] {
		it := &w.line[k]
		switch {
		case i < 0 || slices.Contains(v.drops, i):
		case it.kind == Standby && it.meets(s):
			v.stands = append(v.stands, i)
		case it.meets(s):
			return false
		case it.need == v.hole.need && it.occurrence == v.hole.occ && (it.to == s.from || it.from == s.to) && m.shifts[i].counts && (!it.history || it.to >= m.asOf) && !m.pinned(i):
			v.span = auditSpan{min(v.span.from, it.from), max(v.span.to, it.to)}
			v.joined = append(v.joined, i)
		}
	}
	return true
}

// hoursOver are the counted seconds of a worker in the weeks in which a time begins and
// ends and in the rota, with that time taken and without the standby it would use.
type hoursOver struct {
	first, last            auditSpan
	inFirst, inLast, inAll float64
	uncounted              bool // the time itself counts for nothing
}

func (m *mend) hoursWith(v *move, s auditSpan) hoursOver {
	w := &m.workers[v.worker]
	kind := m.needs[v.hole.need].Kind
	h := hoursOver{first: m.week(m.dayOf(s.from) / 7), last: m.week(m.dayOf(s.to-1) / 7), uncounted: w.share(kind) <= 0}
	h.add(w, &auditItem{auditSpan: s, kind: kind}, 1)
	for k, i := range m.having[v.worker] {
		it := &w.line[k]
		if i < 0 || !slices.Contains(v.drops, i) && !(it.kind == Standby && it.meets(s)) {
			h.add(w, it, 1)
		}
	}
	return h
}

func (h *hoursOver) add(w *auditWorker, it *auditItem, sign float64) {
	x := sign * w.share(it.kind)
	h.inFirst += x * float64(it.overlap(h.first))
	h.inLast += x * float64(it.overlap(h.last))
	if !it.past {
		h.inAll += x * float64(it.len())
	}
}

// allow says whether the hours may be within the worker's limits once an item is given
// up: when it says no, they are not.
func (h hoursOver) allow(w *auditWorker, given *auditItem) bool {
	if h.uncounted {
		return true
	}
	h.add(w, given, -1)
	if most := w.limits.MaxHoursWeek; most != nil && max(h.inFirst, h.inLast) > most.Seconds()+auditSlack {
		return false
	}
	most := w.limits.MaxHoursRota
	return most == nil || h.inAll <= most.Seconds()+auditSlack
}

// lineAfter is the worker's line with a move made; it is good until the next.
func (m *mend) lineAfter(v *move) []auditItem {
	w := &m.workers[v.worker]
	line := m.room[:0]
	for k, i := range m.having[v.worker] {
		if i < 0 || !slices.Contains(v.drops, i) && !slices.Contains(v.joined, i) && !slices.Contains(v.stands, i) {
			line = append(line, w.line[k])
		}
	}
	for _, i := range v.stands {
		for _, left := range m.leftOf(&m.shifts[i], v) {
			it := m.itemOf(&m.shifts[i])
			it.auditSpan, it.history = left, left.from < m.asOf
			line, _ = auditInsert(line, it)
		}
	}
	taken := auditShift{auditSpan: v.span, worker: w.index, need: v.hole.need, occ: v.hole.occ, kind: m.needs[v.hole.need].Kind}
	line, _ = auditInsert(line, m.itemOf(&taken))
	m.room = line
	return line
}

// fits says whether the span is a shift, or a part of one where it may be.
func (m *mend) fits(out *auditBreaches, v *move, mayPart bool) bool {
	w, n := &m.workers[v.worker], &m.needs[v.hole.need]
	s := auditShift{auditSpan: v.span, worker: w.index, need: n.index, occ: v.hole.occ, kind: n.Kind}
	v.part = false
	m.fitsOccurrence(out, w, n, &s)
	m.fitsLength(out, w, n, s.occ, s.auditSpan, false)
	if out.n == 0 || !mayPart {
		return out.n == 0
	}
	out.n, v.part, s.part = 0, true, true
	m.fitsOccurrence(out, w, n, &s)
	m.fitsLength(out, w, n, s.occ, s.auditSpan, true)
	return out.n == 0
}

// roomAtProvider says whether the worker's provider stays under its ceiling.
func (m *mend) roomAtProvider(v *move) bool {
	w := &m.workers[v.worker]
	if w.ceiling() == nil {
		return true
	}
	k := len(m.journal)
	m.play(v)
	ok := true
	for _, sum := range m.byProvider[w.provider] {
		ok = ok && auditOverCeiling(w.supplier, sum) == 0
	}
	m.undo(k)
	return ok
}
