package editor

import (
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Complete fills in what a move needs for the time to be taken, and says
// whether every hard rule is then kept. Where it may, it is a part of a shift
// when it is no shift by itself.
func (m *Editor) Complete(v *Move, s reading.Span, mayPart bool) bool {
	for _, v.spent = range []bool{false, true} {
		if completeWith(m, v, s, mayPart) {
			return true
		}
		if len(v.Stands) == 0 {
			break
		}
	}
	return false
}

func completeWith(m *Editor, v *Move, s reading.Span, mayPart bool) bool {
	m.checks++
	w := &m.Workers[v.Worker]
	if !gather(m, v, s) || !hoursWith(m, v, s).allow(w, &reading.Item{}) {
		return false
	}
	if !mayTakeAt(m, v, s, v.Span) {
		return false
	}
	out := muted(m, w)
	if !fits(m, out, v, mayPart) {
		return false
	}
	line := lineAfter(m, v)
	if !reading.SpellsHold(m.Reading, w, line, v.Span) {
		return false
	}
	reading.JudgeLine(m.Reading, out, w, line)
	return out.N == 0 && roomTogether(m, v)
}

// mayTakeAt says whether nothing keeps the worker of a move off a time that becomes
// part of a shift, all other work left aside.
func mayTakeAt(m *Editor, v *Move, s, shift reading.Span) bool {
	w, n := &m.Workers[v.Worker], &m.Needs[v.Hole.Need]
	for _, k := range v.Hole.Among {
		if !w.Holds(n.Among[k].Skill, shift) {
			return false
		}
	}
	out := muted(m, w)
	m.MayBeAt(out, w, s, n.ID)
	m.MayStart(out, w, shift, n.ID)
	m.MayServe(out, w, n, shift)
	return out.N == 0
}

// muted counts what is broken by a worker and says nothing of it.
func muted(m *Editor, w *reading.Worker) *reading.Breaches {
	m.mute = reading.Breaches{A: m.Reading, Worker: w.ID, Quiet: true}
	return &m.mute
}

// gather finds the worker's own shifts that a time becomes one with, and the standby that it
// uses. It says no to a worker who is on duty then.
func gather(m *Editor, v *Move, s reading.Span) bool {
	w := &m.Workers[v.Worker]
	v.Span, v.joined, v.Stands = s, nil, nil
	for k, i := range m.having[v.Worker] {
		it := &w.Line[k]
		switch {
		case i < 0 || slices.Contains(v.Drops, i):
		case it.Kind == scheduler.Standby && it.Meets(s):
			v.Stands = append(v.Stands, i)
		case it.Meets(s):
			return false
		case it.Need == v.Hole.Need && it.Occurrence == v.Hole.Occ && (it.To == s.From || it.From == s.To) && m.Shifts[i].Counts && (!it.History || it.To >= m.AsOf) && !m.Pinned(i):
			v.Span = reading.Span{From: min(v.Span.From, it.From), To: max(v.Span.To, it.To)}
			v.joined = append(v.joined, i)
		}
	}
	return true
}

// hoursOver are the counted seconds of a worker in the weeks in which a time begins and
// ends and in the rota, with that time taken and without the standby it would use.
type hoursOver struct {
	first, last            reading.Span
	inFirst, inLast, inAll float64
	uncounted              bool // the time itself counts for nothing
}

func hoursWith(m *Editor, v *Move, s reading.Span) hoursOver {
	w := &m.Workers[v.Worker]
	kind := m.Needs[v.Hole.Need].Kind
	h := hoursOver{first: m.Week(m.DayOf(s.From) / 7), last: m.Week(m.DayOf(s.To-1) / 7), uncounted: w.Share(kind) <= 0}
	h.add(w, &reading.Item{Span: s, Kind: kind}, 1)
	for k, i := range m.having[v.Worker] {
		it := &w.Line[k]
		if i < 0 || !slices.Contains(v.Drops, i) && !(it.Kind == scheduler.Standby && it.Meets(s)) {
			h.add(w, it, 1)
		}
	}
	return h
}

func (h *hoursOver) add(w *reading.Worker, it *reading.Item, sign float64) {
	x := sign * w.Share(it.Kind)
	h.inFirst += x * float64(it.Overlap(h.first))
	h.inLast += x * float64(it.Overlap(h.last))
	if !it.Past {
		h.inAll += x * float64(it.Len())
	}
}

// allow says whether the hours may be within the worker's limits once an item is given
// up: when it says no, they are not.
func (h hoursOver) allow(w *reading.Worker, given *reading.Item) bool {
	if h.uncounted {
		return true
	}
	h.add(w, given, -1)
	if most := w.Limits.MaxHoursWeek; most != nil && max(h.inFirst, h.inLast) > most.Seconds()+reading.Slack {
		return false
	}
	most := w.Limits.MaxHoursRota
	return most == nil || h.inAll <= most.Seconds()+reading.Slack
}

// lineAfter is the worker's line with a move made; it is good until the next.
func lineAfter(m *Editor, v *Move) []reading.Item {
	w := &m.Workers[v.Worker]
	line := m.room[:0]
	for k, i := range m.having[v.Worker] {
		if i < 0 || !slices.Contains(v.Drops, i) && !slices.Contains(v.joined, i) && !slices.Contains(v.Stands, i) {
			line = append(line, w.Line[k])
		}
	}
	for _, i := range v.Stands {
		for _, left := range leftOf(m, &m.Shifts[i], v) {
			it := m.ItemOf(&m.Shifts[i])
			it.Span, it.History = left, left.From < m.AsOf
			line, _ = insert(line, it)
		}
	}
	taken := reading.Shift{Span: v.Span, Worker: w.Index, Need: v.Hole.Need, Occ: v.Hole.Occ, Kind: m.Needs[v.Hole.Need].Kind}
	line, _ = insert(line, m.ItemOf(&taken))
	m.room = line
	return line
}

// fits says whether the span is a shift, or a part of one where it may be.
func fits(m *Editor, out *reading.Breaches, v *Move, mayPart bool) bool {
	w, n := &m.Workers[v.Worker], &m.Needs[v.Hole.Need]
	s := reading.Shift{Span: v.Span, Worker: w.Index, Need: n.Index, Occ: v.Hole.Occ, Kind: n.Kind}
	v.part = false
	reading.FitsOccurrence(m.Reading, out, w, n, &s)
	reading.FitsLength(m.Reading, out, w, n, s.Occ, s.Span, false)
	if out.N == 0 || !mayPart {
		return out.N == 0
	}
	out.N, v.part, s.Part = 0, true, true
	reading.FitsOccurrence(m.Reading, out, w, n, &s)
	reading.FitsLength(m.Reading, out, w, n, s.Occ, s.Span, true)
	return out.N == 0
}

// roomTogether says whether the worker's provider stays under its ceiling, the budgets are kept, and
// what own rules say of several workers.
func roomTogether(m *Editor, v *Move) bool {
	w := &m.Workers[v.Worker]
	shared := m.Own != nil && m.Own.Shared()
	if w.Ceiling() == nil && !shared && m.purse == nil {
		return true
	}
	k := len(m.Journal)
	m.Play(v)
	ok := !shared || len(m.Own.Together(m.LineOf)) == 0
	ok = ok && !m.overCeiling(w) && !m.purse.overspent(w)
	m.Undo(k)
	return ok
}
