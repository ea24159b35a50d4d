package roster

import (
	"context"
	"math"
	"slices"
)

// dayPlanner plans one day of all workers again, exactly, while all other days stay: each worker's line
// then depends on what that worker takes on the day alone, and the cover of each option has
// a convex cost, so that the best day is a flow of least cost. It is found worker by worker
// along shortest paths (Edmonds & Karp 1972): a path puts the new worker on an option, moves one from there to
// the next, and ends with an option that has one worker more.
type dayPlanner struct {
	*annealer
	options int // of the day; the last of all places is rest
	first   int32
	cost    []int64 // by worker and place; never where the worker cannot be there
	at      []int   // by worker: the place
	held    [][]int // by place: workers
	pass    []int64 // by two places: the least cost of moving a worker from one to the other
	by      []int32 // who that is
	potent  []int64 // by place
	sink    int64   // the same of the end of all paths
	far     []int64
	from    []int
	done    []bool
}

// barred is the cost of a place that a worker cannot have.
const barred = int64(1) << 44

// planDay plans a day again and tells whether that is better. No line that keeps its limits
// breaks one afterwards.
func (p *dayPlanner) planDay(day int) bool {
	a := p.annealer
	p.first, p.options = a.first[day], int(a.first[day+1]-a.first[day])
	p.price(day)
	p.sink = 0
	for k := range p.options {
		p.sink = min(p.sink, p.slopeAt(k))
	}
	for w := range a.lines {
		p.place(w)
	}
	a.moves += int64(len(a.lines))
	return p.enter(day)
}

// price fills the cost of each place for each worker, the least of a worker being 0.
func (p *dayPlanner) price(day int) {
	a, places := p.annealer, p.options+1
	p.cost, p.pass = sized(p.cost, len(a.lines)*places), sized(p.pass, places*places)
	p.by = sized(p.by, places*places)
	p.potent, p.far, p.from, p.done = sized(p.potent, places), sized(p.far, places), sized(p.from, places), sized(p.done, places)
	p.at, p.held = sized(p.at, len(a.lines)), sized(p.held, places)
	for k := range p.held {
		p.held[k] = p.held[k][:0]
	}
	for k := range p.pass {
		p.pass[k] = barred
	}
	for w := range a.lines {
		cost := p.cost[w*places:][:places]
		for k := range cost {
			cost[k] = barred
		}
		cost[p.options] = p.weighAs(w, day, -1) + a.p.Workers[w].Rest[day]
		var last annealChoice
		rules := int64(0)
		for _, o := range a.able[w*a.days+day] {
			c := a.as[w*len(a.p.Options)+int(o)]
			if c.action != last.action || c.group != last.group || c.hours != last.hours {
				rules, last = p.weighAs(w, day, o), c
			}
			cost[o-p.first] = min(barred, rules+c.cost)
		}
		least := barred
		for _, c := range cost {
			least = min(least, c)
		}
		for k := range cost {
			cost[k] = min(barred, cost[k]-least)
		}
	}
}

func sized[T any](list []T, n int) []T {
	if cap(list) < n {
		list = make([]T, n)
	}
	list = list[:n]
	clear(list)
	return list
}

// weighAs is what a worker's rules cost more with an option on a day than as things are; barred when
// that breaks a limit more.
func (p *dayPlanner) weighAs(w, day int, o int32) int64 {
	a := p.annealer
	t := &a.trial[0]
	t.w, t.from, t.n, t.opts[0] = w, day, 1, o
	if a.on[w*a.days+day] == o {
		return 0
	}
	if sum := a.weigh(t); t.broken <= 0 {
		return sum
	}
	return barred
}

// slopeAt is what one more worker costs on a place.
func (p *dayPlanner) slopeAt(place int) int64 {
	if place == p.options {
		return 0
	}
	return p.slope(p.first+int32(place), int32(len(p.held[place])))
}

// place adds one worker to the day along a shortest path, by Dijkstra's algorithm with potentials
// that leave no way between places a negative length.
func (p *dayPlanner) place(w int) {
	places := p.options + 1
	clear(p.done)
	for k := range places {
		p.far[k], p.from[k] = p.cost[w*places+k]-p.potent[k], -1
	}
	end, least := -1, int64(math.MaxInt64)
	for {
		at := -1
		for k, far := range p.far {
			if !p.done[k] && far < barred/2 && (at < 0 || far < p.far[at]) {
				at = k
			}
		}
		if at < 0 || p.far[at]+p.sink >= least {
			break
		}
		p.done[at] = true
		if sum := p.far[at] + p.potent[at] + p.slopeAt(at); sum < least {
			end, least = at, sum
		}
		if len(p.held[at]) == 0 {
			continue
		}
		for k, pass := range p.pass[at*places:][:places] {
			if p.done[k] || pass >= barred/2 {
				continue
			}
			if far := p.far[at] + p.potent[at] + pass - p.potent[k]; far < p.far[k] {
				p.far[k], p.from[k] = far, at
			}
		}
	}
	for k := range places {
		p.potent[k] += min(p.far[k], least-p.sink)
	}
	p.sink = least
	p.follow(w, end)
}

// follow moves workers along the path that ends at a place and brings a new one to its beginning.
func (p *dayPlanner) follow(w, end int) {
	places := p.options + 1
	for at := end; ; {
		from, who := p.from[at], w
		if from >= 0 {
			who = int(p.by[from*places+at])
			k := slices.Index(p.held[from], who)
			p.held[from] = slices.Delete(p.held[from], k, k+1)
		}
		p.held[at], p.at[who] = append(p.held[at], who), at
		if from < 0 {
			break
		}
		at = from
	}
	for at := end; at >= 0; at = p.from[at] {
		p.openWays(at)
	}
}

// openWays finds the cheapest way from a place to each other one.
func (p *dayPlanner) openWays(at int) {
	places := p.options + 1
	pass, by := p.pass[at*places:][:places], p.by[at*places:][:places]
	for k := range pass {
		pass[k] = barred
	}
	for _, w := range p.held[at] {
		cost := p.cost[w*places:][:places]
		for k, c := range cost {
			if c < barred && c-cost[at] < pass[k] {
				pass[k], by[k] = c-cost[at], int32(w)
			}
		}
	}
}

// placeOf is the place of an option, or of rest.
func (p *dayPlanner) placeOf(o int32) int {
	if o < 0 {
		return p.options
	}
	return int(o - p.first)
}

// enter makes the planned day the present one if it is better.
func (p *dayPlanner) enter(day int) bool {
	a, places := p.annealer, p.options+1
	gain := int64(0)
	for w, at := range p.at {
		gain += p.cost[w*places+at] - p.cost[w*places+p.placeOf(a.on[w*a.days+day])]
	}
	for k := range p.options {
		gain += p.coverOf(k, len(p.held[k])) - p.coverOf(k, int(a.count[p.first+int32(k)]))
	}
	if gain >= 0 {
		return false
	}
	for w, at := range p.at {
		o := int32(-1)
		if at < p.options {
			o = p.first + int32(at)
		}
		if o != a.on[w*a.days+day] {
			p.move(w, day, o)
		}
	}
	a.note()
	return true
}

// coverOf is the cost of so many workers on a place.
func (p *dayPlanner) coverOf(place, count int) (sum int64) {
	for n := range count {
		sum += p.slope(p.first+int32(place), int32(n))
	}
	return sum
}

// move gives a worker another option on a day, or rest.
func (p *dayPlanner) move(w, day int, o int32) {
	a := p.annealer
	t := &a.trial[0]
	t.w, t.from, t.n, t.opts[0] = w, day, 1, o
	a.weigh(t)
	own := func(o int32) int64 {
		if o < 0 {
			return a.p.Workers[w].Rest[day]
		}
		return a.as[w*len(a.p.Options)+int(o)].cost
	}
	was := a.on[w*a.days+day]
	a.cost += own(o) - own(was)
	if was >= 0 {
		a.count[was]--
		a.cost -= a.slope(was, a.count[was])
	}
	if o >= 0 {
		a.cost += a.slope(o, a.count[o])
		a.count[o]++
	}
	a.apply(t)
}

// planDays plans days again in turn, forwards and backwards, until none becomes better or the context
// ends. Swept is called after each round.
func (a *annealer) planDays(ctx context.Context, swept func()) {
	p := &dayPlanner{annealer: a}
	still := 0 // days in a row that did not become better
	for round := 0; ; round++ {
		for k := range a.days {
			day := k
			if round%2 == 1 {
				day = a.days - 1 - k
			}
			if ctx.Err() != nil || still > a.days {
				a.keep()
				return
			}
			if still++; p.planDay(day) {
				still = 0
			}
		}
		swept()
	}
}
