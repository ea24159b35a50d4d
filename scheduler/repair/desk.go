package repair

import (
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Desk is an on-call desk beside a rota: told of one absence after another, it
// calls down the ladder for every shift that is lost, as soon as it knows, and keeps what
// it has arranged until Reset. It gives nobody's other duty away, which Rota would: it is
// what can be done by telephone. A Desk is not for several goroutines at once.
type Desk struct {
	// FreeLead is how long it takes at least to find and fetch a worker who is not on
	// standby, beyond which the provider's Notice and the worker's times still hold.
	FreeLead time.Duration
	// Answers says whether a worker who is not on standby takes a shift that is
	// offered; nil: everybody does.
	Answers func(worker, need string, start time.Time) bool

	m      *editor.Editor
	kept   map[int]freeTimes
	banned map[[2]int]bool // provider and client who have parted
}

// freeTimes are when a worker was away and free before the desk was told.
type freeTimes struct{ away, free []reading.Span }

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
	Err       error // of a rule of the caller's own, such as a *solver.PanicError
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

// NewDesk opens a desk beside a rota, which must be legal (ErrBrokenRota). Rules of the caller's own
// hold where the rules are given.
func NewDesk(p *scheduler.Problem, r *scheduler.Rota, rules ...constraints.Rule) (_ *Desk, err error) {
	defer solver.Recover(&err)
	if p == nil {
		p = &scheduler.Problem{}
	}
	was := reading.JudgedUnder(p, r, own.Of(rules))
	if err := brokenRota(was.Report.Findings); err != nil {
		return nil, err
	}
	d := &Desk{kept: map[int]freeTimes{}, banned: map[[2]int]bool{}}
	start := was.Instant(was.Origin).Add(-editor.LongBefore)
	d.m = editor.New(was, nil, start, start)
	d.m.Declines = d.declines
	d.m.Fetch = func() int64 { return int64(d.FreeLead.Seconds()) }
	return d, nil
}

// Reset takes back all that the desk was told and has arranged.
func (d *Desk) Reset() {
	d.m.Undo(0)
	for w, was := range d.kept {
		d.m.Workers[w].Away, d.m.Workers[w].Free = was.away, was.free
	}
	clear(d.kept)
	clear(d.banned)
	d.m.Dirty = d.m.Dirty[:0]
}

// declines says whether a worker does not take a time that is offered.
func (d *Desk) declines(v *editor.Move) bool {
	w, n := &d.m.Workers[v.Worker], &d.m.Needs[v.Hole.Need]
	if n.ClientIndex >= 0 && d.banned[[2]int{w.ProviderIndex, n.ClientIndex}] {
		return true
	}
	return v.Rank > 0 && d.Answers != nil && d.m.ThereFor(w, &v.Hole) == nil && !d.Answers(w.ID, n.ID, d.m.Instant(v.Hole.From))
}

// Absent enters an absence and calls for what it leaves open. A worker or
// client that the problem does not have changes nothing.
func (d *Desk) Absent(e DeskAbsence) (out DeskResult) {
	defer solver.Recover(&out.Err)
	m := d.m
	w, client := reading.IndexOf(m.WorkerOf, e.Worker), reading.IndexOf(m.ClientOf, e.Client)
	if w < 0 || client < 0 && e.Client != "" {
		return out
	}
	m.Dirty = m.Dirty[:0]
	away := reading.Span{From: editor.NextTick(e.Start).Unix(), To: e.End.Unix()}
	m.Called = e.Reported.Unix()
	m.AsOf = max(m.Called, m.Midnights[0])
	if client < 0 {
		d.takeAway(w, away)
	} else {
		d.banned[[2]int{m.Workers[w].ProviderIndex, client}] = true
	}
	m.AsOf = min(m.AsOf, away.From)
	for _, i := range slices.Clone(m.ShiftsOf(w)) {
		s := m.Shifts[i]
		if !s.Meets(away) || client >= 0 && (s.Need < 0 || m.Needs[s.Need].ClientIndex != client) {
			continue
		}
		m.Take(i)
		if s.From < away.From {
			s.To, s.Part = away.From, s.Kind != scheduler.Standby
			m.Enter(s)
		}
		if s.Kind != scheduler.Standby && s.Counts {
			out.Lost++
			d.call(&out, editor.Place{Need: s.Need, Occ: s.Occ})
		}
	}
	return out
}

// takeAway makes a worker unavailable.
func (d *Desk) takeAway(worker int, s reading.Span) {
	w := &d.m.Workers[worker]
	if _, told := d.kept[worker]; !told {
		d.kept[worker] = freeTimes{w.Away, w.Free}
	}
	w.Away = reading.Union(append(slices.Clone(w.Away), s))
	w.Free = reading.Without(w.Offered, w.Away)
}

// mostFirst is how many first calls a desk weighs for one shift where the best
// of the ladder leaves something open.
const mostFirst = 8

// call calls down the ladder for what is open in an occurrence. Where something
// stays open, another first call may leave less.
func (d *Desk) call(out *DeskResult, p editor.Place) {
	m := d.m
	k := len(m.Journal)
	best, least, first := DeskResult{}, int64(-1), 0
	for i := 0; i < mostFirst && least != 0; i++ {
		m.Undo(k)
		r, open, more := d.callFrom(p, i)
		if least < 0 || open < least {
			best, least, first = r, open, i
		}
		if !more {
			break
		}
	}
	if m.Undo(k); least >= 0 {
		best, _, _ = d.callFrom(p, first)
	}
	out.Uncovered, out.Taken = append(out.Uncovered, best.Uncovered...), append(out.Taken, best.Taken...)
}

// callFrom calls for what is open in an occurrence, beginning with the i-th of
// the ladder; it gives the seconds that stay open and whether there are more to begin
// with.
func (d *Desk) callFrom(p editor.Place, i int) (out DeskResult, open int64, more bool) {
	m := d.m
	var given []reading.Span
	for begun := false; ; begun = true {
		h, ok := openIn(m, p, given)
		if !ok {
			return out, open, more
		}
		n := &m.Needs[p.Need]
		moves := m.Moves(&h, 1)
		if !begun {
			more = i+1 < len(moves)
			moves = moves[min(i, len(moves)):]
		}
		if len(moves) == 0 || moves[0].Span.Overlap(h.Span) == 0 {
			given = reading.Union(append(given, h.Span))
			open += h.Len()
			out.Uncovered = append(out.Uncovered, DeskGap{n.ID, n.Client, m.Instant(h.From), m.Instant(h.To)})
			continue
		}
		v := &moves[0]
		m.Play(v)
		out.Taken = append(out.Taken, DeskTaken{m.Workers[v.Worker].ID, n.ID, m.Instant(v.Span.From), m.Instant(v.Span.To), v.Rank == 0})
	}
}

// openIn is the first hole of an occurrence beside the times given up.
func openIn(m *editor.Editor, p editor.Place, given []reading.Span) (editor.Hole, bool) {
	for _, x := range m.HolesIn(p) {
		for _, left := range reading.Without([]reading.Span{x.Span}, given) {
			return editor.Hole{Span: left, Place: p, Among: x.Among}, true
		}
	}
	return editor.Hole{}, false
}
