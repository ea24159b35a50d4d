package solver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A path either passes the hours on, with every line it touches legal, or
// changes nothing.
func TestAugmentPassesHoursOnOrChangesNothing(t *testing.T) {
	passed, long := 0, 0
	for seed := uint64(1); seed <= 4; seed++ {
		m, _ := planted{workers: 16, clients: 6, days: 14, slack: 15, seed: seed}.make()
		w := annealed(m, seed, 60000)
		w.back()
		s := w.s
		for range 4000 {
			l := w.busy[w.rng.n(len(w.busy))]
			_, d, ok := w.anyOf(l)
			if !ok || d.Task < 0 || w.b.tasks[d.Task].Whole {
				continue
			}
			e := d
			e.End = w.b.shift(&w.b.tasks[d.Task], d.End, w.b.m.Grain*Minute(1+w.rng.n(8)))
			s.log = s.log[:0]
			if !w.exchange(l, d, e) || !s.legal(l, e.Start, e.End) || s.over == 0 {
				s.undo(0)
				continue
			}
			before, n := s.plan(), len(s.log)
			over, span := s.overrun(l, e)
			require.Positive(t, over)
			if !w.path(l, e, w.b.upToGrain(over), span) {
				require.Len(t, s.log, n, "a path that fails leaves the log alone")
				require.Equal(t, before, s.plan(), "and the plan")
				s.undo(0)
				continue
			}
			passed++
			if len(w.paths.route) > 1 {
				long++
			}
			p := s.plan()
			require.Equal(t, m.Evaluate(p), s.cost)
			if s.over == 0 {
				require.Empty(t, m.Violations(p))
			}
			s.undo(0)
		}
	}
	require.Greater(t, passed, 20)
	require.Positive(t, long, "some paths go over several workers")
}
