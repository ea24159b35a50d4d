package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// fill covers a piece of a short task: it finds a line that may, extends what
// the line has there or gives it a new decision, throws out what is in the way
// and offers that to others (an ejection chain: Glover 1996; Burke and Curtois 2014).
// The fewer tasks are short, the more often it makes another move instead.
func fill(w *Walker) bool {
	if w.rng.N(fewShort) >= shortTasks(w) {
		return change(w)
	}
	task, ok := w.anyShort()
	if !ok {
		return false
	}
	t := &w.board.Tasks[task]
	if len(t.Cands) == 0 {
		return false
	}
	k, ok := w.shortSlot(t)
	if !ok {
		return false
	}
	c := t.Cands[w.rng.N(len(t.Cands))]
	pm := &w.board.Lines[c.Line].Permits[c.Permit]
	x := t.Pts[k]
	var sp solver.Span
	for _, s := range pm.Spans {
		if s.From <= x && x < s.To {
			sp = s
		}
	}
	if sp.Len() <= 0 {
		return false
	}
	if w.rng.N(2) == 0 {
		if done, ok := extend(w, c.Line, task, t, k, sp); done {
			return ok
		}
	}
	i, j := w.shortRun(t, k)
	d, ok := cut(w, c.Line, task, t, solver.Span{From: t.Pts[i], To: t.Pts[j]}, x, sp)
	if !ok {
		return false
	}
	if !w.install(c.Line, d) {
		return false
	}
	if w.rng.N(2) == 0 {
		push(w, c.Line, d)
	}
	return true
}

// fewShort is how many short tasks make fill worth its whole share of the moves: it costs as much as ten others, and
// where only a few are left it would try the same again and again.
const fewShort = 8

// shortTasks is how many tasks are short.
func shortTasks(w *Walker) (n int) {
	for l := range w.State.Short {
		n += len(w.State.Short[l].Items)
	}
	return n
}

// change is one of the moves that exchange hours.
func change(w *Walker) bool {
	switch w.rng.N(4) {
	case 0:
		return slide(w)
	case 1:
		return cross(w)
	case 2:
		return resize(w)
	}
	return swap(w)
}

// anyShort is a random short task, of the most important short level most often.
func (w *Walker) anyShort() (int32, bool) {
	for l := range w.State.Short {
		n := len(w.State.Short[l].Items)
		if n == 0 {
			continue
		}
		if w.rng.N(8) == 0 && laterShort(w, l) {
			continue
		}
		return w.State.Short[l].Items[w.rng.N(n)], true
	}
	return 0, false
}

func laterShort(w *Walker, l int) bool {
	for k := l + 1; k < len(w.State.Short); k++ {
		if len(w.State.Short[k].Items) > 0 {
			return true
		}
	}
	return false
}

// shortSlot is the first short slot after a random one.
func (w *Walker) shortSlot(t *board.TaskBoard) (int32, bool) {
	n := int32(len(t.Pts) - 1)
	k := int32(w.rng.N(int(n)))
	for i := int32(0); i < n; i++ {
		if w.State.SlotShort(t, k) {
			return k, true
		}
		if k++; k == n {
			k = 0
		}
	}
	return 0, false
}

// shortRun is the run of short slots around k, as points.
func (w *Walker) shortRun(t *board.TaskBoard, k int32) (i, j int32) {
	n := int32(len(t.Pts) - 1)
	for i = k; i > 0 && t.Pts[k]-t.Pts[i] < 1440 && w.State.SlotShort(t, i-1); i-- {
	}
	for j = k + 1; j < n && t.Pts[j]-t.Pts[k] < 1440 && w.State.SlotShort(t, j); j++ {
	}
	return i, j
}

// extend stretches a decision that the line has in the task over the short slot k.
func extend(w *Walker, l, task int32, t *board.TaskBoard, k int32, sp solver.Span) (done, ok bool) {
	if t.Whole {
		return false, false
	}
	ls := &w.State.Lines[l]
	at := ls.Find(t.Pts[k])
	i, j := w.shortRun(t, k)
	if at > 0 && ls.Decisions[at-1].Task == task && ls.Decisions[at-1].Kind == t.Kind && !ls.Decisions[at-1].Fixed {
		d := ls.Decisions[at-1]
		e := d
		e.End = min(t.Pts[j], sp.To)
		if w.rng.N(2) == 0 && k+1 < j {
			e.End = t.Pts[k+1]
		}
		return true, w.stretch(l, d, e)
	}
	if at < len(ls.Decisions) && ls.Decisions[at].Task == task && ls.Decisions[at].Kind == t.Kind && !ls.Decisions[at].Fixed {
		d := ls.Decisions[at]
		e := d
		e.Start = max(t.Pts[i], sp.From)
		if w.rng.N(2) == 0 {
			e.Start = t.Pts[k]
		}
		return true, w.stretch(l, d, e)
	}
	return false, false
}

// stretch puts e in place of d, throwing out what overlaps.
func (w *Walker) stretch(l int32, d, e solver.Decision) bool {
	if e.End <= e.Start || e == d {
		return false
	}
	w.State.Drop(l, d)
	return w.install(l, e)
}

// cut chooses a decision in the task that covers minute x: the short run when
// it has a fair length, otherwise a random piece around it.
func cut(w *Walker, l, task int32, t *board.TaskBoard, run solver.Span, x solver.Minute, sp solver.Span) (solver.Decision, bool) {
	d := solver.Decision{Task: task, Kind: t.Kind, Start: t.From, End: t.To}
	if t.Whole {
		return d, true
	}
	most := w.board.MaxLen(&w.board.Lines[l], t)
	least := min(t.MinLen, t.Len())
	run = run.Meet(sp)
	d.Start, d.End = run.From, run.To
	if w.rng.N(4) > 0 && run.Len() >= least {
		if run.Len() > most {
			n := randomLen(w, least, most)
			switch w.rng.N(3) {
			case 0:
				d.End = w.board.Point(t, d.Start+n)
			case 1:
				d.Start = w.board.Point(t, d.End-n)
			default:
				d.Start = w.board.Point(t, run.From+w.board.Model.Grain*solver.Minute(w.rng.N(int((run.Len()-n)/w.board.Model.Grain)+1)))
				d.End = w.board.Point(t, min(d.Start+n, run.To))
			}
		}
		return d, true
	}
	return aroundIn(w, l, task, t, x, sp, least, most)
}

func randomLen(w *Walker, least, most solver.Minute) solver.Minute {
	g := w.board.Model.Grain
	n := int((most - least) / g)
	if n <= 0 {
		return least
	}
	if w.rng.N(2) == 0 { // long shifts are the rule
		return most - g*solver.Minute(w.rng.N(min(n, 24)+1))
	}
	return least + g*solver.Minute(w.rng.N(n+1))
}

// around chooses a decision under the permit that covers minute x.
func around(w *Walker, l int32, pm *solver.Permit, t *board.TaskBoard, x solver.Minute, sp solver.Span) (solver.Decision, bool) {
	if t.Whole {
		return solver.Decision{Task: pm.Task, Kind: t.Kind, Start: t.From, End: t.To}, true
	}
	return aroundIn(w, l, pm.Task, t, x, sp, min(t.MinLen, t.Len()), w.board.MaxLen(&w.board.Lines[l], t))
}

func aroundIn(w *Walker, l, task int32, t *board.TaskBoard, x solver.Minute, sp solver.Span, least, most solver.Minute) (solver.Decision, bool) {
	g := w.board.Model.Grain
	if most < least || sp.Len() < least {
		return solver.Decision{}, false
	}
	n := randomLen(w, least, min(most, sp.Len()))
	start := w.board.Point(t, x-g*solver.Minute(w.rng.N(int(n/g)+1)))
	start = max(start, sp.From)
	if start+n > sp.To {
		start = max(sp.From, w.board.Point(t, sp.To-n))
	}
	if start%g != 0 && start != t.From {
		start = solver.FloorDiv(start, g)*g + g
	}
	end := w.board.Point(t, min(start+n, sp.To))
	return solver.Decision{Task: task, Kind: t.Kind, Start: start, End: end}, end-start >= least
}

// push draws back the neighbours in the task that overlap the new decision d of line l.
func push(w *Walker, l int32, d solver.Decision) {
	t := &w.board.Tasks[d.Task]
	if t.Whole {
		return
	}
	ts := &w.State.Tasks[d.Task]
	for tries := 0; tries < 2; tries++ {
		var hit board.Placed
		for _, p := range ts.Dec {
			if p.Start >= d.End {
				break
			}
			if p.End > d.Start && p.Line != l && p.Kind != solver.Beside {
				hit = p
				if w.rng.N(2) == 0 {
					break
				}
			}
		}
		if hit.End == 0 {
			return
		}
		o, ok := w.at(hit)
		if !ok {
			return
		}
		e := o
		switch {
		case o.Start >= d.Start && o.End <= d.End:
			w.State.Drop(hit.Line, o)
			continue
		case o.Start < d.Start:
			e.End = d.Start
		default:
			e.Start = d.End
		}
		if !w.board.Fits(hit.Line, e) {
			return
		}
		w.State.Drop(hit.Line, o)
		w.State.Add(hit.Line, e)
	}
}

// makeRoom throws out decisions of the line that keep d from being legal: those
// that make its spell too long, and one more when a sum is over its limit.
func (w *Walker) makeRoom(l int32, d solver.Decision) {
	s := w.State
	r := &w.board.Lines[l].Rules
	for try := 0; try < 3; try++ {
		lo, hi := s.Lines[l].Around(d.Start, d.End, max(r.MinRest, r.Overnight, 1))
		if w.board.Spells(&s.Lines[l], r, lo, hi) && (r.Overnight <= 0 || w.board.Overnight(&s.Lines[l], r.Overnight, lo, hi)) {
			break
		}
		k := s.Lines[l].Index(d)
		side := k - 1
		if k == 0 || (k+1 < len(s.Lines[l].Decisions) && s.Lines[l].Decisions[k+1].Start-d.End < d.Start-s.Lines[l].Decisions[k-1].End) {
			side = k + 1
		}
		if side < s.Lines[l].Past || side >= len(s.Lines[l].Decisions) || s.Lines[l].Decisions[side].Fixed {
			return
		}
		w.out = append(w.out, board.Op{Line: l, Decision: s.Remove(l, side)})
	}
	if s.Over == 0 {
		return
	}
	if mark := len(s.Log); w.rng.N(2) == 0 {
		if w.passOn(l, d) {
			return
		}
		s.Undo(mark)
	}
	shed(w, l, d)
}

// shed takes a random other decision of the same week off the line.
func shed(w *Walker, l int32, d solver.Decision) {
	ls := &w.State.Lines[l]
	lo := max(ls.Find(d.Start-7*1440), ls.Past)
	hi := ls.Find(d.Start + 7*1440)
	if hi <= lo {
		return
	}
	k := lo + w.rng.N(hi-lo)
	if ls.Decisions[k].Fixed || ls.Decisions[k] == d {
		return
	}
	if o := ls.Decisions[k]; w.rng.N(2) == 0 && o.Task >= 0 && !w.board.Tasks[o.Task].Whole {
		trim(w, l, o)
		return
	}
	w.out = append(w.out, board.Op{Line: l, Decision: w.State.Remove(l, k)})
}

// trim shortens a decision by a few steps at one end.
func trim(w *Walker, l int32, o solver.Decision) {
	e := o
	by := w.board.Model.Grain * solver.Minute(1+w.rng.N(8))
	t := &w.board.Tasks[o.Task]
	if w.rng.Next()&1 == 0 {
		e.Start = w.board.Shift(t, o.Start, by)
	} else {
		e.End = w.board.Shift(t, o.End, -by)
	}
	w.exchange(l, o, e)
}
