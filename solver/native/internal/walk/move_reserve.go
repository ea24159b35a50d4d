package walk

import (
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// ready puts a line on reserve where a task lacks backup, or stretches the
// reserve it already has there.
func ready(w *Walker) bool {
	n := len(w.State.Bare.Items)
	if n == 0 {
		return trimReserve(w)
	}
	task := w.State.Bare.Items[w.rng.N(n)]
	t := &w.board.Tasks[task]
	k, ok := bareSlot(w, t)
	if !ok || len(t.Ready) == 0 {
		return false
	}
	x, y := bareRun(w, t, k)
	if w.rng.N(2) == 0 {
		for try := 0; try < 6; try++ {
			c := t.Ready[w.rng.N(len(t.Ready))]
			if e, d, ok := reach(w, c.Line, x, y); ok {
				return w.stretch(c.Line, d, e)
			}
		}
	}
	c := t.Ready[w.rng.N(len(t.Ready))]
	if _, ok := spanAt(w.board.Lines[c.Line].Reserve, t.Pts[k]); !ok {
		return false
	}
	return w.install(c.Line, newReserve(w, t, t.Pts[k], x, y))
}

// bareRun is the time around slot k without enough backup, on the grid.
func bareRun(w *Walker, t *board.TaskBoard, k int32) (x, y solver.Minute) {
	bare := func(i int32) bool { _, _, n, _ := w.State.SlotCost(t, i); return n > 0 }
	i, j, n := k, k+1, int32(len(t.Pts)-1)
	for ; i > 0 && t.Pts[k]-t.Pts[i] < 780 && bare(i-1); i-- {
	}
	for ; j < n && t.Pts[j]-t.Pts[k] < 780 && bare(j); j++ {
	}
	g := w.board.Model.Grain
	return solver.FloorDiv(t.Pts[i], g) * g, w.board.UpToGrain(t.Pts[j])
}

// newReserve is a reserve decision for the minute at: the whole run x..y when
// its length is allowed, or a random one over the minute.
func newReserve(w *Walker, t *board.TaskBoard, at, x, y solver.Minute) solver.Decision {
	g := w.board.Model.Grain
	d := solver.Decision{Task: solver.NoTask, Kind: solver.Reserve, Start: x, End: y}
	if n := y - x; w.rng.N(2) == 0 && n <= w.board.Model.ReserveMax {
		if rest := w.board.UpToGrain(w.board.Model.ReserveMin) - n; rest > 0 { // too short: lengthen on either side
			d.Start -= g * solver.Minute(w.rng.N(int(rest/g)+1))
			d.End = d.Start + n + rest
		}
		return d
	}
	length := solver.FloorDiv(randomLen(w, w.board.Model.ReserveMin, w.board.Model.ReserveMax), g) * g
	d.Start = solver.FloorDiv(at, g)*g - g*solver.Minute(w.rng.N(int(length/g)))
	if w.rng.N(3) == 0 {
		d.Start = x
	}
	if e, found := afterReserve(w, t, d.Start); found && w.rng.N(2) == 0 {
		d.Start = e
	}
	d.End = d.Start + length
	return d
}

// reach stretches a reserve decision that line l has near the time x..y over it.
func reach(w *Walker, l int32, x, y solver.Minute) (e, d solver.Decision, ok bool) {
	dec := w.State.Lines[l].Decisions
	k := w.State.Lines[l].Find(x + 1)
	for _, i := range [2]int{k - 1, k} {
		if i < 0 || i >= len(dec) || dec[i].Kind != solver.Reserve || dec[i].Fixed {
			continue
		}
		d, e = dec[i], dec[i]
		if i == k {
			e.Start = x
		} else {
			e.End = max(d.End, y)
		}
		if e.End-e.Start > w.board.Model.ReserveMax {
			if i == k {
				e.Start = e.End - w.board.Model.ReserveMax
			} else {
				e.End = e.Start + w.board.Model.ReserveMax
			}
		}
		if e != d && w.board.Fits(l, e) {
			return e, d, true
		}
	}
	return e, d, false
}

func spanAt(spans []solver.Span, x solver.Minute) (solver.Span, bool) {
	for _, s := range spans {
		if s.From <= x && x < s.To {
			return s, true
		}
	}
	return solver.Span{}, false
}

// bareSlot is the first slot without enough backup after a random one.
func bareSlot(w *Walker, t *board.TaskBoard) (int32, bool) {
	n := int32(len(t.Pts) - 1)
	k := int32(w.rng.N(int(n)))
	for i := int32(0); i < n; i++ {
		if _, _, bare, _ := w.State.SlotCost(t, k); bare > 0 {
			return k, true
		}
		if k++; k == n {
			k = 0
		}
	}
	return 0, false
}

// afterReserve is the end of some candidate's reserve decision near x, where a
// new one would follow on without a hole.
func afterReserve(w *Walker, t *board.TaskBoard, x solver.Minute) (solver.Minute, bool) {
	for try := 0; try < 4; try++ {
		c := t.Ready[w.rng.N(len(t.Ready))]
		ls := &w.State.Lines[c.Line]
		k := ls.Find(x)
		if k > 0 && ls.Decisions[k-1].Kind == solver.Reserve && ls.Decisions[k-1].End > x-720 {
			return ls.Decisions[k-1].End, true
		}
	}
	return 0, false
}

// trimReserve shortens or strikes a reserve decision that may be idle.
func trimReserve(w *Walker) bool {
	l := w.saver[w.rng.N(len(w.saver))]
	_, d, ok := w.anyOf(l)
	if !ok || d.Kind != solver.Reserve {
		return false
	}
	if w.rng.N(3) == 0 {
		w.State.Drop(l, d)
		return true
	}
	e := d
	if w.rng.Next()&1 == 0 {
		e.Start += w.board.Model.Grain * solver.Minute(1+w.rng.N(12))
	} else {
		e.End -= w.board.Model.Grain * solver.Minute(1+w.rng.N(12))
	}
	return w.exchange(l, d, e)
}

// relieve passes a reserve decision to another line, or trades it for the
// duty that the other line holds at the time.
func relieve(w *Walker) bool {
	l := w.saver[w.rng.N(len(w.saver))]
	_, d, ok := w.anyOf(l)
	if !ok || d.Kind != solver.Reserve {
		return false
	}
	k, ok := w.relative(l, d)
	if !ok || k == l || !w.board.Fits(k, d) {
		return false
	}
	w.State.Drop(l, d)
	if !w.clear(k, d.Start, d.End) {
		return false
	}
	w.State.Add(k, d)
	w.makeRoom(k, d)
	w.giveBack(l)
	return true
}

// shadow gives a trainee time beside the master, or changes what there is.
func shadow(w *Walker) bool {
	l := w.learn[w.rng.N(len(w.learn))]
	ls := &w.State.Lines[l]
	if n := len(ls.Decisions) - ls.Past; n > 0 && w.rng.N(4) == 0 {
		if d := ls.Decisions[ls.Past+w.rng.N(n)]; !d.Fixed {
			w.State.Drop(l, d)
			return true
		}
	}
	master := w.board.Lines[l].Master
	_, d, _ := w.anyOf(master)
	if d.End == 0 || d.Task < 0 {
		return false
	}
	t := &w.board.Tasks[d.Task]
	p := w.board.Lines[l].Permit(d.Task)
	if p < 0 {
		return false
	}
	e := solver.Decision{Task: d.Task, Kind: solver.Beside, Start: d.Start, End: d.End}
	most := w.board.MaxLen(&w.board.Lines[l], t)
	if w.rng.N(2) == 0 || e.End-e.Start > most {
		least := min(t.MinLen, t.Len())
		n := randomLen(w, least, min(most, d.End-d.Start))
		if n > d.End-d.Start {
			return false
		}
		e.Start = w.board.Point(t, d.Start+w.board.Model.Grain*solver.Minute(w.rng.N(int((d.End-d.Start-n)/w.board.Model.Grain)+1)))
		e.End = min(w.board.Point(t, e.Start+n), d.End)
	}
	if !w.board.Fits(l, e) || !w.clear(l, e.Start, e.End) {
		return false
	}
	w.State.Add(l, e)
	return true
}
