package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// repertoire lists the moves with their weights. To add one: write its
// function in a file of its own (it changes the state through add, remove and
// drop only, and returns false when it finds nothing to do), and enter it here.
func repertoire(w *Walker) []move {
	all := []move{
		{"fill", 22, fill},
		{"resize", 14, resize},
		{"slide", 14, slide},
		{"swallow", 4, swallow},
		{"reassign", 10, reassign},
		{"swap", 12, swap},
		{"cross", 10, cross},
		{"swapdays", 4, swapDays},
		{"split", 3, split},
		{"insert", 4, insert},
		{"strike", 1, strike},
		{"chain", 12, chain},
		{"translate", 6, translate},
	}
	if len(w.saver) > 0 {
		all = append(all,
			move{"ready", 12, ready},
			move{"relieve", 6, relieve},
			move{"release", 8, release})
	}
	if len(w.board.Model.Budgets) > 0 {
		all = append(all, move{"afford", 24, afford})
	}
	if len(w.learn) > 0 {
		all = append(all, move{"shadow", 3, shadow})
	}
	return all
}

// any is a random decision that may be moved.
func (w *Walker) any() (line int32, d solver.Decision, ok bool) {
	if len(w.busy) == 0 {
		return 0, d, false
	}
	line = w.busy[w.rng.N(len(w.busy))]
	return w.anyOf(line)
}

func (w *Walker) anyOf(line int32) (int32, solver.Decision, bool) {
	l := &w.State.Lines[line]
	n := len(l.Decisions) - l.Past
	if n == 0 {
		return line, solver.Decision{}, false
	}
	d := l.Decisions[l.Past+w.rng.N(n)]
	return line, d, !d.Fixed
}

// steps is a signed number of grid steps, small ones most often.
func (w *Walker) steps() solver.Minute {
	k := solver.Minute(1)
	switch w.rng.N(4) {
	case 0:
		k = 1 + solver.Minute(w.rng.N(4))
	case 1:
		k = 1 + solver.Minute(w.rng.N(16))
	}
	if w.rng.Next()&1 == 0 {
		return -k * w.board.Model.Grain
	}
	return k * w.board.Model.Grain
}

// resize moves one end of a decision.
func resize(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	e := d
	by := w.steps()
	startSide := w.rng.Next()&1 == 0
	if d.Kind == solver.Reserve {
		if startSide {
			e.Start += by
		} else {
			e.End += by
		}
	} else {
		t := &w.board.Tasks[d.Task]
		if t.Whole {
			return false
		}
		if startSide {
			e.Start = w.board.Shift(t, d.Start, by)
		} else {
			e.End = w.board.Shift(t, d.End, by)
		}
	}
	return w.exchange(l, d, e)
}

// exchange puts e in place of d on line l, if e is allowed by itself and free of overlap.
func (w *Walker) exchange(l int32, d, e solver.Decision) bool {
	if e == d || e.End <= e.Start || !w.board.Fits(l, e) {
		return false
	}
	k := w.State.Lines[l].Index(d)
	dec := w.State.Lines[l].Decisions
	if (k > 0 && dec[k-1].End > e.Start) || (k+1 < len(dec) && dec[k+1].Start < e.End) {
		return false
	}
	w.State.Alter(l, d, e)
	return true
}

// partner is a decision in the same task that starts where d ends.
func (w *Walker) partner(d solver.Decision) (board.Placed, bool) {
	ts := &w.State.Tasks[d.Task]
	lo := ts.Find(d.End)
	n := 0
	for lo+n < len(ts.Dec) && ts.Dec[lo+n].Start == d.End {
		n++
	}
	if n == 0 {
		return board.Placed{}, false
	}
	p := ts.Dec[lo+w.rng.N(n)]
	return p, p.Kind != solver.Beside
}

// at is the decision behind p, and whether it may be moved.
func (w *Walker) at(p board.Placed) (solver.Decision, bool) {
	dec := w.State.Lines[p.Line].Decisions
	for k := w.State.Lines[p.Line].Find(p.Start); k < len(dec) && dec[k].Start == p.Start; k++ {
		if dec[k].End == p.End {
			return dec[k], !dec[k].Fixed
		}
	}
	return solver.Decision{}, false
}

// slide moves the joint boundary of two workers who follow each other in a task.
func slide(w *Walker) bool {
	l, d, ok := w.any()
	if !ok || d.Kind == solver.Reserve || w.board.Tasks[d.Task].Whole {
		return ok && d.Kind == solver.Reserve && slideReserve(w, l, d)
	}
	p, ok := w.partner(d)
	if !ok || p.Line == l {
		return false
	}
	o, ok := w.at(p)
	if !ok {
		return false
	}
	x := w.board.Shift(&w.board.Tasks[d.Task], d.End, w.steps())
	e, f := d, o
	e.End, f.Start = x, x
	return w.exchange(l, d, e) && w.exchange(p.Line, o, f)
}

// slideReserve moves the joint boundary of two reserve decisions of related lines.
func slideReserve(w *Walker, l int32, d solver.Decision) bool {
	for try := 0; try < 4; try++ {
		k, ok := w.relative(l, d)
		if !ok || k == l {
			continue
		}
		dec := w.State.Lines[k].Decisions
		i := w.State.Lines[k].Find(d.End)
		if i >= len(dec) || dec[i].Start != d.End || dec[i].Kind != solver.Reserve || dec[i].Fixed {
			continue
		}
		o := dec[i]
		e, f := d, o
		x := d.End + w.steps()
		e.End, f.Start = x, x
		return w.exchange(l, d, e) && w.exchange(k, o, f)
	}
	return false
}

// relative is a random line that shares a task with line l on the day of d.
func (w *Walker) relative(l int32, d solver.Decision) (int32, bool) {
	lb := &w.board.Lines[l]
	t := d.Task
	if t < 0 || w.rng.N(4) == 0 {
		day := lb.DutyDay[w.board.DayIndex(d.Start)]
		if len(day) == 0 {
			return 0, false
		}
		t = lb.Permits[day[w.rng.N(len(day))]].Task
	}
	c := w.board.Tasks[t].Cands
	if len(c) == 0 {
		return 0, false
	}
	return c[w.rng.N(len(c))].Line, true
}

// swallow lets one worker take all of a neighbour's shift.
func swallow(w *Walker) bool {
	l, d, ok := w.any()
	if !ok || d.Kind == solver.Reserve || w.board.Tasks[d.Task].Whole {
		return false
	}
	p, ok := w.partner(d)
	if !ok || p.Line == l {
		return false
	}
	o, ok := w.at(p)
	if !ok {
		return false
	}
	if w.rng.Next()&1 == 0 {
		e := d
		e.End = o.End
		w.State.Drop(p.Line, o)
		return w.exchange(l, d, e)
	}
	e := o
	e.Start = d.Start
	w.State.Drop(l, d)
	return w.exchange(p.Line, o, e)
}

// reassign gives a decision to another line that is free.
func reassign(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.board.Fits(k, d) || w.State.BusyIn(k, d.Start, d.End) {
		return false
	}
	w.State.Drop(l, d)
	w.State.Add(k, d)
	return true
}

// swap gives a decision to another line and what stands in its way there to
// the first line, or to whoever may take it.
func swap(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.board.Fits(k, d) {
		return false
	}
	room := w.board.Model.Grain * solver.Minute(w.rng.N(3)*w.rng.N(30))
	w.State.Drop(l, d)
	if !w.clear(k, d.Start-room, d.End+room) {
		return false
	}
	w.State.Add(k, d)
	w.giveBack(l)
	return true
}

// giveBack offers what was thrown out to line l first, then to others.
func (w *Walker) giveBack(l int32) {
	rest := w.out[:0]
	for _, o := range w.out {
		if w.board.Fits(l, o.Decision) && !w.State.BusyIn(l, o.Decision.Start, o.Decision.End) {
			w.State.Add(l, o.Decision)
			continue
		}
		rest = append(rest, o)
	}
	w.out = rest
	w.rehome()
}

// clear throws out all decisions of the line that overlap [from, to); they are then in w.out.
func (w *Walker) clear(l int32, from, to solver.Minute) bool {
	ls := &w.State.Lines[l]
	k := ls.Find(to)
	for k--; k >= 0 && ls.Decisions[k].End > from; k-- {
		if ls.Decisions[k].Fixed {
			return false
		}
		w.out = append(w.out, board.Op{Line: l, Decision: w.State.Remove(l, k)})
	}
	return true
}

// rehome finds other lines for all that the move has thrown out; one that finds
// no free line may throw out others in turn, up to a few in all (an ejection
// chain). What finds no home stays out, and the judge weighs that.
func (w *Walker) rehome() {
	for i := 0; i < len(w.out); i++ {
		o := w.out[i]
		if o.Decision.Kind == solver.Beside || settleFree(w, o) {
			continue
		}
		if len(w.out) < 5 && w.rng.N(2) == 0 {
			settleByForce(w, o)
		}
	}
}

// settleFree gives a decision thrown out to a line that can take it as it is.
func settleFree(w *Walker, o board.Op) bool {
	for try := 0; try < 4; try++ {
		k, ok := w.relative(o.Line, o.Decision)
		if ok && k != o.Line && w.place(k, o.Decision) {
			return true
		}
	}
	return false
}

// settleByForce gives it to a line that must throw out others to take it.
func settleByForce(w *Walker, o board.Op) {
	k, ok := w.relative(o.Line, o.Decision)
	if !ok || k == o.Line || !w.board.Fits(k, o.Decision) {
		return
	}
	mark, n := len(w.State.Log), len(w.out)
	if !w.clear(k, o.Decision.Start, o.Decision.End) {
		w.State.Undo(mark)
		w.out = w.out[:n]
		return
	}
	w.State.Add(k, o.Decision)
	w.makeRoom(k, o.Decision)
}

// swapDays exchanges all that two lines hold on some days.
func swapDays(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l {
		return false
	}
	b := w.board
	i := b.DayIndex(d.Start)
	j := min(i+1+w.rng.N(7), len(b.Model.Days)-1)
	from, to := b.Model.Days[i], b.Model.Days[j]
	if !lift(w, l, from, to) || !lift(w, k, from, to) {
		return false
	}
	for _, o := range w.out {
		other := l + k - o.Line
		if !b.Fits(other, o.Decision) || w.State.BusyIn(other, o.Decision.Start, o.Decision.End) {
			return false
		}
		w.State.Add(other, o.Decision)
	}
	return true
}

// lift throws out all decisions of the line that start in [from, to).
func lift(w *Walker, l int32, from, to solver.Minute) bool {
	ls := &w.State.Lines[l]
	for k := ls.Find(to) - 1; k >= 0 && ls.Decisions[k].Start >= from; k-- {
		if ls.Decisions[k].Fixed {
			return false
		}
		w.out = append(w.out, board.Op{Line: l, Decision: w.State.Remove(l, k)})
	}
	return true
}

// split gives the second or the first part of a decision to another line.
func split(w *Walker) bool {
	l, d, ok := w.any()
	if !ok || (d.Kind != solver.Reserve && w.board.Tasks[d.Task].Whole) {
		return false
	}
	n := int((d.End - d.Start) / w.board.Model.Grain)
	if n < 2 {
		return false
	}
	x := solver.FloorDiv(d.Start, w.board.Model.Grain)*w.board.Model.Grain + w.board.Model.Grain*solver.Minute(1+w.rng.N(n))
	k, ok := w.relative(l, d)
	if !ok || k == l || x >= d.End || x <= d.Start {
		return false
	}
	e, f := d, d
	e.End, f.Start = x, x
	if w.rng.Next()&1 == 0 {
		e, f = f, e
	}
	if !w.exchange(l, d, e) || !w.board.Fits(k, f) || !w.clear(k, f.Start, f.End) {
		return false
	}
	w.State.Add(k, f)
	w.rehome()
	return true
}

// strike takes a decision out.
func strike(w *Walker) bool {
	l, d, ok := w.any()
	if ok {
		w.State.Drop(l, d)
	}
	return ok
}

// insert gives a random line a random new decision, throwing out what is in its way.
func insert(w *Walker) bool {
	if len(w.busy) == 0 {
		return false
	}
	l := w.busy[w.rng.N(len(w.busy))]
	lb := &w.board.Lines[l]
	day := lb.DutyDay[w.rng.N(len(lb.DutyDay))]
	if len(day) == 0 {
		return false
	}
	pm := &lb.Permits[day[w.rng.N(len(day))]]
	t := &w.board.Tasks[pm.Task]
	sp := pm.Spans[w.rng.N(len(pm.Spans))]
	k := t.SlotAt(sp.From, w.board.Model.Grain)
	k += int32(w.rng.N(max(1, int(t.SlotAt(sp.To, w.board.Model.Grain)-k))))
	d, ok := around(w, l, pm, t, t.Pts[k], sp)
	return ok && w.install(l, d)
}

// install puts a decision on a line after throwing out what overlaps it; what
// was thrown out is offered to others.
func (w *Walker) install(l int32, d solver.Decision) bool {
	if !w.board.Fits(l, d) || !w.clear(l, d.Start, d.End) {
		return false
	}
	w.State.Add(l, d)
	w.makeRoom(l, d)
	w.rehome()
	return true
}
