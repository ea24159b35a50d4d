package scheduler

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
)

// Compiled is a problem as an engine sees it, and the way back.
type Compiled struct {
	Model *solver.Model
	terms
}

// terms are what a plan and a rota are told apart by: the numbers of workers,
// needs and tasks.
type terms struct {
	clock
	occ     []Occurrence // of the model's tasks, by index
	byNeed  [][]int32    // tasks of each need
	workers map[string]int
	needs   map[string]int
}

// Compile makes the model of a problem under the rules, in their order. The
// problem must have passed Validate.
func Compile(p *Problem, rules []Rule) (*Compiled, error) {
	if p.Zone == nil || p.Days < 1 || p.Grain < time.Minute {
		return nil, errors.New("scheduler: the problem lacks a time zone, days or a grain")
	}
	b := newBuilder(p)
	for _, r := range rules {
		r.Build(b)
	}
	b.freeze()
	return &Compiled{Model: b.m, terms: b.terms}, nil
}

func newBuilder(p *Problem) *Builder {
	b := &Builder{Problem: p, within: map[pair][]solver.Span{}, holds: map[trait][]solver.Span{},
		sums: map[sumKey]int{}, clients: map[string]int32{}}
	b.terms = terms{clock: newClock(p), workers: map[string]int{}, needs: map[string]int{}}
	for i := range p.Workers {
		b.workers[p.Workers[i].ID] = i
	}
	for i := range p.Needs {
		b.needs[p.Needs[i].ID] = i
	}
	for i := range p.Clients {
		b.clients[p.Clients[i].ID] = int32(i)
	}
	b.m = &solver.Model{Levels: Levels[:], Grain: Minutes(p.Grain), PayLevel: levelMoney,
		Horizon: solver.Span{From: 0, To: b.midnight(p.Days)}, NightMin: 180,
		BackupLevel: levelContingency, BackupPrice: 1, ChangeLevel: levelMoney, Curves: []solver.Curve{{}}}
	b.m.Fine[levelMoney] = moneyUnit * 4 / 1000 // less than half a penny
	b.layTime()
	b.layTasks()
	b.layLines()
	return b
}

// firstDay is the first day, counted from the rota's start, that past work can make matter.
func (b *Builder) firstDay() int {
	first := -8
	for i := range b.Problem.Workers {
		for _, w := range b.Problem.Workers[i].Worked {
			first = min(first, DateOf(w.Start.In(b.Problem.Zone)).Sub(b.Problem.Start)-1)
		}
	}
	return max(first, -400)
}

func (b *Builder) layTime() {
	p, m := b.Problem, b.m
	last := p.Days + 3
	for n := b.firstDay(); n <= last; n++ {
		m.Days = append(m.Days, b.midnight(n))
		d := p.Start.Plus(n)
		m.Nights = append(m.Nights, b.window(d, 23*time.Hour, 6*time.Hour, false))
		if d.Weekday() == time.Saturday {
			m.Weekends = append(m.Weekends, solver.Span{From: b.midnight(n), To: b.midnight(n + 2)})
		}
	}
	n := b.firstDay()
	for p.Start.Plus(n).Weekday() != p.WeekStarts {
		n--
	}
	for ; n < last; n += 7 {
		s := solver.Span{From: b.midnight(n), To: b.midnight(n + 7)}
		m.Weeks = append(m.Weeks, solver.Week{Span: s, Whole: n >= 0 && n+7 <= p.Days})
	}
}

func (b *Builder) layTasks() {
	p := b.Problem
	b.occ = b.occurrences()
	b.byNeed = make([][]int32, len(p.Needs))
	for i, o := range b.occ {
		n := &p.Needs[o.Need]
		t := solver.Task{Span: o.Span, Need: n.Workers, Whole: n.Whole, Group: -1,
			MinLen: min(Minutes(n.MinShift), o.Len()), MaxLen: o.Len(),
			UnderLevel: int(n.Criticality), UnderPrice: 1, OverLevel: levelMoney, ExtraLevel: levelMoney}
		if n.MaxShift > 0 {
			t.MaxLen = min(t.MaxLen, Minutes(n.MaxShift))
		}
		if n.Kind == SleepIn {
			t.Kind = solver.Passive
		}
		if g, ok := b.clients[n.Client]; ok && n.Client != "" {
			t.Group = g
		}
		for _, a := range n.Among {
			t.Among = append(t.Among, solver.Among{Need: a.Workers})
		}
		b.m.Tasks = append(b.m.Tasks, t)
		b.byNeed[o.Need] = append(b.byNeed[o.Need], int32(i))
	}
}

func (b *Builder) layLines() {
	p := b.Problem
	n := len(p.Workers)
	b.free = make([][]solver.Span, n)
	b.barred = make([][]bool, n)
	b.reserve = make([]bool, n)
	b.m.Lines = make([]solver.Line, n)
	pools := map[string]int32{"": -1}
	for i := range p.Providers {
		pools[p.Providers[i].ID] = int32(i)
	}
	all := solver.Span{From: 0, To: b.m.Days[len(b.m.Days)-1]}
	for i := range p.Workers {
		b.free[i] = []solver.Span{all}
		b.barred[i] = make([]bool, len(p.Needs))
		l := &b.m.Lines[i]
		l.Pool, l.Master = pools[p.Workers[i].Provider], -1
		l.Rules.MaxWeekends = -1
	}
}

// freeze turns what the rules said into permits and reserve spans.
func (b *Builder) freeze() {
	for w := range b.m.Lines {
		line := &b.m.Lines[w]
		if b.reserve[w] {
			line.Reserve = b.free[w]
		}
		for n := range b.Problem.Needs {
			if !b.barred[w][n] {
				b.permits(line, w, n)
			}
		}
		slices.SortFunc(line.Permits, func(x, y solver.Permit) int { return cmp.Compare(x.Task, y.Task) })
	}
}

func (b *Builder) permits(line *solver.Line, w, n int) {
	spans := b.free[w]
	if s, ok := b.within[pair{w, n}]; ok {
		spans = meet(spans, s)
	}
	k := 0
	for _, t := range b.byNeed[n] {
		task := &b.m.Tasks[t]
		for k < len(spans) && spans[k].To <= task.From {
			k++
		}
		var in []solver.Span
		for j := k; j < len(spans) && spans[j].From < task.To; j++ {
			in = append(in, spans[j].Meet(task.Span))
		}
		if len(in) == 0 || (len(line.Reserve) == 0 && !roomy(in, task, line.Master >= 0)) {
			continue
		}
		p := solver.Permit{Task: t, Spans: in}
		if line.Master < 0 {
			for a := range task.Among {
				p.Holds = append(p.Holds, meet(b.holds[trait{w, n, a}], in))
			}
		}
		line.Permits = append(line.Permits, p)
	}
}

// roomy says whether some decision fits into one of the spans.
func roomy(in []solver.Span, t *solver.Task, trainee bool) bool {
	least := t.MinLen
	if t.Whole && !trainee {
		least = t.Len()
	}
	return slices.ContainsFunc(in, func(s solver.Span) bool { return s.Len() >= least })
}

var kinds = [solver.NumKinds]Kind{solver.Active: Waking, solver.Passive: SleepIn, solver.Reserve: Standby, solver.Beside: Shadow}

// Rota is a plan in the words of the problem.
func (c *Compiled) Rota(plan *solver.Plan) *Rota {
	r := &Rota{}
	for w, line := range plan.Lines {
		for _, d := range line {
			s := Shift{Worker: c.p.Workers[w].ID, Start: c.instant(d.Start), End: c.instant(d.End), Kind: kinds[d.Kind], Pinned: d.Fixed}
			if d.Task >= 0 {
				n := &c.p.Needs[c.occ[d.Task].Need]
				s.Need, s.Client = n.ID, n.Client
			}
			r.Shifts = append(r.Shifts, s)
		}
	}
	slices.SortStableFunc(r.Shifts, func(a, b Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker))
	})
	return r
}

// Plan is a rota in the model's terms. Shifts of workers or needs that the
// problem does not have, or outside every occurrence, are left out.
func (c *Compiled) Plan(r *Rota) *solver.Plan { return c.plan(r) }

func (c *terms) plan(r *Rota) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(c.p.Workers))}
	for _, s := range r.Shifts {
		w, ok := c.workers[s.Worker]
		if !ok {
			continue
		}
		d := solver.Decision{Task: solver.NoTask, Start: c.minute(s.Start), End: c.minute(s.End), Kind: solver.Reserve}
		if s.Kind != Standby {
			if d.Task, d.Kind = c.task(s.Need, d.Span()), kindOf(s.Kind); d.Task < 0 {
				continue
			}
		}
		p.Lines[w] = append(p.Lines[w], d)
	}
	for _, l := range p.Lines {
		slices.SortFunc(l, func(a, b solver.Decision) int { return cmp.Compare(a.Start, b.Start) })
	}
	return p
}

func kindOf(k Kind) solver.Kind { return solver.Kind(slices.Index(kinds[:], k)) }

func (c *terms) task(need string, s solver.Span) int32 {
	n, ok := c.needs[need]
	if !ok {
		return solver.NoTask
	}
	return c.taskOf(n, s)
}

// taskOf is the number of the need's task that contains the span.
func (c *terms) taskOf(need int, s solver.Span) int32 {
	in := c.byNeed[need]
	k, ok := slices.BinarySearchFunc(in, s, func(t int32, s solver.Span) int {
		switch o := c.occ[t].Span; {
		case o.To <= s.From:
			return -1
		case o.From > s.From:
			return 1
		}
		return 0
	})
	if ok && c.occ[in[k]].Contains(s) {
		return in[k]
	}
	return solver.NoTask
}

// Compare sets an engine's cost beside the audit's figures and says where they
// differ: cover and contingency to the minute (relief, which no engine plans,
// apart), money to a penny and a billionth.
func (c *Compiled) Compare(cost solver.Cost, r *Report) error {
	var all []error
	for l, g := range goals(cost, cost) {
		audit, tolerance := r.Objective[l].Value, 1e-6
		switch l {
		case levelContingency:
			audit -= r.Contingency.ReliefShortfall
		case levelMoney:
			tolerance = 0.01 + 1e-9*math.Abs(audit)
		}
		if math.Abs(audit-g.Value) > tolerance {
			all = append(all, fmt.Errorf("%s: the engine says %v, the audit %v", Levels[l], g.Value, audit))
		}
	}
	return errors.Join(all...)
}
