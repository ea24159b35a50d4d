package solve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// Rules are the rules of the house and the planned contingency, which hold where a caller gives
// none. Append your own and pass them in the options.
func Rules() []constraints.Rule { return slices.Concat(constraints.House(), contingency.Planned()) }

// Options of Rota. The zero value works.
type Options struct {
	// Rules are the usual ones with your own appended: append to Rules(). None: Rules(). Without the
	// rules that the audit reads every rota by there is no rota: an *scheduler.OptionError names them.
	Rules    []constraints.Rule
	Engine   solver.Engine // nil: native.Engine
	Seed     uint64
	Threads  int             // 0: as many as the machine has
	Time     time.Duration   // of the whole call; 0: until proved best or no longer improving, at most a minute
	Steps    int64           // when positive, a budget of work in place of Time: same problem, seed, threads and steps give the same rota
	From     *scheduler.Rota // a rota to start from; shifts that are not legal are left out. What it has before the problem's AsOf stands
	Progress func(Progress)  // told of each improvement; calls come one at a time
	// Checkpoint, when not nil, is handed the best rota so far, now and then while the search goes
	// on: to be kept in case the program ends before its time. It keeps every hard rule, is the
	// caller's own to keep, and is not audited. Calls come one at a time, never beside one of
	// Progress, and the search waits for each.
	Checkpoint func(*scheduler.Rota)
	Omit       scheduler.Omit // parts of the report that are not wanted
	Observe    Observer       // told of the phases; nil for nobody
}

// Progress is one improvement of the search.
type Progress struct {
	Elapsed time.Duration
	// Objective are the levels so far. The contingency's is NaN where relief is wanted, which is
	// looked at when the search is over.
	Objective []scheduler.Goal
	Done      float64 // share of the budget used, 0 to 1; it never goes back
}

// Rota makes a rota: it checks the problem, compiles it with the rules,
// lets the engine search, has the audit read the result and completes the report as
// Complete does. Errors are *scheduler.OptionError, *scheduler.ProblemError, *scheduler.AuditError,
// the engine's own, or a *solver.PanicError of a rule or of what is told of the search.
//
// Options.Time and the context's deadline hold for the whole call. The rota comes first: the last
// part of the time is for what is said of it, each thing has a share of that, and what there is no
// time for is left out. The report's LeftOut and Warnings say so, and Complete works it out. The
// call ends at most a twentieth of its time late, or half a second where that is more; a Time below a
// quarter of a second is one of that, so that there is a first rota.
//
// A cancelled context is no error: the report is of the best rota so far, of o.From or the pinned
// shifts where the search had not begun, with what can be said of it in less than a second.
func Rota(ctx context.Context, p *scheduler.Problem, o Options) (*scheduler.Report, error) {
	return o.rota(ctx, p, CompleteOptions{Threads: o.Threads, Omit: o.Omit, Observe: o.Observe})
}

// Search is Rota with nothing said of the rota but the proofs.
func Search(ctx context.Context, p *scheduler.Problem, o Options) (*scheduler.Report, error) {
	return o.rota(ctx, p, CompleteOptions{Observe: o.Observe, Omit: scheduler.Omit{Proofs: o.Omit.Proofs, Reasons: true, Backups: true, Shares: true, Missed: true}})
}

// check is an *scheduler.OptionError where an option is out of its range, an error where there is no context.
func (o *Options) check(ctx context.Context, p *scheduler.Problem) error {
	return cmp.Or(solver.CheckContext(ctx), checkRules(p, o.Rules), scheduler.CheckThreads(o.Threads), scheduler.CheckTime("Time", o.Time), scheduler.CheckCount("Steps", o.Steps, math.MaxInt64))
}

func (o Options) rota(ctx context.Context, p *scheduler.Problem, wanted CompleteOptions) (_ *scheduler.Report, err error) {
	defer solver.Recover(&err)
	if err := o.check(ctx, p); err != nil {
		return nil, err
	}
	if err := sound(ctx, p, validate.Checks{Threads: o.Threads}, o.Observe); err != nil {
		return nil, err
	}
	if o.Engine == nil {
		o.Engine = native.Engine{}
	}
	p = reading.WithMentors(p, reading.MentorPins(p))
	given := p
	if p = standing(p, o.From, validate.Checks{Threads: o.Threads}); p != given {
		if err := sound(ctx, p, validate.Checks{Threads: o.Threads}, nil); err != nil {
			return nil, err
		}
	}
	o.Rules = orUsual(o.Rules)
	wanted.Rules = o.Rules
	b := newBudget(ctx, &o, p.Contingency.Relief > 0)
	c, report, err := o.find(&b, p)
	if err != nil {
		return report, err
	}
	if c != nil {
		wanted.Rules = c.With(o.Rules)
	}
	b.complete(p, report, wanted, func(ctx context.Context) bool {
		if c == nil {
			return false
		}
		all := prove.Prove(ctx, given, c, report)
		boundFamily(ctx, c, report, o.Rules)
		return all
	})
	if p != given {
		unpin(given, report.Rota)
	}
	report.Judge()
	report.Seconds = time.Since(b.start).Seconds()
	return report, nil
}

// find searches for a rota and has the audit read it. There is no compiled problem when the budget
// ended before that.
func (o *Options) find(b *budget, p *scheduler.Problem) (*constraints.Compiled, *scheduler.Report, error) {
	searching, over := b.searching(b.search)
	defer over()
	c, err := compiled(searching, p, o.Rules, o.Observe)
	if err != nil {
		if searching.Err() == nil {
			return nil, nil, err
		}
		report, err := o.unsearched(b, p)
		return nil, report, err
	}
	in, end := o.Observe.begin(searching, "search")
	res, err := o.Engine.Solve(in, c.Model, o.forEngine(b, c))
	end()
	if err != nil && searching.Err() != nil { // its start was cut short
		report, err := o.unsearched(b, p)
		return nil, report, err
	}
	if err != nil {
		return nil, nil, fmt.Errorf("scheduler: engine %s: %w", o.Engine.Name(), err)
	}
	_, end = o.Observe.begin(searching, "audit")
	report, err := own.AuditedIn(c, c.Rota(res.Plan), o.Rules)
	end(found(report)...)
	if report == nil || errors.As(err, new(*solver.PanicError)) {
		return nil, nil, err
	}
	report.Engine, report.Seed = o.Engine.Name(), o.Seed
	if err == nil {
		err = errors.Join(c.Compare(res.Cost, report), c.Own().Broken(res.Plan))
	}
	if err != nil || len(report.Findings) > 0 {
		return nil, report, &scheduler.AuditError{Engine: o.Engine.Name(), Findings: report.Findings, Cost: err}
	}
	in, end = o.Observe.begin(searching, "relief")
	report = relieve(in, c, report, *o)
	end(Figure{"shortfall_hours", report.Contingency.ReliefShortfall})
	report.Stopped, report.Steps = b.stopped(scheduler.Stopped(res.Stopped)), res.Steps
	if searching.Err() != nil && res.Steps == 0 && !slices.ContainsFunc(report.Rota.Shifts, func(s scheduler.Shift) bool { return !s.Pinned }) {
		report.Warnings = append(report.Warnings, noneButPinned)
	}
	boundBy(c, report, res)
	return c, report, nil
}

// noneButPinned is the warning of a call that ended before there was a first rota.
const noneButPinned = "There was no time to search for a rota: this one has the pinned shifts alone."

// unsearched is the report of a call that ended before its search began: of the rota to start from
// where that is legal, else of the pinned shifts.
func (o *Options) unsearched(b *budget, p *scheduler.Problem) (*scheduler.Report, error) {
	var report *scheduler.Report
	var err error
	says := "There was no time to search for a rota: this is the one to start from."
	if o.From != nil {
		if report, err = own.Audited(p, o.From, o.Rules); err != nil {
			return nil, err
		}
	}
	if report == nil || len(report.Findings) > 0 {
		says = noneButPinned
		if report, err = own.Audited(p, reading.PinnedRota(p), o.Rules); err != nil {
			return nil, err
		}
	}
	report.Warnings = append(report.Warnings, says)
	report.Engine, report.Seed, report.Stopped = o.Engine.Name(), o.Seed, b.stopped(scheduler.StoppedCancelled)
	if len(report.Findings) > 0 {
		return report, &scheduler.AuditError{Engine: o.Engine.Name(), Findings: report.Findings}
	}
	return report, nil
}

// sound is an error that lists the faults of a problem, where it has any.
func sound(ctx context.Context, p *scheduler.Problem, c validate.Checks, told Observer) error {
	_, end := told.begin(ctx, "validate")
	faults := validate.ProblemWith(p, c)
	end(count("faults", len(faults)))
	if len(faults) > 0 {
		return &scheduler.ProblemError{Faults: faults}
	}
	return nil
}

// compiled is the problem as the engine sees it.
func compiled(ctx context.Context, p *scheduler.Problem, rules []constraints.Rule, told Observer) (*constraints.Compiled, error) {
	in, end := told.begin(ctx, "compile")
	c, err := constraints.CompileContext(in, p, rules)
	if err != nil {
		end()
		return nil, err
	}
	end(count("tasks", len(c.Model.Tasks)), count("lines", len(c.Model.Lines)), count("sums", len(c.Model.Sums)))
	return c, nil
}

// found are the figures of an audit.
func found(r *scheduler.Report) []Figure {
	if r == nil {
		return nil
	}
	return []Figure{count("findings", len(r.Findings)), {"underlap_hours", r.Cover.UnderlapHours}}
}

// checkRules is an *scheduler.OptionError for rules that lack some which the audit takes for granted: a
// rota made without them would not be legal.
func checkRules(p *scheduler.Problem, rules []constraints.Rule) error {
	if len(rules) == 0 || p == nil {
		return nil
	}
	wanted := constraints.House()
	if c := &p.Contingency; c.Standby > 0 || c.Headroom > 0 {
		wanted = Rules()
	}
	var lacking []string
	for _, w := range wanted {
		if !slices.ContainsFunc(rules, func(r constraints.Rule) bool { return reflect.TypeOf(r) == reflect.TypeOf(w) }) {
			lacking = append(lacking, w.Name())
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return &scheduler.OptionError{Option: "Rules", Value: "without " + strings.Join(lacking, ", "), Range: "your own appended to the usual ones, carerota.Rules(): the audit reads every rota by those"}
}

// orUsual are the rules given, or the usual ones.
func orUsual(given []constraints.Rule) []constraints.Rule {
	if len(given) == 0 {
		return Rules()
	}
	return given
}

// forEngine are the engine's options, in what the budget leaves it.
func (o *Options) forEngine(b *budget, c *constraints.Compiled) solver.Options {
	s := solver.Options{Seed: o.Seed, Threads: o.Threads, Steps: o.Steps}
	if o.Time > 0 && o.Steps <= 0 {
		s.Time = max(time.Until(b.engine), time.Millisecond)
	}
	if o.From != nil {
		s.Start = c.Plan(o.From)
	}
	if o.Progress != nil {
		before, done := time.Since(b.start), 0.0
		s.Progress = func(p solver.Improvement) {
			done = max(done, p.Done)
			o.Progress(Progress{Elapsed: before + p.Elapsed, Objective: soFar(c, &p), Done: done})
		}
	}
	if o.Checkpoint != nil {
		s.Checkpoint = func(p *solver.Plan) { o.Checkpoint(c.Rota(p)) }
	}
	return s
}

// soFar are the levels of a plan that is not a rota yet.
func soFar(c *constraints.Compiled, x *solver.Improvement) []scheduler.Goal {
	goals := c.Goals(x.Cost, x.Bound)
	for l := range goals {
		if l == scheduler.LevelContingency && c.Source.Contingency.Relief > 0 {
			goals[l].Value, goals[l].Bound = math.NaN(), math.NaN()
		}
	}
	return goals
}

// boundBy enters the engine's bounds. Where no proof shows one of underlap, it stays the engine's word.
func boundBy(c *constraints.Compiled, r *scheduler.Report, res *solver.Result) {
	for l, g := range c.Goals(res.Cost, res.Bound) {
		r.Objective[l].Bound, r.Objective[l].By = g.Bound, res.By[l]
		if l < scheduler.LevelFamily && g.Bound > 0 && res.By[l] == "" {
			r.Objective[l].By = scheduler.EngineBy(r.Engine)
		}
	}
}
