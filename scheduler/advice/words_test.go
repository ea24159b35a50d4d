package advice

import (
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// The times of a new worker are in the order of the week, with the days of the same hours together.
func TestTimesInTheOrderOfTheWeek(t *testing.T) {
	m := Remedy{Kind: Hire, New: &scheduler.Worker{}}
	for _, s := range [][3]int{{5, 7, 9}, {11, 7, 9}, {9, 15, 21}, {6, 18, 20}, {10, 7, 9}, {7, 15, 21}} { // 6 July 2026 is a Monday
		day := time.Date(2026, time.July, s[0], 0, 0, 0, 0, time.UTC)
		m.Times = append(m.Times, TimeSpan{Start: day.Add(time.Duration(s[1]) * time.Hour), End: day.Add(time.Duration(s[2]) * time.Hour)})
	}
	require.Equal(t, "Monday 18:00-20:00; Tuesday and Thursday 15:00-21:00; Friday, Saturday and Sunday 07:00-09:00", sayWeekTimes(m.Times))
}
