package scheduler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// RepairOptions say when the events became known and how hard to look.
type RepairOptions struct {
	// Reported is when the events became known; zero for AsOf. People are told and
	// called from the later of the two on.
	Reported time.Time
	// AsOf is now, to the next five minutes: what starts before it has happened and stays. Zero for Reported, or,
	// without that too, for the earliest start of an event.
	AsOf time.Time
	// Checks is how many shifts are tried on workers' lines at most; 5000 when 0.
	Checks int
	// Omit names parts of the report that are not wanted. Proofs, who could not be missed and
	// reasons but for what the events left short it never has.
	Omit Omit
}

// defaultRepairChecks is enough to prove a repair of a few shifts least.
const defaultRepairChecks = 5_000

// Repaired is a rota after something happened.
type Repaired struct {
	Problem *Problem  // with the events in it and the past pinned; the rota is legal in it
	Report  *Report   // of the new rota, with reasons for what the events left short
	AsOf    time.Time // what starts before it stayed
	Changes int       // shifts on duty of the new rota that the old one does not have
	Proved  bool      // no rota within reach (see Repair) leaves less short, nor as little with fewer changes
	Added   []Shift   // in the new rota, not in the old
	Removed []Shift   // in the old rota, not in the new
	Short   []Underlap
	// Degraded are times of Short in which somebody is there who does not count.
	Degraded []Degraded
	Calls    []Call // in the order in which to make them
	Tell     []Tell // who is to be told, soonest first
}

// Degraded is a time that is short in which a worker is with the client who
// holds the need's fallback skills, or who is kept on past the limits of a shift
// by the contingency's HoldOver. It is never counted as covered.
type Degraded struct {
	Need, Client, Worker string
	Start, End           time.Time
	Lacks                []string      // of the need's skills
	HeldOver             time.Duration // how much of it lies after the worker's shift
	AtWork               time.Duration // how long the worker is at work in one spell, HeldOver included
}

// Call is one rung of the ladder for a shift that somebody must take.
type Call struct {
	Need, Client string
	Start, End   time.Time // what is to be covered
	Worker       string
	Rung         string    // "standby", or the kind of the worker's provider
	By           time.Time // the latest time to call for a timely start; the time of the first call when that is past
	Arrives      time.Time // when called at once; no sooner than the start
	Late         bool      // cannot be there at the start
	Taken        bool      // the new rota has the worker in it
	GivesUp      []Shift   // what the worker would give up for it
}

// Tell says who is told of the changes, and by when.
type Tell struct {
	Who, Client string // Client is empty for a worker whose shifts change
	By          time.Time
}

// ErrBrokenRota is returned by Repair for a rota that breaks hard rules before
// anything has happened.
var ErrBrokenRota = errors.New("scheduler: the rota to be repaired breaks hard rules; Audit names them")

// repairOnly is Repair without what finish adds.
func repairOnly(ctx context.Context, p *Problem, r *Rota, events []Event, o RepairOptions) (*Repaired, error) {
	if faults := Faults(p, Checks{MemoryLimit: -1}); len(faults) > 0 {
		return nil, &ProblemError{faults}
	}
	if r == nil {
		r = &Rota{}
	}
	was := judged(p, r)
	before := was.report
	if len(before.Findings) > 0 {
		return nil, ErrBrokenRota
	}
	if faults := (Checks{}).OfEvents(p, o.Reported, o.AsOf, events); len(faults) > 0 {
		return nil, &EventError{faults}
	}
	o = o.resolved(events)
	m := newMend(was, events, o)
	m.search(ctx)
	out := &Repaired{Problem: m.p, AsOf: m.instant(m.asOf), Changes: m.best.changes, Proved: m.proved}
	m.replay()
	m.left = m.best.left
	rota := m.rota()
	m.pin(rota)
	after := audited(m.p, rota)
	out.Report = after.report
	out.Report.Engine = "repair"
	if len(out.Report.Findings) > 0 {
		return nil, &AuditError{"repair", out.Report.Findings, nil}
	}
	out.Added, out.Removed = m.differences(before.Rota, out.Report.Rota)
	m.reportShort(out, &why{audit: after})
	out.Degraded = m.degraded(out.Short)
	out.Calls = m.calls(out.Report.Rota)
	out.Tell = m.tell(out, o.Reported)
	return out, nil
}

// resolved fills in the times that were left out.
func (o RepairOptions) resolved(events []Event) RepairOptions {
	if o.AsOf.IsZero() {
		o.AsOf = o.Reported
	}
	if o.AsOf.IsZero() {
		for _, e := range events {
			if o.AsOf.IsZero() || !e.Start.IsZero() && e.Start.Before(o.AsOf) {
				o.AsOf = e.Start
			}
		}
	}
	if o.Reported.IsZero() {
		o.Reported = o.AsOf
	}
	o.AsOf = nextTick(o.AsOf)
	if o.Checks <= 0 {
		o.Checks = defaultRepairChecks
	}
	return o
}

// tick is the grid of what is agreed on the day, a part of every planning grid.
const tick = 5 * time.Minute

// nextTick is the first instant on the grid of the day that is not earlier.
func nextTick(t time.Time) time.Time { return t.Add(tick - 1).Truncate(tick) }

// differences are the shifts of the one rota that the other does not have, both
// ways; both are in order. A need that has taken another's place is that other.
func (m *mend) differences(old, now *Rota) (added, removed []Shift) {
	x, y := old.Shifts, now.Shifts
	for len(x) > 0 || len(y) > 0 {
		c := 1
		switch {
		case len(y) == 0:
			c = -1
		case len(x) > 0:
			c = cmp.Or(x[0].Start.Compare(y[0].Start), cmp.Compare(x[0].Worker, y[0].Worker))
		}
		switch {
		case c < 0:
			removed, x = append(removed, x[0]), x[1:]
		case c > 0:
			added, y = append(added, y[0]), y[1:]
		default:
			if s, t := &x[0], &y[0]; !s.End.Equal(t.End) || s.Kind != t.Kind || s.Need != cmp.Or(m.origin[t.Need], t.Need) {
				removed, added = append(removed, *s), append(added, *t)
			}
			x, y = x[1:], y[1:]
		}
	}
	return added, removed
}

// reportShort enters what the events left short, with reasons.
func (m *mend) reportShort(out *Repaired, y *why) {
	for i := range out.Report.Underlap {
		u := &out.Report.Underlap[i]
		left := false
		for _, h := range m.left {
			left = left || m.needs[h.need].ID == u.Need && h.meets(auditSpan{u.Start.Unix(), u.End.Unix()})
		}
		if !left {
			continue
		}
		u.Why = y.short(u)
		m.sayArrivals(u)
		out.Short = append(out.Short, *u)
	}
}

// sayArrivals adds to the reasons of those who could come, but not in time, when
// they could be there.
func (m *mend) sayArrivals(u *Underlap) {
	k := m.needOf[u.Need]
	h := hole{auditSpan: auditSpan{u.Start.Unix(), u.End.Unix()}, place: place{need: k}}
	for i := range u.Why {
		y := &u.Why[i]
		w := &m.workers[m.workerOf[y.Worker]]
		at := m.arrival(w, &h)
		if at <= h.from || !m.mayTake(w, &m.needs[k]) {
			continue
		}
		says := fmt.Sprintf("called at %s, there at %s", m.sayTime(m.called), m.sayTime(at))
		y.Reasons = append(y.Reasons, says)
		y.Causes = append(y.Causes, Cause{Rule: "arrival", From: m.instant(m.called), To: m.instant(at), Over: auditHoursOf(at - h.from), Says: says})
	}
}

// tell are the people around each client with a change, and the workers whose
// own shifts change, by when they are to know.
func (m *mend) tell(out *Repaired, reported time.Time) (all []Tell) {
	clients, workers := map[string]bool{}, map[string]bool{}
	for _, s := range slices.Concat(out.Added, out.Removed) {
		clients[s.Client], workers[s.Worker] = true, true
	}
	for _, u := range out.Short {
		clients[u.Client] = true
	}
	for i := range m.p.Clients {
		c := &m.p.Clients[i]
		for _, who := range c.Tell {
			if clients[c.ID] {
				all = append(all, Tell{who, c.ID, reported.Add(c.TellWithin).In(m.zone)})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Tell) int { return x.By.Compare(y.By) })
	for i := range m.p.Workers {
		if w := &m.p.Workers[i]; workers[w.ID] {
			all = append(all, Tell{w.ID, "", m.instant(m.called)})
		}
	}
	return all
}
