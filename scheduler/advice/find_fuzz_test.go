package advice_test

import (
	"context"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzFind asks for advice about rotas that somebody has spoilt. What is advised holds: the rota of
// each option breaks no rule once its remedies are applied.
func FuzzFind(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 16, sound, func(t *testing.T, _ uint64, p *scheduler.Problem, b *drawn.Bytes) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := audit.Rota(p, drawn.Mangled(p, drawn.Filled(p), b))
		a, err := advice.Find(ctx, p, r, advice.Options{Options: solve.Options{Seed: 1, Threads: 1, Steps: 200}, TrialSteps: 200, Trials: 4})
		require.NoError(t, err)
		for _, o := range a.Options {
			q := p.Clone()
			for _, m := range o.Remedies {
				m.Apply(q)
			}
			require.Empty(t, audit.Rota(q, o.Rota).Findings)
		}
	})
}
