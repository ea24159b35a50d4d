package solver

// ready puts a line on reserve where a task lacks backup, or stretches the
// reserve it already has there.
func (w *walker) ready() bool {
	n := len(w.s.bare.items)
	if n == 0 {
		return w.trimReserve()
	}
	task := w.s.bare.items[w.rng.n(n)]
	t := &w.b.tasks[task]
	k, ok := w.bareSlot(t)
	if !ok || len(t.cands) == 0 {
		return false
	}
	c := t.cands[w.rng.n(len(t.cands))]
	x := t.pts[k]
	sp, ok := spanAt(w.b.lines[c.line].Reserve, x)
	if !ok {
		return false
	}
	if w.rng.n(2) == 0 {
		if done, ok := w.extendReserve(c.line, x, sp); done {
			return ok
		}
	}
	g := w.b.m.Grain
	length := w.randomLen(w.b.m.ReserveMin, w.b.m.ReserveMax)
	length = floorDiv(length, g) * g
	start := floorDiv(x, g)*g - g*Minute(w.rng.n(int(length/g)))
	if w.rng.n(3) == 0 {
		start = floorDiv(x, g) * g
	}
	if e, found := w.afterReserve(t, start); found && w.rng.n(2) == 0 {
		start = e
	}
	d := Decision{Task: NoTask, Kind: Reserve, Start: start, End: start + length}
	return w.install(c.line, d)
}

func spanAt(spans []Span, x Minute) (Span, bool) {
	for _, s := range spans {
		if s.From <= x && x < s.To {
			return s, true
		}
	}
	return Span{}, false
}

// bareSlot is the first slot without enough backup after a random one.
func (w *walker) bareSlot(t *taskBoard) (int32, bool) {
	n := int32(len(t.pts) - 1)
	k := int32(w.rng.n(int(n)))
	for i := int32(0); i < n; i++ {
		if _, _, bare := w.s.slotCost(t, k); bare > 0 {
			return k, true
		}
		if k++; k == n {
			k = 0
		}
	}
	return 0, false
}

// extendReserve stretches a neighbouring reserve decision of the line over x.
func (w *walker) extendReserve(l int32, x Minute, sp Span) (done, ok bool) {
	g := w.b.m.Grain
	ls := &w.s.lines[l]
	at := ls.find(x)
	by := g * Minute(1+w.rng.n(16))
	if at > 0 && ls.dec[at-1].Kind == Reserve && !ls.dec[at-1].Fixed {
		e := ls.dec[at-1]
		e.End = floorDiv(min(x+by, sp.To), g) * g
		return true, w.stretch(l, ls.dec[at-1], e)
	}
	if at < len(ls.dec) && ls.dec[at].Kind == Reserve && !ls.dec[at].Fixed {
		e := ls.dec[at]
		e.Start = max(floorDiv(x, g)*g, floorDiv(sp.From+g-1, g)*g)
		return true, w.stretch(l, ls.dec[at], e)
	}
	return false, false
}

// afterReserve is the end of some candidate's reserve decision near x, where a
// new one would follow on without a hole.
func (w *walker) afterReserve(t *taskBoard, x Minute) (Minute, bool) {
	for try := 0; try < 4; try++ {
		c := t.cands[w.rng.n(len(t.cands))]
		ls := &w.s.lines[c.line]
		k := ls.find(x)
		if k > 0 && ls.dec[k-1].Kind == Reserve && ls.dec[k-1].End > x-720 {
			return ls.dec[k-1].End, true
		}
	}
	return 0, false
}

// trimReserve shortens or strikes a reserve decision that may be idle.
func (w *walker) trimReserve() bool {
	l := w.saver[w.rng.n(len(w.saver))]
	_, d, ok := w.anyOf(l)
	if !ok || d.Kind != Reserve {
		return false
	}
	if w.rng.n(3) == 0 {
		w.s.drop(l, d)
		return true
	}
	e := d
	if w.rng.next()&1 == 0 {
		e.Start += w.b.m.Grain * Minute(1+w.rng.n(12))
	} else {
		e.End -= w.b.m.Grain * Minute(1+w.rng.n(12))
	}
	return w.exchange(l, d, e)
}

// relieve passes a reserve decision to another line, or trades it for the
// duty that the other line holds at the time.
func (w *walker) relieve() bool {
	l := w.saver[w.rng.n(len(w.saver))]
	_, d, ok := w.anyOf(l)
	if !ok || d.Kind != Reserve {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.b.fits(k, d) {
		return false
	}
	w.s.drop(l, d)
	if !w.clear(k, d.Start, d.End) {
		return false
	}
	w.s.add(k, d)
	w.makeRoom(k, d)
	w.giveBack(l)
	return true
}

// shadow gives a trainee time beside the master, or changes what there is.
func (w *walker) shadow() bool {
	l := w.learn[w.rng.n(len(w.learn))]
	ls := &w.s.lines[l]
	if n := len(ls.dec) - ls.past; n > 0 && w.rng.n(4) == 0 {
		if d := ls.dec[ls.past+w.rng.n(n)]; !d.Fixed {
			w.s.drop(l, d)
			return true
		}
	}
	master := w.b.lines[l].Master
	_, d, _ := w.anyOf(master)
	if d.End == 0 || d.Task < 0 {
		return false
	}
	t := &w.b.tasks[d.Task]
	p := w.b.lines[l].permit(d.Task)
	if p < 0 {
		return false
	}
	e := Decision{Task: d.Task, Kind: Beside, Start: d.Start, End: d.End}
	most := w.b.maxLen(&w.b.lines[l], t)
	if w.rng.n(2) == 0 || e.End-e.Start > most {
		least := min(t.MinLen, t.Len())
		n := w.randomLen(least, min(most, d.End-d.Start))
		if n > d.End-d.Start {
			return false
		}
		e.Start = w.b.point(t, d.Start+w.b.m.Grain*Minute(w.rng.n(int((d.End-d.Start-n)/w.b.m.Grain)+1)))
		e.End = min(w.b.point(t, e.Start+n), d.End)
	}
	if !w.b.fits(l, e) || !w.clear(l, e.Start, e.End) {
		return false
	}
	w.s.add(l, e)
	return true
}
