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

// Repair mends a rota after the events. What starts before AsOf stays, though a shift
// that is on may be cut short or go on for longer, and so does what is pinned
// unless an event rules it out. Of the rest it changes least: first the least
// underlap, the critical needs' before the others', then the fewest changed shifts, then the
// ladder: those on standby, then whoever stays on, then by tier of the provider those who know the
// client and have most hours left. Nobody starts before the provider's Notice and the
// worker's AnswerTime and TravelTime have passed; who comes late takes the rest of the shift.
// All hard rules hold.
//
// Within reach are rotas in which what is open is taken by somebody who is free, on
// standby, or freed by giving up one shift on duty that is mended in turn; an open time is
// taken whole from the moment of arrival, on standby, or, where the need may be
// shared, as far as a worker's limits go.
//
// The rota must be legal before (ErrBrokenRota); events that name nobody are
// an *EventError. A cancelled context gives the best repair so far.
func Repair(ctx context.Context, p *Problem, r *Rota, events []Event, o RepairOptions) (*Repaired, error) {
	out, err := repairOnly(ctx, p, r, events, o)
	if err == nil {
		finish(ctx, out.Problem, out.Report, CompleteOptions{Omit: Omit{Proofs: true, Reasons: true, Backups: o.Omit.Backups, Shares: o.Omit.Shares, Missed: true}})
	}
	return out, err
}
