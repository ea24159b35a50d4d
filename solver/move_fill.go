package solver

// fill covers a piece of a short task: it finds a line that may, extends what
// the line has there or gives it a new decision, throws out what is in the way
// and offers that to others (an ejection chain: Glover 1996; Burke and Curtois 2014).
// The fewer tasks are short, the more often it makes another move instead.
func (w *walker) fill() bool {
	if w.rng.n(fewShort) >= w.shortTasks() {
		return w.change()
	}
	task, ok := w.anyShort()
	if !ok {
		return false
	}
	t := &w.b.tasks[task]
	if len(t.cands) == 0 {
		return false
	}
	k, ok := w.shortSlot(t)
	if !ok {
		return false
	}
	c := t.cands[w.rng.n(len(t.cands))]
	pm := &w.b.lines[c.line].Permits[c.permit]
	x := t.pts[k]
	var sp Span
	for _, s := range pm.Spans {
		if s.From <= x && x < s.To {
			sp = s
		}
	}
	if sp.Len() <= 0 {
		return false
	}
	if w.rng.n(2) == 0 {
		if done, ok := w.extend(c.line, task, t, k, sp); done {
			return ok
		}
	}
	i, j := w.shortRun(t, k)
	d, ok := w.cut(c.line, task, t, Span{t.pts[i], t.pts[j]}, x, sp)
	if !ok {
		return false
	}
	if !w.install(c.line, d) {
		return false
	}
	if w.rng.n(2) == 0 {
		w.push(c.line, d)
	}
	return true
}

// fewShort is how many short tasks make fill worth its whole share of the moves: it costs as much as ten others, and
// where only a few are left it would try the same again and again.
const fewShort = 8

// shortTasks is how many tasks are short.
func (w *walker) shortTasks() (n int) {
	for l := range w.s.short {
		n += len(w.s.short[l].items)
	}
	return n
}

// change is one of the moves that exchange hours.
func (w *walker) change() bool {
	switch w.rng.n(4) {
	case 0:
		return w.slide()
	case 1:
		return w.cross()
	case 2:
		return w.resize()
	}
	return w.swap()
}

// anyShort is a random short task, of the most important short level most often.
func (w *walker) anyShort() (int32, bool) {
	for l := range w.s.short {
		n := len(w.s.short[l].items)
		if n == 0 {
			continue
		}
		if w.rng.n(8) == 0 && w.laterShort(l) {
			continue
		}
		return w.s.short[l].items[w.rng.n(n)], true
	}
	return 0, false
}

func (w *walker) laterShort(l int) bool {
	for k := l + 1; k < len(w.s.short); k++ {
		if len(w.s.short[k].items) > 0 {
			return true
		}
	}
	return false
}

func (s *state) slotShort(t *taskBoard, k int32) bool {
	if int(s.cover[t.slot0+k]) < t.Need {
		return true
	}
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		if int(s.among[a+int32(x)]) < t.Among[x].Need {
			return true
		}
	}
	return false
}

// shortSlot is the first short slot after a random one.
func (w *walker) shortSlot(t *taskBoard) (int32, bool) {
	n := int32(len(t.pts) - 1)
	k := int32(w.rng.n(int(n)))
	for i := int32(0); i < n; i++ {
		if w.s.slotShort(t, k) {
			return k, true
		}
		if k++; k == n {
			k = 0
		}
	}
	return 0, false
}

// shortRun is the run of short slots around k, as points.
func (w *walker) shortRun(t *taskBoard, k int32) (i, j int32) {
	n := int32(len(t.pts) - 1)
	for i = k; i > 0 && t.pts[k]-t.pts[i] < 1440 && w.s.slotShort(t, i-1); i-- {
	}
	for j = k + 1; j < n && t.pts[j]-t.pts[k] < 1440 && w.s.slotShort(t, j); j++ {
	}
	return i, j
}

// extend stretches a decision that the line has in the task over the short slot k.
func (w *walker) extend(l, task int32, t *taskBoard, k int32, sp Span) (done, ok bool) {
	if t.Whole {
		return false, false
	}
	ls := &w.s.lines[l]
	at := ls.find(t.pts[k])
	i, j := w.shortRun(t, k)
	if at > 0 && ls.dec[at-1].Task == task && ls.dec[at-1].Kind == t.Kind && !ls.dec[at-1].Fixed {
		d := ls.dec[at-1]
		e := d
		e.End = min(t.pts[j], sp.To)
		if w.rng.n(2) == 0 && k+1 < j {
			e.End = t.pts[k+1]
		}
		return true, w.stretch(l, d, e)
	}
	if at < len(ls.dec) && ls.dec[at].Task == task && ls.dec[at].Kind == t.Kind && !ls.dec[at].Fixed {
		d := ls.dec[at]
		e := d
		e.Start = max(t.pts[i], sp.From)
		if w.rng.n(2) == 0 {
			e.Start = t.pts[k]
		}
		return true, w.stretch(l, d, e)
	}
	return false, false
}

// stretch puts e in place of d, throwing out what overlaps.
func (w *walker) stretch(l int32, d, e Decision) bool {
	if e.End <= e.Start || e == d {
		return false
	}
	w.s.drop(l, d)
	return w.install(l, e)
}

// cut chooses a decision in the task that covers minute x: the short run when
// it has a fair length, otherwise a random piece around it.
func (w *walker) cut(l, task int32, t *taskBoard, run Span, x Minute, sp Span) (Decision, bool) {
	d := Decision{Task: task, Kind: t.Kind, Start: t.From, End: t.To}
	if t.Whole {
		return d, true
	}
	most := w.b.maxLen(&w.b.lines[l], t)
	least := min(t.MinLen, t.Len())
	run = run.Meet(sp)
	d.Start, d.End = run.From, run.To
	if w.rng.n(4) > 0 && run.Len() >= least {
		if run.Len() > most {
			n := w.randomLen(least, most)
			switch w.rng.n(3) {
			case 0:
				d.End = w.b.point(t, d.Start+n)
			case 1:
				d.Start = w.b.point(t, d.End-n)
			default:
				d.Start = w.b.point(t, run.From+w.b.m.Grain*Minute(w.rng.n(int((run.Len()-n)/w.b.m.Grain)+1)))
				d.End = w.b.point(t, min(d.Start+n, run.To))
			}
		}
		return d, true
	}
	return w.aroundIn(l, task, t, x, sp, least, most)
}

// point is the point of the task nearest to x, downwards.
func (b *board) point(t *taskBoard, x Minute) Minute {
	if x <= t.From {
		return t.From
	}
	if x >= t.To {
		return t.To
	}
	return max(floorDiv(x, b.m.Grain)*b.m.Grain, t.From)
}

func (w *walker) randomLen(least, most Minute) Minute {
	g := w.b.m.Grain
	n := int((most - least) / g)
	if n <= 0 {
		return least
	}
	if w.rng.n(2) == 0 { // long shifts are the rule
		return most - g*Minute(w.rng.n(min(n, 24)+1))
	}
	return least + g*Minute(w.rng.n(n+1))
}

// around chooses a decision under the permit that covers minute x.
func (w *walker) around(l int32, pm *Permit, t *taskBoard, x Minute, sp Span) (Decision, bool) {
	if t.Whole {
		return Decision{Task: pm.Task, Kind: t.Kind, Start: t.From, End: t.To}, true
	}
	return w.aroundIn(l, pm.Task, t, x, sp, min(t.MinLen, t.Len()), w.b.maxLen(&w.b.lines[l], t))
}

func (w *walker) aroundIn(l, task int32, t *taskBoard, x Minute, sp Span, least, most Minute) (Decision, bool) {
	g := w.b.m.Grain
	if most < least || sp.Len() < least {
		return Decision{}, false
	}
	n := w.randomLen(least, min(most, sp.Len()))
	start := w.b.point(t, x-g*Minute(w.rng.n(int(n/g)+1)))
	start = max(start, sp.From)
	if start+n > sp.To {
		start = max(sp.From, w.b.point(t, sp.To-n))
	}
	if start%g != 0 && start != t.From {
		start = floorDiv(start, g)*g + g
	}
	end := w.b.point(t, min(start+n, sp.To))
	return Decision{Task: task, Kind: t.Kind, Start: start, End: end}, end-start >= least
}

// push draws back the neighbours in the task that overlap the new decision d of line l.
func (w *walker) push(l int32, d Decision) {
	t := &w.b.tasks[d.Task]
	if t.Whole {
		return
	}
	ts := &w.s.tasks[d.Task]
	for tries := 0; tries < 2; tries++ {
		var hit placed
		for _, p := range ts.dec {
			if p.start >= d.End {
				break
			}
			if p.end > d.Start && p.line != l && p.kind != Beside {
				hit = p
				if w.rng.n(2) == 0 {
					break
				}
			}
		}
		if hit.end == 0 {
			return
		}
		o, ok := w.at(hit)
		if !ok {
			return
		}
		e := o
		switch {
		case o.Start >= d.Start && o.End <= d.End:
			w.s.drop(hit.line, o)
			continue
		case o.Start < d.Start:
			e.End = d.Start
		default:
			e.Start = d.End
		}
		if !w.b.fits(hit.line, e) {
			return
		}
		w.s.drop(hit.line, o)
		w.s.add(hit.line, e)
	}
}

// makeRoom throws out decisions of the line that keep d from being legal: those
// that make its spell too long, and one more when a sum is over its limit.
func (w *walker) makeRoom(l int32, d Decision) {
	s := w.s
	r := &w.b.lines[l].Rules
	for try := 0; try < 3; try++ {
		lo, hi := s.lines[l].around(d.Start, d.End, max(r.MinRest, 1))
		if s.spells(&s.lines[l], r, lo, hi) {
			break
		}
		k := s.lines[l].index(d)
		side := k - 1
		if k == 0 || (k+1 < len(s.lines[l].dec) && s.lines[l].dec[k+1].Start-d.End < d.Start-s.lines[l].dec[k-1].End) {
			side = k + 1
		}
		if side < s.lines[l].past || side >= len(s.lines[l].dec) || s.lines[l].dec[side].Fixed {
			return
		}
		w.out = append(w.out, op{line: l, d: s.remove(l, side)})
	}
	if s.over == 0 {
		return
	}
	if mark := len(s.log); w.rng.n(2) == 0 {
		if w.passOn(l, d) {
			return
		}
		s.undo(mark)
	}
	w.shed(l, d)
}

// shed takes a random other decision of the same week off the line.
func (w *walker) shed(l int32, d Decision) {
	ls := &w.s.lines[l]
	lo := max(ls.find(d.Start-7*1440), ls.past)
	hi := ls.find(d.Start + 7*1440)
	if hi <= lo {
		return
	}
	k := lo + w.rng.n(hi-lo)
	if ls.dec[k].Fixed || ls.dec[k] == d {
		return
	}
	if o := ls.dec[k]; w.rng.n(2) == 0 && o.Task >= 0 && !w.b.tasks[o.Task].Whole {
		w.trim(l, o)
		return
	}
	w.out = append(w.out, op{line: l, d: w.s.remove(l, k)})
}

// trim shortens a decision by a few steps at one end.
func (w *walker) trim(l int32, o Decision) {
	e := o
	by := w.b.m.Grain * Minute(1+w.rng.n(8))
	t := &w.b.tasks[o.Task]
	if w.rng.next()&1 == 0 {
		e.Start = w.b.shift(t, o.Start, by)
	} else {
		e.End = w.b.shift(t, o.End, -by)
	}
	w.exchange(l, o, e)
}
