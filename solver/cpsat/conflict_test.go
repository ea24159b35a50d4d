package cpsat

import (
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// Conflicts of drawn obstacles are smallest: none smaller is found by trying
// every set. Where there is none that is said.
func TestConflictsAreSmallest(t *testing.T) {
	c, err := OpenConflicts(t.Context(), ortools(t))
	require.NoError(t, err)
	defer c.Close()
	r := rand.New(rand.NewPCG(1, 1))
	found := 0
	for range 60 {
		o := solver.Obstacles{Count: 1 + r.IntN(8), Wanted: 1 + r.IntN(3)}
		for range 1 + r.IntN(6) {
			options := make([][]int, r.IntN(4))
			for k := range options {
				for i := range o.Count {
					if r.IntN(3) == 0 {
						options[k] = append(options[k], i)
					}
				}
			}
			o.Groups = append(o.Groups, options)
		}
		fewest := o.Count + 1
		for set := range 1 << o.Count {
			var held []int
			for i := range o.Count {
				if set>>i&1 == 1 {
					held = append(held, i)
				}
			}
			if o.Open(held, -1) < o.Wanted {
				fewest = min(fewest, bits.OnesCount(uint(set)))
			}
		}
		got, err := c.Explain(o)
		if fewest > o.Count {
			require.ErrorIs(t, err, errNoConflict)
			continue
		}
		found++
		require.NoError(t, err)
		require.True(t, o.Minimal(got), "%v of %+v", got, o)
		require.Len(t, got, fewest, "%v of %+v", got, o)
	}
	require.Greater(t, found, 20)
}
