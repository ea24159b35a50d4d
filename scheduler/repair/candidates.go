package repair

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Ask is a question: who could take this? It is about the gap of Need at At, or, where there is none,
// about the shift on duty then, that of Worker where one is named.
type Ask struct {
	Need   string
	At     time.Time
	Worker string
	// Called is when the first call is made; zero: long before, so that nobody comes too late.
	Called time.Time
	// Rules, when there are rules of the caller's own among them, hold as they did for the rota.
	Rules []constraints.Rule
}

// Asked is the answer: the time in question and everybody, the first to call first.
type Asked struct {
	Need, Client string
	Start, End   time.Time
	Gap          bool   // nobody has it; else Worker does
	Worker       string // whose shift it is; empty for a gap
	Candidates   []Candidate
}

// Candidate is one worker who could take a time, or what keeps the worker off.
type Candidate struct {
	Worker string
	Rung   string // "standby", or the kind of the worker's provider
	Legal  bool   // can take it, or a part of it, with every hard limit kept
	// Start and End are what the worker can take; where that is not legal, what comes nearest to it.
	Start, End time.Time
	Whole      bool              // that is all of it
	GivesUp    []scheduler.Shift // what the worker would give up for it
	Standby    bool              // is on standby then
	Promised   []scheduler.Shift // of others, at that time, behind which the worker is named to step in
	Known      bool              // knows the client
	HoursLeft  *float64          // of the weekly hours, in the week in which it starts; nil: no limit
	Cost       float64           // what it adds to the cost of the worker, on-cost included
	By         time.Time         // the latest time to call for a timely start; zero where not legal
	Arrives    time.Time         // when called first; zero where no answer or travel time is known
	Late       bool              // cannot be there at the start
	Why        scheduler.Why     // what keeps the worker off, where not legal
}

// Candidates says who could take a time of a rota, which must be legal (ErrBrokenRota): first who can
// have all of it and gives nothing up, on standby before others, who is promised to nobody else then before who is,
// and then as the ladder has them, then
// who can have a part or gives something up, then everybody else, with the fewest reasons first. Family
// that is not to be called is among those. An unknown need or worker, and a time at which nothing is
// needed, give nobody; a nil answer comes only with an error.
func Candidates(p *scheduler.Problem, r *scheduler.Rota, q Ask) (_ *Asked, err error) {
	defer solver.Recover(&err)
	if p == nil {
		p = &scheduler.Problem{}
	}
	if r == nil {
		r = &scheduler.Rota{}
	}
	if q.Rules, err = own.Know(p, q.Rules); err != nil {
		return nil, err
	}
	rules := own.Of(q.Rules)
	was := reading.JudgedUnder(p, r, rules)
	if err := brokenRota(was.Report.Findings); err != nil {
		return nil, err
	}
	called := q.Called
	if called.IsZero() {
		called = was.Instant(was.Origin).Add(-editor.LongBefore)
	}
	m := editor.New(was, nil, called, called)
	m.OpenAll()
	out := &Asked{Need: q.Need}
	h, ok := asked(m, &q, out)
	if !ok {
		return out, nil
	}
	y := why.NewUnder(m.Problem, m.Rota(), rules)
	targets := y.TargetsOf(q.Need, out.Start, out.End)
	for i := range m.Workers {
		if w := &m.Workers[i]; w.ID != out.Worker {
			c := candidate(m, w, &h, y, targets)
			c.Promised = promised(r, w.ID, out)
			out.Candidates = append(out.Candidates, c)
		}
	}
	sortCandidates(m, &h, out.Candidates)
	return out, nil
}

// asked finds the time in question, and takes the shift out that is there.
func asked(m *editor.Editor, q *Ask, out *Asked) (editor.Hole, bool) {
	k := reading.IndexOf(m.NeedOf, q.Need)
	if k < 0 {
		return editor.Hole{}, false
	}
	n, at := &m.Needs[k], q.At.Unix()
	out.Client = n.Client
	holeAt := func(p editor.Place) (editor.Hole, bool) {
		for _, h := range m.HolesIn(p) {
			if h.From <= at && at < h.To {
				out.Start, out.End = m.Instant(h.From), m.Instant(h.To)
				return h, true
			}
		}
		return editor.Hole{}, false
	}
	for j := range n.Occurrences {
		o := &n.Occurrences[j]
		if at < o.From || o.To <= at {
			continue
		}
		if h, open := holeAt(editor.Place{Need: k, Occ: j}); open && q.Worker == "" {
			out.Gap = true
			return h, true
		}
		for _, i := range o.Duty {
			s := &m.Shifts[i]
			if id := m.Workers[s.Worker].ID; s.From <= at && at < s.To && (q.Worker == "" || q.Worker == id) {
				out.Worker, out.Start, out.End = id, m.Instant(s.From), m.Instant(s.To)
				h := editor.Hole{Span: s.Span, Place: editor.Place{Need: k, Occ: j}}
				m.Take(i)
				if open, short := holeAt(h.Place); short {
					h.Among = open.Among
				}
				out.Start, out.End = m.Instant(h.From), m.Instant(h.To)
				return h, true
			}
		}
	}
	return editor.Hole{}, false
}

// promised are the shifts of others, at the time in question, behind which a worker is named; that in question
// is none of them.
func promised(r *scheduler.Rota, worker string, out *Asked) (all []scheduler.Shift) {
	for i := range r.Shifts {
		s := &r.Shifts[i]
		if s.Need == out.Need && s.Worker == out.Worker && s.Start.Equal(out.Start) {
			continue
		}
		for _, b := range s.Backups {
			from, to := s.Start, s.End
			if !b.Start.IsZero() {
				from, to = b.Start, b.End
			}
			if b.Worker == worker && from.Before(out.End) && out.Start.Before(to) {
				all = append(all, scheduler.Shift{Worker: s.Worker, Need: s.Need, Client: s.Client, Start: from, End: to, Kind: s.Kind})
			}
		}
	}
	return all
}

// mostGivenUp is how many changes a candidate may cost: a shift taken, and two given up.
const mostGivenUp = 3

// candidate is what one worker is for a time.
func candidate(m *editor.Editor, w *reading.Worker, h *editor.Hole, y *why.Reader, targets []why.Target) Candidate {
	n := &m.Needs[h.Need]
	c := Candidate{Worker: w.ID, Standby: m.StandsIn(w, h.Span), Known: m.Knows(w, n)}
	c.Rung = m.Rung(w, c.Standby)
	if left := m.HoursLeft(w.Index, h); w.Limits.MaxHoursWeek != nil {
		hours := left / 3600
		c.HoursLeft = &hours
	}
	var moves []editor.Move
	if slices.Contains(m.Ladder(n), w.Index) {
		moves = m.MovesOf(w, h, mostGivenUp)
	}
	if len(moves) == 0 && len(targets) == 0 { // nobody is missed
		c.Why = scheduler.Why{Worker: w.ID}
		return c
	}
	if len(moves) == 0 {
		c.Why = y.Of(&y.Workers[w.Index], targets)
		c.Start, c.End = c.Why.Start, c.Why.End
		return c
	}
	v := slices.MinFunc(moves, func(x, y editor.Move) int {
		return cmp.Or(cmp.Compare(m.Leaves(h, &x), m.Leaves(h, &y)), cmp.Compare(x.Rank, y.Rank), cmp.Compare(len(x.Drops), len(y.Drops)))
	})
	before := costOf(m, w)
	k := len(m.Journal)
	m.Play(&v)
	c.Cost = costOf(m, w) - before
	m.Undo(k)
	took := v.Span.Meet(h.Span)
	c.Legal, c.Whole, c.Start, c.End = true, m.Leaves(h, &v) == 0, m.Instant(took.From), m.Instant(took.To)
	c.GivesUp = givenUp(m, &v)
	c.By, c.Late = m.Instant(max(m.Called, h.From-(v.Lead-m.Called))), v.Lead > h.From && took.From <= v.Lead
	if w.AnswerTime+w.TravelTime > 0 {
		c.Arrives = m.Instant(max(h.From, v.Lead))
	}
	return c
}

// costOf is what a worker costs in the rota as it stands.
func costOf(m *editor.Editor, w *reading.Worker) float64 {
	var all []*reading.Shift
	for _, i := range m.ShiftsOf(w.Index) {
		all = append(all, &m.Shifts[i])
	}
	return reading.CostOf(m.Reading, w, all)
}

// sortCandidates puts the first to call first.
func sortCandidates(m *editor.Editor, h *editor.Hole, all []Candidate) {
	order := m.OnLadder(&m.Needs[h.Need])
	class := func(c *Candidate) int {
		switch {
		case !c.Legal:
			return 3
		case len(c.GivesUp) > 0:
			return 2
		case !c.Whole || c.Late:
			return 1
		}
		return 0
	}
	rung := func(c *Candidate) int {
		if c.Standby {
			return 0
		}
		return 1
	}
	left := func(c *Candidate) float64 {
		if c.HoursLeft == nil {
			return reading.Never
		}
		return *c.HoursLeft
	}
	slices.SortStableFunc(all, func(x, y Candidate) int {
		if c := cmp.Or(cmp.Compare(class(&x), class(&y)), cmp.Compare(len(x.Why.Reasons), len(y.Why.Reasons)), cmp.Compare(rung(&x), rung(&y)), cmp.Compare(min(len(x.Promised), 1), min(len(y.Promised), 1))); c != 0 {
			return c
		}
		i, j := m.WorkerOf[x.Worker], m.WorkerOf[y.Worker]
		return cmp.Or(cmp.Compare(m.Workers[i].Tier, m.Workers[j].Tier), cmp.Compare(left(&y), left(&x)), order(i, j))
	})
}
