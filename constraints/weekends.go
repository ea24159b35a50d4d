package constraints

import "github.com/carerota/carerota/scheduler"

// Weekends bounds the weekends touched by any work but standby.
type Weekends struct{}

func (Weekends) Name() string { return "weekends" }

func (Weekends) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		if most := b.CapsOf(w).MaxWeekends; most != nil {
			b.Line(w).Rules.MaxWeekends = *most
		}
	}
}
