package planted

import (
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/stretchr/testify/require"
)

// Where the rota has somebody on standby behind everybody on duty, whoever
// falls ill as a shift begins is replaced without a minute lost.
func TestStandbyReplacesAnyoneAtOnce(t *testing.T) {
	for _, s := range []Shape{{Workers: 24, Clients: 8, Days: 7, Slack: 2, SleepIns: 1, Floaters: 8, Standby: 1, DifferentProvider: true}} {
		t.Run(fmt.Sprintf("%d workers", s.Workers), func(t *testing.T) {
			s.Seed = 3
			pl, err := Make(s)
			require.NoError(t, err)
			require.Zero(t, audit.Rota(pl.Problem, pl.Hidden).Contingency.StandbyShortfall)
			n := 0
			for _, x := range pl.Hidden.Shifts {
				if x.Kind != scheduler.Waking && x.Kind != scheduler.SleepIn {
					continue
				}
				n++
				e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: x.Worker, Start: x.Start, End: x.End}
				out, err := repair.Rota(t.Context(), pl.Problem, pl.Hidden, []scheduler.Event{e}, repair.Options{AsOf: x.Start.Add(-time.Minute)})
				require.NoError(t, err)
				require.Empty(t, out.Short, "%s at %s", x.Worker, x.Start)
			}
			require.Positive(t, n)
		})
	}
}
