package simulation

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzRun plays out rotas, and such as somebody has spoilt, with settings from everywhere in their
// ranges.
func FuzzRun(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 16, sound, func(t *testing.T, seed uint64, p *scheduler.Problem, b *drawn.Bytes) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := solve.Search(ctx, p, solve.Options{Seed: 1, Threads: 1, Steps: 200})
		require.NoError(t, err)
		s := Defaults()
		for _, x := range s.Named() {
			if b.N(3) == 0 {
				*x.Value = x.Least + (x.Most-x.Least)*float64(b.N(256))/255
			}
		}
		rota := r.Rota
		if seed%4 == 0 {
			rota = drawn.Mangled(p, rota, b)
		}
		_, err = Run(t.Context(), p, rota, Options{Settings: s, Runs: 2, Seed: seed, Threads: 1})
		if errors.Is(err, ErrSettings) || errors.Is(err, repair.ErrBrokenRota) {
			return
		}
		require.NoError(t, err)
	})
}
