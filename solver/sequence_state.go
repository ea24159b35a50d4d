package solver

import "math/bits"

// dayFrame is where the days of the horizon lie, for the rules by day.
type dayFrame struct {
	first   int     // index in Model.Days
	weekend []int16 // by day of the horizon: the weekend it starts in, -1 for none
}

func (m *Model) dayFrame() (f dayFrame) {
	f.first = -1
	for d, at := range m.Days[:len(m.Days)-1] {
		if at < m.Horizon.From || at >= m.Horizon.To {
			continue
		}
		if f.first < 0 {
			f.first = d
		}
		in := int16(-1)
		for w, s := range m.Weekends {
			if s.From <= at && at < s.To {
				in = int16(w)
			}
		}
		f.weekend = append(f.weekend, in)
	}
	return f
}

// sequenced says whether the line has prices or rules by day or wishes.
func (l *Line) sequenced() bool { return l.Rules.Sequence != nil || len(l.Wishes) > 0 }

// resequence brings the price of the line's rules by day and wishes up to date.
func (s *state) resequence(l int32) {
	lb, ls := &s.b.lines[l], &s.lines[l]
	var now Cost
	for i := range lb.Wishes {
		w := &lb.Wishes[i]
		if n := w.met(ls.dec); w.Taken {
			now[w.Level] += int64(n) * w.Price
		} else if n == 0 {
			now[w.Level] += w.Price
		}
	}
	if q := lb.Rules.Sequence; q != nil {
		s.readDays(ls)
		q.price(s, &now)
	}
	s.cost = s.cost.Plus(now).Minus(ls.ordered)
	ls.ordered = now
}

// met counts the line's decisions in the tasks of the wish.
func (w *Wish) met(dec []Decision) (n int) {
	for _, t := range w.Tasks {
		for i := range dec {
			if dec[i].Task == t && dec[i].Kind <= Passive {
				n++
			}
		}
	}
	return n
}

// readDays fills the state's days with the classes that start on each and how
// many of each class there are.
func (s *state) readDays(ls *lineState) {
	clear(s.days)
	clear(s.count[:])
	s.crowded = false
	for i := ls.past; i < len(ls.dec); i++ {
		d := &ls.dec[i]
		if d.Task < 0 || d.Kind > Passive {
			continue
		}
		day := s.b.dayIndex(d.Start) - s.b.frame.first
		if day < 0 || day >= len(s.days) {
			continue
		}
		c := s.b.tasks[d.Task].Class
		s.crowded = s.crowded || s.days[day] != 0
		s.days[day] |= 1 << c
		s.count[c]++
	}
}

// price adds what the days that were read cost.
func (q *Sequence) price(s *state, c *Cost) {
	for i := range q.Runs {
		r := &q.Runs[i]
		short, long := r.faults(s.days)
		c[r.Level] += short*r.MinPrice + long*r.MaxPrice
	}
	for i := range q.Totals {
		t := &q.Totals[i]
		n := t.of(&s.count)
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

func (t *Total) of(count *[MaxClasses]int32) int {
	n := t.Before
	for x := t.Classes; x != 0; x &= x - 1 {
		n += int(count[bits.TrailingZeros64(x)])
	}
	return n
}

// faults is the days missing in runs too short and those beyond in runs too long.
func (r *Run) faults(days []uint64) (short, long int64) {
	n, from := r.Before, r.Before // days so far, and those of them before the horizon
	open := r.OpenStart
	for d := 0; d <= len(days); d++ {
		if d < len(days) && r.holds(days[d]) {
			n++
			continue
		}
		if n > 0 {
			if !open && !(d == len(days) && r.OpenEnd && n > from) {
				short += int64(max(0, r.Min-n))
			}
			if r.Max > 0 {
				long += int64(max(0, n-max(r.Max, from)))
			}
		}
		n, from, open = 0, 0, false
	}
	return short, long
}

func (r *Run) holds(day uint64) bool {
	if r.Free {
		return day == 0
	}
	return day&r.Classes != 0
}

// weekendsOf counts the weekends worked and those worked in part.
func (s *state) weekendsOf() (worked, half int) {
	in := s.b.frame.weekend
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
func (s *state) orderly(q *Sequence, ls *lineState) bool {
	s.readDays(ls)
	if q.OnePerDay && s.crowded {
		return false
	}
	if len(q.Forbid) > 0 && !q.follows(s.days) {
		return false
	}
	for i := range q.Runs {
		if r := &q.Runs[i]; r.Hard {
			if _, long := r.faults(s.days); long > 0 {
				return false
			}
		}
	}
	for i := range q.Totals {
		if t := &q.Totals[i]; t.Hard && t.High >= 0 && t.of(&s.count) > max(t.High, t.Before) {
			return false
		}
	}
	if w := q.Weekend; w != nil && w.Hard {
		worked, _ := s.weekendsOf()
		return w.Before+worked <= max(w.Max, w.Before)
	}
	return true
}

// follows says whether no day holds what may not follow the day before.
func (q *Sequence) follows(days []uint64) bool {
	last := uint64(0)
	if q.Last >= 0 {
		last = 1 << q.Last
	}
	for _, today := range days {
		if today != 0 {
			for x := last; x != 0; x &= x - 1 {
				if a := bits.TrailingZeros64(x); a < len(q.Forbid) && q.Forbid[a]&today != 0 {
					return false
				}
			}
		}
		last = today
	}
	return true
}
