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
	frame  *frame
	weight [solver.NumModes]int64 // of the axis, in parts per minute
	kinds  [solver.NumModes]bool  // that options may have
	unit   int64
	bonus  float64     // the most that a part more can gain by the prices of sums
	gift   []float64   // the same by week
	slopes []slope     // sums that do not follow the axis, as prices of a minute
	price  [][]float64 // by week and step: gain (negative: cost) over the total at step 0
	arena  []float64   // behind price
	lim    []int       // by week: steps allowed after tightening; empty for no such limit
	counts []tally     // the sums of the line that meet the frame, but those over a day
	used   []int       // by week: steps of the last plan
	most   []int       // by week: steps that options can reach
}

// tally is a sum with the line's weights in it. When it follows the axis, it
// grows ratio times as fast.
type tally struct {
	id      int32
	weight  [solver.NumModes]int64
	ratio   float64
	follows bool
}

// slope is the gain of a minute inside a span, by kind.
type slope struct {
	solver.Span
	gain [solver.NumModes]float64
}

// pickAxis chooses the weights of the axis: those of a hard sum over a week of
// the window, or of whatever sum comes nearest to that.
func (a *hours) pickAxis() {
	m := a.frame.b.Model
	a.weight = [solver.NumModes]int64{}
	a.counts = a.counts[:0]
	a.frame.layDaySums()
	score := 0
	for i := range a.frame.lb.Axes {
		for _, id := range a.frame.lb.Axes[i].Ids {
			s := &m.Sums[id]
			if s.From >= a.frame.end || s.To <= a.frame.from {
				continue
			}
			if a.frame.isDay(s) {
				continue
			}
			w := a.frame.weightsOf(s)
			a.counts = append(a.counts, tally{id: id, weight: w})
			if k := a.frame.rank(s); k > score {
				score, a.weight = k, w
			}
		}
	}
	a.kinds = [solver.NumModes]bool{}
	for _, i := range a.frame.lb.Duty {
		t := &a.frame.b.Tasks[a.frame.lb.Permits[i].Task]
		if t.From < a.frame.to && t.To > a.frame.from {
			a.kinds[t.Kind] = true
		}
	}
	a.kinds[solver.Reserve] = len(a.frame.lb.Reserve) > 0 && a.frame.lb.ByDay != nil
	for i := range a.counts {
		c := &a.counts[i]
		c.ratio, c.follows = a.ratio(&c.weight)
	}
}

// weightsOf is what the sum weighs the line's kinds with.
func (f *frame) weightsOf(s *solver.Sum) [solver.NumModes]int64 {
	if s.Own != nil {
		return s.Own[slices.Index(s.Lines, f.line)]
	}
	return s.Weight
}

// meets says whether the sum follows the axis and counts time of week w of the frame.
func (a *hours) meets(c *tally, w int) bool {
	return c.follows && c.ratio > 0 && a.frame.b.Model.Sums[c.id].Span.Meet(a.frame.weekSpan(w)).Len() > 0
}

func (f *frame) rank(s *solver.Sum) int {
	if s.From >= f.to {
		return 0
	}
	k := 1
	if s.Span == f.b.Model.Weeks[f.weekAt(max(s.From, f.from))].Span {
		k += 2
	}
	if s.Max != solver.NoLimit {
		k += 4
	}
	return k
}

// layDaySums finds the hard sum over each day of the model.
func (f *frame) layDaySums() {
	m := f.b.Model
	n := len(m.Days) - 1
	if cap(f.daySum) < n {
		f.daySum = make([]int32, n)
	}
	f.daySum = f.daySum[:n]
	for d := range f.daySum {
		f.daySum[d] = -1
	}
	for a := range f.lb.Axes {
		for _, id := range f.lb.Axes[a].Ids {
			s := &m.Sums[id]
			if s.Max == solver.NoLimit || s.To <= f.from || !f.isDay(s) {
				continue
			}
			d := f.b.DayIndex(s.From)
			if o := f.daySum[d]; o < 0 || m.Sums[o].Max > s.Max {
				f.daySum[d] = id
			}
		}
	}
}

// isDay says whether the sum is over one day.
func (f *frame) isDay(s *solver.Sum) bool {
	if s.Len() > 1500 {
		return false
	}
	d := f.b.Model.Days
	k := f.b.DayIndex(s.From)
	return d[k] == s.From && d[k+1] == s.To && s.Span != f.b.Model.Weeks[f.weekAt(s.From)].Span
}

// ratio is by how much faster than the axis the sum grows, and whether it
// follows the axis at all.
func (a *hours) ratio(w *[solver.NumModes]int64) (float64, bool) {
	r, set := 0.0, false
	for k := range w {
		if !a.kinds[k] {
			continue
		}
		if a.weight[k] == 0 {
			if w[k] != 0 {
				return 0, false
			}
			continue
		}
		x := float64(w[k]) / float64(a.weight[k])
		if set && math.Abs(x-r) > 1e-9*max(r, 1) {
			return 0, false
		}
		r, set = x, true
	}
	return r, true
}

// layUnit sets the unit and what each option counts.
func (s *shop) layUnit() {
	unit := int64(0)
	for i := range s.all {
		o := &s.all[i]
		o.w0, o.w1 = int16(s.frame.weekOf(o.start)), int16(s.frame.weekOf(o.end-1))
		a, b := s.hours.partsOf(&s.all[i])
		unit = solver.Gcd(solver.Gcd(unit, a), b)
	}
	s.hours.unit = max(unit, 1)
	s.hours.most = s.hours.most[:0]
	longest := s.frame.longestOption()
	heavy := int64(0)
	for k, w := range s.hours.weight {
		if s.hours.kinds[k] {
			heavy = max(heavy, w)
		}
	}
	reach := solver.Span{From: s.frame.from, To: s.frame.to + longest}
	for w := 0; w < s.frame.weeks && unit > 0; w++ {
		s.hours.most = append(s.hours.most, int(int64(max(0, s.frame.weekSpan(w).Meet(reach).Len()))*heavy/s.hours.unit))
	}
	for len(s.hours.most) < s.frame.weeks {
		s.hours.most = append(s.hours.most, 0)
	}
	wide := 1
	for w := range s.hours.most {
		wide = max(wide, s.hours.bins(w))
	}
	if k := (wide + maxBins - 1) / maxBins; k > 1 {
		s.hours.unit *= int64(k)
		for w := range s.hours.most {
			s.hours.most[w] = s.hours.most[w]/k + 1
		}
	}
	for i := range s.all {
		o := &s.all[i]
		a, b := s.hours.partsOf(o)
		o.c0, o.c1 = s.hours.stepsOf(a), s.hours.stepsOf(b)
	}
}

// stepsOf is so many parts in steps, rounded up; more than any axis holds counts as that.
func (a *hours) stepsOf(parts int64) int16 {
	return int16(min((parts+a.unit-1)/a.unit, math.MaxInt16))
}

// partsOf is what the option counts in the week of its start and after.
func (a *hours) partsOf(o *option) (first, then int64) {
	w := a.weight[o.kind]
	if o.w0 == o.w1 {
		return w * int64(o.end-o.start), 0
	}
	cut := a.frame.weekSpan(int(o.w0)).To
	return w * int64(cut-o.start), w * int64(o.end-cut)
}

// single says whether the window lies in one week.
func (f *frame) single() bool { return f.weekAt(f.from) == f.weekAt(f.to-1) }

// layPrices reads bonus and slopes: what time is worth by the prices of sums, at
// the present totals.
func (a *hours) layPrices() {
	m := a.frame.b.Model
	a.slopes = a.slopes[:0]
	a.gift = a.gift[:0]
	for range a.frame.weeks {
		a.gift = append(a.gift, 0)
	}
	for i := range a.counts {
		c := &a.counts[i]
		s := &m.Sums[c.id]
		low := s.LowPrice * a.frame.b.Weight[s.LowLevel]
		if a.frame.s.Sums[c.id] >= s.Low {
			low = 0
		}
		if c.follows {
			a.addGift(s.Span, low*c.ratio)
			continue
		}
		high := s.HighPrice * a.frame.b.Weight[s.HighLevel]
		if a.frame.s.Sums[c.id]+solver.Weigh(a.frame.old, s.Span, c.weight) <= s.High {
			high = 0
		}
		a.addSlope(s.Span, &c.weight, low-high)
	}
	for _, k := range a.frame.b.Spread[a.frame.line] {
		sp := &m.Spreads[k]
		i := slices.Index(sp.Lines, a.frame.line)
		if r, follows := a.ratio(&sp.Weight[i]); follows && a.frame.single() {
			a.addGift(sp.Span, math.Abs(sp.Price*sp.Scale[i])*a.frame.b.Weight[sp.Level]*r)
			continue
		}
		a.addSlope(sp.Span, &sp.Weight[i], a.spreadSlope(int(k), i))
	}
	a.bonus = slices.Max(a.gift)
}

// addGift notes that a part more in the span may gain so much.
func (a *hours) addGift(in solver.Span, perPart float64) {
	for w := range a.gift {
		if in.Meet(a.frame.weekSpan(w)).Len() > 0 {
			a.gift[w] += perPart
		}
	}
}

func (a *hours) addSlope(in solver.Span, w *[solver.NumModes]int64, perPart float64) {
	if perPart == 0 {
		return
	}
	s := slope{Span: in}
	for k := range w {
		s.gain[k] = perPart * float64(w[k])
	}
	a.slopes = append(a.slopes, s)
}

// spreadSlope is the gain of a part more at the load before the lift, for the
// line at place i of spread k.
func (a *hours) spreadSlope(k, i int) float64 {
	sp := &a.frame.b.Model.Spreads[k]
	load := a.frame.s.Load[k]
	was := load[i]
	x := was + solver.Weigh(a.frame.old, sp.Span, sp.Weight[i])
	const step = 60 * solver.PartsPerMinute
	load[i] = x + step
	up := sp.CostOf(load)
	load[i] = x
	at := sp.CostOf(load)
	load[i] = was
	return -float64(up-at) / step * a.frame.b.Weight[sp.Level]
}

// layHours makes the price tables of the weeks.
func (a *hours) layHours() {
	a.price = a.price[:0]
	a.arena = a.arena[:0]
	for w := 0; w < a.frame.weeks; w++ {
		n := a.bins(w)
		if cap(a.arena)-len(a.arena) < n {
			a.arena = make([]float64, 0, max(2*cap(a.arena), 4*maxBins+n))
		}
		at := len(a.arena)
		a.arena = a.arena[:at+n]
		f := a.arena[at : at+n : at+n]
		a.price = append(a.price, f)
		a.fill(w, f)
	}
}

// bins is how many steps week w needs: those that hard sums admit and options can reach.
func (a *hours) bins(w int) int {
	if a.most[w] == 0 {
		return 1
	}
	room := int64(a.most[w])
	for i := range a.counts {
		c := &a.counts[i]
		if a.frame.b.Model.Sums[c.id].Max == solver.NoLimit || !a.meets(c, w) {
			continue
		}
		left := float64(a.frame.b.Most[c.id]-a.frame.s.Sums[c.id]) / c.ratio
		room = min(room, int64(math.Floor(left/float64(a.unit)+1e-9)))
	}
	if len(a.lim) > w {
		room = min(room, int64(a.lim[w]))
	}
	return int(max(0, room)) + 1
}

// fill computes the price of each total of week w.
func (a *hours) fill(w int, f []float64) {
	for h := range f {
		f[h] = 0
	}
	m := a.frame.b.Model
	for i := range a.counts {
		c := &a.counts[i]
		s := &m.Sums[c.id]
		if s.LowPrice == 0 && s.HighPrice == 0 || !a.meets(c, w) {
			continue
		}
		base := a.frame.b.Energy(s.CostOf(a.frame.s.Sums[c.id]))
		for h := 1; h < len(f); h++ {
			total := a.frame.s.Sums[c.id] + int64(math.Round(float64(int64(h)*a.unit)*c.ratio))
			f[h] -= a.frame.b.Energy(s.CostOf(total)) - base
		}
	}
	for _, k := range a.frame.b.Spread[a.frame.line] {
		sp := &m.Spreads[k]
		i := slices.Index(sp.Lines, a.frame.line)
		if r, follows := a.ratio(&sp.Weight[i]); follows && a.frame.single() && sp.Span.Meet(a.frame.weekSpan(w)).Len() > 0 {
			a.fillSpread(int(k), i, r, f)
		}
	}
}

// fillSpread adds the price of spread k to the prices of a week's totals.
func (a *hours) fillSpread(k, i int, r float64, f []float64) {
	sp := &a.frame.b.Model.Spreads[k]
	load := a.frame.s.Load[k]
	was := load[i]
	base := sp.CostOf(load)
	for h := 1; h < len(f); h++ {
		load[i] = was + int64(math.Round(float64(int64(h)*a.unit)*r))
		f[h] -= float64(sp.CostOf(load)-base) * a.frame.b.Weight[sp.Level]
	}
	load[i] = was
}

// tighten lowers the limits of the weeks by what the last plan has above hard
// sums that the axis does not hold exactly; it says whether that is any use.
func (a *hours) tighten() bool {
	any := false
	for len(a.lim) < a.frame.weeks {
		a.lim = append(a.lim, 1<<20)
	}
	for i := range a.counts {
		c := &a.counts[i]
		over := a.frame.s.Sums[c.id] - a.frame.b.Most[c.id]
		if over <= 0 {
			continue
		}
		slowest, total := int64(0), 0
		for k, x := range c.weight {
			if a.kinds[k] && x > 0 {
				slowest = max(slowest, over*a.weight[k]/x)
			}
		}
		in := a.frame.b.Model.Sums[c.id].Span
		for w, h := range a.used {
			if in.Meet(a.frame.weekSpan(w)).Len() > 0 {
				total += h
			}
		}
		cut := int((slowest + a.unit - 1) / a.unit)
		for w, h := range a.used {
			if in.Meet(a.frame.weekSpan(w)).Len() > 0 && h > 0 {
				a.lim[w] = min(a.lim[w], max(0, h-(cut*h+total-1)/total))
				any = true
			}
		}
	}
	return any
}
