package editor

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Editor is a rota under repair: the audit's reading of it in the problem as it
// is now, which shifts can be entered into and taken out of again.
type Editor struct {
	*reading.Reading
	was     *reading.Reading  // the reading before
	Origin  map[string]string // by need that took another's place: the other
	Called  int64             // when the first call is made
	settled map[string]bool   // by worker: no shift may be given or taken
	lost    [][]loss          // by need: what was short before; nil when not looked up
	having  [][]int           // by worker: the shifts on the line, item by item; -1 for past work
	Gone    []bool            // by shift: taken out
	fresh   []bool            // by shift: entered by the search
	longest int64             // no item on any line is longer
	Dirty   []looked          // occurrences to look for holes in
	shadows []scheduler.Shift // of trainees, from now on
	pins    map[reading.Pin]bool
	beside  []reading.Shift // pinned times of trainees, as their mentors'
	checks  int
	room    []reading.Item // used again and again
	mute    reading.Breaches
	// Fetch is how long it takes at least to find and fetch somebody who is not on standby; of a Desk.
	Fetch   func() int64
	Journal []step
	cut     bool // a move was left out for want of changes
	all     bool // what was short before is a hole too
	purse   *purse
	// Missed are the times before now of shifts at which the worker was not there.
	Missed []scheduler.Shift
	// Agreed are the shifts that people have swapped, as pins.
	Agreed []reading.Pin
	// Refused are the faults of events that the rota does not allow; their paths are as validate.Events has them.
	Refused []scheduler.Fault
}

// Place is an occurrence of a need.
type Place struct{ Need, Occ int }

// looked is an occurrence with the holes in it where they have been looked up.
type looked struct {
	Place
	known bool
	holes []Hole
}

// loss is a time in which a need was short before.
type loss struct {
	reading.Span
	short int
}

// step undoes one entry.
type step struct {
	shift int
	added bool
}

// New takes up the rota, which must be legal, with what the events leave of it. What starts
// before asOf, or before the problem's own AsOf, has happened; the first call is made when the events
// are reported, or at asOf.
func New(was *reading.Reading, events []scheduler.Event, asOf, reported time.Time) *Editor {
	r, called := was.Report.Rota, max(asOf.Unix(), reported.Unix())
	if asOf.Unix() < was.AsOf {
		asOf = was.Instant(was.AsOf)
	}
	h := happened(was.Problem, r, events, asOf)
	m := &Editor{Reading: readingOf(h.p, was, len(events) == 0 && asOf.Unix() <= max(was.AsOf, was.Origin)), was: was, Origin: h.origin, settled: h.settled, Called: called}
	m.pins = m.was.PinSet()
	m.lost = make([][]loss, len(m.Needs))
	kept, touched := &scheduler.Rota{Shifts: make([]scheduler.Shift, 0, len(r.Shifts)), AsWorked: r.AsWorked}, []int{}
	for i := range r.Shifts {
		s := r.Shifts[i]
		if s.Kind == scheduler.Shadow && !s.Start.Before(asOf) {
			m.shadows = append(m.shadows, s)
			continue
		}
		worker, n := was.Shifts[i].Worker, len(kept.Shifts)
		kept.Shifts = m.keep(kept.Shifts, s, &m.Workers[worker], h)
		if now := kept.Shifts[n:]; len(now) != 1 || !now[0].Start.Equal(s.Start) || !now[0].End.Equal(s.End) {
			m.markLost(&s, h)
			touched = append(touched, worker)
		} else if at, ended := h.unskilled[s.Worker]; ended && s.End.Unix() > at {
			m.markLost(&s, h) // the worker may have been the one of some who held it
		}
	}
	for i := range m.Needs {
		if _, changed := m.Origin[m.Needs[i].ID]; changed || i >= len(m.was.Needs) {
			for k := range m.Needs[i].Occurrences {
				m.markDirty(Place{i, k})
			}
		}
	}
	m.ReadShifts(kept)
	reading.JudgeCeilings(m.Reading)
	m.holdShadows()
	m.Report.Findings, m.Report.Observations = nil, nil
	m.Gone, m.fresh = make([]bool, len(m.Shifts)), make([]bool, len(m.Shifts))
	m.layOut()
	m.purse = openPurse(m)
	m.lighten(touched)
	m.spare(h.fewer)
	m.swapAll(events)
	m.Journal = nil
	return m
}

// readingOf is a reading of the problem that was made from that of another. What own rules say is the
// same where nothing has happened.
func readingOf(p *scheduler.Problem, was *reading.Reading, same bool) *reading.Reading {
	if !same {
		return reading.NewUnder(p, was.Rules)
	}
	a := reading.New(p)
	a.Rules, a.Own = was.Rules, was.Own
	return a
}

// layOut says which shift each item of a worker's line is.
func (m *Editor) layOut() {
	m.having = make([][]int, len(m.Workers))
	for i := range m.Workers {
		w := &m.Workers[i]
		past := 0
		for k := range w.Line {
			if w.Line[k].Past {
				w.Line[past] = w.Line[k]
				past++
			}
		}
		w.Line, m.having[i] = w.Line[:past], make([]int, past, len(w.Line)+4)
		for k := range w.Line {
			m.longest = max(m.longest, w.Line[k].Len())
		}
		for k := range m.having[i] {
			m.having[i][k] = -1
		}
	}
	for i := range m.Shifts {
		m.insert(i)
	}
}

// markDirty notes an occurrence in which there may be a hole that was none.
func (m *Editor) markDirty(p Place) {
	for i := range m.Dirty {
		if m.Dirty[i].Place == p {
			m.Dirty[i].known = false
			return
		}
	}
	m.Dirty = append(m.Dirty, looked{Place: p})
}

// markLost notes where a lost shift may have left a hole.
func (m *Editor) markLost(s *scheduler.Shift, h *happening) {
	span := reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
	for _, id := range h.needsOn(s) {
		k := reading.IndexOf(m.NeedOf, id)
		for j := 0; k >= 0 && j < len(m.Needs[k].Occurrences); j++ {
			if m.Needs[k].Occurrences[j].Meets(span) {
				m.markDirty(Place{k, j})
			}
		}
	}
}

// keep adds to the shifts what is left of one: all of it, parts, or nothing.
func (m *Editor) keep(kept []scheduler.Shift, s scheduler.Shift, w *reading.Worker, h *happening) []scheduler.Shift {
	span := reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
	if there := reading.Without([]reading.Span{span}, h.missed[s.Worker]); len(there) != 1 || there[0] != span {
		m.noShow(&s, reading.Without([]reading.Span{span}, there))
		for _, part := range there {
			t := s
			t.Start, t.End = m.Instant(part.From), m.Instant(part.To)
			kept = m.keep(kept, t, w, h)
		}
		return kept
	}
	begun := span.From < m.AsOf
	if begun && span.To > m.AsOf {
		if parts, ok := m.partsBegun(s, span, w, h); ok {
			return append(kept, parts...)
		}
	}
	if begun {
		s.Need = m.servedAt(&s, h)
		t := m.keepStarted(s, span, w, reading.IndexOf(m.NeedOf, s.Need))
		kept, span.From = append(kept, t), max(m.AsOf, t.End.Unix())
	}
	if span.Len() <= 0 {
		return kept
	}
	for _, id := range h.needsOn(&s) {
		n := reading.IndexOf(m.NeedOf, id)
		for _, part := range m.partsLeft(s.Kind, span, w, n) {
			if t := s; part.Len() > 0 && (!begun || part.From > span.From) && m.legalAlone(w, n, s.Kind, part) {
				t.Need, t.Start, t.End = id, m.Instant(part.From), m.Instant(part.To)
				kept = append(kept, t)
			}
		}
	}
	return kept
}

// noShow notes the times of a shift at which its worker was not there.
func (m *Editor) noShow(s *scheduler.Shift, missed []reading.Span) {
	for _, x := range missed {
		t := *s
		t.Start, t.End, t.Pinned, t.Backups = m.Instant(x.From), m.Instant(x.To), false, nil
		m.Missed = append(m.Missed, t)
	}
}

// partsBegun is a shift that is on where another need has taken the place of its own from some time
// of it on: it goes on in that, a part in each. ok says whether the parts are the shift as it was.
func (m *Editor) partsBegun(s scheduler.Shift, span reading.Span, w *reading.Worker, h *happening) (parts []scheduler.Shift, ok bool) {
	needs := h.needsOn(&s)
	if s.Need == "" || len(needs) < 2 {
		return nil, false
	}
	for _, id := range needs {
		n := reading.IndexOf(m.NeedOf, id)
		if n < 0 || !m.stillServes(w, n, reading.Span{From: m.AsOf, To: span.To}) {
			return nil, false
		}
		for _, part := range m.partsLeft(s.Kind, span, w, n) {
			t := s
			t.Need, t.Start, t.End = id, m.Instant(part.From), m.Instant(part.To)
			parts = append(parts, t)
		}
	}
	slices.SortFunc(parts, reading.CompareShifts)
	at := s.Start
	for _, t := range parts {
		if !t.Start.Equal(at) || t.Start.Unix() >= m.AsOf && !m.legalAlone(w, m.NeedOf[t.Need], t.Kind, reading.Span{From: t.Start.Unix(), To: t.End.Unix()}) {
			return nil, false
		}
		at = t.End
	}
	return parts, at.Equal(s.End)
}

// servedAt is the need that a shift serves at its start.
func (m *Editor) servedAt(s *scheduler.Shift, h *happening) string {
	for _, id := range h.needsOn(s) {
		n := reading.IndexOf(m.NeedOf, id)
		if n >= 0 && slices.ContainsFunc(m.Needs[n].Occurrences, func(o reading.Occurrence) bool { return o.From <= s.Start.Unix() && s.Start.Unix() < o.To }) {
			return id
		}
	}
	return s.Need
}

// keepStarted keeps the past of a shift, and of one that is on what can still
// be worked of it.
func (m *Editor) keepStarted(s scheduler.Shift, span reading.Span, w *reading.Worker, n int) scheduler.Shift {
	if span.To <= m.AsOf {
		return s
	}
	to := m.AsOf
	for _, free := range m.partsLeft(s.Kind, reading.Span{From: m.AsOf, To: span.To}, w, n) {
		if free.From == m.AsOf && (n < 0 || m.stillServes(w, n, reading.Span{From: m.AsOf, To: span.To})) {
			to = free.To
		}
	}
	s.End = m.Instant(to)
	return s
}

// stillServes says whether a worker may go on with a need: nobody refuses, and none of its skills has ended.
func (m *Editor) stillServes(w *reading.Worker, n int, s reading.Span) bool {
	need := &m.Needs[n]
	before := w
	if w.Index < len(m.was.Workers) {
		before = &m.was.Workers[w.Index]
	}
	return m.Refusal(w, need) == "" && !slices.ContainsFunc(need.Skills, func(skill string) bool {
		return before.Holds(skill, s) && !w.Holds(skill, s)
	})
}

// partsLeft are the times of a shift in which its worker is available and its need
// is there.
func (m *Editor) partsLeft(kind scheduler.Kind, span reading.Span, w *reading.Worker, n int) []reading.Span {
	out := reading.Without([]reading.Span{span}, w.Away)
	if kind == scheduler.Standby || n < 0 {
		return out
	}
	all := m.Needs[n].Occurrences
	i := sort.Search(len(all), func(i int) bool { return all[i].To > span.From })
	if i < len(all) && all[i].Contains(span) {
		return out
	}
	var there []reading.Span
	for ; i < len(all) && all[i].From < span.To; i++ {
		there = append(there, all[i].Span)
	}
	return reading.Meet(out, reading.Union(there))
}

// legalAlone says whether a shift that starts from now on breaks no rule that
// looks at it alone.
func (m *Editor) legalAlone(w *reading.Worker, n int, kind scheduler.Kind, span reading.Span) bool {
	out := &reading.Breaches{A: m.Reading, Worker: w.ID, Quiet: true}
	at := &scheduler.Shift{Worker: w.ID}
	s := &reading.Shift{Span: span, Worker: w.Index, Need: n, Occ: -1, Kind: kind, At: at}
	if kind == scheduler.Standby {
		reading.JudgeStandbyShift(m.Reading, out, w, s)
		return out.N == 0
	}
	need := &m.Needs[n]
	s.Occ = need.OccurrenceOf(span)
	s.Part = m.pins[reading.Pin{Worker: w.ID, Need: need.ID, Start: span.From * 1e9, End: span.To * 1e9}]
	m.MayWork(out, w, span, need.ID)
	m.MayServe(out, w, need, span)
	reading.FitsOccurrence(m.Reading, out, w, need, s)
	reading.FitsLength(m.Reading, out, w, need, s.Occ, span, s.Part)
	return out.N == 0
}

// spare takes out the shifts that a need which asks for fewer can do without,
// the last on the ladder first.
func (m *Editor) spare(needs []string) {
	for _, id := range needs {
		n := &m.Needs[m.NeedOf[id]]
		for j := range n.Occurrences {
			duty := slices.Clone(n.Occurrences[j].Duty)
			order := m.OnLadder(n)
			slices.SortStableFunc(duty, func(x, y int) int { return order(m.Shifts[y].Worker, m.Shifts[x].Worker) })
			for _, i := range duty {
				if m.Shifts[i].History || m.Pinned(i) {
					continue
				}
				m.Take(i)
				if len(m.HolesIn(Place{n.Index, j})) > 0 {
					m.Undo(len(m.Journal) - 1)
				}
			}
		}
	}
}

// lighten takes shifts off lines that a lost shift has made illegal, as where a
// sleep-in goes from the middle of a spell: one that is enough, else the first.
func (m *Editor) lighten(workers []int) {
	slices.Sort(workers)
	for _, w := range slices.Compact(workers) {
		for !reading.LegalLine(m.Reading, &m.Workers[w], m.Workers[w].Line) {
			k, first := len(m.Journal), -1
			for _, i := range m.ShiftsOf(w) {
				if m.Shifts[i].History || m.Pinned(i) {
					continue
				}
				if first < 0 {
					first = i
				}
				if m.Take(i); reading.LegalLine(m.Reading, &m.Workers[w], m.Workers[w].Line) {
					break
				}
				m.Undo(k)
			}
			if first < 0 {
				break
			}
			if len(m.Journal) == k {
				m.Take(first)
			}
		}
	}
}

// Pinned says whether a shift, by number, is pinned as it stands, or holds a pinned one of a trainee.
func (m *Editor) Pinned(i int) bool {
	s := &m.Shifts[i]
	if m.holdsTrainee(i) {
		return true
	}
	pin := reading.Pin{Worker: m.Workers[s.Worker].ID, Start: s.From * 1e9, End: s.To * 1e9}
	switch {
	case s.Need >= 0:
		pin.Need = m.Needs[s.Need].ID
	case s.Kind != scheduler.Standby:
		return false
	}
	_, ok := m.pins[pin]
	return ok
}

// holdsTrainee says whether a shift, by number, holds a pinned one of a trainee.
func (m *Editor) holdsTrainee(i int) bool {
	s := &m.Shifts[i]
	return slices.ContainsFunc(m.beside, func(b reading.Shift) bool {
		return s.Need >= 0 && b.Need == s.Need && b.Worker == s.Worker && s.Contains(b.Span)
	})
}

// Enter puts a shift into the rota; it gives its number.
func (m *Editor) Enter(s reading.Shift) int {
	i := len(m.Shifts)
	w := &m.Workers[s.Worker]
	s.History = s.From < m.AsOf
	s.At = &scheduler.Shift{Worker: w.ID}
	if s.Need >= 0 {
		n := &m.Needs[s.Need]
		s.At.Need, s.At.Client = n.ID, n.Client
		s.Counts, s.Holds = true, nil
		for _, a := range n.Among {
			s.Holds = append(s.Holds, w.Holds(a.Skill, s.Span))
		}
	}
	m.Shifts, m.Gone, m.fresh = append(m.Shifts, s), append(m.Gone, false), append(m.fresh, true)
	m.place(i, true)
	m.Journal = append(m.Journal, step{i, true})
	return i
}

// Take takes a shift out.
func (m *Editor) Take(i int) {
	m.Gone[i] = true
	m.place(i, false)
	m.Journal = append(m.Journal, step{i, false})
}

// Undo takes back the steps from the k-th on.
func (m *Editor) Undo(k int) {
	for j := len(m.Journal) - 1; j >= k; j-- {
		i := m.Journal[j].shift
		if m.Journal[j].added {
			m.place(i, false)
			m.Shifts, m.Gone, m.fresh = m.Shifts[:i], m.Gone[:i], m.fresh[:i]
			continue
		}
		m.Gone[i] = false
		m.place(i, true)
	}
	m.Journal = m.Journal[:k]
}

// place puts a shift on its worker's line and into its occurrence, or takes it
// from there.
func (m *Editor) place(i int, in bool) {
	s := &m.Shifts[i]
	if in {
		m.insert(i)
	} else {
		w := &m.Workers[s.Worker]
		k := slices.Index(m.having[s.Worker], i)
		w.Line = slices.Delete(w.Line, k, k+1)
		m.having[s.Worker] = slices.Delete(m.having[s.Worker], k, k+1)
	}
	m.count(s, in)
	m.purse.follow(m, s.Worker)
	if s.Need < 0 || !s.Counts {
		return
	}
	m.markDirty(Place{s.Need, s.Occ})
	o := &m.Needs[s.Need].Occurrences[s.Occ]
	if !in {
		o.Duty = slices.DeleteFunc(o.Duty, func(x int) bool { return x == i })
		return
	}
	at, _ := slices.BinarySearchFunc(o.Duty, i, func(x, y int) int { return cmp.Or(cmp.Compare(m.Shifts[x].From, m.Shifts[y].From), cmp.Compare(x, y)) })
	o.Duty = slices.Insert(o.Duty, at, i)
}

// insert puts a shift on its worker's line.
func (m *Editor) insert(i int) {
	s := &m.Shifts[i]
	w := &m.Workers[s.Worker]
	var k int
	w.Line, k = insert(w.Line, m.ItemOf(s))
	m.longest = max(m.longest, s.Len())
	m.having[s.Worker] = slices.Insert(m.having[s.Worker], k, i)
}

// insert puts an item into a line in order, and says where.
func insert(line []reading.Item, it reading.Item) ([]reading.Item, int) {
	k := len(line)
	for k > 0 && cmp.Or(reading.CompareSpans(line[k-1].Span, it.Span), cmp.Compare(line[k-1].Need, it.Need)) > 0 {
		k--
	}
	return slices.Insert(line, k, it), k
}

// count adds a shift's hours to the weeks of a provider with a ceiling, or takes
// them off.
func (m *Editor) count(s *reading.Shift, in bool) {
	item := m.ItemOf(s)
	m.countItem(&m.Workers[s.Worker], &item, in)
}

func (m *Editor) countItem(w *reading.Worker, it *reading.Item, in bool) {
	if w.Ceiling() == nil {
		return
	}
	for k, week := range m.WeeksOf(it.Span) {
		x := w.Counted(it, week)
		if !in {
			x = -x
		}
		m.ByProvider[w.ProviderIndex][k] += x
	}
}

// Hole is a time in which a need is shorter by one pair of hands than before.
type Hole struct {
	reading.Span
	Place
	Among []int // skills, by number, without which one more would not help
}

// HolesIn are the holes of an occurrence from now on, in order of time.
func (m *Editor) HolesIn(p Place) (out []Hole) {
	n := &m.Needs[p.Need]
	o := &n.Occurrences[p.Occ]
	if o.To <= m.AsOf {
		return nil
	}
	for _, piece := range m.Pieces(o) {
		short, _ := m.Shortage(n, &piece)
		if short == 0 {
			continue
		}
		among := m.ShortAmong(n, &piece, short)
		for _, s := range m.asHoles(p.Need, reading.Span{From: max(piece.From, m.AsOf), To: piece.To}, short) {
			if k := len(out); k > 0 && out[k-1].To == s.From && slices.Equal(out[k-1].Among, among) {
				out[k-1].To = s.To
				continue
			}
			out = append(out, Hole{s, p, among})
		}
	}
	return out
}

// asHoles are the parts of a time in which the need was less short before, or, where that counts too,
// all of it.
func (m *Editor) asHoles(need int, s reading.Span, short int) (out []reading.Span) {
	if s.Len() <= 0 {
		return nil
	}
	out = []reading.Span{s}
	if m.all {
		return out
	}
	lost := m.lostBefore(need)
	for i := sort.Search(len(lost), func(i int) bool { return lost[i].To > s.From }); i < len(lost) && lost[i].From < s.To; i++ {
		if lost[i].short >= short {
			out = reading.Without(out, []reading.Span{lost[i].Span})
		}
	}
	return out
}

// OpenAll makes what was short before a hole too.
func (m *Editor) OpenAll() {
	m.all = true
	for i := range m.Needs {
		for k := range m.Needs[i].Occurrences {
			m.markDirty(Place{i, k})
		}
	}
}

// lostBefore is what a need was short before, in order of time; whole windows
// that overlap make it less than sure, and then the first counts.
func (m *Editor) lostBefore(need int) []loss {
	if m.lost[need] == nil {
		m.lost[need] = []loss{}
		id := cmp.Or(m.Origin[m.Needs[need].ID], m.Needs[need].ID)
		if k := reading.IndexOf(m.was.NeedOf, id); k >= 0 {
			n := &m.was.Needs[k]
			for j := range n.Occurrences {
				for _, piece := range m.was.Pieces(&n.Occurrences[j]) {
					if short, _ := m.was.Shortage(n, &piece); short > 0 {
						m.lost[need] = append(m.lost[need], loss{piece.Span, short})
					}
				}
			}
		}
	}
	return m.lost[need]
}

// Rota is the rota as it stands, trainees' shadowing where it still fits.
func (m *Editor) Rota() *scheduler.Rota {
	r := &scheduler.Rota{Shifts: make([]scheduler.Shift, 0, len(m.Shifts)+len(m.shadows)), AsWorked: m.Report.Rota.AsWorked}
	for i := range m.Shifts {
		if s := &m.Shifts[i]; !m.Gone[i] {
			r.Shifts = append(r.Shifts, scheduler.Shift{Worker: s.At.Worker, Need: s.At.Need, Client: s.At.Client,
				Start: m.Instant(s.From), End: m.Instant(s.To), Kind: s.Kind})
		}
	}
	r.Shifts = append(r.Shifts, m.shadowsLeft()...)
	slices.SortFunc(r.Shifts, reading.CompareShifts)
	return r
}

// shadowsLeft are the trainees' shifts that still fit beside their mentors and under the ceilings of
// their providers, which what is pinned was held against from the start.
func (m *Editor) shadowsLeft() (out []scheduler.Shift) {
	var counted []func()
	for i := range m.shadows {
		s := &m.shadows[i]
		w := &m.Workers[m.WorkerOf[s.Worker]]
		if !m.besideMentor(w, s) {
			continue
		}
		if _, pinned := m.pins[reading.PinOf(s)]; !pinned {
			it := shadowItem(s)
			m.countItem(w, &it, true)
			if m.overCeiling(w) {
				m.countItem(w, &it, false)
				continue
			}
			counted = append(counted, func() { m.countItem(w, &it, false) })
		}
		out = append(out, *s)
	}
	for _, off := range counted {
		off()
	}
	return out
}

// besideMentor says whether a trainee's shift is legal by itself and inside one of the mentor's.
func (m *Editor) besideMentor(w *reading.Worker, s *scheduler.Shift) bool {
	n, mentor := reading.IndexOf(m.NeedOf, s.Need), reading.IndexOf(m.WorkerOf, w.Shadowing)
	span := shadowItem(s).Span
	return n >= 0 && mentor >= 0 && m.legalAlone(w, n, scheduler.Shadow, span) && slices.ContainsFunc(m.Workers[mentor].Line, func(it reading.Item) bool {
		return it.Need == n && it.Contains(span)
	})
}

// holdShadows counts the hours of trainees that are pinned toward the ceilings of their providers, and
// notes when their mentors are bound: they stay, whatever is moved.
func (m *Editor) holdShadows() {
	for i := range m.shadows {
		s := &m.shadows[i]
		if _, pinned := m.pins[reading.PinOf(s)]; pinned {
			w, it := &m.Workers[m.WorkerOf[s.Worker]], shadowItem(s)
			m.countItem(w, &it, true)
			m.beside = append(m.beside, reading.Shift{Span: it.Span, Worker: reading.IndexOf(m.WorkerOf, w.Shadowing), Need: reading.IndexOf(m.NeedOf, s.Need)})
		}
	}
}

// shadowItem is what a trainee's shift counts as toward a ceiling.
func shadowItem(s *scheduler.Shift) reading.Item {
	return reading.Item{Span: reading.Span{From: s.Start.Unix(), To: s.End.Unix()}, Kind: scheduler.Shadow}
}

// overCeiling says whether the workers of a worker's provider count more in some week than its ceiling.
func (m *Editor) overCeiling(w *reading.Worker) bool {
	return w.Ceiling() != nil && slices.ContainsFunc(m.ByProvider[w.ProviderIndex], func(counted float64) bool {
		return reading.OverCeiling(w.Supplier, counted) > 0
	})
}

// onEdge says whether an end of a shift lies on the planning grid or on an end of
// what it serves.
func (m *Editor) onEdge(s *reading.Shift, at int64) bool {
	o := m.Needs[s.Need].Occurrences[s.Occ]
	return m.OnGrid(at) || at == o.From || at == o.To
}

// Pin pins what has happened, keeps the pins that are kept, and marks the
// parts of shifts; the planning grid becomes as fine as they ask for.
func (m *Editor) Pin(r *scheduler.Rota) {
	parts := map[reading.Pin]bool{}
	for i := range m.Shifts {
		if s := &m.Shifts[i]; s.Part && !m.Gone[i] {
			parts[reading.Pin{Worker: s.At.Worker, Need: s.At.Need, Start: s.From * 1e9, End: s.To * 1e9}] = true
		}
	}
	pins := map[string][]scheduler.Pin{}
	for i := range r.Shifts {
		s := &r.Shifts[i]
		key := reading.PinOf(s)
		was, pinned := m.pins[key]
		if pinned || parts[key] || m.settled[s.Worker] || s.Start.Unix() < m.AsOf {
			pins[s.Worker] = append(pins[s.Worker], scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End, Part: was || parts[key]})
		}
	}
	for i := range m.Shifts {
		if s := &m.Shifts[i]; !m.Gone[i] && s.Need >= 0 && s.Counts && (!m.onEdge(s, s.From) || !m.onEdge(s, s.To)) {
			m.Problem.Grain = tick
		}
	}
	for i := range m.Problem.Workers {
		m.Problem.Workers[i].Pinned = pins[m.Problem.Workers[i].ID]
	}
}

// tick is the grid of what is agreed on the day, a part of every planning grid.
const tick = 5 * time.Minute

// NextTick is the first instant on the grid of the day that is not earlier.
func NextTick(t time.Time) time.Time { return t.Add(tick - 1).Truncate(tick) }

// LongBefore is how long before the rota a removal is known.
const LongBefore = 400 * 24 * time.Hour
