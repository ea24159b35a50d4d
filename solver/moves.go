package solver

// repertoire lists the moves with their weights. To add one: write its
// function in a file of its own (it changes the state through add, remove and
// drop only, and returns false when it finds nothing to do), and enter it here.
func (w *walker) repertoire() []move {
	all := []move{
		{"fill", 22, (*walker).fill},
		{"resize", 14, (*walker).resize},
		{"slide", 14, (*walker).slide},
		{"swallow", 4, (*walker).swallow},
		{"reassign", 10, (*walker).reassign},
		{"swap", 12, (*walker).swap},
		{"cross", 10, (*walker).cross},
		{"swapdays", 4, (*walker).swapDays},
		{"split", 3, (*walker).split},
		{"insert", 4, (*walker).insert},
		{"strike", 1, (*walker).strike},
		{"chain", 12, (*walker).chain},
		{"translate", 6, (*walker).translate},
	}
	if len(w.saver) > 0 {
		all = append(all,
			move{"ready", 12, (*walker).ready},
			move{"relieve", 6, (*walker).relieve})
	}
	if len(w.learn) > 0 {
		all = append(all, move{"shadow", 3, (*walker).shadow})
	}
	return all
}

// any is a random decision that may be moved.
func (w *walker) any() (line int32, d Decision, ok bool) {
	if len(w.busy) == 0 {
		return 0, d, false
	}
	line = w.busy[w.rng.n(len(w.busy))]
	return w.anyOf(line)
}

func (w *walker) anyOf(line int32) (int32, Decision, bool) {
	l := &w.s.lines[line]
	n := len(l.dec) - l.past
	if n == 0 {
		return line, Decision{}, false
	}
	d := l.dec[l.past+w.rng.n(n)]
	return line, d, !d.Fixed
}

// steps is a signed number of grid steps, small ones most often.
func (w *walker) steps() Minute {
	k := Minute(1)
	switch w.rng.n(4) {
	case 0:
		k = 1 + Minute(w.rng.n(4))
	case 1:
		k = 1 + Minute(w.rng.n(16))
	}
	if w.rng.next()&1 == 0 {
		return -k * w.b.m.Grain
	}
	return k * w.b.m.Grain
}

// shift moves x by about by, onto a point of the task; near an end, onto the end.
func (b *board) shift(t *taskBoard, x, by Minute) Minute {
	g := b.m.Grain
	y := x + by
	if y%g != 0 { // x was an end off the grid
		if by > 0 {
			y = floorDiv(y, g) * g
		} else {
			y = floorDiv(y, g)*g + g
		}
	}
	return min(max(y, t.From), t.To)
}

// resize moves one end of a decision.
func (w *walker) resize() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	e := d
	by := w.steps()
	startSide := w.rng.next()&1 == 0
	if d.Kind == Reserve {
		if startSide {
			e.Start += by
		} else {
			e.End += by
		}
	} else {
		t := &w.b.tasks[d.Task]
		if t.Whole {
			return false
		}
		if startSide {
			e.Start = w.b.shift(t, d.Start, by)
		} else {
			e.End = w.b.shift(t, d.End, by)
		}
	}
	return w.exchange(l, d, e)
}

// exchange puts e in place of d on line l, if e is allowed by itself and free of overlap.
func (w *walker) exchange(l int32, d, e Decision) bool {
	if e == d || e.End <= e.Start || !w.b.fits(l, e) {
		return false
	}
	k := w.s.lines[l].index(d)
	dec := w.s.lines[l].dec
	if (k > 0 && dec[k-1].End > e.Start) || (k+1 < len(dec) && dec[k+1].Start < e.End) {
		return false
	}
	w.s.alter(l, d, e)
	return true
}

// partner is a decision in the same task that starts where d ends.
func (w *walker) partner(d Decision) (placed, bool) {
	ts := &w.s.tasks[d.Task]
	lo := ts.find(d.End)
	n := 0
	for lo+n < len(ts.dec) && ts.dec[lo+n].start == d.End {
		n++
	}
	if n == 0 {
		return placed{}, false
	}
	p := ts.dec[lo+w.rng.n(n)]
	return p, p.kind != Beside
}

// at is the decision behind p, and whether it may be moved.
func (w *walker) at(p placed) (Decision, bool) {
	dec := w.s.lines[p.line].dec
	for k := w.s.lines[p.line].find(p.start); k < len(dec) && dec[k].Start == p.start; k++ {
		if dec[k].End == p.end {
			return dec[k], !dec[k].Fixed
		}
	}
	return Decision{}, false
}

// slide moves the joint boundary of two workers who follow each other in a task.
func (w *walker) slide() bool {
	l, d, ok := w.any()
	if !ok || d.Kind == Reserve || w.b.tasks[d.Task].Whole {
		return ok && d.Kind == Reserve && w.slideReserve(l, d)
	}
	p, ok := w.partner(d)
	if !ok || p.line == l {
		return false
	}
	o, ok := w.at(p)
	if !ok {
		return false
	}
	x := w.b.shift(&w.b.tasks[d.Task], d.End, w.steps())
	e, f := d, o
	e.End, f.Start = x, x
	return w.exchange(l, d, e) && w.exchange(p.line, o, f)
}

// slideReserve moves the joint boundary of two reserve decisions of related lines.
func (w *walker) slideReserve(l int32, d Decision) bool {
	for try := 0; try < 4; try++ {
		k, ok := w.relative(l, d)
		if !ok || k == l {
			continue
		}
		dec := w.s.lines[k].dec
		i := w.s.lines[k].find(d.End)
		if i >= len(dec) || dec[i].Start != d.End || dec[i].Kind != Reserve || dec[i].Fixed {
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
func (w *walker) relative(l int32, d Decision) (int32, bool) {
	lb := &w.b.lines[l]
	t := d.Task
	if t < 0 || w.rng.n(4) == 0 {
		day := lb.dutyDay[w.b.dayIndex(d.Start)]
		if len(day) == 0 {
			return 0, false
		}
		t = lb.Permits[day[w.rng.n(len(day))]].Task
	}
	c := w.b.tasks[t].cands
	if len(c) == 0 {
		return 0, false
	}
	return c[w.rng.n(len(c))].line, true
}

// swallow lets one worker take all of a neighbour's shift.
func (w *walker) swallow() bool {
	l, d, ok := w.any()
	if !ok || d.Kind == Reserve || w.b.tasks[d.Task].Whole {
		return false
	}
	p, ok := w.partner(d)
	if !ok || p.line == l {
		return false
	}
	o, ok := w.at(p)
	if !ok {
		return false
	}
	if w.rng.next()&1 == 0 {
		e := d
		e.End = o.End
		w.s.drop(p.line, o)
		return w.exchange(l, d, e)
	}
	e := o
	e.Start = d.Start
	w.s.drop(l, d)
	return w.exchange(p.line, o, e)
}

// reassign gives a decision to another line that is free.
func (w *walker) reassign() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.b.fits(k, d) || w.s.busyIn(k, d.Start, d.End) {
		return false
	}
	w.s.drop(l, d)
	w.s.add(k, d)
	return true
}

// swap gives a decision to another line and what stands in its way there to
// the first line, or to whoever may take it.
func (w *walker) swap() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.b.fits(k, d) {
		return false
	}
	room := w.b.m.Grain * Minute(w.rng.n(3)*w.rng.n(30))
	w.s.drop(l, d)
	if !w.clear(k, d.Start-room, d.End+room) {
		return false
	}
	w.s.add(k, d)
	w.giveBack(l)
	return true
}

// giveBack offers what was thrown out to line l first, then to others.
func (w *walker) giveBack(l int32) {
	rest := w.out[:0]
	for _, o := range w.out {
		if w.b.fits(l, o.d) && !w.s.busyIn(l, o.d.Start, o.d.End) {
			w.s.add(l, o.d)
			continue
		}
		rest = append(rest, o)
	}
	w.out = rest
	w.rehome()
}

// clear throws out all decisions of the line that overlap [from, to); they are then in w.out.
func (w *walker) clear(l int32, from, to Minute) bool {
	ls := &w.s.lines[l]
	k := ls.find(to)
	for k--; k >= 0 && ls.dec[k].End > from; k-- {
		if ls.dec[k].Fixed {
			return false
		}
		w.out = append(w.out, op{line: l, d: w.s.remove(l, k)})
	}
	return true
}

// rehome finds other lines for all that the move has thrown out; one that finds
// no free line may throw out others in turn, up to a few in all (an ejection
// chain). What finds no home stays out, and the judge weighs that.
func (w *walker) rehome() {
	for i := 0; i < len(w.out); i++ {
		o := w.out[i]
		if o.d.Kind == Beside || w.settleFree(o) {
			continue
		}
		if len(w.out) < 5 && w.rng.n(2) == 0 {
			w.settleByForce(o)
		}
	}
}

// settleFree gives a decision thrown out to a line that can take it as it is.
func (w *walker) settleFree(o op) bool {
	for try := 0; try < 4; try++ {
		k, ok := w.relative(o.line, o.d)
		if ok && k != o.line && w.place(k, o.d) {
			return true
		}
	}
	return false
}

// settleByForce gives it to a line that must throw out others to take it.
func (w *walker) settleByForce(o op) {
	k, ok := w.relative(o.line, o.d)
	if !ok || k == o.line || !w.b.fits(k, o.d) {
		return
	}
	mark, n := len(w.s.log), len(w.out)
	if !w.clear(k, o.d.Start, o.d.End) {
		w.s.undo(mark)
		w.out = w.out[:n]
		return
	}
	w.s.add(k, o.d)
	w.makeRoom(k, o.d)
}

// swapDays exchanges all that two lines hold on some days.
func (w *walker) swapDays() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l {
		return false
	}
	b := w.b
	i := b.dayIndex(d.Start)
	j := min(i+1+w.rng.n(7), len(b.m.Days)-1)
	from, to := b.m.Days[i], b.m.Days[j]
	if !w.lift(l, from, to) || !w.lift(k, from, to) {
		return false
	}
	for _, o := range w.out {
		other := l + k - o.line
		if !b.fits(other, o.d) || w.s.busyIn(other, o.d.Start, o.d.End) {
			return false
		}
		w.s.add(other, o.d)
	}
	return true
}

// lift throws out all decisions of the line that start in [from, to).
func (w *walker) lift(l int32, from, to Minute) bool {
	ls := &w.s.lines[l]
	for k := ls.find(to) - 1; k >= 0 && ls.dec[k].Start >= from; k-- {
		if ls.dec[k].Fixed {
			return false
		}
		w.out = append(w.out, op{line: l, d: w.s.remove(l, k)})
	}
	return true
}

// split gives the second or the first part of a decision to another line.
func (w *walker) split() bool {
	l, d, ok := w.any()
	if !ok || (d.Kind != Reserve && w.b.tasks[d.Task].Whole) {
		return false
	}
	n := int((d.End - d.Start) / w.b.m.Grain)
	if n < 2 {
		return false
	}
	x := floorDiv(d.Start, w.b.m.Grain)*w.b.m.Grain + w.b.m.Grain*Minute(1+w.rng.n(n))
	k, ok := w.relative(l, d)
	if !ok || k == l || x >= d.End || x <= d.Start {
		return false
	}
	e, f := d, d
	e.End, f.Start = x, x
	if w.rng.next()&1 == 0 {
		e, f = f, e
	}
	if !w.exchange(l, d, e) || !w.b.fits(k, f) || !w.clear(k, f.Start, f.End) {
		return false
	}
	w.s.add(k, f)
	w.rehome()
	return true
}

// strike takes a decision out.
func (w *walker) strike() bool {
	l, d, ok := w.any()
	if ok {
		w.s.drop(l, d)
	}
	return ok
}

// insert gives a random line a random new decision, throwing out what is in its way.
func (w *walker) insert() bool {
	if len(w.busy) == 0 {
		return false
	}
	l := w.busy[w.rng.n(len(w.busy))]
	lb := &w.b.lines[l]
	day := lb.dutyDay[w.rng.n(len(lb.dutyDay))]
	if len(day) == 0 {
		return false
	}
	pm := &lb.Permits[day[w.rng.n(len(day))]]
	t := &w.b.tasks[pm.Task]
	sp := pm.Spans[w.rng.n(len(pm.Spans))]
	k := t.slotAt(sp.From, w.b.m.Grain)
	k += int32(w.rng.n(max(1, int(t.slotAt(sp.To, w.b.m.Grain)-k))))
	d, ok := w.around(l, pm, t, t.pts[k], sp)
	return ok && w.install(l, d)
}

// install puts a decision on a line after throwing out what overlaps it; what
// was thrown out is offered to others.
func (w *walker) install(l int32, d Decision) bool {
	if !w.b.fits(l, d) || !w.clear(l, d.Start, d.End) {
		return false
	}
	w.s.add(l, d)
	w.makeRoom(l, d)
	w.rehome()
	return true
}
