package solver

import (
	"math"
	"math/bits"
	"slices"
)

// state is a plan under change: its lines, who is present where, and its cost,
// all kept exact by add and remove, which are each other's inverse. Lines are
// checked for legality after a change, not during it.
type state struct {
	b          *board
	lines      []lineState
	tasks      []taskState
	cover      []uint8   // by slot: decisions present, Active or Passive
	among      []uint8   // by slot and among: those of them that count
	res        []uint8   // by slot: reserve lines that can replace (tasks with one class)
	duty       []uint8   // by slot and class: decisions present (tasks with more classes)
	cell       []uint8   // by slot and class: reserve lines that can replace
	sums       []int64   // totals, in parts
	load       [][]int64 // by spread and position: totals, in parts
	spreadCost []int64
	over       int   // sums above their Max
	crowd      int64 // minutes of more lines than are needed
	cost       Cost
	short      [MaxLevels]indexSet // tasks with shortage, by level
	bare       indexSet            // tasks with backup shortfall
	log        []op
	ndec       int // decisions that are not fixed
}

type lineState struct {
	dec      []Decision // ascending; past ones first
	past     int
	touch    []uint8 // decisions that touch the day, by day
	nights   []uint8 // night decisions that start on the day
	weekend  []uint8 // decisions but Reserve that touch the weekend
	weekends int
	firsts   []uint16 // decisions by First
}

type taskState struct {
	dec   []placed // ascending by start
	count int32    // not Beside
	short int64    // shortage, in minutes
	bare  int64    // backup shortfall, in minutes
}

// placed is a decision as its task sees it.
type placed struct {
	start, end Minute
	line       int32
	kind       Kind
}

type op struct {
	line int32
	what opKind
	d    Decision
	was  Decision // for altered: what d replaced
}

type opKind uint8

const (
	removed opKind = iota
	added
	altered
)

// indexSet is a set of small integers with constant time for all it does.
type indexSet struct {
	items []int32
	where []int32 // position+1 in items
}

func (s *indexSet) set(i int32, in bool) {
	w := s.where[i]
	switch {
	case in && w == 0:
		s.items = append(s.items, i)
		s.where[i] = int32(len(s.items))
	case !in && w != 0:
		last := s.items[len(s.items)-1]
		s.items[w-1] = last
		s.where[last] = w
		s.items = s.items[:len(s.items)-1]
		s.where[i] = 0
	}
}

// newState is the state of the plan that holds only past and fixed decisions.
func newState(b *board) *state {
	m := b.m
	s := &state{b: b,
		lines: make([]lineState, len(b.lines)), tasks: make([]taskState, len(b.tasks)),
		cover: make([]uint8, b.slots), among: make([]uint8, b.acells), res: make([]uint8, b.slots),
		duty: make([]uint8, b.pcells), cell: make([]uint8, b.pcells), sums: make([]int64, len(m.Sums)),
		load: make([][]int64, len(m.Spreads)), spreadCost: make([]int64, len(m.Spreads)),
	}
	for l := range s.short {
		if l < len(m.Levels) {
			s.short[l].where = make([]int32, len(b.tasks))
		}
	}
	s.bare.where = make([]int32, len(b.tasks))
	for i := range b.tasks {
		t := &b.tasks[i]
		short := int64(t.want()) * int64(t.Len())
		s.cost[t.UnderLevel] += short * t.UnderPrice
		s.setShort(int32(i), short)
	}
	s.cost[m.ChangeLevel] += b.base
	for i := range m.Sums {
		s.cost.addSum(&m.Sums[i], 0, 1)
	}
	for i := range m.Spreads {
		s.load[i] = make([]int64, len(m.Spreads[i].Lines))
	}
	nd := len(m.Days) - 1
	for i := range s.lines {
		l := &s.lines[i]
		l.touch = make([]uint8, nd)
		l.nights = make([]uint8, nd)
		l.weekend = make([]uint8, len(m.Weekends))
		l.firsts = make([]uint16, len(b.lines[i].Firsts))
		for _, d := range b.lines[i].pastFixed() {
			s.add(int32(i), d)
		}
		l.past = len(l.dec)
	}
	for i := range s.lines {
		for _, d := range b.lines[i].Fixed {
			d.Fixed = true
			s.add(int32(i), d)
		}
	}
	s.log = s.log[:0]
	return s
}

// want is the shortage of the task at an instant at which nobody is present.
func (t *taskBoard) want() int {
	w := t.Need
	for _, a := range t.Among {
		w = max(w, a.Need)
	}
	return w
}

func (c *Cost) addSum(s *Sum, total, sign int64) {
	if s.LowPrice != 0 && total < s.Low {
		c[s.LowLevel] += sign * int64(math.Round(float64(s.Low-total)*s.LowPrice))
	}
	if s.HighPrice != 0 && total > s.High {
		c[s.HighLevel] += sign * int64(math.Round(float64(total-s.High)*s.HighPrice))
	}
}

func (s *state) setShort(t int32, short int64) {
	ts := &s.tasks[t]
	ts.short = short
	s.short[s.b.tasks[t].UnderLevel].set(t, short > 0)
}

// add puts a decision on a line and into the log.
func (s *state) add(l int32, d Decision) {
	ls := &s.lines[l]
	k := ls.find(d.Start)
	ls.dec = append(ls.dec, Decision{})
	copy(ls.dec[k+1:], ls.dec[k:])
	ls.dec[k] = d
	s.account(l, d, 1)
	s.log = append(s.log, op{line: l, what: added, d: d})
}

// remove takes the k-th decision off a line and logs it.
func (s *state) remove(l int32, k int) Decision {
	ls := &s.lines[l]
	d := ls.dec[k]
	ls.dec = append(ls.dec[:k], ls.dec[k+1:]...)
	s.account(l, d, -1)
	s.log = append(s.log, op{line: l, what: removed, d: d})
	return d
}

// drop removes the decision d, which must be on the line.
func (s *state) drop(l int32, d Decision) { s.remove(l, s.lines[l].index(d)) }

// alter puts e in place of d, which must be on the line; both serve the same
// task with the same kind, and nothing stands between them in the line.
func (s *state) alter(l int32, d, e Decision) {
	s.lines[l].dec[s.lines[l].index(d)] = e
	s.accountAlter(l, d, e)
	s.log = append(s.log, op{line: l, what: altered, d: e, was: d})
}

// undo takes back what the log holds after its first n entries.
func (s *state) undo(n int) {
	for i := len(s.log) - 1; i >= n; i-- {
		o := &s.log[i]
		ls := &s.lines[o.line]
		switch o.what {
		case added:
			k := ls.index(o.d)
			ls.dec = append(ls.dec[:k], ls.dec[k+1:]...)
			s.account(o.line, o.d, -1)
		case removed:
			k := ls.find(o.d.Start)
			ls.dec = append(ls.dec, Decision{})
			copy(ls.dec[k+1:], ls.dec[k:])
			ls.dec[k] = o.d
			s.account(o.line, o.d, 1)
		case altered:
			ls.dec[ls.index(o.d)] = o.was
			s.accountAlter(o.line, o.d, o.was)
		}
	}
	s.log = s.log[:n]
}

// past says whether the decision was worked before: a fixed one without a task.
func (d Decision) past() bool { return d.Fixed && d.Task == NoTask }

// find is the position of the first decision that starts at or after t.
func (l *lineState) find(t Minute) int {
	lo, hi := 0, len(l.dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if l.dec[mid].Start < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// index is the position of d.
func (l *lineState) index(d Decision) int {
	k := l.find(d.Start)
	for l.dec[k] != d {
		k++
	}
	return k
}

// permit is the index of the line's permit for the task, -1 for none.
func (l *lineBoard) permit(task int32) int32 {
	if l.where != nil {
		return l.where[task]
	}
	lo, hi := 0, len(l.Permits)
	for lo < hi {
		mid := (lo + hi) / 2
		if l.Permits[mid].Task < task {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(l.Permits) && l.Permits[lo].Task == task {
		return int32(lo)
	}
	return -1
}

// account enters (sign 1) or takes out (-1) a decision everywhere but in the line's list.
func (s *state) account(l int32, d Decision, sign int) {
	b := s.b
	lb, ls := &b.lines[l], &s.lines[l]
	if !d.Fixed {
		s.ndec += sign
	}
	s.accountDays(ls, d, sign)
	s.accountSums(l, d, int64(sign))
	if d.past() {
		return // past work is neither paid nor cover
	}
	s.cost[b.m.PayLevel] += int64(sign) * b.pay(lb, d)
	if b.m.Base != nil {
		s.cost[b.m.ChangeLevel] += int64(sign) * b.change(lb, d)
	}
	if d.Kind == Reserve {
		s.accountReserve(l, d, sign)
		return
	}
	if d.Task == NoTask {
		return
	}
	s.accountTask(l, d, sign)
}

// accountAlter enters e in place of d. Where both are the same it touches nothing.
func (s *state) accountAlter(l int32, d, e Decision) {
	b := s.b
	lb := &b.lines[l]
	if d.Kind == Reserve || !b.tasks[d.Task].plain() || e.Start >= d.End || d.Start >= e.End {
		s.account(l, d, -1)
		s.account(l, e, 1)
		return
	}
	s.accountDays(&s.lines[l], d, -1)
	s.accountDays(&s.lines[l], e, 1)
	s.cost[b.m.PayLevel] += b.pay(lb, e) - b.pay(lb, d)
	if b.m.Base != nil {
		s.cost[b.m.ChangeLevel] += b.change(lb, e) - b.change(lb, d)
	}
	t, ts := &b.tasks[d.Task], &s.tasks[d.Task]
	if d.Start == e.Start {
		ts.relength(placed{d.Start, d.End, l, d.Kind}, e.End)
	} else {
		ts.place(placed{d.Start, d.End, l, d.Kind}, -1)
		ts.place(placed{e.Start, e.End, l, e.Kind}, 1)
	}
	g := b.m.Grain
	part := e
	for _, x := range [2]Span{{d.Start, e.Start}, {e.End, d.End}} { // what d has and e lacks, or, turned round, the other way
		sign := -1
		if x.From > x.To {
			x.From, x.To, sign = x.To, x.From, 1
		}
		if x.From == x.To {
			continue
		}
		part.Start, part.End = x.From, x.To
		s.accountSums(l, part, int64(sign))
		if d.Kind == Beside {
			continue
		}
		i, j := t.slotAt(x.From, g), t.slotAt(x.To, g)
		if t.Backup == 0 {
			s.coverPlain(d.Task, i, j, sign)
		} else {
			s.coverBacked(d.Task, i, j, sign)
		}
	}
}

// relength gives a decision in the task's list another end.
func (t *taskState) relength(p placed, end Minute) {
	lo := t.find(p.start)
	for t.dec[lo] != p {
		lo++
	}
	t.dec[lo].end = end
}

// find is the position of the first decision that starts at or after x.
func (t *taskState) find(x Minute) int {
	lo, hi := 0, len(t.dec)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.dec[mid].start < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// pay is the price of the decision.
func (b *board) pay(l *lineBoard, d Decision) int64 {
	return b.m.payOf(&l.Pay[d.Kind], d.Start, d.End)
}

func (m *Model) payOf(p *Pay, start, end Minute) int64 {
	n := float64(end - start)
	mult, add := n, 0.0
	if int(p.Curve) < len(m.Curves) {
		c := &m.Curves[p.Curve]
		i, j := start-m.Days[0], end-m.Days[0]
		if c.Mult != nil {
			mult = c.Mult[j] - c.Mult[i]
		}
		if c.Add != nil {
			add = c.Add[j] - c.Add[i]
		}
	}
	v := p.Rate*mult + p.Factor*add
	if p.Flat != 0 {
		v += p.Flat * mult / n
	}
	return int64(math.Round(v))
}

// change is what the decision adds to the price of differing from the base
// plan: its own minutes less twice those it shares with the base.
func (b *board) change(l *lineBoard, d Decision) int64 {
	n := int64(d.End - d.Start)
	for _, o := range l.base {
		if o.Task == d.Task && o.Kind == d.Kind {
			if x := o.Span().Meet(d.Span()).Len(); x > 0 {
				n -= 2 * int64(x)
			}
		}
	}
	return n * b.m.ChangePrice
}

func (s *state) accountDays(ls *lineState, d Decision, sign int) {
	b := s.b
	u := uint8(sign)
	k := b.dayIndex(d.Start)
	if b.isNight(d, k) {
		ls.nights[k] += u
	}
	weekend := int(b.weekendOn[k])
	for ; k < len(ls.touch) && b.m.Days[k] < d.End; k++ {
		ls.touch[k] += u
	}
	if d.Kind == Reserve || d.past() {
		return // past work touches no weekend of the horizon
	}
	for w := weekend; w < len(b.m.Weekends) && b.m.Weekends[w].From < d.End; w++ {
		if b.m.Weekends[w].To <= d.Start {
			continue
		}
		if sign > 0 && ls.weekend[w] == 0 {
			ls.weekends++
		}
		ls.weekend[w] += u
		if sign < 0 && ls.weekend[w] == 0 {
			ls.weekends--
		}
	}
}

// isNight says whether the decision, which starts on the day, is a night: not
// Reserve, with at least NightMin inside Nights.
func (b *board) isNight(d Decision, day int) bool {
	if d.Kind == Reserve || d.End-d.Start < b.m.NightMin {
		return false
	}
	var in Minute
	for _, n := range b.m.Nights[b.nightOn[day]:] {
		if n.From >= d.End {
			break
		}
		if x := n.Meet(d.Span()).Len(); x > 0 {
			in += x
		}
	}
	return in >= b.m.NightMin
}

func (s *state) accountSums(l int32, d Decision, sign int64) {
	b := s.b
	m := b.m
	day := b.dayIndex(d.Start)
	axes := b.lines[l].axes
	for a := range axes {
		ids := axes[a].ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			sum := &m.Sums[ids[j]]
			if sum.From >= d.End {
				break
			}
			if sum.NewOnly && d.past() {
				continue
			}
			w := sum.Weight[d.Kind]
			if sum.Own != nil {
				w = sum.Own[slices.Index(sum.Lines, l)][d.Kind]
			}
			if w == 0 {
				continue
			}
			n := min(sum.To, d.End) - max(sum.From, d.Start)
			if n <= 0 {
				continue
			}
			s.addTotal(ids[j], sum, sign*w*int64(n))
		}
	}
	for _, k := range b.spread[l] {
		s.accountSpread(k, l, d, sign)
	}
}

func (s *state) addTotal(id int32, sum *Sum, parts int64) {
	old := s.sums[id]
	now := old + parts
	s.sums[id] = now
	if sum.LowPrice != 0 || sum.HighPrice != 0 {
		s.cost.addSum(sum, old, -1)
		s.cost.addSum(sum, now, 1)
	}
	if old > s.b.most[id] {
		s.over--
	}
	if now > s.b.most[id] {
		s.over++
	}
}

func (s *state) accountSpread(k, l int32, d Decision, sign int64) {
	sp := &s.b.m.Spreads[k]
	n := sp.Span.Meet(d.Span()).Len()
	if n <= 0 || d.past() {
		return
	}
	i := slices.Index(sp.Lines, l)
	s.load[k][i] += sign * int64(n) * sp.Weight[i][d.Kind]
	c := sp.costOf(s.load[k])
	s.cost[sp.Level] += c - s.spreadCost[k]
	s.spreadCost[k] = c
}

func (sp *Spread) costOf(load []int64) int64 {
	if len(load) == 0 {
		return 0
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, v := range load {
		x := float64(v) * sp.Scale[i]
		lo, hi = math.Min(lo, x), math.Max(hi, x)
	}
	return int64(math.Round(sp.Price * (hi - lo)))
}

func (s *state) accountTask(l int32, d Decision, sign int) {
	b := s.b
	lb := &b.lines[l]
	t, ts := &b.tasks[d.Task], &s.tasks[d.Task]
	ts.place(placed{d.Start, d.End, l, d.Kind}, sign)
	if d.Kind == Beside {
		return
	}
	pi := int32(-1)
	if len(lb.Firsts) > 0 || !t.plain() {
		pi = lb.permit(d.Task)
	}
	if pi >= 0 && lb.firstOf[pi] >= 0 {
		s.accountFirst(l, lb.firstOf[pi], sign)
	}
	ts.count += int32(sign)
	if t.ExtraPrice != 0 {
		n := int(ts.count)
		if sign < 0 {
			n++
		}
		if n > t.Need {
			s.cost[t.ExtraLevel] += int64(sign) * t.ExtraPrice
		}
	}
	mask := int32(0)
	class := int32(0)
	if pi >= 0 {
		mask = holdMask(lb.Permits[pi].Holds, d.Span())
		class = lb.class[pi] + mask
	}
	i, j := t.slotAt(d.Start, b.m.Grain), t.slotAt(d.End, b.m.Grain)
	switch {
	case t.Backup == 0 && len(t.Among) == 0:
		s.coverPlain(d.Task, i, j, sign)
		return
	case t.plain():
		s.coverBacked(d.Task, i, j, sign)
		return
	}
	s.coverClassed(d.Task, i, j, sign, mask, class)
}

func (s *state) accountFirst(l, f int32, sign int) {
	ls := &s.lines[l]
	old := ls.firsts[f]
	ls.firsts[f] = old + uint16(sign)
	if old == 0 || ls.firsts[f] == 0 {
		s.cost[s.b.m.PayLevel] += int64(sign) * s.b.lines[l].Firsts[f].Price
	}
}

// place enters or takes out a decision in the task's list.
func (t *taskState) place(p placed, sign int) {
	lo := t.find(p.start)
	if sign > 0 {
		t.dec = append(t.dec, placed{})
		copy(t.dec[lo+1:], t.dec[lo:])
		t.dec[lo] = p
		return
	}
	for t.dec[lo] != p {
		lo++
	}
	t.dec = append(t.dec[:lo], t.dec[lo+1:]...)
}

// holdMask has a bit for every among attribute that holds for all of the span.
func holdMask(holds [][]Span, d Span) int32 {
	var mask int32
	for k, h := range holds {
		for _, s := range h {
			if s.Contains(d) {
				mask |= 1 << k
				break
			}
		}
	}
	return mask
}

// coverPlain updates a task without among attributes and backup.
func (s *state) coverPlain(task, i, j int32, sign int) {
	t := &s.b.tasks[task]
	need := uint8(t.Need)
	var under, over int64
	cov := s.cover[t.slot0+i : t.slot0+j]
	pts := t.pts[i : j+1]
	if sign > 0 {
		for k := range cov {
			n := int64(pts[k+1] - pts[k])
			if cov[k] < need {
				under -= n
			} else {
				over += n
			}
			cov[k]++
		}
	} else {
		for k := range cov {
			n := int64(pts[k+1] - pts[k])
			cov[k]--
			if cov[k] < need {
				under += n
			} else {
				over -= n
			}
		}
	}
	s.cost[t.OverLevel] += over * t.OverPrice
	s.crowd += over
	if under != 0 {
		s.cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+under)
	}
}

// coverBacked updates a task with backup and one class.
func (s *state) coverBacked(task, i, j int32, sign int) {
	t := &s.b.tasks[task]
	need := uint8(t.Need)
	var under, over, bare int64
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		c := &s.cover[t.slot0+k]
		if sign < 0 {
			*c--
		}
		if *c < need {
			under -= n
		} else {
			over += n
		}
		if r := t.Backup - int(s.res[t.slot0+k]); r > 0 {
			bare += n * int64(r)
		}
		if sign > 0 {
			*c++
		}
	}
	g := int64(sign)
	s.cost[t.OverLevel] += g * over * t.OverPrice
	s.crowd += g * over
	if under != 0 {
		s.cost[t.UnderLevel] += g * under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+g*under)
	}
	s.addBare(task, g*bare)
}

func (s *state) addBare(task int32, bare int64) {
	if bare == 0 {
		return
	}
	ts := &s.tasks[task]
	ts.bare += bare
	s.cost[s.b.m.BackupLevel] += bare * s.b.m.BackupPrice
	s.bare.set(task, ts.bare > 0)
}

// coverClassed updates a task with among attributes or with backup from other pools.
func (s *state) coverClassed(task, i, j int32, sign int, mask, class int32) {
	t := &s.b.tasks[task]
	if len(t.Among) == 0 {
		s.coverPooled(task, i, j, sign, class)
		return
	}
	var under, over, bare int64
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		u0, o0, b0 := s.slotCost(t, k)
		s.cover[t.slot0+k] += uint8(sign)
		a := t.among0 + k*int32(len(t.Among))
		for x := mask; x != 0; x &= x - 1 {
			s.among[a+int32(bits.TrailingZeros32(uint32(x)))] += uint8(sign)
		}
		if t.Backup > 0 {
			s.duty[t.cell0+k*t.classes+class] += uint8(sign)
		}
		u1, o1, b1 := s.slotCost(t, k)
		under += n * (u1 - u0)
		over += n * (o1 - o0)
		bare += n * (b1 - b0)
	}
	s.cost[t.OverLevel] += over * t.OverPrice
	s.crowd += over
	if under != 0 {
		s.cost[t.UnderLevel] += under * t.UnderPrice
		s.setShort(task, s.tasks[task].short+under)
	}
	s.addBare(task, bare)
}

// coverPooled updates a task with backup from other pools and no among attributes.
func (s *state) coverPooled(task, i, j int32, sign int, pool int32) {
	t := &s.b.tasks[task]
	var bare int64
	for k := i; k < j; k++ {
		c0 := t.cell0 + k*t.classes
		able := 0
		for q, n := range s.cell[c0 : c0+t.classes] {
			if int32(q) != pool {
				able += int(n)
			}
		}
		if able < t.Backup {
			bare += int64(t.Backup-able) * int64(t.pts[k+1]-t.pts[k])
		}
		s.duty[c0+pool] += uint8(sign)
	}
	s.coverPlain(task, i, j, sign)
	s.addBare(task, int64(sign)*bare)
}

// slotCost is the shortage, the overlap and the backup shortfall in one slot.
func (s *state) slotCost(t *taskBoard, k int32) (under, over, bare int64) {
	p := int64(s.cover[t.slot0+k])
	under = max(0, int64(t.Need)-p)
	over = max(0, p-int64(t.Need))
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		under = max(under, int64(t.Among[x].Need)-int64(s.among[a+int32(x)]))
	}
	if t.Backup == 0 || p == 0 {
		return under, over, 0
	}
	if t.plain() {
		return under, over, p * max(0, int64(t.Backup)-int64(s.res[t.slot0+k]))
	}
	return under, over, s.bareClassed(t, k)
}

// bareClassed is the backup shortfall in one slot of a task with classes.
func (s *state) bareClassed(t *taskBoard, k int32) (bare int64) {
	c0 := t.cell0 + k*t.classes
	duty, cell := s.duty[c0:c0+t.classes], s.cell[c0:c0+t.classes]
	a := t.among0 + k*int32(len(t.Among))
	for c, n := range duty {
		if n == 0 {
			continue
		}
		must := int32(0)
		for x := range t.Among {
			others := int(s.among[a+int32(x)])
			if int32(c)&(t.masks-1)&(1<<x) != 0 {
				others--
			}
			if others < t.Among[x].Need {
				must |= 1 << x
			}
		}
		able := 0
		for r, q := range cell {
			if q == 0 || int32(r)&must != must {
				continue
			}
			if len(t.pools) > 0 && int32(r)/t.masks == int32(c)/t.masks {
				continue
			}
			able += int(q)
		}
		if able < t.Backup {
			bare += int64(n) * int64(t.Backup-able)
		}
	}
	return bare
}

// accountReserve enters or takes out a reserve decision in every task it backs.
func (s *state) accountReserve(l int32, d Decision, sign int) {
	b := s.b
	lb := &b.lines[l]
	if lb.byDay == nil {
		return
	}
	first := b.dayIndex(d.Start)
	for day := first; day < len(lb.byDay) && b.m.Days[day] < d.End; day++ {
		for _, p := range lb.byDay[day] {
			t := &b.tasks[lb.Permits[p].Task]
			if day > first && t.From < b.m.Days[day] {
				continue // seen on an earlier day
			}
			for _, sp := range lb.Permits[p].Spans {
				if x := sp.Meet(d.Span()); x.Len() > 0 {
					s.reserveIn(lb, p, t, x, sign)
				}
			}
		}
	}
}

func (s *state) reserveIn(lb *lineBoard, p int32, t *taskBoard, x Span, sign int) {
	i, j := t.slotAt(x.From, s.b.m.Grain), t.slotAt(x.To, s.b.m.Grain)
	task := lb.Permits[p].Task
	var bare int64
	if t.plain() {
		for k := i; k < j; k++ {
			c := int64(s.cover[t.slot0+k])
			r := &s.res[t.slot0+k]
			if sign < 0 {
				*r--
			}
			if int(*r) < t.Backup {
				bare -= c * int64(t.pts[k+1]-t.pts[k])
			}
			if sign > 0 {
				*r++
			}
		}
		s.addBare(task, int64(sign)*bare)
		return
	}
	class, masked := lb.class[p], len(t.Among) > 0
	for k := i; k < j; k++ {
		n := int64(t.pts[k+1] - t.pts[k])
		cell := s.cell[t.cell0+k*t.classes : t.cell0+(k+1)*t.classes]
		if s.cover[t.slot0+k] == 0 {
			c := class
			if masked {
				c += holdMask(lb.Permits[p].Holds, Span{t.pts[k], t.pts[k+1]})
			}
			cell[c] += uint8(sign)
			continue
		}
		if masked {
			old := s.bareClassed(t, k)
			cell[class+holdMask(lb.Permits[p].Holds, Span{t.pts[k], t.pts[k+1]})] += uint8(sign)
			bare += (s.bareClassed(t, k) - old) * n
			continue
		}
		bare += n * int64(sign) * s.bareByPool(t, k, class, sign)
		cell[class] += uint8(sign)
	}
	s.addBare(task, bare)
}

// bareByPool is, for a task whose only classes are pools, by how much one line
// more or less on reserve, of the pool, changes the shortfall in a slot: minus
// the lines present of other pools that lack it.
func (s *state) bareByPool(t *taskBoard, k, pool int32, sign int) (n int64) {
	c0 := t.cell0 + k*t.classes
	duty, cell := s.duty[c0:c0+t.classes], s.cell[c0:c0+t.classes]
	total := 0
	for _, q := range cell {
		total += int(q)
	}
	if sign < 0 {
		total-- // as it will be without the line
	}
	for q, d := range duty {
		if d == 0 || int32(q) == pool {
			continue
		}
		if total-int(cell[q]) < t.Backup {
			n -= int64(d)
		}
	}
	return n
}

// plan is the state's plan, without past work.
func (s *state) plan() *Plan {
	p := &Plan{Lines: make([][]Decision, len(s.lines))}
	for i := range s.lines {
		l := &s.lines[i]
		p.Lines[i] = append([]Decision(nil), l.dec[l.past:]...)
	}
	return p
}

// energy is the search's single figure for a difference of costs, in units.
func (b *board) energy(c Cost) float64 {
	var e float64
	for l, w := range b.weight {
		e += w * float64(c[l])
	}
	return e
}
