package solver

import (
	"math"
	"sort"
)

// board is a model made ready for the search: everything that never changes
// while a plan does, laid out for speed. Many states share one board.
type board struct {
	m         *Model
	day0      Minute  // m.Days[0]
	dayOf     []int16 // by quarter of an hour from day0: the day in which it starts
	tasks     []taskBoard
	lines     []lineBoard
	slots     int       // of all tasks
	pcells    int       // class counters of all tasks with more than one class
	acells    int       // among counters of all tasks
	spread    [][]int32 // spread indexes by line
	nightOn   []int16   // by day the first of Nights that ends after the day's start
	frame     dayFrame
	weekendOn []int16 // by day the first weekend that ends after the day's start
	weight    [MaxLevels]float64
	unit      float64 // typical pay of an hour: the scale of temperatures
	most      []int64 // the Max of each sum, or what past and fixed decisions already give it when that is more
	base      int64   // minutes of the base plan times ChangePrice
	limited   bool    // every line has limits of hours
	backed    bool    // there are hours to spare for all the backup that tasks ask for
	tight     bool    // there is hardly an hour that lines could work beyond what tasks take
	crew      float64 // lines that tasks want at a time, on average; 0 where limited is false
	due       []int64 // by sum: the parts that it must reach if nothing is to be short
	exact     []bool  // by sum: it is all that a line may work, and hardly an hour of it is to spare
	press     float64 // energy of a part that is due and missing: that of as much short at the most important level of any task
}

// taskBoard is a task with its slots: the pieces between neighbouring points
// at which decisions may start or end or a permit may change.
type taskBoard struct {
	Task
	pts     []Minute // the points, first Start, last End
	first   Minute   // with regular: the first grid point after Start
	regular bool     // pts are Start, the grid points between, and End
	slot0   int32    // index of the first slot in the state's arrays
	cell0   int32    // first reserve class counter
	among0  int32    // first among counter
	classes int32    // pools times holding masks, 1 for a plain task
	masks   int32    // 1<<len(Among)
	pools   []int32  // pools of the permitted lines, when they matter
	cands   []cand   // lines that may take a decision in it
	shadows []cand   // trainee lines that may
}

// cand is a line that may serve a task, with the index of its permit.
type cand struct{ line, permit int32 }

// axis is a list of disjoint sums in order of time, all of one line.
type axis struct {
	ids   []int32
	byDay []int16 // for each day the first of ids that ends after the day's start
}

type lineBoard struct {
	Line
	axes     []axis
	where    []int32   // by task the permit's index, -1 for none; nil where that would take too much room
	class    []int32   // by permit: this line's pool class offset in the task
	firstOf  []int32   // by permit: index in Firsts, -1 for none
	duty     []int32   // permits that admit a decision
	dutyDay  [][]int32 // by day the permits that admit a decision and touch the day
	byDay    [][]int32 // for a line with Reserve: by day the permits with Backup that touch the day
	trainees []int32   // lines whose Master this is
	base     []Decision
}

// dayIndex is the index in Days of the day in which t lies, clamped.
func (b *board) dayIndex(t Minute) int {
	q := int(t-b.day0) / 15
	if q < 0 {
		return 0
	}
	if q >= len(b.dayOf) {
		return len(b.m.Days) - 2
	}
	d := int(b.dayOf[q])
	for d+2 < len(b.m.Days) && b.m.Days[d+1] <= t {
		d++
	}
	return d
}

// slotAt is the index in t.pts of the point at minute x; x must be a point.
func (t *taskBoard) slotAt(x Minute, grain Minute) int32 {
	if x <= t.Start() {
		return 0
	}
	if x >= t.End() {
		return int32(len(t.pts) - 1)
	}
	if t.regular {
		return (x-t.first)/grain + 1
	}
	lo, hi := 0, len(t.pts)-1
	for lo < hi {
		mid := (lo + hi) / 2
		if t.pts[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

func (t *taskBoard) Start() Minute { return t.From }
func (t *taskBoard) End() Minute   { return t.To }

func newBoard(m *Model) *board {
	b := &board{m: m, day0: m.Days[0]}
	last := m.Days[len(m.Days)-1]
	d := 0
	for t := b.day0; t < last; t += 15 {
		for m.Days[d+1] <= t {
			d++
		}
		b.dayOf = append(b.dayOf, int16(d))
	}
	b.frame = m.dayFrame()
	b.nightOn, b.weekendOn = m.firstAfter(m.Nights), m.firstAfter(m.Weekends)
	b.layTasks()
	b.layLines()
	b.laySlots()
	b.most = make([]int64, len(m.Sums))
	for i := range m.Sums {
		b.most[i] = max(m.Sums[i].Max, m.given(&m.Sums[i]))
	}
	b.scale()
	b.layDues()
	return b
}

func (b *board) layTasks() {
	b.tasks = make([]taskBoard, len(b.m.Tasks))
	for i := range b.tasks {
		t := &b.tasks[i]
		t.Task = b.m.Tasks[i]
		t.masks = 1 << len(t.Among)
	}
}

func (b *board) layLines() {
	m := b.m
	b.lines = make([]lineBoard, len(m.Lines))
	b.spread = make([][]int32, len(m.Lines))
	for s := range m.Spreads {
		for _, l := range m.Spreads[s].Lines {
			b.spread[l] = append(b.spread[l], int32(s))
		}
	}
	sums := make([][]int32, len(m.Lines))
	for s := range m.Sums {
		for _, l := range m.Sums[s].Lines {
			sums[l] = append(sums[l], int32(s))
		}
	}
	for i := range b.lines {
		l := &b.lines[i]
		l.Line = m.Lines[i]
		l.axes = b.makeAxes(sums[i])
		if m.Base != nil && i < len(m.Base.Lines) {
			l.base = m.Base.Lines[i]
			for _, d := range l.base {
				b.base += int64(d.End-d.Start) * m.ChangePrice
			}
		}
		b.layPermits(int32(i))
	}
	for i := range b.lines {
		if k := b.lines[i].Master; k >= 0 {
			b.lines[k].trainees = append(b.lines[k].trainees, int32(i))
		}
	}
}

// mostWhere is the greatest lines times tasks for which permits are looked up in a table.
const mostWhere = 1 << 24

func (b *board) layPermits(i int32) {
	l := &b.lines[i]
	if len(b.lines)*len(b.tasks) <= mostWhere {
		l.where = make([]int32, len(b.tasks))
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
		t := &b.tasks[pm.Task]
		l.firstOf[p] = findFirst(l.Firsts, t.Group)
		if !b.admits(l, pm, t) {
			continue
		}
		l.duty = append(l.duty, int32(p))
		if l.Master >= 0 {
			t.shadows = append(t.shadows, cand{i, int32(p)})
		} else {
			t.cands = append(t.cands, cand{i, int32(p)})
		}
	}
}

func findFirst(f []First, group int32) int32 {
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
func (b *board) admits(l *lineBoard, p *Permit, t *taskBoard) bool {
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
	return least <= b.maxLen(l, t)
}

// maxLen is the longest decision line l may take in task t.
func (b *board) maxLen(l *lineBoard, t *taskBoard) Minute {
	k := t.Kind
	if l.Master >= 0 {
		k = Beside
	}
	n := t.Len()
	if t.MaxLen > 0 {
		n = min(n, t.MaxLen)
	}
	if x := l.Rules.MaxLen[k]; x > 0 {
		n = min(n, x)
	}
	spell := l.Rules.MaxSpell
	if t.Kind == Passive {
		spell = l.Rules.MaxSpellPassive
	}
	if spell > 0 {
		n = min(n, spell)
	}
	return n
}

func (b *board) makeAxes(ids []int32) []axis {
	m := b.m
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
	var axes []axis
next:
	for _, id := range ids {
		for k := range axes {
			last := axes[k].ids[len(axes[k].ids)-1]
			if m.Sums[last].To <= m.Sums[id].From {
				axes[k].ids = append(axes[k].ids, id)
				continue next
			}
		}
		axes = append(axes, axis{ids: []int32{id}})
	}
	for k := range axes {
		a := &axes[k]
		a.byDay = make([]int16, len(m.Days)-1)
		j := 0
		for d := range a.byDay {
			for j < len(a.ids) && m.Sums[a.ids[j]].To <= m.Days[d] {
				j++
			}
			a.byDay[d] = int16(j)
		}
	}
	return axes
}

// laySlots gives every task its points and classes and every line its classes
// and its day index of backed-up tasks.
func (b *board) laySlots() {
	m := b.m
	cuts := make([][]Minute, len(b.tasks))
	pools := make([][]int32, len(b.tasks))
	for i := range b.lines {
		for p := range b.lines[i].Permits {
			pm := &b.lines[i].Permits[p]
			t := &b.tasks[pm.Task]
			if t.Backup == 0 || b.lines[i].Master >= 0 {
				continue
			}
			if m.BackupOtherPool && !hasInt(pools[pm.Task], b.lines[i].Pool) {
				pools[pm.Task] = append(pools[pm.Task], b.lines[i].Pool)
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
	for i := range b.tasks {
		b.layPoints(&b.tasks[i], cuts[i], pools[i])
	}
	for i := range b.lines {
		b.layClasses(&b.lines[i])
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

func (b *board) layPoints(t *taskBoard, cuts, pools []int32) {
	g := b.m.Grain
	t.first = floorDiv(t.From, g)*g + g
	t.regular = true
	t.pts = append(t.pts, t.From)
	if !t.Whole || t.Backup > 0 || b.hasShadow(t) {
		for x := t.first; x < t.To; x += g {
			t.pts = append(t.pts, x)
		}
	}
	t.pts = append(t.pts, t.To)
	if t.Whole && len(t.pts) == 2 {
		t.regular = false
	}
	for _, c := range cuts {
		if c > t.From && c < t.To && (c%g != 0) {
			t.pts = append(t.pts, c)
			t.regular = false
		}
	}
	if !t.regular {
		sort.Slice(t.pts, func(i, j int) bool { return t.pts[i] < t.pts[j] })
		t.pts = dedupe(t.pts)
	}
	t.pools = pools
	sort.Slice(t.pools, func(i, j int) bool { return t.pools[i] < t.pools[j] })
	t.classes = t.masks
	if len(pools) > 0 {
		t.classes *= int32(len(pools))
	}
	n := len(t.pts) - 1
	t.slot0 = int32(b.slots)
	b.slots += n
	if len(t.Among) > 0 {
		t.among0 = int32(b.acells)
		b.acells += n * len(t.Among)
	}
	if t.Backup > 0 && !t.plain() {
		t.cell0 = int32(b.pcells)
		b.pcells += n * int(t.classes)
	}
}

func (b *board) hasShadow(t *taskBoard) bool { return len(t.shadows) > 0 }

func floorDiv(a, g Minute) Minute {
	q := a / g
	if a%g < 0 {
		q--
	}
	return q
}

func dedupe(x []Minute) []Minute {
	out := x[:1]
	for _, v := range x[1:] {
		if v != out[len(out)-1] {
			out = append(out, v)
		}
	}
	return out
}

func (b *board) layClasses(l *lineBoard) {
	l.class = make([]int32, len(l.Permits))
	l.dutyDay = make([][]int32, len(b.m.Days)-1)
	for _, p := range l.duty {
		for _, s := range l.Permits[p].Spans {
			for d := b.dayIndex(s.From); d < len(l.dutyDay) && b.m.Days[d] < s.To; d++ {
				if n := len(l.dutyDay[d]); n == 0 || l.dutyDay[d][n-1] != p {
					l.dutyDay[d] = append(l.dutyDay[d], p)
				}
			}
		}
	}
	if len(l.Reserve) > 0 {
		l.byDay = make([][]int32, len(b.m.Days)-1)
	}
	for p := range l.Permits {
		t := &b.tasks[l.Permits[p].Task]
		if len(t.pools) > 0 {
			k := sort.Search(len(t.pools), func(i int) bool { return t.pools[i] >= l.Pool })
			l.class[p] = int32(k) * t.masks
		}
		if l.byDay == nil || t.Backup == 0 || l.Master >= 0 {
			continue
		}
		for d := b.dayIndex(t.From); d < len(l.byDay) && b.m.Days[d] < t.To; d++ {
			l.byDay[d] = append(l.byDay[d], int32(p))
		}
	}
}

// scale sets the search's own weights: one energy out of the ranked cost, in
// units of the typical pay of an hour.
func (b *board) scale() {
	var sum float64
	n := 0
	for i := range b.lines {
		if r := b.lines[i].Pay[Active].Rate; r > 0 {
			sum += r * 60
			n++
		}
	}
	b.unit = 1
	if n > 0 {
		b.unit = sum / float64(n)
	} else if b.m.PayLevel < MaxLevels {
		b.unit = 1e8
	}
	b.weight = levelWeights(b.m, b.unit)
}

// levelWeights gives a minute of each level above money its worth in units.
// Levels after the pay level, if any, weigh little.
func levelWeights(m *Model, unit float64) [MaxLevels]float64 {
	var w [MaxLevels]float64
	if m.PayLevel >= 0 && m.PayLevel < MaxLevels {
		w[m.PayLevel] = 1 / unit
	}
	per := 12.0 / 60 // the level just above money: an hour is worth so many units
	for l := m.PayLevel - 1; l >= 0; l-- {
		w[l] = per
		per *= 5
	}
	for l := m.PayLevel + 1; l < MaxLevels; l++ {
		w[l] = w[l-1] / math.Ldexp(1, 10)
	}
	return w
}

// given is what past and fixed decisions alone give to the sum, in parts.
func (m *Model) given(s *Sum) (n int64) {
	for i, l := range s.Lines {
		n += s.weighOn(i, m.Lines[l].Past) + s.weighOn(i, m.Lines[l].Fixed)
	}
	return n
}

// plain says that a decision in the task counts the same whoever takes it, and
// that any line on reserve with a permit can replace any line present.
func (t *taskBoard) plain() bool { return len(t.pools) == 0 && len(t.Among) == 0 }

// firstAfter is, by day, the first of the ascending spans that ends after the day's start.
func (m *Model) firstAfter(spans []Span) []int16 {
	out := make([]int16, len(m.Days)-1)
	k := 0
	for d := range out {
		for k < len(spans) && spans[k].To <= m.Days[d] {
			k++
		}
		out[d] = int16(k)
	}
	return out
}
