package proof

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Limits of planning a worker's visits.
const (
	mostHourSteps = 512         // into which a week's hours are cut
	mostVisitWork = 100_000_000 // figures of a table worked out for one worker
)

// never is less than any worth.
const never = math.MinInt64 / 4

// visits are the whole visits of one week that a worker could take, planned from the last back to
// the first: what can still be had from each on, for every step of hours that is left. The limits
// are the way between clients, stretches and the rest between them, the hours of the week and of
// the rota, and the week's free day or rest. A line that keeps all rules keeps these, so that the
// worker can give no more.
type visits struct {
	r     *Reader
	w     *reading.Worker
	all   []taking // in order of start
	week  int
	steps int    // of hours; 1 where they are not looked after
	takes []int  // steps that each visit takes
	sides int    // 2 where the free time of the week is looked after: not had yet, and had
	later [2]tab // by visit: the most from stretches that begin with it or with a later one
	after [2]tab // by visit: the most behind a stretch that ends with it
}

// taking is a visit that may be taken.
type taking struct {
	reading.Span
	client int
	worth  int64 // seconds
	counts int64 // seconds of it in the week
}

// tab has a row of worths, by steps of hours left, for each visit.
type tab struct {
	steps int
	cells []int64
}

func newTab(rows, steps int) tab {
	t := tab{steps, make([]int64, rows*steps)}
	for i := range t.cells {
		t.cells[i] = never
	}
	return t
}

func (t *tab) row(i int) []int64 { return t.cells[i*t.steps : (i+1)*t.steps] }

// up brings a row up to another.
func up(row, other []int64) {
	for h, v := range other {
		row[h] = max(row[h], v)
	}
}

// givesNoMore says whether a worker can give at most so many seconds to a demand of whole waking
// visits of one week, as they are counted in it. What is not shown is false.
func (r *Reader) givesNoMore(w *reading.Worker, rows []Asks, seconds int64) bool {
	v, ok := r.visitsOf(w, rows)
	if !ok {
		return false
	}
	if v.most(false) <= seconds {
		return true
	}
	return v.mayPlan() && v.most(true) <= seconds
}

// visitsOf lists what a worker could take of a demand.
func (r *Reader) visitsOf(w *reading.Worker, rows []Asks) (*visits, bool) {
	if !r.wholeVisits(rows) {
		return nil, false
	}
	v := &visits{r: r, w: w, week: r.DayOf(rows[0].From) / 7}
	for i := range rows {
		x := &rows[i]
		if reading.LegalShift(r.Reading, w, x.Need, x.occ, x.Span) {
			v.all = append(v.all, taking{x.Span, x.Need.ClientIndex, x.counts, x.Overlap(r.Week(v.week))})
		}
	}
	slices.SortStableFunc(v.all, func(a, b taking) int { return cmp.Compare(a.From, b.From) })
	return v, true
}

// wholeVisits says whether a demand is of whole waking visits that begin in one week, of heads, and
// not of what has begun already.
func (r *Reader) wholeVisits(rows []Asks) bool {
	parts := map[[2]int]bool{} // occurrences of which a part was agreed on
	for i := range r.pins {
		for j := range r.pins[i] {
			if it := &r.pins[i][j]; it.Need >= 0 && it.Occurrence >= 0 && it.Span != r.Needs[it.Need].Occurrences[it.Occurrence].Span {
				parts[[2]int{it.Need, it.Occurrence}] = true
			}
		}
	}
	for i := range rows {
		x := &rows[i]
		whole := x.Need.Whole || int64(x.Need.MinShift/time.Second) >= x.Need.Occurrences[x.occ].Len()
		if !whole || x.Need.Kind != scheduler.Waking || x.skill != "" || x.Span != x.Need.Occurrences[x.occ].Span ||
			x.From < r.AsOf || r.DayOf(x.From)/7 != r.DayOf(rows[0].From)/7 || parts[[2]int{x.Need.Index, x.occ}] {
			return false
		}
	}
	return len(rows) > 0
}

// mayPlan says whether the tables are not too large.
func (v *visits) mayPlan() bool {
	steps, _ := v.hours()
	work, reach := 0, v.longest()
	for i := range v.all {
		work += 2 * steps * (v.first(v.all[i].From+reach) - i)
	}
	return work <= mostVisitWork
}

// hours is what the worker has of hours in steps of the seconds that visits have in common, and
// those seconds; no steps where there is no limit.
func (v *visits) hours() (steps int, step int64) {
	left := math.Inf(1)
	if c := v.w.Limits.MaxHoursWeek; c != nil {
		left = c.Seconds()
		for i := range v.r.pins[v.w.Index] {
			if it := &v.r.pins[v.w.Index][i]; it.Past {
				left -= v.w.Counted(it, v.r.Week(v.week))
			}
		}
	}
	if c := v.w.Limits.MaxHoursRota; c != nil {
		left = min(left, c.Seconds())
	}
	if math.IsInf(left, 1) {
		return 1, 0
	}
	for i := range v.all {
		step = gcd(v.all[i].counts, step)
	}
	step = max(step, 1)
	for whole := int64(max(0, left) + reading.Slack); ; step *= 2 {
		if whole/step < mostHourSteps {
			return int(whole/step) + 1, step
		}
	}
}

// longest is how long a stretch of the worker's may be, in seconds.
func (v *visits) longest() int64 {
	most := v.w.Limits.MaxSpell
	if v.r.MaySleepIn(v.w) {
		most = max(most, v.w.Limits.MaxSpellSleepIn)
	}
	return int64(most / time.Second)
}

// MaySleepIn says whether a stretch of the worker's could hold a sleep-in, so that it could be
// longer.
func (r *Reader) MaySleepIn(w *reading.Worker) bool {
	return slices.ContainsFunc(r.pins[w.Index], func(it reading.Item) bool { return it.Kind == scheduler.SleepIn }) ||
		slices.ContainsFunc(r.Needs, func(n reading.Need) bool {
			return n.Kind == scheduler.SleepIn && r.Refusal(w, &n) == "" && w.Accepted(&n) && w.Wanted(&n)
		})
}

// first is the first visit that begins at or after an instant.
func (v *visits) first(at int64) int {
	return sort.Search(len(v.all), func(i int) bool { return v.all[i].From >= at })
}

// freed is when the free time that the week asks for is over, for who is free from an instant on;
// false where none is asked for.
func (v *visits) freed(from int64) (int64, bool) {
	r, c := v.r, v.w.Limits
	switch {
	case !r.Whole(v.week):
		return 0, false
	case c.MaxDaysInARow > 0 && c.MaxDaysInARow < 7:
		d := r.DayOf(from)
		if r.Midnights[d] < from {
			d++
		}
		if d+1 >= len(r.Midnights) {
			return reading.Never, true
		}
		return r.Midnights[d+1], true
	case c.WeeklyRest > 0:
		return from + int64(c.WeeklyRest/time.Second), true
	}
	return 0, false
}

// most is the most that a line can give, in seconds: with no regard to hours and the week's rest, or
// with all limits.
func (v *visits) most(all bool) int64 {
	n := len(v.all)
	v.steps, v.sides, v.takes = 1, 1, make([]int, n)
	begins := v.r.Week(v.week).From
	free, asked := v.freed(begins)
	if all {
		steps, step := v.hours()
		v.steps = steps
		for i := range v.all {
			if step > 0 {
				v.takes[i] = int(v.all[i].counts / step)
			}
		}
		if asked {
			v.sides = 2
		}
	}
	for s := range v.sides {
		v.later[s], v.after[s] = newTab(n+1, v.steps), newTab(n, v.steps)
	}
	for i := n - 1; i >= 0; i-- {
		for s := range v.sides {
			v.behind(i, s)
			v.stretch(i, s)
		}
	}
	most := max(0, v.later[0].row(0)[v.steps-1])
	if v.sides == 2 {
		most = max(most, v.later[1].row(v.first(free))[v.steps-1])
	}
	return most
}

// behind works out what can follow a stretch that ends with a visit.
func (v *visits) behind(i, side int) {
	row, end := v.after[side].row(i), v.all[i].To
	next := v.first(end + int64(v.w.Limits.MinRest/time.Second))
	up(row, v.later[side].row(next))
	free, _ := v.freed(end)
	if side == 1 || v.sides == 1 || free <= v.r.Week(v.week).To {
		for h := range row {
			row[h] = max(row[h], 0)
		}
	}
	if side == 0 && v.sides == 2 {
		up(row, v.later[1].row(max(next, v.first(free))))
	}
}

// stretch works out the best stretch that begins with a visit.
func (v *visits) stretch(i, side int) {
	end := len(v.all)
	limit := int64(reading.Never)
	if most := v.longest(); most > 0 {
		limit = v.all[i].From + most
		end = v.first(limit)
	}
	best, onward := newTab(end-i, v.steps), newTab(end-i+1, v.steps)
	way := int64(v.w.Limits.Travel / time.Second)
	for j := end - 1; j >= i; j-- {
		x := &v.all[j]
		row, then := onward.row(j-i), best.row(j-i)
		if copy(row, onward.row(j-i+1)); x.To > limit {
			continue
		}
		follow := slices.Clone(v.after[side].row(j))
		up(follow, onward.row(min(v.first(x.To+way), end)-i))
		for k := v.first(x.To); k < end && v.all[k].From < x.To+way; k++ {
			if c := v.all[k].client; c == x.client || c < 0 || x.client < 0 {
				up(follow, best.row(k-i))
			}
		}
		for h := v.takes[j]; h < v.steps; h++ {
			then[h] = x.worth + follow[h-v.takes[j]]
		}
		up(row, then)
	}
	row := v.later[side].row(i)
	copy(row, v.later[side].row(i+1))
	up(row, best.row(0))
}
