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
	spared  bool                   // bindSpare has been tried
	soft    [solver.MaxLevels]bool // levels at which rules by day, wishes and wants have prices: none of the bounds counts those
	grid    *grid                  // of a part of whole shifts; nil for others
	laid    bool                   // by the roster engine: nothing more to do
	walkers []*walk.Walker
	plan    *solver.Plan // best so far
	kept    solver.Cost  // its cost
	best    solver.Cost  // the best cost seen, the plan may still be a walker's; guarded by whole.mu
	bound   solver.Cost  // guarded by whole.mu
	steps   atomic.Int64
	settled atomic.Bool // the bounds are for the plan reached, whatever is short in it
	pinched bool        // the best has next to nothing left of a budget
	fresh   bool        // not cooled yet
	idle    int         // rounds in a row that found nothing better
}

// newPartRun lays out a part; nil when the run's context ended first.
func newPartRun(r *run, part *solver.Part, number int) *partRun {
	b := board.New(r.ctx, part.Model)
	if b == nil {
		return nil
	}
	p := &partRun{whole: r, part: part, b: b, work: part.Work(), seed: r.o.Seed*1_000_003 + uint64(number)*7919 + 1, fresh: true}
	w := walk.New(p.b, p.seed)
	if r.o.Start != nil {
		w.Adopt(part.Take(r.o.Start))
	}
	p.walkers = []*walk.Walker{w}
	p.plan, p.kept, p.best = w.State.Plan(), w.Best, w.Best
	for i := range part.Model.Tasks {
		if t := &part.Model.Tasks[i]; t.UnderPrice > 0 {
			p.short[t.UnderLevel] = true
		}
	}
	p.pinched = b.Pinched(p.plan)
	p.soft = part.Model.SoftLevels()
	p.grid = newGrid(part.Model)
	if len(part.Lines) == 0 {
		p.bound = p.kept
	}
	return p
}

// Temperatures in units of the typical pay of an hour (of more where something has a high price), and the steps of the
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
func (p *partRun) lines() [][]solver.Decision {
	out := make([][]solver.Decision, len(p.plan.Lines))
	for i, l := range p.plan.Lines {
		out[i] = append(p.b.Lines[i].PastFixed(), l...)
		slices.SortStableFunc(out[i], func(x, y solver.Decision) int { return int(x.Start - y.Start) })
	}
	return out
}

// met says whether nothing can be better than the best.
func (p *partRun) met() bool { return p.part.Model.Met(p.kept, p.whole.boundOf(p)) }

// above is the most important level at which the best stands above its bound.
func (p *partRun) above() int {
	bound := p.whole.boundOf(p)
	for l := range p.kept {
		if p.kept[l]-bound[l] > p.part.Model.Fine[l] {
			return l
		}
	}
	return solver.MaxLevels
}

// scarcity is the energy of a minute at the least important level before money at which the best
// stands above its bound, whether limits of hours may be in the way there, and whether they are so most of all:
// hardly an hour is to spare, or all that lacks is backup for which there are hours enough. A minute without
// backup counts once for every line present.
func (p *partRun) scarcity() (minute float64, limited, scarce bool) {
	m := p.part.Model
	bound := p.whole.boundOf(p)
	for l := m.PayLevel - 1; l >= 0; l-- {
		switch {
		case p.kept[l]-bound[l] <= m.Fine[l]:
		case l == m.BackupLevel:
			return p.b.Weight[l] * max(1, p.b.Crew), p.b.Backed, p.b.Backed
		default:
			return p.b.Weight[l], p.b.Limited || p.pinched, p.b.Tight || p.pinched
		}
	}
	return 0, false, false
}

// cycle cools walkers, one a thread, from the best plan with random numbers of
// their own, and keeps the best of what they find.
func (p *partRun) cycle(threads, round int, tempo pace, until time.Time) {
	for len(p.walkers) < threads {
		w := walk.New(p.b, p.seed+uint64(len(p.walkers))*104729)
		w.Load(p.lines())
		p.walkers = append(p.walkers, w)
	}
	heats := p.keeping(p.heats(round, tempo.last))
	p.fresh = false
	steps := max(256, int64(tempo.scale*p.work)/int64(threads))
	mending := round > 0 && p.above() < p.part.Model.PayLevel && (!tempo.last || p.whole.o.Steps > 0)
	whole := p.whole.ctx
	if p.whole.o.Steps <= 0 { // mending may take longer than there is time
		in, over := context.WithDeadline(whole, p.whole.start.Add(p.whole.limit))
		defer over()
		whole = in
	}
	ctx, cancel := context.WithCancel(whole)
	defer cancel()
	var wg sync.WaitGroup
	for _, w := range p.walkers[:threads] {
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
				p.steps.Add(p.cool(ctx, w, int64(float64(steps)*part), h, until, left))
			}
			p.offer(w)
			if mending {
				p.steps.Add(w.Mend(ctx, max(mendLeast, steps/2), p.whole.boundOf(p)))
				if w.Best.Less(p.whole.bestOf(p)) {
					p.whole.better(p, w.Best)
				}
			}
			if p.whole.o.Steps <= 0 && p.part.Model.Met(w.Best, p.whole.boundOf(p)) {
				cancel()
			}
		}()
	}
	wg.Wait()
	p.gather(threads)
}

// looseLast is the share that loose limits have of the last round, where they go before money.
const looseLast = 0.8

// heat is how a round is cooled.
type heat struct {
	hot, cold float64
	loose     float64 // energy of a part of hours at the level that stands above its bound, while limits of hours are loose; 0: they are not
	keep      float64 // energy of a minute on duty of lines that can replace many; 0 where no backup is lacking
}

// keepPrice is what a minute on duty of a line that can replace many costs while backup is lacking, in
// terms of so many lines that lack it.
const keepPrice = 2

// keeping is the heats with a price on what is better kept for reserve, as long as backup is lacking.
func (p *partRun) keeping(heats []heat) []heat {
	m := p.part.Model
	if p.b.Keeps == nil || p.above() > m.BackupLevel {
		return heats
	}
	for i := range heats {
		if i == 0 || heats[i].loose > 0 {
			heats[i].keep = keepPrice * p.b.Weight[m.BackupLevel] * float64(m.BackupPrice)
		}
	}
	return heats
}

// heats are the coolings of a round. While a level above money stands above its bound, rounds are
// hot enough to give up half an hour of it, a fifth, a twentieth, in turn, and some work with loose
// limits, most of them where hardly an hour is to spare; the last round, and all once nothing is
// short, polish money.
func (p *partRun) heats(round int, last bool) []heat {
	polish := heat{hot: warm, cold: coldest * p.b.Fine}
	if round == 0 {
		if p.whole.o.Start != nil && p.above() >= p.part.Model.PayLevel {
			return []heat{{hot: warm, cold: firstColdest}}
		}
		if p.whole.o.Start != nil {
			hour := 60 * p.b.Weight[p.above()]
			return []heat{{hot: hour / 5, cold: firstColdest}}
		}
		return []heat{{hot: hottest, cold: firstColdest}}
	}
	l := p.above()
	if l >= p.part.Model.PayLevel {
		return []heat{polish}
	}
	hour := 60 * p.b.Weight[l]
	minute, limited, scarce := p.scarcity()
	loose := heat{hot: minute * 30, cold: minute * 1.2, loose: minute / solver.PartsPerMinute}
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
func (p *partRun) gather(threads int) {
	top := p.walkers[0]
	for _, w := range p.walkers[1:threads] {
		if w.Best.Less(top.Best) {
			top = w
		}
	}
	top.Back()
	p.offer(top)
	p.idle++
	if top.Best.Less(p.kept) {
		p.idle = 0
		p.keep(top)
	}
	for _, w := range p.walkers[:threads] {
		if w != top {
			w.Load(top.Plan)
		}
	}
}

// keep makes the walker's best plan the part's.
func (p *partRun) keep(w *walk.Walker) {
	plan := &solver.Plan{Lines: make([][]solver.Decision, len(w.Plan))}
	for i := range w.Plan {
		plan.Lines[i] = solver.WithoutPast(w.Plan[i])
	}
	p.plan, p.kept, p.pinched = plan, w.Best, p.b.Pinched(plan)
	p.whole.better(p, w.Best)
}

// coolBatch is how many steps are made at one temperature.
const coolBatch = 1024

// cool lowers the walker's temperature over the steps, or
// faster when that share of the time till then runs out first; it returns the steps made.
func (p *partRun) cool(ctx context.Context, w *walk.Walker, steps int64, h heat, until time.Time, share float64) (n int64) {
	w.State.DutyToll = h.keep
	defer func() { w.State.DutyToll = 0 }()
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
		if ctx.Err() != nil || (p.whole.o.Steps <= 0 && p.part.Model.Met(w.Best, p.whole.boundOf(p))) {
			return n
		}
		before := w.Best
		for k := int64(0); k < coolBatch && n < steps; k++ {
			w.Step()
			n++
		}
		if w.Best.Less(before) {
			p.whole.better(p, w.Best)
		}
	}
	return n
}

// offer gives the walker's present lines to the pool, if one is asked for. A
// round of cooling ends in a plan of its own, which need not be better than the best.
func (p *partRun) offer(w *walk.Walker) {
	pool := p.whole.o.Pool
	if pool == nil {
		return
	}
	task := func(t int32) int32 { return p.part.Tasks[t] }
	for i, l := range p.part.Lines {
		pool.Offer(int(l), solver.WithoutPast(w.State.Lines[i].Decisions), task)
	}
}
