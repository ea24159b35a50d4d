package solver_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

func TestKindsPrintThemselves(t *testing.T) {
	require.Equal(t, "[active passive reserve beside kind 4]", fmt.Sprint([]solver.Mode{solver.Active, solver.Passive, solver.Reserve, solver.Beside, solver.NumModes}))
}

// A plan is read, not believed: what is marked fixed and is not, what serves
// nothing, what is of no kind.
func TestNoMarkOfAPlanIsBelieved(t *testing.T) {
	m := toys.TinyDays(2)
	toys.AddTask(m, 8, 16, 0)
	toys.AddLine(m, 0).Reserve = []solver.Span{m.Horizon}
	toys.AddLine(m)
	for _, c := range []struct {
		why  string
		line int
		d    solver.Decision
		want string
	}{
		{"the line may not serve the task, whatever the mark says", 1, solver.Decision{Task: 0, Start: 8 * toys.Hour, End: 16 * toys.Hour, Fixed: true}, "line 1: {0 480 960 active true} is not permitted"},
		{"no such task", 0, solver.Decision{Task: 7, Start: 8 * toys.Hour, End: 16 * toys.Hour}, "line 0: {7 480 960 active false} serves no task"},
		{"only Reserve serves none", 0, solver.Decision{Task: solver.NoTask, Start: 8 * toys.Hour, End: 16 * toys.Hour}, "line 0: {-1 480 960 active false} serves no task"},
		{"time on reserve serves none", 0, solver.Decision{Task: 0, Start: 8 * toys.Hour, End: 16 * toys.Hour, Kind: solver.Reserve}, "line 0: {0 480 960 reserve false} is on reserve and serves a task"},
		{"it has a line beside none", 0, solver.Decision{Task: 0, Start: 8 * toys.Hour, End: 16 * toys.Hour, Kind: solver.Beside}, "line 0: {0 480 960 beside false} is of another kind than active"},
		{"no time", 0, solver.Decision{Task: 0, Start: 8 * toys.Hour, End: 8 * toys.Hour}, "line 0: {0 480 480 active false} is no decision"},
		{"no kind", 0, solver.Decision{Task: 0, Start: 8 * toys.Hour, End: 16 * toys.Hour, Kind: solver.NumModes}, "line 0: {0 480 960 kind 4 false} is no decision"},
	} {
		p := &solver.Plan{Lines: make([][]solver.Decision, 2)}
		p.Lines[c.line] = []solver.Decision{c.d}
		require.Equal(t, []string{c.want}, m.Violations(p), c.why)
	}
	m.Lines[0].Fixed = []solver.Decision{{Task: 0, Start: 9 * toys.Hour, End: 9*toys.Hour + 5, Fixed: true}}
	require.Equal(t, []string{"line 0: fixed decision {0 540 545 active true} is missing"}, m.Violations(&solver.Plan{Lines: make([][]solver.Decision, 2)}))
	require.Empty(t, m.Violations(&solver.Plan{Lines: [][]solver.Decision{slices.Clone(m.Lines[0].Fixed), nil}}), "what is fixed asks nobody")
	require.Equal(t, []string{"the plan has 1 lines, the model 2"}, m.Violations(&solver.Plan{Lines: make([][]solver.Decision, 1)}))
}
