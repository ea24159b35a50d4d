package walk

import "github.com/carerota/carerota/solver"

// mostGiven is how many decisions pay for one.
const mostGiven = 6

// afford covers something that is short, or makes another move, and finds the money for it: where a budget is then
// overspent others whom it pays for do less, until it is not.
func afford(w *Walker) bool {
	did := false
	if w.rng.N(4) == 0 {
		did = change(w)
	} else {
		did = fill(w)
	}
	if !did {
		return false
	}
	for range mostGiven {
		k := w.State.Overspent(w.rng.N(len(w.board.Model.Budgets)))
		if k < 0 {
			return true
		}
		w.save(&w.board.Model.Budgets[k])
	}
	return true
}

// save shortens a decision that the budget pays for, gives it to another line, or takes it out.
func (w *Walker) save(b *solver.Budget) {
	l, d, ok := w.anyOf(b.Lines[w.rng.N(len(b.Lines))])
	if !ok || w.touched(l, d) {
		return
	}
	switch whole := d.Task >= 0 && w.board.Tasks[d.Task].Whole; {
	case w.rng.N(3) == 0:
		if k, ok := w.relative(l, d); ok && k != l && w.board.Fits(k, d) && !w.State.BusyIn(k, d.Start, d.End) {
			w.State.Drop(l, d)
			w.State.Add(k, d)
		}
	case d.Task >= 0 && !whole && w.rng.N(3) > 0:
		trim(w, l, d)
	default:
		w.State.Drop(l, d)
	}
}

// touched says whether the move under way has entered the decision.
func (w *Walker) touched(l int32, d solver.Decision) bool {
	for i := range w.State.Log {
		if o := &w.State.Log[i]; o.Line == l && o.Decision == d {
			return true
		}
	}
	return false
}
