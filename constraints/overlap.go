package constraints

import "github.com/carerota/carerota/scheduler"

// overlap prices each hour of a worker more than is needed.
type overlap struct{}

func (overlap) Name() string { return "overlap" }

func (overlap) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.OverPrice = scheduler.Money(b.Objective.Overlap / 60)
		}
	}
}
