package solver

import (
	"math"
)

// walker anneals one state: it tries moves drawn at random, keeps those that
// the Metropolis test admits and that leave every line legal, and remembers the
// best plan by the ranked cost. Simulated annealing: Kirkpatrick, Gelatt and
// Vecchi, Science 220 (1983); moves on always-legal lines with ejections follow
// nurse-rostering practice (Burke and Curtois, EJOR 237 (2014)).
type walker struct {
	s      *state
	b      *board
	rng    random
	temp   float64
	strain float64   // energy of a part above a loose limit
	tolls  []float64 // by sum: what learnTolls has learned, energy of a part
	best   Cost
	plan   [][]Decision // the best plan by line, past work included
	dirty  indexSet     // lines that differ from plan
	moves  []move
	total  int     // sum of the weights of moves
	busy   []int32 // lines that may hold decisions
	saver  []int32 // lines with reserve spans
	learn  []int32 // trainee lines
	near   []touched
	out    []op // decisions thrown out by the move under way
	piece  []Decision
	open   []placedOn
	paths  pathFinder
	tries  [32]int64
	wins   [32]int64
}

// move is one way to change a plan: do applies it to the state (what it did is
// in the state's log) and says whether there is anything to judge.
type move struct {
	name   string
	weight int
	do     func(w *walker) bool
}

// touched is a line changed by the move under way and the time it was changed in.
type touched struct {
	line     int32
	from, to Minute
}

func newWalker(b *board, seed uint64) *walker {
	w := &walker{s: newState(b), b: b, rng: random(seed*0x9e3779b97f4a7c15 + 0x1234567)}
	w.rng.next()
	for i := range b.lines {
		l := &b.lines[i]
		switch {
		case l.Master >= 0 && len(l.duty) > 0:
			w.learn = append(w.learn, int32(i))
		case len(l.duty) > 0 || len(l.Reserve) > 0:
			w.busy = append(w.busy, int32(i))
		}
		if len(l.Reserve) > 0 {
			w.saver = append(w.saver, int32(i))
		}
	}
	w.moves = w.repertoire()
	for _, m := range w.moves {
		w.total += m.weight
	}
	w.dirty.where = make([]int32, len(b.lines))
	w.plan = make([][]Decision, len(b.lines))
	w.keepAll()
	return w
}

// keepAll makes the present plan the best, whatever it costs.
func (w *walker) keepAll() {
	for i := range w.s.lines {
		w.plan[i] = append(w.plan[i][:0], w.s.lines[i].dec...)
	}
	w.clean()
	w.best = w.s.cost
}

func (w *walker) clean() {
	for _, l := range w.dirty.items {
		w.dirty.where[l] = 0
	}
	w.dirty.items = w.dirty.items[:0]
}

// keep makes the present plan the best by copying the lines that changed since.
func (w *walker) keep() {
	for _, l := range w.dirty.items {
		w.plan[l] = append(w.plan[l][:0], w.s.lines[l].dec...)
	}
	w.clean()
	w.best = w.s.cost
}

// back returns the state to the best plan.
func (w *walker) back() {
	for _, l := range w.dirty.items {
		w.relay(l, w.plan[l])
	}
	w.clean()
	w.s.log = w.s.log[:0]
}

// relay makes line l hold exactly dec.
func (w *walker) relay(l int32, dec []Decision) {
	ls := &w.s.lines[l]
	w.s.unordered = true
	for k := len(ls.dec) - 1; k >= ls.past; k-- {
		if !ls.dec[k].Fixed {
			w.s.remove(l, k)
		}
	}
	for _, d := range dec {
		if !d.Fixed {
			w.s.add(l, d)
		}
	}
	w.s.unordered = false
	if w.b.lines[l].sequenced() {
		w.s.resequence(l)
	}
}

// load makes plan, which must be legal and of this board, the state and the best.
func (w *walker) load(plan [][]Decision) {
	for i := range w.s.lines {
		if !sameLine(w.s.lines[i].dec, plan[i]) {
			w.relay(int32(i), plan[i])
		}
	}
	w.s.log = w.s.log[:0]
	w.keepAll()
}

func sameLine(a, b []Decision) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// adopt takes over as much of a foreign plan as is legal, decision by decision.
func (w *walker) adopt(p *Plan) {
	for pass := 0; pass < 2; pass++ { // masters before trainees
		for l := range w.s.lines {
			if l >= len(p.Lines) || (w.b.lines[l].Master >= 0) != (pass == 1) {
				continue
			}
			if w.adoptLine(int32(l), p.Lines[l]) {
				continue
			}
			for _, d := range p.Lines[l] {
				d.Fixed = false
				w.place(int32(l), d)
			}
		}
	}
	w.s.log = w.s.log[:0]
	w.keepAll()
}

// adoptLine takes over all of a line, if that is legal: some decisions are so only together.
func (w *walker) adoptLine(l int32, dec []Decision) bool {
	s := w.s
	n, over := len(s.log), s.over
	for _, d := range dec {
		d.Fixed = false
		if !w.b.fits(l, d) || s.busyIn(l, d.Start, d.End) || (d.Kind == Beside && !s.beside(l, d)) {
			s.undo(n)
			return false
		}
		s.add(l, d)
	}
	for _, d := range dec {
		if s.over > over || !s.legal(l, d.Start, d.End) {
			s.undo(n)
			return false
		}
	}
	return true
}

// place adds one decision if the plan stays legal, and says whether it did.
func (w *walker) place(l int32, d Decision) bool {
	s := w.s
	n := len(s.log)
	if !w.b.fits(l, d) || s.busyIn(l, d.Start, d.End) {
		return false
	}
	if d.Kind == Beside && !s.beside(l, d) {
		return false
	}
	over := s.over
	s.add(l, d)
	if s.over > over || !s.legal(l, d.Start, d.End) {
		s.undo(n)
		return false
	}
	return true
}

// busyIn says whether the line holds a decision that overlaps [from, to).
func (s *state) busyIn(l int32, from, to Minute) bool {
	dec := s.lines[l].dec
	k := s.lines[l].find(from)
	return (k < len(dec) && dec[k].Start < to) || (k > 0 && dec[k-1].End > from)
}

// step tries one move.
func (w *walker) step() bool {
	r := w.rng.n(w.total)
	k := 0
	for r >= w.moves[k].weight {
		r -= w.moves[k].weight
		k++
	}
	w.tries[k]++
	if !w.judge(w.moves[k].do) {
		return false
	}
	w.wins[k]++
	return true
}

// crowding is what the search adds to the energy for a minute of more lines
// than are needed, in units: such hours cost little and are missing elsewhere.
const crowding = 0.3

// judge makes a move, and unmakes it unless it is worth keeping and legal.
func (w *walker) judge(do func(*walker) bool) bool {
	s := w.s
	before, crowd, beyond, toll, owed := s.cost, s.crowd, s.beyond, s.toll, s.owed
	s.log = s.log[:0]
	w.out = w.out[:0]
	if !do(w) || len(s.log) == 0 {
		s.undo(0)
		return false
	}
	w.settle()
	delta := w.b.energy(s.cost.Minus(before)) + crowding*float64(s.crowd-crowd) +
		w.b.press*float64(s.owed-owed) + w.strain*float64(s.beyond-beyond) + s.toll - toll
	if delta > 0 && (w.temp <= 0 || w.rng.float() >= math.Exp(-delta/w.temp)) {
		s.undo(0)
		return false
	}
	if !w.lawful() {
		s.undo(0)
		return false
	}
	for i := range s.log {
		w.dirty.set(s.log[i].line, true)
	}
	s.log = s.log[:0]
	if s.beyond == 0 && s.cost.Less(w.best) {
		w.keep()
	}
	return true
}

// settle takes out trainees' decisions whose master has gone.
func (w *walker) settle() {
	s := w.s
	for i := 0; i < len(s.log); i++ {
		for _, t := range w.b.lines[s.log[i].line].trainees {
			from, to := s.log[i].hull()
			for k := len(s.lines[t].dec) - 1; k >= s.lines[t].past; k-- {
				d := s.lines[t].dec[k]
				if !d.Fixed && d.End > from && d.Start < to && !s.beside(t, d) {
					s.remove(t, k)
				}
			}
		}
	}
}

// lawful says whether every line the move changed is legal.
func (w *walker) lawful() bool {
	s := w.s
	if s.over > 0 {
		return false
	}
	w.near = w.near[:0]
next:
	for i := range s.log {
		o := &s.log[i]
		for k := range w.near {
			if n := &w.near[k]; n.line == o.line {
				from, to := o.hull()
				n.from, n.to = min(n.from, from), max(n.to, to)
				continue next
			}
		}
		from, to := o.hull()
		w.near = append(w.near, touched{o.line, from, to})
	}
	for _, n := range w.near {
		if !s.legal(n.line, n.from, n.to) {
			return false
		}
		for _, t := range w.b.lines[n.line].trainees {
			if !s.trainsWell(t, n.from, n.to) {
				return false
			}
		}
		if w.b.lines[n.line].Master >= 0 && !s.trainsWell(n.line, n.from, n.to) {
			return false
		}
	}
	return true
}

// hull is the time that the operation touches.
func (o *op) hull() (from, to Minute) {
	if o.what == altered {
		return min(o.d.Start, o.was.Start), max(o.d.End, o.was.End)
	}
	return o.d.Start, o.d.End
}
