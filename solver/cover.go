package solver

import (
	"math/bits"
)

func (s *state) accountTask(l int32, d Decision, sign int) {
	b := s.b
	lb := &b.lines[l]
	t, ts := &b.tasks[d.Task], &s.tasks[d.Task]
	ts.place(placed{d.Start, d.End, l, d.Kind}, sign)
	if d.Kind == Beside {
		return
	}
	pi := int32(-1)
	if len(lb.Firsts) > 0 || !t.plain() {
		pi = lb.permit(d.Task)
	}
	if pi >= 0 && lb.firstOf[pi] >= 0 {
		s.accountFirst(l, lb.firstOf[pi], sign)
	}
	ts.count += int32(sign)
	if t.ExtraPrice != 0 {
		n := int(ts.count)
		if sign < 0 {
			n++
		}
		if n > t.Need {
			s.cost[t.ExtraLevel] += int64(sign) * t.ExtraPrice
		}
	}
	mask := int32(0)
	class := int32(0)
	if pi >= 0 {
		mask = holdMask(lb.Permits[pi].Holds, d.Span())
		class = lb.class[pi] + mask
	}
	i, j := t.slotAt(d.Start, b.m.Grain), t.slotAt(d.End, b.m.Grain)
	switch {
	case t.Backup == 0 && len(t.Among) == 0:
		s.coverPlain(d.Task, i, j, sign)
		return
	case t.plain():
		s.coverBacked(d.Task, i, j, sign)
		return
	}
	s.coverClassed(d.Task, i, j, sign, mask, class)
}

func (s *state) accountFirst(l, f int32, sign int) {
	ls := &s.lines[l]
	old := ls.firsts[f]
	ls.firsts[f] = old + uint16(sign)
	if old == 0 || ls.firsts[f] == 0 {
		s.cost[s.b.m.PayLevel] += int64(sign) * s.b.lines[l].Firsts[f].Price
	}
}

// place enters or takes out a decision in the task's list.
func (t *taskState) place(p placed, sign int) {
	lo := t.find(p.start)
	if sign > 0 {
		t.dec = append(t.dec, placed{})
		copy(t.dec[lo+1:], t.dec[lo:])
		t.dec[lo] = p
		return
	}
	for t.dec[lo] != p {
		lo++
	}
	t.dec = append(t.dec[:lo], t.dec[lo+1:]...)
}

// holdMask has a bit for every among attribute that holds for all of the span.
func holdMask(holds [][]Span, d Span) int32 {
	var mask int32
	for k, h := range holds {
		for _, s := range h {
			if s.Contains(d) {
				mask |= 1 << k
				break
			}
		}
	}
	return mask
}

// coverPlain updates a task without among attributes and backup.
func (s *state) coverPlain(task, i, j int32, sign int) {
	t := &s.b.tasks[task]
	need := uint8(t.Need)
	var under, over int64
	cov := s.cover[t.slot0+i : t.slot0+j]
	pts := t.pts[i : j+1]
	if sign > 0 {
		for k := range cov {
			n := int64(pts[k+1] - pts[k])
			if cov[k] < need {
				under -= n
			} else {
				over += n
			}
			cov[k]++
		}
	} else {
		for k := range cov {
			n := int64(pts[k+1] - pts[k])
			cov[k]--
			if cov[k] < need {
				under += n
			} else {
				over -= n
			}
		}
	}
	s.cost[t.OverLevel] += over * t.OverPrice
	s.crowd += over
	if t.Want > t.Need {
		s.coverWant(t, i, j, sign)
	}
	if under != 0 {
		s.cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+under)
	}
}

// coverWant prices the softer aim again after one line more or less in some slots.
func (s *state) coverWant(t *taskBoard, i, j int32, sign int) {
	for k := i; k < j; k++ {
		now := int(s.cover[t.slot0+k])
		more := t.wanting(now) - t.wanting(now-sign)
		s.cost[t.WantLevel] += int64(more) * int64(t.pts[k+1]-t.pts[k]) * t.WantPrice
	}
}

// wanting is how many lines are missing from Want when so many are present.
func (t *Task) wanting(present int) int { return max(0, t.Want-max(present, t.Need)) }

// coverBacked updates a task with backup and one class.
func (s *state) coverBacked(task, i, j int32, sign int) {
	t := &s.b.tasks[task]
	need := uint8(t.Need)
	var under, over, bare int64
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		c := &s.cover[t.slot0+k]
		if sign < 0 {
			*c--
		}
		if *c < need {
			under -= n
		} else {
			over += n
		}
		if r := t.Backup - int(s.res[t.slot0+k]); r > 0 {
			bare += n * int64(r)
		}
		if sign > 0 {
			*c++
		}
	}
	g := int64(sign)
	s.cost[t.OverLevel] += g * over * t.OverPrice
	s.crowd += g * over
	if under != 0 {
		s.cost[t.UnderLevel] += g * under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+g*under)
	}
	s.addBare(task, g*bare)
}

func (s *state) addBare(task int32, bare int64) {
	if bare == 0 {
		return
	}
	ts := &s.tasks[task]
	ts.bare += bare
	s.cost[s.b.m.BackupLevel] += bare * s.b.m.BackupPrice
	s.bare.set(task, ts.bare > 0)
}

// coverClassed updates a task with among attributes or with backup from other pools.
func (s *state) coverClassed(task, i, j int32, sign int, mask, class int32) {
	t := &s.b.tasks[task]
	if len(t.Among) == 0 {
		s.coverPooled(task, i, j, sign, class)
		return
	}
	var under, over, bare int64
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		u0, o0, b0 := s.slotCost(t, k)
		s.cover[t.slot0+k] += uint8(sign)
		a := t.among0 + k*int32(len(t.Among))
		for x := mask; x != 0; x &= x - 1 {
			s.among[a+int32(bits.TrailingZeros32(uint32(x)))] += uint8(sign)
		}
		if t.Backup > 0 {
			s.duty[t.cell0+k*t.classes+class] += uint8(sign)
		}
		u1, o1, b1 := s.slotCost(t, k)
		under += n * (u1 - u0)
		over += n * (o1 - o0)
		bare += n * (b1 - b0)
	}
	s.cost[t.OverLevel] += over * t.OverPrice
	s.crowd += over
	if under != 0 {
		s.cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+under)
	}
	s.addBare(task, bare)
}

// coverPooled updates a task with backup from other pools and no among attributes.
func (s *state) coverPooled(task, i, j int32, sign int, pool int32) {
	t := &s.b.tasks[task]
	var bare int64
	for k := i; k < j; k++ {
		c0 := t.cell0 + k*t.classes
		able := 0
		for q, n := range s.cell[c0 : c0+t.classes] {
			if int32(q) != pool {
				able += int(n)
			}
		}
		if able < t.Backup {
			bare += int64(t.Backup-able) * int64(t.pts[k+1]-t.pts[k])
		}
		s.duty[c0+pool] += uint8(sign)
	}
	s.coverPlain(task, i, j, sign)
	s.addBare(task, int64(sign)*bare)
}

// slotCost is the shortage, the overlap and the backup shortfall in one slot.
func (s *state) slotCost(t *taskBoard, k int32) (under, over, bare int64) {
	p := int64(s.cover[t.slot0+k])
	under = max(0, int64(t.Need)-p)
	over = max(0, p-int64(t.Need))
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		under = max(under, int64(t.Among[x].Need)-int64(s.among[a+int32(x)]))
	}
	if t.Backup == 0 || p == 0 {
		return under, over, 0
	}
	if t.plain() {
		return under, over, p * max(0, int64(t.Backup)-int64(s.res[t.slot0+k]))
	}
	return under, over, s.bareClassed(t, k)
}

// bareClassed is the backup shortfall in one slot of a task with classes.
func (s *state) bareClassed(t *taskBoard, k int32) (bare int64) {
	c0 := t.cell0 + k*t.classes
	duty, cell := s.duty[c0:c0+t.classes], s.cell[c0:c0+t.classes]
	a := t.among0 + k*int32(len(t.Among))
	for c, n := range duty {
		if n == 0 {
			continue
		}
		must := int32(0)
		for x := range t.Among {
			others := int(s.among[a+int32(x)])
			if int32(c)&(t.masks-1)&(1<<x) != 0 {
				others--
			}
			if others < t.Among[x].Need {
				must |= 1 << x
			}
		}
		able := 0
		for r, q := range cell {
			if q == 0 || int32(r)&must != must {
				continue
			}
			if len(t.pools) > 0 && int32(r)/t.masks == int32(c)/t.masks {
				continue
			}
			able += int(q)
		}
		if able < t.Backup {
			bare += int64(n) * int64(t.Backup-able)
		}
	}
	return bare
}

// accountReserve enters or takes out a reserve decision in every task it backs.
func (s *state) accountReserve(l int32, d Decision, sign int) {
	b := s.b
	lb := &b.lines[l]
	if lb.byDay == nil {
		return
	}
	first := b.dayIndex(d.Start)
	for day := first; day < len(lb.byDay) && b.m.Days[day] < d.End; day++ {
		for _, p := range lb.byDay[day] {
			t := &b.tasks[lb.Permits[p].Task]
			if day > first && t.From < b.m.Days[day] {
				continue // seen on an earlier day
			}
			for _, sp := range lb.Permits[p].Spans {
				if x := sp.Meet(d.Span()); x.Len() > 0 {
					s.reserveIn(lb, p, t, x, sign)
				}
			}
		}
	}
}

func (s *state) reserveIn(lb *lineBoard, p int32, t *taskBoard, x Span, sign int) {
	i, j := t.slotAt(x.From, s.b.m.Grain), t.slotAt(x.To, s.b.m.Grain)
	task := lb.Permits[p].Task
	var bare int64
	if t.plain() {
		for k := i; k < j; k++ {
			c := int64(s.cover[t.slot0+k])
			r := &s.res[t.slot0+k]
			if sign < 0 {
				*r--
			}
			if int(*r) < t.Backup {
				bare -= c * int64(t.pts[k+1]-t.pts[k])
			}
			if sign > 0 {
				*r++
			}
		}
		s.addBare(task, int64(sign)*bare)
		return
	}
	class, masked := lb.class[p], len(t.Among) > 0
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		cell := s.cell[t.cell0+k*t.classes : t.cell0+(k+1)*t.classes]
		if s.cover[t.slot0+k] == 0 {
			c := class
			if masked {
				c += holdMask(lb.Permits[p].Holds, Span{t.pts[k], t.pts[k+1]})
			}
			cell[c] += uint8(sign)
			continue
		}
		if masked {
			old := s.bareClassed(t, k)
			cell[class+holdMask(lb.Permits[p].Holds, Span{t.pts[k], t.pts[k+1]})] += uint8(sign)
			bare += (s.bareClassed(t, k) - old) * n
			continue
		}
		bare += n * int64(sign) * s.bareByPool(t, k, class, sign)
		cell[class] += uint8(sign)
	}
	s.addBare(task, bare)
}

// bareByPool is, for a task whose only classes are pools, by how much one line
// more or less on reserve, of the pool, changes the shortfall in a slot: minus
// the lines present of other pools that lack it.
func (s *state) bareByPool(t *taskBoard, k, pool int32, sign int) (n int64) {
	c0 := t.cell0 + k*t.classes
	duty, cell := s.duty[c0:c0+t.classes], s.cell[c0:c0+t.classes]
	enough, most := -t.Backup, uint8(0)
	for _, q := range cell {
		enough += int(q)
		most = max(most, q)
	}
	if sign < 0 {
		enough-- // as it will be without the line
	}
	if enough >= int(most) {
		return 0 // even those of the largest pool do not lack it
	}
	for q, d := range duty {
		if d != 0 && int32(q) != pool && enough < int(cell[q]) {
			n -= int64(d)
		}
	}
	return n
}
