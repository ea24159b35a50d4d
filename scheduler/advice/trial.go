package advice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/xplain"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
)

// aims are the levels of the objective before money, all in hours.
const aims = scheduler.LevelMoney

// trial is the outcome of solving the part of a problem that some remedies
// touch.
type trial struct {
	goals  [aims]float64 // hours: underlap by criticality, family, contingency shortfall
	proved bool          // no rota does better
	longer bool          // it was searched longer than others
	money  float64       // of the part; 0 when it was solved for hours alone
	in     part
	report *scheduler.Report
}

// goalsOf are the levels of a report in hours.
func goalsOf(r *scheduler.Report) (out [aims]float64) {
	for i := range out {
		out[i] = r.Objective[i].Value
	}
	return out
}

// compareGoals puts what leaves less first, the more critical before the
// others, among the first so many goals.
func compareGoals(x, z [aims]float64, upTo int) int {
	for i := range upTo {
		if math.Abs(x[i]-z[i]) > hoursSlack {
			return cmp.Compare(x[i], z[i])
		}
	}
	return 0
}

// better says whether x leaves less than z.
func better(x, z [aims]float64, upTo int) bool { return compareGoals(x, z, upTo) < 0 }

// hoursSlack is how many hours two figures may differ and be the same.
const hoursSlack = 1e-6

func noneLeft(x [aims]float64, upTo int) bool {
	for i := range upTo {
		if i != scheduler.LevelFamily && x[i] > hoursSlack {
			return false
		}
	}
	return true
}

// part says which needs and workers of a problem belong to a part of it, by id.
type part struct{ needs, workers map[string]bool }

// key tells parts apart.
func (t part) key() string {
	return fmt.Sprint(slices.Sorted(maps.Keys(t.needs)), slices.Sorted(maps.Keys(t.workers)))
}

// edited is the problem with the remedies.
func edited(a *advising, remedies []Remedy) *scheduler.Problem {
	p := a.p.Clone()
	for _, m := range remedies {
		m.Apply(p)
	}
	return p
}

// solve solves the part of the problem with the remedies that they and the
// shortage touch. See solvePart.
func (a *advising) solve(ctx context.Context, remedies []Remedy, full bool) (*trial, error) {
	p := edited(a, remedies)
	for i := range p.Needs {
		if n := &p.Needs[i]; a.tidy && !n.Whole {
			n.MinShift = max(n.MinShift, tidyShift)
		}
	}
	return a.solvePart(ctx, p, a.partOf(p, remedies), full)
}

// solvePart solves a part of a problem from the best rota known. For hours alone, money and what is
// ranked after the aim is left out, which makes it a small matter.
func (a *advising) solvePart(ctx context.Context, p *scheduler.Problem, in part, full bool) (*trial, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	in.restrict(p)
	o := a.o.Options
	o.From, o.Progress, o.Time = a.from, nil, 0
	if !full {
		hoursAlone(p, a.levels)
		o.Steps = a.o.TrialSteps
	}
	a.trials++
	r, err := solve.Search(ctx, p, o)
	if err != nil {
		return nil, err
	}
	t := &trial{report: r, proved: true, in: in, goals: goalsOf(r)}
	for i := range t.goals {
		t.proved = t.proved && (i >= a.levels || r.Objective[i].Value-r.Objective[i].Bound < hoursSlack)
	}
	if full {
		t.money = r.Objective[scheduler.LevelMoney].Value
	}
	return t, ctx.Err()
}

// hoursAlone takes out of a problem what is ranked after the first so many
// levels of the objective.
func hoursAlone(p *scheduler.Problem, levels int) {
	p.Objective, p.Pay, p.From = scheduler.Prices{FamilyAny: p.Objective.FamilyAny}, nil, nil
	for i := range p.Workers {
		w := &p.Workers[i]
		w.Rate, w.SleepInRate, w.StandbyRate, w.GuaranteedHoursWeek, w.ShadowHours = 0, 0, 0, 0, 0
	}
	if levels < 4 {
		p.Contingency.Standby, p.Contingency.Relief, p.Contingency.Headroom = 0, 0, 0
	}
}

// union holds together workers and needs that share something.
type union []int

func (u union) root(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, k int) { u[u.root(i)] = u.root(k) }

// partOf is the part that the shortage or a remedy can touch: whoever may work
// in one need holds it together with all other needs open to her, and so do
// ceilings, trainees and fairness.
func (a *advising) partOf(p *scheduler.Problem, remedies []Remedy) part {
	u := union(xplain.Below(len(p.Workers) + len(p.Needs)))
	joinWorkers(a, reading.New(p), u)
	wanted := map[int]bool{}
	for i := range p.Needs {
		if a.short[p.Needs[i].ID] || slices.ContainsFunc(remedies, func(m Remedy) bool { return m.touches(&p.Needs[i]) }) {
			wanted[u.root(len(p.Workers)+i)] = true
		}
	}
	for i := range p.Workers {
		if slices.ContainsFunc(remedies, func(m Remedy) bool { return m.about(&p.Workers[i]) }) {
			wanted[u.root(i)] = true
		}
	}
	t := part{map[string]bool{}, map[string]bool{}}
	for i := range p.Needs {
		if wanted[u.root(len(p.Workers)+i)] {
			t.needs[p.Needs[i].ID] = true
		}
	}
	for i := range p.Workers {
		if wanted[u.root(i)] {
			t.workers[p.Workers[i].ID] = true
		}
	}
	return t
}

// restrict takes the other needs out of the problem and suspends the other
// workers.
func (t part) restrict(p *scheduler.Problem) {
	p.Needs = slices.DeleteFunc(p.Needs, func(n scheduler.Need) bool { return !t.needs[n.ID] })
	for i := range p.Workers {
		w := &p.Workers[i]
		w.Pinned = slices.DeleteFunc(w.Pinned, func(pin scheduler.Pin) bool {
			return pin.Need != "" && !t.needs[pin.Need] || pin.Need == "" && !t.workers[w.ID]
		})
		if !t.workers[w.ID] {
			w.Suspended, w.GuaranteedHoursWeek, w.ShadowHours = true, 0, 0
		}
	}
	if p.From != nil {
		p.From = t.within(p.From)
	}
}

// holds says whether a shift belongs to the part.
func (t part) holds(s *scheduler.Shift) bool {
	return t.needs[s.Need] || s.Kind == scheduler.Standby && t.workers[s.Worker]
}

// within are the shifts of a rota that belong to the part.
func (t part) within(r *scheduler.Rota) *scheduler.Rota {
	return &scheduler.Rota{Shifts: slices.DeleteFunc(slices.Clone(r.Shifts), func(s scheduler.Shift) bool { return !t.holds(&s) })}
}

// over is a rota of the whole with the part of it as another rota has it.
func (t part) over(whole, in *scheduler.Rota) *scheduler.Rota {
	out := slices.DeleteFunc(slices.Clone(whole.Shifts), func(s scheduler.Shift) bool { return t.holds(&s) })
	out = append(out, in.Shifts...)
	slices.SortStableFunc(out, func(x, z scheduler.Shift) int {
		return cmp.Or(x.Start.Compare(z.Start), cmp.Compare(x.Worker, z.Worker))
	})
	return &scheduler.Rota{Shifts: out}
}

func joinWorkers(a *advising, y *reading.Reading, u union) {
	p := y.Problem
	first := map[string]int{}
	for i := range y.Workers {
		w := &y.Workers[i]
		for k := range y.Needs {
			if y.MayTake(w, &y.Needs[k]) {
				u.join(i, len(p.Workers)+k)
			}
		}
		if m := reading.IndexOf(y.WorkerOf, w.Shadowing); m >= 0 && w.Trainee {
			u.join(i, m)
		}
		if w.Ceiling() == nil && p.Objective.Unfair == 0 {
			continue
		}
		if k, ok := first[w.Provider]; ok {
			u.join(i, k)
		}
		first[w.Provider] = i
	}
}

// touches says whether the remedy is about the need.
func (m *Remedy) touches(n *scheduler.Need) bool {
	switch m.Kind {
	case Move:
		return m.Need == n.ID
	case Without:
		return m.Rule.Rule == "only" && m.Rule.Need == n.ID
	case Hire:
		return slices.Contains(m.Into, n.ID)
	}
	return false
}

// about says whether the remedy is about the worker.
func (m *Remedy) about(w *scheduler.Worker) bool {
	switch m.Kind {
	case Train, RaiseCap, Extend:
		return m.Worker == w.ID
	case Approve, Accept, LiftCeil:
		return m.Provider == w.Provider
	case Hire:
		return m.New.ID == w.ID
	case Without:
		return m.Rule.Provider == w.Provider && w.Provider != "" || m.Rule.Rule == "approval" || m.Rule.Rule == "accepts"
	}
	return false
}

// errSpent says that no more trials are allowed.
var errSpent = errors.New("scheduler: the trials are used up")

// isFault says whether an error is about a problem that a remedy spoils, which
// is no reason to stop.
func isFault(err error) bool {
	var e *scheduler.ProblemError
	return errors.As(err, &e)
}
