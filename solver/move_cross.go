package solver

import "slices"

// cross exchanges what two lines hold in a window of time, cutting decisions
// at the window's ends and joining what then belongs together. It moves
// boundaries, passes work on, and trades duty for reserve, without ever
// changing how many are present.
func (w *walker) cross() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l {
		return false
	}
	x, y := w.window(d)
	if y <= x {
		return false
	}
	if !w.clear(l, x-1, y+1) {
		return false
	}
	n := len(w.out)
	if !w.clear(k, x-1, y+1) {
		return false
	}
	mine, theirs := w.out[:n], w.out[n:]
	return w.weave(l, mine, theirs, Span{x, y}) && w.weave(k, theirs, mine, Span{x, y})
}

// window chooses the time to exchange: an end of d, or a grid point in it, on one side.
func (w *walker) window(d Decision) (x, y Minute) {
	g := w.b.m.Grain
	n := int((d.End - d.Start) / g)
	inner := floorDiv(d.Start, g)*g + g*Minute(w.rng.n(n+1))
	length := g * Minute(1+w.rng.n(w.rng.n(52)+1))
	switch w.rng.n(4) {
	case 0:
		return d.Start, inner
	case 1:
		return inner, d.End
	case 2:
		return inner, inner + length
	}
	return d.Start, d.End
}

// weave gives line l what its own decisions leave outside the window and the
// other's leave inside it.
func (w *walker) weave(l int32, own, other []op, win Span) bool {
	p := w.piece[:0]
	for i := range own {
		d := own[i].d
		if d.Start < win.From {
			e := d
			e.End = min(d.End, win.From)
			p = append(p, e)
		}
		if d.End > win.To {
			e := d
			e.Start = max(d.Start, win.To)
			p = append(p, e)
		}
	}
	for i := range other {
		d := other[i].d
		d.Start, d.End = max(d.Start, win.From), min(d.End, win.To)
		if d.End > d.Start {
			p = append(p, d)
		}
	}
	slices.SortFunc(p, func(a, b Decision) int { return int(a.Start - b.Start) })
	w.piece = p
	for i := 0; i < len(p); {
		d := p[i]
		for i++; i < len(p) && p[i].Start == d.End && p[i].Task == d.Task && p[i].Kind == d.Kind; i++ {
			d.End = p[i].End
		}
		if !w.b.fits(l, d) || w.s.busyIn(l, d.Start, d.End) {
			return false
		}
		w.s.add(l, d)
	}
	return true
}
