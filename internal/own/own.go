// Package own holds rotas against the rules of a caller's own: what constraints.Own knows of them in
// the model's terms, said in those of a reading.
package own

import (
	"math"
	"slices"
	"sync"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Know gives rules that know the problem of a call, so that it is compiled once for all that is asked
// about it, and that of an id which it does not have the error says so; see constraints.Compiled.With. Where none
// of them is a caller's own, or they know a problem, they come back as they are.
func Know(p *scheduler.Problem, rules []constraints.Rule) ([]constraints.Rule, error) {
	if !constraints.HasOwn(rules) || constraints.From(rules) != nil {
		return rules, nil
	}
	c, err := constraints.Compile(p, rules)
	if err != nil {
		return nil, err
	}
	return c.With(rules), nil
}

// Of makes of rules what those among them say that are a caller's own; nil for none. The first problem
// that it is asked about is the one that others are made from. What it gives
// throws the error of a problem that cannot be compiled (solver.Throw).
func Of(rules []constraints.Rule) reading.Rules {
	if !constraints.HasOwn(rules) {
		return nil
	}
	var mu sync.Mutex
	known := func(p *scheduler.Problem) []constraints.Rule {
		mu.Lock()
		defer mu.Unlock()
		var err error
		if rules, err = Know(p, rules); err != nil {
			solver.Throw(err)
		}
		return rules
	}
	return func(p *scheduler.Problem) reading.Own {
		c, err := constraints.Compile(p, known(p))
		if err != nil {
			solver.Throw(err)
		}
		return sayingOf(c)
	}
}

// In is Of for a problem that is compiled with the rules already.
func In(c *constraints.Compiled, rules []constraints.Rule) reading.Rules { return Of(c.With(rules)) }

// Audited is the audit's report on a rota, with what a caller's own rules find and what they add to
// the objective.
func Audited(p *scheduler.Problem, r *scheduler.Rota, rules []constraints.Rule) (report *scheduler.Report, err error) {
	defer solver.Recover(&err)
	if !constraints.HasOwn(rules) {
		return reading.Audited(p, r).Report, nil
	}
	c, err := constraints.Compile(p, rules)
	if err != nil {
		return nil, err
	}
	return AuditedIn(c, r, rules)
}

// AuditedIn is Audited for a problem that is compiled with the rules already.
func AuditedIn(c *constraints.Compiled, r *scheduler.Rota, rules []constraints.Rule) (report *scheduler.Report, err error) {
	defer solver.Recover(&err)
	report = reading.AuditedUnder(c.Source, r, In(c, rules)).Report
	return report, Complete(c, report)
}

// Complete adds to a report what a caller's own rules find themselves, and what they add to the
// objective. The error says where a rule's prices are not the model's.
func Complete(c *constraints.Compiled, r *scheduler.Report) error {
	o := c.Own()
	if o == nil {
		return nil
	}
	for _, f := range o.Audit(r.Rota) {
		if !slices.ContainsFunc(r.Findings, func(g scheduler.Finding) bool {
			return g.Rule == f.Rule && g.Worker == f.Worker && g.Need == f.Need && g.At.Equal(f.At)
		}) {
			r.Findings = append(r.Findings, f)
		}
	}
	amounts, err := o.Prices(r.Rota)
	for l, x := range amounts {
		if l == len(r.Objective) {
			r.Objective = append(r.Objective, scheduler.Goal{Level: c.Model.Levels[l], Bound: math.NaN()})
		}
		if r.Objective[l].Value += x; l == scheduler.LevelMoney {
			r.Cost.Prices += x
		}
	}
	return err
}

// saying is what own rules say of one problem.
type saying struct {
	*constraints.Own
	c      *constraints.Compiled
	origin int64
}

func sayingOf(c *constraints.Compiled) reading.Own {
	if c.Own() == nil {
		return nil
	}
	return &saying{c.Own(), c, c.Instant(0).Unix()}
}

// span is a span in the model's minutes, rounded outwards.
func (s *saying) span(x reading.Span) solver.Span {
	return solver.Span{From: s.minute(x.From), To: s.minute(x.To + 59)}
}

func (s *saying) minute(at int64) solver.Minute {
	at -= s.origin
	if at < 0 {
		at -= 59
	}
	return solver.Minute(at / 60)
}

// Work names the rules against any work at a time.
func (s *saying) Work(worker int, x reading.Span) []string { return s.Own.Work(worker, s.span(x)) }

// Serve names the rules against a shift in a need.
func (s *saying) Serve(worker, need int, x reading.Span) []string {
	return s.Own.Serve(worker, need, s.span(x))
}

// Times is when the worker may serve a need; true for always.
func (s *saying) Times(worker, need int) (out []reading.Span, always bool) {
	spans, always := s.Own.Times(worker, need)
	for _, x := range spans {
		out = append(out, reading.Span{From: s.origin + 60*int64(x.From), To: s.origin + 60*int64(x.To)})
	}
	return out, always
}

// Backs says whether the worker may be called to a need then.
func (s *saying) Backs(worker, need int, x reading.Span) bool {
	return s.Own.Backs(worker, need, s.span(x))
}

// Line names the rules that a line breaks.
func (s *saying) Line(worker int, line []reading.Item) []string {
	return s.Own.Line(worker, s.decisions(worker, line))
}

// Together names the rules that all lines together break.
func (s *saying) Together(of func(worker int) []reading.Item) []string {
	plan, given := &solver.Plan{}, &solver.Plan{}
	for w := range s.c.Model.Lines {
		line := slices.DeleteFunc(slices.Clone(of(w)), func(it reading.Item) bool { return it.Past })
		plan.Lines = append(plan.Lines, s.decisions(w, line))
		given.Lines = append(given.Lines, s.decisions(w, slices.DeleteFunc(line, func(it reading.Item) bool { return !it.History })))
	}
	return s.Own.Together(plan, given)
}

// kinds of shifts as kinds of decisions.
var kinds = map[scheduler.Kind]solver.Mode{scheduler.Waking: solver.Active, scheduler.SleepIn: solver.Passive, scheduler.Standby: solver.Reserve, scheduler.Shadow: solver.Beside}

// decisions is a line in the model's terms.
func (s *saying) decisions(worker int, line []reading.Item) []solver.Decision {
	out := make([]solver.Decision, 0, len(line))
	for i := range line {
		it := &line[i]
		x := s.span(it.Span)
		d := solver.Decision{Task: solver.NoTask, Start: x.From, End: x.To, Kind: kinds[it.Kind], Fixed: true}
		if it.Past {
			d.Task = solver.PastTask
		} else {
			if it.Need >= 0 {
				d.Task = s.c.TaskOf(it.Need, x)
			}
			d.Fixed = slices.Contains(s.c.Model.Lines[worker].Fixed, d)
		}
		out = append(out, d)
	}
	return out
}
