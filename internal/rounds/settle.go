package rounds

import (
	"context"
	"math"

	"github.com/carerota/carerota/internal/union"
)

// Minutes that prices are rounded to, and parts of a visit's length from which on all of it counts
// where nothing else is to count.
var (
	roundings  = []float64{5, 1}
	thresholds = []float64{0.3, 0.45, 0.6}
)

// settle rounds prices to whole minutes, so that each figure can be added up by hand: visits that
// count in full or not at all where that shows as much, else whole minutes, those that are easy to
// read first.
func (p *Problem) settle(ctx context.Context, l *planner, prices []float64) *Shown {
	var best *Shown
	try := func(round func(price, long float64) float64) {
		if ctx.Err() != nil && best != nil {
			return
		}
		counts := make([]int32, len(prices))
		for v, price := range prices {
			counts[v] = int32(min(round(price, p.Visits[v].long()), p.Visits[v].most()))
		}
		if s := p.at(l, counts); best == nil || p.Whole(s) > p.Whole(best) {
			best = s
		}
	}
	for _, from := range thresholds {
		try(func(price, long float64) float64 {
			if price < from*long {
				return 0
			}
			return long
		})
	}
	for _, minutes := range roundings {
		try(func(price, long float64) float64 {
			if math.Abs(price-long) < minutes/2 {
				return long
			}
			return math.Round(price/minutes) * minutes
		})
	}
	return best
}

// At is what stays open when visits count so many minutes.
func (p *Problem) At(counts []int32) *Shown { return p.at(newPlanner(p), counts) }

func (p *Problem) at(l *planner, counts []int32) *Shown {
	s := &Shown{Counts: counts, Most: make([]int32, len(p.Workers))}
	for v, minutes := range counts {
		s.Open += int64(minutes) * int64(p.Visits[v].Wanted)
	}
	for w := range p.Workers {
		s.Most[w], _ = l.best(w, counts)
		s.Open -= int64(s.Most[w])
	}
	return s
}

// Whole is what is shown to stay open, in minutes, since only whole visits do: the next multiple of
// the minutes that the lengths of all that count have in common.
func (p *Problem) Whole(s *Shown) int64 {
	part := int64(0)
	for v, minutes := range s.Counts {
		if minutes > 0 {
			for x := int64(p.Visits[v].To - p.Visits[v].From); x != 0; {
				part, x = x, part%x
			}
		}
	}
	if s.Open <= 0 || part == 0 {
		return 0
	}
	return (s.Open + part - 1) / part * part
}

// Parts are the visits that count, those together that hang together by a worker who can take some
// of them.
func (p *Problem) Parts(s *Shown) (visits [][]int32) {
	sets := union.New(len(p.Visits))
	for i := range p.Workers {
		first := int32(-1)
		for _, v := range p.Workers[i].Visits {
			if s.Counts[v] > 0 && first < 0 {
				first = v
			} else if s.Counts[v] > 0 {
				sets.Join(int(v), int(first))
			}
		}
	}
	of := map[int]int{}
	for v := range p.Visits {
		if s.Counts[v] == 0 {
			continue
		}
		k, ok := of[sets.Root(v)]
		if !ok {
			k = len(visits)
			of[sets.Root(v)] = k
			visits = append(visits, nil)
		}
		visits[k] = append(visits[k], int32(v))
	}
	return visits
}
