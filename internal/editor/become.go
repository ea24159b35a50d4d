package editor

import (
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Become makes the duties of another rota, legal in the problem with the events, those of this one.
// Standby stays where it is legal beside them. parts are the pins of the other that are parts of
// shifts. Workers that this one does not have are left out, and nothing changes that lies before now.
func (m *Editor) Become(r *scheduler.Rota, parts map[reading.Pin]bool) {
	m.Undo(0)
	wanted := map[reading.Pin]bool{}
	for i := range r.Shifts {
		s := &r.Shifts[i]
		if _, known := m.WorkerOf[s.Worker]; known && s.Kind != scheduler.Standby && s.Kind != scheduler.Shadow {
			wanted[reading.Pin{Worker: s.Worker, Need: s.Need, Start: s.Start.UnixNano(), End: s.End.UnixNano()}] = true
		}
	}
	changed := make([]bool, len(m.Workers))
	for i := range m.Shifts {
		s := &m.Shifts[i]
		if m.Gone[i] || s.Need < 0 || !s.Counts {
			continue
		}
		if key := m.pinOf(s); wanted[key] {
			delete(wanted, key)
		} else if !s.History {
			m.Take(i)
			changed[s.Worker] = true
		}
	}
	for i := range r.Shifts { // in their order, for the map has none
		s := &r.Shifts[i]
		key := reading.Pin{Worker: s.Worker, Need: s.Need, Start: s.Start.UnixNano(), End: s.End.UnixNano()}
		if !wanted[key] {
			continue
		}
		delete(wanted, key)
		n, span := &m.Needs[m.NeedOf[s.Need]], reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
		w := m.WorkerOf[s.Worker]
		m.Enter(reading.Shift{Span: span, Worker: w, Need: n.Index, Occ: n.OccurrenceOf(span), Kind: n.Kind, Part: parts[key]})
		changed[w] = true
	}
	for w := range changed {
		if changed[w] {
			m.fitStandby(w)
		}
	}
	m.fitCeilings()
}

// fitCeilings takes standby from workers of a provider that is over its ceiling, the last first.
func (m *Editor) fitCeilings() {
	for i := len(m.Shifts) - 1; i >= 0; i-- {
		s := &m.Shifts[i]
		w := &m.Workers[s.Worker]
		if m.Gone[i] || s.Kind != scheduler.Standby || s.History || w.Ceiling() == nil {
			continue
		}
		for k := range m.WeeksOf(s.Span) {
			if reading.OverCeiling(w.Supplier, m.ByProvider[w.ProviderIndex][k]) != 0 {
				m.Take(i)
				break
			}
		}
	}
}

// pinOf is a shift on duty as a pin.
func (m *Editor) pinOf(s *reading.Shift) reading.Pin {
	return reading.Pin{Worker: m.Workers[s.Worker].ID, Need: m.Needs[s.Need].ID, Start: s.From * 1e9, End: s.To * 1e9}
}

// fitStandby leaves a worker of standby what is legal beside the duties.
func (m *Editor) fitStandby(worker int) {
	w := &m.Workers[worker]
	var duty []reading.Span
	var standby []int
	for _, i := range m.ShiftsOf(worker) {
		if s := &m.Shifts[i]; s.Kind == scheduler.Standby {
			standby = append(standby, i)
		} else {
			duty = append(duty, s.Span)
		}
	}
	duty = reading.Union(duty)
	for _, i := range standby {
		s := m.Shifts[i].Span
		left := reading.Without([]reading.Span{s}, duty)
		if len(left) == 1 && left[0] == s {
			continue
		}
		m.Take(i)
		for _, x := range left {
			if x.From < m.AsOf || m.legalAlone(w, -1, scheduler.Standby, x) {
				m.Enter(reading.Shift{Span: x, Worker: worker, Need: -1, Occ: -1, Kind: scheduler.Standby})
			}
		}
	}
	for _, i := range slices.Backward(m.ShiftsOf(worker)) {
		if reading.LegalLine(m.Reading, w, w.Line) {
			return
		}
		s := m.Shifts[i]
		if s.Kind != scheduler.Standby || s.History && s.To <= m.AsOf {
			continue
		}
		if m.Take(i); s.History {
			s.To = m.AsOf
			m.Enter(s)
		}
	}
}

// Lighten takes back changes that nothing needs: who was added where nobody more is short without,
// and who took the place of somebody who can have it back.
func (m *Editor) Lighten() {
	now := lengths(m, m.Holes(nil))
	var removed []reading.Shift
	for i := range m.Gone {
		if s := m.Shifts[i]; m.Gone[i] && !m.fresh[i] && s.Need >= 0 && s.Counts && s.From >= m.AsOf {
			removed = append(removed, s)
		}
	}
	for again := true; again; {
		again = false
		for i := len(m.Shifts) - 1; i >= 0; i-- {
			s := m.Shifts[i]
			if m.Gone[i] || !m.fresh[i] || s.Need < 0 || s.History {
				continue
			}
			k := len(m.Journal)
			m.Take(i)
			if !reading.LegalLine(m.Reading, &m.Workers[s.Worker], m.Workers[s.Worker].Line) {
				m.Undo(k)
				continue
			}
			if lengths(m, m.Holes(nil)).Compare(now) <= 0 {
				again = true
				continue
			}
			if j := slices.IndexFunc(removed, func(x reading.Shift) bool {
				return x.Need == s.Need && x.Occ == s.Occ && m.back(x, now)
			}); j >= 0 {
				removed = slices.Delete(removed, j, j+1)
				again = true
				continue
			}
			m.Undo(k)
		}
	}
}

// back gives a shift back to its worker, if that is legal and leaves no more short.
func (m *Editor) back(s reading.Shift, now Shortfall) bool {
	w := &m.Workers[s.Worker]
	it := m.ItemOf(&s)
	for _, x := range w.Line {
		if x.Meets(s.Span) {
			return false
		}
	}
	if !reading.LegalLine(m.Reading, w, reading.LineWith(w.Line, it)) {
		return false
	}
	k := len(m.Journal)
	i := m.Enter(s)
	m.fresh[i] = false
	if lengths(m, m.Holes(nil)).Compare(now) <= 0 && m.withinCeilings() {
		return true
	}
	m.Undo(k)
	return false
}

// withinCeilings says whether every provider is under its ceiling.
func (m *Editor) withinCeilings() bool {
	for i := range m.Workers {
		w := &m.Workers[i]
		for k := 0; w.Ceiling() != nil && k < len(m.ByProvider[w.ProviderIndex]); k++ {
			if reading.OverCeiling(w.Supplier, m.ByProvider[w.ProviderIndex][k]) != 0 {
				return false
			}
		}
	}
	return true
}

// Gap is a time in which a need is short of so many workers.
type Gap struct {
	reading.Span
	Need, Short int
}

// GapsBefore are what was short before and is no hole, from now on.
func (m *Editor) GapsBefore() (out []Gap) {
	for i := range m.Needs {
		if m.all {
			break
		}
		for _, l := range m.lostBefore(i) {
			for j := range m.Needs[i].Occurrences {
				if s := l.Meet(m.Needs[i].Occurrences[j].Span).Meet(reading.Span{From: m.AsOf, To: l.To}); s.Len() > 0 {
					out = append(out, Gap{s, i, l.short})
				}
			}
		}
	}
	return out
}

// Short is what the holes leave short.
func (m *Editor) Short(holes []Hole) Shortfall { return lengths(m, holes) }

// FreeFrom is when a worker who is called first, and is neither on standby nor with the client, can be
// anywhere.
func (m *Editor) FreeFrom(w *reading.Worker) int64 {
	lead := w.AnswerTime + w.TravelTime
	if w.Supplier != nil {
		lead += w.Supplier.Notice
	}
	return after(m, lead)
}
