package board

import (
	"context"
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
	unit      float64   // typical pay of an hour, or more where something has a higher price: the scale of temperatures
	Fine      float64   // typical pay of an hour in units
	Most      []int64   // the Max of each sum, or what past and fixed decisions already give it when that is more
	Purse     []int64   // the Max of each budget, or what fixed decisions already take of it when that is more
	budgets   [][]int32 // budget indexes by line
	base      int64     // minutes of the base plan times ChangePrice
	Limited   bool      // every line has limits of hours
	Backed    bool      // there are hours to spare for all the backup that tasks ask for
	Tight     bool      // there is hardly an hour that lines could work beyond what tasks take
	Crew      float64   // lines that tasks want at a time, on average; 0 where limited is false
	due       []int64   // by sum: the parts that it must reach if nothing is to be short
	Exact     []bool    // by sum: it is all that a line may work, and hardly an hour of it is to spare
	Keeps     []bool    // by line: it can replace many more than most lines can, and is better kept for that; nil for none
	Press     float64   // energy of a part that is due and missing: that of as much short at the most important level of any task
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
	Ready   []solver.Cand   // lines that may be on Reserve for it, whether they may take a decision in it or not
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
	class    []int32   // by permit: this line's pool class offset in the task; nil where all are 0
	firstOf  []int32   // by permit: index in Firsts, -1 for none; nil without Firsts
	Duty     []int32   // permits that admit a decision
	DutyDay  [][]int32 // by day the permits that admit a decision and touch the day
	ByDay    [][]int32 // for a line with Reserve: by day the permits with Backup that touch the day
	Trainees []int32   // lines whose Master this is
	base     []solver.Decision
	naps     bool // a spell of the line's can hold a sleep-in
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

// New reads a model that Check finds sound; nil when the context ended first.
func New(ctx context.Context, m *solver.Model) *Board {
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
	b.layLines(ctx)
	b.laySlots(ctx)
	if ctx.Err() != nil {
		return nil
	}
	b.Most = make([]int64, len(m.Sums))
	for i := range m.Sums {
		b.Most[i] = max(m.Sums[i].Max, m.GivenTo(&m.Sums[i]))
	}
	b.layBudgets()
	b.scale()
	b.layDues()
	b.layKeeps()
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

func (b *Board) layLines(ctx context.Context) {
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
		if ctx.Err() != nil {
			return
		}
		l := &b.Lines[i]
		l.Line = m.Lines[i]
		l.naps = mayNap(m, &l.Line)
		l.Axes = b.makeAxes(sums[i])
		if m.Base != nil && i < len(m.Base.Lines) {
			l.base = m.Base.Lines[i]
			for _, d := range l.base {
				b.base += int64(d.End-d.Start) * m.ChangePrice
			}
		}
		b.layPermits(int32(i))
	}
	b.layCands(ctx)
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
	if len(l.Firsts) > 0 {
		l.firstOf = make([]int32, len(l.Permits))
		for p := range l.Permits {
			l.firstOf[p] = findFirst(l.Firsts, b.Tasks[l.Permits[p].Task].Group)
		}
	}
	l.Duty = make([]int32, 0, len(l.Permits))
	for p := range l.Permits {
		if pm := &l.Permits[p]; b.admits(l, pm, &b.Tasks[pm.Task]) {
			l.Duty = append(l.Duty, int32(p))
		}
	}
}

// layReady gives each task with backup the line where it may be on Reserve for it.
func (b *Board) layReady(i int32) {
	l := &b.Lines[i]
	if len(l.Reserve) == 0 || l.Master >= 0 {
		return
	}
	for p := range l.Permits {
		if t := &b.Tasks[l.Permits[p].Task]; t.Backup > 0 && !l.Permits[p].NoBackup {
			t.Ready = append(t.Ready, solver.Cand{Line: i, Permit: int32(p)})
		}
	}
}

// layCands gives each task the lines that may take a decision in it.
func (b *Board) layCands(ctx context.Context) {
	of := func(l *LineBoard, t *TaskBoard) *[]solver.Cand {
		if l.Master >= 0 {
			return &t.shadows
		}
		return &t.Cands
	}
	cands, shadows := make([]int32, len(b.Tasks)), make([]int32, len(b.Tasks))
	for i := range b.Lines {
		if ctx.Err() != nil {
			return
		}
		n := cands
		if b.Lines[i].Master >= 0 {
			n = shadows
		}
		for _, p := range b.Lines[i].Duty {
			n[b.Lines[i].Permits[p].Task]++
		}
	}
	for i := range b.Tasks {
		t := &b.Tasks[i]
		t.Cands, t.shadows = make([]solver.Cand, 0, cands[i]), make([]solver.Cand, 0, shadows[i])
	}
	for i := range b.Lines {
		if ctx.Err() != nil {
			return
		}
		l := &b.Lines[i]
		for _, p := range l.Duty {
			list := of(l, &b.Tasks[l.Permits[p].Task])
			*list = append(*list, solver.Cand{Line: int32(i), Permit: p})
		}
		b.layReady(int32(i))
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
		if len(p.Spans) != 1 || p.Spans[0] != t.Span || l.Master < 0 && !l.Rules.MayStart(t.From) {
			return false
		}
		least = t.Len()
	}
	if l.Master >= 0 {
		least = min(least, t.MinLen)
	}
	return least <= b.MaxLen(l, t)
}

// MaxLen is the longest decision line l may take in task t, where it holds every stretch that the
// task does.
func (b *Board) MaxLen(l *LineBoard, t *TaskBoard) solver.Minute {
	return min(t.Len(), b.usualLen(l, t)+b.Model.Stretch(t.Span))
}

// TooLong says whether a line's decision in task t is longer than MaxLen leaves it: not every one of
// that length holds the stretches.
func (b *Board) TooLong(l *LineBoard, t *TaskBoard, d solver.Span) bool {
	return len(b.Model.Stretches) > 0 && d.Len() > b.usualLen(l, t)+b.Model.Stretch(d)
}

// mayNap says whether a line can hold a sleep-in.
func mayNap(m *solver.Model, l *solver.Line) bool {
	passive := func(d solver.Decision) bool { return d.Kind == solver.Passive }
	return slices.ContainsFunc(l.Past, passive) || slices.ContainsFunc(l.Fixed, passive) ||
		slices.ContainsFunc(l.Permits, func(p solver.Permit) bool { return m.Tasks[p.Task].Kind == solver.Passive })
}

// usualLen is the longest decision line l may take in task t that holds no stretch.
func (b *Board) usualLen(l *LineBoard, t *TaskBoard) solver.Minute {
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
	switch most := l.Rules.MaxSpellPassive; {
	case t.Kind == solver.Passive:
		spell = most
	case l.naps && (spell <= 0 || most <= 0):
		spell = 0
	case l.naps: // beside a sleep-in it may be as long as the spell
		spell = max(spell, most)
	}
	if spell > 0 {
		n = min(n, spell)
	}
	if awake := l.Rules.MaxAwake; awake > 0 && k != solver.Passive {
		n = min(n, awake)
	}
	return n
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
