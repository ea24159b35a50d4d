package editor

import (
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// swapAll makes the swaps among events; the shifts that people have agreed on are pinned.
func (m *Editor) swapAll(events []scheduler.Event) {
	for i := range events {
		if e := &events[i]; e.Kind == scheduler.EventSwap {
			m.swap(fmt.Sprintf("event[%d]", i), e)
		}
	}
}

// swap gives each of two people the other's shift, or the one's to the other. Where they then have more than
// they may, they give up another of their own.
func (m *Editor) swap(path string, e *scheduler.Event) {
	k := len(m.Journal)
	one := m.shiftToSwap(path+".start", e.Worker, e.Start)
	two := -1
	if !e.WithStart.IsZero() {
		two = m.shiftToSwap(path+".with_start", e.With, e.WithStart)
	}
	if one < 0 || two < 0 && !e.WithStart.IsZero() {
		return
	}
	given := []int{one}
	takers := []int{m.WorkerOf[e.With]}
	m.Take(one)
	if two >= 0 {
		given, takers = append(given, two), append(takers, m.WorkerOf[e.Worker])
		m.Take(two)
	}
	var mine []int // what they agreed on
	for j, i := range given {
		if at := m.handOver(m.Shifts[i], takers[j]); at >= 0 {
			mine = append(mine, at)
			continue
		}
		m.Undo(k)
		m.refuse(path+".with", "swap other shifts, or correct the times", "%s cannot take the shift of %s: %s", m.Workers[takers[j]].Title(),
			m.SaySpan(m.Shifts[i].Span), m.whyNot(given, takers))
		return
	}
	for _, i := range mine {
		s := &m.Shifts[i]
		m.fresh[i] = false
		pin := reading.Pin{Worker: s.At.Worker, Need: s.At.Need, Start: s.From * 1e9, End: s.To * 1e9}
		m.pins[pin] = s.Part
		m.Agreed = append(m.Agreed, pin)
	}
}

func (m *Editor) refuse(path, remedy, says string, args ...any) {
	m.Refused = append(m.Refused, scheduler.Fault{Path: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// shiftToSwap is the shift of a worker at a time, which can still be given away; -1, with a fault, for none.
func (m *Editor) shiftToSwap(path, worker string, start time.Time) int {
	w := &m.Workers[m.WorkerOf[worker]]
	at := start.Unix()
	for _, i := range m.ShiftsOf(w.Index) {
		s := &m.Shifts[i]
		switch {
		case at < s.From || s.To <= at:
		case s.History:
			m.refuse(path, "name a shift to come; who goes home is absent", "the shift of %s, %s, has begun", w.Title(), m.SaySpan(s.Span))
			return -1
		case m.holdsTrainee(i):
			m.refuse(path, "take the pin out first", "a pinned shift of a trainee is beside the shift of %s, %s", w.Title(), m.SaySpan(s.Span))
			return -1
		default:
			return i
		}
	}
	m.refuse(path, "give a time in the shift", "%s has no shift at %s", w.Title(), m.SayTime(at))
	return -1
}

// handOver enters a shift for another worker; it gives its number, -1 where that worker cannot have it.
func (m *Editor) handOver(s reading.Shift, worker int) int {
	w := &m.Workers[worker]
	if s.Kind == scheduler.Standby {
		if !m.legalAlone(w, -1, s.Kind, s.Span) || slices.ContainsFunc(w.Line, func(it reading.Item) bool { return it.Meets(s.Span) }) {
			return -1
		}
		i := m.Enter(reading.Shift{Span: s.Span, Worker: worker, Need: -1, Occ: -1, Kind: s.Kind})
		if m.fits(w) {
			return i
		}
		return -1
	}
	h := Hole{Span: s.Span, Place: Place{Need: s.Need, Occ: s.Occ}}
	on, stands, _ := m.Busy(w, h.Span)
	v := Move{Worker: worker, Hole: h, Stands: stands}
	if len(on) > 0 || !m.Complete(&v, h.Span, s.Part) {
		others := swaps(m, v, h.Span, on, mostForOne)
		if len(others) == 0 {
			return -1
		}
		v = others[0]
	}
	m.Play(&v)
	return len(m.Shifts) - 1
}

// fits says whether a worker's line is legal, and the provider under its ceiling.
func (m *Editor) fits(w *reading.Worker) bool {
	return reading.LegalLine(m.Reading, w, w.Line) && !m.overCeiling(w)
}

// whyNot is the first rule that shifts break where others have them.
func (m *Editor) whyNot(given, takers []int) string {
	r := m.Rota()
	for j, i := range given {
		s := &m.Shifts[i]
		k := slices.IndexFunc(r.Shifts, func(x scheduler.Shift) bool {
			return x.Worker == s.At.Worker && x.Need == s.At.Need && x.Start.Unix() == s.From && x.End.Unix() == s.To
		})
		if k >= 0 {
			r.Shifts[k].Worker = m.Workers[takers[j]].ID
		}
	}
	slices.SortFunc(r.Shifts, reading.CompareShifts)
	p := *m.Problem
	p.Workers = slices.Clone(p.Workers)
	for i := range p.Workers {
		p.Workers[i].Pinned = nil
	}
	if found := reading.JudgedUnder(&p, r, m.Rules).Report.Findings; len(found) > 0 {
		return found[0].Says
	}
	return "other shifts are in the way that cannot be given up"
}
