package constraints

// overlap prices each hour of a worker more than is needed.
type overlap struct{}

func (overlap) Name() string { return "overlap" }

func (overlap) Build(b *Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.OverPrice = Money(b.Objective.Overlap / 60)
		}
	}
}
