package curtois

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every file of the benchmark is read, reads the same when written, and makes a sound model.
func TestBenchmarksFiles(t *testing.T) {
	dir := os.Getenv("CAREROTA_BENCH_DATA")
	if dir == "" {
		t.Skip("CAREROTA_BENCH_DATA names no folder of the benchmark's files")
	}
	files, err := filepath.Glob(filepath.Join(dir, "curtois", "Instance*.txt"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		in, err := ReadFile(file)
		require.NoError(t, err)
		require.Len(t, in.Cover, in.Days*len(in.Shifts), "%s has cover for every day and shift", file)
		var b bytes.Buffer
		require.NoError(t, in.Write(&b))
		again, err := Read(&b, file)
		require.NoError(t, err)
		require.Equal(t, in, again)
		m, err := in.Model()
		require.NoError(t, err)
		empty := m.Evaluate(solutionOf(m, in.Empty()))
		cost, _ := m.Cost(empty)
		require.Equal(t, in.Check(in.Empty()).Cost, cost, file)
	}
}
