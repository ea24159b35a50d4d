package native

import (
	"context"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/walk"
)

// Wander is a plan some way along a random walk over legal plans.
func Wander(m *solver.Model, seed uint64, moves int) *solver.Plan {
	w := walk.New(board.New(context.Background(), m), seed)
	w.Temp = 1
	for range moves {
		w.Step()
	}
	return w.State.Plan()
}
