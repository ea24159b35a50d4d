package inrc2

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// data is the folder of the competition's files; the test is skipped without it.
func data(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("CAREROTA_BENCH_DATA")
	if dir == "" {
		t.Skip("CAREROTA_BENCH_DATA names no folder of the competition's files")
	}
	return filepath.Join(dir, "inrc2")
}

// The competition's validator prints what its own example costs, rule by rule.
func TestCheckAgreesWithTheCompetitionsValidator(t *testing.T) {
	dir := data(t)
	in, err := Read(dir, "n005w4_0_1-2-3-3")
	require.NoError(t, err)
	f, err := ParseName(in.Name)
	require.NoError(t, err)
	rota := in.Empty()
	for week := range in.Weeks {
		name := filepath.Join(dir, "n005w4", "Solution_H_0-WD_1-2-3-3", f.SolutionName(week))
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, in.ReadSolution(bytes.NewReader(text), name, rota, week))
	}
	v := in.Check(rota)
	require.Empty(t, v.Findings)
	require.Equal(t, [rules]int64{Total: 320, Runs: 465, FreeRuns: 330, Preferences: 70, Weekends: 210, WholeWeekend: 60, Optimal: 240}, v.Parts)
	require.EqualValues(t, 1695, v.Cost)
}

func TestCompetitionsOtherRotasAreLegal(t *testing.T) {
	dir := data(t)
	for _, c := range []struct{ set, weeks string }{
		{"n005w4_1_5-3-1-0", "Solution_H_1-WD_5-3-1-0"}, {"n005w4_2_6-7-8-9", "Solution_H_2-WD_6-7-8-9"},
		{"n012w8_0_3-5-0-2-0-4-5-2", "Solution_H_0-WD_3-5-0-2-0-4-5-2"}, {"n012w8_1_7-7-0-8-9-3-2-6", "Solution_H_1-WD_7-7-0-8-9-3-2-6"},
	} {
		in, err := Read(dir, c.set)
		require.NoError(t, err)
		f, err := ParseName(c.set)
		require.NoError(t, err)
		rota := in.Empty()
		for week := range in.Weeks {
			name := filepath.Join(dir, f.Set, c.weeks, f.SolutionName(week))
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			require.NoError(t, in.ReadSolution(bytes.NewReader(text), name, rota, week))
		}
		require.Empty(t, in.Check(rota).Findings, c.set)
	}
}
