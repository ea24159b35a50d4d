package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Shadowing lets a trainee work only beside the mentor, and prices the hours
// of shadowing that are missing.
type Shadowing struct{}

func (Shadowing) Name() string { return "shadowing" }

func (Shadowing) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		if worker.Shadowing == "" {
			continue
		}
		b.Line(w).Master = int32(b.Worker(worker.Shadowing))
		if worker.ShadowHours <= 0 || b.Objective.ShadowShort <= 0 {
			continue
		}
		m := b.Model()
		s := solver.Sum{Lines: []int32{int32(w)}, Span: solver.Span{From: 0, To: m.Days[len(m.Days)-1]}, Max: solver.NoLimit, NewOnly: true,
			Low: scheduler.Parts(time.Duration(worker.ShadowHours * float64(time.Hour))), LowLevel: scheduler.LevelMoney,
			LowPrice: perPart(b.Objective.ShadowShort)}
		s.Weight[solver.Beside] = solver.PartsPerMinute
		b.Sum(s)
	}
}

// perPart turns money an hour into the model's money a part.
func perPart(moneyAnHour float64) float64 {
	return moneyAnHour * float64(scheduler.Money(1)) / (60 * solver.PartsPerMinute)
}
