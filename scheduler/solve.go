package scheduler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/carerota/carerota/solver"
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

// Levels are the names of the objective's levels, most important first.
var Levels = [5]string{"critical", "essential", "desirable", "contingency", "money"}

// ErrNoRules is returned by Solve without rules: a rota that keeps none is no rota.
var ErrNoRules = errors.New("scheduler: no rules given; use carerota.Rules()")

// AuditError says that a rota from an engine did not pass the audit. It is
// never the fault of the problem.
type AuditError struct {
	Engine   string
	Findings []Finding
	Cost     error // the engine's figures differ from the audit's; nil when they agree
}

func (e *AuditError) Error() string {
	var says []string
	for _, f := range e.Findings {
		says = append(says, f.Says)
	}
	if e.Cost != nil {
		says = append(says, e.Cost.Error())
	}
	return fmt.Sprintf("scheduler: the audit rejects the rota of engine %s: %s", e.Engine, strings.Join(says, "; "))
}

// ProblemError lists everything that is wrong with a problem.
type ProblemError struct{ Faults []Fault }

func (e *ProblemError) Error() string {
	var says []string
	for _, f := range e.Faults {
		says = append(says, fmt.Sprintf("%s: %s", f.Path, f.Says))
	}
	return "scheduler: the problem has faults: " + strings.Join(says, "; ")
}

// Solve makes a rota: it checks the problem, compiles it with the rules,
// lets the engine search, has the audit read the result and completes the report as
// Complete does. A cancelled
// context is no error: the report is of the best rota so far. Errors are
// ErrNoRules, *ProblemError, *AuditError, or the engine's own.
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
		engine = solver.Native{}
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
	report.bound(res)
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

// goals turns an engine's ranked cost into hours and money.
func goals(cost, bound solver.Cost) []Goal {
	out := make([]Goal, len(Levels))
	for l := range out {
		unit := 60.0
		if l == len(Levels)-1 {
			unit = moneyUnit
		}
		out[l] = Goal{Level: Levels[l], Value: float64(cost[l]) / unit, Bound: float64(bound[l]) / unit}
	}
	return out
}

// moneyUnit is how many of an engine's money units make one of the currency.
const moneyUnit = 1e8

// bound enters the engine's bounds.
func (r *Report) bound(res *solver.Result) {
	for l, g := range goals(res.Cost, res.Bound) {
		r.Objective[l].Bound, r.Objective[l].By = g.Bound, res.By[l]
	}
}

// judge says what the bounds prove. The audit's values stand: they also hold what
// no engine plans (relief), so that a level is never called optimal on the
// engine's word alone.
func (r *Report) judge() {
	r.Status = Optimal
	for _, g := range r.Objective {
		if !g.Proved() {
			r.Status = Feasible
		}
	}
}

// trust gives underlap that has no verdict one where another solver alone has proved
// its level least, and the levels before it are least too: in every rota so
// much is short, the more critical need first. There is no proof of it to read.
func (r *Report) trust() {
	for l := range r.Objective[:LevelContingency] {
		g := &r.Objective[l]
		if !g.Proved() {
			return
		}
		for i := range r.Underlap {
			if u := &r.Underlap[i]; g.By != "" && int(u.Criticality) == l && u.Verdict == VerdictNotProved {
				u.Verdict, u.By = VerdictUnavoidable, g.By
			}
		}
	}
}
