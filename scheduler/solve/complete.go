package solve

import (
	"context"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// CompleteOptions say what Complete looks at. The zero value is everything that Rota says of its own
// rota.
type CompleteOptions struct {
	Rules   []constraints.Rule // none: Rules
	Threads int                // that work out who could not be missed, 0: as many as the machine has; the answer is the same for any number
	Pairs   bool               // also which two workers could not be missed together, and who could not be missed however large the rota is
	Omit    scheduler.Omit
	Observe Observer // told of the phases; nil for nobody
}

// Complete reads anybody's rota as Rota finishes its own. The audit says what is covered and what
// it costs; underlap has its proof, or what avoiding it costs, and what keeps each worker off;
// each shift names whom to call; and the report says how burdens are shared out and who could not
// be missed. What is known of no rota but an engine's stays open: the Status is Unknown, and a
// bound is NaN where no proof gives it.
//
// A rota that breaks rules is no error: its report has the Findings, without prices, backups and
// who could not be missed. A cancelled context leaves out who could not be missed. Errors are
// *scheduler.ProblemError, or that the problem cannot be compiled with the rules.
func Complete(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, o CompleteOptions) (*scheduler.Report, error) {
	if err := sound(ctx, p, o.Observe); err != nil {
		return nil, err
	}
	_, end := o.Observe.begin(ctx, "audit")
	report := audit.Rota(p, r)
	end(count("findings", len(report.Findings)), Figure{"underlap_hours", report.Cover.UnderlapHours})
	if !o.Omit.Proofs {
		c, err := compiled(ctx, p, o.Rules, o.Observe)
		if err != nil {
			return nil, err
		}
		proved(ctx, c, report, o.Observe)
	}
	Finish(ctx, p, report, o)
	return report, nil
}

// Finish adds to an audited report, proved where that is wanted, all else that is said of a rota.
func Finish(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o CompleteOptions) {
	if p == nil || r == nil || r.Rota == nil {
		return
	}
	for _, phase := range []struct {
		name string
		omit bool
		do   func(ctx context.Context)
	}{
		{"price", o.Omit.Proofs, func(context.Context) { prove.Price(p, r); r.Trust() }},
		{"reasons", o.Omit.Reasons, func(context.Context) { why.Reasons(p, r, why.MostReasons) }},
		{"backups", o.Omit.Backups, func(context.Context) { contingency.Backups(p, r) }},
		{"shares", o.Omit.Shares, func(context.Context) { audit.FairShares(p, r) }},
		{"missed", o.Omit.Missed, func(ctx context.Context) { contingency.Missed(ctx, p, r, o.Threads, o.Pairs) }},
	} {
		if !phase.omit {
			in, end := o.Observe.begin(ctx, phase.name)
			phase.do(in)
			end()
		}
	}
}
