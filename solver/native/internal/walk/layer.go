package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// Those on reserve are a layer over all the time at which anybody is present: where one ends another
// begins, and hours pass along it from line to line as they do along a task.

// alongReserve tries to hand n minutes at an end of a reserve decision to whoever on reserve adjoins
// it there, or to give them up where nobody needs them.
func (f *pathFinder) alongReserve(at int32, d solver.Decision) bool {
	h := f.hops[at]
	if d.Span().Len() <= h.n+slackOfGift && f.gaveUp(at, arc{giver: h.line, taker: h.line, f: d, q: d}) {
		return true
	}
	if d.Span().Len()-h.n < f.w.board.Model.ReserveMin {
		return false
	}
	for _, front := range [2]bool{f.w.rng.Next()&1 == 0, f.w.rng.Next()&1 == 0} {
		g := cutReserve(d, front, h.n)
		if f.gaveUp(at, arc{giver: h.line, taker: h.line, f: d, g: g, q: d}) {
			return true
		}
		turn := f.w.rng.N(len(f.w.saver))
		for i := range f.w.saver {
			k := f.w.saver[(i+turn)%len(f.w.saver)]
			if f.seen[k] == f.stamp {
				continue
			}
			o, ok := adjoiningReserve(&f.w.State.Lines[k], d, front)
			if !ok {
				continue
			}
			q := o
			if front {
				q.End = g.Start
			} else {
				q.Start = g.End
			}
			if f.arrive(at, arc{giver: h.line, taker: k, f: d, g: g, o: o, q: q}) {
				return true
			}
		}
	}
	return false
}

// cutReserve is d without its first or last n minutes.
func cutReserve(d solver.Decision, front bool, n solver.Minute) solver.Decision {
	if front {
		d.Start += n
	} else {
		d.End -= n
	}
	return d
}

// adjoiningReserve is the line's reserve decision that ends where d starts, or starts where d ends.
func adjoiningReserve(ls *board.LineState, d solver.Decision, front bool) (o solver.Decision, ok bool) {
	k := ls.Find(d.End)
	if front {
		k = ls.Find(d.Start) - 1
	}
	if k < ls.Past || k >= len(ls.Decisions) {
		return o, false
	}
	o = ls.Decisions[k]
	return o, o.Kind == solver.Reserve && !o.Fixed && (front && o.End == d.Start || !front && o.Start == d.End)
}

// gaveUp notes an arc that ends a path, in which a line gives up time on reserve, where nobody needs it.
func (f *pathFinder) gaveUp(at int32, a arc) bool {
	s := f.w.State
	f.tried++
	level := s.Board.Model.BackupLevel
	mark, bare := len(s.Log), s.Cost[level]
	ok := f.apply(a) && s.Cost[level] <= bare
	s.Undo(mark)
	if ok {
		f.hops = append(f.hops, hop{arc: a, parent: at, line: a.taker})
	}
	return ok
}

// heirs are the lines to which line l could hand d: those that may serve its task, or those that can
// replace as many when on reserve that day.
func (f *pathFinder) heirs(l int32, d solver.Decision) []int32 {
	f.lines = f.lines[:0]
	if d.Kind != solver.Reserve {
		for _, c := range f.w.board.Tasks[d.Task].Cands {
			f.lines = append(f.lines, c.Line)
		}
		return f.lines
	}
	day := f.w.board.DayIndex(d.Start)
	most := len(f.w.board.Lines[l].ByDay[day])
	for _, k := range f.w.saver {
		if len(f.w.board.Lines[k].ByDay[day]) >= most {
			f.lines = append(f.lines, k)
		}
	}
	return f.lines
}

// standbyTries is how many lines are tried for one time without backup.
const standbyTries = 4

// standBy puts a line on reserve where backup is lacking, at whatever cost in hours, which augment
// then passes on; with force it throws out what is in the way, and others take that.
func (m *mender) standBy() bool {
	w, s := m.w, m.w.State
	before := s.Cost
	w.out, w.paths.tried = w.out[:0], 0
	if len(s.Bare.Items) == 0 {
		return false
	}
	task := s.Bare.Items[w.rng.N(len(s.Bare.Items))]
	t := &w.board.Tasks[task]
	k, ok := bareSlot(w, t)
	if !ok || len(t.Ready) == 0 {
		return false
	}
	x, y := bareRun(w, t, k)
	force := w.rng.N(3) == 0
	for range standbyTries {
		l := t.Ready[w.rng.N(len(t.Ready))].Line
		if !m.putOn(l, t, t.Pts[k], solver.Span{From: x, To: y}, force) {
			continue
		}
		if open, short := m.torn(); short {
			m.passOn(open, before)
		} else {
			m.accept(before)
		}
		if len(s.Log) > 0 {
			return true
		}
	}
	return true
}

// torn is a task that the changes under way have left short.
func (m *mender) torn() (task int32, ok bool) {
	s := m.w.State
	for i := range s.Log {
		if t := s.Log[i].Decision.Task; t >= 0 && s.Tasks[t].Short > 0 {
			return t, true
		}
	}
	return 0, false
}

// putOn puts line l on reserve about the minute at, over the hole or some of it, and passes on the hours
// that the line then has too many. When it could not, nothing has changed.
func (m *mender) putOn(l int32, t *board.TaskBoard, at solver.Minute, hole solver.Span, force bool) bool {
	w, s := m.w, m.w.State
	mark, out := len(s.Log), len(w.out)
	e, d, near := reach(w, l, hole.From, hole.To)
	if near && w.rng.N(4) > 0 {
		s.Drop(l, d)
	} else {
		e = newReserve(w, t, at, hole.From, hole.To)
	}
	ok := w.board.Fits(l, e) && (!s.BusyIn(l, e.Start, e.End) || force && w.clear(l, e.Start, e.End))
	if ok {
		s.Add(l, e)
		if force && !s.Legal(l, e.Start, e.End) {
			w.makeRoom(l, e)
		}
		ok = s.Legal(l, e.Start, e.End) && (s.Over == 0 || w.paths.augment(l, e))
	}
	if !ok {
		s.Undo(mark)
		w.out = w.out[:out]
	}
	return ok
}
