package scheduler

import "time"

// StartInstant is the instant at which something starts that is said to start
// on a day at a clock time (since midnight by the wall clock; 24 h is the next day's
// midnight) in a zone, nil for UTC. A wall time that does not exist is the first instant after the
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

// ClockBounds is the time around t in which the clocks of its zone are not changed: from the change before
// until the next; zero times for no such change. It is time.Time.ZoneBounds, but where that holds
// the last day of a leap year for a change of the clocks.
func ClockBounds(t time.Time) (from, until time.Time) {
	from, until = t.ZoneBounds()
	for range mostChanges {
		if from.IsZero() || !alike(from.Add(-time.Second), t) {
			break
		}
		from, _ = from.Add(-aside).ZoneBounds()
	}
	for range mostChanges {
		if until.IsZero() || until.After(t) && !alike(until, t) {
			break
		}
		_, until = until.Add(aside).ZoneBounds()
	}
	return from, until
}

// aside is far enough from the last day of a year.
const aside = 48 * time.Hour

// alike says whether the clocks show two instants in the same way.
func alike(a, b time.Time) bool {
	n, x := a.Zone()
	m, y := b.Zone()
	return n == m && x == y && a.IsDST() == b.IsDST()
}

// farthest is more than any zone is from UTC, and than any clock change.
const farthest = 36 * time.Hour

// mostChanges is more than the clocks change within a few days. Beyond the years for which a zone's
// rules can be worked out nothing is found, and the wall time is taken as one of UTC.
const mostChanges = 16

// instants are the first and the last instant at which the clocks of zone show
// the wall time. It walks through the times between clock changes: in each of
// them the clocks are so far from UTC, and show the wall time at most once.
func instants(zone *time.Location, date Date, clock time.Duration) (first, last time.Time) {
	if zone == nil {
		zone = time.UTC
	}
	wall := date.utc().Add(clock)
	t := wall.Add(-farthest).In(zone)
	for range mostChanges {
		from, until := ClockBounds(t)
		_, ahead := t.Zone()
		at := wall.Add(-time.Duration(ahead) * time.Second).In(zone)
		early, late := at.Before(from), !until.IsZero() && !at.Before(until)
		switch {
		case early && first.IsZero():
			return from, from // the change at from jumped over it
		case early:
			return first, last
		case !late && first.IsZero():
			first, last = at, at
		case !late:
			last = at
		}
		if until.IsZero() {
			return first, last
		}
		t = until
	}
	if first.IsZero() {
		return wall.In(zone), wall.In(zone)
	}
	return first, last
}

// Clock is the time of the day by the clock of t's zone, "15:04". Where the clocks show it twice,
// the zone's letters say which of the two it is: "01:30 GMT".
func Clock(t time.Time) string {
	if Twice(t) {
		return t.Format("15:04 MST")
	}
	return t.Format("15:04")
}

// Twice says whether the clocks of t's zone show the time of t twice, as in the night in which they
// are put back.
func Twice(t time.Time) bool {
	from, until := ClockBounds(t)
	_, ahead := t.Zone()
	if !until.IsZero() {
		if _, after := until.Zone(); !t.Before(until.Add(-time.Duration(ahead-after) * time.Second)) {
			return true
		}
	}
	if from.IsZero() {
		return false
	}
	_, before := from.Add(-time.Nanosecond).Zone()
	return t.Before(from.Add(time.Duration(before-ahead) * time.Second))
}
