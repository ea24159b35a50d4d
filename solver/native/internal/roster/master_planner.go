package roster

import "math"

// Rules are what makes a worker's line legal and what it costs in itself.
type Rules struct {
	Choices  [][]Choice // by day: what the worker may do other than rest
	Rest     []int64    // by day: cost of resting
	Follow   [][]bool   // by class of one day's and of the next day's choice
	Last     int        // class on the day before the first, -1 for a day off
	Runs     []Run
	HoursMin int // in units of the choices' hours
	HoursMax int // at most so many over the horizon
	// Hours below HoursLow cost LowPrice each, those above HoursHigh cost HighPrice.
	HoursLow, HoursHigh int
	LowPrice, HighPrice int64
	Weekend             []int // by day: the weekend it lies in, -1 for none; one has at most two days
	Weekends            int   // most weekends worked
	WeekendPrice        int64 // for each weekend beyond, 0 for not allowed
	HalfPrice           int64 // for each weekend of two days of which one is worked
	Caps                []int // most choices of each capped group

	made *machine // what Fit built; of the rules of following and runs alone
}

// hoursCost is the price of so many hours in all.
func (r *Rules) hoursCost(hours int) int64 {
	return int64(max(0, r.HoursLow-hours))*r.LowPrice + int64(max(0, hours-r.HoursHigh))*r.HighPrice
}

// Choice is one option as a worker may take it.
type Choice struct {
	Option int32
	Class  int // of what may follow it and what it may follow
	Hours  int
	Cost   int64
	Group  int // the cap it counts towards, -1 for none
}

// linePlanner plans lines exactly: dynamic programming backwards over days, runs,
// weekends and hours, whose inner loops run straight along the hours, with caps on counts
// first priced (Lagrange) and then kept by a best-first search that the table guides.
type linePlanner struct {
	rules     []Rules
	by        []*machine // by worker
	table     []int64
	ahead     []int64     // the table from the first day on, for through
	price     [][]float64 // by worker and capped group, what the last plan left
	fold      []int       // by worker, the capped group that the table must count, -1 for none, or tooLarge
	frame     lineFrame
	bestFirst bestFirst
	known     []knownReach // by worker
	cells     int          // that a table may have
}

// newLinePlanner returns a planner for workers of the given rules. Each thread needs its own.
func newLinePlanner(rules []Rules) *linePlanner {
	p := &linePlanner{rules: rules, by: machines(rules), price: make([][]float64, len(rules)), fold: make([]int, len(rules))}
	p.known, p.cells = make([]knownReach, len(rules)), mostCells
	for w := range rules {
		p.fold[w] = -1
		p.price[w] = make([]float64, len(rules[w].Caps))
	}
	return p
}

// tooLarge stands for a group that the table would have no room to count.
const tooLarge = -2

// mostCells is the room that the tables of all threads may take, in values.
const mostCells = 1 << 26

// never is the value of what cannot be; it stays so large when a line's prices are added.
const never = int64(1) << 60

// lineFrame is one worker's table at one set of prices.
type lineFrame struct {
	*Rules
	*machine
	scale         int64
	days, states  int
	weeks, slots  int  // weekends worked, and those by the count of the folded group
	limited       bool // weekends can run out
	folded, folds int  // group whose count the table holds, -1 for none, and its values
	kinds         [][]lineKind
	resting       []int64
	reach         lineReach
	by            []int32     // see reachBy
	known         *knownReach // of this worker, from the last plan
	lambda        []float64   // the prices of caps
	table         []int64
	ways          []lineWay
}

// lineKind is the cheapest choice of those alike on a day.
type lineKind struct {
	Choice
	value int64 // at the prices, caps' included
}

// planned is a plan under way: the best line found and the least any can be worth.
type planned struct {
	line  []Choice // empty for rest throughout
	found bool
	value int64
	least int64
}

func (p *linePlanner) plan(worker int, prices []int64, scale int64, hold *masterHold) (int64, []Line, bool) {
	f := &p.frame
	best := planned{value: never, least: math.MinInt64}
	fits, some := p.relaxed(worker, prices, scale, hold, &best)
	if !some {
		return 0, nil, false
	}
	if fits && best.value > best.least {
		p.bestFirst.search(f, prices, scale, p.price[worker], &best)
	}
	if best.least >= never/2 {
		return 0, nil, false
	}
	if !best.found {
		return best.least, nil, true
	}
	return min(best.least, best.value), []Line{f.finish(worker, best.line)}, true
}

// relaxed plans with caps priced, or counted in the table, and moves their prices a few
// times. Some is false when there is no line even without caps; fits is false when the
// table would be too large, and then the least is what the days have apart.
func (p *linePlanner) relaxed(worker int, prices []int64, scale int64, hold *masterHold, best *planned) (fits, some bool) {
	const attempts = 5
	f, lambda := &p.frame, p.price[worker]
	step := 2 * float64(scale)
	for attempt := range attempts {
		f.open(&p.rules[worker], p.by[worker], p.fold[worker])
		f.known = &p.known[worker]
		f.setPrices(prices, scale, hold, lambda)
		if !f.fill(p) {
			if p.fold[worker] >= 0 {
				p.fold[worker] = tooLarge
				continue
			}
			best.least = max(best.least, f.daysApart()-f.capped(lambda))
			return false, true
		}
		total := f.value(0, f.start, 0, 0)
		if total >= never/2 {
			return true, false
		}
		best.least = max(best.least, total-f.capped(lambda))
		line := f.trace()
		counts := f.counts(line)
		if f.within(counts) {
			if value := f.worth(line, prices, scale); value < best.value {
				best.line, best.value, best.found = line, value, true
			}
		}
		if best.value <= best.least || attempt == attempts-1 {
			return true, true
		}
		if g := f.worthFolding(counts); g >= 0 && p.fold[worker] != tooLarge {
			p.fold[worker], lambda[g] = g, 0
			continue
		}
		if !f.adjust(lambda, counts, step) {
			return true, true
		}
		step /= 2
	}
	return true, true
}

// worthFolding is a group with few values whose cap a line breaks, -1 for none: its count
// then becomes part of the table.
func (f *lineFrame) worthFolding(counts []int) int {
	const few = 10
	if f.folded >= 0 {
		return -1
	}
	for g, count := range counts {
		if count > f.Caps[g] && f.Caps[g] <= few {
			return g
		}
	}
	return -1
}

// open sizes the table for a worker.
func (f *lineFrame) open(r *Rules, by *machine, fold int) {
	f.Rules, f.machine = r, by
	f.folded, f.folds = fold, 1
	if fold >= 0 {
		f.folds = r.Caps[fold] + 1
	}
	f.days, f.states = len(r.Choices), len(by.end)
	last := -1
	for _, k := range r.Weekend {
		last = max(last, k)
	}
	f.limited = r.Weekends <= last
	f.weeks = 1
	if f.limited {
		f.weeks = r.Weekends + 1
	}
	f.slots = f.weeks * f.folds
}

// setPrices finds the cheapest choice of each kind on each day.
func (f *lineFrame) setPrices(prices []int64, scale int64, hold *masterHold, lambda []float64) {
	f.lambda, f.scale = lambda, scale
	f.kinds = f.kinds[:0]
	f.resting = f.resting[:0]
	for day, choices := range f.Choices {
		var kinds []lineKind
		for _, c := range choices {
			if hold.banned[c.Option] {
				continue
			}
			value := scale*c.Cost - prices[c.Option]
			if c.Group >= 0 {
				value += int64(lambda[c.Group])
			}
			kinds = cheapest(kinds, lineKind{c, value})
		}
		f.kinds = append(f.kinds, kinds)
		rest := scale * f.Rest[day]
		if hold.worked[day] {
			rest = never
		}
		f.resting = append(f.resting, rest)
	}
	f.setReach()
}

func cheapest(kinds []lineKind, k lineKind) []lineKind {
	for n := range kinds {
		if old := &kinds[n]; old.Class == k.Class && old.Hours == k.Hours && old.Group == k.Group {
			if k.value < old.value {
				*old = k
			}
			return kinds
		}
	}
	return append(kinds, k)
}

// rowStart is where the stretch of the table over the hours that matter begins, if any do.
func (f *lineFrame) rowStart(day, state, slot int) (rowAt, bool) {
	r := &f.reach
	k := int(r.index[day][state])
	slot -= r.first[day] * f.folds
	rows, width := f.rowsOf(day), f.width(day)
	if k < 0 || slot < 0 || slot >= rows || width <= 0 {
		return rowAt{}, false
	}
	return rowAt{r.at[day] + (k*rows+slot)*width}, true
}

// row is that stretch, nil where nothing matters.
func (f *lineFrame) row(day, state, slot int) []int64 {
	from, ok := f.rowStart(day, state, slot)
	if !ok {
		return nil
	}
	return f.table[from.at : from.at+f.width(day)]
}

func (f *lineFrame) value(day, state, slot, hours int) int64 {
	row := f.row(day, state, slot)
	hours -= f.reach.low[day]
	if hours < 0 || hours >= len(row) {
		return never
	}
	return row[hours]
}

// fill computes the table from the last day back: the least value of the days from one on,
// for the state, weekends and hours it begins with. It returns false when it would need
// more room than there may be.
func (f *lineFrame) fill(p *linePlanner) bool {
	need := f.reach.at[f.days+1]
	if need > p.cells {
		return false
	}
	if cap(p.table) < need {
		p.table = make([]int64, need)
	}
	f.table = p.table[:need]
	f.fillEnd()
	for day := f.days - 1; day >= 0; day-- {
		for _, state := range f.reach.states[day] {
			f.fillState(day, state)
		}
	}
	return true
}

// daysApart is the sum of each day's least value, which no line goes below.
func (f *lineFrame) daysApart() int64 {
	sum := int64(0)
	for day, rest := range f.resting {
		least := rest
		for _, k := range f.kinds[day] {
			least = min(least, k.value)
		}
		sum += min(least, never/int64(4*f.days))
	}
	return sum
}

func setNever(row []int64) {
	for k := range row {
		row[k] = never
	}
}

// fillEnd enters what each state, and the hours in all, cost at the end.
func (f *lineFrame) fillEnd() {
	for _, state := range f.reach.states[f.days] {
		first := f.reach.first[f.days] * f.folds
		for slot := first; slot < first+f.rowsOf(f.days); slot++ {
			row := f.row(f.days, state, slot)
			for k := range row {
				row[k] = f.scale * (f.end[state] + f.hoursCost(f.reach.low[f.days]+k))
			}
		}
	}
}

// lineWay is one way through a day from a state, whatever the slot.
type lineWay struct {
	next, group, hours int
	value              int64
	works              bool
}

// waysFrom lists the ways from a state that lead to what matters on the next day.
func (f *lineFrame) waysFrom(day, state int) []lineWay {
	ways := f.ways[:0]
	index := f.reach.index[day+1]
	if next, cost, ok := f.afterRest(day, state); ok && index[next] >= 0 {
		ways = append(ways, lineWay{next: next, value: f.resting[day] + cost})
	}
	for k := range f.kinds[day] {
		kind := &f.kinds[day][k]
		if next, cost, ok := f.afterWork(day, state, kind.Class); ok && index[next] >= 0 {
			ways = append(ways, lineWay{next, kind.Group, kind.Hours, kind.value + cost, true})
		}
	}
	f.ways = ways
	return ways
}

func (f *lineFrame) fillState(day, state int) {
	from := f.reach.first[day] * f.folds
	ways := f.waysFrom(day, state)
	for slot := from; slot < from+f.rowsOf(day); slot++ {
		to := f.row(day, state, slot)
		setNever(to)
		for k := range ways {
			w := &ways[k]
			then, more := slot, int64(0)
			if w.works {
				if then, more = f.afterSlot(day, state, slot, w.group); then < 0 {
					continue
				}
			}
			f.relax(to, f.row(day+1, w.next, then), day, w.hours, w.value+more)
		}
	}
}

// relax lowers a row to what an action of so many hours and such a value leaves.
func (f *lineFrame) relax(to, from []int64, day, hours int, value int64) {
	r := &f.reach
	low, high := f.overlap(day, hours)
	if low > high || len(to) == 0 || len(from) == 0 {
		return
	}
	to = to[low-r.low[day] : high-r.low[day]+1]
	from = from[low+hours-r.low[day+1]:][:len(to)]
	for h, v := range from {
		if v += value; v < to[h] {
			to[h] = v
		}
	}
}

// afterRest is the state after a day off and what that costs, if one is allowed.
func (f *lineFrame) afterRest(day, state int) (next int, cost int64, ok bool) {
	at := state * f.actions
	if f.resting[day] >= never || f.broken[at] > 0 {
		return 0, 0, false
	}
	return int(f.next[at]), f.scale * (f.cost[at] + f.half(day, state, true)), true
}

// afterWork is the state after a choice of a class and what that costs in runs, if it is allowed.
func (f *lineFrame) afterWork(day, state, class int) (next int, cost int64, ok bool) {
	at := state*f.actions + 1 + class
	if f.broken[at] > 0 {
		return 0, 0, false
	}
	return int(f.next[at]), f.scale * (f.cost[at] + f.half(day, state, false)), true
}

// half is the price of a weekend that ends with the day if only one of its days is worked.
func (f *lineFrame) half(day, state int, rest bool) int64 {
	if f.HalfPrice == 0 || day == 0 || f.Weekend[day] < 0 || f.Weekend[day-1] != f.Weekend[day] || f.rested[state] == rest {
		return 0
	}
	return f.HalfPrice
}

// afterSlot is the slot after working on a day in a group and what that costs, -1 when weekends
// or the folded group's cap are used up.
func (f *lineFrame) afterSlot(day, state, slot, group int) (int, int64) {
	if group >= 0 && group == f.folded {
		if slot%f.folds == f.folds-1 {
			return -1, 0
		}
		slot++
	}
	if !f.newWeekend(day, state) {
		return slot, 0
	}
	if slot+f.folds < f.slots {
		return slot + f.folds, 0
	}
	if f.WeekendPrice == 0 {
		return -1, 0
	}
	return slot, f.scale * f.WeekendPrice
}

// newWeekend tells whether work on a day begins a weekend worked that counts.
func (f *lineFrame) newWeekend(day, state int) bool {
	if !f.limited || f.Weekend[day] < 0 {
		return false
	}
	return day == 0 || f.Weekend[day-1] != f.Weekend[day] || f.rested[state]
}

// lineStep is one way through a day.
type lineStep struct {
	kind  *lineKind // nil for rest
	state int
	slot  int
	hours int
	value int64
}

// steps calls visit with every way through a day.
func (f *lineFrame) steps(day, state, slot, hours int, visit func(s lineStep)) {
	if next, cost, ok := f.afterRest(day, state); ok {
		visit(lineStep{nil, next, slot, hours, f.resting[day] + cost})
	}
	for k := range f.kinds[day] {
		kind := &f.kinds[day][k]
		next, cost, ok := f.afterWork(day, state, kind.Class)
		if !ok || hours+kind.Hours > f.HoursMax {
			continue
		}
		if then, more := f.afterSlot(day, state, slot, kind.Group); then >= 0 {
			visit(lineStep{kind, next, then, hours + kind.Hours, kind.value + cost + more})
		}
	}
}

// trace follows the table to a best line.
func (f *lineFrame) trace() []Choice {
	var line []Choice
	state, slot, hours := f.start, 0, 0
	for day := range f.days {
		best, most := lineStep{}, never
		f.steps(day, state, slot, hours, func(s lineStep) {
			if v := s.value + f.value(day+1, s.state, s.slot, s.hours); v < most {
				best, most = s, v
			}
		})
		if best.kind != nil {
			line = append(line, best.kind.Choice)
		}
		state, slot, hours = best.state, best.slot, best.hours
	}
	return line
}

func (f *lineFrame) counts(line []Choice) []int {
	counts := make([]int, len(f.Caps))
	for _, c := range line {
		if c.Group >= 0 {
			counts[c.Group]++
		}
	}
	return counts
}

func (f *lineFrame) within(counts []int) bool {
	for g, count := range counts {
		if count > f.Caps[g] {
			return false
		}
	}
	return true
}

// capped is what the prices of the caps give back at most.
func (f *lineFrame) capped(lambda []float64) int64 {
	sum := int64(0)
	for g, most := range f.Caps {
		sum += int64(lambda[g]) * int64(most)
	}
	return sum
}

// adjust moves the prices of the caps by the counts of a line, and tells whether any moved.
func (f *lineFrame) adjust(lambda []float64, counts []int, step float64) bool {
	moved := false
	for g, count := range counts {
		over := float64(count - f.Caps[g])
		next := math.Round(max(0, lambda[g]+step*over))
		moved = moved || next != lambda[g]
		lambda[g] = next
	}
	return moved
}

// worth is the value of a line at the prices, without the caps'.
func (f *lineFrame) worth(line []Choice, prices []int64, scale int64) int64 {
	sum := int64(0)
	for _, c := range line {
		sum -= prices[c.Option]
	}
	return sum + scale*f.costOf(line)
}

// costOf is the cost of a line in itself. A line has at most one choice a day, in order.
func (f *lineFrame) costOf(line []Choice) int64 {
	sum, next, state, hours, weekends := int64(0), 0, f.start, 0, 0
	for day := range f.days {
		action, c := 0, Choice{}
		if next < len(line) && f.on(day, line[next]) {
			c = line[next]
			action = 1 + c.Class
			next++
			sum += c.Cost
			hours += c.Hours
			if f.newWeekend(day, state) {
				weekends++
			}
		} else {
			sum += f.Rest[day]
		}
		sum += f.cost[state*f.actions+action] + f.half(day, state, action == 0)
		state = int(f.next[state*f.actions+action])
	}
	return sum + f.end[state] + f.hoursCost(hours) + int64(max(0, weekends-f.Weekends))*f.WeekendPrice
}

func (f *lineFrame) on(day int, c Choice) bool {
	for _, other := range f.Choices[day] {
		if other.Option == c.Option {
			return true
		}
	}
	return false
}

func (f *lineFrame) finish(worker int, line []Choice) Line {
	l := Line{Worker: worker, cost: f.costOf(line)}
	for _, c := range line {
		l.Options = append(l.Options, c.Option)
	}
	return l
}
