package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// guaranteed pays the guaranteed hours that are not rostered, by week, in full for a cut week too.
// Counted hours of every kind are set against them, worked ones included.
type guaranteed struct{}

func (guaranteed) Name() string { return "guaranteed hours" }

func (guaranteed) Build(b *Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		if worker.GuaranteedHoursWeek <= 0 || worker.Rate <= 0 || b.OfFamily(w) {
			continue
		}
		for _, k := range b.Weeks() {
			b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: k.Span, Weight: b.Counted(w), Max: solver.NoLimit,
				Low:      Parts(time.Duration(worker.GuaranteedHoursWeek * float64(time.Hour))),
				LowPrice: moneyAPart(worker.Rate * onCost(b, w)), LowLevel: scheduler.LevelMoney})
		}
	}
}
