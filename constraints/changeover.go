package constraints

import "github.com/carerota/carerota/scheduler"

// Changeover prices each shift in an occurrence beyond the workers it needs:
// a handover. Shadowing is not counted.
type Changeover struct{}

func (Changeover) Name() string { return "changeover" }

func (Changeover) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.ExtraPrice = scheduler.Money(b.Objective.Changeover)
		}
	}
}
