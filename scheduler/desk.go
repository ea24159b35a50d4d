package scheduler

import (
	"slices"
	"time"
)

// Desk is an on-call desk beside a rota: told of one absence after another, it
// calls down the ladder for every shift that is lost, as soon as it knows, and keeps what
// it has arranged until Reset. It gives nobody's other duty away, which Repair would: it is
// what can be done by telephone. A Desk is not for several goroutines at once.
type Desk struct {
	// FreeLead is how long it takes at least to find and fetch a worker who is not on
	// standby, beyond which the provider's Notice and the worker's times still hold.
	FreeLead time.Duration
	// Answers says whether a worker who is not on standby takes a shift that is
	// offered; nil: everybody does.
	Answers func(worker, need string, start time.Time) bool

	m      *mend
	kept   map[int]auditAway
	banned map[[2]int]bool // provider and client who have parted
}

// auditAway is when a worker was away and free before the desk was told.
type auditAway struct{ away, free []auditSpan }

// DeskAbsence is work that a worker cannot do from Start to End, known at
// Reported. Client narrows it to the shifts with one client, of which the
// whole provider of the worker takes no more.
type DeskAbsence struct {
	Worker, Client       string
	Start, End, Reported time.Time
}

// DeskResult is what became of the shifts that were lost.
type DeskResult struct {
	Lost      int       // shifts on duty
	Uncovered []DeskGap // in order of time within each shift
	Taken     []DeskTaken
}

// DeskGap is a time that nobody could take.
type DeskGap struct {
	Need, Client string
	Start, End   time.Time
}

// DeskTaken is a shift, or a part of one, that somebody took.
type DeskTaken struct {
	Worker, Need string
	Start, End   time.Time
	Standby      bool
}

// NewDesk opens a desk beside a rota, which must be legal (ErrBrokenRota).
func NewDesk(p *Problem, r *Rota) (*Desk, error) {
	was := judged(p, r)
	if len(was.report.Findings) > 0 {
		return nil, ErrBrokenRota
	}
	d := &Desk{kept: map[int]auditAway{}, banned: map[[2]int]bool{}}
	start := StartInstant(p.Zone, p.Start, 0).Add(-longBefore)
	d.m = newMend(was, nil, start, start)
	d.m.declines = d.declines
	d.m.fetch = func() int64 { return int64(d.FreeLead.Seconds()) }
	return d, nil
}

// Reset takes back all that the desk was told and has arranged.
func (d *Desk) Reset() {
	d.m.undo(0)
	for w, was := range d.kept {
		d.m.workers[w].away, d.m.workers[w].free = was.away, was.free
	}
	clear(d.kept)
	clear(d.banned)
	d.m.dirty = d.m.dirty[:0]
}

// declines says whether a worker does not take a time that is offered.
func (d *Desk) declines(v *move) bool {
	w, n := &d.m.workers[v.worker], &d.m.needs[v.hole.need]
	if n.client >= 0 && d.banned[[2]int{w.provider, n.client}] {
		return true
	}
	return v.rank > 0 && d.Answers != nil && d.m.thereFor(w, &v.hole) == nil && !d.Answers(w.ID, n.ID, d.m.instant(v.hole.from))
}

// Absent enters an absence and calls for what it leaves open. A worker or
// client that the problem does not have changes nothing.
func (d *Desk) Absent(e DeskAbsence) (out DeskResult) {
	m := d.m
	w, client := auditFind(m.workerOf, e.Worker), auditFind(m.clientOf, e.Client)
	if w < 0 || client < 0 && e.Client != "" {
		return out
	}
	m.dirty = m.dirty[:0]
	away := auditSpan{nextTick(e.Start).Unix(), e.End.Unix()}
	m.called = e.Reported.Unix()
	m.asOf = max(m.called, m.midnights[0])
	if client < 0 {
		d.takeAway(w, away)
	} else {
		d.banned[[2]int{m.workers[w].provider, client}] = true
	}
	m.asOf = min(m.asOf, away.from)
	for _, i := range slices.Clone(m.shiftsOf(w)) {
		s := m.shifts[i]
		if !s.meets(away) || client >= 0 && (s.need < 0 || m.needs[s.need].client != client) {
			continue
		}
		m.take(i)
		if s.from < away.from {
			s.to, s.part = away.from, s.kind != Standby
			m.enter(s)
		}
		if s.kind != Standby && s.counts {
			out.Lost++
			d.call(&out, place{s.need, s.occ})
		}
	}
	return out
}

// takeAway makes a worker unavailable.
func (d *Desk) takeAway(worker int, s auditSpan) {
	w := &d.m.workers[worker]
	if _, told := d.kept[worker]; !told {
		d.kept[worker] = auditAway{w.away, w.free}
	}
	w.away = auditUnion(append(slices.Clone(w.away), s))
	w.free = auditWithout(w.offered, w.away)
}

// mostFirst is how many first calls a desk weighs for one shift where the best
// of the ladder leaves something open.
const mostFirst = 8

// call calls down the ladder for what is open in an occurrence. Where something
// stays open, another first call may leave less.
func (d *Desk) call(out *DeskResult, p place) {
	m := d.m
	k := len(m.journal)
	best, least, first := DeskResult{}, int64(-1), 0
	for i := 0; i < mostFirst && least != 0; i++ {
		m.undo(k)
		r, open, more := d.callFrom(p, i)
		if least < 0 || open < least {
			best, least, first = r, open, i
		}
		if !more {
			break
		}
	}
	if m.undo(k); least >= 0 {
		best, _, _ = d.callFrom(p, first)
	}
	out.Uncovered, out.Taken = append(out.Uncovered, best.Uncovered...), append(out.Taken, best.Taken...)
}

// callFrom calls for what is open in an occurrence, beginning with the i-th of
// the ladder; it gives the seconds that stay open and whether there are more to begin
// with.
func (d *Desk) callFrom(p place, i int) (out DeskResult, open int64, more bool) {
	m := d.m
	var given []auditSpan
	for begun := false; ; begun = true {
		h, ok := openIn(m, p, given)
		if !ok {
			return out, open, more
		}
		n := &m.needs[p.need]
		moves := m.moves(&h, 1)
		if !begun {
			more = i+1 < len(moves)
			moves = moves[min(i, len(moves)):]
		}
		if len(moves) == 0 || moves[0].span.overlap(h.auditSpan) == 0 {
			given = auditUnion(append(given, h.auditSpan))
			open += h.len()
			out.Uncovered = append(out.Uncovered, DeskGap{n.ID, n.Client, m.instant(h.from), m.instant(h.to)})
			continue
		}
		v := &moves[0]
		m.play(v)
		out.Taken = append(out.Taken, DeskTaken{m.workers[v.worker].ID, n.ID, m.instant(v.span.from), m.instant(v.span.to), v.rank == 0})
	}
}

// openIn is the first hole of an occurrence beside the times given up.
func openIn(m *mend, p place, given []auditSpan) (hole, bool) {
	for _, x := range m.holesIn(p) {
		for _, left := range auditWithout([]auditSpan{x.auditSpan}, given) {
			return hole{left, p, x.among}, true
		}
	}
	return hole{}, false
}
