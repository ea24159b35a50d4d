package roster

import "math"

// Run prices runs of days of one sort: consecutive days with a choice of one of the
// classes or, with Free, days off. Price and limit hold for each day missing from Min and
// each beyond Max, days of Before counted when the run goes on from them; a first run that
// was too long before the horizon pays for its days within it alone.
type Run struct {
	Classes            uint64 // bit a for class a
	Free               bool
	Min, Max           int // days; Max 0 for none
	MinPrice, MaxPrice int64
	MinHard, MaxHard   bool // a limit, not a price
	Before             int  // days of the sort that end on the day before the first
	OpenStart          bool // a run that holds the first day, or ended before it, is never too short
	OpenEnd            bool // a run that holds the last day is never too short
}

// mostStates is how many states a machine may have.
const mostStates = 4096

// machine is what of a line's days matters for the days to come: what may follow the last
// day, and how far each run has come. Action 0 is rest, action 1+a a choice of class a.
type machine struct {
	actions int
	start   int
	next    []int32 // by state and action
	cost    []int64
	broken  []int32 // limits broken, in days
	end     []int64 // by state: the cost of ending in it
	endBad  []int32
	rested  []bool // by state: the last day was off
}

// progress is a machine's state: the last day's class, -1 for rest, and of each run the
// days so far, negative while it holds the first day and is open there.
type progress struct {
	last  int
	count []int16
	open  []bool
}

func (p progress) key() string {
	k := make([]byte, 0, 2+3*len(p.count))
	k = append(k, byte(p.last+1))
	for r, n := range p.count {
		k = append(k, byte(n), byte(n>>8))
		if p.open[r] {
			k = append(k, 1)
		} else {
			k = append(k, 0)
		}
	}
	return string(k)
}

// most is the number of days after which nothing more about a run matters.
func (r *Run) most() int16 { return int16(max(r.Min, r.Max, 1)) }

func (r *Run) holds(action int) bool {
	if action == 0 {
		return r.Free
	}
	return r.Classes>>(action-1)&1 == 1
}

// newMachine finds all states that can be reached; nil when there are too many.
func newMachine(r *Rules) *machine {
	m := &machine{actions: 1 + len(r.Follow)}
	start := progress{r.Last, make([]int16, len(r.Runs)), make([]bool, len(r.Runs))}
	for k := range r.Runs {
		run := &r.Runs[k]
		start.count[k] = min(int16(min(run.Before, math.MaxInt16)), run.most())
		start.open[k] = run.OpenStart
	}
	index := map[string]int32{}
	var all []progress
	enter := func(p progress) int32 {
		key := p.key()
		if k, ok := index[key]; ok {
			return k
		}
		index[key] = int32(len(all))
		all = append(all, p)
		return int32(len(all) - 1)
	}
	enter(start)
	for at := 0; at < len(all); at++ {
		if len(all) > mostStates {
			return nil
		}
		for action := range m.actions {
			to, cost, broken := r.advance(all[at], action)
			m.next = append(m.next, enter(to))
			m.cost = append(m.cost, cost)
			m.broken = append(m.broken, broken)
		}
		cost, broken := r.ending(all[at])
		m.end, m.endBad = append(m.end, cost), append(m.endBad, broken)
		m.rested = append(m.rested, all[at].last < 0)
	}
	return m
}

// Fit builds each worker's machine once and keeps it with the rules: last days, what
// follows what and runs must not change from then on. It is false when one would be too large.
func Fit(rules []Rules) bool {
	for w, m := range machines(rules) {
		if m == nil {
			return false
		}
		rules[w].made = m
	}
	return true
}

// advance is the state after an action, what it costs and what it breaks.
func (r *Rules) advance(p progress, action int) (to progress, cost int64, broken int32) {
	to = progress{action - 1, make([]int16, len(p.count)), make([]bool, len(p.count))}
	if action > 0 && p.last >= 0 && !r.Follow[p.last][action-1] {
		broken++
	}
	for k := range r.Runs {
		run := &r.Runs[k]
		n := p.count[k]
		if !run.holds(action) {
			if n > 0 && !p.open[k] {
				run.tooShort(int(n), &cost, &broken)
			}
			continue
		}
		if run.Max > 0 && int(n) >= run.Max {
			cost += run.MaxPrice
			if run.MaxHard {
				broken++
			}
		}
		to.count[k] = min(n+1, run.most())
		to.open[k] = p.open[k] && int(to.count[k]) < run.Min
	}
	return to, cost, broken
}

func (r *Run) tooShort(n int, cost *int64, broken *int32) {
	if n >= r.Min {
		return
	}
	*cost += int64(r.Min-n) * r.MinPrice
	if r.MinHard {
		*broken += int32(r.Min - n)
	}
}

// ending is what ending in a state costs and breaks.
func (r *Rules) ending(p progress) (cost int64, broken int32) {
	for k := range r.Runs {
		if run := &r.Runs[k]; p.count[k] > 0 && !p.open[k] && !run.OpenEnd {
			run.tooShort(int(p.count[k]), &cost, &broken)
		}
	}
	return cost, broken
}
