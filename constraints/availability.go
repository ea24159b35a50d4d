package constraints

import "github.com/carerota/carerota/solver"

// availability keeps each worker to the windows offered, less the times
// unavailable, and starts nothing on days off. It holds for standby too.
type availability struct{}

func (availability) Name() string { return "availability" }

func (availability) Build(b *Builder) {
	for w := range b.Workers {
		if !b.Workers[w].AlwaysAvailable {
			b.Offer(w, offered(b, w)...)
		}
		gone, off := away(b, w)
		b.Away(w, gone...)
		b.Line(w).Rules.NoStart = Join(off)
	}
}

func offered(b *Builder, worker int) (spans []solver.Span) {
	for i := range b.Workers[worker].Available {
		a := &b.Workers[worker].Available[i]
		spans = append(spans, b.Windows(&a.Days, a.From, a.To, a.WholeDay)...)
	}
	return spans
}

// away is when the worker is unavailable, and on which days nothing starts.
func away(b *Builder, worker int) (gone, off []solver.Span) {
	for _, u := range b.Workers[worker].Unavailable {
		spans := &gone
		if u.Starts {
			spans = &off
		}
		if !u.Start.IsZero() {
			*spans = append(*spans, b.Span(u.Start, u.End))
		}
		for _, d := range u.Dates {
			*spans = append(*spans, b.Period(d, d))
		}
	}
	return gone, off
}
