package constraints

import (
	"time"

	"github.com/carerota/carerota/solver"
)

// hours caps each worker's counted hours in a week, a day and the whole rota.
// Work before the rota counts toward the day and week it falls in, and not toward the rota.
type hours struct{}

func (hours) Name() string { return RuleHours }

func (hours) Build(b *Builder) {
	m := b.Model()
	for w := range b.Workers {
		c := b.CapsOf(w)
		limit := func(s solver.Span, most *time.Duration, more int64) {
			if most != nil && s.To > 0 {
				b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: s, Weight: b.Counted(w), Max: Parts(*most) + more})
			}
		}
		for _, k := range m.Weeks {
			limit(k.Span, c.MaxHoursWeek, 0)
		}
		for d := 0; d+1 < len(m.Days); d++ {
			limit(solver.Span{From: m.Days[d], To: m.Days[d+1]}, c.MaxHoursDay, 0)
		}
		limit(rota(b), c.MaxHoursRota, workedBefore(b, w, rota(b), b.Counted(w)))
	}
}

// rota is the time of all shifts of the rota, those that end after its last day too.
func rota(b *Builder) solver.Span {
	m := b.Model()
	return solver.Span{From: m.Horizon.From, To: m.Days[len(m.Days)-1]}
}

// workedBefore is what work begun before the rota gives to a sum over the span.
func workedBefore(b *Builder, worker int, s solver.Span, weight [solver.NumModes]int64) (parts int64) {
	for _, d := range b.Line(worker).Past {
		parts += int64(max(0, d.Span().Meet(s).Len())) * weight[d.Kind]
	}
	return parts
}
