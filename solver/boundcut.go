package solver

// Cut is a reason for a bound that can be checked with a pencil: of the time
// in Demand, all that every line could give is in Supply, and the difference,
// Short, stays uncovered in every plan.
type Cut struct {
	Level  int   // Demand is of this level and levels before it
	Short  int64 // line-minutes
	Demand []CutDemand
	Supply []CutSupply
}

// CutDemand is time for which a task wants lines, besides its fixed ones.
type CutDemand struct {
	Task  int32
	Among int32 // index in Task.Among of what is wanted, -1 for any line
	Span
	Lines   int64 // how many at once; 0 when the number changes inside the span
	Minutes int64 // in all
}

// CutSupply is the most that a line, or several under one sum, can give.
type CutSupply struct {
	Line    int32 // -1 when it is the lines of Sum together
	Sum     int32 // index in Model.Sums of the sum that says so; -1 for none
	Spells  bool  // the rules on spells and rest say so
	Span          // the time the limit is about
	Minutes int64
}

// cut reads the smallest least cut off a network whose flow is greatest.
func (g *boundGraph) cut(level int) Cut {
	far := g.net.reaching(g.source, g.sink)
	c := Cut{Level: level}
	g.cutDemand(&c, far)
	g.cutSupply(&c, far)
	for _, d := range c.Demand {
		c.Short += d.Minutes
	}
	for _, s := range c.Supply {
		c.Short -= s.Minutes
	}
	return c
}

func (g *boundGraph) cutDemand(c *Cut, far []bool) {
	for i := range g.demands {
		d := &g.demands[i]
		if !far[g.rankNode(d.rank)] {
			continue
		}
		at := g.cell[i]
		for _, s := range d.steps {
			if at.n == 0 { // no line at all
				c.want(d, s.Span, s.lines, int64(s.Len()))
				continue
			}
			for k := range at.n {
				class := g.classOf[at.at+k]
				if class >= 0 && !far[g.classNode[class]] {
					continue
				}
				piece := g.pieces[at.piece+k]
				if x := piece.Meet(s.Span); x.Len() > 0 {
					c.want(d, x, s.lines, int64(x.Len()))
				}
			}
		}
	}
}

// want adds to the demand of a cut, joining times that touch.
func (c *Cut) want(d *demand, x Span, lines, minutes int64) {
	if n := len(c.Demand); n > 0 {
		e := &c.Demand[n-1]
		if e.Task == d.task && e.Among == d.among && e.To == x.From && e.Lines == lines {
			e.To = x.To
			e.Minutes += minutes * lines
			return
		}
	}
	c.Demand = append(c.Demand, CutDemand{d.task, d.among, x, lines, minutes * lines})
}

// stage is how far along the network a node of a supply arc stands.
type stage uint8

const (
	atSource stage = iota
	atBox
	atLine
	atClass
	atRank
)

// nodeMap says what the nodes of a network stand for.
type nodeMap struct {
	stage []stage
	index []int32 // box, line node or class
}

func (g *boundGraph) mapNodes() nodeMap {
	n := nodeMap{make([]stage, g.nodes), make([]int32, g.nodes)}
	for i := int32(1); i < g.box0; i++ {
		n.stage[i] = atRank
	}
	for i := range g.boxes {
		n.stage[g.box0+int32(i)], n.index[g.box0+int32(i)] = atBox, int32(i)
	}
	for i, l := range g.lineNode {
		n.stage[l.node], n.index[l.node] = atLine, int32(i)
	}
	for c, v := range g.classNode {
		n.stage[v], n.index[v] = atClass, int32(c)
	}
	return n
}

// cutSupply lists the arcs that cross into the far side before the ranks: a
// box's cap when a box lies beyond, else the length of a line's piece of time.
func (g *boundGraph) cutSupply(c *Cut, far []bool) {
	nodes := g.mapNodes()
	at := map[int32]int{} // by line: its entry in Supply for time on offer
	for u := range far {
		if far[u] || nodes.stage[u] >= atClass {
			continue
		}
		for a := g.net.first[u]; a < g.net.first[u+1]; a++ {
			v := g.net.arcs[a].to
			if !far[v] || !g.leads(nodes, int32(u), v) {
				continue
			}
			if i := nodes.index[v]; nodes.stage[v] == atBox {
				c.Supply = append(c.Supply, g.boxSupply(&g.boxes[i]))
			} else {
				line, span := g.timeOf(nodes, int32(u), v)
				c.give(at, line, span, g.net.flow(a))
			}
		}
	}
}

// leads says whether the arc from u to v is one that was laid, and not an opposite.
func (g *boundGraph) leads(n nodeMap, u, v int32) bool {
	if n.stage[u] == atBox && n.stage[v] == atBox {
		return g.boxes[n.index[v]].parent == n.index[u]
	}
	return n.stage[u] < n.stage[v] && n.stage[v] < atRank
}

func (g *boundGraph) boxSupply(b *box) CutSupply {
	s := CutSupply{Line: -1, Sum: -1, Spells: b.limit < 0, Span: b.Span, Minutes: b.cap}
	if len(b.lines) == 1 {
		s.Line = b.lines[0]
	}
	if b.limit >= 0 {
		s.Sum = g.limits[b.limit].sum
	}
	return s
}

// timeOf is the line whose time an arc into a line node or a class stands for, and the time.
func (g *boundGraph) timeOf(n nodeMap, u, v int32) (line int32, s Span) {
	if n.stage[v] == atLine {
		l := g.lineNode[n.index[v]]
		return l.line, g.pieces[l.piece]
	}
	s = g.pieces[g.classPiece[n.index[v]]]
	if n.stage[u] == atLine {
		return g.lineNode[n.index[u]].line, s
	}
	return g.boxes[n.index[u]].lines[0], s
}

// give adds time on offer to a line's entry.
func (c *Cut) give(at map[int32]int, line int32, s Span, minutes int64) {
	i, ok := at[line]
	if !ok {
		i = len(c.Supply)
		at[line] = i
		c.Supply = append(c.Supply, CutSupply{Line: line, Sum: -1, Span: s})
	}
	e := &c.Supply[i]
	e.Span = Span{min(e.From, s.From), max(e.To, s.To)}
	e.Minutes += minutes
}
