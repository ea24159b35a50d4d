package solver

import (
	"context"
	"math"
	"runtime"
	"sync"
	"time"
)

// Native is the engine in plain Go. It takes the model apart into pieces that
// share nothing, bounds each piece from below, anneals it in cycles over
// several threads, mends what is left short by re-planning whole lines
// exactly, and stops as soon as the plan meets the bounds. The zero value works.
type Native struct{}

// Name is "native".
func (Native) Name() string { return "native" }

// Solve searches within the options' budget. It returns an error only for a
// model without days.
func (Native) Solve(ctx context.Context, m *Model, o Options) (*Result, error) {
	if err := m.sane(); err != nil {
		return nil, err
	}
	h := newHunt(ctx, m, o)
	defer h.stop()
	h.run()
	return h.result(), nil
}

// hunt is one run of the engine over all parts.
type hunt struct {
	ctx     context.Context
	stop    context.CancelFunc
	m       *Model
	o       Options
	start   time.Time
	limit   time.Duration
	patient bool // use the whole budget; otherwise stop when nothing improves
	quests  []*quest
	total   float64 // work of all parts

	mu    sync.Mutex
	cost  Cost // sum over quests of the best so far
	bound Cost
	best  time.Duration
	level [MaxLevels]time.Duration
	seen  Cost // the best cost reported
}

func newHunt(ctx context.Context, m *Model, o Options) *hunt {
	h := &hunt{m: m, o: o, start: time.Now(), limit: o.Time, patient: true}
	if o.Threads <= 0 {
		h.o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Time <= 0 && o.Steps <= 0 {
		h.limit, h.patient = time.Minute, false
	}
	if o.Steps > 0 {
		h.limit = math.MaxInt64
	}
	h.ctx, h.stop = context.WithCancel(ctx)
	parts := split(m)
	for _, k := range bySize(parts) {
		q := newQuest(h, &parts[k], k)
		h.quests = append(h.quests, q)
		h.total += q.work
		h.cost = h.cost.Plus(q.best)
		h.bound = h.bound.Plus(q.bound)
	}
	h.seen = h.cost
	return h
}

// run works through the parts: a large one with all threads, the small ones
// beside each other.
func (h *hunt) run() {
	threads := h.o.Threads
	var small []*quest
	for _, q := range h.quests {
		if q.work*float64(threads)*2 < h.total && threads > 1 && len(h.quests) > threads {
			small = append(small, q)
			continue
		}
		q.solve(threads, h.share(q, 1))
	}
	if len(small) == 0 {
		return
	}
	next := make(chan *quest)
	var wg sync.WaitGroup
	for range threads {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for q := range next {
				q.solve(1, h.share(q, threads))
			}
		}()
	}
	for _, q := range small {
		next <- q
	}
	close(next)
	wg.Wait()
}

// share is the part of the budget that falls to the quest when so many run at once.
func (h *hunt) share(q *quest, at int) budget {
	f := q.work / h.total
	if h.o.Steps > 0 {
		return budget{steps: max(1, int64(f*float64(h.o.Steps)))}
	}
	var left, done float64
	for _, x := range h.quests {
		if x.over.Load() {
			done += x.work
		}
	}
	left = h.total - done
	rest := h.limit - time.Since(h.start)
	return budget{until: time.Now().Add(time.Duration(float64(rest) * min(1, q.work*float64(at)/left)))}
}

// budget is what one part may use: steps over all its walkers, or time.
type budget struct {
	steps int64
	until time.Time
}

// better is told of each improvement of a quest's best.
func (h *hunt) better(q *quest, now Cost) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cost = h.cost.Plus(now).Minus(q.best)
	q.best = now
	if !h.cost.Less(h.seen) {
		return
	}
	at := time.Since(h.start)
	changed := false
	for l := range h.cost {
		if changed = changed || h.cost[l] != h.seen[l]; changed {
			h.level[l] = at
		}
	}
	h.seen = h.cost
	h.best = at
	if h.o.Progress != nil {
		h.o.Progress(Progress{Elapsed: at, Cost: h.cost, Bound: h.bound, Done: h.done(at)})
	}
}

func (h *hunt) done(at time.Duration) float64 {
	if h.o.Steps > 0 {
		var n int64
		for _, q := range h.quests {
			n += q.steps.Load()
		}
		return min(1, float64(n)/float64(h.o.Steps))
	}
	return min(1, float64(at)/float64(h.limit))
}

// raise is told of a better bound of a quest.
func (h *hunt) raise(q *quest, now Cost) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bound = h.bound.Plus(now).Minus(q.bound)
	q.bound = now
}

func (h *hunt) result() *Result {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := &Result{Plan: &Plan{Lines: make([][]Decision, len(h.m.Lines))}, Best: h.best}
	for _, q := range h.quests {
		q.part.give(q.plan, r.Plan)
		r.Cost = r.Cost.Plus(q.best)
		r.Bound = r.Bound.Plus(q.bound)
		r.Steps += q.steps.Load()
	}
	r.Proved = r.Cost == r.Bound
	r.Levels = append(r.Levels, h.level[:len(h.m.Levels)]...)
	return r
}
