package constraints

// weekends bounds the weekends touched by any work but standby.
type weekends struct{}

func (weekends) Name() string { return "weekends" }

func (weekends) Build(b *Builder) {
	for w := range b.Workers {
		if most := b.CapsOf(w).MaxWeekends; most != nil {
			b.Line(w).Rules.MaxWeekends = *most
		}
	}
}
