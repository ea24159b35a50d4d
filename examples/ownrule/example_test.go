package main

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// Nobody has two nights in a row, although Ann would be cheaper, and nobody is sent who would.
func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Mon 6 Jul 22:00 night ann
	// Tue 7 Jul 22:00 night ben
	// Wed 8 Jul 22:00 night ann
	// Thu 9 Jul 22:00 night ben
	// Fri 10 Jul 22:00 night ann
	// 0.0 h not covered, taxis 36.00
	// ann is ill, nobody for night Wed 22:00:
	//   ben: [may not come: the rule "rest after night" does not allow it]
}

// TestWithoutTheRule shows that it is the rule that parts the nights, and that the households are
// solved apart.
func TestWithoutTheRule(t *testing.T) {
	problem, err := households()
	require.NoError(t, err)
	c, err := constraints.Compile(problem, carerota.Rules())
	require.NoError(t, err)
	require.Len(t, solver.Split(c.Model), 2)
	report, err := carerota.Solve(t.Context(), problem, carerota.Options{Seed: 1, Threads: 1, Steps: 20_000})
	require.NoError(t, err)
	require.NotEmpty(t, RestAfter{Need: "night", Rest: 24 * time.Hour}.Audit(problem, report.Rota))
}
