package bound

import (
	"context"
	"slices"

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
// more. Prices of ChangePrice, Spreads and ExtraPrice count as nothing; what Firsts cost at least is added.
func (b *Bounder) Money(ctx context.Context, reached solver.Cost, o MoneyOptions) (bound int64, known bool) {
	m, toll := withToll(b.model.m)
	model := newBoundModel(ctx, m, false)
	model.paid = newPayer(model)
	if model.paid == nil {
		return 0, false
	}
	spare := reached[m.SpareLevel]
	var stints int64
	if o.Standby {
		reached[b.model.m.BackupLevel] += model.addStandby(reached, false)
		if reached[b.model.m.BackupLevel] == 0 {
			stints, model.paid.stints = model.stints()
		}
	}
	short := reached
	bound, known = model.leastMoney(ctx, reached)
	if model.paid.stints {
		bound += stints
	}
	return bound - toll*spare + faces(b.model.m, short), known
}

// withToll is the model with a toll on each minute of the lines that are used last, which makes them
// dearer than any other: what a plan costs with it, less the toll on as many minutes as it may use, is
// no more than it costs (Lagrange's multiplier of that limit).
func withToll(m *solver.Model) (*solver.Model, int64) {
	if m.SpareLevel <= 0 {
		return m, 0
	}
	dear := 1.0
	for l := range m.Lines {
		for _, w := range m.Lines[l].Pay {
			dear = max(dear, w.Rate)
		}
	}
	toll := int64(4 * dear)
	c := *m
	c.Lines = slices.Clone(m.Lines)
	c.Curves = append(slices.Clip(m.Curves), solver.Curve{})
	for l, spared := range m.Spared() {
		if !spared {
			continue
		}
		for _, k := range [...]solver.Mode{solver.Active, solver.Passive} {
			if w := &c.Lines[l].Pay[k]; w.Rate == 0 && w.Flat == 0 && w.Factor == 0 {
				*w = solver.Wage{Rate: float64(toll), Curve: int32(len(c.Curves) - 1)}
			} else {
				return m, 0 // paid lines: nothing is known of their minutes' price
			}
		}
	}
	return &c, toll
}

// Spare bounds what every plan costs at Model.SpareLevel whose shortages are no greater than reached:
// the money bound of a model in which nothing is paid but the minutes of lines that are used last.
func (b *Bounder) Spare(ctx context.Context, reached solver.Cost) (bound int64, known bool) {
	c := *b.model.m
	c.Lines = slices.Clone(c.Lines)
	c.Curves = append(slices.Clip(c.Curves), solver.Curve{})
	for l, spared := range c.Spared() {
		c.Lines[l].Pay = [solver.NumModes]solver.Wage{}
		if spared {
			one := solver.Wage{Rate: 1, Curve: int32(len(c.Curves) - 1)}
			c.Lines[l].Pay[solver.Active], c.Lines[l].Pay[solver.Passive] = one, one
		}
	}
	c.Sums = slices.Clone(c.Sums)
	for i := range c.Sums {
		c.Sums[i].LowPrice = 0
	}
	model := newBoundModel(ctx, &c, false)
	if model.paid = newPayer(model); model.paid == nil {
		return 0, false
	}
	return model.leastMoney(ctx, reached)
}

// leastMoney is the money bound of a model that is paid, on a coarse network and then a fine one.
func (model *model) leastMoney(ctx context.Context, reached solver.Cost) (bound int64, known bool) {
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
