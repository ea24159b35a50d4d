package solve_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

func TestCompleteRefusesFaultsAndKnowsTheUsualRules(t *testing.T) {
	p := swimmers()
	usual, err := solve.Complete(t.Context(), p, &scheduler.Rota{}, solve.CompleteOptions{})
	require.NoError(t, err)
	given, err := solve.Complete(t.Context(), p, &scheduler.Rota{}, solve.CompleteOptions{Rules: carerota.Rules()})
	require.NoError(t, err)
	require.NotEmpty(t, usual.Underlap)
	drawn.OfAnyRota(usual)
	drawn.OfAnyRota(given)
	require.Equal(t, given, usual)
	p.Needs[0].Workers = 0
	var faults *scheduler.ProblemError
	_, err = carerota.Complete(t.Context(), p, &scheduler.Rota{}, solve.CompleteOptions{})
	require.ErrorAs(t, err, &faults)
	_, err = carerota.Complete(t.Context(), nil, nil, solve.CompleteOptions{})
	require.ErrorAs(t, err, &faults)
}

// What Complete says of drawn rotas is what Solve said when it made them, and of the same rotas
// with a shift given twice that they break a rule.
func TestCompleteSaysWhatSolveSaid(t *testing.T) {
	shifts, short := 0, 0
	for seed := range 60 {
		p := drawn.Problem(rand.New(rand.NewPCG(uint64(seed), 23)))
		if len(validate.Problem(p)) > 0 {
			continue
		}
		r := solved(t, p, 1, 3000)
		again, err := carerota.Complete(t.Context(), p, r.Rota, solve.CompleteOptions{})
		require.NoError(t, err)
		require.Equal(t, scheduler.Unknown, again.Status)
		shifts, short = shifts+len(r.Rota.Shifts), short+len(r.Underlap)
		drawn.OfAnyRota(r)
		drawn.OfAnyRota(again)
		require.Equal(t, r, again, "seed %d", seed)

		if len(r.Rota.Shifts) > 0 {
			twice := &scheduler.Rota{Shifts: append(r.Rota.Shifts[:1:1], r.Rota.Shifts...)}
			broken, err := carerota.Complete(t.Context(), p, twice, solve.CompleteOptions{})
			require.NoError(t, err)
			require.NotEmpty(t, broken.Findings, "seed %d", seed)
			require.Empty(t, broken.Contingency.Skills)
		}
	}
	require.Greater(t, shifts, 100)
	require.Greater(t, short, 100)
}

// eventful is a drawn problem whose rota has something of all that is said of one.
func eventful(t *testing.T) (*scheduler.Problem, *scheduler.Report) {
	t.Helper()
	for seed := range uint64(200) {
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 23)))
		if len(validate.Problem(p)) > 0 {
			continue
		}
		r := solved(t, p, 1, 1000)
		named := slices.ContainsFunc(r.Rota.Shifts, func(s scheduler.Shift) bool {
			return slices.ContainsFunc(s.Backups, func(b scheduler.Backup) bool { return !b.Standby })
		})
		if named && len(r.Proofs) > 0 && len(r.Fair) > 0 && len(r.Contingency.SinglePoints) > 0 {
			return p, r
		}
	}
	require.FailNow(t, "no such problem is drawn")
	return nil, nil
}

// What is not wanted is left out, and nothing else.
func TestOmittedIsLeftOut(t *testing.T) {
	p, r := eventful(t)
	all := solve.CompleteOptions{Pairs: true}
	for name, row := range map[string]struct {
		omit  scheduler.Omit
		clear func(r *scheduler.Report)
	}{
		"reasons": {scheduler.Omit{Reasons: true}, func(r *scheduler.Report) {
			for i := range r.Underlap {
				r.Underlap[i].Why = nil
			}
			for i := range r.Contingency.Gaps {
				r.Contingency.Gaps[i].Why = nil
			}
			r.Warnings = nil
		}},
		"shares": {scheduler.Omit{Shares: true}, func(r *scheduler.Report) { r.Fair = nil }},
		"missed": {scheduler.Omit{Missed: true}, func(r *scheduler.Report) {
			c := &r.Contingency
			c.SinglePoints, c.Providers, c.Pairs, c.Skills, c.LongestGap = nil, nil, nil, nil, 0
		}},
		"backups": {scheduler.Omit{Backups: true}, func(r *scheduler.Report) {
			for i := range r.Rota.Shifts {
				r.Rota.Shifts[i].Backups = nil
			}
		}},
		"proofs": {scheduler.Omit{Proofs: true}, func(r *scheduler.Report) {
			r.Proofs = nil
			for i := range r.Underlap {
				u := &r.Underlap[i]
				u.Verdict, u.Proof, u.Instead, u.By = scheduler.VerdictNotProved, -1, "", ""
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			o := all
			o.Omit = row.omit
			part, err := carerota.Complete(t.Context(), p, r.Rota, o)
			require.NoError(t, err)
			want, err := carerota.Complete(t.Context(), p, r.Rota, all)
			require.NoError(t, err)
			drawn.OfAnyRota(want)
			drawn.OfAnyRota(part)
			require.NotEqual(t, want, part)
			row.clear(want)
			row.clear(part)
			require.Equal(t, want, part)
		})
	}
}

// A cancelled context leaves out who could not be missed, and is no error. What there is little time
// for is whole, or the report says that it is not.
func TestCompleteOfACancelledContext(t *testing.T) {
	p, whole := eventful(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := carerota.Complete(ctx, p, whole.Rota, solve.CompleteOptions{})
	require.NoError(t, err)
	if !r.LeftOut.Proofs {
		require.Equal(t, whole.Proofs, r.Proofs)
	}
	if !r.LeftOut.Shares {
		require.Equal(t, whole.Fair, r.Fair)
	}
	require.True(t, r.LeftOut.Missed)
	require.Empty(t, r.Contingency.SinglePoints)
	small := swimmers() // of whom everything is said in no time
	full := solved(t, small, 1, 1000)
	r, err = carerota.Complete(ctx, small, full.Rota, solve.CompleteOptions{})
	require.NoError(t, err)
	require.NotEmpty(t, r.Proofs)
	require.Equal(t, full.Proofs, r.Proofs)
	require.Equal(t, full.Fair, r.Fair)
}

// A rota from elsewhere whose times have seconds is off the grid; its report is made all the same.
func TestCompleteOfTimesWithSeconds(t *testing.T) {
	p := swimmers()
	p.Contingency.Standby, p.Contingency.Relief = 1, 1
	p.Needs[0].Contingency = true
	n, w := &p.Needs[0], p.Workers[0].ID
	start := scheduler.StartInstant(p.Zone, p.Start, n.From).Add(time.Second)
	end := start.Add(time.Hour + 29*time.Second)
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{
		{Worker: w, Need: n.ID, Client: n.Client, Start: start, End: end},
		{Worker: w, Kind: scheduler.Standby, Start: end.Add(time.Hour), End: end.Add(6 * time.Hour)},
	}}
	r, err := carerota.Complete(t.Context(), p, rota, solve.CompleteOptions{Pairs: true})
	require.NoError(t, err)
	require.NotEmpty(t, r.Findings)
	for _, q := range []reasons.Question{{At: start.Add(time.Minute)}, {Worker: w}, {Need: n.ID}} {
		require.NotNil(t, reasons.Explain(p, r, q))
	}
}
