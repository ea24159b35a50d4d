package solver

import (
	"cmp"
	"math"
	"slices"
)

// Where hardly an hour is to spare, lines that always keep their limits of hours are hard to
// change: nearly every exchange needs somebody with just so many hours left. So
// the search now and then lets lines go beyond these limits at a price that rises
// until all are kept again (strategic oscillation: Glover, Decision Sciences 8 (1977)). What is
// too much is then passed on in small pieces, where what is short must be filled in whole visits.
//
// That price says nothing of where hours are to spare: they find each other by chance, and seldom across
// several teams. So each limit has a toll besides, a multiplier that is learned on the way: it rises while the limit is gone
// beyond, and falls while hours are to spare under it (discrete Lagrange multipliers: Wah and Wu, CP 1999).

// looseness is by how many minutes a line may go beyond each of its limits of hours meanwhile.
const looseness = 180

// strain is the price of going beyond a limit, in terms of as many hours short, after the fraction f
// of a round: less than being short for most of it, so that everything is covered while hours
// even out; in the end more.
func strain(f float64) float64 {
	const low, high, turn = 0.3, 0.9, 0.85
	if f < turn {
		return low * math.Pow(high/low, f/turn)
	}
	return 2
}

// loosen lets every line go beyond its own limits of several days by looseness.
func (w *walker) loosen() {
	s := w.s
	for i := range s.most {
		if s.most[i] = w.b.most[i]; w.b.m.Sums[i].limits() {
			s.most[i] += looseness * PartsPerMinute
		}
	}
}

// tighten ends what loosen began: limits are kept, and where the present plan
// breaks one the best takes its place.
func (w *walker) tighten() {
	w.strain = 0
	w.s.tolls = nil
	if w.s.beyond > 0 {
		w.back()
	}
	copy(w.s.most, w.b.most)
}

// How fast tolls are learned, in terms of as many hours short for each hour beyond a limit over a whole round, and
// how high they become.
const (
	tollRate = 2
	tollMost = 1
)

// learnTolls moves the tolls by so much of a round. What is short has the energy unit a part. A toll below
// nothing is a reward for work; it is paid only where all that a line may work in all is needed.
func (w *walker) learnTolls(unit, share float64) {
	s := w.s
	if w.tolls == nil {
		w.tolls = make([]float64, len(s.sums))
	}
	s.tolls = w.tolls
	for id := range w.tolls {
		if !w.b.m.Sums[id].limits() {
			continue
		}
		least := 0.0
		if w.b.exact[id] {
			least = -tollMost * unit
		}
		hours := float64(s.sums[id]-w.b.most[id]) / (60 * PartsPerMinute)
		w.tolls[id] = min(max(w.tolls[id]+tollRate*share*unit*hours, least), tollMost*unit)
	}
}

// limits says whether the sum is a limit on hours of one line over more than a day or two.
func (s *Sum) limits() bool {
	return len(s.Lines) == 1 && s.Max < NoLimit && s.Len() > 2*24*60
}

// layDues finds out whether lines have limits of hours, how many hours they have to spare beyond what
// all tasks take, and with it what a line must do in which week if nothing is to be short. A line that
// must work in a week does so from the start, for it is hard to let it in later.
func (b *board) layDues() {
	b.due, b.exact = make([]int64, len(b.m.Sums)), make([]bool, len(b.m.Sums))
	var spare, all int64
	least := [NumKinds]int64{Active: math.MaxInt64, Passive: math.MaxInt64}
	budgets := make([]budget, len(b.lines))
	for l := range b.lines {
		lb := &b.lines[l]
		if lb.Master >= 0 || len(lb.Permits) == 0 {
			continue
		}
		h := &budgets[l]
		if *h, b.limited = b.budget(lb); !b.limited {
			return
		}
		all += h.most
		for k, w := range h.weight {
			least[k] = min(least[k], w)
		}
	}
	if !b.limited {
		return
	}
	spare = all
	var price, wanted float64
	for i := range b.tasks {
		t := &b.tasks[i]
		n := int64(t.want()) * int64(t.Len())
		spare -= n * least[t.Kind]
		wanted += float64(n)
		price = max(price, float64(t.UnderPrice)*b.weight[t.UnderLevel])
	}
	b.press = price / PartsPerMinute
	b.crew = wanted / float64(max(1, b.m.Horizon.Len()))
	b.tight = spare < all/50
	b.backed = float64(spare) >= b.backupMinutes()*PartsPerMinute
	for l := range budgets {
		if id := budgets[l].whole; budgets[l].most > 0 && id >= 0 && b.tight {
			b.exact[id] = true
		}
		for _, id := range budgets[l].weeks {
			others := budgets[l].inWeeks - b.m.Sums[id].Max
			b.due[id] = max(0, budgets[l].most-others-max(0, spare))
		}
	}
}

// backupMinutes is how long lines must be on reserve at least if no task is to lack backup.
func (b *board) backupMinutes() (n float64) {
	var tasks []*Task
	for i := range b.tasks {
		tasks = append(tasks, &b.tasks[i].Task)
	}
	slices.SortStableFunc(tasks, func(x, y *Task) int { return cmp.Compare(x.From, y.From) })
	for k, more := 1, true; more; k++ {
		end := Minute(math.MinInt32)
		more = false
		for _, t := range tasks {
			if t.Backup >= k && t.To > end {
				n += float64(t.To - max(t.From, end))
				end, more = t.To, true
			}
		}
	}
	return n
}

// budget is what a line may work in all, in parts.
type budget struct {
	most    int64
	whole   int32 // the sum that is most, where one holds all the time; else -1
	weight  [NumKinds]int64
	weeks   []int32 // the sums of its weeks, where there is one of the whole too
	inWeeks int64   // what those allow together
}

// budget reads a line's limits of hours: one sum over all the time in which it may work, or
// sums side by side that hold all of it, or both; false when there is neither.
func (b *board) budget(lb *lineBoard) (h budget, ok bool) {
	from, to := b.hull(lb)
	h.whole = -1
	whole, best := int64(NoLimit), int64(NoLimit)
	for _, a := range lb.axes {
		total, end := int64(0), from
		var weeks []int32
		for _, id := range a.ids {
			s := &b.m.Sums[id]
			if !s.limits() || s.From > end {
				continue
			}
			if !ok {
				h.weight, ok = s.Weight, true
			}
			if s.Weight != h.weight {
				return budget{}, false
			}
			if s.From <= from && s.To >= to {
				if s.Max < whole {
					whole, h.whole = s.Max, id
				}
			}
			total += s.Max
			end = s.To
			weeks = append(weeks, id)
		}
		if end >= to && len(weeks) > 1 && total < best {
			h.weeks, best = weeks, total
		}
	}
	switch {
	case whole == NoLimit && best == NoLimit:
		return budget{}, false
	case whole == NoLimit:
		h.weeks = nil
	case best < NoLimit:
		h.inWeeks = best
	}
	if h.most = min(whole, best); h.most < whole {
		h.whole = -1
	}
	return h, true
}

// hull is the time in which the line may work.
func (b *board) hull(lb *lineBoard) (from, to Minute) {
	from, to = math.MaxInt32, math.MinInt32
	for i := range lb.Permits {
		if sp := lb.Permits[i].Spans; len(sp) > 0 {
			from, to = min(from, sp[0].From), max(to, sp[len(sp)-1].To)
		}
	}
	for _, r := range lb.Reserve {
		from, to = min(from, r.From), max(to, r.To)
	}
	return from, to
}
