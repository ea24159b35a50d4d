package bound

import (
	"context"
	"errors"

	"github.com/carerota/carerota/solver"
)

// Report holds lower bounds on the cost of every plan of a model, with
// what those of later levels rest on.
//
// Cost[L] of a shortage level (one that is some task's UnderLevel) bounds the
// level in every plan whose shortage levels before L are as in Given; see
// bounder.shortage for what it says when they are not proved. Cost[Model.BackupLevel] and Cost[Model.PayLevel] bound what
// plans cost there whose shortages are no greater than Given. Any other level
// costs nothing or more, so its bound is 0.
type Report struct {
	Cost  solver.Cost
	Known [solver.MaxLevels]bool // whether Cost holds a bound of the level that was worked out to the end
	Given solver.Cost            // the shortages on which the bounds of later levels rest
}

// errTooMuch says that what a model asks for, or the tables it needs, cannot be
// held in 64-bit numbers or the address range of a network.
var errTooMuch = errors.New("solver: the model is too large for a flow bound")

// Bounder works out bounds of one model. It never changes the model, keeps
// nothing of one call for the next but what does not change, and may be used by
// many goroutines at once.
type Bounder struct {
	model  *model
	boxers []*boxer // one, or two ways of choosing boxes that cross
}

// New makes a model ready for bounds. It fails with errTooMuch when the
// line-minutes wanted or the ends of tasks do not fit, and with the context's error where that ends first.
func New(ctx context.Context, m *solver.Model) (*Bounder, error) {
	for i := range m.Tasks {
		if m.Tasks[i].From < 0 || m.Tasks[i].To > 1<<27 || m.Tasks[i].Need > 1<<20 {
			return nil, errTooMuch
		}
	}
	b := &Bounder{model: newBoundModel(ctx, m, false)}
	for _, r := range b.model.ranks {
		if r.total > solver.NoLimit/4/max(r.price, 1)/int64(len(b.model.ranks)) {
			return nil, errTooMuch
		}
	}
	first := b.model.layBoxes(ctx, true)
	b.boxers = []*boxer{first}
	if first.dropped {
		b.boxers = append(b.boxers, b.model.layBoxes(ctx, false))
	}
	return b, ctx.Err()
}

// Shortage bounds every shortage level by maximum flows.
//
// Without reached: level 0 is covered as far as the flow allows, then level 1
// as far as it can be while level 0 keeps its cover, and so on. No plan's
// vector of shortages comes before the result in the ranked order; and each
// entry bounds its level in every plan that has the entries before it.
//
// With reached, the cost of some plan: up to the first level at which that plan
// stands above its bound the entries are as before, and so are proved; the
// level after it is bounded knowing that the unproved one is no greater than
// reached (less cover of one level never lets less of another be covered); the
// levels after that knowing nothing of those between. So each entry bounds its
// level in the best plan, whatever it is.
func (b *Bounder) Shortage(ctx context.Context, reached *solver.Cost) *Report {
	var best *Report
	for _, x := range b.boxers {
		if ctx.Err() != nil && best != nil {
			break
		}
		g := x.graph(x.components())
		r := g.shortage(ctx, reached)
		if best == nil {
			best = r
			continue
		}
		best.join(r)
	}
	return best
}

// join takes over the stronger bounds of another report on the same terms, up
// to the first level at which the two rest on different shortages before it.
func (r *Report) join(o *Report) {
	for l := range r.Cost {
		if !r.Known[l] || !o.Known[l] {
			return
		}
		if r.Cost[l] == o.Cost[l] {
			continue
		}
		if o.Cost[l] > r.Cost[l] {
			*r = *o
		}
		return
	}
}
