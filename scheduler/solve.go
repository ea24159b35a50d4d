package scheduler

import (
	"context"
	"fmt"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// Options of Solve. Rules must be given (constraints.House and
// contingency.Planned make the usual list); the zero value of the rest works.
type Options struct {
	Rules    []Rule
	Engine   solver.Engine // nil: solver.Native
	Seed     uint64
	Threads  int            // 0: as many as the machine has
	Time     time.Duration  // 0: until proved best or no longer improving, at most a minute
	Steps    int64          // when positive, a budget of work in place of Time: same problem, seed, threads and steps give the same rota
	From     *Rota          // a rota to start from; shifts that are not legal are left out
	Progress func(Progress) // told of each improvement; calls come one at a time
	Omit     Omit           // parts of the report that are not wanted
}

// Progress is one improvement of the search.
type Progress struct {
	Elapsed   time.Duration
	Objective []Goal
	Done      float64 // share of the budget used, 0 to 1
}

// Solve makes a rota: it checks the problem, compiles it with the rules,
// lets the engine search, has the audit read the result and completes the report as
// Complete does. A cancelled
// context is no error: the report is of the best rota so far. Errors are
// *ProblemError, *AuditError, the engine's own, and that no rules are given.
func Solve(ctx context.Context, p *Problem, o Options) (*Report, error) {
	report, err := solveOnly(ctx, p, o)
	if err == nil {
		finish(ctx, p, report, CompleteOptions{Threads: o.Threads, Omit: o.Omit})
	}
	return report, err
}

// solveOnly is Solve without what finish adds.
func solveOnly(ctx context.Context, p *Problem, o Options) (*Report, error) {
	if len(o.Rules) == 0 {
		return nil, ErrNoRules
	}
	if faults := Validate(p); len(faults) > 0 {
		return nil, &ProblemError{faults}
	}
	start := time.Now()
	c, err := Compile(p, o.Rules)
	if err != nil {
		return nil, err
	}
	engine := o.Engine
	if engine == nil {
		engine = native.Engine{}
	}
	res, err := engine.Solve(ctx, c.Model, o.forEngine(c))
	if err != nil {
		return nil, fmt.Errorf("scheduler: engine %s: %w", engine.Name(), err)
	}
	report := Audit(p, c.Rota(res.Plan))
	report.Engine, report.Seed = engine.Name(), o.Seed
	if err := c.Compare(res.Cost, report); err != nil || len(report.Findings) > 0 {
		return report, &AuditError{engine.Name(), report.Findings, err}
	}
	report = relieve(ctx, c, report, o)
	boundBy(report, res)
	if !o.Omit.Proofs {
		prove(c, report)
	}
	report.judge()
	report.Seconds = time.Since(start).Seconds()
	return report, nil
}

func (o Options) forEngine(c *Compiled) solver.Options {
	s := solver.Options{Seed: o.Seed, Threads: o.Threads, Time: o.Time, Steps: o.Steps}
	if o.From != nil {
		s.Start = c.Plan(o.From)
	}
	if o.Progress != nil {
		s.Progress = func(p solver.Progress) {
			o.Progress(Progress{Elapsed: p.Elapsed, Objective: goals(p.Cost, p.Bound), Done: p.Done})
		}
	}
	return s
}

// boundBy enters the engine's bounds.
func boundBy(r *Report, res *solver.Result) {
	for l, g := range goals(res.Cost, res.Bound) {
		r.Objective[l].Bound, r.Objective[l].By = g.Bound, res.By[l]
	}
}
