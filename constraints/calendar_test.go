package constraints

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

func TestWallTimes(t *testing.T) {
	for _, row := range []struct {
		name, zone, date string
		clock            time.Duration
		start, end       string // UTC
	}{
		{"a plain summer noon", "Europe/London", "2026-07-06", 12 * time.Hour, "2026-07-06T11:00", "2026-07-06T11:00"},
		{"24:00 is the next midnight", "Europe/London", "2026-07-06", 24 * time.Hour, "2026-07-06T23:00", "2026-07-06T23:00"},
		{"inside the gap of March 2026", "Europe/London", "2026-03-29", 90 * time.Minute, "2026-03-29T01:00", "2026-03-29T01:00"},
		{"the gap's own start", "Europe/London", "2027-03-28", time.Hour, "2027-03-28T01:00", "2027-03-28T01:00"},
		{"the gap's end", "Europe/London", "2027-03-28", 2 * time.Hour, "2027-03-28T01:00", "2027-03-28T01:00"},
		{"the minute before the gap", "Europe/London", "2027-03-28", 59 * time.Minute, "2027-03-28T00:59", "2027-03-28T00:59"},
		{"twice in October 2026", "Europe/London", "2026-10-25", 90 * time.Minute, "2026-10-25T00:30", "2026-10-25T01:30"},
		{"the first minute that comes twice", "Europe/London", "2027-10-31", time.Hour, "2027-10-31T00:00", "2027-10-31T01:00"},
		{"the last minute that comes twice", "Europe/London", "2027-10-31", 119 * time.Minute, "2027-10-31T00:59", "2027-10-31T01:59"},
		{"once again", "Europe/London", "2027-10-31", 2 * time.Hour, "2027-10-31T02:00", "2027-10-31T02:00"},
		{"a gap of half an hour", "Australia/Lord_Howe", "2026-10-04", 135 * time.Minute, "2026-10-03T15:30", "2026-10-03T15:30"},
		{"half an hour twice", "Australia/Lord_Howe", "2026-04-05", 105 * time.Minute, "2026-04-04T14:45", "2026-04-04T15:15"},
		{"midnight does not exist", "America/Sao_Paulo", "2017-10-15", 0, "2017-10-15T03:00", "2017-10-15T03:00"},
		{"nor 24:00 of the day before", "America/Sao_Paulo", "2017-10-14", 24 * time.Hour, "2017-10-15T03:00", "2017-10-15T03:00"},
		{"midnight in Cairo, spring", "Africa/Cairo", "2026-04-24", 0, "2026-04-23T22:00", "2026-04-23T22:00"},
		{"the hour before midnight twice", "Africa/Cairo", "2026-10-29", 23*time.Hour + 30*time.Minute, "2026-10-29T20:30", "2026-10-29T21:30"},
		{"and midnight once", "Africa/Cairo", "2026-10-30", 0, "2026-10-29T22:00", "2026-10-29T22:00"},
		{"midnight in Beirut, spring", "Asia/Beirut", "2026-03-29", 0, "2026-03-28T22:00", "2026-03-28T22:00"},
		{"midnight twice in Havana", "America/Havana", "2026-11-01", 0, "2026-11-01T04:00", "2026-11-01T05:00"},
		{"a day that Samoa left out", "Pacific/Apia", "2011-12-30", 12 * time.Hour, "2011-12-30T10:00", "2011-12-30T10:00"},
		{"a zone without changes", "UTC", "2026-03-29", 90 * time.Minute, "2026-03-29T01:30", "2026-03-29T01:30"},
	} {
		t.Run(row.name, func(t *testing.T) {
			date, err := scheduler.ParseDate(row.date)
			require.NoError(t, err)
			zone := drawn.InZone(t, row.zone)
			require.Equal(t, row.start, scheduler.StartInstant(zone, date, row.clock).UTC().Format("2006-01-02T15:04"), "start")
			require.Equal(t, row.end, scheduler.EndInstant(zone, date, row.clock).UTC().Format("2006-01-02T15:04"), "end")
			require.Equal(t, zone, scheduler.StartInstant(zone, date, row.clock).Location())
		})
	}
}

// TestWallTimesAgainstTheClock reads the clock at every minute around the days on which it
// changes, and looks every wall time up in what was read.
func TestWallTimesAgainstTheClock(t *testing.T) {
	for _, row := range []struct{ zone, date string }{
		{"Europe/London", "2026-03-29"}, {"Europe/London", "2026-10-25"}, {"Australia/Lord_Howe", "2026-10-04"},
		{"Australia/Lord_Howe", "2026-04-05"}, {"America/Sao_Paulo", "2017-10-15"}, {"America/Sao_Paulo", "2018-02-18"},
		{"Africa/Cairo", "2026-04-24"}, {"Africa/Cairo", "2026-10-30"}, {"Asia/Beirut", "2026-10-25"}, {"America/Havana", "2026-03-08"},
		{"America/Havana", "2026-11-01"}, {"America/St_Johns", "2010-11-07"}, {"Pacific/Apia", "2011-12-30"}, {"Asia/Kathmandu", "1986-01-01"},
	} {
		t.Run(row.zone+" "+row.date, func(t *testing.T) {
			zone := drawn.InZone(t, row.zone)
			date, err := scheduler.ParseDate(row.date)
			require.NoError(t, err)
			type wall struct {
				scheduler.Date
				minute int
			}
			first, last := map[wall]time.Time{}, map[wall]time.Time{}
			var shown []time.Time
			for x := date.Plus(-3).Utc(); x.Before(date.Plus(4).Utc()); x = x.Add(time.Minute) {
				at := x.In(zone)
				w := wall{scheduler.DateOf(at), at.Hour()*60 + at.Minute()}
				if _, seen := first[w]; !seen {
					first[w] = at
				}
				last[w] = at
				shown = append(shown, at)
			}
			for n := -1; n <= 1; n++ {
				for m := 0; m < 1440; m += 5 {
					w := wall{date.Plus(n), m}
					start, end := first[w], last[w]
					if start.IsZero() {
						start = afterGap(shown, w.Date, m)
						end = start
					}
					clock := time.Duration(m) * time.Minute
					require.True(t, start.Equal(scheduler.StartInstant(zone, w.Date, clock)), "start %v %d: %v", w.Date, m, scheduler.StartInstant(zone, w.Date, clock))
					require.True(t, end.Equal(scheduler.EndInstant(zone, w.Date, clock)), "end %v %d: %v", w.Date, m, scheduler.EndInstant(zone, w.Date, clock))
				}
			}
		})
	}
}

// afterGap is the first minute at which the clock shows a later time than the
// wall time, when it has shown only earlier ones before.
func afterGap(shown []time.Time, date scheduler.Date, minute int) time.Time {
	for _, at := range shown {
		if d := scheduler.DateOf(at); date.Before(d) || d == date && at.Hour()*60+at.Minute() > minute {
			return at
		}
	}
	return time.Time{}
}

// skeleton compiles a problem without rules.
func skeleton(t testing.TB, zone, start string, days int) *Compiled {
	t.Helper()
	date, err := scheduler.ParseDate(start)
	require.NoError(t, err)
	c, err := Compile(scheduler.NewProblem("days", drawn.InZone(t, zone), date, days), nil)
	require.NoError(t, err)
	return c
}

func TestDaysOfTheModel(t *testing.T) {
	for _, row := range []struct {
		name, zone, start string
		hours             []float64 // of the days
		nights            []float64 // that start on them
	}{
		{"forward in London", "Europe/London", "2026-03-28", []float64{24, 23, 24}, []float64{6, 7, 7}},
		{"back in London", "Europe/London", "2026-10-24", []float64{24, 25, 24}, []float64{8, 7, 7}},
		{"forward in London, a year on", "Europe/London", "2027-03-27", []float64{24, 23, 24}, []float64{6, 7, 7}},
		{"back in London, a year on", "Europe/London", "2027-10-30", []float64{24, 25, 24}, []float64{8, 7, 7}},
		{"half an hour", "Australia/Lord_Howe", "2026-04-04", []float64{24, 24.5, 24}, []float64{7.5, 7, 7}},
		{"no midnight at the end", "America/Sao_Paulo", "2017-10-13", []float64{24, 24, 23}, []float64{7, 6, 7}},
		{"no midnight at the start", "America/Sao_Paulo", "2017-10-15", []float64{23, 24, 24}, []float64{7, 7, 7}},
		{"an evening hour twice", "Africa/Cairo", "2026-10-28", []float64{24, 25, 24}, []float64{7, 8, 7}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := skeleton(t, row.zone, row.start, len(row.hours)).Model
			today := 0
			for m.Days[today] != 0 {
				today++
			}
			var hours, nights []float64
			for d := range row.hours {
				hours = append(hours, float64(m.Days[today+d+1]-m.Days[today+d])/60)
				for _, n := range m.Nights {
					if m.Days[today+d] <= n.From && n.From < m.Days[today+d+1] {
						nights = append(nights, float64(n.Len())/60)
					}
				}
			}
			require.Equal(t, row.hours, hours)
			require.Equal(t, row.nights, nights)
			require.Equal(t, m.Days[today+len(hours)], m.Horizon.To)
		})
	}
}

func TestWeeksOfTheModel(t *testing.T) {
	c := skeleton(t, "Europe/London", "2026-10-21", 20) // a Wednesday
	var whole []string
	for _, w := range c.Model.Weeks {
		require.Equal(t, time.Monday, c.Instant(w.From).Weekday())
		require.Equal(t, "00:00", c.Instant(w.From).Format("15:04"))
		if w.Whole {
			whole = append(whole, scheduler.DateOf(c.Instant(w.From)).String())
		}
	}
	require.Equal(t, []string{"2026-10-26", "2026-11-02"}, whole)
	require.Equal(t, solver.Minute(169*60), weekOf(c.Model, 0).Len(), "the week with the longer Sunday")
	for _, w := range c.Model.Weekends {
		require.Equal(t, time.Saturday, c.Instant(w.From).Weekday())
		require.Equal(t, time.Monday, c.Instant(w.To).Weekday())
	}
	for i := 1; i < len(c.Model.Weeks); i++ {
		require.Equal(t, c.Model.Weeks[i-1].To, c.Model.Weeks[i].From)
	}
	last := c.Model.Weeks[len(c.Model.Weeks)-1]
	require.GreaterOrEqual(t, last.To, c.Model.Days[len(c.Model.Days)-1])
	require.LessOrEqual(t, c.Model.Weeks[0].From, c.Model.Days[0])
}

func weekOf(m *solver.Model, at solver.Minute) solver.Week {
	for _, w := range m.Weeks {
		if w.From <= at && at < w.To {
			return w
		}
	}
	return solver.Week{}
}
