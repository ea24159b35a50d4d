package constraints

import "github.com/carerota/carerota/scheduler"

// Suspension never places a suspended worker, or a worker of a suspended provider.
type Suspension struct{}

func (Suspension) Name() string { return "suspension" }

func (Suspension) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		if p := b.ProviderOf(w); b.Workers[w].Suspended || p != nil && p.Suspended {
			b.Offer(w) // no time at all
		}
	}
}
