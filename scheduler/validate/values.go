package validate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// The greatest values a Problem may hold; past them the engine's integers
// would no longer be exact.
const (
	maxMoney = 1e6       // of a rate or price
	maxCost  = 1e9       // of a budget
	maxHours = 1e5       // of an hour cap
	maxTime  = 8784 * 60 // minutes of a duration: a leap year
	maxCount = 1000      // of people wanted
	// mostWorkers is the most workers that a need may ask for at once.
	mostWorkers = 99
)

// date checks a day that is given; the zero Date is none.
func (v *validation) date(path string, d scheduler.Date) {
	switch {
	case d.IsZero(), usual(d):
	case d.Plus(0) != d:
		v.add(path, "correct the day of the month", "%s is not a day of the calendar", d)
	case d.Year < FirstYear || d.Year > LastYear:
		v.add(path, "correct the year", "%s is outside the years %d to %d", d, FirstYear, LastYear)
	}
}

// usual says whether a date is a day of every month, of the years that may be used.
func usual(d scheduler.Date) bool {
	return d.Year >= FirstYear && d.Year <= LastYear && d.Month >= time.January && d.Month <= time.December && d.Day >= 1 && d.Day <= 28
}

// dates checks a list of days, which stands at the key of a path.
func (v *validation) dates(path, key string, ds []scheduler.Date) {
	for i, d := range ds {
		if usual(d) {
			continue
		}
		at := fmt.Sprintf("%s%s[%d]", path, key, i)
		if d.IsZero() {
			v.add(at, `write a day, such as "2026-03-29"`, "a day is missing")
		}
		v.date(at, d)
	}
}

// period checks that until is not before from.
func (v *validation) period(path, fromKey, untilKey string, from, until scheduler.Date) {
	if !from.IsZero() {
		v.date(path+"."+fromKey, from)
	}
	if !until.IsZero() {
		v.date(path+"."+untilKey, until)
	}
	if !from.IsZero() && !until.IsZero() && until.Before(from) {
		v.add(path+"."+untilKey, "exchange or correct the two days", "%s %s is before %s %s", untilKey, until, fromKey, from)
	}
}

// pattern checks on which days something holds.
func (v *validation) pattern(path string, pt *scheduler.Pattern) {
	weekly := pt.Holidays || pt.Weekdays != [7]bool{}
	switch {
	case weekly && len(pt.Dates) > 0:
		v.add(path+".days", "keep one of the two", "`days` and `dates` are both given")
	case !weekly && len(pt.Dates) == 0:
		v.add(path+".days", `give days, such as days = "daily", or dates`, "it holds on no day: neither `days` nor `dates` is given")
	}
	v.dates(path, ".dates", pt.Dates)
	v.dates(path, ".except", pt.Except)
	v.period(path, "from_date", "until_date", pt.FromDate, pt.UntilDate)
}

// window checks the ends of a daily window by the wall clock.
func (v *validation) window(path string, from, to time.Duration) {
	if from < 0 || from >= 24*time.Hour || from%time.Minute != 0 {
		v.add(path+".from", `write a whole minute of the day, "00:00" to "23:59"`, "%s is not a time of the day", sayClock(from))
	}
	if to < 0 || to > 24*time.Hour || to%time.Minute != 0 {
		v.add(path+".to", `write a whole minute of the day, "00:00" to "24:00"`, "%s is not a time of the day", sayClock(to))
	}
}

// span checks two instants of which the second must be later.
func (v *validation) span(path string, start, end time.Time) {
	v.instant(path+".start", start)
	v.instant(path+".end", end)
	if !start.IsZero() && !end.IsZero() && !start.Before(end) {
		v.add(path+".end", "exchange or correct the two times", "it ends at %s, not after its start %s", v.sayTime(end), v.sayTime(start))
	}
}

func (v *validation) instant(path string, t time.Time) {
	switch {
	case t.IsZero():
		v.add(path, `write a local time, such as "2026-03-29T22:00"`, "a time is required")
	case t.Year() < FirstYear || t.Year() > LastYear:
		v.add(path, "correct the year", "%s is outside the years %d to %d", v.sayTime(t), FirstYear, LastYear)
	case !t.Equal(t.Truncate(time.Minute)):
		v.add(path, "write whole minutes", "%s is not a whole minute", v.sayTime(t))
	}
}

// duration checks least <= d <= a leap year, in whole minutes.
func (v *validation) duration(path string, d, least time.Duration) {
	switch {
	case d < 0:
		v.add(path, "write a duration that is not negative", "%s is negative", sayDuration(d))
	case d < least:
		v.add(path, `write a longer duration, such as "2h"`, "%s is too short", sayDuration(d))
	case d > maxTime*time.Minute:
		v.add(path, "write a shorter duration", "%s is longer than a year", sayDuration(d))
	case d%time.Minute != 0:
		v.add(path, "write whole minutes", "%s is not a whole number of minutes", sayDuration(d))
	}
}

// number checks least <= x <= most.
func (v *validation) number(path string, x, least, most float64) {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		v.add(path, "write a plain number", "%v is not a number that can be used", x)
	case x < 0 && least >= 0:
		v.add(path, fmt.Sprintf("write a number from %g to %g", least, most), "%g is negative", x)
	case x < least || x > most:
		v.add(path, fmt.Sprintf("write a number from %g to %g", least, most), "%g is out of range", x)
	}
}

// count checks least <= n <= most.
func (v *validation) count(path string, n, least, most int) {
	if n < least || n > most {
		v.add(path, fmt.Sprintf("write a whole number from %d to %d", least, most), "%d is out of range", n)
	}
}

// hours checks an optional limit in hours.
func (v *validation) hours(path string, d *time.Duration) {
	if d != nil {
		v.number(path, d.Hours(), 0, maxHours)
	}
}

func sayDuration(d time.Duration) string {
	s := strings.TrimSuffix(d.String(), "0s")
	if h, ok := strings.CutSuffix(s, "h0m"); ok {
		return h + "h"
	}
	if s == "" {
		return "0m"
	}
	return s
}

func sayClock(d time.Duration) string {
	if d < 0 || d%time.Minute != 0 {
		return d.String()
	}
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

func (v *validation) sayTime(t time.Time) string {
	if v.p.Zone != nil {
		t = t.In(v.p.Zone)
	}
	if scheduler.Twice(t) {
		return t.Format("2006-01-02 15:04:05 MST")
	}
	return t.Format("2006-01-02 15:04:05")
}
