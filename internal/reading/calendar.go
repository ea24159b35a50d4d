package reading

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Calendar is a reading of the rota's days of its own: days, weeks and
// nights as elapsed time. It has days before the rota (for work done then) and
// after it (for shifts that run past the last day), and starts with a week.
type Calendar struct {
	Zone      *time.Location
	Origin    int64 // local midnight of the rota's first day
	First     int   // number of the rota's first day
	Days      int   // of the rota
	Dates     []day
	Midnights []int64 // of the dates and of the day after the last
	ordinals  []int   // how many days are before each, where a date is left out; nil where none is
	nights    []Span  // 23:00 to 06:00, by the day they start on
	repeats   []repeat
}

// repeat is a moment at which the clocks go back, and by how much.
type repeat struct{ at, by int64 }

// Repeated is how much of the time strictly inside s the clocks show twice.
func (c *Calendar) Repeated(s Span) (n int64) {
	for _, x := range c.repeats {
		if s.From < x.at && x.at < s.To {
			n += x.by
		}
	}
	return n
}

// layRepeats finds where the clocks go back.
func (c *Calendar) layRepeats() {
	last := c.Midnights[len(c.Midnights)-1]
	for t := time.Unix(c.Midnights[0], 0).In(c.Zone); ; {
		_, change := scheduler.ClockBounds(t)
		if change.IsZero() || change.Unix() >= last {
			return
		}
		_, before := t.Zone()
		if _, after := change.Zone(); after < before {
			c.repeats = append(c.repeats, repeat{change.Unix(), int64(before - after)})
		}
		t = change
	}
}

// day is a calendar day. It is plain when the clocks do not change on it
// or near it, so that clock time is elapsed time.
type day struct {
	scheduler.Date
	DayOfWeek      time.Weekday
	holiday, plain bool
}

// Days kept before and after the rota, at least and at most.
const (
	Margin   = 14
	mostDays = 366
	mostPast = 400
)

// NewCalendar lays out the days of a problem's rota and those around it.
func NewCalendar(p *scheduler.Problem) Calendar {
	c := Calendar{Zone: p.Zone, Days: min(max(p.Days, 0), mostDays)}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	past := Margin
	for i := range p.Workers {
		for _, k := range p.Workers[i].Worked {
			past = max(past, p.Start.Sub(scheduler.DateOf(k.Start.In(c.Zone)))+2)
		}
	}
	past = min(past, mostPast)
	past += ((int(p.Start.Plus(-past).Weekday()-p.WeekStarts) % 7) + 7) % 7
	c.First = past
	holidays := map[scheduler.Date]bool{}
	for _, d := range p.Holidays {
		holidays[d] = true
	}
	n := (past + c.Days + Margin + 6) / 7 * 7
	for i := range n + 1 {
		d := p.Start.Plus(i - past)
		at, _ := c.wall(d, 0)
		c.Midnights = append(c.Midnights, at)
		if i < n {
			c.Dates = append(c.Dates, day{d, d.Weekday(), holidays[d], c.steady(at)})
		}
	}
	c.Origin = c.Midnights[c.First]
	for i := range c.Dates {
		if c.LeftOut(i) && c.ordinals == nil {
			c.ordinals = make([]int, n+1)
			for d := range n {
				c.ordinals[d+1] = c.ordinals[d] + 1
				if c.LeftOut(d) {
					c.ordinals[d+1]--
				}
			}
		}
	}
	c.layRepeats()
	for i := range c.Dates {
		c.nights = append(c.nights, c.Window(i, 23*time.Hour, 6*time.Hour, false))
	}
	return c
}

// steady says whether the clocks stay as they are well before and after a
// midnight, and show midnight there.
func (c *Calendar) steady(midnight int64) bool {
	t := time.Unix(midnight, 0).In(c.Zone)
	from, to := scheduler.ClockBounds(t)
	h, m, s := t.Clock()
	return h+m+s == 0 && (from.IsZero() || midnight-from.Unix() > 52*3600) && (to.IsZero() || to.Unix()-midnight > 52*3600)
}

// wall gives the first and the last instant at which the clocks show the time
// of the day; the first instant after the gap when they never do. It walks the
// periods of constant offset around the day.
func (c *Calendar) wall(d scheduler.Date, clock time.Duration) (first, last int64) {
	const reach = 26 * 3600 // no offset is as large
	shown := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() + int64(clock/time.Second)
	t := time.Unix(shown-reach, 0).In(c.Zone)
	begin, found, gap := int64(math.MinInt64), false, shown
	for range 16 {
		_, offset := t.Zone()
		_, until := scheduler.ClockBounds(t)
		end := int64(math.MaxInt64)
		if !until.IsZero() {
			end = until.Unix()
		}
		switch at := shown - int64(offset); {
		case begin <= at && at < end:
			if !found {
				first = at
			}
			found, last = true, at
		case at < begin && !found && gap == shown:
			gap = begin
		}
		if end > shown+reach {
			break
		}
		begin, t = end, until.In(c.Zone)
	}
	if !found {
		return gap, gap
	}
	return first, last
}

// Window is the time from a clock time of a day to another, on the next day
// when that is not later; or the whole day.
func (c *Calendar) Window(day int, from, to time.Duration, wholeDay bool) Span {
	if wholeDay {
		return Span{c.Midnights[day], c.Midnights[day+1]}
	}
	if to <= from {
		to += 24 * time.Hour
	}
	if d := &c.Dates[day]; d.plain && from >= 0 && to <= 48*time.Hour {
		at := c.Midnights[day]
		return Span{at + int64(from/time.Second), at + int64(to/time.Second)}
	}
	start, _ := c.wall(c.Dates[day].Date, from)
	_, end := c.wall(c.Dates[day].Date, to)
	return Span{start, end}
}

// windows are the times of a pattern on the days [first, end), by number.
func (c *Calendar) windows(on *scheduler.Pattern, first, end int, from, to time.Duration, wholeDay bool) []Span {
	first, end = max(first, 0), min(end, len(c.Dates))
	var out []Span
	lay := func(day int) {
		if c.Holds(on, &c.Dates[day]) {
			if s := c.Window(day, from, to, wholeDay); s.Len() > 0 {
				out = append(out, s)
			}
		}
	}
	if on.Weekdays == [7]bool{} && !on.Holidays { // dates alone
		for _, day := range c.numbersOf(on.Dates) {
			if first <= day && day < end {
				lay(day)
			}
		}
		return out
	}
	for day := first; day < end; day++ {
		lay(day)
	}
	return out
}

// numbersOf are the numbers of dates, in order, each once.
func (c *Calendar) numbersOf(dates []scheduler.Date) []int {
	all := make([]int, 0, len(dates))
	for _, d := range dates {
		all = append(all, d.Sub(c.Dates[0].Date))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// around are the numbers of the days on which windows of availability and pay
// are laid: those of the rota and some about it.
func (c *Calendar) around() (first, end int) {
	return max(0, c.First-Margin), len(c.Dates)
}

// Holds says whether a pattern holds on a day.
func (c *Calendar) Holds(on *scheduler.Pattern, d *day) bool {
	switch {
	case !on.FromDate.IsZero() && d.Before(on.FromDate), !on.UntilDate.IsZero() && on.UntilDate.Before(d.Date):
		return false
	case on.ExceptHolidays && d.holiday, slices.Contains(on.Except, d.Date):
		return false
	}
	return on.Weekdays[d.DayOfWeek] || on.Holidays && d.holiday || slices.Contains(on.Dates, d.Date)
}

// startOf is the first instant of a day, which may lie anywhere.
func (c *Calendar) startOf(d scheduler.Date) int64 {
	if n := d.Sub(c.Dates[0].Date); n >= 0 && n < len(c.Midnights) {
		return c.Midnights[n]
	}
	at, _ := c.wall(d, 0)
	return at
}

// period is the time of the dates, inclusive; zero dates are open ends.
func (c *Calendar) period(from, until scheduler.Date) Span {
	s := Span{Ever, Never}
	if !from.IsZero() {
		s.From = c.startOf(from)
	}
	if !until.IsZero() {
		s.To = c.startOf(until.Plus(1))
	}
	return s
}

// DayOf is the number of the day that an instant falls on, 0 or more.
func (c *Calendar) DayOf(at int64) int {
	k := int(min(max(0, (at-c.Midnights[0])/86400), int64(len(c.Midnights)-1)))
	for k > 0 && c.Midnights[k] > at {
		k--
	}
	for k+1 < len(c.Midnights) && c.Midnights[k+1] <= at {
		k++
	}
	return k
}

// LeftOut says of a day, by number, that its zone left the date out, as Samoa did with 30 December
// 2011. Such a day is none: runs of days go on over it and do not count it.
func (c *Calendar) LeftOut(day int) bool { return c.Midnights[day] == c.Midnights[day+1] }

// Between is how many days there are from one, by number, to a later one.
func (c *Calendar) Between(day, later int) int {
	if c.ordinals == nil {
		return later - day
	}
	return c.ordinals[later] - c.ordinals[day]
}

// RunAt is the run of marked days around a marked day, and how many days it has.
func (c *Calendar) RunAt(days []int8, day int) (first, end, n int) {
	first, end = day, day
	for first > 0 && (days[first-1] > 0 || c.LeftOut(first-1)) {
		first--
	}
	for end < len(days) && (days[end] > 0 || c.LeftOut(end)) {
		end++
	}
	return first, end, c.Between(first, end)
}

// WeekCount is how many weeks there are, numbered from the calendar's first day.
func (c *Calendar) WeekCount() int { return len(c.Dates) / 7 }

// Week is the n-th week.
func (c *Calendar) Week(n int) Span {
	return Span{c.Midnights[7*n], c.Midnights[7*n+7]}
}

// WeeksOf are the weeks that a time touches, by number.
func (c *Calendar) WeeksOf(s Span) iter.Seq2[int, Span] {
	return func(yield func(int, Span) bool) {
		for k := c.DayOf(s.From) / 7; k < c.WeekCount() && c.Midnights[7*k] < s.To; k++ {
			if !yield(k, c.Week(k)) {
				return
			}
		}
	}
}

// RotaWeeks are the numbers [first, end) of the weeks with a day of the rota.
func (c *Calendar) RotaWeeks() (first, end int) {
	if c.Days == 0 {
		return 0, 0
	}
	return c.First / 7, (c.First+c.Days-1)/7 + 1
}

// Whole says whether all days of a week are days of the rota.
func (c *Calendar) Whole(week int) bool {
	return 7*week >= c.First && 7*week+7 <= c.First+c.Days
}

// nightOf is the time of s inside nights.
func (c *Calendar) nightOf(s Span) (seconds int64) {
	for d := max(0, c.DayOf(s.From)-1); d < len(c.nights) && c.nights[d].From < s.To; d++ {
		seconds += s.Overlap(c.nights[d])
	}
	return seconds
}
