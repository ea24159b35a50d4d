package proof

import (
	"cmp"
	"math"
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

// alone plans one worker against a demand, shift by shift in order of time.
// A line is given up when it breaks a rule that no later shift can mend, when
// what hours are left cannot bring it above the claim, and when a line was seen
// that stands in the same place with as much: same hours, rest, runs
// of days and nights, weekends. So nothing is passed over that could
// give more.
type alone struct {
	reader *Reader
	w      *reading.Worker // less what work outside a demand could mend
	real   *reading.Worker // the worker, where there is rest overnight to look after
	mended map[pair]bool   // whether work between two visits may be legal, once it was asked
	shifts []aloneShift
	ahead  [][]int64 // by week: what of the demand is left from each shift's start on, in seconds
	weeks  []int
	parts  []int64 // by week: what the parts of all shifts in it are multiples of
	claim  int64
	raise  bool // the claim, where a line gives more
	budget *int
	more   []reading.Item // a line that gives more than the claim
	wide   bool           // a longer shift may leave more room than one that lies inside it
}

type aloneShift struct {
	reading.Item
	value int64
}

// aloneState is all that the rules ask of the line so far, of shifts that begin from an instant on.
// What no rule of the worker's asks is left 0, so that lines which differ in nothing else meet.
type aloneState struct {
	from             int64 // since when the worker is free, from the next shift's start on
	end, spell       int64 // of the last spell, where a shift could still be part of it
	sleepIn          bool
	waking           int64    // seconds awake in that spell
	days, nights     uint64   // those that a run could go on from, as bits before the day of from
	week, day, all   int64    // counted microseconds: in the week and on the day of from, in the rota
	ceiling          [2]int64 // the same in the week of the next shift and the one after, for the provider's ceiling
	rest, free       int64    // longest rest so far in the week of from, and since when another goes on
	weekends, client int
	clientEnd        int64
	evening          reading.Span // the last work, where the rest overnight might be too short
	need, occ        int          // of a shift that ends just then: two in one occurrence may not touch
}

// AtMost says whether the worker, alone and under all hard limits, can give no
// more than so many seconds to a demand. It takes the lines tried off the budget.
func (r *Reader) AtMost(worker int, demand []scheduler.ProofDemand, seconds int64, budget *int) Answer {
	answer, _, _ := r.planned(worker, demand, seconds, false, budget)
	return answer
}

// InTheWay says what of other shifts of a worker, by number, would have to go for the worker to give
// more than so many seconds to a demand; none where AtMost holds or is not known.
func (r *Reader) InTheWay(worker int, demand []scheduler.ProofDemand, seconds int64, others []reading.Item, budget *int) (out []int) {
	answer, _, line := r.planned(worker, demand, seconds, false, budget)
	if answer != fails {
		return nil
	}
	w := r.lenient(&r.Workers[worker])
	for i := range others {
		if slices.ContainsFunc(line, func(it reading.Item) bool { return it.Need == others[i].Need && it.Span == others[i].Span }) {
			continue
		}
		if longer := reading.LineWith(line, others[i]); reading.LegalLine(r.Reading, w, longer) {
			line = longer
		} else {
			out = append(out, i)
		}
	}
	return out
}

// Most is the most seconds that the worker, alone and under all hard limits, can give to a demand,
// where that is known within the budget.
func (r *Reader) Most(worker int, demand []scheduler.ProofDemand, budget *int) (seconds int64, known bool) {
	answer, most, _ := r.planned(worker, demand, 0, true, budget)
	return most, answer != Unknown
}

func (r *Reader) planned(worker int, demand []scheduler.ProofDemand, claim int64, raise bool, budget *int) (_ Answer, most int64, more []reading.Item) {
	rows, bad := r.Asked(demand)
	if len(bad) > 0 {
		return Unknown, 0, nil
	}
	w := r.lenient(&r.Workers[worker])
	if !raise && r.givesNoMore(w, rows, claim) {
		return Holds, claim, nil
	}
	a := r.newAlone(worker)
	a.claim, a.raise, a.budget = claim, raise, budget
	if !a.offer(rows) {
		return Unknown, 0, nil
	}
	a.lookAhead(rows)
	return a.search(slices.Clone(r.pins[worker]), a.pinned(rows)), a.claim, a.more
}

// newAlone is a worker to be planned, with nothing offered yet.
func (r *Reader) newAlone(worker int) *alone {
	w := &r.Workers[worker]
	a := &alone{reader: r, w: r.lenient(w)}
	if w.Limits.OvernightRest > 0 {
		a.real, a.mended = w, map[pair]bool{}
	}
	return a
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
// the hour that comes twice, or start before a day off.
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
	}) || len(a.w.NoStart) > 0 ||
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

// stand is a line before one of the shifts offered.
type stand struct {
	line  []reading.Item
	value int64
	state aloneState
}

// search goes through the shifts offered, without each and with it.
func (a *alone) search(line []reading.Item, value int64) Answer {
	if !a.claims(value) {
		return fails
	}
	now, next := []stand{{line, value, a.state(line, 0)}}, []stand{}
	at := map[aloneState]int{}
	for i := range a.shifts {
		next = next[:0]
		clear(at)
		put := func(s stand) {
			if k, ok := at[s.state]; !ok {
				at[s.state], next = len(next), append(next, s)
			} else if next[k].value < s.value {
				next[k] = s
			}
		}
		for _, s := range now {
			if s.value+a.mostFrom(i, s.line) <= a.claim+1 {
				continue
			}
			if *a.budget--; *a.budget < 0 {
				return Unknown
			}
			if longer := reading.LineWith(s.line, a.shifts[i].Item); a.mayStand(longer, &a.shifts[i].Item) {
				if !a.claims(s.value + a.shifts[i].value) {
					a.more = longer
					return fails
				}
				put(stand{longer, s.value + a.shifts[i].value, a.state(longer, i+1)})
			}
			if i+1 < len(a.shifts) && a.shifts[i+1].From > a.shifts[i].From {
				s.state = a.state(s.line, i+1)
			}
			put(s)
		}
		now, next = next, now
	}
	return Holds
}

// claims says whether no more than is claimed is given, once the claim is raised where it may be.
func (a *alone) claims(value int64) bool {
	if a.raise {
		a.claim = max(a.claim, value)
	}
	return value <= a.claim
}

// state is what the rules ask of the shifts of a line before the i-th shift offered.
func (a *alone) state(line []reading.Item, i int) aloneState {
	x := aloneState{}
	if i == len(a.shifts) {
		return x
	}
	at := a.shifts[i].From
	done := line[:sort.Search(len(line), func(j int) bool { return line[j].From > at })]
	if len(done) == 0 {
		return x
	}
	last := &done[0]
	for j := range done {
		if done[j].To >= last.To {
			last = &done[j]
		}
	}
	x.from = max(at, last.To)
	if last.To == x.from && last.Need >= 0 && !a.reader.Needs[last.Need].Whole {
		x.need, x.occ = last.Need+1, last.Occurrence
	}
	a.stateOfNight(&x, at, last)
	a.stateOfSpells(&x, done)
	a.stateOfNights(&x, done)
	a.stateOfHours(&x, done, a.reader.DayOf(at)/7)
	a.stateOfRest(&x, done)
	if a.w.Limits.MaxWeekends != nil {
		x.weekends = a.stateOfWeekends(x.from, done)
	}
	if least := int64(a.w.Limits.Travel / time.Second); least > 0 {
		for j := range done {
			if it := &done[j]; it.Client >= 0 {
				x.client, x.clientEnd = it.Client+1, it.To
			}
		}
		if x.from-x.clientEnd >= least {
			x.client, x.clientEnd = 0, 0
		}
	}
	return x
}

// stateOfSpells enters the last spell, where it may go on, and the days of late with work.
func (a *alone) stateOfSpells(x *aloneState, done []reading.Item) {
	today, most := a.today(x.from), min(a.w.Limits.MaxDaysInARow, 63)
	var spell reading.Spell
	for j := 0; j < len(done); {
		spell, j = a.w.SpellAt(done, j)
		for d := a.reader.DayOf(spell.From); most > 0 && d < len(a.reader.Dates) && a.reader.Midnights[d] < spell.To; d++ {
			if back := a.reader.Between(d, today); back >= 0 && back <= most {
				x.days |= 1 << back
			}
		}
	}
	if x.from-spell.To < int64(a.w.Limits.MinRest/time.Second) {
		x.end, x.spell, x.sleepIn, x.waking = spell.To, spell.From, spell.SleepIn, spell.Waking
		return
	}
	x.days = running(x.days)
}

// today is the day of an instant, the last there is for what lies after it.
func (a *alone) today(at int64) int { return min(a.reader.DayOf(at), len(a.reader.Dates)-1) }

// running is what of some days, as bits before today, a run from today on would be part of.
func running(days uint64) uint64 {
	run := uint64(0)
	for bit := uint64(2); days&bit != 0; bit <<= 1 {
		run |= bit
	}
	return run | days&1
}

// stateOfNights enters the nights of late.
func (a *alone) stateOfNights(x *aloneState, done []reading.Item) {
	most := min(a.w.Limits.MaxNightsInARow, 63)
	for j := range done {
		back := a.reader.Between(a.today(done[j].From), a.today(x.from))
		if most > 0 && back <= most && a.reader.IsNight(&done[j]) {
			x.nights |= 1 << back
		}
	}
	x.nights = running(x.nights)
}

// stateOfHours enters what the limits on hours count.
func (a *alone) stateOfHours(x *aloneState, done []reading.Item, week int) {
	c, r := a.w.Limits, a.reader
	day := a.today(x.from)
	counted := func(in reading.Span) (n int64) {
		for j := range done {
			n += int64(math.Round(a.w.Counted(&done[j], in) * 1e6))
		}
		return n
	}
	if c.MaxHoursWeek != nil {
		x.week = counted(r.Week(day / 7))
	}
	if c.MaxHoursDay != nil {
		x.day = counted(reading.Span{From: r.Midnights[day], To: r.Midnights[day+1]})
	}
	if a.w.Ceiling() != nil {
		for k := week; k < min(week+2, r.WeekCount()); k++ {
			x.ceiling[k-week] = counted(r.Week(k))
		}
	}
	for j := range done {
		if it := &done[j]; c.MaxHoursRota != nil && !it.Past {
			x.all += int64(math.Round(a.w.Counted(it, it.Span) * 1e6))
		}
	}
}

// stateOfRest enters the longest rest of the week, as far as that is asked for.
func (a *alone) stateOfRest(x *aloneState, done []reading.Item) {
	n, least := a.today(x.from)/7, int64(a.w.Limits.WeeklyRest/time.Second)
	first, end := a.reader.RotaWeeks()
	if least <= 0 || n < first || n >= end || !a.reader.Whole(n) {
		return
	}
	week := a.reader.Week(n)
	x.free = week.From
	for j := range done {
		if it := &done[j]; it.To > week.From && it.From < week.To {
			x.rest, x.free = max(x.rest, it.From-x.free), max(x.free, it.To)
		}
	}
	if x.rest >= least {
		x.rest, x.free = least, 0
	}
}

// stateOfWeekends is twice the number of weekends worked, and one more where one that goes on at an
// instant is among them.
func (a *alone) stateOfWeekends(at int64, done []reading.Item) int {
	weekends, _ := a.reader.WeekendsOf(done)
	sat := a.reader.Saturday(a.today(at))
	if sat <= -2 {
		return 2 * weekends
	}
	weekend := reading.Span{From: a.reader.Midnights[max(sat, 0)], To: a.reader.Midnights[sat+2]}
	if slices.ContainsFunc(done, func(it reading.Item) bool { return !it.Past && it.Kind != scheduler.Standby && it.Meets(weekend) }) {
		return 2*weekends + 1
	}
	return 2 * weekends
}

func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}
