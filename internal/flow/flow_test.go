package flow

import (
	"context"
	"math/rand/v2"
	"testing"
)

// leastCut is the least capacity over all two-part splits, by trying each.
func leastCut(nodes int, arcs [][3]int64) int64 {
	best := int64(unlimited)
	for set := 0; set < 1<<nodes; set++ {
		if set&1 == 0 || set>>(nodes-1)&1 == 1 {
			continue
		}
		var c int64
		for _, a := range arcs {
			if set>>a[0]&1 == 1 && set>>a[1]&1 == 0 {
				c += a[2]
			}
		}
		best = min(best, c)
	}
	return best
}

func TestMaximumFlowIsLeastCut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := 0; i < 400; i++ {
		nodes := 2 + r.IntN(7)
		var n Net
		var arcs [][3]int64
		for k := r.IntN(20); k > 0; k-- {
			a := [3]int64{r.Int64N(int64(nodes)), r.Int64N(int64(nodes)), r.Int64N(20)}
			if a[0] == a[1] {
				continue
			}
			arcs = append(arcs, a)
			n.Add(int32(a[0]), int32(a[1]), a[2])
		}
		n.Seal(nodes)
		got, ok := n.Maximise(context.Background(), 0, int32(nodes-1))
		if want := leastCut(nodes, arcs); got != want || !ok {
			t.Fatalf("model %d: flow %d, least cut %d", i, got, want)
		}
		far := n.Reaching(0, int32(nodes-1))
		var cut int64
		for _, a := range arcs {
			if !far[a[0]] && far[a[1]] {
				cut += a[2]
			}
		}
		if cut != got || far[0] {
			t.Fatalf("model %d: the marked cut holds %d, the flow is %d", i, cut, got)
		}
	}
}

// cheapest is the least cost of carrying amount from node 0 to the last, by
// sending it a unit at a time along the shortest way (Bellman and Ford).
func cheapest(nodes int, arcs [][4]int64, amount int64) int64 {
	type way struct{ from, to, room, cost int64 }
	var w []way
	for _, a := range arcs {
		w = append(w, way{a[0], a[1], a[2], a[3]}, way{a[1], a[0], 0, -a[3]})
	}
	var total int64
	for ; amount > 0; amount-- {
		dist, by := make([]int64, nodes), make([]int, nodes)
		for v := 1; v < nodes; v++ {
			dist[v] = 1 << 40
		}
		for range nodes {
			for i, a := range w {
				if a.room > 0 && dist[a.from]+a.cost < dist[a.to] {
					dist[a.to], by[a.to] = dist[a.from]+a.cost, i
				}
			}
		}
		total += dist[nodes-1]
		for v := int64(nodes - 1); v != 0; v = w[by[v]].from {
			w[by[v]].room--
			w[by[v]^1].room++
		}
	}
	return total
}

func TestCostBoundIsLeastCost(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := 0; i < 400; i++ {
		nodes := 2 + r.IntN(8)
		var n Net
		var arcs [][4]int64
		for k := 1 + r.IntN(24); k > 0; k-- {
			u, v := r.Int64N(int64(nodes)), r.Int64N(int64(nodes))
			if u >= v { // no cycles, so that costs may be negative
				continue
			}
			a := [4]int64{u, v, r.Int64N(6), r.Int64N(100_000) - 20_000}
			arcs = append(arcs, a)
			n.AddPriced(int32(u), int32(v), a[2], a[3])
		}
		n.Seal(nodes)
		sent, _ := n.Maximise(context.Background(), 0, int32(nodes-1))
		if sent == 0 {
			continue
		}
		want := cheapest(nodes, arcs, sent)
		got, ok := n.LowerBound(context.Background(), 0, int32(nodes-1), sent, 1)
		if !ok || got > want || want-got > int64(4*nodes)*sent {
			t.Fatalf("network %d: bound %d of a least cost of %d for %d units", i, got, want, sent)
		}
	}
}

func TestCostBoundStopsWithItsContext(t *testing.T) {
	var n Net
	n.AddPriced(0, 1, 5, 7)
	n.Seal(2)
	n.Maximise(context.Background(), 0, 1)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, ok := n.LowerBound(ctx, 0, 1, 5, 1); ok {
		t.Error("a bound came out of a context that had ended")
	}
}
