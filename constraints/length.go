package constraints

import "github.com/carerota/carerota/solver"

// length bounds one waking shift (shadowing too) and one sleep-in. A need's
// own greatest length holds besides.
type length struct{}

func (length) Name() string { return "shift length" }

func (length) Build(b *Builder) {
	for w := range b.Workers {
		c, r := b.CapsOf(w), &b.Line(w).Rules
		r.MaxLen[solver.Active] = Minutes(c.MaxShift)
		r.MaxLen[solver.Beside] = Minutes(c.MaxShift)
		r.MaxLen[solver.Passive] = Minutes(c.MaxSleepIn)
	}
}
