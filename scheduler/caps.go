package scheduler

import (
	"slices"
	"time"
)

// CapField is one limit of a Caps. The table of them drives how limits are read, written, checked
// and shown. To add a limit: a field of Caps, a row of Caps.Fields, its rule and its audit.
type CapField struct {
	Key   string // in `[caps]` of the problem file
	Label string // for people; empty for a share, which limits nothing by itself
	// Value points to the field. Its type says what the limit is:
	//
	//	**time.Duration  hours, nil for no limit
	//	*time.Duration   a duration, where it Lifts 0 for no limit
	//	*int             days in a row, 0 for no limit
	//	**int            a count, nil for no limit
	//	*float64         a share, 0 to 1
	Value any
	// Of a duration:
	Least    time.Duration // that it may be
	InWeek   bool          // whether it must fit into a week
	Lifts    bool          // whether 0 is no limit
	HeldOver bool          // whether it grows by Contingency.HoldOver while relief is awaited
}

// Fields are all limits of c, in the order of the problem file. What is set through their pointers
// is set in c.
func (c *Caps) Fields() []CapField {
	return []CapField{
		{Key: "max_hours_week", Label: "Most hours a week", Value: &c.MaxHoursWeek, HeldOver: true},
		{Key: "max_hours_day", Label: "Most hours a day", Value: &c.MaxHoursDay, HeldOver: true},
		{Key: "max_hours_rota", Label: "Most hours in the rota", Value: &c.MaxHoursRota, HeldOver: true},
		{Key: "min_rest", Label: "Least rest between spells", Value: &c.MinRest},
		{Key: "max_spell", Label: "Longest spell", Value: &c.MaxSpell, Least: time.Minute, HeldOver: true},
		{Key: "max_spell_with_sleep_in", Label: "Longest spell with a sleep-in", Value: &c.MaxSpellSleepIn, Least: time.Minute, HeldOver: true},
		{Key: "max_shift", Label: "Longest shift", Value: &c.MaxShift, Least: time.Minute, HeldOver: true},
		{Key: "max_sleep_in", Label: "Longest sleep-in", Value: &c.MaxSleepIn, Least: time.Minute, HeldOver: true},
		{Key: "max_days_in_a_row", Label: "Most days in a row", Value: &c.MaxDaysInARow},
		{Key: "max_nights_in_a_row", Label: "Most nights in a row", Value: &c.MaxNightsInARow},
		{Key: "weekly_rest", Label: "Unbroken rest in each whole week", Value: &c.WeeklyRest, InWeek: true},
		{Key: "max_weekends", Label: "Most weekends", Value: &c.MaxWeekends},
		{Key: "sleep_in_counts", Value: &c.SleepInCounts},
		{Key: "standby_counts", Value: &c.StandbyCounts},
		{Key: "travel", Label: "Travel between two clients", Value: &c.Travel},
		{Key: "overnight_rest", Label: "Least rest overnight", Value: &c.OvernightRest, Lifts: true},
		{Key: "max_waking_in_spell", Label: "Most waking hours in a spell", Value: &c.MaxWakingInSpell, Lifts: true, HeldOver: true},
	}
}

// Is says whether the limit is the same as another's of the same key.
func (f CapField) Is(other CapField) bool {
	switch v := f.Value.(type) {
	case **time.Duration:
		return sameLimit(*v, *other.Value.(**time.Duration))
	case **int:
		return sameLimit(*v, *other.Value.(**int))
	case *time.Duration:
		return *v == *other.Value.(*time.Duration)
	case *int:
		return *v == *other.Value.(*int)
	case *float64:
		return *v == *other.Value.(*float64)
	}
	return false
}

func sameLimit[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// None says whether the limit is lifted: "none" in the problem file.
func (f CapField) None() bool {
	switch v := f.Value.(type) {
	case **time.Duration:
		return *v == nil
	case **int:
		return *v == nil
	case *int:
		return *v == 0
	case *time.Duration:
		return f.Lifts && *v == 0
	}
	return false
}

// Lengthen adds to hours or a duration that is more than 0.
func (f CapField) Lengthen(by time.Duration) {
	at, ok := f.Value.(*time.Duration)
	if v, hours := f.Value.(**time.Duration); hours {
		at, ok = *v, *v != nil
	}
	if ok && *at > 0 {
		*at += by
	}
}

// Clone shares no optional limit with c.
func (c Caps) Clone() Caps {
	c.Firm = slices.Clone(c.Firm)
	for _, f := range c.Fields() {
		switch v := f.Value.(type) {
		case **time.Duration:
			*v = clonePointer(*v)
		case **int:
			*v = clonePointer(*v)
		}
	}
	return c
}

// Hours is the hour cap of a key.
func (c *Caps) Hours(key string) **time.Duration {
	for _, f := range c.Fields() {
		if v, ok := f.Value.(**time.Duration); ok && f.Key == key {
			return v
		}
	}
	return &c.MaxHoursWeek
}

// IsFirm says whether no advice proposes to change the limit of a key.
func (c *Caps) IsFirm(key string) bool { return slices.Contains(c.Firm, key) }

// With is a copy of the caps with a change, for a worker whose limits are the house's but for a few:
//
//	w.Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(24) })
func (c Caps) With(change func(*Caps)) *Caps {
	own := c.Clone()
	change(&own)
	return &own
}
