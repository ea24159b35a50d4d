package line

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// maxBins is the greatest number of steps of the hours axis.
const maxBins = 700

// hours is the dense axis of a re-planning: the time that counts in a week, in
// steps of unit parts, with the price of each total.
type hours struct {
	weight [solver.NumKinds]int64 // of the axis, in parts per minute
	kinds  [solver.NumKinds]bool  // that options may have
	unit   int64
	bonus  float64     // the most that a part more can gain by the prices of sums
	gift   []float64   // the same by week
	slopes []slope     // sums that do not follow the axis, as prices of a minute
	price  [][]float64 // by week and step: gain (negative: cost) over the total at step 0
	arena  []float64   // behind price
	lim    []int       // by week: steps allowed after tightening; empty for no such limit
	counts []tally     // the sums of the line that meet the frame, but those over a day
	used   []int       // by week: steps of the last plan
}

// tally is a sum with the line's weights in it. When it follows the axis, it
// grows ratio times as fast.
type tally struct {
	id      int32
	weight  [solver.NumKinds]int64
	ratio   float64
	follows bool
}

// slope is the gain of a minute inside a span, by kind.
type slope struct {
	solver.Span
	gain [solver.NumKinds]float64
}

// pickAxis chooses the weights of the axis: those of a hard sum over a week of
// the window, or of whatever sum comes nearest to that.
func (p *Planner) pickAxis() {
	m := p.b.Model
	p.weight = [solver.NumKinds]int64{}
	p.counts = p.counts[:0]
	p.layDaySums()
	score := 0
	for a := range p.lb.Axes {
		for _, id := range p.lb.Axes[a].Ids {
			s := &m.Sums[id]
			if s.From >= p.end || s.To <= p.from {
				continue
			}
			if p.isDay(s) {
				continue
			}
			w := p.weightsOf(s)
			p.counts = append(p.counts, tally{id: id, weight: w})
			if k := p.rank(s); k > score {
				score, p.weight = k, w
			}
		}
	}
	p.kinds = [solver.NumKinds]bool{}
	for _, i := range p.lb.Duty {
		t := &p.b.Tasks[p.lb.Permits[i].Task]
		if t.From < p.to && t.To > p.from {
			p.kinds[t.Kind] = true
		}
	}
	p.kinds[solver.Reserve] = len(p.lb.Reserve) > 0 && p.lb.ByDay != nil
	for i := range p.counts {
		c := &p.counts[i]
		c.ratio, c.follows = p.ratio(&c.weight)
	}
}

// weightsOf is what the sum weighs the line's kinds with.
func (p *Planner) weightsOf(s *solver.Sum) [solver.NumKinds]int64 {
	if s.Own != nil {
		return s.Own[slices.Index(s.Lines, p.line)]
	}
	return s.Weight
}

// meets says whether the sum follows the axis and counts time of week w of the frame.
func (p *Planner) meets(c *tally, w int) bool {
	return c.follows && c.ratio > 0 && p.b.Model.Sums[c.id].Span.Meet(p.weekSpan(w)).Len() > 0
}

func (p *Planner) rank(s *solver.Sum) int {
	if s.From >= p.to {
		return 0
	}
	k := 1
	if s.Span == p.b.Model.Weeks[p.weekAt(max(s.From, p.from))].Span {
		k += 2
	}
	if s.Max != solver.NoLimit {
		k += 4
	}
	return k
}

// layDaySums finds the hard sum over each day of the model.
func (p *Planner) layDaySums() {
	m := p.b.Model
	n := len(m.Days) - 1
	if cap(p.daySum) < n {
		p.daySum = make([]int32, n)
	}
	p.daySum = p.daySum[:n]
	for d := range p.daySum {
		p.daySum[d] = -1
	}
	for a := range p.lb.Axes {
		for _, id := range p.lb.Axes[a].Ids {
			s := &m.Sums[id]
			if s.Max == solver.NoLimit || s.To <= p.from || !p.isDay(s) {
				continue
			}
			d := p.b.DayIndex(s.From)
			if o := p.daySum[d]; o < 0 || m.Sums[o].Max > s.Max {
				p.daySum[d] = id
			}
		}
	}
}

// isDay says whether the sum is over one day.
func (p *Planner) isDay(s *solver.Sum) bool {
	if s.Len() > 1500 {
		return false
	}
	d := p.b.Model.Days
	k := p.b.DayIndex(s.From)
	return d[k] == s.From && d[k+1] == s.To && s.Span != p.b.Model.Weeks[p.weekAt(s.From)].Span
}

// ratio is by how much faster than the axis the sum grows, and whether it
// follows the axis at all.
func (p *Planner) ratio(w *[solver.NumKinds]int64) (float64, bool) {
	r, set := 0.0, false
	for k := range w {
		if !p.kinds[k] {
			continue
		}
		if p.weight[k] == 0 {
			if w[k] != 0 {
				return 0, false
			}
			continue
		}
		x := float64(w[k]) / float64(p.weight[k])
		if set && math.Abs(x-r) > 1e-9*max(r, 1) {
			return 0, false
		}
		r, set = x, true
	}
	return r, true
}

// layUnit sets the unit and what each option counts.
func (p *Planner) layUnit() {
	unit := int64(0)
	for i := range p.all {
		o := &p.all[i]
		o.w0, o.w1 = int16(p.weekOf(o.start)), int16(p.weekOf(o.end-1))
		a, b := p.partsOf(&p.all[i])
		unit = solver.Gcd(solver.Gcd(unit, a), b)
	}
	p.unit = max(unit, 1)
	p.most = p.most[:0]
	longest := p.longestOption()
	heavy := int64(0)
	for k, w := range p.weight {
		if p.kinds[k] {
			heavy = max(heavy, w)
		}
	}
	reach := solver.Span{From: p.from, To: p.to + longest}
	for w := 0; w < p.weeks && unit > 0; w++ {
		p.most = append(p.most, int(int64(max(0, p.weekSpan(w).Meet(reach).Len()))*heavy/p.unit))
	}
	for len(p.most) < p.weeks {
		p.most = append(p.most, 0)
	}
	wide := 1
	for w := range p.most {
		wide = max(wide, p.bins(w))
	}
	if k := (wide + maxBins - 1) / maxBins; k > 1 {
		p.unit *= int64(k)
		for w := range p.most {
			p.most[w] = p.most[w]/k + 1
		}
	}
	for i := range p.all {
		o := &p.all[i]
		a, b := p.partsOf(o)
		o.c0, o.c1 = p.stepsOf(a), p.stepsOf(b)
	}
}

// stepsOf is so many parts in steps, rounded up; more than any axis holds counts as that.
func (p *Planner) stepsOf(parts int64) int16 {
	return int16(min((parts+p.unit-1)/p.unit, math.MaxInt16))
}

// partsOf is what the option counts in the week of its start and after.
func (p *Planner) partsOf(o *option) (first, then int64) {
	w := p.weight[o.kind]
	if o.w0 == o.w1 {
		return w * int64(o.end-o.start), 0
	}
	cut := p.weekSpan(int(o.w0)).To
	return w * int64(cut-o.start), w * int64(o.end-cut)
}

// single says whether the window lies in one week.
func (p *Planner) single() bool { return p.weekAt(p.from) == p.weekAt(p.to-1) }

// layPrices reads bonus and slopes: what time is worth by the prices of sums, at
// the present totals.
func (p *Planner) layPrices() {
	m := p.b.Model
	p.slopes = p.slopes[:0]
	p.gift = p.gift[:0]
	for range p.weeks {
		p.gift = append(p.gift, 0)
	}
	for i := range p.counts {
		c := &p.counts[i]
		s := &m.Sums[c.id]
		low := s.LowPrice * p.b.Weight[s.LowLevel]
		if p.s.Sums[c.id] >= s.Low {
			low = 0
		}
		if c.follows {
			p.addGift(s.Span, low*c.ratio)
			continue
		}
		high := s.HighPrice * p.b.Weight[s.HighLevel]
		if p.s.Sums[c.id]+solver.Weigh(p.old, s.Span, c.weight) <= s.High {
			high = 0
		}
		p.addSlope(s.Span, &c.weight, low-high)
	}
	for _, k := range p.b.Spread[p.line] {
		sp := &m.Spreads[k]
		i := slices.Index(sp.Lines, p.line)
		if r, follows := p.ratio(&sp.Weight[i]); follows && p.single() {
			p.addGift(sp.Span, math.Abs(sp.Price*sp.Scale[i])*p.b.Weight[sp.Level]*r)
			continue
		}
		p.addSlope(sp.Span, &sp.Weight[i], p.spreadSlope(int(k), i))
	}
	p.bonus = slices.Max(p.gift)
}

// addGift notes that a part more in the span may gain so much.
func (p *Planner) addGift(in solver.Span, perPart float64) {
	for w := range p.gift {
		if in.Meet(p.weekSpan(w)).Len() > 0 {
			p.gift[w] += perPart
		}
	}
}

func (p *Planner) addSlope(in solver.Span, w *[solver.NumKinds]int64, perPart float64) {
	if perPart == 0 {
		return
	}
	s := slope{Span: in}
	for k := range w {
		s.gain[k] = perPart * float64(w[k])
	}
	p.slopes = append(p.slopes, s)
}

// spreadSlope is the gain of a part more at the load before the lift, for the
// line at place i of spread k.
func (p *Planner) spreadSlope(k, i int) float64 {
	sp := &p.b.Model.Spreads[k]
	load := p.s.Load[k]
	was := load[i]
	x := was + solver.Weigh(p.old, sp.Span, sp.Weight[i])
	const step = 60 * solver.PartsPerMinute
	load[i] = x + step
	up := sp.CostOf(load)
	load[i] = x
	at := sp.CostOf(load)
	load[i] = was
	return -float64(up-at) / step * p.b.Weight[sp.Level]
}

// layHours makes the price tables of the weeks.
func (p *Planner) layHours() {
	p.price = p.price[:0]
	p.arena = p.arena[:0]
	for w := 0; w < p.weeks; w++ {
		n := p.bins(w)
		if cap(p.arena)-len(p.arena) < n {
			p.arena = make([]float64, 0, max(2*cap(p.arena), 4*maxBins+n))
		}
		at := len(p.arena)
		p.arena = p.arena[:at+n]
		f := p.arena[at : at+n : at+n]
		p.price = append(p.price, f)
		p.fill(w, f)
	}
}

// bins is how many steps week w needs: those that hard sums admit and options can reach.
func (p *Planner) bins(w int) int {
	if p.most[w] == 0 {
		return 1
	}
	room := int64(p.most[w])
	for i := range p.counts {
		c := &p.counts[i]
		if p.b.Model.Sums[c.id].Max == solver.NoLimit || !p.meets(c, w) {
			continue
		}
		left := float64(p.b.Most[c.id]-p.s.Sums[c.id]) / c.ratio
		room = min(room, int64(math.Floor(left/float64(p.unit)+1e-9)))
	}
	if len(p.lim) > w {
		room = min(room, int64(p.lim[w]))
	}
	return int(max(0, room)) + 1
}

// fill computes the price of each total of week w.
func (p *Planner) fill(w int, f []float64) {
	for h := range f {
		f[h] = 0
	}
	m := p.b.Model
	for i := range p.counts {
		c := &p.counts[i]
		s := &m.Sums[c.id]
		if s.LowPrice == 0 && s.HighPrice == 0 || !p.meets(c, w) {
			continue
		}
		base := p.b.Energy(s.CostOf(p.s.Sums[c.id]))
		for h := 1; h < len(f); h++ {
			total := p.s.Sums[c.id] + int64(math.Round(float64(int64(h)*p.unit)*c.ratio))
			f[h] -= p.b.Energy(s.CostOf(total)) - base
		}
	}
	for _, k := range p.b.Spread[p.line] {
		sp := &m.Spreads[k]
		i := slices.Index(sp.Lines, p.line)
		if r, follows := p.ratio(&sp.Weight[i]); follows && p.single() && sp.Span.Meet(p.weekSpan(w)).Len() > 0 {
			p.fillSpread(int(k), i, r, f)
		}
	}
}

// fillSpread adds the price of spread k to the prices of a week's totals.
func (p *Planner) fillSpread(k, i int, r float64, f []float64) {
	sp := &p.b.Model.Spreads[k]
	load := p.s.Load[k]
	was := load[i]
	base := sp.CostOf(load)
	for h := 1; h < len(f); h++ {
		load[i] = was + int64(math.Round(float64(int64(h)*p.unit)*r))
		f[h] -= float64(sp.CostOf(load)-base) * p.b.Weight[sp.Level]
	}
	load[i] = was
}

// tighten lowers the limits of the weeks by what the last plan has above hard
// sums that the axis does not hold exactly; it says whether that is any use.
func (p *Planner) tighten() bool {
	any := false
	for len(p.lim) < p.weeks {
		p.lim = append(p.lim, 1<<20)
	}
	for i := range p.counts {
		c := &p.counts[i]
		over := p.s.Sums[c.id] - p.b.Most[c.id]
		if over <= 0 {
			continue
		}
		slowest, total := int64(0), 0
		for k, x := range c.weight {
			if p.kinds[k] && x > 0 {
				slowest = max(slowest, over*p.weight[k]/x)
			}
		}
		in := p.b.Model.Sums[c.id].Span
		for w, h := range p.used {
			if in.Meet(p.weekSpan(w)).Len() > 0 {
				total += h
			}
		}
		cut := int((slowest + p.unit - 1) / p.unit)
		for w, h := range p.used {
			if in.Meet(p.weekSpan(w)).Len() > 0 && h > 0 {
				p.lim[w] = min(p.lim[w], max(0, h-(cut*h+total-1)/total))
				any = true
			}
		}
	}
	return any
}
