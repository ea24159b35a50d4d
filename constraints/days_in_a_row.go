package constraints

// daysInARow bounds runs of days with any work, standby too. A spell over
// midnight counts on each day it touches.
type daysInARow struct{}

func (daysInARow) Name() string { return "days in a row" }

func (daysInARow) Build(b *Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.MaxDaysRun = b.CapsOf(w).MaxDaysInARow
	}
}
