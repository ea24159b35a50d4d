package reading

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// clockChange is ten days around a change of the clocks, with a night of 22:00 to 07:00.
func clockChange(t *testing.T, start scheduler.Date) *scheduler.Problem {
	p := scheduler.NewProblem("clocks", drawn.London(t), start, 14)
	p.Clients = []scheduler.Client{{ID: "owain"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("night", "owain", scheduler.Daily(), 22*drawn.Hour, 7*drawn.Hour), scheduler.NewNeed("all", "owain", scheduler.Daily(), 0, 24*drawn.Hour)}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "")}
	return p
}

func TestAuditClockChanges(t *testing.T) {
	march, october := scheduler.Date{Year: 2026, Month: 3, Day: 23}, scheduler.Date{Year: 2026, Month: 10, Day: 19}
	for _, row := range []struct {
		name, rule, rota string
		start            scheduler.Date
		limit            func(c *scheduler.Caps)
		want             float64 // hours of the worker
	}{
		{"the short night is 8 h", "max_shift", "ade night 03-28 22:00 07:00", march, func(c *scheduler.Caps) { c.MaxShift = 8*drawn.Hour - 1 }, 8},
		{"and fits into 8 h", "", "ade night 03-28 22:00 07:00", march, func(c *scheduler.Caps) { c.MaxShift = 8 * drawn.Hour }, 8},
		{"the night before is 9 h", "max_shift", "ade night 03-27 22:00 07:00", march, func(c *scheduler.Caps) { c.MaxShift = 8 * drawn.Hour }, 9},
		{"the long night is 10 h, of which one may be beyond", "max_shift", "ade night 10-24 22:00 07:00", october, func(c *scheduler.Caps) { c.MaxShift = 9*drawn.Hour - 1 }, 10},
		{"and fits into 9 h", "", "ade night 10-24 22:00 07:00", october, func(c *scheduler.Caps) { c.MaxShift = 9 * drawn.Hour }, 10},
		{"the hours of its day do not stretch", "max_hours_day", "ade all 10-25 00:00 09:00", october, func(c *scheduler.Caps) { c.MaxHoursDay = scheduler.Hours(9.75) }, 10},
		{"22 h of the long Sunday", "max_hours_day", "ade night 10-25 22:00 07:00\nade all 10-25 00:00 21:00", october, func(c *scheduler.Caps) { *c = scheduler.Caps{MaxHoursDay: scheduler.Hours(23.99), SleepInCounts: 1} }, 31},
		{"are at least 22 h", "", "ade night 10-25 22:00 07:00\nade all 10-25 00:00 21:00", october, func(c *scheduler.Caps) { *c = scheduler.Caps{MaxHoursDay: scheduler.Hours(24), SleepInCounts: 1} }, 31},
		{"rest over the short night is an hour less", "max_spell", "ade all 03-28 16:00 20:00\nade all 03-29 07:30 16:00", march, func(c *scheduler.Caps) {}, 12.5},
		{"over any other it is enough", "", "ade all 03-27 16:00 20:00\nade all 03-28 07:30 16:00", march, func(c *scheduler.Caps) {}, 12.5},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clockChange(t, row.start)
			row.limit(&p.Caps)
			r := Audited(p, drawn.Rota(t, p, row.rota)).Report
			var want []string
			if row.rule != "" {
				want = []string{row.rule}
			}
			require.Equal(t, want, drawn.RulesOf(r), r.Findings)
			require.InDelta(t, row.want, r.Workers[0].Hours, 1e-9)
		})
	}
}

func TestAuditWeekOfTheClockChange(t *testing.T) {
	for _, row := range []struct {
		name  string
		start scheduler.Date
		want  float64 // of the week round the clock and the seven nights
	}{
		{"clocks forward", scheduler.Date{Year: 2026, Month: 3, Day: 23}, 167 + 62},
		{"clocks back", scheduler.Date{Year: 2026, Month: 10, Day: 19}, 169 + 64},
		{"neither", scheduler.Date{Year: 2026, Month: 7, Day: 6}, 168 + 63},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clockChange(t, row.start)
			p.Days = 7
			r := Audited(p, &scheduler.Rota{}).Report
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
		date        scheduler.Date
		clock       time.Duration
		first, last string // in UTC
	}{
		{"an ordinary time", "Europe/London", scheduler.Date{Year: 2026, Month: 7, Day: 6}, 8 * drawn.Hour, "2026-07-06T07:00:00Z", "2026-07-06T07:00:00Z"},
		{"in the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 90 * time.Minute, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"the start of the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, drawn.Hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"the end of the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 2 * drawn.Hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"twice", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 90 * time.Minute, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"the end of the double hour", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 2 * drawn.Hour, "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z"},
		{"24:00", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 24 * drawn.Hour, "2026-10-24T23:00:00Z", "2026-10-24T23:00:00Z"},
		{"no midnight", "Africa/Cairo", scheduler.Date{Year: 2026, Month: 4, Day: 24}, 0, "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"},
		{"midnight twice", "Atlantic/Azores", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 0, "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"},
		{"half an hour back", "Australia/Lord_Howe", scheduler.Date{Year: 2026, Month: 4, Day: 5}, 105 * time.Minute, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
		{"without clock changes", "Asia/Kolkata", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 90 * time.Minute, "2026-03-28T20:00:00Z", "2026-03-28T20:00:00Z"},
		{"a day that never was", "Pacific/Apia", scheduler.Date{Year: 2011, Month: 12, Day: 30}, 12 * drawn.Hour, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := NewCalendar(&scheduler.Problem{Zone: zone(row.zone), Start: row.date, Days: 7})
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
		c := NewCalendar(&scheduler.Problem{Zone: z, Start: scheduler.Date{Year: 2017, Month: 1, Day: 1}, Days: 366})
		plain := 0
		for d := range c.Dates {
			if c.Dates[d].plain {
				plain++
			}
			for _, w := range [][2]time.Duration{{0, 0}, {22 * drawn.Hour, 7 * drawn.Hour}, {90 * time.Minute, 24 * drawn.Hour}, {8 * drawn.Hour, 8 * drawn.Hour}} {
				to := w[1]
				if to <= w[0] {
					to += 24 * drawn.Hour
				}
				start, _ := c.wall(c.Dates[d].Date, w[0])
				_, end := c.wall(c.Dates[d].Date, to)
				require.Equal(t, Span{start, end}, c.Window(d, w[0], w[1], false), "%s %v", name, c.Dates[d].Date)
			}
		}
		require.Greater(t, plain, 300)
	}
}

func TestAuditPatterns(t *testing.T) {
	p := scheduler.NewProblem("days", drawn.London(t), scheduler.Date{Year: 2026, Month: 12, Day: 21}, 14)
	p.Holidays = []scheduler.Date{{Year: 2026, Month: 12, Day: 25}, {Year: 2026, Month: 12, Day: 28}}
	for _, row := range []struct {
		name string
		days scheduler.Pattern
		want int // occurrences
	}{
		{"daily", scheduler.Daily(), 14},
		{"from a date", scheduler.Pattern{Weekdays: scheduler.Daily().Weekdays, FromDate: scheduler.Date{Year: 2026, Month: 12, Day: 24}}, 11},
		{"until a date", scheduler.Pattern{Weekdays: scheduler.Daily().Weekdays, UntilDate: scheduler.Date{Year: 2026, Month: 12, Day: 24}}, 4},
		{"Mondays", scheduler.On(time.Monday), 2},
		{"holidays", scheduler.Pattern{Holidays: true}, 2},
		{"Mondays but holidays", scheduler.Pattern{Weekdays: scheduler.On(time.Monday).Weekdays, ExceptHolidays: true}, 1},
		{"daily but dates", scheduler.Pattern{Weekdays: scheduler.Daily().Weekdays, Except: []scheduler.Date{{Year: 2026, Month: 12, Day: 31}}}, 13},
		{"dates, those outside left out", scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 12, Day: 20}, {Year: 2026, Month: 12, Day: 21}, {Year: 2027, Month: 1, Day: 3}, {Year: 2027, Month: 1, Day: 4}}}, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			p.Needs = []scheduler.Need{scheduler.NewNeed("n", "", row.days, 9*drawn.Hour, 10*drawn.Hour)}
			require.InDelta(t, float64(row.want), Audited(p, &scheduler.Rota{}).Report.Cover.RequiredHours, 1e-9)
		})
	}
}

// A date that a zone left out is no day: a run of days goes on over it and does not count it.
func TestADateLeftOutIsNoDay(t *testing.T) {
	p := clockChange(t, scheduler.Date{Year: 2011, Month: 12, Day: 28})
	p.Zone = drawn.InZone(t, "Pacific/Apia")
	p.Days = 5
	for _, row := range []struct {
		name string
		days []int // of December 2011 with work
		most int
		want []string
	}{
		{"two days are two", []int{29, 31}, 2, nil},
		{"and follow each other", []int{29, 31}, 1, []string{"max_days_in_a_row"}},
		{"three are three", []int{28, 29, 31}, 2, []string{"max_days_in_a_row"}},
		{"a day between them parts them", []int{28, 31}, 1, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			p.Caps = scheduler.Caps{MaxDaysInARow: row.most, SleepInCounts: 1}
			r := &scheduler.Rota{}
			for _, day := range row.days {
				at := scheduler.StartInstant(p.Zone, scheduler.Date{Year: 2011, Month: 12, Day: day}, 9*drawn.Hour)
				r.Shifts = append(r.Shifts, scheduler.Shift{Worker: "ade", Need: "all", Client: "owain", Start: at, End: at.Add(2 * drawn.Hour)})
			}
			require.Equal(t, row.want, drawn.RulesOf(Audited(p, r).Report))
		})
	}
}
