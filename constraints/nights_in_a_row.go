package constraints

import "github.com/carerota/carerota/scheduler"

// NightsInARow bounds runs of days on which a night shift starts: waking,
// sleep-in or shadowing with at least three hours between 23:00 and 06:00.
type NightsInARow struct{}

func (NightsInARow) Name() string { return "nights in a row" }

func (NightsInARow) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.MaxNightsRun = b.CapsOf(w).MaxNightsInARow
	}
}
