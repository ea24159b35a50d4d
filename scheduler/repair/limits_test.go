package repair_test

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/stretchr/testify/require"
)

// Options below 0 are refused by name, in what mends a rota and what advises on one.
func TestOptionsOutOfRange(t *testing.T) {
	p := drawn.Valid(t)
	var option *scheduler.OptionError
	_, err := repair.Rota(t.Context(), p, &scheduler.Rota{}, nil, repair.Options{Checks: -1})
	require.ErrorAs(t, err, &option)
	require.Equal(t, "Checks", option.Option)
	for name, o := range map[string]advice.Options{
		"TrialSteps": {TrialSteps: -1}, "Trials": {Trials: -1}, "Most": {Most: -1},
		"Threads": {Options: solve.Options{Threads: 1_000_000}}, "Steps": {Options: solve.Options{Steps: -1}},
	} {
		_, err := advice.Find(t.Context(), p, nil, o)
		require.ErrorAs(t, err, &option, name)
		require.Equal(t, name, option.Option)
	}
}
