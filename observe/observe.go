// Package observe tells others how a solve goes: its phases, how long each took and what was counted
// in it. The core calls plain functions and knows nobody; whoever wants a log or a trace sets
// Options.Observe to one of these, and nothing is done where nobody does.
//
// Package otel beneath it makes spans; another is as short: begin in the function, end in the one
// returned.
package observe

import (
	"context"
	"log/slog"
	"time"

	"github.com/carerota/carerota/scheduler/solve"
)

// Slog logs the end of each phase at a level, with its duration and figures.
func Slog(logger *slog.Logger, level slog.Level) solve.Observer {
	return func(ctx context.Context, phase string) (context.Context, func(...solve.Figure)) {
		began := time.Now()
		return ctx, func(figures ...solve.Figure) {
			attrs := []slog.Attr{slog.String("phase", phase), slog.Duration("took", time.Since(began))}
			for _, f := range figures {
				attrs = append(attrs, slog.Float64(f.Name, f.Value))
			}
			logger.LogAttrs(ctx, level, "carerota", attrs...)
		}
	}
}
