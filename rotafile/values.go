package rotafile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// parseDuration reads "30m", "2h", "1h30m" or "1.5h".
func parseDuration(s string) (time.Duration, error) {
	rest, negative := strings.CutPrefix(s, "-")
	hours, minutes, hasHours := strings.Cut(rest, "h")
	if !hasHours {
		hours, minutes = "", rest
	}
	total := 0.0
	add := func(digits string, unit time.Duration) bool {
		x, err := strconv.ParseFloat(digits, 64)
		total += x * float64(unit)
		return err == nil && plainDecimal(digits)
	}
	ok := hasHours || minutes != ""
	if hasHours {
		ok = add(hours, time.Hour)
	}
	if minutes != "" {
		digits, unit := strings.CutSuffix(minutes, "m")
		ok = ok && unit && add(digits, time.Minute)
	}
	if !ok {
		return 0, fmt.Errorf("%q is not a duration", clip(s))
	}
	if total > mostHours*float64(time.Hour) {
		return 0, fmt.Errorf("%q is out of range", clip(s))
	}
	if negative {
		total = -total
	}
	return time.Duration(math.Round(total)), nil
}

// mostHours is the most hours that are read at all.
const mostHours = 1e6

func plainDecimal(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == "" && strings.Count(s, ".") <= 1 && s[0] != '.' && s[len(s)-1] != '.'
}

// parseClock reads "HH:MM", "00:00" to "24:00"; seconds may be given as 00.
func parseClock(s string) (time.Duration, error) {
	if len(s) == len("07:30:00") {
		s = strings.TrimSuffix(s, ":00")
	}
	if len(s) == 5 && s[2] == ':' && digits(s[:2]) && digits(s[3:]) {
		h, _ := strconv.Atoi(s[:2])
		m, _ := strconv.Atoi(s[3:])
		if h*60+m <= 24*60 && m < 60 {
			return time.Duration(h*60+m) * time.Minute, nil
		}
	}
	if _, err := time.Parse(time.TimeOnly, s); err == nil {
		return 0, fmt.Errorf("%q has seconds, and times are whole minutes", s)
	}
	return 0, fmt.Errorf("%q is not a time of day", clip(s))
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// parseDate reads "2006-01-02" and tells a day the calendar does not have from
// what is no date at all.
func parseDate(s string) (scheduler.Date, error) {
	d, err := scheduler.ParseDate(s)
	if err == nil && len(s) == 10 {
		if d.IsZero() || d.Year == 0 {
			return d, fmt.Errorf("%s is not in a year that can be planned", s)
		}
		return d, nil
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !digits(s[:4]+s[5:7]+s[8:]) {
		return scheduler.Date{}, fmt.Errorf("%q is not a date", clip(s))
	}
	return scheduler.Date{}, fmt.Errorf("%s is not a day of the calendar%s", s, monthSays(s))
}

// monthSays is how many days the month of an impossible date has.
func monthSays(s string) string {
	first, err := time.Parse("2006-01", s[:7])
	if err != nil {
		return ""
	}
	return fmt.Sprintf(": %s has %d days", first.Format("January 2006"), first.AddDate(0, 1, -1).Day())
}

// ParseDate reads a day as a problem file has it, such as 2026-03-29. The error says of a day that
// the calendar does not have how many days its month has.
func ParseDate(text string) (scheduler.Date, error) { return parseDate(text) }

// ParseTime reads a date and time as a problem file has it: local to zone, 2026-03-29T22:00 or with
// a space, or with an offset. A local time that occurs twice is the one of the zone's letters after it,
// as 2026-10-25 01:30 GMT; without them its first occurrence, or its second where ends says that
// something ends then. One that does not exist is the first instant after it.
func ParseTime(text string, zone *time.Location, ends bool) (time.Time, error) {
	if zone == nil {
		zone = time.UTC
	}
	if ends {
		return parseMoment(text, zone, scheduler.EndInstant)
	}
	return parseMoment(text, zone, scheduler.StartInstant)
}

var errNotMoment = errors.New("is not a date-time")

// instantOf resolves a wall time of a zone; scheduler.StartInstant or EndInstant.
type instantOf func(*time.Location, scheduler.Date, time.Duration) time.Time

// parseMoment reads a local date-time, "2006-01-02T15:04" or with a space,
// seconds allowed, or one with an offset in RFC 3339 or the zone's letters.
func parseMoment(s string, zone *time.Location, resolve instantOf) (time.Time, error) {
	if t, ok := parseOffset(s); ok {
		return t.In(zone), nil
	}
	if t, ok := parseLetters(s, zone); ok {
		return t, nil
	}
	if len(s) < 16 || s[10] != 'T' && s[10] != ' ' {
		return time.Time{}, fmt.Errorf("%q %w", clip(s), errNotMoment)
	}
	date, err := parseDate(s[:10])
	if err != nil {
		return time.Time{}, err
	}
	clock, err := parseClock(s[11:])
	if err != nil {
		return time.Time{}, err
	}
	return resolve(zone, date, clock), nil
}

// Skipped says of a local time that the clocks skip for what ParseTime takes it.
func Skipped(text string, at time.Time) (says string, moved bool) {
	if _, offset := parseOffset(text); offset || text[11:13] == "24" || text[11:16] == at.Format("15:04") {
		return "", false
	}
	return fmt.Sprintf("%s does not have the time %s, as the clocks go forward: it is taken for %s", at.Format("2 January 2006"), text[11:16], at.Format("15:04")), true
}

// parseLetters reads a local time with the letters that the zone has at it, "2026-10-25 01:30 GMT".
func parseLetters(s string, zone *time.Location) (time.Time, bool) {
	if len(s) < 11 || s[10] != 'T' && s[10] != ' ' {
		return time.Time{}, false
	}
	s = s[:10] + " " + s[11:]
	for _, layout := range []string{"2006-01-02 15:04 MST", "2006-01-02 15:04:05 MST"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil && t.In(zone).Format(layout) == s {
			return t.In(zone), true
		}
	}
	return time.Time{}, false
}

// parseOffset reads RFC 3339, the seconds left out or not.
func parseOffset(s string) (time.Time, bool) {
	if len(s) > 10 && s[10] == ' ' {
		s = s[:10] + "T" + s[11:]
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
