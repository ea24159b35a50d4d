package constraints

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Refusals keeps apart a client and the workers and providers the client
// refuses, and a worker and the clients the worker refuses.
type Refusals struct{}

func (Refusals) Name() string { return "refusals" }

func (Refusals) Build(b *scheduler.Builder) {
	refuses := map[string][]string{}
	for _, c := range b.Clients {
		refuses[c.ID] = c.Refuses
	}
	for w := range b.Workers {
		worker := &b.Workers[w]
		for n := range b.Needs {
			client := b.Needs[n].Client
			if client == "" {
				continue
			}
			no := refuses[client]
			if slices.Contains(worker.Refuses, client) || slices.Contains(no, worker.ID) ||
				worker.Provider != "" && slices.Contains(no, worker.Provider) {
				b.Forbid(w, n)
			}
		}
	}
}
