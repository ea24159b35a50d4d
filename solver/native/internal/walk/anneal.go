package walk

import (
	"math"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// Walker anneals one state: it tries moves drawn at random, keeps those that
// the Metropolis test admits and that leave every line legal, and remembers the
// best plan by the ranked cost. Simulated annealing: Kirkpatrick, Gelatt and
// Vecchi, Science 220 (1983); moves on always-legal lines with ejections follow
// nurse-rostering practice (Burke and Curtois, EJOR 237 (2014)).
type Walker struct {
	State  *board.State
	board  *board.Board
	rng    random.Source
	Temp   float64
	Strain float64   // energy of a part above a loose limit
	tolls  []float64 // by sum: what learnTolls has learned, energy of a part
	Best   solver.Cost
	Plan   [][]solver.Decision // the best plan by line, past work included
	dirty  board.IndexSet      // lines that differ from plan
	moves  []move
	total  int     // sum of the weights of moves
	busy   []int32 // lines that may hold decisions
	saver  []int32 // lines with reserve spans
	learn  []int32 // trainee lines
	near   []touched
	out    []board.Op // decisions thrown out by the move under way
	piece  []solver.Decision
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
	do     func(w *Walker) bool
}

// touched is a line changed by the move under way and the time it was changed in.
type touched struct {
	line     int32
	from, to solver.Minute
}

// New is a walker over the plans of a board; the same seed walks the same way.
func New(b *board.Board, seed uint64) *Walker {
	w := &Walker{State: board.NewState(b), board: b, rng: random.Source(seed*0x9e3779b97f4a7c15 + 0x1234567)}
	w.rng.Next()
	for i := range b.Lines {
		l := &b.Lines[i]
		switch {
		case l.Master >= 0 && len(l.Duty) > 0:
			w.learn = append(w.learn, int32(i))
		case len(l.Duty) > 0 || len(l.Reserve) > 0:
			w.busy = append(w.busy, int32(i))
		}
		if len(l.Reserve) > 0 {
			w.saver = append(w.saver, int32(i))
		}
	}
	w.paths.w = w
	w.moves = repertoire(w)
	for _, m := range w.moves {
		w.total += m.weight
	}
	w.dirty.Where = make([]int32, len(b.Lines))
	w.Plan = make([][]solver.Decision, len(b.Lines))
	w.keepAll()
	return w
}

// keepAll makes the present plan the best, whatever it costs.
func (w *Walker) keepAll() {
	for i := range w.State.Lines {
		w.Plan[i] = append(w.Plan[i][:0], w.State.Lines[i].Decisions...)
	}
	w.clean()
	w.Best = w.State.Cost
}

func (w *Walker) clean() {
	for _, l := range w.dirty.Items {
		w.dirty.Where[l] = 0
	}
	w.dirty.Items = w.dirty.Items[:0]
}

// keep makes the present plan the best by copying the lines that changed since.
func (w *Walker) keep() {
	for _, l := range w.dirty.Items {
		w.Plan[l] = append(w.Plan[l][:0], w.State.Lines[l].Decisions...)
	}
	w.clean()
	w.Best = w.State.Cost
}

// Back returns the state to the best plan.
func (w *Walker) Back() {
	for _, l := range w.dirty.Items {
		w.relay(l, w.Plan[l])
	}
	w.clean()
	w.State.Log = w.State.Log[:0]
}

// relay makes line l hold exactly dec.
func (w *Walker) relay(l int32, dec []solver.Decision) {
	ls := &w.State.Lines[l]
	w.State.Unordered = true
	for k := len(ls.Decisions) - 1; k >= ls.Past; k-- {
		if !ls.Decisions[k].Fixed {
			w.State.Remove(l, k)
		}
	}
	for _, d := range dec {
		if !d.Fixed {
			w.State.Add(l, d)
		}
	}
	w.State.Unordered = false
	if w.board.Lines[l].Sequenced() {
		w.State.Resequence(l)
	}
}

// Load makes plan, which must be legal and of this board, the state and the best.
func (w *Walker) Load(plan [][]solver.Decision) {
	for i := range w.State.Lines {
		if !solver.SameLine(w.State.Lines[i].Decisions, plan[i]) {
			w.relay(int32(i), plan[i])
		}
	}
	w.State.Log = w.State.Log[:0]
	w.keepAll()
}

// Adopt takes over as much of a foreign plan as is legal, decision by decision.
func (w *Walker) Adopt(p *solver.Plan) {
	if !w.adoptAll(p) {
		w.adoptParts(p)
	}
	w.State.Log = w.State.Log[:0]
	w.keepAll()
}

// adoptAll takes over all of a plan, if that is legal: where work uses guaranteed hours up, a budget
// may hold all of it and not a part.
func (w *Walker) adoptAll(p *solver.Plan) bool {
	s := w.State
	if len(w.board.Model.Budgets) == 0 || len(p.Lines) != len(s.Lines) {
		return false
	}
	n := len(s.Log)
	ok := true
	for pass := 0; pass < 2; pass++ {
		for l := range s.Lines {
			if (w.board.Lines[l].Master >= 0) == (pass == 1) {
				ok = ok && w.adopt(int32(l), p.Lines[l])
			}
		}
	}
	if ok = ok && w.lawful(); !ok {
		s.Undo(n)
	}
	return ok
}

// adopt enters what is not fixed of a line, and says whether every decision may be by itself.
func (w *Walker) adopt(l int32, dec []solver.Decision) bool {
	s := w.State
	for _, d := range dec {
		if d.Fixed {
			continue
		}
		if !w.mayEnter(l, d) {
			return false
		}
		s.Add(l, d)
	}
	return true
}

// adoptParts takes over the lines that are legal, and of others the decisions.
func (w *Walker) adoptParts(p *solver.Plan) {
	for pass := 0; pass < 2; pass++ { // masters before trainees
		for l := range w.State.Lines {
			if l >= len(p.Lines) || (w.board.Lines[l].Master >= 0) != (pass == 1) {
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
}

// adoptLine takes over all of a line, if that is legal: some decisions are so only together.
func (w *Walker) adoptLine(l int32, dec []solver.Decision) bool {
	s := w.State
	n, over := len(s.Log), s.Over
	for _, d := range dec {
		d.Fixed = false
		if !w.mayEnter(l, d) {
			s.Undo(n)
			return false
		}
		s.Add(l, d)
	}
	for _, d := range dec {
		if s.Over > over || !s.Legal(l, d.Start, d.End) {
			s.Undo(n)
			return false
		}
	}
	return true
}

// mayEnter says whether a decision is allowed by itself, free of overlap, and, a trainee's, beside the master.
func (w *Walker) mayEnter(l int32, d solver.Decision) bool {
	return w.board.Fits(l, d) && !w.State.BusyIn(l, d.Start, d.End) && (d.Kind != solver.Beside || w.State.Beside(l, d))
}

// place adds one decision if the plan stays legal, and says whether it did.
func (w *Walker) place(l int32, d solver.Decision) bool {
	s := w.State
	n := len(s.Log)
	if !w.mayEnter(l, d) {
		return false
	}
	over := s.Over
	s.Add(l, d)
	if s.Over > over || !s.Legal(l, d.Start, d.End) {
		s.Undo(n)
		return false
	}
	return true
}

// Step tries one move.
func (w *Walker) Step() bool {
	r := w.rng.N(w.total)
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

// judge makes a move, and unmakes it unless it is worth keeping and legal. Which of the two is asked
// first is a matter of work: whether it is worth keeping, but where somebody is put on reserve or taken off,
// for what that is worth hangs on all who are present.
func (w *Walker) judge(do func(*Walker) bool) bool {
	s := w.State
	before, crowd, beyond, toll, owed := s.Cost, s.Crowd, s.Beyond, s.Toll, s.Owed
	s.Log = s.Log[:0]
	w.out = w.out[:0]
	s.Defer()
	ok := do(w) && len(s.Log) > 0
	if ok {
		w.settle()
	}
	asked := ok && s.Unsettled()
	if !ok || asked && !w.lawful() {
		s.Undo(0)
		s.Settle()
		return false
	}
	s.Settle()
	delta := w.board.Energy(s.Cost.Minus(before)) + crowding*float64(s.Crowd-crowd) +
		w.board.Press*float64(s.Owed-owed) + w.Strain*float64(s.Beyond-beyond) + s.Toll - toll
	if delta > 0 && (w.Temp <= 0 || w.rng.Float() >= math.Exp(-delta/w.Temp)) {
		s.Undo(0)
		return false
	}
	if !asked && !w.lawful() {
		s.Undo(0)
		return false
	}
	for i := range s.Log {
		w.dirty.Set(s.Log[i].Line, true)
	}
	s.Log = s.Log[:0]
	if s.Beyond == 0 && s.Cost.Less(w.Best) {
		w.keep()
	}
	return true
}

// settle takes out trainees' decisions whose master has gone.
func (w *Walker) settle() {
	s := w.State
	for i := 0; i < len(s.Log); i++ {
		for _, t := range w.board.Lines[s.Log[i].Line].Trainees {
			from, to := s.Log[i].Hull()
			for k := len(s.Lines[t].Decisions) - 1; k >= s.Lines[t].Past; k-- {
				d := s.Lines[t].Decisions[k]
				if !d.Fixed && d.End > from && d.Start < to && !s.Beside(t, d) {
					s.Remove(t, k)
				}
			}
		}
	}
}

// lawful says whether every line the move changed is legal.
func (w *Walker) lawful() bool {
	s := w.State
	if s.Over > 0 {
		return false
	}
	w.near = w.near[:0]
next:
	for i := range s.Log {
		o := &s.Log[i]
		for k := range w.near {
			if n := &w.near[k]; n.line == o.Line {
				from, to := o.Hull()
				n.from, n.to = min(n.from, from), max(n.to, to)
				continue next
			}
		}
		from, to := o.Hull()
		w.near = append(w.near, touched{o.Line, from, to})
	}
	for _, n := range w.near {
		if !s.Legal(n.line, n.from, n.to) {
			return false
		}
		for _, t := range w.board.Lines[n.line].Trainees {
			if !s.TrainsWell(t, n.from, n.to) {
				return false
			}
		}
		if w.board.Lines[n.line].Master >= 0 && !s.TrainsWell(n.line, n.from, n.to) {
			return false
		}
	}
	return true
}
