package flow

import (
	"context"
	"math"
)

// unlimited is more than any network carries.
const unlimited = math.MaxInt64

// Net is a directed network with whole capacities. Arcs are gathered with
// Add, laid out by Seal, and then carry flow.
type Net struct {
	Tail, into []int32 // gathered arcs, gone once sealed
	cap        []int64
	toll       []int64 // by gathered arc: its cost a unit; shorter than tail when the rest are free
	Place      []int32 // where seal put a gathered arc that keep asked for
	kept       []int32

	First []int32 // by node: its first arc; one more at the end
	Arcs  []arc
	paid  bool   // some arc costs something
	laid  []bool // by arc, when paid: whether it was gathered, and is no opposite

	level []int32 // distance to the sink in the rest network
	next  []int32 // arc to be tried next, by node
	queue []int32
	calls int
	ctx   context.Context
	halt  bool
}

// arc is one direction of an arc.
type arc struct {
	To   int32
	Rev  int32 // its opposite
	Room int64 // what it could still carry
	Cost int64 // of a unit; negated on the opposite
}

// Add gathers an arc and returns its number.
func (n *Net) Add(u, v int32, c int64) int32 {
	n.Tail = append(n.Tail, u)
	n.into = append(n.into, v)
	n.cap = append(n.cap, c)
	return int32(len(n.Tail) - 1)
}

// AddPriced gathers an arc that costs something for each unit.
func (n *Net) AddPriced(u, v int32, c, cost int64) {
	for len(n.toll) < len(n.Tail) {
		n.toll = append(n.toll, 0)
	}
	n.toll = append(n.toll, cost)
	n.Add(u, v, c)
}

// Keep asks that the place of an arc be known after seal, as place[handle].
func (n *Net) Keep(arc int32) (handle int32) {
	n.kept = append(n.kept, arc)
	return int32(len(n.kept) - 1)
}

// Seal lays the arcs out by node and forgets the gathered lists.
func (n *Net) Seal(nodes int) {
	n.First = make([]int32, nodes+1)
	for i, u := range n.Tail {
		n.First[u+1]++
		n.First[n.into[i]+1]++
	}
	for v := 0; v < nodes; v++ {
		n.First[v+1] += n.First[v]
	}
	size := 2 * len(n.Tail)
	n.Arcs, n.paid = make([]arc, size), len(n.toll) > 0
	if n.paid {
		n.laid = make([]bool, size)
	}
	at := append([]int32(nil), n.First[:nodes]...)
	n.Place = make([]int32, len(n.kept))
	k := 0
	for i, u := range n.Tail {
		v := n.into[i]
		a := at[u]
		at[u]++
		b := at[v]
		at[v]++
		n.Arcs[a] = arc{To: v, Rev: b, Room: n.cap[i]}
		n.Arcs[b] = arc{To: u, Rev: a}
		if i < len(n.toll) {
			n.Arcs[a].Cost, n.Arcs[b].Cost = n.toll[i], -n.toll[i]
		}
		if n.paid {
			n.laid[a] = true
		}
		if k < len(n.kept) && n.kept[k] == int32(i) {
			n.Place[k] = a
			k++
		}
	}
	n.Tail, n.into, n.cap, n.toll, n.kept = nil, nil, nil, nil, nil
	n.level, n.next, n.queue = make([]int32, nodes), make([]int32, nodes), make([]int32, 0, nodes)
}

// Rooms copies what every arc could still carry into a slice of its own.
func (n *Net) Rooms(into []int64) []int64 {
	into = into[:0]
	for i := range n.Arcs {
		into = append(into, n.Arcs[i].Room)
	}
	return into
}

// SetRooms puts back what rooms copied.
func (n *Net) SetRooms(from []int64) {
	for i, r := range from {
		n.Arcs[i].Room = r
	}
}

// Maximise pushes as much more as fits from source to sink, never taking back
// what already reaches the sink, and returns how much that was. ok is false
// when ctx ended before the flow was greatest.
//
// The method is Dinic's (1970): breadth-first layers from the sink, then a
// blocking flow down the layers, in O(nodes^2 arcs) at worst and in a handful
// of rounds on the shallow networks built here.
func (n *Net) Maximise(ctx context.Context, source, sink int32) (total int64, ok bool) {
	n.ctx, n.halt = ctx, false
	for ctx.Err() == nil && n.layer(source, sink) {
		copy(n.next, n.First[:len(n.next)])
		total += n.push(source, sink, unlimited)
		if n.halt {
			break
		}
	}
	return total, ctx.Err() == nil && !n.halt
}

// layer sets each node's distance to the sink, -1 when it cannot reach it, and
// says whether the source can. It stops at the source's distance.
func (n *Net) layer(source, sink int32) bool {
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
		for a := n.First[v]; a < n.First[v+1]; a++ {
			u := n.Arcs[a].To
			if n.level[u] < 0 && n.Arcs[n.Arcs[a].Rev].Room > 0 {
				n.level[u] = n.level[v] + 1
				q = append(q, u)
			}
		}
	}
	n.queue = q
	return n.level[source] >= 0
}

// push sends up to limit from u to the sink along arcs that descend one layer.
func (n *Net) push(u, sink int32, limit int64) (sent int64) {
	if u == sink {
		return limit
	}
	if n.calls++; n.calls&0xffff == 0 && n.ctx.Err() != nil {
		n.halt = true
	}
	for ; n.next[u] < n.First[u+1] && !n.halt; n.next[u]++ {
		a := n.next[u]
		v := n.Arcs[a].To
		if n.Arcs[a].Room == 0 || n.level[v] != n.level[u]-1 {
			continue
		}
		d := n.push(v, sink, min(limit-sent, n.Arcs[a].Room))
		n.Arcs[a].Room -= d
		n.Arcs[n.Arcs[a].Rev].Room += d
		if sent += d; sent == limit {
			break
		}
	}
	return sent
}

// Reaching marks the nodes from which more could be sent to the sink after Maximise: the far side
// of the smallest least cut.
func (n *Net) Reaching(source, sink int32) []bool {
	n.layer(source, sink)
	far := make([]bool, len(n.level))
	for v, l := range n.level {
		far[v] = l >= 0
	}
	return far
}
