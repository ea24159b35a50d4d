package board

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// State is a plan under change: its lines, who is present where, and its cost,
// all kept exact by add and remove, which are each other's inverse. Lines are
// checked for legality after a change, not during it.
type State struct {
	Board      *Board
	Lines      []LineState
	Tasks      []TaskState
	Cover      []uint8   // by slot: decisions present, Active or Passive
	among      []uint8   // by slot and among: those of them that count
	Res        []uint8   // by slot: reserve lines that can replace (tasks without among attributes)
	duty       []uint8   // by slot and class: decisions present (tasks with more classes)
	Cell       []uint8   // by slot and class: reserve lines that can replace
	Sums       []int64   // totals, in parts
	Load       [][]int64 // by spread and position: totals, in parts
	spreadCost []int64
	Spent      []int64   // by budget
	Purse      []int64   // of each budget: the board's, or more while limits are loose
	Over       int       // sums above most and budgets overspent
	Crowd      int64     // minutes of more lines than are needed
	Most       []int64   // of each sum: the board's limit, or more while limits are loose
	Beyond     int64     // parts by which sums are above the board's limits, and what budgets are overspent by as parts
	Tolls      []float64 // by sum, while limits are loose: energy of a part; nil for none
	Toll       float64   // of all sums and of DutyToll, but for where it began
	DutyToll   float64   // energy of a minute on duty of a line that the board would keep for reserve
	Owed       int64     // parts that sums are below what the board says is due of them
	Cost       solver.Cost
	Short      [solver.MaxLevels]IndexSet // tasks with shortage, by level
	Bare       IndexSet                   // tasks with backup shortfall
	Log        []Op
	ndec       int      // decisions that are not fixed
	days       lineDays // of the line last read
	left       []reserveOp
	deferred   bool
	Unordered  bool // a line changes altogether; its rules by day and wishes are priced afterwards
}

// LineState is one line of a state: its decisions and what the rules of days count of them.
type LineState struct {
	Decisions []solver.Decision // ascending; past ones first
	Past      int
	touch     []uint8 // decisions that touch the day, by day
	nights    []uint8 // night decisions that start on the day
	Weekend   []uint8 // decisions but Reserve that touch the weekend
	Weekends  int
	Firsts    []uint16    // decisions by First
	ordered   solver.Cost // of its rules by day and wishes
}

// TaskState is who is present in one task of a state, and what it lacks.
type TaskState struct {
	Dec   []Placed // ascending by start
	Count int32    // not Beside
	Short int64    // shortage, in minutes
	Bare  int64    // backup shortfall, in minutes
}

// Placed is a decision as its task sees it.
type Placed struct {
	Start, End solver.Minute
	Line       int32
	Kind       solver.Mode
}

// Op is one change of a state, as its log keeps it.
type Op struct {
	Line     int32
	what     opKind
	Decision solver.Decision
	was      solver.Decision // for altered: what d replaced
}

type opKind uint8

const (
	removed opKind = iota
	added
	altered
)

func (k opKind) String() string { return [...]string{"removed", "added", "altered"}[k] }

// IndexSet is a set of small integers with constant time for all it does.
type IndexSet struct {
	Items []int32
	Where []int32 // position+1 in items
}

// Set puts i in, or takes it out.
func (s *IndexSet) Set(i int32, in bool) {
	w := s.Where[i]
	switch {
	case in && w == 0:
		s.Items = append(s.Items, i)
		s.Where[i] = int32(len(s.Items))
	case !in && w != 0:
		last := s.Items[len(s.Items)-1]
		s.Items[w-1] = last
		s.Where[last] = w
		s.Items = s.Items[:len(s.Items)-1]
		s.Where[i] = 0
	}
}

// NewState is the state of the plan that holds only past and fixed decisions.
func NewState(b *Board) *State {
	m := b.Model
	s := &State{Board: b,
		Lines: make([]LineState, len(b.Lines)), Tasks: make([]TaskState, len(b.Tasks)),
		Cover: make([]uint8, b.slots), among: make([]uint8, b.acells), Res: make([]uint8, b.slots),
		duty: make([]uint8, b.pcells), Cell: make([]uint8, b.pcells), Sums: make([]int64, len(m.Sums)),
		Most: slices.Clone(b.Most), Spent: make([]int64, len(m.Budgets)), Purse: slices.Clone(b.Purse), Load: make([][]int64, len(m.Spreads)), spreadCost: make([]int64, len(m.Spreads)),
	}
	for l := range s.Short {
		if l < len(m.Levels) {
			s.Short[l].Where = make([]int32, len(b.Tasks))
		}
	}
	s.Bare.Where = make([]int32, len(b.Tasks))
	for i := range b.Tasks {
		t := &b.Tasks[i]
		short := int64(t.want()) * int64(t.Len())
		s.Cost[t.UnderLevel] += short * t.UnderPrice
		s.Cost[t.HiddenLevel] += int64(min(t.Need, t.mixed())) * int64(t.Len()) * t.HiddenPrice
		s.setShort(int32(i), short)
		s.Cost[t.WantLevel] += int64(t.Wanting(0)) * int64(t.Len()) * t.WantPrice
	}
	s.Cost[m.ChangeLevel] += b.base
	for i := range m.Sums {
		s.Cost.AddSum(&m.Sums[i], 0, 1)
		s.guarantee(&m.Sums[i], 0, 1)
		s.Owed += b.due[i]
	}
	for i := range m.Spreads {
		s.Load[i] = make([]int64, len(m.Spreads[i].Lines))
	}
	nd := len(m.Days) - 1
	s.days = lineDays{board: b, classes: make([]uint64, len(b.frame.Weekend))}
	for i := range s.Lines {
		l := &s.Lines[i]
		l.touch = make([]uint8, nd)
		l.nights = make([]uint8, nd)
		l.Weekend = make([]uint8, len(m.Weekends))
		l.Firsts = make([]uint16, len(b.Lines[i].Firsts))
		for _, d := range b.Lines[i].PastFixed() {
			s.Add(int32(i), d)
		}
		l.Past = len(l.Decisions)
	}
	for i := range s.Lines {
		for _, d := range b.Lines[i].Fixed {
			d.Fixed = true
			s.Add(int32(i), d)
		}
		if b.Lines[i].Sequenced() {
			s.Resequence(int32(i))
		}
	}
	s.Log = s.Log[:0]
	return s
}

// want is the shortage of the task at an instant at which nobody is present.
func (t *TaskBoard) want() int { return max(t.Need, t.mixed()) }

// mixed is what is short of the task's attributes at an instant at which nobody is present.
func (t *TaskBoard) mixed() (n int) {
	for _, a := range t.Among {
		n = max(n, a.Need)
	}
	return n
}

func (s *State) setShort(t int32, short int64) {
	ts := &s.Tasks[t]
	ts.Short = short
	s.Short[s.Board.Tasks[t].UnderLevel].Set(t, short > 0)
}

// Add puts a decision on a line and into the log.
func (s *State) Add(l int32, d solver.Decision) {
	ls := &s.Lines[l]
	k := ls.Find(d.Start)
	ls.Decisions = append(ls.Decisions, solver.Decision{})
	copy(ls.Decisions[k+1:], ls.Decisions[k:])
	ls.Decisions[k] = d
	s.account(l, d, 1)
	s.Log = append(s.Log, Op{Line: l, what: added, Decision: d})
}

// Remove takes the k-th decision off a line and logs it.
func (s *State) Remove(l int32, k int) solver.Decision {
	ls := &s.Lines[l]
	d := ls.Decisions[k]
	ls.Decisions = append(ls.Decisions[:k], ls.Decisions[k+1:]...)
	s.account(l, d, -1)
	s.Log = append(s.Log, Op{Line: l, what: removed, Decision: d})
	return d
}

// Drop removes the decision d, which must be on the line.
func (s *State) Drop(l int32, d solver.Decision) { s.Remove(l, s.Lines[l].Index(d)) }

// Alter puts e in place of d, which must be on the line; both serve the same
// task with the same kind, and nothing stands between them in the line.
func (s *State) Alter(l int32, d, e solver.Decision) {
	s.Lines[l].Decisions[s.Lines[l].Index(d)] = e
	s.accountAlter(l, d, e)
	s.Log = append(s.Log, Op{Line: l, what: altered, Decision: e, was: d})
}

// Undo takes back what the log holds after its first n entries.
func (s *State) Undo(n int) {
	for i := len(s.Log) - 1; i >= n; i-- {
		o := &s.Log[i]
		ls := &s.Lines[o.Line]
		switch o.what {
		case added:
			k := ls.Index(o.Decision)
			ls.Decisions = append(ls.Decisions[:k], ls.Decisions[k+1:]...)
			s.account(o.Line, o.Decision, -1)
		case removed:
			k := ls.Find(o.Decision.Start)
			ls.Decisions = append(ls.Decisions, solver.Decision{})
			copy(ls.Decisions[k+1:], ls.Decisions[k:])
			ls.Decisions[k] = o.Decision
			s.account(o.Line, o.Decision, 1)
		case altered:
			ls.Decisions[ls.Index(o.Decision)] = o.was
			s.accountAlter(o.Line, o.Decision, o.was)
		}
	}
	s.Log = s.Log[:n]
}

// Find is the position of the first decision that starts at or after t.
func (l *LineState) Find(t solver.Minute) int {
	lo, hi := 0, len(l.Decisions)
	for lo < hi {
		mid := (lo + hi) / 2
		if l.Decisions[mid].Start < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Index is the position of d.
func (l *LineState) Index(d solver.Decision) int {
	k := l.Find(d.Start)
	for l.Decisions[k] != d {
		k++
	}
	return k
}

// Permit is the index of the line's permit for the task, -1 for none.
func (l *LineBoard) Permit(task int32) int32 {
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

// Plan is the state's plan, without past work.
func (s *State) Plan() *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(s.Lines))}
	for i := range s.Lines {
		p.Lines[i] = solver.WithoutPast(s.Lines[i].Decisions)
	}
	return p
}

// Energy is the search's single figure for a difference of costs, in units.
func (b *Board) Energy(c solver.Cost) float64 {
	var e float64
	for l, w := range b.Weight {
		e += w * float64(c[l])
	}
	return e
}

// BusyIn says whether the line holds a decision that overlaps [from, to).
func (s *State) BusyIn(l int32, from, to solver.Minute) bool {
	dec := s.Lines[l].Decisions
	k := s.Lines[l].Find(from)
	return (k < len(dec) && dec[k].Start < to) || (k > 0 && dec[k-1].End > from)
}

// Overrun is by how many minutes line l is over its sums near d at most, and the
// shortest span in which so much must go.
func (s *State) Overrun(l int32, d solver.Decision) (solver.Minute, solver.Span) {
	b := s.Board
	day := b.DayIndex(d.Start)
	axes := b.Lines[l].Axes
	var most solver.Minute
	span := solver.Span{From: 0, To: math.MaxInt32}
	for a := range axes {
		ids := axes[a].Ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			id := ids[j]
			sum := &b.Model.Sums[id]
			if sum.From >= d.End {
				break
			}
			over := s.Sums[id] - s.Most[id]
			if over <= 0 || len(sum.Lines) > 1 {
				continue
			}
			c := max(sum.WeightOf(0, d.Kind), 1)
			most = max(most, solver.Minute((over+c-1)/c))
			if sum.Len() < span.Len() {
				span = sum.Span
			}
		}
	}
	return most, span
}

// Holds says whether the decision is on the line.
func (s *State) Holds(l int32, d solver.Decision) bool {
	ls := &s.Lines[l]
	for k := ls.Find(d.Start); k < len(ls.Decisions) && ls.Decisions[k].Start == d.Start; k++ {
		if ls.Decisions[k] == d {
			return true
		}
	}
	return false
}

// Spare is how many minutes more line l may work at the time of d.
func (s *State) Spare(l int32, d solver.Decision) solver.Minute {
	b := s.Board
	day := b.DayIndex(d.Start)
	left := int64(math.MaxInt32)
	for _, a := range b.Lines[l].Axes {
		for j := int(a.byDay[day]); j < len(a.Ids); j++ {
			sum := &b.Model.Sums[a.Ids[j]]
			if sum.From >= d.End {
				break
			}
			if w := sum.Weight[d.Kind]; w > 0 && s.Most[a.Ids[j]] < solver.NoLimit {
				left = min(left, (s.Most[a.Ids[j]]-s.Sums[a.Ids[j]])/w)
			}
		}
	}
	return solver.Minute(max(left, 0))
}

// Excess is by how many minutes a sum of line l near d is over its limit, and the sum's span.
func (s *State) Excess(l int32, d solver.Decision) (solver.Minute, solver.Span) {
	b := s.Board
	day := b.DayIndex(d.Start)
	axes := b.Lines[l].Axes
	for a := range axes {
		ids := axes[a].Ids
		for j := int(axes[a].byDay[day]); j < len(ids); j++ {
			sum := &b.Model.Sums[ids[j]]
			if sum.From >= d.End {
				break
			}
			w := sum.WeightOf(slices.Index(sum.Lines, l), d.Kind)
			if over := s.Sums[ids[j]] - s.Most[ids[j]]; over > 0 && w > 0 {
				return solver.Minute((over + w - 1) / w), sum.Span
			}
		}
	}
	return 0, solver.Span{}
}

// SlotShort says whether a task is short in its k-th slot.
func (s *State) SlotShort(t *TaskBoard, k int32) bool {
	if int(s.Cover[t.Slot0+k]) < t.Need {
		return true
	}
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		if int(s.among[a+int32(x)]) < t.Among[x].Need {
			return true
		}
	}
	return false
}

// Hull is the time that the operation touches.
func (o *Op) Hull() (from, to solver.Minute) {
	if o.what == altered {
		return min(o.Decision.Start, o.was.Start), max(o.Decision.End, o.was.End)
	}
	return o.Decision.Start, o.Decision.End
}

// Lift takes all decisions that may move and start in the span off the line.
func (s *State) Lift(l int32, in solver.Span) {
	ls := &s.Lines[l]
	for k := ls.Find(in.To) - 1; k >= 0 && ls.Decisions[k].Start >= in.From; k-- {
		if !ls.Decisions[k].Fixed {
			s.Remove(l, k)
		}
	}
}

// Enter counts one line more (by 1) or less (by 255) in a slot, without its cost.
func (s *State) Enter(t *TaskBoard, k, mask, class int32, by uint8) {
	s.Cover[t.Slot0+k] += by
	a := t.among0 + k*int32(len(t.Among))
	for x := range t.Among {
		if mask&(1<<x) != 0 {
			s.among[a+int32(x)] += by
		}
	}
	if t.Backup > 0 && !t.Plain() {
		s.duty[t.Cell0+k*t.Classes+class] += by
	}
}
