package walk

import (
	"context"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/line"
	"github.com/stretchr/testify/require"
)

// anneal cools a fresh walker over so many steps.
func annealed(m *solver.Model, seed uint64, steps int) *Walker {
	w := New(board.New(context.Background(), m), seed)
	for i := range steps {
		w.Temp = 10 * (1 - float64(i)/float64(steps))
		w.Step()
	}
	return w
}

func TestMendIsLegalExactAndNeverWorse(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 2; seed++ {
				m := wd.Make(seed)
				w := annealed(m, seed, 3000)
				before := w.Best
				used := w.Mend(context.Background(), 6000, solver.Cost{})
				require.GreaterOrEqual(t, used, int64(6000))
				require.False(t, before.Less(w.Best), "the best plan got worse")
				require.Equal(t, w.Best, w.State.Cost, "the best plan is the present one")
				require.Equal(t, m.Evaluate(w.State.Plan()), w.Best)
				require.Empty(t, m.Violations(w.State.Plan()))
				require.Empty(t, w.dirty.Items)
			}
		})
	}
}

func TestMendRepeatsItself(t *testing.T) {
	m, _ := toys.Planted{Workers: 12, Clients: 5, Days: 7, Seed: 3}.Make()
	a, b := annealed(m, 1, 20000), annealed(m, 1, 20000)
	used := a.Mend(context.Background(), 20000, solver.Cost{})
	require.Equal(t, used, b.Mend(context.Background(), 20000, solver.Cost{}))
	require.Equal(t, a.State.Plan(), b.State.Plan())
}

func TestMendClosesGaps(t *testing.T) {
	closed := int64(0)
	for seed := uint64(1); seed <= 2; seed++ {
		m, hidden := toys.Planted{Workers: 12, Clients: 5, Days: 7, Slack: 15, Seed: seed}.Make()
		require.Empty(t, m.Violations(hidden), "the planted plan is legal")
		require.Zero(t, m.Evaluate(hidden)[1], "and covers everything")
		w := annealed(m, seed, 10000)
		before := w.Best[1]
		w.Mend(context.Background(), 60000, m.Evaluate(hidden))
		require.LessOrEqual(t, w.Best[1], before)
		require.Empty(t, m.Violations(w.State.Plan()))
		closed += before - w.Best[1]
	}
	require.Positive(t, closed, "minutes of shortage closed over all seeds")
}

func TestMendStopsAtTheBound(t *testing.T) {
	m, _ := toys.Planted{Workers: 12, Clients: 5, Days: 7, Slack: 15, Seed: 1}.Make()
	w := annealed(m, 1, 5000)
	require.Zero(t, w.Mend(context.Background(), 1000, w.Best))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	require.Zero(t, w.Mend(ctx, 1000, solver.Cost{}))
}

// BenchmarkLine re-plans one line's week on a 15-minute grid, with only its own
// time free and with that of two more lines.
func BenchmarkLine(b *testing.B) {
	m, _ := toys.Planted{Workers: 24, Clients: 10, Days: 14, Seed: 1}.Make()
	w := annealed(m, 1, 200000)
	for _, c := range []struct {
		name  string
		lines int
		days  solver.Minute
	}{{"week alone", 1, 7}, {"week with two more", 3, 7}, {"two weeks with two more", 3, 14}} {
		b.Run(c.name, func(b *testing.B) {
			p := line.New(w.State)
			r := random.Source(5)
			in := solver.Span{From: 0, To: c.days * 1440}
			for b.Loop() {
				w.State.Log = w.State.Log[:0]
				first := r.N(24)
				for k := range c.lines {
					w.State.Lift(int32((first+k*5)%24), in)
				}
				p.Plan(int32(first), in.From, in.To, line.Ask{})
				w.State.Undo(0)
			}
			b.ReportMetric(float64(p.Cells)/float64(b.N), "cells/op")
		})
	}
}
