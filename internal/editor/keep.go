package editor

import (
	"slices"
	"sort"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

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
