package native

import (
	"context"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/walk"
)

// partRun is the search on one part of the model.
type partRun struct {
	whole   *run
	part    *solver.Part
	b       *board.Board
	work    float64
	seed    uint64
	short   [solver.MaxLevels]bool // levels at which tasks run short
	soft    [solver.MaxLevels]bool // levels at which rules by day, wishes and wants have prices: none of the bounds counts those
	grid    *grid                  // of a part of whole shifts; nil for others
	laid    bool                   // by the roster engine: nothing more to do
	walkers []*walk.Walker
	plan    *solver.Plan // best so far
	kept    solver.Cost  // its cost
	best    solver.Cost  // the best cost seen, the plan may still be a walker's; guarded by h.mu
	bound   solver.Cost  // guarded by h.mu
	steps   atomic.Int64
	settled atomic.Bool // the bounds are for the plan reached, whatever is short in it
	fresh   bool        // not cooled yet
	idle    int         // rounds in a row that found nothing better
}

// newPartRun lays out a part; nil when the run's context ended first.
func newPartRun(h *run, p *solver.Part, number int) *partRun {
	if h.ctx.Err() != nil {
		return nil
	}
	q := &partRun{whole: h, part: p, b: board.New(p.Model), work: p.Work(), seed: h.o.Seed*1_000_003 + uint64(number)*7919 + 1, fresh: true}
	if h.ctx.Err() != nil {
		return nil
	}
	w := walk.New(q.b, q.seed)
	if h.o.Start != nil {
		w.Adopt(p.Take(h.o.Start))
	}
	q.walkers = []*walk.Walker{w}
	q.plan, q.kept, q.best = w.State.Plan(), w.Best, w.Best
	for i := range p.Model.Tasks {
		if t := &p.Model.Tasks[i]; t.UnderPrice > 0 {
			q.short[t.UnderLevel] = true
		}
	}
	q.soft = p.Model.SoftLevels()
	q.grid = newGrid(p.Model)
	if len(p.Lines) == 0 {
		q.bound = q.kept
	}
	return q
}

// Temperatures in units of the typical pay of an hour, and the steps of the
// first round for each unit of a part's work.
const (
	hottest      = 30
	warm         = 1.5
	coldest      = 0.02
	firstColdest = 0.2
	stepsPerWork = 500
	growth       = 1.7     // of a round over the one before
	mendLeast    = 100_000 // steps that repay the setting up of the exact planner
)

// lines is the best plan with past work, as walkers hold it.
func (q *partRun) lines() [][]solver.Decision {
	out := make([][]solver.Decision, len(q.plan.Lines))
	for i, l := range q.plan.Lines {
		out[i] = append(q.b.Lines[i].PastFixed(), l...)
	}
	return out
}

// met says whether nothing can be better than the best.
func (q *partRun) met() bool { return q.part.Model.Met(q.kept, q.whole.boundOf(q)) }

// above is the most important level at which the best stands above its bound.
func (q *partRun) above() int {
	bound := q.whole.boundOf(q)
	for l := range q.kept {
		if q.kept[l]-bound[l] > q.part.Model.Fine[l] {
			return l
		}
	}
	return solver.MaxLevels
}

// scarcity is the energy of a minute at the least important level before money at which the best
// stands above its bound, whether limits of hours may be in the way there, and whether they are so most of all:
// hardly an hour is to spare, or all that lacks is backup for which there are hours enough. A minute without
// backup counts once for every line present.
func (q *partRun) scarcity() (minute float64, limited, scarce bool) {
	m := q.part.Model
	bound := q.whole.boundOf(q)
	for l := m.PayLevel - 1; l >= 0; l-- {
		switch {
		case q.kept[l]-bound[l] <= m.Fine[l]:
		case l == m.BackupLevel:
			return q.b.Weight[l] * max(1, q.b.Crew), q.b.Backed, q.b.Backed
		default:
			return q.b.Weight[l], q.b.Limited, q.b.Tight
		}
	}
	return 0, false, false
}

// cycle cools walkers, one a thread, from the best plan with random numbers of
// their own, and keeps the best of what they find.
func (q *partRun) cycle(threads, round int, p pace, until time.Time) {
	for len(q.walkers) < threads {
		w := walk.New(q.b, q.seed+uint64(len(q.walkers))*104729)
		w.Load(q.lines())
		q.walkers = append(q.walkers, w)
	}
	heats := q.heats(round, p.last)
	q.fresh = false
	steps := max(256, int64(p.scale*q.work)/int64(threads))
	mending := round > 0 && q.above() < q.part.Model.PayLevel && (!p.last || q.whole.o.Steps > 0)
	whole := q.whole.ctx
	if q.whole.o.Steps <= 0 { // mending may take longer than there is time
		in, over := context.WithDeadline(whole, q.whole.start.Add(q.whole.limit))
		defer over()
		whole = in
	}
	ctx, cancel := context.WithCancel(whole)
	defer cancel()
	var wg sync.WaitGroup
	for _, w := range q.walkers[:threads] {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k, h := range heats {
				part, left := 1.0, 1.0 // of the steps, and of the time till the end
				if k < len(heats)-1 {
					part, left = looseLast, looseLast
				} else if k > 0 {
					part = 1 - looseLast
				}
				q.steps.Add(q.cool(ctx, w, int64(float64(steps)*part), h, until, left))
			}
			q.offer(w)
			if mending {
				q.steps.Add(w.Mend(ctx, max(mendLeast, steps/2), q.whole.boundOf(q)))
				if w.Best.Less(q.whole.bestOf(q)) {
					q.whole.better(q, w.Best)
				}
			}
			if q.whole.o.Steps <= 0 && q.part.Model.Met(w.Best, q.whole.boundOf(q)) {
				cancel()
			}
		}()
	}
	wg.Wait()
	q.gather(threads)
}

// looseLast is the share that loose limits have of the last round, where they go before money.
const looseLast = 0.8

// heat is how a round is cooled.
type heat struct {
	hot, cold float64
	loose     float64 // energy of a part of hours at the level that stands above its bound, while limits of hours are loose; 0: they are not
}

// heats are the coolings of a round. While a level above
// money stands above its bound, rounds are hot enough to give up half an hour
// of it, a fifth, a twentieth, in turn, and some work with loose limits, most of them where
// hardly an hour is to spare; the last round, and all once nothing is
// short, polish money.
func (q *partRun) heats(round int, last bool) []heat {
	polish := heat{hot: warm, cold: coldest}
	if round == 0 {
		if q.whole.o.Start != nil {
			return []heat{{hot: warm, cold: firstColdest}}
		}
		return []heat{{hot: hottest, cold: firstColdest}}
	}
	l := q.above()
	if l >= q.part.Model.PayLevel {
		return []heat{polish}
	}
	hour := 60 * q.b.Weight[l]
	minute, limited, scarce := q.scarcity()
	loose := heat{minute * 30, minute * 1.2, minute / solver.PartsPerMinute}
	switch {
	case last && scarce:
		return []heat{loose, polish}
	case last:
		return []heat{polish}
	case limited && (scarce && round%4 != 0 || round%4 == 2):
		return []heat{loose}
	}
	share := [3]float64{20, 2, 5}[round%3]
	return []heat{{hot: hour / share, cold: min(firstColdest, hour/200)}}
}

// gather makes the best of the walkers' plans the part's and gives it to all of them.
func (q *partRun) gather(threads int) {
	top := q.walkers[0]
	for _, w := range q.walkers[1:threads] {
		if w.Best.Less(top.Best) {
			top = w
		}
	}
	top.Back()
	q.offer(top)
	q.idle++
	if top.Best.Less(q.kept) {
		q.idle = 0
		q.keep(top)
	}
	for _, w := range q.walkers[:threads] {
		if w != top {
			w.Load(top.Plan)
		}
	}
}

// keep makes the walker's best plan the part's.
func (q *partRun) keep(w *walk.Walker) {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(w.Plan))}
	for i := range w.Plan {
		p.Lines[i] = slices.Clone(w.Plan[i][w.State.Lines[i].Past:])
	}
	q.plan, q.kept = p, w.Best
	q.whole.better(q, w.Best)
}

// coolBatch is how many steps are made at one temperature.
const coolBatch = 1024

// cool lowers the walker's temperature over the steps, or
// faster when that share of the time till then runs out first; it returns the steps made.
func (q *partRun) cool(ctx context.Context, w *walk.Walker, steps int64, h heat, until time.Time, share float64) (n int64) {
	if h.loose > 0 {
		w.Back()
		w.Loosen()
		defer w.Tighten()
	}
	start := time.Now()
	span := until.Sub(start).Seconds() * share
	for n < steps {
		f := float64(n) / float64(steps)
		if !until.IsZero() {
			t := time.Since(start).Seconds() / span
			if t >= 1 || span <= 0 {
				return n
			}
			f = max(f, t)
		}
		w.Temp = h.hot * math.Pow(h.cold/h.hot, f)
		if h.loose > 0 {
			w.Strain = h.loose * board.Strain(f)
			w.LearnTolls(h.loose, coolBatch/float64(steps))
		}
		if ctx.Err() != nil || (q.whole.o.Steps <= 0 && q.part.Model.Met(w.Best, q.whole.boundOf(q))) {
			return n
		}
		before := w.Best
		for k := int64(0); k < coolBatch && n < steps; k++ {
			w.Step()
			n++
		}
		if w.Best.Less(before) {
			q.whole.better(q, w.Best)
		}
	}
	return n
}

// offer gives the walker's present lines to the pool, if one is asked for. A
// round of cooling ends in a plan of its own, which need not be better than the best.
func (q *partRun) offer(w *walk.Walker) {
	pool := q.whole.o.Pool
	if pool == nil {
		return
	}
	task := func(t int32) int32 { return q.part.Tasks[t] }
	for i, l := range q.part.Lines {
		pool.Offer(int(l), w.State.Lines[i].Decisions[w.State.Lines[i].Past:], task)
	}
}
