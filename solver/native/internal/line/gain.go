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
	kind       solver.Mode
	night      bool
	quiet      bool // a night or Passive
	fixed      bool // kept
	core       bool // both ends lie where something changes
	val        float64
}

// shop holds all the options of a re-planning and what they are made from.
type shop struct {
	frame *frame
	hours *hours
	all   []option        // as found
	opts  []option        // those not banned and the kept ones, by start
	pts   []solver.Minute // of the task under way: points where a decision may start or end
	net   []float64       // by piece between points: gain less pay
	pre   []float64       // prefix sums of the gain without pay
	edge  []bool          // by point: something changes here
	grid  []float64       // gain of a reserve, by grid cell from the window's start
	chain []solver.Minute // points at a rest's distance from what is kept
	group []int32         // groups with a first price that the line has not met; their bit is the index
	fee   []float64       // and the price
	seen  []int32         // by permit: stamp of the call that looked at it last
	stamp int32
}

// stock finds all options in the window.
func (s *shop) stock() {
	s.all = s.all[:0]
	s.hours.layPrices()
	s.layFees()
	s.layChain()
	s.stamp++
	for len(s.seen) < len(s.frame.lb.Permits) {
		s.seen = append(s.seen, 0)
	}
	b := s.frame.b
	first := b.DayIndex(s.frame.from)
	for day := first; day < len(s.frame.lb.DutyDay) && b.Model.Days[day] < s.frame.to; day++ {
		for _, i := range s.frame.lb.DutyDay[day] {
			t := &b.Tasks[s.frame.lb.Permits[i].Task]
			if s.seen[i] != s.stamp {
				s.seen[i] = s.stamp
				s.offerTask(i, t)
			}
		}
	}
	if s.hours.kinds[solver.Reserve] {
		s.offerReserve()
	}
	s.layUnit()
}

// layFees lists the groups that would cost a first price.
func (s *shop) layFees() {
	s.group, s.fee = s.group[:0], s.fee[:0]
	for f := range s.frame.lb.Firsts {
		if s.frame.ls.Firsts[f] == 0 && len(s.group) < 64 && s.frame.lb.Firsts[f].Price != 0 {
			s.group = append(s.group, s.frame.lb.Firsts[f].Group)
			s.fee = append(s.fee, float64(s.frame.lb.Firsts[f].Price)*s.frame.b.Weight[s.frame.b.Model.PayLevel])
		}
	}
}

// layChain lists the points at a rest's distance from the decisions about the window.
func (s *shop) layChain() {
	s.chain = s.chain[:0]
	for _, d := range s.frame.kept {
		s.chain = append(s.chain, d.End+s.frame.rest, d.Start-s.frame.rest)
	}
	for _, d := range s.frame.old {
		s.chain = append(s.chain, d.Start, d.End, d.End+s.frame.rest, d.Start-s.frame.rest)
	}
}

// feeBit is the bit of the task's group among those with a first price.
func (s *shop) feeBit(group int32) uint64 {
	for i, g := range s.group {
		if g == group {
			return 1 << i
		}
	}
	return 0
}

func (s *shop) firstPrice(set uint64) (sum float64) {
	for i := range s.fee {
		if set&(1<<i) != 0 {
			sum += s.fee[i]
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
func (s *shop) offerTask(i int32, t *board.TaskBoard) {
	pm := &s.frame.lb.Permits[i]
	most := s.frame.b.MaxLen(s.frame.lb, t)
	least := min(t.MinLen, t.Len())
	if t.Whole {
		least = t.Len()
	}
	for _, sp := range pm.Spans {
		in := sp.Meet(solver.Span{From: s.frame.from, To: s.frame.to + most})
		if in.Len() < least || in.From >= s.frame.to {
			continue
		}
		o := terms{task: pm.Task, group: t.Group, kind: t.Kind, least: max(least, 1), most: most, extra: s.extra(t, pm.Task)}
		if t.Whole {
			s.pts = append(s.pts[:0], t.From, t.To)
			if t.From < s.frame.from {
				continue
			}
		} else {
			s.layTaskPoints(t, in)
		}
		if len(t.Among) == 0 {
			s.gains(i, t, 0)
			s.offer(&o, nil, 0)
			continue
		}
		for mask := int32(0); mask < t.Masks; mask++ {
			if s.maskMay(pm, mask) {
				s.gains(i, t, mask)
				s.offer(&o, pm.Holds, mask)
			}
		}
	}
}

// maskMay says whether some decision could have just these attributes.
func (s *shop) maskMay(pm *solver.Permit, mask int32) bool {
	for x := range pm.Holds {
		if mask&(1<<x) != 0 && len(pm.Holds[x]) == 0 {
			return false
		}
	}
	return true
}

// extra is the price of one decision more in the task.
func (s *shop) extra(t *board.TaskBoard, task int32) float64 {
	if t.ExtraPrice == 0 || int(s.frame.s.Tasks[task].Count) < t.Need {
		return 0
	}
	return float64(t.ExtraPrice) * s.frame.b.Weight[t.ExtraLevel]
}

// layTaskPoints lists the points of the task in the span where decisions may start or end.
func (s *shop) layTaskPoints(t *board.TaskBoard, in solver.Span) {
	s.pts = s.pts[:0]
	g := s.frame.b.Model.Grain
	if in.From == t.From && in.From%g != 0 {
		s.pts = append(s.pts, in.From)
	}
	for x := solver.FloorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
		s.pts = append(s.pts, x)
	}
	if in.To == t.To && in.To%g != 0 {
		s.pts = append(s.pts, in.To)
	}
}

// gains computes for the pieces between points what one line more with the
// attributes gains, and from that net, pre and edge.
func (s *shop) gains(i int32, t *board.TaskBoard, mask int32) {
	n := len(s.pts)
	s.net, s.pre, s.edge = s.net[:0], append(s.pre[:0], 0), s.edge[:0]
	if n < 2 {
		return
	}
	k := t.SlotAt(s.pts[0], s.frame.b.Model.Grain)
	task := s.frame.lb.Permits[i].Task
	sum, noise := 0.0, s.frame.noise(1, true)
	for j := 0; j+1 < n; j++ {
		var g float64
		for ; t.Pts[k] < s.pts[j+1]; k++ {
			g += s.slotGain(t, k, mask, s.frame.lb.ClassOf(int32(i))+mask)
		}
		noise = s.frame.noise(noise, false)
		g *= noise * s.frame.favour(task, s.pts[j])
		sum += g
		s.pre = append(s.pre, sum)
		s.net = append(s.net, g-s.hours.cost(task, t.Kind, s.pts[j], s.pts[j+1]))
	}
	s.markEdges(s.frame.s.Tasks[task].Dec)
}

// noise is a factor about 1 that changes now and then from one piece to the next.
func (f *frame) noise(was float64, fresh bool) float64 {
	if f.ask.Noise <= 0 || !fresh && f.ask.Rng.N(24) > 0 {
		return was
	}
	return 1 + f.ask.Noise*(2*f.ask.Rng.Float()-1)
}

// favour is the factor for a piece that begins at x: more than 1 inside prior decisions.
func (f *frame) favour(task int32, x solver.Minute) float64 {
	factor := 1.0
	if o := &f.ask.Spot; f.ask.Push != 0 && o.Task == task && o.Start <= x && x < o.End {
		factor = f.ask.Push
	}
	if f.ask.Bias != 0 {
		for i := range f.ask.Prior {
			if d := &f.ask.Prior[i]; d.Task == task && d.Start <= x && x < d.End {
				return factor + f.ask.Bias
			}
		}
	}
	return factor
}

// markEdges finds the points at which anything changes.
func (s *shop) markEdges(others []board.Placed) {
	n := len(s.pts)
	rate := func(j int) float64 { return s.net[j] / float64(s.pts[j+1]-s.pts[j]) }
	for j := range s.pts {
		e := j == 0 || j == n-1
		if !e {
			a, b := rate(j-1), rate(j)
			e = math.Abs(a-b) > 1e-9*(math.Abs(a)+math.Abs(b))
		}
		s.edge = append(s.edge, e)
	}
	mark := func(x solver.Minute) {
		lo, hi := 0, n
		for lo < hi {
			mid := (lo + hi) / 2
			if s.pts[mid] < x {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if lo < n && s.pts[lo] == x {
			s.edge[lo] = true
		}
	}
	for _, d := range others {
		if d.End >= s.pts[0] && d.Start <= s.pts[n-1] {
			mark(d.Start)
			mark(d.End)
		}
	}
	for _, x := range s.chain {
		mark(x)
	}
}

// slotGain is the energy that one line more in slot k of the task saves.
func (s *shop) slotGain(t *board.TaskBoard, k, mask, class int32) float64 {
	st, w := s.frame.s, &s.frame.b.Weight
	n := float64(t.Pts[k+1] - t.Pts[k])
	at := t.Slot0 + k
	if len(t.Among) == 0 && t.Backup == 0 {
		if int(st.Cover[at]) < t.Need {
			return n * float64(t.UnderPrice) * w[t.UnderLevel]
		}
		if have := int(st.Cover[at]); have < t.Want {
			return n * (float64(t.WantPrice)*w[t.WantLevel] - float64(t.OverPrice)*w[t.OverLevel])
		}
		return -n * float64(t.OverPrice) * w[t.OverLevel]
	}
	u0, o0, b0, h0 := st.SlotCost(t, k)
	st.Enter(t, k, mask, class, 1)
	u1, o1, b1, h1 := st.SlotCost(t, k)
	st.Enter(t, k, mask, class, ^uint8(0))
	return n * (float64((u0-u1)*t.UnderPrice)*w[t.UnderLevel] + float64((o0-o1)*t.OverPrice)*w[t.OverLevel] +
		float64((b0-b1)*s.frame.b.Model.BackupPrice)*w[s.frame.b.Model.BackupLevel] + float64((h0-h1)*t.HiddenPrice)*w[t.HiddenLevel])
}

// cost is the energy that a decision's pay, its difference from the base plan
// and the slopes of sums come to.
func (a *hours) cost(task int32, kind solver.Mode, from, to solver.Minute) float64 {
	m := a.frame.b.Model
	d := solver.Decision{Task: task, Start: from, End: to, Kind: kind}
	c := float64(a.frame.b.Pay(a.frame.lb, d)) * a.frame.b.Weight[m.PayLevel]
	if m.Base != nil {
		c += float64(a.frame.b.Change(a.frame.lb, d)) * a.frame.b.Weight[m.ChangeLevel]
	}
	for i := range a.slopes {
		if n := a.slopes[i].Span.Meet(d.Span()).Len(); n > 0 {
			c -= float64(n) * a.slopes[i].gain[kind]
		}
	}
	return c
}

// terms is what the options of one task have in common.
type terms struct {
	task, group int32
	kind        solver.Mode
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
func (s *shop) offer(o *terms, holds [][]solver.Span, mask int32) {
	n, r := len(s.pts), &s.frame.lb.Rules
	trim := s.frame.lb.Pay[o.kind].Flat == 0
	more := s.hours.bonus * float64(s.hours.weight[o.kind])
	idle := func(j int, rest solver.Minute) bool { // piece j at an end is better left out
		x := s.pts[j+1] - s.pts[j]
		return trim && rest-x >= o.least && s.net[j]+more*float64(x) <= 1e-12
	}
	few := s.frame.ask.full || s.count(o) <= manyOptions
	for i := 0; i < n-1 && s.pts[i] < s.frame.to; i++ {
		if s.pts[i] < s.frame.from || !r.MayStart(s.pts[i]) {
			continue
		}
		for k := i + 1; k < n; k++ {
			x := s.pts[k] - s.pts[i]
			if x < o.least {
				continue
			}
			if x > o.most {
				break
			}
			if idle(i, x) && r.MayStart(s.pts[i+1]) {
				break // and so with every later end
			}
			if idle(k-1, x) || !few && !s.edge[i] && !s.edge[k] {
				continue
			}
			if holds != nil && board.HoldMask(holds, solver.Span{From: s.pts[i], To: s.pts[k]}) != mask {
				continue
			}
			s.add(o, s.pts[i], s.pts[k], s.pre[k]-s.pre[i], s.edge[i] && s.edge[k])
		}
	}
}

// count is roughly how many options the points admit.
func (s *shop) count(o *terms) int {
	good := 0
	for j := range s.net {
		if s.net[j] > 0 {
			good++
		}
	}
	g := max(1, s.frame.b.Model.Grain)
	return good * min(good, int(o.most/g)) / 2
}

// add enters one option unless it cannot be of use.
func (s *shop) add(o *terms, from, to solver.Minute, gain float64, core bool) {
	v := gain - o.extra - s.hours.cost(o.task, o.kind, from, to)
	if o.kind != solver.Passive && v+s.hours.bonus*float64(s.hours.weight[o.kind])*float64(to-from) <= 0 {
		return
	}
	d := solver.Decision{Task: o.task, Start: from, End: to, Kind: o.kind}
	if s.frame.collides(d) || o.task >= 0 && s.frame.b.TooLong(s.frame.lb, &s.frame.b.Tasks[o.task], d.Span()) {
		return
	}
	x := s.frame.describe(d)
	x.group, x.core, x.val = o.group, core, v
	s.all = append(s.all, x)
}

// describe fills in weeks, days and night.
func (f *frame) describe(d solver.Decision) option {
	day := f.b.DayIndex(d.Start)
	return option{start: d.Start, end: d.End, task: d.Task, group: f.b.Group(d), kind: d.Kind,
		w0: int16(f.weekOf(d.Start)), w1: int16(f.weekOf(d.End - 1)),
		night: f.b.IsNight(d, day), quiet: f.b.Quiet(d)}
}

// offerReserve adds the options of kind Reserve.
func (s *shop) offerReserve() {
	m := s.frame.b.Model
	g := m.Grain
	most := m.ReserveMax
	start := solver.FloorDiv(s.frame.from, g) * g
	s.layReserve(start, s.frame.to+most)
	o := terms{task: solver.NoTask, group: -1, kind: solver.Reserve, least: max(m.ReserveMin, 1), most: most}
	for _, sp := range s.frame.lb.Reserve {
		in := sp.Meet(solver.Span{From: s.frame.from, To: s.frame.to + most})
		if in.Len() < o.least || in.From >= s.frame.to {
			continue
		}
		s.pts = s.pts[:0]
		for x := solver.FloorDiv(in.From+g-1, g) * g; x <= in.To; x += g {
			s.pts = append(s.pts, x)
		}
		if len(s.pts) < 2 {
			continue
		}
		s.net, s.pre, s.edge = s.net[:0], append(s.pre[:0], 0), s.edge[:0]
		sum, noise := 0.0, s.frame.noise(1, true)
		for j := 0; j+1 < len(s.pts); j++ {
			noise = s.frame.noise(noise, false)
			v := s.grid[(s.pts[j]-start)/g] * noise * s.frame.favour(solver.NoTask, s.pts[j])
			sum += v
			s.pre = append(s.pre, sum)
			s.net = append(s.net, v-s.hours.cost(solver.NoTask, solver.Reserve, s.pts[j], s.pts[j+1]))
		}
		s.markEdges(nil)
		s.offer(&o, nil, 0)
	}
}

// layReserve computes by grid cell what a line more on reserve gains.
func (s *shop) layReserve(start, end solver.Minute) {
	b := s.frame.b
	g := b.Model.Grain
	n := int((end-start)/g) + 1
	s.grid = s.grid[:0]
	for range n {
		s.grid = append(s.grid, 0)
	}
	first := b.DayIndex(start)
	for day := first; day < len(s.frame.lb.ByDay) && b.Model.Days[day] < end; day++ {
		for _, i := range s.frame.lb.ByDay[day] {
			pm := &s.frame.lb.Permits[i]
			t := &b.Tasks[pm.Task]
			if day > first && t.From < b.Model.Days[day] {
				continue
			}
			for _, sp := range pm.Backing() {
				if x := sp.Meet(solver.Span{From: start, To: end}); x.Len() > 0 {
					s.reserveGain(i, t, x, start)
				}
			}
		}
	}
}

func (s *shop) reserveGain(i int32, t *board.TaskBoard, x solver.Span, start solver.Minute) {
	st, m := s.frame.s, s.frame.b.Model
	price := float64(m.BackupPrice) * s.frame.b.Weight[m.BackupLevel]
	for k := t.SlotAt(x.From, m.Grain); k < int32(len(t.Pts)-1) && t.Pts[k] < x.To; k++ {
		n := float64(t.Pts[k+1] - t.Pts[k])
		at := t.Slot0 + k
		saved := int64(0)
		if t.Plain() {
			if int(st.Res[at]) < t.Backup {
				saved = int64(st.Cover[at])
			}
		} else if st.Cover[at] > 0 {
			cell := t.Cell0 + k*t.Classes + s.frame.lb.ClassOf(int32(i)) + board.HoldMask(s.frame.lb.Permits[i].Holds, solver.Span{From: t.Pts[k], To: t.Pts[k+1]})
			saved = st.BareClassed(t, k)
			st.Cell[cell]++
			saved -= st.BareClassed(t, k)
			st.Cell[cell]--
		}
		s.grid[(t.Pts[k]-start)/m.Grain] += price * n * float64(saved)
	}
}
