package carerota_test

import (
	"sync"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// Solves at once share nothing: on one problem they give what each gives alone. The race detector
// watches.
func TestSolvesAtOnce(t *testing.T) {
	p := drawn.Home(t)
	p.Days, p.Contingency.Standby = 3, 1
	solve := func(seed uint64) *scheduler.Report {
		r, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed, Threads: 2, Steps: 500})
		if err != nil {
			return nil
		}
		r.Seconds = 0
		return r
	}
	kept, one, two := p.Clone(), solve(1), solve(2)
	require.NotNil(t, one)
	got := make([]*scheduler.Report, 4)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() { got[i] = solve(uint64(i%2 + 1)) })
	}
	wait.Wait()
	for i, r := range got {
		require.Equal(t, []*scheduler.Report{one, two}[i%2].Rota, r.Rota)
	}
	require.Equal(t, kept, p)
}

// Entries begun with the constructors mean what the problem file's defaults mean.
func TestConstructorsAreTheFilesDefaults(t *testing.T) {
	read, err := rotafile.Parse("p.toml", []byte(`format = "carerota/1"
[rota]
name = "small"
time_zone = "Europe/London"
start = 2026-03-23
days = 7
[[client]]
id = "steven"
[[provider]]
id = "team"
kind = "team"
[[need]]
id = "evenings"
client = "steven"
days = "daily"
from = "16:00"
to = "22:00"
[[worker]]
id = "ade"
provider = "team"
caps = { max_hours_week = 24 }
`), rotafile.TOML)
	require.NoError(t, err)
	p := scheduler.NewProblem("small", drawn.London(t), scheduler.Date{Year: 2026, Month: 3, Day: 23}, 7)
	p.Clients = []scheduler.Client{{ID: "steven"}}
	p.Providers = []scheduler.Provider{scheduler.NewProvider("team", scheduler.Team)}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evenings", "steven", scheduler.Daily(), 16*time.Hour, 22*time.Hour)}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team")}
	p.Workers[0].Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(24) })
	require.Equal(t, read, p)
}
