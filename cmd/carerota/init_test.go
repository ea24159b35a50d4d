package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// Every story's file is sound on any day, solves, and is covered.
func TestStarters(t *testing.T) {
	for _, story := range stories {
		t.Run(story[0], func(t *testing.T) {
			dir := folder(t, nil)
			got := execute(t, dir, "init", story[0], "--start", "2026-12-21") // bank holidays in it
			require.Zero(t, got.code, "%+v", got)
			assert.Contains(t, got.stdout, story[0]+".toml is written")
			assert.Regexp(t, regexp.MustCompile(`(?m)^start = 2026-12-21\b`), read(t, dir, story[0]+".toml"))
			assert.NotContains(t, read(t, dir, story[0]+".toml"), "@")
			got = execute(t, dir, "validate", story[0]+".toml")
			require.Zero(t, got.code, "%+v", got)
			assert.Contains(t, got.stdout, story[0]+".toml is sound: ")
			got = execute(t, dir, "solve", story[0]+".toml", "--steps", "60000", "--threads", "1", "--quiet")
			require.Zero(t, got.code, "%+v", got)
			assert.Regexp(t, `All [0-9]+ hours are covered`, got.stdout)
			got = execute(t, dir, "check", story[0]+".toml", story[0]+".rota.json")
			assert.Zero(t, got.code, "%+v", got)
			assert.NotRegexp(t, `the result file (says|names|was)`, got.stdout)
		})
	}
}

func TestInitRefuses(t *testing.T) {
	dir := folder(t, map[string]string{"mine.toml": "mine"})
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"a story that is near one", []string{"familly"}, `did you mean "family"?`},
		{"a story that is none", []string{"hospital"}, "use family, supported-living, agency-rounds"},
		{"a file that is there", []string{"family", "mine.toml"}, "is left alone"},
		{"JSON", []string{"family", "mine.json"}, "has no comments"},
		{"a day that is none", []string{"family", "--start", "monday"}, `"monday" is not a date; write a day such as 2026-03-29`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := execute(t, dir, append([]string{"init"}, row.args...)...)
			assert.Equal(t, exitUsage, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.want)
			assert.Equal(t, []string{"mine.toml"}, namesIn(t, dir))
			assert.Equal(t, "mine", read(t, dir, "mine.toml"))
		})
	}
	got := execute(t, dir, "init", "family", "-")
	assert.Zero(t, got.code)
	assert.Contains(t, got.stdout, `name = "Sam at home"`)
}

func TestComingMonday(t *testing.T) {
	for n := range 7 {
		day := scheduler.Date{Year: 2026, Month: time.March, Day: 23}.Plus(n)
		assert.Equal(t, "2026-03-30", comingMonday(day).String(), day.Weekday())
	}
}

func TestValidateNamesEveryFault(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": strings.ReplaceAll(with(`client = "owain"`, `client = "owin"`), "rate", "rat")})
	got := execute(t, dir, "validate", "week.toml")
	assert.Equal(t, exitUsage, got.code, "%+v", got)
	for _, want := range []string{`did you mean "owain"?`, `worker[0].rat`, `worker[1].rat`, `did you mean "rate"?`} {
		assert.Contains(t, got.stderr, want)
	}
}

// There is a manual page for each command, the same each time.
func TestManualPages(t *testing.T) {
	dir := folder(t, nil)
	for _, to := range []string{"one", "two"} {
		got := execute(t, dir, "man", to)
		require.Zero(t, got.code, "%+v", got)
	}
	assert.Equal(t, namesIn(t, filepath.Join(dir, "one")), namesIn(t, filepath.Join(dir, "two")))
	for _, cmd := range rootCommand().Commands() {
		page := read(t, dir, "one", "carerota-"+cmd.Name()+".1")
		assert.Equal(t, page, read(t, dir, "two", "carerota-"+cmd.Name()+".1"))
		assert.Contains(t, page, ".SH NAME")
		assert.Contains(t, page, cmd.Short)
		assert.NotContains(t, page, "0001", "no date")
	}
	assert.Contains(t, read(t, dir, "one", "carerota-solve.1"), `\fB--html\fP`)
}

// The workbook to fill in is a problem as it stands: sound, without a warning, solved and audited; each column has its note, and its
// lists are there.
func TestWorkbookToFillIn(t *testing.T) {
	dir := folder(t, map[string]string{"mine.xlsx": "mine"})
	got := execute(t, dir, "init", "--xlsx", "--start", "2026-03-23", "--time-zone", "Europe/Dublin")
	require.Zero(t, got.code, "%+v", got)
	got = execute(t, dir, "validate", "team.xlsx")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "team.xlsx is sound: ")
	assert.Empty(t, got.stderr)
	got = execute(t, dir, "solve", "team.xlsx", "--steps", "20000", "--threads", "1", "--quiet")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Europe/Dublin")
	assert.Regexp(t, `All [0-9]+ hours are covered`, got.stdout)
	require.Zero(t, execute(t, dir, "check", "team.xlsx", "team.rota.json", "--xlsx", "rota.xlsx").code)
	f, err := excelize.OpenFile(filepath.Join(dir, "team.xlsx"))
	require.NoError(t, err)
	defer f.Close()
	lists := 0
	for _, sheet := range f.GetSheetList()[1:] {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		notes, err := f.GetComments(sheet)
		require.NoError(t, err)
		assert.Len(t, notes, len(rows[0]), sheet)
		valid, err := f.GetDataValidations(sheet)
		require.NoError(t, err)
		lists += len(valid)
	}
	assert.GreaterOrEqual(t, lists, 10)
	got = execute(t, dir, "init", "--from-rota", "rota.xlsx", "--time-zone", "Europe/Dublin")
	require.Zero(t, got.code, "%+v", got)
	require.Zero(t, execute(t, dir, "check", "rota.toml", "rota.xlsx").code)
	for _, row := range [][]string{{"--xlsx", "mine.xlsx"}, {"--xlsx", "x.toml"}, {"--xlsx", "-"}, {"--xlsx", "a.xlsx", "b.xlsx"}, {"--xlsx", "--from-rota", "rota.xlsx"}, {"--xlsx", "a.xlsx", "--time-zone", "Mars"},
		{"--from-rota", "rota.xlsx", "rota.toml"}, {"--from-rota", "rota.xlsx", "x.json"}, {"--from-rota", "nosuch.csv"}, {"--from-rota", "team.rota.json", "--start", "soon"}, {}} {
		got := execute(t, dir, append([]string{"init"}, row...)...)
		assert.Equal(t, exitUsage, got.code, "%v %+v", row, got)
	}
	assert.Equal(t, "mine", read(t, dir, "mine.xlsx"))
}
