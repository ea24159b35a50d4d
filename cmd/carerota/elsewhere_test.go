package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wherever a rota is read, it may be the CSV file, the workbook or the calendars that were written of it.
func TestRotasFromElsewhere(t *testing.T) {
	dir := solvedWeek(t)
	require.Zero(t, execute(t, dir, "check", "week.toml", "week.rota.json", "--csv", "week.csv", "--xlsx", "week.xlsx", "--ics", "phones").code)
	require.Zero(t, execute(t, dir, "rota", "week.toml", "week.rota.json", "-o", "plain.json").code, "without the bounds of the search")
	for _, file := range []string{"week.csv", "week.xlsx", "phones"} {
		for _, row := range [][]string{
			{"check", "week.toml", file},
			{"explain", "week.toml", file},
			{"plan", "week.toml", file},
			{"advise", "week.toml", file, "--steps", "1000"},
			{"simulate", "week.toml", file, "--runs", "3"},
			{"repair", "week.toml", file, "--absent", "ade", "--start", "2026-03-24T00:00", "--end", "2026-03-25T00:00"},
			{"solve", "week.toml", "--from", file, "--steps", "1000", "-o", "again.json"},
			{"check", "week.toml", "week.rota.json", "--from", file},
		} {
			as := []string{}
			for _, arg := range row {
				as = append(as, strings.ReplaceAll(arg, file, "plain.json"))
			}
			got, want := execute(t, dir, append(row, "--quiet")...), execute(t, dir, append(as, "--quiet")...)
			assert.Zero(t, got.code, "%v: %+v", row, got)
			if row[0] != "solve" {
				assert.Equal(t, want.stdout, got.stdout, "%v", row)
			}
		}
	}
}

// rota says what it read, names all faults at once, and with --lenient leaves their rows out.
func TestRotaCommand(t *testing.T) {
	dir := solvedWeek(t)
	require.Zero(t, execute(t, dir, "check", "week.toml", "week.rota.json", "--csv", "week.csv").code)
	text := read(t, dir, "week.csv")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hand.csv"), []byte(strings.Replace(text, "worker,", "Carer,", 1)+"zed,,,days,,,waking,2026-03-24T08:00,2026-03-24T09:00,1,,\n"), 0o644))
	got := execute(t, dir, "rota", "week.toml", "hand.csv", "-o", "hand.json")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, `Carer: the problem has no worker "zed"`)
	assert.NoFileExists(t, filepath.Join(dir, "hand.json"))
	got = execute(t, dir, "rota", "week.toml", "hand.csv", "-o", "hand.json", "--lenient")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "1 row left out")
	assert.Contains(t, got.stdout, "hand.csv is written as hand.json")
	assert.Zero(t, execute(t, dir, "check", "week.toml", "hand.json").code)
	assert.Equal(t, exitUsage, execute(t, dir, "rota", "week.toml", "hand.csv").code, "without a file to write")
	assert.Equal(t, exitUsage, execute(t, dir, "rota", "week.toml", "hand.csv", "-o", "hand.csv", "--lenient").code, "over what is read")
}

// Times off the grid and short shifts of a rota from elsewhere are observed, and break no rule.
func TestRotaAsWorked(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": strings.Replace(week, "to = \"11:00\"\n", "to = \"11:00\"\nwhole = false\n", 1), "hand.csv": "worker,need,start,end\nade,mornings,2026-03-23 08:02,2026-03-23 08:34\n"})
	got := execute(t, dir, "check", "week.toml", "hand.csv", "-o", "worked.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.NotContains(t, got.stdout, "Rules that this rota breaks")
	assert.Contains(t, got.stdout, "As it was worked, not as it would be planned")
	assert.Contains(t, got.stdout, "off the planning grid of")
	assert.Contains(t, read(t, dir, "worked.json"), `"observations": [`)
	again := execute(t, dir, "check", "week.toml", "worked.json")
	assert.Zero(t, again.code, "%+v", again)
	assert.Contains(t, again.stdout, "off the planning grid of")
	assert.Zero(t, execute(t, dir, "check", "week.toml", "hand.csv", "--html", "w.html").code)
	assert.Contains(t, read(t, dir, "w.html"), "As it was worked, not as it would be planned")
}

// --codes says what the codes of a grid mean, on every command that reads a rota.
func TestCodesOfAGrid(t *testing.T) {
	dir := solvedWeek(t)
	for name, text := range map[string]string{"grid.csv": "Week commencing 23/03/2026\n,Mon,Tue\nade,D,D\n", "codes.toml": "[[code]]\ncode = \"D\"\nneed = \"mornings\"\n", "bad.toml": "[[code]]\nneed = \"mornings\"\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	assert.Equal(t, exitUsage, execute(t, dir, "rota", "week.toml", "grid.csv", "-o", "g.json").code)
	got := execute(t, dir, "rota", "week.toml", "grid.csv", "--codes", "bad.toml", "-o", "g.json")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, "bad.toml:1: code[0].code: it is required")
	got = execute(t, dir, "rota", "week.toml", "grid.csv", "--codes", "codes.toml", "-o", "g.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "2 shifts of 1 worker")
	for _, verb := range []string{"check", "explain", "plan"} {
		assert.NotEqual(t, exitUsage, execute(t, dir, verb, "week.toml", "grid.csv", "--codes", "codes.toml").code, verb)
	}
}
