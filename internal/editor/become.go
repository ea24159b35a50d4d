package editor

import (
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/union"
	"github.com/carerota/carerota/scheduler"
)

// Become takes over from another rota, legal in the problem with the events, what leaves less short: its
// duties that differ hang together by worker and by occurrence, and what hangs together is taken over
// or left alone. Standby stays where it is legal beside it. parts are the pins of the other that are parts of
// shifts. Workers that this rota does not have are left out, and nothing changes that lies before now.
func (m *Editor) Become(r *scheduler.Rota, parts map[reading.Pin]bool) {
	m.Undo(0)
	groups := m.differences(r, parts)
	if m.takeOver(groups, false); !m.withinCeilings() { // under which the other is as a whole
		m.Undo(0)
		m.takeOver(groups, true)
	}
}

// takeOver takes over the groups that leave less short, or all of them.
func (m *Editor) takeOver(groups []group, all bool) {
	for i := range groups {
		before, k := lengths(m, m.Holes(nil)), len(m.Journal)
		changed := map[int]bool{}
		for _, j := range groups[i].gone {
			changed[m.Shifts[j].Worker] = true
			m.Take(j)
		}
		for _, s := range groups[i].come {
			changed[s.Worker] = true
			m.Enter(s)
		}
		for w := range m.Workers {
			if changed[w] {
				m.fitStandby(w)
			}
		}
		if !all && lengths(m, m.Holes(nil)).Compare(before) >= 0 {
			m.Undo(k)
		}
	}
	m.fitCeilings()
}

// group are differences that hang together: shifts that go, by number, and shifts that come.
type group struct {
	gone []int
	come []reading.Shift
}

// differences are those of another rota's duties, what hangs together together.
func (m *Editor) differences(r *scheduler.Rota, parts map[reading.Pin]bool) []group {
	wanted := map[reading.Pin]bool{}
	for i := range r.Shifts {
		s := &r.Shifts[i]
		if _, known := m.WorkerOf[s.Worker]; known && s.Kind != scheduler.Standby && s.Kind != scheduler.Shadow {
			wanted[pinOf(s)] = true
		}
	}
	var all group
	for i := range m.Shifts {
		s := &m.Shifts[i]
		if m.Gone[i] || s.Need < 0 || !s.Counts {
			continue
		}
		key := reading.Pin{Worker: m.Workers[s.Worker].ID, Need: m.Needs[s.Need].ID, Start: s.From * 1e9, End: s.To * 1e9}
		if wanted[key] {
			delete(wanted, key)
		} else if !s.History {
			all.gone = append(all.gone, i)
		}
	}
	for i := range r.Shifts { // in their order, for the map has none
		s := &r.Shifts[i]
		key := pinOf(s)
		if !wanted[key] {
			continue
		}
		delete(wanted, key)
		n, span := &m.Needs[m.NeedOf[s.Need]], reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
		all.come = append(all.come, reading.Shift{Span: span, Worker: m.WorkerOf[s.Worker], Need: n.Index, Occ: n.OccurrenceOf(span), Kind: n.Kind, Part: parts[key]})
	}
	return m.apart(all)
}

// apart divides differences into those that hang together.
func (m *Editor) apart(all group) (out []group) {
	sets := union.New(len(m.Workers))
	at := map[Place]int{} // a worker there
	join := func(s *reading.Shift) {
		p := Place{s.Need, s.Occ}
		if w, known := at[p]; known {
			sets.Join(s.Worker, w)
		}
		at[p] = s.Worker
	}
	for _, i := range all.gone {
		join(&m.Shifts[i])
	}
	for i := range all.come {
		join(&all.come[i])
	}
	number := map[int]int{}
	of := func(worker int) *group {
		k, known := number[sets.Root(worker)]
		if !known {
			k = len(out)
			number[sets.Root(worker)] = k
			out = append(out, group{})
		}
		return &out[k]
	}
	for _, i := range all.gone {
		g := of(m.Shifts[i].Worker)
		g.gone = append(g.gone, i)
	}
	for _, s := range all.come {
		g := of(s.Worker)
		g.come = append(g.come, s)
	}
	return out
}

// fitCeilings takes standby from workers of a provider that is over its ceiling or where a budget is
// overspent, the last first.
func (m *Editor) fitCeilings() {
	for i := len(m.Shifts) - 1; i >= 0; i-- {
		s := &m.Shifts[i]
		w := &m.Workers[s.Worker]
		if m.Gone[i] || s.Kind != scheduler.Standby || s.History {
			continue
		}
		if m.purse.overspent(w) {
			m.Take(i)
			continue
		}
		for k := range m.WeeksOf(s.Span) {
			if w.Ceiling() != nil && reading.OverCeiling(w.Supplier, m.ByProvider[w.ProviderIndex][k]) != 0 {
				m.Take(i)
				break
			}
		}
	}
}

// pinOf is a shift on duty as a pin.
func pinOf(s *scheduler.Shift) reading.Pin {
	return reading.Pin{Worker: s.Worker, Need: s.Need, Start: s.Start.UnixNano(), End: s.End.UnixNano()}
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
	if lengths(m, m.Holes(nil)).Compare(now) <= 0 && m.withinCeilings() && !m.purse.overspent(w) {
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
