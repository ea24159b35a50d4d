package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// chain closes a hole with hours that are far away: a neighbour of the hole
// stretches over it, and whoever is then over a limit passes as much on to a
// neighbour elsewhere, until somebody has hours to spare. It is an augmenting
// path in the graph of workers who follow each other.
func chain(w *Walker) bool {
	task, ok := w.anyShort()
	if !ok {
		return translate(w)
	}
	t := &w.board.Tasks[task]
	if t.Whole {
		return false
	}
	k, ok := w.shortSlot(t)
	if !ok {
		return false
	}
	i, j := w.shortRun(t, k)
	p, ok := besideHole(w, task, t.Pts[i], t.Pts[j])
	if !ok {
		return false
	}
	d, ok := w.at(p)
	if !ok {
		return false
	}
	e := d
	n := 1 + int32(w.rng.N(int(min(j-i, 8))))
	if w.rng.N(2) == 0 {
		n = j - i
	}
	if d.End <= t.Pts[i] {
		e.End = t.Pts[i+n]
	} else {
		e.Start = t.Pts[j-n]
	}
	if !w.exchange(p.Line, d, e) || !w.State.Legal(p.Line, min(d.Start, e.Start), max(d.End, e.End)) {
		return false
	}
	return w.passOn(p.Line, e)
}

// besideHole is a random decision in the task that ends at x or starts at y.
func besideHole(w *Walker, task int32, x, y solver.Minute) (board.Placed, bool) {
	var found board.Placed
	n := 0
	for _, p := range w.State.Tasks[task].Dec {
		if p.Start > y {
			break
		}
		if (p.End == x || p.Start == y) && p.Kind != solver.Beside {
			if n++; w.rng.N(n) == 0 {
				found = p
			}
		}
	}
	return found, n > 0
}

// passOn hands what line l has too much to neighbours, in pieces where they
// have a little to spare each, until no sum is over its limit.
func (w *Walker) passOn(l int32, last solver.Decision) bool {
	s := w.State
	open := append(w.open[:0], placedOn{l, last})
	for depth := 0; s.Over > 0 && depth < 16 && len(open) > 0; depth++ {
		top := open[len(open)-1]
		n, span := s.Excess(top.line, top.d)
		if n <= 0 {
			open = open[:len(open)-1]
			continue
		}
		next, d, ok := handOver(w, top.line, top.d, w.board.UpToGrain(n), span)
		if !ok {
			break
		}
		open = append(open, placedOn{next, d})
	}
	w.open = open
	return s.Over == 0
}

// placedOn is a decision on a line.
type placedOn struct {
	line int32
	d    solver.Decision
}

// handOver moves n minutes at an end of one of the line's decisions in the span
// to the worker who adjoins it there.
func handOver(w *Walker, l int32, last solver.Decision, n solver.Minute, span solver.Span) (int32, solver.Decision, bool) {
	s := w.State
	ls := &s.Lines[l]
	lo, hi := max(ls.Find(span.From), ls.Past), ls.Find(span.To)
	if hi <= lo {
		return 0, last, false
	}
	for try := 0; try < 6; try++ {
		f := ls.Decisions[lo+w.rng.N(hi-lo)]
		if f.Fixed || f.Task < 0 || f.Kind == solver.Beside || w.board.Tasks[f.Task].Whole {
			continue
		}
		front := w.rng.Next()&1 == 0
		if f.Start == last.Start && f.Task == last.Task {
			continue
		}
		if next, d, ok := pass(w, l, f, front, n); ok {
			return next, d, true
		}
	}
	return 0, last, false
}

// pass gives the first or last n minutes of f to the adjoining worker.
func pass(w *Walker, l int32, f solver.Decision, front bool, n solver.Minute) (int32, solver.Decision, bool) {
	s := w.State
	mark := len(s.Log)
	g := shorter(w, f, front, n)
	x, y := f.Start, solver.Minute(-1) // who ends where f starts
	if !front {
		x, y = -1, f.End // who starts where f ends
	}
	p, ok := adjoining(w, f.Task, x, y)
	if !ok || p.Line == l {
		return 0, f, false
	}
	o, ok := w.at(p)
	if !ok {
		return 0, f, false
	}
	if room := s.Spare(p.Line, o) / w.board.Model.Grain * w.board.Model.Grain; room > 0 && room < n {
		g = shorter(w, f, front, room) // as much as this neighbour can bear; the rest goes elsewhere
	}
	q := o
	if front {
		q.End = g.Start
	} else {
		q.Start = g.End
	}
	if w.exchange(l, f, g) && w.exchange(p.Line, o, q) &&
		s.Legal(l, f.Start, f.End) && s.Legal(p.Line, min(o.Start, q.Start), max(o.End, q.End)) {
		return p.Line, q, true
	}
	s.Undo(mark)
	return 0, f, false
}

// shorter is f without its first or last n minutes.
func shorter(w *Walker, f solver.Decision, front bool, n solver.Minute) solver.Decision {
	t := &w.board.Tasks[f.Task]
	if front {
		f.Start = w.board.Shift(t, f.Start, n)
	} else {
		f.End = w.board.Shift(t, f.End, -n)
	}
	return f
}

// adjoining is a random decision of the task that ends at x or starts at y.
func adjoining(w *Walker, task int32, x, y solver.Minute) (board.Placed, bool) {
	if y < 0 {
		dec := w.State.Tasks[task].Dec
		var found board.Placed
		n := 0
		for i := range dec {
			if dec[i].Start >= x {
				break
			}
			if dec[i].End == x && dec[i].Kind != solver.Beside {
				if n++; w.rng.N(n) == 0 {
					found = dec[i]
				}
			}
		}
		return found, n > 0
	}
	return w.partner(solver.Decision{Task: task, End: y})
}

// translate moves a whole decision to and fro, drawing or pushing the
// neighbours that adjoin it.
func translate(w *Walker) bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	by := w.steps()
	e := d
	if d.Kind == solver.Reserve {
		e.Start, e.End = d.Start+by, d.End+by
		return w.exchange(l, d, e)
	}
	t := &w.board.Tasks[d.Task]
	if t.Whole {
		return false
	}
	e.Start, e.End = w.board.Shift(t, d.Start, by), w.board.Shift(t, d.End, by)
	before, hasBefore := adjoining(w, d.Task, d.Start, -1)
	after, hasAfter := adjoining(w, d.Task, -1, d.End)
	if !w.exchange(l, d, e) {
		return false
	}
	if hasBefore && w.rng.N(2) == 0 && before.Line != l {
		if o, ok := w.at(before); ok {
			q := o
			q.End = e.Start
			if !w.exchange(before.Line, o, q) {
				return false
			}
		}
	}
	if hasAfter && w.rng.N(2) == 0 && after.Line != l {
		if o, ok := w.at(after); ok {
			q := o
			q.Start = e.End
			if !w.exchange(after.Line, o, q) {
				return false
			}
		}
	}
	return true
}
