package reasons

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Question is what Explain is asked: about one instant, one worker, one need,
// or any of these together. The zero value asks about everything that is short.
type Question struct {
	At           time.Time // zero: the whole rota
	Worker, Need string    // ids; empty: all
	// Second, when not nil, is asked for smallest conflicts beside QuickXplain.
	Second solver.Explainer
	// Rules, when there are rules of the caller's own among them, hold beside the audit's.
	Rules []constraints.Rule
}

// Presence is a shift that is on at a moment.
type Presence struct {
	Worker     string
	Start, End time.Time
	Kind       scheduler.Kind
}

// Moment is a time in an occurrence of a need in which nobody comes or goes:
// who is there, who stands by, who could step in and who could not.
type Moment struct {
	Need, Client string
	Start, End   time.Time
	Wanted       int
	Short        int
	OnDuty       []Presence
	Standby      []Presence                 // on standby then and able to replace at least one of those on duty
	Why          []scheduler.Why            // why each worker asked about is not there; those who are left out
	Backing      []scheduler.ContingencyGap // of those on duty, when an instant was asked about
	Proofs       []int                      // of the report, that speak of this time
	Conflict     *scheduler.Conflict        // when it can never be met; nil otherwise
}

// WorkerRota is what one worker does: the shifts, and the counted hours against the
// caps, week by week.
type WorkerRota struct {
	Worker string
	Shifts []scheduler.Shift
	Weeks  []WeekHours
}

// WeekHours is a week of a worker's.
type WeekHours struct {
	From  time.Time
	Hours float64 // counted
	Limit float64 // max_hours_week, 0 for none
}

// Window is a time at which a need asks for somebody.
type Window struct {
	Need, Client string
	Start, End   time.Time
}

// Explanation answers a Question.
type Explanation struct {
	Moments []Moment
	// At is the instant asked about, zero for none. Where no need that was asked about wants anybody
	// then, Before is the last of their windows that ends no later and After the next; nil for none.
	At            time.Time
	Before, After *Window
	Rota          *WorkerRota // when a worker was asked about
	Second        error       // why the question's second source did not help, the last time; nil for nothing
	Err           error       // of a rule of the caller's own, such as a *solver.PanicError; the rest may be missing
}

// Explain answers a question about the rota of a report: reasons as Complete
// gives them, proofs as the report has them, and for what nobody could ever meet the
// smallest conflict. Unknown ids answer with nothing, and so does a problem or a report that is nil.
func Explain(p *scheduler.Problem, r *scheduler.Report, q Question) *Explanation {
	if p == nil || r == nil {
		return &Explanation{}
	}
	x := &Explanation{At: q.At}
	func() {
		defer solver.Recover(&x.Err)
		explain(x, p, r, q)
	}()
	return x
}

func explain(x *Explanation, p *scheduler.Problem, r *scheduler.Report, q Question) {
	rules := own.Of(q.Rules)
	y := why.NewUnder(p, r.Rota, rules)
	if k := reading.IndexOf(y.WorkerOf, q.Worker); q.Worker != "" && k >= 0 {
		x.Rota = lineOf(y, &y.Workers[k])
	}
	pinned := why.NewUnder(p, reading.PinnedRota(p), rules)
	for i := range y.Needs {
		n := &y.Needs[i]
		if q.Need != "" && q.Need != n.ID {
			continue
		}
		for j := range n.Occurrences {
			for _, piece := range y.Pieces(&n.Occurrences[j]) {
				if m, ok := momentOf(y, n, j, &piece, &q); ok {
					if err := completeWhy(y, pinned, r, &m, &q); err != nil {
						x.Second = err
					}
					x.Moments = append(x.Moments, m)
				}
			}
		}
	}
	slices.SortStableFunc(x.Moments, func(a, b Moment) int { return a.Start.Compare(b.Start) })
	if !q.At.IsZero() && len(x.Moments) == 0 {
		around(x, y, &q)
	}
}

// around finds the windows before and after the instant asked about.
func around(x *Explanation, y *why.Reader, q *Question) {
	for i := range y.Needs {
		n := &y.Needs[i]
		if q.Need != "" && q.Need != n.ID {
			continue
		}
		for _, o := range n.Occurrences {
			w := &Window{n.ID, n.Client, y.Instant(o.From), y.Instant(o.To)}
			if !w.End.After(q.At) && (x.Before == nil || w.End.After(x.Before.End)) {
				x.Before = w
			}
			if w.Start.After(q.At) && (x.After == nil || w.Start.Before(x.After.Start)) {
				x.After = w
			}
		}
	}
}

// lineOf is a worker's line.
func lineOf(y *why.Reader, w *reading.Worker) *WorkerRota {
	l := &WorkerRota{Worker: w.ID}
	for i := range y.Report.Rota.Shifts {
		if s := y.Report.Rota.Shifts[i]; s.Worker == w.ID {
			l.Shifts = append(l.Shifts, s)
		}
	}
	reading.CountHours(y.Reading, w, w.Line, false)
	first, end := y.RotaWeeks()
	for k := first; k < end; k++ {
		h := WeekHours{From: y.Instant(y.Week(k).From), Hours: y.Scratch.Week[k] / 3600}
		if w.Limits.MaxHoursWeek != nil {
			h.Limit = w.Limits.MaxHoursWeek.Hours()
		}
		l.Weeks = append(l.Weeks, h)
	}
	return l
}

// momentOf is a piece of an occurrence when the question is about it: when it
// holds the instant asked about or, without one, when it is short or its need is
// asked about.
func momentOf(y *why.Reader, n *reading.Need, occ int, piece *reading.Piece, q *Question) (Moment, bool) {
	short, _ := y.Shortage(n, piece)
	at := q.At.Unix()
	switch {
	case !q.At.IsZero() && (at < piece.From || at >= piece.To):
		return Moment{}, false
	case q.At.IsZero() && short == 0 && (q.Need == "" || q.Worker != ""):
		return Moment{}, false
	}
	m := Moment{Need: n.ID, Client: n.Client, Start: y.Instant(piece.From), End: y.Instant(piece.To), Wanted: n.Workers, Short: short}
	for _, i := range piece.Present {
		m.OnDuty = append(m.OnDuty, presenceOf(y, &y.Shifts[i]))
	}
	if short > 0 || !q.At.IsZero() {
		t := why.Target{Span: piece.Span, Need: n, Occ: occ}
		if short > 0 {
			t.Among = y.ShortAmong(n, piece, short)
		}
		m.Why = asked(y, q, []why.Target{t})
	}
	return m, true
}

// asked is why each worker asked about is not there; those who are left out.
func asked(y *why.Reader, q *Question, targets []why.Target) (out []scheduler.Why) {
	for i := range y.Workers {
		if w := &y.Workers[i]; len(targets) > 0 && (q.Worker == "" || q.Worker == w.ID) {
			if because := y.Of(w, targets); len(because.Causes) != 1 || because.Causes[0].Rule != "present" {
				out = append(out, because)
			}
		}
	}
	return out
}

func presenceOf(y *why.Reader, s *reading.Shift) Presence {
	return Presence{y.Workers[s.Worker].ID, y.Instant(s.From), y.Instant(s.To), s.Kind}
}

// completeWhy adds who stands by, the gaps behind those on duty, the proofs and the conflict.
func completeWhy(y *why.Reader, pinned *why.Reader, r *scheduler.Report, m *Moment, q *Question) (err error) {
	n := &y.Needs[y.NeedOf[m.Need]]
	in := reading.Span{From: m.Start.Unix(), To: m.End.Unix()}
	seen := map[int]bool{}
	for i := range y.Shifts {
		duty := &y.Shifts[i]
		if !duty.Counts || duty.Need != n.Index || !duty.Meets(in) {
			continue
		}
		for _, s := range y.Stands(n, duty) {
			if len(reading.Meet(s.Spans, []reading.Span{in})) == 0 || seen[s.Worker] {
				continue
			}
			seen[s.Worker] = true
			for k := range y.Shifts {
				if z := &y.Shifts[k]; z.Worker == s.Worker && z.Kind == scheduler.Standby && z.Meets(in) {
					m.Standby = append(m.Standby, presenceOf(y, z))
				}
			}
		}
	}
	slices.SortStableFunc(m.Standby, func(a, b Presence) int { return cmp.Compare(a.Worker, b.Worker) })
	if !q.At.IsZero() {
		m.Backing = backing(y, r, m, q)
	}
	for i := range r.Proofs {
		if m.Short > 0 && slices.ContainsFunc(r.Proofs[i].Demand, func(d scheduler.ProofDemand) bool {
			return d.Need == m.Need && d.Start.Before(m.End) && m.Start.Before(d.End)
		}) {
			m.Proofs = append(m.Proofs, i)
		}
	}
	if m.Short > 0 {
		for _, t := range pinned.TargetsOf(m.Need, m.Start, m.End) {
			if m.Conflict == nil {
				m.Conflict, err = pinned.Conflict(&t, q.Second)
			}
		}
	}
	return err
}

// backing are the gaps in the contingency at the instant asked about, with what
// keeps the workers asked about from standing by.
func backing(y *why.Reader, r *scheduler.Report, m *Moment, q *Question) (out []scheduler.ContingencyGap) {
	for _, g := range r.Contingency.Gaps {
		if g.Need != m.Need || q.At.Before(g.Start) || !q.At.Before(g.End) {
			continue
		}
		g.Why = asked(y, q, y.GapTargets(&g))
		out = append(out, g)
	}
	return out
}
