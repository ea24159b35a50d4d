package law

import (
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

func TestWage(t *testing.T) {
	day := func(y int, m time.Month, d int) scheduler.Date { return scheduler.Date{Year: y, Month: m, Day: d} }
	for _, row := range []struct {
		name     string
		born, on scheduler.Date
		want     float64
	}{
		{"before the table", scheduler.Date{}, day(2024, 3, 31), 0},
		{"of an age that is not known", scheduler.Date{}, day(2024, 4, 1), 11.44},
		{"on the day before a rise", scheduler.Date{}, day(2026, 3, 31), 12.21},
		{"on the day of a rise", scheduler.Date{}, day(2026, 4, 1), 12.71},
		{"after the last row", scheduler.Date{}, day(2029, 1, 1), 12.71},
		{"of 21 on the birthday", day(2005, 6, 10), day(2026, 6, 10), 12.71},
		{"of 20 on the day before", day(2005, 6, 10), day(2026, 6, 9), 10.85},
		{"of 18", day(2008, 6, 10), day(2026, 6, 10), 10.85},
		{"of 17", day(2008, 6, 11), day(2026, 6, 10), 8.00},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, _, ok := Wage(row.born, row.on)
			require.Equal(t, row.want > 0, ok)
			require.InDelta(t, row.want, got, 1e-9)
		})
	}
	for i := 1; i < len(wages); i++ {
		require.True(t, wages[i-1].from.Before(wages[i].from))
	}
}

// A check is on in Britain, unless the problem switches it off; what holds in Europe too is on everywhere.
func TestOn(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	for _, check := range Checks {
		require.NotEmpty(t, sources[check], check)
		p := &scheduler.Problem{Zone: london}
		require.True(t, On(p, check), check)
		p.LawOff = []string{check}
		require.False(t, On(p, check), check)
	}
	abroad := &scheduler.Problem{Zone: time.UTC}
	require.False(t, On(abroad, MinimumWage))
	require.True(t, On(abroad, AverageWeek))
}
