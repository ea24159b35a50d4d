package walk

import (
	"testing"

	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/stretchr/testify/require"
)

// alterations are some random changes of a plan that is legal: a decision put in, taken out, or given
// other ends, once or several times. Each decision is permitted; what the lines then hold may not be.
func alterations(w *Walker, r *random.Source) {
	m, s := w.board.Model, w.State
	for n := 1 + r.N(3)*r.N(2); n > 0; n-- {
		l := r.N(len(m.Lines))
		own := s.Lines[l].Decisions[s.Lines[l].Past:]
		if len(own) > 0 && r.N(3) == 0 {
			s.Remove(int32(l), s.Lines[l].Past+r.N(len(own)))
		}
		if r.N(4) == 0 {
			continue
		}
		for range 20 {
			if d := toys.Drawn(m, l, r); toys.Permitted(m, l, d) && w.board.Fits(int32(l), d) && (r.N(3) == 0 || !s.BusyIn(int32(l), d.Start, d.End)) {
				s.Add(int32(l), d)
				break
			}
		}
	}
}

// The search finds a change lawful just when the plan then breaks nothing.
func TestChangesAreJudgedAsDefined(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			yes, no := 0, 0
			for seed := uint64(1); seed <= 6; seed++ {
				m := toys.Bounded(wd, seed)
				w := New(board.New(t.Context(), m), seed)
				require.Empty(t, m.Violations(w.State.Plan()), "the past breaks nothing")
				r := random.Source(seed)
				for range 1000 {
					w.State.Log = w.State.Log[:0]
					alterations(w, &r)
					broken := m.Violations(w.State.Plan())
					require.Equal(t, len(broken) == 0, w.lawful(), "seed %d, %v: %v", seed, w.State.Log, broken)
					if len(broken) == 0 {
						yes++
					} else {
						no++
						w.State.Undo(0)
					}
				}
			}
			require.Greater(t, yes, 300)
			require.Greater(t, no, 300)
		})
	}
}
