package native

import (
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/bound"
)

// shortageMet says whether cost reaches bound at every level at which tasks run short.
func (p *partRun) shortageMet(cost, bound solver.Cost) bool {
	for l := range cost {
		if p.short[l] && cost[l] > bound[l] {
			return false
		}
	}
	return true
}

// bind finds lower bounds of every part, beside the search: first the
// shortages and backup of all, then, of each once it has reached the least
// shortage (or the search has ended), money. It ends with the run's context.
func (r *run) bind() {
	bounders := make([]*bound.Bounder, len(r.parts))
	for i, p := range r.parts {
		if p.unbound() {
			bounders[i] = p.bindShort(r.ctx)
		}
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for open := true; open && r.ctx.Err() == nil; {
		open = false
		over := r.over.Load()
		for i, p := range r.parts {
			if bounders[i] == nil {
				continue
			}
			best, bound := r.bestOf(p), r.boundOf(p)
			switch {
			case p.shortageMet(best, bound) && !p.spared:
				p.bindSpare(r.ctx, bounders[i], best, bound)
				open = true
				continue
			case p.shortageMet(best, bound) && best[p.part.Model.SpareLevel] <= bound[p.part.Model.SpareLevel]:
				p.bindMoney(r.ctx, bounders[i], best, bound)
			case over: // the later levels were bounded for plans that may not exist
				p.bindAll(r.ctx, bounders[i])
			default:
				open = true
				continue
			}
			bounders[i] = nil
		}
		select {
		case <-r.ctx.Done():
		case <-tick.C:
		}
	}
}

// unbound says whether bounds are still to be found beside the search: the
// roster engine has its own, and tasks that nobody may serve cost what they cost.
func (p *partRun) unbound() bool { return p.grid == nil && len(p.part.Lines) > 0 }

// bindShort bounds the part's shortages and backup. It returns nil when there
// is nothing more to be had.
func (p *partRun) bindShort(ctx context.Context) *bound.Bounder {
	b, err := bound.New(ctx, p.part.Model)
	if err != nil {
		return nil
	}
	r := b.Shortage(ctx, nil)
	for l, known := range r.Known {
		if p.short[l] && !known {
			return nil
		}
	}
	bound := r.Cost
	m := p.part.Model
	bound[m.BackupLevel], bound[m.PayLevel] = 0, 0
	if n, ok := b.Backup(ctx, r.Given); ok && !p.short[m.BackupLevel] {
		bound[m.BackupLevel] = n
	}
	p.whole.raise(p, bound)
	return b
}

// bindSpare bounds how much the lines that are used last are needed, once, for plans whose shortages
// are no greater than reached.
func (p *partRun) bindSpare(ctx context.Context, b *bound.Bounder, reached, known solver.Cost) {
	p.spared = true
	m := p.part.Model
	if m.SpareLevel <= 0 || p.short[m.SpareLevel] {
		return
	}
	if n, ok := b.Spare(ctx, reached); ok {
		known[m.SpareLevel] = n
		p.whole.raise(p, known)
	}
}

// bindMoney bounds money, and backup once more, for plans no worse than reached.
func (p *partRun) bindMoney(ctx context.Context, b *bound.Bounder, reached, known solver.Cost) {
	m := p.part.Model
	if p.short[m.PayLevel] || m.PayLevel == m.BackupLevel {
		return
	}
	backed := slices.ContainsFunc(m.Tasks, func(t solver.Task) bool { return t.Backup > 0 })
	if n, ok := b.Money(ctx, reached, bound.MoneyOptions{Standby: backed}); ok {
		known[m.PayLevel] = n
		p.whole.raise(p, known)
	}
}

// bindAll works out every bound for the plan reached.
func (p *partRun) bindAll(ctx context.Context, b *bound.Bounder) {
	if b == nil {
		return
	}
	m := p.part.Model
	best := p.whole.bestOf(p)
	r := b.Shortage(ctx, &best)
	bound := solver.Cost{}
	for l := range bound {
		if p.short[l] && r.Known[l] {
			bound[l] = r.Cost[l]
		}
	}
	if n, ok := b.Backup(ctx, best); ok && !p.short[m.BackupLevel] {
		bound[m.BackupLevel] = n
	}
	p.whole.raise(p, bound)
	p.settled.Store(ctx.Err() == nil)
	p.bindSpare(ctx, b, best, bound)
	p.bindMoney(ctx, b, best, bound)
}

// sureBound is the bound without what rests on a shortage that was not reached.
func (p *partRun) sureBound() solver.Cost {
	b := p.bound
	settled := p.settled.Load()
	for l := range b {
		if (p.soft[l] || p.short[l] && !settled) && p.kept[l] > b[l] {
			clear(b[l+1:])
			break
		}
	}
	return b
}
