package scheduler

import (
	"fmt"
	"slices"
	"strconv"
)

// The values of the enums, in order; each prints as its word in the problem file.
var (
	Kinds         = []Kind{Waking, SleepIn, Standby, Shadow}
	Criticalities = []Criticality{Critical, Essential, Desirable}
	ProviderKinds = []ProviderKind{Team, Bank, Agency, PA, Family}
	PatternsOf    = []PatternOf{DaysWorked, DaysOff, ShiftsWorked, WeekendsWorked, SplitWeekends}
)

var (
	kindWords        = []string{Waking: "waking", SleepIn: "sleep-in", Standby: "standby", Shadow: "shadow"}
	criticalityWords = []string{Critical: "critical", Essential: "essential", Desirable: "desirable"}
	providerWords    = []string{Team: "team", Bank: "bank", Agency: "agency", PA: "pa", Family: "family"}
	patternWords     = []string{DaysWorked: "days", DaysOff: "days-off", ShiftsWorked: "shifts", WeekendsWorked: "weekends", SplitWeekends: "split-weekends"}
)

// String is the word in the problem file; a value without one prints as a number.
func (k Kind) String() string { return wordOf(kindWords, k) }

// String is the word in the problem file; a value without one prints as a number.
func (c Criticality) String() string { return wordOf(criticalityWords, c) }

// String is the word in the problem file; a value without one prints as a number.
func (k ProviderKind) String() string { return wordOf(providerWords, k) }

// String is the word in the problem file; a value without one prints as a number.
func (o PatternOf) String() string { return wordOf(patternWords, o) }

// MarshalText is the word in the problem file; a value without one is an error.
func (k Kind) MarshalText() ([]byte, error) { return textOf(kindWords, k) }

// MarshalText is the word in the problem file; a value without one is an error.
func (c Criticality) MarshalText() ([]byte, error) { return textOf(criticalityWords, c) }

// MarshalText is the word in the problem file; a value without one is an error.
func (k ProviderKind) MarshalText() ([]byte, error) { return textOf(providerWords, k) }

// MarshalText is the word in the problem file; a value without one is an error.
func (o PatternOf) MarshalText() ([]byte, error) { return textOf(patternWords, o) }

// UnmarshalText reads the word in the problem file; anything else is an error.
func (k *Kind) UnmarshalText(word []byte) error { return readWord(kindWords, word, k) }

// UnmarshalText reads the word in the problem file; anything else is an error.
func (c *Criticality) UnmarshalText(word []byte) error { return readWord(criticalityWords, word, c) }

// UnmarshalText reads the word in the problem file; anything else is an error.
func (k *ProviderKind) UnmarshalText(word []byte) error { return readWord(providerWords, word, k) }

// UnmarshalText reads the word in the problem file; anything else is an error.
func (o *PatternOf) UnmarshalText(word []byte) error { return readWord(patternWords, word, o) }

type enum interface {
	Kind | Criticality | ProviderKind | PatternOf
}

func wordOf[E enum](words []string, e E) string {
	if e < 0 || int(e) >= len(words) {
		return strconv.Itoa(int(e))
	}
	return words[e]
}

func textOf[E enum](words []string, e E) ([]byte, error) {
	if e < 0 || int(e) >= len(words) {
		return nil, fmt.Errorf("scheduler: %T %d has no word", e, int(e))
	}
	return []byte(words[e]), nil
}

func readWord[E enum](words []string, word []byte, to *E) error {
	i := slices.Index(words, string(word))
	if i < 0 {
		return fmt.Errorf("scheduler: %q is not one of the words of %T", word, *to)
	}
	*to = E(i)
	return nil
}
