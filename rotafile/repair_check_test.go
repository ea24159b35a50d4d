package rotafile

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
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

// What people have answered stands in the file of a repair, and the next repair keeps it where the same is asked.
func TestAnswersAreKept(t *testing.T) {
	p := eventful(t)
	p.Clients[0].Tell = []scheduler.Contact{{Name: "Rhys"}}
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, p.Zone) }
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "ade", Need: "days", Client: "owain", Start: at(25, 8), End: at(25, 20)}}}
	ill := []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: "ade", Start: at(25, 0), End: at(26, 0)}}
	o := repair.Options{AsOf: at(24, 12), Checks: 50}
	out, err := repair.Rota(t.Context(), p, rota, ill, o)
	require.NoError(t, err)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	var text bytes.Buffer
	require.NoError(t, WriteRepaired(&text, out, Meta{}))
	none, err := ParseAnswers("new.json", text.Bytes())
	require.NoError(t, err)
	require.Empty(t, none)
	heard := bytes.ReplaceAll(text.Bytes(), []byte(`"acknowledged": null`), []byte(`"acknowledged": "2026-03-24T12:20:00Z"`))
	require.NotEqual(t, text.Bytes(), heard)
	_, err = ParseResult("new.json", heard, p)
	require.NoError(t, err)
	o.Answers, err = ParseAnswers("new.json", heard)
	require.NoError(t, err)
	again, err := repair.Rota(t.Context(), p, rota, ill, o)
	require.NoError(t, err)
	require.Empty(t, audit.Rota(again.Problem, again.Report.Rota).Findings)
	for _, c := range again.Calls {
		require.Equal(t, c.Taken, c.Acknowledged.Equal(time.Date(2026, 3, 24, 12, 20, 0, 0, time.UTC)), c.Worker)
	}
	require.NotEmpty(t, again.Tell)
	for _, x := range again.Tell {
		require.False(t, x.Acknowledged.IsZero(), x.Who)
	}
	o.AsOf, o.Answers.Tell = at(24, 15), o.Answers.Tell[:0]
	later, err := repair.Rota(t.Context(), p, rota, ill, o)
	require.NoError(t, err)
	require.True(t, later.Tell[0].Acknowledged.IsZero())
	_, err = ParseAnswers("new.json", bytes.ReplaceAll(heard, []byte("2026-03-24T12:20:00Z"), []byte("noon")))
	require.ErrorContains(t, err, `repair.calls[0].acknowledged: "noon" is not a time`)
}
