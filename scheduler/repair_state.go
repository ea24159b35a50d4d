package scheduler

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// mend is a rota under repair: the audit's reading of it in the problem as it
// is now, which shifts can be entered into and taken out of again.
type mend struct {
	*audit
	was     *audit            // the reading before
	origin  map[string]string // by need that took another's place: the other
	called  int64             // when the first call is made
	settled map[string]bool   // by worker: no shift may be given or taken
	lost    [][]auditLoss     // by need: what was short before; nil when not looked up
	having  [][]int           // by worker: the shifts on the line, item by item; -1 for past work
	gone    []bool            // by shift: taken out
	fresh   []bool            // by shift: entered by the search
	dirty   []looked          // occurrences to look for holes in
	shadows []Shift           // of trainees, from now on
	pins    map[auditPin]bool
	checks  int
	room    []auditItem // used again and again
	mute    auditBreaches
	// declines says of an offer that it is not taken, and fetch how long it takes at least
	// to find and fetch somebody who is not on standby; both are of a Desk.
	declines func(v *move) bool
	fetch    func() int64
	journal  []step
	cut      bool // a move was left out for want of changes
}

// place is an occurrence of a need.
type place struct{ need, occ int }

// looked is an occurrence with the holes in it where they have been looked up.
type looked struct {
	place
	known bool
	holes []hole
}

// auditLoss is a time in which a need was short before.
type auditLoss struct {
	auditSpan
	short int
}

// step undoes one entry.
type step struct {
	shift int
	added bool
}

// newMend takes up the rota, which must be legal, with what the events leave of it. What starts
// before asOf has happened; the first call is made when the events are reported, or then.
func newMend(was *audit, events []Event, asOf, reported time.Time) *mend {
	r := was.report.Rota
	h := happened(was.p, r, events, asOf)
	m := &mend{audit: newAudit(h.p), was: was, origin: h.origin, settled: h.settled}
	m.called = max(asOf.Unix(), reported.Unix())
	m.pins = m.was.pinSet()
	m.lost = make([][]auditLoss, len(m.needs))
	kept, touched := &Rota{Shifts: make([]Shift, 0, len(r.Shifts))}, []int{}
	for i := range r.Shifts {
		s := r.Shifts[i]
		if s.Kind == Shadow && !s.Start.Before(asOf) {
			m.shadows = append(m.shadows, s)
			continue
		}
		worker, n := was.shifts[i].worker, len(kept.Shifts)
		kept.Shifts = m.keep(kept.Shifts, s, &m.workers[worker], h)
		if now := kept.Shifts[n:]; len(now) != 1 || !now[0].Start.Equal(s.Start) || !now[0].End.Equal(s.End) {
			m.markLost(&s, h)
			touched = append(touched, worker)
		}
	}
	for i := range m.needs {
		if _, changed := m.origin[m.needs[i].ID]; changed || i >= len(m.was.needs) {
			for k := range m.needs[i].occurrences {
				m.markDirty(place{i, k})
			}
		}
	}
	m.readShifts(kept)
	m.judgeCeilings()
	m.report.Findings = nil
	m.gone, m.fresh = make([]bool, len(m.shifts)), make([]bool, len(m.shifts))
	m.layOut()
	m.lighten(touched)
	m.spare(h.fewer)
	m.journal = nil
	return m
}

// layOut says which shift each item of a worker's line is.
func (m *mend) layOut() {
	m.having = make([][]int, len(m.workers))
	for i := range m.workers {
		w := &m.workers[i]
		past := 0
		for k := range w.line {
			if w.line[k].past {
				w.line[past] = w.line[k]
				past++
			}
		}
		w.line, m.having[i] = w.line[:past], make([]int, past, len(w.line)+4)
		for k := range m.having[i] {
			m.having[i][k] = -1
		}
	}
	for i := range m.shifts {
		m.insert(i)
	}
}

// markDirty notes an occurrence in which there may be a hole that was none.
func (m *mend) markDirty(p place) {
	for i := range m.dirty {
		if m.dirty[i].place == p {
			m.dirty[i].known = false
			return
		}
	}
	m.dirty = append(m.dirty, looked{place: p})
}

// markLost notes where a lost shift may have left a hole.
func (m *mend) markLost(s *Shift, h *happening) {
	span := auditSpan{s.Start.Unix(), s.End.Unix()}
	for _, id := range h.needsOn(s) {
		k := auditFind(m.needOf, id)
		for j := 0; k >= 0 && j < len(m.needs[k].occurrences); j++ {
			if m.needs[k].occurrences[j].meets(span) {
				m.markDirty(place{k, j})
			}
		}
	}
}

// keep adds to the shifts what is left of one: all of it, parts, or nothing.
func (m *mend) keep(kept []Shift, s Shift, w *auditWorker, h *happening) []Shift {
	span := auditSpan{s.Start.Unix(), s.End.Unix()}
	begun := span.from < m.asOf
	if begun {
		s.Need = m.servedAt(&s, h)
		t := m.keepStarted(s, span, w, auditFind(m.needOf, s.Need))
		kept, span.from = append(kept, t), max(m.asOf, t.End.Unix())
	}
	if span.len() <= 0 {
		return kept
	}
	for _, id := range h.needsOn(&s) {
		n := auditFind(m.needOf, id)
		for _, part := range m.partsLeft(s.Kind, span, w, n) {
			if t := s; part.len() > 0 && (!begun || part.from > span.from) && m.legalAlone(w, n, s.Kind, part) {
				t.Need, t.Start, t.End = id, m.instant(part.from), m.instant(part.to)
				kept = append(kept, t)
			}
		}
	}
	return kept
}

// servedAt is the need that a shift serves at its start.
func (m *mend) servedAt(s *Shift, h *happening) string {
	for _, id := range h.needsOn(s) {
		n := auditFind(m.needOf, id)
		if n >= 0 && slices.ContainsFunc(m.needs[n].occurrences, func(o auditOccurrence) bool { return o.from <= s.Start.Unix() && s.Start.Unix() < o.to }) {
			return id
		}
	}
	return s.Need
}

// keepStarted keeps the past of a shift, and of one that is on what can still
// be worked of it.
func (m *mend) keepStarted(s Shift, span auditSpan, w *auditWorker, n int) Shift {
	if span.to <= m.asOf {
		return s
	}
	to := m.asOf
	for _, free := range m.partsLeft(s.Kind, auditSpan{m.asOf, span.to}, w, n) {
		if free.from == m.asOf && (n < 0 || m.refusal(w, &m.needs[n]) == "") {
			to = free.to
		}
	}
	s.End = m.instant(to)
	return s
}

// partsLeft are the times of a shift in which its worker is available and its need
// is there.
func (m *mend) partsLeft(kind Kind, span auditSpan, w *auditWorker, n int) []auditSpan {
	out := auditWithout([]auditSpan{span}, w.away)
	if kind == Standby || n < 0 {
		return out
	}
	all := m.needs[n].occurrences
	i := sort.Search(len(all), func(i int) bool { return all[i].to > span.from })
	if i < len(all) && all[i].contains(span) {
		return out
	}
	var there []auditSpan
	for ; i < len(all) && all[i].from < span.to; i++ {
		there = append(there, all[i].auditSpan)
	}
	return auditMeet(out, auditUnion(there))
}

// legalAlone says whether a shift that starts from now on breaks no rule that
// looks at it alone.
func (m *mend) legalAlone(w *auditWorker, n int, kind Kind, span auditSpan) bool {
	out := &auditBreaches{a: m.audit, worker: w.ID, quiet: true}
	at := &Shift{Worker: w.ID}
	s := &auditShift{auditSpan: span, worker: w.index, need: n, occ: -1, kind: kind, at: at}
	if kind == Standby {
		m.judgeStandbyShift(out, w, s)
		return out.n == 0
	}
	need := &m.needs[n]
	s.occ = need.occurrenceOf(span)
	s.part = m.pins[auditPin{w.ID, need.ID, span.from * 1e9, span.to * 1e9}]
	m.mayWork(out, w, span, need.ID)
	m.mayServe(out, w, need, span)
	m.fitsOccurrence(out, w, need, s)
	m.fitsLength(out, w, need, s.occ, span, s.part)
	return out.n == 0
}

// spare takes out the shifts that a need which asks for fewer can do without,
// the last on the ladder first.
func (m *mend) spare(needs []string) {
	for _, id := range needs {
		n := &m.needs[m.needOf[id]]
		for j := range n.occurrences {
			duty := slices.Clone(n.occurrences[j].duty)
			order := m.onLadder(n)
			slices.SortStableFunc(duty, func(x, y int) int { return order(m.shifts[y].worker, m.shifts[x].worker) })
			for _, i := range duty {
				if m.shifts[i].history || m.pinned(i) {
					continue
				}
				m.take(i)
				if len(m.holesIn(place{n.index, j})) > 0 {
					m.undo(len(m.journal) - 1)
				}
			}
		}
	}
}

// lighten takes shifts off lines that a lost shift has made illegal, as where a
// sleep-in goes from the middle of a spell: one that is enough, else the first.
func (m *mend) lighten(workers []int) {
	slices.Sort(workers)
	for _, w := range slices.Compact(workers) {
		for !m.legalLine(&m.workers[w], m.workers[w].line) {
			k, first := len(m.journal), -1
			for _, i := range m.shiftsOf(w) {
				if m.shifts[i].history || m.pinned(i) {
					continue
				}
				if first < 0 {
					first = i
				}
				if m.take(i); m.legalLine(&m.workers[w], m.workers[w].line) {
					break
				}
				m.undo(k)
			}
			if first < 0 {
				break
			}
			if len(m.journal) == k {
				m.take(first)
			}
		}
	}
}

func (m *mend) pinned(i int) bool {
	s := &m.shifts[i]
	if s.need < 0 {
		return false
	}
	_, ok := m.pins[auditPin{m.workers[s.worker].ID, m.needs[s.need].ID, s.from * 1e9, s.to * 1e9}]
	return ok
}

// enter puts a shift into the rota; it gives its number.
func (m *mend) enter(s auditShift) int {
	i := len(m.shifts)
	w := &m.workers[s.worker]
	s.history = s.from < m.asOf
	s.at = &Shift{Worker: w.ID}
	if s.need >= 0 {
		n := &m.needs[s.need]
		s.at.Need, s.at.Client = n.ID, n.Client
		s.counts, s.holds = true, nil
		for _, a := range n.Among {
			s.holds = append(s.holds, w.holds(a.Skill, s.auditSpan))
		}
	}
	m.shifts, m.gone, m.fresh = append(m.shifts, s), append(m.gone, false), append(m.fresh, true)
	m.place(i, true)
	m.journal = append(m.journal, step{i, true})
	return i
}

// take takes a shift out.
func (m *mend) take(i int) {
	m.gone[i] = true
	m.place(i, false)
	m.journal = append(m.journal, step{i, false})
}

// undo takes back the steps from the k-th on.
func (m *mend) undo(k int) {
	for j := len(m.journal) - 1; j >= k; j-- {
		i := m.journal[j].shift
		if m.journal[j].added {
			m.place(i, false)
			m.shifts, m.gone, m.fresh = m.shifts[:i], m.gone[:i], m.fresh[:i]
			continue
		}
		m.gone[i] = false
		m.place(i, true)
	}
	m.journal = m.journal[:k]
}

// place puts a shift on its worker's line and into its occurrence, or takes it
// from there.
func (m *mend) place(i int, in bool) {
	s := &m.shifts[i]
	if in {
		m.insert(i)
	} else {
		w := &m.workers[s.worker]
		k := slices.Index(m.having[s.worker], i)
		w.line = slices.Delete(w.line, k, k+1)
		m.having[s.worker] = slices.Delete(m.having[s.worker], k, k+1)
	}
	m.count(s, in)
	if s.need < 0 || !s.counts {
		return
	}
	m.markDirty(place{s.need, s.occ})
	o := &m.needs[s.need].occurrences[s.occ]
	if !in {
		o.duty = slices.DeleteFunc(o.duty, func(x int) bool { return x == i })
		return
	}
	at, _ := slices.BinarySearchFunc(o.duty, i, func(x, y int) int { return cmp.Or(cmp.Compare(m.shifts[x].from, m.shifts[y].from), cmp.Compare(x, y)) })
	o.duty = slices.Insert(o.duty, at, i)
}

// insert puts a shift on its worker's line.
func (m *mend) insert(i int) {
	s := &m.shifts[i]
	w := &m.workers[s.worker]
	var k int
	w.line, k = auditInsert(w.line, m.itemOf(s))
	m.having[s.worker] = slices.Insert(m.having[s.worker], k, i)
}

// auditInsert puts an item into a line in order, and says where.
func auditInsert(line []auditItem, it auditItem) ([]auditItem, int) {
	k := len(line)
	for k > 0 && cmp.Or(auditCompareSpans(line[k-1].auditSpan, it.auditSpan), cmp.Compare(line[k-1].need, it.need)) > 0 {
		k--
	}
	return slices.Insert(line, k, it), k
}

// count adds a shift's hours to the weeks of a provider with a ceiling, or takes
// them off.
func (m *mend) count(s *auditShift, in bool) {
	w := &m.workers[s.worker]
	if w.ceiling() == nil {
		return
	}
	item := m.itemOf(s)
	it := &item
	for k, week := range m.weeksOf(it.auditSpan) {
		x := w.counted(it, week)
		if !in {
			x = -x
		}
		m.byProvider[w.provider][k] += x
	}
}

// hole is a time in which a need is shorter by one pair of hands than before.
type hole struct {
	auditSpan
	place
	among []int // skills, by number, without which one more would not help
}

// holesIn are the holes of an occurrence from now on, in order of time.
func (m *mend) holesIn(p place) (out []hole) {
	n := &m.needs[p.need]
	o := &n.occurrences[p.occ]
	if o.to <= m.asOf {
		return nil
	}
	for _, piece := range m.pieces(o) {
		short, _ := m.shortage(n, &piece)
		if short == 0 {
			continue
		}
		among := m.shortAmong(n, &piece, short)
		for _, s := range m.newlyShort(p.need, auditSpan{max(piece.from, m.asOf), piece.to}, short) {
			if k := len(out); k > 0 && out[k-1].to == s.from && slices.Equal(out[k-1].among, among) {
				out[k-1].to = s.to
				continue
			}
			out = append(out, hole{s, p, among})
		}
	}
	return out
}

// newlyShort are the parts of a time in which the need was less short before.
func (m *mend) newlyShort(need int, s auditSpan, short int) (out []auditSpan) {
	if s.len() <= 0 {
		return nil
	}
	out = []auditSpan{s}
	lost := m.lostBefore(need)
	for i := sort.Search(len(lost), func(i int) bool { return lost[i].to > s.from }); i < len(lost) && lost[i].from < s.to; i++ {
		if lost[i].short >= short {
			out = auditWithout(out, []auditSpan{lost[i].auditSpan})
		}
	}
	return out
}

// lostBefore is what a need was short before, in order of time; whole windows
// that overlap make it less than sure, and then the first counts.
func (m *mend) lostBefore(need int) []auditLoss {
	if m.lost[need] == nil {
		m.lost[need] = []auditLoss{}
		id := cmp.Or(m.origin[m.needs[need].ID], m.needs[need].ID)
		if k := auditFind(m.was.needOf, id); k >= 0 {
			n := &m.was.needs[k]
			for j := range n.occurrences {
				for _, piece := range m.was.pieces(&n.occurrences[j]) {
					if short, _ := m.was.shortage(n, &piece); short > 0 {
						m.lost[need] = append(m.lost[need], auditLoss{piece.auditSpan, short})
					}
				}
			}
		}
	}
	return m.lost[need]
}

// rota is the rota as it stands, trainees' shadowing where it still fits.
func (m *mend) rota() *Rota {
	r := &Rota{Shifts: make([]Shift, 0, len(m.shifts)+len(m.shadows))}
	for i := range m.shifts {
		if s := &m.shifts[i]; !m.gone[i] {
			r.Shifts = append(r.Shifts, Shift{Worker: s.at.Worker, Need: s.at.Need, Client: s.at.Client,
				Start: m.instant(s.from), End: m.instant(s.to), Kind: s.kind})
		}
	}
	for _, s := range m.shadows {
		w := &m.workers[m.workerOf[s.Worker]]
		span, n := auditSpan{s.Start.Unix(), s.End.Unix()}, auditFind(m.needOf, s.Need)
		mentor := auditFind(m.workerOf, w.Shadowing)
		if n >= 0 && mentor >= 0 && m.legalAlone(w, n, Shadow, span) && slices.ContainsFunc(m.workers[mentor].line, func(it auditItem) bool {
			return it.need == n && it.contains(span)
		}) {
			r.Shifts = append(r.Shifts, s)
		}
	}
	slices.SortFunc(r.Shifts, auditCompareShifts)
	return r
}

// onEdge says whether an end of a shift lies on the planning grid or on an end of
// what it serves.
func (m *mend) onEdge(s *auditShift, at int64) bool {
	o := m.needs[s.need].occurrences[s.occ]
	return m.onGrid(at) || at == o.from || at == o.to
}

// pin pins what has happened, keeps the pins that are kept, and marks the
// parts of shifts; the planning grid becomes as fine as they ask for.
func (m *mend) pin(r *Rota) {
	parts := map[auditPin]bool{}
	for i := range m.shifts {
		if s := &m.shifts[i]; s.part && !m.gone[i] {
			parts[auditPin{s.at.Worker, s.at.Need, s.from * 1e9, s.to * 1e9}] = true
		}
	}
	pins := map[string][]Pin{}
	for i := range r.Shifts {
		s := &r.Shifts[i]
		key := auditPin{s.Worker, s.Need, s.Start.UnixNano(), s.End.UnixNano()}
		was, pinned := m.pins[key]
		if s.Kind != Standby && (pinned || parts[key] || m.settled[s.Worker] || s.Start.Unix() < m.asOf) {
			pins[s.Worker] = append(pins[s.Worker], Pin{s.Need, s.Start, s.End, was || parts[key]})
		}
	}
	for i := range m.shifts {
		if s := &m.shifts[i]; !m.gone[i] && s.need >= 0 && s.counts && (!m.onEdge(s, s.from) || !m.onEdge(s, s.to)) {
			m.p.Grain = tick
		}
	}
	for i := range m.p.Workers {
		m.p.Workers[i].Pinned = pins[m.p.Workers[i].ID]
	}
}
