package advice

import (
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// tighten brings a remedy to what a trial's rota makes of it: no more hours, no other times, no earlier day. The rota
// is legal with that too, so that it holds without another trial, also where there was no time to look for the least.
// What somebody is only ready for is in no shift, and stays as it is.
func (a *advising) tighten(m *Remedy, t *trial) {
	shifts := t.report.Rota.Shifts
	switch m.Kind {
	case RaiseCap, LiftCeil:
		if by := used(a, t, m); by > 0 && (m.By == 0 || by < m.By) {
			m.By = by
		}
	case Extend:
		if times := worksIn(shifts, m); len(times) > 0 {
			m.Times = times
		}
	case Train:
		m.since(a, shifts, func(s *scheduler.Shift) bool { return s.Worker == m.Worker && asks(a.p, s.Need, m.Skill) })
	case Approve:
		m.since(a, shifts, func(s *scheduler.Shift) bool {
			w := reading.Find(a.p.Workers, func(w *scheduler.Worker) bool { return w.ID == s.Worker })
			return w != nil && w.Provider == m.Provider
		})
	}
}

// worksIn are the shifts that the worker of a remedy has at the times that it asks for.
func worksIn(shifts []scheduler.Shift, m *Remedy) (out []TimeSpan) {
	for i := range shifts {
		if m.asksFor(&shifts[i]) {
			out = append(out, TimeSpan{shifts[i].Start, shifts[i].End})
		}
	}
	slices.SortFunc(out, func(x, z TimeSpan) int { return x.Start.Compare(z.Start) })
	return out
}

// since lets what a remedy brings hold from the day of the first shift that needs it, where that is later.
func (m *Remedy) since(a *advising, shifts []scheduler.Shift, needs func(*scheduler.Shift) bool) {
	var first scheduler.Date
	for i := range shifts {
		if d := scheduler.DateOf(shifts[i].Start.In(a.p.Zone)); needs(&shifts[i]) && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	if !first.IsZero() && m.From.Before(first) && a.p.Start.Before(first) {
		m.From = first
	}
}

// asks says whether a need asks for a skill. Standby, which has none, may stand behind any that does.
func asks(p *scheduler.Problem, need, skill string) bool {
	n := reading.Find(p.Needs, func(n *scheduler.Need) bool { return n.ID == need })
	return n == nil || slices.Contains(n.Skills, skill) || slices.ContainsFunc(n.Among, func(k scheduler.Among) bool { return k.Skill == skill })
}
