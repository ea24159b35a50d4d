package advice_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzFind asks for advice about rotas that somebody has spoilt. What is advised holds: the rota of
// each option breaks no rule once its remedies are applied.
func FuzzFind(f *testing.F) {
	for seed := range uint64(16) {
		f.Add(seed, []byte{})
		f.Add(seed, drawn.Seed(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		b := drawn.Bytes(data)
		p := drawn.Displaced(drawn.Problem(rand.New(rand.NewPCG(seed, 23))), &b)
		if len(validate.Problem(p)) > 0 {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := audit.Rota(p, drawn.Mangled(p, drawn.Filled(p), &b))
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
