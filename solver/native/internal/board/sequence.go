package board

import "github.com/carerota/carerota/solver"

// Resequence brings the price of the line's rules by day and wishes up to date.
func (s *State) Resequence(l int32) {
	lb, ls := &s.Board.Lines[l], &s.Lines[l]
	var now solver.Cost
	for i := range lb.Wishes {
		w := &lb.Wishes[i]
		if n := w.Met(ls.Decisions); w.Taken {
			now[w.Level] += int64(n) * w.Price
		} else if n == 0 {
			now[w.Level] += w.Price
		}
	}
	if q := lb.Rules.Sequence; q != nil {
		s.days.read(ls)
		s.days.price(q, &now)
	}
	s.Cost = s.Cost.Plus(now).Minus(ls.ordered)
	ls.ordered = now
}

// lineDays is what the line last read starts on each day of the horizon.
type lineDays struct {
	board   *Board
	classes []uint64 // that start, by day
	count   [solver.MaxClasses]int32
	crowded bool // several start on one day
}

// read fills the days with the classes that start on each and how many of each class there are.
func (y *lineDays) read(ls *LineState) {
	clear(y.classes)
	clear(y.count[:])
	y.crowded = false
	for i := range ls.Decisions {
		d := &ls.Decisions[i]
		if d.Task < 0 || d.Kind > solver.Passive {
			continue
		}
		day := y.board.DayIndex(d.Start) - y.board.frame.First
		if day < 0 || day >= len(y.classes) {
			continue
		}
		c := y.board.Tasks[d.Task].Class
		y.crowded = y.crowded || y.classes[day] != 0
		y.classes[day] |= 1 << c
		y.count[c]++
	}
}

// price adds what the days that were read cost.
func (y *lineDays) price(q *solver.Sequence, c *solver.Cost) {
	for i := range q.Runs {
		r := &q.Runs[i]
		short, long := r.Faults(y.classes)
		c[r.Level] += short*r.MinPrice + long*r.MaxPrice
	}
	for i := range q.Totals {
		t := &q.Totals[i]
		n := t.Of(&y.count)
		if n < t.Low {
			c[t.Level] += int64(t.Low-n) * t.LowPrice
		}
		if most := max(t.High, t.Before); t.High >= 0 && n > most {
			c[t.Level] += int64(n-most) * t.HighPrice
		}
	}
	if w := q.Weekend; w != nil {
		worked, half := y.weekends()
		c[w.Level] += int64(half)*w.HalfPrice + int64(max(0, w.Before+worked-max(w.Max, w.Before)))*w.MaxPrice
	}
}

// weekends counts the weekends worked and those worked in part.
func (y *lineDays) weekends() (worked, half int) {
	in := y.board.frame.Weekend
	for d := 0; d < len(in); {
		if in[d] < 0 {
			d++
			continue
		}
		from, busy := d, 0
		for ; d < len(in) && in[d] == in[from]; d++ {
			if y.classes[d] != 0 {
				busy++
			}
		}
		if busy > 0 {
			worked++
			if busy < d-from {
				half++
			}
		}
	}
	return worked, half
}

// keeps says whether the days that were read keep the hard rules by day.
func (y *lineDays) keeps(q *solver.Sequence) bool {
	if q.OnePerDay && y.crowded {
		return false
	}
	if len(q.Forbid) > 0 && !q.Follows(y.classes) {
		return false
	}
	for i := range q.Runs {
		if r := &q.Runs[i]; r.Hard {
			if _, long := r.Faults(y.classes); long > 0 {
				return false
			}
		}
	}
	for i := range q.Totals {
		if t := &q.Totals[i]; t.Hard && t.High >= 0 && t.Of(&y.count) > max(t.High, t.Before) {
			return false
		}
	}
	if w := q.Weekend; w != nil && w.Hard {
		worked, _ := y.weekends()
		return w.Before+worked <= max(w.Max, w.Before)
	}
	return true
}
