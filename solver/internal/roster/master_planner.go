package roster

import "math"

// lineRules are what makes a worker's line legal and what it costs in itself. The days
// before and after the horizon count as days off, and runs that touch its ends are never
// too short.
type lineRules struct {
	choices  [][]lineChoice // by day: what the worker may do other than rest
	rest     []int64        // by day: cost of resting
	follow   [][]bool       // by class of one day's and of the next day's choice
	runMin   int            // working days in a row
	runMax   int
	restMin  int   // days off in a row
	hoursMin int   // in units of the choices' hours
	hoursMax int   // at most so many over the horizon
	weekend  []int // by day: the weekend it lies in, -1 for none
	weekends int   // most weekends worked
	caps     []int // most choices of each capped group
}

// lineChoice is one option as a worker may take it.
type lineChoice struct {
	option int32
	class  int // of what may follow it and what it may follow
	hours  int
	cost   int64
	group  int // the cap it counts towards, -1 for none
}

// linePlanner plans lines exactly: dynamic programming backwards over days, runs,
// weekends and hours, whose inner loops run straight along the hours, with caps on counts
// first priced (Lagrange) and then kept by a best-first search that the table guides.
type linePlanner struct {
	rules []lineRules
	table []int64
	price [][]float64 // by worker and capped group, what the last plan left
	fold  []int       // by worker, the capped group that the table must count, -1 for none
	frame lineFrame
	hunt  lineHunt
}

// newLinePlanner returns a planner for workers of the given rules. Each thread needs its own.
func newLinePlanner(rules []lineRules) *linePlanner {
	p := &linePlanner{rules: rules, price: make([][]float64, len(rules)), fold: make([]int, len(rules))}
	for w := range rules {
		p.fold[w] = -1
		p.price[w] = make([]float64, len(rules[w].caps))
	}
	return p
}

// never is the value of what cannot be; it stays so large when a line's prices are added.
const never = int64(1) << 60

// lineFrame is one worker's table at one set of prices.
type lineFrame struct {
	*lineRules
	days, states, classes, span int
	weeks, slots                int  // weekends worked, and those by the count of the folded group
	limited                     bool // weekends can run out
	folded, folds               int  // group whose count the table holds, -1 for none, and its values
	kinds                       [][]lineKind
	resting                     []int64
	low, high                   []int // hours that can be reached by each day and still end well
	table                       []int64
}

// lineKind is the cheapest choice of those alike on a day.
type lineKind struct {
	lineChoice
	value int64 // at the prices, caps' included
}

// planned is a plan under way: the best line found and the least any can be worth.
type planned struct {
	line  []lineChoice
	value int64
	least int64
}

func (p *linePlanner) plan(worker int, prices []int64, scale int64, hold *masterHold) (int64, []masterLine, bool) {
	f := &p.frame
	best := planned{value: never, least: math.MinInt64}
	if !p.relaxed(worker, prices, scale, hold, &best) {
		return 0, nil, false
	}
	if best.value > best.least {
		p.hunt.search(f, prices, scale, p.price[worker], &best)
	}
	if best.least >= never/2 {
		return 0, nil, false
	}
	if best.line == nil {
		return best.least, nil, true
	}
	return min(best.least, best.value), []masterLine{f.finish(worker, best.line)}, true
}

// relaxed plans with caps priced, or counted in the table, and moves their prices a few
// times. It returns false when there is no line even without caps.
func (p *linePlanner) relaxed(worker int, prices []int64, scale int64, hold *masterHold, best *planned) bool {
	const attempts = 5
	f, lambda := &p.frame, p.price[worker]
	step := 2 * float64(scale)
	for attempt := range attempts {
		f.open(&p.rules[worker], p.fold[worker])
		f.setPrices(prices, scale, hold, lambda)
		f.fill(p)
		total := f.value(0, f.restMin-1, 0, 0)
		if total >= never/2 {
			return false
		}
		best.least = max(best.least, total-f.capped(lambda))
		line := f.trace()
		counts := f.counts(line)
		if f.within(counts) {
			if value := f.worth(line, prices, scale); value < best.value {
				best.line, best.value = line, value
			}
		}
		if best.value <= best.least || attempt == attempts-1 {
			return true
		}
		if g := f.worthFolding(counts); g >= 0 {
			p.fold[worker], lambda[g] = g, 0
			continue
		}
		if !f.adjust(lambda, counts, step) {
			return true
		}
		step /= 2
	}
	return true
}

// worthFolding is a group with few values whose cap a line breaks, -1 for none: its count
// then becomes part of the table.
func (f *lineFrame) worthFolding(counts []int) int {
	const few = 10
	if f.folded >= 0 {
		return -1
	}
	for g, count := range counts {
		if count > f.caps[g] && f.caps[g] <= few {
			return g
		}
	}
	return -1
}

// open sizes the table for a worker.
func (f *lineFrame) open(r *lineRules, fold int) {
	f.lineRules = r
	f.folded, f.folds = fold, 1
	if fold >= 0 {
		f.folds = r.caps[fold] + 1
	}
	f.days, f.classes = len(r.choices), len(r.follow)
	f.states = r.restMin + r.runMax*f.classes
	f.span = r.hoursMax + 1
	last := -1
	for _, k := range r.weekend {
		last = max(last, k)
	}
	f.limited = r.weekends <= last
	f.weeks = 1
	if f.limited {
		f.weeks = r.weekends + 1
	}
	f.slots = f.weeks * f.folds
}

// setPrices finds the cheapest choice of each kind on each day.
func (f *lineFrame) setPrices(prices []int64, scale int64, hold *masterHold, lambda []float64) {
	f.kinds = f.kinds[:0]
	f.resting = f.resting[:0]
	for day, choices := range f.choices {
		var kinds []lineKind
		for _, c := range choices {
			if hold.banned[c.option] {
				continue
			}
			value := scale*c.cost - prices[c.option]
			if c.group >= 0 {
				value += int64(lambda[c.group])
			}
			kinds = cheapest(kinds, lineKind{c, value})
		}
		f.kinds = append(f.kinds, kinds)
		rest := scale * f.rest[day]
		if hold.worked[day] {
			rest = never
		}
		f.resting = append(f.resting, rest)
	}
	f.setReach()
}

func cheapest(kinds []lineKind, k lineKind) []lineKind {
	for n := range kinds {
		if old := &kinds[n]; old.class == k.class && old.hours == k.hours && old.group == k.group {
			if k.value < old.value {
				*old = k
			}
			return kinds
		}
	}
	return append(kinds, k)
}

// setReach finds which hours a day can begin with.
func (f *lineFrame) setReach() {
	f.low, f.high = make([]int, f.days+1), make([]int, f.days+1)
	after := make([]int, f.days+1)
	for day := f.days - 1; day >= 0; day-- {
		after[day] = after[day+1] + f.longest(day)
	}
	so := 0
	for day := 0; day <= f.days; day++ {
		f.low[day] = max(0, f.hoursMin-after[day])
		f.high[day] = min(so, f.hoursMax)
		if day < f.days {
			so += f.longest(day)
		}
	}
}

func (f *lineFrame) longest(day int) int {
	most := 0
	for _, k := range f.kinds[day] {
		most = max(most, k.hours)
	}
	return most
}

// row is the stretch of the table over all hours.
func (f *lineFrame) row(day, state, slot int) []int64 {
	at := ((day*f.states+state)*f.slots + slot) * f.span
	return f.table[at : at+f.span]
}

func (f *lineFrame) value(day, state, slot, hours int) int64 {
	if hours < f.low[day] || hours > f.high[day] {
		return never
	}
	return f.row(day, state, slot)[hours]
}

// fill reckons the table from the last day back: the least value of the days from one on,
// for the state, weekends and hours it begins with.
func (f *lineFrame) fill(p *linePlanner) {
	need := (f.days + 1) * f.states * f.slots * f.span
	if cap(p.table) < need {
		p.table = make([]int64, need)
	}
	f.table = p.table[:need]
	for state := range f.states {
		for slot := range f.slots {
			row := f.row(f.days, state, slot)
			setNever(row[:f.hoursMin])
			clear(row[f.hoursMin:])
		}
	}
	for day := f.days - 1; day >= 0; day-- {
		for state := range f.states {
			if f.possible(day, state) {
				f.fillState(day, state)
			}
		}
	}
}

func setNever(row []int64) {
	for k := range row {
		row[k] = never
	}
}

// possible tells whether a day can begin in a state at all.
func (f *lineFrame) possible(day, state int) bool {
	if state < f.restMin {
		return day > 0 || state == f.restMin-1
	}
	return f.run(state) <= day
}

func (f *lineFrame) run(state int) int   { return (state-f.restMin)/f.classes + 1 }
func (f *lineFrame) class(state int) int { return (state - f.restMin) % f.classes }

func (f *lineFrame) fillState(day, state int) {
	for slot := range f.slots {
		to := f.row(day, state, slot)
		if f.low[day] <= f.high[day] {
			setNever(to[f.low[day] : f.high[day]+1])
		}
		if next, ok := f.afterRest(day, state); ok {
			f.relax(to, f.row(day+1, next, slot), day, 0, f.resting[day])
		}
		for k := range f.kinds[day] {
			kind := &f.kinds[day][k]
			next, ok := f.afterWork(state, kind.class)
			if !ok {
				continue
			}
			if then := f.afterSlot(day, state, slot, kind.group); then >= 0 {
				f.relax(to, f.row(day+1, next, then), day, kind.hours, kind.value)
			}
		}
	}
}

// relax lowers a row to what an action of so many hours and such a value leaves.
func (f *lineFrame) relax(to, from []int64, day, hours int, value int64) {
	low := max(f.low[day], f.low[day+1]-hours, 0)
	high := min(f.high[day], f.hoursMax-hours)
	if low > high {
		return
	}
	to = to[low : high+1]
	from = from[low+hours:][:len(to)]
	for h, v := range from {
		if v += value; v < to[h] {
			to[h] = v
		}
	}
}

// afterRest is the state after a day off, if one is allowed.
func (f *lineFrame) afterRest(day, state int) (int, bool) {
	if f.resting[day] >= never {
		return 0, false
	}
	if state < f.restMin {
		return min(state+1, f.restMin-1), true
	}
	run := f.run(state)
	return 0, run >= f.runMin || run == day
}

// afterWork is the state after a choice of a class, if it is allowed.
func (f *lineFrame) afterWork(state, class int) (int, bool) {
	if state < f.restMin {
		return f.restMin + class, state == f.restMin-1
	}
	run := f.run(state)
	return f.restMin + run*f.classes + class, run < f.runMax && f.follow[f.class(state)][class]
}

// afterSlot is the slot after working on a day in a group, -1 when weekends or the folded
// group's cap are used up.
func (f *lineFrame) afterSlot(day, state, slot, group int) int {
	if group >= 0 && group == f.folded {
		if slot%f.folds == f.folds-1 {
			return -1
		}
		slot++
	}
	if !f.limited || f.weekend[day] < 0 {
		return slot
	}
	if day > 0 && f.weekend[day-1] == f.weekend[day] && state >= f.restMin {
		return slot
	}
	if slot += f.folds; slot >= f.slots {
		return -1
	}
	return slot
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
	if next, ok := f.afterRest(day, state); ok {
		visit(lineStep{nil, next, slot, hours, f.resting[day]})
	}
	for k := range f.kinds[day] {
		kind := &f.kinds[day][k]
		next, ok := f.afterWork(state, kind.class)
		if !ok || hours+kind.hours > f.hoursMax {
			continue
		}
		if then := f.afterSlot(day, state, slot, kind.group); then >= 0 {
			visit(lineStep{kind, next, then, hours + kind.hours, kind.value})
		}
	}
}

// trace follows the table to a best line.
func (f *lineFrame) trace() []lineChoice {
	var line []lineChoice
	state, slot, hours := f.restMin-1, 0, 0
	for day := range f.days {
		best, most := lineStep{}, never
		f.steps(day, state, slot, hours, func(s lineStep) {
			if v := s.value + f.value(day+1, s.state, s.slot, s.hours); v < most {
				best, most = s, v
			}
		})
		if best.kind != nil {
			line = append(line, best.kind.lineChoice)
		}
		state, slot, hours = best.state, best.slot, best.hours
	}
	return line
}

func (f *lineFrame) counts(line []lineChoice) []int {
	counts := make([]int, len(f.caps))
	for _, c := range line {
		if c.group >= 0 {
			counts[c.group]++
		}
	}
	return counts
}

func (f *lineFrame) within(counts []int) bool {
	for g, count := range counts {
		if count > f.caps[g] {
			return false
		}
	}
	return true
}

// capped is what the prices of the caps give back at most.
func (f *lineFrame) capped(lambda []float64) int64 {
	sum := int64(0)
	for g, most := range f.caps {
		sum += int64(lambda[g]) * int64(most)
	}
	return sum
}

// adjust moves the prices of the caps by the counts of a line, and tells whether any moved.
func (f *lineFrame) adjust(lambda []float64, counts []int, step float64) bool {
	moved := false
	for g, count := range counts {
		over := float64(count - f.caps[g])
		next := math.Round(max(0, lambda[g]+step*over))
		moved = moved || next != lambda[g]
		lambda[g] = next
	}
	return moved
}

// worth is the value of a line at the prices, without the caps'.
func (f *lineFrame) worth(line []lineChoice, prices []int64, scale int64) int64 {
	sum := int64(0)
	for _, c := range line {
		sum -= prices[c.option]
	}
	return sum + scale*f.costOf(line)
}

// costOf is the cost of a line in itself. A line has at most one choice a day, in order.
func (f *lineFrame) costOf(line []lineChoice) int64 {
	sum, next := int64(0), 0
	for day := range f.days {
		if next < len(line) && f.on(day, line[next]) {
			sum += line[next].cost
			next++
			continue
		}
		sum += f.rest[day]
	}
	return sum
}

func (f *lineFrame) on(day int, c lineChoice) bool {
	for _, other := range f.choices[day] {
		if other.option == c.option {
			return true
		}
	}
	return false
}

func (f *lineFrame) finish(worker int, line []lineChoice) masterLine {
	l := masterLine{worker: worker, cost: f.costOf(line)}
	for _, c := range line {
		l.options = append(l.options, c.option)
	}
	return l
}
