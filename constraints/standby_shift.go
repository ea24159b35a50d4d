package constraints

import "github.com/carerota/carerota/solver"

// standbyShift prices each standby shift, so that standby comes in blocks that people can live
// with.
type standbyShift struct{}

func (standbyShift) Name() string { return "standby shifts" }

func (standbyShift) Build(b *Builder) {
	price := float64(Money(b.Objective.StandbyShift))
	for w := range b.Workers {
		b.Line(w).Pay[solver.Reserve].Each += price
	}
}
