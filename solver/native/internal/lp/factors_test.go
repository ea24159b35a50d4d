package lp

import (
	"math"
	"math/rand/v2"
	"testing"
)

// matrix is a square matrix by columns, to hold the factors against.
type matrix [][]float64

func drawMatrix(rng *rand.Rand, n, perColumn int) matrix {
	m := make(matrix, n)
	for j := range m {
		m[j] = drawColumn(rng, n, perColumn)
	}
	return m
}

func drawColumn(rng *rand.Rand, n, perColumn int) []float64 {
	column := make([]float64, n)
	for range 1 + rng.IntN(perColumn) {
		column[rng.IntN(n)] = float64(rng.IntN(9) - 4)
	}
	return column
}

func sparseOf(column []float64) (index []int32, value []float64) {
	return row(column...)
}

func vectorFrom(column []float64) *vector {
	x := &vector{}
	x.resize(len(column))
	for i, v := range column {
		if v != 0 {
			x.set(int32(i), v)
		}
	}
	return x
}

// solves checks both kinds of solve against multiplication; at[i] is the column whose pivot is row i.
func solves(t *testing.T, f *factors, at matrix, rng *rand.Rand) {
	t.Helper()
	n := len(at)
	right := drawColumn(rng, n, 3)
	x := vectorFrom(right)
	f.ftran(x, false)
	back := make([]float64, n)
	for i, column := range at {
		for k, v := range column {
			back[k] += v * x.v[i]
		}
	}
	same(t, "columns", back, right)
	y := vectorFrom(right)
	f.btran(y, -1)
	for i, column := range at {
		back[i] = 0
		for k, v := range column {
			back[i] += v * y.v[k]
		}
	}
	same(t, "rows", back, right)
}

func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range got {
		if math.Abs(got[i]-want[i]) > 1e-5 {
			t.Fatalf("%s: %v at %d, want %v", what, got[i], i, want[i])
		}
	}
}

func TestFactorsSolveAndFollowUpdates(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 11))
		n := 1 + rng.IntN(120)
		b := drawMatrix(rng, n, 1+rng.IntN(8))
		var f factors
		pivotRow := f.factorise(n, func(k int) ([]int32, []float64) { return sparseOf(b[k]) })
		at := make(matrix, n)
		for k, i := range pivotRow {
			if i >= 0 {
				at[i] = b[k]
			}
		}
		for i := range at {
			if at[i] == nil {
				at[i] = make([]float64, n)
				at[i][i] = -1
			}
		}
		solves(t, &f, at, rng)
		for range 20 {
			replaceColumn(&f, at, rng)
			solves(t, &f, at, rng)
		}
	}
}

// replaceColumn puts a random column in where its pivot is largest.
func replaceColumn(f *factors, at matrix, rng *rand.Rand) {
	column := drawColumn(rng, len(at), 5)
	x := vectorFrom(column)
	f.ftran(x, true)
	best := 0
	for i, v := range x.v {
		if math.Abs(v) > math.Abs(x.v[best]) {
			best = i
		}
	}
	if math.Abs(x.v[best]) < 1e-3 {
		return
	}
	if rng.IntN(2) == 0 {
		unit := make([]float64, len(at))
		unit[best] = 1
		f.btran(vectorFrom(unit), int32(best))
	}
	if f.update(int32(best), x.v[best]) {
		at[best] = column
		return
	}
	at[best] = column
	pivotRow := f.factorise(len(at), func(k int) ([]int32, []float64) { return sparseOf(at[k]) })
	next := make(matrix, len(at))
	for k, i := range pivotRow {
		next[i] = at[k]
	}
	copy(at, next)
}
