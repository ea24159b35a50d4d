package constraints

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Builder is a model under construction. At first every worker may serve every need at any time;
// rules narrow that (Forbid, Within, Offer, Away), set limits (Line, LineRule, Sum) and enter prices
// (Sum, Tasks, Model). Workers, needs and clients go by their index in the Problem, whose fields can
// be read here; a client's index is also the Group of its tasks. Worker, Need and Client give -1 for an
// id that the problem does not have. What is said of -1 is said of nobody and nothing, and the compilation
// ends with an error that names the id, unless the problem is one that an event or a trial of Advise made:
// such a problem may lack what a rule is about. A rule that may be about nobody looks whether the
// index is -1. Rules must not change the Problem.
type Builder struct {
	*scheduler.Problem
	terms
	ctx     context.Context
	asked   uint // how often a rule has asked for anything
	m       *solver.Model
	free    [][]solver.Span         // by worker
	barred  [][]bool                // by worker and need
	within  map[pair][]solver.Span  // narrower than free
	holds   map[trait][]solver.Span // when a worker holds an among skill
	reserve []bool
	pinned  map[pair]bool // who has a pinned shift in which need
	sums    map[sumKey]int
	rule    string     // the one that is being built
	origins [][]Origin // by sum
	own     *Own       // what rules of the caller's own said; nil for none
	// recording is true while such a rule is built.
	recording bool
	vain      map[string]string  // while it is: the last id of each kind that was looked up in vain
	faults    []string           // what rules are about and the problem does not have
	was       *scheduler.Problem // what it was made from, whose ids it may lack; nil for nothing
}

type pair struct{ worker, need int }

type trait struct{ worker, need, among int }

type sumKey struct {
	line int32
	solver.Span
	weight [solver.NumModes]int64
}

// look ends the compilation where its context has ended.
func (b *Builder) look() {
	if err := b.ctx.Err(); err != nil {
		solver.Throw(err)
	}
}

// count is look now and then, for what rules ask so often that a look each time would be felt.
func (b *Builder) count() {
	if b.asked++; b.asked%1024 == 0 {
		b.look()
	}
}

// CapsOf are the limits that hold for a worker: the worker's own or the house's.
func (b *Builder) CapsOf(worker int) *scheduler.Caps {
	if c := b.Problem.Workers[worker].Caps; c != nil {
		return c
	}
	return &b.Problem.Caps
}

// ProviderOf is the worker's provider, nil for none.
func (b *Builder) ProviderOf(worker int) *scheduler.Provider {
	if k := b.m.Lines[worker].Pool; k >= 0 {
		return &b.Problem.Providers[k]
	}
	return nil
}

// OfFamily says whether the worker is family, who is never paid.
func (b *Builder) OfFamily(worker int) bool {
	p := b.ProviderOf(worker)
	return p != nil && p.Kind == scheduler.Family
}

// Trainee says whether the worker only shadows: such a worker needs none of a
// need's skills.
func (b *Builder) Trainee(worker int) bool { return b.Problem.Workers[worker].Shadowing != "" }

// Span is the time between two instants in the model's minutes, rounded inwards.
func (b *Builder) Span(from, to time.Time) solver.Span {
	return solver.Span{From: b.minuteUp(from), To: b.Minute(to)}
}

// Period is the span of the dates, inclusive; a zero date is an open end.
func (b *Builder) Period(from, until scheduler.Date) solver.Span { return b.period(from, until) }

// Windows are the spans of a wall-clock window on the days of the pattern,
// those just before and after the rota included.
func (b *Builder) Windows(days *scheduler.Pattern, from, to time.Duration, wholeDay bool) []solver.Span {
	return b.windows(days, -2, b.Problem.Days+daysAfter, from, to, wholeDay)
}

// Weeks are the calendar weeks that have a day of the rota.
func (b *Builder) Weeks() []solver.Week {
	var out []solver.Week
	for _, w := range b.m.Weeks {
		if w.Meet(b.m.Horizon).Len() > 0 {
			out = append(out, w)
		}
	}
	return out
}

// Bar keeps a worker off a need altogether.
func (b *Builder) Bar(worker, need int) {
	b.count()
	if b.nobody(worker, need) {
		return
	}
	b.noteServe(worker, need, nil)
	b.barred[worker][need] = true
}

// Forbid keeps a worker off a need in the spans, such as Windows gives; without spans it asks for
// nothing. A shift lies wholly outside them.
func (b *Builder) Forbid(worker, need int, spans ...solver.Span) {
	if b.nobody(worker, need) || len(spans) == 0 {
		return
	}
	b.noteServe(worker, need, Less(always(), Join(spans)))
	b.narrow(worker, need, func(free []solver.Span) []solver.Span { return Less(free, Join(spans)) })
}

// always is all time.
func always() []solver.Span { return []solver.Span{{From: -farAway, To: farAway}} }

// Within lets the worker serve the need only inside the spans. A shift lies
// wholly inside one of them, where those that touch are one.
func (b *Builder) Within(worker, need int, spans ...solver.Span) {
	if b.nobody(worker, need) {
		return
	}
	b.noteServe(worker, need, Join(spans))
	b.narrow(worker, need, func(free []solver.Span) []solver.Span { return Meet(free, Join(spans)) })
}

func (b *Builder) narrow(worker, need int, to func([]solver.Span) []solver.Span) {
	b.count()
	if b.barred[worker][need] {
		return
	}
	k := pair{worker, need}
	old, ok := b.within[k]
	if !ok {
		old = always()
	}
	b.within[k] = to(old)
}

// Offer lets the worker work, in anything and on standby, only inside the spans.
func (b *Builder) Offer(worker int, spans ...solver.Span) {
	b.count()
	if b.nobody(worker, 0) {
		return
	}
	b.noteWork(worker, Join(spans))
	b.free[worker] = Meet(b.free[worker], Join(spans))
}

// Away keeps the worker off all work, standby too, in the spans.
func (b *Builder) Away(worker int, spans ...solver.Span) {
	b.count()
	if b.nobody(worker, 0) {
		return
	}
	b.noteWork(worker, Less(always(), Join(spans)))
	b.free[worker] = Less(b.free[worker], Join(spans))
}

// Holds says when the worker holds the need's among skill of that index;
// without it never.
func (b *Builder) Holds(worker, need, among int, spans ...solver.Span) {
	b.count()
	if !b.nobody(worker, need) && (!b.barred[worker][need] || b.pinned[pair{worker, need}]) {
		b.holds[trait{worker, need, among}] = Join(spans)
	}
}

// Reserve lets the worker be rostered on standby wherever free.
func (b *Builder) Reserve(worker int) {
	if !b.nobody(worker, 0) {
		b.reserve[worker] = true
	}
}

// Line is the worker's line, for its rules, pay, past and fixed decisions and
// firsts. Permits and reserve spans are made after the last rule.
func (b *Builder) Line(worker int) *solver.Line {
	if b.nobody(worker, 0) {
		return &solver.Line{} // of nobody
	}
	return &b.m.Lines[worker]
}

// LineRule adds a hard rule of your own on one worker's shifts.
func (b *Builder) LineRule(worker int, r solver.LineRule) {
	rules := &b.Line(worker).Rules
	rules.Custom = append(rules.Custom, r)
}

// Tasks are the tasks of a need, one an occurrence, in order of time; their
// prices may be changed.
func (b *Builder) Tasks(need int) []*solver.Task {
	if b.nobody(0, need) {
		return nil
	}
	var out []*solver.Task
	for _, t := range b.byNeed[need] {
		out = append(out, &b.m.Tasks[t])
	}
	return out
}

// MostLevels is how many levels of the objective rules of one's own can have in all.
const MostLevels = solver.MaxLevels - len(scheduler.Levels)

// Level is a level of the objective of your own, below money, by its name: made where there is none
// yet. Its prices are amounts as Money gives them. There is room for MostLevels; one more ends the
// compilation with an error.
func (b *Builder) Level(name string) int {
	if l := slices.Index(b.m.Levels, name); l >= 0 {
		return l
	}
	if len(b.m.Levels) == solver.MaxLevels {
		solver.Throw(fmt.Errorf("scheduler: rule %q asks for the level %q; there is room for %d levels of your own, and %q have it",
			b.rule, name, MostLevels, b.m.Levels[len(scheduler.Levels):]))
	}
	b.m.Levels = append(slices.Clip(b.m.Levels), name)
	return len(b.m.Levels) - 1
}

// Model is all else: pay curves, spreads, standby, the base plan.
func (b *Builder) Model() *solver.Model { return b.m }

// Sum enters a limit or goal on the hours of some workers. One that no rota
// can break is left out; those of one worker with the same span and weights become one.
func (b *Builder) Sum(s solver.Sum) {
	b.count()
	if s.LowPrice == 0 && s.HighPrice == 0 && s.Max >= mostOf(&s) {
		return
	}
	if len(s.Lines) == 1 && s.Own == nil {
		k := sumKey{s.Lines[0], s.Span, s.Weight}
		if i, ok := b.sums[k]; ok && merge(&b.m.Sums[i], &s) {
			b.trace()
			b.origins[i] = append(b.origins[i], Origin{b.rule, s.Max})
			b.noteSum(i, s.Max)
			return
		}
		b.sums[k] = len(b.m.Sums)
	}
	b.m.Sums = append(b.m.Sums, s)
	b.trace()
}

// trace enters the origin of new sums, those that a rule puts into the Model itself too.
func (b *Builder) trace() {
	for i := len(b.origins); i < len(b.m.Sums); i++ {
		b.origins = append(b.origins, []Origin{{b.rule, b.m.Sums[i].Max}})
		b.noteSum(i, b.m.Sums[i].Max)
	}
}

// mostOf is what the sum comes to when all its lines work all the time.
func mostOf(s *solver.Sum) (n int64) {
	for i := range s.Lines {
		w := s.Weight
		if s.Own != nil {
			w = s.Own[i]
		}
		var most int64
		for _, x := range w {
			most = max(most, x)
		}
		n += most * int64(max(0, s.Len()))
	}
	return n
}

// merge enters what s asks into t, if both can stand side by side.
func merge(t, s *solver.Sum) bool {
	if t.LowPrice != 0 && s.LowPrice != 0 || t.HighPrice != 0 && s.HighPrice != 0 {
		return false
	}
	t.Max = min(t.Max, s.Max)
	if s.LowPrice != 0 {
		t.Low, t.LowPrice, t.LowLevel = s.Low, s.LowPrice, s.LowLevel
	}
	if s.HighPrice != 0 {
		t.High, t.HighPrice, t.HighLevel = s.High, s.HighPrice, s.HighLevel
	}
	return true
}

// Counted are the weights of the kinds of time toward the worker's hour caps.
func (b *Builder) Counted(worker int) (w [solver.NumModes]int64) {
	c := b.CapsOf(worker)
	w[solver.Active], w[solver.Beside] = solver.PartsPerMinute, solver.PartsPerMinute
	w[solver.Passive] = int64(math.Round(c.SleepInCounts * solver.PartsPerMinute))
	w[solver.Reserve] = int64(math.Round(c.StandbyCounts * solver.PartsPerMinute))
	return w
}

// Parts turns a duration into a sum's unit.
func Parts(d time.Duration) int64 {
	return int64(math.Round(d.Minutes() * solver.PartsPerMinute))
}

// Money turns an amount into the model's money, the hundred-millionth.
func Money(x float64) int64 { return int64(math.Round(x * moneyUnit)) }

// Minutes turns a duration into the model's minutes, rounded down.
func Minutes(d time.Duration) solver.Minute { return solver.Minute(d / time.Minute) }
