package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// wishes prices what a worker would like and does not get: to be off in a window, standby too, or on
// duty in it.
type wishes struct{}

func (wishes) Name() string { return "wishes" }

func (wishes) Build(b *Builder) {
	for w := range b.Workers {
		for i := range b.Workers[w].Wishes {
			k := &b.Workers[w].Wishes[i]
			if k.Price <= 0 {
				continue
			}
			for _, s := range b.windows(&k.Days, 0, b.Problem.Days, k.From, k.To, k.WholeDay) {
				b.Line(w).Wishes = append(b.Line(w).Wishes, solver.Wish{Within: s, Taken: !k.On, Price: Money(k.Price), Level: scheduler.LevelMoney})
			}
		}
	}
}
