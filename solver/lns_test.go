package solver

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// anneal cools a fresh walker over so many steps.
func annealed(m *Model, seed uint64, steps int) *walker {
	w := newWalker(newBoard(m), seed)
	for i := range steps {
		w.temp = 10 * (1 - float64(i)/float64(steps))
		w.step()
	}
	return w
}

func TestMendIsLegalExactAndNeverWorse(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 2; seed++ {
				m := wd.make(seed)
				w := annealed(m, seed, 3000)
				before := w.best
				used := w.mend(context.Background(), 6000, Cost{})
				require.GreaterOrEqual(t, used, int64(6000))
				require.False(t, before.Less(w.best), "the best plan got worse")
				require.Equal(t, w.best, w.s.cost, "the best plan is the present one")
				require.Equal(t, m.Evaluate(w.s.plan()), w.best)
				require.Empty(t, m.Violations(w.s.plan()))
				require.Empty(t, w.dirty.items)
			}
		})
	}
}

func TestMendRepeatsItself(t *testing.T) {
	m, _ := planted{workers: 12, clients: 5, days: 7, seed: 3}.make()
	a, b := annealed(m, 1, 20000), annealed(m, 1, 20000)
	used := a.mend(context.Background(), 20000, Cost{})
	require.Equal(t, used, b.mend(context.Background(), 20000, Cost{}))
	require.Equal(t, a.s.plan(), b.s.plan())
}

func TestMendClosesGaps(t *testing.T) {
	closed := int64(0)
	for seed := uint64(1); seed <= 2; seed++ {
		m, hidden := planted{workers: 12, clients: 5, days: 7, slack: 15, seed: seed}.make()
		require.Empty(t, m.Violations(hidden), "the planted plan is legal")
		require.Zero(t, m.Evaluate(hidden)[1], "and covers everything")
		w := annealed(m, seed, 10000)
		before := w.best[1]
		w.mend(context.Background(), 60000, m.Evaluate(hidden))
		require.LessOrEqual(t, w.best[1], before)
		require.Empty(t, m.Violations(w.s.plan()))
		closed += before - w.best[1]
	}
	require.Positive(t, closed, "minutes of shortage closed over all seeds")
}

func TestMendStopsAtTheBound(t *testing.T) {
	m, _ := planted{workers: 12, clients: 5, days: 7, slack: 15, seed: 1}.make()
	w := annealed(m, 1, 5000)
	require.Zero(t, w.mend(context.Background(), 1000, w.best))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	require.Zero(t, w.mend(ctx, 1000, Cost{}))
}

// BenchmarkLine re-plans one line's week on a 15-minute grid, with only its own
// time free and with that of two more lines.
func BenchmarkLine(b *testing.B) {
	m, _ := planted{workers: 24, clients: 10, days: 14, seed: 1}.make()
	w := annealed(m, 1, 200000)
	for _, c := range []struct {
		name  string
		lines int
		days  Minute
	}{{"week alone", 1, 7}, {"week with two more", 3, 7}, {"two weeks with two more", 3, 14}} {
		b.Run(c.name, func(b *testing.B) {
			p := newPlanner(w.s)
			r := random(5)
			in := Span{0, c.days * 1440}
			for b.Loop() {
				w.s.log = w.s.log[:0]
				first := r.n(24)
				for k := range c.lines {
					w.s.lift(int32((first+k*5)%24), in)
				}
				p.plan(int32(first), in.From, in.To, ask{})
				w.s.undo(0)
			}
			b.ReportMetric(float64(p.cells)/float64(b.N), "cells/op")
		})
	}
}
