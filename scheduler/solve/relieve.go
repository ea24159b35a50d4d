package solve

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Relief is no part of an engine's model: how many could take a shift hangs on every other shift of
// theirs. It is sought after the engine has done, by handing shifts over and exchanging them where
// that leaves all that ranks before relief as good.

// Budget of the search for relief: trials with a budget of steps, else time.
const (
	reliefSteps  = 250 // steps of the budget for each trial
	reliefTrials = 2000
	reliefTime   = 5 * time.Second // at most
)

// relieve changes the report's rota for more relief, or the rota to start from where that is better to
// begin with, as the engine cannot tell; the report is then of the better rota.
func relieve(ctx context.Context, c *constraints.Compiled, r *scheduler.Report, o Options) *scheduler.Report {
	p := c.Source
	if p.Contingency.Relief > 0 && o.From != nil {
		if start := better(c, c.Rota(c.Plan(o.From)), r, o.Rules); start != nil {
			r = start
		}
	}
	if p.Contingency.Relief <= 0 || r.Contingency.ReliefShortfall == 0 || len(r.Findings) > 0 {
		return r
	}
	until := time.Now().Add(reliefTime)
	trials := reliefTrials
	if o.Steps > 0 {
		trials = int(min(int64(trials), o.Steps/reliefSteps))
	}
	s := newRelieving(c, r, o)
	for range trials {
		if ctx.Err() != nil || o.Steps <= 0 && time.Now().After(until) || s.report.Contingency.ReliefShortfall == 0 {
			break
		}
		s.try()
	}
	return s.report
}

// relieving is a rota that is changed for more relief.
type relieving struct {
	c      *constraints.Compiled
	rules  []constraints.Rule
	editor *editor.Editor
	report *scheduler.Report
	rng    *rand.Rand
}

func newRelieving(c *constraints.Compiled, r *scheduler.Report, o Options) *relieving {
	was := reading.JudgedUnder(c.Source, r.Rota, own.In(c, o.Rules))
	before := was.Instant(was.Origin).Add(-editor.LongBefore)
	return &relieving{c, o.Rules, editor.New(was, nil, before, before), r, rand.New(rand.NewPCG(o.Seed, 0x72656c69))}
}

// try hands a shift over, or exchanges two, and keeps that when it is better.
func (s *relieving) try() {
	i := s.pick()
	if i < 0 {
		return
	}
	s.editor.Journal = s.editor.Journal[:0]
	from := s.editor.Shifts[i].Worker
	takers := s.editor.Ladder(&s.editor.Needs[s.editor.Shifts[i].Need])
	to := takers[s.rng.IntN(len(takers))]
	if to == from {
		return
	}
	ok := false
	if j := s.against(to, i); j >= 0 && s.rng.IntN(2) == 0 {
		ok = s.exchange(i, j)
	} else {
		s.editor.Take(i)
		ok = s.hand(i, to)
	}
	if ok {
		ok = s.keepBetter()
	}
	if !ok {
		s.editor.Undo(0)
	}
	s.editor.Journal = s.editor.Journal[:0]
}

// pick is a shift that may change hands, by chance; -1 when none is found soon.
func (s *relieving) pick() int {
	for range 20 {
		i := s.rng.IntN(len(s.editor.Shifts))
		if x := &s.editor.Shifts[i]; !s.editor.Gone[i] && x.Counts && !s.editor.Pinned(i) && x.Kind != scheduler.Shadow {
			return i
		}
	}
	return -1
}

// against is a shift of a worker's, by chance, to exchange for one within a week
// of it; -1 for none.
func (s *relieving) against(worker, i int) int {
	var list []int
	for _, j := range s.editor.ShiftsOf(worker) {
		x := &s.editor.Shifts[j]
		if x.Counts && x.Kind != scheduler.Shadow && !s.editor.Pinned(j) && x.From > s.editor.Shifts[i].From-7*86400 && x.To < s.editor.Shifts[i].To+7*86400 {
			list = append(list, j)
		}
	}
	if len(list) == 0 {
		return -1
	}
	return list[s.rng.IntN(len(list))]
}

func (s *relieving) exchange(i, j int) bool {
	a, b := s.editor.Shifts[i].Worker, s.editor.Shifts[j].Worker
	s.editor.Take(i)
	s.editor.Take(j)
	return s.hand(i, b) && s.hand(j, a)
}

// hand gives the time of a shift that was taken out to another worker.
func (s *relieving) hand(i, to int) bool {
	x := s.editor.Shifts[i]
	h := editor.Hole{Span: x.Span, Place: editor.Place{Need: x.Need, Occ: x.Occ}}
	w := &s.editor.Workers[to]
	on, stands, _ := s.editor.Busy(w, x.Span)
	v := editor.Move{Worker: to, Hole: h, Stands: stands}
	if len(on) > 0 || !s.editor.Complete(&v, x.Span, false) {
		return false
	}
	s.editor.Play(&v)
	return true
}

// keepBetter keeps the rota when it is better.
func (s *relieving) keepBetter() bool {
	r := better(s.c, s.editor.Rota(), s.report, s.rules)
	if r == nil {
		return false
	}
	s.report = r
	return true
}

// better is the audit's report of a rota where that is better than the one of another report, and
// legal under rules of the caller's own too; nil where it is not.
func better(c *constraints.Compiled, rota *scheduler.Rota, than *scheduler.Report, rules []constraints.Rule) *scheduler.Report {
	r, err := own.AuditedIn(c, rota, rules)
	if err != nil || len(r.Findings) > 0 || !reachesMore(r, than) {
		return nil
	}
	plan := c.Plan(rota)
	if len(c.Model.Violations(plan)) > 0 || c.Compare(c.Model.Evaluate(plan), r) != nil {
		return nil
	}
	r.Engine, r.Seed = than.Engine, than.Seed
	return r
}

// reachesMore compares what two rotas reach, level by level.
func reachesMore(a, b *scheduler.Report) bool {
	const slack = 1e-9
	for k := range a.Objective {
		if d := a.Objective[k].Value - b.Objective[k].Value; d > slack || d < -slack {
			return d < 0
		}
	}
	return false
}
