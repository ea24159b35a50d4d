package board

import (
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

// The search admits a single decision just when its definition does; for its
// length it also looks at how long a spell may be.
func TestOneDecisionIsJudgedAsDefined(t *testing.T) {
	yes, no := 0, 0
	for name, wd := range toys.Kinds {
		for seed := uint64(1); seed <= 6; seed++ {
			m := toys.Bounded(wd, seed)
			b := New(t.Context(), m)
			r := random.Source(seed)
			for range 6000 {
				l := r.N(len(m.Lines))
				d := toys.Drawn(m, l, &r)
				want := toys.Permitted(m, l, d)
				if d.Kind != solver.Reserve && d.Task >= 0 {
					most := longestSpell(m, l, m.Tasks[d.Task].Kind)
					usual := d.Span().Len() - m.Stretch(d.Span())
					want = want && (most == 0 || usual <= most)
					if awake := m.Lines[l].Rules.MaxAwake; awake > 0 && d.Kind != solver.Passive {
						want = want && usual <= awake
					}
				}
				require.Equal(t, want, b.Fits(int32(l), d), "%s, seed %d, line %d: %v of %+v, rules %+v", name, seed, l, d, m.Tasks[max(0, d.Task)], m.Lines[l].Rules)
				if want {
					yes++
				} else {
					no++
				}
			}
			require.False(t, b.Fits(0, solver.Decision{Task: solver.NoTask, Start: 0, End: 60}), "work on no task")
		}
	}
	require.Greater(t, yes, 10000)
	require.Greater(t, no, 10000)
}

// longestSpell is how long a spell with a decision of a kind may be at most, 0 for no limit: as long as
// one with a sleep-in where the line can have one beside it.
func longestSpell(m *solver.Model, l int, kind solver.Mode) solver.Minute {
	line := &m.Lines[l]
	alone, beside := line.Rules.MaxSpell, line.Rules.MaxSpellPassive
	sleeps := slices.ContainsFunc(slices.Concat(line.Past, line.Fixed), func(d solver.Decision) bool { return d.Kind == solver.Passive }) ||
		slices.ContainsFunc(line.Permits, func(p solver.Permit) bool { return m.Tasks[p.Task].Kind == solver.Passive })
	switch {
	case kind == solver.Passive:
		return beside
	case !sleeps:
		return alone
	case alone == 0 || beside == 0:
		return 0
	}
	return max(alone, beside)
}
