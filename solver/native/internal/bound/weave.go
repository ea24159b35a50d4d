package bound

import "github.com/carerota/carerota/solver"

// weaver adds components to a graph one after the other and keeps the working
// store that they share.
type weaver struct {
	g       *graph
	mark    []bool  // by minute: is a point
	pieceAt []int32 // by minute: index of the piece it lies in
	mix     [][2]uint64
	many    []int64
	keys    map[classKey]int32
	rep     []int32 // by class: the demand that stands for it
	parts   []int64 // by class: how many demands it joins
	wantAt  map[[2]int32]int32
	entries []entry
	sorted  []entry
	counts  []int32
}

// classKey tells classes apart: demands of one piece and kind that the same
// lines can serve for the same time. Lines are mixed into 128 bits.
type classKey struct {
	piece int32
	kind  solver.Mode
	paid  paidAs
	lines [2]uint64
}

// paidAs tells apart tasks whose decisions may be paid differently a minute.
type paidAs struct {
	solver.Span
	maxLen solver.Minute
	whole  bool
}

// entry is an arc to be: the line can serve the class in the piece.
type entry struct {
	piece, class int32
	minutes      int64
	kind         solver.Mode
}

// weave adds one component; it stops when there are more than most arcs and
// coarser pieces could be tried.
func (w *weaver) weave(c component, most int) (fits bool) {
	first, last := w.layPieces(c)
	if first == last {
		return true
	}
	w.layClasses(c)
	for _, l := range c.lines {
		w.layLine(l, first, last)
		if len(w.g.net.Tail) > most && w.g.grain <= coarsest {
			return false
		}
	}
	return true
}

// layPieces finds the points of a component and cuts its time at them.
func (w *weaver) layPieces(c component) (first, last int32) {
	w.size()
	lo, hi := solver.Minute(len(w.mark)), solver.Minute(-1)
	point := func(t solver.Minute) {
		w.mark[t] = true
		lo, hi = min(lo, t), max(hi, t)
	}
	for _, d := range c.demands {
		s := w.reach(d)
		point(s.From)
		point(s.To)
		for _, s := range w.g.demands[d].steps {
			point(s.From)
			point(s.To)
		}
	}
	for _, l := range c.lines {
		for _, o := range w.g.offers[l] {
			point(o.From)
			point(o.To)
		}
	}
	if hi < 0 {
		return 0, 0
	}
	edges := w.edges(c, lo, hi)
	first = int32(len(w.g.pieces))
	from := lo
	for t := lo + 1; t <= hi; t++ {
		if w.mark[t] && (t == hi || edges[t] || int(t-from) >= w.g.grain) {
			for u := from; u < t; u++ {
				w.pieceAt[u] = int32(len(w.g.pieces))
			}
			w.g.pieces = append(w.g.pieces, solver.Span{From: from, To: t})
			from = t
		}
		w.mark[t] = false
	}
	w.mark[lo] = false
	w.pieceAt[hi] = int32(len(w.g.pieces))
	return first, int32(len(w.g.pieces))
}

// edges marks the ends of boxes and changes of pay, which no piece may straddle.
func (w *weaver) edges(c component, lo, hi solver.Minute) map[solver.Minute]bool {
	edges := map[solver.Minute]bool{}
	for _, l := range c.lines {
		for _, id := range w.g.byLine[l] {
			b := &w.g.boxes[id]
			for _, t := range [2]solver.Minute{b.From, b.To} {
				if t > lo && t < hi {
					w.mark[t], edges[t] = true, true
				}
			}
		}
	}
	if w.g.paid != nil {
		for _, t := range w.g.paid.changes {
			if t > lo && t < hi {
				w.mark[t], edges[t] = true, true
			}
		}
	}
	return edges
}

// size makes the tables by minute long enough for everything in the model.
func (w *weaver) size() {
	if w.mark != nil {
		return
	}
	end := solver.Minute(0)
	for i := range w.g.m.Tasks {
		end = max(end, w.g.m.Tasks[i].To)
	}
	w.mark, w.pieceAt = make([]bool, end+1), make([]int32, end+1)
	w.mix = make([][2]uint64, len(w.g.m.Lines))
	for l := range w.mix {
		w.mix[l] = [2]uint64{scramble(uint64(2*l) + 1), scramble(uint64(2*l) + 2)}
	}
	w.wantAt = map[[2]int32]int32{}
}

// scramble is the finishing step of splitmix64 (Steele, Lea and Flood 2014).
func scramble(z uint64) uint64 {
	z *= 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// reach is a span that holds all offers to a demand.
func (w *weaver) reach(d int32) solver.Span {
	if w.g.demands[d].kind == solver.Reserve {
		return w.g.demands[d].steps[0].Span
	}
	return w.g.m.Tasks[w.g.demands[d].task].Span
}

// eachPiece calls f for each piece that meets the span, with the minutes in common.
func (w *weaver) eachPiece(s solver.Span, f func(piece int32, minutes int64)) {
	for p := w.pieceAt[s.From]; int(p) < len(w.g.pieces) && w.g.pieces[p].From < s.To; p++ {
		if n := w.g.pieces[p].Meet(s).Len(); n > 0 {
			f(p, int64(n))
		}
	}
}

// layClasses joins the demands of each piece that the same lines can serve.
func (w *weaver) layClasses(c component) {
	base := int32(len(w.g.classOf))
	for _, d := range c.demands {
		s := w.reach(d)
		at := cells{at: int32(len(w.g.classOf)), piece: w.pieceAt[s.From]}
		at.n = w.pieceAt[s.To-1] - at.piece + 1
		w.g.cell[d] = at
		for range at.n {
			w.g.classOf = append(w.g.classOf, -1)
		}
	}
	lines := make([][2]uint64, int32(len(w.g.classOf))-base)
	w.many = append(w.many[:0], make([]int64, len(lines))...)
	for _, l := range c.lines {
		mix := w.mix[l]
		for _, o := range w.g.offers[l] {
			at := w.g.cell[o.demand]
			w.eachPiece(o.Span, func(p int32, n int64) {
				h := &lines[at.at-base+p-at.piece]
				h[0] += mix[0] * uint64(n)
				h[1] += mix[1] * uint64(n)
			})
		}
	}
	w.keys = map[classKey]int32{}
	for _, d := range c.demands {
		at := w.g.cell[d]
		for _, s := range w.g.demands[d].steps {
			w.eachPiece(s.Span, func(p int32, n int64) { w.many[at.at-base+p-at.piece] += n * s.lines })
		}
		for i := range at.n {
			k := at.at + i
			if h := lines[k-base]; h != [2]uint64{} && w.many[k-base] > 0 {
				w.g.classOf[k] = w.classFor(d, at.piece+i, h, w.many[k-base])
			}
		}
	}
}

// classFor finds or makes the class of a demand in a piece and adds what it wants.
func (w *weaver) classFor(d, piece int32, lines [2]uint64, minutes int64) int32 {
	key := classKey{piece: piece, kind: w.g.demands[d].kind, lines: lines}
	if w.g.paid != nil && w.g.paid.flats[key.kind] {
		t := &w.g.m.Tasks[w.g.demands[d].task]
		key.paid = paidAs{t.Span, t.MaxLen, t.Whole}
	}
	c, ok := w.keys[key]
	if !ok {
		c = int32(len(w.g.classNode))
		w.keys[key] = c
		w.g.classNode = append(w.g.classNode, w.g.nodes)
		w.rep = append(w.rep, d)
		w.parts = append(w.parts, 0)
		w.g.nodes++
	}
	w.parts[c]++
	pair := [2]int32{c, w.g.demands[d].rank}
	i, ok := w.wantAt[pair]
	if !ok {
		i = int32(len(w.g.wants))
		w.wantAt[pair] = i
		w.g.wants = append(w.g.wants, want{class: c, rank: pair[1]})
	}
	w.g.wants[i].minutes += minutes
	return c
}

// layLine adds the arcs of one line: from its boxes to its pieces of time, and
// on to the classes. A piece in which it has a single class needs no node of its
// own when the box before it is the line's.
func (w *weaver) layLine(l, first, last int32) {
	w.entries = w.entries[:0]
	w.counts = append(w.counts[:0], make([]int32, last-first+1)...)
	for _, o := range w.g.offers[l] {
		at := w.g.cell[o.demand]
		kind := w.g.demands[o.demand].kind
		w.eachPiece(o.Span, func(p int32, n int64) {
			c := w.g.classOf[at.at+p-at.piece]
			if c < 0 || w.rep[c] != o.demand {
				return
			}
			w.counts[p-first+1]++
			w.entries = append(w.entries, entry{p, c, min(n*w.parts[c], int64(w.g.pieces[p].Len())), kind})
		})
	}
	for i := 1; i < len(w.counts); i++ {
		w.counts[i] += w.counts[i-1]
	}
	w.sorted = append(w.sorted[:0], w.entries...)
	for _, e := range w.entries {
		w.sorted[w.counts[e.piece-first]] = e
		w.counts[e.piece-first]++
	}
	for i := 0; i < len(w.sorted); {
		j := i + 1
		for j < len(w.sorted) && w.sorted[j].piece == w.sorted[i].piece {
			j++
		}
		w.layPiece(l, w.sorted[i:j])
		i = j
	}
}

// layPiece adds a line's arcs in one piece, apart for kinds that have boxes apart.
func (w *weaver) layPiece(l int32, list []entry) {
	group := &w.g.group[l]
	for len(list) > 0 {
		set := group[list[0].kind]
		n := 0
		for i := range list {
			if set.has(list[i].kind) {
				list[n], list[i] = list[i], list[n]
				n++
			}
		}
		w.layArcs(l, list[:n], set&w.g.kinds[l])
		list = list[n:]
	}
}

func (w *weaver) layArcs(l int32, list []entry, kinds kindSet) {
	piece := list[0].piece
	box := w.g.boxOf(l, w.g.pieces[piece], kinds)
	from := w.g.boxNode(box)
	if len(list) > 1 || box < 0 || len(w.g.boxes[box].lines) > 1 {
		var sum int64
		for _, e := range list {
			sum += e.minutes
		}
		node := w.g.nodes
		w.g.nodes++
		w.g.net.Add(from, node, min(sum, int64(w.g.pieces[piece].Len())))
		from = node
	}
	for _, e := range list {
		if w.g.paid == nil {
			w.g.net.Add(from, w.g.classNode[e.class], e.minutes)
		} else {
			w.g.net.AddPriced(from, w.g.classNode[e.class], e.minutes, w.g.paid.arc(l, &w.g.demands[w.rep[e.class]], w.g.pieces[piece]))
		}
	}
}
