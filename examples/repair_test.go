package examples

import (
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// TestNurseRingsIn is the evening of the nurse example: Bola rings in at 20:10 for the
// night that begins at 20:45. So few steps find a rota in which no nurse is on standby that evening, as in the story.
func TestNurseRingsIn(t *testing.T) {
	p, r := solved(t, "scenarios/nurse-bola-rostered", 80_000)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, p.Zone) }
	events := []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: "bola", Start: at(29, 20, 10), End: at(31, 8, 15), Why: "ill"}}
	out, err := repair.Rota(t.Context(), p, r.Rota, events, repair.Options{Reported: at(29, 20, 10)})
	require.NoError(t, err)
	require.Empty(t, validate.Problem(out.Problem))
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	require.True(t, out.Proved)

	// Dev comes at about 21:05, the agency takes the next night.
	nights := map[string]scheduler.Shift{}
	for _, s := range out.Report.Rota.Shifts {
		if s.Need == "night" && !s.Start.Before(at(29, 20, 45)) && s.Start.Before(at(31, 0, 0)) {
			nights[s.Worker] = s
		}
	}
	require.Len(t, nights, 2)
	require.Equal(t, at(29, 21, 5), nights["dev"].Start)
	require.Equal(t, at(30, 8, 15), nights["dev"].End)
	require.Equal(t, at(30, 20, 45), nights["nurse-x"].Start)

	// Until then the nurse's post is short, and shown degraded: the day's carer stays.
	require.Len(t, out.Short, 1)
	require.Equal(t, at(29, 20, 45), out.Short[0].Start)
	require.Equal(t, at(29, 21, 5), out.Short[0].End)
	require.Len(t, out.Degraded, 1)
	d := out.Degraded[0]
	require.Equal(t, at(29, 20, 45), d.Start)
	require.Equal(t, at(29, 21, 5), d.End)
	require.Equal(t, 5*time.Minute, d.HeldOver)
	require.Equal(t, 13*time.Hour+5*time.Minute, d.AtWork)
	require.Equal(t, []string{"nurse"}, d.Lacks)
	require.Contains(t, []string{"ellie", "grace", "ian"}, d.Worker)

	// The agency could come only three hours after the call.
	var called []string
	for _, c := range out.Calls {
		if c.Start.Equal(at(29, 20, 45)) {
			called = append(called, c.Worker)
			require.True(t, c.Late)
			require.Equal(t, at(29, 20, 10), c.By)
		}
	}
	require.ElementsMatch(t, []string{"dev", "nurse-x"}, called)
	require.Equal(t, repair.Tell{Who: "Ben's parents", Client: "ben", By: at(29, 20, 25)}, out.Tell[0])
}

// Without Kay nobody does the key work, whatever is rearranged; all threads say the same.
func TestKayCouldNotBeMissed(t *testing.T) {
	p, r := solved(t, "scenarios/same-money-core-team", 50_000)
	kay := slices.IndexFunc(r.Contingency.SinglePoints, func(l scheduler.Loss) bool { return l.Who == "kay" })
	require.GreaterOrEqual(t, kay, 0)
	require.GreaterOrEqual(t, r.Contingency.SinglePoints[kay].Hours, 4.0)
	require.NotEmpty(t, r.Contingency.Providers)
	require.NotEmpty(t, r.Contingency.Skills)
	for _, threads := range []int{1, 2} {
		again, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Threads: threads})
		require.NoError(t, err)
		require.Equal(t, r.Contingency, again.Contingency)
	}
}
