package bound

import (
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// The instants picked are the best that lie so far apart, of all sets of minutes.
func TestApart(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 5))
		const end = 14
		var wants []step
		for range 1 + r.IntN(4) {
			from := solver.Minute(r.IntN(end - 1))
			wants = append(wants, step{solver.Span{From: from, To: from + 1 + solver.Minute(r.IntN(int(end-from)))}, int64(1 + r.IntN(3))})
		}
		least := solver.Minute(1 + r.IntN(6))
		var want int64
		for set := range 1 << end {
			last, sum := solver.Minute(-100), int64(0)
			for at := solver.Minute(0); at < end && sum >= 0; at++ {
				if set&(1<<at) == 0 {
					continue
				}
				if at-last < least {
					sum = -1
					break
				}
				last = at
				for _, s := range wants {
					if s.From <= at && at < s.To {
						sum += s.lines
					}
				}
			}
			want = max(want, sum)
		}
		require.GreaterOrEqual(t, want, apart(wants, least), "seed %d", seed)
		if least == 1 {
			require.Equal(t, want, apart(wants, least), "seed %d", seed)
		}
	}
}
