package walk

import "github.com/carerota/carerota/solver"

// augment takes hours off line l, which is over a limit near d, and passes them
// from worker to worker until they meet somebody with hours to spare: a
// shortest augmenting path, found breadth first, in the graph of lines in which
// an arc hands time over (Ahuja, Magnanti and Orlin 1993; as cyclic transfers:
// Thompson and Psaraftis 1993). Each line on the way keeps what it may, so that
// hours to spare in small pieces are gathered. It says whether no sum is over
// its limit in the end; if not, the log holds what was done.
func (f *pathFinder) augment(l int32, d solver.Decision) bool {
	s := f.w.State
	for range 8 {
		if s.Over == 0 {
			return true
		}
		n, span := s.Overrun(l, d)
		if n <= 0 {
			return false
		}
		n = f.w.board.UpToGrain(n)
		if !f.path(l, d, n, span) && !f.path(l, d, f.w.board.UpToGrain(n/2), span) && !f.path(l, d, f.w.board.Model.Grain, span) {
			return false
		}
	}
	return s.Over == 0
}

// arc hands time from one line to another.
type arc struct {
	giver, taker int32
	f, g         solver.Decision // of the giver before and after; g is empty when all of f goes
	o, q         solver.Decision // of the taker before and after; o is empty when f is new there
	swap         bool            // o goes to the giver, f to the taker
}

// hop is a line that the search has reached.
type hop struct {
	arc
	parent int32
	line   int32
	n      solver.Minute // what it has too much then
	span   solver.Span   // where that must go
}

// pathFinder finds augmenting paths in the state of a walker.
type pathFinder struct {
	w     *Walker
	stamp int32
	seen  []int32
	hops  []hop
	route []int32
	lines []int32
	tried int64 // arcs, since it was last set to 0
}

// pathMost is how many lines one search reaches at most.
const pathMost = 120

// path passes n minutes of line l in the span on, and says whether it could. When it could not, nothing has changed.
func (f *pathFinder) path(l int32, d solver.Decision, n solver.Minute, span solver.Span) bool {
	if f.seen == nil {
		f.seen = make([]int32, len(f.w.State.Lines))
	}
	f.stamp++
	f.hops = append(f.hops[:0], hop{line: l, parent: -1, n: n, span: span, arc: arc{q: d}})
	f.seen[l] = f.stamp
	for i := 0; i < len(f.hops) && len(f.hops) < pathMost; i++ {
		if f.expand(int32(i)) {
			if f.follow(int32(len(f.hops) - 1)) {
				return true
			}
			f.hops = f.hops[:len(f.hops)-1]
		}
	}
	return false
}

// expand tries all arcs out of a hop, and says whether the last one reached ends the path.
func (f *pathFinder) expand(at int32) bool {
	h := f.hops[at]
	ls := &f.w.State.Lines[h.line]
	lo, hi := max(ls.Find(h.span.From), ls.Past), ls.Find(h.span.To)
	if hi <= lo {
		return false
	}
	turn := f.w.rng.N(hi - lo)
	for k := range hi - lo {
		x := lo + (k+turn)%(hi-lo)
		d := ls.Decisions[x]
		if d.Fixed || d.Kind == solver.Beside || d == h.q || (h.swap && d == h.f) {
			continue
		}
		if d.Kind == solver.Reserve && f.alongReserve(at, d) || d.Task >= 0 && f.passes(at, d) || f.gives(at, d) {
			return true
		}
	}
	return false
}

// passes tries to hand n minutes at an end of d to whoever adjoins it there.
func (f *pathFinder) passes(at int32, d solver.Decision) bool {
	h := f.hops[at]
	t := &f.w.board.Tasks[d.Task]
	if t.Whole || d.Span().Len() <= h.n {
		return false
	}
	for _, p := range f.w.State.Tasks[d.Task].Dec {
		if p.Start > d.End {
			break
		}
		front := p.End == d.Start
		if (!front && p.Start != d.End) || p.Kind == solver.Beside || f.seen[p.Line] == f.stamp {
			continue
		}
		o, ok := f.w.at(p)
		if !ok {
			continue
		}
		a := arc{giver: h.line, taker: p.Line, f: d, g: shorter(f.w, d, front, h.n), o: o, q: o}
		if front {
			a.q.End = a.g.Start
		} else {
			a.q.Start = a.g.End
		}
		if f.arrive(at, a) {
			return true
		}
	}
	return false
}

// gives tries to hand all of d to a line that can take it, for nothing or for
// one of its own that is shorter by what must go.
func (f *pathFinder) gives(at int32, d solver.Decision) bool {
	h := f.hops[at]
	c := f.heirs(h.line, d)
	if len(c) == 0 {
		return false
	}
	turn := f.w.rng.N(len(c))
	for i := range c {
		k := c[(i+turn)%len(c)]
		if f.seen[k] == f.stamp || !f.w.board.Fits(k, d) {
			continue
		}
		if !f.w.State.BusyIn(k, d.Start, d.End) && d.Span().Len() >= h.n && d.Span().Len() <= h.n+slackOfGift &&
			f.arrive(at, arc{giver: h.line, taker: k, f: d, q: d}) {
			return true
		}
		ls := &f.w.State.Lines[k]
		lo, hi := max(ls.Find(h.span.From), ls.Past), ls.Find(h.span.To)
		for x := lo; x < hi; x++ {
			o := ls.Decisions[x]
			if o.Fixed || o.Kind == solver.Beside || d.Span().Len()-o.Span().Len() < h.n || d.Span().Len()-o.Span().Len() > h.n+slackOfGift || !f.w.board.Fits(h.line, o) {
				continue
			}
			if f.arrive(at, arc{giver: h.line, taker: k, f: d, o: o, q: d, swap: true}) {
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
func (f *pathFinder) arrive(at int32, a arc) bool {
	s := f.w.State
	f.tried++
	mark, over := len(s.Log), s.Over
	if !f.apply(a) {
		s.Undo(mark)
		return false
	}
	n, span := s.Overrun(a.taker, a.q)
	shared := n == 0 && s.Over > over
	s.Undo(mark)
	if shared {
		return false
	}
	f.seen[a.taker] = f.stamp
	f.hops = append(f.hops, hop{arc: a, parent: at, line: a.taker, n: f.w.board.UpToGrain(n), span: span})
	return n == 0
}

// apply makes the changes of an arc and says whether both lines are then legal but for sums.
func (f *pathFinder) apply(a arc) bool {
	s := f.w.State
	if !s.Holds(a.giver, a.f) || (a.o.End > 0 && !s.Holds(a.taker, a.o)) {
		return false
	}
	switch {
	case a.giver == a.taker: // gives up
		if a.g.End > 0 {
			return f.w.exchange(a.giver, a.f, a.g) && s.Legal(a.giver, a.f.Start, a.f.End)
		}
		s.Drop(a.giver, a.f)
		return s.Legal(a.giver, a.f.Start, a.f.End)
	case a.swap:
		s.Drop(a.giver, a.f)
		s.Drop(a.taker, a.o)
		if s.BusyIn(a.taker, a.f.Start, a.f.End) || s.BusyIn(a.giver, a.o.Start, a.o.End) {
			return false
		}
		s.Add(a.taker, a.f)
		s.Add(a.giver, a.o)
		return s.Legal(a.taker, a.f.Start, a.f.End) && s.Legal(a.taker, a.o.Start, a.o.End) &&
			s.Legal(a.giver, a.o.Start, a.o.End)
	case a.g.End == 0:
		if s.BusyIn(a.taker, a.f.Start, a.f.End) {
			return false
		}
		s.Drop(a.giver, a.f)
		s.Add(a.taker, a.f)
		return s.Legal(a.taker, a.f.Start, a.f.End) &&
			(f.w.board.Lines[a.giver].Rules.Overnight <= 0 || s.Legal(a.giver, a.f.Start, a.f.End))
	}
	return f.w.exchange(a.giver, a.f, a.g) && f.w.exchange(a.taker, a.o, a.q) &&
		s.Legal(a.giver, a.f.Start, a.f.End) &&
		s.Legal(a.taker, min(a.o.Start, a.q.Start), max(a.o.End, a.q.End))
}

// follow makes the changes of the path that ends at a hop. When they do not go
// together, nothing has changed.
func (f *pathFinder) follow(last int32) bool {
	s := f.w.State
	f.route = f.route[:0]
	for k := last; k > 0; k = f.hops[k].parent {
		f.route = append(f.route, k)
	}
	mark := len(s.Log)
	for i := len(f.route) - 1; i >= 0; i-- {
		if !f.apply(f.hops[f.route[i]].arc) {
			s.Undo(mark)
			return false
		}
	}
	for i := 0; i < len(f.route); i++ {
		h := &f.hops[f.route[i]]
		if n, _ := s.Overrun(h.taker, h.q); n > 0 {
			s.Undo(mark)
			return false
		}
	}
	return true
}

// take covers the short run of the task about slot k by a line that need not
// have the hours for it, nor, with force, the time: augment finds the hours, and
// what is in the way is thrown out into w.out.
func (m *mender) take(task int32, k int32, force bool) bool {
	s := m.w.State
	t := &m.w.board.Tasks[task]
	if len(t.Cands) == 0 {
		return false
	}
	i, j := m.w.shortRun(t, k)
	if !t.Whole && m.w.rng.N(2) == 0 {
		if done, ok := m.takeBeside(task, solver.Span{From: t.Pts[i], To: t.Pts[j]}); done {
			return ok
		}
	}
	turn := m.w.rng.N(len(t.Cands))
	mark := len(s.Log)
	for x := range t.Cands {
		c := t.Cands[(x+turn)%len(t.Cands)]
		sp, ok := spanAt(m.w.board.Lines[c.Line].Permits[c.Permit].Spans, t.Pts[k])
		if !ok {
			continue
		}
		d, ok := cut(m.w, c.Line, task, t, solver.Span{From: t.Pts[i], To: t.Pts[j]}, t.Pts[k], sp)
		if !ok || !m.w.board.Fits(c.Line, d) || s.BusyIn(c.Line, d.Start, d.End) {
			continue
		}
		s.Add(c.Line, d)
		if s.Legal(c.Line, d.Start, d.End) && (s.Over == 0 || m.w.paths.augment(c.Line, d)) {
			return true
		}
		s.Undo(mark)
	}
	return force && m.takeByForce(task, k, solver.Span{From: t.Pts[i], To: t.Pts[j]}, t.Cands[turn])
}

// takeBeside stretches a decision that adjoins the hole over it.
func (m *mender) takeBeside(task int32, hole solver.Span) (done, ok bool) {
	p, ok := besideHole(m.w, task, hole.From, hole.To)
	if !ok {
		return false, false
	}
	d, ok := m.w.at(p)
	if !ok {
		return false, false
	}
	e := d
	if d.End <= hole.From {
		e.End = hole.To
	} else {
		e.Start = hole.From
	}
	mark := len(m.w.State.Log)
	if m.w.exchange(p.Line, d, e) && m.w.State.Legal(p.Line, min(d.Start, e.Start), max(d.End, e.End)) &&
		(m.w.State.Over == 0 || m.w.paths.augment(p.Line, e)) {
		return true, true
	}
	m.w.State.Undo(mark)
	return false, false
}

// takeByForce gives the hole to a line that throws out what is in the way, and
// hours for which augment finds nobody.
func (m *mender) takeByForce(task, k int32, hole solver.Span, c solver.Cand) bool {
	s := m.w.State
	t := &m.w.board.Tasks[task]
	sp, ok := spanAt(m.w.board.Lines[c.Line].Permits[c.Permit].Spans, t.Pts[k])
	if !ok {
		return false
	}
	d, ok := cut(m.w, c.Line, task, t, hole, t.Pts[k], sp)
	if !ok || !m.w.board.Fits(c.Line, d) || !m.w.clear(c.Line, d.Start, d.End) {
		return false
	}
	s.Add(c.Line, d)
	mark := len(s.Log)
	if s.Over > 0 && s.Legal(c.Line, d.Start, d.End) {
		if m.w.paths.augment(c.Line, d) {
			return true
		}
		s.Undo(mark)
	}
	m.w.makeRoom(c.Line, d)
	for try := 0; try < 6 && s.Over > 0; try++ {
		shed(m.w, c.Line, d)
	}
	return s.Over == 0
}
