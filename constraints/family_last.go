package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// familyLast counts the time on duty of family at a level of its own, after what is not covered and
// before all else: no hour of family is used that somebody else could work.
type familyLast struct{}

func (familyLast) Name() string { return "family last" }

func (familyLast) Build(b *Builder) {
	if b.Objective.FamilyAny {
		return
	}
	m := b.Model()
	all := solver.Span{From: 0, To: m.Days[len(m.Days)-1]}
	duty := [solver.NumModes]int64{solver.Active: solver.PartsPerMinute, solver.Passive: solver.PartsPerMinute}
	for w := range b.Workers {
		if !b.OfFamily(w) || b.Trainee(w) {
			continue
		}
		m.SpareLevel = scheduler.LevelFamily
		s := solver.Sum{Lines: []int32{int32(w)}, Span: all, Weight: duty, Max: solver.NoLimit,
			HighPrice: 1.0 / solver.PartsPerMinute, HighLevel: scheduler.LevelFamily}
		s.High = solver.Weigh(b.Line(w).Past, all, duty) // work that runs into the rota is not of it
		b.Sum(s)
	}
}
