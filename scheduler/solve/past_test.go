package solve_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// fine is what prices that are rounded may be off in all, in money; see solver.Model.Fine.
const fine = 0.002

// begun are the shifts of a rota that began before the problem's AsOf.
func begun(p *scheduler.Problem, r *scheduler.Rota) (out []scheduler.Shift) {
	for _, s := range r.Shifts {
		if s.Start.Before(p.AsOf) {
			out = append(out, s)
		}
	}
	return out
}

// sameWork says whether two shifts are the same work.
func sameWork(a scheduler.Shift) func(scheduler.Shift) bool {
	return func(b scheduler.Shift) bool {
		return a.Worker == b.Worker && a.Need == b.Need && a.Kind == b.Kind && a.Start.Equal(b.Start) && a.End.Equal(b.End)
	}
}

// Before AsOf a rota has what is pinned and what the rota had that it starts from, all of it, and nothing
// new. No bound is above what the rota comes to, the proofs hold for the problem as it stands, and a
// check of the rota says the same.
func TestNothingNewBeforeAsOf(t *testing.T) {
	stood, pinned, proofs := 0, 0, 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 61))
		p := drawn.Problem(r)
		if seed%2 == 0 {
			p = drawn.Small(r, drawn.Tightness[int(seed/2)%len(drawn.Tightness)])
		}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		o := solve.Options{Seed: seed, Threads: 1, Steps: 400}
		was, err := solve.Search(t.Context(), p, o)
		require.NoError(t, err)
		p.AsOf = scheduler.StartInstant(p.Zone, p.Start, time.Duration(r.IntN(24*p.Days*12))*5*time.Minute)
		had := begun(p, was.Rota)
		o.From = was.Rota
		if seed%3 == 0 { // what has happened is pinned, a part of it
			o.From = nil
			n := p.Pin(was.Rota, func(s scheduler.Shift) bool {
				return s.Start.Before(p.AsOf) && s.Kind != scheduler.Shadow && r.IntN(2) == 0
			})
			had, pinned = begun(p, audited(p)), pinned+n
			require.Len(t, had, n)
		}
		now, err := solve.Rota(t.Context(), p, o)
		require.NoError(t, err, "seed %d", seed)
		require.Empty(t, audit.Rota(p, now.Rota).Findings)
		has := begun(p, now.Rota)
		require.Len(t, has, len(had), "seed %d", seed)
		for _, s := range had {
			require.True(t, slices.ContainsFunc(has, sameWork(s)), "seed %d: %v", seed, s)
		}
		for _, s := range has {
			require.Equal(t, seed%3 == 0, s.Pinned, "only what the problem pins is called so")
		}
		stood += len(has)
		require.Empty(t, audit.Proofs(p, now.Proofs), "seed %d", seed)
		proofs += len(now.Proofs)
		for _, g := range now.Objective {
			require.LessOrEqual(t, g.Bound, g.Value+fine, "seed %d: %s", seed, g.Level)
		}
		again, err := solve.Complete(t.Context(), p, now.Rota, solve.CompleteOptions{Threads: 1})
		require.NoError(t, err)
		require.Empty(t, audit.Proofs(p, again.Proofs), "seed %d", seed)
		for l, g := range again.Objective {
			require.InDelta(t, now.Objective[l].Value, g.Value, 1e-6, "seed %d: %s", seed, g.Level)
			require.False(t, g.Bound > g.Value+fine, "seed %d: %s", seed, g.Level)
		}
	}
	require.Greater(t, stood, 40)
	require.Greater(t, pinned, 10)
	require.Greater(t, proofs, 30)
}

// audited is the rota of a problem's pins.
func audited(p *scheduler.Problem) *scheduler.Rota {
	r := &scheduler.Rota{}
	for _, w := range p.Workers {
		for _, pin := range w.Pinned {
			s := scheduler.Shift{Worker: w.ID, Need: pin.Need, Start: pin.Start, End: pin.End, Kind: scheduler.Standby}
			for _, n := range p.Needs {
				if n.ID == pin.Need {
					s.Kind = n.Kind
				}
			}
			r.Shifts = append(r.Shifts, s)
		}
	}
	return r
}

// What cannot have been stands in no past: a shift of somebody unknown, two at once in one need, one
// that a pin says otherwise, one that ends before it starts.
func TestThePastThatCannotHaveBeen(t *testing.T) {
	p := drawn.Valid(t)
	p.AsOf = drawn.July(p, p.Start.Day+1, 12)
	id, need := p.Workers[0].ID, p.Needs[0].ID
	at := func(day int, h float64) time.Time { return drawn.July(p, p.Start.Day+day, h) }
	sound := scheduler.Shift{Worker: id, Need: need, Kind: p.Needs[0].Kind, Start: at(0, 9), End: at(0, 11)}
	odd := func(change func(s *scheduler.Shift)) scheduler.Shift { s := sound; change(&s); return s }
	from := &scheduler.Rota{Shifts: []scheduler.Shift{sound,
		odd(func(s *scheduler.Shift) { s.Worker = "nobody" }),
		odd(func(s *scheduler.Shift) { s.Need = "nothing" }),
		odd(func(s *scheduler.Shift) { s.Start, s.End = s.End, s.Start }),
		odd(func(s *scheduler.Shift) { s.Start, s.End = at(0, 10), at(0, 12) }),
		odd(func(s *scheduler.Shift) { s.Start, s.End = at(1, 8), at(1, 10) })}}
	p.Workers[0].Pinned = []scheduler.Pin{{Need: need, Start: at(1, 9), End: at(1, 11)}}
	require.Empty(t, validate.Problem(p))
	r, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 300, From: from})
	require.NoError(t, err)
	past := begun(p, r.Rota)
	require.Len(t, past, 2, "%v", past)
	require.True(t, sameWork(sound)(past[0]) && !past[0].Pinned)
	require.True(t, past[1].Pinned)
	require.Len(t, from.Shifts, 6)
	require.Len(t, p.Workers[0].Pinned, 1, "the problem is the caller's")
}
