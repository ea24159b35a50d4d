package walk

import (
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// cross exchanges what two lines hold in a window of time, cutting decisions
// at the window's ends and joining what then belongs together. It moves
// boundaries, passes work on, and trades duty for reserve, without ever
// changing how many are present.
func cross(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l {
		return false
	}
	x, y := window(w, d)
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
	return weave(w, l, mine, theirs, solver.Span{From: x, To: y}) && weave(w, k, theirs, mine, solver.Span{From: x, To: y})
}

// window chooses the time to exchange: an end of d, or a grid point in it, on one side.
func window(w *Walker, d solver.Decision) (x, y solver.Minute) {
	g := w.board.Model.Grain
	n := int((d.End - d.Start) / g)
	inner := solver.FloorDiv(d.Start, g)*g + g*solver.Minute(w.rng.N(n+1))
	length := g * solver.Minute(1+w.rng.N(w.rng.N(52)+1))
	switch w.rng.N(4) {
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
func weave(w *Walker, l int32, own, other []board.Op, win solver.Span) bool {
	p := w.piece[:0]
	for i := range own {
		d := own[i].Decision
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
		d := other[i].Decision
		d.Start, d.End = max(d.Start, win.From), min(d.End, win.To)
		if d.End > d.Start {
			p = append(p, d)
		}
	}
	slices.SortFunc(p, func(a, b solver.Decision) int { return int(a.Start - b.Start) })
	w.piece = p
	for i := 0; i < len(p); {
		d := p[i]
		for i++; i < len(p) && p[i].Start == d.End && p[i].Task == d.Task && p[i].Kind == d.Kind; i++ {
			d.End = p[i].End
		}
		if !w.board.Fits(l, d) || w.State.BusyIn(l, d.Start, d.End) {
			return false
		}
		w.State.Add(l, d)
	}
	return true
}
