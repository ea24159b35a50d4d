package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// shadowing lets a trainee work only beside the mentor, and prices the hours
// of shadowing that are missing.
type shadowing struct{}

func (shadowing) Name() string { return "shadowing" }

func (shadowing) Build(b *Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		if !b.Trainee(w) {
			continue
		}
		b.Line(w).Master = int32(b.Worker(worker.Shadowing))
		if worker.ShadowHours <= 0 || b.Objective.ShadowShort <= 0 {
			continue
		}
		s := solver.Sum{Lines: []int32{int32(w)}, Span: rota(b), Max: solver.NoLimit,
			LowPrice: moneyAPart(b.Objective.ShadowShort), LowLevel: scheduler.LevelMoney}
		s.Weight[solver.Beside] = solver.PartsPerMinute
		s.Low = Parts(time.Duration(worker.ShadowHours*float64(time.Hour))) + workedBefore(b, w, s.Span, s.Weight)
		b.Sum(s)
	}
}
