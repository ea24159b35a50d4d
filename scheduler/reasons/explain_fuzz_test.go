package reasons_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzExplain asks about rotas that somebody has spoilt: about all of one, a moment, a worker and a
// need, and about such as are not there.
func FuzzExplain(f *testing.F) {
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
		r := audit.Rota(p, drawn.Mangled(p, drawn.Filled(p), &b))
		questions := []reasons.Question{{}, {Worker: "w0"}, {Need: "n0"}, {Worker: "nobody", Need: "nothing"}}
		for _, s := range r.Rota.Shifts[:min(len(r.Rota.Shifts), 3)] {
			questions = append(questions, reasons.Question{At: s.Start}, reasons.Question{At: s.End.Add(-time.Second), Worker: s.Worker, Need: s.Need})
		}
		for _, q := range questions {
			x := reasons.Explain(p, r, q)
			require.NoError(t, x.Second)
			for _, m := range x.Moments {
				require.True(t, m.Start.Before(m.End))
			}
		}
	})
}
