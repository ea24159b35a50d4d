package actual

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What assign finds costs as little as the best of all ways to pair.
func TestAssignAgainstAllWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 5).Draw(t, "places")
		rows := make([][]edge, rapid.IntRange(0, 5).Draw(t, "rows"))
		for i := range rows {
			for j := range n {
				if rapid.Bool().Draw(t, "may") {
					rows[i] = append(rows[i], edge{j, rapid.IntRange(0, 12).Draw(t, "cost")})
				}
			}
		}
		alone := make([]int, len(rows))
		for i := range alone {
			alone[i] = rapid.IntRange(0, 12).Draw(t, "alone")
		}
		var least func(i int, used []bool) int
		least = func(i int, used []bool) int {
			if i == len(rows) {
				return 0
			}
			best := alone[i] + least(i+1, used)
			for _, e := range rows[i] {
				if !used[e.to] {
					used[e.to] = true
					best = min(best, e.cost+least(i+1, used))
					used[e.to] = false
				}
			}
			return best
		}
		got, taken := 0, []int{}
		for i, j := range assign(rows, n, alone) {
			if j < 0 {
				got += alone[i]
				continue
			}
			at := slices.IndexFunc(rows[i], func(e edge) bool { return e.to == j })
			require.GreaterOrEqual(t, at, 0)
			require.NotContains(t, taken, j)
			taken, got = append(taken, j), got+rows[i][at].cost
		}
		require.Equal(t, least(0, make([]bool, n)), got)
		require.Less(t, got, math.MaxInt)
	})
}
