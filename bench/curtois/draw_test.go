package curtois

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
		var b bytes.Buffer
		require.NoError(t, in.Write(&b))
		again, err := Read(&b, shape.String()+".txt")
		require.NoError(t, err)
		require.Equal(t, in, again)
		m, err := in.Model()
		require.NoError(t, err)
		require.Len(t, m.Tasks, 7*shape.Weeks*shape.Shifts)
	}
}

// Who is who, and what shifts are called, changes nothing.
func TestDrawnInstancesAreProvedWhateverTheNames(t *testing.T) {
	for seed := uint64(1); seed <= 4; seed++ {
		in := Draw(draw.Shape{Workers: 4, Weeks: 2, Shifts: int(seed)}, seed)
		cost, bound := solved(t, in, 2, 1<<22)
		require.Equal(t, cost, bound, "seed %d", seed)
		again, proof := solved(t, turned(t, in), 2, 1<<22)
		require.Equal(t, again, proof, "seed %d", seed)
		require.Equal(t, cost, again, "seed %d", seed)
	}
}

// turned is an instance with its employees and shifts in the other order and with other names.
func turned(t *testing.T, in *Instance) *Instance {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, in.Write(&b))
	out, err := Read(&b, "turned.txt")
	require.NoError(t, err)
	for s := range out.Shifts {
		out.Shifts[s].ID = strings.Replace(out.Shifts[s].ID, "S", "Type", 1)
		slices.Reverse(out.Shifts[s].NotNext)
	}
	slices.Reverse(out.Shifts)
	for e := range out.Staff {
		out.Staff[e].ID = "x" + out.Staff[e].ID
		slices.Reverse(out.Staff[e].MaxShifts)
	}
	slices.Reverse(out.Staff)
	for _, list := range [][]Request{out.On, out.Off} {
		for i := range list {
			list[i].Employee, list[i].Shift = len(out.Staff)-1-list[i].Employee, len(out.Shifts)-1-list[i].Shift
		}
	}
	for i := range out.Cover {
		out.Cover[i].Shift = len(out.Shifts) - 1 - out.Cover[i].Shift
	}
	out.index()
	return out
}

// A larger one soon has a legal rota; the search for a better is broken off.
func TestDrawnInstancesOfMiddlingSizeHaveALegalRota(t *testing.T) {
	in := Draw(draw.Shape{Workers: 20, Weeks: 6, Shifts: 6}, 1)
	m, err := in.Model()
	require.NoError(t, err)
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
