package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clockChange is ten days around a change of the clocks, with a night of 22:00 to 07:00.
func clockChange(t *testing.T, start Date) *Problem {
	p := NewProblem("clocks", london(t), start, 14)
	p.Clients = []Client{{ID: "owain"}}
	p.Needs = []Need{NewNeed("night", "owain", Daily(), 22*hour, 7*hour), NewNeed("all", "owain", Daily(), 0, 24*hour)}
	p.Workers = []Worker{NewWorker("ade", "")}
	return p
}

func TestAuditClockChanges(t *testing.T) {
	march, october := Date{2026, 3, 23}, Date{2026, 10, 19}
	for _, row := range []struct {
		name, rule, rota string
		start            Date
		limit            func(c *Caps)
		want             float64 // hours of the worker
	}{
		{"the short night is 8 h", "max_shift", "ade night 03-28 22:00 07:00", march, func(c *Caps) { c.MaxShift = 8*hour - 1 }, 8},
		{"and fits into 8 h", "", "ade night 03-28 22:00 07:00", march, func(c *Caps) { c.MaxShift = 8 * hour }, 8},
		{"the night before is 9 h", "max_shift", "ade night 03-27 22:00 07:00", march, func(c *Caps) { c.MaxShift = 8 * hour }, 9},
		{"the long night is 10 h", "max_shift", "ade night 10-24 22:00 07:00", october, func(c *Caps) { c.MaxShift = 10*hour - 1 }, 10},
		{"and fits into 10 h", "", "ade night 10-24 22:00 07:00", october, func(c *Caps) { c.MaxShift = 10 * hour }, 10},
		{"22 h of the long Sunday", "max_hours_day", "ade night 10-25 22:00 07:00\nade all 10-25 00:00 21:00", october, func(c *Caps) { *c = Caps{MaxHoursDay: Hours(23.99), SleepInCounts: 1} }, 31},
		{"are at least 22 h", "", "ade night 10-25 22:00 07:00\nade all 10-25 00:00 21:00", october, func(c *Caps) { *c = Caps{MaxHoursDay: Hours(24), SleepInCounts: 1} }, 31},
		{"rest over the short night is an hour less", "max_spell", "ade all 03-28 16:00 20:00\nade all 03-29 07:30 16:00", march, func(c *Caps) {}, 12.5},
		{"over any other it is enough", "", "ade all 03-27 16:00 20:00\nade all 03-28 07:30 16:00", march, func(c *Caps) {}, 12.5},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clockChange(t, row.start)
			row.limit(&p.Caps)
			r := Audit(p, drawn(t, p, row.rota))
			var want []string
			if row.rule != "" {
				want = []string{row.rule}
			}
			require.Equal(t, want, rulesOf(r), r.Findings)
			require.InDelta(t, row.want, r.Workers[0].Hours, 1e-9)
		})
	}
}

func TestAuditWeekOfTheClockChange(t *testing.T) {
	for _, row := range []struct {
		name  string
		start Date
		want  float64 // of the week round the clock and the seven nights
	}{
		{"clocks forward", Date{2026, 3, 23}, 167 + 62},
		{"clocks back", Date{2026, 10, 19}, 169 + 64},
		{"neither", Date{2026, 7, 6}, 168 + 63},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clockChange(t, row.start)
			p.Days = 7
			r := Audit(p, nil)
			require.InDelta(t, row.want, r.Cover.RequiredHours, 1e-9)
			require.InDelta(t, row.want, r.Objective[1].Value, 1e-9)
			require.Len(t, r.Underlap, 1+7, "round-the-clock days are joined")
		})
	}
}

// TestAuditWallTimes reads times that do not exist, and those that exist twice.
func TestAuditWallTimes(t *testing.T) {
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		require.NoError(t, err)
		return z
	}
	for _, row := range []struct {
		name        string
		zone        string
		date        Date
		clock       time.Duration
		first, last string // in UTC
	}{
		{"an ordinary time", "Europe/London", Date{2026, 7, 6}, 8 * hour, "2026-07-06T07:00:00Z", "2026-07-06T07:00:00Z"},
		{"in the gap", "Europe/London", Date{2026, 3, 29}, 90 * time.Minute, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"the start of the gap", "Europe/London", Date{2026, 3, 29}, hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"the end of the gap", "Europe/London", Date{2026, 3, 29}, 2 * hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"twice", "Europe/London", Date{2026, 10, 25}, 90 * time.Minute, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"the end of the double hour", "Europe/London", Date{2026, 10, 25}, 2 * hour, "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z"},
		{"24:00", "Europe/London", Date{2026, 10, 24}, 24 * hour, "2026-10-24T23:00:00Z", "2026-10-24T23:00:00Z"},
		{"no midnight", "Africa/Cairo", Date{2026, 4, 24}, 0, "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"},
		{"midnight twice", "Atlantic/Azores", Date{2026, 10, 25}, 0, "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"},
		{"half an hour back", "Australia/Lord_Howe", Date{2026, 4, 5}, 105 * time.Minute, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
		{"without clock changes", "Asia/Kolkata", Date{2026, 3, 29}, 90 * time.Minute, "2026-03-28T20:00:00Z", "2026-03-28T20:00:00Z"},
		{"a day that never was", "Pacific/Apia", Date{2011, 12, 30}, 12 * hour, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newAuditCalendar(&Problem{Zone: zone(row.zone), Start: row.date, Days: 7})
			first, last := c.wall(row.date, row.clock)
			require.Equal(t, row.first, time.Unix(first, 0).UTC().Format(time.RFC3339))
			require.Equal(t, row.last, time.Unix(last, 0).UTC().Format(time.RFC3339))
		})
	}
}

// TestAuditShortCut holds the windows of days without clock changes nearby,
// which are computed without the zone, against the zone.
func TestAuditShortCut(t *testing.T) {
	for _, name := range []string{"Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Auckland", "UTC"} {
		z, err := time.LoadLocation(name)
		require.NoError(t, err)
		c := newAuditCalendar(&Problem{Zone: z, Start: Date{2017, 1, 1}, Days: 366})
		plain := 0
		for d := range c.dates {
			if c.dates[d].plain {
				plain++
			}
			for _, w := range [][2]time.Duration{{0, 0}, {22 * hour, 7 * hour}, {90 * time.Minute, 24 * hour}, {8 * hour, 8 * hour}} {
				to := w[1]
				if to <= w[0] {
					to += 24 * hour
				}
				start, _ := c.wall(c.dates[d].Date, w[0])
				_, end := c.wall(c.dates[d].Date, to)
				require.Equal(t, auditSpan{start, end}, c.window(d, w[0], w[1], false), "%s %v", name, c.dates[d].Date)
			}
		}
		require.Greater(t, plain, 300)
	}
}

func TestAuditPatterns(t *testing.T) {
	p := NewProblem("days", london(t), Date{2026, 12, 21}, 14)
	p.Holidays = []Date{{2026, 12, 25}, {2026, 12, 28}}
	for _, row := range []struct {
		name string
		days Pattern
		want int // occurrences
	}{
		{"daily", Daily(), 14},
		{"from a date", Pattern{Weekdays: Daily().Weekdays, FromDate: Date{2026, 12, 24}}, 11},
		{"until a date", Pattern{Weekdays: Daily().Weekdays, UntilDate: Date{2026, 12, 24}}, 4},
		{"Mondays", On(time.Monday), 2},
		{"holidays", Pattern{Holidays: true}, 2},
		{"Mondays but holidays", Pattern{Weekdays: On(time.Monday).Weekdays, ExceptHolidays: true}, 1},
		{"daily but dates", Pattern{Weekdays: Daily().Weekdays, Except: []Date{{2026, 12, 31}}}, 13},
		{"dates, those outside left out", Pattern{Dates: []Date{{2026, 12, 20}, {2026, 12, 21}, {2027, 1, 3}, {2027, 1, 4}}}, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			p.Needs = []Need{NewNeed("n", "", row.days, 9*hour, 10*hour)}
			require.InDelta(t, float64(row.want), Audit(p, nil).Cover.RequiredHours, 1e-9)
		})
	}
}
