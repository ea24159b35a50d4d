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
	a.ProofTime, a.ProofPeople, a.ProofDays, b.ProofTime, b.ProofPeople, b.ProofDays = 0.02, 3, 2, 0.09, 4, 3
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
	require.Equal(t, "| small | 60 x 25 x 14 | 2 | 3 | 0.5 / 1.5 | 0.75 / never | 0 / 0.25 | 0 / 2 | 1 / never | 0 / 0 | 20 / 90 | 3, 2 | 0 | 120 / 120 | 2 of 3 | 2 of 3 |", lines[2])
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

func rotas() []Rota {
	a := Rota{Suite: "curtois", Instance: "Instance1", Engine: "native", Seed: 1, Threads: 2, Limit: 10, First: 0.01, Best: 0.5, Seconds: 0.75, CPU: 1.25,
		Cost: 607, Bound: 607, Bounded: true, PeakMiB: 9, Legal: true}
	b := a
	b.Seed, b.Cost, b.Seconds, b.Bound = 2, 610, 10, 605
	c := b
	c.Seed, c.Legal, c.Cost = 3, false, 12
	return []Rota{a, b, c}
}

func TestRotaRows(t *testing.T) {
	require.True(t, rotas()[0].Proved())
	require.False(t, rotas()[1].Proved())
	for _, c := range []struct{ format, want string }{
		{"md", "| Instance1 | 2 | 10 | 3 | 610 / none | 607 | 1 of 3 | 0.01 / 0.01 | 0.5 / 0.5 | 10 / 10 | 1.25 / 1.25 | 9 / 9 | 2 of 3 |"},
		{"csv", "curtois,Instance1,native,1,2,10,0.75,1.25,607,607,yes,0.01,0.5,9,yes\n"},
		{"csv", "curtois,Instance1,native,3,2,10,10,1.25,12,605,no,0.01,0.5,9,NO\n"},
		{"bench", "BenchmarkCurtois/instance=Instance1/engine=native/limit=10/seed=1-2 1 750000000 ns/op 607 cost 0.5 best-sec 0.01 first-sec 607 bound 9 peak-MiB\n"},
	} {
		var b strings.Builder
		require.NoError(t, WriteRotas(&b, rotas(), c.format))
		require.Contains(t, b.String(), c.want)
	}
	require.Error(t, WriteRotas(&strings.Builder{}, nil, "pdf"))
}
