package constraints

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Providers lets a provider's workers work only while it is approved, and only
// for clients it has accepted.
type Providers struct{}

func (Providers) Name() string { return "providers" }

func (Providers) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		p := b.ProviderOf(w)
		if p == nil {
			continue
		}
		b.Within(w, []solver.Span{b.Period(p.FromDate, p.UntilDate)})
		if p.AcceptsAll {
			continue
		}
		for n := range b.Needs {
			if c := b.Needs[n].Client; c != "" && !slices.Contains(p.Accepts, c) {
				b.Forbid(w, n)
			}
		}
	}
}
