package native

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/roster"
)

// grid is a model of whole shifts, at most one a line and day, as the roster
// engine takes it. What the model prices at a level before the last is a limit
// there, but for shortage, which weighs much.
type grid struct {
	m       *solver.Model
	problem roster.Problem
	task    []int32 // by option
	option  []int32 // by task, -1 for none
	level   int     // of the cost
	legal   int     // the level that must stay at 0, -1 for none
	unit    int64   // of the roster's cost, in units of the level
	heavy   int64   // what a unit of the roster's cost stands for at legal, in units of the level of cost
	frame   solver.DayFrame
	classes [solver.MaxClasses]int // the roster's class of each
	number  int                    // of classes
	day     []int                  // by task
}

// newGrid translates the model; nil when something in it does not fit.
func newGrid(m *solver.Model) *grid {
	g := &grid{m: m, legal: -1, level: -1, frame: m.DayFrame()}
	if len(m.Spreads) > 0 || len(m.Budgets) > 0 || m.Base != nil || len(m.Lines) == 0 || !g.setLevels() || !g.setTasks() {
		return nil
	}
	g.setClasses()
	g.setUnit()
	g.setOptions()
	if g.problem.Options == nil {
		return nil
	}
	sums := make([][]*solver.Sum, len(m.Lines))
	for i := range m.Sums {
		s := &m.Sums[i]
		if len(s.Lines) != 1 || s.Own != nil {
			return nil
		}
		sums[s.Lines[0]] = append(sums[s.Lines[0]], s)
	}
	for l := range m.Lines {
		r, ok := g.rules(int32(l), sums[l])
		if !ok {
			return nil
		}
		g.problem.Workers = append(g.problem.Workers, r)
	}
	if !roster.Fit(g.problem.Workers) {
		return nil
	}
	return g
}

// setLevels finds the level of the cost, and the one before it that must stay
// at 0; no more levels than these may have prices.
func (g *grid) setLevels() bool {
	used := g.m.SoftLevels()
	for i := range g.m.Tasks {
		t := &g.m.Tasks[i]
		used[t.UnderLevel] = used[t.UnderLevel] || t.UnderPrice > 0
		used[t.OverLevel] = used[t.OverLevel] || t.OverPrice > 0
	}
	for i := range g.m.Sums {
		s := &g.m.Sums[i]
		used[s.LowLevel] = used[s.LowLevel] || s.LowPrice > 0
		used[s.HighLevel] = used[s.HighLevel] || s.HighPrice > 0
	}
	for l := range g.m.Lines {
		p := &g.m.Lines[l].Pay[solver.Active]
		if p.Rate != 0 || p.Flat != 0 || p.Each != 0 || p.Factor != 0 {
			used[g.m.PayLevel] = true
		}
	}
	for l, yes := range used {
		switch {
		case !yes:
		case g.level < 0:
			g.level = l
		case g.legal < 0:
			g.legal, g.level = g.level, l
		default:
			return false
		}
	}
	if g.level < 0 {
		g.level = 0
	}
	return true
}

// setTasks gives each task its day.
func (g *grid) setTasks() bool {
	at := map[solver.Minute]int{}
	days := len(g.frame.Weekend)
	for d := range days {
		at[g.m.Days[g.frame.First+d]] = d
	}
	for i := range g.m.Tasks {
		t := &g.m.Tasks[i]
		d, _ := slices.BinarySearchFunc(g.m.Days, t.From, func(day, x solver.Minute) int {
			if day <= x {
				return -1
			}
			return 1
		})
		day, ok := at[g.m.Days[max(0, d-1)]]
		if !ok || !t.Whole || t.Kind != solver.Active || len(t.Among) > 0 || t.Backup > 0 || t.ExtraPrice != 0 {
			return false
		}
		if t.OverPrice > 0 && t.OverLevel != g.level || t.OverPrice < 0 || t.Want > t.Need && t.WantPrice > 0 && t.WantLevel != g.level {
			return false
		}
		g.day = append(g.day, day)
	}
	g.problem.Days = days
	in := map[int16]int{}
	for _, w := range g.frame.Weekend {
		if w >= 0 {
			if in[w]++; in[w] > 2 {
				return false
			}
		}
	}
	return days > 0
}

// setClasses makes one class of those that no rule of any line tells apart.
func (g *grid) setClasses() {
	var first []int
	alike := func(a, b int) bool {
		for l := range g.m.Lines {
			if q := g.m.Lines[l].Rules.Sequence; q != nil && !q.Alike(a, b) {
				return false
			}
		}
		return true
	}
	used := [solver.MaxClasses]bool{}
	for i := range g.m.Tasks {
		used[g.m.Tasks[i].Class] = true
	}
	for c := range used {
		if !used[c] {
			g.classes[c] = -1
			continue
		}
		k := slices.IndexFunc(first, func(f int) bool { return alike(f, c) })
		if k < 0 {
			k = len(first)
			first = append(first, c)
		}
		g.classes[c] = k
	}
	g.number = len(first)
}

// coverAt is what so many lines on a task cost, at the level of cost and before it.
func (g *grid) coverAt(t *solver.Task, count int) (cost, legal int64) {
	n := int64(t.Len())
	cost = n*int64(max(0, count-t.Need))*t.OverPrice + n*int64(t.Wanting(count))*t.WantPrice
	under := n * int64(max(0, t.Need-count)) * t.UnderPrice
	if t.UnderLevel == g.level {
		return cost + under, 0
	}
	return cost, under
}

// setUnit finds the greatest unit that all costs are whole numbers of.
func (g *grid) setUnit() {
	unit, most := int64(0), int64(1)
	enter := func(level int, price int64) {
		if level == g.level && price != 0 {
			unit, most = solver.Gcd(unit, price), max(most, price)
		}
	}
	for i := range g.m.Tasks {
		t := &g.m.Tasks[i]
		n := int64(t.Len())
		enter(t.UnderLevel, n*t.UnderPrice)
		enter(t.OverLevel, n*t.OverPrice)
		if t.Want > t.Need {
			enter(t.WantLevel, n*t.WantPrice)
		}
	}
	for l := range g.m.Lines {
		line := &g.m.Lines[l]
		for _, w := range line.Wishes {
			enter(w.Level, w.Price)
		}
		for _, p := range line.Permits {
			t := &g.m.Tasks[p.Task]
			enter(g.m.PayLevel, g.m.PayOf(&line.Pay[solver.Active], t.From, t.To))
		}
		q := line.Rules.Sequence
		if q == nil {
			continue
		}
		for _, r := range q.Runs {
			enter(r.Level, r.MinPrice)
			enter(r.Level, r.MaxPrice)
		}
		for _, t := range q.Totals {
			enter(t.Level, t.LowPrice)
			enter(t.Level, t.HighPrice)
		}
		if w := q.Weekend; w != nil {
			enter(w.Level, w.MaxPrice)
			enter(w.Level, w.HalfPrice)
		}
	}
	for i := range g.m.Sums {
		s := &g.m.Sums[i]
		if s.LowPrice != 0 && s.LowLevel == g.level || s.HighPrice != 0 && s.HighLevel == g.level {
			unit = 1
		}
	}
	g.unit = max(1, unit)
	g.problem.Dear = most / g.unit
	g.heavy = 20 * g.problem.Dear
}

// setOptions makes an option of each task, in the order of the days.
func (g *grid) setOptions() {
	order := make([]int32, len(g.m.Tasks))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return g.day[a] - g.day[b] })
	g.option = make([]int32, len(order))
	least := int64(math.MaxInt64) // a shortage of one line
	for i := range g.m.Tasks {
		if t := &g.m.Tasks[i]; t.UnderLevel != g.level && t.UnderPrice > 0 {
			least = min(least, int64(t.Len())*t.UnderPrice)
		}
	}
	options := make([]roster.Option, 0, len(order))
	for k, task := range order {
		t := &g.m.Tasks[task]
		o := roster.Option{Day: g.day[task]}
		for count := 0; count <= max(t.Need, t.Want)+1; count++ {
			cost, legal := g.coverAt(t, count)
			o.Cost = append(o.Cost, cost/g.unit+(legal+least-1)/least*g.heavy)
		}
		for c := 2; c < len(o.Cost); c++ {
			if o.Cost[c]-o.Cost[c-1] < o.Cost[c-1]-o.Cost[c-2] {
				return
			}
		}
		g.task = append(g.task, task)
		g.option[task] = int32(k)
		options = append(options, o)
	}
	g.problem.Options = options
}

// plan is the model's plan for a rota of the roster engine.
func (g *grid) plan(rota []roster.Line) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(g.m.Lines))}
	for _, l := range rota {
		for _, o := range l.Options {
			t := g.task[o]
			x := &g.m.Tasks[t]
			p.Lines[l.Worker] = append(p.Lines[l.Worker], solver.Decision{Task: t, Start: x.From, End: x.To, Kind: x.Kind})
		}
	}
	return p
}
