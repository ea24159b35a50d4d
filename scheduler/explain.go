package scheduler

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
)

// Question is what Explain is asked: about one instant, one worker, one need,
// or any of these together. The zero value asks about everything that is short.
type Question struct {
	At           time.Time // zero: the whole rota
	Worker, Need string    // ids; empty: all
	// Second, when not nil, is asked for smallest conflicts beside QuickXplain.
	Second solver.Explainer
}

// Presence is a shift that is on at a moment.
type Presence struct {
	Worker     string
	Start, End time.Time
	Kind       Kind
}

// Moment is a time in an occurrence of a need in which nobody comes or goes:
// who is there, who stands by, who could step in and who could not.
type Moment struct {
	Need, Client string
	Start, End   time.Time
	Wanted       int
	Short        int
	OnDuty       []Presence
	Standby      []Presence       // on standby then and able to replace at least one of those on duty
	Why          []Why            // why each worker asked about is not there; those who are left out
	Backing      []ContingencyGap // of those on duty, when an instant was asked about
	Proofs       []int            // of the report, that speak of this time
	Conflict     *Conflict        // when it can never be met; nil otherwise
}

// WorkerRota is what one worker does: the shifts, and the counted hours against the
// caps, week by week.
type WorkerRota struct {
	Worker string
	Shifts []Shift
	Weeks  []WeekHours
}

// WeekHours is a week of a worker's.
type WeekHours struct {
	From  time.Time
	Hours float64 // counted
	Limit float64 // max_hours_week, 0 for none
}

// Explanation answers a Question.
type Explanation struct {
	Moments []Moment
	Rota    *WorkerRota // when a worker was asked about
	Second  error       // why the question's second source did not help, the last time; nil for nothing
}

// Explain answers a question about the rota of a report: reasons as Complete
// gives them, proofs as the report has them, and for what nobody could ever meet the
// smallest conflict. Unknown ids answer with nothing.
func Explain(p *Problem, r *Report, q Question) *Explanation {
	y := newWhy(p, r.Rota)
	x := &Explanation{}
	if k := auditFind(y.workerOf, q.Worker); q.Worker != "" && k >= 0 {
		x.Rota = lineOf(y, &y.workers[k])
	}
	pinned := newWhy(p, pinnedRota(p))
	for i := range y.needs {
		n := &y.needs[i]
		if q.Need != "" && q.Need != n.ID {
			continue
		}
		for j := range n.occurrences {
			for _, piece := range y.pieces(&n.occurrences[j]) {
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
	return x
}

// lineOf is a worker's line.
func lineOf(y *why, w *auditWorker) *WorkerRota {
	l := &WorkerRota{Worker: w.ID}
	for i := range y.report.Rota.Shifts {
		if s := y.report.Rota.Shifts[i]; s.Worker == w.ID {
			l.Shifts = append(l.Shifts, s)
		}
	}
	y.countHours(w, w.line, false)
	first, end := y.rotaWeeks()
	for k := first; k < end; k++ {
		h := WeekHours{From: y.instant(y.week(k).from), Hours: y.scratch.week[k] / 3600}
		if w.limits.MaxHoursWeek != nil {
			h.Limit = w.limits.MaxHoursWeek.Hours()
		}
		l.Weeks = append(l.Weeks, h)
	}
	return l
}

// momentOf is a piece of an occurrence when the question is about it: when it
// holds the instant asked about or, without one, when it is short or its need is
// asked about.
func momentOf(y *why, n *auditNeed, occ int, piece *auditPiece, q *Question) (Moment, bool) {
	short, _ := y.shortage(n, piece)
	at := q.At.Unix()
	switch {
	case !q.At.IsZero() && (at < piece.from || at >= piece.to):
		return Moment{}, false
	case q.At.IsZero() && short == 0 && (q.Need == "" || q.Worker != ""):
		return Moment{}, false
	}
	m := Moment{Need: n.ID, Client: n.Client, Start: y.instant(piece.from), End: y.instant(piece.to), Wanted: n.Workers, Short: short}
	for _, i := range piece.present {
		m.OnDuty = append(m.OnDuty, presenceOf(y, &y.shifts[i]))
	}
	if short > 0 || !q.At.IsZero() {
		t := whyTarget{auditSpan: piece.auditSpan, need: n, occ: occ}
		if short > 0 {
			t.among = y.shortAmong(n, piece, short)
		}
		m.Why = asked(y, q, []whyTarget{t})
	}
	return m, true
}

// asked is why each worker asked about is not there; those who are left out.
func asked(y *why, q *Question, targets []whyTarget) (out []Why) {
	for i := range y.workers {
		if w := &y.workers[i]; len(targets) > 0 && (q.Worker == "" || q.Worker == w.ID) {
			if because := y.of(w, targets); len(because.Causes) != 1 || because.Causes[0].Rule != "present" {
				out = append(out, because)
			}
		}
	}
	return out
}

func presenceOf(y *why, s *auditShift) Presence {
	return Presence{y.workers[s.worker].ID, y.instant(s.from), y.instant(s.to), s.kind}
}

// completeWhy adds who stands by, the gaps behind those on duty, the proofs and the conflict.
func completeWhy(y *why, pinned *why, r *Report, m *Moment, q *Question) (err error) {
	n := &y.needs[y.needOf[m.Need]]
	in := auditSpan{m.Start.Unix(), m.End.Unix()}
	seen := map[int]bool{}
	for i := range y.shifts {
		duty := &y.shifts[i]
		if !duty.counts || duty.need != n.index || !duty.meets(in) {
			continue
		}
		for _, s := range y.stands(n, duty) {
			if len(auditMeet(s.spans, []auditSpan{in})) == 0 || seen[s.worker] {
				continue
			}
			seen[s.worker] = true
			for k := range y.shifts {
				if z := &y.shifts[k]; z.worker == s.worker && z.kind == Standby && z.meets(in) {
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
		if m.Short > 0 && slices.ContainsFunc(r.Proofs[i].Demand, func(d ProofDemand) bool {
			return d.Need == m.Need && d.Start.Before(m.End) && m.Start.Before(d.End)
		}) {
			m.Proofs = append(m.Proofs, i)
		}
	}
	if m.Short > 0 {
		for _, t := range pinned.targetsOf(m.Need, m.Start, m.End) {
			if m.Conflict == nil {
				m.Conflict, err = pinned.conflict(&t, q.Second)
			}
		}
	}
	return err
}

// backing are the gaps in the contingency at the instant asked about, with what
// keeps the workers asked about from standing by.
func backing(y *why, r *Report, m *Moment, q *Question) (out []ContingencyGap) {
	for _, g := range r.Contingency.Gaps {
		if g.Need != m.Need || q.At.Before(g.Start) || !q.At.Before(g.End) {
			continue
		}
		g.Why = asked(y, q, y.gapTargets(&g))
		out = append(out, g)
	}
	return out
}
