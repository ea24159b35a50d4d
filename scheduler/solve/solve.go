package solve

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// Rules are the rules of the house and the planned contingency, which hold where a caller gives
// none. Append your own and pass them in the options.
func Rules() []constraints.Rule { return slices.Concat(constraints.House(), contingency.Planned()) }

// Options of Rota. The zero value works.
type Options struct {
	Rules    []constraints.Rule // none: Rules
	Engine   solver.Engine      // nil: native.Engine
	Seed     uint64
	Threads  int             // 0: as many as the machine has
	Time     time.Duration   // 0: until proved best or no longer improving, at most a minute
	Steps    int64           // when positive, a budget of work in place of Time: same problem, seed, threads and steps give the same rota
	From     *scheduler.Rota // a rota to start from; shifts that are not legal are left out
	Progress func(Progress)  // told of each improvement; calls come one at a time
	Omit     scheduler.Omit  // parts of the report that are not wanted
	Observe  Observer        // told of the phases; nil for nobody
}

// Progress is one improvement of the search.
type Progress struct {
	Elapsed   time.Duration
	Objective []scheduler.Goal
	Done      float64 // share of the budget used, 0 to 1
}

// Rota makes a rota: it checks the problem, compiles it with the rules,
// lets the engine search, has the audit read the result and completes the report as
// Complete does. A cancelled context is no error: the report is of the best rota so far. Errors are
// *scheduler.ProblemError, *scheduler.AuditError, or the engine's own.
func Rota(ctx context.Context, p *scheduler.Problem, o Options) (*scheduler.Report, error) {
	report, err := Search(ctx, p, o)
	if err == nil {
		Finish(ctx, p, report, CompleteOptions{Threads: o.Threads, Omit: o.Omit, Observe: o.Observe})
	}
	return report, err
}

// Search is Rota without what Finish adds.
func Search(ctx context.Context, p *scheduler.Problem, o Options) (*scheduler.Report, error) {
	if err := sound(ctx, p, o.Observe); err != nil {
		return nil, err
	}
	start := time.Now()
	c, err := compiled(ctx, p, o.Rules, o.Observe)
	if err != nil {
		return nil, err
	}
	engine := o.Engine
	if engine == nil {
		engine = native.Engine{}
	}
	in, end := o.Observe.begin(ctx, "search")
	res, err := engine.Solve(in, c.Model, o.forEngine(c))
	end()
	if err != nil {
		return nil, fmt.Errorf("scheduler: engine %s: %w", engine.Name(), err)
	}
	_, end = o.Observe.begin(ctx, "audit")
	report := audit.Rota(p, c.Rota(res.Plan))
	end(count("findings", len(report.Findings)), Figure{"underlap_hours", report.Cover.UnderlapHours})
	report.Engine, report.Seed = engine.Name(), o.Seed
	if err := c.Compare(res.Cost, report); err != nil || len(report.Findings) > 0 {
		return report, &scheduler.AuditError{Engine: engine.Name(), Findings: report.Findings, Cost: err}
	}
	in, end = o.Observe.begin(ctx, "relief")
	report = relieve(in, c, report, o)
	end(Figure{"shortfall_hours", report.Contingency.ReliefShortfall})
	boundBy(report, res)
	if !o.Omit.Proofs {
		proved(ctx, c, report, o.Observe)
	}
	report.Judge()
	report.Seconds = time.Since(start).Seconds()
	return report, nil
}

// sound is an error for a problem with faults.
func sound(ctx context.Context, p *scheduler.Problem, told Observer) error {
	_, end := told.begin(ctx, "validate")
	faults := validate.Problem(p)
	end(count("faults", len(faults)))
	if len(faults) > 0 {
		return &scheduler.ProblemError{Faults: faults}
	}
	return nil
}

func compiled(ctx context.Context, p *scheduler.Problem, rules []constraints.Rule, told Observer) (*constraints.Compiled, error) {
	_, end := told.begin(ctx, "compile")
	c, err := constraints.Compile(p, orUsual(rules))
	if err != nil {
		end()
		return nil, err
	}
	end(count("tasks", len(c.Model.Tasks)), count("lines", len(c.Model.Lines)), count("sums", len(c.Model.Sums)))
	return c, nil
}

func proved(ctx context.Context, c *constraints.Compiled, r *scheduler.Report, told Observer) {
	_, end := told.begin(ctx, "proofs")
	prove.Prove(c, r)
	end(count("proofs", len(r.Proofs)))
}

// orUsual are the rules given, or the usual ones.
func orUsual(given []constraints.Rule) []constraints.Rule {
	if len(given) == 0 {
		return Rules()
	}
	return given
}

func (o Options) forEngine(c *constraints.Compiled) solver.Options {
	s := solver.Options{Seed: o.Seed, Threads: o.Threads, Time: o.Time, Steps: o.Steps}
	if o.From != nil {
		s.Start = c.Plan(o.From)
	}
	if o.Progress != nil {
		s.Progress = func(p solver.Progress) {
			o.Progress(Progress{Elapsed: p.Elapsed, Objective: constraints.Goals(p.Cost, p.Bound), Done: p.Done})
		}
	}
	return s
}

// boundBy enters the engine's bounds.
func boundBy(r *scheduler.Report, res *solver.Result) {
	for l, g := range constraints.Goals(res.Cost, res.Bound) {
		r.Objective[l].Bound, r.Objective[l].By = g.Bound, res.By[l]
	}
}
