package roster

import (
	"context"
	"math"
	"sync"

	"github.com/carerota/carerota/solver/native/internal/lp"
)

// priceScale is how many units of price go to one unit of cost. Bounds are sums of
// whole prices, so that no rounding enters them.
const priceScale = 1 << 16

// quote is the outcome of planning every worker at one set of prices.
type quote struct {
	bound int64 // of the cost, times priceScale
	lines []Line
	ok    bool // every worker has a line
	cut   bool // the context ended first; nothing else holds then
}

// quoteAll plans every worker at the prices, on all planners at once, and computes the
// bound that the prices prove at the node: the workers' best lines at the prices, plus for
// each option the least of its cost and prices paid (Lagrange). It holds for any prices.
func (m *master) quoteAll(ctx context.Context, planners []planner, prices []float64) quote {
	m.spend(planMoves * int64(m.workers*m.days))
	rounded := lp.Whole(prices, priceScale)
	least := make([]int64, m.workers)
	lines := make([][]Line, m.workers)
	fine := make([]bool, m.workers)
	var all sync.WaitGroup
	for t, p := range planners {
		all.Go(func() {
			for w := t; w < m.workers && ctx.Err() == nil; w += len(planners) {
				least[w], lines[w], fine[w] = p.plan(w, rounded, priceScale, &m.holds[w])
			}
		})
	}
	all.Wait()
	if ctx.Err() != nil {
		return quote{cut: true}
	}
	q := quote{ok: true}
	for w := range m.workers {
		q.ok = q.ok && fine[w]
		q.bound += least[w]
		q.lines = append(q.lines, lines[w]...)
	}
	for o, price := range rounded {
		q.bound += m.leastCover(o, price)
	}
	return q
}

// leastCover is the least of scaled cost and price over the cover an option may have.
func (m *master) leastCover(o int, price int64) int64 {
	best := int64(math.MaxInt64)
	for count := m.least[o]; count <= m.most[o]; count++ {
		best = min(best, priceScale*m.coverCost(o, count)+price*int64(count))
	}
	return best
}

// nodeBound is the least whole cost that a scaled bound leaves.
func nodeBound(scaled int64) int64 {
	cost := scaled / priceScale
	if scaled%priceScale > 0 {
		cost++
	}
	return cost
}

// relaxation is where column generation at a node ended.
type relaxation struct {
	value   float64   // of the program
	prices  []float64 // that prove the bound
	bound   int64     // least whole cost at the node, proved
	scaled  int64     // the same before rounding up, times priceScale
	closed  bool      // no line is left that would lower value
	barren  bool      // some worker has no line at all here
	aborted bool      // cut short, or the bound passed the limit
}

// generation is how long column generation goes on at a node.
type generation struct {
	planners []planner         // none: of the lines in the program alone, with bounds that hold for them alone
	rounds   int               // 0 for as many as it takes
	below    int64             // rotas of this cost or more are of no use
	gap      float64           // share of its value within which the program is near enough to the bound; 0 for whatever it takes
	raise    func(bound int64) // hears of better bounds on the way; may be nil
	between  func()            // called between rounds; may be nil
	prices   []float64         // to ascend from before the first program; nil for none
	lines    int               // held in the program before it is pruned
}

// generate brings the program at a node to its optimum over all lines. Prices are
// smoothed between those of the best bound and the program's (Wentges 1997; the weight
// moves as Pessoa et al. 2018 say): a step is taken back half-way to the program's
// when it finds no line.
func (m *master) generate(ctx context.Context, g generation) relaxation {
	out := relaxation{scaled: math.MinInt64, bound: math.MinInt64}
	var centre []float64
	weight := 0.8
	if g.prices != nil {
		centre = m.ascend(ctx, &out, g)
		if out.aborted || out.barren {
			return out
		}
	}
	for round := 0; g.rounds == 0 || round < g.rounds; round++ {
		if g.between != nil {
			g.between()
		}
		value, fine := m.solve(ctx)
		if !fine || ctx.Err() != nil {
			out.aborted = true
			return out
		}
		out.value = value
		if len(g.planners) == 0 {
			out.closed, out.bound = true, int64(math.Ceil(value-whole))
			return out
		}
		prices := m.prices()
		added, done := m.step(ctx, &out, g, prices, &centre, &weight)
		if done {
			return out
		}
		if g.gap > 0 && !m.lacking() && value-float64(out.scaled)/priceScale <= g.gap*math.Abs(value) {
			return out
		}
		if added == 0 {
			if m.lacking() && m.dearer() {
				continue
			}
			out.closed = true
			return out
		}
		m.prune(g.lines)
	}
	return out
}

// step looks for lines at smoothed prices, falling back to the program's own.
func (m *master) step(ctx context.Context, out *relaxation, g generation, prices []float64, centre *[]float64, weight *float64) (added int, done bool) {
	for share := *weight; ; share = max(0, 2*share-1) {
		if *centre == nil || share < 0.05 {
			share = 0
		}
		q := m.quoteAll(ctx, g.planners, between(prices, *centre, share))
		if q.cut {
			out.aborted = true
			return 0, true
		}
		if !q.ok {
			out.barren = true
			return 0, true
		}
		if q.bound > out.scaled {
			out.scaled, out.bound = q.bound, nodeBound(q.bound)
			*centre = between(prices, *centre, share)
			out.prices = *centre
			if g.raise != nil {
				g.raise(out.bound)
			}
			if share > 0 {
				*weight = min(0.9, *weight+0.05)
			}
		} else if share > 0 {
			*weight = max(0.3, *weight-0.1)
		}
		if out.bound >= g.below {
			out.aborted = true
			return 0, true
		}
		added = m.addUseful(q.lines)
		if added > 0 || share == 0 {
			return added, false
		}
	}
}

// between is share of the way from prices to the centre.
func between(prices, centre []float64, share float64) []float64 {
	if share == 0 {
		return append([]float64(nil), prices...)
	}
	mixed := make([]float64, len(prices))
	for o, price := range prices {
		mixed[o] = share*centre[o] + (1-share)*price
	}
	return mixed
}

// addUseful adds the lines that would lower the program's value.
func (m *master) addUseful(lines []Line) int {
	added := 0
	for k := range lines {
		if m.reduced(&lines[k]) < -1e-6 && m.add(lines[k]) {
			added++
		}
	}
	return added
}
