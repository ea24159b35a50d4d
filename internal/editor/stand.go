package editor

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// StandBy puts workers on standby for gaps behind those on duty, from when they can be there on: for each gap the
// first on the ladder who could take the place of who is on duty for all of it, every hard rule kept.
func (m *Editor) StandBy(gaps []scheduler.ContingencyGap) {
	var ready []int // shifts entered here
	for i := range gaps {
		g := &gaps[i]
		span := reading.Span{From: max(g.Start.Unix(), m.AsOf), To: g.End.Unix()}
		k := reading.IndexOf(m.NeedOf, g.Need)
		if k < 0 || span.Len() <= 0 {
			continue
		}
		missing := max(g.Short, 1)
		for _, i := range ready {
			if m.Shifts[i].Contains(span) && m.couldReplace(&m.Workers[m.Shifts[i].Worker], g, span) {
				missing--
			}
		}
		for _, w := range m.Ladder(&m.Needs[k]) {
			if missing <= 0 {
				break
			}
			if i := m.standFor(&m.Workers[w], g, span); i >= 0 {
				ready, missing = append(ready, i), missing-1
			}
		}
	}
}

// couldReplace says whether a worker could take the place of who is on duty in a gap for all of it.
func (m *Editor) couldReplace(w *reading.Worker, g *scheduler.ContingencyGap, s reading.Span) bool {
	n := &m.Needs[m.NeedOf[g.Need]]
	able := m.OnCall(w, n, s)
	if w.ID == g.Worker || !w.Standby || len(able) != 1 || able[0] != s {
		return false
	}
	duty := reading.IndexOf(m.WorkerOf, g.Worker)
	return duty < 0 || !m.SharesProvider(w, &reading.Shift{Worker: duty})
}

// standFor enters a standby shift of a worker for a gap; it gives its number, -1 where none is legal.
func (m *Editor) standFor(w *reading.Worker, g *scheduler.ContingencyGap, s reading.Span) int {
	if s.From < m.FreeFrom(w) || !m.couldReplace(w, g, s) {
		return -1
	}
	always, least := reading.Span{From: reading.Ever, To: reading.Never}, int64(m.Problem.Contingency.StandbyMin/time.Second)
	from, to := m.GridDown(s.From, always), m.GridUp(s.To, always)
	for _, x := range []reading.Span{{From: from, To: m.GridUp(max(to, from+least), always)}, {From: m.GridDown(min(from, to-least), always), To: to}} {
		if x.From < m.AsOf || !m.legalAlone(w, -1, scheduler.Standby, x) || slices.ContainsFunc(w.Line, func(it reading.Item) bool { return it.Meets(x) }) {
			continue
		}
		k := len(m.Journal)
		i := m.Enter(reading.Shift{Span: x, Worker: w.Index, Need: -1, Occ: -1, Kind: scheduler.Standby})
		if m.fits(w) {
			return i
		}
		m.Undo(k)
	}
	return -1
}
