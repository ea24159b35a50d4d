package constraints

// nightsInARow bounds runs of days on which a night shift starts: waking,
// sleep-in or shadowing with at least three hours between 23:00 and 06:00.
type nightsInARow struct{}

func (nightsInARow) Name() string { return "nights in a row" }

func (nightsInARow) Build(b *Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.MaxNightsRun = b.CapsOf(w).MaxNightsInARow
	}
}
