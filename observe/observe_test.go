package observe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/observe"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/stretchr/testify/require"
)

// Every phase is logged once with its figures, in order, and none that is left out.
func TestSlogOfASolve(t *testing.T) {
	p := drawn.Problem(rand.New(rand.NewPCG(3, 23)))
	var out bytes.Buffer
	o := carerota.Options{Seed: 1, Threads: 1, Steps: 200, Observe: observe.Slog(slog.New(slog.NewJSONHandler(&out, nil)), slog.LevelInfo), Omit: scheduler.Omit{Shares: true}}
	r, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	var phases []string
	for d := json.NewDecoder(&out); d.More(); {
		var row map[string]any
		require.NoError(t, d.Decode(&row))
		phases = append(phases, row["phase"].(string))
		require.Contains(t, row, "took")
		switch row["phase"] {
		case "compile":
			require.Positive(t, row["tasks"])
		case "audit":
			require.Equal(t, r.Cover.UnderlapHours, row["underlap_hours"])
		case "validate":
			require.Zero(t, row["faults"])
		}
	}
	require.Equal(t, []string{"validate", "compile", "search", "audit", "relief", "proofs", "price", "reasons", "backups", "missed"}, phases)
	o.Observe, o.Omit.Shares = nil, true
	alone, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	require.Equal(t, r.Rota, alone.Rota, "nothing hangs on who looks on")
}

type spanKey struct{}

// A phase runs under the context that its observer returns, and each ends.
func TestPhasesRunUnderTheirContext(t *testing.T) {
	open := 0
	o := carerota.CompleteOptions{Observe: func(ctx context.Context, phase string) (context.Context, func(...solve.Figure)) {
		require.Nil(t, ctx.Value(spanKey{}), "%s is not within another", phase)
		open++
		return context.WithValue(ctx, spanKey{}, phase), func(...solve.Figure) { open-- }
	}}
	p := drawn.Problem(rand.New(rand.NewPCG(3, 23)))
	_, err := carerota.Complete(t.Context(), p, nil, o)
	require.NoError(t, err)
	p.Needs[0].Workers = 0
	_, err = carerota.Complete(t.Context(), p, nil, o)
	require.Error(t, err)
	require.Zero(t, open)
}
