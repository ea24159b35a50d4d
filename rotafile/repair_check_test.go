package rotafile

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// Whatever a repair accepts, a check accepts: the changed problem and the new rota, written and read again, keep every
// rule, and can be repaired again.
func TestWhatARepairWritesChecks(t *testing.T) {
	mended := map[scheduler.EventKind]int{}
	for seed := range uint64(160) {
		b := drawn.Bytes(append(drawn.Seed(seed), drawn.Seed(seed+1000)...))
		rng := rand.New(rand.NewPCG(seed, 31))
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 23)))
		if len(validate.Problem(p)) > 0 {
			continue
		}
		r, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 100, Omit: scheduler.Omit{Proofs: true}})
		require.NoError(t, err)
		rota := r.Rota
		for range 2 { // once more on what was written
			var events []scheduler.Event
			for _, e := range drawn.Happenings(p, &b) {
				if len(validate.Events(p, append(slices.Clip(events), e))) == 0 {
					events = append(events, e)
				}
			}
			if n := len(rota.Shifts); seed%4 == 0 && n > 1 {
				x, y := &rota.Shifts[rng.IntN(n)], &rota.Shifts[rng.IntN(n)]
				events = []scheduler.Event{{Kind: scheduler.EventSwap, Worker: x.Worker, Start: x.Start, With: y.Worker, WithStart: y.Start}}
			}
			out, err := repair.Rota(t.Context(), p, rota, events, repair.Options{Checks: 50, Fill: seed%2 == 0, Omit: scheduler.Omit{Backups: true, Shares: true}})
			var bad *scheduler.EventError
			if errors.As(err, &bad) {
				break
			}
			require.NoError(t, err, "seed %d", seed)
			p, rota = readAgain(t, out, seed)
			require.Empty(t, validate.Problem(p), "seed %d", seed)
			require.Empty(t, audit.Rota(p, rota).Findings, "seed %d: %v", seed, events)
			for i := range events {
				mended[events[i].Kind]++
			}
		}
	}
	for _, kind := range scheduler.EventKinds {
		require.Positive(t, mended[kind], kind)
	}
}

// readAgain writes what came of a repair and reads it.
func readAgain(t *testing.T, out *repair.Repaired, seed uint64) (*scheduler.Problem, *scheduler.Rota) {
	t.Helper()
	var problem, result bytes.Buffer
	require.NoError(t, WriteProblem(&problem, out.Problem, TOML))
	p, err := Parse("new.toml", problem.Bytes(), TOML)
	require.NoError(t, err, "seed %d", seed)
	require.NoError(t, WriteRepaired(&result, out, Meta{}))
	rota, err := ParseResult("new.json", result.Bytes(), p)
	require.NoError(t, err, "seed %d", seed)
	return p, rota
}
