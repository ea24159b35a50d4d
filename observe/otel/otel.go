// Package otel makes a span of OpenTelemetry of every phase of a solve. Its modules come with this
// package alone: who imports the core gets none of them.
package otel

import (
	"context"

	"github.com/carerota/carerota/scheduler/solve"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
)

// Spans begins a span "carerota.search" for the phase "search", and so on, under the span in the
// context that the solve is given; its figures are attributes "carerota.underlap_hours" and so on.
func Spans(tracer trace.Tracer) solve.Observer {
	return func(ctx context.Context, phase string) (context.Context, func(...solve.Figure)) {
		ctx, span := tracer.Start(ctx, "carerota."+phase)
		return ctx, func(figures ...solve.Figure) {
			for _, f := range figures {
				span.SetAttributes(attribute.Float64("carerota."+f.Name, f.Value))
			}
			span.End()
		}
	}
}
