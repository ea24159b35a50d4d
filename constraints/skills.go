package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// skills lets a worker serve a need only while holding all of its skills, and
// says when the worker counts for its among skills. A trainee needs none.
type skills struct{}

func (skills) Name() string { return "skills" }

func (skills) Build(b *Builder) {
	for w := range b.Workers {
		b.look()
		if b.Trainee(w) {
			continue
		}
		held := map[string][]solver.Span{}
		for _, s := range b.Workers[w].Skills {
			held[s.Name] = append(held[s.Name], b.Period(s.From, s.Until))
		}
		for n := range b.Needs {
			need := &b.Needs[n]
			for _, skill := range need.Skills {
				asks(b, w, n, held[skill])
			}
			for k := range need.Among {
				if spans := held[need.Among[k].Skill]; len(spans) > 0 {
					b.Holds(w, n, k, spans...)
				}
			}
		}
	}
}

// asks lets the worker serve the need only in the times for which a skill is held.
func asks(b *Builder, worker, need int, held []solver.Span) {
	switch {
	case len(held) == 0:
		b.Bar(worker, need)
	case len(held) > 1 || held[0] != b.Period(scheduler.Date{}, scheduler.Date{}):
		b.Within(worker, need, held...)
	}
}
