package planted

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// ofThese are the kinds of event that need nothing but what a planted problem has: package repair
// draws those that bring somebody or something new.
var ofThese = slices.DeleteFunc(slices.Clone(scheduler.EventKinds), func(k scheduler.EventKind) bool {
	return k == scheduler.EventNewNeed || k == scheduler.EventNewWorker || k == scheduler.EventSwap
})

// happenings draws one to three events on a planted problem, the first of a kind, and now.
func happenings(pl *Planted, first scheduler.EventKind, rng *rand.Rand) ([]scheduler.Event, time.Time) {
	p := pl.Problem
	now := scheduler.StartInstant(p.Zone, p.Start, 0).Add(time.Duration(rng.IntN(p.Days*24*60)) * time.Minute)
	worker := func() string { return p.Workers[rng.IntN(len(p.Workers))].ID }
	var events []scheduler.Event
	for range 1 + rng.IntN(3) {
		e := scheduler.Event{Start: now.Add(time.Duration(rng.IntN(72*60)-600) * time.Minute)}
		e.End = e.Start.Add(time.Duration(60+rng.IntN(96*60)) * time.Minute)
		need := &p.Needs[rng.IntN(len(p.Needs))]
		e.Kind = first
		if len(events) > 0 {
			e.Kind = ofThese[rng.IntN(len(ofThese))]
		}
		switch e.Kind {
		case scheduler.EventAbsent, scheduler.EventSuspended:
			e.Worker = worker()
		case scheduler.EventLeaves:
			e.Worker, e.End = worker(), time.Time{}
		case scheduler.EventWithdraws:
			e.Provider, e.End = p.Providers[rng.IntN(len(p.Providers))].ID, time.Time{}
		case scheduler.EventFollows:
			e.Workers, e.To, e.End = []string{p.Workers[0].ID, p.Workers[1].ID}, p.Providers[rng.IntN(len(p.Providers))].ID, time.Time{}
			if slices.ContainsFunc(events, func(o scheduler.Event) bool { return o.Kind == e.Kind }) ||
				e.To == p.Workers[0].Provider || e.To == p.Workers[1].Provider {
				continue
			}
		case scheduler.EventSkillEnds:
			w := &p.Workers[rng.IntN(len(p.Workers))]
			if len(w.Skills) == 0 {
				continue
			}
			e.Worker, e.Skill, e.End = w.ID, w.Skills[0].Name, time.Time{}
		case scheduler.EventRefuses:
			e.Client, e.Worker, e.Start, e.End = p.Clients[rng.IntN(len(p.Clients))].ID, worker(), time.Time{}, time.Time{}
		case scheduler.EventAway:
			e.Client = p.Clients[rng.IntN(len(p.Clients))].ID
		case scheduler.EventNeed:
			e.Need = need.ID
			wanted := rng.IntN(4)
			if e.Wanted = &wanted; rng.IntN(2) == 0 {
				until := need.To + 15*time.Minute
				e.Until = &until
			}
		}
		events = append(events, e)
	}
	return events, now
}

// After events of these kinds, alone and together, a repaired rota is legal in the changed problem, which has no fault, keeps the past
// to the minute but for those who were not there, and the engine takes it as it is.
func TestRepairIsLegalAndKeepsThePast(t *testing.T) {
	for k, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			s.Seed = 1
			pl, err := Make(s.Shape)
			require.NoError(t, err)
			for i := range uint64(3) {
				events, now := happenings(pl, ofThese[(3*k+int(i))%len(ofThese)], rand.New(rand.NewPCG(i, uint64(k))))
				checkRepair(t, pl, events, now)
			}
		})
	}
}

func checkRepair(t *testing.T, pl *Planted, events []scheduler.Event, now time.Time) {
	t.Helper()
	out, err := repair.Rota(t.Context(), pl.Problem, pl.Hidden, events, repair.Options{AsOf: now, Checks: 3000})
	require.NoError(t, err, "%+v", events)
	require.Empty(t, validate.Problem(out.Problem), "%+v", events)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	require.Equal(t, pastOf(worked(pl.Hidden, out.Missed), out.AsOf), pastOf(out.Report.Rota, out.AsOf), "%+v", events)
	for _, c := range out.Calls {
		require.False(t, c.By.Before(now.Truncate(time.Minute)) || !c.Arrives.IsZero() && c.Arrives.Before(out.AsOf), "%+v", c)
	}
	c, err := constraints.Compile(out.Problem, carerota.Rules())
	require.NoError(t, err)
	plan := c.Plan(out.Report.Rota)
	n := 0
	for _, line := range plan.Lines {
		n += len(line)
	}
	require.Equal(t, len(out.Report.Rota.Shifts), n)
}

// worked is a rota without the times at which somebody was not there.
func worked(r *scheduler.Rota, missed []repair.Missed) *scheduler.Rota {
	out := &scheduler.Rota{}
	for _, s := range r.Shifts {
		for _, m := range missed {
			if m.Worker != s.Worker || !m.Start.Before(s.End) || !s.Start.Before(m.End) {
				continue
			}
			before := s
			if before.End = m.Start; before.Start.Before(before.End) {
				out.Shifts = append(out.Shifts, before)
			}
			if s.Start = m.End; s.End.Before(s.Start) {
				s.Start = s.End
			}
		}
		if s.Start.Before(s.End) {
			out.Shifts = append(out.Shifts, s)
		}
	}
	return out
}

// pastOf is all work of a rota before an instant.
func pastOf(r *scheduler.Rota, now time.Time) []string {
	var out []string
	for _, s := range r.Shifts {
		if !s.Start.Before(now) {
			continue
		}
		end := s.End
		if end.After(now) {
			end = now
		}
		out = append(out, fmt.Sprint(s.Worker, s.Client, s.Kind, s.Start.Unix(), end.Unix()))
	}
	slices.Sort(out)
	return out
}
