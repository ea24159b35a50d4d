package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Skills lets a worker serve a need only while holding all of its skills, and
// says when the worker counts for its among skills. A trainee needs none.
type Skills struct{}

func (Skills) Name() string { return "skills" }

func (Skills) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		if b.Trainee(w) {
			continue
		}
		held := map[string][]solver.Span{}
		for _, s := range b.Workers[w].Skills {
			held[s.Name] = append(held[s.Name], b.Period(s.From, s.Until))
		}
		for n := range b.Needs {
			for _, skill := range b.Needs[n].Skills {
				if spans, ok := held[skill]; !ok {
					b.Forbid(w, n)
				} else if !always(spans) {
					b.WithinOn(w, n, spans)
				}
			}
			for k, a := range b.Needs[n].Among {
				if spans, ok := held[a.Skill]; ok {
					b.Holds(w, n, k, spans)
				}
			}
		}
	}
}

// always says whether one of the spans has no ends.
func always(spans []solver.Span) bool {
	for _, s := range spans {
		if s.Len() >= 1<<30 {
			return true
		}
	}
	return false
}
