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

// anew plans again, with an engine, all that has not happened yet, beginning with the rota as it is
// mended so far: chains of any length, such as two who take one worker's Thursday and Friday so that
// she can take Sunday. Each hour of shift that changes has a price. It says whether less is short
// then; the editor has that rota, else the one it had. least says that the engine has proved that no
// rota leaves less short.
func anew(ctx context.Context, s *editor.Search, o *Options, until time.Time) (better, least bool) {
	m := s.Editor
	s.Replay()
	rota, before := m.Rota(), m.Short(m.Holes(nil))
	grain := m.Problem.Grain
	m.Pin(rota)
	p, chosen := held(m, rota)
	m.Problem.Grain = grain
	r, err := replanned(ctx, p, o, until)
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

// attempts are so many short searches, each with chance of its own, of which the best is made to change
// less: one that is stuck is soon left, and the last has half of the time.
const attempts = 4

// replanned is the report of the problem planned again: first for what is short, then, from the best
// rota on, for fewer changes.
func replanned(ctx context.Context, p *scheduler.Problem, o *Options, until time.Time) (best *scheduler.Report, err error) {
	from := p.From
	for k := range attempts + 1 {
		last := k == attempts || best != nil && asLow(best.Objective)
		so := solve.Options{Rules: o.Rules, Seed: uint64(k) + 1, From: from, Omit: scheduler.Omit{Proofs: true}}
		part := attempts + attempts - k // of what is left
		if last {
			part = 1
		}
		if o.Checks > 0 {
			so.Steps, so.Threads = max(1, int64(o.Checks)*stepsOfCheck/int64(part)), 1
		} else if so.Time = time.Until(until) / time.Duration(part); so.Time <= 0 {
			return best, nil
		}
		r, err := searched(ctx, p, so, !last)
		if err != nil {
			return best, err
		}
		if best == nil || lessShort(r.Objective, best.Objective) || last && !lessShort(best.Objective, r.Objective) {
			best, from = r, r.Rota
		}
		if last {
			break
		}
	}
	return best, nil
}

// searched is one search, until nothing less can be short where that is all that is asked.
func searched(ctx context.Context, p *scheduler.Problem, so solve.Options, short bool) (*scheduler.Report, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if short {
		so.Progress = func(now solve.Progress) {
			if asLow(now.Objective) {
				stop()
			}
		}
	}
	return solve.Search(ctx, p, so)
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
