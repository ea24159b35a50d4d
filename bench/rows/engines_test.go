package rows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCurve(t *testing.T) {
	seen := []Point{{0.5, [5]float64{4, 0, 0, 2, 10}}, {0.9, [5]float64{2, 0, 0, 2, 20}}, {30, [5]float64{0, 0, 0, 2, 40}}}
	r := Row{Limit: 60, Seconds: 60.2, Found: [4]float64{0, 0, 0, 2}, Money: 40}
	r.Curve(seen)
	require.Equal(t, [4]bool{true, true, true, false}, r.AtKnown, "there was no time for 300 s")
	require.Equal(t, seen[1].Value, r.At[0])
	require.Equal(t, seen[1].Value, r.At[1])
	require.Equal(t, seen[2].Value, r.At[2])
	require.True(t, r.FullKnown)
	require.InDelta(t, 30, r.Full, 1e-9)

	r = Row{Limit: 60, Seconds: 31, Found: [4]float64{0, 0, 0, 2}, Money: 40}
	r.Curve(seen)
	require.Equal(t, [4]bool{true, true, true, true}, r.AtKnown, "it ended by itself")
	require.Equal(t, r.Last(), r.At[3])

	r = Row{Limit: 5, Seconds: 5}
	r.Curve(nil)
	require.Equal(t, [4]bool{}, r.AtKnown)
	require.False(t, r.FullKnown)
}

// curves are runs of two engines on two problems with thirty workers.
func curves() (all []Row) {
	for seed := range uint64(2) {
		a := sample()[0]
		a.Seed, a.Workers, a.Limit, a.Seconds, a.CPU = seed, 30, 300, 300.5, 299
		a.Found, a.Money = [4]float64{0, 0, 0, 1}, 1000
		a.Curve([]Point{{2, [5]float64{0, 0, 0, 1, 1100 + 200*float64(seed)}}, {200, a.Last()}})
		b := a
		b.Engine, b.Found, b.Money, b.FullKnown = "cpsat", [4]float64{0, 0, 0, 1}, 1200, false
		b.Curve([]Point{{2, [5]float64{9, 0, 0, 0, 5}}, {299, b.Last()}})
		all = append(all, a, b)
	}
	return all
}

func TestRowsAreReadAsTheyWereWritten(t *testing.T) {
	all := append(curves(), sample()[0])
	var b strings.Builder
	require.NoError(t, Write(&b, all, "csv"))
	again, err := Read(strings.NewReader(b.String()))
	require.NoError(t, err)
	require.Equal(t, all, again)
	require.Len(t, Replace(again, all[1]), len(all))
	_, err = Read(strings.NewReader(strings.Replace(b.String(), "0/0/0/1/1200", "0/0/x/1/1200", 1)))
	require.ErrorContains(t, err, `at_300s is "0/0/x/1/1200"; write a number`)
}

func TestEnginesBesideEachOther(t *testing.T) {
	lines := strings.Split(Engines(curves()), "\n")
	require.Equal(t, "| small | 30 x 25 x 14 | native | 2 | 300 | - | 0/0/0/1 1300.00 | 0/0/0/1 1300.00 | 0/0/0/1 1000.00 | 0/0/0/0 1000.00 | 2 / 2 | 0 of 2 | 2 of 2 | 299 / 299 | 2 of 2 |", lines[2])
	require.Equal(t, "| small | 30 x 25 x 14 | cpsat | 2 | 300 | - | 9/0/0/0 5.00 | 9/0/0/0 5.00 | 0/0/0/1 1200.00 | 0/0/0/0 1000.00 | 299 / 299 | 0 of 2 | 0 of 2 | 299 / 299 | 2 of 2 |", lines[3])
	require.Equal(t, "With 30 workers and more the native engine was, after 10 s, as good as CP-SAT after 300 s in 1 of 2 runs.", lines[5])
}
