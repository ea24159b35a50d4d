package solver

import (
	"math"
	"slices"
)

// chain closes a hole with hours that are far away: a neighbour of the hole
// stretches over it, and whoever is then over a limit passes as much on to a
// neighbour elsewhere, until somebody has hours to spare. It is an augmenting
// path in the graph of workers who follow each other.
func (w *walker) chain() bool {
	task, ok := w.anyShort()
	if !ok {
		return w.translate()
	}
	t := &w.b.tasks[task]
	if t.Whole {
		return false
	}
	k, ok := w.shortSlot(t)
	if !ok {
		return false
	}
	i, j := w.shortRun(t, k)
	p, ok := w.besideHole(task, t.pts[i], t.pts[j])
	if !ok {
		return false
	}
	d, ok := w.at(p)
	if !ok {
		return false
	}
	e := d
	n := 1 + int32(w.rng.n(int(min(j-i, 8))))
	if w.rng.n(2) == 0 {
		n = j - i
	}
	if d.End <= t.pts[i] {
		e.End = t.pts[i+n]
	} else {
		e.Start = t.pts[j-n]
	}
	if !w.exchange(p.line, d, e) || !w.s.legal(p.line, min(d.Start, e.Start), max(d.End, e.End)) {
		return false
	}
	return w.passOn(p.line, e)
}

// besideHole is a random decision in the task that ends at x or starts at y.
func (w *walker) besideHole(task int32, x, y Minute) (placed, bool) {
	var found placed
	n := 0
	for _, p := range w.s.tasks[task].dec {
		if p.start > y {
			break
		}
		if (p.end == x || p.start == y) && p.kind != Beside {
			if n++; w.rng.n(n) == 0 {
				found = p
			}
		}
	}
	return found, n > 0
}

// passOn hands what line l has too much to neighbours, in pieces where they
// have a little to spare each, until no sum is over its limit.
func (w *walker) passOn(l int32, last Decision) bool {
	s := w.s
	open := append(w.open[:0], placedOn{l, last})
	for depth := 0; s.over > 0 && depth < 16 && len(open) > 0; depth++ {
		top := open[len(open)-1]
		n, span := s.excess(top.line, top.d)
		if n <= 0 {
			open = open[:len(open)-1]
			continue
		}
		next, d, ok := w.handOver(top.line, top.d, w.b.upToGrain(n), span)
		if !ok {
			break
		}
		open = append(open, placedOn{next, d})
	}
	w.open = open
	return s.over == 0
}

// placedOn is a decision on a line.
type placedOn struct {
	line int32
	d    Decision
}

// spare is how many minutes more line l may work at the time of d.
func (s *state) spare(l int32, d Decision) Minute {
	b := s.b
	day := b.dayIndex(d.Start)
	left := int64(math.MaxInt32)
	for _, a := range b.lines[l].axes {
		for j := int(a.byDay[day]); j < len(a.ids); j++ {
			sum := &b.m.Sums[a.ids[j]]
			if sum.From >= d.End {
				break
			}
			if w := sum.Weight[d.Kind]; w > 0 && s.most[a.ids[j]] < NoLimit {
				left = min(left, (s.most[a.ids[j]]-s.sums[a.ids[j]])/w)
			}
		}
	}
	return Minute(max(left, 0))
}

// upToGrain rounds minutes up to the grid.
func (b *board) upToGrain(n Minute) Minute { return (n + b.m.Grain - 1) / b.m.Grain * b.m.Grain }

// excess is by how many minutes a sum of line l near d is over its limit, and the sum's span.
func (s *state) excess(l int32, d Decision) (Minute, Span) {
	b := s.b
	day := b.dayIndex(d.Start)
	axes := b.lines[l].axes
	for a := range axes {
		ids := axes[a].ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			sum := &b.m.Sums[ids[j]]
			if sum.From >= d.End {
				break
			}
			w := sum.WeightOf(slices.Index(sum.Lines, l), d.Kind)
			if over := s.sums[ids[j]] - s.most[ids[j]]; over > 0 && w > 0 {
				return Minute((over + w - 1) / w), sum.Span
			}
		}
	}
	return 0, Span{}
}

// handOver moves n minutes at an end of one of the line's decisions in the span
// to the worker who adjoins it there.
func (w *walker) handOver(l int32, last Decision, n Minute, span Span) (int32, Decision, bool) {
	s := w.s
	ls := &s.lines[l]
	lo, hi := max(ls.find(span.From), ls.past), ls.find(span.To)
	if hi <= lo {
		return 0, last, false
	}
	for try := 0; try < 6; try++ {
		f := ls.dec[lo+w.rng.n(hi-lo)]
		if f.Fixed || f.Task < 0 || f.Kind == Beside || w.b.tasks[f.Task].Whole {
			continue
		}
		front := w.rng.next()&1 == 0
		if f.Start == last.Start && f.Task == last.Task {
			continue
		}
		if next, d, ok := w.pass(l, f, front, n); ok {
			return next, d, true
		}
	}
	return 0, last, false
}

// pass gives the first or last n minutes of f to the adjoining worker.
func (w *walker) pass(l int32, f Decision, front bool, n Minute) (int32, Decision, bool) {
	s := w.s
	mark := len(s.log)
	g := w.shorter(f, front, n)
	x, y := f.Start, Minute(-1) // who ends where f starts
	if !front {
		x, y = -1, f.End // who starts where f ends
	}
	p, ok := w.adjoining(f.Task, x, y)
	if !ok || p.line == l {
		return 0, f, false
	}
	o, ok := w.at(p)
	if !ok {
		return 0, f, false
	}
	if room := s.spare(p.line, o) / w.b.m.Grain * w.b.m.Grain; room > 0 && room < n {
		g = w.shorter(f, front, room) // as much as this neighbour can bear; the rest goes elsewhere
	}
	q := o
	if front {
		q.End = g.Start
	} else {
		q.Start = g.End
	}
	if w.exchange(l, f, g) && w.exchange(p.line, o, q) &&
		s.legal(l, f.Start, f.End) && s.legal(p.line, min(o.Start, q.Start), max(o.End, q.End)) {
		return p.line, q, true
	}
	s.undo(mark)
	return 0, f, false
}

// shorter is f without its first or last n minutes.
func (w *walker) shorter(f Decision, front bool, n Minute) Decision {
	t := &w.b.tasks[f.Task]
	if front {
		f.Start = w.b.shift(t, f.Start, n)
	} else {
		f.End = w.b.shift(t, f.End, -n)
	}
	return f
}

// adjoining is a random decision of the task that ends at x or starts at y.
func (w *walker) adjoining(task int32, x, y Minute) (placed, bool) {
	if y < 0 {
		dec := w.s.tasks[task].dec
		var found placed
		n := 0
		for i := range dec {
			if dec[i].start >= x {
				break
			}
			if dec[i].end == x && dec[i].kind != Beside {
				if n++; w.rng.n(n) == 0 {
					found = dec[i]
				}
			}
		}
		return found, n > 0
	}
	return w.partner(Decision{Task: task, End: y})
}

// translate moves a whole decision to and fro, drawing or pushing the
// neighbours that adjoin it.
func (w *walker) translate() bool {
	l, d, ok := w.any()
	if !ok {
		return false
	}
	by := w.steps()
	e := d
	if d.Kind == Reserve {
		e.Start, e.End = d.Start+by, d.End+by
		return w.exchange(l, d, e)
	}
	t := &w.b.tasks[d.Task]
	if t.Whole {
		return false
	}
	e.Start, e.End = w.b.shift(t, d.Start, by), w.b.shift(t, d.End, by)
	before, hasBefore := w.adjoining(d.Task, d.Start, -1)
	after, hasAfter := w.adjoining(d.Task, -1, d.End)
	if !w.exchange(l, d, e) {
		return false
	}
	if hasBefore && w.rng.n(2) == 0 && before.line != l {
		if o, ok := w.at(before); ok {
			q := o
			q.End = e.Start
			if !w.exchange(before.line, o, q) {
				return false
			}
		}
	}
	if hasAfter && w.rng.n(2) == 0 && after.line != l {
		if o, ok := w.at(after); ok {
			q := o
			q.Start = e.End
			if !w.exchange(after.line, o, q) {
				return false
			}
		}
	}
	return true
}
