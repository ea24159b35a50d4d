package scheduler_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// TestEveryLimitHasOneRow keeps the table of the limits and the struct the same: a row points into
// the struct, at a field of its own, of a type that readers and writers know.
func TestEveryLimitHasOneRow(t *testing.T) {
	var c scheduler.Caps
	rows, keys := map[any]string{}, map[string]bool{}
	for _, f := range c.Fields() {
		require.Empty(t, rows[f.Value], "%s points where another row does", f.Key)
		require.False(t, keys[f.Key], "%s is there twice", f.Key)
		rows[f.Value], keys[f.Key] = f.Key, true
		switch f.Value.(type) {
		case *time.Duration:
		case **time.Duration, *int, **int:
			require.Zero(t, f.Least, f.Key)
			require.False(t, f.InWeek, f.Key)
			require.NotEmpty(t, f.Label, f.Key)
		case *float64:
			require.Empty(t, f.Label, f.Key)
		default:
			t.Errorf("%s is a %T", f.Key, f.Value)
		}
	}
	fields := reflect.ValueOf(&c).Elem()
	require.Len(t, rows, fields.NumField()-2) // what is firm, and why, are words about limits
	for i := range fields.NumField() {
		if name := fields.Type().Field(i).Name; name == "Firm" || name == "FirmWhy" {
			continue
		}
		require.Contains(t, rows, fields.Field(i).Addr().Interface(), fields.Type().Field(i).Name)
	}
}

// TestLimitsAreCompared by what they say, not where it stands.
func TestLimitsAreCompared(t *testing.T) {
	a, b := scheduler.HouseCaps(), scheduler.HouseCaps()
	for i, f := range a.Fields() {
		require.True(t, f.Is(b.Fields()[i]), f.Key)
		switch v := f.Value.(type) {
		case **time.Duration:
			*v = scheduler.Hours(7)
		case *time.Duration:
			*v += time.Hour
		case *int:
			*v++
		case **int:
			*v = new(3)
		case *float64:
			*v /= 2
		}
		require.False(t, f.Is(b.Fields()[i]), f.Key)
		require.False(t, f.None(), f.Key)
	}
}
