package repair

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
)

// stepsOfCheck is how many steps of an engine are about the work of one try, where the search is
// bounded by work and not by time.
const stepsOfCheck = 100

// replan plans again, with an engine, all that has not happened yet, beginning with the rota as it is
// mended so far: chains of any length, such as two who take one worker's Thursday and Friday so that
// she can take Sunday. Each hour of shift that changes has a price. It says whether less is short
// then; the editor has that rota, else the one it had. least says that the engine has proved that no
// rota leaves less short.
func replan(ctx context.Context, s *editor.Search, o *Options, until time.Time) (better, least bool) {
	m := s.Editor
	s.Replay()
	rota, holes := m.Rota(), m.Holes(nil)
	before := m.Short(holes)
	grain := m.Problem.Grain
	m.Pin(rota)
	p, chosen := held(m, rota)
	m.Problem.Grain = grain
	r, err := replanned(ctx, m, p, holes, o, until)
	if err != nil || r == nil { // of a rule of the caller's own; the rota that is mended stands
		m.Undo(0)
		return false, false
	}
	least = !chosen && asLow(r.Objective)
	parts := map[reading.Pin]bool{}
	for i := range p.Workers {
		for _, pin := range p.Workers[i].Pinned {
			if pin.Part {
				parts[reading.Pin{Worker: p.Workers[i].ID, Need: pin.Need, Start: pin.Start.UnixNano(), End: pin.End.UnixNano()}] = true
			}
		}
	}
	m.Become(r.Rota, parts)
	m.Lighten()
	after := m.Short(m.Holes(nil))
	if after.Compare(before) < 0 {
		rota = m.Rota()
		if m.Pin(rota); len(reading.AuditedUnder(m.Problem, rota, m.Rules).Report.Findings) == 0 {
			return true, least
		}
	}
	m.Undo(0)
	m.Problem.Grain = grain
	return false, least && before.AsLittle(after)
}

// partNear is which part of the time is for what is near by, where that is not most of the rota.
const partNear = 3

// replanned is the report of the problem planned again: first near the holes, where few changes are soon found,
// then all of it, from there on. One search each, for a search begins with what it finds of bounds.
func replanned(ctx context.Context, m *editor.Editor, p *scheduler.Problem, holes []editor.Hole, o *Options, until time.Time) (best *scheduler.Report, err error) {
	search := func(p *scheduler.Problem, from *scheduler.Rota, part int) (*scheduler.Report, error) {
		so := solve.Options{Rules: o.Rules, Seed: 1, From: from, Omit: scheduler.Omit{Proofs: true}}
		if o.Checks > 0 {
			so.Steps, so.Threads = max(1, int64(o.Checks)*stepsOfCheck/int64(part)), 1
		} else if so.Time = time.Until(until) / time.Duration(part); so.Time <= 0 {
			return nil, nil
		}
		return solve.Search(ctx, p, so)
	}
	from := p.From
	if q, few := near(p, m, holes); few {
		if best, err = search(q, from, partNear); best == nil || err != nil {
			return nil, err
		}
		from = best.Rota
	}
	r, err := search(p, from, 1)
	if err != nil || r == nil {
		return best, err
	}
	if best == nil || !lessShort(best.Objective, r.Objective) {
		best = r
	}
	return best, nil
}

// daysNear are how many days before and after a hole are near it.
const daysNear = 2

// near is the problem with all duties held that are not near the holes. few says that these are most of
// those to come.
func near(p *scheduler.Problem, m *editor.Editor, holes []editor.Hole) (_ *scheduler.Problem, few bool) {
	const around = daysNear * 24 * 3600
	q, free, held := p.Clone(), 0, 0
	q.From = p.From
	number := map[string]int{}
	for i := range q.Workers {
		number[q.Workers[i].ID] = i
	}
	for i := range p.From.Shifts {
		s := &p.From.Shifts[i]
		k, known := number[s.Worker]
		if !known || s.Kind == scheduler.Shadow || isPinned(&q.Workers[k], s) {
			continue
		}
		span := reading.Span{From: s.Start.Unix() - around, To: s.End.Unix() + around}
		if slices.ContainsFunc(holes, func(h editor.Hole) bool { return h.Meets(span) }) {
			free++
			continue
		}
		held++
		q.Workers[k].Pinned = append(q.Workers[k].Pinned, scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End})
	}
	return q, held > free
}

// lessShort holds the levels of what is short against each other.
func lessShort(x, y []scheduler.Goal) bool {
	for l := range scheduler.Desirable + 1 {
		if d := x[l].Value - y[l].Value; d < -1e-6 || d > 1e-6 {
			return d < 0
		}
	}
	return false
}

// asLow says whether the levels of what is short are at their bounds.
func asLow(goals []scheduler.Goal) bool {
	return !slices.ContainsFunc(goals[:int(scheduler.Desirable)+1], func(g scheduler.Goal) bool { return g.Value-g.Bound >= 1e-6 })
}

// held is the problem for the engine, with nothing but what is short and what changes to count: whom
// nobody can call in time stays where the rota has them, and standby is not planned. chosen says that
// what the repair itself has chosen is held too.
func held(m *editor.Editor, rota *scheduler.Rota) (p *scheduler.Problem, chosen bool) {
	p = m.Problem.Clone()
	p.Objective, p.Pay, p.WorkPatterns, p.From = scheduler.Prices{Change: 1}, nil, nil, duties(rota)
	p.Contingency.Standby, p.Contingency.Relief, p.Contingency.Headroom = 0, 0, 0
	now, first := m.Instant(m.AsOf), m.Instant(m.Midnights[0])
	for i := range p.Workers {
		w := &p.Workers[i]
		w.Rate, w.SleepInRate, w.StandbyRate, w.GuaranteedHoursWeek, w.ShadowHours = 0, 0, 0, 0, 0
		w.Pinned = slices.DeleteFunc(w.Pinned, func(pin scheduler.Pin) bool { // it is entered as worked, up to now
			return pin.Need == "" && pin.Start.Before(now)
		})
		free := m.Instant(m.FreeFrom(&m.Workers[m.WorkerOf[w.ID]]))
		var busy []reading.Span
		for k := range rota.Shifts {
			s := &rota.Shifts[k]
			switch {
			case s.Worker != w.ID:
			case s.Kind == scheduler.Standby && s.Start.Before(now):
				end := s.End
				if end.After(now) {
					end = now
				}
				w.Worked = append(w.Worked, scheduler.Worked{Start: s.Start, End: end, Kind: s.Kind})
			case s.Kind == scheduler.Standby || s.Start.Before(now):
				busy = append(busy, reading.Span{From: s.Start.Unix(), To: s.End.Unix()})
			case s.Start.Before(free):
				busy = append(busy, reading.Span{From: s.Start.Unix(), To: s.End.Unix()})
				if s.Kind != scheduler.Shadow && !isPinned(w, s) {
					w.Pinned, chosen = append(w.Pinned, scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End}), true
				}
			}
		}
		for _, x := range reading.Without([]reading.Span{{From: first.Unix(), To: free.Unix()}}, reading.Union(busy)) {
			w.Unavailable = append(w.Unavailable, scheduler.Absence{Start: m.Instant(x.From), End: m.Instant(x.To), Why: "cannot be there before"})
		}
	}
	fillBefore(p, m)
	return p, chosen
}

// fillBefore has somebody who is not there stand in every gap of before, so that only what the events
// have opened is looked at.
func fillBefore(p *scheduler.Problem, m *editor.Editor) {
	const longest = 12 * 3600 // of a shift that is always legal
	for _, g := range m.GapsBefore() {
		n := &p.Needs[g.Need]
		for range g.Short {
			for from := g.From; from < g.To; from += longest {
				skills := slices.Clone(n.Skills)
				for _, a := range n.Among {
					if !slices.Contains(skills, a.Skill) {
						skills = append(skills, a.Skill)
					}
				}
				w := scheduler.NewWorker(fmt.Sprintf("nobody-%d", len(p.Workers)), "", skills...)
				w.Pinned = []scheduler.Pin{{Need: n.ID, Start: m.Instant(from), End: m.Instant(min(g.To, from+longest)), Part: true}}
				w.Unavailable = apart(w.Pinned[0])
				if len(n.Only) > 0 {
					n.Only = append(n.Only, w.ID)
				}
				p.Workers = append(p.Workers, w)
			}
		}
	}
}

// apart is all time but that of a pin.
func apart(pin scheduler.Pin) []scheduler.Absence {
	far := 500 * 24 * time.Hour
	return []scheduler.Absence{{Start: pin.Start.Add(-far), End: pin.Start}, {Start: pin.End, End: pin.End.Add(far)}}
}

// duties is a rota without standby.
func duties(r *scheduler.Rota) *scheduler.Rota {
	return &scheduler.Rota{AsWorked: r.AsWorked, Shifts: slices.DeleteFunc(slices.Clone(r.Shifts), func(s scheduler.Shift) bool { return s.Kind == scheduler.Standby })}
}

// isPinned says whether a worker has a shift pinned as it stands.
func isPinned(w *scheduler.Worker, s *scheduler.Shift) bool {
	for _, pin := range w.Pinned {
		if pin.Need == s.Need && pin.Start.Equal(s.Start) && pin.End.Equal(s.End) {
			return true
		}
	}
	return false
}
