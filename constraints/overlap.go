package constraints

import "github.com/carerota/carerota/scheduler"

// Overlap prices each hour of a worker more than is needed.
type Overlap struct{}

func (Overlap) Name() string { return "overlap" }

func (Overlap) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.OverPrice = scheduler.Money(b.Objective.Overlap / 60)
		}
	}
}
