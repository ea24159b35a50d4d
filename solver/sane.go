package solver

import (
	"errors"
	"fmt"
)

// Check checks what an engine takes for granted, levels and prices among it, so that a model that was
// filled wrongly is refused and not searched.
func (m *Model) Check() error {
	var all []error
	bad := func(f string, a ...any) { all = append(all, fmt.Errorf(f, a...)) }
	if len(m.Days) < 2 {
		bad("the model has no days")
	}
	if m.Grain <= 0 {
		bad("the grain must be positive")
	}
	if len(m.Levels) == 0 || len(m.Levels) > MaxLevels {
		bad("%d levels; 1 to %d are allowed", len(m.Levels), MaxLevels)
	}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if t.Len() <= 0 || t.From < 0 || (len(m.Days) > 1 && t.To > m.Days[len(m.Days)-1]) {
			bad("task %d: its span %v is empty or outside the days", i, t.Span)
		}
		if t.Need < 0 || t.Need > 200 || len(t.Among) > 8 {
			bad("task %d: needs %d lines and %d attributes; at most 200 and 8 are allowed", i, t.Need, len(t.Among))
		}
	}
	for l := range m.Lines {
		last := int32(-1)
		for _, p := range m.Lines[l].Permits {
			if p.Task <= last || int(p.Task) >= len(m.Tasks) {
				bad("line %d: permits must be in order of tasks that exist", l)
				break
			}
			last = p.Task
		}
		if m.Lines[l].Rules.MaxLen[Reserve] != 0 {
			bad("line %d: how long Reserve may last is the model's ReserveMax", l)
		}
		if k := m.Lines[l].Master; int(k) >= len(m.Lines) || int(k) == l {
			bad("line %d: its master %d is no other line", l, k)
		}
	}
	m.saneSequence(bad)
	m.sanePrices(bad)
	return errors.Join(all...)
}

// mostCost is the most that all tasks together may cost at a level, far enough below what an int64
// holds for sums and differences of costs.
const mostCost = 1 << 60

// sanePrices checks the levels and prices of tasks and sums.
func (m *Model) sanePrices(bad func(string, ...any)) {
	var worst [MaxLevels]float64
	within := func(level int) bool { return level >= 0 && level < min(len(m.Levels), MaxLevels) }
	for i := range m.Tasks {
		t := &m.Tasks[i]
		for _, x := range []struct {
			name  string
			level int
			price int64
		}{{"Under", t.UnderLevel, t.UnderPrice}, {"Over", t.OverLevel, t.OverPrice}, {"Hidden", t.HiddenLevel, t.HiddenPrice},
			{"Extra", t.ExtraLevel, t.ExtraPrice}, {"Want", t.WantLevel, t.WantPrice}} {
			if !within(x.level) {
				bad("task %d: %sLevel is %d; there are %d levels", i, x.name, x.level, len(m.Levels))
				continue
			}
			if x.price < 0 {
				bad("task %d: %sPrice is %d, and must not be below 0", i, x.name, x.price)
			}
			most := worst[x.level] + float64(x.price)*float64(t.Len())*float64(max(t.Need, t.Want, len(m.Lines), 1))
			if most > mostCost && worst[x.level] <= mostCost {
				bad("task %d: %sPrice is %d, more than a cost can hold", i, x.name, x.price)
			}
			worst[x.level] = most
		}
	}
	for i := range m.Sums {
		if s := &m.Sums[i]; !within(s.LowLevel) || !within(s.HighLevel) {
			bad("sum %d: its levels are %d and %d; there are %d", i, s.LowLevel, s.HighLevel, len(m.Levels))
		}
	}
}
