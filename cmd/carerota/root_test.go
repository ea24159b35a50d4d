package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// A wrong flag is named with what to write, without the words of Go's readers of numbers.
func TestWrongFlagsInPlainWords(t *testing.T) {
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"simulate", "p.toml", "r.json", "--runs", "99999999999999999999"}, `--runs "99999999999999999999": the number is too large`},
		{[]string{"solve", "p.toml", "--seed", "-1"}, `--seed "-1": write a whole number of 0 or more`},
		{[]string{"solve", "p.toml", "--threads", "many"}, `--threads "many": write a whole number`},
		{[]string{"solve", "p.toml", "--time", "10"}, `10 has no unit: write 10s for seconds`},
	} {
		var out, errs bytes.Buffer
		require.Equal(t, exitUsage, run(t.Context(), c.args, &out, &errs), c.args)
		require.Contains(t, errs.String(), c.says)
		require.NotContains(t, errs.String(), "strconv")
		require.Empty(t, out.String())
	}
}

// No time to repair in is refused as no time to search in is.
func TestRepairNeedsTime(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{"repair", "../../examples/scenarios/nurse-bola-rostered.toml", "../../examples/rotas/nurse-bola-rostered.json",
		"--event", "../../examples/events/bola-rings-in.toml", "--time", "-1s"}
	require.Equal(t, exitUsage, run(t.Context(), args, &out, &errs))
	require.Contains(t, errs.String(), "--time -1s is no time to search in")
	require.Empty(t, out.String())
}
