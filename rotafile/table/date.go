package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Days says how the days of a file are to be read.
type Days struct {
	First, Last scheduler.Date // a day without a year is the one of that name nearest to them
	MonthFirst  bool           // 03/04/2026 is 4 March
}

// dayForms are the shapes of a day: with the parts y, m, d and perhaps a weekday before them.
var dayForms = []struct {
	form    *regexp.Regexp
	y, m, d int  // which part is which; 0: there is none
	either  bool // day or month may come first
}{
	{regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`), 1, 2, 3, false},
	{regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`), 1, 2, 3, false},
	{regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$`), 3, 2, 1, true},
	{regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})$`), 0, 2, 1, true},
	{regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[- /.]*([a-z]{3,9})\.?[- /.,]*(\d{4}|\d{2})$`), 3, 2, 1, false},
	{regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[- /.]*([a-z]{3,9})\.?$`), 0, 2, 1, false},
	{regexp.MustCompile(`^([a-z]{3,9})\.?[- /.]*(\d{1,2})(?:st|nd|rd|th)?[- /.,]+(\d{4})$`), 3, 1, 2, false},
	{regexp.MustCompile(`^([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?$`), 0, 1, 2, false},
}

// weekdayBefore is the name of a day of the week before a date.
var weekdayBefore = regexp.MustCompile(`^(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?[ ,/-]*(.*)$`)

// Ambiguous says of a text whether it is a day whose first two numbers could each be the month, and
// which order its numbers show: both false where it shows nothing.
func Ambiguous(text string) (either, dayFirst, monthFirst bool) {
	for _, cut := range dayThenTime.FindAllStringIndex(text, -1) {
		if _, err := ReadClock(text[cut[1]:]); err == nil {
			text = text[:cut[0]]
			break
		}
	}
	_, rest := cutWeekday(strings.ToLower(text))
	for _, f := range dayForms {
		if part := f.form.FindStringSubmatch(rest); f.either && part != nil {
			first, second := number(part[1]), number(part[2])
			return first <= 12 && second <= 12 && first != second, first > 12 && second <= 12, second > 12 && first <= 12
		}
	}
	return false, false, false
}

// Date reads a day as people write it: 2026-03-23, 23/03/2026, 23.3.26, 23 Mar, Monday 23 March 2026.
// The error says what is wrong with it.
func (d Days) Date(text string) (scheduler.Date, error) {
	weekday, rest := cutWeekday(strings.ToLower(strings.TrimSpace(text)))
	for _, f := range dayForms {
		part := f.form.FindStringSubmatch(rest)
		if part == nil {
			continue
		}
		day, month := number(part[f.d]), monthOf(part[f.m])
		if f.either && d.MonthFirst {
			day, month = int(month), time.Month(day)
		}
		if month == 0 {
			continue
		}
		if f.y == 0 {
			return d.nearest(text, weekday, month, day)
		}
		year := number(part[f.y])
		if len(part[f.y]) == 2 {
			year += 2000
		}
		return realDay(text, weekday, year, month, day)
	}
	return scheduler.Date{}, fmt.Errorf("%q is not a date", Clip(text))
}

// cutWeekday takes the day of the week off a day; -1 for none.
func cutWeekday(text string) (weekday int, rest string) {
	part := weekdayBefore.FindStringSubmatch(text)
	if part == nil || part[2] == "" {
		return -1, text
	}
	for w := range 7 {
		if strings.HasPrefix(part[1], strings.ToLower(time.Weekday(w).String()[:3])) {
			return w, part[2]
		}
	}
	return -1, text
}

// number is a short text of digits.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// monthOf reads a month's number or its name, in full or at least three letters of it; 0 for neither.
func monthOf(text string) time.Month {
	if n := number(text); n > 0 {
		return time.Month(n)
	}
	for m := time.January; m <= time.December; m++ {
		if name := strings.ToLower(m.String()); len(text) >= 3 && strings.HasPrefix(name, text) || m == time.September && text == "sept" {
			return m
		}
	}
	return 0
}

// realDay refuses a day that the calendar does not have, or of another day of the week.
func realDay(text string, weekday, year int, month time.Month, day int) (scheduler.Date, error) {
	if month < 1 || month > 12 {
		return scheduler.Date{}, fmt.Errorf("%q has no month: %d is none", Clip(text), month)
	}
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	if last := first.AddDate(0, 1, -1).Day(); day < 1 || day > last {
		return scheduler.Date{}, fmt.Errorf("%q is not a day of the calendar: %s has %d days", Clip(text), first.Format("January 2006"), last)
	}
	at := scheduler.Date{Year: year, Month: month, Day: day}
	if weekday >= 0 && at.Weekday() != time.Weekday(weekday) {
		return at, fmt.Errorf("%q is a %s, not a %s", Clip(text), at.Weekday(), time.Weekday(weekday))
	}
	return at, nil
}

// nearest gives a day without a year the year in which it is nearest to the days known.
func (d Days) nearest(text string, weekday int, month time.Month, day int) (best scheduler.Date, err error) {
	if d.First.IsZero() {
		return best, fmt.Errorf("%q has no year", Clip(text))
	}
	least := -1
	for year := d.First.Year - 1; year <= d.Last.Year+1; year++ {
		at, bad := realDay(text, -1, year, month, day)
		if bad != nil {
			if err == nil {
				err = bad
			}
			continue
		}
		if far := max(0, d.First.Sub(at), at.Sub(d.Last)); least < 0 || far < least {
			best, least = at, far
		}
	}
	if least < 0 {
		return best, err
	}
	return realDay(text, weekday, best.Year, month, day)
}

// Weekday reads the name of a day of the week, in full or at least two letters of it, of one or of all such days.
func Weekday(text string) (time.Weekday, bool) {
	low := strings.ToLower(strings.TrimRight(text, ".:"))
	for w := time.Sunday; w <= time.Saturday && len(low) >= 2; w++ {
		if name := strings.ToLower(w.String()); strings.HasPrefix(name, low) || low == name+"s" || low == "weds" && w == time.Wednesday {
			return w, true
		}
	}
	return 0, false
}
