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

	m       *editor.Editor
	kept    map[int]freeTimes
	banned  map[[2]int]bool // provider and client who have parted
	tariffs [4]reading.Tariff
}

// freeTimes are when a worker was away and free before the desk was told.
type freeTimes struct{ away, free []reading.Span }

// DeskAbsence is work that a worker cannot do from Start to End, known at
// Reported. Client narrows it to the shifts with one client, of which the
// whole provider of the worker takes no more. Where the worker Comes at End, what is left of a shift is
// theirs again.
type DeskAbsence struct {
	Worker, Client       string
	Start, End, Reported time.Time
	Comes                bool
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
	Money        float64 // what it costs beside the rota: the pay, less that of the standby it takes the place of
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
	d.m.Fetch = func() int64 { return int64(d.FreeLead.Seconds()) }
	for k := range d.tariffs {
		d.tariffs[k] = was.Tariff(scheduler.Kind(k))
	}
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
	return d.parted(w, n) || v.Rank > 0 && d.unwilling(w, &v.Hole)
}

// parted says whether a worker's provider serves a need's client no more.
func (d *Desk) parted(w *reading.Worker, n *reading.Need) bool {
	return n.ClientIndex >= 0 && d.banned[[2]int{w.ProviderIndex, n.ClientIndex}]
}

// unwilling says whether a worker who is not on standby does not take a hole when asked.
func (d *Desk) unwilling(w *reading.Worker, h *editor.Hole) bool {
	n := &d.m.Needs[h.Need]
	return d.parted(w, n) || d.Answers != nil && d.m.ThereFor(w, h) == nil && !d.Answers(w.ID, n.ID, d.m.Instant(h.From))
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
		rest := s
		if s.From < away.From {
			s.To, s.Part = away.From, s.Kind != scheduler.Standby
			m.Enter(s)
		}
		if rest.From, rest.Part = away.To, rest.Kind != scheduler.Standby; e.Comes && rest.From < rest.To {
			m.Enter(rest)
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
	h, ok := openIn(m, p, nil)
	if !ok {
		return
	}
	first := d.moves(&h)
	best, least := d.callFrom(p, h, first)
	if least > 0 {
		m.Undo(k)
		first, with := d.orAll(first, &h), -1
		for i := 1; i < min(mostFirst, len(first)) && least > 0; i++ {
			if r, open := d.callFrom(p, h, first[i:]); open < least {
				best, least, with = r, open, i
			}
			m.Undo(k)
		}
		best, _ = d.callFrom(p, h, first[max(with, 0):])
	}
	out.Uncovered, out.Taken = append(out.Uncovered, best.Uncovered...), append(out.Taken, best.Taken...)
}

// callFrom calls for what is open in an occurrence, for its first hole by the moves given; it gives the
// seconds that stay open.
func (d *Desk) callFrom(p editor.Place, h editor.Hole, moves []editor.Move) (out DeskResult, open int64) {
	m := d.m
	var given []reading.Span
	for {
		n := &m.Needs[p.Need]
		if len(moves) == 0 || moves[0].Span.Overlap(h.Span) == 0 {
			given = reading.Union(append(given, h.Span))
			open += h.Len()
			out.Uncovered = append(out.Uncovered, DeskGap{n.ID, n.Client, m.Instant(h.From), m.Instant(h.To)})
		} else {
			v := &moves[0]
			taken := DeskTaken{m.Workers[v.Worker].ID, n.ID, m.Instant(v.Span.From), m.Instant(v.Span.To), v.Rank == 0, d.costOf(v)}
			m.Play(v)
			out.Taken = append(out.Taken, taken)
		}
		next, ok := openIn(m, p, given)
		if !ok {
			return out, open
		}
		h, moves = next, d.moves(&next)
	}
}

// orAll are all calls that can be made for a hole, of which the first may be all that is known.
func (d *Desk) orAll(first []editor.Move, h *editor.Hole) []editor.Move {
	if len(first) == 1 && d.m.Leaves(h, &first[0]) == 0 {
		ready, free := d.asked(h)
		return d.allMoves(h, slices.Concat(ready, free), nil)
	}
	return first
}

// offer is what a worker who is asked to take a hole whole offers, and whether there is nothing else to ask.
type offer struct {
	moves []editor.Move
	done  bool
}

// moves is the first call to make for a hole where somebody takes it whole, else all calls that can be made.
func (d *Desk) moves(h *editor.Hole) []editor.Move {
	ready, free := d.asked(h)
	all, heard := slices.Concat(ready, free), map[int]offer{}
	for _, workers := range [][]int{ready, free} {
		d.m.First(h, workers)
		for _, i := range workers {
			o := d.whole(i, h)
			for _, v := range o.moves {
				if d.m.Leaves(h, &v) == 0 {
					return []editor.Move{v}
				}
			}
			heard[i] = o
		}
	}
	return d.allMoves(h, all, heard)
}

// allMoves are the calls that can be made for a hole, in their order, to the workers, of whom some were heard already.
func (d *Desk) allMoves(h *editor.Hole, workers []int, heard map[int]offer) (out []editor.Move) {
	for _, i := range workers {
		o, asked := heard[i]
		if !asked {
			o = d.whole(i, h)
		}
		out = append(out, o.moves...)
		if !o.done {
			out = append(out, d.willing(d.m.OtherwiseOf(&d.m.Workers[i], h, 1))...)
		}
	}
	d.m.Order(h, out)
	return out
}

// whole is what a worker offers who is asked to take a hole whole.
func (d *Desk) whole(worker int, h *editor.Hole) offer {
	moves, done := d.m.WholeOf(&d.m.Workers[worker], h)
	return offer{d.willing(moves), done}
}

// willing are the moves that their workers do not decline.
func (d *Desk) willing(moves []editor.Move) []editor.Move {
	return slices.DeleteFunc(moves, func(v editor.Move) bool { return d.declines(&v) })
}

// asked are those who can be asked to take a hole, down the ladder: those on standby, and who is free and would.
func (d *Desk) asked(h *editor.Hole) (ready, free []int) {
	for _, i := range d.m.Ladder(&d.m.Needs[h.Need]) {
		w := &d.m.Workers[i]
		switch {
		case d.m.StandsIn(w, h.Span):
			ready = append(ready, i)
		case !d.unwilling(w, h):
			free = append(free, i)
		}
	}
	return ready, free
}

// costOf is what a call-out costs beside the rota.
func (d *Desk) costOf(v *editor.Move) float64 {
	w, kind := &d.m.Workers[v.Worker], d.m.Needs[v.Hole.Need].Kind
	taken := reading.Span{From: max(v.Span.From, v.Hole.From), To: min(v.Span.To, v.Hole.To)}
	money := d.tariffs[kind].Cost(w, kind, taken)
	for _, i := range v.Stands {
		s := d.m.Shifts[i].Span
		if both := (reading.Span{From: max(s.From, taken.From), To: min(s.To, taken.To)}); both.Len() > 0 {
			money -= d.tariffs[scheduler.Standby].Cost(w, scheduler.Standby, both)
		}
	}
	return money
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
