package repair

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// Of everybody the answer says what the audit says: who is legal can have the time with what is given up
// taken away, at the cost that is said, and of whoever is not at least one reason is given.
func TestCandidatesAreWhatTheAuditSays(t *testing.T) {
	legal, barred := 0, 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 31))
		p := drawn.SmallHome(t, rng)
		p.Contingency.Standby = 0
		for i := range p.Workers {
			p.Workers[i].Rate = float64(10 + i)
		}
		filled, err := Rota(t.Context(), p, nil, nil, Options{AsOf: drawn.July(p, 6, 0), Checks: 50})
		require.NoError(t, err)
		rota := filled.Report.Rota
		for i, s := range rota.Shifts {
			a, err := Candidates(p, rota, Ask{Need: s.Need, At: s.Start, Worker: s.Worker})
			require.NoError(t, err)
			require.Equal(t, s.Worker, a.Worker)
			require.Len(t, a.Candidates, len(p.Workers)-1)
			for _, c := range a.Candidates {
				if !c.Legal {
					barred++
					require.NotEmpty(t, c.Why.Reasons, "%s at %s", c.Worker, s.Start)
					continue
				}
				legal++
				without := slices.Delete(slices.Clone(rota.Shifts), i, i+1)
				for _, g := range c.GivesUp {
					without = slices.DeleteFunc(without, func(x scheduler.Shift) bool { return x.Worker == g.Worker && x.Start.Equal(g.Start) })
				}
				with := &scheduler.Rota{Shifts: append(slices.Clone(without), scheduler.Shift{Worker: c.Worker, Need: s.Need, Client: s.Client, Start: c.Start, End: c.End, Kind: s.Kind})}
				after := audit.Rota(p, with)
				require.Empty(t, after.Findings, "%s at %s", c.Worker, s.Start)
				least := audit.Rota(p, &scheduler.Rota{Shifts: slices.Delete(slices.Clone(rota.Shifts), i, i+1)})
				require.InDelta(t, after.Cost.Total-least.Cost.Total, c.Cost, 1e-6, "%s at %s", c.Worker, s.Start)
			}
		}
	}
	require.Greater(t, legal, 30)
	require.Greater(t, barred, 30)
}

// The first to call stand by, then whoever has nothing to give up; a gap is found before a shift; clocks
// say who is too late, and nobody's arrival is made up.
func TestCandidatesInTheirOrder(t *testing.T) {
	p := drawn.Home(t)
	p.Needs[0].Days = scheduler.Daily()
	rota := drawn.Rota(t, p, "ade day 07-06 08:00 20:00\ncai standby 07-07 08:00 20:00")
	a, err := Candidates(p, rota, Ask{Need: "day", At: drawn.July(p, 7, 9)})
	require.NoError(t, err)
	require.True(t, a.Gap)
	require.True(t, a.Start.Equal(drawn.July(p, 7, 8)) && a.End.Equal(drawn.July(p, 7, 20)))
	require.Equal(t, "cai", a.Candidates[0].Worker)
	require.True(t, a.Candidates[0].Standby && a.Candidates[0].Legal && a.Candidates[0].Whole)
	require.True(t, a.Candidates[0].Arrives.IsZero(), "no travel time is given")

	p.Workers[2].TravelTime = time.Hour
	a, err = Candidates(p, rota, Ask{Need: "day", At: drawn.July(p, 7, 9), Called: drawn.July(p, 7, 8)})
	require.NoError(t, err)
	k := slices.IndexFunc(a.Candidates, func(c Candidate) bool { return c.Worker == p.Workers[2].ID })
	require.True(t, a.Candidates[k].Late)
	require.Equal(t, drawn.July(p, 7, 9), a.Candidates[k].Arrives)

	for _, q := range []Ask{{Need: "dya"}, {Need: "day", At: drawn.July(p, 7, 23)}, {Need: "day", At: drawn.July(p, 6, 9), Worker: "bea"}} {
		a, err := Candidates(p, rota, q)
		require.NoError(t, err)
		require.Empty(t, a.Candidates)
	}
}

// Who is named behind another shift at that time is said to be, and asked after those who are not.
func TestCandidatesWhoArePromisedElsewhere(t *testing.T) {
	p := drawn.Home(t)
	rota := drawn.Rota(t, p, "ade day 07-07 08:00 20:00\nfay call 07-07 09:00 10:00")
	require.Empty(t, audit.Rota(p, rota).Findings)
	who := func() *Asked {
		a, err := Candidates(p, rota, Ask{Need: "day", At: drawn.July(p, 7, 9)})
		require.NoError(t, err)
		return a
	}
	first := who().Candidates[0]
	require.Equal(t, "bea", first.Worker)
	require.Empty(t, first.Promised)
	call := slices.IndexFunc(rota.Shifts, func(s scheduler.Shift) bool { return s.Need == "call" })
	rota.Shifts[call].Backups = []scheduler.Backup{{Worker: "bea"}}
	rota.Shifts[1-call].Backups = []scheduler.Backup{{Worker: "cai"}} // of the shift in question
	a := who()
	require.Equal(t, []string{"cai", "bea"}, []string{a.Candidates[0].Worker, a.Candidates[1].Worker})
	require.Empty(t, a.Candidates[0].Promised)
	require.Equal(t, []scheduler.Shift{{Worker: "fay", Need: "call", Client: "owain", Start: drawn.July(p, 7, 9), End: drawn.July(p, 7, 10)}}, a.Candidates[1].Promised)
}
