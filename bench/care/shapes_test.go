package care

import (
	"testing"

	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// TestEveryShapeIsPlanted draws every shape but the largest with the seeds that
// are measured.
func TestEveryShapeIsPlanted(t *testing.T) {
	for _, name := range Names() {
		if name == "large" {
			continue
		}
		for seed := uint64(1); seed <= 3; seed++ {
			pl, err := Plant(name, seed)
			require.NoError(t, err, "%s, seed %d", name, seed)
			if seed == 1 {
				require.Empty(t, validate.Problem(pl.Problem), name)
			}
		}
	}
}

func TestUnknownShape(t *testing.T) {
	_, err := Plant("enormous", 1)
	require.ErrorContains(t, err, "household, tiny-short, tiny, thirty, small")
}
