package scheduler_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// A zone that a file or JSON would read back as another is an error, which says why.
func TestZoneName(t *testing.T) {
	for _, row := range []struct {
		name string
		zone *time.Location
		says string // empty: it has a name
	}{
		{"London", drawn.InZone(t, "Europe/London"), ""},
		{"UTC", time.UTC, ""},
		{"none", nil, "has no time zone"},
		{"the machine's", time.Local, "Local"},
		{"an offset", time.FixedZone("UTC+1", 3600), "does not have it"},
		{"an offset without a name", time.FixedZone("", 3600), "does not have it"},
		{"a name that means another", time.FixedZone("Europe/London", 0), "at noon on 2026-07-05 it is 12:00 UTC there, in the zone of that name of the time zone database 11:00 UTC"},
	} {
		p := scheduler.NewProblem("zones", row.zone, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
		name, err := p.ZoneName()
		text, jsonErr := json.Marshal(p)
		if row.says == "" {
			require.NoError(t, err, row.name)
			require.Equal(t, row.zone.String(), name)
			require.NoError(t, jsonErr)
			var read scheduler.Problem
			require.NoError(t, json.Unmarshal(text, &read))
			require.Equal(t, row.zone.String(), read.Zone.String())
			continue
		}
		require.ErrorContains(t, err, row.says, row.name)
		if row.zone != nil {
			require.ErrorContains(t, jsonErr, row.says, row.name)
		}
	}
}
