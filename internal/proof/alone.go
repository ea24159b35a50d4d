package proof

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Answer is what trying lines says of a claim.
type Answer int

const (
	Holds   Answer = iota // no line gives more
	fails                 // one does
	Unknown               // there are too many to try
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
	reader *Reader
	w      *reading.Worker
	shifts []aloneShift
	ahead  [][]int64 // by week: what of the demand is left from each shift's start on, in seconds
	weeks  []int
	parts  []int64 // by week: what the parts of all shifts in it are multiples of
	claim  int64
	budget *int
	seen   map[aloneState]int64
	wide   bool // a longer shift may leave more room than one that lies inside it
}

type aloneShift struct {
	reading.Item
	value int64
}

// aloneState is all that the rules ask of the line so far.
type aloneState struct {
	next                  int
	end, spell            int64
	sleepIn               bool
	waking                int64  // seconds in the spell
	days, nights          uint64 // as many days as may follow one another, as bits before the day of the end
	week, after, day, all int64  // counted seconds: week and day of the end, the week after, the rota
	rest                  int64  // longest rest so far in the week of the end
	weekends, client      int
	clientEnd             int64
	need, occ             int // of the last shift: two in one occurrence may not touch
}

// AtMost says whether the worker, alone and under all hard limits, can give no
// more than so many seconds to a demand. It takes the lines tried off the budget.
func (r *Reader) AtMost(worker int, demand []scheduler.ProofDemand, seconds int64, budget *int) Answer {
	rows, bad := r.Asked(demand)
	if len(bad) > 0 {
		return Unknown
	}
	w := r.lenient(&r.Workers[worker])
	if r.givesNoMore(w, rows, seconds) {
		return Holds
	}
	a := &alone{reader: r, w: w, claim: seconds, budget: budget, seen: map[aloneState]int64{}}
	if !a.offer(rows) {
		return Unknown
	}
	a.lookAhead(rows)
	line := slices.Clone(r.pins[worker])
	return a.search(line, 0, a.pinned(rows))
}

// lenient is the worker without what work outside a demand could mend: over a night between two
// shifts other work may lie, and a spell may reach the hour that comes twice.
func (r *Reader) lenient(w *reading.Worker) *reading.Worker {
	twice := r.Repeated(reading.Span{From: reading.Ever, To: reading.Never})
	if w.Limits.OvernightRest == 0 && twice == 0 {
		return w
	}
	free, limits := *w, *w.Limits
	limits.OvernightRest = 0
	for _, most := range []*time.Duration{&limits.MaxSpell, &limits.MaxSpellSleepIn, &limits.MaxWakingInSpell} {
		if *most > 0 {
			*most += time.Duration(twice) * time.Second
		}
	}
	free.Limits = &limits
	return &free
}

// offer lists the shifts that would give to the demand. A longer shift than one that
// lies inside the demand, or has the least length, gives no more and leaves no more
// room; save that it may come near enough to a sleep-in to share its longer spell, or hold
// the hour that comes twice.
func (a *alone) offer(rows []Asks) bool {
	type place struct{ need, occ int }
	at := map[place][]Asks{}
	var order []place
	for i := range rows {
		k := place{rows[i].Need.Index, rows[i].occ}
		if at[k] == nil {
			order = append(order, k)
		}
		at[k] = append(at[k], rows[i])
	}
	a.wide = slices.ContainsFunc(rows, func(x Asks) bool {
		return x.Need.Kind == scheduler.SleepIn || a.reader.Repeated(x.Need.Occurrences[x.occ].Span) > 0
	}) ||
		slices.ContainsFunc(a.reader.pins[a.w.Index], func(it reading.Item) bool { return it.Kind == scheduler.SleepIn })
	for _, k := range order {
		n := &a.reader.Needs[k.need]
		o := n.Occurrences[k.occ].Span
		for _, s := range a.spansOf(n, o, at[k]) {
			if len(a.shifts) > mostAloneShifts {
				return false
			}
			it := reading.Item{Span: s, Kind: n.Kind, Need: k.need, Occurrence: k.occ, Client: n.ClientIndex}
			if v := a.worth(n, k.occ, s, at[k]); v > 0 && reading.LegalShift(a.reader.Reading, a.w, n, k.occ, s) {
				a.shifts = append(a.shifts, aloneShift{it, v})
			}
		}
	}
	slices.SortStableFunc(a.shifts, func(x, y aloneShift) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(y.value, x.value))
	})
	return true
}

// spansOf are the shifts of an occurrence that can matter: each end lies on a point of
// the grid inside the rows, or could be drawn in no further without the shift becoming
// too short.
func (a *alone) spansOf(n *reading.Need, o reading.Span, rows []Asks) []reading.Span {
	if n.Whole {
		return []reading.Span{o}
	}
	least := min(int64(n.MinShift/time.Second), o.Len())
	most := a.reader.longest(a.w, n) + a.reader.Repeated(o)
	if a.reader.longest(a.w, n) == 0 {
		most = o.Len()
	}
	grain := max(int64(a.reader.Problem.Grain/time.Second), 1)
	points := []int64{o.From}
	for t := o.From + grain - ((o.From-a.reader.Origin)%grain+grain)%grain; t < o.To; t += grain {
		if t > o.From {
			points = append(points, t)
		}
	}
	points = append(points, o.To)
	in := func(t int64) bool {
		return a.wide || slices.ContainsFunc(rows, func(x Asks) bool { return x.From <= t && t <= x.To })
	}
	var out []reading.Span
	for i, from := range points {
		first := true // none that starts here could end earlier
		for j, to := range points[i+1:] {
			if to-from < least || to-from > most {
				continue
			}
			s := reading.Span{From: from, To: to}
			last := j == 0 || to-points[i+1] < least // none that ends here could start later
			if (first || in(to)) && (last || in(from)) {
				if slices.ContainsFunc(rows, func(x Asks) bool { return x.Meets(s) }) {
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
func (a *alone) worth(n *reading.Need, occ int, s reading.Span, rows []Asks) (v int64) {
	for i := range rows {
		x := &rows[i]
		if x.Need == n && x.occ == occ && (x.skill == "" || a.w.Holds(x.skill, s)) {
			v += x.Overlap(s)
		}
	}
	return v
}

// pinned is what the pinned shifts give.
func (a *alone) pinned(rows []Asks) (v int64) {
	for i := range a.reader.pins[a.w.Index] {
		if it := &a.reader.pins[a.w.Index][i]; !it.Past && it.Need >= 0 && it.Kind != scheduler.Standby {
			v += a.worth(&a.reader.Needs[it.Need], it.Occurrence, it.Span, rows)
		}
	}
	return v
}

// lookAhead works out how much of the demand lies after each shift's start, by week.
func (a *alone) lookAhead(rows []Asks) {
	var all []reading.Span
	for i := range rows {
		all = append(all, a.reader.usable(a.w, &rows[i])...)
	}
	all = reading.Union(all)
	for k := range a.reader.WeekCount() {
		if overlap(all, a.reader.Week(k)) > 0 {
			a.weeks = append(a.weeks, k)
		}
	}
	for _, k := range a.weeks {
		part := int64(0)
		for i := range a.shifts {
			part = gcd(part, a.shifts[i].Overlap(a.reader.Week(k)))
		}
		a.parts = append(a.parts, max(part, 1))
	}
	for i := range a.shifts {
		left := make([]int64, len(a.weeks))
		for j, k := range a.weeks {
			s := a.reader.Week(k)
			if s.From = max(s.From, a.shifts[i].From); s.Len() > 0 {
				left[j] = int64(overlap(all, s))
			}
		}
		a.ahead = append(a.ahead, left)
	}
}

// mostFrom is the most that can still be added to a line from the i-th shift on: what is
// left in each week, or of its hours.
func (a *alone) mostFrom(i int, line []reading.Item) (n int64) {
	c := a.w.Limits
	share := min(1, a.w.Limits.SleepInCounts)
	for j, k := range a.weeks {
		left := a.ahead[i][j]
		if c.MaxHoursWeek != nil && share > 0 && left > 0 {
			counted := 0.0
			for m := range line {
				counted += a.w.Counted(&line[m], a.reader.Week(k))
			}
			room := int64(max(0, c.MaxHoursWeek.Seconds()-counted)/share + 1)
			left = min(left, room-room%a.parts[j])
		}
		n += left
	}
	if c.MaxHoursRota != nil && share > 0 {
		counted := 0.0
		for m := range line {
			if !line[m].Past {
				counted += a.w.Counted(&line[m], line[m].Span)
			}
		}
		n = min(n, int64(max(0, c.MaxHoursRota.Seconds()-counted)/share+1))
	}
	return n
}

// search tries what the line can be from the i-th shift on.
func (a *alone) search(line []reading.Item, i int, value int64) Answer {
	if value > a.claim {
		return fails
	}
	if len(a.shifts) == 0 {
		return Holds
	}
	state := a.state(line, i)
	if best, ok := a.seen[state]; ok && best >= value {
		return Holds
	}
	a.seen[state] = value
	for ; i < len(a.shifts); i++ {
		if value+a.mostFrom(i, line) <= a.claim+1 {
			return Holds
		}
		if *a.budget--; *a.budget < 0 {
			return Unknown
		}
		s := &a.shifts[i]
		longer := reading.LineWith(line, s.Item)
		if !reading.LegalLine(a.reader.Reading, a.w, longer) {
			continue
		}
		if got := a.search(longer, i+1, value+s.value); got != Holds {
			return got
		}
	}
	return Holds
}

// state is what the rules ask of the shifts of a line before the i-th shift offered.
func (a *alone) state(line []reading.Item, i int) aloneState {
	x := aloneState{next: i}
	at := int64(reading.Never)
	if i < len(a.shifts) {
		at = a.shifts[i].From
	}
	n := sort.Search(len(line), func(j int) bool { return line[j].From > at })
	done := line[:n]
	if len(done) == 0 {
		return x
	}
	last := &done[0]
	for j := range done {
		if done[j].To >= last.To {
			last = &done[j]
		}
	}
	x.end, x.need, x.occ = last.To, last.Need, last.Occurrence
	a.stateOfSpells(&x, done)
	a.stateOfHours(&x, done)
	if a.w.Limits.MaxWeekends != nil {
		x.weekends = a.stateOfWeekends(&x, done)
	}
	return x
}

// stateOfSpells enters the last spell and the days of late with work.
func (a *alone) stateOfSpells(x *aloneState, done []reading.Item) {
	for j := 0; j < len(done); {
		spell, end := a.w.SpellAt(done, j)
		x.spell, x.sleepIn, x.waking = spell.From, spell.SleepIn, spell.Waking
		for d := a.reader.DayOf(spell.From); d < len(a.reader.Dates) && a.reader.Midnights[d] < spell.To; d++ {
			if back := a.reader.Between(d, a.reader.DayOf(x.end)); back >= 0 && back <= min(a.w.Limits.MaxDaysInARow, 63) {
				x.days |= 1 << back
			}
		}
		j = end
	}
}

// stateOfHours enters the nights of late, counted hours, the longest rest of the week and the last
// client.
func (a *alone) stateOfHours(x *aloneState, done []reading.Item) {
	last := a.reader.DayOf(x.end - 1)
	n := last / 7
	today := reading.Span{From: a.reader.Midnights[last], To: a.reader.Midnights[last+1]}
	week := a.reader.Week(n)
	free := week.From
	for j := range done {
		it := &done[j]
		if back := a.reader.Between(a.reader.DayOf(it.From), a.reader.DayOf(x.end)); a.reader.IsNight(it) && back <= min(a.w.Limits.MaxNightsInARow, 63) {
			x.nights |= 1 << back
		}
		x.week += int64(a.w.Counted(it, week))
		x.day += int64(a.w.Counted(it, today))
		if n+1 < a.reader.WeekCount() {
			x.after += int64(a.w.Counted(it, a.reader.Week(n+1)))
		}
		if !it.Past {
			x.all += int64(a.w.Counted(it, it.Span))
		}
		if it.To > week.From && it.From < week.To {
			x.rest = max(x.rest, it.From-free)
			free = max(free, it.To)
		}
		if it.Client >= 0 {
			x.client, x.clientEnd = it.Client+1, it.To
		}
	}
	if n == 0 || a.w.Limits.WeeklyRest == 0 {
		x.rest = 0
	}
}

// stateOfWeekends is twice the number of weekends worked, and one more when the weekend of the end,
// or the last before it, is one of them.
func (a *alone) stateOfWeekends(x *aloneState, done []reading.Item) int {
	weekends, _ := a.reader.WeekendsOf(done)
	for d := a.reader.DayOf(x.end - 1); d >= 0; d-- {
		sat := a.reader.Saturday(d)
		if sat <= -2 {
			continue
		}
		weekend := reading.Span{From: a.reader.Midnights[max(sat, 0)], To: a.reader.Midnights[max(sat, 0)+2]}
		if slices.ContainsFunc(done, func(it reading.Item) bool {
			return !it.Past && it.Kind != scheduler.Standby && it.Meets(weekend)
		}) {
			return 2*weekends + 1
		}
		return 2 * weekends
	}
	return weekends
}

func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}
