package scheduler

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// What planning a worker alone says of a claim.
const (
	proofHolds   = iota // no line of the worker gives more
	proofFails          // one does
	proofUnknown        // there are too many lines to try
)

// mostAloneShifts is the greatest number of shifts that a worker planned alone
// may choose from.
const mostAloneShifts = 3000

// alone plans one worker against a demand, by depth first in order of time.
// A line is given up when it breaks a rule (no later shift can mend that), when
// what hours are left cannot bring it above the claim, and when a line was seen
// that stands in the same place with as much: same hours, rest, runs
// of days and nights, weekends. So nothing is passed over that could
// give more.
type alone struct {
	reader *proofReader
	w      *auditWorker
	shifts []aloneShift
	ahead  [][]int64 // by week: what of the demand is left from each shift's start on, in seconds
	weeks  []int
	parts  []int64 // by week: what the parts of all shifts in it are multiples of
	claim  int64
	budget *int
	seen   map[aloneState]int64
	sleeps bool // a sleep-in may be in the line
}

type aloneShift struct {
	auditItem
	value int64
}

// aloneState is all that the rules ask of the line so far.
type aloneState struct {
	next                  int
	end, spell            int64
	sleepIn               bool
	days, nights          uint64 // as many days as may follow one another, as bits before the day of the end
	week, after, day, all int64  // counted seconds: week and day of the end, the week after, the rota
	rest                  int64  // longest rest so far in the week of the end
	weekends, client      int
	clientEnd             int64
	need, occ             int // of the last shift: two in one occurrence may not touch
}

// atMost says whether the worker, alone and under all hard limits, can give no
// more than so many seconds to a demand. It takes the lines tried off the budget.
func (r *proofReader) atMost(worker int, demand []ProofDemand, seconds int64, budget *int) int {
	rows, bad := r.asked(demand)
	if len(bad) > 0 {
		return proofUnknown
	}
	a := &alone{reader: r, w: &r.workers[worker], claim: seconds, budget: budget, seen: map[aloneState]int64{}}
	if !a.offer(rows) {
		return proofUnknown
	}
	a.lookAhead(rows)
	line := slices.Clone(r.pins[worker])
	return a.search(line, 0, a.pinned(rows))
}

// offer lists the shifts that would give to the demand. A longer shift than one that
// lies inside the demand, or has the least length, gives no more and leaves no more
// room; save that it may come near enough to a sleep-in to share its longer spell.
func (a *alone) offer(rows []asks) bool {
	type place struct{ need, occ int }
	at := map[place][]asks{}
	var order []place
	for i := range rows {
		k := place{rows[i].need.index, rows[i].occ}
		if at[k] == nil {
			order = append(order, k)
		}
		at[k] = append(at[k], rows[i])
	}
	a.sleeps = slices.ContainsFunc(rows, func(x asks) bool { return x.need.Kind == SleepIn }) ||
		slices.ContainsFunc(a.reader.pins[a.w.index], func(it auditItem) bool { return it.kind == SleepIn })
	for _, k := range order {
		n := &a.reader.needs[k.need]
		o := n.occurrences[k.occ].auditSpan
		for _, s := range a.spansOf(n, o, at[k]) {
			if len(a.shifts) > mostAloneShifts {
				return false
			}
			it := auditItem{auditSpan: s, kind: n.Kind, need: k.need, occurrence: k.occ, client: n.client}
			if v := a.worth(n, k.occ, s, at[k]); v > 0 && a.reader.legalShift(a.w, n, k.occ, s) {
				a.shifts = append(a.shifts, aloneShift{it, v})
			}
		}
	}
	slices.SortStableFunc(a.shifts, func(x, y aloneShift) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(y.value, x.value))
	})
	return true
}

// spansOf are the shifts of an occurrence that can matter: each end lies on a point of
// the grid inside the rows, or could be drawn in no further without the shift becoming
// too short.
func (a *alone) spansOf(n *auditNeed, o auditSpan, rows []asks) []auditSpan {
	if n.Whole {
		return []auditSpan{o}
	}
	least := min(int64(n.MinShift/time.Second), o.len())
	most := a.reader.longest(a.w, n)
	if most == 0 {
		most = o.len()
	}
	grain := max(int64(a.reader.p.Grain/time.Second), 1)
	points := []int64{o.from}
	for t := o.from + grain - ((o.from-a.reader.origin)%grain+grain)%grain; t < o.to; t += grain {
		if t > o.from {
			points = append(points, t)
		}
	}
	points = append(points, o.to)
	in := func(t int64) bool {
		return a.sleeps || slices.ContainsFunc(rows, func(x asks) bool { return x.from <= t && t <= x.to })
	}
	var out []auditSpan
	for i, from := range points {
		first := true // none that starts here could end earlier
		for j, to := range points[i+1:] {
			if to-from < least || to-from > most {
				continue
			}
			s := auditSpan{from, to}
			last := j == 0 || to-points[i+1] < least // none that ends here could start later
			if (first || in(to)) && (last || in(from)) {
				if slices.ContainsFunc(rows, func(x asks) bool { return x.meets(s) }) {
					out = append(out, s)
				}
				if len(out) > mostAloneShifts {
					return out
				}
			}
			first = false
		}
	}
	return out
}

// worth is how much of the rows a shift gives, in seconds.
func (a *alone) worth(n *auditNeed, occ int, s auditSpan, rows []asks) (v int64) {
	for i := range rows {
		x := &rows[i]
		if x.need == n && x.occ == occ && (x.skill == "" || a.w.holds(x.skill, s)) {
			v += x.overlap(s)
		}
	}
	return v
}

// pinned is what the pinned shifts give.
func (a *alone) pinned(rows []asks) (v int64) {
	for i := range a.reader.pins[a.w.index] {
		if it := &a.reader.pins[a.w.index][i]; !it.past && it.need >= 0 && it.kind != Standby {
			v += a.worth(&a.reader.needs[it.need], it.occurrence, it.auditSpan, rows)
		}
	}
	return v
}

// lookAhead works out how much of the demand lies after each shift's start, by week.
func (a *alone) lookAhead(rows []asks) {
	var all []auditSpan
	for i := range rows {
		all = append(all, a.reader.usable(a.w, &rows[i])...)
	}
	all = auditUnion(all)
	for k := range a.reader.weekCount() {
		if auditOverlap(all, a.reader.week(k)) > 0 {
			a.weeks = append(a.weeks, k)
		}
	}
	for _, k := range a.weeks {
		part := int64(0)
		for i := range a.shifts {
			part = gcd(part, a.shifts[i].overlap(a.reader.week(k)))
		}
		a.parts = append(a.parts, max(part, 1))
	}
	for i := range a.shifts {
		left := make([]int64, len(a.weeks))
		for j, k := range a.weeks {
			s := a.reader.week(k)
			if s.from = max(s.from, a.shifts[i].from); s.len() > 0 {
				left[j] = int64(auditOverlap(all, s))
			}
		}
		a.ahead = append(a.ahead, left)
	}
}

// mostFrom is the most that can still be added to a line from the i-th shift on: what is
// left in each week, or of its hours.
func (a *alone) mostFrom(i int, line []auditItem) (n int64) {
	c := a.w.limits
	share := min(1, a.w.limits.SleepInCounts)
	for j, k := range a.weeks {
		left := a.ahead[i][j]
		if c.MaxHoursWeek != nil && share > 0 && left > 0 {
			counted := 0.0
			for m := range line {
				counted += a.w.counted(&line[m], a.reader.week(k))
			}
			room := int64(max(0, c.MaxHoursWeek.Seconds()-counted)/share + 1)
			left = min(left, room-room%a.parts[j])
		}
		n += left
	}
	if c.MaxHoursRota != nil && share > 0 {
		counted := 0.0
		for m := range line {
			if !line[m].past {
				counted += a.w.counted(&line[m], line[m].auditSpan)
			}
		}
		n = min(n, int64(max(0, c.MaxHoursRota.Seconds()-counted)/share+1))
	}
	return n
}

// search tries what the line can be from the i-th shift on.
func (a *alone) search(line []auditItem, i int, value int64) int {
	if value > a.claim {
		return proofFails
	}
	if len(a.shifts) == 0 {
		return proofHolds
	}
	state := a.state(line, i)
	if best, ok := a.seen[state]; ok && best >= value {
		return proofHolds
	}
	a.seen[state] = value
	for ; i < len(a.shifts); i++ {
		if value+a.mostFrom(i, line) <= a.claim+1 {
			return proofHolds
		}
		if *a.budget--; *a.budget < 0 {
			return proofUnknown
		}
		s := &a.shifts[i]
		longer := lineWith(line, s.auditItem)
		if !a.reader.legalLine(a.w, longer) {
			continue
		}
		if got := a.search(longer, i+1, value+s.value); got != proofHolds {
			return got
		}
	}
	return proofHolds
}

// state is what the rules ask of the shifts of a line before the i-th shift offered.
func (a *alone) state(line []auditItem, i int) aloneState {
	x := aloneState{next: i}
	at := int64(auditNever)
	if i < len(a.shifts) {
		at = a.shifts[i].from
	}
	n := sort.Search(len(line), func(j int) bool { return line[j].from > at })
	done := line[:n]
	if len(done) == 0 {
		return x
	}
	last := &done[0]
	for j := range done {
		if done[j].to >= last.to {
			last = &done[j]
		}
	}
	x.end, x.need, x.occ = last.to, last.need, last.occurrence
	for j := 0; j < len(done); {
		spell, end := a.w.spellAt(done, j)
		x.spell, x.sleepIn = spell.from, spell.sleepIn
		for d := a.reader.dayOf(spell.from); d < len(a.reader.dates) && a.reader.midnights[d] < spell.to; d++ {
			if back := a.reader.dayOf(x.end) - d; back >= 0 && back <= min(a.w.limits.MaxDaysInARow, 63) {
				x.days |= 1 << back
			}
		}
		j = end
	}
	week := a.reader.dayOf(x.end-1) / 7
	today := auditSpan{a.reader.midnights[a.reader.dayOf(x.end-1)], a.reader.midnights[a.reader.dayOf(x.end-1)+1]}
	free := a.reader.week(week).from
	for j := range done {
		it := &done[j]
		if back := a.reader.dayOf(x.end) - a.reader.dayOf(it.from); a.reader.isNight(it) && back <= min(a.w.limits.MaxNightsInARow, 63) {
			x.nights |= 1 << back
		}
		x.week += int64(a.w.counted(it, a.reader.week(week)))
		x.day += int64(a.w.counted(it, today))
		if week+1 < a.reader.weekCount() {
			x.after += int64(a.w.counted(it, a.reader.week(week+1)))
		}
		if !it.past {
			x.all += int64(a.w.counted(it, it.auditSpan))
		}
		if it.to > a.reader.week(week).from && it.from < a.reader.week(week).to {
			x.rest = max(x.rest, it.from-free)
			free = max(free, it.to)
		}
		if it.client >= 0 {
			x.client, x.clientEnd = it.client+1, it.to
		}
	}
	if a.w.limits.MaxWeekends != nil {
		x.weekends, _ = a.reader.weekendsOf(done)
		for d := a.reader.dayOf(x.end - 1); d >= 0; d-- { // which weekend counts already
			if sat := a.reader.saturday(d); sat > -2 {
				if slices.ContainsFunc(done, func(it auditItem) bool {
					return !it.past && it.kind != Standby && it.meets(auditSpan{a.reader.midnights[max(sat, 0)], a.reader.midnights[max(sat, 0)+2]})
				}) {
					x.weekends = 2*x.weekends + 1
				} else {
					x.weekends *= 2
				}
				break
			}
		}
	}
	if week == 0 || a.w.limits.WeeklyRest == 0 {
		x.rest = 0
	}
	return x
}

func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}
