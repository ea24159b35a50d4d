package scheduler

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// Occurrence is one unbroken time in which a need holds: a day's window, or,
// for a need that is not Whole, all the windows that touch or overlap.
type Occurrence struct {
	Need int // index in Problem.Needs
	solver.Span
}

// occurrences are those of all needs, in order of start, then need.
func (c clock) occurrences() []Occurrence {
	var out []Occurrence
	for i := range c.p.Needs {
		n := &c.p.Needs[i]
		spans := c.windows(&n.Days, 0, c.p.Days, n.From, n.To, false)
		if !n.Whole {
			spans = join(spans)
		}
		for _, s := range spans {
			out = append(out, Occurrence{i, s})
		}
	}
	slices.SortStableFunc(out, func(a, b Occurrence) int { return int(a.From) - int(b.From) })
	return out
}
