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
		s.readDays(ls)
		priceSequence(q, s, &now)
	}
	s.Cost = s.Cost.Plus(now).Minus(ls.ordered)
	ls.ordered = now
}

// readDays fills the state's days with the classes that start on each and how
// many of each class there are.
func (s *State) readDays(ls *LineState) {
	clear(s.days)
	clear(s.count[:])
	s.crowded = false
	for i := ls.Past; i < len(ls.Decisions); i++ {
		d := &ls.Decisions[i]
		if d.Task < 0 || d.Kind > solver.Passive {
			continue
		}
		day := s.Board.DayIndex(d.Start) - s.Board.frame.First
		if day < 0 || day >= len(s.days) {
			continue
		}
		c := s.Board.Tasks[d.Task].Class
		s.crowded = s.crowded || s.days[day] != 0
		s.days[day] |= 1 << c
		s.count[c]++
	}
}

// priceSequence adds what the days that were read cost.
func priceSequence(q *solver.Sequence, s *State, c *solver.Cost) {
	for i := range q.Runs {
		r := &q.Runs[i]
		short, long := r.Faults(s.days)
		c[r.Level] += short*r.MinPrice + long*r.MaxPrice
	}
	for i := range q.Totals {
		t := &q.Totals[i]
		n := t.Of(&s.count)
		if n < t.Low {
			c[t.Level] += int64(t.Low-n) * t.LowPrice
		}
		if most := max(t.High, t.Before); t.High >= 0 && n > most {
			c[t.Level] += int64(n-most) * t.HighPrice
		}
	}
	if w := q.Weekend; w != nil {
		worked, half := s.weekendsOf()
		c[w.Level] += int64(half)*w.HalfPrice + int64(max(0, w.Before+worked-max(w.Max, w.Before)))*w.MaxPrice
	}
}

// weekendsOf counts the weekends worked and those worked in part.
func (s *State) weekendsOf() (worked, half int) {
	in := s.Board.frame.Weekend
	for d := 0; d < len(in); {
		if in[d] < 0 {
			d++
			continue
		}
		from, busy := d, 0
		for ; d < len(in) && in[d] == in[from]; d++ {
			if s.days[d] != 0 {
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

// orderly says whether the line keeps the hard rules by day.
func (s *State) orderly(q *solver.Sequence, ls *LineState) bool {
	s.readDays(ls)
	if q.OnePerDay && s.crowded {
		return false
	}
	if len(q.Forbid) > 0 && !q.Follows(s.days) {
		return false
	}
	for i := range q.Runs {
		if r := &q.Runs[i]; r.Hard {
			if _, long := r.Faults(s.days); long > 0 {
				return false
			}
		}
	}
	for i := range q.Totals {
		if t := &q.Totals[i]; t.Hard && t.High >= 0 && t.Of(&s.count) > max(t.High, t.Before) {
			return false
		}
	}
	if w := q.Weekend; w != nil && w.Hard {
		worked, _ := s.weekendsOf()
		return w.Before+worked <= max(w.Max, w.Before)
	}
	return true
}
