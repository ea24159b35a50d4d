package solve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzComplete completes rotas that somebody has spoilt. Whatever they are, nothing panics, the
// shifts given are the shifts read, and every proof holds.
func FuzzComplete(f *testing.F) {
	for seed := range uint64(24) {
		f.Add(seed, []byte{})
		f.Add(seed, drawn.Seed(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		b := drawn.Bytes(data)
		p := drawn.Displaced(drawn.Problem(rand.New(rand.NewPCG(seed, 23))), &b)
		if len(validate.Problem(p)) > 0 {
			return
		}
		r := drawn.Mangled(p, drawn.Filled(p), &b)
		given := len(r.Shifts)
		report, err := solve.Complete(t.Context(), p, r, solve.CompleteOptions{Threads: 1, Pairs: seed%4 == 0})
		require.NoError(t, err)
		require.Len(t, report.Rota.Shifts, given)
		require.Equal(t, scheduler.Unknown, report.Status)
		require.Empty(t, audit.Proofs(p, report.Proofs))
		if len(report.Findings) == 0 {
			require.Equal(t, report.Underlap == nil, report.Cover.UnderlapHours == 0)
		}
	})
}
