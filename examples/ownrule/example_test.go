package main

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/stretchr/testify/require"
)

// Nobody has two nights in a row, although Ann would be cheaper.
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
	// 0.0 h not covered, 0 shifts break "rest after night"
}

// TestWithoutTheRule shows that it is the rule that parts the nights.
func TestWithoutTheRule(t *testing.T) {
	problem, err := nights()
	require.NoError(t, err)
	report, err := carerota.Solve(t.Context(), problem, carerota.Options{Seed: 1, Threads: 1, Steps: 20_000})
	require.NoError(t, err)
	require.NotEmpty(t, RestAfter{Need: "night", Rest: 24 * time.Hour}.broken(report.Rota))
}
