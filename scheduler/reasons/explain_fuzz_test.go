package reasons_test

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzExplain asks about rotas that somebody has spoilt: about all of one, a moment, a worker and a
// need, and about such as are not there.
func FuzzExplain(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 24, sound, func(t *testing.T, _ uint64, p *scheduler.Problem, b *drawn.Bytes) {
		r := audit.Rota(p, drawn.Mangled(p, drawn.Filled(p), b))
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
