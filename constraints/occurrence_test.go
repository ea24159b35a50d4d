package constraints

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

func TestOccurrences(t *testing.T) {
	const h = time.Hour
	mon, wed, sun := scheduler.Date{Year: 2026, Month: 7, Day: 6}, scheduler.Date{Year: 2026, Month: 7, Day: 8}, scheduler.Date{Year: 2026, Month: 7, Day: 12}
	pattern := func(change func(*scheduler.Pattern)) scheduler.Pattern { p := scheduler.Daily(); change(&p); return p }
	for _, row := range []struct {
		name     string
		days     scheduler.Pattern
		from, to time.Duration
		whole    bool
		want     string // day of the month and time of start, hours
	}{
		{"each day", scheduler.Daily(), 8 * h, 9 * h, false, "6 08:00 1|7 08:00 1|8 08:00 1|9 08:00 1|10 08:00 1|11 08:00 1|12 08:00 1"},
		{"weekdays named", scheduler.On(time.Tuesday, time.Sunday), 8 * h, 9 * h, false, "7 08:00 1|12 08:00 1"},
		{"over midnight, and past the last day", scheduler.On(time.Sunday), 22 * h, 7 * h, false, "12 22:00 9"},
		{"up to 24:00", scheduler.On(time.Monday), 22 * h, 24 * h, false, "6 22:00 2"},
		{"from midnight to midnight", scheduler.On(time.Monday), 0, 0, false, "6 00:00 24"},
		{"round the clock is one", scheduler.Daily(), 7 * h, 7 * h, false, "6 07:00 168"},
		{"unless whole", scheduler.On(time.Monday, time.Tuesday), 7 * h, 7 * h, true, "6 07:00 24|7 07:00 24"},
		{"round the clock with a day out", pattern(func(p *scheduler.Pattern) { p.Except = []scheduler.Date{wed} }), 7 * h, 7 * h, false, "6 07:00 48|9 07:00 96"},
		{"dates", scheduler.Pattern{Dates: []scheduler.Date{sun, mon, {Year: 2026, Month: 8, Day: 1}}}, 8 * h, 9 * h, false, "6 08:00 1|12 08:00 1"},
		{"holidays", scheduler.Pattern{Holidays: true}, 8 * h, 9 * h, false, "8 08:00 1"},
		{"weekends and holidays", scheduler.Pattern{Holidays: true, Weekdays: [7]bool{true, 6: true}}, 8 * h, 9 * h, false, "8 08:00 1|11 08:00 1|12 08:00 1"},
		{"all but holidays", pattern(func(p *scheduler.Pattern) {
			p.ExceptHolidays, p.FromDate = true, scheduler.Date{Year: 2026, Month: 7, Day: 7}
		}), 8 * h, 9 * h, false,
			"7 08:00 1|9 08:00 1|10 08:00 1|11 08:00 1|12 08:00 1"},
		{"from and until, inclusive", pattern(func(p *scheduler.Pattern) {
			p.FromDate, p.UntilDate = scheduler.Date{Year: 2026, Month: 7, Day: 7}, wed
		}), 8 * h, 9 * h, false, "7 08:00 1|8 08:00 1"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := scheduler.NewProblem("week", drawn.InZone(t, "Europe/London"), mon, 7)
			p.Holidays = []scheduler.Date{wed}
			p.Needs = []scheduler.Need{{ID: "n", Days: row.days, From: row.from, To: row.to, Workers: 1, Whole: row.whole}}
			require.Equal(t, row.want, drawOccurrences(t, p))
		})
	}
}

// drawOccurrences writes each as its day, time of start and hours.
func drawOccurrences(t testing.TB, p *scheduler.Problem) string {
	c, err := Compile(p, nil)
	require.NoError(t, err)
	var out []string
	for i, o := range c.Occurrences {
		require.Equal(t, o.Span, c.Model.Tasks[i].Span)
		out = append(out, fmt.Sprintf("%s %g", c.Instant(o.From).Format("2 15:04"), float64(o.Len())/60))
	}
	return strings.Join(out, "|")
}

func TestOccurrencesWhenClocksChange(t *testing.T) {
	const h, m = time.Hour, time.Minute
	for _, row := range []struct {
		name, zone string
		start      scheduler.Date
		from, to   time.Duration
		whole      bool
		want       string
	}{
		{"a night in spring", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 28}, 22 * h, 7 * h, true, "28 22:00 8|29 22:00 9"},
		{"a night in autumn", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 22 * h, 7 * h, true, "24 22:00 10|25 22:00 9"},
		{"round the clock in spring", "Europe/London", scheduler.Date{Year: 2027, Month: 3, Day: 27}, 7 * h, 7 * h, false, "27 07:00 47"},
		{"round the clock in autumn", "Europe/London", scheduler.Date{Year: 2027, Month: 10, Day: 30}, 7 * h, 7 * h, false, "30 07:00 49"},
		{"a call that vanishes", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 1*h + 15*m, 1*h + 45*m, true, "30 01:15 0.5"},
		{"a call cut by the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 0*h + 30*m, 1*h + 30*m, true, "29 00:30 0.5|30 00:30 1"},
		{"a call in the hour that comes twice", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 1*h + 15*m, 1*h + 45*m, true, "25 01:15 1.5|26 01:15 0.5"},
		{"windows that overlap are one", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 1 * h, 1 * h, false, "24 01:00 49"},
		{"but not when whole", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 24}, 1 * h, 1 * h, true, "24 01:00 25|25 01:00 25"},
		{"half an hour", "Australia/Lord_Howe", scheduler.Date{Year: 2026, Month: 4, Day: 4}, 22 * h, 7 * h, true, "4 22:00 9.5|5 22:00 9"},
		{"from a midnight that is not there", "America/Sao_Paulo", scheduler.Date{Year: 2017, Month: 10, Day: 15}, 0, 8 * h, true, "15 01:00 7|16 00:00 8"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := scheduler.NewProblem("clocks", drawn.InZone(t, row.zone), row.start, 2)
			p.Needs = []scheduler.Need{{ID: "n", Days: scheduler.Daily(), From: row.from, To: row.to, Workers: 1, Whole: row.whole}}
			require.Equal(t, row.want, drawOccurrences(t, p))
		})
	}
}

func TestTaskOf(t *testing.T) {
	p := scheduler.NewProblem("clocks", drawn.InZone(t, "Europe/London"), scheduler.Date{Year: 2026, Month: 10, Day: 24}, 3)
	p.Needs = []scheduler.Need{{ID: "other", Days: scheduler.Daily(), From: 8 * time.Hour, To: 9 * time.Hour, Workers: 1},
		{ID: "round", Days: scheduler.Daily(), From: time.Hour, To: time.Hour, Workers: 1, Whole: true}} // overlap by an hour on the 25th
	c, err := Compile(p, nil)
	require.NoError(t, err)
	in := func(n int32) solver.Span { return c.Model.Tasks[n].Span }
	for _, n := range c.byNeed[1] {
		require.Equal(t, n, c.TaskHolding(1, in(n)))
		require.Equal(t, n, c.TaskHolding(1, solver.Span{From: in(n).From + 65, To: in(n).To}))
	}
	first, last := c.byNeed[1][0], c.byNeed[1][2]
	require.Equal(t, solver.NoTask, c.TaskHolding(1, solver.Span{From: in(first).From - 1, To: in(first).From + 60}))
	require.Equal(t, solver.NoTask, c.TaskHolding(1, solver.Span{From: in(last).From, To: in(last).To + 1}))
	require.Equal(t, solver.NoTask, c.TaskHolding(1, solver.Span{From: in(first).From, To: in(last).To}))
}
