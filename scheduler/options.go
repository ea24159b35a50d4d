package scheduler

import (
	"fmt"
	"time"
)

// OptionError says that an option of a call is out of its range.
type OptionError struct {
	Option string // its name, such as "Threads"
	Value  any
	Range  string // what it may be, such as "0 to 1024"
}

func (e *OptionError) Error() string {
	return fmt.Sprintf("scheduler: the option %s is %v: give %s", e.Option, e.Value, e.Range)
}

// MostThreads is the most threads that any call may be given.
const MostThreads = 1024

// CheckThreads is an *OptionError for a number of threads that no call takes, else nil.
func CheckThreads(n int) error { return CheckCount("Threads", int64(n), MostThreads) }

// CheckCount is an *OptionError for a number that is below 0 or above most, else nil.
func CheckCount(option string, n, most int64) error {
	if n < 0 || n > most {
		return &OptionError{option, n, fmt.Sprintf("0 to %d", most)}
	}
	return nil
}

// CheckTime is an *OptionError for a time below 0, else nil.
func CheckTime(option string, d time.Duration) error {
	if d < 0 {
		return &OptionError{option, d, "0 or more"}
	}
	return nil
}
