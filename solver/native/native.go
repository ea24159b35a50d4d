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
// model that Check finds fault with, for options out of their range, and a *solver.PanicError for a
// rule or Progress that panics.
func (Engine) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if err := cmp.Or(solver.CheckContext(ctx), o.Check(), m.Check()); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return unsearched(m, &o), nil
	}
	return solver.Guarded(ctx, m, o, func(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
		r := newRun(ctx, m, o)
		if r == nil {
			return unsearched(m, &o), nil
		}
		defer r.stop()
		r.search()
		return r.result(), nil
	})
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
	r := &run{caller: ctx, m: m, o: o, start: time.Now(), limit: o.Time, patient: true}
	if o.Threads <= 0 {
		r.o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Time <= 0 && o.Steps <= 0 {
		r.limit, r.patient = time.Minute, false
	}
	if o.Steps > 0 {
		r.limit = math.MaxInt64
	}
	r.ctx, r.stop = context.WithCancel(ctx)
	parts := solver.SplitContext(ctx, m)
	if ctx.Err() != nil {
		r.stop()
		return nil
	}
	for _, k := range solver.BySize(parts) {
		p := newPartRun(r, &parts[k], k)
		if p == nil {
			r.stop()
			return nil
		}
		r.parts = append(r.parts, p)
		r.total += p.work
		r.cost = r.cost.Plus(p.best)
		r.bound = r.bound.Plus(p.bound)
	}
	r.seen, r.told = r.cost, r.cost
	return r
}

// search works in rounds. In each round every part that is not finished is cooled
// once, so that there is a whole plan early; rounds grow, and the last one is
// cut to fit the time. A part too large for one thread is cooled on all of
// them; the others are dealt out to the threads.
func (r *run) search() {
	bounded := make(chan struct{})
	bounders := make([]*bound.Bounder, len(r.parts))
	if r.o.Steps > 0 {
		for i, p := range r.parts {
			if p.unbound() {
				bounders[i] = p.bindShort(r.ctx)
			}
		}
	} else {
		go func() {
			defer close(bounded)
			r.bind()
		}()
	}
	r.layGrids()
	for round := 0; ; round++ {
		active := r.active()
		if len(active) == 0 {
			break
		}
		r.round(active, round)
		r.checkpoint()
	}
	if r.o.Steps > 0 {
		for i, p := range r.parts {
			p.bindAll(r.ctx, bounders[i])
		}
		return
	}
	r.over.Store(true)
	select { // a bound under way may still prove the plan best
	case <-bounded:
	case <-time.After(r.limit + min(r.limit/20, time.Second) - time.Since(r.start)):
	case <-r.ctx.Done():
	}
	r.stop()
	<-bounded
}

// active lists the parts that have something left to gain, largest first. For
// most of the budget those that stand above a bound at a more important level
// than the others go alone.
func (r *run) active() []*partRun {
	if r.ctx.Err() != nil || r.share() >= 1 {
		return nil
	}
	var out []*partRun
	first := solver.MaxLevels
	for _, p := range r.parts {
		if len(p.b.Tasks) == 0 || p.laid || p.met() || (!r.patient && p.idle >= 6) {
			continue
		}
		out = append(out, p)
		if p.fresh {
			continue
		}
		first = min(first, p.above())
	}
	if r.share() > 0.6 || first >= r.m.PayLevel {
		return out
	}
	return slices.DeleteFunc(out, func(p *partRun) bool { return !p.fresh && p.above() > first })
}

// share is the part of the budget used so far.
func (r *run) share() float64 {
	if r.o.Steps > 0 {
		return float64(r.spent()) / float64(r.o.Steps)
	}
	return time.Since(r.start).Seconds() / r.limit.Seconds()
}

func (r *run) spent() (n int64) {
	for _, p := range r.parts {
		n += p.steps.Load()
	}
	return n
}

// round cools every active part once.
func (r *run) round(active []*partRun, round int) {
	var work float64
	for _, p := range active {
		work += p.work
	}
	threads := r.o.Threads
	tempo := r.pace(work, round)
	for len(active) > 0 && (active[0].work*float64(threads) > work || len(active) < threads) {
		p := active[0]
		p.cycle(threads, round, tempo, r.until(tempo.end, p.work/work))
		work -= p.work
		active = active[1:]
	}
	var wg sync.WaitGroup
	for _, mine := range deal(active, threads) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var rest float64
			for _, p := range mine {
				rest += p.work
			}
			for _, p := range mine {
				p.cycle(1, round, tempo, r.until(tempo.end, p.work/rest))
				rest -= p.work
			}
		}()
	}
	wg.Wait()
}

// deal gives each part, largest first, to the thread with the least work.
func deal(parts []*partRun, threads int) [][]*partRun {
	out := make([][]*partRun, threads)
	load := make([]float64, threads)
	for _, p := range parts {
		least := 0
		for k := range load {
			if load[k] < load[least] {
				least = k
			}
		}
		load[least] += p.work
		out[least] = append(out[least], p)
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
func (r *run) pace(work float64, round int) pace {
	p := pace{scale: stepsPerWork * math.Pow(growth, float64(max(0, round-1)))}
	if r.o.Steps > 0 {
		left := float64(r.o.Steps-r.spent()) / work
		if left < 1.6*p.scale {
			p.scale, p.last = left, true
		}
		return p
	}
	elapsed := time.Since(r.start).Seconds()
	left := r.limit.Seconds() - elapsed
	if round == 0 {
		p.end = r.start.Add(r.limit)
		return p
	}
	rate := float64(r.spent()) / elapsed
	if need := p.scale * work / rate; need*1.6 > left {
		p.scale *= left / need * 1.1
		p.last, p.end = true, r.start.Add(r.limit)
	}
	return p
}

// until is the time by which a share of what is left till the end must be over.
func (r *run) until(end time.Time, share float64) time.Time {
	if end.IsZero() || r.o.Steps > 0 {
		return time.Time{}
	}
	return time.Now().Add(time.Duration(float64(time.Until(end)) * min(1, share)))
}

// better is told of each improvement of a part's best.
func (r *run) better(p *partRun, now solver.Cost) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !now.Less(p.best) {
		return
	}
	r.cost = r.cost.Plus(now).Minus(p.best)
	p.best = now
	if !r.cost.Less(r.seen) {
		return
	}
	at := time.Since(r.start)
	changed := false
	for l := range r.cost {
		if changed = changed || r.cost[l] != r.seen[l]; changed {
			r.level[l] = at
		}
	}
	r.seen = r.cost
	r.best = at
	if r.o.Progress != nil {
		r.o.Progress(solver.Improvement{Elapsed: at, Cost: r.cost, Bound: r.bound, Done: min(1, r.share())})
	}
}

// bestOf is the part's best cost so far.
func (r *run) bestOf(p *partRun) solver.Cost {
	r.mu.Lock()
	defer r.mu.Unlock()
	return p.best
}

// boundOf is the part's bound so far.
func (r *run) boundOf(p *partRun) solver.Cost {
	r.mu.Lock()
	defer r.mu.Unlock()
	return p.bound
}

// raise is told of a better bound of a part. A bound above what has been
// reached would be an error of the bound; it is not believed.
func (r *run) raise(p *partRun, now solver.Cost) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bound = r.bound.Plus(now).Minus(p.bound)
	p.bound = now
}

// checkpoint hands the best plan so far to whoever asked for it, when it is better than the one before. No part may
// be at work.
func (r *run) checkpoint() {
	if r.o.Checkpoint == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var cost solver.Cost
	for _, q := range r.parts {
		cost = cost.Plus(q.kept)
	}
	if cost.Less(r.told) {
		r.told = cost
		r.o.Checkpoint(r.plan())
	}
}

// plan is a copy of the best plans of the parts as one.
func (r *run) plan() *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(r.m.Lines))}
	for _, q := range r.parts {
		q.part.Give(q.plan, p)
	}
	return p
}

// stopped is why the search ended.
func (r *run) stopped(proved bool) solver.Stopped {
	switch {
	case proved:
		return solver.StoppedProved
	case r.caller.Err() != nil:
		return solver.StoppedCancelled
	case r.share() < lastPass:
		return solver.StoppedIdle
	case r.o.Steps > 0:
		return solver.StoppedSteps
	}
	return solver.StoppedTime
}

func (r *run) result() *solver.Result {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := &solver.Result{Plan: r.plan(), Best: r.best}
	for _, p := range r.parts {
		out.Cost = out.Cost.Plus(p.kept)
		out.Bound = out.Bound.Plus(p.sureBound())
		out.Steps += p.steps.Load()
	}
	out.Proved = r.m.Met(out.Cost, out.Bound)
	out.Stopped = r.stopped(out.Proved)
	out.Levels = append(out.Levels, r.level[:len(r.m.Levels)]...)
	return out
}

// Chooser lists the decisions that lines may take.
type Chooser struct{ b *board.Board }

// NewChooser makes a chooser of a model that Check finds sound.
func NewChooser(m *solver.Model) *Chooser { return &Chooser{board.New(context.Background(), m)} }

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
