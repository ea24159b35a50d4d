package rounds

import (
	"context"
	"slices"
	"time"
)

// fine is into how many parts a minute of a price is cut while prices are looked for.
const fine = 32

// How prices are moved. A step goes as far as would bring what is open to its target, were it as
// steep all the way (Polyak, USSR Comp. Math. 9 (1969)), along what slopes there were of late
// (Camerini, Fratta and Maffioli, Math. Prog. Study 3 (1975)); it is shortened when it has not paid
// for a while, and the search goes on from the best prices.
const (
	mostLooks = 400
	momentum  = 0.8
	patience  = 10
	shorter   = 0.8
	paying    = 0.001 // of the target, for a step to have paid
	shortest  = 0.02
	mostWork  = 500_000_000 // cells of tables
)

// ascent looks for prices under which much must stay open.
type ascent struct {
	p      *Problem
	l      *planner
	prices []float64 // minutes
	parts  []int32   // the same in parts of a minute
	slope  []float64 // by visit: how many are wanted less how many take it
	dir    []float64
	best   []float64
	open   float64 // minutes, under the best
}

// ascend is the best prices found, in minutes.
func (p *Problem) ascend(ctx context.Context, l *planner) []float64 {
	n, target := len(p.Visits), p.target()
	a := &ascent{p: p, l: l, prices: p.begin(), parts: make([]int32, n), slope: make([]float64, n), dir: make([]float64, n)}
	a.best = slices.Clone(a.prices)
	length, since := 1.0, 0
	for i := 0; i < mostLooks && l.work < mostWork && length > shortest && ctx.Err() == nil; i++ {
		open := a.look()
		if i == 0 || open > a.open {
			if open > a.open+paying*target {
				since = 0
			}
			a.open = open
			copy(a.best, a.prices)
		}
		if since++; since > patience {
			length, since = length*shorter, 0
			copy(a.prices, a.best)
		}
		if target-a.open < 1 || !a.step(length*max(target-open, 1)) {
			break
		}
	}
	return a.best
}

// Where prices begin, as parts of a visit's length: more in a rush, where much of what is asked at
// the time is open in the known rota.
const (
	firstLeast = 0.3
	firstMost  = 0.8
	around     = 30 // minutes
)

// begin is the prices to begin with: all of its length for a visit that is open in the known rota.
func (p *Problem) begin() []float64 {
	slot := func(t int32) int { return int(max(t-p.Days[0], 0) / around) }
	last := int32(0)
	for v := range p.Visits {
		last = max(last, p.Visits[v].To)
	}
	asked, open := make([]float64, slot(last)+2), make([]float64, slot(last)+2)
	for v := range p.Visits {
		for x, k := &p.Visits[v], slot(p.Visits[v].From); k <= slot(x.To); k++ {
			asked[k] += float64(x.Wanted)
			open[k] += float64(x.Open)
		}
	}
	prices := make([]float64, len(p.Visits))
	for v := range prices {
		x, all, rush := &p.Visits[v], 0.0, 0.0
		if prices[v] = x.long(); x.Open > 0 {
			continue
		}
		for k := max(slot(x.From)-1, 0); k <= slot(x.To)+1; k++ {
			all, rush = all+asked[k], rush+open[k]
		}
		prices[v] *= min(firstLeast+rush/max(all, 1), firstMost)
	}
	return prices
}

// target is how many minutes the known rota leaves open: nothing beyond is looked for.
func (p *Problem) target() (minutes float64) {
	for v := range p.Visits {
		minutes += float64(p.Visits[v].Open) * p.Visits[v].long()
	}
	return minutes
}

func (v *Visit) long() float64 { return float64(v.To - v.From) }

// most is the highest price of a visit.
func (v *Visit) most() float64 { return float64(max(v.Dear, 1)) * v.long() }

// look is what is open under the prices, and how it slopes.
func (a *ascent) look() float64 {
	total := int64(0)
	for v := range a.p.Visits {
		a.parts[v] = int32(a.prices[v]*fine + 0.5)
		a.slope[v] = float64(a.p.Visits[v].Wanted)
		total += int64(a.parts[v]) * int64(a.p.Visits[v].Wanted)
	}
	for w := range a.p.Workers {
		most, line := a.l.best(w, a.parts)
		total -= int64(most)
		for _, v := range line {
			a.slope[v]--
		}
	}
	return float64(total) / fine
}

// step moves the prices up the slope, as far as would raise what is open by so much. It says whether
// there is any way up.
func (a *ascent) step(rise float64) bool {
	norm := 0.0
	for v := range a.dir {
		up := a.slope[v]
		if a.prices[v] >= a.p.Visits[v].most() && up > 0 || a.prices[v] <= 0 && up < 0 {
			up = 0
		}
		a.dir[v] = up + momentum*a.dir[v]
		norm += a.dir[v] * a.dir[v]
	}
	if norm == 0 {
		return false
	}
	for v := range a.dir {
		a.prices[v] = min(max(a.prices[v]+rise/norm*a.dir[v], 0), a.p.Visits[v].most())
	}
	return true
}

// Shown is how much must stay open, whatever the rota.
type Shown struct {
	Counts []int32 // by visit: minutes that it counts for each worker wanted
	Most   []int32 // by worker: the most of it that the worker can take
	Open   int64   // minutes: what all visits count, less the most of all workers
}

// Open looks for what must stay open. The search has two thirds of the time that the context leaves,
// and is the same for the same problem where it leaves enough.
func (p *Problem) Open(ctx context.Context) *Shown {
	in := ctx
	if end, ok := ctx.Deadline(); ok {
		short, over := context.WithTimeout(ctx, time.Until(end)*2/3)
		defer over()
		in = short
	}
	l := newPlanner(p)
	return p.settle(ctx, l, p.ascend(in, l))
}
