package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// worked enters what was done before the rota, to its end even when that is after the rota's start:
// it counts for rest, spells, runs of days and nights, and the hours of the day and week it falls
// in.
type worked struct{}

func (worked) Name() string { return "worked" }

func (worked) Build(b *Builder) {
	kinds := map[scheduler.Kind]solver.Mode{scheduler.Waking: solver.Active, scheduler.SleepIn: solver.Passive,
		scheduler.Standby: solver.Reserve, scheduler.Shadow: solver.Beside}
	known := rota(b)
	known.From = b.Model().Days[0]
	for w := range b.Workers {
		for _, d := range b.Workers[w].Worked {
			if s := b.Span(d.Start, d.End).Meet(known); s.Len() > 0 {
				b.Line(w).Past = append(b.Line(w).Past, solver.Decision{Task: solver.NoTask, Start: s.From, End: s.To, Kind: kinds[d.Kind]})
			}
		}
	}
}
