package native

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/bound"
)

// Engine is the engine in plain Go. It takes the model apart into pieces that
// share nothing, bounds each piece from below, anneals it in cycles over
// several threads, mends what is left short by re-planning whole lines
// exactly, and stops as soon as the plan meets the bounds. The zero value works.
type Engine struct{}

// Name is "native".
func (Engine) Name() string { return "native" }

// Solve searches within the options' budget. It returns an error only for a
// model without days and for options out of their range.
func (Engine) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if err := cmp.Or(o.Check(), m.Check()); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return unsearched(m, &o), nil
	}
	h := newRun(ctx, m, o)
	if h == nil {
		return unsearched(m, &o), nil
	}
	defer h.stop()
	h.search()
	return h.result(), nil
}

// unsearched is the result of a search that was over before it began: the plan to start from where
// that is legal, else what is fixed.
func unsearched(m *solver.Model, o *solver.Options) *solver.Result {
	r := &solver.Result{Stopped: solver.StoppedCancelled, Levels: make([]time.Duration, len(m.Levels))}
	if s := o.Start; s != nil && len(s.Lines) == len(m.Lines) && len(m.Violations(s)) == 0 {
		r.Plan = s.Clone()
	} else {
		r.Plan = &solver.Plan{}
		for l := range m.Lines {
			r.Plan.Lines = append(r.Plan.Lines, slices.Clone(m.Lines[l].Fixed))
		}
	}
	r.Cost = m.Evaluate(r.Plan)
	return r
}

// run is the engine at work on all parts.
type run struct {
	caller  context.Context
	ctx     context.Context
	stop    context.CancelFunc
	m       *solver.Model
	o       solver.Options
	start   time.Time
	limit   time.Duration
	patient bool // use the whole budget; otherwise stop when nothing improves
	over    atomic.Bool
	parts   []*partRun
	total   float64 // work of all parts

	mu    sync.Mutex
	cost  solver.Cost // sum over parts of the best so far
	bound solver.Cost
	best  time.Duration
	level [solver.MaxLevels]time.Duration
	seen  solver.Cost // the best cost reported
	told  solver.Cost // of the last checkpoint
}

// newRun lays out the parts; nil when the context ended first.
func newRun(ctx context.Context, m *solver.Model, o solver.Options) *run {
	h := &run{caller: ctx, m: m, o: o, start: time.Now(), limit: o.Time, patient: true}
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
	parts := solver.Split(m)
	for _, k := range solver.BySize(parts) {
		q := newPartRun(h, &parts[k], k)
		if q == nil {
			h.stop()
			return nil
		}
		h.parts = append(h.parts, q)
		h.total += q.work
		h.cost = h.cost.Plus(q.best)
		h.bound = h.bound.Plus(q.bound)
	}
	h.seen, h.told = h.cost, h.cost
	return h
}

// search works in rounds. In each round every part that is not finished is cooled
// once, so that there is a whole plan early; rounds grow, and the last one is
// cut to fit the time. A part too large for one thread is cooled on all of
// them; the others are dealt out to the threads.
func (h *run) search() {
	bounded := make(chan struct{})
	bounders := make([]*bound.Bounder, len(h.parts))
	if h.o.Steps > 0 {
		for i, q := range h.parts {
			if q.unbound() {
				bounders[i] = q.bindShort(h.ctx)
			}
		}
	} else {
		go func() {
			defer close(bounded)
			h.bind()
		}()
	}
	h.layGrids()
	for round := 0; ; round++ {
		active := h.active()
		if len(active) == 0 {
			break
		}
		h.round(active, round)
		h.checkpoint()
	}
	if h.o.Steps > 0 {
		for i, q := range h.parts {
			q.bindAll(h.ctx, bounders[i])
		}
		return
	}
	h.over.Store(true)
	select { // a bound under way may still prove the plan best
	case <-bounded:
	case <-time.After(h.limit + min(h.limit/20, time.Second) - time.Since(h.start)):
	case <-h.ctx.Done():
	}
	h.stop()
	<-bounded
}

// active lists the parts that have something left to gain, largest first. For
// most of the budget those that stand above a bound at a more important level
// than the others go alone.
func (h *run) active() []*partRun {
	if h.ctx.Err() != nil || h.share() >= 1 {
		return nil
	}
	var out []*partRun
	first := solver.MaxLevels
	for _, q := range h.parts {
		if len(q.b.Tasks) == 0 || q.laid || q.met() || (!h.patient && q.idle >= 6) {
			continue
		}
		out = append(out, q)
		if q.fresh {
			continue
		}
		first = min(first, q.above())
	}
	if h.share() > 0.6 || first >= h.m.PayLevel {
		return out
	}
	return slices.DeleteFunc(out, func(q *partRun) bool { return !q.fresh && q.above() > first })
}

// share is the part of the budget used so far.
func (h *run) share() float64 {
	if h.o.Steps > 0 {
		return float64(h.spent()) / float64(h.o.Steps)
	}
	return time.Since(h.start).Seconds() / h.limit.Seconds()
}

func (h *run) spent() (n int64) {
	for _, q := range h.parts {
		n += q.steps.Load()
	}
	return n
}

// round cools every active part once.
func (h *run) round(active []*partRun, round int) {
	var work float64
	for _, q := range active {
		work += q.work
	}
	threads := h.o.Threads
	p := h.pace(work, round)
	for len(active) > 0 && (active[0].work*float64(threads) > work || len(active) < threads) {
		q := active[0]
		q.cycle(threads, round, p, h.until(p.end, q.work/work))
		work -= q.work
		active = active[1:]
	}
	var wg sync.WaitGroup
	for _, mine := range deal(active, threads) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var rest float64
			for _, q := range mine {
				rest += q.work
			}
			for _, q := range mine {
				q.cycle(1, round, p, h.until(p.end, q.work/rest))
				rest -= q.work
			}
		}()
	}
	wg.Wait()
}

// deal gives each part, largest first, to the thread with the least work.
func deal(parts []*partRun, threads int) [][]*partRun {
	out := make([][]*partRun, threads)
	load := make([]float64, threads)
	for _, q := range parts {
		least := 0
		for k := range load {
			if load[k] < load[least] {
				least = k
			}
		}
		load[least] += q.work
		out[least] = append(out[least], q)
	}
	return out
}

// pace is how long a round is to be.
type pace struct {
	scale float64 // steps for each unit of a part's work
	last  bool
	end   time.Time // when it must be over; zero while there is time enough
}

// pace plans a round over so much work.
func (h *run) pace(work float64, round int) pace {
	p := pace{scale: stepsPerWork * math.Pow(growth, float64(max(0, round-1)))}
	if h.o.Steps > 0 {
		left := float64(h.o.Steps-h.spent()) / work
		if left < 1.6*p.scale {
			p.scale, p.last = left, true
		}
		return p
	}
	elapsed := time.Since(h.start).Seconds()
	left := h.limit.Seconds() - elapsed
	if round == 0 {
		p.end = h.start.Add(h.limit)
		return p
	}
	rate := float64(h.spent()) / elapsed
	if need := p.scale * work / rate; need*1.6 > left {
		p.scale *= left / need * 1.1
		p.last, p.end = true, h.start.Add(h.limit)
	}
	return p
}

// until is the time by which a share of what is left till the end must be over.
func (h *run) until(end time.Time, share float64) time.Time {
	if end.IsZero() || h.o.Steps > 0 {
		return time.Time{}
	}
	return time.Now().Add(time.Duration(float64(time.Until(end)) * min(1, share)))
}

// better is told of each improvement of a part's best.
func (h *run) better(q *partRun, now solver.Cost) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !now.Less(q.best) {
		return
	}
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
		h.o.Progress(solver.Progress{Elapsed: at, Cost: h.cost, Bound: h.bound, Done: min(1, h.share())})
	}
}

// bestOf is the part's best cost so far.
func (h *run) bestOf(q *partRun) solver.Cost {
	h.mu.Lock()
	defer h.mu.Unlock()
	return q.best
}

// boundOf is the part's bound so far.
func (h *run) boundOf(q *partRun) solver.Cost {
	h.mu.Lock()
	defer h.mu.Unlock()
	return q.bound
}

// raise is told of a better bound of a part. A bound above what has been
// reached would be an error of the bound; it is not believed.
func (h *run) raise(q *partRun, now solver.Cost) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bound = h.bound.Plus(now).Minus(q.bound)
	q.bound = now
}

// checkpoint hands the best plan so far to whoever asked for it, when it is better than the one
// before. No part may be at work.
func (h *run) checkpoint() {
	if h.o.Checkpoint == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var cost solver.Cost
	for _, q := range h.parts {
		cost = cost.Plus(q.kept)
	}
	if cost.Less(h.told) {
		h.told = cost
		h.o.Checkpoint(h.plan())
	}
}

// plan is a copy of the best plans of the parts as one.
func (h *run) plan() *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(h.m.Lines))}
	for _, q := range h.parts {
		q.part.Give(q.plan, p)
	}
	return p
}

// stopped is why the search ended.
func (h *run) stopped(proved bool) solver.Stopped {
	switch {
	case proved:
		return solver.StoppedProved
	case h.caller.Err() != nil:
		return solver.StoppedCancelled
	case h.share() < lastPass:
		return solver.StoppedIdle
	case h.o.Steps > 0:
		return solver.StoppedSteps
	}
	return solver.StoppedTime
}

func (h *run) result() *solver.Result {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := &solver.Result{Plan: h.plan(), Best: h.best}
	for _, q := range h.parts {
		r.Cost = r.Cost.Plus(q.kept)
		r.Bound = r.Bound.Plus(q.sureBound())
		r.Steps += q.steps.Load()
	}
	r.Proved = h.m.Met(r.Cost, r.Bound)
	r.Stopped = h.stopped(r.Proved)
	r.Levels = append(r.Levels, h.level[:len(h.m.Levels)]...)
	return r
}

// Chooser lists the decisions that lines may take.
type Chooser struct{ b *board.Board }

// NewChooser makes a chooser of a model that Check finds sound.
func NewChooser(m *solver.Model) *Chooser { return &Chooser{board.New(m)} }

// List lists every decision that meets the span and that line l may take, as
// far as each alone goes, in order of task (Reserve last), start and end.
//
// A step greater than the model's grain leaves some out: starts and ends are
// then multiples of it, or ends of a task that the line may serve, or ends of
// when it may, or among some points more. The list ends early when it is longer than most.
func (c *Chooser) List(l int, in solver.Span, step solver.Minute, more []solver.Minute, most int) (out []solver.Decision) {
	b, lb := c.b, &c.b.Lines[l]
	kept := b.KeptPoints(lb, in, step, more)
	add := func(d solver.Decision) {
		if d.Span().Meet(in).Len() > 0 && b.Fits(int32(l), d) {
			out = append(out, d)
		}
	}
	for i := range lb.Permits {
		t := &b.Tasks[lb.Permits[i].Task]
		if t.Span.Meet(in).Len() <= 0 {
			continue
		}
		kind := t.Kind
		if lb.Master >= 0 {
			kind = solver.Beside
		}
		points := b.PointsIn(t.Span, step, kept)
		if t.Whole && kind != solver.Beside {
			points = []solver.Minute{t.From, t.To}
		}
		for k, from := range points {
			if len(out) > most {
				return out
			}
			for _, to := range points[k+1:] {
				add(solver.Decision{Task: lb.Permits[i].Task, Start: from, End: to, Kind: kind})
			}
		}
	}
	for _, s := range lb.Reserve {
		points := b.PointsIn(s, step, kept)
		for k, from := range points {
			if len(out) > most {
				return out
			}
			for _, to := range points[k+1:] {
				if to-from > b.Model.ReserveMax {
					break
				}
				add(solver.Decision{Task: solver.NoTask, Start: from, End: to, Kind: solver.Reserve})
			}
		}
	}
	return out
}
