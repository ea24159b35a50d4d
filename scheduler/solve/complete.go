package solve

import (
	"context"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
)

// CompleteOptions say what Complete looks at. The zero value is everything that Rota says of its own
// rota.
type CompleteOptions struct {
	Rules   []constraints.Rule // none: Rules
	Threads int                // that work out who could not be missed, 0: as many as the machine has; the answer is the same for any number
	Pairs   bool               // also which two workers could not be missed together, and who could not be missed however large the rota is
	Omit    scheduler.Omit
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
	if faults := validate.Problem(p); len(faults) > 0 {
		return nil, &scheduler.ProblemError{Faults: faults}
	}
	report := audit.Rota(p, r)
	if !o.Omit.Proofs {
		c, err := constraints.Compile(p, orUsual(o.Rules))
		if err != nil {
			return nil, err
		}
		prove.Prove(c, report)
	}
	Finish(ctx, p, report, o)
	return report, nil
}

// Finish adds to an audited report, proved where that is wanted, all else that is said of a rota.
func Finish(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o CompleteOptions) {
	if p == nil || r == nil || r.Rota == nil {
		return
	}
	if !o.Omit.Proofs {
		prove.Price(p, r)
		r.Trust()
	}
	if !o.Omit.Reasons {
		why.Reasons(p, r, why.MostReasons)
	}
	if !o.Omit.Backups {
		contingency.Backups(p, r)
	}
	if !o.Omit.Shares {
		audit.FairShares(p, r)
	}
	if !o.Omit.Missed {
		contingency.Missed(ctx, p, r, o.Threads, o.Pairs)
	}
}
