package walk

import (
	"context"
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/line"
)

// stepCells is how many cells of planning tables make one step of the search's
// budget, which takes about as long as one move of the annealing.
const stepCells = 400

// Mend searches large neighbourhoods for the end game (Shaw 1998; Pisinger and
// Ropke 2010): it takes what a few related lines hold over some days out of the
// plan and re-plans the lines exactly, one after another. It begins at the best
// plan, aims at what is left short, and stops after budget steps, when the plan
// is as good as bound, or when ctx ends. It returns the steps done, which are a
// function of the work alone, and leaves the best plan as the present one.
//
// Three ways take turns. A transfer lets a line take what is short and passes on, from line to
// line, the hours that it then has too many; it is quick and comes most often. A chain forces one
// line to close a gap at whatever cost and then re-plans lines where that tore holes; a round takes
// one or several lines out at once. Short windows and few lines close more for the same work than
// whole weeks of many lines do: the first line planned then takes what the last one needs.
func (w *Walker) Mend(ctx context.Context, budget int64, bound solver.Cost) int64 {
	w.Back()
	if len(w.busy) == 0 || len(w.board.Model.Weeks) == 0 {
		return 0
	}
	m := &mender{w: w, p: line.New(w.State)}
	var steps int64
	for steps < budget && w.Best != bound && ctx.Err() == nil {
		w.State.Log = w.State.Log[:0]
		switch {
		case m.runsShort() && w.rng.N(10) > 0:
			w.paths.tried = 0
			m.transfer()
			steps += w.paths.tried
		case len(w.State.Bare.Items) > 0 && w.rng.N(3) == 0 && (w.rng.N(2) == 0 && m.relieve() || m.standBy()):
			steps += w.paths.tried
		case m.lacks() && w.rng.N(8) > 0:
			m.chain()
		default:
			m.round()
		}
		steps += m.p.Cells/stepCells + 1
		m.p.Cells %= stepCells
	}
	w.Back()
	return steps
}

// mender is one run of mend.
type mender struct {
	w     *Walker
	p     *line.Planner
	prior []solver.Decision
	lines []int32
}

// lacks says whether anything is short of lines or backup.
func (m *mender) lacks() bool { return m.runsShort() || len(m.w.State.Bare.Items) > 0 }

// runsShort says whether anything is short of lines.
func (m *mender) runsShort() bool {
	for l := range m.w.State.Short {
		if len(m.w.State.Short[l].Items) > 0 {
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
	w, s := m.w, m.w.State
	before := s.Cost
	task, x, ok := m.pickShort()
	a := line.Ask{Rng: &w.rng, Push: 3, Loose: true, Noise: 0.05 * float64(w.rng.N(2))}
	if ok {
		a.Spot = m.gap(task, x)
	}
	last := int32(-1)
	for n := 0; n < longestChain && ok; n++ {
		if l, found := m.server(task, x); found && l != last {
			e := m.era(x)
			m.p.Plan(l, e.From, e.To, a)
			if len(s.Log) == 0 {
				return
			}
			a = line.Ask{Rng: &w.rng, Noise: 0.02 * float64(w.rng.N(2)), Bias: -0.02}
			last = l
			if n > 0 && !before.Less(s.Cost) {
				break
			}
		}
		if len(s.Log) == 0 {
			return
		}
		task, x, ok = m.hole()
	}
	m.accept(before)
}

// transfer lets a line take what is short, passes the hours that it then has
// too many to others, and does the same with what that threw out.
func (m *mender) transfer() {
	m.w.out = m.w.out[:0]
	if task, ok := m.w.anyShort(); ok {
		m.passOn(task, m.w.State.Cost)
	}
}

// relieve takes somebody off a duty in which nobody on reserve could replace them, and fills it as
// transfer does. It says whether there is such a duty.
func (m *mender) relieve() bool {
	w, before := m.w, m.w.State.Cost
	w.out, w.paths.tried = w.out[:0], 0
	l, d, ok := w.unbacked()
	if !ok {
		return false
	}
	w.State.Drop(l, d)
	m.passOn(d.Task, before)
	return true
}

// passOn fills a short task as transfer does. It keeps what was done if that is worth it.
func (m *mender) passOn(task int32, before solver.Cost) {
	s := m.w.State
	for n, ok := 0, true; n < longestTransfer && ok; n++ {
		k, short := m.w.shortSlot(&m.w.board.Tasks[task])
		if !short {
			break
		}
		m.take(task, k, n+1 < longestTransfer)
		if len(s.Log) == 0 || s.Cost.Less(before) && s.Over == 0 {
			break
		}
		task, _, ok = m.hole()
	}
	m.accept(before)
}

// longestTransfer is how many lines one transfer forces to take something.
const longestTransfer = 5

// accept keeps what was done since before, if it is worth it and lawful.
func (m *mender) accept(before solver.Cost) {
	s := m.w.State
	m.w.settle()
	if len(s.Log) == 0 || !m.worth(before) || !m.w.lawful() {
		s.Undo(0)
		return
	}
	for i := range s.Log {
		m.w.dirty.Set(s.Log[i].Line, true)
	}
	if s.Cost.Less(m.w.Best) {
		m.w.keep()
	}
}

// worth says whether the present cost is no worse than before, or only a
// little; while something is lacking, money does not count.
func (m *mender) worth(before solver.Cost) bool {
	if !before.Less(m.w.State.Cost) {
		return true
	}
	if m.lacks() {
		d := m.w.State.Cost.Minus(before)
		d[m.w.board.Model.PayLevel] = 0
		return m.w.board.Energy(d) <= 0
	}
	return m.w.board.Energy(m.w.State.Cost.Minus(before)) < 0.3*m.w.rng.Float()*m.w.rng.Float()
}

// gap is the stretch of the task about x that lacks lines, or, where none are
// lacking, the time of a reserve in which it lacks backup.
func (m *mender) gap(task int32, x solver.Minute) solver.Decision {
	t := &m.w.board.Tasks[task]
	n := int32(len(t.Pts) - 1)
	k := min(t.SlotAt(x, m.w.board.Model.Grain), n-1)
	d := solver.Decision{Task: task}
	lacks := func(k int32) bool { under, _, _, _ := m.w.State.SlotCost(t, k); return under > 0 }
	if !lacks(k) {
		d.Task, d.Kind = solver.NoTask, solver.Reserve
		lacks = func(k int32) bool { _, _, bare, _ := m.w.State.SlotCost(t, k); return bare > 0 }
	}
	lo, hi := k, k+1
	for lo > 0 && lacks(lo-1) {
		lo--
	}
	for hi < n && lacks(hi) {
		hi++
	}
	d.Start, d.End = t.Pts[lo], t.Pts[hi]
	return d
}

// hole is a point that lacks lines or backup in a task that the log has touched.
func (m *mender) hole() (task int32, x solver.Minute, ok bool) {
	s := m.w.State
	for try := 0; try < 12; try++ {
		t := s.Log[m.w.rng.N(len(s.Log))].Decision.Task
		if t >= 0 && (s.Tasks[t].Short > 0 || s.Tasks[t].Bare > 0) {
			return t, m.lacking(t), true
		}
	}
	if set := s.Bare.Items; len(set) > 0 {
		t := set[m.w.rng.N(len(set))]
		return t, m.lacking(t), true
	}
	return 0, 0, false
}

// ruin is what one round takes out: lines over a window.
type ruin struct {
	lines []int32
	solver.Span
	from [mostLines + 1]int // where each line's decisions begin in the log
}

// mostLines is the greatest number of lines taken out at once.
const mostLines = 5

// round takes several lines out and re-plans each once.
func (m *mender) round() {
	s := m.w.State
	before := s.Cost
	r := m.choose()
	m.prior = m.prior[:0]
	for i, l := range r.lines {
		r.from[i] = len(s.Log)
		s.Lift(l, r.Span)
	}
	r.from[len(r.lines)] = len(s.Log)
	for i := range s.Log {
		m.prior = append(m.prior, s.Log[i].Decision)
	}
	a := m.mood(len(r.lines))
	for i, l := range r.lines {
		a.Prior = m.prior[r.from[i]:r.from[i+1]]
		m.p.Plan(l, r.From, r.To, a)
	}
	m.accept(before)
}

// mood draws how the gains are bent in one round. One line alone is drawn off
// its own time, so that a gap wanders; several lines keep near what they had,
// lest the first take what the last needs.
func (m *mender) mood(lines int) line.Ask {
	r := &m.w.rng
	a := line.Ask{Rng: r, Noise: []float64{0, 0.01, 0.05, 0.2}[r.N(4)]}
	if lines == 1 {
		a.Bias = []float64{0, -0.01, -0.05}[r.N(3)]
		return a
	}
	a.Bias = a.Noise + []float64{0, 0.01, 0.05, 0.2}[r.N(4)]
	return a
}

// choose picks a point in time that lacks something, lines that could change
// that, and a window about it.
func (m *mender) choose() ruin {
	w := m.w
	task, x, ok := m.pickShort()
	if !ok {
		return ruin{}
	}
	r := ruin{Span: m.era(x), lines: m.lines[:0]}
	size := 1
	for size < mostLines && w.rng.N(4) == 0 {
		size++
	}
	for try := 0; try < 6*size && len(r.lines) < size; try++ {
		l, ok := m.relation(r.lines, task, x, r.Span)
		if ok && !slices.Contains(r.lines, l) {
			r.lines = append(r.lines, l)
		}
	}
	m.lines = r.lines
	w.rng.Shuffle(r.lines)
	return r
}

// pickShort is a task and a point of it that lacks lines or backup, or, when none
// does and now and then anyhow, one where some line is present.
func (m *mender) pickShort() (task int32, x solver.Minute, ok bool) {
	if m.w.rng.N(6) > 0 {
		for level := range m.w.State.Short {
			if set := m.w.State.Short[level].Items; len(set) > 0 {
				task = set[m.w.rng.N(len(set))]
				return task, m.lacking(task), true
			}
		}
	}
	if set := m.w.State.Bare.Items; len(set) > 0 && m.w.rng.N(4) > 0 {
		task = set[m.w.rng.N(len(set))]
		return task, m.lacking(task), true
	}
	for try := 0; try < 8; try++ {
		if _, d, ok := m.w.any(); ok && d.Task >= 0 {
			return d.Task, d.Start, true
		}
	}
	return 0, 0, false
}

// lacking is the start of a slot of the task that lacks lines or backup.
func (m *mender) lacking(task int32) solver.Minute {
	t := &m.w.board.Tasks[task]
	n := int32(len(t.Pts) - 1)
	k := int32(m.w.rng.N(int(n)))
	for range n {
		if under, _, bare, _ := m.w.State.SlotCost(t, k); under > 0 || bare > 0 {
			break
		}
		if k++; k == n {
			k = 0
		}
	}
	return t.Pts[k]
}

// era is the time about x to take out: mostly some days, else a week or two.
func (m *mender) era(x solver.Minute) solver.Span {
	b := m.w.board.Model
	if m.w.rng.N(10) > 0 {
		day := m.w.board.DayIndex(x)
		lo, hi := max(0, day-1-m.w.rng.N(2)), min(len(b.Days)-1, day+2+m.w.rng.N(2))
		return solver.Span{From: max(0, b.Days[lo]), To: b.Days[hi]}
	}
	week := 0
	for week+1 < len(b.Weeks) && b.Weeks[week].To <= x {
		week++
	}
	s := b.Weeks[week].Span
	switch k := m.w.rng.N(4); {
	case k == 0 && week+1 < len(b.Weeks):
		s.To = b.Weeks[week+1].To
	case k == 1 && week > 0:
		s.From = b.Weeks[week-1].From
	}
	s.From = max(s.From, 0)
	return s
}

// server is a line that may serve the task, or be on Reserve for it, at x.
func (m *mender) server(task int32, x solver.Minute) (int32, bool) {
	c := m.candidates(task)
	if len(c) == 0 {
		return 0, false
	}
	k := c[m.w.rng.N(len(c))]
	_, ok := spanAt(m.w.board.Lines[k.Line].Permits[k.Permit].Spans, x)
	return k.Line, ok
}

// relation is a line that belongs with those chosen: first one that may serve
// the task at x, then any that may serve it, are present near it, or may serve
// what one of the chosen could or did serve in the window.
func (m *mender) relation(have []int32, task int32, x solver.Minute, in solver.Span) (int32, bool) {
	if len(have) == 0 {
		return m.server(task, x)
	}
	switch m.w.rng.N(4) {
	case 0:
		return m.serverOf(task)
	case 1:
		return m.neighbour(task, x)
	}
	l := have[m.w.rng.N(len(have))]
	ls := &m.w.State.Lines[l]
	lo, hi := ls.Find(in.From), ls.Find(in.To)
	if m.w.rng.N(2) == 0 || lo == hi {
		day := m.w.board.Lines[l].DutyDay[m.w.board.DayIndex(in.From+solver.Minute(m.w.rng.N(int(in.Len()))))]
		if len(day) == 0 {
			return 0, false
		}
		return m.serverOf(m.w.board.Lines[l].Permits[day[m.w.rng.N(len(day))]].Task)
	}
	if task = ls.Decisions[lo+m.w.rng.N(hi-lo)].Task; task >= 0 {
		return m.serverOf(task)
	}
	return m.w.busy[m.w.rng.N(len(m.w.busy))], true
}

// serverOf is a line that may serve the task, or be on Reserve for it, at some time.
func (m *mender) serverOf(task int32) (int32, bool) {
	c := m.candidates(task)
	if len(c) == 0 {
		return 0, false
	}
	return c[m.w.rng.N(len(c))].Line, true
}

// candidates are the lines that may serve the task, or by turns those that may be on Reserve for
// it.
func (m *mender) candidates(task int32) []solver.Cand {
	t := &m.w.board.Tasks[task]
	if len(t.Ready) > 0 && m.w.rng.N(2) == 0 {
		return t.Ready
	}
	return t.Cands
}

// neighbour is a line present in the task near x.
func (m *mender) neighbour(task int32, x solver.Minute) (int32, bool) {
	dec := m.w.State.Tasks[task].Dec
	if len(dec) == 0 {
		return 0, false
	}
	k := 0
	for k < len(dec)-1 && dec[k].End < x {
		k++
	}
	k = min(max(0, k-1+m.w.rng.N(3)), len(dec)-1)
	return dec[k].Line, m.w.board.Lines[dec[k].Line].Master < 0
}
