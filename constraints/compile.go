package constraints

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Compiled is a problem as an engine sees it, and the way back.
type Compiled struct {
	Model *solver.Model
	terms
	origins [][]Origin // by sum
	own     *Own
}

// Origin is what one rule asked of a sum.
type Origin struct {
	Rule string // its name
	Max  int64  // in the sum's unit; solver.NoLimit for none
}

// Origin says which rules made a sum of the model, in their order: of a sum that several limits or
// goals became, all of them.
func (c *Compiled) Origin(sum int) []Origin { return c.origins[sum] }

// Compile makes the model of a problem under the rules, in their order. The
// problem must have passed validate.Problem. It is an error when what an engine takes
// for granted is missing, a need has too many among skills, or a rule of your own is about
// an id that the problem does not have. A panic in a rule is a
// *solver.PanicError.
func Compile(p *scheduler.Problem, rules []Rule) (*Compiled, error) {
	return CompileContext(context.Background(), p, rules)
}

// CompileContext is Compile that gives up when the context ends, with the context's error.
func CompileContext(ctx context.Context, p *scheduler.Problem, rules []Rule) (c *Compiled, err error) {
	defer solver.Recover(&err)
	if err := solver.CheckContext(ctx); err != nil {
		return nil, err
	}
	if p == nil || p.Zone == nil || p.Days < 1 || p.Grain < time.Minute {
		return nil, errors.New("scheduler: the problem lacks a time zone, days or a grain")
	}
	for i := range p.Needs {
		if n := len(p.Needs[i].Among); n > mostAmong {
			return nil, fmt.Errorf("scheduler: need %q has %d among skills; at most %d are allowed", p.Needs[i].ID, n, mostAmong)
		}
	}
	from := From(rules)
	if from != nil && from.Source == p {
		return from, nil
	}
	b := newBuilder(ctx, p)
	if from != nil {
		b.was = from.Source
	}
	if err := cmp.Or(b.build(rules), b.misnamed()); err != nil {
		return nil, err
	}
	if err := b.freeze(); err != nil {
		return nil, err
	}
	c = &Compiled{Model: b.m, terms: b.terms, origins: b.origins, own: b.own}
	if c.own != nil {
		if err := c.own.finish(ctx, c, rules); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// mostAmong is the greatest number of among skills of one need.
const mostAmong = 8

// Days around the rota that the model knows: before it a worker's past matters
// (a run of days, a week), after it the last shifts end.
const (
	daysBefore = 8
	daysAfter  = 3
	mostPast   = 400 // days of past work at most
)

// nightLeast is how much of a shift between 23:00 and 06:00 makes it a night.
const nightLeast = 3 * time.Hour

func newBuilder(ctx context.Context, p *scheduler.Problem) *Builder {
	b := &Builder{Problem: p, ctx: ctx, terms: newTerms(p), within: map[pair][]solver.Span{}, holds: map[trait][]solver.Span{}, pinned: map[pair]bool{}, sums: map[sumKey]int{}}
	b.m = &solver.Model{Levels: slices.Clone(scheduler.Levels[:]), Grain: Minutes(p.Grain), PayLevel: scheduler.LevelMoney,
		Horizon: solver.Span{From: 0, To: b.midnight(p.Days)}, NightMin: Minutes(nightLeast),
		BackupLevel: scheduler.LevelContingency, BackupPrice: 1, ChangeLevel: scheduler.LevelMoney, Curves: []solver.Curve{{}},
		Fine: solver.Cost{scheduler.LevelMoney: moneyUnit / 500}} // prices of decisions are rounded: a fifth of a penny in all is no difference
	b.layDays()
	b.layStretches()
	b.layWeeks()
	b.layTasks()
	b.layLines()
	return b
}

// firstDay is the first day, counted from the rota's start, that the model knows.
func (b *Builder) firstDay() int {
	first := -daysBefore
	for i := range b.Problem.Workers {
		for _, w := range b.Problem.Workers[i].Worked {
			first = min(first, scheduler.DateOf(w.Start.In(b.Problem.Zone)).Sub(b.Problem.Start)-1)
		}
	}
	return max(first, -mostPast)
}

func (b *Builder) layDays() {
	for n := b.firstDay(); n <= b.Problem.Days+daysAfter; n++ {
		if at := b.midnight(n); len(b.m.Days) == 0 || at > b.m.Days[len(b.m.Days)-1] { // a date that a zone left out is no day
			b.m.Days = append(b.m.Days, at)
		}
	}
}

// layStretches finds the moments at which the clocks go back: what holds one may be longer by as much.
func (b *Builder) layStretches() {
	days := b.m.Days
	at := b.Instant(days[0])
	for end := b.Instant(days[len(days)-1]); ; {
		_, next := scheduler.ClockBounds(at)
		if next.IsZero() || !next.Before(end) {
			return
		}
		_, was := at.Zone()
		_, is := next.Zone()
		if by := time.Duration(was-is) * time.Second; by > 0 && b.Instant(b.Minute(next)).Equal(next) {
			b.m.Stretches = append(b.m.Stretches, solver.Stretch{At: b.Minute(next), By: Minutes(by)})
		}
		at = next
	}
}

func (b *Builder) layWeeks() {
	p, m := b.Problem, b.m
	first, last := b.firstDay(), p.Days+daysAfter
	for n := first - 1; n < last; n++ {
		d := p.Start.Plus(n)
		m.Nights = append(m.Nights, b.window(d, 23*time.Hour, 6*time.Hour, false))
		if d.Weekday() == time.Saturday {
			m.Weekends = append(m.Weekends, solver.Span{From: b.midnight(n), To: b.midnight(n + 2)})
		}
	}
	for p.Start.Plus(first).Weekday() != p.WeekStarts {
		first--
	}
	for n := first; n < last; n += 7 {
		s := solver.Span{From: b.midnight(n), To: b.midnight(n + 7)}
		m.Weeks = append(m.Weeks, solver.Week{Span: s, Whole: n >= 0 && n+7 <= p.Days})
	}
}

func (b *Builder) layTasks() {
	for _, o := range b.Occurrences {
		b.m.Tasks = append(b.m.Tasks, b.task(o))
	}
}

// task is the occurrence as the engine sees it, without prices in money.
func (b *Builder) task(o occurrence) solver.Task {
	n := &b.Problem.Needs[o.Need]
	t := solver.Task{Span: o.Span, Need: n.Workers, Whole: n.Whole, Group: int32(b.Client(n.Client)),
		MinLen: min(Minutes(n.MinShift), o.Len()), MaxLen: o.Len(),
		UnderLevel: int(n.Criticality), UnderPrice: 1, OverLevel: scheduler.LevelMoney, HiddenLevel: scheduler.LevelMoney, ExtraLevel: scheduler.LevelMoney}
	if n.MaxShift > 0 {
		t.MaxLen = min(t.MaxLen, Minutes(n.MaxShift))
	}
	if n.Kind == scheduler.SleepIn {
		t.Kind = solver.Passive
	}
	for _, a := range n.Among {
		t.Among = append(t.Among, solver.Mix{Need: a.Workers})
	}
	return t
}

func (b *Builder) layLines() {
	p := b.Problem
	n := len(p.Workers)
	b.free, b.barred = make([][]solver.Span, n), make([][]bool, n)
	b.reserve, b.m.Lines = make([]bool, n), make([]solver.Line, n)
	pools := map[string]int{}
	for i := range p.Providers {
		pools[p.Providers[i].ID] = i
	}
	all := solver.Span{From: 0, To: b.m.Days[len(b.m.Days)-1]}
	for i := range p.Workers {
		b.free[i], b.barred[i] = []solver.Span{all}, make([]bool, len(p.Needs))
		l := &b.m.Lines[i]
		for _, pin := range p.Workers[i].Pinned {
			b.pinned[pair{i, b.Need(pin.Need)}] = true
		}
		l.Pool, l.Master, l.Rules.MaxWeekends = int32(indexOf(pools, p.Workers[i].Provider)), -1, -1
	}
}
