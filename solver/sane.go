package solver

import (
	"errors"
	"fmt"
)

// Check checks what an engine takes for granted, so that a model that was
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
	return errors.Join(all...)
}
