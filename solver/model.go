package solver

import (
	"fmt"
	"math"
	"slices"
)

// Minute is elapsed time in minutes from the model's origin (minute 0). Fixed
// past work has negative minutes.
type Minute = int32

// Span is the half-open interval [From, To).
type Span struct{ From, To Minute }

// Len is the length of the span in minutes; negative when From is after To.
func (s Span) Len() Minute { return s.To - s.From }

// Meet is the common part of two spans; empty (Len <= 0) when they are apart.
func (s Span) Meet(o Span) Span {
	return Span{max(s.From, o.From), min(s.To, o.To)}
}

// Contains says whether o lies wholly inside s.
func (s Span) Contains(o Span) bool { return s.From <= o.From && o.To <= s.To }

// Mode is what sort of time a decision is. Sums weigh, pay curves price and
// line rules limit each mode on its own.
type Mode uint8

const (
	// Active is ordinary work on a task.
	Active Mode = iota
	// Passive is work on a task during which the line mostly rests. A spell
	// that contains one may be as long as Rules.MaxSpellPassive.
	Passive
	// Reserve is time held ready to replace another line. It serves no task.
	Reserve
	// Beside is time on a task inside a decision of the line's master. It is
	// paid and takes time, but never counts as cover.
	Beside
	// NumModes is the number of modes.
	NumModes
)

var kindWords = [NumModes]string{"active", "passive", "reserve", "beside"}

// String is the kind in a word.
func (k Mode) String() string {
	if k >= NumModes {
		return fmt.Sprintf("kind %d", uint8(k))
	}
	return kindWords[k]
}

// NoTask is the Task of a Reserve decision, and PastTask that of past work among a line's decisions.
const (
	NoTask   int32 = -1
	PastTask int32 = -2
)

// MaxLevels is the greatest number of cost levels a model may have.
const MaxLevels = 10

// Cost is a ranked vector: level 0 is compared first. Each level has its own
// integer unit (the model's maker says which); levels are never added up.
type Cost [MaxLevels]int64

// Less says whether c is better than o: smaller at the first level at which
// they differ.
func (c Cost) Less(o Cost) bool {
	for i := range c {
		if c[i] != o[i] {
			return c[i] < o[i]
		}
	}
	return false
}

// Plus is the level-by-level sum.
func (c Cost) Plus(o Cost) Cost {
	for i := range c {
		c[i] += o[i]
	}
	return c
}

// Minus is the level-by-level difference.
func (c Cost) Minus(o Cost) Cost {
	for i := range c {
		c[i] -= o[i]
	}
	return c
}

// Decision is one line taking one task (or, for Reserve, none) for a time.
type Decision struct {
	Task       int32
	Start, End Minute
	Kind       Mode
	Fixed      bool // the solver may neither move nor remove it
}

// Span is the time of the decision.
func (d Decision) Span() Span { return Span{d.Start, d.End} }

// Plan is an answer: for every line its decisions in order of time.
type Plan struct{ Lines [][]Decision }

// Clone is a deep copy.
func (p *Plan) Clone() *Plan {
	q := &Plan{Lines: make([][]Decision, len(p.Lines))}
	for i, l := range p.Lines {
		q.Lines[i] = append([]Decision(nil), l...)
	}
	return q
}

// Week is a calendar week. Whole is true when all its days are days of the
// horizon, so that the weekly-rest rule applies to it.
type Week struct {
	Span
	Whole bool
}

// Mix asks that at least Need of the lines present hold an attribute; which
// lines hold it, and when, stands in Permit.Holds.
type Mix struct{ Need int }

// Task is something that needs lines over a time. With p(t) decisions of kind
// Active or Passive present at minute t and p_k(t) of them counting for
// Among[k], its shortage at t is
//
//	max(0, Need - p, max over k of (Among[k].Need - p_k))
//
// and costs UnderPrice a minute and line at UnderLevel; max(0, p - Need) costs
// OverPrice a minute and line at OverLevel. What is short of one of them where it is short of both
// costs besides: min(max(0, Need - p), max(0, max over k of (Among[k].Need - p_k))) costs
// HiddenPrice a minute and line at HiddenLevel.
type Task struct {
	Span
	Need        int
	Among       []Mix
	Kind        Mode   // Active or Passive: the kind of its decisions (a trainee's are Beside)
	Whole       bool   // a decision takes the whole span
	MinLen      Minute // least length of a decision; at most Len()
	MaxLen      Minute // greatest length of a decision, besides Rules.MaxLen
	Group       int32  // whom it is for: Rules.Travel holds between groups; -1 for none
	UnderLevel  int
	UnderPrice  int64
	OverLevel   int
	OverPrice   int64
	HiddenLevel int
	HiddenPrice int64
	ExtraLevel  int
	ExtraPrice  int64 // for each decision (not Beside) beyond Need in the task
	Backup      int   // how many Reserve lines must be able to replace each line present (see Model.BackupLevel)
	// Want, when above Need, is a second and softer aim: with p decisions of
	// kind Active or Passive present, max(0, Want-max(p, Need)) costs WantPrice
	// a minute and line at WantLevel. OverPrice is still for those beyond Need.
	Want      int
	WantLevel int
	WantPrice int64
	Class     uint8 // what sort of shift its decisions are for the rules by day (see Sequence); below MaxClasses
}

// Permit says when a line may serve a task. A decision lies wholly inside one
// of Spans (ascending, disjoint, not touching, inside the task's span), for a
// Whole task it equals the task's span. At an instant in Backing a line on
// Reserve can replace a line present in the task, if it also holds what would
// be missing (Holds) and, with Model.BackupOtherPool, is of another pool.
type Permit struct {
	Task     int32
	NoBackup bool // the line replaces nobody in the task when on Reserve
	Spans    []Span
	Ready    []Span   // as Spans, of Reserve, where that is something else; nil for Spans
	Holds    [][]Span // by index in Task.Among: a decision counts when it lies wholly inside one of them
}

// Backing is when the line on Reserve can replace one that is present in the task.
func (p *Permit) Backing() []Span {
	if p.Ready != nil {
		return p.Ready
	}
	return p.Spans
}

// MayReserve says whether the line may be on Reserve at some time, or must.
func (l *Line) MayReserve() bool {
	return len(l.Reserve) > 0 || slices.ContainsFunc(l.Fixed, func(d Decision) bool { return d.Kind == Reserve })
}

// First is a price paid once when a line has any Active or Passive decision
// on a task of the group.
type First struct {
	Group int32
	Price int64
}

// Curve is the pay multiplier and the addition as functions of time, as prefix
// integrals over minutes from Model.Days[0]: Mult[i] is the integral of the
// multiplier over the first i minutes, in minutes; Add[i] that of the
// addition, in money units. Nil slices stand for a multiplier of 1 and no
// addition.
type Curve struct{ Mult, Add []float64 }

// Wage prices a decision of one kind at Model.PayLevel: with m the integral of
// the multiplier and a that of the addition over the decision, n its length,
//
//	round(Rate*m + Flat*m/n + Factor*a + Each)
//
// in money units (Rate per minute, Flat per decision; both already include
// Factor, the on-cost. Each is per decision whatever its time: no wage but a price).
type Wage struct {
	Rate, Flat, Factor float64
	Each               float64
	Curve              int32 // index in Model.Curves
}

// Rules are the hard limits of one line's own. All of them count Past work.
type Rules struct {
	MinRest         Minute           // two decisions with a smaller gap between them are one spell
	MaxSpell        Minute           // from first start to last end of a spell
	MaxSpellPassive Minute           // the same when it contains a Passive decision
	MaxAwake        Minute           // Active and Beside time in a spell, whatever else it contains; 0 for no limit
	MaxLen          [NumModes]Minute // greatest length of one decision; none for Reserve, of which Model.ReserveMax says it
	MaxDaysRun      int              // consecutive days touched by a spell; 0 for no limit
	MaxNightsRun    int              // consecutive days on which a night decision (Active, Passive or Beside) starts; 0 for no limit
	WeeklyRest      Minute           // free time wholly inside each Whole week that holds any part of a decision; 0 for no limit
	MaxWeekends     int              // weekends touched by any decision but Reserve; negative for no limit
	NoStart         []Span           // ascending, with time between them: no decision starts in one, Reserve included
	Travel          Minute           // least gap between decisions of different groups
	Overnight       Minute           // least gap between two neighbours with the start of a day in the gap, neither of which is a night or Passive; 0 for none
	Custom          []LineRule
	Sequence        *Sequence // rules by day and class; nil for none
}

// MayStart says whether NoStart lets a decision start at an instant.
func (r *Rules) MayStart(at Minute) bool { return firstStart(r.NoStart, at) == at }

// firstStart is the first instant, from one on, that lies in none of the spans.
func firstStart(noStart []Span, at Minute) Minute {
	for _, s := range noStart {
		if s.From <= at && at < s.To {
			return s.To
		}
	}
	return at
}

// Startable is what of some spans is left when each begins at the first instant in it at which NoStart
// lets a decision start.
func (r *Rules) Startable(spans []Span) []Span {
	if !slices.ContainsFunc(spans, func(s Span) bool { return !r.MayStart(s.From) }) {
		return spans
	}
	var out []Span
	for _, s := range spans {
		if s.From = firstStart(r.NoStart, s.From); s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}

// LineRule is a hard rule of the embedder's own on one line. Legal gets the
// line's decisions in order of time, past ones first, and must not keep the
// slice. It must be monotone in the sense that the empty line is legal, and
// safe to call from many goroutines.
type LineRule interface {
	Name() string
	Legal(line []Decision) bool
}

// Line is one worker's sequence of decisions.
type Line struct {
	Permits []Permit   // ascending by Task
	Reserve []Span     // where Reserve decisions may lie; empty for never
	Past    []Decision // begun before minute 0: neither paid nor cover, but time that rules count; Task is NoTask
	Fixed   []Decision // must be in every plan
	Pool    int32      // lines of one pool do not back each other under BackupOtherPool; -1 is a pool too
	Master  int32      // a trainee's master: each of its decisions (Kind Beside) lies inside one of the master's in the same task; -1 for none
	Pay     [NumModes]Wage
	Firsts  []First // ascending by Group
	Wishes  []Wish
	Rules   Rules
}

// NoLimit as a Sum's High or Max means that there is none.
const NoLimit = math.MaxInt64

// PartsPerMinute is the unit of a Sum: millionths of a minute, so that a
// minute that counts with weight w adds round(w*1e6).
const PartsPerMinute = 1_000_000

// Sum weighs the time of some lines inside a span: the total over decisions
// (past ones too) of Weight[kind] times the minutes inside Span.
type Sum struct {
	Lines []int32
	Span
	Weight [NumModes]int64 // parts per minute
	// Own, when not nil, has each line's weights in place of Weight, in the
	// order of Lines; Weight is then the least of them by kind.
	Own [][NumModes]int64
	Max int64 // hard, in parts; NoLimit for none
	// Soft goals, in parts: below Low costs round((Low-total)*LowPrice) at
	// LowLevel; above High likewise. Prices are per part; 0 for no such goal.
	Low, High           int64
	LowPrice, HighPrice float64
	LowLevel, HighLevel int
}

// WeightOf is the weight of a kind on the i-th of the sum's lines, in parts per minute.
func (s *Sum) WeightOf(i int, k Mode) int64 {
	if s.Own != nil {
		return s.Own[i][k]
	}
	return s.Weight[k]
}

// Spread costs round(Price * (highest - lowest load of its lines)), a line's load being
// Scale[i] times the parts that its weights Weight[i] give over Span.
type Spread struct {
	Lines []int32
	Span
	Weight [][NumModes]int64
	Scale  []float64
	Price  float64
	Level  int
}

// Model is what an engine sees. It holds no word of the trade.
type Model struct {
	Levels   []string // names of the levels, most important first
	Grain    Minute   // starts and ends lie on multiples of Grain, or on an end of the task served
	Horizon  Span     // the days to be planned; From is 0. Decisions may end after To
	Days     []Minute // starts of days, ascending, covering all time that any decision may touch (before 0 too); the last is an end
	Weeks    []Week   // all weeks any decision may touch, ascending
	Weekends []Span
	Nights   []Span // ascending
	NightMin Minute // a decision with at least so many minutes inside Nights is a night
	Tasks    []Task
	Lines    []Line
	Sums     []Sum
	Spreads  []Spread
	Budgets  []Budget
	Curves   []Curve
	PayLevel int
	// SpareLevel is the level at which goals price every Active and Passive minute of lines that are to
	// be used last (Sums of one line, High nothing but what is past); 0 for none. It tells what such
	// goals mean, so that the least of them can be bounded: they are priced as any.
	SpareLevel int
	Fine       Cost // differences up to this from a bound count as none when it is asked whether a level is proved

	// Stretches are moments at which an hour comes twice. A decision or spell that holds one strictly
	// inside may be longer by as much than Task.MaxLen, Rules.MaxLen, MaxSpell, MaxSpellPassive and
	// MaxAwake say.
	Stretches []Stretch

	ReserveMin, ReserveMax Minute // length of a Reserve decision
	// Backup: over time, for every decision present (not Beside) in a task
	// with Backup > 0: max(0, Backup - lines on Reserve that can replace it)
	// minutes at BackupLevel, times BackupPrice. What the replacement must
	// hold: each Among[k] for which fewer than Need others present count.
	BackupLevel     int
	BackupPrice     int64
	BackupOtherPool bool

	// Base and ChangePrice (per minute, at ChangeLevel) price the difference
	// from an earlier plan: minutes of a line's decision in one plan and not,
	// with the same task and kind, in the other.
	Base        *Plan
	ChangePrice int64
	ChangeLevel int
}

// Stretch is a moment and how much longer is allowed what holds it.
type Stretch struct{ At, By Minute }

// Stretch is by how much longer what lasts over the span may be.
func (m *Model) Stretch(s Span) (by Minute) {
	for _, x := range m.Stretches {
		if s.From < x.At && x.At < s.To {
			by += x.By
		}
	}
	return by
}

// Past says whether the decision was worked before, as PastFixed marks it.
func (d Decision) Past() bool { return d.Fixed && d.Task == PastTask }

// PastFixed is the past decisions, marked as such, in order of time.
func (l *Line) PastFixed() []Decision {
	past := slices.Clone(l.Past)
	for k := range past {
		past[k].Fixed, past[k].Task = true, PastTask
	}
	slices.SortStableFunc(past, func(a, b Decision) int { return int(a.Start - b.Start) })
	return past
}

// WithoutPast is a copy of decisions in order of time without past work, wherever it lies among them:
// work that was done elsewhere may lie between fixed decisions.
func WithoutPast(all []Decision) []Decision {
	return slices.DeleteFunc(slices.Clone(all), Decision.Past)
}

// Cand is a line that may serve a task, with the index of its permit.
type Cand struct{ Line, Permit int32 }
