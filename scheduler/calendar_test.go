package scheduler_test

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// Of the times around the hour that is put back those have letters that the clocks show twice.
func TestClockOfTheHourThatOccursTwice(t *testing.T) {
	for _, zone := range []struct {
		name string
		at   string // the first instant whose time occurs twice, for so long
		long time.Duration
		want [2]string // what the clocks show first and second
	}{
		{"Europe/London", "2026-10-25T00:00:00Z", time.Hour, [2]string{"01:00 BST", "01:00 GMT"}},
		{"America/New_York", "2026-11-01T05:00:00Z", time.Hour, [2]string{"01:00 EDT", "01:00 EST"}},
		{"Australia/Lord_Howe", "2026-04-04T14:30:00Z", 30 * time.Minute, [2]string{"01:30 +11", "01:30 +1030"}},
	} {
		t.Run(zone.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, zone.at)
			require.NoError(t, err)
			first := at.In(drawn.InZone(t, zone.name))
			second := first.Add(zone.long)
			require.Equal(t, zone.want, [2]string{scheduler.Clock(first), scheduler.Clock(second)})
			for _, near := range []time.Time{first, second} {
				require.True(t, scheduler.Twice(near.Add(zone.long-time.Second)))
				require.Equal(t, near, scheduler.StartInstant(near.Location(), scheduler.DateOf(near), sinceMidnight(near)).Add(near.Sub(first)))
			}
			for _, once := range []time.Time{first.Add(-time.Second), second.Add(zone.long), first.AddDate(0, 0, 1), first.AddDate(0, 6, 0)} {
				require.False(t, scheduler.Twice(once), once)
				require.Equal(t, once.Format("15:04"), scheduler.Clock(once))
			}
		})
	}
	require.Equal(t, "01:30", scheduler.Clock(time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC)))
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// The clocks stay as they are from the change before a moment until the next, on the last days of leap
// years too, of which the time zone rules of Go's library make a change.
func TestClockBounds(t *testing.T) {
	for _, name := range []string{"Europe/London", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "UTC", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		for year := 1980; year < 2200; year += 4 {
			for _, day := range []time.Time{time.Date(year, 12, 29, 12, 0, 0, 0, zone), time.Date(year, 12, 31, 12, 0, 0, 0, zone), time.Date(year+1, 1, 1, 12, 0, 0, 0, zone), time.Date(year, 7, 1, 0, 0, 0, 0, zone)} {
				from, until := scheduler.ClockBounds(day)
				require.True(t, from.IsZero() || !from.After(day), "%s: %s from %s", name, day, from)
				require.True(t, until.IsZero() || until.After(day), "%s: %s until %s", name, day, until)
				for _, change := range []time.Time{from, until} {
					require.True(t, change.IsZero() || !sameClock(change.Add(-time.Second), change), "%s: no change at %s", name, change)
				}
				require.True(t, from.IsZero() || sameClock(from, day), "%s: %s from %s", name, day, from)
				require.True(t, until.IsZero() || sameClock(until.Add(-time.Second), day), "%s: %s until %s", name, day, until)
				require.Equal(t, day.Add(3*time.Hour), scheduler.StartInstant(zone, scheduler.DateOf(day), day.Sub(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone))+3*time.Hour))
			}
		}
	}
}

func sameClock(a, b time.Time) bool {
	n, x := a.Zone()
	m, y := b.Zone()
	return n == m && x == y && a.IsDST() == b.IsDST()
}
