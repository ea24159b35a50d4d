package scheduler

import "context"

// CompleteOptions say what Complete looks at. Rules must be given, as to Solve; the zero value of
// the rest is everything that Solve says of its own rota.
type CompleteOptions struct {
	Rules   []Rule
	Threads int  // that work out who could not be missed, 0: as many as the machine has; the answer is the same for any number
	Pairs   bool // also which two workers could not be missed together, and who could not be missed however large the rota is
	Omit    Omit
}

// Complete reads anybody's rota as Solve finishes its own. The audit says what is covered and what
// it costs; underlap has its proof, or what avoiding it costs, and what keeps each worker off;
// each shift names whom to call; and the report says how burdens are shared out and who could not
// be missed. What is known of no rota but an engine's stays open: the Status is Unknown, and a
// bound is NaN where no proof gives it.
//
// A rota that breaks rules is no error: its report has the Findings, without prices, backups and
// who could not be missed. A cancelled context leaves out who could not be missed. Errors are
// ErrNoRules, *ProblemError, or that the problem cannot be compiled with the rules.
func Complete(ctx context.Context, p *Problem, r *Rota, o CompleteOptions) (*Report, error) {
	if len(o.Rules) == 0 {
		return nil, ErrNoRules
	}
	if faults := Validate(p); len(faults) > 0 {
		return nil, &ProblemError{faults}
	}
	report := Audit(p, r)
	if !o.Omit.Proofs {
		c, err := Compile(p, o.Rules)
		if err != nil {
			return nil, err
		}
		prove(c, report)
	}
	finish(ctx, p, report, o)
	return report, nil
}

// finish adds to an audited report, proved where that is wanted, all else that is said of a rota.
func finish(ctx context.Context, p *Problem, r *Report, o CompleteOptions) {
	if !o.Omit.Proofs {
		price(p, r)
		r.trust()
	}
	if !o.Omit.Reasons {
		reasons(p, r, mostReasons)
	}
	if !o.Omit.Backups {
		backups(p, r)
	}
	if !o.Omit.Shares {
		FairShares(p, r)
	}
	if !o.Omit.Missed {
		missed(ctx, p, r, o.Threads, o.Pairs)
	}
}
