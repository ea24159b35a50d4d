package constraints

// changeover prices each shift in an occurrence beyond the workers it needs:
// a handover. Shadowing is not counted.
type changeover struct{}

func (changeover) Name() string { return "changeover" }

func (changeover) Build(b *Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.ExtraPrice = Money(b.Objective.Changeover)
		}
	}
}
