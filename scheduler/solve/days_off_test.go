package solve_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// nightsOf is some nights from 20:00 to 08:00 with the workers, who have Thursday 9 July off.
func nightsOf(days int, workers ...string) *scheduler.Problem {
	p := scheduler.NewProblem("nights", time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 8}, days)
	p.Needs = []scheduler.Need{scheduler.NewNeed("night", "", scheduler.Daily(), 20*drawn.Hour, 8*drawn.Hour)}
	p.Needs[0].Whole = true
	for _, id := range workers {
		w := scheduler.NewWorker(id, "")
		w.Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 9}}, Starts: true}}
		p.Workers = append(p.Workers, w)
	}
	return p
}

// The night before a day off is worked to its end, the next is not begun, and that is proved. Shifts
// of any length may begin again at the midnight after.
func TestNothingStartsOnADayOff(t *testing.T) {
	p := nightsOf(2, "kit")
	r := solved(t, p, 1, 3000)
	require.Empty(t, audit.Rota(p, r.Rota).Findings)
	require.Empty(t, audit.Proofs(p, r.Proofs))
	require.Len(t, r.Rota.Shifts, 1)
	require.Equal(t, 8, r.Rota.Shifts[0].Start.Day())
	require.Len(t, r.Underlap, 1)
	require.Equal(t, scheduler.VerdictUnavoidable, r.Underlap[0].Verdict)
	require.Equal(t, []string{"is not to start on Thursday 9 July, a day off"}, r.Underlap[0].Why[0].Reasons)

	p.Needs[0].Whole, p.Needs[0].MinShift = false, 2*drawn.Hour
	r = solved(t, p, 1, 3000)
	require.Empty(t, audit.Rota(p, r.Rota).Findings)
	require.Empty(t, audit.Proofs(p, r.Proofs))
	require.InDelta(t, 4, r.Cover.UnderlapHours, 1e-9)
	require.Equal(t, scheduler.VerdictUnavoidable, r.Underlap[0].Verdict)
}

// Who is on standby into a day off is not called on it: that time has nobody ready, and a call is refused.
func TestNobodyIsCalledOnADayOff(t *testing.T) {
	p := nightsOf(1, "kit", "lou")
	p.Contingency.Standby, p.Contingency.StandbyMax = 1, 12*drawn.Hour
	r := solved(t, p, 1, 3000)
	require.Empty(t, audit.Rota(p, r.Rota).Findings)
	require.InDelta(t, 8, r.Contingency.StandbyShortfall, 1e-9)
	require.Len(t, r.Rota.Shifts, 2)
	duty := r.Rota.Shifts[0]
	if duty.Kind == scheduler.Standby {
		duty = r.Rota.Shifts[1]
	}
	midnight := scheduler.StartInstant(p.Zone, p.Start.Plus(1), 0)
	for hour, open := range map[time.Duration]float64{-2 * drawn.Hour: 0, 2 * drawn.Hour: 6} {
		at := midnight.Add(hour)
		mended, err := repair.Rota(t.Context(), p, r.Rota, []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: duty.Worker, Start: at, End: duty.End}}, repair.Options{AsOf: at, Checks: 2000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(mended.Problem, mended.Report.Rota).Findings)
		require.InDelta(t, open, mended.Report.Cover.UnderlapHours, 1e-9, hour)
	}
}

// With days off drawn every rota is legal, and none that is proved best is bettered without.
func TestDaysOffOfDrawnProblems(t *testing.T) {
	tried, short := 0, 0
	for seed := uint64(0); tried < 12; seed++ {
		r := rand.New(rand.NewPCG(seed, 71))
		p := drawn.Small(r, drawn.Tightness[int(seed)%len(drawn.Tightness)])
		before := p.Clone()
		drawn.DaysOff(r, p)
		if len(validate.Problem(p)) > 0 {
			continue
		}
		tried++
		off := solved(t, p, 1, 3000)
		require.Empty(t, audit.Rota(p, off.Rota).Findings, "seed %d", seed)
		require.Empty(t, audit.Proofs(p, off.Proofs), "seed %d", seed)
		on := solved(t, before, 1, 3000)
		for k := range on.Objective {
			require.LessOrEqual(t, on.Objective[k].Bound, off.Objective[k].Value+1e-6, "seed %d, %s", seed, on.Objective[k].Level)
			if on.Objective[k].Value != on.Objective[k].Bound || off.Objective[k].Value != on.Objective[k].Value {
				break
			}
		}
		if off.Cover.UnderlapHours > on.Cover.UnderlapHours {
			short++
		}
	}
	require.Positive(t, short)
}
