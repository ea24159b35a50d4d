package proof

import (
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Lines are the lines of those who may take some whole visits of a rota, however long it is: how each
// worker can stand before each visit, and where taking it or leaving it leads. They are laid out once,
// and then say for any count of the visits the most that each worker alone can take.
type Lines struct {
	t    *jointly
	rows []lineRow
	best [][][]int64 // by worker, visit and stand: the most to come
}

// lineRow is what of a visit is counted: so many of the workers who count in it, each for so much at
// most.
type lineRow struct {
	visit int
	n     int
	who   uint32
	lasts int64
}

// MostLineSteps is how many steps of lines may be laid out for one proof.
const MostLineSteps = 300_000

// mostLined is the greatest number of workers whose lines are laid out.
const mostLined = 32

// LinesOf lays out the lines of those who can give to a demand of whole visits. There are none where
// somebody has shifts pinned, where there are too many, or where the context ends first.
func (r *Reader) LinesOf(ctx context.Context, demand []scheduler.ProofDemand, budget *int) *Lines {
	rows, bad := r.Asked(demand)
	if len(bad) > 0 {
		return nil
	}
	return r.linesOf(ctx, rows, budget)
}

func (r *Reader) linesOf(ctx context.Context, rows []Asks, budget *int) *Lines {
	if len(rows) == 0 || len(rows) > mostVisits || slices.ContainsFunc(rows, func(x Asks) bool { return !wholly(x.Need, x.occ) || x.Span != x.Need.Occurrences[x.occ].Span }) {
		return nil
	}
	t := &jointly{ctx: ctx, reader: r, budget: budget, atMost: mostLined}
	for i := range rows {
		t.enter(rows[i].Need, rows[i].occ)
	}
	if !t.choose(func(w *reading.Worker, v *visit) bool {
		return slices.ContainsFunc(rows, func(x Asks) bool { return v.of(&x) && len(r.usable(w, &x)) > 0 })
	}) {
		return nil
	}
	for i := range t.visits {
		t.visits[i].gains = make([]short, len(t.workers))
	}
	if !t.layStands() {
		return nil
	}
	l := &Lines{t: t}
	for i := range rows {
		x := &rows[i]
		row := lineRow{n: x.n, lasts: x.Len(), visit: slices.IndexFunc(t.visits, func(v visit) bool { return v.of(x) })}
		for k, a := range t.workers {
			if len(r.usable(a.w, x)) > 0 {
				row.who |= 1 << k
			}
		}
		l.rows = append(l.rows, row)
	}
	return l
}

// Workers are the workers with lines, by number.
func (l *Lines) Workers() (out []int) {
	for _, a := range l.t.workers {
		out = append(out, a.w.Index)
	}
	return out
}

// Most is the most that each worker alone can take where the rows of the demand count so much, and
// how many take each row in such lines.
func (l *Lines) Most(counts []int64) (most []int64, taken []int) {
	if l.best == nil {
		l.best = make([][][]int64, len(l.t.workers))
	}
	there := make([]uint32, len(l.t.visits))
	for k := range l.t.workers {
		worth := l.worths(k, counts)
		l.plan(k, worth)
		most = append(most, l.best[k][0][0])
		s := int32(0)
		for v := range l.t.visits {
			next := l.t.stands[v][l.t.twin[k]].next[s]
			if s = next[0]; next[1] >= 0 && l.best[k][v+1][next[1]]+worth[v] > l.best[k][v+1][s] {
				s, there[v] = next[1], there[v]|1<<k
			}
		}
	}
	taken = make([]int, len(counts))
	for i := range l.rows {
		taken[i] = bits.OnesCount32(l.rows[i].who & there[l.rows[i].visit])
	}
	return most, taken
}

// worths are what the visits count for a worker.
func (l *Lines) worths(k int, counts []int64) []int64 {
	worth := make([]int64, len(l.t.visits))
	for i := range l.rows {
		if x := &l.rows[i]; x.who>>k&1 == 1 {
			worth[x.visit] += counts[i]
		}
	}
	return worth
}

// plan works out, from the last visit back, the most that a worker can still take from each stand on.
func (l *Lines) plan(k int, worth []int64) {
	n, twin := len(l.t.visits), l.t.twin[k]
	if l.best[k] == nil {
		l.best[k] = make([][]int64, n+1)
		for v := range l.best[k] {
			l.best[k][v] = make([]int64, len(l.t.stands[v][twin].lines))
		}
	}
	for v := n - 1; v >= 0; v-- {
		then, now := l.best[k][v+1], l.best[k][v]
		for s, next := range l.t.stands[v][twin].next {
			now[s] = then[next[0]]
			if next[1] >= 0 {
				now[s] = max(now[s], then[next[1]]+worth[v])
			}
		}
	}
}

// Open is what of the demand stays open whatever the rota where its rows count so much, at most what
// they last; below nothing where that shows nothing.
func (l *Lines) Open(counts []int64) (open int64, taken []int) {
	most, taken := l.Most(counts)
	for i, c := range counts {
		open += c * int64(l.rows[i].n)
	}
	for _, m := range most {
		open -= m
	}
	return open, taken
}

// Ascent of prices: rounds of it, those without gain before the step is halved.
const (
	ascents    = 200
	ascentsFor = 8
)

// Ascend looks for counts of the rows at which much must stay open, as near as it can to a target that
// some rota has, in whole parts: a subgradient ascent on Lagrange's dual, the lines of each worker being exact (Held,
// Wolfe and Crowder, Math. Prog. 6 (1974)).
func (l *Lines) Ascend(target, part int64) (counts []int64, open int64) {
	open = math.MinInt64
	try := func(c []int64) (now int64, taken []int) {
		now, taken = l.Open(c)
		if now > open {
			counts, open = slices.Clone(c), now
		}
		return now, taken
	}
	for _, c := range l.evenly() {
		try(c)
	}
	price := make([]float64, len(counts))
	for i, c := range counts {
		price[i] = float64(c)
	}
	step, idle := 1.0, 0
	for range ascents {
		if open >= target || l.t.ctx.Err() != nil {
			break
		}
		whole := make([]int64, len(price))
		for i, x := range price {
			whole[i] = int64(math.Round(x/float64(part))) * part
		}
		before := open
		now, taken := try(whole)
		if idle++; open > before {
			idle = 0
		} else if idle > ascentsFor {
			step, idle = step/2, 0
		}
		l.climb(price, taken, step*float64(target-now))
	}
	return counts, open
}

// climb moves prices against what is taken too often, or too seldom, as far as should gain so much.
func (l *Lines) climb(price []float64, taken []int, gain float64) {
	size := 0.0
	for i, n := range taken {
		if d := float64(l.rows[i].n - n); d < 0 && price[i] > 0 || d > 0 && price[i] < float64(l.rows[i].lasts) {
			size += d * d
		}
	}
	for i, n := range taken {
		if size > 0 {
			price[i] = min(max(price[i]+gain*float64(l.rows[i].n-n)/size, 0), float64(l.rows[i].lasts))
		}
	}
}

// evenly are counts at which no visit counts more than the length of some visit: where the number of
// shifts is what is short a long one is worth no more than a short one.
func (l *Lines) evenly() (out [][]int64) {
	var lengths []int64
	for i := range l.rows {
		lengths = append(lengths, l.rows[i].lasts)
	}
	slices.Sort(lengths)
	for _, most := range slices.Compact(lengths) {
		counts := make([]int64, len(l.rows))
		for i := range counts {
			counts[i] = min(l.rows[i].lasts, most)
		}
		out = append(out, counts)
	}
	return out
}

// lineFaults are what is wrong with who could give to a proof of kind "counted" whose visits lie in
// more weeks than one, or are asked of a skill.
func (r *Reader) lineFaults(rows []Asks, said []float64) (bad []string) {
	budget := MostLineSteps
	l := r.linesOf(context.Background(), rows, &budget)
	if l == nil {
		return []string{"not all of its demand is of whole visits that can be planned"}
	}
	counts := make([]int64, len(rows))
	for i := range rows {
		counts[i] = rows[i].counts
	}
	most, _ := l.Most(counts)
	for k, w := range l.Workers() {
		if most[k] > int64(math.Round(said[w]*3600)) {
			bad = append(bad, r.givesMore(w, said[w]))
		}
	}
	return bad
}
