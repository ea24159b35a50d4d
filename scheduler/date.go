package scheduler

import (
	"fmt"
	"time"
)

// Date is a calendar day without a zone. The zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the calendar day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not of the form 2026-03-29", s)
	}
	return DateOf(t), nil
}

// IsZero says whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is the day as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Plus is the day n days later.
func (d Date) Plus(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Sub is the number of days from o to d.
func (d Date) Sub(o Date) int { return int((d.utc().Unix() - o.utc().Unix()) / (24 * 60 * 60)) }

// Before says whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.utc().Before(o.utc()) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }
