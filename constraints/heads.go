package constraints

// heads prices each hour of a worker missing that a missing among skill hides: with nobody senior
// two juniors still go, not one.
type heads struct{}

func (heads) Name() string { return "heads" }

func (heads) Build(b *Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.HiddenPrice = Money(b.Objective.Heads / 60)
		}
	}
}
