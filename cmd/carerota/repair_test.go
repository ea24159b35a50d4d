package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// firstShift is the first shift of a solved week.
func firstShift(t *testing.T, dir, file string) map[string]any {
	t.Helper()
	var result struct{ Shifts []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, file)), &result))
	return result.Shifts[0]
}

func TestRepairWritesARotaThatChecks(t *testing.T) {
	dir := solvedWeek(t)
	s := firstShift(t, dir, "week.rota.json")
	ill, from, to := s["worker"].(string), s["start"].(string), s["end"].(string)
	got := execute(t, dir, "repair", "week.toml", "week.rota.json", "--absent", ill, "--start", from, "--end", to, "-o", "new.json", "--problem", "new.toml",
		"--html", "new.html", "--ics", "calendars")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Removed")
	assert.Contains(t, got.stdout, "Written: new.json, new.toml, new.html, calendars")
	assert.Contains(t, read(t, dir, "new.html"), "What changed since the last rota")
	assert.Equal(t, 1, strings.Count(read(t, dir, "calendars", "worker-"+ill+".ics"), "STATUS:CANCELLED"))
	assert.Contains(t, read(t, dir, "new.json"), `"repair": {`)
	got = execute(t, dir, "check", "new.toml", "new.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.NotEqual(t, ill, firstShift(t, dir, "new.json")["worker"])

	event := "format = \"carerota/1\"\n[[event]]\nkind = \"absent\"\nworker = \"" + ill + "\"\nstart = " + from + "\nend = " + to + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "event.toml"), []byte(event), 0o644))
	got = execute(t, dir, "repair", "week.toml", "week.rota.json", "--event", "event.toml", "-o", "-")
	require.Zero(t, got.code, "%+v", got)
	assert.True(t, json.Valid([]byte(got.stdout)))
	assert.Contains(t, got.stderr, "Removed")
}

// With the problem written too, the new rota is one of that text, in whatever form it is written.
func TestRepairedRotaBelongsToTheWrittenProblem(t *testing.T) {
	dir := solvedWeek(t)
	s := firstShift(t, dir, "week.rota.json")
	for _, file := range []string{"later.toml", "later.json"} {
		got := execute(t, dir, "repair", "week.toml", "week.rota.json", "--absent", s["worker"].(string), "--start", s["start"].(string), "--end", s["end"].(string),
			"-o", "later.rota.json", "--problem", file)
		require.Zero(t, got.code, "%+v", got)
		got = execute(t, dir, "check", file, "later.rota.json")
		require.Zero(t, got.code, "%+v", got)
		assert.NotContains(t, got.stdout, "another text of the problem", file)
		assert.Contains(t, execute(t, dir, "check", "week.toml", "later.rota.json").stdout, "another text of the problem", file)
	}
}

func TestRepairSaysWhatIsWrong(t *testing.T) {
	dir := solvedWeek(t)
	for name, event := range map[string]string{
		"nobody.toml": "format = \"carerota/1\"\n[[event]]\nkind = \"absent\"\nworker = \"adee\"\nstart = 2026-03-24T08:00\nend = 2026-03-23T08:00\n",
		"kind.toml":   "format = \"carerota/1\"\n[[event]]\nkind = \"gone\"\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(event), 0o644))
	}
	for _, row := range []struct {
		args []string
		says []string
	}{
		{[]string{"--absent", "adee", "--start", "2026-03-24 08:00", "--end", "2026-03-25 08:00"}, []string{`did you mean "ade"?`}},
		{[]string{"--absent", "ade", "--start", "soon", "--end", "2026-03-25 08:00"}, []string{"--start", `--start: "soon" is not a date-time; write a local time such as`}},
		{[]string{"--event", "nobody.toml"}, []string{`nobody.toml:4: event[0].worker`, `did you mean "ade"?`, "nobody.toml:6: event[0].end"}},
		{[]string{"--event", "kind.toml"}, []string{`kind.toml:3: event[0].kind`}},
		{[]string{"--absent", "ade"}, []string{"start", "end"}},
	} {
		got := execute(t, dir, append([]string{"repair", "week.toml", "week.rota.json"}, row.args...)...)
		assert.Equal(t, exitUsage, got.code, "%+v", got)
		for _, s := range row.says {
			assert.Contains(t, got.stderr, s)
		}
	}
}

// Without an event what is open is filled, and with one only where that is asked for.
func TestRepairFillsWhatIsOpen(t *testing.T) {
	dir := solvedWeek(t)
	p, err := rotafile.Read(filepath.Join(dir, "week.toml"))
	require.NoError(t, err)
	whole, err := rotafile.ReadResult(filepath.Join(dir, "week.rota.json"), p)
	require.NoError(t, err)
	less := &scheduler.Rota{Shifts: whole.Shifts[1:]}
	f, err := os.Create(filepath.Join(dir, "less.json"))
	require.NoError(t, err)
	require.NoError(t, rotafile.WriteResult(f, p, audit.Rota(p, less), rotafile.Meta{}))
	require.NoError(t, f.Close())
	open := audit.Rota(p, less).Cover.UnderlapHours
	require.Greater(t, open, audit.Rota(p, whole).Cover.UnderlapHours)
	got := execute(t, dir, "repair", "week.toml", "less.json", "-o", "full.json", "--problem", "full.toml")
	require.Zero(t, got.code, "%+v", got)
	require.Zero(t, execute(t, dir, "check", "full.toml", "full.json").code)
	full, err := rotafile.ReadResult(filepath.Join(dir, "full.json"), p)
	require.NoError(t, err)
	require.Equal(t, audit.Rota(p, whole).Cover.UnderlapHours, audit.Rota(p, full).Cover.UnderlapHours)
}

func TestSimulateSaysTheSameForASeed(t *testing.T) {
	dir := solvedWeek(t)
	one := execute(t, dir, "simulate", "week.toml", "week.rota.json", "--runs", "200", "--threads", "1", "-o", "one.json")
	require.Zero(t, one.code, "%+v", one)
	assert.Contains(t, one.stderr, "200 of 200 played")
	two := execute(t, dir, "simulate", "week.toml", "week.rota.json", "--runs", "200", "--threads", "2", "-o", "two.json", "--quiet")
	require.Zero(t, two.code, "%+v", two)
	assert.Empty(t, two.stderr)
	assert.Equal(t, one.stdout, two.stdout)
	assert.Equal(t, read(t, dir, "one.json"), read(t, dir, "two.json"))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "odd.toml"), []byte("format = \"carerota/1\"\nspells = 900\nspels = 1\n"), 0o644))
	got := execute(t, dir, "simulate", "week.toml", "week.rota.json", "--settings", "odd.toml")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, `odd.toml:3: spels`)
	got = execute(t, dir, "simulate", "week.toml", "week.rota.json", "--withdraw", "nobody")
	assert.Equal(t, exitUsage, got.code)
}

// A simulation that has no time for all its runs says how many it played, and its figures are theirs.
func TestSimulateInTime(t *testing.T) {
	dir := solvedWeek(t)
	got := execute(t, dir, "simulate", "week.toml", "week.rota.json", "--runs", "1000000", "--time", "300ms", "-o", "figures.json")
	require.Zero(t, got.code, "%+v", got)
	played := regexp.MustCompile(`There was time for (\d+) of 1,?000,?000 times`).FindStringSubmatch(got.stdout)
	require.Len(t, played, 2, got.stdout)
	assert.Contains(t, read(t, dir, "figures.json"), `"runs": `+played[1]+",\n  \"runs_wanted\": 1000000,")
	assert.Contains(t, got.stderr, "playing \"A week at home\" out 1000000 times")
	got = execute(t, dir, "simulate", "week.toml", "week.rota.json", "--time", "1ns")
	assert.Equal(t, exitFailure, got.code)
	assert.Contains(t, got.stderr, "the rota was not played once in 1ns: give it a longer --time")
	got = execute(t, dir, "simulate", "week.toml", "week.rota.json", "--time", "0s")
	assert.Equal(t, exitUsage, got.code)
}
