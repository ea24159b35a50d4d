package solver

// fits says whether a single decision is allowed for the line by itself: its
// permit, the grid, the lengths. What else the line holds is not looked at.
func (b *board) fits(l int32, d Decision) bool {
	lb := &b.lines[l]
	n := d.End - d.Start
	if d.Kind == Reserve {
		if d.Task != NoTask || n < b.m.ReserveMin || n > b.m.ReserveMax || d.Start%b.m.Grain != 0 || d.End%b.m.Grain != 0 {
			return false
		}
		return inSpans(lb.Reserve, d.Span())
	}
	if d.Task < 0 || n <= 0 {
		return false
	}
	t := &b.tasks[d.Task]
	if (d.Kind == Beside) != (lb.Master >= 0) || (d.Kind != Beside && d.Kind != t.Kind) {
		return false
	}
	if t.Whole && d.Kind != Beside {
		if d.Span() != t.Span {
			return false
		}
	} else if n < min(t.MinLen, t.Len()) || !b.onGrid(t, d.Start) || !b.onGrid(t, d.End) {
		return false
	}
	if n > b.maxLen(lb, t) {
		return false
	}
	p := lb.permit(d.Task)
	return p >= 0 && inSpans(lb.Permits[p].Spans, d.Span())
}

func (b *board) onGrid(t *taskBoard, x Minute) bool {
	return x%b.m.Grain == 0 || x == t.From || x == t.To
}

func inSpans(spans []Span, d Span) bool {
	if len(spans) == 1 {
		return spans[0].Contains(d)
	}
	lo, hi := 0, len(spans)
	for lo < hi {
		mid := (lo + hi) / 2
		if spans[mid].To < d.To {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(spans) && spans[lo].From <= d.From
}

// legal says whether line l keeps every rule of its own, looking only at what
// a change inside [from, to) can have broken. Sums are watched by state.over.
func (s *state) legal(l int32, from, to Minute) bool {
	b := s.b
	r := &b.lines[l].Rules
	ls := &s.lines[l]
	lo, hi := ls.around(from, to, max(r.MinRest, r.Travel, 1))
	if !s.spells(ls, r, lo, hi) {
		return false
	}
	if r.Travel > 0 && !s.travels(ls, r.Travel, lo, hi) {
		return false
	}
	if !s.runs(ls, r, from, to) {
		return false
	}
	if r.MaxWeekends >= 0 && ls.weekends > r.MaxWeekends {
		return false
	}
	if r.WeeklyRest > 0 && !s.rests(ls, r.WeeklyRest, from, to) {
		return false
	}
	if r.Sequence != nil && !s.orderly(r.Sequence, ls) {
		return false
	}
	for _, c := range r.Custom {
		if !c.Legal(ls.dec) {
			return false
		}
	}
	return true
}

// around is the range of decisions whose spells a change inside [from, to) can touch.
func (l *lineState) around(from, to, rest Minute) (lo, hi int) {
	n := len(l.dec)
	rest = max(rest, 1) // where no rest is asked, what touches it counts
	lo = l.find(from)
	for lo > 0 && l.dec[lo-1].End > from-rest {
		lo--
	}
	for lo > 0 && lo < n && l.dec[lo].Start-l.dec[lo-1].End < rest {
		lo--
	}
	hi = lo
	for hi < n && l.dec[hi].Start < to+rest {
		hi++
	}
	for hi > lo && hi < n && l.dec[hi].Start-l.dec[hi-1].End < rest {
		hi++
	}
	return lo, hi
}

// spells checks overlaps, touching decisions of one task, and the length of spells.
func (s *state) spells(ls *lineState, r *Rules, lo, hi int) bool {
	dec := ls.dec[lo:hi]
	for i := 0; i < len(dec); {
		start := dec[i].Start
		passive, own := dec[i].Kind == Passive, !dec[i].past()
		end := dec[i].End
		j := i + 1
		for ; j < len(dec) && dec[j].Start-end < r.MinRest; j++ {
			if dec[j].Start < end || (dec[j].Start == end && dec[j].Task == dec[j-1].Task && dec[j].Task >= 0) {
				return false
			}
			passive, own = passive || dec[j].Kind == Passive, own || !dec[j].past()
			end = dec[j].End
		}
		most := r.MaxSpell
		if passive {
			most = r.MaxSpellPassive
		}
		if most > 0 && end-start > most && own {
			return false
		}
		if j < len(dec) && dec[j].Start == end && dec[j].Task == dec[j-1].Task && dec[j].Task >= 0 {
			return false // where no rest is asked, spells can touch
		}
		i = j
	}
	return true
}

// travels checks the gap between decisions of different groups.
func (s *state) travels(ls *lineState, least Minute, lo, hi int) bool {
	for i := max(lo-1, 0); i < hi; i++ {
		g := s.group(ls.dec[i])
		if g < 0 {
			continue
		}
		for j := i + 1; j < len(ls.dec) && ls.dec[j].Start-ls.dec[i].End < least; j++ {
			if h := s.group(ls.dec[j]); h >= 0 && h != g {
				return false
			}
		}
	}
	return true
}

func (s *state) group(d Decision) int32 {
	if d.Task < 0 {
		return -1
	}
	return s.b.tasks[d.Task].Group
}

// runs checks days and nights in a row around the days of [from, to).
func (s *state) runs(ls *lineState, r *Rules, from, to Minute) bool {
	b := s.b
	i, j := b.dayIndex(from), b.dayIndex(to-1)
	if r.MaxDaysRun > 0 {
		if r.MinRest > 1440 {
			if !s.longRestRuns(ls, r) {
				return false
			}
		} else if !shortRuns(ls.touch, i, j, r.MaxDaysRun) {
			return false
		}
	}
	return r.MaxNightsRun <= 0 || shortRuns(ls.nights, i, j, r.MaxNightsRun)
}

// shortRuns says that no run of marked days that meets [i, j] is longer than most.
func shortRuns(mark []uint8, i, j, most int) bool {
	for d := i; d <= j; {
		if mark[d] == 0 {
			d++
			continue
		}
		lo := d
		for lo > 0 && mark[lo-1] > 0 {
			lo--
		}
		hi := d + 1
		for hi < len(mark) && mark[hi] > 0 {
			hi++
		}
		if hi-lo > most {
			return false
		}
		d = hi
	}
	return true
}

// longRestRuns checks runs of days where a spell may leave a whole day empty inside it.
func (s *state) longRestRuns(ls *lineState, r *Rules) bool {
	b := s.b
	run, lastDay := 0, -2
	for i := 0; i < len(ls.dec); {
		end := ls.dec[i].End
		j := i + 1
		for j < len(ls.dec) && ls.dec[j].Start-end < r.MinRest {
			end = ls.dec[j].End
			j++
		}
		from, to := b.dayIndex(ls.dec[i].Start), b.dayIndex(end-1)
		switch {
		case from <= lastDay:
			run += to - lastDay
		case from == lastDay+1:
			run += to - from + 1
		default:
			run = to - from + 1
		}
		lastDay = to
		if run > r.MaxDaysRun && end > 0 {
			return false
		}
		i = j
	}
	return true
}

// rests checks the weekly rest of each whole week that [from, to) meets.
func (s *state) rests(ls *lineState, least, from, to Minute) bool {
	w := s.b.m.Weeks
	lo, hi := 0, len(w)
	for lo < hi {
		mid := (lo + hi) / 2
		if w[mid].To <= from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(w) && w[lo].From < to; lo++ {
		if w[lo].Whole && !restIn(ls.dec, w[lo].Span, least) {
			return false
		}
	}
	return true
}

// restIn says whether the week holds an unbroken rest of the length.
func restIn(dec []Decision, week Span, least Minute) bool {
	lo, hi := 0, len(dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if dec[mid].End <= week.From {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	free := week.From
	for ; lo < len(dec) && dec[lo].Start < week.To; lo++ {
		if dec[lo].Start-free >= least {
			return true
		}
		free = max(free, dec[lo].End)
	}
	return week.To-free >= least
}

// trainsWell says whether every trainee's decision on line l that meets
// [from, to) lies inside one of its master's.
func (s *state) trainsWell(l int32, from, to Minute) bool {
	for _, d := range s.lines[l].dec {
		if d.Kind == Beside && d.End > from && d.Start < to && d.Task >= 0 && !s.beside(l, d) {
			return false
		}
	}
	return true
}

// beside says whether the trainee's decision lies inside one of the master's.
func (s *state) beside(l int32, d Decision) bool {
	for _, o := range s.lines[s.b.lines[l].Master].dec {
		if o.Task == d.Task && o.Start <= d.Start && d.End <= o.End {
			return true
		}
	}
	return false
}
