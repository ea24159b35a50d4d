package rows

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func sample() []Row {
	a := Row{Suite: "care", Shape: "small", Engine: "native", Workers: 60, Clients: 25, Days: 14, Slack: 2, Seed: 1, Threads: 2,
		Best: 0.5, Proof: 0.75, Proved: true, Seconds: 3, Money: 1010, MoneyBound: 1000, MoneyBounded: true, PeakMiB: 120, Steps: 5000, Audited: true}
	b := a
	b.Seed, b.Best, b.Proved, b.Money = 2, 1.5, false, 1005
	b.Found = [4]float64{0, 0.25, 0, 2}
	c := a
	c.Seed, c.Best, c.MoneyBounded, c.Audited = 3, 0.25, false, false
	return []Row{a, b, c}
}

func TestReached(t *testing.T) {
	r := sample()[1]
	require.False(t, r.Reached(), "a quarter of an hour above the planted underlap")
	r.Planted = r.Found
	require.True(t, r.Reached(), "as planted")
}

func TestGap(t *testing.T) {
	g, ok := sample()[0].Gap()
	require.True(t, ok)
	require.InDelta(t, 1.0, g, 1e-9)
	_, ok = sample()[2].Gap()
	require.False(t, ok, "no bound, no gap")
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		name string
		of   []float64
		want float64
	}{
		{"odd: the middle one", []float64{3, 1, 2}, 2},
		{"even: the upper of the two", []float64{4, 1, 3, 2}, 3},
		{"never sorts last", []float64{math.Inf(1), 1, 2}, 2},
		{"none", nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, Median(c.of)) })
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, sample(), "md"))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 3, "a head, a rule and one shape")
	require.Equal(t, "| small | 60 x 25 x 14 | 2 | 3 | 0.5 / 1.5 | 0.75 / never | 0 / 0.25 | 0 / 2 | 1 / never | 120 / 120 | 2 of 3 | 2 of 3 |", lines[2])
}

func TestCSV(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, sample(), "csv"))
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	require.Len(t, lines, 4)
	require.Equal(t, len(strings.Split(lines[0], ",")), len(strings.Split(lines[2], ",")))
	require.Contains(t, lines[2], ",1.5,-,3,0/0.25/0/2,0/0/0/0,", "not proved is a dash")
	require.True(t, strings.HasSuffix(lines[3], ",NO"), "a rejected rota is marked")
}

func TestBench(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, sample()[:1], "bench"))
	require.Equal(t, "BenchmarkCare/shape=small/engine=native/seed=1-2 1 3000000000 ns/op 0.5 best-sec 0.75 proof-sec 0 underlap-hours 0 planted-hours 0 contingency-hours 1010.00 money 1 gap-percent 120 peak-MiB 5000 steps\n", b.String())
}

func TestUnknownFormat(t *testing.T) {
	require.ErrorContains(t, Write(&strings.Builder{}, nil, "xml"), "md, csv, bench")
}
