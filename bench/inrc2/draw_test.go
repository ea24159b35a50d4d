package inrc2

import (
	"context"
	"testing"
	"time"

	"github.com/carerota/carerota/bench/draw"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

func TestDrawnInstancesReadAsWritten(t *testing.T) {
	for _, shape := range []draw.Shape{{Workers: 1, Weeks: 1, Shifts: 1}, {Workers: 12, Weeks: 4, Shifts: 3}, {Workers: 60, Weeks: 13, Shifts: 32}} {
		in := Draw(shape, 3)
		require.Equal(t, in, Draw(shape, 3))
		dir := t.TempDir()
		require.NoError(t, in.Write(dir))
		again, err := Read(dir, in.Name)
		require.NoError(t, err)
		require.Equal(t, in, again)
		require.Len(t, in.Model().Tasks, 7*shape.Weeks*shape.Shifts*len(in.Skills))
	}
}

func TestDrawnInstancesAreProved(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		_, cost, bound := solved(t, Draw(draw.Shape{Workers: 4, Weeks: 2, Shifts: int(seed)}, seed), 2, 1<<22)
		require.Equal(t, cost, bound, "seed %d", seed)
	}
}

// A larger one soon has a legal rota; the search for a better is broken off.
func TestDrawnInstancesOfMiddlingSizeHaveALegalRota(t *testing.T) {
	in := Draw(draw.Shape{Workers: 20, Weeks: 4, Shifts: 4}, 1)
	m := in.Model()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	r, err := native.Engine{}.Solve(ctx, m.Model, solver.Options{Seed: 1, Threads: 2, Time: time.Hour, Progress: func(p solver.Improvement) {
		if _, legal := m.Cost(p.Cost); legal {
			stop()
		}
	}})
	require.NoError(t, err)
	v := in.Check(m.Rota(r.Plan))
	require.Empty(t, v.Findings)
	cost, _ := m.Cost(r.Cost)
	require.Equal(t, v.Cost, cost)
	bound, _ := m.Cost(r.Bound)
	require.LessOrEqual(t, bound, cost)
}
