package scheduler

import (
	"math"
	"time"

	"github.com/carerota/carerota/solver"
)

// Cost levels of the model, in the order of Levels.
const (
	levelContingency = 3
	levelMoney       = 4
)

// Builder is a model under construction. At first every worker may serve
// every need at any time; rules narrow that, set limits and enter prices.
// Workers and needs go by their index in the Problem.
type Builder struct {
	*Problem
	terms
	m       *solver.Model
	free    [][]solver.Span
	barred  [][]bool                // by worker and need
	within  map[pair][]solver.Span  // narrower than free, by worker and need
	holds   map[trait][]solver.Span // when a worker holds an among skill
	reserve []bool
	sums    map[sumKey]int
	clients map[string]int32
}

type pair struct{ worker, need int }

type trait struct{ worker, need, among int }

type sumKey struct {
	line int32
	solver.Span
	weight [solver.NumKinds]int64
}

// Worker is the index of the worker with the id, -1 for none.
func (b *Builder) Worker(id string) int {
	if i, ok := b.workers[id]; ok {
		return i
	}
	return -1
}

// Need is the index of the need with the id, -1 for none.
func (b *Builder) Need(id string) int {
	if i, ok := b.needs[id]; ok {
		return i
	}
	return -1
}

// Caps are the limits that hold for a worker: the worker's own or the house's.
func (b *Builder) CapsOf(worker int) *Caps {
	return capsOf(b.Problem, &b.Problem.Workers[worker])
}

func capsOf(p *Problem, w *Worker) *Caps {
	if w.Caps != nil {
		return w.Caps
	}
	return &p.Caps
}

// ProviderOf is the worker's provider, nil for none.
func (b *Builder) ProviderOf(worker int) *Provider {
	id := b.Problem.Workers[worker].Provider
	for i := range b.Problem.Providers {
		if b.Problem.Providers[i].ID == id {
			return &b.Problem.Providers[i]
		}
	}
	return nil
}

// Trainee says whether the worker only shadows: such a worker needs none of a
// need's skills.
func (b *Builder) Trainee(worker int) bool { return b.Problem.Workers[worker].Shadowing != "" }

// Span is the time from a to b in the model's minutes.
func (b *Builder) Span(from, to time.Time) solver.Span {
	return solver.Span{From: b.minuteUp(from), To: b.minute(to)}
}

// Period is the span of the dates, inclusive; a zero date is an open end.
func (b *Builder) Period(from, until Date) solver.Span { return b.period(from, until) }

// Windows are the spans of a wall-clock window on the days of the pattern,
// including days just before and after the rota.
func (b *Builder) Windows(days *Pattern, from, to time.Duration, wholeDay bool) []solver.Span {
	return b.windows(days, -2, b.Problem.Days+3, from, to, wholeDay)
}

// Forbid keeps a worker off a need.
func (b *Builder) Forbid(worker, need int) { b.barred[worker][need] = true }

// Within lets the worker work, in anything, only inside the spans.
func (b *Builder) Within(worker int, spans []solver.Span) {
	b.free[worker] = meet(b.free[worker], join(append([]solver.Span(nil), spans...)))
}

// Without keeps the worker off work, of any kind, in the spans.
func (b *Builder) Without(worker int, spans []solver.Span) {
	b.free[worker] = less(b.free[worker], join(append([]solver.Span(nil), spans...)))
}

// WithinOn lets the worker serve the need only inside the spans.
func (b *Builder) WithinOn(worker, need int, spans []solver.Span) {
	k := pair{worker, need}
	spans = join(append([]solver.Span(nil), spans...))
	if old, ok := b.within[k]; ok {
		spans = meet(old, spans)
	}
	b.within[k] = spans
}

// Holds says when the worker holds the need's among skill of that index.
func (b *Builder) Holds(worker, need, among int, spans []solver.Span) {
	b.holds[trait{worker, need, among}] = join(append([]solver.Span(nil), spans...))
}

// Reserve lets the worker be rostered on standby wherever free.
func (b *Builder) Reserve(worker int) { b.reserve[worker] = true }

// Line is the worker's line: its rules, pay, past and fixed decisions may be set.
func (b *Builder) Line(worker int) *solver.Line { return &b.m.Lines[worker] }

// LineRule adds a hard rule of your own on one worker's shifts in order of time.
func (b *Builder) LineRule(worker int, r solver.LineRule) {
	b.m.Lines[worker].Rules.Custom = append(b.m.Lines[worker].Rules.Custom, r)
}

// Tasks are the tasks of a need, one an occurrence, in order of time.
func (b *Builder) Tasks(need int) []*solver.Task {
	var out []*solver.Task
	for _, t := range b.byNeed[need] {
		out = append(out, &b.m.Tasks[t])
	}
	return out
}

// TaskOf is the model's number of the need's task that contains the span, -1 for none.
func (b *Builder) TaskOf(need int, s solver.Span) int32 {
	return b.taskOf(need, s)
}

// PlanOf is a rota in the model's terms.
func (b *Builder) PlanOf(r *Rota) *solver.Plan { return b.plan(r) }

// Client is the model's group of the client, -1 for none.
func (b *Builder) Client(id string) int32 {
	if g, ok := b.clients[id]; ok {
		return g
	}
	return -1
}

// Model gives rules access to all else: pay curves, standby, the base plan.
func (b *Builder) Model() *solver.Model { return b.m }

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

// Sum enters a sum. Sums of one line with the same span and weights become one.
func (b *Builder) Sum(s solver.Sum) {
	if len(s.Lines) == 1 && s.Own == nil {
		k := sumKey{s.Lines[0], s.Span, s.Weight}
		if i, ok := b.sums[k]; ok && merge(&b.m.Sums[i], &s) {
			return
		}
		b.sums[k] = len(b.m.Sums)
	}
	b.m.Sums = append(b.m.Sums, s)
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
func (b *Builder) Counted(worker int) [solver.NumKinds]int64 {
	c := b.CapsOf(worker)
	w := [solver.NumKinds]int64{}
	w[solver.Active], w[solver.Beside] = solver.PartsPerMinute, solver.PartsPerMinute
	w[solver.Passive] = int64(math.Round(c.SleepInCounts * solver.PartsPerMinute))
	w[solver.Reserve] = int64(math.Round(c.StandbyCounts * solver.PartsPerMinute))
	return w
}

// Parts turns a duration into a sum's unit.
func Parts(d time.Duration) int64 {
	return int64(math.Round(d.Minutes() * solver.PartsPerMinute))
}

// Money turns an amount into the model's money.
func Money(x float64) int64 { return int64(math.Round(x * moneyUnit)) }

// Minutes turns a duration into the model's minutes, rounded down.
func Minutes(d time.Duration) solver.Minute { return solver.Minute(d / time.Minute) }

// LevelContingency and LevelMoney are the levels that rules may price at.
const (
	LevelContingency = levelContingency
	LevelMoney       = levelMoney
)
