package solver

import (
	"context"
	"math/rand/v2"
	"testing"
)

// leastCut is the least capacity over all two-part splits, by trying each.
func leastCut(nodes int, arcs [][3]int64) int64 {
	best := int64(NoLimit)
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
		var n flowNet
		var arcs [][3]int64
		for k := r.IntN(20); k > 0; k-- {
			a := [3]int64{r.Int64N(int64(nodes)), r.Int64N(int64(nodes)), r.Int64N(20)}
			if a[0] == a[1] {
				continue
			}
			arcs = append(arcs, a)
			n.addArc(int32(a[0]), int32(a[1]), a[2])
		}
		n.seal(nodes)
		got, ok := n.maximise(context.Background(), 0, int32(nodes-1))
		if want := leastCut(nodes, arcs); got != want || !ok {
			t.Fatalf("model %d: flow %d, least cut %d", i, got, want)
		}
		far := n.reaching(0, int32(nodes-1))
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
