package constraints

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// providers lets a provider's workers work only while it is approved, and only
// for clients it has accepted.
type providers struct{}

func (providers) Name() string { return "providers" }

func (providers) Build(b *Builder) {
	for i := range b.Providers {
		p := &b.Providers[i]
		closed := notAccepted(b, p)
		for w := range b.Workers {
			if b.ProviderOf(w) != p {
				continue
			}
			b.Offer(w, b.Period(p.FromDate, p.UntilDate))
			for _, n := range closed {
				b.Bar(w, n)
			}
		}
	}
}

// notAccepted are the needs of clients that the provider has not accepted.
func notAccepted(b *Builder, p *scheduler.Provider) (needs []int) {
	if p.AcceptsAll {
		return nil
	}
	for n := range b.Needs {
		if c := b.Needs[n].Client; c != "" && !slices.Contains(p.Accepts, c) {
			needs = append(needs, n)
		}
	}
	return needs
}
