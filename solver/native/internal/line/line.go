package line

import (
	"math"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// Planner re-plans one line exactly: with everybody else's decisions as they
// are, it finds the decisions of the line in a window of time that give the
// least energy (board.energy) under all the hard rules of the line. Decisions
// outside the window, and fixed ones inside it, stay.
//
// The method is dynamic programming over spells, as in the pricing problems of
// nurse rostering by branch and price (Burke and Curtois, EJOR 237 (2014);
// Legrain, Omer and Rosat, Math. Prog. Comp. 12 (2020)), for free starts and
// ends. What a decision gains is a difference of prefix sums over the slots of
// its task. The state is the time from which the line may start its next spell,
// the counted hours of the week as a dense axis, and a small key for those rules
// that have proved to bind (days and nights in a row, weekly rest, weekends,
// hours of a day). A rule enters the key only when the plan found without it
// breaks it: leaving a rule out can only make the optimum better, so a plan
// that happens to keep it is the optimum with it too.
//
// The result is the optimum when
//   - every option is offered (ask.full, or few of them): otherwise at least one
//     end of a decision lies where its gain, a permit, a neighbour or a rest
//     changes, which linear gains make sufficient unless several offsets chain;
//   - the sums over the line in a week weigh the kinds in proportion, and those
//     wider than a week, and spreads, do not bend inside a window of several weeks;
//   - counted minutes share a divisor that leaves at most maxBins steps;
//   - rest is at least the travel time and at most a day, weekly rest at least rest;
//   - there is no ExtraPrice that only the second decision of a task would pay;
//   - Custom rules happen to hold.
//
// Where one of these fails the plan is legal still, its cost exact, and never
// worse than the one it replaces.
type Planner struct {
	Cells int64 // work done: cells of tables looked at

	frame
	hours
	shop
	table
	inner
	best []solver.Decision // the best plan of the branches tried
	out  []solver.Decision // the plan of the last sweep, backwards
	hint []dims            // by line: rules that bound last time
	uses []uint8
}

// Ask says how a line is to be re-planned.
type Ask struct {
	full  bool              // offer every option on the grid
	Noise float64           // relative noise on gains, the same over some neighbouring pieces
	Bias  float64           // relative favour for the time in prior
	Prior []solver.Decision // of any line and order
	Spot  solver.Decision   // where gains are made push times as high
	Push  float64           // 0 for no spot
	Loose bool              // take the plan found whatever it costs
	Rng   *random.Source    // for noise
}

// dims are the rules in the key.
type dims uint8

const (
	dimRun dims = 1 << iota
	dimNight
	dimRest
	dimWeekend
	dimDay
	dimAwake
	dimOvernight
)

// New is a planner of the lines of the state, which it changes.
func New(s *board.State) *Planner {
	p := &Planner{hint: make([]dims, len(s.Board.Lines)), uses: make([]uint8, len(s.Board.Lines))}
	p.frame.s, p.frame.b = s, s.Board
	p.hours.frame = &p.frame
	p.shop.frame, p.shop.hours = &p.frame, &p.hours
	return p
}

// Plan re-plans line l in [from, to) and says whether its energy fell or
// stayed; if not, the line is as it was. Changes go through the state's log.
func (p *Planner) Plan(l int32, from, to solver.Minute, a Ask) bool {
	p.line, p.lb, p.ls, p.from, p.to, p.ask = l, &p.b.Lines[l], &p.s.Lines[l], from, to, a
	if p.lb.Master >= 0 || p.s.Over > 0 || len(p.b.Model.Weeks) == 0 {
		return false
	}
	n := len(p.s.Log)
	before := p.s.Cost
	p.lift()
	p.begin()
	if !p.branch() {
		p.s.Undo(n)
		return false
	}
	for _, d := range p.best {
		p.s.Add(l, d)
	}
	if !a.Loose && p.b.Energy(p.s.Cost.Minus(before)) > 1e-9 {
		p.s.Undo(n)
		return false
	}
	return true
}

// lift takes the decisions that may move off the line.
func (p *Planner) lift() {
	p.old = p.old[:0]
	n := len(p.s.Log)
	p.s.Lift(p.line, solver.Span{From: p.from, To: p.to})
	for i := n; i < len(p.s.Log); i++ {
		p.old = append(p.old, p.s.Log[i].Decision)
	}
}

// begin reads what stays the same over all sweeps of one call.
func (p *Planner) begin() {
	r := &p.lb.Rules
	p.rest = max(r.MinRest, r.Travel, 1)
	p.dims = 0
	if p.uses[p.line]++; p.uses[p.line]%8 != 0 {
		p.dims = p.hint[p.line]
	}
	p.lim, p.banned = p.lim[:0], 0
	p.layFrame()
	p.pickAxis()
	p.stock()
	p.layHours()
	p.index()
}

// branch finds the best plan where groups have a first price: prices of groups
// not met yet are left out at first; where the plan then meets one, it is
// either forbidden or paid for beforehand.
func (p *Planner) branch() bool {
	p.best = p.best[:0]
	found := false
	top := math.Inf(-1)
	type node struct{ banned, paid uint64 }
	stack := []node{{}}
	for tries := 0; len(stack) > 0 && tries < 24; tries++ {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		p.ban(n.banned)
		value, ok := p.search(top + p.firstPrice(n.paid))
		if !ok {
			continue
		}
		value -= p.firstPrice(n.paid)
		met := p.met() &^ n.paid
		if v := value - p.firstPrice(met); v > top {
			top, found = v, true
			p.best = append(p.best[:0], p.out...)
		}
		if met != 0 && value > top {
			g := met & -met
			stack = append(stack, node{n.banned | g, n.paid}, node{n.banned, n.paid | g})
		}
	}
	return found
}

// search sweeps until the plan found keeps every rule, taking the rules that it
// breaks into the key. It gives up when the value is not above least.
func (p *Planner) search(least float64) (float64, bool) {
	for try := 0; try < 10; try++ {
		value, ok := p.sweep()
		if !ok || value <= least {
			return value, false
		}
		n := len(p.s.Log)
		for _, d := range p.out {
			p.s.Add(p.line, d)
		}
		bad := p.faults()
		tight := p.s.Over > 0 && bad == 0 && p.tighten()
		whole := p.s.Over == 0 && p.s.Legal(p.line, p.from, p.reach())
		p.s.Undo(n)
		if whole {
			return value, true
		}
		if bad&^p.dims != 0 {
			p.dims |= bad
			p.hint[p.line] |= bad
			p.lim = p.lim[:0]
			p.layFrame()
			p.layUnit()
			p.layHours()
			p.index()
			continue
		}
		if !tight {
			return value, false
		}
		p.layHours()
	}
	return 0, false
}

// reach is the end of the last decision of the plan or the window.
func (p *Planner) reach() solver.Minute {
	e := p.to
	for _, d := range p.out {
		e = max(e, d.End)
	}
	return e
}

// faults are the rules with a key of their own that the line breaks.
func (p *Planner) faults() (bad dims) {
	r := &p.lb.Rules
	from, to := p.from, p.reach()
	if only := (solver.Rules{MaxDaysRun: r.MaxDaysRun, MinRest: r.MinRest}); !p.b.Runs(p.ls, &only, from, to) {
		bad |= dimRun
	}
	if only := (solver.Rules{MaxNightsRun: r.MaxNightsRun}); !p.b.Runs(p.ls, &only, from, to) {
		bad |= dimNight
	}
	if r.MaxWeekends >= 0 && p.ls.Weekends > r.MaxWeekends {
		bad |= dimWeekend
	}
	if r.WeeklyRest > 0 && !p.b.Rests(p.ls, r.WeeklyRest, from, to) {
		bad |= dimRest
	}
	lo, hi := p.ls.Around(from, to, max(r.MinRest, r.Overnight, 1))
	if only := (solver.Rules{MinRest: r.MinRest, MaxAwake: r.MaxAwake}); r.MaxAwake > 0 && !p.b.Spells(p.ls, &only, lo, hi) {
		bad |= dimAwake
	}
	if r.Overnight > 0 && !p.b.Overnight(p.ls, r.Overnight, lo, hi) {
		bad |= dimOvernight
	}
	for _, id := range p.daySum {
		if id >= 0 && p.s.Sums[id] > p.b.Most[id] {
			bad |= dimDay
		}
	}
	return bad
}
