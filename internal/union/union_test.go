package union_test

import (
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/internal/union"
	"github.com/stretchr/testify/require"
)

// Numbers are in one set when a chain of joins leads from one to the other, and not else.
func TestSetsAreWhatIsJoined(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 7))
		n := 1 + rng.IntN(20)
		s, set := union.New(n), make([]int, n) // by number: the least number in its set
		for i := range set {
			set[i] = i
		}
		for range rng.IntN(2 * n) {
			a, b := rng.IntN(n), rng.IntN(n)
			s.Join(a, b)
			from, to := max(set[a], set[b]), min(set[a], set[b])
			for i := range set {
				if set[i] == from {
					set[i] = to
				}
			}
		}
		for a := range n {
			size := 0
			for b := range n {
				require.Equal(t, set[a] == set[b], s.Root(a) == s.Root(b))
				if set[a] == set[b] {
					size++
				}
			}
			require.Equal(t, size, s.Size(a))
		}
	}
}
