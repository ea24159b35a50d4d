package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/bench/public"
	"github.com/carerota/carerota/bench/rows"
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
	require.ErrorContains(t, err, "the suites are care, repair, absences, least, curtois")
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

func TestPublicCasesAreInstanceByInstance(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Instance2.txt", "Instance1.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
	}
	s, err := parse([]string{"-suite", "curtois", "-data", dir, "-seeds", "1-3", "-threads", "2,1", "-time", "10s,1m"}, io.Discard)
	require.NoError(t, err)
	cases, err := s.publicCases()
	require.NoError(t, err)
	require.Len(t, cases, 24)
	require.Equal(t, public.Case{Suite: "curtois", Data: dir, Instance: "Instance1", Engine: "native", Seed: 1, Threads: 2, Time: time.Minute}, cases[3])
	require.Equal(t, "Instance2", cases[12].Instance)
	for _, c := range []struct{ flag, text, says string }{
		{"-time", "5%", "nothing is published"}, {"-time", "0%", "not like 50%"},
		{"-threads", "0", "threads"}, {"-time", "10", "time"}, {"-steps", "5", "care only"}, {"-data", filepath.Join(dir, "none"), "no instance"},
	} {
		s, err := parse([]string{"-suite", "curtois", "-data", dir, c.flag, c.text}, io.Discard)
		require.NoError(t, err)
		_, err = s.publicCases()
		require.ErrorContains(t, err, c.says)
	}
}

// A time in percent is of the time that published results of INRC-II had.
func TestTimesInPercent(t *testing.T) {
	const name = "n040w4_0_2-0-6-1"
	s, err := parse([]string{"-suite", "inrc2,inrc2-dynamic", "-data", t.TempDir(), "-instances", name, "-seeds", "1", "-threads", "1", "-time", "60s,25%"}, io.Discard)
	require.NoError(t, err)
	cases, err := s.publicCases()
	require.NoError(t, err)
	require.Len(t, cases, 4)
	var all []rows.Rota
	for i, want := range []time.Duration{time.Minute, 5 * time.Minute, time.Minute, 70 * time.Second} {
		c := cases[i]
		require.Equal(t, want, c.Time)
		all = append(all, rows.Rota{Suite: c.Suite, Instance: name, Engine: c.Engine, Seed: 1, Threads: 1, Limit: c.Time.Seconds(), Cost: int64(1700 + i), Legal: true})
	}
	tables := public.Tables(all)
	require.Equal(t, 2, strings.Count(tables, "| ours, 1 thread, 60 s | ours, 1 thread, 25 % of the time allowed |"))
	require.Contains(t, tables, "| 1700 (one seed) | 1701 (one seed) |")
	require.Contains(t, tables, "| 1702 (one seed) | 1703 (one seed) |")
	_, err = settings{threads: "1", times: "25%", suite: "care"}.budgets()
	require.ErrorContains(t, err, "not like 60s")
}

func TestTablesAreWrittenBetweenTheirMarks(t *testing.T) {
	dir := t.TempDir()
	readme, results := filepath.Join(dir, "README.md"), filepath.Join(dir, "results.csv")
	require.NoError(t, os.WriteFile(readme, []byte("# Bench\n"+publicFrom+"\nold\n"+tablesTo+"\nthe end\n"), 0o644))
	b := publicBook(results)
	require.NoError(t, b.open())
	require.Empty(t, b.rows)
	row := rows.Rota{Suite: "curtois", Instance: "Instance14", Engine: "native", Seed: 1, Threads: 2, Limit: 60, Seconds: 21.5, CPU: 21.5, Cost: 1278, Bound: 1278, Bounded: true, Legal: true}
	other := row
	other.Seed, other.Cost, other.Bound, other.Seconds = 2, 1280, 1275, 60
	later := row
	later.Cost = 1279
	for _, r := range []rows.Rota{later, other, row} {
		require.NoError(t, b.enter(r))
	}
	again := publicBook(results)
	require.NoError(t, again.open())
	require.Equal(t, []rows.Rota{row, other}, again.rows)
	require.NoError(t, writeTables(readme, publicFrom, public.Tables(again.rows)))
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	require.Contains(t, string(text), "| Instance14 | 1278 | 1278 | 1280 | 1278 | 1 of 2 runs, from 21.5 s | 2542 | 1847 |")
	require.NotContains(t, string(text), "old")
	require.Contains(t, string(text), "had 50 % of the time of their threads on a processor (median of 2; least 18 %)")
	require.Contains(t, string(text), tablesTo+"\nthe end\n")
	require.NoError(t, os.WriteFile(readme, []byte("# Bench\n"), 0o644))
	require.ErrorContains(t, writeTables(readme, publicFrom, ""), "put in the lines")
	require.NoError(t, os.WriteFile(results, []byte("suite,seed\nx,y\n"), 0o644))
	require.ErrorContains(t, again.open(), "column cost is missing")
}

func TestSuitesThatDoNotGoTogether(t *testing.T) {
	_, err := parse([]string{"-suite", "care,inrc2"}, io.Discard)
	require.ErrorContains(t, err, "goes alone")
	_, err = parse([]string{"-suite", "curtois", "-readme", "x.md"}, io.Discard)
	require.ErrorContains(t, err, "-readme needs -results")
}

// The suite repair mends planted rotas and gives a line a shape.
func TestRepairSuite(t *testing.T) {
	var out, errs bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-suite", "repair", "-shapes", "household", "-seeds", "1"}, nil, &out, &errs))
	require.Contains(t, out.String(), "| household | 20 |")
}
