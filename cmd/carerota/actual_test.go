package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What --csv wrote of a rota, read as what came, is what was planned; and what is taken from it was missed.
func TestActualCommand(t *testing.T) {
	dir := solvedWeek(t)
	require.Zero(t, execute(t, dir, "check", "week.toml", "week.rota.json", "--csv", "week.csv").code)
	got := execute(t, dir, "actual", "week.toml", "week.rota.json", "week.csv")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "0 visits missed (0 hours), 0 late, 0 short")
	lines := strings.SplitAfter(read(t, dir, "week.csv"), "\n")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.csv"), []byte(strings.Join(lines[:4], "")), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.csv"), []byte(lines[0]+strings.Join(lines[3:len(lines)-3], "")+lines[len(lines)-2]), 0o644))
	got = execute(t, dir, "actual", "week.toml", "week.rota.json", "a.csv", "b.csv", "--html", "e.html", "--csv", "v.csv", "--markdown", "e.md", "-o", "e.json", "--settings", "s.toml", "--quiet")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "1 visit missed")
	assert.Contains(t, got.stdout, "1 row says the same as another")
	assert.Equal(t, 1, strings.Count(read(t, dir, "v.csv"), "missed,"))
	assert.Contains(t, read(t, dir, "e.json"), `"missed": 1`)
	for _, file := range []string{"e.html", "e.md"} {
		assert.Contains(t, read(t, dir, file), "Nobody came.", file)
	}
	got = execute(t, dir, "simulate", "week.toml", "week.rota.json", "--settings", "s.toml", "--runs", "2")
	assert.Zero(t, got.code, "%+v", got)
	for _, row := range [][]string{
		{"--repeat", "3"}, {"--repeat", "0/7d"}, {"--late", "-5m"}, {"--late", "5"}, {"--since", "soon"}, {"--since", "2026-04-01", "--until", "2026-03-01"},
		{"--csv", "-"}, {"--html", "x", "--csv", "x"}, {"--csv", "a.csv"}, {"-o", "week.toml"}, {"nosuch.csv"},
	} {
		got := execute(t, dir, append([]string{"actual", "week.toml", "week.rota.json", "a.csv"}, row...)...)
		assert.Equal(t, exitUsage, got.code, "%v %+v", row, got)
	}
	assert.Equal(t, exitUsage, execute(t, dir, "actual", "week.toml", "week.rota.json").code)
}
