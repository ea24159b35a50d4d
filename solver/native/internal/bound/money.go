package bound

import (
	"context"

	"github.com/carerota/carerota/solver"
)

// The sizes of the networks whose least cost is looked for: a coarse one first,
// which is quick and comes within a thousandth or so, then a fine one.
const (
	coarseArcs = 150_000
	fineArcs   = 2_000_000
)

// MoneyOptions says what the money bound may suppose of a plan. The zero value
// supposes nothing more than its shortages.
type MoneyOptions struct {
	// Standby supposes that the cost at Model.BackupLevel, too, is no greater than
	// reached, so that tasks with Backup have lines on Reserve, which are paid.
	Standby bool
}

// Money bounds what every plan costs at Model.PayLevel whose shortage at each
// level is no greater than reached there. (Other entries of reached are not
// looked at.) known is false when ctx ended before there was a bound, when some
// pay is negative, or when no plan can be as good as reached.
//
// The bound is that of a minimum-cost flow on the network of the shortage
// bound, in which a minute of a line costs what it is paid at that time; a
// line's first minutes in a week save what guaranteed hours cost without them.
// What relaxes a plan into such a flow: a minute that is covered is given to one
// of those present; everything else that is paid or priced costs nothing or
// more. Prices of ChangePrice, Firsts, Spreads and ExtraPrice count as nothing.
func (b *Bounder) Money(ctx context.Context, reached solver.Cost, o MoneyOptions) (bound int64, known bool) {
	model := newBoundModel(ctx, b.model.m, false)
	model.paid = newPayer(model)
	if model.paid == nil {
		return 0, false
	}
	var stints int64
	if o.Standby {
		reached[b.model.m.BackupLevel] += model.addStandby(reached, false)
		if reached[b.model.m.BackupLevel] == 0 {
			stints, model.paid.stints = model.stints()
		}
	}
	x := model.layBoxes(ctx, true)
	if ctx.Err() != nil {
		return 0, false
	}
	parts := x.components()
	for _, most := range [...]int{coarseArcs, fineArcs} {
		g := x.finest(parts, most, func(g *graph) { g.openAll(reached) })
		if n, ok := g.leastMoney(ctx); ok && (!known || n > bound) {
			bound, known = n, true
		}
		if g.grain == 0 || ctx.Err() != nil {
			break
		}
	}
	if model.paid.stints {
		bound += stints
	}
	return bound, known
}

// leastMoney is the bound of one network.
func (g *graph) leastMoney(ctx context.Context) (bound int64, known bool) {
	var amount int64
	for _, r := range g.ranks {
		amount += r.total
	}
	if sent, ok := g.net.Maximise(ctx, g.source, g.sink); !ok || sent < amount {
		return 0, false
	}
	bound, known = g.net.LowerBound(ctx, g.source, g.sink, amount, g.fineness())
	return bound + g.fixedMoney(), known
}

// fineness is the cost a minute that is not worth telling apart: in a small
// network nothing is too small.
func (g *graph) fineness() int64 {
	if len(g.net.Arcs) < 100_000 {
		return 1
	}
	var dear int64
	for i := range g.net.Arcs {
		dear = max(dear, g.net.Arcs[i].Cost)
	}
	return max(1, dear>>17)
}

// openAll lets every level and rank take all it wants, cover or not: what is
// short comes from the source straight to the rank, as far as reached allows.
func (g *graph) openAll(reached solver.Cost) {
	for level := range solver.MaxLevels {
		wanted := g.wanted(level)
		if wanted == 0 {
			continue
		}
		short := g.nodes
		g.nodes++
		g.net.Add(g.source, short, wanted-g.leastCover(level, reached[level]))
		g.net.Add(g.levelNode[level], g.sink, wanted)
		for i, r := range g.ranks {
			if r.level == level {
				g.net.Add(short, g.rankNode(int32(i)), min(r.total, reached[level]/r.price))
				g.net.Add(g.rankNode(int32(i)), g.levelNode[level], r.total)
			}
		}
	}
}

// fixedMoney is what does not depend on the flow: the pay of fixed decisions,
// and what goals cost when lines do nothing.
func (g *graph) fixedMoney() (n int64) {
	for l := range g.m.Lines {
		for _, d := range g.m.Lines[l].Fixed {
			n += g.m.PayOf(&g.m.Lines[l].Pay[d.Kind], d.Start, d.End)
		}
	}
	return n + g.base
}
