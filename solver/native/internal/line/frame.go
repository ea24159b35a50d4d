package line

import (
	"sort"

	"github.com/carerota/carerota/solver"
)

// frame is the time that a re-planning looks at: the window and so much around
// it as the rules that bind need, in whole weeks.
type frame struct {
	start, end solver.Minute
	day0       int               // index of the day of start
	week0      int               // index of the week of start
	weeks      int               // weeks in the frame, and one more behind it for what reaches beyond
	kept       []solver.Decision // decisions of the frame that stay
	restWeek   []bool            // by week: weekly rest must be looked after
	freeWeek   []bool            // by weekend: touched already
	daySum     []int32           // by day: the hard sum over the day, -1 for none
}

// layFrame sets the frame for the window and the rules in the key.
func (p *Planner) layFrame() {
	r := &p.lb.Rules
	m := p.b.Model
	back := solver.Minute(0)
	if p.dims&dimRun != 0 {
		back = solver.Minute(r.MaxDaysRun+1) * 1500
	}
	if p.dims&dimNight != 0 {
		back = max(back, solver.Minute(r.MaxNightsRun+1)*1500)
	}
	p.start = m.Weeks[p.weekAt(p.from-back)].From
	longest := p.longestOption()
	p.end = m.Weeks[p.weekAt(p.to+longest+p.rest+back)].To
	lo, hi := p.ls.Around(p.start, p.end, p.rest)
	p.kept = append(p.kept[:0], p.ls.Decisions[lo:hi]...)
	if len(p.kept) > 0 {
		p.start = min(p.start, p.kept[0].Start)
		for _, d := range p.kept {
			p.end = max(p.end, d.End)
		}
	}
	p.end = max(p.end, m.Weeks[p.weekAt(p.end-1)].To)
	p.day0 = p.b.DayIndex(p.start)
	p.week0 = p.weekAt(p.start)
	p.weeks = p.weekAt(p.end-1) - p.week0 + 2
	p.layRest(longest)
	p.freeWeek = p.freeWeek[:0]
	for w := range m.Weekends {
		p.freeWeek = append(p.freeWeek, p.ls.Weekend[w] > 0)
	}
}

// longestOption is a bound on the length of a decision that starts in the window.
func (p *Planner) longestOption() solver.Minute {
	r := &p.lb.Rules
	most := max(r.MaxSpell, r.MaxSpellPassive, p.b.Model.ReserveMax)
	if r.MaxSpell > 0 && r.MaxSpellPassive > 0 {
		return most
	}
	for _, i := range p.lb.Duty {
		if t := &p.b.Tasks[p.lb.Permits[i].Task]; t.From < p.to && t.To > p.from {
			most = max(most, p.b.MaxLen(p.lb, t))
		}
	}
	return most
}

// layRest finds the weeks whose weekly rest must be looked after.
func (p *Planner) layRest(longest solver.Minute) {
	m := p.b.Model
	p.restWeek = p.restWeek[:0]
	for w := 0; w < p.weeks; w++ {
		on := false
		if k := p.week0 + w; k < len(m.Weeks) && p.dims&dimRest != 0 {
			wk := &m.Weeks[k]
			on = wk.Whole && wk.From < p.to+longest && wk.To > p.from && wk.From >= p.start
		}
		p.restWeek = append(p.restWeek, on)
	}
}

// weekAt is the index of the week in which t lies, clamped.
func (p *Planner) weekAt(t solver.Minute) int {
	w := p.b.Model.Weeks
	k := sort.Search(len(w), func(i int) bool { return w[i].To > t })
	return min(k, len(w)-1)
}

// weekOf is the index in the frame of the week in which t lies.
func (p *Planner) weekOf(t solver.Minute) int {
	w := p.b.Model.Weeks
	k := p.week0
	for k < len(w) && w[k].To <= t {
		k++
	}
	return k - p.week0
}

// weekSpan is the span of a week of the frame.
func (p *Planner) weekSpan(w int) solver.Span {
	if k := p.week0 + w; k < len(p.b.Model.Weeks) {
		return p.b.Model.Weeks[k].Span
	}
	last := p.b.Model.Weeks[len(p.b.Model.Weeks)-1].To
	return solver.Span{From: last, To: last + 1<<24}
}

// nextKept is the start of the first kept decision at or after t.
func (p *Planner) nextKept(t solver.Minute) solver.Minute {
	lo, hi := 0, len(p.kept)
	for lo < hi {
		mid := (lo + hi) / 2
		if p.kept[mid].Start < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(p.kept) {
		return 1 << 30
	}
	return p.kept[lo].Start
}

// collides says whether a decision overlaps one that is kept, or touches one of the same task.
func (p *Planner) collides(d solver.Decision) bool {
	for i := range p.kept {
		k := &p.kept[i]
		if k.Start < d.End && k.End > d.Start {
			return true
		}
		if k.Task == d.Task && d.Task >= 0 && (k.Start == d.End || k.End == d.Start) {
			return true
		}
	}
	return false
}

// key is the part of the state besides time and hours: fields packed in one
// word, those of rules that are not looked at being zero.
type key uint64

// The fields of a key, low bits first.
const (
	keyRun    = 0  // days in a row up to keyLast
	keyLast   = 5  // last day touched, counted from 1 at the frame's first
	keyNights = 15 // nights in a row up to keyDark
	keyDark   = 20 // day of the last night
	keyEnds   = 30 // weekends newly touched
	keyEnd    = 35 // last weekend newly touched, counted from 1
	keyDayUse = 45 // minutes counted in the last day
	keyRested = 56 // the week's rest has been had
	keySlept  = 57 // the spell holds a passive decision
	keyLoose  = 58 // the spell holds a decision that is not core
)

func (k key) get(at, bits uint) int { return int(k>>at) & (1<<bits - 1) }

func (k key) with(at, bits uint, v int) key {
	mask := key(1<<bits-1) << at
	return k&^mask | key(min(v, 1<<bits-1))<<at
}

const rested, slept, loose = key(1) << keyRested, key(1) << keySlept, key(1) << keyLoose

// after is the key after a further option, and whether the rules allow it.
func (p *Planner) after(k key, o *option) (key, bool) {
	if k&loose != 0 && !o.core {
		return k, false
	}
	if !o.core && !p.ask.full {
		k |= loose
	}
	if o.kind == solver.Passive {
		k |= slept
	}
	if p.dims == 0 {
		return k, true
	}
	if p.dims&(dimRun|dimDay) != 0 {
		var ok bool
		if k, ok = p.afterDays(k, o); !ok {
			return k, false
		}
	}
	if p.dims&dimNight != 0 && o.night {
		run := 1
		switch d := k.get(keyDark, 10); int(o.day0) {
		case d:
			run = k.get(keyNights, 5)
		case d + 1:
			run = k.get(keyNights, 5) + 1
		}
		if run > p.lb.Rules.MaxNightsRun && o.end > 0 {
			return k, false
		}
		k = k.with(keyNights, 5, run).with(keyDark, 10, int(o.day0))
	}
	if p.dims&dimWeekend != 0 && o.kind != solver.Reserve && !o.fixed {
		return p.afterWeekends(k, o)
	}
	return k, true
}

func (p *Planner) afterDays(k key, o *option) (key, bool) {
	last := k.get(keyLast, 10)
	d0, d1 := int(o.day0), int(o.day1)
	if p.dims&dimRun != 0 {
		run := d1 - d0 + 1
		if last > 0 && d0 <= last+1 {
			run = k.get(keyRun, 5) + max(0, d1-last)
		}
		if run > p.lb.Rules.MaxDaysRun && o.end > 0 {
			return k, false
		}
		k = k.with(keyRun, 5, run)
	}
	if p.dims&dimDay != 0 {
		use := 0
		if d0 == last {
			use = k.get(keyDayUse, 11)
		}
		for d := d0; d <= d1; d++ {
			if d > d0 {
				use = 0
			}
			if !o.fixed {
				use += p.dayMinutes(o, d)
			}
			if use > p.dayRoom(d) && !o.fixed {
				return k, false
			}
		}
		k = k.with(keyDayUse, 11, use)
	}
	return k.with(keyLast, 10, max(d1, last)), true
}

// dayMinutes is what the option adds to the hard sum of day d, in whole minutes, rounded up.
func (p *Planner) dayMinutes(o *option, d int) int {
	id := p.daySumAt(d)
	if id < 0 {
		return 0
	}
	s := &p.b.Model.Sums[id]
	n := max(0, s.Span.Meet(solver.Span{From: o.start, To: o.end}).Len())
	return int((int64(n)*p.weightsOf(s)[o.kind] + solver.PartsPerMinute - 1) / solver.PartsPerMinute)
}

// dayRoom is how many counted minutes the hard sum of day d still admits.
func (p *Planner) dayRoom(d int) int {
	id := p.daySumAt(d)
	if id < 0 {
		return 1 << 11
	}
	return int(max(0, p.b.Most[id]-p.s.Sums[id]) / solver.PartsPerMinute)
}

func (p *Planner) daySumAt(d int) int32 {
	if k := p.day0 + d - 1; k < len(p.daySum) {
		return p.daySum[k]
	}
	return -1
}

func (p *Planner) afterWeekends(k key, o *option) (key, bool) {
	w := p.b.Model.Weekends
	for i := range w {
		if w[i].To <= o.start || w[i].From >= o.end || p.freeWeek[i] || i+1 <= k.get(keyEnd, 10) {
			continue
		}
		n := k.get(keyEnds, 5) + 1
		if p.ls.Weekends+n > p.lb.Rules.MaxWeekends {
			return k, false
		}
		k = k.with(keyEnds, 5, n).with(keyEnd, 10, i+1)
	}
	return k, true
}

// forget drops what of a key no longer matters for a spell that starts at t.
func (p *Planner) forget(k key, t solver.Minute) key {
	k &^= slept | loose
	if p.dims == 0 {
		return k
	}
	day := p.b.DayIndex(t) - p.day0 + 1
	if last := k.get(keyLast, 10); last < day {
		k = k.with(keyDayUse, 11, 0)
		if last < day-1 || p.dims&dimRun == 0 {
			k = k.with(keyLast, 10, 0).with(keyRun, 5, 0)
		}
	}
	if k.get(keyDark, 10) < day-1 {
		k = k.with(keyDark, 10, 0).with(keyNights, 5, 0)
	}
	if e := k.get(keyEnd, 10); e > 0 && p.b.Model.Weekends[e-1].To <= t {
		k = k.with(keyEnd, 10, 0)
	}
	return k
}

// turn is the key when week w ends, and whether the week's rest was had.
func (p *Planner) turn(k key, w int) (key, bool) {
	if p.restWeek[w] && k&rested == 0 {
		return k, false
	}
	return k &^ rested, true
}
