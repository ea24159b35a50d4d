package repair_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzRepair has events of every kind happen to rotas, and to such as somebody has spoilt. Either
// it says what is wrong with them, or the rota that comes back breaks no rule of its problem.
func FuzzRepair(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 24, sound, func(t *testing.T, seed uint64, p *scheduler.Problem, b *drawn.Bytes) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := solve.Search(ctx, p, solve.Options{Seed: 1, Threads: 1, Steps: 300})
		require.NoError(t, err)
		events := drawn.Happenings(p, b)
		rota := r.Rota
		if seed%4 == 0 {
			rota = drawn.Mangled(p, rota, b)
		}
		o := repair.Options{Checks: 300}
		if seed%3 == 0 && len(events) > 0 {
			o.Reported, o.AsOf = events[0].Start, events[len(events)-1].End
		}
		out, err := repair.Rota(t.Context(), p, rota, events, o)
		var bad *scheduler.EventError
		if errors.As(err, &bad) || errors.Is(err, repair.ErrBrokenRota) {
			return
		}
		require.NoError(t, err)
		require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	})
}
