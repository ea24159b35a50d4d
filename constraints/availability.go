package constraints

import "github.com/carerota/carerota/solver"

// availability keeps each worker to the windows offered, less the times
// unavailable. It holds for standby too.
type availability struct{}

func (availability) Name() string { return "availability" }

func (availability) Build(b *Builder) {
	for w := range b.Workers {
		if !b.Workers[w].AlwaysAvailable {
			b.Offer(w, offered(b, w)...)
		}
		b.Away(w, away(b, w)...)
	}
}

func offered(b *Builder, worker int) (spans []solver.Span) {
	for i := range b.Workers[worker].Available {
		a := &b.Workers[worker].Available[i]
		spans = append(spans, b.Windows(&a.Days, a.From, a.To, a.WholeDay)...)
	}
	return spans
}

func away(b *Builder, worker int) (spans []solver.Span) {
	for _, u := range b.Workers[worker].Unavailable {
		if !u.Start.IsZero() {
			spans = append(spans, b.Span(u.Start, u.End))
		}
		for _, d := range u.Dates {
			spans = append(spans, b.Period(d, d))
		}
	}
	return spans
}
