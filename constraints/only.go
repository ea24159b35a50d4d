package constraints

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Only keeps a need to the workers and providers it names. A trainee may
// shadow there all the same.
type Only struct{}

func (Only) Name() string { return "only" }

func (Only) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		only := b.Needs[n].Only
		if len(only) == 0 {
			continue
		}
		for w := range b.Workers {
			worker := &b.Workers[w]
			named := slices.Contains(only, worker.ID) || worker.Provider != "" && slices.Contains(only, worker.Provider)
			if !named && !b.Trainee(w) {
				b.Forbid(w, n)
			}
		}
	}
}
