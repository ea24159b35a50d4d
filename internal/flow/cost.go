package flow

import (
	"context"
	"math/bits"
)

// flowCost finds prices of the nodes of a network whose arcs cost something for
// each unit, so good that they bound from below what it costs to carry an
// amount from one node to another. It works by cost scaling (Goldberg and
// Tarjan 1990) with shortest-path updates of the prices (Goldberg 1997). Any
// prices give a valid bound, so it may stop at any time.
type flowCost struct {
	*Net
	pi       []int64 // by node: its price
	excess   []int64 // by node: what has come in and not gone out
	queued   []bool
	eps      int64 // no arc with room has a reduced cost below -eps
	relabels int
	dist     []int32
	buckets  [][]int32
}

// reduced is what a unit costs over arc a from u, prices counted.
func (f *flowCost) reduced(u, a int32) int64 {
	x := &f.Arcs[a]
	return x.Cost + f.pi[u] - f.pi[x.To]
}

// LowerBound bounds the least cost of carrying amount from source to sink,
// which must be what the network carries now, however dear. Prices are refined
// until no unit of flow is dearer than need be by more than fine on any arc, or
// ctx ends; ok is false when that was before there was any bound.
func (n *Net) LowerBound(ctx context.Context, source, sink int32, amount, fine int64) (bound int64, ok bool) {
	if !n.paid {
		return 0, true
	}
	nodes := len(n.First) - 1
	f := &flowCost{Net: n, pi: make([]int64, nodes), excess: make([]int64, nodes),
		queued: make([]bool, nodes), dist: make([]int32, nodes)}
	n.ctx, n.halt = ctx, ctx.Err() != nil
	for i := range n.Arcs {
		f.eps = max(f.eps, n.Arcs[i].Cost)
	}
	for !n.halt {
		f.eps = max(f.eps/8, fine)
		f.refine()
		if b, fits := f.dual(source, sink, amount); fits && (!ok || b > bound) {
			bound, ok = b, true
		}
		if f.eps <= fine {
			break
		}
	}
	return bound, ok
}

// dual is the bound that the prices prove. With r the reduced cost of an arc
// and x what it carries, a flow costs the sum of r*x, and amount times the
// difference of the prices at its ends; and r*x is no less than min(0, r) times
// the arc's capacity. fits is false when the sum leaves 64 bits.
func (f *flowCost) dual(source, sink int32, amount int64) (bound int64, fits bool) {
	var plus, minus wide
	if d := f.pi[sink] - f.pi[source]; d >= 0 {
		plus.add(amount, d)
	} else {
		minus.add(amount, -d)
	}
	for u := range f.pi {
		for a := f.First[u]; a < f.First[u+1]; a++ {
			if r := f.reduced(int32(u), a); r < 0 && f.laid[a] {
				minus.add(f.Arcs[a].Room+f.Arcs[f.Arcs[a].Rev].Room, -r)
			}
		}
	}
	lo, borrow := bits.Sub64(plus.lo, minus.lo, 0)
	hi, _ := bits.Sub64(plus.hi, minus.hi, borrow)
	return int64(lo), hi == uint64(int64(lo)>>63)
}

// wide is a sum of products in 128 bits.
type wide struct{ hi, lo uint64 }

func (w *wide) add(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi, _ = bits.Add64(w.hi, hi, carry)
}

// refine makes the flow so good that no arc with room is cheaper than -eps.
func (f *flowCost) refine() {
	f.queue = f.queue[:0]
	copy(f.next, f.First[:len(f.next)])
	for u := range f.pi {
		for a := f.First[u]; a < f.First[u+1]; a++ {
			if f.Arcs[a].Room > 0 && f.reduced(int32(u), a) < 0 {
				f.send(int32(u), a, f.Arcs[a].Room)
			}
		}
	}
	f.reprice()
	q := f.queue
	for u, x := range f.excess {
		if f.queued[u] = x > 0; x > 0 {
			q = append(q, int32(u))
		}
	}
	for len(q) > 0 && !f.halt {
		u := q[0]
		q = q[1:]
		f.queued[u] = false
		q = f.discharge(u, q)
		if f.relabels > 2*len(f.pi) {
			f.reprice()
			copy(f.next, f.First[:len(f.next)])
		}
	}
}

func (f *flowCost) send(u, a int32, d int64) {
	f.Arcs[a].Room -= d
	f.Arcs[f.Arcs[a].Rev].Room += d
	f.excess[u] -= d
	f.excess[f.Arcs[a].To] += d
}

// discharge sends all that u has too much of on to its neighbours, lowering its
// price as need be, and returns the queue with those that now have too much.
func (f *flowCost) discharge(u int32, q []int32) []int32 {
	if f.calls++; f.calls&0xfff == 0 && f.ctx.Err() != nil {
		f.halt = true
		return q
	}
	arcs, pi := f.Arcs, f.pi
	for f.excess[u] > 0 {
		end := f.First[u+1]
		a := f.next[u]
		for own := pi[u]; a < end && (arcs[a].Room == 0 || arcs[a].Cost+own >= pi[arcs[a].To]); a++ {
		}
		if f.next[u] = a; a == end {
			f.relabel(u)
			continue
		}
		v := arcs[a].To
		f.send(u, a, min(f.excess[u], arcs[a].Room))
		if f.excess[v] > 0 && !f.queued[v] {
			f.queued[v] = true
			q = append(q, v)
		}
	}
	return q
}

// relabel lowers the price of u until an arc leads downhill.
func (f *flowCost) relabel(u int32) {
	f.relabels++
	arcs, pi := f.Arcs, f.pi
	best := int64(-unlimited)
	for a := f.First[u]; a < f.First[u+1]; a++ {
		if x := &arcs[a]; x.Room > 0 {
			if p := pi[x.To] - x.Cost; p > best {
				best, f.next[u] = p, a
			}
		}
	}
	pi[u] = best - f.eps
}

// farthest is the greatest distance that reprice follows. Nodes beyond are taken
// to be as far as the last that was settled, which keeps prices good.
const farthest = 1 << 13

// reprice lowers prices by shortest distances, in steps of eps, to the nodes
// that lack something, so that goods have a way downhill to them.
func (f *flowCost) reprice() {
	f.relabels = 0
	over := int64(0)
	f.buckets = f.buckets[:0]
	for v, x := range f.excess {
		f.dist[v] = -1
		if x < 0 {
			f.reach(int32(v), 0)
		} else {
			over += x
		}
	}
	last := int32(0)
	for d := int32(0); int(d) < len(f.buckets) && over > 0; d++ {
		for i := 0; i < len(f.buckets[d]); i++ {
			v := f.buckets[d][i]
			if f.dist[v] != d {
				continue
			}
			f.dist[v] = -2 - d // settled
			last = d
			over -= max(0, f.excess[v])
			f.reachFrom(v, d)
		}
	}
	for v := range f.pi {
		d := last
		if f.dist[v] <= -2 {
			d = -2 - f.dist[v]
		}
		f.pi[v] -= int64(d) * f.eps
	}
}

func (f *flowCost) reach(v, d int32) {
	f.dist[v] = d
	for len(f.buckets) <= int(d) {
		if n := len(f.buckets); n < cap(f.buckets) {
			f.buckets = f.buckets[:n+1]
			f.buckets[n] = f.buckets[n][:0]
		} else {
			f.buckets = append(f.buckets, nil)
		}
	}
	f.buckets[d] = append(f.buckets[d], v)
}

func (f *flowCost) reachFrom(v, d int32) {
	arcs, own := f.Arcs, f.pi[v]
	for b := f.First[v]; b < f.First[v+1]; b++ {
		u := arcs[b].To
		if f.dist[u] <= -2 || f.dist[u] >= 0 && f.dist[u] <= d || arcs[arcs[b].Rev].Room == 0 {
			continue
		}
		far := int64(d)
		if r := f.pi[u] - own - arcs[b].Cost; r >= 0 {
			far += r/f.eps + 1
		}
		if far < farthest && (f.dist[u] < 0 || int32(far) < f.dist[u]) {
			f.reach(u, int32(far))
		}
	}
}
