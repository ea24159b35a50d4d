package solver

import "math"

// option is a decision that the line could take in the window, or one that is
// kept, with what the sweep needs to know about it.
type option struct {
	start, end Minute
	task       int32
	group      int32
	endID      int32 // index of its end among all ends
	w0, w1     int16 // weeks of its start and end
	c0, c1     int16 // steps it counts in them
	day0, day1 int16 // days it touches, counted from 1 at the frame's first
	kind       Kind
	night      bool
	fixed      bool // kept
	core       bool // both ends lie where something changes
	val        float64
}

// shop holds all the options of a re-planning and what they are made from.
type shop struct {
	all   []option  // as found
	opts  []option  // those not banned and the kept ones, by start
	pts   []Minute  // of the task under way: points where a decision may start or end
	net   []float64 // by piece between points: gain less pay
	pre   []float64 // prefix sums of the gain without pay
	edge  []bool    // by point: something changes here
	most  []int     // by week: steps that options can reach
	grid  []float64 // gain of a reserve, by grid cell from the window's start
	chain []Minute  // points at a rest's distance from what is kept
	group []int32   // groups with a first price that the line has not met; their bit is the index
	fee   []float64 // and the price
	seen  []int32   // by permit: stamp of the call that looked at it last
	stamp int32
}

// stock finds all options in the window.
func (p *planner) stock() {
	p.all = p.all[:0]
	p.layPrices()
	p.layFees()
	p.layChain()
	p.stamp++
	for len(p.seen) < len(p.lb.Permits) {
		p.seen = append(p.seen, 0)
	}
	b := p.b
	first := b.dayIndex(p.from)
	for day := first; day < len(p.lb.dutyDay) && b.m.Days[day] < p.to; day++ {
		for _, i := range p.lb.dutyDay[day] {
			t := &b.tasks[p.lb.Permits[i].Task]
			if p.seen[i] != p.stamp {
				p.seen[i] = p.stamp
				p.offerTask(i, t)
			}
		}
	}
	if p.kinds[Reserve] {
		p.offerReserve()
	}
	p.layUnit()
}

// layFees lists the groups that would cost a first price.
func (p *planner) layFees() {
	p.group, p.fee = p.group[:0], p.fee[:0]
	for f := range p.lb.Firsts {
		if p.ls.firsts[f] == 0 && len(p.group) < 64 && p.lb.Firsts[f].Price != 0 {
			p.group = append(p.group, p.lb.Firsts[f].Group)
			p.fee = append(p.fee, float64(p.lb.Firsts[f].Price)*p.b.weight[p.b.m.PayLevel])
		}
	}
}

// layChain lists the points at a rest's distance from the decisions about the window.
func (p *planner) layChain() {
	p.chain = p.chain[:0]
	for _, d := range p.kept {
		p.chain = append(p.chain, d.End+p.rest, d.Start-p.rest)
	}
	for _, d := range p.old {
		p.chain = append(p.chain, d.Start, d.End, d.End+p.rest, d.Start-p.rest)
	}
}

// feeBit is the bit of the task's group among those with a first price.
func (p *planner) feeBit(group int32) uint64 {
	for i, g := range p.group {
		if g == group {
			return 1 << i
		}
	}
	return 0
}

func (p *planner) firstPrice(set uint64) (sum float64) {
	for i := range p.fee {
		if set&(1<<i) != 0 {
			sum += p.fee[i]
		}
	}
	return sum
}

// met is the set of groups with a first price in the last plan.
func (p *planner) met() (set uint64) {
	for _, d := range p.out {
		if d.Task >= 0 {
			set |= p.feeBit(p.b.tasks[d.Task].Group)
		}
	}
	return set
}

// offerTask adds the options under one permit.
func (p *planner) offerTask(i int32, t *taskBoard) {
	pm := &p.lb.Permits[i]
	most := p.b.maxLen(p.lb, t)
	least := min(t.MinLen, t.Len())
	if t.Whole {
		least = t.Len()
	}
	for _, sp := range pm.Spans {
		in := sp.Meet(Span{p.from, p.to + most})
		if in.Len() < least || in.From >= p.to {
			continue
		}
		o := terms{task: pm.Task, group: t.Group, kind: t.Kind, least: max(least, 1), most: most, extra: p.extra(t, pm.Task)}
		if t.Whole {
			p.pts = append(p.pts[:0], t.From, t.To)
			if t.From < p.from {
				continue
			}
		} else {
			p.layTaskPoints(t, in)
		}
		if len(t.Among) == 0 {
			p.gains(i, t, 0)
			p.offer(&o, nil, 0)
			continue
		}
		for mask := int32(0); mask < t.masks; mask++ {
			if p.maskMay(pm, mask) {
				p.gains(i, t, mask)
				p.offer(&o, pm.Holds, mask)
			}
		}
	}
}

// maskMay says whether some decision could have just these attributes.
func (p *planner) maskMay(pm *Permit, mask int32) bool {
	for x := range pm.Holds {
		if mask&(1<<x) != 0 && len(pm.Holds[x]) == 0 {
			return false
		}
	}
	return true
}

// extra is the price of one decision more in the task.
func (p *planner) extra(t *taskBoard, task int32) float64 {
	if t.ExtraPrice == 0 || int(p.s.tasks[task].count) < t.Need {
		return 0
	}
	return float64(t.ExtraPrice) * p.b.weight[t.ExtraLevel]
}

// layTaskPoints lists the points of the task in the span where decisions may start or end.
func (p *planner) layTaskPoints(t *taskBoard, in Span) {
	p.pts = p.pts[:0]
	g := p.b.m.Grain
	if in.From == t.From && in.From%g != 0 {
		p.pts = append(p.pts, in.From)
	}
	for x := floorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
		p.pts = append(p.pts, x)
	}
	if in.To == t.To && in.To%g != 0 {
		p.pts = append(p.pts, in.To)
	}
}

// gains computes for the pieces between points what one line more with the
// attributes gains, and from that net, pre and edge.
func (p *planner) gains(i int32, t *taskBoard, mask int32) {
	n := len(p.pts)
	p.net, p.pre, p.edge = p.net[:0], append(p.pre[:0], 0), p.edge[:0]
	if n < 2 {
		return
	}
	k := t.slotAt(p.pts[0], p.b.m.Grain)
	task := p.lb.Permits[i].Task
	sum, noise := 0.0, p.noise(1, true)
	for j := 0; j+1 < n; j++ {
		var g float64
		for ; t.pts[k] < p.pts[j+1]; k++ {
			g += p.slotGain(t, k, mask, p.lb.class[i]+mask)
		}
		noise = p.noise(noise, false)
		g *= noise * p.favour(task, p.pts[j])
		sum += g
		p.pre = append(p.pre, sum)
		p.net = append(p.net, g-p.cost(task, t.Kind, p.pts[j], p.pts[j+1]))
	}
	p.markEdges(p.s.tasks[task].dec)
}

// noise is a factor about 1 that changes now and then from one piece to the next.
func (p *planner) noise(was float64, fresh bool) float64 {
	if p.ask.noise <= 0 || !fresh && p.ask.rng.n(24) > 0 {
		return was
	}
	return 1 + p.ask.noise*(2*p.ask.rng.float()-1)
}

// favour is the factor for a piece that begins at x: more than 1 inside prior decisions.
func (p *planner) favour(task int32, x Minute) float64 {
	f := 1.0
	if o := &p.ask.spot; p.ask.push != 0 && o.Task == task && o.Start <= x && x < o.End {
		f = p.ask.push
	}
	if p.ask.bias != 0 {
		for i := range p.ask.prior {
			if d := &p.ask.prior[i]; d.Task == task && d.Start <= x && x < d.End {
				return f + p.ask.bias
			}
		}
	}
	return f
}

// markEdges finds the points at which anything changes.
func (p *planner) markEdges(others []placed) {
	n := len(p.pts)
	rate := func(j int) float64 { return p.net[j] / float64(p.pts[j+1]-p.pts[j]) }
	for j := range p.pts {
		e := j == 0 || j == n-1
		if !e {
			a, b := rate(j-1), rate(j)
			e = math.Abs(a-b) > 1e-9*(math.Abs(a)+math.Abs(b))
		}
		p.edge = append(p.edge, e)
	}
	mark := func(x Minute) {
		lo, hi := 0, n
		for lo < hi {
			mid := (lo + hi) / 2
			if p.pts[mid] < x {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if lo < n && p.pts[lo] == x {
			p.edge[lo] = true
		}
	}
	for _, d := range others {
		if d.end >= p.pts[0] && d.start <= p.pts[n-1] {
			mark(d.start)
			mark(d.end)
		}
	}
	for _, x := range p.chain {
		mark(x)
	}
}

// slotGain is the energy that one line more in slot k of the task saves.
func (p *planner) slotGain(t *taskBoard, k, mask, class int32) float64 {
	s, w := p.s, &p.b.weight
	n := float64(t.pts[k+1] - t.pts[k])
	at := t.slot0 + k
	if len(t.Among) == 0 && t.Backup == 0 {
		if int(s.cover[at]) < t.Need {
			return n * float64(t.UnderPrice) * w[t.UnderLevel]
		}
		if have := int(s.cover[at]); have < t.Want {
			return n * (float64(t.WantPrice)*w[t.WantLevel] - float64(t.OverPrice)*w[t.OverLevel])
		}
		return -n * float64(t.OverPrice) * w[t.OverLevel]
	}
	u0, o0, b0 := s.slotCost(t, k)
	s.enter(t, k, mask, class, 1)
	u1, o1, b1 := s.slotCost(t, k)
	s.enter(t, k, mask, class, ^uint8(0))
	return n * (float64((u0-u1)*t.UnderPrice)*w[t.UnderLevel] + float64((o0-o1)*t.OverPrice)*w[t.OverLevel] +
		float64((b0-b1)*p.b.m.BackupPrice)*w[p.b.m.BackupLevel])
}

// enter counts one line more (by 1) or less (by 255) in a slot, without its cost.
func (s *state) enter(t *taskBoard, k, mask, class int32, by uint8) {
	s.cover[t.slot0+k] += by
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		if mask&(1<<x) != 0 {
			s.among[a+int32(x)] += by
		}
	}
	if t.Backup > 0 && !t.plain() {
		s.duty[t.cell0+k*t.classes+class] += by
	}
}

// cost is the energy that a decision's pay, its difference from the base plan
// and the slopes of sums come to.
func (p *planner) cost(task int32, kind Kind, from, to Minute) float64 {
	m := p.b.m
	d := Decision{Task: task, Start: from, End: to, Kind: kind}
	c := float64(p.b.pay(p.lb, d)) * p.b.weight[m.PayLevel]
	if m.Base != nil {
		c += float64(p.b.change(p.lb, d)) * p.b.weight[m.ChangeLevel]
	}
	for i := range p.slopes {
		if n := p.slopes[i].Span.Meet(d.Span()).Len(); n > 0 {
			c -= float64(n) * p.slopes[i].gain[kind]
		}
	}
	return c
}

// terms is what the options of one task have in common.
type terms struct {
	task, group int32
	kind        Kind
	least, most Minute
	extra       float64
}

// manyOptions is from how many options of one task on only those are offered
// that have an end where something changes.
const manyOptions = 400

// offer adds the options between the points, with the attributes in mask when
// holds is given. An end that could be drawn in without loss is not offered:
// the shorter decision is at least as good and breaks no rule that the longer
// one keeps.
func (p *planner) offer(o *terms, holds [][]Span, mask int32) {
	n := len(p.pts)
	trim := p.lb.Pay[o.kind].Flat == 0
	more := p.bonus * float64(p.weight[o.kind])
	idle := func(j int, rest Minute) bool { // piece j at an end is better left out
		x := p.pts[j+1] - p.pts[j]
		return trim && rest-x >= o.least && p.net[j]+more*float64(x) <= 1e-12
	}
	few := p.ask.full || p.count(o) <= manyOptions
	for i := 0; i < n-1 && p.pts[i] < p.to; i++ {
		if p.pts[i] < p.from {
			continue
		}
		for k := i + 1; k < n; k++ {
			x := p.pts[k] - p.pts[i]
			if x < o.least {
				continue
			}
			if x > o.most {
				break
			}
			if idle(i, x) {
				break // and so with every later end
			}
			if idle(k-1, x) || !few && !p.edge[i] && !p.edge[k] {
				continue
			}
			if holds != nil && holdMask(holds, Span{p.pts[i], p.pts[k]}) != mask {
				continue
			}
			p.add(o, p.pts[i], p.pts[k], p.pre[k]-p.pre[i], p.edge[i] && p.edge[k])
		}
	}
}

// count is roughly how many options the points admit.
func (p *planner) count(o *terms) int {
	good := 0
	for j := range p.net {
		if p.net[j] > 0 {
			good++
		}
	}
	g := max(1, p.b.m.Grain)
	return good * min(good, int(o.most/g)) / 2
}

// add enters one option unless it cannot be of use.
func (p *planner) add(o *terms, from, to Minute, gain float64, core bool) {
	v := gain - o.extra - p.cost(o.task, o.kind, from, to)
	if o.kind != Passive && v+p.bonus*float64(p.weight[o.kind])*float64(to-from) <= 0 {
		return
	}
	d := Decision{Task: o.task, Start: from, End: to, Kind: o.kind}
	if p.collides(d) {
		return
	}
	x := p.describe(d)
	x.group, x.core, x.val = o.group, core, v
	p.all = append(p.all, x)
}

// describe fills in weeks, days and night.
func (p *planner) describe(d Decision) option {
	day := p.b.dayIndex(d.Start)
	return option{start: d.Start, end: d.End, task: d.Task, group: p.s.group(d), kind: d.Kind,
		w0: int16(p.weekOf(d.Start)), w1: int16(p.weekOf(d.End - 1)),
		night: p.b.isNight(d, day)}
}

// offerReserve adds the options of kind Reserve.
func (p *planner) offerReserve() {
	m := p.b.m
	g := m.Grain
	most := m.ReserveMax
	start := floorDiv(p.from, g) * g
	p.layReserve(start, p.to+most)
	o := terms{task: NoTask, group: -1, kind: Reserve, least: max(m.ReserveMin, 1), most: most}
	for _, sp := range p.lb.Reserve {
		in := sp.Meet(Span{p.from, p.to + most})
		if in.Len() < o.least || in.From >= p.to {
			continue
		}
		p.pts = p.pts[:0]
		for x := floorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
			p.pts = append(p.pts, x)
		}
		if len(p.pts) < 2 {
			continue
		}
		p.net, p.pre, p.edge = p.net[:0], append(p.pre[:0], 0), p.edge[:0]
		sum, noise := 0.0, p.noise(1, true)
		for j := 0; j+1 < len(p.pts); j++ {
			noise = p.noise(noise, false)
			v := p.grid[(p.pts[j]-start)/g] * noise * p.favour(NoTask, p.pts[j])
			sum += v
			p.pre = append(p.pre, sum)
			p.net = append(p.net, v-p.cost(NoTask, Reserve, p.pts[j], p.pts[j+1]))
		}
		p.markEdges(nil)
		p.offer(&o, nil, 0)
	}
}

// layReserve computes by grid cell what a line more on reserve gains.
func (p *planner) layReserve(start, end Minute) {
	b := p.b
	g := b.m.Grain
	n := int((end-start)/g) + 1
	p.grid = p.grid[:0]
	for range n {
		p.grid = append(p.grid, 0)
	}
	first := b.dayIndex(start)
	for day := first; day < len(p.lb.byDay) && b.m.Days[day] < end; day++ {
		for _, i := range p.lb.byDay[day] {
			pm := &p.lb.Permits[i]
			t := &b.tasks[pm.Task]
			if day > first && t.From < b.m.Days[day] {
				continue
			}
			for _, sp := range pm.Spans {
				if x := sp.Meet(Span{start, end}); x.Len() > 0 {
					p.reserveGain(i, t, x, start)
				}
			}
		}
	}
}

func (p *planner) reserveGain(i int32, t *taskBoard, x Span, start Minute) {
	s, m := p.s, p.b.m
	price := float64(m.BackupPrice) * p.b.weight[m.BackupLevel]
	for k := t.slotAt(x.From, m.Grain); k < int32(len(t.pts)-1) && t.pts[k] < x.To; k++ {
		n := float64(t.pts[k+1] - t.pts[k])
		at := t.slot0 + k
		saved := int64(0)
		if t.plain() {
			if int(s.res[at]) < t.Backup {
				saved = int64(s.cover[at])
			}
		} else if s.cover[at] > 0 {
			cell := t.cell0 + k*t.classes + p.lb.class[i] + holdMask(p.lb.Permits[i].Holds, Span{t.pts[k], t.pts[k+1]})
			saved = s.bareClassed(t, k)
			s.cell[cell]++
			saved -= s.bareClassed(t, k)
			s.cell[cell]--
		}
		p.grid[(t.pts[k]-start)/m.Grain] += price * n * float64(saved)
	}
}
