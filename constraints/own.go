package constraints

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Own is what rules of a caller's own ask in a compiled problem: what the Builder was told while
// they were built. Whoever reads a rota that no engine made, or changes one, asks here what the
// audit does not know. Names are those of the rules; none for nothing.
type Own struct {
	c       *Compiled
	rules   []Rule
	house   *solver.Model // without them
	rest    *solver.Model // without those that say their prices themselves
	serve   map[pair][]allowed
	work    map[int][]allowed   // by worker
	limits  map[int][]string    // by worker: the rules that changed the line's limits
	tasks   map[int32][]string  // by task: those that changed what its decisions may be
	sums    []ownSum            // hard ones
	sharers map[int32][]*ownSum // those of several lines, by line
}

// allowed is where one rule allows work.
type allowed struct {
	rule  string
	spans []solver.Span
}

// ownSum is a limit that one rule put on hours.
type ownSum struct {
	rule string
	sum  int // in the model
	max  int64
}

// usual are rules besides those of the house that the audit knows by itself.
type usual interface{ AuditKnows() }

// isOwn says whether the audit does not know the rule by itself.
func isOwn(r Rule) bool {
	if _, known := r.(usual); known {
		return false
	}
	of := reflect.TypeOf(r)
	return !slices.ContainsFunc(House(), func(h Rule) bool { return reflect.TypeOf(h) == of })
}

// HasOwn says whether any of the rules is a caller's own.
func HasOwn(rules []Rule) bool { return slices.ContainsFunc(rules, isOwn) }

// Own is what the caller's own rules ask; nil where all rules are the usual ones.
func (c *Compiled) Own() *Own { return c.own }

// build builds the rules, and notes what those of the caller's own tell the builder.
func (b *Builder) build(rules []Rule) error {
	for i, r := range rules {
		b.look()
		if r == nil {
			return fmt.Errorf("scheduler: rule %d of the list is nil", i)
		}
		b.rule = nameOf(r)
		if !isOwn(r) {
			r.Build(b)
			b.trace()
			continue
		}
		if b.own == nil {
			b.own = &Own{serve: map[pair][]allowed{}, work: map[int][]allowed{}, limits: map[int][]string{}, tasks: map[int32][]string{}}
		}
		b.own.rules = append(b.own.rules, r)
		if err := b.buildOwn(r); err != nil {
			return err
		}
	}
	return nil
}

// nameOf is the rule's name; Throw ends with a panic in Name.
func nameOf(r Rule) (name string) {
	solver.Ask(func() string { return fmt.Sprintf("rule %T", r) }, func() { name = r.Name() })
	return name
}

// buildOwn builds a rule of the caller's own and holds the model against that before. The error names
// the rule where what it leaves is no model to search.
func (b *Builder) buildOwn(r Rule) (err error) {
	defer solver.Recover(&err)
	limits, tasks := make([]solver.Rules, len(b.m.Lines)), slices.Clone(b.m.Tasks)
	for l := range b.m.Lines {
		limits[l] = limitsOf(&b.m.Lines[l])
	}
	b.recording, b.vain = true, map[string]string{}
	defer func() { b.recording = false }()
	solver.Ask(func() string { return fmt.Sprintf("rule %q", b.rule) }, func() { r.Build(b) })
	if len(b.m.Lines) != len(limits) || len(b.m.Tasks) != len(tasks) {
		return fmt.Errorf("scheduler: rule %q leaves the model with %d lines and %d tasks, where there are %d and %d: it may change them, and neither add nor remove any",
			b.rule, len(b.m.Lines), len(b.m.Tasks), len(limits), len(tasks))
	}
	if err := b.m.Check(); err != nil {
		return fmt.Errorf("scheduler: rule %q leaves a model that cannot be searched: %w", b.rule, err)
	}
	b.trace()
	for l := range b.m.Lines {
		if !reflect.DeepEqual(limits[l], limitsOf(&b.m.Lines[l])) {
			b.own.limits[l] = append(b.own.limits[l], b.rule)
		}
	}
	for t := range tasks {
		x, y := &tasks[t], &b.m.Tasks[t]
		if x.Whole != y.Whole || x.MinLen != y.MinLen || x.MaxLen != y.MaxLen || x.Kind != y.Kind {
			b.own.tasks[int32(t)] = append(b.own.tasks[int32(t)], b.rule)
		}
	}
	return nil
}

// limitsOf are the limits of a line but for rules that are functions.
func limitsOf(l *solver.Line) solver.Rules {
	r := l.Rules
	r.Custom = nil
	if r.Sequence != nil {
		q := *r.Sequence
		r.Sequence = &q
	}
	return r
}

// noteServe and noteWork note where the rule that is being built allows work.
func (b *Builder) noteServe(worker, need int, spans []solver.Span) {
	if b.recording {
		k := pair{worker, need}
		b.own.serve[k] = append(b.own.serve[k], allowed{b.rule, spans})
	}
}

func (b *Builder) noteWork(worker int, spans []solver.Span) {
	if b.recording {
		b.own.work[worker] = append(b.own.work[worker], allowed{b.rule, spans})
	}
}

// noteSum notes a hard limit of the rule that is being built.
func (b *Builder) noteSum(i int, most int64) {
	if b.recording && most < solver.NoLimit {
		b.own.sums = append(b.own.sums, ownSum{b.rule, i, most})
	}
}

// finish completes what the caller's own rules ask with the models that lack some of them.
func (o *Own) finish(ctx context.Context, c *Compiled, rules []Rule) error {
	o.c = c
	o.sharers = map[int32][]*ownSum{}
	for i := range o.sums {
		if s := &o.sums[i]; len(c.Model.Sums[s.sum].Lines) > 1 {
			for _, l := range c.Model.Sums[s.sum].Lines {
				o.sharers[l] = append(o.sharers[l], s)
			}
		}
	}
	without := func(drop func(Rule) bool) (*solver.Model, error) {
		b := newBuilder(ctx, c.Source)
		err := b.build(slices.DeleteFunc(slices.Clone(rules), drop))
		if ended := b.freeze(); err == nil {
			err = ended
		}
		for l := range b.m.Lines { // a price says nothing of who may serve or back what
			b.m.Lines[l].Permits, b.m.Lines[l].Reserve = c.Model.Lines[l].Permits, c.Model.Lines[l].Reserve
		}
		return b.m, err
	}
	o.barBackups()
	var err error
	if o.house, err = without(isOwn); err != nil {
		return err
	}
	o.rest = o.house
	if slices.ContainsFunc(o.rules, func(r Rule) bool { return !pricesItself(r) }) && slices.ContainsFunc(o.rules, pricesItself) {
		o.rest, err = without(func(r Rule) bool { return isOwn(r) && pricesItself(r) })
	}
	return err
}

// barBackups marks the permits of those who could not be called to a task under a rule on their line
// if they had nothing else to do.
func (o *Own) barBackups() {
	m := o.c.Model
	for l := range m.Lines {
		line := &m.Lines[l]
		if len(line.Rules.Custom) == 0 || line.Master >= 0 {
			continue
		}
		for i := range line.Permits {
			if p := &line.Permits[i]; m.Tasks[p.Task].Backup > 0 {
				p.NoBackup = !o.couldServe(line, p)
			}
		}
	}
}

// couldServe says whether the rules on a line allow a decision on a permit's task alone: of the
// length of a span of the permit, or of the least.
func (o *Own) couldServe(line *solver.Line, p *solver.Permit) bool {
	t := &o.c.Model.Tasks[p.Task]
	return slices.ContainsFunc(p.Backing(), func(s solver.Span) bool {
		for _, n := range []solver.Minute{s.Len(), min(s.Len(), t.MinLen)} {
			alone := []solver.Decision{{Task: p.Task, Start: s.From, End: s.From + n, Kind: t.Kind}}
			if !slices.ContainsFunc(line.Rules.Custom, func(r solver.LineRule) bool { return !solver.Keeps(r, alone) }) {
				return true
			}
		}
		return false
	})
}

// Backs says whether a worker on standby may be called to a need's task that holds the span, as far
// as rules on the worker's line go.
func (o *Own) Backs(worker, need int, s solver.Span) bool {
	permits := o.c.Model.Lines[worker].Permits
	i, found := slices.BinarySearchFunc(permits, o.c.TaskOf(need, s), func(p solver.Permit, t int32) int { return cmp.Compare(p.Task, t) })
	return !found || !permits[i].NoBackup
}

// pricesItself tells a rule that says its prices itself.
func pricesItself(r Rule) bool { _, ok := r.(Pricer); return ok }

// names are the rules that do not allow the span, each once.
func names(all []allowed, s solver.Span) (out []string) {
	for _, a := range all {
		if !slices.ContainsFunc(a.spans, func(x solver.Span) bool { return x.Contains(s) }) {
			out = once(out, a.rule)
		}
	}
	return out
}

func once(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

// Work names the rules that keep a worker from any work in a span.
func (o *Own) Work(worker int, s solver.Span) []string { return names(o.work[worker], s) }

// Serve names the rules that keep a worker off a need in a span.
func (o *Own) Serve(worker, need int, s solver.Span) []string {
	return names(o.serve[pair{worker, need}], s)
}

// Times are the spans in which the rules let a worker serve a need, or be called to it; all is true
// where they say nothing.
func (o *Own) Times(worker, need int) (spans []solver.Span, all bool) {
	spans, all = []solver.Span{{From: -farAway, To: farAway}}, true
	for _, list := range [][]allowed{o.work[worker], o.serve[pair{worker, need}]} {
		for _, a := range list {
			spans, all = Meet(spans, a.spans), false
		}
	}
	return spans, all
}

// Line names the rules that a worker's decisions break together, in order of time and past ones
// first, as far as no other line is asked about.
func (o *Own) Line(worker int, line []solver.Decision) (out []string) {
	if worker >= len(o.c.Model.Lines) {
		return nil
	}
	own := &o.c.Model.Lines[worker]
	for _, r := range own.Rules.Custom {
		if !solver.Keeps(r, line) {
			out = once(out, r.Name())
		}
	}
	for i := range o.sums {
		s := &o.sums[i]
		if sum := &o.c.Model.Sums[s.sum]; len(sum.Lines) == 1 && int(sum.Lines[0]) == worker && weightOn(sum, line) > s.max {
			out = once(out, s.rule)
		}
	}
	changed := o.limits[worker]
	for _, d := range line {
		if d.Task >= 0 {
			changed = append(changed[:len(changed):len(changed)], o.tasks[d.Task]...)
		}
	}
	if len(changed) > 0 && o.breaksMore(worker, line) {
		for _, name := range changed {
			out = once(out, name)
		}
	}
	return out
}

// weightOn is what decisions of a sum's only line come to.
func weightOn(s *solver.Sum, line []solver.Decision) int64 {
	w := s.Weight
	if s.Own != nil {
		w = s.Own[0]
	}
	return solver.Weigh(line, s.Span, w)
}

// breaksMore says whether a line breaks limits that it would not break without the own rules.
func (o *Own) breaksMore(worker int, line []solver.Decision) bool {
	planned := slices.DeleteFunc(slices.Clone(line), func(d solver.Decision) bool { return d.Past() })
	known := o.house.LineViolations(worker, planned)
	return slices.ContainsFunc(o.c.Model.LineViolations(worker, planned), func(says string) bool { return !slices.Contains(known, says) })
}

// Broken says which rules a plan breaks, and on whose line; nil for none. What is fixed breaks none by
// itself.
func (o *Own) Broken(p *solver.Plan) error {
	if o == nil {
		return nil
	}
	var all []error
	given := &solver.Plan{}
	for w := range o.c.Model.Lines {
		line := &o.c.Model.Lines[w]
		given.Lines = append(given.Lines, line.Fixed)
		past := line.PastFixed()
		before := o.Line(w, append(slices.Clip(past), line.Fixed...))
		for _, rule := range o.Line(w, append(slices.Clip(past), p.Lines[w]...)) {
			if !slices.Contains(before, rule) {
				all = append(all, fmt.Errorf("the plan of %s breaks the rule %q", o.c.Source.Workers[w].ID, rule))
			}
		}
	}
	for _, rule := range o.Together(p, given) {
		all = append(all, fmt.Errorf("the plan breaks the rule %q", rule))
	}
	return errors.Join(all...)
}

// Shared says whether any rule limits the hours of several workers together.
func (o *Own) Shared() bool { return len(o.sharers) > 0 }

// Together names the rules on the hours of several workers that a plan breaks, those aside that
// what is given breaks already.
func (o *Own) Together(plan, given *solver.Plan) (out []string) {
	for i := range o.sums {
		s := &o.sums[i]
		sum := &o.c.Model.Sums[s.sum]
		if n := o.c.Model.Total(plan, sum); len(sum.Lines) > 1 && n > max(s.max, o.c.Model.Total(given, sum)) {
			out = once(out, s.rule)
		}
	}
	return out
}

// Audit is what those rules that read rotas themselves find in one.
func (o *Own) Audit(r *scheduler.Rota) (out []scheduler.Finding) {
	if o == nil || r == nil {
		return nil
	}
	for _, rule := range o.rules {
		a, ok := rule.(Auditor)
		if !ok {
			continue
		}
		name := nameOf(rule)
		var found []scheduler.Finding
		solver.Ask(func() string { return fmt.Sprintf("rule %q", name) }, func() { found = a.Audit(o.c.Source, r) })
		for _, f := range found {
			f.Rule = cmp.Or(f.Rule, name)
			out = append(out, f)
		}
	}
	return out
}

// Prices are what the rules add to each level of the objective for a rota, by the rules' own word
// where they give it and by a plain reading of the model where they do not. The error says where
// a rule's word and the model differ.
func (o *Own) Prices(r *scheduler.Rota) ([]float64, error) {
	if o == nil || r == nil {
		return nil, nil
	}
	plan := o.c.Plan(r)
	all := o.c.Model.Evaluate(plan)
	rest, house := o.rest.Evaluate(plan), o.house.Evaluate(plan)
	out := o.c.amounts(rest.Minus(house))
	if !slices.ContainsFunc(o.rules, pricesItself) {
		return o.c.amounts(all.Minus(house)), nil
	}
	said := make([]float64, len(out))
	for _, rule := range o.rules {
		p, ok := rule.(Pricer)
		if !ok {
			continue
		}
		var level string
		var amount float64
		name := nameOf(rule)
		solver.Ask(func() string { return fmt.Sprintf("rule %q", name) }, func() { level, amount = p.Price(o.c.Source, r) })
		l := slices.Index(o.c.Model.Levels, level)
		if l < 0 {
			return nil, fmt.Errorf("scheduler: rule %q prices at %q, which is no level", name, level)
		}
		said[l] += amount
	}
	for l, model := range o.c.amounts(all.Minus(rest)) {
		if d := said[l] - model; !(max(d, -d) <= 0.01+1e-9*max(model, -model)) {
			return nil, fmt.Errorf("%s: the model says that the rules of one's own add %v, they say %v", o.c.Model.Levels[l], model, said[l])
		}
		out[l] += said[l]
	}
	return out, nil
}
