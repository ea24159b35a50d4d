package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// release takes somebody off a duty in which nobody on reserve could replace them, and gives it to
// a line that somebody could. Backup that depends on who is present is mended from either side: by
// another on reserve (ready), or by another on duty.
func release(w *Walker) bool {
	p, d, ok := w.unbacked()
	if !ok {
		return change(w)
	}
	c := w.board.Tasks[d.Task].Cands
	k := c[w.rng.N(len(c))].Line
	if k == p || !w.board.Fits(k, d) {
		return false
	}
	w.State.Drop(p, d)
	return w.install(k, d)
}

// unbacked is a random decision whose line too few on reserve could replace at some time, where
// somebody else's could do with those there are.
func (w *Walker) unbacked() (line int32, d solver.Decision, ok bool) {
	n := len(w.State.Bare.Items)
	if n == 0 {
		return 0, d, false
	}
	task := w.State.Bare.Items[w.rng.N(n)]
	t := &w.board.Tasks[task]
	if t.Plain() {
		return 0, d, false
	}
	k, ok := bareSlot(w, t)
	if !ok {
		return 0, d, false
	}
	var found board.Placed
	count := 0
	for _, p := range w.State.Tasks[task].Dec {
		if p.Start > t.Pts[k] {
			break
		}
		if p.End <= t.Pts[k] || p.Kind == solver.Beside {
			continue
		}
		if o, ok := w.at(p); ok && w.State.Unbacked(t, k, p.Line, o) {
			if count++; w.rng.N(count) == 0 {
				found, d = p, o
			}
		}
	}
	return found.Line, d, count > 0
}
