package main

import (
	"fmt"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// dayOf reads the day of a flag.
func dayOf(flag, text string) (scheduler.Date, error) {
	day, err := rotafile.ParseDate(text)
	if err == nil && (day.Year < validate.FirstYear || day.Year > validate.LastYear) {
		err = fmt.Errorf("%s is outside the years %d to %d", day, validate.FirstYear, validate.LastYear)
	}
	if err != nil {
		return day, usage("%s: %w; write a day such as 2026-03-29", flag, err)
	}
	return day, nil
}

// timeOf reads the local time of a flag; ends says that something ends then.
func timeOf(flag, text string, zone *time.Location, ends bool) (time.Time, error) {
	at, err := rotafile.ParseTime(text, zone, ends)
	if err == nil && (at.Year() < validate.FirstYear || at.Year() > validate.LastYear) {
		err = fmt.Errorf("%q is outside the years %d to %d", text, validate.FirstYear, validate.LastYear)
	}
	if err != nil {
		return at, usage("%s: %w; write a local time such as \"2026-03-29 22:00\"", flag, err)
	}
	return at, nil
}

// sayMoved warns of the local time of a flag that the clocks skip.
func sayMoved(cmd *cobra.Command, flag, text string, at time.Time) {
	if says, moved := rotafile.Skipped(text, at); moved && !quietly(cmd) {
		fmt.Fprintf(cmd.ErrOrStderr(), "warning: %s: %s\n", flag, says)
	}
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
	if _, err := time.ParseDuration(text + "s"); err == nil {
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
