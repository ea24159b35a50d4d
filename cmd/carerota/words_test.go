package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever is typed wrongly is answered with what to type, and not in the words of a library.
func TestWrongLinesInPlainWords(t *testing.T) {
	dir := solvedWeek(t)
	require.NoError(t, os.Symlink("gone.toml", filepath.Join(dir, "nowhere.toml")))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "elsewhere.d"), 0o755))
	for _, row := range []struct {
		line string // words with spaces in them have an underscore there
		says string
	}{
		{"slove week.toml --time 5s", `there is no command "slove"; did you mean carerota solve?`},
		{"frobnicate", `there is no command "frobnicate": the commands are actual, advise, check,`},
		{"help slove", `there is no command "slove"; did you mean carerota solve?`},
		{"completion klingon", "carerota completion needs the name of a shell: bash, fish, powershell, zsh"},
		{"completion", "carerota completion needs the name of a shell"},
		{"init", "init needs STORY: carerota init STORY [FILE]; STORY is family, supported-living, agency-rounds"},
		{"init famly", `there is no story "famly"; did you mean "family"?`},
		{"init family --start 2026-02-30", "--start: 2026-02-30 is not a day of the calendar: February 2026 has 28 days; write a day such as 2026-03-29"},
		{"init family --start 2400-02-28", "--start: 2400-02-28 is outside the years 1980 to 2199"},
		{"init family a b", `"b" is one too many: carerota init STORY [FILE]`},
		{"solve", "solve needs PROBLEM: carerota solve PROBLEM"},
		{"check", "check needs PROBLEM and RESULT.json: carerota check PROBLEM RESULT.json"},
		{"check week.toml", "check needs RESULT.json: carerota check PROBLEM RESULT.json"},
		{"version now", `version takes no file: "now" is one too many`},
		{"solve week.toml --tme 5s", "solve has no flag --tme; did you mean --time?"},
		{"solve week.toml -x", "solve has no flag -x"},
		{"solve week.toml --time", "--time needs a value: "},
		{"solve week.toml --strict=perhaps", `--strict "perhaps": write the flag without a value`},
		{"solve week.toml --threads 1.5", `--threads "1.5": write a whole number`},
		{"solve week.toml --time 5s --steps 3", "--time and --steps do not go together: give one of them"},
		{"repair week.toml week.rota.json --absent ade --end 2026-03-25T08:00", "--absent and --end needs --start too"},
		{"repair week.toml week.rota.json --absent ade --start 2026-03-25T08:00 --end 2026-03-24T08:00", `--end "2026-03-24T08:00" is not after --start "2026-03-25T08:00"`},
		{"repair week.toml week.rota.json --absent ade --start 2026-02-30_08:00 --end 2026-03-24T08:00", "--start: 2026-02-30 is not a day of the calendar"},
		{"repair week.toml week.rota.json --absent ade --start 1926-03-20T08:00 --end 2026-03-24T08:00", `--start: "1926-03-20T08:00" is outside the years 1980 to 2199`},
		{"repair week.toml week.rota.json --absent ade --start 2026-03-25T08:00 --end 2026-03-26T08:00 --reported 2026-03-25T09:00 --as-of 2026-03-25T08:00", "--reported: it became known at 2026-03-25 09:00:00, after the time that is now, 2026-03-25 08:00:00"},
		{"repair week.toml week.rota.json --absent ade --start 2026-03-25T08:00:30 --end 2026-03-26T08:00", `--start: "08:00:30" has seconds, and times are whole minutes`},
		{"explain week.toml week.rota.json --at 2026-03-24_25:00", `--at: "25:00" is not a time of day; write a local time such as`},
		{"plan week.toml week.rota.json --review 2026-04-31", "--review: 2026-04-31 is not a day of the calendar: April 2026 has 30 days"},
		{"check week.toml week.rota.json --html x.html --client owain --day 2026-03-32", "--day: 2026-03-32 is not a day of the calendar"},
		{"check - -", "PROBLEM and RESULT.json are both -, and standard input can be read once"},
		{"repair week.toml - --event -", "RESULT.json and --event are both -, and standard input can be read once"},
		{"solve NOTHING", "PROBLEM is empty: name the file"},
		{"solve week.toml -o NOTHING", "--output is empty: leave it out, or give it a value"},
		{"check week.toml week.rota.json --html NOTHING", "--html is empty"},
		{"validate nowhere.toml", "nowhere.toml is a link to gone.toml, which is not there"},
		{"validate elsewhere.d", "elsewhere.d is a folder, and a file is wanted"},
		{"man week.toml", "man: week.toml is a file, not a folder to write to"},
		{"solve week.toml --steps 1 --ics week.toml", "--ics: week.toml is a file, not a folder to write to"},
		{"solve weak.toml", "there is no file weak.toml; did you mean week.toml?"},
		{"solve elsewhere/week.toml", "there is no file elsewhere/week.toml, and no folder elsewhere/"},
		{"convert elsewhere/ out.toml", "there is no folder elsewhere/"},
		{"explain week.toml week.rota.json --at 2031-01-01T00:00", `--at "2031-01-01T00:00" is not in the rota, which has 2026-03-23 to 2026-03-29`},
		{"plan week.toml week.rota.json --owner Rea\u202e", "--owner: there is a character that turns the writing round (U+202E)"},
		{"convert weak.toml out.json", "there is no file weak.toml; did you mean week.toml?"},
	} {
		words := strings.Fields(row.line)
		for i := range words {
			words[i] = strings.TrimSuffix(strings.ReplaceAll(words[i], "_", " "), "NOTHING")
		}
		got := execute(t, dir, words...)
		assert.Equal(t, exitUsage, got.code, row.line)
		assert.Contains(t, got.stderr, row.says, row.line)
		assert.Contains(t, got.stderr, "--help", row.line)
		assert.Empty(t, got.stdout, row.line)
		for _, of := range []string{"arg(s)", "unknown", "flag group", "invalid argument", "strconv", "event[", "no such file"} {
			assert.NotContains(t, got.stderr, of, row.line)
		}
	}
	assert.ElementsMatch(t, []string{"week.toml", "week.rota.json", "nowhere.toml", "elsewhere.d"}, namesIn(t, dir))
}

// The exit codes stand in one table, which the help shows and the reference has row by row; help of
// what reads files says that a dash is standard input.
func TestHelpOfExitCodesAndStandardInput(t *testing.T) {
	reference := read(t, "..", "..", "docs", "reference.md")
	var help bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"--help"}, &help, &help))
	for code, means := range exitMeans {
		assert.Contains(t, reference, fmt.Sprintf("| %d | %s |\n", code, means))
		assert.Contains(t, help.String(), fmt.Sprintf("  %d  %s\n", code, strings.ReplaceAll(means, "`", "")))
	}
	assert.Contains(t, help.String(), helpOfFiles)
	for _, name := range []string{"solve", "check", "explain", "advise", "repair", "simulate", "plan", "convert", "validate"} {
		var help bytes.Buffer
		require.Zero(t, run(t.Context(), []string{name, "--help"}, &help, &help))
		assert.Contains(t, help.String(), helpOfFiles, name)
		assert.Contains(t, help.String(), "exit codes", name)
	}
}

// Each command's arguments are checked by the names that its help shows.
func TestArgumentsAreAsTheHelpSays(t *testing.T) {
	for _, cmd := range rootCommand().Commands() {
		if cmd.Name() == "completion" {
			continue
		}
		require.NotNil(t, cmd.Args, cmd.Name())
		if names := strings.Fields(cmd.Use)[1:]; strings.HasSuffix(cmd.Use, "...") {
			require.NoError(t, cmd.Args(cmd, make([]string, len(names)+1)), "%s: its last may stand more than once", cmd.Name())
			require.Error(t, cmd.Args(cmd, make([]string, len(names)-1)), "%s: one too few", cmd.Name())
			continue
		}
		require.Error(t, cmd.Args(cmd, make([]string, len(strings.Fields(cmd.Use)))), "%s: one too many", cmd.Name())
	}
	optional := &cobra.Command{Use: "advise PROBLEM [RESULT.json]"}
	require.NoError(t, asUse(optional, []string{"a"}))
	require.NoError(t, asUse(optional, []string{"a", "b"}))
	require.Error(t, asUse(optional, nil))
}
