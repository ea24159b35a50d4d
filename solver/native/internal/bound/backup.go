package bound

import (
	"context"
	"math"

	"github.com/carerota/carerota/solver"
)

// Backup bounds what every plan costs at Model.BackupLevel whose shortage at
// each level is no greater than reached there: Reserve that is wanted where
// nobody can be on it, and hours above a goal of a Sum that is priced at that
// level. known is false when ctx ended first, or when no plan can be as good as
// reached.
func (b *Bounder) Backup(ctx context.Context, reached solver.Cost) (bound int64, known bool) {
	reserve, ok := b.reserveShort(ctx, reached)
	if !ok {
		return 0, false
	}
	above, ok := b.above(ctx, reached)
	return reserve + above, ok
}

// reserveShort bounds what is short of Reserve.
func (b *Bounder) reserveShort(ctx context.Context, reached solver.Cost) (cost int64, ok bool) {
	if b.model.m.BackupPrice <= 0 {
		return 0, true
	}
	for _, wide := range [...]bool{false, true} {
		model := newBoundModel(ctx, b.model.m, false)
		allowance := model.addStandby(reached, wide)
		if len(model.ranks) == len(b.model.ranks) {
			return 0, true
		}
		x := model.layBoxes(ctx, true)
		if ctx.Err() != nil {
			return 0, false
		}
		g := x.graph(x.components())
		if short, ok := g.coverAll(ctx, reached); !ok || short > 0 {
			return 0, false
		}
		short, ok := g.fill(ctx, model.m.BackupLevel)
		if !ok {
			return 0, false
		}
		cost = max(cost, short-allowance)
	}
	return cost, true
}

// coverAll covers of each shortage level but BackupLevel what a plan with the
// shortages reached must cover, and returns the minutes that cannot be. The
// levels are opened together, so that they do not count against each other.
func (g *graph) coverAll(ctx context.Context, reached solver.Cost) (short int64, ok bool) {
	for i, r := range g.ranks {
		if r.level != g.m.BackupLevel {
			g.net.Arcs[g.rankArc[i]].Room = r.total
			least := g.leastCover(r.level, reached[r.level])
			if g.net.Arcs[g.levelArc[r.level]].Room == 0 {
				short += least
			}
			g.net.Arcs[g.levelArc[r.level]].Room = least
		}
	}
	sent, ok := g.net.Maximise(ctx, g.source, g.sink)
	return short - sent, ok
}

// above bounds what hours above goals cost that are priced at BackupLevel. With
// the goals taken for hard limits, some of what must be covered may not be; each
// minute of that lies above a goal in any plan that covers it. Hours that past
// and fixed decisions have above a goal come on top.
func (b *Bounder) above(ctx context.Context, reached solver.Cost) (cost int64, ok bool) {
	m := b.model.m
	least := int64(solver.NoLimit) // units a minute above any goal costs
	for i := range m.Sums {
		s := &m.Sums[i]
		if s.HighPrice <= 0 || s.HighLevel != m.BackupLevel {
			continue
		}
		unit, whole := s.UnitsAbove()
		if !whole {
			return 0, true
		}
		least = min(least, unit)
		cost += max(0, int64(math.Round(float64(b.model.used(s)-s.High)*s.HighPrice)))
	}
	if least == solver.NoLimit || least == 0 {
		return cost, true
	}
	x := newBoundModel(ctx, m, true).layBoxes(ctx, true)
	if ctx.Err() != nil {
		return 0, false
	}
	g := x.graph(x.components())
	short, ok := g.coverAll(ctx, reached)
	return cost + short*least, ok
}
