// Package absences tries every absence that a rota may meet, one by one or two
// at a time, and counts what stays uncovered.
package absences

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
)

// Row is what became of all absences from one rota.
type Row struct {
	Name      string
	Tried     int           // absences, or pairs of them
	Failed    int           // of which something stayed uncovered
	Uncovered time.Duration // in all
	Unsaid    int           // failed, though the audit reports no gap behind any of the absent at the time
}

// String is the row as one of a table in Markdown.
func (r Row) String() string {
	return fmt.Sprintf("| %s | %d | %d | %s | %d |", r.Name, r.Tried, r.Failed, r.Uncovered, r.Unsaid)
}

// Add adds the figures of another rota.
func (r *Row) Add(x Row) {
	r.Tried, r.Failed, r.Uncovered, r.Unsaid = r.Tried+x.Tried, r.Failed+x.Failed, r.Uncovered+x.Uncovered, r.Unsaid+x.Unsaid
}

// Single has the worker of every shift on duty fall ill at its start and at every full
// hour of it, without warning, to its end. Those on standby are called, and only where they do not
// suffice the rota is repaired.
func Single(name string, p *scheduler.Problem, r *scheduler.Rota) (Row, error) {
	t, err := newTrial(name, p, r)
	if err != nil {
		return Row{}, err
	}
	for i := range r.Shifts {
		for _, at := range hoursOf(&r.Shifts[i]) {
			if err := t.try([]repair.DeskAbsence{absence(&r.Shifts[i], at)}); err != nil {
				return Row{}, err
			}
		}
	}
	return t.row, nil
}

// Pairs has every two who are on duty at one time fall ill together, as the
// later of the two shifts begins.
func Pairs(name string, p *scheduler.Problem, r *scheduler.Rota) (Row, error) {
	t, err := newTrial(name, p, r)
	if err != nil {
		return Row{}, err
	}
	for i := range r.Shifts {
		for k := range r.Shifts {
			x, y := &r.Shifts[i], &r.Shifts[k]
			later := y.Start.After(x.Start) || y.Start.Equal(x.Start) && i < k
			if later && y.Start.Before(x.End) && x.Worker != y.Worker && len(hoursOf(x)) > 0 && len(hoursOf(y)) > 0 {
				if err := t.try([]repair.DeskAbsence{absence(x, y.Start), absence(y, y.Start)}); err != nil {
					return Row{}, err
				}
			}
		}
	}
	return t.row, nil
}

type trial struct {
	row  Row
	desk *repair.Desk
	p    *scheduler.Problem
	r    *scheduler.Rota
	gaps []scheduler.ContingencyGap
}

func newTrial(name string, p *scheduler.Problem, r *scheduler.Rota) (*trial, error) {
	desk, err := repair.NewDesk(p, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	desk.Answers = func(string, string, time.Time) bool { return false }
	return &trial{Row{Name: name}, desk, p, r, audit.Rota(p, r).Contingency.Gaps}, nil
}

// try has the desk meet absences that are known at once, in whichever order
// leaves less; where it leaves something, the rota is repaired after all of them at once.
func (t *trial) try(all []repair.DeskAbsence) error {
	lost := t.meet(all)
	if lost > 0 && len(all) > 1 {
		slices.Reverse(all)
		lost = min(lost, t.meet(all))
	}
	if lost > 0 {
		mended, err := t.repair(all)
		if err != nil {
			return err
		}
		lost = min(lost, mended)
	}
	t.row.Tried++
	if lost > 0 {
		t.row.Failed++
		t.row.Uncovered += lost
		if !slices.ContainsFunc(all, t.unbacked) {
			t.row.Unsaid++
		}
	}
	return nil
}

// unbacked says whether the audit reports a gap behind the absent worker at the time.
func (t *trial) unbacked(a repair.DeskAbsence) bool {
	return slices.ContainsFunc(t.gaps, func(g scheduler.ContingencyGap) bool {
		return g.Worker == a.Worker && g.Start.Before(a.End) && a.Start.Before(g.End)
	})
}

// repair is what a repair after the absences leaves short.
func (t *trial) repair(all []repair.DeskAbsence) (lost time.Duration, err error) {
	var events []scheduler.Event
	o := repair.Options{Checks: 100, Omit: scheduler.Omit{Backups: true, Shares: true, Missed: true, Proofs: true, Reasons: true}}
	for _, a := range all {
		events = append(events, scheduler.Event{Kind: scheduler.EventAbsent, Worker: a.Worker, Start: a.Start, End: a.End})
		o.AsOf = a.Reported
	}
	out, err := repair.Rota(context.Background(), t.p, t.r, events, o)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", t.row.Name, err)
	}
	for _, u := range out.Short {
		lost += u.End.Sub(u.Start) * time.Duration(u.Short)
	}
	return lost, nil
}

func (t *trial) meet(all []repair.DeskAbsence) (lost time.Duration) {
	t.desk.Reset()
	for _, a := range all {
		for _, g := range t.desk.Absent(a).Uncovered {
			lost += g.End.Sub(g.Start)
		}
	}
	return lost
}

func absence(s *scheduler.Shift, at time.Time) repair.DeskAbsence {
	return repair.DeskAbsence{Worker: s.Worker, Start: at, End: s.End, Reported: at}
}

// hoursOf are the start of a shift on duty and the full hours in it.
func hoursOf(s *scheduler.Shift) (out []time.Time) {
	if s.Kind != scheduler.Waking && s.Kind != scheduler.SleepIn {
		return nil
	}
	for at := s.Start; at.Before(s.End); at = at.Add(time.Hour).Truncate(time.Hour) {
		out = append(out, at)
	}
	return out
}
