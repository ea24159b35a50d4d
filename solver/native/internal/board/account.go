package board

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// account enters (sign 1) or takes out (-1) a decision everywhere but in the line's list.
func (s *State) account(l int32, d solver.Decision, sign int) {
	b := s.Board
	lb, ls := &b.Lines[l], &s.Lines[l]
	if !d.Fixed {
		s.ndec += sign
	}
	if lb.Sequenced() && !s.Unordered {
		s.Resequence(l)
	}
	s.accountDays(ls, d, sign)
	s.accountSums(l, d, int64(sign))
	if d.Past() {
		return // past work is neither paid nor cover
	}
	s.keep(l, d, sign)
	s.Cost[b.Model.PayLevel] += int64(sign) * b.Pay(lb, d)
	if b.budgeted(l) {
		s.spend(l, int64(sign)*b.Model.Spend(int(l), d))
	}
	if b.Model.Base != nil {
		s.Cost[b.Model.ChangeLevel] += int64(sign) * b.Change(lb, d)
	}
	if d.Kind == solver.Reserve {
		s.accountReserve(l, d, sign)
		return
	}
	if d.Task == solver.NoTask {
		return
	}
	s.accountTask(l, d, sign)
}

// accountAlter enters e in place of d. Where both are the same it touches nothing.
func (s *State) accountAlter(l int32, d, e solver.Decision) {
	b := s.Board
	lb := &b.Lines[l]
	if e.Start >= d.End || d.Start >= e.End || (d.Kind != solver.Reserve && !b.Tasks[d.Task].Plain()) {
		s.account(l, d, -1)
		s.account(l, e, 1)
		return
	}
	s.accountDays(&s.Lines[l], d, -1)
	s.accountDays(&s.Lines[l], e, 1)
	s.keep(l, d, -1)
	s.keep(l, e, 1)
	s.Cost[b.Model.PayLevel] += b.Pay(lb, e) - b.Pay(lb, d)
	if b.budgeted(l) {
		s.spend(l, b.Model.Spend(int(l), e)-b.Model.Spend(int(l), d))
	}
	if b.Model.Base != nil {
		s.Cost[b.Model.ChangeLevel] += b.Change(lb, e) - b.Change(lb, d)
	}
	if (d.Start != e.Start || len(lb.Wishes) > 0) && lb.Sequenced() {
		s.Resequence(l)
	}
	if d.Kind != solver.Reserve {
		s.Tasks[d.Task].replace(l, d, e)
	}
	g := b.Model.Grain
	part := e
	for _, x := range [2]solver.Span{{From: d.Start, To: e.Start}, {From: e.End, To: d.End}} { // what d has and e lacks, or, turned round, the other way
		sign := -1
		if x.From > x.To {
			x.From, x.To, sign = x.To, x.From, 1
		}
		if x.From == x.To {
			continue
		}
		part.Start, part.End = x.From, x.To
		s.accountSums(l, part, int64(sign))
		switch d.Kind {
		case solver.Beside:
			continue
		case solver.Reserve:
			s.accountReserve(l, part, sign)
			continue
		}
		t := &b.Tasks[d.Task]
		i, j := t.SlotAt(x.From, g), t.SlotAt(x.To, g)
		if t.Backup == 0 {
			s.coverPlain(d.Task, i, j, sign)
		} else {
			s.coverBacked(d.Task, i, j, sign)
		}
	}
}

// replace puts e in place of line l's d in the task's list.
func (t *TaskState) replace(l int32, d, e solver.Decision) {
	if d.Start == e.Start {
		t.relength(Placed{d.Start, d.End, l, d.Kind}, e.End)
		return
	}
	t.place(Placed{d.Start, d.End, l, d.Kind}, -1)
	t.place(Placed{e.Start, e.End, l, e.Kind}, 1)
}

// relength gives a decision in the task's list another end.
func (t *TaskState) relength(p Placed, end solver.Minute) {
	lo := t.Find(p.Start)
	for t.Dec[lo] != p {
		lo++
	}
	t.Dec[lo].End = end
}

// Find is the position of the first decision that starts at or after x.
func (t *TaskState) Find(x solver.Minute) int {
	lo, hi := 0, len(t.Dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Dec[mid].Start < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Pay is the price of the decision.
func (b *Board) Pay(l *LineBoard, d solver.Decision) int64 {
	return b.Model.PayOf(&l.Pay[d.Kind], d.Start, d.End)
}

// Change is what the decision adds to the price of differing from the base
// plan: its own minutes less twice those it shares with the base.
func (b *Board) Change(l *LineBoard, d solver.Decision) int64 {
	n := int64(d.End - d.Start)
	for _, o := range l.base {
		if o.Task == d.Task && o.Kind == d.Kind {
			if x := o.Span().Meet(d.Span()).Len(); x > 0 {
				n -= 2 * int64(x)
			}
		}
	}
	return n * b.Model.ChangePrice
}

func (s *State) accountDays(ls *LineState, d solver.Decision, sign int) {
	b := s.Board
	u := uint8(sign)
	k := b.DayIndex(d.Start)
	if b.IsNight(d, k) {
		ls.nights[k] += u
	}
	weekend := int(b.weekendOn[k])
	for ; k < len(ls.touch) && b.Model.Days[k] < d.End; k++ {
		ls.touch[k] += u
	}
	if d.Kind == solver.Reserve || d.Past() {
		return // past work touches no weekend of the horizon
	}
	for w := weekend; w < len(b.Model.Weekends) && b.Model.Weekends[w].From < d.End; w++ {
		if b.Model.Weekends[w].To <= d.Start {
			continue
		}
		if sign > 0 && ls.Weekend[w] == 0 {
			ls.Weekends++
		}
		ls.Weekend[w] += u
		if sign < 0 && ls.Weekend[w] == 0 {
			ls.Weekends--
		}
	}
}

// IsNight says whether the decision, which starts on the day, is a night: not
// Reserve, with at least NightMin inside Nights.
func (b *Board) IsNight(d solver.Decision, day int) bool {
	if d.Kind == solver.Reserve || d.End-d.Start < b.Model.NightMin {
		return false
	}
	var in solver.Minute
	for _, n := range b.Model.Nights[b.nightOn[day]:] {
		if n.From >= d.End {
			break
		}
		if x := n.Meet(d.Span()).Len(); x > 0 {
			in += x
		}
	}
	return in >= b.Model.NightMin
}

func (s *State) accountSums(l int32, d solver.Decision, sign int64) {
	b := s.Board
	m := b.Model
	day := b.DayIndex(d.Start)
	axes := b.Lines[l].Axes
	for a := range axes {
		ids := axes[a].Ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			sum := &m.Sums[ids[j]]
			if sum.From >= d.End {
				break
			}
			w := sum.Weight[d.Kind]
			if sum.Own != nil {
				w = sum.Own[slices.Index(sum.Lines, l)][d.Kind]
			}
			if w == 0 {
				continue
			}
			n := min(sum.To, d.End) - max(sum.From, d.Start)
			if n <= 0 {
				continue
			}
			s.addTotal(ids[j], sum, sign*w*int64(n))
		}
	}
	for _, k := range b.Spread[l] {
		s.accountSpread(k, l, d, sign)
	}
}

func (s *State) addTotal(id int32, sum *solver.Sum, parts int64) {
	old := s.Sums[id]
	now := old + parts
	s.Sums[id] = now
	if sum.LowPrice != 0 || sum.HighPrice != 0 {
		s.Cost.AddSum(sum, old, -1)
		s.Cost.AddSum(sum, now, 1)
		s.guarantee(sum, old, -1)
		s.guarantee(sum, now, 1)
	}
	if hard := s.Board.Most[id]; now > hard || old > hard {
		s.Beyond += max(0, now-hard) - max(0, old-hard)
	}
	if due := s.Board.due[id]; now < due || old < due {
		s.Owed += max(0, due-now) - max(0, due-old)
	}
	if s.Tolls != nil {
		s.Toll += s.Tolls[id] * float64(parts)
	}
	if old > s.Most[id] {
		s.Over--
	}
	if now > s.Most[id] {
		s.Over++
	}
}

func (s *State) accountSpread(k, l int32, d solver.Decision, sign int64) {
	sp := &s.Board.Model.Spreads[k]
	n := sp.Span.Meet(d.Span()).Len()
	if n <= 0 || d.Past() {
		return
	}
	i := slices.Index(sp.Lines, l)
	s.Load[k][i] += sign * int64(n) * sp.Weight[i][d.Kind]
	c := sp.CostOf(s.Load[k])
	s.Cost[sp.Level] += c - s.spreadCost[k]
	s.spreadCost[k] = c
}
