package solver

import "math"

// augment takes hours off line l, which is over a limit near d, and passes them
// from worker to worker until they meet somebody with hours to spare: a
// shortest augmenting path, found breadth first, in the graph of lines in which
// an arc hands time over (Ahuja, Magnanti and Orlin 1993; as cyclic transfers:
// Thompson and Psaraftis 1993). Each line on the way keeps what it may, so that
// hours to spare in small pieces are gathered. It says whether no sum is over
// its limit in the end; if not, the log holds what was done.
func (w *walker) augment(l int32, d Decision) bool {
	s := w.s
	for range 8 {
		if s.over == 0 {
			return true
		}
		n, span := s.overrun(l, d)
		if n <= 0 {
			return false
		}
		n = w.b.upToGrain(n)
		if !w.path(l, d, n, span) && !w.path(l, d, w.b.upToGrain(n/2), span) && !w.path(l, d, w.b.m.Grain, span) {
			return false
		}
	}
	return s.over == 0
}

// overrun is by how many minutes line l is over its sums near d at most, and the
// shortest span in which so much must go.
func (s *state) overrun(l int32, d Decision) (Minute, Span) {
	b := s.b
	day := b.dayIndex(d.Start)
	axes := b.lines[l].axes
	var most Minute
	span := Span{0, math.MaxInt32}
	for a := range axes {
		ids := axes[a].ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			id := ids[j]
			sum := &b.m.Sums[id]
			if sum.From >= d.End {
				break
			}
			over := s.sums[id] - s.most[id]
			if over <= 0 || len(sum.Lines) > 1 {
				continue
			}
			c := max(sum.WeightOf(0, d.Kind), 1)
			most = max(most, Minute((over+c-1)/c))
			if sum.Len() < span.Len() {
				span = sum.Span
			}
		}
	}
	return most, span
}

// arc hands time from one line to another.
type arc struct {
	giver, taker int32
	f, g         Decision // of the giver before and after; g is empty when all of f goes
	o, q         Decision // of the taker before and after; o is empty when f is new there
	swap         bool     // o goes to the giver, f to the taker
}

// hop is a line that the search has reached.
type hop struct {
	arc
	parent int32
	line   int32
	n      Minute // what it has too much then
	span   Span   // where that must go
}

// pathFinder is the memory of path.
type pathFinder struct {
	stamp int32
	seen  []int32
	hops  []hop
	route []int32
	tried int64 // arcs, since it was last set to 0
}

// pathMost is how many lines one search reaches at most.
const pathMost = 120

// path passes n minutes of line l in the span on, and says whether it could. When it could not, nothing has changed.
func (w *walker) path(l int32, d Decision, n Minute, span Span) bool {
	f := &w.paths
	if f.seen == nil {
		f.seen = make([]int32, len(w.s.lines))
	}
	f.stamp++
	f.hops = append(f.hops[:0], hop{line: l, parent: -1, n: n, span: span, arc: arc{q: d}})
	f.seen[l] = f.stamp
	for i := 0; i < len(f.hops) && len(f.hops) < pathMost; i++ {
		if w.expand(int32(i)) {
			if w.follow(int32(len(f.hops) - 1)) {
				return true
			}
			f.hops = f.hops[:len(f.hops)-1]
		}
	}
	return false
}

// expand tries all arcs out of a hop, and says whether the last one reached ends the path.
func (w *walker) expand(at int32) bool {
	f := &w.paths
	h := f.hops[at]
	ls := &w.s.lines[h.line]
	lo, hi := max(ls.find(h.span.From), ls.past), ls.find(h.span.To)
	if hi <= lo {
		return false
	}
	turn := w.rng.n(hi - lo)
	for k := range hi - lo {
		x := lo + (k+turn)%(hi-lo)
		d := ls.dec[x]
		if d.Fixed || d.Task < 0 || d.Kind == Beside || d == h.q || (h.swap && d == h.f) {
			continue
		}
		if w.passes(at, d) || w.gives(at, d) {
			return true
		}
	}
	return false
}

// passes tries to hand n minutes at an end of d to whoever adjoins it there.
func (w *walker) passes(at int32, d Decision) bool {
	f := &w.paths
	h := f.hops[at]
	t := &w.b.tasks[d.Task]
	if t.Whole || d.Span().Len() <= h.n {
		return false
	}
	for _, p := range w.s.tasks[d.Task].dec {
		if p.start > d.End {
			break
		}
		front := p.end == d.Start
		if (!front && p.start != d.End) || p.kind == Beside || f.seen[p.line] == f.stamp {
			continue
		}
		o, ok := w.at(p)
		if !ok {
			continue
		}
		a := arc{giver: h.line, taker: p.line, f: d, g: w.shorter(d, front, h.n), o: o, q: o}
		if front {
			a.q.End = a.g.Start
		} else {
			a.q.Start = a.g.End
		}
		if w.arrive(at, a) {
			return true
		}
	}
	return false
}

// gives tries to hand all of d to a line that can take it, for nothing or for
// one of its own that is shorter by what must go.
func (w *walker) gives(at int32, d Decision) bool {
	f := &w.paths
	h := f.hops[at]
	c := w.b.tasks[d.Task].cands
	if len(c) == 0 {
		return false
	}
	turn := w.rng.n(len(c))
	for i := range c {
		k := c[(i+turn)%len(c)].line
		if f.seen[k] == f.stamp || !w.b.fits(k, d) {
			continue
		}
		if !w.s.busyIn(k, d.Start, d.End) && d.Span().Len() >= h.n && d.Span().Len() <= h.n+slackOfGift &&
			w.arrive(at, arc{giver: h.line, taker: k, f: d, q: d}) {
			return true
		}
		ls := &w.s.lines[k]
		lo, hi := max(ls.find(h.span.From), ls.past), ls.find(h.span.To)
		for x := lo; x < hi; x++ {
			o := ls.dec[x]
			if o.Fixed || o.Task < 0 || o.Kind == Beside || d.Span().Len()-o.Span().Len() < h.n || d.Span().Len()-o.Span().Len() > h.n+slackOfGift || !w.b.fits(h.line, o) {
				continue
			}
			if w.arrive(at, arc{giver: h.line, taker: k, f: d, o: o, q: d, swap: true}) {
				return true
			}
		}
	}
	return false
}

// slackOfGift is by how much a whole decision handed over may be longer than what must go.
const slackOfGift = 120

// arrive tries an arc on the state as it is, notes the line that it leads to
// when that stays legal, and says whether the line has hours to spare for it.
func (w *walker) arrive(at int32, a arc) bool {
	f := &w.paths
	s := w.s
	f.tried++
	mark, over := len(s.log), s.over
	if !w.apply(a) {
		s.undo(mark)
		return false
	}
	n, span := s.overrun(a.taker, a.q)
	shared := n == 0 && s.over > over
	s.undo(mark)
	if shared {
		return false
	}
	f.seen[a.taker] = f.stamp
	f.hops = append(f.hops, hop{arc: a, parent: at, line: a.taker, n: w.b.upToGrain(n), span: span})
	return n == 0
}

// apply makes the changes of an arc and says whether both lines are then legal but for sums.
func (w *walker) apply(a arc) bool {
	s := w.s
	if !s.holds(a.giver, a.f) || (a.o.End > 0 && !s.holds(a.taker, a.o)) {
		return false
	}
	switch {
	case a.swap:
		s.drop(a.giver, a.f)
		s.drop(a.taker, a.o)
		if s.busyIn(a.taker, a.f.Start, a.f.End) || s.busyIn(a.giver, a.o.Start, a.o.End) {
			return false
		}
		s.add(a.taker, a.f)
		s.add(a.giver, a.o)
		return s.legal(a.taker, a.f.Start, a.f.End) && s.legal(a.taker, a.o.Start, a.o.End) &&
			s.legal(a.giver, a.o.Start, a.o.End)
	case a.g.End == 0:
		if s.busyIn(a.taker, a.f.Start, a.f.End) {
			return false
		}
		s.drop(a.giver, a.f)
		s.add(a.taker, a.f)
		return s.legal(a.taker, a.f.Start, a.f.End)
	}
	return w.exchange(a.giver, a.f, a.g) && w.exchange(a.taker, a.o, a.q) &&
		s.legal(a.giver, a.f.Start, a.f.End) &&
		s.legal(a.taker, min(a.o.Start, a.q.Start), max(a.o.End, a.q.End))
}

// holds says whether the decision is on the line.
func (s *state) holds(l int32, d Decision) bool {
	ls := &s.lines[l]
	for k := ls.find(d.Start); k < len(ls.dec) && ls.dec[k].Start == d.Start; k++ {
		if ls.dec[k] == d {
			return true
		}
	}
	return false
}

// follow makes the changes of the path that ends at a hop. When they do not go
// together, nothing has changed.
func (w *walker) follow(last int32) bool {
	f := &w.paths
	s := w.s
	f.route = f.route[:0]
	for k := last; k > 0; k = f.hops[k].parent {
		f.route = append(f.route, k)
	}
	mark := len(s.log)
	for i := len(f.route) - 1; i >= 0; i-- {
		if !w.apply(f.hops[f.route[i]].arc) {
			s.undo(mark)
			return false
		}
	}
	for i := 0; i < len(f.route); i++ {
		h := &f.hops[f.route[i]]
		if n, _ := s.overrun(h.taker, h.q); n > 0 {
			s.undo(mark)
			return false
		}
	}
	return true
}

// take covers the short run of the task about slot k by a line that need not
// have the hours for it, nor, with force, the time: augment finds the hours, and
// what is in the way is thrown out into w.out.
func (w *walker) take(task int32, k int32, force bool) bool {
	s := w.s
	t := &w.b.tasks[task]
	if len(t.cands) == 0 {
		return false
	}
	i, j := w.shortRun(t, k)
	if !t.Whole && w.rng.n(2) == 0 {
		if done, ok := w.takeBeside(task, Span{t.pts[i], t.pts[j]}); done {
			return ok
		}
	}
	turn := w.rng.n(len(t.cands))
	mark := len(s.log)
	for x := range t.cands {
		c := t.cands[(x+turn)%len(t.cands)]
		sp, ok := spanAt(w.b.lines[c.line].Permits[c.permit].Spans, t.pts[k])
		if !ok {
			continue
		}
		d, ok := w.cut(c.line, task, t, Span{t.pts[i], t.pts[j]}, t.pts[k], sp)
		if !ok || !w.b.fits(c.line, d) || s.busyIn(c.line, d.Start, d.End) {
			continue
		}
		s.add(c.line, d)
		if s.legal(c.line, d.Start, d.End) && (s.over == 0 || w.augment(c.line, d)) {
			return true
		}
		s.undo(mark)
	}
	return force && w.takeByForce(task, k, Span{t.pts[i], t.pts[j]}, t.cands[turn])
}

// takeBeside stretches a decision that adjoins the hole over it.
func (w *walker) takeBeside(task int32, hole Span) (done, ok bool) {
	p, ok := w.besideHole(task, hole.From, hole.To)
	if !ok {
		return false, false
	}
	d, ok := w.at(p)
	if !ok {
		return false, false
	}
	e := d
	if d.End <= hole.From {
		e.End = hole.To
	} else {
		e.Start = hole.From
	}
	mark := len(w.s.log)
	if w.exchange(p.line, d, e) && w.s.legal(p.line, min(d.Start, e.Start), max(d.End, e.End)) &&
		(w.s.over == 0 || w.augment(p.line, e)) {
		return true, true
	}
	w.s.undo(mark)
	return false, false
}

// takeByForce gives the hole to a line that throws out what is in the way, and
// hours for which augment finds nobody.
func (w *walker) takeByForce(task, k int32, hole Span, c cand) bool {
	s := w.s
	t := &w.b.tasks[task]
	sp, ok := spanAt(w.b.lines[c.line].Permits[c.permit].Spans, t.pts[k])
	if !ok {
		return false
	}
	d, ok := w.cut(c.line, task, t, hole, t.pts[k], sp)
	if !ok || !w.b.fits(c.line, d) || !w.clear(c.line, d.Start, d.End) {
		return false
	}
	s.add(c.line, d)
	mark := len(s.log)
	if s.over > 0 && s.legal(c.line, d.Start, d.End) {
		if w.augment(c.line, d) {
			return true
		}
		s.undo(mark)
	}
	w.makeRoom(c.line, d)
	for try := 0; try < 6 && s.over > 0; try++ {
		w.shed(c.line, d)
	}
	return s.over == 0
}
