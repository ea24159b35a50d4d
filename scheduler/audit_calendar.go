package scheduler

import (
	"iter"
	"math"
	"slices"
	"sort"
	"time"
)

// auditCalendar is the audit's own reading of the rota's days: days, weeks and
// nights as elapsed time. It has days before the rota (for work done then) and
// after it (for shifts that run past the last day), and starts with a week.
type auditCalendar struct {
	zone      *time.Location
	origin    int64 // local midnight of the rota's first day
	first     int   // number of the rota's first day
	days      int   // of the rota
	dates     []auditDay
	midnights []int64     // of the dates and of the day after the last
	nights    []auditSpan // 23:00 to 06:00, by the day they start on
}

// auditDay is a calendar day. It is plain when the clocks do not change on it
// or near it, so that clock time is elapsed time.
type auditDay struct {
	Date
	weekday        time.Weekday
	holiday, plain bool
}

// Days kept before and after the rota, at least and at most.
const (
	auditMargin   = 14
	auditMostDays = 366
	auditMostPast = 400
)

func newAuditCalendar(p *Problem) auditCalendar {
	c := auditCalendar{zone: p.Zone, days: min(max(p.Days, 0), auditMostDays)}
	if c.zone == nil {
		c.zone = time.UTC
	}
	past := auditMargin
	for i := range p.Workers {
		for _, k := range p.Workers[i].Worked {
			past = max(past, p.Start.Sub(DateOf(k.Start.In(c.zone)))+2)
		}
	}
	past = min(past, auditMostPast)
	past += ((int(p.Start.Plus(-past).Weekday()-p.WeekStarts) % 7) + 7) % 7
	c.first = past
	holidays := map[Date]bool{}
	for _, d := range p.Holidays {
		holidays[d] = true
	}
	n := (past + c.days + auditMargin + 6) / 7 * 7
	for i := range n + 1 {
		d := p.Start.Plus(i - past)
		at, _ := c.wall(d, 0)
		c.midnights = append(c.midnights, at)
		if i < n {
			c.dates = append(c.dates, auditDay{d, d.Weekday(), holidays[d], c.steady(at)})
		}
	}
	c.origin = c.midnights[c.first]
	for i := range c.dates {
		c.nights = append(c.nights, c.window(i, 23*time.Hour, 6*time.Hour, false))
	}
	return c
}

// steady says whether the clocks stay as they are well before and after a
// midnight, and show midnight there.
func (c *auditCalendar) steady(midnight int64) bool {
	t := time.Unix(midnight, 0).In(c.zone)
	from, to := t.ZoneBounds()
	h, m, s := t.Clock()
	return h+m+s == 0 && (from.IsZero() || midnight-from.Unix() > 52*3600) && (to.IsZero() || to.Unix()-midnight > 52*3600)
}

// wall gives the first and the last instant at which the clocks show the time
// of the day; the first instant after the gap when they never do. It walks the
// periods of constant offset around the day.
func (c *auditCalendar) wall(d Date, clock time.Duration) (first, last int64) {
	const reach = 26 * 3600 // no offset is as large
	shown := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() + int64(clock/time.Second)
	t := time.Unix(shown-reach, 0).In(c.zone)
	begin, found, gap := int64(math.MinInt64), false, shown
	for range 16 {
		_, offset := t.Zone()
		_, until := t.ZoneBounds()
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
		begin, t = end, until.In(c.zone)
	}
	if !found {
		return gap, gap
	}
	return first, last
}

// window is the time from a clock time of a day to another, on the next day
// when that is not later; or the whole day.
func (c *auditCalendar) window(day int, from, to time.Duration, wholeDay bool) auditSpan {
	if wholeDay {
		return auditSpan{c.midnights[day], c.midnights[day+1]}
	}
	if to <= from {
		to += 24 * time.Hour
	}
	if d := &c.dates[day]; d.plain && from >= 0 && to <= 48*time.Hour {
		at := c.midnights[day]
		return auditSpan{at + int64(from/time.Second), at + int64(to/time.Second)}
	}
	start, _ := c.wall(c.dates[day].Date, from)
	_, end := c.wall(c.dates[day].Date, to)
	return auditSpan{start, end}
}

// windows are the times of a pattern on the days [first, end), by number.
func (c *auditCalendar) windows(on *Pattern, first, end int, from, to time.Duration, wholeDay bool) []auditSpan {
	first, end = max(first, 0), min(end, len(c.dates))
	var out []auditSpan
	lay := func(day int) {
		if c.holds(on, &c.dates[day]) {
			if s := c.window(day, from, to, wholeDay); s.len() > 0 {
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
func (c *auditCalendar) numbersOf(dates []Date) []int {
	all := make([]int, 0, len(dates))
	for _, d := range dates {
		all = append(all, d.Sub(c.dates[0].Date))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// around are the numbers of the days on which windows of availability and pay
// are laid: those of the rota and some about it.
func (c *auditCalendar) around() (first, end int) {
	return max(0, c.first-auditMargin), len(c.dates)
}

// holds says whether a pattern holds on a day.
func (c *auditCalendar) holds(on *Pattern, d *auditDay) bool {
	switch {
	case !on.FromDate.IsZero() && d.Before(on.FromDate), !on.UntilDate.IsZero() && on.UntilDate.Before(d.Date):
		return false
	case on.ExceptHolidays && d.holiday, slices.Contains(on.Except, d.Date):
		return false
	}
	return on.Weekdays[d.weekday] || on.Holidays && d.holiday || slices.Contains(on.Dates, d.Date)
}

// startOf is the first instant of a day, which may lie anywhere.
func (c *auditCalendar) startOf(d Date) int64 {
	if n := d.Sub(c.dates[0].Date); n >= 0 && n < len(c.midnights) {
		return c.midnights[n]
	}
	at, _ := c.wall(d, 0)
	return at
}

// period is the time of the dates, inclusive; zero dates are open ends.
func (c *auditCalendar) period(from, until Date) auditSpan {
	s := auditSpan{auditEver, auditNever}
	if !from.IsZero() {
		s.from = c.startOf(from)
	}
	if !until.IsZero() {
		s.to = c.startOf(until.Plus(1))
	}
	return s
}

// dayOf is the number of the day that an instant falls on, 0 or more.
func (c *auditCalendar) dayOf(at int64) int {
	return max(0, sort.Search(len(c.midnights), func(i int) bool { return c.midnights[i] > at })-1)
}

// weekCount, week: weeks are numbered from the calendar's first day.
func (c *auditCalendar) weekCount() int { return len(c.dates) / 7 }

func (c *auditCalendar) week(n int) auditSpan {
	return auditSpan{c.midnights[7*n], c.midnights[7*n+7]}
}

// weeksOf are the weeks that a time touches, by number.
func (c *auditCalendar) weeksOf(s auditSpan) iter.Seq2[int, auditSpan] {
	return func(yield func(int, auditSpan) bool) {
		for k := c.dayOf(s.from) / 7; k < c.weekCount() && c.midnights[7*k] < s.to; k++ {
			if !yield(k, c.week(k)) {
				return
			}
		}
	}
}

// rotaWeeks are the numbers [first, end) of the weeks with a day of the rota.
func (c *auditCalendar) rotaWeeks() (first, end int) {
	if c.days == 0 {
		return 0, 0
	}
	return c.first / 7, (c.first+c.days-1)/7 + 1
}

// whole says whether all days of a week are days of the rota.
func (c *auditCalendar) whole(week int) bool {
	return 7*week >= c.first && 7*week+7 <= c.first+c.days
}

// nightOf is the time of s inside nights.
func (c *auditCalendar) nightOf(s auditSpan) (seconds int64) {
	for d := max(0, c.dayOf(s.from)-1); d < len(c.nights) && c.nights[d].from < s.to; d++ {
		seconds += s.overlap(c.nights[d])
	}
	return seconds
}
