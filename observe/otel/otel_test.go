package otel_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/observe/otel"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// tracer keeps the spans it began.
type tracer struct {
	noop.Tracer
	spans []*span
}

type span struct {
	noop.Span
	name  string
	attrs map[string]float64
	ended int
}

func (t *tracer) Start(ctx context.Context, name string, _ ...trace.SpanStartOption) (context.Context, trace.Span) {
	s := &span{name: name, attrs: map[string]float64{}}
	t.spans = append(t.spans, s)
	return trace.ContextWithSpan(ctx, s), s
}

func (s *span) SetAttributes(list ...attribute.KeyValue) {
	for _, a := range list {
		s.attrs[string(a.Key)] = a.Value.AsFloat64()
	}
}

func (s *span) End(...trace.SpanEndOption) { s.ended++ }

// Every phase is a span that ends once, with its figures.
func TestSpansOfASolve(t *testing.T) {
	var told tracer
	r, err := carerota.Solve(t.Context(), drawn.Problem(rand.New(rand.NewPCG(3, 23))), carerota.Options{Seed: 1, Threads: 1, Steps: 200, Observe: otel.Spans(&told)})
	require.NoError(t, err)
	names := map[string]*span{}
	for _, s := range told.spans {
		require.Equal(t, 1, s.ended, s.name)
		names[s.name] = s
	}
	require.Len(t, names, len(told.spans))
	require.Contains(t, names, "carerota.search")
	require.Equal(t, r.Cover.UnderlapHours, names["carerota.audit"].attrs["carerota.underlap_hours"])
	require.Equal(t, float64(len(r.Proofs)), names["carerota.proofs"].attrs["carerota.proofs"])
}
