package bound

import (
	"slices"

	"github.com/carerota/carerota/internal/flow"
	"github.com/carerota/carerota/internal/union"
	"github.com/carerota/carerota/solver"
)

// graph is the flow network of a set of components of a model:
//
//	source -> boxes, large to small -> (line, piece of time) -> class -> rank -> level -> sink
//
// A piece of time lies between neighbouring points at which anything starts,
// ends or changes within the component; during it a line gives at most its
// length in all. A class is the demands that the same lines can serve in a
// piece, and takes the line-minutes they want. An arc carries minutes.
type graph struct {
	*boxer
	net          flow.Net
	source, sink int32
	nodes        int32
	levelNode    [solver.MaxLevels]int32
	levelArc     [solver.MaxLevels]int32 // place of level -> sink
	rankArc      []int32                 // place of rank -> level
	box0         int32                   // node of the first box
	pieces       []solver.Span
	classNode    []int32 // by class: its node
	classOf      []int32 // by demand and piece, see cell: its class, -1 for none
	cell         []cells // by demand
	wants        []want
	grain        int // pieces were joined to at least so many minutes, 0 for none
}

// cells says where a demand's pieces stand in classOf.
type cells struct{ at, piece, n int32 }

// want is what a class asks for at a rank, in minutes.
type want struct {
	class, rank int32
	minutes     int64
}

// mostArcs bounds the size of a network; beyond it pieces of time are joined.
const mostArcs = 12_000_000

// coarsest is the length of pieces, in minutes, beyond which joining stops.
const coarsest = 24 * 60

// component is a part of a model that shares nothing with the rest.
type component struct{ lines, demands []int32 }

// components splits a model: lines hang together that can serve a demand in
// common or share a box.
func (x *boxer) components() []component {
	nl := len(x.m.Lines)
	sets := union.New(nl + len(x.demands))
	for l, offers := range x.offers {
		for _, o := range offers {
			sets.Join(nl+int(o.demand), l)
		}
	}
	for i := range x.boxes {
		for _, l := range x.boxes[i].lines[1:] {
			sets.Join(int(l), int(x.boxes[i].lines[0]))
		}
	}
	of := make([]int32, nl+len(x.demands))
	for i := range of {
		of[i] = -1
	}
	var out []component
	for i := range of {
		r := sets.Root(i)
		if of[r] < 0 {
			of[r] = int32(len(out))
			out = append(out, component{})
		}
		c := &out[of[r]]
		if i < nl {
			c.lines = append(c.lines, int32(i))
		} else {
			c.demands = append(c.demands, int32(i-nl))
		}
	}
	return slices.DeleteFunc(out, func(c component) bool { return len(c.demands) == 0 || len(c.lines) == 0 })
}

// graph builds the network of some components, with all levels closed.
func (x *boxer) graph(parts []component) *graph {
	return x.finest(parts, mostArcs, func(*graph) {})
}

// finest builds the network with the shortest pieces of time that most arcs
// allow. Where pieces are joined a line's minutes may move about inside them,
// so that the network allows more and bounds less.
func (x *boxer) finest(parts []component, most int, open func(*graph)) *graph {
	for grain := 0; ; grain = max(30, 2*int(x.m.Grain), 2*grain) {
		g := &graph{boxer: x, grain: grain, sink: 1, nodes: 2}
		handles := g.layLevels()
		g.box0 = g.nodes
		g.nodes += int32(len(x.boxes))
		g.layBoxArcs(parts)
		open(g)
		if g.weave(parts, most) {
			g.layWants()
			g.net.Seal(int(g.nodes))
			g.findPlaces(handles)
			return g
		}
	}
}

// weave adds the components, until there are too many arcs.
func (g *graph) weave(parts []component, most int) (fits bool) {
	g.cell = make([]cells, len(g.demands))
	w := &weaver{g: g}
	for _, c := range parts {
		if !w.weave(c, most) {
			return false
		}
	}
	return true
}

// layLevels makes the nodes of levels and ranks. Their arcs start closed.
func (g *graph) layLevels() (handles []int32) {
	for l := range g.levelNode {
		g.levelNode[l] = g.nodes
		g.nodes++
		handles = append(handles, g.net.Keep(g.net.Add(g.levelNode[l], g.sink, 0)))
	}
	for r := range g.ranks {
		handles = append(handles, g.net.Keep(g.net.Add(g.rankNode(int32(r)), g.levelNode[g.ranks[r].level], 0)))
		g.nodes++
	}
	return handles
}

func (g *graph) rankNode(r int32) int32 { return 2 + solver.MaxLevels + r }

func (g *graph) findPlaces(handles []int32) {
	for l := range g.levelArc {
		g.levelArc[l] = g.net.Place[handles[l]]
	}
	for r := range g.ranks {
		g.rankArc = append(g.rankArc, g.net.Place[handles[solver.MaxLevels+r]])
	}
}

// layBoxArcs links each box to the one that holds it, or to the source.
func (g *graph) layBoxArcs(parts []component) {
	in := make([]bool, len(g.m.Lines))
	for _, c := range parts {
		for _, l := range c.lines {
			in[l] = true
		}
	}
	for i := range g.boxes {
		b := &g.boxes[i]
		if in[b.lines[0]] {
			from, to := g.boxNode(b.parent), g.box0+int32(i)
			if b.goal {
				g.net.AddPriced(from, to, min(b.low, b.cap), -b.save)
			}
			g.net.Add(from, to, b.cap-min(b.low, b.cap))
		}
	}
}

// boxNode is the node of a box; the source stands for none.
func (g *graph) boxNode(box int32) int32 {
	if box < 0 {
		return g.source
	}
	return g.box0 + box
}

// layWants links classes to ranks.
func (g *graph) layWants() {
	for _, w := range g.wants {
		g.net.Add(g.classNode[w.class], g.rankNode(w.rank), w.minutes)
	}
}
