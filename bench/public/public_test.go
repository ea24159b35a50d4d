package public

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota/bench/curtois"
	"github.com/carerota/carerota/bench/inrc2"
	"github.com/stretchr/testify/require"
)

// lay copies files of the suites' own tests into a folder as a benchmark lays them out.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for to, from := range files {
		text, err := os.ReadFile(filepath.FromSlash(from))
		require.NoError(t, err)
		to = filepath.Join(dir, filepath.FromSlash(to))
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.WriteFile(to, text, 0o644))
	}
	return dir
}

func TestCurtoisFromFileToCheckedRota(t *testing.T) {
	const ward = "../curtois/testdata/ward.txt"
	data := lay(t, map[string]string{"curtois/Instance10.txt": ward, "curtois/Instance9.txt": ward})
	names, err := Instances("curtois", data)
	require.NoError(t, err)
	require.Equal(t, []string{"Instance9", "Instance10"}, names)
	out := t.TempDir()
	c := Case{Suite: "curtois", Data: data, Instance: "Instance9", Engine: "native", Seed: 7, Threads: 2, Time: time.Hour, Solutions: out}
	row, err := Run(t.Context(), c)
	require.NoError(t, err)
	require.True(t, row.Legal, "%v", row.Findings)
	require.True(t, row.Proved())
	in, err := curtois.ReadFile(ward)
	require.NoError(t, err)
	f, err := os.Open(filepath.Join(out, "Instance9-7.csv"))
	require.NoError(t, err)
	defer f.Close()
	rota, err := in.ReadRota(f)
	require.NoError(t, err)
	v := in.Check(rota)
	require.Empty(t, v.Findings)
	require.Equal(t, row.Cost, v.Cost)
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	_, err := Instances("curtois", "")
	require.ErrorContains(t, err, DataVariable)
	_, err = Instances("curtois", t.TempDir())
	require.ErrorContains(t, err, "no instance")
	_, err = Run(t.Context(), Case{Suite: "curtois", Engine: "native", Data: t.TempDir(), Instance: "Instance1"})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Run(t.Context(), Case{Suite: "curtois", Engine: "steam"})
	require.ErrorContains(t, err, `engine "steam"`)
}

func TestInrc2AllWeeksAndWeekByWeek(t *testing.T) {
	set := "../inrc2/testdata/"
	data := lay(t, map[string]string{
		"inrc2/h004w2/Sc-h004w2.txt": set + "Sc-h004w2.txt", "inrc2/h004w2/H0-h004w2-1.txt": set + "H0-h004w2-1.txt",
		"inrc2/h004w2/WD-h004w2-0.txt": set + "WD-h004w2-0.txt", "inrc2/h004w2/WD-h004w2-1.txt": set + "WD-h004w2-1.txt",
	})
	c := Case{Suite: "inrc2", Data: data, Instance: "h004w2_1_0-1", Engine: "native", Seed: 3, Threads: 2, Time: time.Hour, Solutions: t.TempDir()}
	static, err := Run(t.Context(), c)
	require.NoError(t, err)
	require.True(t, static.Proved(), "%v", static)
	in, err := inrc2.Read(filepath.Join(data, "inrc2"), c.Instance)
	require.NoError(t, err)
	read := func() inrc2.Verdict {
		rota := in.Empty()
		for week, name := range []string{"Sol-h004w2-0-0.txt", "Sol-h004w2-1-1.txt"} {
			f, err := os.Open(filepath.Join(c.Solutions, "h004w2_1_0-1-3", name))
			require.NoError(t, err)
			defer f.Close()
			require.NoError(t, in.ReadSolution(f, name, rota, week))
		}
		return in.Check(rota)
	}
	v := read()
	require.Empty(t, v.Findings)
	require.Equal(t, static.Cost, v.Cost)

	c.Suite, c.Time = "inrc2-dynamic", time.Second
	row, err := Run(t.Context(), c)
	require.NoError(t, err)
	require.True(t, row.Legal, "%v", row.Findings)
	require.False(t, row.Bounded)
	require.GreaterOrEqual(t, row.Cost, static.Cost)
	require.Equal(t, row.Cost, read().Cost)
}

func TestPublishedResults(t *testing.T) {
	for _, suite := range Suites() {
		seen := map[string]bool{}
		for _, r := range Published(suite) {
			require.False(t, seen[r.Instance], "%s stands there twice", r.Instance)
			seen[r.Instance] = true
			require.LessOrEqual(t, r.Bound, r.Best)
			require.Len(t, r.Timed, len(Timed(suite)))
			for _, cost := range r.Timed {
				require.True(t, cost == 0 || cost >= r.Best, "%s: %d within a time, %d is the best known", r.Instance, cost, r.Best)
			}
			if suite != "curtois" {
				_, err := inrc2.ParseName(r.Instance)
				require.NoError(t, err)
			}
		}
		require.NotEmpty(t, seen)
	}
}

func TestDrawnInstancesAreSolved(t *testing.T) {
	for _, suite := range Suites() {
		row, err := Run(t.Context(), Case{Suite: suite, Instance: "3x1x2", Drawn: true, Engine: "native", Seed: 2, Threads: 2, Time: time.Hour, Solutions: t.TempDir()})
		require.NoError(t, err)
		require.True(t, row.Legal, "%s: %v", suite, row.Findings)
		_, err = Run(t.Context(), Case{Suite: suite, Instance: "3x1", Drawn: true, Engine: "native"})
		require.ErrorContains(t, err, "is not like 150x52x32")
	}
}
