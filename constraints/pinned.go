package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// pinned keeps the shifts that are fixed, on duty and on standby.
type pinned struct{}

func (pinned) Name() string { return "pinned" }

func (pinned) Build(b *Builder) {
	for w := range b.Workers {
		for i := range b.Workers[w].Pinned {
			if d, ok := b.fixed(w, &b.Workers[w].Pinned[i]); ok {
				b.Line(w).Fixed = append(b.Line(w).Fixed, d)
			}
		}
	}
}

// fixed is a worker's pinned shift as a decision. What has happened outside every task of its need
// serves none: it is time and pay.
func (t *terms) fixed(worker int, p *scheduler.Pin) (d solver.Decision, ok bool) {
	d = solver.Decision{Task: solver.NoTask, Start: t.minuteUp(p.Start), End: t.Minute(p.End), Kind: solver.Reserve, Fixed: true}
	if p.Need == "" {
		return d, true
	}
	n := t.Need(p.Need)
	if n < 0 {
		return d, false
	}
	d.Kind = solver.Active
	switch {
	case t.Source.Workers[worker].Shadowing != "":
		d.Kind = solver.Beside
	case t.Source.Needs[n].Kind == scheduler.SleepIn:
		d.Kind = solver.Passive
	}
	d.Task, ok = t.served(n, p.Start, d.Span())
	return d, ok
}
