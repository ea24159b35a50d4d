package solve

import (
	"cmp"
	"context"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
)

// CompleteOptions say what Complete looks at. The zero value is everything that Rota says of its own
// rota.
type CompleteOptions struct {
	Rules   []constraints.Rule // in place of the usual ones, as in Options; none: Rules()
	Threads int                // for who could not be missed; 0: as many as the machine has. The answer is the same for any number
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
// who could not be missed. A cancelled context is no error: what is not worked out within a
// second of it is left out, who could not be missed at once, and the report's LeftOut and Warnings
// say so. A context's deadline holds for the whole call, as in Rota. A nil rota is an empty one. Errors are
// *scheduler.OptionError; *scheduler.ProblemError; what Compile says of the problem and the rules;
// and, of a rule of your own, a *solver.PanicError or a price that is not what the model comes to.
func Complete(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, o CompleteOptions) (report *scheduler.Report, err error) {
	defer solver.Recover(&err)
	if err := cmp.Or(solver.CheckContext(ctx), scheduler.CheckThreads(o.Threads)); err != nil {
		return nil, err
	}
	if err := sound(ctx, p, validate.Checks{}, o.Observe); err != nil {
		return nil, err
	}
	b := budget{ctx: ctx}
	if end, ok := ctx.Deadline(); ok {
		b.end = end.Add(past)
	}
	if r == nil {
		r = &scheduler.Rota{}
	}
	if o.Rules, err = own.Know(p, orUsual(o.Rules)); err != nil {
		return nil, err
	}
	_, end := o.Observe.begin(ctx, "audit")
	report, err = own.Audited(p, r, o.Rules)
	end(found(report)...)
	if err != nil {
		return nil, err
	}
	var fault error
	b.complete(p, report, o, func(in context.Context) bool {
		c, err := compiled(in, standing(p, report.Rota, validate.Checks{}), o.Rules, nil) // a part of this phase
		if err != nil {
			if in.Err() == nil {
				fault = err
			}
			return false
		}
		return prove.Prove(in, p, c, report)
	})
	if fault != nil {
		return nil, fault
	}
	return report, nil
}

// Finish adds to an audited report, proved where that is wanted, all else that is said of a rota, as
// far as the context leaves time for it. The error is one of a caller's own rule.
func Finish(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o CompleteOptions) (err error) {
	defer solver.Recover(&err)
	if err := solver.CheckContext(ctx); err != nil {
		return err
	}
	if p == nil || r == nil || r.Rota == nil {
		return nil
	}
	if o.Rules, err = own.Know(p, o.Rules); err != nil {
		return err
	}
	b := budget{ctx: ctx}
	b.complete(p, r, o, func(context.Context) bool { return true })
	return nil
}

// complete adds to an audited report all that is said of a rota: its proofs, and all else.
func (b *budget) complete(p *scheduler.Problem, r *scheduler.Report, o CompleteOptions, proofs func(context.Context) bool) {
	ctx, over := b.completing()
	defer over()
	left := &r.LeftOut
	all := []struct {
		omit bool
		piece
	}{
		{o.Omit.Proofs, piece{"proofs", "whether what is open can be covered at all", &left.Proofs, proofs, func() []Figure { return []Figure{count("proofs", len(r.Proofs))} }}},
		{o.Omit.Proofs, piece{"price", "", &left.Proofs, func(ctx context.Context) bool {
			whole := prove.Price(ctx, p, r, o.Rules)
			if !p.HasBudget() { // which can be why no rota has less, and is no proof
				r.Trust()
			}
			return whole
		}, nil}},
		{o.Omit.Reasons, piece{"reasons", "why people cannot come", &left.Reasons, func(ctx context.Context) bool { return why.Reasons(ctx, p, r, why.MostReasons, own.Of(o.Rules)) }, nil}},
		{o.Omit.Backups, piece{"backups", "who could step in", &left.Backups, func(ctx context.Context) bool { return contingency.Backups(ctx, p, r, o.Rules...) }, nil}},
		{o.Omit.Shares, piece{"shares", "how fairly the work is shared", &left.Shares, func(ctx context.Context) bool {
			if ctx.Err() == nil {
				audit.FairShares(p, r)
			}
			return ctx.Err() == nil || r.Fair != nil
		}, nil}},
		{o.Omit.Missed, piece{"missed", "who could not be missed", &left.Missed, func(ctx context.Context) bool {
			soon, stop := context.WithCancel(ctx)
			defer stop()
			defer context.AfterFunc(b.ctx, stop)()
			return contingency.Missed(soon, p, r, o.Threads, o.Pairs, o.Rules...)
		}, nil}},
	}
	var pieces []piece
	for _, x := range all {
		if !x.omit {
			pieces = append(pieces, x.piece)
		}
	}
	inTurn(ctx, pieces, o.Observe)
	warnLeftOut(r, pieces)
}
