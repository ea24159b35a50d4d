package cpsat

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// wishes prices the serving, or not, of some tasks.
func (x *lineRules) wishes() {
	for _, w := range x.m.Lines[x.l].Wishes {
		var met []int32
		for _, c := range x.all {
			if x.meets(&w, c.Decision) {
				met = append(met, c.lit)
			}
		}
		cost := &x.level[w.Level]
		switch {
		case w.Taken && w.Within.Len() > 0:
			if len(met) > 0 {
				cost.term(x.any(met), w.Price)
			}
		case w.Taken:
			for _, lit := range met {
				cost.term(lit, w.Price)
			}
		case len(met) == 0:
			cost.plus += w.Price
		default:
			cost.term(not(x.any(met)), w.Price)
		}
	}
}

// meets says whether the decision is one that the wish is about.
func (x *lineRules) meets(w *solver.Wish, d solver.Decision) bool {
	if w.Within.Len() > 0 {
		return w.Within.Meet(d.Span()).Len() > 0 && (w.Taken || d.Kind <= solver.Passive)
	}
	_, is := slices.BinarySearch(w.Tasks, d.Task)
	return is && d.Kind <= solver.Passive && d.Task >= 0
}

// workday is a day of the horizon: the choices that start on it, by class.
type workday struct {
	at    solver.Minute
	lits  []int32
	class []uint8
	sorts map[uint64]int32 // literals made so far, by set of classes
}

// every is the set of all classes.
const every = ^uint64(0)

// works is a literal that holds exactly when a decision of one of the classes starts on the day.
func (x *lineRules) works(d *workday, classes uint64) int32 {
	if lit, is := d.sorts[classes]; is {
		return lit
	}
	var of []int32
	for i, lit := range d.lits {
		if classes>>d.class[i]&1 == 1 {
			of = append(of, lit)
		}
	}
	lit := not(yes)
	if len(of) > 0 {
		lit = x.any(of)
	}
	d.sorts[classes] = lit
	return lit
}

// workdays lists the days of the horizon.
func (x *lineRules) workdays() (out []workday) {
	m := x.m
	for k := 0; k+1 < len(m.Days); k++ {
		if m.Days[k] < m.Horizon.From || m.Days[k] >= m.Horizon.To {
			continue
		}
		d := workday{at: m.Days[k], sorts: map[uint64]int32{}}
		for _, c := range x.all {
			if c.Task >= 0 && c.Kind <= solver.Passive && m.Days[k] <= c.Start && c.Start < m.Days[k+1] {
				d.lits, d.class = append(d.lits, c.lit), append(d.class, m.Tasks[c.Task].Class)
			}
		}
		out = append(out, d)
	}
	return out
}

// sequence writes down the rules by day.
func (x *lineRules) sequence(q *solver.Sequence) {
	days := x.workdays()
	for k := range days {
		if q.OnePerDay {
			x.atMostOne(days[k].lits)
		}
		for a, no := range q.Forbid {
			if no == 0 {
				continue
			}
			before := not(yes)
			if k > 0 {
				before = x.works(&days[k-1], 1<<a)
			} else if q.Last == a {
				before = yes
			}
			if before != not(yes) {
				x.or(not(before), not(x.works(&days[k], no)))
			}
		}
	}
	for i := range q.Runs {
		r := &q.Runs[i]
		in := make([]int32, len(days))
		for k := range days {
			if r.Free {
				in[k] = not(x.works(&days[k], every))
			} else {
				in[k] = x.works(&days[k], r.Classes)
			}
		}
		x.longRuns(r, in)
		x.shortRuns(r, in)
	}
	for _, t := range q.Totals {
		x.total(days, t)
	}
	if q.Weekend != nil {
		x.weekendsWorked(days, q.Weekend)
	}
}

// allOf is a literal that must hold when all of the literals do.
func (x *lineRules) allOf(lits []int32) int32 {
	if slices.Contains(lits, not(yes)) {
		return not(yes)
	}
	y := x.boolean()
	clause := []int32{y}
	for _, lit := range lits {
		clause = append(clause, not(lit))
	}
	x.or(clause...)
	return y
}

// longRuns prices or forbids each day of a run beyond Max.
func (x *lineRules) longRuns(r *solver.Run, in []int32) {
	if r.Max <= 0 {
		return
	}
	for k := range in {
		if k < r.Max && r.Before+k+1 <= r.Max {
			continue
		}
		beyond := x.allOf(in[max(0, k-r.Max) : k+1])
		if r.Hard {
			x.or(not(beyond))
		} else if beyond != not(yes) {
			x.level[r.Level].term(beyond, r.MaxPrice)
		}
	}
}

// shortRuns prices each day that a run misses.
func (x *lineRules) shortRuns(r *solver.Run, in []int32) {
	if r.Min <= 1 && r.Before == 0 || r.MinPrice == 0 {
		return
	}
	cost := &x.level[r.Level]
	if r.Before > 0 && len(in) > 0 && !r.OpenStart && r.Before < r.Min {
		cost.term(not(in[0]), int64(r.Min-r.Before)*r.MinPrice) // it ended before the horizon
	}
	for from := range in {
		for to := from + 1; to <= len(in); to++ {
			n := to - from
			if from == 0 {
				n += r.Before
			}
			if n >= r.Min {
				break
			}
			if from == 0 && r.OpenStart || to == len(in) && r.OpenEnd {
				continue
			}
			run := slices.Clone(in[from:to])
			if from > 0 {
				run = append(run, not(in[from-1]))
			}
			if to < len(in) {
				run = append(run, not(in[to]))
			}
			if y := x.allOf(run); y != not(yes) {
				cost.term(y, int64(r.Min-n)*r.MinPrice)
			}
		}
	}
}

// excess is a variable of at least what a total is above most.
func (x *translation) excess(total sum, most int64) (int32, bool) {
	_, high := bounds(total)
	if high += total.plus; high <= most {
		return 0, false
	}
	y := x.variable(0, high-most)
	total.term(y, -1)
	x.atMost(total, most)
	return y, true
}

// total prices or limits how many decisions of some classes there are.
func (x *lineRules) total(days []workday, t solver.Total) {
	n := sum{plus: int64(t.Before)}
	for k := range days {
		for i, lit := range days[k].lits {
			if t.Classes>>days[k].class[i]&1 == 1 {
				n.term(lit, 1)
			}
		}
	}
	if t.High >= 0 {
		most := int64(max(t.High, t.Before))
		if t.Hard {
			x.atMost(n, most)
		} else if y, is := x.excess(sum{slices.Clone(n.vars), slices.Clone(n.coefs), n.plus}, most); is {
			x.level[t.Level].term(y, t.HighPrice)
		}
	}
	if t.LowPrice > 0 {
		less := sum{n.vars, slices.Clone(n.coefs), -n.plus}
		for i := range less.coefs {
			less.coefs[i] = -less.coefs[i]
		}
		if y, is := x.excess(less, -int64(t.Low)); is {
			x.level[t.Level].term(y, t.LowPrice)
		}
	}
}

// weekendsWorked prices or limits weekends on whose days a decision starts.
func (x *lineRules) weekendsWorked(days []workday, w *solver.WeekendRule) {
	total := sum{plus: int64(w.Before)}
	for _, s := range x.m.Weekends {
		var busy []int32
		for k := range days {
			if s.From <= days[k].at && days[k].at < s.To {
				busy = append(busy, x.works(&days[k], every))
			}
		}
		if len(busy) == 0 {
			continue
		}
		worked := x.any(busy)
		total.term(worked, 1)
		if len(busy) > 1 && w.HalfPrice > 0 {
			half := x.boolean()
			for _, b := range busy {
				x.or(half, not(worked), b) // worked, and not on this day
			}
			x.level[w.Level].term(half, w.HalfPrice)
		}
	}
	most := int64(max(w.Max, w.Before))
	if w.Hard {
		x.atMost(total, most)
		return
	}
	if y, is := x.excess(total, most); is {
		x.level[w.Level].term(y, w.MaxPrice)
	}
}
