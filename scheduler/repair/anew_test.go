package repair

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// Whatever has happened of a rota, standby among it, the problem that is planned again is sound, all of it and
// what is near the holes: else a repair would stay as the first search has it.
func TestWhatIsPlannedAgainIsSound(t *testing.T) {
	tried, stood := 0, 0
	for seed := range uint64(100) {
		b := drawn.Bytes(drawn.Seed(seed))
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 23)))
		if len(validate.Problem(p)) > 0 {
			continue
		}
		r, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 300, Omit: scheduler.Omit{Proofs: true}})
		require.NoError(t, err)
		was := reading.Judged(p, r.Rota)
		require.Empty(t, was.Report.Findings)
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(b.N(p.Days)), time.Hour*time.Duration(b.N(24)))
		w := p.Workers[b.N(len(p.Workers))].ID
		m := editor.New(was, []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: w, Start: at, End: at.Add(30 * time.Hour)}}, at, at)
		m.OpenAll()
		rota := m.Rota()
		m.Pin(rota)
		q, _ := held(m, rota)
		require.Empty(t, validate.Problem(q), "seed %d", seed)
		for i := range q.Workers {
			w := &q.Workers[i]
			for _, k := range w.Worked { // what is worked is no pin too, for then its hours would count twice
				for _, pin := range w.Pinned {
					require.False(t, pin.Start.Before(k.End) && k.Start.Before(pin.End), "seed %d: %s", seed, w.ID)
				}
				if k.Kind == scheduler.Standby {
					stood++
				}
			}
		}
		near, _ := near(q, m, m.Holes(nil))
		require.Empty(t, validate.Problem(near), "seed %d", seed)
		tried++
	}
	require.Greater(t, tried, 30)
	require.Greater(t, stood, 10)
}

// What is taken over from another rota keeps a provider under its ceiling, where one change makes the room that
// another needs.
func TestWhatIsTakenOverIsUnderCeilings(t *testing.T) {
	p := drawn.Home(t)
	p.Needs = p.Needs[:1]
	p.Needs[0].Days = scheduler.Pattern{Dates: []scheduler.Date{p.Start, p.Start.Plus(2)}}
	p.Providers[1].MaxHoursWeek = scheduler.Hours(20)
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "agency"), scheduler.NewWorker("ben", "agency"), scheduler.NewWorker("cai", "team")}
	p.Clients[0].Known = nil
	m := editor.New(reading.Judged(p, drawn.Rota(t, p, "ann day 07-06 08:00 20:00")), nil, drawn.July(p, 6, 0), drawn.July(p, 6, 0))
	m.OpenAll()
	m.Become(drawn.Rota(t, p, "cai day 07-06 08:00 20:00\nben day 07-08 08:00 20:00"), nil)
	m.Lighten()
	r := m.Rota()
	m.Pin(r)
	require.Empty(t, reading.Judged(m.Problem, r).Report.Findings)
	require.Empty(t, m.Holes(nil))
}
