package board

import (
	"math/bits"

	"github.com/carerota/carerota/solver"
)

func (s *State) accountTask(l int32, d solver.Decision, sign int) {
	b := s.Board
	lb := &b.Lines[l]
	t, ts := &b.Tasks[d.Task], &s.Tasks[d.Task]
	ts.place(Placed{d.Start, d.End, l, d.Kind}, sign)
	if d.Kind == solver.Beside {
		return
	}
	pi := int32(-1)
	if len(lb.Firsts) > 0 || !t.Plain() {
		pi = lb.Permit(d.Task)
	}
	if pi >= 0 && lb.firstOf != nil && lb.firstOf[pi] >= 0 {
		s.accountFirst(l, lb.firstOf[pi], sign)
	}
	ts.Count += int32(sign)
	if t.ExtraPrice != 0 {
		n := int(ts.Count)
		if sign < 0 {
			n++
		}
		if n > t.Need {
			s.Cost[t.ExtraLevel] += int64(sign) * t.ExtraPrice
		}
	}
	mask := int32(0)
	class := int32(0)
	if pi >= 0 {
		mask = HoldMask(lb.Permits[pi].Holds, d.Span())
		class = lb.ClassOf(pi) + mask
	}
	i, j := t.SlotAt(d.Start, b.Model.Grain), t.SlotAt(d.End, b.Model.Grain)
	switch {
	case t.Backup == 0 && len(t.Among) == 0:
		s.coverPlain(d.Task, i, j, sign)
		return
	case t.Plain():
		s.coverBacked(d.Task, i, j, sign)
		return
	}
	s.coverClassed(d.Task, i, j, sign, mask, class)
}

func (s *State) accountFirst(l, f int32, sign int) {
	ls := &s.Lines[l]
	old := ls.Firsts[f]
	ls.Firsts[f] = old + uint16(sign)
	if old == 0 || ls.Firsts[f] == 0 {
		s.Cost[s.Board.Model.PayLevel] += int64(sign) * s.Board.Lines[l].Firsts[f].Price
	}
}

// place enters or takes out a decision in the task's list.
func (t *TaskState) place(p Placed, sign int) {
	lo := t.Find(p.Start)
	if sign > 0 {
		t.Dec = append(t.Dec, Placed{})
		copy(t.Dec[lo+1:], t.Dec[lo:])
		t.Dec[lo] = p
		return
	}
	for t.Dec[lo] != p {
		lo++
	}
	t.Dec = append(t.Dec[:lo], t.Dec[lo+1:]...)
}

// HoldMask has a bit for every among attribute that holds for all of the span.
func HoldMask(holds [][]solver.Span, d solver.Span) int32 {
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
func (s *State) coverPlain(task, i, j int32, sign int) {
	t := &s.Board.Tasks[task]
	need := uint8(t.Need)
	var under, over int64
	cov := s.Cover[t.Slot0+i : t.Slot0+j]
	pts := t.Pts[i : j+1]
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
	s.Cost[t.OverLevel] += over * t.OverPrice
	s.Crowd += over
	if t.Want > t.Need {
		s.coverWant(t, i, j, sign)
	}
	if under != 0 {
		s.Cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.Tasks[task].Short+under)
	}
}

// coverWant prices the softer aim again after one line more or less in some slots.
func (s *State) coverWant(t *TaskBoard, i, j int32, sign int) {
	for k := i; k < j; k++ {
		now := int(s.Cover[t.Slot0+k])
		more := t.Wanting(now) - t.Wanting(now-sign)
		s.Cost[t.WantLevel] += int64(more) * int64(t.Pts[k+1]-t.Pts[k]) * t.WantPrice
	}
}

// coverBacked updates a task with backup and one class.
func (s *State) coverBacked(task, i, j int32, sign int) {
	t := &s.Board.Tasks[task]
	need := uint8(t.Need)
	var under, over, bare int64
	for k := i; k < j; k++ {
		n := int64(t.Pts[k+1] - t.Pts[k])
		c := &s.Cover[t.Slot0+k]
		if sign < 0 {
			*c--
		}
		if *c < need {
			under -= n
		} else {
			over += n
		}
		if r := t.Backup - int(s.Res[t.Slot0+k]); r > 0 {
			bare += n * int64(r)
		}
		if sign > 0 {
			*c++
		}
	}
	g := int64(sign)
	s.Cost[t.OverLevel] += g * over * t.OverPrice
	s.Crowd += g * over
	if under != 0 {
		s.Cost[t.UnderLevel] += g * under * t.UnderPrice
		s.setShort(task, s.Tasks[task].Short+g*under)
	}
	s.addBare(task, g*bare)
}

func (s *State) addBare(task int32, bare int64) {
	if bare == 0 {
		return
	}
	ts := &s.Tasks[task]
	ts.Bare += bare
	s.Cost[s.Board.Model.BackupLevel] += bare * s.Board.Model.BackupPrice
	s.Bare.Set(task, ts.Bare > 0)
}

// coverClassed updates a task with among attributes or with backup from other pools.
func (s *State) coverClassed(task, i, j int32, sign int, mask, class int32) {
	t := &s.Board.Tasks[task]
	if len(t.Among) == 0 {
		s.coverPooled(task, i, j, sign, class)
		return
	}
	var under, over, bare, hidden int64
	for k := i; k < j; k++ {
		n := int64(t.Pts[k+1] - t.Pts[k])
		u0, o0, b0, h0 := s.SlotCost(t, k)
		s.Cover[t.Slot0+k] += uint8(sign)
		a := t.among0 + k*int32(len(t.Among))
		for x := mask; x != 0; x &= x - 1 {
			s.among[a+int32(bits.TrailingZeros32(uint32(x)))] += uint8(sign)
		}
		if t.Backup > 0 {
			s.duty[t.Cell0+k*t.Classes+class] += uint8(sign)
		}
		u1, o1, b1, h1 := s.SlotCost(t, k)
		under += n * (u1 - u0)
		over += n * (o1 - o0)
		bare += n * (b1 - b0)
		hidden += n * (h1 - h0)
	}
	s.Cost[t.OverLevel] += over * t.OverPrice
	s.Cost[t.HiddenLevel] += hidden * t.HiddenPrice
	s.Crowd += over
	if under != 0 {
		s.Cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.Tasks[task].Short+under)
	}
	s.addBare(task, bare)
}

// coverPooled updates a task with backup from other pools and no among attributes.
func (s *State) coverPooled(task, i, j int32, sign int, pool int32) {
	t := &s.Board.Tasks[task]
	var bare int64
	for k := i; k < j; k++ {
		at := t.Cell0 + k*t.Classes + pool
		if able := int(s.Res[t.Slot0+k]) - int(s.Cell[at]); able < t.Backup {
			bare += int64(t.Backup-able) * int64(t.Pts[k+1]-t.Pts[k])
		}
		s.duty[at] += uint8(sign)
	}
	s.coverPlain(task, i, j, sign)
	s.addBare(task, int64(sign)*bare)
}

// SlotCost is the shortage, the overlap, the backup shortfall and the hidden shortage in one slot.
func (s *State) SlotCost(t *TaskBoard, k int32) (under, over, bare, hidden int64) {
	p, mixed := int64(s.Cover[t.Slot0+k]), int64(0)
	under = max(0, int64(t.Need)-p)
	over = max(0, p-int64(t.Need))
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		mixed = max(mixed, int64(t.Among[x].Need)-int64(s.among[a+int32(x)]))
	}
	under, hidden = max(under, mixed), min(under, mixed)
	switch {
	case t.Backup == 0 || p == 0:
	case t.Plain():
		bare = p * max(0, int64(t.Backup)-int64(s.Res[t.Slot0+k]))
	default:
		bare = s.BareClassed(t, k)
	}
	return under, over, bare, hidden
}

// BareClassed is the backup shortfall in one slot of a task with classes.
func (s *State) BareClassed(t *TaskBoard, k int32) (bare int64) {
	c0 := t.Cell0 + k*t.Classes
	duty, cell := s.duty[c0:c0+t.Classes], s.Cell[c0:c0+t.Classes]
	for c, n := range duty {
		if n == 0 {
			continue
		}
		if able := s.able(t, k, int32(c), cell); able < t.Backup {
			bare += int64(n) * int64(t.Backup-able)
		}
	}
	return bare
}

// able is how many lines on reserve, counted by class in cell, can replace one present of the class
// in slot k.
func (s *State) able(t *TaskBoard, k, class int32, cell []uint8) (n int) {
	a := t.among0 + k*int32(len(t.Among))
	must := int32(0)
	for x := range t.Among {
		others := int(s.among[a+int32(x)])
		if class&(t.Masks-1)&(1<<x) != 0 {
			others--
		}
		if others < t.Among[x].Need {
			must |= 1 << x
		}
	}
	for r, q := range cell {
		if q == 0 || int32(r)&must != must {
			continue
		}
		if len(t.pools) > 0 && int32(r)/t.Masks == class/t.Masks {
			continue
		}
		n += int(q)
	}
	return n
}

// Unbacked says whether too few on reserve can replace line l, present in the task that is not plain with
// decision d, in slot k.
func (s *State) Unbacked(t *TaskBoard, k, l int32, d solver.Decision) bool {
	lb := &s.Board.Lines[l]
	p := lb.Permit(d.Task)
	if p < 0 {
		return false
	}
	c0 := t.Cell0 + k*t.Classes
	return s.able(t, k, lb.ClassOf(p)+HoldMask(lb.Permits[p].Holds, d.Span()), s.Cell[c0:c0+t.Classes]) < t.Backup
}

// reserveOp is a reserve decision to be entered (sign 1) or taken out (-1).
type reserveOp struct {
	d    solver.Decision
	line int32
	sign int
}

// Defer has reserve decisions entered in the tasks they back only with Settle: until then Cost, and
// all that says what backup is lacking, is as if they had not changed. What is undone meanwhile costs nothing.
func (s *State) Defer() { s.deferred = true }

// Settle enters what Defer has left, and ends it.
func (s *State) Settle() {
	s.deferred = false
	for _, o := range s.left {
		s.enterReserve(o.line, o.d, o.sign)
	}
	s.left = s.left[:0]
}

// Unsettled says whether Defer has left anything.
func (s *State) Unsettled() bool { return len(s.left) > 0 }

// accountReserve enters or takes out a reserve decision, or leaves that to Settle.
func (s *State) accountReserve(l int32, d solver.Decision, sign int) {
	if !s.deferred {
		s.enterReserve(l, d, sign)
		return
	}
	for k := len(s.left) - 1; k >= 0; k-- {
		if s.left[k] == (reserveOp{d, l, -sign}) {
			s.left = append(s.left[:k], s.left[k+1:]...)
			return
		}
	}
	s.left = append(s.left, reserveOp{d, l, sign})
}

// enterReserve enters or takes out a reserve decision in every task it backs.
func (s *State) enterReserve(l int32, d solver.Decision, sign int) {
	b := s.Board
	lb := &b.Lines[l]
	if lb.ByDay == nil {
		return
	}
	first := b.DayIndex(d.Start)
	for day := first; day < len(lb.ByDay) && b.Model.Days[day] < d.End; day++ {
		for _, p := range lb.ByDay[day] {
			t := &b.Tasks[lb.Permits[p].Task]
			if day > first && t.From < b.Model.Days[day] {
				continue // seen on an earlier day
			}
			for _, sp := range lb.Permits[p].Backing() {
				if x := sp.Meet(d.Span()); x.Len() > 0 {
					s.reserveIn(lb, p, t, x, sign)
				}
			}
		}
	}
}

func (s *State) reserveIn(lb *LineBoard, p int32, t *TaskBoard, x solver.Span, sign int) {
	i, j := t.SlotAt(x.From, s.Board.Model.Grain), t.SlotAt(x.To, s.Board.Model.Grain)
	task := lb.Permits[p].Task
	var bare int64
	if t.Plain() {
		for k := i; k < j; k++ {
			c := int64(s.Cover[t.Slot0+k])
			r := &s.Res[t.Slot0+k]
			if sign < 0 {
				*r--
			}
			if int(*r) < t.Backup {
				bare -= c * int64(t.Pts[k+1]-t.Pts[k])
			}
			if sign > 0 {
				*r++
			}
		}
		s.addBare(task, int64(sign)*bare)
		return
	}
	class := lb.ClassOf(p)
	if len(t.Among) == 0 {
		s.reservePooled(task, i, j, sign, class)
		return
	}
	for k := i; k < j; k++ {
		n := int64(t.Pts[k+1] - t.Pts[k])
		at := t.Cell0 + k*t.Classes + class + HoldMask(lb.Permits[p].Holds, solver.Span{From: t.Pts[k], To: t.Pts[k+1]})
		if s.Cover[t.Slot0+k] == 0 {
			s.Cell[at] += uint8(sign)
			continue
		}
		old := s.BareClassed(t, k)
		s.Cell[at] += uint8(sign)
		bare += (s.BareClassed(t, k) - old) * n
	}
	s.addBare(task, bare)
}

// reservePooled enters or takes out a line on reserve, of a pool, in some slots of a task whose only
// classes are pools: those present of other pools that lack it are then so much better or worse off.
func (s *State) reservePooled(task, i, j int32, sign int, pool int32) {
	t := &s.Board.Tasks[task]
	var bare int64
	for k := i; k < j; k++ {
		c0 := t.Cell0 + k*t.Classes
		others := int(s.Res[t.Slot0+k]) // on reserve but for the line
		if sign < 0 {
			others--
		}
		if s.Cover[t.Slot0+k] != 0 {
			cell := s.Cell[c0 : c0+t.Classes]
			for q, d := range s.duty[c0 : c0+t.Classes] {
				if d != 0 && int32(q) != pool && others-int(cell[q]) < t.Backup {
					bare -= int64(d) * int64(t.Pts[k+1]-t.Pts[k])
				}
			}
		}
		s.Cell[c0+pool] += uint8(sign)
		s.Res[t.Slot0+k] += uint8(sign)
	}
	s.addBare(task, int64(sign)*bare)
}
