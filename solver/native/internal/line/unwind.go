package line

import "github.com/carerota/carerota/solver"

// unwind finds the decisions of the spell behind a cell that holds value v at
// the step, adds them to out, last first, and returns the vec and step from
// which the spell set out. It computes the spells from the stop again and looks
// for equal sums: the same additions in the same order give the same value.
func (p *Planner) unwind(r *record, step int32, v float64) (vec, at int32) {
	p.spells(int(r.stop))
	id, h := p.spellEnd(r, step, v)
	if id < 0 {
		return -1, 0
	}
	start := p.stops[r.stop].at
	for {
		n := p.nodes[id]
		x := p.cell[n.off+h]
		next, vec, at := p.before(r, &n, start, h, x)
		switch {
		case vec >= 0:
			return vec, at
		case next < 0:
			return -1, 0
		}
		id, h = next, at
	}
}

// spellEnd is the node and step in which the record's spell ends with the value.
func (p *Planner) spellEnd(r *record, step int32, v float64) (id, at int32) {
	for id := range p.nodes {
		n := &p.nodes[id]
		if n.end != r.end || n.key != r.key || !p.allowed(p.stops[r.stop].at, n) {
			continue
		}
		if !r.over {
			if step >= n.lo && step < n.hi && p.cell[n.off+step] == v {
				return int32(id), step
			}
			continue
		}
		if best, h := p.close(int(n.week), p.cell[n.off:n.off+n.hi], n.lo, n.hi, 0); best == v {
			return int32(id), h
		}
	}
	return -1, 0
}

// before finds the option that led to value x at step h of node n, and what it
// was added to: a node, or a vec of the stop. The option goes to out.
func (p *Planner) before(r *record, n *node, start solver.Minute, h int32, x float64) (id, vec, at int32) {
	s := &p.stops[r.stop]
	for j := s.first; j < int32(len(p.opts)) && p.opts[j].start < n.end; j++ {
		o := &p.opts[j]
		if o.task != n.task || o.end != n.end {
			continue
		}
		if o.start == start {
			for v := s.head; v >= 0; v = p.vecs[v].next {
				a := &p.vecs[v]
				if at, ok := p.leads(p.vals[a.off:a.off+a.hi], a.lo, a.hi, a.key, int32(s.week), 0, o, n, h, x); ok {
					p.take(o)
					return -1, v, at
				}
			}
			continue
		}
		barred := p.lastKept(start, o)
		for id := range p.nodes {
			a := &p.nodes[id]
			if a.end > o.start || a.end <= barred || !p.follows(a, o) {
				continue
			}
			if at, ok := p.leads(p.cell[a.off:a.off+a.hi], a.lo, a.hi, a.key, a.week, a.awake, o, n, h, x); ok {
				p.take(o)
				return int32(id), -1, at
			}
		}
	}
	return -1, -1, 0
}

// lastKept is the start of the last kept decision inside the spell before the option.
func (f *frame) lastKept(start solver.Minute, o *option) solver.Minute {
	last := solver.Minute(-1 << 30)
	for i := range f.kept {
		if k := f.kept[i].Start; k >= start && k < o.start {
			last = k
		}
	}
	return last
}

// leads says whether src with the option gives value x at step h of a node, and from which step.
func (p *Planner) leads(src []float64, lo, hi int32, k key, week int32, awake solver.Minute, o *option, n *node, h int32, x float64) (int32, bool) {
	k, ok := p.after(k, o)
	if !ok || lo >= hi {
		return 0, false
	}
	if awake, ok = p.awakeAfter(awake, o); !ok || awake != n.awake || n.quiet != (p.dims&dimOvernight != 0 && o.quiet) {
		return 0, false
	}
	to := n.key
	if week == int32(o.w0) && o.w0 == o.w1 {
		at := h - int32(o.c0)
		return at, k == to && at >= lo && at < hi && src[at]+o.val == x
	}
	if k, ok = p.turnsTo(k, week, int32(o.w1)); !ok || k != to {
		return 0, false
	}
	if week < int32(o.w0) {
		best, at := p.close(int(week), src, lo, hi, 0)
		best, c := p.crossed(best, o)
		return at, c == h && best+o.val == x
	}
	best, at := p.close(int(week), src, lo, hi, int32(o.c0))
	return at, int32(o.c1) == h && best+o.val == x
}

// take adds the option to the plan unless it is kept anyhow.
func (p *Planner) take(o *option) {
	if o.fixed {
		return
	}
	p.out = append(p.out, solver.Decision{Task: o.task, Start: o.start, End: o.end, Kind: o.kind})
	p.used[o.w0] += int(o.c0)
	p.used[o.w1] += int(o.c1)
}
