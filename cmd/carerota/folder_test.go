package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One command writes all pages, each safe for its reader; once more, and each event of a calendar that is
// as it was stays so, and who has left is cancelled.
func TestAllPagesAtOnce(t *testing.T) {
	dir := folder(t, map[string]string{"p.toml": private})
	got := execute(t, dir, "solve", "p.toml", "--steps", "300", "-o", "r.json", "--pages", "all")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Written: r.json, all/\n")
	files := textsIn(t, filepath.Join(dir, "all"))
	assert.Len(t, files, 1+2+2+2*5+9+2+9)
	for name, text := range files {
		found := telling.FindAllString(text, -1)
		assert.Equal(t, name == "manager.html", len(found) > 0, "%s: %s", name, around(text))
	}
	mine := filepath.Join(dir, "all", "calendars", "worker-ann.ics")
	before := read(t, mine)
	require.Contains(t, before, "STATUS:CONFIRMED")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "left.toml"), []byte("extends = \"p.toml\"\n[[worker]]\nid = \"ann\"\nremove = true\n"), 0o644))
	got = execute(t, dir, "solve", "left.toml", "--steps", "300", "-o", "left.json", "--pages", "all")
	require.Zero(t, got.code, "%+v", got)
	after := read(t, mine)
	assert.Equal(t, strings.Count(before, "BEGIN:VEVENT"), strings.Count(after, "STATUS:CANCELLED"))
	assert.NoFileExists(t, filepath.Join(dir, "all", "workers", "worker-ann.html"))
	assert.ElementsMatch(t, []string{"p.toml", "left.toml", "r.json", "left.json", "all"}, namesIn(t, dir), "nothing is left beside it")
}

// A folder of pages holds them all or is as it was; what is not its own is never thrown away.
func TestPagesAreWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	all := filepath.Join(dir, "all")
	file := func(name, text string, err error) output {
		return output{path: name, write: func(w io.Writer) error { _, _ = io.WriteString(w, text); return err }}
	}
	require.NoError(t, saveFolder(all, []output{file("index.html", "one", nil), file("days/mon.html", "monday", nil)}))
	full := errors.New("the disk is full")
	require.ErrorIs(t, saveFolder(all, []output{file("index.html", "two", nil), file("days/tue.html", "tuesday", full)}), full)
	assert.Equal(t, map[string]string{"index.html": "one", "mon.html": "monday", listFile: "index.html\ndays/mon.html\n"}, textsIn(t, all))
	require.NoError(t, saveFolder(all, []output{file("index.html", "two", nil)}))
	assert.Equal(t, map[string]string{"index.html": "two", listFile: "index.html\n"}, textsIn(t, all))
	assert.Equal(t, []string{"all"}, namesIn(t, dir), "nothing is left beside it")

	require.NoError(t, os.WriteFile(filepath.Join(all, "mine.txt"), []byte("mine"), 0o644))
	require.ErrorContains(t, saveFolder(all, []output{file("index.html", "three", nil)}), "mine.txt")
	assert.Equal(t, "two", read(t, all, "index.html"))
}

func TestPagesRefuse(t *testing.T) {
	dir := solvedWeek(t)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "mine"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "mine", "letter.txt"), []byte("mine"), 0o644))
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"a folder of somebody's", []string{"--pages", "mine"}, "holds letter.txt, which --pages did not write"},
		{"the folder of the problem", []string{"--pages", "."}, "which --pages did not write"},
		{"a file", []string{"--pages", "week.toml"}, "is a file, not a folder"},
		{"standard output", []string{"--pages", "-"}, "writes to a folder"},
		{"a page in it", []string{"--pages", "all", "--html", "all/week.html"}, "--html would write into the folder of --pages"},
		{"calendars in it", []string{"--pages", "all", "--ics", "all"}, "--ics would write into the folder of --pages"},
		{"the report in it", []string{"--pages", "all", "-o", "all/r.json"}, "-o would write into the folder of --pages"},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := namesIn(t, dir)
			got := execute(t, dir, append([]string{"check", "week.toml", "week.rota.json"}, row.args...)...)
			assert.Equal(t, exitUsage, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.says)
			assert.Equal(t, before, namesIn(t, dir))
		})
	}
	assert.Equal(t, "mine", read(t, dir, "mine", "letter.txt"))
}
