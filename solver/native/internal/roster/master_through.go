package roster

func (p *linePlanner) through(worker int, prices []int64, scale int64, hold *masterHold) (least int64, option, rest []int64) {
	f, lambda := &p.frame, p.price[worker]
	f.open(&p.rules[worker], p.by[worker], p.fold[worker])
	f.known = &p.known[worker]
	f.setPrices(prices, scale, hold, lambda)
	option, rest = make([]int64, len(prices)), make([]int64, f.days)
	if !f.fill(p) {
		return f.daysApart() - f.capped(lambda), option, rest
	}
	given := f.capped(lambda)
	for o := range option {
		option[o] = never
	}
	for day := range rest {
		rest[day] = never
	}
	p.fillAhead()
	kind := make([]int64, 0, 16)
	for day := range f.days {
		kind = append(kind[:0], make([]int64, len(f.kinds[day]))...)
		for k := range kind {
			kind[k] = never
		}
		p.cross(day, kind, &rest[day])
		if rest[day] < never/2 {
			rest[day] -= given
		}
		p.share(day, kind, given, prices, scale, hold, option)
	}
	return f.value(0, f.start, 0, 0) - given, option, rest
}

// fillAhead computes the least value of the days before each one, in a table like the other.
func (p *linePlanner) fillAhead() {
	f := &p.frame
	if cap(p.ahead) < len(f.table) {
		p.ahead = make([]int64, len(f.table))
	}
	p.ahead = p.ahead[:len(f.table)]
	setNever(p.ahead)
	if first := f.reach.at[1]; first > 0 {
		p.ahead[0] = 0 // the only state, weekend and hours of the first day
	}
	for day := range f.days {
		f.moves(day, func(_, hours int, value int64, from, to rowAt) {
			low, high := f.overlap(day, hours)
			for h := low; h <= high; h++ {
				v := p.ahead[from.at+h-f.reach.low[day]] + value
				if next := &p.ahead[to.at+h+hours-f.reach.low[day+1]]; v < *next {
					*next = v
				}
			}
		})
	}
}

// cross finds the least value of whole lines through each kind of a day, and through rest.
func (p *linePlanner) cross(day int, kind []int64, rest *int64) {
	f := &p.frame
	f.moves(day, func(k, hours int, value int64, from, to rowAt) {
		low, high := f.overlap(day, hours)
		least := never
		for h := low; h <= high; h++ {
			v := p.ahead[from.at+h-f.reach.low[day]] + f.table[to.at+h+hours-f.reach.low[day+1]]
			least = min(least, v)
		}
		at := rest
		if k >= 0 {
			at = &kind[k]
		}
		*at = min(*at, least+value)
	})
}

// share gives each option of a day what its kind has, and what it costs more itself.
func (p *linePlanner) share(day int, kind []int64, given int64, prices []int64, scale int64, hold *masterHold, option []int64) {
	f := &p.frame
	lambda := f.lambda
	for _, c := range f.Choices[day] {
		if hold.banned[c.Option] {
			continue
		}
		value := scale*c.Cost - prices[c.Option]
		if c.Group >= 0 {
			value += int64(lambda[c.Group])
		}
		for k := range kind {
			have := &f.kinds[day][k]
			if have.Class == c.Class && have.Hours == c.Hours && have.Group == c.Group && kind[k] < never/2 {
				option[c.Option] = kind[k] - given + value - have.value
			}
		}
	}
}

// rowAt is where a row of the table begins.
type rowAt struct{ at int }

// moves calls visit with every pair of rows that a day's kind, or rest (kind -1), leads from and to.
func (f *lineFrame) moves(day int, visit func(kind, hours int, value int64, from, to rowAt)) {
	first := f.reach.first[day] * f.folds
	for _, state := range f.reach.states[day] {
		for slot := first; slot < first+f.rowsOf(day); slot++ {
			from, ok := f.rowStart(day, state, slot)
			if !ok {
				continue
			}
			if next, cost, fine := f.afterRest(day, state); fine {
				if to, there := f.rowStart(day+1, next, slot); there {
					visit(-1, 0, f.resting[day]+cost, from, to)
				}
			}
			for k := range f.kinds[day] {
				kind := &f.kinds[day][k]
				next, cost, fine := f.afterWork(day, state, kind.Class)
				if !fine {
					continue
				}
				then, more := f.afterSlot(day, state, slot, kind.Group)
				if then < 0 {
					continue
				}
				if to, there := f.rowStart(day+1, next, then); there {
					visit(k, kind.Hours, kind.value+cost+more, from, to)
				}
			}
		}
	}
}

// overlap is the range of hours from which so many more stay within what matters.
func (f *lineFrame) overlap(day, hours int) (low, high int) {
	r := &f.reach
	return max(r.low[day], r.low[day+1]-hours), min(r.high[day], r.high[day+1]-hours)
}
