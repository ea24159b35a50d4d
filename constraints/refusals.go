package constraints

import "slices"

// refusals keeps apart a client and the workers and providers the client
// refuses, and a worker and the clients the worker refuses. It holds for trainees too.
type refusals struct{}

func (refusals) Name() string { return "refusals" }

func (refusals) Build(b *Builder) {
	for n := range b.Needs {
		b.look()
		c := b.Client(b.Needs[n].Client)
		if c < 0 {
			continue
		}
		client := &b.Clients[c]
		for w := range b.Workers {
			worker := &b.Workers[w]
			if slices.Contains(worker.Refuses, client.ID) || slices.Contains(client.Refuses, worker.ID) ||
				worker.Provider != "" && slices.Contains(client.Refuses, worker.Provider) {
				b.Bar(w, n)
			}
		}
	}
}
