package walk

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

// A path either passes the hours on, with every line it touches legal, or
// changes nothing.
func TestAugmentPassesHoursOnOrChangesNothing(t *testing.T) {
	passed, long := 0, 0
	for seed := uint64(1); seed <= 4; seed++ {
		m, _ := toys.Planted{Workers: 16, Clients: 6, Days: 14, Slack: 15, Seed: seed}.Make()
		w := annealed(m, seed, 60000)
		w.Back()
		s := w.State
		for range 4000 {
			l := w.busy[w.rng.N(len(w.busy))]
			_, d, ok := w.anyOf(l)
			if !ok || d.Task < 0 || w.board.Tasks[d.Task].Whole {
				continue
			}
			e := d
			e.End = w.board.Shift(&w.board.Tasks[d.Task], d.End, w.board.Model.Grain*solver.Minute(1+w.rng.N(8)))
			s.Log = s.Log[:0]
			if !w.exchange(l, d, e) || !s.Legal(l, e.Start, e.End) || s.Over == 0 {
				s.Undo(0)
				continue
			}
			before, n := s.Plan(), len(s.Log)
			over, span := s.Overrun(l, e)
			require.Positive(t, over)
			if !w.paths.path(l, e, w.board.UpToGrain(over), span) {
				require.Len(t, s.Log, n, "a path that fails leaves the log alone")
				require.Equal(t, before, s.Plan(), "and the plan")
				s.Undo(0)
				continue
			}
			passed++
			if len(w.paths.route) > 1 {
				long++
			}
			p := s.Plan()
			require.Equal(t, m.Evaluate(p), s.Cost)
			if s.Over == 0 {
				require.Empty(t, m.Violations(p))
			}
			s.Undo(0)
		}
	}
	require.Greater(t, passed, 20)
	require.Positive(t, long, "some paths go over several workers")
}
