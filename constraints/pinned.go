package constraints

import "github.com/carerota/carerota/solver"

// pinned keeps the shifts that are fixed, on duty and on standby.
type pinned struct{}

func (pinned) Name() string { return "pinned" }

func (pinned) Build(b *Builder) {
	for w := range b.Workers {
		for _, p := range b.Workers[w].Pinned {
			s := b.Span(p.Start, p.End)
			if p.Need == "" {
				b.Line(w).Fixed = append(b.Line(w).Fixed, solver.Decision{Task: solver.NoTask, Start: s.From, End: s.To, Kind: solver.Reserve, Fixed: true})
				continue
			}
			n := b.Need(p.Need)
			if n < 0 {
				continue
			}
			t := b.TaskOf(n, s)
			if t < 0 {
				continue
			}
			kind := b.Model().Tasks[t].Kind
			if b.Trainee(w) {
				kind = solver.Beside
			}
			b.Line(w).Fixed = append(b.Line(w).Fixed, solver.Decision{Task: t, Start: s.From, End: s.To, Kind: kind, Fixed: true})
		}
	}
}
