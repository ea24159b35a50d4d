package constraints

// suspension never places a suspended worker, or a worker of a suspended provider.
type suspension struct{}

func (suspension) Name() string { return "suspension" }

func (suspension) Build(b *Builder) {
	for w := range b.Workers {
		if p := b.ProviderOf(w); b.Workers[w].Suspended || p != nil && p.Suspended {
			b.Offer(w) // no time at all
		}
	}
}
