package bound

import (
	"context"

	"github.com/carerota/carerota/solver"
)

// shortageLevels says which levels are some demand's.
func (b *model) shortageLevels() (is [solver.MaxLevels]bool) {
	for _, r := range b.ranks {
		is[r.level] = true
	}
	return is
}

// shortage is bounder.shortage on one network.
func (g *graph) shortage(ctx context.Context, reached *solver.Cost) *Report {
	rep := &Report{}
	is := g.shortageLevels()
	unproved := false // a level before stands above its bound
	var keep []int64
	for l := range rep.Cost {
		if !is[l] {
			rep.Known[l] = l != g.m.PayLevel
			continue
		}
		if reached != nil && !unproved {
			keep = g.net.Rooms(keep)
		}
		cost, ok := g.fill(ctx, l)
		if !ok {
			return rep
		}
		rep.Cost[l], rep.Known[l], rep.Given[l] = cost, true, cost
		if reached == nil || !unproved && reached[l] <= cost {
			continue
		}
		g.net.SetRooms(keep)
		rep.Given[l] = reached[l]
		if unproved {
			continue
		}
		if unproved = true; !g.coverTo(ctx, l, reached[l]) {
			return rep
		}
		keep = g.net.Rooms(keep)
	}
	return rep
}

// fill opens the ranks of a level one by one, covers each as far as can be,
// and returns the cost of what stays short.
func (g *graph) fill(ctx context.Context, level int) (cost int64, ok bool) {
	g.net.Arcs[g.levelArc[level]].Room = g.wanted(level)
	for i, r := range g.ranks {
		if r.level != level {
			continue
		}
		g.net.Arcs[g.rankArc[i]].Room = r.total
		sent, ok := g.net.Maximise(ctx, g.source, g.sink)
		if !ok {
			return 0, false
		}
		cost += (r.total - sent) * r.price
	}
	return cost, true
}

// wanted is the line-minutes asked for at a level.
func (b *model) wanted(level int) (n int64) {
	for _, r := range b.ranks {
		if r.level == level {
			n += r.total
		}
	}
	return n
}

// leastCover is how many minutes of a level must be covered in a plan whose
// shortage there costs no more than cost.
func (b *model) leastCover(level int, cost int64) int64 {
	cheapest := int64(solver.NoLimit)
	for _, r := range b.ranks {
		if r.level == level {
			cheapest = min(cheapest, r.price)
		}
	}
	return max(0, b.wanted(level)-cost/cheapest)
}

// coverTo covers as much of a level as its shortage cost asks, and no more.
func (g *graph) coverTo(ctx context.Context, level int, cost int64) bool {
	g.net.Arcs[g.levelArc[level]].Room = g.leastCover(level, cost)
	for i, r := range g.ranks {
		if r.level == level {
			g.net.Arcs[g.rankArc[i]].Room = r.total
		}
	}
	_, ok := g.net.Maximise(ctx, g.source, g.sink)
	return ok
}
