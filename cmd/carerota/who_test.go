package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// who names everybody, in text and in a file, and refuses what the problem does not have.
func TestWhoNamesEverybody(t *testing.T) {
	dir := solvedWeek(t)
	s := firstShift(t, dir, "week.rota.json")
	need, at := s["need"].(string), s["start"].(string)
	got := execute(t, dir, "who", "week.toml", "week.rota.json", "--need", need, "--at", at, "-o", "who.json")
	require.Zero(t, got.code, "%+v", got)
	require.Contains(t, got.stdout, "Who could take "+need)
	var f struct {
		Worker     string
		Gap        bool
		Candidates []struct {
			Worker  string
			Legal   bool
			Reasons []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "who.json")), &f))
	require.Equal(t, s["worker"], f.Worker)
	require.False(t, f.Gap)
	require.NotEmpty(t, f.Candidates)
	for _, c := range f.Candidates {
		require.NotEqual(t, f.Worker, c.Worker)
		require.True(t, c.Legal || len(c.Reasons) > 0, "%+v", c)
	}
	for _, wrong := range [][]string{{"--need", "nobodys", "--at", at}, {"--need", need, "--at", "soon"}, {"--need", need}} {
		require.Equal(t, exitUsage, execute(t, dir, append([]string{"who", "week.toml", "week.rota.json"}, wrong...)...).code, "%v", wrong)
	}
}
