package solve

import (
	"context"

	"github.com/carerota/carerota/solver"
)

// Observer is told when a phase begins: "validate", "compile", "search", "audit", "relief",
// "proofs", "price", "reasons", "backups", "shares" or "missed". What it returns is told when the
// phase ends, with its figures; the phase runs under the context returned, so that a span of a tracer
// can hold what begins within it. Phases of one solve come one at a time. Package observe has one
// for log/slog, and observe/otel one for OpenTelemetry.
type Observer func(ctx context.Context, phase string) (context.Context, func(figures ...Figure))

// Figure is something counted in a phase.
type Figure struct {
	Name  string // such as "faults", "tasks" or "underlap_hours"
	Value float64
}

// begin begins a phase; without an observer nothing is done.
func (o Observer) begin(ctx context.Context, phase string) (context.Context, func(...Figure)) {
	if o == nil {
		return ctx, func(...Figure) {}
	}
	in, done := ctx, func(...Figure) {}
	solver.Ask(asked, func() { in, done = o(ctx, phase) })
	return in, func(figures ...Figure) { solver.Ask(asked, func() { done(figures...) }) }
}

func count(name string, n int) Figure { return Figure{name, float64(n)} }

func asked() string { return "Observe" }
