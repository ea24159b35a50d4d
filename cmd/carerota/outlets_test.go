package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPages(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": shortWeek})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--html", "week.html", "--csv", "week.csv",
		"--payroll", "pay.csv", "--xlsx", "week.xlsx")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Written: week.rota.json, week.csv, pay.csv, week.xlsx, week.html")
	assert.Contains(t, read(t, dir, "week.html"), "2 hours not covered")
	assert.Contains(t, read(t, dir, "pay.csv"), ",2026-03-23,waking,12.5,1,0,")
	assert.True(t, strings.HasPrefix(read(t, dir, "week.xlsx"), "PK"), "a workbook is a zip file")
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"the whole rota", nil, "By worker"},
		{"one client", []string{"--client", "owain"}, "Who comes"},
		{"one client's day", []string{"--client", "owain", "--day", "2026-03-24"}, "Not covered: act first"},
		{"one worker", []string{"--worker", "ade"}, "Day by day"},
		{"compared with an earlier rota", []string{"--from", "week.rota.json"}, "What changed since the last rota"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := execute(t, dir, append([]string{"check", "week.toml", "week.rota.json", "--html", "part.html"}, row.args...)...)
			require.Zero(t, got.code, "%+v", got)
			assert.Contains(t, read(t, dir, "part.html"), row.want)
		})
	}
}

func TestCalendarsAreBroughtUpToDate(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	for range 2 {
		got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--ics", "calendars")
		require.Zero(t, got.code, "%+v", got)
		assert.Contains(t, got.stdout, "Written: week.rota.json, calendars/\n")
	}
	assert.ElementsMatch(t, []string{"worker-ade.ics", "worker-bea.ics", "client-owain.ics"}, namesIn(t, filepath.Join(dir, "calendars")))
	before := read(t, dir, "calendars", "client-owain.ics")
	assert.NotContains(t, before, "CANCELLED")
	alter(t, dir, func(result map[string]any) { // one morning is gone
		result["shifts"] = result["shifts"].([]any)[1:]
	})
	got := execute(t, dir, "check", "week.toml", "week.rota.json", "--ics", "calendars")
	require.Zero(t, got.code, "%+v", got)
	after := read(t, dir, "calendars", "client-owain.ics")
	assert.Equal(t, 1, strings.Count(after, "STATUS:CANCELLED"))
	assert.Contains(t, after, "NOT COVERED: mornings\\, nobody there")

	result := read(t, dir, "week.rota.json") // bea leaves
	require.NoError(t, os.WriteFile(filepath.Join(dir, "left.toml"), []byte("extends = \"week.toml\"\n[[worker]]\nid = \"bea\"\nremove = true\n"), 0o644))
	got = execute(t, dir, "solve", "left.toml", "--steps", "5000", "--ics", "calendars")
	require.Zero(t, got.code, "%+v", got)
	gone := read(t, dir, "calendars", "worker-bea.ics")
	assert.Positive(t, strings.Count(gone, "BEGIN:VEVENT"))
	assert.Equal(t, strings.Count(gone, "BEGIN:VEVENT"), strings.Count(gone, "STATUS:CANCELLED"), "who has left has nothing left")
	assert.Equal(t, result, read(t, dir, "week.rota.json"))

	require.NoError(t, os.WriteFile(filepath.Join(dir, "calendars", "worker-ade.ics"), []byte("no calendar\n"), 0o644))
	got = execute(t, dir, "check", "week.toml", "week.rota.json", "--ics", "calendars")
	assert.Equal(t, exitFailure, got.code)
	assert.Contains(t, got.stderr, "worker-ade.ics from before is no calendar")
	assert.Equal(t, "no calendar\n", read(t, dir, "calendars", "worker-ade.ics"))
}

func TestOutletsRefuse(t *testing.T) {
	dir := solvedWeek(t)
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"a page of a client that is not there", []string{"--html", "x.html", "--client", "owin"}, `did you mean "owain"?`},
		{"a page of a worker that is not there", []string{"--html", "x.html", "--worker", "zed"}, `the problem has no worker "zed"`},
		{"a day that is none", []string{"--html", "x.html", "--client", "owain", "--day", "tuesday"}, `--day: "tuesday" is not a date`},
		{"a day outside the rota", []string{"--html", "x.html", "--client", "owain", "--day", "2026-05-01"}, "is not a day of the rota, which has 2026-03-23 to 2026-03-29"},
		{"a day of nobody", []string{"--html", "x.html", "--day", "2026-03-24"}, "--day is a client's"},
		{"a part without a page", []string{"--client", "owain"}, "name its file"},
		{"client and worker", []string{"--html", "x.html", "--client", "owain", "--worker", "ade"}, "--client and --worker do not go together"},
		{"standard output", []string{"--html", "-"}, "--html writes to a file: name it"},
		{"the same file twice", []string{"--html", "x", "--csv", "./x"}, "--csv and --html name the same file"},
		{"the same file as the report", []string{"-o", "x.json", "--html", "x.json"}, "-o and --html name the same file"},
		{"the same file by its whole name", []string{"--html", "x", "--csv", filepath.Join(dir, "x")}, "--csv and --html name the same file"},
		{"calendars to a file", []string{"--ics", "week.toml"}, "is a file, not a folder"},
		{"over the problem", []string{"--html", "week.toml"}, "would be written over week.toml"},
		{"over the rota", []string{"--csv", "week.rota.json"}, "would be written over week.rota.json"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := execute(t, dir, append([]string{"check", "week.toml", "week.rota.json"}, row.args...)...)
			assert.Equal(t, exitUsage, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.want)
			assert.ElementsMatch(t, []string{"week.toml", "week.rota.json"}, namesIn(t, dir))
		})
	}
}

func TestConvertToSheetsAndBack(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	for _, line := range [][]string{{"convert", "week.toml", "sheets/"}, {"convert", "sheets", "back.toml"}, {"solve", "back.toml", "--steps", "20000"}} {
		got := execute(t, dir, line...)
		require.Zero(t, got.code, "%v: %+v", line, got)
	}
	assert.ElementsMatch(t, []string{"rota.csv", "contingency.csv", "objective.csv", "caps.csv", "clients.csv", "needs.csv", "workers.csv"}, namesIn(t, filepath.Join(dir, "sheets")))
	assert.Equal(t, "id,name,rate\nade,Ade,12.5\nbea,Bea,12.5\n", read(t, dir, "sheets", "workers.csv"))
	got := execute(t, dir, "convert", "week.toml", "sheets")
	assert.Equal(t, exitFailure, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "holds sheets already")
}

// Two names for one file are found before anything is written, also through links to files that are
// not there yet.
func TestTwoNamesForOneFile(t *testing.T) {
	for _, row := range []struct {
		name   string
		links  map[string]string
		args   []string
		report string
	}{
		{"a link to a file", map[string]string{"x.csv": "y.csv"}, []string{"check", "week.toml", "week.rota.json", "--csv", "x.csv", "--html", "y.csv"}, "--csv and --html name the same file"},
		{"a link to a link", map[string]string{"x": "y", "y": "z"}, []string{"check", "week.toml", "week.rota.json", "--csv", "x", "--html", "z"}, "name the same file"},
		{"a folder that is a link", map[string]string{"here": "."}, []string{"check", "week.toml", "week.rota.json", "--csv", "here/x", "--html", "x"}, "name the same file"},
		{"solve", map[string]string{"x": "y"}, []string{"solve", "week.toml", "-o", "x", "--payroll", "y"}, "-o and --payroll name the same file"},
		{"plan", map[string]string{"x": "y"}, []string{"plan", "week.toml", "week.rota.json", "-o", "x", "--html", "y"}, "-o and --html name the same file"},
		{"repair", map[string]string{"x": "y"}, []string{"repair", "week.toml", "week.rota.json", "--absent", "ade", "--start", "2026-03-24T00:00", "--end", "2026-03-25T00:00", "-o", "x", "--problem", "y"},
			"-o and --problem name the same file"},
		{"a calendar and the result", map[string]string{"here": "."}, []string{"solve", "week.toml", "--ics", ".", "-o", "here/worker-ade.ics"}, "-o and --ics write the same file"},
		{"the folder of calendars", map[string]string{"here": "there"}, []string{"solve", "week.toml", "--ics", "here", "-o", "there"}, "-o and --ics name the same file"},
		{"a calendar", map[string]string{"here": "."}, []string{"check", "week.toml", "week.rota.json", "--ics", ".", "--html", "here/worker-ade.ics"}, "--html and --ics write the same file"},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := solvedWeek(t)
			for from, to := range row.links {
				if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
					t.Skip(err) // Windows asks for a right of its own
				}
			}
			before := namesIn(t, dir)
			got := execute(t, dir, row.args...)
			assert.Equal(t, exitUsage, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.report)
			assert.ElementsMatch(t, before, namesIn(t, dir))
		})
	}
}

// An id that cannot be in the name of a file is found before the search, where a file is to be
// called after it.
func TestIDTooLongForACalendar(t *testing.T) {
	long := strings.Repeat("𠮷", 60)
	dir := folder(t, map[string]string{"week.toml": with(`id = "bea"`, `id = "`+long+`"`)})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--ics", "calendars")
	assert.Equal(t, exitUsage, got.code, "%+v", got)
	assert.Contains(t, got.stderr, `the id of the worker "`+strings.Repeat("𠮷", 30))
	assert.ElementsMatch(t, []string{"week.toml"}, namesIn(t, dir))
	assert.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "20000").code)
}
