package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// solvedWeek is a folder with week.toml and its rota.
func solvedWeek(t *testing.T) string {
	t.Helper()
	dir := folder(t, map[string]string{"week.toml": week})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000")
	require.Zero(t, got.code, "%+v", got)
	return dir
}

// alter rewrites the result file of a solved week.
func alter(t *testing.T, dir string, change func(result map[string]any)) {
	t.Helper()
	path := filepath.Join(dir, "week.rota.json")
	var result map[string]any
	require.NoError(t, json.Unmarshal([]byte(read(t, path)), &result))
	change(result)
	text, err := json.Marshal(result)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, text, 0o644))
}

func TestCheckOfASoundRota(t *testing.T) {
	dir := solvedWeek(t)
	got := execute(t, dir, "check", "week.toml", "week.rota.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "All 21 hours are covered.")
	assert.NotContains(t, got.stdout, "the result file ")
	assert.Empty(t, got.stderr)
	assert.ElementsMatch(t, []string{"week.toml", "week.rota.json"}, namesIn(t, dir))
}

func TestCheckNamesBrokenRules(t *testing.T) {
	dir := solvedWeek(t)
	alter(t, dir, func(result map[string]any) {
		shifts := result["shifts"].([]any)
		for _, s := range shifts { // one worker all week: no day of rest after six
			s.(map[string]any)["worker"] = "ade"
		}
	})
	got := execute(t, dir, "check", "week.toml", "week.rota.json", "-o", "again.json")
	assert.Equal(t, exitBroken, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "This rota cannot be worked as it stands")
	assert.Contains(t, got.stdout, "max_days_in_a_row (Ade")
	assert.Empty(t, got.stderr)
	assert.True(t, json.Valid([]byte(read(t, dir, "again.json"))))
}

func TestCheckSaysWhereTheFilesFiguresDiffer(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(result map[string]any)
		want   string
	}{
		{"cover", func(r map[string]any) { r["cover"].(map[string]any)["covered_hours"] = 20 },
			"the result file says covered_hours 20; worked out again it is 21"},
		{"cost", func(r map[string]any) { r["cost"].(map[string]any)["total"] = 1.5 },
			"the result file says cost.total 1.5; worked out again it is 262.5"},
		{"objective", func(r map[string]any) { r["objective"].([]any)[1].(map[string]any)["value"] = 3 },
			"the result file says objective essential 3; worked out again it is 0"},
		{"a bound that this very rota disproves", func(r map[string]any) { levelOf(r, "money")["bound"] = 300 },
			"the result file says money cannot be below 300, but this rota's is 272.5"},
		{"another problem", func(r map[string]any) { r["problem_sha256"] = "ab" },
			"made from another text of the problem"},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := solvedWeek(t)
			alter(t, dir, row.change)
			got := execute(t, dir, "check", "week.toml", "week.rota.json")
			assert.Zero(t, got.code, "a wrong figure breaks no hard rule")
			assert.Contains(t, got.stdout, row.want)
			assert.Equal(t, 1, strings.Count(got.stdout, "the result file "), got.stdout)
		})
	}
}

// What solve says of a rota's bounds check says of the same file, as the word of whoever proved
// it; of another text of the problem, or of a bound that the rota disproves, it does not.
func TestCheckSaysWhatTheEngineSaidOfBounds(t *testing.T) {
	dir := solvedWeek(t)
	bound := func(r map[string]any, level string, to float64) { levelOf(r, level)["bound"] = to }
	for _, row := range []struct {
		name       string
		change     func(r map[string]any)
		want, lack string
	}{
		{"as solve says", func(map[string]any) {}, "no rota has less, proved by the native engine", ""},
		{"a lower bound", func(r map[string]any) { bound(r, "money", 260) }, "at least 260.00 (4.59 % away), proved by the native engine", ""},
		{"as another solver says", func(r map[string]any) { r["objective"].([]any)[5].(map[string]any)["by"] = "CP-SAT" }, "no rota has less, proved by CP-SAT", "the native engine"},
		{"nobody's word", func(r map[string]any) { r["engine"] = "" }, "", "proved by"},
		{"of another problem", func(r map[string]any) { r["problem_sha256"] = "ab" }, "", "proved by"},
		{"more than the rota has", func(r map[string]any) { bound(r, "money", 300) }, "money cannot be below 300", "proved by"},
	} {
		t.Run(row.name, func(t *testing.T) {
			alter(t, dir, func(r map[string]any) {
				r["engine"], r["problem_sha256"] = "auto", sumOf(t, dir, "week.toml")
				bound(r, "money", 272.5)
				row.change(r)
			})
			got := execute(t, dir, "check", "week.toml", "week.rota.json")
			require.Zero(t, got.code, "%+v", got)
			assert.Contains(t, got.stdout, row.want)
			if row.lack != "" {
				assert.NotContains(t, got.stdout, row.lack)
			}
		})
	}
}

// A bound above what a rota has of a level is no fault of the file where a level before is open, for it
// supposes that one to be at its least; and nothing is proved of such a level.
func TestCheckKnowsWhatABoundSupposes(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week + "\n[contingency]\nstandby = 3\n"})
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "5000").code)
	for open, row := range map[bool][2]string{
		true:  {"at least 999.00 where the levels above are at their least, proved by the native engine", "cannot be below"},
		false: {"money cannot be below 999, but", "999.00"},
	} {
		alter(t, dir, func(r map[string]any) {
			ready := levelOf(r, "contingency")
			require.Greater(t, ready["value"], 10.0)
			ready["bound"] = ready["value"]
			if open {
				ready["bound"] = 10.0
			}
			r["engine"], r["problem_sha256"] = "auto", sumOf(t, dir, "week.toml")
			levelOf(r, "money")["bound"] = 999
		})
		got := execute(t, dir, "check", "week.toml", "week.rota.json")
		require.Zero(t, got.code, "%+v", got)
		assert.Contains(t, got.stdout, row[0])
		assert.NotContains(t, got.stdout, row[1])
	}
}

// levelOf is a level of a result file's objective.
func levelOf(result map[string]any, name string) map[string]any {
	for _, g := range result["objective"].([]any) {
		if g := g.(map[string]any); g["level"] == name {
			return g
		}
	}
	return nil
}

// sumOf is the checksum of a problem as result files have it.
func sumOf(t *testing.T, dir, problem string) string {
	t.Helper()
	doc, err := rotafile.Reader{}.Open(filepath.Join(dir, problem))
	require.NoError(t, err)
	return doc.SHA256
}

func TestCheckPrintsManyOfAKindOnce(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": strings.Replace(week, "days = 7", "days = 28", 1)})
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "2000").code)
	alter(t, dir, func(result map[string]any) {
		for _, s := range result["shifts"].([]any) { // each ends half an hour late, outside the need
			s := s.(map[string]any)
			s["worker"], s["end"] = "ade", strings.Replace(s["end"].(string), "T11:00", "T11:30", 1)
		}
	})
	few := execute(t, dir, "check", "week.toml", "week.rota.json")
	all := execute(t, dir, "check", "week.toml", "week.rota.json", "--all")
	assert.Equal(t, exitBroken, few.code, "%+v", few)
	assert.Contains(t, few.stdout, "(Ade): 28 times, on Mon 23 Mar to Sun 19 Apr. The first: ")
	assert.NotContains(t, all.stdout, " times, on ")
	assert.Greater(t, strings.Count(all.stdout, "\n"), strings.Count(few.stdout, "\n")+26)
}

// A rota may come from elsewhere, with nothing but its shifts.
func TestCheckTakesShiftsAlone(t *testing.T) {
	dir := solvedWeek(t)
	alter(t, dir, func(result map[string]any) {
		for key := range result {
			if key != "format" && key != "shifts" {
				delete(result, key)
			}
		}
	})
	got := execute(t, dir, "check", "week.toml", "week.rota.json", "-o", "-")
	assert.Zero(t, got.code, "%+v", got)
	assert.True(t, json.Valid([]byte(got.stdout)))
	assert.Contains(t, got.stderr, "All 21 hours are covered.")
}

func TestCheckReadsTheFilesProofs(t *testing.T) {
	short := strings.Replace(week, "[[need]]", "[[need]]\nworkers = 9", 1)
	dir := folder(t, map[string]string{"week.toml": short})
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "20000").code)
	got := execute(t, dir, "check", "week.toml", "week.rota.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Why it cannot be covered")
	assert.NotContains(t, got.stdout, "the result file")
	alter(t, dir, func(result map[string]any) {
		proof := result["proofs"].([]any)[0].(map[string]any)
		proof["demand_hours"] = proof["demand_hours"].(float64) + 1
		proof["bound_hours"] = proof["bound_hours"].(float64) + 1
	})
	got = execute(t, dir, "check", "week.toml", "week.rota.json")
	assert.Zero(t, got.code, "%+v", got)
	assert.Contains(t, strings.Join(strings.Fields(got.stdout), " "), "the result file: Proof 1 does not hold: the demand comes to")
}

// Names of people to step in that somebody wrote into a file are not dropped unsaid.
func TestCheckSaysWhomItDoesNotName(t *testing.T) {
	dir := solvedWeek(t)
	got := execute(t, dir, "check", "week.toml", "week.rota.json")
	assert.NotContains(t, got.stdout, "to step in for", "what solve wrote is what check finds")
	alter(t, dir, func(result map[string]any) {
		for i, s := range result["shifts"].([]any) {
			if shift := s.(map[string]any); i < 3 {
				shift["backups"] = []any{shift["worker"]} // nobody steps in for themselves
			}
		}
	})
	got = execute(t, dir, "check", "week.toml", "week.rota.json")
	assert.Zero(t, got.code)
	said := strings.Join(strings.Fields(got.stdout), " ")
	assert.Equal(t, 3, strings.Count(said, ", named to step in for "), said)
	assert.Regexp(t, `the result file: on Monday 23 March 08:00 (Ade, named to step in for Ade|Bea, named to step in for Bea), `, said)
}
