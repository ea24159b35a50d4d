package native

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/roster"
)

// hoursAxis is what the roster's hours count on one line.
type hoursAxis struct {
	r     *roster.Rules
	taken bool
	of    []int // by task
	g     *grid
}

// rules translates one line; false when something does not fit.
func (g *grid) rules(l int32, sums []*solver.Sum) (roster.Rules, bool) {
	line := &g.m.Lines[l]
	q := line.Rules.Sequence
	r := roster.Rules{Last: solver.NoClass, Rest: make([]int64, g.problem.Days), Choices: make([][]roster.Choice, g.problem.Days)}
	if q == nil || !q.OnePerDay || !g.plainLine(line) {
		return r, false
	}
	g.setFollow(&r, q)
	if !g.rests(line) || !g.setRuns(&r, q) || !g.setWeekends(&r, q) {
		return r, false
	}
	axis := &hoursAxis{r: &r, g: g, of: make([]int, len(g.m.Tasks))}
	r.HoursMax = g.problem.Days
	if !axis.setSums(sums, line) {
		return r, false
	}
	group, ok := axis.setTotals(q)
	if !ok {
		return r, false
	}
	for _, p := range line.Permits {
		t := &g.m.Tasks[p.Task]
		if len(p.Spans) != 1 || p.Spans[0] != t.Span || t.Len() > longest(&line.Rules, t) || !line.Rules.MayStart(t.From) {
			continue // never to be taken
		}
		c := roster.Choice{Option: g.option[p.Task], Class: g.classes[t.Class], Hours: axis.of[p.Task], Group: group[t.Class]}
		pay := g.m.PayOf(&line.Pay[solver.Active], t.From, t.To)
		if pay < 0 {
			return r, false
		}
		c.Cost = pay / g.unit
		day := g.day[p.Task]
		r.Choices[day] = append(r.Choices[day], c)
	}
	for day := range r.Choices {
		slices.SortFunc(r.Choices[day], func(a, b roster.Choice) int { return int(a.Option - b.Option) })
	}
	return r, g.setWishes(&r, line.Wishes)
}

// plainLine says whether nothing but decisions on whole tasks can be on the
// line, and no rule limits it that the roster engine does not know.
func (g *grid) plainLine(l *solver.Line) bool {
	r := &l.Rules
	return len(l.Reserve) == 0 && len(l.Past) == 0 && len(l.Fixed) == 0 && l.Master < 0 && len(l.Firsts) == 0 &&
		r.MaxDaysRun == 0 && r.MaxNightsRun == 0 && r.WeeklyRest == 0 && r.MaxWeekends < 0 && r.Travel == 0 && r.Overnight == 0 && len(r.Custom) == 0 &&
		len(g.m.Stretches) == 0
}

// longest is the greatest length of a decision on the task that the line's own rules leave.
func longest(r *solver.Rules, t *solver.Task) solver.Minute {
	n := solver.Minute(math.MaxInt32)
	for _, x := range [4]solver.Minute{t.MaxLen, r.MaxLen[solver.Active], r.MaxSpell, r.MaxAwake} {
		if x > 0 {
			n = min(n, x)
		}
	}
	return n
}

// rests says whether the gaps between the line's decisions, one a day at most,
// never fall below its rest, so that each is a spell by itself.
func (g *grid) rests(l *solver.Line) bool {
	ends := make([]solver.Minute, g.problem.Days)
	for _, p := range l.Permits {
		ends[g.day[p.Task]] = max(ends[g.day[p.Task]], g.m.Tasks[p.Task].To)
	}
	for _, p := range l.Permits {
		d, t := g.day[p.Task], &g.m.Tasks[p.Task]
		if d == 0 || t.From-ends[d-1] >= max(0, l.Rules.MinRest) {
			continue
		}
		for _, o := range l.Permits { // the pairs that are too close must be forbidden
			x := &g.m.Tasks[o.Task]
			q := l.Rules.Sequence
			if g.day[o.Task] == d-1 && t.From-x.To < max(0, l.Rules.MinRest) &&
				(int(x.Class) >= len(q.Forbid) || q.Forbid[x.Class]>>t.Class&1 == 0) {
				return false
			}
		}
	}
	return true
}

func (g *grid) setFollow(r *roster.Rules, q *solver.Sequence) {
	n := g.number
	last := solver.NoClass
	if q.Last >= 0 {
		if last = g.classes[q.Last]; last < 0 { // a class of no task of the horizon
			last = n
			n++
		}
	}
	r.Last = last
	for range n {
		row := make([]bool, n)
		for k := range row {
			row[k] = true
		}
		r.Follow = append(r.Follow, row)
	}
	for a, no := range q.Forbid {
		from := g.classes[a]
		if a == q.Last {
			from = last
		}
		if from < 0 {
			continue
		}
		for b, to := range g.classes {
			if to >= 0 && no>>b&1 == 1 {
				r.Follow[from][to] = false
			}
		}
	}
}

func (g *grid) setRuns(r *roster.Rules, q *solver.Sequence) bool {
	for _, x := range q.Runs {
		run := roster.Run{Free: x.Free, Min: x.Min, Max: x.Max, MinPrice: x.MinPrice / g.unit, MaxPrice: x.MaxPrice / g.unit, MaxHard: x.Hard,
			Before: x.Before, OpenStart: x.OpenStart, OpenEnd: x.OpenEnd}
		if x.Level == g.legal && x.MinPrice > 0 {
			run.MinPrice, run.MinHard = 0, true
		}
		if x.Level == g.legal && x.MaxPrice > 0 {
			run.MaxPrice, run.MaxHard = 0, true
		}
		for c, to := range g.classes {
			if to >= 0 && x.Classes>>c&1 == 1 {
				run.Classes |= 1 << to
			}
		}
		r.Runs = append(r.Runs, run)
	}
	return g.number < solver.MaxClasses
}

func (g *grid) setWeekends(r *roster.Rules, q *solver.Sequence) bool {
	number := 0
	for _, w := range g.frame.Weekend {
		r.Weekend = append(r.Weekend, int(w))
		number = max(number, int(w)+1)
	}
	r.Weekends = number
	w := q.Weekend
	if w == nil {
		return true
	}
	if w.HalfPrice > 0 && w.Level != g.level {
		return false
	}
	r.HalfPrice = w.HalfPrice / g.unit
	limit := w.Hard || w.MaxPrice > 0 && w.Level == g.legal
	if limit || w.MaxPrice > 0 {
		r.Weekends = max(w.Max, w.Before) - w.Before
	}
	if !limit {
		r.WeekendPrice = w.MaxPrice / g.unit
	}
	return true
}

// setSums gives the axis to the minutes that sums over the line weigh.
func (x *hoursAxis) setSums(sums []*solver.Sum, l *solver.Line) bool {
	unit := int64(0)
	var span solver.Span
	for _, p := range l.Permits {
		t := &x.g.m.Tasks[p.Task]
		unit = solver.Gcd(unit, int64(t.Len()))
		span = solver.Span{From: min(span.From, t.From), To: max(span.To, t.To)}
	}
	if unit == 0 {
		return true // a line without work
	}
	for _, s := range sums {
		w := s.Weight[solver.Active]
		if !s.Span.Contains(span) || w < 0 {
			return false
		}
		if w == 0 {
			continue
		}
		each := w * unit
		if !x.taken {
			x.taken = true
			x.r.HoursMax = 0
			for _, p := range l.Permits {
				x.of[p.Task] = int(int64(x.g.m.Tasks[p.Task].Len()) / unit)
			}
			x.r.HoursMax = x.mostWork(l)
		}
		if s.Max != solver.NoLimit {
			x.r.HoursMax = min(x.r.HoursMax, int(s.Max/each))
		}
		if s.HighPrice != 0 || s.LowPrice != 0 && s.LowLevel != x.g.legal {
			return false
		}
		if s.LowPrice != 0 {
			x.r.HoursMin = max(x.r.HoursMin, int((s.Low+each-1)/each))
		}
	}
	x.r.HoursHigh = x.r.HoursMax
	return true
}

// mostWork is the most hours that one task a day can give.
func (x *hoursAxis) mostWork(l *solver.Line) (n int) {
	most := make([]int, x.g.problem.Days)
	for _, p := range l.Permits {
		d := x.g.day[p.Task]
		most[d] = max(most[d], x.of[p.Task])
	}
	for _, h := range most {
		n += h
	}
	return n
}

// setTotals makes capped groups of hard totals, and gives the axis to the one
// total over all classes that has prices. It returns the group of each class.
func (x *hoursAxis) setTotals(q *solver.Sequence) (group [solver.MaxClasses]int, ok bool) {
	for c := range group {
		group[c] = -1
	}
	g := x.g
	for _, t := range q.Totals {
		limit := t.High >= 0 && (t.Hard || t.HighPrice > 0 && t.Level == g.legal)
		high := max(t.High, t.Before) - t.Before
		priced := t.Low > t.Before && t.LowPrice > 0 || t.High >= 0 && t.HighPrice > 0 && !limit && high < g.problem.Days
		if !priced && (!limit || high >= g.problem.Days) {
			continue
		}
		if t.Level == g.legal && t.Low > t.Before && t.LowPrice > 0 && !g.all(t.Classes) {
			return group, false
		}
		if least := t.Level == g.legal && t.Low > t.Before && t.LowPrice > 0; priced || g.all(t.Classes) && (least || !x.taken) {
			if x.taken || !g.all(t.Classes) {
				return group, false
			}
			x.countDays()
			x.setTotal(&t, limit, high)
			continue
		}
		for c := range group {
			if t.Classes>>c&1 == 1 && g.classes[c] >= 0 {
				if group[c] >= 0 {
					return group, false
				}
				group[c] = len(x.r.Caps)
			}
		}
		x.r.Caps = append(x.r.Caps, high)
	}
	return group, true
}

// all says whether the classes hold those of every task.
func (g *grid) all(classes uint64) bool {
	for i := range g.m.Tasks {
		if classes>>g.m.Tasks[i].Class&1 == 0 {
			return false
		}
	}
	return true
}

func (x *hoursAxis) countDays() {
	x.taken = true
	for t := range x.of {
		x.of[t] = 1
	}
	x.r.HoursMax = x.g.problem.Days
	x.r.HoursHigh = x.r.HoursMax
}

func (x *hoursAxis) setTotal(t *solver.Total, limit bool, high int) {
	g := x.g
	if limit {
		x.r.HoursMax = min(x.r.HoursMax, high)
		x.r.HoursHigh = x.r.HoursMax
	} else if t.High >= 0 {
		x.r.HoursHigh, x.r.HighPrice = high, t.HighPrice/g.unit
	}
	if t.LowPrice > 0 && t.Level == g.legal {
		x.r.HoursMin = max(0, t.Low-t.Before)
	} else if t.LowPrice > 0 {
		x.r.HoursLow, x.r.LowPrice = max(0, t.Low-t.Before), t.LowPrice/g.unit
	}
}

// setWishes adds wishes to the costs of choices and days off.
func (g *grid) setWishes(r *roster.Rules, wishes []solver.Wish) bool {
	for _, w := range wishes {
		if w.Price == 0 {
			continue
		}
		if w.Level != g.level || w.Within.Len() > 0 {
			return false
		}
		in := func(o int32) bool { _, ok := slices.BinarySearch(w.Tasks, g.task[o]); return ok }
		price := w.Price / g.unit
		if w.Taken {
			for _, t := range w.Tasks {
				choices := r.Choices[g.day[t]]
				if k := slices.IndexFunc(choices, func(c roster.Choice) bool { return c.Option == g.option[t] }); k >= 0 {
					choices[k].Cost += price
				}
			}
			continue
		}
		if len(w.Tasks) == 0 {
			return false
		}
		day := g.day[w.Tasks[0]]
		for _, t := range w.Tasks {
			if g.day[t] != day {
				return false
			}
		}
		r.Rest[day] += price
		for k := range r.Choices[day] {
			if !in(r.Choices[day][k].Option) {
				r.Choices[day][k].Cost += price
			}
		}
	}
	return true
}
