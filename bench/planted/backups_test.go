package planted

import (
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// Everybody who is named behind a shift could take it from any hour on, in the order of the ladder,
// and nobody is promised to two at a time but on standby.
func TestBackupsAreLegalAndPromisedOnce(t *testing.T) {
	others, standby := 0, 0
	for _, s := range []Shape{
		{Workers: 24, Clients: 8, Days: 7, Slack: 10, SleepIns: 1, Floaters: 8, Standby: 1, DifferentProvider: true, Seed: 2},
		{Workers: 26, Clients: 5, Days: 7, Slack: 14, Floaters: 14, Standby: 2, Seed: 3},
		{Workers: 12, Clients: 5, Days: 14, Slack: 12, Floaters: 2, Seed: 4},
	} {
		pl, err := Make(s)
		require.NoError(t, err)
		p := pl.Problem
		p.Contingency.Relief = 1
		r, err := carerota.Complete(t.Context(), p, pl.Hidden, carerota.CompleteOptions{Omit: scheduler.Omit{Missed: true}})
		require.NoError(t, err)
		promised := map[string][]scheduler.Shift{}
		for i := range r.Rota.Shifts {
			above := -1
			for k := range r.Rota.Shifts[i].Backups {
				b, s := &r.Rota.Shifts[i].Backups[k], &r.Rota.Shifts[i]
				require.NotEqual(t, s.Worker, b.Worker)
				rank := 0
				if !b.Standby {
					rank = tierOf(p, b.Worker)
				}
				require.GreaterOrEqual(t, rank, above, "those on standby come first, then by tier")
				above = rank
				at := scheduler.Shift{Start: s.Start, End: s.End}
				if !b.Whole() {
					at.Start, at.End = b.Start, b.End
				}
				asked := at
				for from := at.Start; from.Before(at.End); from = from.Add(time.Hour) {
					at.Start = from
					requireLegal(t, p, r.Rota, i, b.Worker, at)
				}
				if b.Standby {
					standby++
					continue
				}
				others++
				for _, x := range promised[b.Worker] {
					require.False(t, x.Start.Before(asked.End) && asked.Start.Before(x.End), "%s is promised twice at %s", b.Worker, s.Start)
				}
				promised[b.Worker] = append(promised[b.Worker], asked)
			}
		}
	}
	require.Greater(t, others, 100)
	require.Greater(t, standby, 100)
}

// requireLegal has a worker take over a shift from a time on, and the audit find nothing against
// whoever is not the one who cannot come.
func requireLegal(t *testing.T, p *scheduler.Problem, rota *scheduler.Rota, i int, worker string, at scheduler.Shift) {
	absent := rota.Shifts[i]
	at.Worker, at.Need, at.Client, at.Kind = worker, absent.Need, absent.Client, absent.Kind
	instead := &scheduler.Rota{}
	for k, s := range rota.Shifts {
		meets := s.Worker == worker && s.Start.Before(at.End) && at.Start.Before(s.End)
		switch {
		case k == i && s.Start.Before(at.Start):
			s.End = at.Start
		case k == i:
			continue
		case meets && s.Kind == scheduler.Standby:
			continue // called from it
		case s.Worker == worker && s.Need == at.Need && s.Kind == at.Kind && (s.End.Equal(at.Start) || s.Start.Equal(at.End)):
			at.Start, at.End = first(at.Start, s.Start), last(at.End, s.End)
			continue
		}
		instead.Shifts = append(instead.Shifts, s)
	}
	instead.Shifts = append(instead.Shifts, at)
	now := *p
	now.Workers = slices.Clone(p.Workers)
	k := slices.IndexFunc(now.Workers, func(w scheduler.Worker) bool { return w.ID == worker })
	now.Workers[k].Pinned = append(slices.Clone(now.Workers[k].Pinned), scheduler.Pin{Need: at.Need, Start: at.Start, End: at.End, Part: true})
	for _, f := range audit.Rota(&now, instead).Findings { // of the one who cannot come nothing is asked
		require.Equal(t, absent.Worker, f.Worker, "%s in place of %s from %s: %s", worker, absent.Worker, at.Start, f.Says)
	}
}

func first(x, y time.Time) time.Time {
	if y.Before(x) {
		return y
	}
	return x
}

func last(x, y time.Time) time.Time {
	if y.After(x) {
		return y
	}
	return x
}

func tierOf(p *scheduler.Problem, worker string) int {
	w := slices.IndexFunc(p.Workers, func(w scheduler.Worker) bool { return w.ID == worker })
	k := slices.IndexFunc(p.Providers, func(s scheduler.Provider) bool { return s.ID == p.Workers[w].Provider })
	if k < 0 {
		return 1
	}
	return p.Providers[k].Tier
}
