package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Hours caps each worker's counted hours in a week, a day and the whole rota.
// Work before the rota counts toward the day and week it falls in.
type Hours struct{}

func (Hours) Name() string { return "hours" }

func (Hours) Build(b *scheduler.Builder) {
	m := b.Model()
	end := m.Days[len(m.Days)-1]
	for w := range b.Workers {
		c := b.CapsOf(w)
		limit := func(s solver.Span, most *time.Duration, newOnly bool) {
			if most != nil && s.To > 0 {
				b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: s, Weight: b.Counted(w), Max: scheduler.Parts(*most), NewOnly: newOnly})
			}
		}
		for _, k := range m.Weeks {
			limit(k.Span, c.MaxHoursWeek, false)
		}
		for d := 0; d+1 < len(m.Days); d++ {
			limit(solver.Span{From: m.Days[d], To: m.Days[d+1]}, c.MaxHoursDay, false)
		}
		limit(solver.Span{From: 0, To: end}, c.MaxHoursRota, true)
	}
}
