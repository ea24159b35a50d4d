package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A number that no search takes is refused with its flag and what it may be.
func TestFlagsOutOfRange(t *testing.T) {
	dir := folder(t, map[string]string{"week.toml": week})
	for _, line := range [][]string{
		{"solve", "week.toml", "--threads", "1000000"},
		{"solve", "week.toml", "--threads", "-1"},
		{"solve", "week.toml", "--time", "-1s"},
		{"solve", "week.toml", "--steps", "-1"},
		{"advise", "week.toml", "--threads", "1000000"},
		{"simulate", "week.toml", "week.rota.json", "--runs", "-5"},
		{"simulate", "week.toml", "week.rota.json", "--runs", "1000000000000"},
		{"simulate", "week.toml", "week.rota.json", "--threads", "1000000"},
	} {
		got := execute(t, dir, line...)
		assert.Equal(t, exitUsage, got.code, "%v", line)
		assert.Contains(t, got.stderr, line[len(line)-2], "%v", line)
	}
	assert.ElementsMatch(t, []string{"week.toml"}, namesIn(t, dir))
}

// What cannot be made in time is not written and is named; what can be is there.
func TestFilesAreWrittenInTime(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) output {
		return output{path: filepath.Join(dir, name), write: func(w io.Writer) error {
			_, err := io.WriteString(w, name)
			return err
		}}
	}
	ctx, cancel := context.WithCancel(t.Context())
	stuck := file("stuck")
	release := make(chan struct{})
	defer close(release)
	stuck.write = func(io.Writer) error {
		cancel()
		<-release
		return nil
	}
	err := saveInTime(ctx, io.Discard, file("first"), stuck, file("a"), file("b"), file("c"))
	require.ErrorContains(t, err, "not written, for want of time: "+filepath.Join(dir, "stuck"))
	require.ErrorContains(t, err, "1 more")
	var e *ending
	require.ErrorAs(t, err, &e)
	require.Equal(t, exitFailure, e.code)
	require.Equal(t, []string{"first"}, namesIn(t, dir))
	text, err := os.ReadFile(filepath.Join(dir, "first"))
	require.NoError(t, err)
	require.Equal(t, "first", string(text))

	require.NoError(t, saveInTime(t.Context(), io.Discard, file("a")))
	var out bytes.Buffer
	require.NoError(t, saveInTime(t.Context(), &out, output{path: dash, write: file("x").write}))
	require.Equal(t, "x", out.String())
}
