package absences

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
)

// LeastRow holds what repairs leave open against what a solve of the changed problem does.
type LeastRow struct {
	Tried, More, Fewer int     // absences, and where the repair leaves more or less open than the solve
	HoursMore          float64 // in all, of those
	Least              int     // of which it is proved that nothing leaves less open
	Longest            time.Duration
}

// Add adds the figures of another rota.
func (r *LeastRow) Add(x LeastRow) {
	r.Tried, r.More, r.Fewer, r.HoursMore, r.Least = r.Tried+x.Tried, r.More+x.More, r.Fewer+x.Fewer, r.HoursMore+x.HoursMore, r.Least+x.Least
	r.Longest = max(r.Longest, x.Longest)
}

// Effort is how long is looked: for the solve that a repair is held against, and, where Checks and Steps are
// given, by work in place of time for both.
type Effort struct {
	Long   time.Duration
	Checks int   // of the repair; 0: the time that a repair takes unless told otherwise
	Steps  int64 // of the solve, on one thread; 0: Long
}

// Least has each worker away for two days from each day of a rota on, one in so many of these absences,
// mends the rota, what was open before as well, and solves the
// changed problem, with everything before the absence held.
//
// Clocks are left out, for a solve does not know them.
func Least(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, oneIn int, effort Effort) (row LeastRow, err error) {
	n := 0
	p = withoutClocks(p)
	for i := range p.Workers {
		for d := range p.Days - 1 {
			if n++; n%max(1, oneIn) != 0 || ctx.Err() != nil {
				continue
			}
			from := scheduler.StartInstant(p.Zone, p.Start.Plus(d), 0)
			e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: p.Workers[i].ID, Start: from, End: scheduler.StartInstant(p.Zone, p.Start.Plus(d+2), 0)}
			began := time.Now()
			out, err := repair.Rota(ctx, p, r, []scheduler.Event{e}, repair.Options{Checks: effort.Checks, Fill: true, Omit: scheduler.Omit{Backups: true, Shares: true}})
			if err != nil {
				return row, fmt.Errorf("absences: %s: %w", p.Name, err)
			}
			row.Longest = max(row.Longest, time.Since(began))
			so := solve.Options{Time: effort.Long, Omit: scheduler.Omit{Proofs: true}}
			if effort.Steps > 0 {
				so = solve.Options{Steps: effort.Steps, Threads: 1, Seed: 1, Omit: so.Omit}
			}
			solved, err := solve.Search(ctx, fromNowOn(out), so)
			if err != nil {
				return row, fmt.Errorf("absences: %s: %w", p.Name, err)
			}
			row.count(out, solved)
		}
	}
	return row, nil
}

// withoutClocks is a problem in which everybody who is called is there at once.
func withoutClocks(p *scheduler.Problem) *scheduler.Problem {
	p = p.Clone()
	for i := range p.Providers {
		p.Providers[i].Notice = 0
	}
	for i := range p.Workers {
		p.Workers[i].AnswerTime, p.Workers[i].TravelTime = 0, 0
	}
	return p
}

// count enters one absence.
func (r *LeastRow) count(out *repair.Repaired, solved *scheduler.Report) {
	r.Tried++
	if out.Least {
		r.Least++
	}
	for l := range scheduler.Desirable + 1 {
		more := out.Report.Objective[l].Value - solved.Objective[l].Value
		if math.Abs(more) < 1e-6 {
			continue
		}
		if more > 0 {
			r.More++
			r.HoursMore += more
		} else {
			r.Fewer++
		}
		return
	}
}

// fromNowOn is the problem of a repair for a solve that plans nothing before now, and looks at
// nothing but what is covered.
func fromNowOn(out *repair.Repaired) *scheduler.Problem {
	p := out.Problem.Clone()
	p.Contingency.Standby, p.Contingency.Relief, p.Contingency.Headroom = 0, 0, 0
	first := scheduler.StartInstant(p.Zone, p.Start.Plus(-1), 0)
	for i := range p.Workers {
		w := &p.Workers[i]
		gaps := []scheduler.Absence{{Start: first, End: out.AsOf, Why: "has happened"}}
		for _, pin := range w.Pinned { // in order of time
			last := &gaps[len(gaps)-1]
			if !pin.Start.Before(last.End) {
				continue
			}
			rest := scheduler.Absence{Start: pin.End, End: last.End, Why: last.Why}
			if last.End = pin.Start; !last.Start.Before(last.End) {
				gaps = gaps[:len(gaps)-1]
			}
			if !rest.Start.Before(rest.End) {
				break
			}
			gaps = append(gaps, rest)
		}
		w.Unavailable = append(w.Unavailable, gaps...)
	}
	return p
}
