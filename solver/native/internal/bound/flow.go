package bound

import (
	"context"

	"github.com/carerota/carerota/solver"
)

// flowNet is a directed network with whole capacities. Arcs are gathered with
// addArc, laid out by seal, and then carry flow.
type flowNet struct {
	tail, into []int32 // gathered arcs, gone once sealed
	cap        []int64
	toll       []int64 // by gathered arc: its cost a unit; shorter than tail when the rest are free
	place      []int32 // where seal put a gathered arc that keep asked for
	kept       []int32

	first []int32 // by node: its first arc; one more at the end
	arcs  []flowArc
	paid  bool   // some arc costs something
	laid  []bool // by arc, when paid: whether it was gathered, and is no opposite

	level []int32 // distance to the sink in the rest network
	next  []int32 // arc to be tried next, by node
	queue []int32
	calls int
	ctx   context.Context
	halt  bool
}

// flowArc is one direction of an arc.
type flowArc struct {
	to   int32
	rev  int32 // its opposite
	room int64 // what it could still carry
	cost int64 // of a unit; negated on the opposite
}

// addArc gathers an arc and returns its number.
func (n *flowNet) addArc(u, v int32, c int64) int32 {
	n.tail = append(n.tail, u)
	n.into = append(n.into, v)
	n.cap = append(n.cap, c)
	return int32(len(n.tail) - 1)
}

// addCost gathers an arc that costs something for each unit.
func (n *flowNet) addCost(u, v int32, c, cost int64) {
	for len(n.toll) < len(n.tail) {
		n.toll = append(n.toll, 0)
	}
	n.toll = append(n.toll, cost)
	n.addArc(u, v, c)
}

// keep asks that the place of an arc be known after seal, as place[handle].
func (n *flowNet) keep(arc int32) (handle int32) {
	n.kept = append(n.kept, arc)
	return int32(len(n.kept) - 1)
}

// seal lays the arcs out by node and forgets the gathered lists.
func (n *flowNet) seal(nodes int) {
	n.first = make([]int32, nodes+1)
	for i, u := range n.tail {
		n.first[u+1]++
		n.first[n.into[i]+1]++
	}
	for v := 0; v < nodes; v++ {
		n.first[v+1] += n.first[v]
	}
	size := 2 * len(n.tail)
	n.arcs, n.paid = make([]flowArc, size), len(n.toll) > 0
	if n.paid {
		n.laid = make([]bool, size)
	}
	at := append([]int32(nil), n.first[:nodes]...)
	n.place = make([]int32, len(n.kept))
	k := 0
	for i, u := range n.tail {
		v := n.into[i]
		a := at[u]
		at[u]++
		b := at[v]
		at[v]++
		n.arcs[a] = flowArc{to: v, rev: b, room: n.cap[i]}
		n.arcs[b] = flowArc{to: u, rev: a}
		if i < len(n.toll) {
			n.arcs[a].cost, n.arcs[b].cost = n.toll[i], -n.toll[i]
		}
		if n.paid {
			n.laid[a] = true
		}
		if k < len(n.kept) && n.kept[k] == int32(i) {
			n.place[k] = a
			k++
		}
	}
	n.tail, n.into, n.cap, n.toll, n.kept = nil, nil, nil, nil, nil
	n.level, n.next, n.queue = make([]int32, nodes), make([]int32, nodes), make([]int32, 0, nodes)
}

// rooms copies what every arc could still carry into a slice of its own.
func (n *flowNet) rooms(into []int64) []int64 {
	into = into[:0]
	for i := range n.arcs {
		into = append(into, n.arcs[i].room)
	}
	return into
}

// setRooms puts back what rooms copied.
func (n *flowNet) setRooms(from []int64) {
	for i, r := range from {
		n.arcs[i].room = r
	}
}

// maximise pushes as much more as fits from source to sink, never taking back
// what already reaches the sink, and returns how much that was. ok is false
// when ctx ended before the flow was greatest.
//
// The method is Dinic's (1970): breadth-first layers from the sink, then a
// blocking flow down the layers, in O(nodes^2 arcs) at worst and in a handful
// of rounds on the shallow networks built here.
func (n *flowNet) maximise(ctx context.Context, source, sink int32) (total int64, ok bool) {
	n.ctx, n.halt = ctx, false
	for ctx.Err() == nil && n.layer(source, sink) {
		copy(n.next, n.first[:len(n.next)])
		total += n.push(source, sink, solver.NoLimit)
		if n.halt {
			break
		}
	}
	return total, ctx.Err() == nil && !n.halt
}

// layer sets each node's distance to the sink, -1 when it cannot reach it, and
// says whether the source can. It stops at the source's distance.
func (n *flowNet) layer(source, sink int32) bool {
	for i := range n.level {
		n.level[i] = -1
	}
	n.level[sink] = 0
	q := append(n.queue[:0], sink)
	for i := 0; i < len(q); i++ {
		v := q[i]
		if n.level[source] >= 0 && n.level[v] >= n.level[source] {
			break
		}
		for a := n.first[v]; a < n.first[v+1]; a++ {
			u := n.arcs[a].to
			if n.level[u] < 0 && n.arcs[n.arcs[a].rev].room > 0 {
				n.level[u] = n.level[v] + 1
				q = append(q, u)
			}
		}
	}
	n.queue = q
	return n.level[source] >= 0
}

// push sends up to limit from u to the sink along arcs that descend one layer.
func (n *flowNet) push(u, sink int32, limit int64) (sent int64) {
	if u == sink {
		return limit
	}
	if n.calls++; n.calls&0xffff == 0 && n.ctx.Err() != nil {
		n.halt = true
	}
	for ; n.next[u] < n.first[u+1] && !n.halt; n.next[u]++ {
		a := n.next[u]
		v := n.arcs[a].to
		if n.arcs[a].room == 0 || n.level[v] != n.level[u]-1 {
			continue
		}
		d := n.push(v, sink, min(limit-sent, n.arcs[a].room))
		n.arcs[a].room -= d
		n.arcs[n.arcs[a].rev].room += d
		if sent += d; sent == limit {
			break
		}
	}
	return sent
}
