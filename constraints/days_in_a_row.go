package constraints

import "github.com/carerota/carerota/scheduler"

// DaysInARow bounds runs of days with any work, standby too. A spell over
// midnight counts on each day it touches.
type DaysInARow struct{}

func (DaysInARow) Name() string { return "days in a row" }

func (DaysInARow) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.MaxDaysRun = b.CapsOf(w).MaxDaysInARow
	}
}
