package roster

import (
	"container/heap"
	"context"
	"math"
	"slices"
)

// lineSearch looks for the best rota by column generation: dives, neighbourhoods of the
// best rota, and branch and price (Barnhart et al. 1998), which proves it.
type lineSearch struct {
	*master
	planners   []planner
	best       []Line
	cost       int64 // of best; math.MaxInt64 while there is none
	bound      int64 // of any rota, proved
	better     func(rota []Line, cost int64)
	random     sequence
	root       shares    // of the optimum at the root
	rootPrices []float64 // that prove its bound
	proof      *tree     // from the root
	supposed   int64     // costs from here on count as no better for now; math.MaxInt64 for none
	close      closeTree // from the root, for costs next to the bound
	nodes      int
	raised     func(bound int64) // hears of better bounds; may be nil
	annealers  []*annealer       // one a thread; none where nothing is annealed
	hot, warm  float64           // temperatures to anneal from, at the start and in a polish
	cold       float64
	dear       int64   // as Problem.Dear; 0 where nothing is annealed
	watch      func()  // called between rounds at the root; may be nil
	post       *letter // of a thread that anneals beside; nil for none
	noise      float64 // drawn on top of shares in a dive
}

// newLineSearch returns a search over a program with the given planners, one a thread.
// Better hears of every new best rota; it may be nil.
func newLineSearch(m *master, planners []planner, seed uint64, better func(rota []Line, cost int64)) *lineSearch {
	return &lineSearch{
		master: m, planners: planners, cost: math.MaxInt64, bound: math.MinInt64, random: sequence(seed), better: better,
		supposed: math.MaxInt64,
	}
}

// offer takes a rota if it is the best so far. Its lines enter the program.
func (s *lineSearch) offer(rota []Line) bool {
	if !s.take(rota) {
		return false
	}
	for _, l := range rota {
		s.add(l)
	}
	return true
}

// take makes a rota the best if it is, without its lines in the program.
func (s *lineSearch) take(rota []Line) bool {
	cost := s.total(rota)
	if cost >= s.cost {
		return false
	}
	s.best, s.cost = slices.Clone(rota), cost
	if s.better != nil {
		s.better(s.best, cost)
	}
	return true
}

// proved tells whether the best rota meets the bound.
func (s *lineSearch) proved() bool { return s.best != nil && s.cost <= s.bound }

// below is the cost that a rota must stay below to be of use.
func (s *lineSearch) below() int64 { return min(s.cost, s.supposed) }

// mostLines is how many lines the program holds before it is pruned.
func (m *master) mostLines() int { return 2000 + 30*m.workers }

// generation is column generation with rounds at most, none for as many as it takes.
func (s *lineSearch) generation(rounds int) generation {
	return generation{planners: s.planners, rounds: rounds, below: s.below(), lines: s.mostLines()}
}

// branchNode is a node of the tree: its decisions are its own and its parents'.
type branchNode struct {
	parent   *branchNode
	decision masterDecision
	ruled    []masterDecision // what cannot be in a better rota here
	bound    int64
	depth    int
	number   int
}

// path is all decisions on the way to a node, after those of the root.
func (n *branchNode) path(root []masterDecision) []masterDecision {
	decisions := slices.Clone(root)
	decisions = append(decisions, n.ruled...)
	for at := n; at.parent != nil; at = at.parent {
		decisions = append(decisions, at.decision)
		decisions = append(decisions, at.parent.ruled...)
	}
	return decisions
}

// branchQueue holds open nodes: least bound first, then the deeper, then the older.
type branchQueue []*branchNode

func (q branchQueue) Len() int { return len(q) }
func (q branchQueue) Less(a, b int) bool {
	if q[a].bound != q[b].bound {
		return q[a].bound < q[b].bound
	}
	if q[a].depth != q[b].depth {
		return q[a].depth > q[b].depth
	}
	return q[a].number < q[b].number
}
func (q branchQueue) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *branchQueue) Push(x any)   { *q = append(*q, x.(*branchNode)) }
func (q *branchQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// treeAim is what a tree is for.
type treeAim int8

const (
	proving   treeAim = iota // probes and rulings at each node, for a small tree
	searching                // quick nodes, for better rotas
	pooling                  // quick nodes over the lines found earlier
)

// tree is one branch and price under way.
type tree struct {
	open   branchQueue
	plunge *branchNode // the child to go on with
	made   int
}

func newTree() *tree {
	return &tree{plunge: &branchNode{bound: math.MinInt64}}
}

// putBack takes a node back that was not looked at to its end.
func (t *tree) putBack(n *branchNode) {
	if t.plunge == nil {
		t.plunge = n
		return
	}
	heap.Push(&t.open, n)
}

// next takes the node to look at: the child at hand, else the open one of least bound.
func (t *tree) next() *branchNode {
	if n := t.plunge; n != nil {
		t.plunge = nil
		return n
	}
	if len(t.open) == 0 {
		return nil
	}
	return heap.Pop(&t.open).(*branchNode)
}

// least is the least bound of what is still open.
func (t *tree) least() int64 {
	least := int64(math.MaxInt64)
	if t.plunge != nil {
		least = t.plunge.bound
	}
	if len(t.open) > 0 {
		least = min(least, t.open[0].bound)
	}
	return least
}

// explore looks through the tree below the given decisions, at most so many nodes (0 for no limit),
// taking every better rota it finds. It returns what no rota there can cost less
// than: the cost it must stay below when all is looked through. With the aim
// of pooling the bound is of rotas of the lines found earlier alone.
func (s *lineSearch) explore(ctx context.Context, root []masterDecision, nodes int, aim treeAim) (bound int64) {
	return s.climb(ctx, newTree(), root, nodes, aim)
}

// climb goes on with a tree; it can be called again on the same one.
func (s *lineSearch) climb(ctx context.Context, t *tree, root []masterDecision, nodes int, aim treeAim) (bound int64) {
	for looked := 0; ; looked++ {
		n := t.next()
		if n == nil {
			return s.below()
		}
		if n.bound >= s.below() {
			continue
		}
		if nodes > 0 && looked >= nodes || ctx.Err() != nil || !s.visit(ctx, t, n, root, aim) {
			t.putBack(n)
			return min(t.least(), s.below())
		}
	}
}

// visit brings one node to its optimum and branches; false when it was cut short.
func (s *lineSearch) visit(ctx context.Context, t *tree, n *branchNode, root []masterDecision, aim treeAim) bool {
	s.nodes++
	s.goTo(n.path(root))
	g := s.generation(0)
	if aim == pooling {
		g.planners = nil
	}
	r := s.narrow(ctx, n, g, aim)
	if r.barren || n.bound >= s.below() {
		return true
	}
	if r.aborted {
		return false
	}
	if rota, fine := s.rota(); fine {
		s.offer(rota)
		if n.bound >= s.below() {
			return true
		}
	}
	down, up, fine := s.split(ctx, aim)
	if !fine {
		return s.lacking()
	}
	t.push(n, down)
	t.plunge = t.push(n, up)
	t.open = slices.DeleteFunc(t.open, func(k *branchNode) bool { return k == t.plunge })
	heap.Init(&t.open)
	return true
}

// push makes a child of the parent one of the open nodes.
func (t *tree) push(parent *branchNode, d masterDecision) *branchNode {
	t.made++
	child := &branchNode{parent: parent, decision: d, bound: parent.bound, depth: parent.depth + 1, number: t.made}
	heap.Push(&t.open, child)
	return child
}
