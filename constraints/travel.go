package constraints

// travel leaves a least gap between shifts with two different clients.
type travel struct{}

func (travel) Name() string { return "travel" }

func (travel) Build(b *Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.Travel = Minutes(b.CapsOf(w).Travel)
	}
}
