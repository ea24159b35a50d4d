package line

import "github.com/carerota/carerota/solver"

// node is a spell under way: the last decision is on a task and ends at an
// end; the spell's cells lie in inner.vals.
type node struct {
	key    key
	end    solver.Minute
	task   int32
	group  int32
	week   int32 // of the last minute
	lo, hi int32
	off    int32
	next   int32         // the next node with the same end
	awake  solver.Minute // of the spell, where dimAwake
	quiet  bool          // of the last decision, where dimOvernight
	rest   bool          // all nodes that may be had by waiting, put together; its task is of no account
}

// inner is the dynamic programme of the spells that start at one stop.
type inner struct {
	nodes    []node
	cell     []float64
	byEnd    []int32 // by end: the first node, -1 for none
	endsUsed []int32 // ends with nodes
	pool     []node
	barred   solver.Minute // nodes that end at or before it may not be continued
}

// spells computes all spells that start at stop i.
func (p *Planner) spells(i int) {
	s := &p.stops[i]
	for len(p.byEnd) < len(p.ends) {
		p.byEnd = append(p.byEnd, -1)
	}
	for _, e := range p.endsUsed {
		p.byEnd[e] = -1
	}
	p.nodes, p.cell, p.endsUsed, p.pool = p.nodes[:0], p.cell[:0], p.endsUsed[:0], p.pool[:0]
	p.barred = -1 << 30
	for id := s.head; id >= 0; id = p.vecs[id].next {
		v := &p.vecs[id]
		for j := s.first; j < s.last; j++ {
			if s.fixed == p.opts[j].fixed {
				p.extend(p.vals[v.off:v.off+v.hi], v.lo, v.hi, v.key, int32(s.week), 0, &p.opts[j])
			}
		}
	}
	if len(p.nodes) > 0 {
		p.continueSpells(s)
	}
}

// longest is the greatest length that a spell may have, whatever it holds.
func (p *Planner) longest() solver.Minute {
	r := &p.lb.Rules
	most := r.MaxSpell
	if p.kinds[solver.Passive] || p.keepsPassive() {
		most = max(most, r.MaxSpellPassive)
		if r.MaxSpellPassive <= 0 {
			most = 0
		}
	}
	if r.MaxSpell <= 0 || most <= 0 {
		return 1 << 28
	}
	return most
}

func (f *frame) keepsPassive() bool {
	for i := range f.kept {
		if f.kept[i].Kind == solver.Passive {
			return true
		}
	}
	return false
}

// continueSpells adds further decisions, in order of their starts.
func (p *Planner) continueSpells(s *stop) {
	limit := s.at + p.longest()
	limit += p.b.Model.Stretch(solver.Span{From: s.at, To: limit})
	apart := max(p.lb.Rules.Travel, 1)
	if p.dims&dimOvernight != 0 {
		apart = max(apart, p.lb.Rules.Overnight)
	}
	pooled := int32(0) // ends before it are in the pool
	n := int32(len(p.opts))
	for pooled < int32(len(p.ends)) && p.ends[pooled] <= s.at {
		pooled++
	}
	for j := s.last; j < n && p.opts[j].start < limit; {
		x := p.opts[j].start
		for ; pooled < int32(len(p.ends)) && p.ends[pooled] <= x-apart; pooled++ {
			for id := p.byEnd[pooled]; id >= 0; id = p.nodes[id].next {
				p.merge(id)
			}
		}
		fixed := false
		k := j
		for ; k < n && p.opts[k].start == x; k++ {
			fixed = fixed || p.opts[k].fixed
		}
		for ; j < k; j++ {
			o := &p.opts[j]
			if fixed == o.fixed && (o.end <= limit || o.fixed) {
				p.extendAll(o, x, apart, pooled)
			}
		}
		if fixed {
			p.barred = x
			p.pool = p.pool[:0]
		}
	}
}

// merge puts a node into the pool of those that may be continued by anything.
func (p *Planner) merge(id int32) {
	a := p.nodes[id]
	if a.end <= p.barred {
		return
	}
	for i := range p.pool {
		b := &p.pool[i]
		if b.key != a.key || b.week != a.week || b.awake != a.awake {
			continue
		}
		src, dst := p.cell[a.off:a.off+a.hi], p.cell[b.off:]
		for h := a.lo; h < a.hi; h++ {
			if src[h] > dst[h] {
				dst[h] = src[h]
			}
		}
		b.lo, b.hi = min(b.lo, a.lo), max(b.hi, a.hi)
		p.Cells += int64(a.hi - a.lo)
		return
	}
	n := len(p.price[a.week])
	b := a
	b.off, b.rest = int32(len(p.cell)), true
	p.cell = grow(p.cell, n)
	copy(p.cell[b.off:int(b.off)+n], p.cell[a.off:int(a.off)+n])
	p.pool = append(p.pool, b)
}

// extendAll continues all that may be continued with the option, which starts at x.
func (p *Planner) extendAll(o *option, x, apart solver.Minute, pooled int32) {
	for i := range p.pool {
		b := p.pool[i]
		p.extend(p.cell[b.off:b.off+b.hi], b.lo, b.hi, b.key, b.week, b.awake, o)
	}
	for e := pooled; e < int32(len(p.ends)) && p.ends[e] <= x; e++ {
		for id := p.byEnd[e]; id >= 0; id = p.nodes[id].next {
			if a := p.nodes[id]; a.end > p.barred && p.follows(&a, o) {
				p.extend(p.cell[a.off:a.off+a.hi], a.lo, a.hi, a.key, a.week, a.awake, o)
			}
		}
	}
}

// follows says whether the option may come less than the travel time after the node's last decision.
func (f *frame) follows(a *node, o *option) bool {
	gap := o.start - a.end
	if gap == 0 && a.task == o.task && o.task >= 0 {
		return false
	}
	if f.dims&dimOvernight != 0 && !a.quiet && !o.quiet && f.b.DayTurns(a.end, o.start, f.lb.Rules.Overnight) {
		return false
	}
	return gap >= f.lb.Rules.Travel || a.group < 0 || o.group < 0 || a.group == o.group
}

// awakeAfter is the time awake in a spell after the option, where that is looked at, and whether it
// may still be so much.
func (f *frame) awakeAfter(awake solver.Minute, o *option) (solver.Minute, bool) {
	if f.dims&dimAwake == 0 || o.kind != solver.Active && o.kind != solver.Beside {
		return awake, true
	}
	awake += o.end - o.start
	most := f.lb.Rules.MaxAwake
	for _, x := range f.b.Model.Stretches {
		most += x.By
	}
	return awake, awake <= most || o.end <= 0
}

// extend enters what src becomes with the option added.
func (p *Planner) extend(src []float64, lo, hi int32, k key, week int32, awake solver.Minute, o *option) {
	k, ok := p.after(k, o)
	if !ok || lo >= hi {
		return
	}
	if awake, ok = p.awakeAfter(awake, o); !ok {
		return
	}
	if week == int32(o.w0) && o.w0 == o.w1 {
		c := int32(o.c0)
		hi = min(hi, int32(len(p.price[week]))-c)
		if lo >= hi {
			return
		}
		d := p.nodeFor(o, k, awake)
		p.Cells += int64(hi - lo)
		dst := p.cell[d.off+lo+c : d.off+hi+c]
		v := o.val
		for h, x := range src[lo:hi] {
			if x += v; x > dst[h] {
				dst[h] = x
			}
		}
		d.lo, d.hi = min(d.lo, lo+c), max(d.hi, hi+c)
		return
	}
	k, ok = p.turnsTo(k, week, int32(o.w1))
	if !ok {
		return
	}
	var best float64
	var at int32
	if week < int32(o.w0) {
		best, _ = p.close(int(week), src, lo, hi, 0)
		best, at = p.crossed(best, o)
	} else {
		best, _ = p.close(int(week), src, lo, hi, int32(o.c0))
		at = int32(o.c1)
	}
	if best == lowest || at >= int32(len(p.price[o.w1])) {
		return
	}
	d := p.nodeFor(o, k, awake)
	if x := best + o.val; x > p.cell[d.off+at] {
		p.cell[d.off+at] = x
	}
	d.lo, d.hi = min(d.lo, at), max(d.hi, at+1)
}

// crossed is a closed week's best with the option counted in later weeks, and the step it counts at.
func (a *hours) crossed(best float64, o *option) (float64, int32) {
	if o.w0 == o.w1 {
		return best, int32(o.c0)
	}
	if int(o.c0) >= len(a.price[o.w0]) {
		return lowest, 0
	}
	return best + a.price[o.w0][o.c0], int32(o.c1)
}

// turnsTo is the key after the ends of the weeks from week to w.
func (f *frame) turnsTo(k key, week, w int32) (key, bool) {
	ok := true
	for ; week < w && ok; week++ {
		k, ok = f.turn(k, int(week))
	}
	return k, ok
}

// nodeFor finds or makes the node of the option's task and end with the key and so much time awake.
func (p *Planner) nodeFor(o *option, k key, awake solver.Minute) *node {
	quiet := p.dims&dimOvernight != 0 && o.quiet
	for id := p.byEnd[o.endID]; id >= 0; id = p.nodes[id].next {
		if n := &p.nodes[id]; n.key == k && n.task == o.task && n.awake == awake && n.quiet == quiet {
			return n
		}
	}
	n := len(p.price[o.w1])
	off := len(p.cell)
	p.cell = grow(p.cell, n)
	c := p.cell[off : off+n]
	for h := range c {
		c[h] = lowest
	}
	if p.byEnd[o.endID] < 0 {
		p.endsUsed = append(p.endsUsed, o.endID)
	}
	p.nodes = append(p.nodes, node{key: k, end: o.end, task: o.task, group: o.group, week: int32(o.w1), awake: awake, quiet: quiet,
		lo: int32(n), off: int32(off), next: p.byEnd[o.endID]})
	p.byEnd[o.endID] = int32(len(p.nodes) - 1)
	return &p.nodes[len(p.nodes)-1]
}

// allowed says whether a spell from start to the node's end has a legal length.
func (f *frame) allowed(start solver.Minute, n *node) bool {
	most := f.lb.Rules.MaxSpell
	if n.key&slept != 0 {
		most = f.lb.Rules.MaxSpellPassive
	}
	by := f.b.Model.Stretch(solver.Span{From: start, To: n.end})
	if f.dims&dimAwake != 0 && n.awake > f.lb.Rules.MaxAwake+by && n.end > 0 {
		return false
	}
	return most <= 0 || n.end-start <= most+by || n.end <= 0
}

// finish lets every spell from stop i end and its rest begin.
func (p *Planner) finish(i int) {
	for id := range p.nodes {
		n := p.nodes[id]
		if n.lo >= n.hi || !p.allowed(p.stops[i].at, &n) {
			continue
		}
		ready, kept := n.end+p.rest, p.nextKept(n.end)
		if p.dims&dimOvernight != 0 && !n.quiet {
			ready = max(ready, n.end+p.lb.Rules.Overnight) // though a night might start sooner
		}
		if ready > kept {
			continue
		}
		in := p.weekSpan(int(n.week))
		rec := int32(len(p.records))
		p.records = append(p.records, record{stop: int32(i), vec: -1, end: n.end, key: n.key, over: ready > in.To})
		src, lo, hi, k := p.cell[n.off:n.off+n.hi], n.lo, n.hi, n.key
		if ready > in.To {
			var ok bool
			if k, ok = p.turn(k, int(n.week)); !ok {
				continue
			}
			best, _ := p.close(int(n.week), src, lo, hi, 0)
			p.one = append(p.one[:0], best)
			src, lo, hi = p.one, 0, 1
			in = p.weekSpan(int(n.week) + 1)
		}
		p.arrive(p.stopAt(ready), k, src, lo, hi, rec)
		w := p.weekOf(max(n.end, in.From))
		if n.end == in.To {
			w = int(n.week)
		}
		if !p.restWeek[w] || k&rested != 0 {
			continue
		}
		if r := max(ready, max(n.end, in.From)+p.lb.Rules.WeeklyRest); r <= in.To && r <= kept {
			p.arrive(p.stopAt(r), k|rested, src, lo, hi, rec)
		}
	}
}
