package solve

import (
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// standing is the problem with what a rota, nil for none, has before AsOf pinned too: it has happened,
// and nothing else starts there. Shifts that the problem knows otherwise, by a pin or as worked, or
// that cannot have been as they stand are left out. Without any it is the problem itself.
func standing(p *scheduler.Problem, r *scheduler.Rota, c validate.Checks) *scheduler.Problem {
	if r == nil || p.AsOf.IsZero() {
		return p
	}
	q := *p
	q.Workers = slices.Clone(p.Workers)
	for i := range q.Workers {
		q.Workers[i].Pinned = slices.Clone(q.Workers[i].Pinned)
	}
	known := knownTimes(p)
	q.Pin(r, func(s scheduler.Shift) bool { return s.Start.Before(p.AsOf) && !known(&s) })
	for dropFaulty(&q, p, c) {
	}
	for i := range q.Workers {
		if len(q.Workers[i].Pinned) > len(p.Workers[i].Pinned) {
			return &q
		}
	}
	return p
}

// knownTimes says of a shift whether the problem says what its worker did at that time.
func knownTimes(p *scheduler.Problem) func(s *scheduler.Shift) bool {
	type span struct{ from, to time.Time }
	of := map[string][]span{}
	for i := range p.Workers {
		w := &p.Workers[i]
		for _, x := range w.Pinned {
			of[w.ID] = append(of[w.ID], span{x.Start, x.End})
		}
		for _, x := range w.Worked {
			of[w.ID] = append(of[w.ID], span{x.Start, x.End})
		}
	}
	return func(s *scheduler.Shift) bool {
		return !s.Start.Before(s.End) || slices.ContainsFunc(of[s.Worker], func(x span) bool { return x.from.Before(s.End) && s.Start.Before(x.to) })
	}
}

// dropFaulty takes out the pins of q beyond those of p that are at fault, and says whether there were any.
func dropFaulty(q, p *scheduler.Problem, c validate.Checks) (some bool) {
	bad := map[[2]int]bool{}
	for _, f := range validate.ProblemWith(q, c) {
		var w, k int
		if n, _ := fmt.Sscanf(f.Path, "worker[%d].pinned[%d]", &w, &k); n == 2 && k >= len(p.Workers[w].Pinned) {
			bad[[2]int{w, k}], some = true, true
		}
	}
	for w := range q.Workers {
		kept := q.Workers[w].Pinned[:0]
		for k, pin := range q.Workers[w].Pinned {
			if !bad[[2]int{w, k}] {
				kept = append(kept, pin)
			}
		}
		q.Workers[w].Pinned = kept
	}
	return some
}

// unpin takes the mark of a pin off the shifts before AsOf that the problem does not pin itself.
func unpin(p *scheduler.Problem, r *scheduler.Rota) {
	pins := reading.New(p).PinSet()
	for i := range r.Shifts {
		s := &r.Shifts[i]
		if _, own := pins[reading.PinOf(s)]; !own && s.Start.Before(p.AsOf) {
			s.Pinned = false
		}
	}
}
