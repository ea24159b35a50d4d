package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// piped runs the command with a text on standard input.
func piped(t *testing.T, dir, text string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(text)
	return outcomeOf(t, cmd)
}

// Every command that takes a file reads it from standard input for a dash.
func TestStandardInput(t *testing.T) {
	dir := solvedWeek(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "base.toml"), []byte(week), 0o644))
	require.Zero(t, execute(t, dir, "convert", "week.toml", "week.json").code)
	event := "format = \"carerota/1\"\n[[event]]\nkind = \"absent\"\nworker = \"ade\"\nstart = 2026-03-24T00:00:00\nend = 2026-03-25T00:00:00\n"
	settings := "format = \"carerota/1\"\n"
	for _, row := range []struct {
		name, text string
		args       []string
	}{
		{"validate", week, []string{"validate", "-"}},
		{"validate of JSON", read(t, dir, "week.json"), []string{"validate", "-"}},
		{"validate of what lies over a file", "extends = \"base.toml\"\n[rota]\nname = \"Over\"\n", []string{"validate", "-"}},
		{"solve", week, []string{"solve", "-", "--steps", "20000", "-o", "-"}},
		{"solve from a rota", read(t, dir, "week.rota.json"), []string{"solve", "week.toml", "--from", "-", "--steps", "20000", "-o", "-"}},
		{"check of a problem", week, []string{"check", "-", "week.rota.json"}},
		{"check of a rota", read(t, dir, "week.rota.json"), []string{"check", "week.toml", "-"}},
		{"explain", read(t, dir, "week.rota.json"), []string{"explain", "week.toml", "-"}},
		{"plan", read(t, dir, "week.rota.json"), []string{"plan", "week.toml", "-"}},
		{"advise", read(t, dir, "week.rota.json"), []string{"advise", "week.toml", "-"}},
		{"repair of a rota", read(t, dir, "week.rota.json"), []string{"repair", "week.toml", "-", "--absent", "ade", "--start", "2026-03-24T00:00", "--end", "2026-03-25T00:00"}},
		{"repair after events", event, []string{"repair", "week.toml", "week.rota.json", "--event", "-"}},
		{"simulate", settings, []string{"simulate", "week.toml", "week.rota.json", "--runs", "3", "--settings", "-"}},
		{"convert", week, []string{"convert", "-", "out.json"}},
		{"convert to sheets", week, []string{"convert", "-", "sheets/"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := piped(t, dir, row.text, append(row.args, "--quiet")...)
			assert.Zero(t, got.code, "%+v", got)
			assert.Empty(t, got.stderr, "--quiet")
			assert.NotEmpty(t, got.stdout)
		})
	}
	assert.JSONEq(t, read(t, dir, "week.json"), read(t, dir, "out.json"))
}

func TestFaultsOfStandardInput(t *testing.T) {
	got := piped(t, t.TempDir(), with(`rate = 12.50`, `rates = 12.50`), "validate", "-")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, `standard input:23: worker[0].rates (worker "ade"): the key "rates" is unknown`)
}

// strange is sound, and says other than is meant in two places.
var strange = strings.Replace(with(`days = "daily"`, `dates = [2025-03-24]`), "[[worker]]", "[[worker]]\nguaranteed_hours_week = 60", 1)

func TestWarnings(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": strange})
	lines := []string{
		`warning: week.toml:16: need[0].dates (need "mornings"): 24 March 2025 is 364 days before the rota's first day, 23 March 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out`,
		`warning: week.toml:21: worker[0].guaranteed_hours_week (worker "ade"): 60 hours a week are guaranteed, and at most 48 may be worked: 12 are paid for nothing; lower the guaranteed hours, or raise ` + "`max_hours_week`",
	}
	got := execute(t, dir, "validate", "week.toml")
	assert.Zero(t, got.code)
	assert.Equal(t, strings.Join(lines, "\n")+"\n", got.stderr)
	assert.Contains(t, got.stdout, "week.toml is sound, with 2 warnings: ")
	assert.Empty(t, execute(t, dir, "validate", "week.toml", "--quiet").stderr)

	got = execute(t, dir, "solve", "week.toml", "--steps", "20000")
	assert.Zero(t, got.code)
	for _, line := range lines {
		assert.Contains(t, got.stderr, line)
	}
	assert.Empty(t, execute(t, dir, "solve", "week.toml", "--steps", "20000", "--quiet").stderr)
}

// Before a search no more than ten warnings are said, and validate says them all.
func TestManyWarnings(t *testing.T) {
	text := week
	for i := range 13 {
		text += fmt.Sprintf("[[worker]]\nid = \"w%d\"\nrate = 13\navailable = []\n", i)
	}
	dir := folder(t, map[string]string{"week.toml": text})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000")
	assert.Equal(t, 11, strings.Count(got.stderr, "warning: "), got.stderr)
	assert.Contains(t, got.stderr, "warning: 3 more; carerota validate names them all\n")
	assert.Equal(t, 13, strings.Count(execute(t, dir, "validate", "week.toml").stderr, "warning: "))
}

// validate gives faults and warnings as JSON.
func TestValidateJSON(t *testing.T) {
	bad := strings.Replace(strange, "rate = 12.50", "rate = -1", 1)
	dir := folder(t, map[string]string{"week.toml": strange, "bad.toml": bad, "text.toml": "start = 2026-02-30\n"})
	type part struct {
		File, Key, Entry, Says, Remedy string
		Line                           int
	}
	var shown struct {
		Format           string
		Sound            bool
		Faults, Warnings []part
	}
	got := execute(t, dir, "validate", "week.toml", "-o", "-")
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &shown))
	assert.Zero(t, got.code)
	assert.True(t, shown.Sound)
	assert.Equal(t, "carerota/1", shown.Format)
	assert.Empty(t, shown.Faults)
	require.Len(t, shown.Warnings, 2)
	assert.Equal(t, part{File: "week.toml", Line: 16, Key: "need[0].dates", Entry: `need "mornings"`, Remedy: "is the year 2026 meant? Correct it, or take it out",
		Says: "24 March 2025 is 364 days before the rota's first day, 23 March 2026: it changes nothing"}, shown.Warnings[0])

	got = execute(t, dir, "validate", "bad.toml", "-o", "faults.json")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, "bad.toml:24: worker[0].rate")
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "faults.json")), &shown))
	assert.False(t, shown.Sound)
	require.Len(t, shown.Faults, 1)
	assert.Equal(t, 24, shown.Faults[0].Line)

	got = execute(t, dir, "validate", "text.toml", "-o", "-")
	assert.Equal(t, exitUsage, got.code)
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &shown))
	assert.Len(t, shown.Faults, 4, "the date, its key, the format and the rota: %+v", shown.Faults)
	assert.Equal(t, exitUsage, execute(t, dir, "validate", "week.toml", "-o", "week.toml").code)
	assert.Equal(t, strange, read(t, dir, "week.toml"))
}

// An event outside the rota is said: the usual mistake is the year.
func TestEventOutsideTheRota(t *testing.T) {
	dir := solvedWeek(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "ill.toml"), []byte("format = \"carerota/1\"\nreported = 2026-03-24T08:00:00\n[[event]]\nkind = \"absent\"\nworker = \"ade\"\nstart = 2027-03-24T00:00:00\nend = 2027-03-25T00:00:00\n"), 0o644))
	got := execute(t, dir, "repair", "week.toml", "week.rota.json", "--event", "ill.toml")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stderr, `warning: ill.toml:6: event[0].start: 24 March 2027 is 360 days after the rota's last day, 29 March 2026: it changes nothing; is the year 2026 meant?`)
	got = execute(t, dir, "repair", "week.toml", "week.rota.json", "--absent", "ade", "--start", "2027-03-24 00:00", "--end", "2027-03-25 00:00")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stderr, `warning: --start: 24 March 2027 is 360 days after the rota's last day, 29 March 2026: it changes nothing; is the year 2026 meant?`)
}

// A result file's figures are of the kind they should be: exit code 2 with the place, never a
// message of the JSON library.
func TestResultOfTheWrongKind(t *testing.T) {
	dir := solvedWeek(t)
	sound := read(t, dir, "week.rota.json")
	for name, text := range map[string]string{
		"an objective that is a text": strings.Replace(sound, `"objective": [`, `"objective": "best", "proofs": [`, 1),
		"seconds in a time":           strings.Replace(sound, `T08:00:00Z`, `T08:00:01Z`, 1),
		"a year of long ago":          strings.Replace(sound, `"start": "2026-`, `"start": "1066-`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEqual(t, sound, text)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "bad.json"), []byte(text), 0o644))
			for _, command := range []string{"check", "explain", "plan"} {
				got := execute(t, dir, command, "week.toml", "bad.json")
				assert.Equal(t, exitUsage, got.code, "%+v", got)
				assert.Regexp(t, `(?m)^bad\.json:\d+: (objective|proofs|shifts\[\d+\]\.start)`, got.stderr)
				assert.NotContains(t, got.stderr, "unmarshal")
				assert.NotContains(t, got.stderr, "struct")
			}
		})
	}
}

// A flag's local time that the clocks skip is taken for another, and that is said.
func TestFlagsOfTimesThatTheClocksSkip(t *testing.T) {
	dir := solvedWeek(t)
	args := []string{"repair", "week.toml", "week.rota.json", "--absent", "ade", "--start", "2026-03-29 01:30", "--end", "2026-03-29 09:00"}
	got := execute(t, dir, args...)
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "warning: --start: 29 March 2026 does not have the time 01:30, as the clocks go forward: it is taken for 02:00\n")
	assert.Empty(t, execute(t, dir, append(args, "--quiet")...).stderr)
	got = execute(t, dir, "explain", "week.toml", "week.rota.json", "--at", "2026-03-29T01:30")
	assert.Contains(t, got.stderr, "warning: --at: 29 March 2026 does not have the time 01:30")
}
