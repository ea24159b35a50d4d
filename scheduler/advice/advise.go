package advice

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
)

// Options say how hard Find looks. The zero value works.
type Options struct {
	solve.Options              // Rules, Engine, Seed and Threads are used for every solving
	TrialSteps    int64        // of search for hours alone, 40 000 when 0
	Trials        int          // most solvings, 300 when 0; what is found by then is advised
	Most          int          // most options to give, 8 when 0
	Say           func(string) // told of what is tried; nil for nobody
}

// Option is a set of remedies that was tried by solving the problem again:
// what the trials showed could be left out is left out, and each is the least that does.
type Option struct {
	Remedies      []Remedy
	Before, After []scheduler.Goal // all levels of the objective, of the part of the problem they touch
	Removed       float64          // hours of underlap (or of contingency shortfall, where that is asked) that it removes
	Complete      bool             // nothing is left short
	MoneyPerWeek  float64          // what the rota costs more, the prices of wishes aside; below 0: less, with nothing left out for it
	Once          float64          // what the remedies cost once, as training does; not in MoneyPerWeek
	Agree         []string         // who must agree, by name
	From          scheduler.Date   // the first day on which it changes something
	Rota          *scheduler.Rota  // a rota with the remedies that leaves no more than After: what shows that the option works
}

// RulePrice is what it costs to keep a rule: what a rota without it has that the
// rota with it has not.
type RulePrice struct {
	RuleKept
	Hours        float64 // of underlap that only the rule keeps open
	Contingency  float64 // hours of contingency shortfall likewise
	MoneyPerWeek float64 // saved without it, with nothing left out for that; below 0: spent
}

// Advice is what would remove the underlap, or where there is none, the
// contingency shortfall.
type Advice struct {
	About   string   // "underlap" or "contingency"; empty when nothing is short
	Hours   float64  // what is short
	Better  float64  // of that, hours that a longer search of the problem as it is removed
	Options []Option // complete ones first, the cheapest first
	Moves   []Option // information only: a need's window moved, which the person decides
	Rules   []RulePrice
	Trials  int  // how often the problem was solved
	Cut     bool // the trials or the time ran out before everything was tried
}

// Find finds what would remove the underlap of a report, or the contingency shortfall of one
// without underlap, and verifies each option by solving the problem again, never by guess.
// Candidates come from the reasons that keep workers off and from the proofs of the report:
// training, more hours, more times, providers approved or accepted, ceilings raised, a new worker,
// alone and together: nothing that nobody would grant (ask.go). It never proposes to lift a refusal,
// a suspension, a leave or a limit that keeps people rested, nor that family do more. A report of
// nil is made first.
//
// A cancelled context is no error: what is verified by then is given.
func Find(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o Options) (_ *Advice, err error) {
	defer solver.Recover(&err)
	if err := cmp.Or(solver.CheckContext(ctx), o.check()); err != nil {
		return nil, err
	}
	if faults := validate.Problem(p); len(faults) > 0 {
		return nil, &scheduler.ProblemError{Faults: faults}
	}
	if o.Rules, err = own.Know(p, o.Rules); err != nil {
		return nil, err
	}
	a := newAdvising(p, o)
	if r == nil {
		var err error
		if r, err = solve.Rota(ctx, p, a.o.Options); err != nil {
			return nil, err
		}
	}
	advice, err := a.advise(ctx, r)
	if err != nil && ctx.Err() == nil && !a.spent() {
		return nil, err
	}
	advice.Cut = ctx.Err() != nil || a.spent() || a.cut
	advice.Trials = a.trials
	if a.base != nil && advice.About != "" {
		advice.Better = max(0, advice.Hours-a.left(goalsOf(a.audited(a.p, a.from))))
	}
	inOrder(a, advice)
	return advice, nil
}

// advising is one search for advice.
type advising struct {
	p      *scheduler.Problem
	o      Options
	from   *scheduler.Rota // the best rota known of the problem as it is
	levels int             // of the objective that count: 3 for underlap, all before money for contingency too
	short  map[string]bool // needs that are short
	base   *trial          // hours alone, without remedies
	full   *trial          // with money
	busy   []string        // needs of others whose shifts keep away who could come where it is short
	tidy   bool            // whether rotas are sought without small parts of long visits
	good   *trial          // of the last set of remedies that was enough
	trials int
	most   int               // trials, so far
	cut    bool              // the share of the budget for seeking was too little
	cache  map[string]*trial // for hours alone, by remedies
	fulls  map[string]*trial // of the problem as it is, by part
}

// check is an *scheduler.OptionError where an option is out of its range.
func (o *Options) check() error {
	const most = 1_000_000
	return cmp.Or(scheduler.CheckThreads(o.Threads), scheduler.CheckCount("Steps", o.Steps, math.MaxInt64), scheduler.CheckCount("TrialSteps", o.TrialSteps, math.MaxInt64),
		scheduler.CheckCount("Trials", int64(o.Trials), most), scheduler.CheckCount("Most", int64(o.Most), most))
}

func newAdvising(p *scheduler.Problem, o Options) *advising {
	o.TrialSteps, o.Trials, o.Most = cmp.Or(o.TrialSteps, 40_000), cmp.Or(o.Trials, 300), cmp.Or(o.Most, 8)
	o.Steps = cmp.Or(o.Steps, 120_000)
	return &advising{p: p, o: o, most: o.Trials, short: map[string]bool{}, cache: map[string]*trial{}, fulls: map[string]*trial{}}
}

func (a *advising) spent() bool { return a.trials >= a.most }

func (a *advising) say(format string, args ...any) {
	if a.o.Say != nil {
		solver.Ask(func() string { return "Say" }, func() { a.o.Say(fmt.Sprintf(format, args...)) })
	}
}

// weeks is the length of the rota in weeks.
func (a *advising) weeks() float64 { return float64(a.p.Days) / 7 }

// aim finds out what is short, and where.
func (a *advising) aim(r *scheduler.Report) (about string, hours float64) {
	if a.from = r.Rota; a.from == nil {
		a.from = &scheduler.Rota{}
	}
	for _, u := range r.Underlap {
		a.short[u.Need] = true
		hours += float64(u.Short) * u.End.Sub(u.Start).Hours()
	}
	if a.levels = 3; hours > hoursSlack {
		return "underlap", hours
	}
	if hours = r.Contingency.Shortfall; hours <= hoursSlack {
		return "", 0
	}
	a.levels = aims
	for i := range a.p.Needs {
		if a.p.Needs[i].Contingency {
			a.short[a.p.Needs[i].ID] = true
		}
	}
	return "contingency", hours
}

func (a *advising) advise(ctx context.Context, r *scheduler.Report) (*Advice, error) {
	advice := &Advice{}
	advice.About, advice.Hours = a.aim(r)
	if advice.About == "" {
		return advice, a.price(ctx, advice)
	}
	if err := a.begin(ctx, advice); err != nil {
		return advice, err
	}
	sets, cut, err := a.sought(ctx, r)
	a.cut = cut
	for _, s := range sets {
		if err == nil {
			a.say("verifying %s", say.Count(len(s), "change"))
			err = a.enter(ctx, advice, s)
		}
	}
	if err == nil {
		err = a.moves(ctx, advice)
	}
	if err == nil {
		err = a.price(ctx, advice)
	}
	return advice, err
}

// seekShare is the share of the trials and of the time in which sets of
// remedies are sought; the rest is for verifying them.
const seekShare = 0.6

// sought is sets with a share of the budget: it is cut when that was too
// little, and what was found by then is given.
func (a *advising) sought(ctx context.Context, r *scheduler.Report) (sets [][]Remedy, cut bool, err error) {
	within, done := ctx, context.CancelFunc(func() {})
	if end, ok := ctx.Deadline(); ok {
		within, done = context.WithTimeout(ctx, time.Duration(seekShare*float64(time.Until(end))))
	}
	defer done()
	a.most = int(seekShare * float64(a.o.Trials))
	sets, err = a.sets(within, r)
	if errors.Is(err, errSpent) || within.Err() != nil && ctx.Err() == nil {
		cut, err = true, nil
	}
	a.most = a.o.Trials
	return sets, cut, err
}

// begin solves the problem as it is, for hours alone and in full: what the
// options are held against.
func (a *advising) begin(ctx context.Context, advice *Advice) (err error) {
	a.say("solving the problem as it is")
	if a.base, err = a.solve(ctx, nil, false); err != nil {
		return err
	}
	a.from = a.base.in.over(a.from, a.base.report.Rota)
	if !a.base.proved { // all is held against it: search longer
		steps := a.o.TrialSteps
		a.o.TrialSteps *= baseEffort
		longer, err := a.solve(ctx, nil, false)
		if a.o.TrialSteps = steps; err != nil {
			return err
		}
		if better(longer.goals, a.base.goals, a.levels) {
			a.base = longer
			a.from = longer.in.over(a.from, longer.report.Rota)
		}
	}
	if a.full, err = a.before(ctx, nil); err != nil {
		return err
	}
	if !better(a.base.goals, a.full.goals, a.levels) {
		a.base.goals = a.full.goals
		a.from = a.full.in.over(a.from, a.full.report.Rota)
	}
	return nil
}

// baseEffort is how many times longer than a trial the problem as it is is
// searched, where its least is not proved.
const baseEffort = 5

// effortAgain is how many times longer it is searched again before a lesser degree is given up.
const effortAgain = 3

// left is how many hours of what the advice is about are left.
func (a *advising) left(goals [aims]float64) float64 {
	if a.levels == aims && goals[0]+goals[1]+goals[2] < hoursSlack {
		return goals[scheduler.LevelContingency]
	}
	return goals[0] + goals[1] + goals[2]
}

// try solves with the remedies for hours alone; the outcome is kept. It is nil
// when the remedies make no sound problem.
func (a *advising) try(ctx context.Context, remedies []Remedy) (*trial, error) {
	key := fmt.Sprint(a.keys(remedies))
	if t, ok := a.cache[key]; ok {
		return t, nil
	}
	if a.spent() {
		return nil, errSpent
	}
	t, err := a.solve(ctx, remedies, false)
	if err != nil && !isFault(err) {
		return nil, err
	}
	a.cache[key] = t
	return t, nil
}

// keys are what tells one set of remedies from another, degrees and all.
func (a *advising) keys(remedies []Remedy) []string {
	var out []string
	for i := range remedies {
		m := &remedies[i]
		k := fmt.Sprint(m.key(), m.From, m.By, m.Times)
		if m.New != nil {
			k += fmt.Sprint(m.New.ID, m.New.Skills, *m.New.Caps.MaxHoursWeek, m.New.Available[0].From, m.New.Available[0].To)
		}
		if m.Rule != nil {
			k += fmt.Sprint(*m.Rule)
		}
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// enter verifies a set of remedies in full and adds it to the advice.
func (a *advising) enter(ctx context.Context, advice *Advice, set []Remedy) error {
	o, err := a.verify(ctx, set)
	if err != nil || o == nil {
		return err
	}
	advice.Options = append(advice.Options, *o)
	return nil
}

// verify solves in full with the remedies; nil when they remove nothing after
// all, or when the rota found asks of somebody what nobody would grant.
func (a *advising) verify(ctx context.Context, set []Remedy) (*Option, error) {
	best, err := a.try(ctx, set)
	if err != nil || best == nil {
		return nil, err
	}
	t, err := a.solveFrom(ctx, best, set)
	if err == nil && !a.granted(t, set) {
		a.tidy = true
		t, err = a.solve(ctx, set, true)
		a.tidy = false
	}
	if err != nil {
		if isFault(err) {
			err = nil
		}
		return nil, err
	}
	before, err := a.before(ctx, set)
	if err != nil || !better(t.goals, before.goals, a.levels) || !better(t.goals, a.base.goals, a.levels) || a.left(before.goals)-a.left(t.goals) < hoursSlack ||
		a.noMerit(t) || !a.granted(t, set) {
		return nil, err
	}
	return a.option(t, before, set), nil
}

// option is what a set of remedies comes to.
func (a *advising) option(t, before *trial, set []Remedy) *Option {
	o := &Option{Before: before.report.Objective, After: t.report.Objective, Removed: a.left(before.goals) - a.left(t.goals),
		Complete: noneLeft(t.goals, a.levels), MoneyPerWeek: a.spends(before, t), Once: once(set), Rota: t.in.over(a.from, t.report.Rota)}
	for i := range set {
		m := &set[i]
		if a.levels < aims || m.Kind == Extend {
			a.tighten(m, t)
		}
		if m.Kind == Hire {
			m.Times = m.worked(t.report.Rota)
		}
		m.Own = m.Kind == RaiseCap && m.isOwn(a.p)
		m.Says = m.say(a.p, a.levels == aims)
		for _, who := range m.agree(a.p, t.report.Rota) {
			o.Agree = appendNew(o.Agree, who)
		}
		if from := a.starts(m, t); o.From.IsZero() || from.Before(o.From) {
			o.From = from
		}
	}
	o.Remedies = set
	return o
}

// spends is what a trial costs more a week than another, in money that is paid. It costs less only
// where no rota of the other could, and where nothing more is left short: what is not given is not saved.
func (a *advising) spends(before, t *trial) float64 {
	more := t.report.Cost.Total - before.report.Cost.Total
	if more >= 0 {
		return more / a.weeks()
	}
	for i := range a.levels {
		if i != scheduler.LevelFamily && t.goals[i] > before.goals[i]+hoursSlack {
			return 0
		}
	}
	sure := min(0, t.money-before.report.Objective[scheduler.LevelMoney].Bound)
	return max(more, sure) / a.weeks()
}

// once is what remedies cost once.
func once(set []Remedy) (x float64) {
	for i := range set {
		x += set[i].Once
	}
	return x
}

// solveFrom solves in full, from the rota of a trial for hours alone.
func (a *advising) solveFrom(ctx context.Context, from *trial, set []Remedy) (*trial, error) {
	was := a.from
	a.from = from.in.over(was, from.report.Rota)
	defer func() { a.from = was }()
	return a.solve(ctx, set, true)
}

// noMerit says whether a trial's rota is legal without any remedy, and does as well: then what it
// gains is no merit of theirs.
func (a *advising) noMerit(t *trial) bool {
	p := a.p.Clone()
	t.in.restrict(p)
	now := a.audited(p, t.report.Rota)
	return len(now.Findings) == 0 && !better(t.goals, goalsOf(now), a.levels)
}

// audited is the audit's word on a rota, with that of own rules.
func (a *advising) audited(p *scheduler.Problem, r *scheduler.Rota) *scheduler.Report {
	report, err := own.Audited(p, r, a.o.Rules)
	if err != nil {
		solver.Throw(err)
	}
	return report
}

// before is the same part of the problem without the remedies, solved in full. Most
// remedies touch the part of the shortage alone, and that is solved already.
func (a *advising) before(ctx context.Context, set []Remedy) (*trial, error) {
	in := a.partOf(edited(a, set), set)
	for i := range set {
		if set[i].New != nil {
			delete(in.workers, set[i].New.ID)
		}
	}
	if t, ok := a.fulls[in.key()]; ok {
		return t, nil
	}
	t, err := a.solvePart(ctx, a.p.Clone(), in, true)
	if err == nil {
		a.fulls[in.key()] = t
	}
	return t, err
}
