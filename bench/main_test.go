package main

import (
	"io"
	"path/filepath"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/stretchr/testify/require"
)

func TestParseSeeds(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []uint64
	}{
		{"a range", "1-3", []uint64{1, 2, 3}},
		{"a list with a range", "7, 1-2", []uint64{7, 1, 2}},
		{"backwards", "3-1", nil},
		{"words", "one", nil},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := parseSeeds(c.text)
			require.Equal(t, c.want == nil, err != nil)
			require.Equal(t, c.want, got)
		})
	}
}

func TestCasesAreShapeByShape(t *testing.T) {
	s, err := parse([]string{"-shapes", "small,mid", "-seeds", "1-2"}, io.Discard)
	require.NoError(t, err)
	cases, err := s.cases()
	require.NoError(t, err)
	require.Len(t, cases, 4)
	require.Equal(t, "small", cases[1].Shape)
	require.Equal(t, uint64(2), cases[1].Seed)
}

func TestUnknownSuite(t *testing.T) {
	_, err := parse([]string{"-suite", "exams"}, io.Discard)
	require.ErrorContains(t, err, "the suites are care")
}

func TestWriteProblems(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, run(t.Context(), []string{"-shapes", "small,household", "-seeds", "1", "-write", dir}, nil, io.Discard, io.Discard))
	for _, name := range []string{"small-1.toml", "household-1.toml"} {
		p, err := rotafile.Read(filepath.Join(dir, name))
		require.NoError(t, err)
		require.NotEmpty(t, p.Needs)
	}
}
