package bound

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// stints is the least that what is paid for each Reserve decision comes to in a plan that meets
// every demand for Reserve, as addStandby has laid them out. No decision holds two instants that
// are ReserveMax apart: so many are wanted as lines are at instants that are, added up, and the
// best such instants are picked. Where a share of it for each minute comes to more, the answer is 0
// and false.
func (b *model) stints() (price int64, known bool) {
	each := math.Inf(1)
	for l := range b.m.Lines {
		if len(b.m.Lines[l].Reserve) > 0 {
			each = min(each, b.m.Lines[l].Pay[solver.Reserve].Each)
		}
	}
	if math.IsInf(each, 1) || each <= 0 || b.m.ReserveMax <= 0 {
		return 0, false
	}
	var minutes int64
	var wants []step
	for i := range b.demands {
		if d := &b.demands[i]; d.kind == solver.Reserve {
			wants = append(wants, d.steps...)
			for _, s := range d.steps {
				minutes += s.lines * int64(s.Len())
			}
		}
	}
	n := apart(wants, b.m.ReserveMax)
	return int64(float64(n) * each), n*int64(b.m.ReserveMax) >= minutes
}

// apart is the most lines that are wanted at instants that lie so far apart.
func apart(wants []step, least solver.Minute) (most int64) {
	var points []solver.Minute
	for _, s := range wants {
		for at := s.From; at < s.To; at += least {
			points = append(points, at)
		}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	slices.SortStableFunc(wants, func(x, y step) int { return int(x.From - y.From) })
	best := make([]int64, len(points)+1) // with instants before the k-th point
	var open []step
	next, before := 0, 0
	for k, at := range points {
		for ; next < len(wants) && wants[next].From <= at; next++ {
			open = append(open, wants[next])
		}
		open = slices.DeleteFunc(open, func(s step) bool { return s.To <= at })
		n := int64(0)
		for _, s := range open {
			n += s.lines
		}
		for before < k && points[before] <= at-least {
			before++
		}
		best[k+1] = max(best[k], best[before]+n)
	}
	return best[len(points)]
}
