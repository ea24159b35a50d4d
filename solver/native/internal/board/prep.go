package board

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/carerota/carerota/solver"
)

// Board is a model made ready for the search: everything that never changes
// while a plan does, laid out for speed. Many states share one board.
type Board struct {
	Model     *solver.Model
	day0      solver.Minute // m.Days[0]
	dayOf     []int16       // by quarter of an hour from day0: the day in which it starts
	Tasks     []TaskBoard
	Lines     []LineBoard
	slots     int       // of all tasks
	pcells    int       // class counters of all tasks with more than one class
	acells    int       // among counters of all tasks
	Spread    [][]int32 // spread indexes by line
	nightOn   []int16   // by day the first of Nights that ends after the day's start
	frame     solver.DayFrame
	weekendOn []int16 // by day the first weekend that ends after the day's start
	Weight    [solver.MaxLevels]float64
	unit      float64 // typical pay of an hour: the scale of temperatures
	Most      []int64 // the Max of each sum, or what past and fixed decisions already give it when that is more
	base      int64   // minutes of the base plan times ChangePrice
	Limited   bool    // every line has limits of hours
	Backed    bool    // there are hours to spare for all the backup that tasks ask for
	Tight     bool    // there is hardly an hour that lines could work beyond what tasks take
	Crew      float64 // lines that tasks want at a time, on average; 0 where limited is false
	due       []int64 // by sum: the parts that it must reach if nothing is to be short
	Exact     []bool  // by sum: it is all that a line may work, and hardly an hour of it is to spare
	Press     float64 // energy of a part that is due and missing: that of as much short at the most important level of any task
}

// TaskBoard is a task with its slots: the pieces between neighbouring points
// at which decisions may start or end or a permit may change.
type TaskBoard struct {
	solver.Task
	Pts     []solver.Minute // the points, first Start, last End
	first   solver.Minute   // with regular: the first grid point after Start
	regular bool            // pts are Start, the grid points between, and End
	Slot0   int32           // index of the first slot in the state's arrays
	Cell0   int32           // first reserve class counter
	among0  int32           // first among counter
	Classes int32           // pools times holding masks, 1 for a plain task
	Masks   int32           // 1<<len(Among)
	pools   []int32         // pools of the permitted lines, when they matter
	Cands   []solver.Cand   // lines that may take a decision in it
	shadows []solver.Cand   // trainee lines that may
}

// Axis is a list of disjoint sums in order of time, all of one line.
type Axis struct {
	Ids   []int32
	byDay []int16 // for each day the first of ids that ends after the day's start
}

// LineBoard is a line laid out for search.
type LineBoard struct {
	solver.Line
	Axes     []Axis
	where    []int32   // by task the permit's index, -1 for none; nil where that would take too much room
	Class    []int32   // by permit: this line's pool class offset in the task
	firstOf  []int32   // by permit: index in Firsts, -1 for none
	Duty     []int32   // permits that admit a decision
	DutyDay  [][]int32 // by day the permits that admit a decision and touch the day
	ByDay    [][]int32 // for a line with Reserve: by day the permits with Backup that touch the day
	Trainees []int32   // lines whose Master this is
	base     []solver.Decision
}

// DayIndex is the index in Days of the day in which t lies, clamped.
func (b *Board) DayIndex(t solver.Minute) int {
	q := int(t-b.day0) / 15
	if q < 0 {
		return 0
	}
	if q >= len(b.dayOf) {
		return len(b.Model.Days) - 2
	}
	d := int(b.dayOf[q])
	for d+2 < len(b.Model.Days) && b.Model.Days[d+1] <= t {
		d++
	}
	return d
}

// SlotAt is the index in t.pts of the point at minute x; x must be a point.
func (t *TaskBoard) SlotAt(x solver.Minute, grain solver.Minute) int32 {
	if x <= t.From {
		return 0
	}
	if x >= t.To {
		return int32(len(t.Pts) - 1)
	}
	if t.regular {
		return (x-t.first)/grain + 1
	}
	lo, hi := 0, len(t.Pts)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Pts[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// New reads a model that Check finds sound.
func New(m *solver.Model) *Board {
	b := &Board{Model: m, day0: m.Days[0]}
	last := m.Days[len(m.Days)-1]
	d := 0
	for t := b.day0; t < last; t += 15 {
		for m.Days[d+1] <= t {
			d++
		}
		b.dayOf = append(b.dayOf, int16(d))
	}
	b.frame = m.DayFrame()
	b.nightOn, b.weekendOn = m.FirstAfter(m.Nights), m.FirstAfter(m.Weekends)
	b.layTasks()
	b.layLines()
	b.laySlots()
	b.Most = make([]int64, len(m.Sums))
	for i := range m.Sums {
		b.Most[i] = max(m.Sums[i].Max, m.GivenTo(&m.Sums[i]))
	}
	b.scale()
	b.layDues()
	return b
}

func (b *Board) layTasks() {
	b.Tasks = make([]TaskBoard, len(b.Model.Tasks))
	for i := range b.Tasks {
		t := &b.Tasks[i]
		t.Task = b.Model.Tasks[i]
		t.Masks = 1 << len(t.Among)
	}
}

func (b *Board) layLines() {
	m := b.Model
	b.Lines = make([]LineBoard, len(m.Lines))
	b.Spread = make([][]int32, len(m.Lines))
	for s := range m.Spreads {
		for _, l := range m.Spreads[s].Lines {
			b.Spread[l] = append(b.Spread[l], int32(s))
		}
	}
	sums := make([][]int32, len(m.Lines))
	for s := range m.Sums {
		for _, l := range m.Sums[s].Lines {
			sums[l] = append(sums[l], int32(s))
		}
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		l.Line = m.Lines[i]
		l.Axes = b.makeAxes(sums[i])
		if m.Base != nil && i < len(m.Base.Lines) {
			l.base = m.Base.Lines[i]
			for _, d := range l.base {
				b.base += int64(d.End-d.Start) * m.ChangePrice
			}
		}
		b.layPermits(int32(i))
	}
	for i := range b.Lines {
		if k := b.Lines[i].Master; k >= 0 {
			b.Lines[k].Trainees = append(b.Lines[k].Trainees, int32(i))
		}
	}
}

// mostWhere is the greatest lines times tasks for which permits are looked up in a table.
const mostWhere = 1 << 24

func (b *Board) layPermits(i int32) {
	l := &b.Lines[i]
	if len(b.Lines)*len(b.Tasks) <= mostWhere {
		l.where = make([]int32, len(b.Tasks))
		for t := range l.where {
			l.where[t] = -1
		}
		for p := range l.Permits {
			l.where[l.Permits[p].Task] = int32(p)
		}
	}
	l.firstOf = make([]int32, len(l.Permits))
	for p := range l.Permits {
		pm := &l.Permits[p]
		t := &b.Tasks[pm.Task]
		l.firstOf[p] = findFirst(l.Firsts, t.Group)
		if !b.admits(l, pm, t) {
			continue
		}
		l.Duty = append(l.Duty, int32(p))
		if l.Master >= 0 {
			t.shadows = append(t.shadows, solver.Cand{Line: i, Permit: int32(p)})
		} else {
			t.Cands = append(t.Cands, solver.Cand{Line: i, Permit: int32(p)})
		}
	}
}

func findFirst(f []solver.First, group int32) int32 {
	if group < 0 {
		return -1
	}
	k := sort.Search(len(f), func(i int) bool { return f[i].Group >= group })
	if k < len(f) && f[k].Group == group {
		return int32(k)
	}
	return -1
}

// admits says whether the line could ever take a decision under the permit.
func (b *Board) admits(l *LineBoard, p *solver.Permit, t *TaskBoard) bool {
	if len(p.Spans) == 0 {
		return false
	}
	least := t.MinLen
	if t.Whole {
		if len(p.Spans) != 1 || p.Spans[0] != t.Span {
			return false
		}
		least = t.Len()
	}
	if l.Master >= 0 {
		least = min(least, t.MinLen)
	}
	return least <= b.MaxLen(l, t)
}

// MaxLen is the longest decision line l may take in task t.
func (b *Board) MaxLen(l *LineBoard, t *TaskBoard) solver.Minute {
	k := t.Kind
	if l.Master >= 0 {
		k = solver.Beside
	}
	n := t.Len()
	if t.MaxLen > 0 {
		n = min(n, t.MaxLen)
	}
	if x := l.Rules.MaxLen[k]; x > 0 {
		n = min(n, x)
	}
	spell := l.Rules.MaxSpell
	if t.Kind == solver.Passive {
		spell = l.Rules.MaxSpellPassive
	}
	if spell > 0 {
		n = min(n, spell)
	}
	return n
}

func (b *Board) makeAxes(ids []int32) []Axis {
	m := b.Model
	ids = append([]int32(nil), ids...)
	sort.Slice(ids, func(i, j int) bool {
		a, c := m.Sums[ids[i]].Span, m.Sums[ids[j]].Span
		if a.From != c.From {
			return a.From < c.From
		}
		if a.Len() != c.Len() {
			return a.Len() < c.Len()
		}
		return ids[i] < ids[j]
	})
	var axes []Axis
next:
	for _, id := range ids {
		for k := range axes {
			last := axes[k].Ids[len(axes[k].Ids)-1]
			if m.Sums[last].To <= m.Sums[id].From {
				axes[k].Ids = append(axes[k].Ids, id)
				continue next
			}
		}
		axes = append(axes, Axis{Ids: []int32{id}})
	}
	for k := range axes {
		a := &axes[k]
		a.byDay = make([]int16, len(m.Days)-1)
		j := 0
		for d := range a.byDay {
			for j < len(a.Ids) && m.Sums[a.Ids[j]].To <= m.Days[d] {
				j++
			}
			a.byDay[d] = int16(j)
		}
	}
	return axes
}

// laySlots gives every task its points and classes and every line its classes
// and its day index of backed-up tasks.
func (b *Board) laySlots() {
	m := b.Model
	cuts := make([][]solver.Minute, len(b.Tasks))
	pools := make([][]int32, len(b.Tasks))
	for i := range b.Lines {
		for p := range b.Lines[i].Permits {
			pm := &b.Lines[i].Permits[p]
			t := &b.Tasks[pm.Task]
			if t.Backup == 0 || b.Lines[i].Master >= 0 {
				continue
			}
			if m.BackupOtherPool && !hasInt(pools[pm.Task], b.Lines[i].Pool) {
				pools[pm.Task] = append(pools[pm.Task], b.Lines[i].Pool)
			}
			for _, s := range pm.Spans {
				cuts[pm.Task] = append(cuts[pm.Task], s.From, s.To)
			}
			for _, h := range pm.Holds {
				for _, s := range h {
					cuts[pm.Task] = append(cuts[pm.Task], s.From, s.To)
				}
			}
		}
	}
	for i := range b.Tasks {
		b.layPoints(&b.Tasks[i], cuts[i], pools[i])
	}
	for i := range b.Lines {
		b.layClasses(&b.Lines[i])
	}
}

func hasInt(s []int32, x int32) bool {
	for _, v := range s {
		if v == x {
			return true
		}
	}
	return false
}

func (b *Board) layPoints(t *TaskBoard, cuts, pools []int32) {
	g := b.Model.Grain
	t.first = solver.FloorDiv(t.From, g)*g + g
	t.regular = true
	t.Pts = append(t.Pts, t.From)
	if !t.Whole || t.Backup > 0 || b.hasShadow(t) {
		for x := t.first; x < t.To; x += g {
			t.Pts = append(t.Pts, x)
		}
	}
	t.Pts = append(t.Pts, t.To)
	if t.Whole && len(t.Pts) == 2 {
		t.regular = false
	}
	for _, c := range cuts {
		if c > t.From && c < t.To && (c%g != 0) {
			t.Pts = append(t.Pts, c)
			t.regular = false
		}
	}
	if !t.regular {
		sort.Slice(t.Pts, func(i, j int) bool { return t.Pts[i] < t.Pts[j] })
		t.Pts = dedupe(t.Pts)
	}
	t.pools = pools
	sort.Slice(t.pools, func(i, j int) bool { return t.pools[i] < t.pools[j] })
	t.Classes = t.Masks
	if len(pools) > 0 {
		t.Classes *= int32(len(pools))
	}
	n := len(t.Pts) - 1
	t.Slot0 = int32(b.slots)
	b.slots += n
	if len(t.Among) > 0 {
		t.among0 = int32(b.acells)
		b.acells += n * len(t.Among)
	}
	if t.Backup > 0 && !t.Plain() {
		t.Cell0 = int32(b.pcells)
		b.pcells += n * int(t.Classes)
	}
}

func (b *Board) hasShadow(t *TaskBoard) bool { return len(t.shadows) > 0 }

func dedupe(x []solver.Minute) []solver.Minute {
	out := x[:1]
	for _, v := range x[1:] {
		if v != out[len(out)-1] {
			out = append(out, v)
		}
	}
	return out
}

func (b *Board) layClasses(l *LineBoard) {
	l.Class = make([]int32, len(l.Permits))
	l.DutyDay = make([][]int32, len(b.Model.Days)-1)
	for _, p := range l.Duty {
		for _, s := range l.Permits[p].Spans {
			for d := b.DayIndex(s.From); d < len(l.DutyDay) && b.Model.Days[d] < s.To; d++ {
				if n := len(l.DutyDay[d]); n == 0 || l.DutyDay[d][n-1] != p {
					l.DutyDay[d] = append(l.DutyDay[d], p)
				}
			}
		}
	}
	if len(l.Reserve) > 0 {
		l.ByDay = make([][]int32, len(b.Model.Days)-1)
	}
	for p := range l.Permits {
		t := &b.Tasks[l.Permits[p].Task]
		if len(t.pools) > 0 {
			k := sort.Search(len(t.pools), func(i int) bool { return t.pools[i] >= l.Pool })
			l.Class[p] = int32(k) * t.Masks
		}
		if l.ByDay == nil || t.Backup == 0 || l.Master >= 0 || l.Permits[p].NoBackup {
			continue
		}
		for d := b.DayIndex(t.From); d < len(l.ByDay) && b.Model.Days[d] < t.To; d++ {
			l.ByDay[d] = append(l.ByDay[d], int32(p))
		}
	}
}

// scale sets the search's own weights: one energy out of the ranked cost, in
// units of the typical pay of an hour.
func (b *Board) scale() {
	var sum float64
	n := 0
	for i := range b.Lines {
		if r := b.Lines[i].Pay[solver.Active].Rate; r > 0 {
			sum += r * 60
			n++
		}
	}
	b.unit = 1
	if n > 0 {
		b.unit = sum / float64(n)
	} else if b.Model.PayLevel < solver.MaxLevels {
		b.unit = 1e8
	}
	b.Weight = levelWeights(b.Model, b.unit)
}

// levelWeights gives a minute of each level above money its worth in units.
// Levels after the pay level, if any, weigh little.
func levelWeights(m *solver.Model, unit float64) [solver.MaxLevels]float64 {
	var w [solver.MaxLevels]float64
	if m.PayLevel >= 0 && m.PayLevel < solver.MaxLevels {
		w[m.PayLevel] = 1 / unit
	}
	per := 12.0 / 60 // the level just above money: an hour is worth so many units
	for l := m.PayLevel - 1; l >= 0; l-- {
		w[l] = per
		per *= 5
	}
	for l := m.PayLevel + 1; l < solver.MaxLevels; l++ {
		w[l] = w[l-1] / math.Ldexp(1, 10)
	}
	return w
}

// Plain says that a decision in the task counts the same whoever takes it, and
// that any line on reserve with a permit can replace any line present.
func (t *TaskBoard) Plain() bool { return len(t.pools) == 0 && len(t.Among) == 0 }

// UpToGrain rounds minutes up to the grid.
func (b *Board) UpToGrain(n solver.Minute) solver.Minute {
	return (n + b.Model.Grain - 1) / b.Model.Grain * b.Model.Grain
}

// Point is the point of the task nearest to x, downwards.
func (b *Board) Point(t *TaskBoard, x solver.Minute) solver.Minute {
	if x <= t.From {
		return t.From
	}
	if x >= t.To {
		return t.To
	}
	return max(solver.FloorDiv(x, b.Model.Grain)*b.Model.Grain, t.From)
}

// Shift moves x by about by, onto a point of the task; near an end, onto the end.
func (b *Board) Shift(t *TaskBoard, x, by solver.Minute) solver.Minute {
	g := b.Model.Grain
	y := x + by
	if y%g != 0 { // x was an end off the grid
		if by > 0 {
			y = solver.FloorDiv(y, g) * g
		} else {
			y = solver.FloorDiv(y, g)*g + g
		}
	}
	return min(max(y, t.From), t.To)
}

// layDues finds out whether lines have limits of hours, how many hours they have to spare beyond what
// all tasks take, and with it what a line must do in which week if nothing is to be short. A line that
// must work in a week does so from the start, for it is hard to let it in later.
func (b *Board) layDues() {
	b.due, b.Exact = make([]int64, len(b.Model.Sums)), make([]bool, len(b.Model.Sums))
	var spare, all int64
	least := [solver.NumKinds]int64{solver.Active: math.MaxInt64, solver.Passive: math.MaxInt64}
	budgets := make([]budget, len(b.Lines))
	for l := range b.Lines {
		lb := &b.Lines[l]
		if lb.Master >= 0 || len(lb.Permits) == 0 {
			continue
		}
		h := &budgets[l]
		if *h, b.Limited = b.budget(lb); !b.Limited {
			return
		}
		all += h.most
		for k, w := range h.weight {
			least[k] = min(least[k], w)
		}
	}
	if !b.Limited {
		return
	}
	spare = all
	var price, wanted float64
	for i := range b.Tasks {
		t := &b.Tasks[i]
		n := int64(t.want()) * int64(t.Len())
		spare -= n * least[t.Kind]
		wanted += float64(n)
		price = max(price, float64(t.UnderPrice)*b.Weight[t.UnderLevel])
	}
	b.Press = price / solver.PartsPerMinute
	b.Crew = wanted / float64(max(1, b.Model.Horizon.Len()))
	b.Tight = spare < all/50
	b.Backed = float64(spare) >= b.backupMinutes()*solver.PartsPerMinute
	for l := range budgets {
		if id := budgets[l].whole; budgets[l].most > 0 && id >= 0 && b.Tight {
			b.Exact[id] = true
		}
		for _, id := range budgets[l].weeks {
			others := budgets[l].inWeeks - b.Model.Sums[id].Max
			b.due[id] = max(0, budgets[l].most-others-max(0, spare))
		}
	}
}

// hull is the time in which the line may work.
func (b *Board) hull(lb *LineBoard) (from, to solver.Minute) {
	from, to = math.MaxInt32, math.MinInt32
	for i := range lb.Permits {
		if sp := lb.Permits[i].Spans; len(sp) > 0 {
			from, to = min(from, sp[0].From), max(to, sp[len(sp)-1].To)
		}
	}
	for _, r := range lb.Reserve {
		from, to = min(from, r.From), max(to, r.To)
	}
	return from, to
}

// budget reads a line's limits of hours: one sum over all the time in which it may work, or
// sums side by side that hold all of it, or both; false when there is neither.
func (b *Board) budget(lb *LineBoard) (h budget, ok bool) {
	from, to := b.hull(lb)
	h.whole = -1
	whole, best := int64(solver.NoLimit), int64(solver.NoLimit)
	for _, a := range lb.Axes {
		total, end := int64(0), from
		var weeks []int32
		for _, id := range a.Ids {
			s := &b.Model.Sums[id]
			if !s.Limits() || s.From > end {
				continue
			}
			if !ok {
				h.weight, ok = s.Weight, true
			}
			if s.Weight != h.weight {
				return budget{}, false
			}
			if s.From <= from && s.To >= to {
				if s.Max < whole {
					whole, h.whole = s.Max, id
				}
			}
			total += s.Max
			end = s.To
			weeks = append(weeks, id)
		}
		if end >= to && len(weeks) > 1 && total < best {
			h.weeks, best = weeks, total
		}
	}
	switch {
	case whole == solver.NoLimit && best == solver.NoLimit:
		return budget{}, false
	case whole == solver.NoLimit:
		h.weeks = nil
	case best < solver.NoLimit:
		h.inWeeks = best
	}
	if h.most = min(whole, best); h.most < whole {
		h.whole = -1
	}
	return h, true
}

// backupMinutes is how long lines must be on reserve at least if no task is to lack backup.
func (b *Board) backupMinutes() (n float64) {
	var tasks []*solver.Task
	for i := range b.Tasks {
		tasks = append(tasks, &b.Tasks[i].Task)
	}
	slices.SortStableFunc(tasks, func(x, y *solver.Task) int { return cmp.Compare(x.From, y.From) })
	for k, more := 1, true; more; k++ {
		end := solver.Minute(math.MinInt32)
		more = false
		for _, t := range tasks {
			if t.Backup >= k && t.To > end {
				n += float64(t.To - max(t.From, end))
				end, more = t.To, true
			}
		}
	}
	return n
}

// budget is what a line may work in all, in parts.
type budget struct {
	most    int64
	whole   int32 // the sum that is most, where one holds all the time; else -1
	weight  [solver.NumKinds]int64
	weeks   []int32 // the sums of its weeks, where there is one of the whole too
	inWeeks int64   // what those allow together
}
