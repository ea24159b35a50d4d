package roster

import "slices"

// lineReach is how much of a table can matter: the states, hours and weekends with which
// each day can begin and still end well. What is held for a worker narrows it, so that a
// window on a long horizon costs little.
type lineReach struct {
	index     [][]int32 // by day and state: its place among those that matter, -1 for none
	states    [][]int   // by day
	low, high []int     // hours so far, by day
	first     []int     // weekends worked so far, at least, by day
	last      []int
	at        []int // where a day's part of the table begins; one more than there are days
}

// spanOf is a range of hours and weekends.
type spanOf struct {
	low, high   int
	first, last int
	some        bool
}

func (s *spanOf) widen(low, high, first, last int) {
	if !s.some {
		*s = spanOf{low, high, first, last, true}
		return
	}
	s.low, s.high = min(s.low, low), max(s.high, high)
	s.first, s.last = min(s.first, first), max(s.last, last)
}

// knownReach is a reach with all that it depends on, for planning the same worker again
// at other prices.
type knownReach struct {
	by    []int32
	reach lineReach
}

// mostKnown is the days times states up to which a reach is kept.
const mostKnown = 1 << 17

// reachBy is what a reach depends on: the kinds of each day, and the days off.
func (f *lineFrame) reachBy(by []int32) []int32 {
	by = append(by[:0], int32(f.folded))
	for day, kinds := range f.kinds {
		rest := int32(0)
		if f.resting[day] >= never {
			rest = 1
		}
		by = append(by, -1, rest)
		for k := range kinds {
			by = append(by, int32(kinds[k].Class), int32(kinds[k].Hours), int32(kinds[k].Group))
		}
	}
	return by
}

// setReach finds what can matter at the kinds and days off at hand.
func (f *lineFrame) setReach() {
	if f.days*f.states > mostKnown {
		f.findReach()
		return
	}
	f.by = f.reachBy(f.by)
	if slices.Equal(f.by, f.known.by) {
		f.reach = f.known.reach
		return
	}
	f.findReach()
	f.known.by, f.known.reach = append(f.known.by[:0], f.by...), f.reach
}

func (f *lineFrame) findReach() {
	so := make([]spanOf, f.states)
	so[f.start] = spanOf{some: true}
	f.reach = lineReach{}
	left := f.remaining()
	for day := 0; ; day++ {
		f.settleDay(so, left[day])
		if day == f.days {
			return
		}
		next := make([]spanOf, f.states)
		for state, s := range so {
			if s.some {
				f.moveOn(day, state, s, next)
			}
		}
		so = next
	}
}

// settleDay enters the reach of a day, given what each state has so far and what the
// days from there on can add.
func (f *lineFrame) settleDay(so, left []spanOf) {
	r := &f.reach
	all, rest := spanOf{}, spanOf{}
	index := make([]int32, f.states)
	var states []int
	for state := range so {
		index[state] = -1
		s, l := so[state], left[state]
		if !s.some || !l.some || s.low+l.low > f.HoursMax || s.high+l.high < f.HoursMin {
			continue
		}
		index[state] = int32(len(states))
		states = append(states, state)
		all.widen(s.low, s.high, s.first, s.last)
		rest.widen(l.low, l.high, 0, 0)
	}
	if len(r.at) == 0 {
		r.at = append(r.at, 0)
	}
	low, high := max(all.low, f.HoursMin-rest.high), min(all.high, f.HoursMax-rest.low)
	r.index, r.states = append(r.index, index), append(r.states, states)
	r.low, r.high = append(r.low, low), append(r.high, max(high, low-1))
	r.first, r.last = append(r.first, all.first), append(r.last, min(all.last, f.weeks-1))
	day := len(r.states) - 1
	r.at = append(r.at, r.at[day]+len(states)*f.rowsOf(day)*f.width(day))
}

// rowsOf is the number of rows of a state on a day.
func (f *lineFrame) rowsOf(day int) int {
	return max(0, f.reach.last[day]-f.reach.first[day]+1) * f.folds
}

func (f *lineFrame) width(day int) int { return f.reach.high[day] - f.reach.low[day] + 1 }

// moveOn widens what the states after a day can have, from one state before it.
func (f *lineFrame) moveOn(day, state int, s spanOf, next []spanOf) {
	if to, _, ok := f.afterRest(day, state); ok {
		next[to].widen(s.low, s.high, s.first, s.last)
	}
	more := 0
	if f.newWeekend(day, state) {
		more = 1
	}
	if s.first+more >= f.weeks && f.WeekendPrice == 0 {
		return
	}
	for _, k := range f.kinds[day] {
		if to, _, ok := f.afterWork(day, state, k.Class); ok {
			next[to].widen(s.low+k.Hours, s.high+k.Hours, min(s.first+more, f.weeks-1), min(s.last+more, f.weeks-1))
		}
	}
}

// remaining is what the days from each one on can add in hours, by state.
func (f *lineFrame) remaining() [][]spanOf {
	left := make([][]spanOf, f.days+1)
	left[f.days] = make([]spanOf, f.states)
	for state := range left[f.days] {
		left[f.days][state].some = f.endBad[state] == 0
	}
	for day := f.days - 1; day >= 0; day-- {
		left[day] = make([]spanOf, f.states)
		for state := range left[day] {
			to := &left[day][state]
			if next, _, ok := f.afterRest(day, state); ok {
				to.add(left[day+1][next], 0)
			}
			for _, k := range f.kinds[day] {
				if next, _, ok := f.afterWork(day, state, k.Class); ok {
					to.add(left[day+1][next], k.Hours)
				}
			}
		}
	}
	return left
}

// add widens a range by another that is some hours on.
func (s *spanOf) add(other spanOf, hours int) {
	if other.some {
		s.widen(other.low+hours, other.high+hours, 0, 0)
	}
}
