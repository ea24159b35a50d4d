package native

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/walk"
	"github.com/stretchr/testify/require"
)

// Where limits of every sort bind, every plan that the search comes by keeps
// them all: after a move, in the best plan, after lines were planned again.
func TestEveryPlanKeepsLimitsThatBind(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 3; seed++ {
				m := toys.Bounded(wd, seed)
				w := walk.New(board.New(t.Context(), m), seed)
				w.Temp = 5
				for i, hits := 0, 0; i < 8000 && hits < 300; i++ {
					if w.Step() {
						hits++
						require.Empty(t, m.Violations(w.State.Plan()), "seed %d, after move %d", seed, i)
						require.Equal(t, m.Evaluate(w.State.Plan()), w.State.Cost, "seed %d, after move %d", seed, i)
					}
				}
				w.Mend(t.Context(), 2000, solver.Cost{})
				require.Empty(t, m.Violations(w.State.Plan()), "seed %d, mended", seed)
				checked(t, t.Context(), m, solver.Options{Seed: seed, Threads: 1, Steps: 6000})
			}
		})
	}
}
