package scheduler

import "time"

// StartInstant is the instant at which something starts that is said to start
// on a day at a clock time (since midnight by the wall clock; 24 h is the next day's
// midnight). A wall time that does not exist is the first instant after the
// gap; of one that occurs twice it is the first.
func StartInstant(zone *time.Location, date Date, clock time.Duration) time.Time {
	first, _ := instants(zone, date, clock)
	return first
}

// EndInstant is as StartInstant, for something that ends: of a wall time that
// occurs twice it is the second.
func EndInstant(zone *time.Location, date Date, clock time.Duration) time.Time {
	_, last := instants(zone, date, clock)
	return last
}

// instants are the first and the last instant at which the clocks of zone show
// the wall time.
func instants(zone *time.Location, date Date, clock time.Duration) (first, last time.Time) {
	wall := date.utc().Add(clock)
	var offsets [2]time.Duration
	for i, near := range [2]time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, s := wall.Add(near).In(zone).Zone()
		offsets[i] = time.Duration(s) * time.Second
	}
	before, after := wall.Add(-offsets[0]).In(zone), wall.Add(-offsets[1]).In(zone)
	isBefore, isAfter := shows(before, wall), shows(after, wall)
	switch {
	case isBefore && isAfter && after.Before(before):
		return after, before
	case isBefore && isAfter:
		return before, after
	case isBefore:
		return before, before
	case isAfter:
		return after, after
	}
	gap, _ := before.ZoneBounds()
	return gap, gap
}

// shows says whether the clock at t shows the wall time that wall is in UTC.
func shows(t, wall time.Time) bool {
	_, s := t.Zone()
	return t.Add(time.Duration(s) * time.Second).Equal(wall)
}
