package constraints

import "github.com/carerota/carerota/scheduler"

// travel leaves a least gap between shifts with two different clients.
type travel struct{}

func (travel) Name() string { return "travel" }

func (travel) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		b.Line(w).Rules.Travel = scheduler.Minutes(b.CapsOf(w).Travel)
	}
}
