package line

import (
	"math"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
)

// option is a decision that the line could take in the window, or one that is
// kept, with what the sweep needs to know about it.
type option struct {
	start, end solver.Minute
	task       int32
	group      int32
	endID      int32 // index of its end among all ends
	w0, w1     int16 // weeks of its start and end
	c0, c1     int16 // steps it counts in them
	day0, day1 int16 // days it touches, counted from 1 at the frame's first
	kind       solver.Kind
	night      bool
	fixed      bool // kept
	core       bool // both ends lie where something changes
	val        float64
}

// shop holds all the options of a re-planning and what they are made from.
type shop struct {
	all   []option        // as found
	opts  []option        // those not banned and the kept ones, by start
	pts   []solver.Minute // of the task under way: points where a decision may start or end
	net   []float64       // by piece between points: gain less pay
	pre   []float64       // prefix sums of the gain without pay
	edge  []bool          // by point: something changes here
	most  []int           // by week: steps that options can reach
	grid  []float64       // gain of a reserve, by grid cell from the window's start
	chain []solver.Minute // points at a rest's distance from what is kept
	group []int32         // groups with a first price that the line has not met; their bit is the index
	fee   []float64       // and the price
	seen  []int32         // by permit: stamp of the call that looked at it last
	stamp int32
}

// stock finds all options in the window.
func (p *Planner) stock() {
	p.all = p.all[:0]
	p.layPrices()
	p.layFees()
	p.layChain()
	p.stamp++
	for len(p.seen) < len(p.lb.Permits) {
		p.seen = append(p.seen, 0)
	}
	b := p.b
	first := b.DayIndex(p.from)
	for day := first; day < len(p.lb.DutyDay) && b.Model.Days[day] < p.to; day++ {
		for _, i := range p.lb.DutyDay[day] {
			t := &b.Tasks[p.lb.Permits[i].Task]
			if p.seen[i] != p.stamp {
				p.seen[i] = p.stamp
				p.offerTask(i, t)
			}
		}
	}
	if p.kinds[solver.Reserve] {
		p.offerReserve()
	}
	p.layUnit()
}

// layFees lists the groups that would cost a first price.
func (p *Planner) layFees() {
	p.group, p.fee = p.group[:0], p.fee[:0]
	for f := range p.lb.Firsts {
		if p.ls.Firsts[f] == 0 && len(p.group) < 64 && p.lb.Firsts[f].Price != 0 {
			p.group = append(p.group, p.lb.Firsts[f].Group)
			p.fee = append(p.fee, float64(p.lb.Firsts[f].Price)*p.b.Weight[p.b.Model.PayLevel])
		}
	}
}

// layChain lists the points at a rest's distance from the decisions about the window.
func (p *Planner) layChain() {
	p.chain = p.chain[:0]
	for _, d := range p.kept {
		p.chain = append(p.chain, d.End+p.rest, d.Start-p.rest)
	}
	for _, d := range p.old {
		p.chain = append(p.chain, d.Start, d.End, d.End+p.rest, d.Start-p.rest)
	}
}

// feeBit is the bit of the task's group among those with a first price.
func (p *Planner) feeBit(group int32) uint64 {
	for i, g := range p.group {
		if g == group {
			return 1 << i
		}
	}
	return 0
}

func (p *Planner) firstPrice(set uint64) (sum float64) {
	for i := range p.fee {
		if set&(1<<i) != 0 {
			sum += p.fee[i]
		}
	}
	return sum
}

// met is the set of groups with a first price in the last plan.
func (p *Planner) met() (set uint64) {
	for _, d := range p.out {
		if d.Task >= 0 {
			set |= p.feeBit(p.b.Tasks[d.Task].Group)
		}
	}
	return set
}

// offerTask adds the options under one permit.
func (p *Planner) offerTask(i int32, t *board.TaskBoard) {
	pm := &p.lb.Permits[i]
	most := p.b.MaxLen(p.lb, t)
	least := min(t.MinLen, t.Len())
	if t.Whole {
		least = t.Len()
	}
	for _, sp := range pm.Spans {
		in := sp.Meet(solver.Span{From: p.from, To: p.to + most})
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
		for mask := int32(0); mask < t.Masks; mask++ {
			if p.maskMay(pm, mask) {
				p.gains(i, t, mask)
				p.offer(&o, pm.Holds, mask)
			}
		}
	}
}

// maskMay says whether some decision could have just these attributes.
func (p *Planner) maskMay(pm *solver.Permit, mask int32) bool {
	for x := range pm.Holds {
		if mask&(1<<x) != 0 && len(pm.Holds[x]) == 0 {
			return false
		}
	}
	return true
}

// extra is the price of one decision more in the task.
func (p *Planner) extra(t *board.TaskBoard, task int32) float64 {
	if t.ExtraPrice == 0 || int(p.s.Tasks[task].Count) < t.Need {
		return 0
	}
	return float64(t.ExtraPrice) * p.b.Weight[t.ExtraLevel]
}

// layTaskPoints lists the points of the task in the span where decisions may start or end.
func (p *Planner) layTaskPoints(t *board.TaskBoard, in solver.Span) {
	p.pts = p.pts[:0]
	g := p.b.Model.Grain
	if in.From == t.From && in.From%g != 0 {
		p.pts = append(p.pts, in.From)
	}
	for x := solver.FloorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
		p.pts = append(p.pts, x)
	}
	if in.To == t.To && in.To%g != 0 {
		p.pts = append(p.pts, in.To)
	}
}

// gains computes for the pieces between points what one line more with the
// attributes gains, and from that net, pre and edge.
func (p *Planner) gains(i int32, t *board.TaskBoard, mask int32) {
	n := len(p.pts)
	p.net, p.pre, p.edge = p.net[:0], append(p.pre[:0], 0), p.edge[:0]
	if n < 2 {
		return
	}
	k := t.SlotAt(p.pts[0], p.b.Model.Grain)
	task := p.lb.Permits[i].Task
	sum, noise := 0.0, p.noise(1, true)
	for j := 0; j+1 < n; j++ {
		var g float64
		for ; t.Pts[k] < p.pts[j+1]; k++ {
			g += p.slotGain(t, k, mask, p.lb.Class[i]+mask)
		}
		noise = p.noise(noise, false)
		g *= noise * p.favour(task, p.pts[j])
		sum += g
		p.pre = append(p.pre, sum)
		p.net = append(p.net, g-p.cost(task, t.Kind, p.pts[j], p.pts[j+1]))
	}
	p.markEdges(p.s.Tasks[task].Dec)
}

// noise is a factor about 1 that changes now and then from one piece to the next.
func (p *Planner) noise(was float64, fresh bool) float64 {
	if p.ask.Noise <= 0 || !fresh && p.ask.Rng.N(24) > 0 {
		return was
	}
	return 1 + p.ask.Noise*(2*p.ask.Rng.Float()-1)
}

// favour is the factor for a piece that begins at x: more than 1 inside prior decisions.
func (p *Planner) favour(task int32, x solver.Minute) float64 {
	f := 1.0
	if o := &p.ask.Spot; p.ask.Push != 0 && o.Task == task && o.Start <= x && x < o.End {
		f = p.ask.Push
	}
	if p.ask.Bias != 0 {
		for i := range p.ask.Prior {
			if d := &p.ask.Prior[i]; d.Task == task && d.Start <= x && x < d.End {
				return f + p.ask.Bias
			}
		}
	}
	return f
}

// markEdges finds the points at which anything changes.
func (p *Planner) markEdges(others []board.Placed) {
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
	mark := func(x solver.Minute) {
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
		if d.End >= p.pts[0] && d.Start <= p.pts[n-1] {
			mark(d.Start)
			mark(d.End)
		}
	}
	for _, x := range p.chain {
		mark(x)
	}
}

// slotGain is the energy that one line more in slot k of the task saves.
func (p *Planner) slotGain(t *board.TaskBoard, k, mask, class int32) float64 {
	s, w := p.s, &p.b.Weight
	n := float64(t.Pts[k+1] - t.Pts[k])
	at := t.Slot0 + k
	if len(t.Among) == 0 && t.Backup == 0 {
		if int(s.Cover[at]) < t.Need {
			return n * float64(t.UnderPrice) * w[t.UnderLevel]
		}
		if have := int(s.Cover[at]); have < t.Want {
			return n * (float64(t.WantPrice)*w[t.WantLevel] - float64(t.OverPrice)*w[t.OverLevel])
		}
		return -n * float64(t.OverPrice) * w[t.OverLevel]
	}
	u0, o0, b0 := s.SlotCost(t, k)
	s.Enter(t, k, mask, class, 1)
	u1, o1, b1 := s.SlotCost(t, k)
	s.Enter(t, k, mask, class, ^uint8(0))
	return n * (float64((u0-u1)*t.UnderPrice)*w[t.UnderLevel] + float64((o0-o1)*t.OverPrice)*w[t.OverLevel] +
		float64((b0-b1)*p.b.Model.BackupPrice)*w[p.b.Model.BackupLevel])
}

// cost is the energy that a decision's pay, its difference from the base plan
// and the slopes of sums come to.
func (p *Planner) cost(task int32, kind solver.Kind, from, to solver.Minute) float64 {
	m := p.b.Model
	d := solver.Decision{Task: task, Start: from, End: to, Kind: kind}
	c := float64(p.b.Pay(p.lb, d)) * p.b.Weight[m.PayLevel]
	if m.Base != nil {
		c += float64(p.b.Change(p.lb, d)) * p.b.Weight[m.ChangeLevel]
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
	kind        solver.Kind
	least, most solver.Minute
	extra       float64
}

// manyOptions is from how many options of one task on only those are offered
// that have an end where something changes.
const manyOptions = 400

// offer adds the options between the points, with the attributes in mask when
// holds is given. An end that could be drawn in without loss is not offered:
// the shorter decision is at least as good and breaks no rule that the longer
// one keeps.
func (p *Planner) offer(o *terms, holds [][]solver.Span, mask int32) {
	n := len(p.pts)
	trim := p.lb.Pay[o.kind].Flat == 0
	more := p.bonus * float64(p.weight[o.kind])
	idle := func(j int, rest solver.Minute) bool { // piece j at an end is better left out
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
			if holds != nil && board.HoldMask(holds, solver.Span{From: p.pts[i], To: p.pts[k]}) != mask {
				continue
			}
			p.add(o, p.pts[i], p.pts[k], p.pre[k]-p.pre[i], p.edge[i] && p.edge[k])
		}
	}
}

// count is roughly how many options the points admit.
func (p *Planner) count(o *terms) int {
	good := 0
	for j := range p.net {
		if p.net[j] > 0 {
			good++
		}
	}
	g := max(1, p.b.Model.Grain)
	return good * min(good, int(o.most/g)) / 2
}

// add enters one option unless it cannot be of use.
func (p *Planner) add(o *terms, from, to solver.Minute, gain float64, core bool) {
	v := gain - o.extra - p.cost(o.task, o.kind, from, to)
	if o.kind != solver.Passive && v+p.bonus*float64(p.weight[o.kind])*float64(to-from) <= 0 {
		return
	}
	d := solver.Decision{Task: o.task, Start: from, End: to, Kind: o.kind}
	if p.collides(d) {
		return
	}
	x := p.describe(d)
	x.group, x.core, x.val = o.group, core, v
	p.all = append(p.all, x)
}

// describe fills in weeks, days and night.
func (p *Planner) describe(d solver.Decision) option {
	day := p.b.DayIndex(d.Start)
	return option{start: d.Start, end: d.End, task: d.Task, group: p.b.Group(d), kind: d.Kind,
		w0: int16(p.weekOf(d.Start)), w1: int16(p.weekOf(d.End - 1)),
		night: p.b.IsNight(d, day)}
}

// offerReserve adds the options of kind Reserve.
func (p *Planner) offerReserve() {
	m := p.b.Model
	g := m.Grain
	most := m.ReserveMax
	start := solver.FloorDiv(p.from, g) * g
	p.layReserve(start, p.to+most)
	o := terms{task: solver.NoTask, group: -1, kind: solver.Reserve, least: max(m.ReserveMin, 1), most: most}
	for _, sp := range p.lb.Reserve {
		in := sp.Meet(solver.Span{From: p.from, To: p.to + most})
		if in.Len() < o.least || in.From >= p.to {
			continue
		}
		p.pts = p.pts[:0]
		for x := solver.FloorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
			p.pts = append(p.pts, x)
		}
		if len(p.pts) < 2 {
			continue
		}
		p.net, p.pre, p.edge = p.net[:0], append(p.pre[:0], 0), p.edge[:0]
		sum, noise := 0.0, p.noise(1, true)
		for j := 0; j+1 < len(p.pts); j++ {
			noise = p.noise(noise, false)
			v := p.grid[(p.pts[j]-start)/g] * noise * p.favour(solver.NoTask, p.pts[j])
			sum += v
			p.pre = append(p.pre, sum)
			p.net = append(p.net, v-p.cost(solver.NoTask, solver.Reserve, p.pts[j], p.pts[j+1]))
		}
		p.markEdges(nil)
		p.offer(&o, nil, 0)
	}
}

// layReserve computes by grid cell what a line more on reserve gains.
func (p *Planner) layReserve(start, end solver.Minute) {
	b := p.b
	g := b.Model.Grain
	n := int((end-start)/g) + 1
	p.grid = p.grid[:0]
	for range n {
		p.grid = append(p.grid, 0)
	}
	first := b.DayIndex(start)
	for day := first; day < len(p.lb.ByDay) && b.Model.Days[day] < end; day++ {
		for _, i := range p.lb.ByDay[day] {
			pm := &p.lb.Permits[i]
			t := &b.Tasks[pm.Task]
			if day > first && t.From < b.Model.Days[day] {
				continue
			}
			for _, sp := range pm.Spans {
				if x := sp.Meet(solver.Span{From: start, To: end}); x.Len() > 0 {
					p.reserveGain(i, t, x, start)
				}
			}
		}
	}
}

func (p *Planner) reserveGain(i int32, t *board.TaskBoard, x solver.Span, start solver.Minute) {
	s, m := p.s, p.b.Model
	price := float64(m.BackupPrice) * p.b.Weight[m.BackupLevel]
	for k := t.SlotAt(x.From, m.Grain); k < int32(len(t.Pts)-1) && t.Pts[k] < x.To; k++ {
		n := float64(t.Pts[k+1] - t.Pts[k])
		at := t.Slot0 + k
		saved := int64(0)
		if t.Plain() {
			if int(s.Res[at]) < t.Backup {
				saved = int64(s.Cover[at])
			}
		} else if s.Cover[at] > 0 {
			cell := t.Cell0 + k*t.Classes + p.lb.Class[i] + board.HoldMask(p.lb.Permits[i].Holds, solver.Span{From: t.Pts[k], To: t.Pts[k+1]})
			saved = s.BareClassed(t, k)
			s.Cell[cell]++
			saved -= s.BareClassed(t, k)
			s.Cell[cell]--
		}
		p.grid[(t.Pts[k]-start)/m.Grain] += price * n * float64(saved)
	}
}
