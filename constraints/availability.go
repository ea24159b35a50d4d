package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Availability keeps each worker to the windows offered, less the times
// unavailable. A family member works only in windows that are listed.
type Availability struct{}

func (Availability) Name() string { return "availability" }

func (Availability) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		provider := b.ProviderOf(w)
		family := provider != nil && provider.Kind == scheduler.Family
		if !worker.AlwaysAvailable || family {
			var spans []solver.Span
			for i := range worker.Available {
				a := &worker.Available[i]
				spans = append(spans, b.Windows(&a.Days, a.From, a.To, a.WholeDay)...)
			}
			b.Within(w, spans)
		}
		var away []solver.Span
		for _, u := range worker.Unavailable {
			if !u.Start.IsZero() {
				away = append(away, away1(b, u))
			}
			for _, d := range u.Dates {
				away = append(away, b.Period(d, d))
			}
		}
		b.Without(w, away)
	}
}

// away1 is the absence's time, rounded outwards to whole minutes.
func away1(b *scheduler.Builder, u scheduler.Absence) solver.Span {
	s := b.Span(u.Start, u.End)
	if b.Span(u.Start, u.Start).Len() < 0 {
		s.From--
	}
	if b.Span(u.End, u.End).Len() < 0 {
		s.To++
	}
	return s
}
