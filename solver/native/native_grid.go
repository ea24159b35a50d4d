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
func (h *run) layGrids() {
	var grids []*partRun
	left := h.total
	for _, q := range slices.Backward(h.parts) {
		if q.grid != nil {
			grids = append(grids, q)
		}
	}
	if len(grids) > 1 && h.o.Steps <= 0 {
		look := min(firstLook, firstLookTime/h.limit.Seconds())
		for _, q := range grids {
			q.layGrid(look*q.work/h.total, true)
		}
	}
	for len(grids) > 0 && h.ctx.Err() == nil {
		spent := h.spent()
		for _, q := range grids {
			if !q.met() && h.ctx.Err() == nil {
				q.layGrid(q.work/left, false)
			}
			left -= q.work
		}
		// What is left of the budget once parts are proved is for those that are not.
		if h.share() > lastPass || h.spent() == spent {
			return
		}
		grids = slices.DeleteFunc(grids, func(q *partRun) bool { return !q.laid || q.met() })
		left = 0
		for _, q := range h.parts {
			if !q.met() {
				left += q.work
			}
		}
	}
}

// The moment's annealing before has such a share of the time, and no more seconds than that.
const firstLook, firstLookTime = 0.03, 2.0

// lastPass is the share of the budget after which another pass over the parts is not worth its start.
const lastPass = 0.95

// gridShare is how much of its budget a part of whole shifts may use without a
// rota that keeps all limits.
const gridShare = 0.5

// layGrid searches with a share of what is left of the budget, or only anneals.
func (q *partRun) layGrid(share float64, short bool) {
	h := q.whole
	ctx, stop := context.WithCancel(h.ctx)
	defer stop()
	set := roster.Settings{Seed: q.seed, Short: short, Threads: h.o.Threads, Start: q.grid.lines(q.plan)}
	set.Better = func(rota []roster.Line, _ int64) { q.take(rota) }
	set.Raise = q.raiseGrid
	if h.o.Steps > 0 {
		set.Moves = max(1, int64(float64(h.o.Steps-h.spent())*share))
	} else {
		left := time.Duration(float64(h.limit-time.Since(h.start)) * share)
		if left <= 0 {
			return
		}
		set.Time = left
		in, cancel := context.WithTimeout(ctx, left)
		defer cancel()
		ctx = in
		defer time.AfterFunc(time.Duration(float64(left)*gridShare), func() {
			if !q.lawful(h.bestOf(q)) {
				stop()
			}
		}).Stop()
	}
	r := roster.Solve(ctx, q.grid.problem, set)
	q.steps.Add(r.Moves)
	q.fresh = false
	if r.Lines != nil {
		q.take(r.Lines)
	}
	if r.Near != nil {
		w := walk.New(q.b, q.seed)
		if w.Adopt(q.grid.plan(r.Near)); w.Best.Less(q.kept) {
			q.keep(w)
		}
	}
	if r.Bound > math.MinInt64 {
		q.raiseGrid(r.Bound)
	}
	q.walkers[0].Load(q.lines())
	q.laid = q.lawful(q.kept)
}

// lawful says whether a cost keeps the limits that the grid takes for hard.
func (q *partRun) lawful(c solver.Cost) bool { return q.grid.legal < 0 || c[q.grid.legal] == 0 }

// take keeps a rota of the roster engine if it is the best.
func (q *partRun) take(rota []roster.Line) {
	w := q.walkers[0]
	w.Load(q.grid.plan(rota).Lines) // such lines have no past
	if w.Best.Less(q.kept) {
		q.keep(w)
		q.whole.checkpoint()
	}
}

// raiseGrid enters a bound of the roster engine: of the cost of plans that keep all limits.
func (q *partRun) raiseGrid(bound int64) {
	now := q.whole.boundOf(q)
	if b := max(0, bound) * q.grid.unit; b > now[q.grid.level] {
		now[q.grid.level] = b
		q.whole.raise(q, now)
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
