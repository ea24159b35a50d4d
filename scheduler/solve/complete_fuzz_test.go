package solve_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// FuzzComplete completes rotas that somebody has spoilt. Whatever they are, nothing panics, the
// shifts given are the shifts read, and every proof holds.
func FuzzComplete(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 24, sound, func(t *testing.T, seed uint64, p *scheduler.Problem, b *drawn.Bytes) {
		r := drawn.Mangled(p, drawn.Filled(p), b)
		given := len(r.Shifts)
		report, err := solve.Complete(t.Context(), p, r, solve.CompleteOptions{Threads: 1, Pairs: seed%4 == 0})
		require.NoError(t, err)
		require.Len(t, report.Rota.Shifts, given)
		require.Equal(t, scheduler.Unknown, report.Status)
		require.Empty(t, audit.Proofs(p, report.Proofs))
		if len(report.Findings) == 0 {
			require.Equal(t, report.Underlap == nil, report.Cover.UnderlapHours == 0)
		}
	})
}

// Spoilt in one way all through, drawn rotas are completed, and each way is found.
func TestCompleteOfSpoiltRotas(t *testing.T) {
	for name, row := range map[string]struct {
		spoil func(r *scheduler.Rota)
		rule  string // that is found broken somewhere
		why   string
	}{
		"duty of a sleeper": {all(func(s *scheduler.Shift) { swap(s, scheduler.Waking, scheduler.SleepIn) }), "kind", "covers nothing"},
		"duty of a trainee": {all(func(s *scheduler.Shift) { swap(s, scheduler.Shadow, scheduler.Waking) }), "shadowing", "fills limits and covers nothing"},
		"shadows all":       {all(func(s *scheduler.Shift) { swap(s, scheduler.Waking, scheduler.Shadow) }), "shadowing", "nobody is a trainee"},
		"twice":             {func(r *scheduler.Rota) { r.Shifts = append(r.Shifts, r.Shifts...) }, "overlap", "one person counts twice"},
		"from a second on":  {all(func(s *scheduler.Shift) { s.Start = s.Start.Add(time.Second) }), "grain", "short by a second"},
		"to a part of one":  {all(func(s *scheduler.Shift) { s.End = s.End.Add(-time.Nanosecond) }), "grain", "short by less"},
		"one person's":      {all(func(s *scheduler.Shift) { s.Worker = "w0" }), "overlap", "all at once"},
		"nobody's":          {all(func(s *scheduler.Shift) { s.Worker = "" }), "worker", "left out"},
		"standby at a need": {all(func(s *scheduler.Shift) { s.Kind = scheduler.Standby }), "need", "serves none"},
		"turned round":      {all(func(s *scheduler.Shift) { s.Start, s.End = s.End, s.Start }), "times", "left out"},
	} {
		t.Run(name, func(t *testing.T) {
			found := map[string]int{}
			for seed := range uint64(150) {
				p := drawn.Problem(rand.New(rand.NewPCG(seed, 23)))
				r := drawn.Filled(p)
				row.spoil(r)
				report, err := solve.Complete(t.Context(), p, r, solve.CompleteOptions{Omit: scheduler.Omit{Missed: true}})
				require.NoError(t, err)
				require.Empty(t, audit.Proofs(p, report.Proofs))
				for _, f := range report.Findings {
					found[f.Rule]++
				}
			}
			require.Positive(t, found[row.rule], "%v: %s", found, row.why)
		})
	}
}

func all(spoil func(s *scheduler.Shift)) func(r *scheduler.Rota) {
	return func(r *scheduler.Rota) {
		for i := range r.Shifts {
			spoil(&r.Shifts[i])
		}
	}
}

func swap(s *scheduler.Shift, from, to scheduler.Kind) {
	if s.Kind == from {
		s.Kind = to
	}
}
