package cpsat

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	Main()
	os.Exit(m.Run())
}

// ortools is the OR-Tools of this machine; without one the test is skipped.
func ortools(t *testing.T) *Found {
	t.Helper()
	f, err := Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	return f
}

func TestSmallestProgram(t *testing.T) {
	c, err := start(t.Context(), ortools(t).place)
	require.NoError(t, err)
	defer c.close()
	p := newProgram()
	x, y := p.boolean(), p.variable(0, 10)
	var s, o sum
	s.term(x, 3)
	s.term(y, 1)
	p.atMost(s, 7)
	o.term(x, -5)
	o.term(y, -1)
	for range 3 {
		r, err := c.solve(t.Context(), parameters{seed: 1, seconds: 10, workers: 1}, p.message(&o, hint{}, nil))
		require.NoError(t, err)
		require.Equal(t, optimal, r.status)
		require.Equal(t, []int64{1, 1, 4}, r.values)
		require.InDelta(t, -9, r.bound, 1e-9)
	}
}
