package scheduler

import "time"

// caps checks limits. house, when given, are the limits that a worker's own
// lie over: what is merely taken over from them is not judged twice.
func (v *validation) caps(path string, c, house *Caps) {
	hours := func(key string, get func(*Caps) *time.Duration) {
		if house == nil || !sameHours(get(c), get(house)) {
			v.hours(path+"."+key, get(c))
		}
	}
	duration := func(key string, least time.Duration, get func(*Caps) time.Duration) {
		if house == nil || get(c) != get(house) {
			v.duration(path+"."+key, get(c), least)
		}
	}
	count := func(key string, get func(*Caps) int) {
		if house == nil || get(c) != get(house) {
			v.count(path+"."+key, get(c), 0, maxCount)
		}
	}
	share := func(key string, get func(*Caps) float64) {
		if house == nil || get(c) != get(house) {
			v.number(path+"."+key, get(c), 0, 1)
		}
	}
	hours("max_hours_week", func(c *Caps) *time.Duration { return c.MaxHoursWeek })
	hours("max_hours_day", func(c *Caps) *time.Duration { return c.MaxHoursDay })
	hours("max_hours_rota", func(c *Caps) *time.Duration { return c.MaxHoursRota })
	duration("min_rest", 0, func(c *Caps) time.Duration { return c.MinRest })
	duration("max_spell", time.Minute, func(c *Caps) time.Duration { return c.MaxSpell })
	duration("max_spell_with_sleep_in", time.Minute, func(c *Caps) time.Duration { return c.MaxSpellSleepIn })
	duration("max_shift", time.Minute, func(c *Caps) time.Duration { return c.MaxShift })
	duration("max_sleep_in", time.Minute, func(c *Caps) time.Duration { return c.MaxSleepIn })
	count("max_days_in_a_row", func(c *Caps) int { return c.MaxDaysInARow })
	count("max_nights_in_a_row", func(c *Caps) int { return c.MaxNightsInARow })
	duration("weekly_rest", 0, func(c *Caps) time.Duration { return c.WeeklyRest })
	count("max_weekends", weekends)
	share("sleep_in_counts", func(c *Caps) float64 { return c.SleepInCounts })
	share("standby_counts", func(c *Caps) float64 { return c.StandbyCounts })
	duration("travel", 0, func(c *Caps) time.Duration { return c.Travel })
	if c.WeeklyRest > 7*24*time.Hour && (house == nil || c.WeeklyRest != house.WeeklyRest) {
		v.add(path+".weekly_rest", "write at most 168h", "%s does not fit into a week", sayDuration(c.WeeklyRest))
	}
}

func sameHours(a, b *time.Duration) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func weekends(c *Caps) int {
	if c.MaxWeekends == nil {
		return 0
	}
	return *c.MaxWeekends
}
