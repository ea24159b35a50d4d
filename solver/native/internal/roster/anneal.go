package roster

import (
	"context"
	"math"
	"time"
)

// annealer betters a rota by simulated annealing (Kirkpatrick et al. 1983): stretches of
// days change hands between two workers, which costs nothing in cover, or one worker's days
// are planned otherwise. Broken limits have a price that rises until none is broken. A
// move is weighed by walking the worker's machine from the first day changed until it
// is back in the state it was in; most are refused before that, on what they cost in
// cover and wishes, for no line can become cheaper by more than its rules cost.
type annealer struct {
	p       *Problem
	days    int
	by      []*machine
	as      []annealChoice // by worker and option
	first   []int32        // by day: its first option; one more than there are days
	pair    []int32        // by day: the other day of its weekend, -1 for none
	weekend []bool         // by day
	slopes  [][]int64      // by option: what one more than so many costs; the last holds on
	able    [][]int32      // by worker and day: the options that the worker may take
	on      []int32        // by worker and day: the option taken, -1 for rest
	state   []int32        // by worker and day, days+1 a worker
	count   []int32        // by option: workers
	lines   []annealLine
	cost    int64 // without what is broken
	broken  int64
	weight  int64 // of a limit broken
	random  uint64
	trial   [2]trial
	logs    [1024]float64
	best    []int32
	least   int64 // cost of best; math.MaxInt64 for none
	at      bool  // the rota is better than best, which is still to be copied
	moves   int64
}

// annealChoice is an option as a worker may take it; action 0 when it may not.
type annealChoice struct {
	action int16
	group  int16
	hours  int32
	cost   int64
}

// annealLine is what a worker's days add up to.
type annealLine struct {
	hours, weekends, halves int
	counts                  []int32
	worth                   int64 // what its rules cost, broken ones at their weight
	broken                  int64
	shift                   int // the most hours of a choice
}

const longestStretch = 15

// trial is a change of one worker's days under consideration.
type trial struct {
	w, from, n      int
	opts            [longestStretch]int32
	cost            int64 // in itself: choices, rest and rules
	broken          int64
	hours           int
	weekends, halve int
	counts          []int32 // by group
}

func newAnnealer(p *Problem, by []*machine, seed uint64) *annealer {
	a := &annealer{p: p, days: p.Days, by: by, random: seed, least: math.MaxInt64}
	a.first = make([]int32, p.Days+1)
	for _, o := range p.Options {
		a.first[o.Day+1]++
	}
	for d := range p.Days {
		a.first[d+1] += a.first[d]
	}
	for _, o := range p.Options {
		var s []int64
		for k := 1; k < len(o.Cost); k++ {
			s = append(s, o.Cost[k]-o.Cost[k-1])
		}
		if len(s) == 0 {
			s = []int64{0}
		}
		a.slopes = append(a.slopes, s)
		a.cost += o.Cost[0]
	}
	n := len(p.Workers)
	a.as = make([]annealChoice, n*len(p.Options))
	a.on, a.state = make([]int32, n*p.Days), make([]int32, n*(p.Days+1))
	a.count, a.lines = make([]int32, len(p.Options)), make([]annealLine, n)
	for k := range a.on {
		a.on[k] = -1
	}
	groups := 0
	for w := range p.Workers {
		r := &p.Workers[w]
		for d := range r.Choices {
			var able []int32
			for _, c := range r.Choices[d] {
				a.as[w*len(p.Options)+int(c.Option)] = annealChoice{int16(c.Class + 1), int16(c.Group), int32(c.Hours), c.Cost}
				able = append(able, c.Option)
				a.lines[w].shift = max(a.lines[w].shift, c.Hours)
			}
			a.able = append(a.able, able)
		}
		a.lines[w].shift = max(1, a.lines[w].shift)
		a.lines[w].counts = make([]int32, len(r.Caps))
		groups = max(groups, len(r.Caps))
	}
	for k := range a.trial {
		a.trial[k].counts = make([]int32, groups)
	}
	a.setWeekends()
	for k := range a.logs {
		a.logs[k] = -math.Log((float64(k) + 0.5) / float64(len(a.logs)))
	}
	a.weight = max(1, p.Dear)
	a.reset()
	return a
}

func (a *annealer) setWeekends() {
	a.pair, a.weekend = make([]int32, a.days), make([]bool, a.days)
	if len(a.p.Workers) == 0 {
		return
	}
	in := a.p.Workers[0].Weekend // the calendar is everybody's
	for d := range a.pair {
		a.pair[d] = -1
		a.weekend[d] = in[d] >= 0
		if d > 0 && in[d] >= 0 && in[d-1] == in[d] {
			a.pair[d], a.pair[d-1] = int32(d-1), int32(d)
		}
	}
}

// load makes a rota the present one.
func (a *annealer) load(rota []Line) {
	for k := range a.on {
		a.on[k] = -1
	}
	for _, l := range rota {
		for _, o := range l.Options {
			a.on[l.Worker*a.days+a.p.Options[o].Day] = o
		}
	}
	a.reset()
}

// reset computes everything again from the days.
func (a *annealer) reset() {
	a.cost, a.broken = 0, 0
	clear(a.count)
	for w := range a.lines {
		cost, broken := a.recount(w)
		a.cost += cost
		a.broken += broken
		for d := range a.days {
			if o := a.on[w*a.days+d]; o >= 0 {
				a.count[o]++
			}
		}
	}
	for o, n := range a.count {
		a.cost += a.p.Options[o].Cost[0]
		for k := range n {
			a.cost += a.slope(int32(o), k)
		}
	}
	a.note()
}

// slope is what one more worker than n costs on the option.
func (a *annealer) slope(o, n int32) int64 {
	s := a.slopes[o]
	return s[min(int(n), len(s)-1)]
}

// recount fills a worker's states and sums from its days.
func (a *annealer) recount(w int) (cost, broken int64) {
	l := &a.lines[w]
	own, rules, broken := a.tally(w, a.on[w*a.days:][:a.days], a.state[w*(a.days+1):], l)
	l.worth, l.broken = rules+broken*a.weight, broken
	return own + rules, broken
}

// tally computes a worker's days: what they cost in themselves and by the worker's rules, and what
// they break. It fills the states that the days begin with, unless these are nil, and the sums.
func (a *annealer) tally(w int, on, states []int32, l *annealLine) (own, rules, broken int64) {
	r, m := &a.p.Workers[w], a.by[w]
	l.hours, l.weekends, l.halves = 0, 0, 0
	clear(l.counts)
	state := int32(m.start)
	for d, o := range on {
		if states != nil {
			states[d] = state
		}
		at := state * int32(m.actions)
		if o < 0 {
			own += r.Rest[d]
		} else {
			c := a.as[w*len(a.p.Options)+int(o)]
			own += c.cost
			l.hours += int(c.hours)
			if c.group >= 0 {
				l.counts[c.group]++
			}
			at += int32(c.action)
		}
		rules += m.cost[at]
		broken += int64(m.broken[at])
		state = m.next[at]
		if a.weekend[d] && (a.pair[d] < int32(d)) {
			two := a.pair[d] >= 0
			today, before := o >= 0, two && on[a.pair[d]] >= 0
			if today || before {
				l.weekends++
			}
			if two && today != before {
				l.halves++
			}
		}
	}
	if states != nil {
		states[a.days] = state
	}
	cost, bad := r.sums(l.hours, l.weekends, l.halves, a.lines[w].shift)
	rules += m.end[state] + cost
	broken += int64(m.endBad[state]) + bad
	for g, n := range l.counts {
		broken += int64(max(0, int(n)-r.Caps[g]))
	}
	return own, rules, broken
}

// sums is the price of a line's hours and weekends, and what they break: hours in shifts
// of the given hours.
func (r *Rules) sums(hours, weekends, halves, shift int) (cost, broken int64) {
	cost = r.hoursCost(hours) + int64(halves)*r.HalfPrice
	beyond := int64(max(0, weekends-r.Weekends))
	if r.WeekendPrice > 0 {
		cost += beyond * r.WeekendPrice
	} else {
		broken += beyond
	}
	if short := max(0, r.HoursMin-hours); short > 0 {
		broken += 1 + int64(short/shift)
	}
	if over := max(0, hours-r.HoursMax); over > 0 {
		broken += 1 + int64(over/shift)
	}
	return cost, broken
}

func (a *annealer) next() uint64 {
	a.random += 0x9e3779b97f4a7c15
	z := a.random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a random number from 0 up to n.
func (a *annealer) below(n int) int { return int((a.next() >> 33) * uint64(n) >> 31) }

// note marks the present rota as the best when it is, to be copied before it changes.
func (a *annealer) note() {
	if a.broken == 0 && a.cost < a.least {
		a.least, a.at = a.cost, true
	}
}

// keep copies the best rota while it is still the present one.
func (a *annealer) keep() {
	if a.at {
		a.best, a.at = append(a.best[:0], a.on...), false
	}
}

// rota is the best rota.
func (a *annealer) rota() []Line {
	a.keep()
	return a.linesOf(a.best)
}

// linesOf are the lines of some days by worker.
func (a *annealer) linesOf(days []int32) []Line {
	out := make([]Line, len(a.lines))
	for w := range out {
		on := days[w*a.days:][:a.days]
		l := annealLine{counts: make([]int32, len(a.lines[w].counts))}
		own, rules, _ := a.tally(w, on, nil, &l)
		out[w] = Line{Worker: w, cost: own + rules}
		for _, o := range on {
			if o >= 0 {
				out[w].Options = append(out[w].Options, o)
			}
		}
	}
	return out
}

// reweigh moves the weight of broken limits, so that part of the way leads through rotas
// that break none (strategic oscillation, Glover 1977).
func (a *annealer) reweigh(whole, moves int) {
	switch {
	case whole < moves/10:
		a.weight = min(a.weight+1+a.weight/4, 64*max(1, a.p.Dear))
	case whole > moves/2:
		a.weight = max(a.weight-a.weight/5, 1+a.p.Dear/4)
	default:
		return
	}
	a.reset()
}

// mend changes lines that break limits, each by itself, until none does or it gives up.
func (a *annealer) mend(ctx context.Context) {
	const most, chunk = 1 << 19, 1 << 10
	dear := float64(max(1, a.p.Dear))
	a.weight = 16 * max(1, a.p.Dear)
	a.reset()
	for w := range a.lines {
		for tried := 0; tried < most && a.breaks(w) && ctx.Err() == nil; tried += chunk {
			heat := 12 * dear * math.Pow(0.05, float64(tried%(most/8))/(most/8))
			for range chunk {
				if a.stepAlone(w, heat); tried > most/16 && !a.breaks(w) {
					break
				}
			}
			a.moves += chunk
		}
	}
}

// breaks tells whether a worker's line breaks a limit.
func (a *annealer) breaks(w int) bool { return a.lines[w].broken > 0 }

// cooling is how a run of annealing goes.
type cooling struct {
	hot, cold float64
	moves     int64     // 0 for no end but the time
	end       time.Time // zero for none
	better    func()    // hears, now and then, that best has become better
}

// run anneals until the budget is used.
func (a *annealer) run(ctx context.Context, c cooling) {
	const chunk, period = 1 << 13, 32
	whole := 0 // moves of the period after which nothing was broken
	start, from := time.Now(), a.moves
	told, next := a.least, time.Time{}
	for {
		f := 0.0
		if c.moves > 0 {
			f = float64(a.moves-from) / float64(c.moves)
		}
		if !c.end.IsZero() {
			f = max(f, time.Since(start).Seconds()/max(1e-9, c.end.Sub(start).Seconds()))
		}
		if f >= 1 || ctx.Err() != nil {
			break
		}
		heat := c.hot * math.Pow(c.cold/c.hot, f)
		for range chunk {
			a.step(heat)
			if a.broken == 0 {
				whole++
			}
		}
		if a.moves += chunk; a.moves/chunk%period == 0 {
			a.reweigh(whole, period*chunk)
			whole = 0
		}
		if c.better != nil && a.least < told {
			if now := time.Now(); now.After(next) {
				told = a.least
				c.better()
				next = time.Now().Add(5 * time.Since(now)) // telling takes a sixth of the time at most
			}
		}
	}
	a.keep()
}
