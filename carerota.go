// Package carerota makes rotas for people who depend on care at home: it
// covers every hour that can be covered, with the contingency built in, and
// says plainly what is short.
//
// Fill a [scheduler.Problem] from your own data (or read one with package
// rotafile), call [Solve], and look at the [scheduler.Report]: the rota, what
// is not covered, the contingency, the cost. Every rota has been read by the
// independent [scheduler.Audit] before you see it. [Complete] makes such a report of a
// rota from elsewhere, [Repair] mends one after an absence or another event, and [Advise]
// says what would remove what is short.
//
// Where to look next: package scheduler for the words of the trade, package
// constraints to add a rule of your own, package solver for the engine.
package carerota

import (
	"context"
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
)

// Rules are the rules of the house and the planned contingency. Append your
// own and pass them in scheduler.Options.Rules.
func Rules() []constraints.Rule {
	return slices.Concat(constraints.House(), contingency.Planned())
}

// Solve is scheduler.Solve with Rules unless the options name others.
func Solve(ctx context.Context, p *scheduler.Problem, o solve.Options) (*scheduler.Report, error) {
	if len(o.Rules) == 0 {
		o.Rules = Rules()
	}
	return solve.Rota(ctx, p, o)
}

// Complete is scheduler.Complete with Rules unless the options name others.
func Complete(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, o solve.CompleteOptions) (*scheduler.Report, error) {
	if len(o.Rules) == 0 {
		o.Rules = Rules()
	}
	return solve.Complete(ctx, p, r, o)
}

// Advise is scheduler.Advise with Rules unless the options name others.
func Advise(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o advice.Options) (*advice.Advice, error) {
	if len(o.Rules) == 0 {
		o.Rules = Rules()
	}
	return advice.Find(ctx, p, r, o)
}

// Repair is scheduler.Repair, which needs no rules but the problem's own.
func Repair(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, events []scheduler.Event, o repair.Options) (*repair.Repaired, error) {
	return repair.Rota(ctx, p, r, events, o)
}
