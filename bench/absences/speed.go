package absences

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// Repaired is what the repair after one absence took and gave.
type Repaired struct {
	Took          time.Duration // of all processors, garbage collection included
	Changes       int           // changed shifts
	Short, Proved bool          // something stays short; nothing better is within reach
}

// Repairs has somebody of the rota fall ill so many times, each time at a chance shift and for one to
// four days, and repairs the rota as it stood.
func Repairs(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, seed uint64, times int) ([]Repaired, error) {
	rng := rand.New(rand.NewPCG(seed, 0x61627365))
	var all []Repaired
	for range times {
		e, ok := illness(r, rng)
		if !ok {
			return nil, fmt.Errorf("absences: %s: nobody is on duty", p.Name)
		}
		runtime.GC()
		before := processors()
		out, err := repair.Rota(ctx, p, r, []scheduler.Event{e}, repair.Options{Omit: scheduler.Omit{Backups: true, Shares: true}})
		took := processors() - before
		if err != nil {
			return nil, fmt.Errorf("absences: %s: %w", p.Name, err)
		}
		all = append(all, Repaired{took, out.Changes, len(out.Short) > 0, out.Proved})
	}
	return all, nil
}

// illness draws who of those on duty falls ill, when, and for how long; it is known
// when it begins, up to three hours before a shift.
func illness(r *scheduler.Rota, rng *rand.Rand) (scheduler.Event, bool) {
	for range 1000 {
		if len(r.Shifts) == 0 {
			break
		}
		s := &r.Shifts[rng.IntN(len(r.Shifts))]
		if s.Kind != scheduler.Waking && s.Kind != scheduler.SleepIn {
			continue
		}
		start := s.Start.Add(-time.Duration(rng.IntN(4)) * time.Hour)
		return scheduler.Event{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: start, End: start.AddDate(0, 0, 1+rng.IntN(4))}, true
	}
	return scheduler.Event{}, false
}
