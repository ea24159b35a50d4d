package main

import (
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExitCodes(t *testing.T) {
	files := map[string]string{"week.toml": week, "short.toml": shortWeek, "text.json": "{"}
	for _, row := range []struct {
		name  string
		args  string
		code  int
		error string // stands on stderr
	}{
		{"solved", "solve week.toml --steps 20000", 0, ""},
		{"solved with underlap is solved", "solve short.toml --steps 20000", 0, ""},
		{"strict, and all is covered", "solve week.toml --strict --steps 20000", 0, ""},
		{"strict, and underlap remains", "solve short.toml --strict --steps 20000", 3, ""},
		{"no command", "", 2, "a command is needed"},
		{"no such command", "solv week.toml", 2, `there is no command "solv"; did you mean carerota solve?`},
		{"no problem named", "solve", 2, "solve needs PROBLEM: carerota solve PROBLEM"},
		{"two problems named", "solve week.toml short.toml", 2, `"short.toml" is one too many: carerota solve PROBLEM`},
		{"no such flag", "solve week.toml --sped 3", 2, "solve has no flag --sped; did you mean --"},
		{"a flag of the wrong type", "solve week.toml --threads many", 2, "--threads"},
		{"no such engine", "solve week.toml --engine horse", 2, `no engine "horse": use auto, native, cpsat`},
		{"steps of CP-SAT", "solve week.toml --engine cpsat --steps 100", 2, "--steps is not for --engine cpsat"},
		{"no time at all", "solve week.toml --time 0s", 2, "--time 0s"},
		{"time without a unit", "solve week.toml --time 10", 2, "10 has no unit: write 10s"},
		{"time that is none", "solve week.toml --time soon", 2, `"soon" is not a length of time: write it as 10s`},
		{"repair's time without a unit", "repair week.toml text.json --absent ade --start 2026-03-24 --end 2026-03-25 --time 1.5", 2, "write 1.5s"},
		{"steps below one", "solve week.toml --steps 0", 2, "--steps 0"},
		{"time and steps", "solve week.toml --time 1s --steps 10", 2, "--time and --steps do not go together"},
		{"threads below nought", "solve week.toml --threads -1", 2, "--threads -1"},
		{"no such problem", "solve nowhere.toml", 2, "nowhere.toml"},
		{"standard input gives the result file no name", "solve -", 2, "name the result file with -o"},
		{"nothing on standard input", "solve - -o a.json", 2, "standard input:1: format"},
		{"standard input twice", "check - -", 2, "standard input can be read once"},
		{"standard input twice, once by a flag", "solve - -o a.json --from -", 2, "PROBLEM and --from are both -"},
		{"a folder is no problem", "solve .", 2, ". is a folder"},
		{"csv goes to a file", "solve week.toml --csv -", 2, "--csv writes to a file"},
		{"one file for two outputs", "solve week.toml -o a.json --csv ./a.json", 2, "name the same file"},
		{"the problem is not written over", "solve week.toml -o ./week.toml", 2, "written over week.toml"},
		{"no such rota to start from", "solve week.toml --from nowhere.json", 2, "nowhere.json"},
		{"a rota to start from that is none", "solve week.toml --from text.json", 2, "text.json:1:"},
		{"check without a result", "check week.toml", 2, "check needs RESULT.json: carerota check PROBLEM RESULT.json"},
		{"check of no such result", "check week.toml nowhere.json", 2, "nowhere.json"},
		{"check of what is no result", "check week.toml text.json", 2, "text.json:1:"},
		{"convert without an output", "convert week.toml", 2, "convert needs OUT: carerota convert IN OUT"},
		{"convert to no known form", "convert week.toml week.xml", 2, "neither .toml nor .json"},
		{"convert of what is no problem", "convert text.json out.toml", 2, "text.json:1:"},
		{"convert over its input", "convert week.toml week.toml", 2, "written over week.toml"},
		{"convert to standard output", "convert week.toml -", 2, "convert writes a file: name it"},
		{"convert of nothing on standard input", "convert - out.json", 0, ""},
		{"version", "version", 0, ""},
		{"help", "solve --help", 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t, files)
			got := execute(t, dir, strings.Fields(row.args)...)
			assert.Equal(t, row.code, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.error)
			if row.code == exitUsage {
				assert.Empty(t, got.stdout)
				assert.ElementsMatch(t, []string{"week.toml", "short.toml", "text.json"}, namesIn(t, dir), "bad usage writes nothing")
			}
		})
	}
}

func TestSolveWritesBesideNothingElse(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000")
	require.Zero(t, got.code, "%+v", got)
	assert.ElementsMatch(t, []string{"week.toml", "week.rota.json"}, namesIn(t, dir))
	assert.Contains(t, got.stdout, "All 21 hours are covered.")
	assert.Contains(t, got.stdout, "Written: week.rota.json")
	assert.NotContains(t, got.stdout, "solving")
	assert.Contains(t, got.stderr, `solving "A week at home"`)
	assert.NotContains(t, got.stderr, "are covered")
	assert.True(t, json.Valid([]byte(read(t, dir, "week.rota.json"))))
}

func TestQuietSaysNothingOnStderr(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--quiet")
	assert.Zero(t, got.code)
	assert.Empty(t, got.stderr)
	assert.Contains(t, got.stdout, "All 21 hours are covered.")
}

// With -o - standard output is for machines alone.
func TestDashWritesTheResultToStdout(t *testing.T) {
	for _, row := range []struct {
		name, flag string
		summary    bool
	}{{"the summary goes to stderr", "--strict", true}, {"and nowhere with --quiet", "--quiet", false}} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"week.toml": week})
			got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "-o", "-", row.flag)
			require.Zero(t, got.code, "%+v", got)
			var result struct{ Shifts []any }
			require.NoError(t, json.Unmarshal([]byte(got.stdout), &result))
			assert.Len(t, result.Shifts, 7)
			assert.Equal(t, row.summary, strings.Contains(got.stderr, "All 21 hours are covered."))
			assert.Equal(t, []string{"week.toml"}, namesIn(t, dir))
		})
	}
}

func TestTheSameStepsGiveTheSameBytes(t *testing.T) {
	dir := folder(t, map[string]string{"short.toml": shortWeek})
	args := []string{"solve", "short.toml", "--steps", "30000", "--seed", "7", "--threads", "2", "--quiet", "-o"}
	require.Zero(t, execute(t, dir, append(args, "a.json")...).code)
	require.Zero(t, execute(t, dir, append(args, "b.json")...).code)
	assert.Equal(t, read(t, dir, "a.json"), read(t, dir, "b.json"))
}

func TestCSVHasARowForEachShift(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--csv", "week.csv")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Written: week.rota.json, week.csv")
	rows, err := csv.NewReader(strings.NewReader(read(t, dir, "week.csv"))).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 8)
}

// A search that starts from a rota and may not move (one step) keeps it, and
// what differs from it is priced by the objective's change.
func TestFromStartsAtARota(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week + "\n[objective]\nchange = 100\n"})
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "20000", "-o", "first.json").code)
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000", "--seed", "9", "--from", "first.json", "-o", "second.json")
	require.Zero(t, got.code, "%+v", got)
	assert.Equal(t, shiftsOf(t, dir, "first.json"), shiftsOf(t, dir, "second.json"))
	got = execute(t, dir, "check", "week.toml", "second.json", "--from", "first.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.NotContains(t, got.stdout, "the result file ")
}

func shiftsOf(t *testing.T, path ...string) (shifts []any) {
	t.Helper()
	var result struct{ Shifts []any }
	require.NoError(t, json.Unmarshal([]byte(read(t, path...)), &result))
	return result.Shifts
}

func TestDefaultOutput(t *testing.T) {
	for _, row := range [][2]string{{"week.toml", "week.rota.json"}, {"deep/down/week.JSON", "week.rota.json"},
		{"week", "week.rota.json"}, {"a.b.toml", "a.b.rota.json"}, {"week.rota.json", "week.rota.rota.json"}} {
		assert.Equal(t, row[1], defaultOutput(filepath.FromSlash(row[0])))
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		got := execute(t, t.TempDir(), "completion", shell)
		assert.Zero(t, got.code)
		assert.Contains(t, got.stdout, "__complete", shell)
		assert.Empty(t, got.stderr)
	}
	got := execute(t, t.TempDir(), "__complete", "solve", "--engine", "")
	assert.Equal(t, "auto\nnative\ncpsat\n:4\n", got.stdout)
	got = execute(t, t.TempDir(), "__complete", "solve", "")
	assert.Equal(t, "toml\njson\n:8\n", got.stdout)
}

func TestConvertThereAndBack(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	for _, pair := range [][2]string{{"week.toml", "week.json"}, {"week.json", "again.toml"}} {
		got := execute(t, dir, "convert", pair[0], pair[1])
		assert.Equal(t, outcome{0, pair[0] + " is written as " + pair[1] + "\n", ""}, got)
	}
	for _, problem := range []string{"week.toml", "week.json", "again.toml"} {
		got := execute(t, dir, "solve", problem, "--steps", "20000", "--threads", "1", "-o", problem+".rota")
		require.Zero(t, got.code, "%+v", got)
		assert.Equal(t, shiftsOf(t, dir, "week.toml.rota"), shiftsOf(t, dir, problem+".rota"))
	}
}
