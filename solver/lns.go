package solver

import (
	"context"
	"slices"
)

// stepCells is how many cells of planning tables make one step of the search's
// budget, which takes about as long as one move of the annealing.
const stepCells = 400

// mend searches large neighbourhoods for the end game (Shaw 1998; Pisinger and
// Ropke 2010): it takes what a few related lines hold over some days out of the
// plan and re-plans the lines exactly, one after another. It begins at the best
// plan, aims at what is left short, and stops after budget steps, when the plan
// is as good as bound, or when ctx ends. It returns the steps done, which are a
// function of the work alone, and leaves the best plan as the present one.
//
// Three ways take turns. A transfer lets a line take what is short and passes on,
// from line to line, the hours that it then has too many; it is quick and
// comes most often. A chain forces one line to close a gap at whatever cost and then re-plans
// lines where that tore holes; a round takes one or several lines out at once. Short windows and few lines close more for
// the same work than whole weeks of many lines do: the first line planned then
// takes what the last one needs.
func (w *walker) mend(ctx context.Context, budget int64, bound Cost) int64 {
	w.back()
	if len(w.busy) == 0 || len(w.b.m.Weeks) == 0 {
		return 0
	}
	m := &mender{w: w, p: newPlanner(w.s)}
	var steps int64
	for steps < budget && w.best != bound && ctx.Err() == nil {
		w.s.log = w.s.log[:0]
		switch {
		case w.runsShort() && w.rng.n(10) > 0:
			w.paths.tried = 0
			m.transfer()
			steps += w.paths.tried
		case w.lacks() && w.rng.n(8) > 0:
			m.chain()
		default:
			m.round()
		}
		steps += m.p.cells/stepCells + 1
		m.p.cells %= stepCells
	}
	w.back()
	return steps
}

// mender is one run of mend.
type mender struct {
	w     *walker
	p     *planner
	prior []Decision
	lines []int32
}

// lacks says whether anything is short of lines or backup.
func (w *walker) lacks() bool { return w.runsShort() || len(w.s.bare.items) > 0 }

// runsShort says whether anything is short of lines.
func (w *walker) runsShort() bool {
	for l := range w.s.short {
		if len(w.s.short[l].items) > 0 {
			return true
		}
	}
	return false
}

// longestChain is how many lines one chain re-plans at most.
const longestChain = 12

// chain makes one line take what is short, at whatever cost to the rest of its
// time, and re-plans others, one after another, where that tears a hole, until
// the plan is no worse than before.
func (m *mender) chain() {
	w, s := m.w, m.w.s
	before := s.cost
	task, x, ok := w.pickShort()
	a := ask{rng: &w.rng, push: 3, loose: true, noise: 0.05 * float64(w.rng.n(2))}
	if ok {
		a.spot = w.gap(task, x)
	}
	last := int32(-1)
	for n := 0; n < longestChain && ok; n++ {
		if l, found := w.server(task, x); found && l != last {
			e := w.era(x)
			m.p.plan(l, e.From, e.To, a)
			if len(s.log) == 0 {
				return
			}
			a = ask{rng: &w.rng, noise: 0.02 * float64(w.rng.n(2)), bias: -0.02}
			last = l
			if n > 0 && !before.Less(s.cost) {
				break
			}
		}
		if len(s.log) == 0 {
			return
		}
		task, x, ok = w.hole()
	}
	w.accept(before)
}

// transfer lets a line take what is short, passes the hours that it then has
// too many to others, and does the same with what that threw out.
func (m *mender) transfer() {
	w, s := m.w, m.w.s
	before := s.cost
	w.out = w.out[:0]
	task, ok := w.anyShort()
	for n := 0; n < longestTransfer && ok; n++ {
		k, short := w.shortSlot(&w.b.tasks[task])
		if !short {
			break
		}
		w.take(task, k, n+1 < longestTransfer)
		if len(s.log) == 0 || s.cost.Less(before) && s.over == 0 {
			break
		}
		task, _, ok = w.hole()
	}
	w.accept(before)
}

// longestTransfer is how many lines one transfer forces to take something.
const longestTransfer = 5

// accept keeps what was done since before, if it is worth it and lawful.
func (w *walker) accept(before Cost) {
	s := w.s
	w.settle()
	if len(s.log) == 0 || !w.worth(before) || !w.lawful() {
		s.undo(0)
		return
	}
	for i := range s.log {
		w.dirty.set(s.log[i].line, true)
	}
	if s.cost.Less(w.best) {
		w.keep()
	}
}

// worth says whether the present cost is no worse than before, or only a
// little; while something is lacking, money does not count.
func (w *walker) worth(before Cost) bool {
	if !before.Less(w.s.cost) {
		return true
	}
	if w.lacks() {
		d := w.s.cost.Minus(before)
		d[w.b.m.PayLevel] = 0
		return w.b.energy(d) <= 0
	}
	return w.b.energy(w.s.cost.Minus(before)) < 0.3*w.rng.float()*w.rng.float()
}

// gap is the stretch of the task about x that lacks lines, or, where none are
// lacking, the time of a reserve in which it lacks backup.
func (w *walker) gap(task int32, x Minute) Decision {
	t := &w.b.tasks[task]
	n := int32(len(t.pts) - 1)
	k := min(t.slotAt(x, w.b.m.Grain), n-1)
	d := Decision{Task: task}
	lacks := func(k int32) bool { under, _, _ := w.s.slotCost(t, k); return under > 0 }
	if !lacks(k) {
		d.Task, d.Kind = NoTask, Reserve
		lacks = func(k int32) bool { _, _, bare := w.s.slotCost(t, k); return bare > 0 }
	}
	lo, hi := k, k+1
	for lo > 0 && lacks(lo-1) {
		lo--
	}
	for hi < n && lacks(hi) {
		hi++
	}
	d.Start, d.End = t.pts[lo], t.pts[hi]
	return d
}

// hole is a point that lacks lines or backup in a task that the log has touched.
func (w *walker) hole() (task int32, x Minute, ok bool) {
	s := w.s
	for try := 0; try < 12; try++ {
		t := s.log[w.rng.n(len(s.log))].d.Task
		if t >= 0 && (s.tasks[t].short > 0 || s.tasks[t].bare > 0) {
			return t, w.lacking(t), true
		}
	}
	if set := s.bare.items; len(set) > 0 {
		t := set[w.rng.n(len(set))]
		return t, w.lacking(t), true
	}
	return 0, 0, false
}

// ruin is what one round takes out: lines over a window.
type ruin struct {
	lines []int32
	Span
	from [mostLines + 1]int // where each line's decisions begin in the log
}

// mostLines is the greatest number of lines taken out at once.
const mostLines = 5

// round takes several lines out and re-plans each once.
func (m *mender) round() {
	w, s := m.w, m.w.s
	before := s.cost
	r := m.choose()
	m.prior = m.prior[:0]
	for i, l := range r.lines {
		r.from[i] = len(s.log)
		s.lift(l, r.Span)
	}
	r.from[len(r.lines)] = len(s.log)
	for i := range s.log {
		m.prior = append(m.prior, s.log[i].d)
	}
	a := w.mood(len(r.lines))
	for i, l := range r.lines {
		a.prior = m.prior[r.from[i]:r.from[i+1]]
		m.p.plan(l, r.From, r.To, a)
	}
	w.accept(before)
}

// mood draws how the gains are bent in one round. One line alone is drawn off
// its own time, so that a gap wanders; several lines keep near what they had,
// lest the first take what the last needs.
func (w *walker) mood(lines int) ask {
	r := &w.rng
	a := ask{rng: r, noise: []float64{0, 0.01, 0.05, 0.2}[r.n(4)]}
	if lines == 1 {
		a.bias = []float64{0, -0.01, -0.05}[r.n(3)]
		return a
	}
	a.bias = a.noise + []float64{0, 0.01, 0.05, 0.2}[r.n(4)]
	return a
}

// choose picks a point in time that lacks something, lines that could change
// that, and a window about it.
func (m *mender) choose() ruin {
	w := m.w
	task, x, ok := w.pickShort()
	if !ok {
		return ruin{}
	}
	r := ruin{Span: w.era(x), lines: m.lines[:0]}
	size := 1
	for size < mostLines && w.rng.n(4) == 0 {
		size++
	}
	for try := 0; try < 6*size && len(r.lines) < size; try++ {
		l, ok := w.relation(r.lines, task, x, r.Span)
		if ok && !slices.Contains(r.lines, l) {
			r.lines = append(r.lines, l)
		}
	}
	m.lines = r.lines
	w.rng.shuffle(r.lines)
	return r
}

// shuffle puts x in random order.
func (r *random) shuffle(x []int32) {
	for i := len(x) - 1; i > 0; i-- {
		j := r.n(i + 1)
		x[i], x[j] = x[j], x[i]
	}
}

// pickShort is a task and a point of it that lacks lines or backup, or, when none
// does and now and then anyhow, one where some line is present.
func (w *walker) pickShort() (task int32, x Minute, ok bool) {
	if w.rng.n(6) > 0 {
		for level := range w.s.short {
			if set := w.s.short[level].items; len(set) > 0 {
				task = set[w.rng.n(len(set))]
				return task, w.lacking(task), true
			}
		}
	}
	if set := w.s.bare.items; len(set) > 0 && w.rng.n(4) > 0 {
		task = set[w.rng.n(len(set))]
		return task, w.lacking(task), true
	}
	for try := 0; try < 8; try++ {
		if _, d, ok := w.any(); ok && d.Task >= 0 {
			return d.Task, d.Start, true
		}
	}
	return 0, 0, false
}

// lacking is the start of a slot of the task that lacks lines or backup.
func (w *walker) lacking(task int32) Minute {
	t := &w.b.tasks[task]
	n := int32(len(t.pts) - 1)
	k := int32(w.rng.n(int(n)))
	for range n {
		if under, _, bare := w.s.slotCost(t, k); under > 0 || bare > 0 {
			break
		}
		if k++; k == n {
			k = 0
		}
	}
	return t.pts[k]
}

// era is the time about x to take out: mostly some days, else a week or two.
func (w *walker) era(x Minute) Span {
	m := w.b.m
	if w.rng.n(10) > 0 {
		day := w.b.dayIndex(x)
		lo, hi := max(0, day-1-w.rng.n(2)), min(len(m.Days)-1, day+2+w.rng.n(2))
		return Span{max(0, m.Days[lo]), m.Days[hi]}
	}
	week := 0
	for week+1 < len(m.Weeks) && m.Weeks[week].To <= x {
		week++
	}
	s := m.Weeks[week].Span
	switch k := w.rng.n(4); {
	case k == 0 && week+1 < len(m.Weeks):
		s.To = m.Weeks[week+1].To
	case k == 1 && week > 0:
		s.From = m.Weeks[week-1].From
	}
	s.From = max(s.From, 0)
	return s
}

// server is a line that may serve the task at x.
func (w *walker) server(task int32, x Minute) (int32, bool) {
	c := w.b.tasks[task].cands
	if len(c) == 0 {
		return 0, false
	}
	k := c[w.rng.n(len(c))]
	_, ok := spanAt(w.b.lines[k.line].Permits[k.permit].Spans, x)
	return k.line, ok
}

// relation is a line that belongs with those chosen: first one that may serve
// the task at x, then any that may serve it, are present near it, or may serve
// what one of the chosen could or did serve in the window.
func (w *walker) relation(have []int32, task int32, x Minute, in Span) (int32, bool) {
	if len(have) == 0 {
		return w.server(task, x)
	}
	switch w.rng.n(4) {
	case 0:
		return w.serverOf(task)
	case 1:
		return w.neighbour(task, x)
	}
	l := have[w.rng.n(len(have))]
	ls := &w.s.lines[l]
	lo, hi := ls.find(in.From), ls.find(in.To)
	if w.rng.n(2) == 0 || lo == hi {
		day := w.b.lines[l].dutyDay[w.b.dayIndex(in.From+Minute(w.rng.n(int(in.Len()))))]
		if len(day) == 0 {
			return 0, false
		}
		return w.serverOf(w.b.lines[l].Permits[day[w.rng.n(len(day))]].Task)
	}
	if task = ls.dec[lo+w.rng.n(hi-lo)].Task; task >= 0 {
		return w.serverOf(task)
	}
	return w.busy[w.rng.n(len(w.busy))], true
}

// serverOf is a line that may serve the task at some time.
func (w *walker) serverOf(task int32) (int32, bool) {
	c := w.b.tasks[task].cands
	if len(c) == 0 {
		return 0, false
	}
	return c[w.rng.n(len(c))].line, true
}

// neighbour is a line present in the task near x.
func (w *walker) neighbour(task int32, x Minute) (int32, bool) {
	dec := w.s.tasks[task].dec
	if len(dec) == 0 {
		return 0, false
	}
	k := 0
	for k < len(dec)-1 && dec[k].end < x {
		k++
	}
	k = min(max(0, k-1+w.rng.n(3)), len(dec)-1)
	return dec[k].line, w.b.lines[dec[k].line].Master < 0
}
