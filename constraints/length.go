package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// length bounds one waking shift (shadowing too) and one sleep-in. A need's
// own greatest length holds besides.
type length struct{}

func (length) Name() string { return "shift length" }

func (length) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		c, r := b.CapsOf(w), &b.Line(w).Rules
		r.MaxLen[solver.Active] = scheduler.Minutes(c.MaxShift)
		r.MaxLen[solver.Beside] = scheduler.Minutes(c.MaxShift)
		r.MaxLen[solver.Passive] = scheduler.Minutes(c.MaxSleepIn)
	}
}
