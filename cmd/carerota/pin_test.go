package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func rotaOf(t *testing.T, dir, problem, result string) []scheduler.Shift {
	t.Helper()
	doc, err := rotafile.Reader{}.Open(filepath.Join(dir, problem))
	require.NoError(t, err)
	rota, err := rotafile.ReadResult(filepath.Join(dir, result), doc.Problem)
	require.NoError(t, err)
	return rota.Shifts
}

func pinnedIn(list []scheduler.Shift) (out []scheduler.Shift) {
	for _, s := range list {
		if s.Pinned {
			s.Backups = nil
			out = append(out, s)
		}
	}
	return out
}

// changed writes a file with the first of one text replaced.
func changed(t *testing.T, dir, file, from, to string) {
	t.Helper()
	text := read(t, dir, file)
	require.Contains(t, text, from)
	require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(strings.Replace(text, from, to, 1)), 0o644))
}

// What a person pins in a result file is held in the next search, and the file is not written over.
func TestPinnedShiftsAreHeldFromARota(t *testing.T) {
	dir := solvedWeek(t)
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "2000").code, "over its own file")
	changed(t, dir, "week.rota.json", `"pinned": false`, `"pinned": true`)
	want := pinnedIn(rotaOf(t, dir, "week.toml", "week.rota.json"))
	require.Len(t, want, 1)
	before := read(t, dir, "week.rota.json")
	for _, row := range [][]string{{}, {"--from", "week.rota.json"}, {"-o", "week.rota.json"}} {
		got := execute(t, dir, append([]string{"solve", "week.toml", "--steps", "2000"}, row...)...)
		assert.Equal(t, exitUsage, got.code, "%v", row)
		assert.Contains(t, got.stderr, "holds pinned shifts, and is left as it is: name another file with -o, or write over it with --force")
		assert.Equal(t, before, read(t, dir, "week.rota.json"))
	}
	got := execute(t, dir, "solve", "week.toml", "--steps", "2000", "--from", "week.rota.json", "-o", "next.json", "--seed", "7")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "1 pinned shift held")
	assert.Equal(t, want, pinnedIn(rotaOf(t, dir, "week.toml", "next.json")), "and is pinned in the next one too")
	require.Zero(t, execute(t, dir, "check", "week.toml", "next.json").code)
	require.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "2000", "--force").code)
	require.Empty(t, pinnedIn(rotaOf(t, dir, "week.toml", "week.rota.json")))
}

// A result file that solve did not write, or that was changed by hand, is not written over.
func TestSolveLeavesOthersFilesAlone(t *testing.T) {
	dir := solvedWeek(t)
	require.Zero(t, execute(t, dir, "rota", "week.toml", "week.rota.json", "-o", "mine.json").code)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "hand.json"), []byte(`{"format":"carerota/1","shifts":[]}`), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "empty.json"), nil, 0o644))
	for file, says := range map[string]string{"mine.json": "was not written by solve", "hand.json": "was not written by solve"} {
		got := execute(t, dir, "solve", "week.toml", "--steps", "2000", "-o", file)
		assert.Equal(t, exitUsage, got.code, file)
		assert.Contains(t, got.stderr, says, file)
	}
	changed(t, dir, "week.rota.json", `"kind": "waking"`, `"kind": "shadow"`)
	got := execute(t, dir, "solve", "week.toml", "--steps", "2000")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, "was changed since solve wrote it")
	assert.Zero(t, execute(t, dir, "solve", "week.toml", "--steps", "2000", "-o", "empty.json").code)
}

// pin writes a file that lies over the problem and holds what was named.
func TestPinCommand(t *testing.T) {
	dir := solvedWeek(t)
	all := rotaOf(t, dir, "week.toml", "week.rota.json")
	duty, ofAde := 0, 0
	for _, s := range all {
		if s.Kind != scheduler.Standby {
			duty++
			if s.Worker == "ade" {
				ofAde++
			}
		}
	}
	require.Positive(t, ofAde)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "sub"), 0o755))
	for _, row := range []struct {
		args []string
		want int
	}{{nil, duty}, {[]string{"--worker", "ade"}, ofAde}, {[]string{"--standby"}, len(all)}} {
		out := filepath.Join("sub", "held.toml")
		got := execute(t, dir, append([]string{"pin", "week.toml", "week.rota.json", "-o", out}, row.args...)...)
		require.Zero(t, got.code, "%+v", got)
		assert.Contains(t, read(t, dir, out), `extends = "../week.toml"`)
		require.Zero(t, execute(t, dir, "solve", out, "--steps", "2000", "-o", "held.json", "--seed", "5").code)
		assert.Len(t, pinnedIn(rotaOf(t, dir, out, "held.json")), row.want, "%v", row.args)
		require.Zero(t, execute(t, dir, "check", out, "held.json").code)
		require.Zero(t, execute(t, dir, "solve", out, "--steps", "2000", "-o", "held.json").code, "what the problem pins is no reason to leave the file")
		require.NoError(t, os.Remove(filepath.Join(dir, "held.json")))
	}
	for _, row := range [][]string{{}, {"-o", "week.toml"}, {"-o", "x.toml", "--worker", "adee"}, {"-o", "x.toml", "--from", "2027-01-01 00:00"},
		{"-o", "x.toml", "--from", "2026-03-25 00:00", "--until", "2026-03-24 00:00"}} {
		got := execute(t, dir, append([]string{"pin", "week.toml", "week.rota.json"}, row...)...)
		assert.Equal(t, exitUsage, got.code, "%v %+v", row, got)
		assert.NoFileExists(t, filepath.Join(dir, "x.toml"))
	}
}

// A shift that a person cut short is held as a part; one that breaks a rule is a fault with its time.
func TestHoldingWhatAPersonChanged(t *testing.T) {
	dir := solvedWeek(t)
	s := rotaOf(t, dir, "week.toml", "week.rota.json")[0]
	end := s.End.Format("2006-01-02T15:04:05Z07:00")
	cut := s.Start.Add(65 * 60e9).Format("2006-01-02T15:04:05Z07:00")
	hand := `{"format":"carerota/1","shifts":[{"worker":"` + s.Worker + `","need":"` + s.Need + `","start":"` + s.Start.Format("2006-01-02T15:04:05Z07:00") + `","end":"END","pinned":true}]}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "cut.json"), []byte(strings.Replace(hand, "END", cut, 1)), 0o644))
	got := execute(t, dir, "solve", "week.toml", "--steps", "2000", "--from", "cut.json", "-o", "next.json")
	require.Zero(t, got.code, "%+v", got)
	require.Len(t, pinnedIn(rotaOf(t, dir, "week.toml", "next.json")), 1)
	long := s.Start.Add(40 * 3600e9).Format("2006-01-02T15:04:05Z07:00")
	require.NotEqual(t, end, long)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "long.json"), []byte(strings.Replace(hand, "END", long, 1)), 0o644))
	got = execute(t, dir, "solve", "week.toml", "--steps", "2000", "--from", "long.json", "-o", "never.json")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, "these shifts cannot be held, for they break rules")
	assert.NoFileExists(t, filepath.Join(dir, "never.json"))
}
