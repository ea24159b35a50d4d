package say_test

import (
	"math"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/stretchr/testify/require"
)

func TestHours(t *testing.T) {
	for hours, words := range map[float64]string{
		0: "0 hours", 1: "1 hour", 2.75: "2 hours 45 minutes", 1.0 / 3: "20 minutes", 1.0 / 60: "1 minute",
		0.001: "0 hours", -0.001: "0 hours", 1.999999: "2 hours", 61 + 1.0/60: "61 hours 1 minute", -1.5: "-1 hour 30 minutes",
	} {
		require.Equal(t, words, say.Hours(hours))
	}
	require.Equal(t, "0 hours", say.Hours(math.Copysign(0, -1)))
	require.Equal(t, []string{"1 hour is", "2 hours are", "1 minute is", "1 hour 1 minute are"},
		[]string{say.HoursAre(1), say.HoursAre(2), say.HoursAre(1.0 / 60), say.HoursAre(61.0 / 60)})
	require.Equal(t, []string{"81 of 155 hours", "0 of 8 hours", "1 hour of 2 hours", "60 hours 45 minutes of 155 hours"},
		[]string{say.HoursOf(81, 155), say.HoursOf(0, 8), say.HoursOf(1, 2), say.HoursOf(60.75, 155)})
	require.Equal(t, "1 hour 30 minutes", say.Length(90*time.Minute))
}

func TestClock(t *testing.T) {
	for hours, words := range map[float64]string{0: "0:00", 2.75: "2:45", 124: "124:00", 1.9999: "2:00", -0.5: "-0:30"} {
		require.Equal(t, words, say.Clock(hours))
	}
}

func TestCountAndList(t *testing.T) {
	require.Equal(t, []string{"0 shifts", "1 shift", "2 shifts"},
		[]string{say.Count(0, "shift"), say.Count(1, "shift"), say.Count(2, "shift")})
	require.Equal(t, []string{"", "Ada", "Ada and Bea", "Ada, Bea and Cat"}, []string{
		say.List(nil), say.List([]string{"Ada"}), say.List([]string{"Ada", "Bea"}), say.List([]string{"Ada", "Bea", "Cat"})})
}
