package board

import "github.com/carerota/carerota/solver"

// Fits says whether a single decision is allowed for the line by itself: its
// permit, the grid, the lengths, when it starts. What else the line holds is not looked at.
func (b *Board) Fits(l int32, d solver.Decision) bool {
	lb := &b.Lines[l]
	n := d.End - d.Start
	if !lb.Rules.MayStart(d.Start) {
		return false
	}
	if d.Kind == solver.Reserve {
		if d.Task != solver.NoTask || n < b.Model.ReserveMin || n > b.Model.ReserveMax || d.Start%b.Model.Grain != 0 || d.End%b.Model.Grain != 0 {
			return false
		}
		return solver.InSpans(lb.Reserve, d.Span())
	}
	if d.Task < 0 || n <= 0 {
		return false
	}
	t := &b.Tasks[d.Task]
	if (d.Kind == solver.Beside) != (lb.Master >= 0) || (d.Kind != solver.Beside && d.Kind != t.Kind) {
		return false
	}
	if t.Whole && d.Kind != solver.Beside {
		if d.Span() != t.Span {
			return false
		}
	} else if n < min(t.MinLen, t.Len()) || !b.onGrid(t, d.Start) || !b.onGrid(t, d.End) {
		return false
	}
	if n > b.MaxLen(lb, t) || b.TooLong(lb, t, d.Span()) {
		return false
	}
	p := lb.Permit(d.Task)
	return p >= 0 && solver.InSpans(lb.Permits[p].Spans, d.Span())
}

func (b *Board) onGrid(t *TaskBoard, x solver.Minute) bool {
	return x%b.Model.Grain == 0 || x == t.From || x == t.To
}

// Legal says whether line l keeps every rule of its own, looking only at what
// a change inside [from, to) can have broken. Sums are watched by state.over.
func (s *State) Legal(l int32, from, to solver.Minute) bool {
	b := s.Board
	r := &b.Lines[l].Rules
	ls := &s.Lines[l]
	lo, hi := ls.Around(from, to, max(r.MinRest, r.Travel, r.Overnight, 1))
	if !b.Spells(ls, r, lo, hi) {
		return false
	}
	if r.Overnight > 0 && !b.Overnight(ls, r.Overnight, lo, hi) {
		return false
	}
	if r.Travel > 0 && !b.travels(ls, r.Travel, lo, hi) {
		return false
	}
	if !b.Runs(ls, r, from, to) {
		return false
	}
	if r.MaxWeekends >= 0 && ls.Weekends > r.MaxWeekends {
		return false
	}
	if r.WeeklyRest > 0 && !b.Rests(ls, r.WeeklyRest, from, to) {
		return false
	}
	if r.Sequence != nil {
		if s.days.read(ls); !s.days.keeps(r.Sequence) {
			return false
		}
	}
	for _, c := range r.Custom {
		if !c.Legal(ls.Decisions) {
			return false
		}
	}
	return true
}

// Around is the range of decisions whose spells a change inside [from, to) can touch.
func (l *LineState) Around(from, to, rest solver.Minute) (lo, hi int) {
	n := len(l.Decisions)
	rest = max(rest, 1) // where no rest is asked, what touches it counts
	lo = l.Find(from)
	for lo > 0 && l.Decisions[lo-1].End > from-rest {
		lo--
	}
	for lo > 0 && lo < n && l.Decisions[lo].Start-l.Decisions[lo-1].End < rest {
		lo--
	}
	hi = lo
	for hi < n && l.Decisions[hi].Start < to+rest {
		hi++
	}
	for hi > lo && hi < n && l.Decisions[hi].Start-l.Decisions[hi-1].End < rest {
		hi++
	}
	return lo, hi
}

// Spells checks overlaps, touching decisions of one task, and the length of spells.
func (b *Board) Spells(l *LineState, r *solver.Rules, lo, hi int) bool {
	dec := l.Decisions[lo:hi]
	for i := 0; i < len(dec); {
		start := dec[i].Start
		passive, own := dec[i].Kind == solver.Passive, !dec[i].Past()
		end, awake := dec[i].End, awakeIn(dec[i])
		j := i + 1
		for ; j < len(dec) && dec[j].Start-end < r.MinRest; j++ {
			if dec[j].Start < end || (dec[j].Start == end && dec[j].Task == dec[j-1].Task && dec[j].Task >= 0) {
				return false
			}
			passive, own = passive || dec[j].Kind == solver.Passive, own || !dec[j].Past()
			end = dec[j].End
			awake += awakeIn(dec[j])
		}
		most := r.MaxSpell
		if passive {
			most = r.MaxSpellPassive
		}
		if own && (most > 0 && end-start > most || r.MaxAwake > 0 && awake > r.MaxAwake) {
			by := b.Model.Stretch(solver.Span{From: start, To: end})
			if by == 0 || most > 0 && end-start > most+by || r.MaxAwake > 0 && awake > r.MaxAwake+by {
				return false
			}
		}
		if j < len(dec) && dec[j].Start == end && dec[j].Task == dec[j-1].Task && dec[j].Task >= 0 {
			return false // where no rest is asked, spells can touch
		}
		i = j
	}
	return true
}

// awakeIn is the time of a decision that Rules.MaxAwake counts.
func awakeIn(d solver.Decision) solver.Minute {
	if d.Kind == solver.Active || d.Kind == solver.Beside {
		return d.End - d.Start
	}
	return 0
}

// Overnight checks the gaps over the start of a day between neighbours that are neither nights nor
// Passive.
func (b *Board) Overnight(ls *LineState, least solver.Minute, lo, hi int) bool {
	for i := max(lo-1, 0); i < hi && i+1 < len(ls.Decisions); i++ {
		x, y := ls.Decisions[i], ls.Decisions[i+1]
		if !y.Past() && b.DayTurns(x.End, y.Start, least) && !b.Quiet(x) && !b.Quiet(y) {
			return false
		}
	}
	return true
}

// Quiet says whether Rules.Overnight leaves the decision alone: a night, or Passive.
func (b *Board) Quiet(d solver.Decision) bool {
	return d.Kind == solver.Passive || b.IsNight(d, b.DayIndex(d.Start))
}

// DayTurns says whether the time between two decisions is shorter than least and has the start of a
// day in it, its ends included.
func (b *Board) DayTurns(from, to, least solver.Minute) bool {
	if to <= from || to-from >= least {
		return false
	}
	k := b.DayIndex(from)
	return b.Model.Days[k] == from || k+1 < len(b.Model.Days) && b.Model.Days[k+1] <= to
}

// travels checks the gap between decisions of different groups.
func (b *Board) travels(ls *LineState, least solver.Minute, lo, hi int) bool {
	for i := max(lo-1, 0); i < hi; i++ {
		g := b.Group(ls.Decisions[i])
		if g < 0 {
			continue
		}
		for j := i + 1; j < len(ls.Decisions) && ls.Decisions[j].Start-ls.Decisions[i].End < least; j++ {
			if h := b.Group(ls.Decisions[j]); h >= 0 && h != g {
				return false
			}
		}
	}
	return true
}

// Group is the group of the decision's task, -1 for none.
func (b *Board) Group(d solver.Decision) int32 {
	if d.Task < 0 {
		return -1
	}
	return b.Tasks[d.Task].Group
}

// Runs checks days and nights in a row around the days of [from, to).
func (b *Board) Runs(ls *LineState, r *solver.Rules, from, to solver.Minute) bool {
	i, j := b.DayIndex(from), b.DayIndex(to-1)
	if r.MaxDaysRun > 0 {
		if r.MinRest > 1440 {
			if !b.longRestRuns(ls, r) {
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
func (b *Board) longRestRuns(ls *LineState, r *solver.Rules) bool {
	run, lastDay := 0, -2
	for i := 0; i < len(ls.Decisions); {
		end := ls.Decisions[i].End
		j := i + 1
		for j < len(ls.Decisions) && ls.Decisions[j].Start-end < r.MinRest {
			end = ls.Decisions[j].End
			j++
		}
		from, to := b.DayIndex(ls.Decisions[i].Start), b.DayIndex(end-1)
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

// Rests checks the weekly rest of each whole week that [from, to) meets.
func (b *Board) Rests(ls *LineState, least, from, to solver.Minute) bool {
	w := b.Model.Weeks
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
		if w[lo].Whole && !restIn(ls.Decisions, w[lo].Span, least) {
			return false
		}
	}
	return true
}

// restIn says whether the week holds an unbroken rest of the length.
func restIn(dec []solver.Decision, week solver.Span, least solver.Minute) bool {
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

// TrainsWell says whether every trainee's decision on line l that meets
// [from, to) lies inside one of its master's.
func (s *State) TrainsWell(l int32, from, to solver.Minute) bool {
	for _, d := range s.Lines[l].Decisions {
		if d.Kind == solver.Beside && d.End > from && d.Start < to && d.Task >= 0 && !s.Beside(l, d) {
			return false
		}
	}
	return true
}

// Beside says whether the trainee's decision lies inside one of the master's.
func (s *State) Beside(l int32, d solver.Decision) bool {
	for _, o := range s.Lines[s.Board.Lines[l].Master].Decisions {
		if o.Task == d.Task && o.Start <= d.Start && d.End <= o.End {
			return true
		}
	}
	return false
}
