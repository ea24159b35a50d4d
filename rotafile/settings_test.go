package rotafile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/carerota/carerota/simulation"
)

// All that is wrong with a file of settings is said, and nothing of it is taken.
func TestEveryFaultOfSettingsAtOnce(t *testing.T) {
	s := simulation.Defaults()
	err := ParseSettings("s.toml", []byte("format = \"carerota/1\"\nanswers = 7\nmost_days = 2.5\nmost_days = 3\nsick_day = 1\n"), &s)
	var faults Faults
	require.ErrorAs(t, err, &faults)
	var short []string
	for _, f := range faults {
		require.NotEmpty(t, f.Remedy)
		short = append(short, fmt.Sprintf("%d %s", f.Line, f.Key))
	}
	require.Equal(t, []string{"2 answers", "3 most_days", "4 most_days", "5 sick_day"}, short, err.Error())
	require.Equal(t, simulation.Defaults(), s)
	require.NoError(t, ParseSettings("s", []byte("{\"format\": \"carerota/1\", \"answers\": 0.5}"), &s), "JSON by its first letter")
	require.Equal(t, 3, settingsOf(t, "format = \"carerota/1\"\nmost_days = 3\n").MostDays)
}

func settingsOf(t *testing.T, text string) simulation.Settings {
	t.Helper()
	s := simulation.Defaults()
	require.NoError(t, ParseSettings("s.toml", []byte(text), &s))
	return s
}

// Settings of providers are read and written, and what is out of range in them is named.
func TestSettingsOfProviders(t *testing.T) {
	s := settingsOf(t, "format = \"carerota/1\"\nno_show = 0.5\n[[provider]]\nid = \"north\"\nlate = 0.25\n")
	require.Equal(t, []simulation.ProviderSettings{{Provider: "north", NoShow: 0.5, Late: 0.25, LateMinutes: 30}}, s.Providers)
	var text strings.Builder
	require.NoError(t, WriteSettings(&text, &s))
	require.Equal(t, s, settingsOf(t, text.String()))
	require.NoError(t, WriteSettings(&strings.Builder{}, new(simulation.Defaults())))
	require.Error(t, WriteSettings(&text, nil))
	err := ParseSettings("s.toml", []byte("format = \"carerota/1\"\n[[provider]]\nno_show = 2\nlat = 1\n"), &s)
	for _, says := range []string{"provider[0].id", "provider[0].no_show", "provider[0].lat"} {
		require.ErrorContains(t, err, says)
	}
}
