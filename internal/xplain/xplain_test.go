package xplain

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestQuickXplainIsMinimal draws families of bad sets and checks that what is
// found is bad and that nothing can be left out.
func TestQuickXplainIsMinimal(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := 1 + r.IntN(12)
		var kernels [][]int
		for range 1 + r.IntN(4) {
			var k []int
			for i := range n {
				if r.IntN(3) == 0 {
					k = append(k, i)
				}
			}
			if len(k) > 0 {
				kernels = append(kernels, k)
			}
		}
		if len(kernels) == 0 {
			continue
		}
		bad := func(kept []int) bool {
			return slices.ContainsFunc(kernels, func(k []int) bool {
				return !slices.ContainsFunc(k, func(i int) bool { return !slices.Contains(kept, i) })
			})
		}
		got := Minimal(n, bad)
		require.True(t, bad(got), "seed %d", seed)
		for i := range got {
			require.False(t, bad(slices.Delete(slices.Clone(got), i, i+1)), "seed %d: %v of %v", seed, got, kernels)
		}
	}
}
