package table

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Clock is a time of the day as it is written.
type Clock struct {
	Since time.Duration // since midnight, to 24 h
	Bare  bool          // an hour alone, without minutes, am or pm
	Zone  string        // the letters or the offset after it; empty for none
}

var clockForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:\.0+)?)? ?([ap])?\.?m?\.?$`), // 7:30, 07.30, 07:30:00, 7.30pm
	regexp.MustCompile(`^(\d{1,2})(\d{2})()(?:hrs?|h)? ?([ap])?\.?m?\.?$`),               // 0730, 730pm, 1930hrs
	regexp.MustCompile(`^(\d{1,2})()()(?:h|hrs?|:|\.)? ?([ap])?\.?m?\.?$`),               // 7, 7am, 19h
	regexp.MustCompile(`^(\d{1,2})\.([1-5])()()$`),                                       // 7.3, which a spreadsheet made of 7.30
}

// zoneAfter are a zone's letters or an offset after a time.
var zoneAfter = regexp.MustCompile(`^(.*\d(?: ?[AaPp]\.?[Mm]\.?)?) ?(BST|GMT|UTC|Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})$`)

// ReadClock reads a time of the day as people write it: 07:30, 7.30, 0730, 7:30am, 19h, noon, 24:00, with
// BST, GMT or an offset after it where the hour comes twice.
func ReadClock(text string) (c Clock, err error) {
	text = strings.TrimSpace(text)
	if part := zoneAfter.FindStringSubmatch(text); part != nil {
		text, c.Zone = strings.TrimSpace(part[1]), part[2]
	}
	low := strings.ToLower(text)
	switch low {
	case "noon", "midday", "12 noon", "12noon":
		c.Since = 12 * time.Hour
		return c, nil
	case "midnight", "12 midnight":
		c.Since = 24 * time.Hour
		return c, nil
	}
	for _, form := range clockForms {
		part := form.FindStringSubmatch(low)
		if part == nil || part[4] == "" && strings.ContainsAny(low, "m") {
			continue
		}
		return c.of(text, part)
	}
	return c, fmt.Errorf("%q is not a time of day", Clip(text))
}

// of makes a time of its hour, minutes, seconds and the a or p of am and pm.
func (c Clock) of(text string, part []string) (Clock, error) {
	h, m := number(part[1]), number(part[2])
	if len(part[2]) == 1 {
		m *= 10
	}
	if number(part[3]) != 0 {
		return c, fmt.Errorf("%q has seconds, and times are whole minutes", Clip(text))
	}
	switch half := part[4]; {
	case half != "" && (h < 1 || h > 23 || h > 12 && half == "a"):
		return c, fmt.Errorf("%q is not a time of day", Clip(text))
	case half == "p" && h < 12:
		h += 12
	case half == "a" && h == 12:
		h = 0
	}
	if m > 59 || h*60+m > 24*60 {
		return c, fmt.Errorf("%q is not a time of day", Clip(text))
	}
	c.Since, c.Bare = time.Duration(h*60+m)*time.Minute, part[2] == "" && part[4] == ""
	return c, nil
}

// rangeForms stand between two times of a cell.
var rangeSign = regexp.MustCompile(` *(?:-|–|—|−|\bto\b|\buntil\b|\btill?\b|/) *`)

// ErrNoRange is returned for a text that is no two times.
var ErrNoRange = errors.New("it is not two times")

// ReadRange reads two times of a cell, 19:30-07:30, 7am to 2pm or 8-2. Of two bare hours of which the
// second is not after the first, as 8-2, the second is in the afternoon; said is what was taken for
// granted. Hours that could be of the morning as well as of the afternoon are an error.
func ReadRange(text string) (from, to Clock, said string, err error) {
	at := rangeSign.FindAllStringIndex(text, -1)
	for _, cut := range at {
		first, err1 := ReadClock(text[:cut[0]])
		second, err2 := ReadClock(text[cut[1]:])
		if err1 != nil || err2 != nil {
			if err == nil && len(at) == 1 {
				err = errors.Join(err1, err2)
			}
			continue
		}
		if first.Bare && second.Bare {
			second, said, err = afternoon(text, first, second)
		} else {
			err = nil
		}
		return first, second, said, err
	}
	if err != nil && strings.ContainsAny(text, "0123456789") {
		return from, to, "", err
	}
	return from, to, "", ErrNoRange
}

// afternoon reads two bare hours.
func afternoon(text string, from, to Clock) (Clock, string, error) {
	const noon = 12 * time.Hour
	switch {
	case from.Since > noon || to.Since > noon || from.Since == 0:
		return to, "", nil
	case from.Since < 6*time.Hour:
		return to, "", fmt.Errorf("%q may be %s to %s or %s to %s", text, SayClock(from.Since), SayClock(to.Since), SayClock(from.Since+noon), SayClock(to.Since+noon))
	case to.Since > from.Since:
		return to, "", nil
	}
	to.Since += noon
	return to, fmt.Sprintf("%q is read as %s to %s", text, SayClock(from.Since), SayClock(to.Since)), nil
}

// SayClock is a time since midnight as 07:30.
func SayClock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// Moment is a day and a time as they are written.
type Moment struct {
	Day     scheduler.Date
	Clock   Clock
	At      time.Time // with an offset: the instant; else zero
	HasTime bool
}

// dayThenTime is where a day may end and a time begin.
var dayThenTime = regexp.MustCompile(`[T ,]+`)

// Moment reads a day with a time, 2026-03-23T07:30, 23/03/2026 7.30am or Mon 23 Mar 07:30, or a day
// alone.
func (d Days) Moment(text string) (m Moment, err error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"} {
		if at, err := time.Parse(layout, text); err == nil {
			since := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
			return Moment{scheduler.DateOf(at), Clock{Since: since}, at, true}, nil
		}
	}
	if m.Day, err = d.Date(text); err == nil {
		return m, nil
	}
	for _, cut := range dayThenTime.FindAllStringIndex(text, -1) {
		day, dayErr := d.Date(strings.TrimRight(text[:cut[0]], " ,"))
		clock, clockErr := ReadClock(text[cut[1]:])
		switch {
		case dayErr == nil && clockErr == nil:
			return Moment{Day: day, Clock: clock, HasTime: true}, nil
		case dayErr == nil && strings.ContainsAny(text[cut[1]:], ":."):
			err = clockErr
		case clockErr == nil && !strings.HasSuffix(dayErr.Error(), "is not a date"):
			err = dayErr
		}
	}
	if err == nil || strings.HasSuffix(err.Error(), "is not a date") {
		err = fmt.Errorf("%q %w", Clip(text), errNoMoment)
	}
	return m, err
}

var errNoMoment = errors.New("is not a date with a time")

// IsNoMoment says whether Moment's error is that a text looks like none at all.
func IsNoMoment(err error) bool { return errors.Is(err, errNoMoment) }

// Instant is the moment in a zone. Of a wall time that comes twice it is the one of the letters after it, else the first,
// or the second where ends says that something ends then.
func (m Moment) Instant(zone *time.Location, ends bool) (time.Time, error) {
	if !m.At.IsZero() {
		return m.At.In(zone), nil
	}
	first, last := scheduler.StartInstant(zone, m.Day, m.Clock.Since), scheduler.EndInstant(zone, m.Day, m.Clock.Since)
	if m.Clock.Zone == "" {
		if ends {
			return last, nil
		}
		return first, nil
	}
	for _, at := range []time.Time{first, last} {
		name, _ := at.Zone()
		if z := m.Clock.Zone; z == name || z == at.Format("-0700") || z == at.Format("-07:00") || (z == "Z" || z == "UTC" || z == "GMT") && at.Format("-0700") == "+0000" {
			return at, nil
		}
	}
	if at, err := time.Parse("Z0700", strings.ReplaceAll(m.Clock.Zone, ":", "")); err == nil {
		wall := time.Date(m.Day.Year, m.Day.Month, m.Day.Day, 0, 0, 0, 0, at.Location())
		return wall.Add(m.Clock.Since).In(zone), nil
	}
	name, _ := first.Zone()
	return first, fmt.Errorf("the clocks show %s then, not %s", name, m.Clock.Zone)
}
