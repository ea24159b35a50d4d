package native

import (
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/bound"
)

// shortageMet says whether cost reaches bound at every level at which tasks run short.
func (q *partRun) shortageMet(cost, bound solver.Cost) bool {
	for l := range cost {
		if q.short[l] && cost[l] > bound[l] {
			return false
		}
	}
	return true
}

// bind finds lower bounds of every part, beside the search: first the
// shortages and backup of all, then, of each once it has reached the least
// shortage (or the search has ended), money. It ends with the run's context.
func (h *run) bind() {
	bounders := make([]*bound.Bounder, len(h.parts))
	for i, q := range h.parts {
		if q.unbound() {
			bounders[i] = q.bindShort(h.ctx)
		}
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for open := true; open && h.ctx.Err() == nil; {
		open = false
		over := h.over.Load()
		for i, q := range h.parts {
			if bounders[i] == nil {
				continue
			}
			best, bound := h.bestOf(q), h.boundOf(q)
			switch {
			case q.shortageMet(best, bound):
				q.bindMoney(h.ctx, bounders[i], best, bound)
			case over: // the later levels were bounded for plans that may not exist
				q.bindAll(h.ctx, bounders[i])
			default:
				open = true
				continue
			}
			bounders[i] = nil
		}
		select {
		case <-h.ctx.Done():
		case <-tick.C:
		}
	}
}

// unbound says whether bounds are still to be found beside the search: the
// roster engine has its own, and tasks that nobody may serve cost what they cost.
func (q *partRun) unbound() bool { return q.grid == nil && len(q.part.Lines) > 0 }

// bindShort bounds the part's shortages and backup. It returns nil when there
// is nothing more to be had.
func (q *partRun) bindShort(ctx context.Context) *bound.Bounder {
	b, err := bound.New(ctx, q.part.Model)
	if err != nil {
		return nil
	}
	r := b.Shortage(ctx, nil)
	for l, known := range r.Known {
		if q.short[l] && !known {
			return nil
		}
	}
	bound := r.Cost
	m := q.part.Model
	bound[m.BackupLevel], bound[m.PayLevel] = 0, 0
	if n, ok := b.Backup(ctx, r.Given); ok && !q.short[m.BackupLevel] {
		bound[m.BackupLevel] = n
	}
	q.whole.raise(q, bound)
	return b
}

// bindMoney bounds money, and backup once more, for plans no worse than reached.
func (q *partRun) bindMoney(ctx context.Context, b *bound.Bounder, reached, known solver.Cost) {
	m := q.part.Model
	if q.short[m.PayLevel] || m.PayLevel == m.BackupLevel {
		return
	}
	backed := slices.ContainsFunc(m.Tasks, func(t solver.Task) bool { return t.Backup > 0 })
	if n, ok := b.Money(ctx, reached, bound.MoneyOptions{Standby: backed}); ok {
		known[m.PayLevel] = n
		q.whole.raise(q, known)
	}
}

// bindAll works out every bound for the plan reached.
func (q *partRun) bindAll(ctx context.Context, b *bound.Bounder) {
	if b == nil {
		return
	}
	m := q.part.Model
	best := q.whole.bestOf(q)
	r := b.Shortage(ctx, &best)
	bound := solver.Cost{}
	for l := range bound {
		if q.short[l] && r.Known[l] {
			bound[l] = r.Cost[l]
		}
	}
	if n, ok := b.Backup(ctx, best); ok && !q.short[m.BackupLevel] {
		bound[m.BackupLevel] = n
	}
	q.whole.raise(q, bound)
	q.settled.Store(ctx.Err() == nil)
	q.bindMoney(ctx, b, best, bound)
}

// sureBound is the bound without what rests on a shortage that was not reached.
func (q *partRun) sureBound() solver.Cost {
	b := q.bound
	settled := q.settled.Load()
	for l := range b {
		if (q.soft[l] || q.short[l] && !settled) && q.kept[l] > b[l] {
			clear(b[l+1:])
			break
		}
	}
	return b
}
