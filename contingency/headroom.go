package contingency

import (
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// headroom wishes a share of each worker's weekly hours free of waking and
// sleep-in work, for leave and sickness.
type headroom struct{}

func (headroom) Name() string { return "headroom" }

// AuditKnows says that the audit reads rotas for this by itself.
func (headroom) AuditKnows() {}

func (headroom) Build(b *constraints.Builder) {
	if b.Contingency.Headroom <= 0 {
		return
	}
	for w := range b.Workers {
		most := b.CapsOf(w).MaxHoursWeek
		if most == nil {
			continue
		}
		weight := b.Counted(w)
		weight[solver.Reserve], weight[solver.Beside] = 0, 0
		for _, k := range b.Weeks() {
			b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: k.Span, Weight: weight, Max: solver.NoLimit,
				High:      constraints.Parts(time.Duration((1 - b.Contingency.Headroom) * float64(*most))),
				HighPrice: 1.0 / solver.PartsPerMinute, HighLevel: scheduler.LevelContingency})
		}
	}
}
