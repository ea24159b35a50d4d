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
