package solver

import "slices"

// account enters (sign 1) or takes out (-1) a decision everywhere but in the line's list.
func (s *state) account(l int32, d Decision, sign int) {
	b := s.b
	lb, ls := &b.lines[l], &s.lines[l]
	if !d.Fixed {
		s.ndec += sign
	}
	if lb.sequenced() && !s.unordered {
		s.resequence(l)
	}
	s.accountDays(ls, d, sign)
	s.accountSums(l, d, int64(sign))
	if d.past() {
		return // past work is neither paid nor cover
	}
	s.cost[b.m.PayLevel] += int64(sign) * b.pay(lb, d)
	if b.m.Base != nil {
		s.cost[b.m.ChangeLevel] += int64(sign) * b.change(lb, d)
	}
	if d.Kind == Reserve {
		s.accountReserve(l, d, sign)
		return
	}
	if d.Task == NoTask {
		return
	}
	s.accountTask(l, d, sign)
}

// accountAlter enters e in place of d. Where both are the same it touches nothing.
func (s *state) accountAlter(l int32, d, e Decision) {
	b := s.b
	lb := &b.lines[l]
	if e.Start >= d.End || d.Start >= e.End || (d.Kind != Reserve && !b.tasks[d.Task].plain()) {
		s.account(l, d, -1)
		s.account(l, e, 1)
		return
	}
	s.accountDays(&s.lines[l], d, -1)
	s.accountDays(&s.lines[l], e, 1)
	s.cost[b.m.PayLevel] += b.pay(lb, e) - b.pay(lb, d)
	if b.m.Base != nil {
		s.cost[b.m.ChangeLevel] += b.change(lb, e) - b.change(lb, d)
	}
	if d.Start != e.Start && lb.sequenced() {
		s.resequence(l)
	}
	if d.Kind != Reserve {
		s.tasks[d.Task].replace(l, d, e)
	}
	g := b.m.Grain
	part := e
	for _, x := range [2]Span{{d.Start, e.Start}, {e.End, d.End}} { // what d has and e lacks, or, turned round, the other way
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
		case Beside:
			continue
		case Reserve:
			s.accountReserve(l, part, sign)
			continue
		}
		t := &b.tasks[d.Task]
		i, j := t.slotAt(x.From, g), t.slotAt(x.To, g)
		if t.Backup == 0 {
			s.coverPlain(d.Task, i, j, sign)
		} else {
			s.coverBacked(d.Task, i, j, sign)
		}
	}
}

// replace puts e in place of line l's d in the task's list.
func (t *taskState) replace(l int32, d, e Decision) {
	if d.Start == e.Start {
		t.relength(placed{d.Start, d.End, l, d.Kind}, e.End)
		return
	}
	t.place(placed{d.Start, d.End, l, d.Kind}, -1)
	t.place(placed{e.Start, e.End, l, e.Kind}, 1)
}

// relength gives a decision in the task's list another end.
func (t *taskState) relength(p placed, end Minute) {
	lo := t.find(p.start)
	for t.dec[lo] != p {
		lo++
	}
	t.dec[lo].end = end
}

// find is the position of the first decision that starts at or after x.
func (t *taskState) find(x Minute) int {
	lo, hi := 0, len(t.dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.dec[mid].start < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// pay is the price of the decision.
func (b *board) pay(l *lineBoard, d Decision) int64 {
	return b.m.payOf(&l.Pay[d.Kind], d.Start, d.End)
}

// change is what the decision adds to the price of differing from the base
// plan: its own minutes less twice those it shares with the base.
func (b *board) change(l *lineBoard, d Decision) int64 {
	n := int64(d.End - d.Start)
	for _, o := range l.base {
		if o.Task == d.Task && o.Kind == d.Kind {
			if x := o.Span().Meet(d.Span()).Len(); x > 0 {
				n -= 2 * int64(x)
			}
		}
	}
	return n * b.m.ChangePrice
}

func (s *state) accountDays(ls *lineState, d Decision, sign int) {
	b := s.b
	u := uint8(sign)
	k := b.dayIndex(d.Start)
	if b.isNight(d, k) {
		ls.nights[k] += u
	}
	weekend := int(b.weekendOn[k])
	for ; k < len(ls.touch) && b.m.Days[k] < d.End; k++ {
		ls.touch[k] += u
	}
	if d.Kind == Reserve || d.past() {
		return // past work touches no weekend of the horizon
	}
	for w := weekend; w < len(b.m.Weekends) && b.m.Weekends[w].From < d.End; w++ {
		if b.m.Weekends[w].To <= d.Start {
			continue
		}
		if sign > 0 && ls.weekend[w] == 0 {
			ls.weekends++
		}
		ls.weekend[w] += u
		if sign < 0 && ls.weekend[w] == 0 {
			ls.weekends--
		}
	}
}

// isNight says whether the decision, which starts on the day, is a night: not
// Reserve, with at least NightMin inside Nights.
func (b *board) isNight(d Decision, day int) bool {
	if d.Kind == Reserve || d.End-d.Start < b.m.NightMin {
		return false
	}
	var in Minute
	for _, n := range b.m.Nights[b.nightOn[day]:] {
		if n.From >= d.End {
			break
		}
		if x := n.Meet(d.Span()).Len(); x > 0 {
			in += x
		}
	}
	return in >= b.m.NightMin
}

func (s *state) accountSums(l int32, d Decision, sign int64) {
	b := s.b
	m := b.m
	day := b.dayIndex(d.Start)
	axes := b.lines[l].axes
	for a := range axes {
		ids := axes[a].ids
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
	for _, k := range b.spread[l] {
		s.accountSpread(k, l, d, sign)
	}
}

func (s *state) addTotal(id int32, sum *Sum, parts int64) {
	old := s.sums[id]
	now := old + parts
	s.sums[id] = now
	if sum.LowPrice != 0 || sum.HighPrice != 0 {
		s.cost.addSum(sum, old, -1)
		s.cost.addSum(sum, now, 1)
	}
	if hard := s.b.most[id]; now > hard || old > hard {
		s.beyond += max(0, now-hard) - max(0, old-hard)
	}
	if due := s.b.due[id]; now < due || old < due {
		s.owed += max(0, due-now) - max(0, due-old)
	}
	if s.tolls != nil {
		s.toll += s.tolls[id] * float64(parts)
	}
	if old > s.most[id] {
		s.over--
	}
	if now > s.most[id] {
		s.over++
	}
}

func (s *state) accountSpread(k, l int32, d Decision, sign int64) {
	sp := &s.b.m.Spreads[k]
	n := sp.Span.Meet(d.Span()).Len()
	if n <= 0 || d.past() {
		return
	}
	i := slices.Index(sp.Lines, l)
	s.load[k][i] += sign * int64(n) * sp.Weight[i][d.Kind]
	c := sp.costOf(s.load[k])
	s.cost[sp.Level] += c - s.spreadCost[k]
	s.spreadCost[k] = c
}
