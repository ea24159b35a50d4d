package board

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// KeptPoints are the points on the grain that a greater step does not drop, ascending.
func (b *Board) KeptPoints(lb *LineBoard, in solver.Span, step solver.Minute, more []solver.Minute) (out []solver.Minute) {
	if step <= b.Model.Grain {
		return nil
	}
	out = slices.Clone(more)
	for i := range lb.Permits {
		t := &b.Tasks[lb.Permits[i].Task]
		if t.Span.Meet(in).Len() <= 0 {
			continue
		}
		out = append(out, t.From, t.To)
		for _, s := range lb.Permits[i].Spans {
			out = append(out, s.From, s.To)
		}
	}
	out = slices.DeleteFunc(out, func(x solver.Minute) bool { return x%b.Model.Grain != 0 })
	slices.Sort(out)
	return slices.Compact(out)
}

// PointsIn are the points of a span: its ends, multiples of the step, those kept.
func (b *Board) PointsIn(s solver.Span, step solver.Minute, kept []solver.Minute) []solver.Minute {
	step = max(step, b.Model.Grain)
	out := []solver.Minute{s.From, s.To}
	for x := solver.FloorDiv(s.From, step)*step + step; x < s.To; x += step {
		out = append(out, x)
	}
	k, _ := slices.BinarySearch(kept, s.From)
	for ; k < len(kept) && kept[k] < s.To; k++ {
		out = append(out, kept[k])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
