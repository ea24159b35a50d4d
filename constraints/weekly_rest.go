package constraints

// weeklyRest asks for unbroken time free of work inside each whole week in
// which a worker has a shift.
type weeklyRest struct{}

func (weeklyRest) Name() string { return "weekly rest" }

func (weeklyRest) Build(b *Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.WeeklyRest = Minutes(b.CapsOf(w).WeeklyRest)
	}
}
