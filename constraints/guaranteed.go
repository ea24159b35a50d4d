package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// guaranteed pays the guaranteed hours that are not rostered, by week, in full for a cut week too.
// Counted hours of every kind but standby are set against them, worked ones included: nobody is put
// on standby to use hours up.
type guaranteed struct{}

func (guaranteed) Name() string { return "guaranteed hours" }

func (guaranteed) Build(b *Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		if worker.GuaranteedHoursWeek <= 0 || worker.Rate <= 0 || b.OfFamily(w) {
			continue
		}
		weight := b.Counted(w)
		weight[solver.Reserve] = 0
		for _, k := range b.Weeks() {
			b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: k.Span, Weight: weight, Max: solver.NoLimit,
				Low:      Parts(time.Duration(worker.GuaranteedHoursWeek * float64(time.Hour))),
				LowPrice: moneyAPart(worker.Rate * onCost(b, w)), LowLevel: scheduler.LevelMoney})
		}
	}
}
