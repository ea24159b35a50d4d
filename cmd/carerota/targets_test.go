package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What could not be written is refused before the search, and an old file stays whole.
func TestTargetsThatCannotBeWrittenAreRefusedAtOnce(t *testing.T) {
	for _, row := range []struct {
		name, target string
		before       func(t *testing.T, path string)
		says         string
	}{
		{"a read-only file", "old.json", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte("old"), 0o444))
		}, "old.json is read-only"},
		{"a folder", "old.json", func(t *testing.T, path string) { require.NoError(t, os.Mkdir(path, 0o755)) }, "old.json is a folder"},
		{"a folder that is not there", filepath.Join("nowhere", "old.json"), func(*testing.T, string) {}, "its folder takes no new file"},
	} {
		for _, args := range [][]string{{"solve", "week.toml", "-o"}, {"solve", "week.toml", "--csv"}, {"convert", "week.toml"}} {
			t.Run(row.name+" of "+args[0]+" "+args[len(args)-1], func(t *testing.T) {
				dir := folder(t, map[string]string{"week.toml": week})
				path := filepath.Join(dir, row.target)
				row.before(t, path)
				before := namesIn(t, dir)
				got := execute(t, dir, append(args, row.target)...)
				assert.Equal(t, exitFailure, got.code, "%+v", got)
				assert.Contains(t, got.stderr, row.says)
				assert.NotContains(t, got.stderr, "solving")
				assert.Empty(t, got.stdout)
				assert.Equal(t, before, namesIn(t, dir))
				if row.name == "a read-only file" {
					assert.Equal(t, "old", read(t, path))
				}
			})
		}
	}
}

// keptIn finds the name of the file that a lost output was kept in.
var keptIn = regexp.MustCompile(`it is kept in (\S+)`)

// A disk that fills up during the search costs an exit code, not the rota.
func TestAFullDiskDoesNotLoseTheRota(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /dev/full")
	}
	dir := folder(t, map[string]string{"week.toml": week})
	cmd := exec.Command(binary, "solve", "week.toml", "--steps", "20000", "-o", "/dev/full", "--csv", "week.csv")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TMPDIR="+t.TempDir())
	got := outcomeOf(t, cmd)
	assert.Equal(t, exitFailure, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "/dev/full: no space left on device")
	assert.Contains(t, got.stdout, "All 21 hours are covered.")
	assert.NotContains(t, got.stdout, "Written")
	kept := keptIn.FindStringSubmatch(got.stderr)
	require.Len(t, kept, 2, got.stderr)
	assert.Zero(t, execute(t, dir, "check", "week.toml", kept[1]).code)
	assert.NotEmpty(t, read(t, dir, "week.csv"), "the other output is written all the same")
}

// What can be had again without a search is not kept in the folder for temporary files, nor is anything
// where that is full too.
func TestAFullDiskLeavesNoCopies(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /dev/full")
	}
	dir := solvedWeek(t)
	for _, args := range [][]string{
		{"check", "week.toml", "week.rota.json", "-o", "/dev/full"}, {"check", "week.toml", "week.rota.json", "--csv", "/dev/full"},
		{"solve", "week.toml", "--steps", "20000", "--html", "/dev/full"}, {"plan", "week.toml", "week.rota.json", "-o", "/dev/full"},
		{"validate", "week.toml", "-o", "/dev/full"},
	} {
		cmd, temporary := exec.Command(binary, args...), t.TempDir()
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "TMPDIR="+temporary)
		got := outcomeOf(t, cmd)
		assert.Equal(t, exitFailure, got.code, args)
		assert.Contains(t, got.stderr, "/dev/full: no space left on device", args)
		assert.Empty(t, namesIn(t, temporary), args)
	}
	cmd := exec.Command(binary, "solve", "week.toml", "--steps", "20000", "-o", "/dev/full")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TMPDIR="+filepath.Join(dir, "nowhere"))
	got := outcomeOf(t, cmd)
	assert.Equal(t, exitFailure, got.code)
	assert.Contains(t, got.stderr, "nor could a copy be kept")
}

func TestAFullDiskLeavesTheOldFileWhole(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("a small disk to fill takes a mount, which takes root on Linux")
	}
	dir, disk := folder(t, map[string]string{"week.toml": week}), t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("a small disk to fill takes a mount: %s", out)
	}
	defer exec.Command("umount", disk).Run()
	old := filepath.Join(disk, "old.json")
	require.NoError(t, os.WriteFile(old, []byte("old"), 0o644))
	fill(t, filepath.Join(disk, "ballast"))
	cmd := exec.Command(binary, "solve", "week.toml", "--steps", "20000", "-o", old)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "TMPDIR="+t.TempDir())
	got := outcomeOf(t, cmd)
	assert.Equal(t, exitFailure, got.code, "%+v", got)
	assert.Contains(t, got.stderr, "no space left on device")
	assert.Equal(t, "old", read(t, old))
	assert.ElementsMatch(t, []string{"ballast", "old.json"}, namesIn(t, disk))
	kept := keptIn.FindStringSubmatch(got.stderr)
	require.Len(t, kept, 2, got.stderr)
	assert.Zero(t, execute(t, dir, "check", "week.toml", kept[1]).code)
}

// fill writes to path until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	for range 1 << 10 {
		if _, err := f.Write(make([]byte, 1<<10)); err != nil {
			return
		}
	}
	t.Fatal("the disk does not fill up")
}

// A result is written to standard output whole or the exit code says so.
func TestStandardOutputThatIsFull(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux has /dev/full")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	defer full.Close()
	dir := solvedWeek(t)
	for _, args := range [][]string{{"solve", "week.toml", "--steps", "20000"}, {"check", "week.toml", "week.rota.json"},
		{"version"}, {"convert", "week.toml", "week.json"}} {
		cmd := exec.Command(binary, args...)
		cmd.Dir, cmd.Stdout = dir, full
		assert.Error(t, cmd.Run(), args)
		assert.Equal(t, exitFailure, cmd.ProcessState.ExitCode(), args)
	}
}
