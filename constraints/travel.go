package constraints

import "github.com/carerota/carerota/scheduler"

// Travel leaves a least gap between shifts with two different clients.
type Travel struct{}

func (Travel) Name() string { return "travel" }

func (Travel) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.Travel = scheduler.Minutes(b.CapsOf(w).Travel)
	}
}
