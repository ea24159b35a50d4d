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
	x, y := w.bareRun(t, k)
	if w.rng.n(2) == 0 {
		for try := 0; try < 6; try++ {
			c := t.cands[w.rng.n(len(t.cands))]
			if e, d, ok := w.reach(c.line, x, y); ok {
				return w.stretch(c.line, d, e)
			}
		}
	}
	c := t.cands[w.rng.n(len(t.cands))]
	if _, ok := spanAt(w.b.lines[c.line].Reserve, t.pts[k]); !ok {
		return false
	}
	return w.install(c.line, w.newReserve(t, t.pts[k], x, y))
}

// bareRun is the time around slot k without enough backup, on the grid.
func (w *walker) bareRun(t *taskBoard, k int32) (x, y Minute) {
	bare := func(i int32) bool { _, _, n := w.s.slotCost(t, i); return n > 0 }
	i, j, n := k, k+1, int32(len(t.pts)-1)
	for ; i > 0 && t.pts[k]-t.pts[i] < 780 && bare(i-1); i-- {
	}
	for ; j < n && t.pts[j]-t.pts[k] < 780 && bare(j); j++ {
	}
	g := w.b.m.Grain
	return floorDiv(t.pts[i], g) * g, w.b.upToGrain(t.pts[j])
}

// newReserve is a reserve decision for the minute at: the whole run x..y when
// its length is allowed, or a random one over the minute.
func (w *walker) newReserve(t *taskBoard, at, x, y Minute) Decision {
	g := w.b.m.Grain
	d := Decision{Task: NoTask, Kind: Reserve, Start: x, End: y}
	if n := y - x; w.rng.n(2) == 0 && n <= w.b.m.ReserveMax {
		if rest := w.b.upToGrain(w.b.m.ReserveMin) - n; rest > 0 { // too short: lengthen on either side
			d.Start -= g * Minute(w.rng.n(int(rest/g)+1))
			d.End = d.Start + n + rest
		}
		return d
	}
	length := floorDiv(w.randomLen(w.b.m.ReserveMin, w.b.m.ReserveMax), g) * g
	d.Start = floorDiv(at, g)*g - g*Minute(w.rng.n(int(length/g)))
	if w.rng.n(3) == 0 {
		d.Start = x
	}
	if e, found := w.afterReserve(t, d.Start); found && w.rng.n(2) == 0 {
		d.Start = e
	}
	d.End = d.Start + length
	return d
}

// reach stretches a reserve decision that line l has near the time x..y over it.
func (w *walker) reach(l int32, x, y Minute) (e, d Decision, ok bool) {
	dec := w.s.lines[l].dec
	k := w.s.lines[l].find(x + 1)
	for _, i := range [2]int{k - 1, k} {
		if i < 0 || i >= len(dec) || dec[i].Kind != Reserve || dec[i].Fixed {
			continue
		}
		d, e = dec[i], dec[i]
		if i == k {
			e.Start = x
		} else {
			e.End = max(d.End, y)
		}
		if e.End-e.Start > w.b.m.ReserveMax {
			if i == k {
				e.Start = e.End - w.b.m.ReserveMax
			} else {
				e.End = e.Start + w.b.m.ReserveMax
			}
		}
		if e != d && w.b.fits(l, e) {
			return e, d, true
		}
	}
	return e, d, false
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
