package editor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// happening enters events into a problem.
type happening struct {
	p         *scheduler.Problem
	calendar  reading.Calendar
	rota      *scheduler.Rota // before
	asOf, far time.Time
	origin    map[string]string         // by need made here: the need it was
	instead   map[string][]string       // by need and its date: the needs that have taken its place
	settled   map[string]bool           // workers whose shifts until they go are counted elsewhere too
	fewer     []string                  // needs made here that ask for fewer workers
	unskilled map[string]int64          // workers of whom a skill ends: from when on, the first
	missed    map[string][]reading.Span // by worker: times before now at which the worker was not there
}

// happened is the problem with the events, which is p's own clone.
func happened(p *scheduler.Problem, rota *scheduler.Rota, events []scheduler.Event, asOf time.Time) *happening {
	h := &happening{p: p.Clone(), calendar: reading.NewCalendar(p), rota: rota, asOf: asOf, far: scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days+reading.Margin), 0),
		origin: map[string]string{}, instead: map[string][]string{}, settled: map[string]bool{}, unskilled: map[string]int64{}, missed: map[string][]reading.Span{}}
	h.p.AsOf, h.p.Zone = asOf, h.calendar.Zone
	for i := range events {
		h.enter(&events[i])
	}
	return h
}

func (h *happening) enter(e *scheduler.Event) {
	switch e.Kind {
	case scheduler.EventAbsent, scheduler.EventSuspended, scheduler.EventLeaves:
		h.gone(h.worker(e.Worker), e)
	case scheduler.EventWithdraws:
		for i := range h.p.Workers {
			if h.p.Workers[i].Provider == e.Provider {
				h.gone(&h.p.Workers[i], e)
			}
		}
	case scheduler.EventFollows:
		for _, id := range e.Workers {
			h.follow(id, e)
		}
	case scheduler.EventRefuses:
		for i := range h.p.Clients {
			if c := &h.p.Clients[i]; c.ID == e.Client {
				c.Refuses = append(c.Refuses, cmp.Or(e.Worker, e.Provider))
			}
		}
	case scheduler.EventAway:
		for i := range len(h.p.Needs) {
			if n := &h.p.Needs[i]; n.Client == e.Client {
				n.Days.Except = append(n.Days.Except, h.days(n, e, true)...)
				h.cut(i, reading.Span{From: max(NextTick(e.Start).Unix(), h.asOf.Unix()), To: e.End.Truncate(tick).Unix()})
			}
		}
	case scheduler.EventNeed:
		h.need(e)
	case scheduler.EventNewNeed:
		h.newNeed(e)
	case scheduler.EventNewWorker:
		w := e.NewWorker.Clone()
		if a := h.notBefore(NextTick(h.later(e.Start))); a.Start.Before(a.End) {
			w.Unavailable = append(w.Unavailable, a)
		}
		h.p.Workers = append(h.p.Workers, w)
	case scheduler.EventSkillEnds:
		h.skillEnds(h.worker(e.Worker), e)
	}
}

func (h *happening) worker(id string) *scheduler.Worker {
	return &h.p.Workers[slices.IndexFunc(h.p.Workers, func(w scheduler.Worker) bool { return w.ID == id })]
}

// gone takes a worker away: who is absent from the start of the event on, whatever the rota says of the time
// until now, who goes for another reason from the later of the event and now on.
func (h *happening) gone(w *scheduler.Worker, e *scheduler.Event) {
	a := scheduler.Absence{Start: NextTick(e.Start), End: e.End, Why: cmp.Or(e.Why, h.causeOf(e))}
	if a.Start.Before(h.asOf) {
		if e.Kind == scheduler.EventAbsent {
			h.missed[w.ID] = reading.Union(append(h.missed[w.ID], reading.Span{From: a.Start.Unix(), To: min(a.End.Unix(), h.asOf.Unix())}))
		} else {
			a.Start = h.asOf
		}
	}
	if a.End = a.End.Add(time.Minute - 1).Truncate(time.Minute); e.End.IsZero() {
		a.End = h.far
	}
	if a.Start.Before(a.End) {
		w.Unavailable = append(w.Unavailable, a)
	}
}

// causeOf is why an event takes people away that does not say so itself.
func (h *happening) causeOf(e *scheduler.Event) string {
	switch e.Kind {
	case scheduler.EventSuspended:
		return "suspended"
	case scheduler.EventLeaves:
		return "has left"
	case scheduler.EventWithdraws:
		return reading.CalledProvider(h.p, e.Provider) + " withdrew"
	}
	return ""
}

// follow enters the worker again at the other provider, rested after the last
// shift at the old, with what was worked there. What is rostered there until then stands.
func (h *happening) follow(id string, e *scheduler.Event) {
	there := id + "-at-" + e.To
	if slices.ContainsFunc(h.p.Workers, func(w scheduler.Worker) bool { return w.ID == there }) {
		return // has gone over already
	}
	w := h.worker(id)
	n := w.Clone()
	h.gone(w, &scheduler.Event{Kind: e.Kind, Start: e.Start, Why: cmp.Or(e.Why, "follows to "+e.To)})
	n.ID, n.Provider, n.Pinned = there, e.To, nil
	n.Name = cmp.Or(w.Name, w.ID) + ", at " + e.To
	limits := &h.p.Caps
	if n.Caps != nil {
		limits = n.Caps
	}
	from := NextTick(h.later(e.Start))
	goes := NextTick(from)
	for _, s := range h.rota.Shifts {
		if s.Worker != id || !s.Start.Before(goes) {
			continue
		}
		k := scheduler.Worked{Start: s.Start, End: s.End, Kind: s.Kind}
		if goes.Before(k.End) {
			k.End = goes
		}
		n.Worked = append(n.Worked, k)
		if end := k.End.Add(limits.MinRest); from.Before(end) {
			from = end
		}
	}
	h.settled[id] = true
	n.Unavailable = append(n.Unavailable, h.notBefore(from))
	for i := range h.p.Clients {
		h.beside(&h.p.Clients[i].Known, id, n.ID)
		h.beside(&h.p.Clients[i].Refuses, id, n.ID)
	}
	for i := range h.p.Needs {
		h.beside(&h.p.Needs[i].Only, id, n.ID)
	}
	h.p.Workers = append(h.p.Workers, n)
}

// notBefore is the absence of who comes at some time.
func (h *happening) notBefore(at time.Time) scheduler.Absence {
	return scheduler.Absence{Start: scheduler.StartInstant(h.p.Zone, h.p.Start.Plus(-reading.Margin), 0), End: at, Why: "not there yet"}
}

// later is a time, or now where it is past.
func (h *happening) later(t time.Time) time.Time {
	if t.Before(h.asOf) {
		return h.asOf
	}
	return t
}

// newNeed adds a need, and perhaps its client: of it what lies in the event's time.
func (h *happening) newNeed(e *scheduler.Event) {
	if e.NewClient != nil {
		h.p.Clients = append(h.p.Clients, *e.NewClient)
	}
	k := len(h.p.Needs)
	h.p.Needs = append(h.p.Needs, *e.NewNeed)
	n := &h.p.Needs[k]
	n.Days.Except, n.Only = slices.Clone(n.Days.Except), slices.Clone(n.Only)
	from := NextTick(h.later(e.Start)).Unix()
	out := []reading.Span{{From: reading.Ever, To: from}}
	if !e.End.IsZero() {
		out = append(out, reading.Span{From: max(from, e.End.Truncate(tick).Unix()), To: reading.Never})
	}
	c := &h.calendar
	for d := c.First; d < c.First+c.Days; d++ {
		s := c.Window(d, n.From, n.To, false)
		if slices.ContainsFunc(out, func(o reading.Span) bool { return o.Contains(s) || n.Whole && o.From <= s.From && s.From < o.To }) {
			n.Days.Except = append(n.Days.Except, c.Dates[d].Date)
		}
	}
	for _, o := range out {
		h.cut(k, o)
	}
}

// skillEnds takes a skill from a worker on the days of the event.
func (h *happening) skillEnds(w *scheduler.Worker, e *scheduler.Event) {
	day := scheduler.DateOf(e.Start.In(h.p.Zone))
	var kept []scheduler.Skill
	for _, s := range w.Skills {
		if s.Name != e.Skill || !s.Until.IsZero() && s.Until.Before(day) {
			kept = append(kept, s)
			continue
		}
		if before := s; s.From.IsZero() || s.From.Before(day) {
			before.Until = day.Plus(-1)
			kept = append(kept, before)
		}
		if e.End.IsZero() {
			continue
		}
		again := s
		if back := scheduler.DateOf(e.End.In(h.p.Zone)); again.From.Before(back) {
			again.From = back
		}
		if again.Until.IsZero() || !again.Until.Before(again.From) {
			kept = append(kept, again)
		}
	}
	w.Skills = kept
	at := scheduler.StartInstant(h.p.Zone, day, 0).Unix()
	if first, known := h.unskilled[w.ID]; known {
		at = min(at, first)
	}
	h.unskilled[w.ID] = at
}

func (h *happening) beside(list *[]string, id, other string) {
	if slices.Contains(*list, id) {
		*list = append(*list, other)
	}
}

// days are the days of the rota on which the need has a window that starts, or lies
// wholly, in the event's time.
func (h *happening) days(n *scheduler.Need, e *scheduler.Event, wholly bool) (out []scheduler.Date) {
	c := &h.calendar
	for d := c.First; d < c.First+c.Days; d++ {
		s := c.Window(d, n.From, n.To, false)
		if !c.Holds(&n.Days, &c.Dates[d]) || s.From < max(e.Start.Unix(), h.asOf.Unix()) {
			continue
		}
		if e.End.IsZero() || s.From < e.End.Unix() && (!wholly || s.To <= e.End.Unix()) {
			out = append(out, c.Dates[d].Date)
		}
	}
	return out
}

// cut takes a time out of windows that lie in it in part, where
// several may share the need's time: needs of their own take the place of what is left.
func (h *happening) cut(k int, away reading.Span) {
	if h.p.Needs[k].Whole {
		return
	}
	made := map[[2]time.Duration]int{} // by times: the need
	c := &h.calendar
	for d := c.First; d < c.First+c.Days; d++ {
		old, date := &h.p.Needs[k], c.Dates[d].Date
		s := c.Window(d, old.From, old.To, false)
		if away.Len() <= 0 || !s.Meets(away) || !c.Holds(&old.Days, &c.Dates[d]) {
			continue
		}
		left := reading.Without([]reading.Span{s}, []reading.Span{away})
		if last := len(left) - 1; last >= 0 && c.DayOf(left[last].From) >= c.First+c.Days {
			left = left[:last] // no need begins after the rota
		}
		old.Days.Except = append(old.Days.Except, date)
		id := old.ID
		h.instead[id+" "+date.String()] = []string{}
		for _, piece := range left {
			on, from := h.clock(piece.From)
			_, to := h.clock(piece.To)
			at, there := made[[2]time.Duration{from, to}]
			if !there {
				at = h.piece(k, from, to)
				made[[2]time.Duration{from, to}] = at
			}
			n := &h.p.Needs[at]
			n.Days.Dates = append(n.Days.Dates, on)
			h.instead[id+" "+date.String()] = append(h.instead[id+" "+date.String()], n.ID)
		}
	}
}

// clock is the date and the time of day of an instant.
func (h *happening) clock(at int64) (scheduler.Date, time.Duration) {
	t := time.Unix(at, 0).In(h.calendar.Zone)
	return scheduler.DateOf(t), time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// piece makes a need like another with times of its own and no days yet.
func (h *happening) piece(k int, from, to time.Duration) int {
	old := h.p.Needs[k]
	n := old
	n.ID, n.From, n.To, n.Days = h.freshNeed(old.ID+"-changed"), from, to, scheduler.Pattern{}
	n.Skills, n.Fallback, n.Among, n.Only = slices.Clone(n.Skills), slices.Clone(n.Fallback), slices.Clone(n.Among), slices.Clone(n.Only)
	h.origin[n.ID] = cmp.Or(h.origin[old.ID], old.ID)
	h.p.Needs = append(h.p.Needs, n)
	for i := range h.p.WorkPatterns {
		h.beside(&h.p.WorkPatterns[i].Needs, old.ID, n.ID)
	}
	return len(h.p.Needs) - 1
}

// need changes a need on the days of the event: one more beside it where only
// more workers are wanted, else another in its place.
func (h *happening) need(e *scheduler.Event) {
	k := slices.IndexFunc(h.p.Needs, func(n scheduler.Need) bool { return n.ID == e.Need })
	old := &h.p.Needs[k]
	dates := h.days(old, e, false)
	if len(dates) == 0 {
		return
	}
	n := *old
	n.Days = scheduler.Pattern{Dates: dates}
	n.Skills, n.Fallback, n.Among, n.Only = slices.Clone(n.Skills), slices.Clone(n.Fallback), slices.Clone(n.Among), slices.Clone(n.Only)
	if e.Wanted != nil {
		n.Workers = *e.Wanted
	}
	if e.From != nil {
		n.From = *e.From
	}
	if e.Until != nil {
		n.To = *e.Until
	}
	if e.From == nil && e.Until == nil && n.Workers > old.Workers {
		n.Workers -= old.Workers
		n.Among = nil
		n.ID = h.freshNeed(old.ID + "-more")
		h.p.Needs = append(h.p.Needs, n)
		return
	}
	old.Days.Except = append(old.Days.Except, dates...)
	if n.Workers == 0 {
		return
	}
	n.ID = h.freshNeed(old.ID + "-changed")
	h.origin[n.ID] = cmp.Or(h.origin[old.ID], old.ID)
	for _, d := range dates {
		h.instead[old.ID+" "+d.String()] = []string{n.ID}
	}
	if n.Workers < old.Workers {
		h.fewer = append(h.fewer, n.ID)
	}
	n.Among = slices.DeleteFunc(n.Among, func(a scheduler.Among) bool { return a.Workers > n.Workers })
	h.p.Needs = append(h.p.Needs, n)
	for i := range h.p.WorkPatterns {
		h.beside(&h.p.WorkPatterns[i].Needs, e.Need, n.ID)
	}
}

func (h *happening) freshNeed(id string) string {
	taken := func(id string) bool {
		return slices.ContainsFunc(h.p.Needs, func(n scheduler.Need) bool { return n.ID == id })
	}
	for k := 2; taken(id); k++ {
		id = fmt.Sprintf("%s-%d", strings.TrimRight(id, "-0123456789"), k)
	}
	return id
}

// needsOn are the needs that a shift of a need may serve now: the need itself and those
// that have taken its place on the days about it.
func (h *happening) needsOn(s *scheduler.Shift) (out []string) {
	if len(h.instead) == 0 || s.Need == "" {
		return []string{s.Need}
	}
	last := scheduler.DateOf(s.End.In(h.p.Zone))
	for d := scheduler.DateOf(s.Start.In(h.p.Zone)).Plus(-1); !last.Before(d); d = d.Plus(1) {
		for _, id := range h.needsOf(s.Need, d) {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// needsOf are the needs in the place of a window of a need that starts on a day.
func (h *happening) needsOf(need string, day scheduler.Date) (out []string) {
	next, changed := h.instead[need+" "+day.String()]
	if !changed {
		return []string{need}
	}
	for _, id := range next {
		out = append(append(out, h.needsOf(id, day)...), h.needsOf(id, day.Plus(1))...)
	}
	return out
}
