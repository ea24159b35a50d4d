package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/spf13/pflag"
)

// clocks are the forms of a date and time by the clock, with T in place of the space or not.
var clocks = []string{"2006-01-02 15:04", "2006-01-02 15:04:05"}

// localTime reads a date and time by the clock of a zone. An offset or the zone's letters, as in
// "2026-10-25 01:30 GMT", say which is meant of two that the clocks show alike; without them resolve
// does, scheduler.StartInstant or EndInstant.
func localTime(text string, zone *time.Location, resolve func(*time.Location, scheduler.Date, time.Duration) time.Time) (time.Time, error) {
	if len(text) > 10 && text[10] == 'T' {
		text = text[:10] + " " + text[11:]
	}
	for _, layout := range clocks {
		if t, err := time.Parse(layout, text); err == nil {
			return resolve(zone, scheduler.DateOf(t), time.Duration(t.Hour())*time.Hour+time.Duration(t.Minute())*time.Minute+time.Duration(t.Second())*time.Second), nil
		}
		for _, offset := range []string{"Z07:00", " Z07:00", "Z0700", " -0700"} {
			if t, err := time.Parse(layout+offset, text); err == nil {
				return t.In(zone), nil
			}
		}
		if t, err := time.ParseInLocation(layout+" MST", text, zone); err == nil && strings.HasSuffix(t.In(zone).Format(layout+" MST"), text) {
			return t.In(zone), nil
		}
	}
	return time.Time{}, errors.New("no time by the clock")
}

// timeVar gives a command the flag --time.
func timeVar(f *pflag.FlagSet, to *time.Duration, usual time.Duration, says string) {
	*to = usual
	f.Var((*timeValue)(to), "time", says)
}

// timeValue is the value of a flag that is a length of time. It says which unit is missing.
type timeValue time.Duration

func (v *timeValue) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err == nil {
		*v = timeValue(d)
		return nil
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return fmt.Errorf("%s has no unit: write %ss for seconds, or %sm for minutes", text, text, text)
	}
	return fmt.Errorf("%q is not a length of time: write it as 10s, 5m or 1h30m", text)
}

// String is empty for no time, so that the help shows no default.
func (v *timeValue) String() string {
	if *v == 0 {
		return ""
	}
	return time.Duration(*v).String()
}

func (*timeValue) Type() string { return "duration" }
