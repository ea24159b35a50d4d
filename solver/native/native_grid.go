package native

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/roster"
	"github.com/carerota/carerota/solver/native/internal/walk"
)

// layGrids gives each part of whole shifts to the roster engine, the small ones
// first, with its share of the budget. Where there are several, each is annealed
// for a moment before, so that there is a whole plan early. A part for which no
// rota is found is left to the rounds.
func (r *run) layGrids() {
	var grids []*partRun
	left := r.total
	for _, p := range slices.Backward(r.parts) {
		if p.grid != nil {
			grids = append(grids, p)
		}
	}
	if len(grids) > 1 && r.o.Steps <= 0 {
		look := min(firstLook, firstLookTime/r.limit.Seconds())
		for _, p := range grids {
			p.layGrid(look*p.work/r.total, true)
		}
	}
	for len(grids) > 0 && r.ctx.Err() == nil {
		spent := r.spent()
		for _, p := range grids {
			if !p.met() && r.ctx.Err() == nil {
				p.layGrid(p.work/left, false)
			}
			left -= p.work
		}
		// What is left of the budget once parts are proved is for those that are not.
		if r.share() > lastPass || r.spent() == spent {
			return
		}
		grids = slices.DeleteFunc(grids, func(p *partRun) bool { return !p.laid || p.met() })
		left = 0
		for _, p := range r.parts {
			if !p.met() {
				left += p.work
			}
		}
	}
}

// The moment's annealing before has such a share of the time, and no more seconds than that.
const firstLook, firstLookTime = 0.03, 2.0

// lastPass is the share of the budget after which another pass over the parts is not worth its
// start.
const lastPass = 0.95

// gridShare is how much of its budget a part of whole shifts may use without a
// rota that keeps all limits.
const gridShare = 0.5

// layGrid searches with a share of what is left of the budget, or only anneals.
func (p *partRun) layGrid(share float64, short bool) {
	r := p.whole
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	set := roster.Settings{Seed: p.seed, Short: short, Threads: r.o.Threads, Start: p.grid.lines(p.plan)}
	set.Better = func(rota []roster.Line, _ int64) { p.take(rota) }
	set.Raise = p.raiseGrid
	if r.o.Steps > 0 {
		set.Moves = max(1, int64(float64(r.o.Steps-r.spent())*share))
	} else {
		left := time.Duration(float64(r.limit-time.Since(r.start)) * share)
		if left <= 0 {
			return
		}
		set.Time = left
		in, cancel := context.WithTimeout(ctx, left)
		defer cancel()
		ctx = in
		defer time.AfterFunc(time.Duration(float64(left)*gridShare), func() {
			if !p.lawful(r.bestOf(p)) {
				stop()
			}
		}).Stop()
	}
	found := roster.Solve(ctx, p.grid.problem, set)
	p.steps.Add(found.Moves)
	p.fresh = false
	if found.Lines != nil {
		p.take(found.Lines)
	}
	if found.Near != nil {
		w := walk.New(p.b, p.seed)
		if w.Adopt(p.grid.plan(found.Near)); w.Best.Less(p.kept) {
			p.keep(w)
		}
	}
	if found.Bound > math.MinInt64 {
		p.raiseGrid(found.Bound)
	}
	p.walkers[0].Load(p.lines())
	p.laid = p.lawful(p.kept)
}

// lawful says whether a cost keeps the limits that the grid takes for hard.
func (p *partRun) lawful(c solver.Cost) bool { return p.grid.legal < 0 || c[p.grid.legal] == 0 }

// take keeps a rota of the roster engine if it is the best.
func (p *partRun) take(rota []roster.Line) {
	w := p.walkers[0]
	w.Load(p.grid.plan(rota).Lines) // such lines have no past
	if w.Best.Less(p.kept) {
		p.keep(w)
		p.whole.checkpoint()
	}
}

// raiseGrid enters a bound of the roster engine: of the cost of plans that keep all limits.
func (p *partRun) raiseGrid(bound int64) {
	now := p.whole.boundOf(p)
	if b := max(0, bound) * p.grid.unit; b > now[p.grid.level] {
		now[p.grid.level] = b
		p.whole.raise(p, now)
	}
}

// lines is a plan as the roster engine takes it; nil when it breaks a limit.
func (g *grid) lines(p *solver.Plan) []roster.Line {
	if g.legal >= 0 && g.m.Evaluate(p)[g.legal] > 0 {
		return nil
	}
	out := make([]roster.Line, len(p.Lines))
	for l, line := range p.Lines {
		out[l].Worker = l
		for _, d := range line {
			out[l].Options = append(out[l].Options, g.option[d.Task])
		}
	}
	g.problem.Price(out)
	return out
}
