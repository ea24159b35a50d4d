package public

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota/bench/curtois"
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
