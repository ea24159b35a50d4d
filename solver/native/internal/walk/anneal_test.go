package walk

import (
	"testing"

	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/stretchr/testify/require"
)

// Every applied move's cost is checked against the plain evaluation, and the
// plan against every rule.
func TestEveryMoveIsExactAndLegal(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 3; seed++ {
				m := wd.Make(seed)
				w := New(board.New(t.Context(), m), seed)
				require.Equal(t, m.Evaluate(w.State.Plan()), w.State.Cost, "empty plan")
				w.Temp = 5
				for i, hits := 0, 0; i < 40000 && hits < 1200; i++ {
					if i%1000 == 0 {
						w.Temp *= 0.8
					}
					if !w.Step() {
						continue
					}
					hits++
					p := w.State.Plan()
					require.Equal(t, m.Evaluate(p), w.State.Cost, "after move %d", i)
					if hits%7 == 0 {
						require.Empty(t, m.Violations(p), "after move %d", i)
					}
				}
				require.Positive(t, w.wins[0], "the search moves at all")
				w.Back()
				require.Equal(t, w.Best, w.State.Cost)
				require.Equal(t, m.Evaluate(w.State.Plan()), w.Best)
				fresh := New(board.New(t.Context(), m), 1)
				fresh.Adopt(w.State.Plan())
				require.Equal(t, w.Best, fresh.State.Cost, "a legal plan is taken over whole")
			}
		})
	}
}
