package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/pflag"
)

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
