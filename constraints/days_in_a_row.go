package constraints

import "github.com/carerota/carerota/scheduler"

// DaysInARow bounds runs of days with any work, and of days on which a night
// shift starts.
type DaysInARow struct{}

func (DaysInARow) Name() string { return "days in a row" }

func (DaysInARow) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		c, r := b.CapsOf(w), &b.Line(w).Rules
		r.MaxDaysRun, r.MaxNightsRun = c.MaxDaysInARow, c.MaxNightsInARow
	}
}
