package planted

import (
	"slices"
	"testing"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// Everybody who is named behind a shift could take it, in the order of the ladder, and nobody who is
// not on standby is promised to two at a time.
func TestBackupsAreLegalAndPromisedOnce(t *testing.T) {
	for _, s := range []Shape{
		{Workers: 24, Clients: 8, Days: 7, Slack: 10, SleepIns: 1, Floaters: 8, Standby: 1, DifferentProvider: true, Seed: 2},
		{Workers: 12, Clients: 5, Days: 14, Slack: 12, Floaters: 2, Seed: 4},
	} {
		pl, err := Make(s)
		require.NoError(t, err)
		p := pl.Problem
		p.Contingency.Relief = 1
		r, err := carerota.Complete(t.Context(), p, pl.Hidden, carerota.CompleteOptions{Omit: scheduler.Omit{Missed: true}})
		require.NoError(t, err)
		onStandby := func(id string, s *scheduler.Shift) bool {
			return slices.ContainsFunc(r.Rota.Shifts, func(x scheduler.Shift) bool {
				return x.Kind == scheduler.Standby && x.Worker == id && x.Start.Before(s.End) && s.Start.Before(x.End)
			})
		}
		others := 0
		promised := map[string][]*scheduler.Shift{}
		for i := range r.Rota.Shifts {
			s := &r.Rota.Shifts[i]
			last := 0
			for _, id := range s.Backups {
				require.NotEqual(t, s.Worker, id)
				if onStandby(id, s) {
					require.Zero(t, last, "those on standby come first")
					continue
				}
				require.GreaterOrEqual(t, tierOf(p, id), last)
				last = tierOf(p, id)
				for _, x := range promised[id] {
					require.False(t, x.Start.Before(s.End) && s.Start.Before(x.End), "%s is promised twice at %s", id, s.Start)
				}
				promised[id] = append(promised[id], s)
				others++
				instead := &scheduler.Rota{Shifts: slices.Clone(r.Rota.Shifts)}
				instead.Shifts[i].Worker = id
				for _, f := range audit.Rota(p, instead).Findings { // of the one who cannot come nothing is asked
					if f.Rule == "touch" {
						continue // two shifts that become one
					}
					require.Equal(t, s.Worker, f.Worker, "%s in place of %s at %s: %s", id, s.Worker, s.Start, f.Says)
				}
			}
		}
		require.Greater(t, others, 10)
	}
}

func tierOf(p *scheduler.Problem, worker string) int {
	w := slices.IndexFunc(p.Workers, func(w scheduler.Worker) bool { return w.ID == worker })
	k := slices.IndexFunc(p.Providers, func(s scheduler.Provider) bool { return s.ID == p.Workers[w].Provider })
	if k < 0 {
		return 1
	}
	return p.Providers[k].Tier
}
