package solver

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// quest is the search on one part of the model.
type quest struct {
	h     *hunt
	part  *part
	b     *board
	work  float64
	seed  uint64
	plan  *Plan // best so far; guarded by h.mu while walkers run
	best  Cost
	bound Cost
	steps atomic.Int64
	over  atomic.Bool
}

func newQuest(h *hunt, p *part, number int) *quest {
	q := &quest{h: h, part: p, b: newBoard(p.model), work: p.work(), seed: h.o.Seed*1_000_003 + uint64(number)*7919 + 1}
	w := newWalker(q.b, q.seed)
	if h.o.Start != nil {
		w.adopt(p.take(h.o.Start))
	}
	q.plan, q.best = w.s.plan(), w.best
	return q
}

// Temperatures in units of the typical pay of an hour.
const (
	hottest = 10
	warm    = 1.5
	coldest = 0.02
)

// solve anneals in cycles: each begins at the best plan, runs on every thread
// with its own random numbers, and ends with the best of them. Cycles grow, so
// that a good plan is there early and a better one later.
func (q *quest) solve(threads int, bud budget) {
	defer q.over.Store(true)
	q.bind()
	walkers := make([]*walker, threads)
	for i := range walkers {
		walkers[i] = newWalker(q.b, q.seed+uint64(i)*104729)
		walkers[i].load(q.lines())
	}
	length := int64(600*q.work) + 20000
	idle := 0
	for cycle := 0; !q.finished(bud); cycle++ {
		before := q.best
		hot := float64(warm)
		if cycle == 0 && q.h.o.Start == nil {
			hot = hottest
		}
		n := length
		if bud.steps > 0 {
			n = min(n, max(1, (bud.steps-q.steps.Load())/int64(threads)))
		}
		q.cycle(walkers, n, hot, bud)
		if q.best.Less(before) {
			idle = 0
		} else if idle++; idle >= 4 && !q.h.patient {
			return
		}
		if cycle > 0 {
			length = min(length*2, int64(q.work*100_000))
		}
	}
}

// lines is the best plan with past work, as walkers hold it.
func (q *quest) lines() [][]Decision {
	out := make([][]Decision, len(q.plan.Lines))
	for i, l := range q.plan.Lines {
		past := slices.Clone(q.b.lines[i].Past)
		for k := range past {
			past[k].Fixed, past[k].Task = true, NoTask
		}
		slices.SortFunc(past, func(a, b Decision) int { return int(a.Start - b.Start) })
		out[i] = append(past, l...)
	}
	return out
}

// finished says whether the budget is used up, or nothing can be better.
func (q *quest) finished(b budget) bool {
	return q.h.ctx.Err() != nil || q.best == q.bound || b.spent(q.steps.Load())
}

func (b budget) spent(steps int64) bool {
	if b.steps > 0 {
		return steps >= b.steps
	}
	return !time.Now().Before(b.until)
}

// cycle cools every walker once and gives the best plan to all.
func (q *quest) cycle(walkers []*walker, steps int64, hot float64, bud budget) {
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(q.h.ctx)
	defer cancel()
	for _, w := range walkers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			n := q.cool(ctx, w, steps, hot, bud)
			q.steps.Add(n)
			if w.best == q.bound && bud.steps == 0 {
				cancel()
			}
		}()
	}
	wg.Wait()
	top := walkers[0]
	for _, w := range walkers[1:] {
		if w.best.Less(top.best) {
			top = w
		}
	}
	top.back()
	if top.best.Less(q.best) {
		q.keep(top)
	}
	for _, w := range walkers {
		w.load(top.plan)
	}
}

// keep makes the walker's best plan the quest's.
func (q *quest) keep(w *walker) {
	p := &Plan{Lines: make([][]Decision, len(w.plan))}
	for i := range w.plan {
		p.Lines[i] = slices.Clone(w.plan[i][w.s.lines[i].past:])
	}
	q.plan = p
	q.h.better(q, w.best)
}

// cool lowers the walker's temperature from hot to coldest over the steps, or
// faster when the time runs out first; it returns the steps made.
func (q *quest) cool(ctx context.Context, w *walker, steps int64, hot float64, bud budget) (n int64) {
	start := time.Now()
	span := time.Until(bud.until).Seconds()
	for n < steps {
		f := float64(n) / float64(steps)
		if bud.steps == 0 {
			t := time.Since(start).Seconds() / span
			if t >= 1 {
				return n
			}
			f = max(f, t)
		}
		w.temp = hot * math.Pow(coldest/hot, f)
		if ctx.Err() != nil || w.best == q.bound {
			return n
		}
		for k := int64(0); k < 1024 && n < steps; k++ {
			w.step()
			n++
		}
	}
	return n
}

// bind finds lower bounds for the part.
func (q *quest) bind() {
}
