package cpsat

import (
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// fewest is a rule of a caller's own: no more decisions on a line than so many.
type fewest int

func (fewest) Name() string { return "few visits" }

func (r fewest) Legal(line []solver.Decision) bool { return len(line) <= int(r) }

// CP-SAT says by name which rule it cannot keep.
func TestTheRuleThatCannotBeKeptIsNamed(t *testing.T) {
	m := small(1)
	m.Lines[0].Rules.Custom = []solver.LineRule{fewest(1)}
	_, err := Engine{}.Solve(t.Context(), m, solver.Options{Time: time.Second})
	require.ErrorIs(t, err, ErrCustom)
	require.ErrorContains(t, err, `"few visits"`)
}

// Together the two engines keep such a rule, whatever CP-SAT does for the parts without one; a panic
// in it is an error.
func TestTogetherTheEnginesKeepRulesThatAreFunctions(t *testing.T) {
	ortools(t)
	m := twice(small(2))
	half := len(m.Lines) / 2
	for l := range half {
		m.Lines[l].Rules.Custom = []solver.LineRule{fewest(1)}
	}
	require.Greater(t, len(solver.Split(m)), 1)
	var said []error
	r, err := Auto{Say: func(err error) { said = append(said, err) }}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 2, Time: 4 * time.Second})
	require.NoError(t, err)
	require.Empty(t, m.Violations(r.Plan))
	require.Equal(t, m.Evaluate(r.Plan), r.Cost)
	for _, err := range said {
		require.ErrorContains(t, err, `"few visits"`)
	}
	m.Lines[0].Rules.Custom = []solver.LineRule{panics{}}
	_, err = Auto{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 2, Time: 4 * time.Second})
	require.ErrorContains(t, err, `rule "panics" panicked: no such case`)
}

type panics struct{}

func (panics) Name() string { return "panics" }

func (panics) Legal(line []solver.Decision) bool {
	if len(line) > 0 {
		panic("no such case")
	}
	return true
}
