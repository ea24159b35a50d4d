package line

import (
	"sort"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// frame is what a re-planning looks at: the line, the window, and so much time around
// the window as the rules that bind need, in whole weeks.
type frame struct {
	s        *board.State
	b        *board.Board
	ask      Ask
	line     int32
	lb       *board.LineBoard
	ls       *board.LineState
	from, to solver.Minute // the window
	rest     solver.Minute // between spells
	dims     dims
	old      []solver.Decision // those of the window that were lifted

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
func (f *frame) layFrame() {
	r := &f.lb.Rules
	m := f.b.Model
	back := solver.Minute(0)
	if f.dims&dimRun != 0 {
		back = solver.Minute(r.MaxDaysRun+1) * 1500
	}
	if f.dims&dimNight != 0 {
		back = max(back, solver.Minute(r.MaxNightsRun+1)*1500)
	}
	f.start = m.Weeks[f.weekAt(f.from-back)].From
	longest := f.longestOption()
	f.end = m.Weeks[f.weekAt(f.to+longest+f.rest+back)].To
	lo, hi := f.ls.Around(f.start, f.end, f.rest)
	f.kept = append(f.kept[:0], f.ls.Decisions[lo:hi]...)
	if len(f.kept) > 0 {
		f.start = min(f.start, f.kept[0].Start)
		for _, d := range f.kept {
			f.end = max(f.end, d.End)
		}
	}
	f.end = max(f.end, m.Weeks[f.weekAt(f.end-1)].To)
	f.day0 = f.b.DayIndex(f.start)
	f.week0 = f.weekAt(f.start)
	f.weeks = f.weekAt(f.end-1) - f.week0 + 2
	f.layRest(longest)
	f.freeWeek = f.freeWeek[:0]
	for w := range m.Weekends {
		f.freeWeek = append(f.freeWeek, f.ls.Weekend[w] > 0)
	}
}

// longestOption is a bound on the length of a decision that starts in the window.
func (f *frame) longestOption() solver.Minute {
	r := &f.lb.Rules
	most := max(r.MaxSpell, r.MaxSpellPassive, f.b.Model.ReserveMax)
	if r.MaxSpell > 0 && r.MaxSpellPassive > 0 {
		for _, x := range f.b.Model.Stretches {
			most += x.By
		}
		return most
	}
	for _, i := range f.lb.Duty {
		if t := &f.b.Tasks[f.lb.Permits[i].Task]; t.From < f.to && t.To > f.from {
			most = max(most, f.b.MaxLen(f.lb, t))
		}
	}
	return most
}

// layRest finds the weeks whose weekly rest must be looked after.
func (f *frame) layRest(longest solver.Minute) {
	m := f.b.Model
	f.restWeek = f.restWeek[:0]
	for w := 0; w < f.weeks; w++ {
		on := false
		if k := f.week0 + w; k < len(m.Weeks) && f.dims&dimRest != 0 {
			wk := &m.Weeks[k]
			on = wk.Whole && wk.From < f.to+longest && wk.To > f.from && wk.From >= f.start
		}
		f.restWeek = append(f.restWeek, on)
	}
}

// weekAt is the index of the week in which t lies, clamped.
func (f *frame) weekAt(t solver.Minute) int {
	w := f.b.Model.Weeks
	k := sort.Search(len(w), func(i int) bool { return w[i].To > t })
	return min(k, len(w)-1)
}

// weekOf is the index in the frame of the week in which t lies.
func (f *frame) weekOf(t solver.Minute) int {
	w := f.b.Model.Weeks
	k := f.week0
	for k < len(w) && w[k].To <= t {
		k++
	}
	return k - f.week0
}

// weekSpan is the span of a week of the frame.
func (f *frame) weekSpan(w int) solver.Span {
	if k := f.week0 + w; k < len(f.b.Model.Weeks) {
		return f.b.Model.Weeks[k].Span
	}
	last := f.b.Model.Weeks[len(f.b.Model.Weeks)-1].To
	return solver.Span{From: last, To: last + 1<<24}
}

// nextKept is the start of the first kept decision at or after t.
func (f *frame) nextKept(t solver.Minute) solver.Minute {
	lo, hi := 0, len(f.kept)
	for lo < hi {
		mid := (lo + hi) / 2
		if f.kept[mid].Start < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(f.kept) {
		return 1 << 30
	}
	return f.kept[lo].Start
}

// collides says whether a decision overlaps one that is kept, or touches one of the same task.
func (f *frame) collides(d solver.Decision) bool {
	for i := range f.kept {
		k := &f.kept[i]
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
func (f *frame) after(k key, o *option) (key, bool) {
	if k&loose != 0 && !o.core {
		return k, false
	}
	if !o.core && !f.ask.full {
		k |= loose
	}
	if o.kind == solver.Passive {
		k |= slept
	}
	if f.dims == 0 {
		return k, true
	}
	if f.dims&(dimRun|dimDay) != 0 {
		var ok bool
		if k, ok = f.afterDays(k, o); !ok {
			return k, false
		}
	}
	if f.dims&dimNight != 0 && o.night {
		run := 1
		switch d := k.get(keyDark, 10); int(o.day0) {
		case d:
			run = k.get(keyNights, 5)
		case d + 1:
			run = k.get(keyNights, 5) + 1
		}
		if run > f.lb.Rules.MaxNightsRun && o.end > 0 {
			return k, false
		}
		k = k.with(keyNights, 5, run).with(keyDark, 10, int(o.day0))
	}
	if f.dims&dimWeekend != 0 && o.kind != solver.Reserve && !o.fixed {
		return f.afterWeekends(k, o)
	}
	return k, true
}

func (f *frame) afterDays(k key, o *option) (key, bool) {
	last := k.get(keyLast, 10)
	d0, d1 := int(o.day0), int(o.day1)
	if f.dims&dimRun != 0 {
		run := d1 - d0 + 1
		if last > 0 && d0 <= last+1 {
			run = k.get(keyRun, 5) + max(0, d1-last)
		}
		if run > f.lb.Rules.MaxDaysRun && o.end > 0 {
			return k, false
		}
		k = k.with(keyRun, 5, run)
	}
	if f.dims&dimDay != 0 {
		use := 0
		if d0 == last {
			use = k.get(keyDayUse, 11)
		}
		for d := d0; d <= d1; d++ {
			if d > d0 {
				use = 0
			}
			if !o.fixed {
				use += f.dayMinutes(o, d)
			}
			if use > f.dayRoom(d) && !o.fixed {
				return k, false
			}
		}
		k = k.with(keyDayUse, 11, use)
	}
	return k.with(keyLast, 10, max(d1, last)), true
}

// dayMinutes is what the option adds to the hard sum of day d, in whole minutes, rounded up.
func (f *frame) dayMinutes(o *option, d int) int {
	id := f.daySumAt(d)
	if id < 0 {
		return 0
	}
	s := &f.b.Model.Sums[id]
	n := max(0, s.Span.Meet(solver.Span{From: o.start, To: o.end}).Len())
	return int((int64(n)*f.weightsOf(s)[o.kind] + solver.PartsPerMinute - 1) / solver.PartsPerMinute)
}

// dayRoom is how many counted minutes the hard sum of day d still admits.
func (f *frame) dayRoom(d int) int {
	id := f.daySumAt(d)
	if id < 0 {
		return 1 << 11
	}
	return int(max(0, f.b.Most[id]-f.s.Sums[id]) / solver.PartsPerMinute)
}

func (f *frame) daySumAt(d int) int32 {
	if k := f.day0 + d - 1; k < len(f.daySum) {
		return f.daySum[k]
	}
	return -1
}

func (f *frame) afterWeekends(k key, o *option) (key, bool) {
	w := f.b.Model.Weekends
	for i := range w {
		if w[i].To <= o.start || w[i].From >= o.end || f.freeWeek[i] || i+1 <= k.get(keyEnd, 10) {
			continue
		}
		n := k.get(keyEnds, 5) + 1
		if f.ls.Weekends+n > f.lb.Rules.MaxWeekends {
			return k, false
		}
		k = k.with(keyEnds, 5, n).with(keyEnd, 10, i+1)
	}
	return k, true
}

// forget drops what of a key no longer matters for a spell that starts at t.
func (f *frame) forget(k key, t solver.Minute) key {
	k &^= slept | loose
	if f.dims == 0 {
		return k
	}
	day := f.b.DayIndex(t) - f.day0 + 1
	if last := k.get(keyLast, 10); last < day {
		k = k.with(keyDayUse, 11, 0)
		if last < day-1 || f.dims&dimRun == 0 {
			k = k.with(keyLast, 10, 0).with(keyRun, 5, 0)
		}
	}
	if k.get(keyDark, 10) < day-1 {
		k = k.with(keyDark, 10, 0).with(keyNights, 5, 0)
	}
	if e := k.get(keyEnd, 10); e > 0 && f.b.Model.Weekends[e-1].To <= t {
		k = k.with(keyEnd, 10, 0)
	}
	return k
}

// turn is the key when week w ends, and whether the week's rest was had.
func (f *frame) turn(k key, w int) (key, bool) {
	if f.restWeek[w] && k&rested == 0 {
		return k, false
	}
	return k &^ rested, true
}
