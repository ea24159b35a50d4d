package solver

import (
	"fmt"
	"math/bits"
)

// MaxClasses is the number of classes that tasks may have, 0 and up.
const MaxClasses = 64

// NoClass stands for a day off in Sequence.Last.
const NoClass = -1

// Sequence has the rules of a line by day: what may follow what from one day
// to the next, how long runs of days are, how weekends are worked, how many
// decisions there are in all. A decision belongs to the day of Model.Days in
// which it starts; days that do not start inside Model.Horizon are not looked
// at. Decisions of kind Active and Passive count, Reserve and Beside do not;
// past work counts only as the fields here say.
//
// OnePerDay, Forbid and what is marked Hard are never broken. The rest has
// prices, none below 0. A rule that ought to be hard but that an empty line
// can break (a least run, a least total) is priced at a level above the others.
type Sequence struct {
	OnePerDay bool     // at most one decision starts on a day
	Forbid    []uint64 // Forbid[a] has bit b set when a decision of class b may not start on the day after one of class a; nil for none
	Last      int      // class worked on the day before the horizon, NoClass for none
	Runs      []Run
	Weekend   *WeekendRule // nil for none
	Totals    []Total
}

// Run prices runs of days of the same sort: maximal stretches of consecutive
// days each of which has a decision whose class is in Classes or, with Free,
// no decision at all. With n days in a run, those of Before included when the
// run holds the first day:
//
//	max(0, Min-n) * MinPrice + max(0, n-max(Max, Before of the run)) * MaxPrice
//
// in units of Level. A run of Before days that the first day does not go on
// has ended and is a run of its own: it pays for Min, not for Max.
type Run struct {
	Classes            uint64 // bit a for class a; a day belongs to the run when any of its decisions does
	Free               bool   // days off; Classes is 0
	Min, Max           int    // days; Min 0 or 1 and Max 0 for no such limit
	MinPrice, MaxPrice int64  // per day missing, per day too many
	Hard               bool   // Max is never passed (a first run of Before days or more does not go on); not with Free
	Level              int
	Before             int  // days of the sort in a row that end on the day before the horizon
	OpenStart          bool // a run that holds the first day, or ended before it, does not pay for Min
	OpenEnd            bool // a run that holds the last day does not pay for Min
}

// WeekendRule prices the work of Model.Weekends. A weekend is worked when a
// decision starts on any of its days.
type WeekendRule struct {
	Max       int   // weekends worked above Max, those of Before included, cost MaxPrice each
	Before    int   // weekends worked before the horizon; those above Max cost nothing more
	MaxPrice  int64 // per weekend
	Hard      bool  // Max is never passed but by Before
	HalfPrice int64 // for each weekend of which a day, but not every day, is worked
	Level     int
}

// total prices the number of decisions of some classes over the horizon. With
// n of them, those of Before included:
//
//	max(0, Low-n) * LowPrice + max(0, n-max(High, Before)) * HighPrice
type Total struct {
	Classes             uint64
	Low, High           int // High below 0 for no such limit
	LowPrice, HighPrice int64
	Hard                bool // High is never passed but by Before
	Level               int
	Before              int
}

// Wish is the price of serving, or of not serving, any of some tasks; or of being busy, or not, in a
// time.
type Wish struct {
	Tasks []int32 // ascending
	// Taken: Price is paid for each decision (Active or Passive) in any of
	// Tasks. Otherwise it is paid once when the line has none.
	Taken bool
	// Within, where it is not empty, stands in place of Tasks. Taken: Price is paid once when any
	// decision, of whatever kind, meets it. Otherwise it is paid when no Active or Passive one does.
	Within Span
	Price  int64
	Level  int
}

// SoftLevels are those at which rules by day, wishes and wants have prices.
func (m *Model) SoftLevels() (soft [MaxLevels]bool) {
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Want > t.Need && t.WantPrice > 0 {
			soft[t.WantLevel] = true
		}
	}
	for l := range m.Lines {
		for _, w := range m.Lines[l].Wishes {
			soft[w.Level] = soft[w.Level] || w.Price > 0
		}
		q := m.Lines[l].Rules.Sequence
		if q == nil {
			continue
		}
		for _, r := range q.Runs {
			soft[r.Level] = soft[r.Level] || r.MinPrice+r.MaxPrice > 0
		}
		for _, t := range q.Totals {
			soft[t.Level] = soft[t.Level] || t.LowPrice+t.HighPrice > 0
		}
		if w := q.Weekend; w != nil && w.MaxPrice+w.HalfPrice > 0 {
			soft[w.Level] = true
		}
	}
	return soft
}

// saneSequence reports what is wrong with the rules by day and the wishes.
func (m *Model) saneSequence(bad func(string, ...any)) {
	level := func(what string, l int) {
		if l < 0 || l >= len(m.Levels) {
			bad("%s: level %d does not exist", what, l)
		}
	}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		if t.Class >= MaxClasses || t.Want > 200 || t.WantPrice < 0 {
			bad("task %d: class %d, want %d at price %d; classes lie below %d, wants up to 200, prices from 0", i, t.Class, t.Want, t.WantPrice, MaxClasses)
		}
		if t.Want > t.Need {
			level(fmt.Sprintf("task %d, want", i), t.WantLevel)
			if len(t.Among) > 0 || t.Backup > 0 {
				bad("task %d: a want beyond the need goes with neither attributes nor backup", i)
			}
		}
	}
	for l := range m.Lines {
		for _, w := range m.Lines[l].Wishes {
			level(fmt.Sprintf("line %d, wish", l), w.Level)
			if w.Price < 0 {
				bad("line %d: a wish has a price below 0", l)
			}
			for k, t := range w.Tasks {
				if t < 0 || int(t) >= len(m.Tasks) || k > 0 && w.Tasks[k-1] >= t {
					bad("line %d: the tasks of a wish must be in order and exist", l)
					break
				}
			}
		}
		if q := m.Lines[l].Rules.Sequence; q != nil {
			q.sane(fmt.Sprintf("line %d", l), bad, level)
		}
	}
}

func (q *Sequence) sane(who string, bad func(string, ...any), level func(string, int)) {
	if q.Last < NoClass || q.Last >= MaxClasses || len(q.Forbid) > MaxClasses {
		bad("%s: class %d before the horizon, %d rows of what may not follow; classes lie below %d", who, q.Last, len(q.Forbid), MaxClasses)
	}
	for _, r := range q.Runs {
		level(who+", run", r.Level)
		if r.MinPrice < 0 || r.MaxPrice < 0 || r.Before < 0 || r.Min < 0 || r.Max < 0 {
			bad("%s: a run has a limit or a price below 0", who)
		}
		if r.Free && (r.Hard || r.Classes != 0) {
			bad("%s: runs of days off have neither classes nor a hard limit", who)
		}
	}
	for _, t := range q.Totals {
		level(who+", total", t.Level)
		if t.LowPrice < 0 || t.HighPrice < 0 || t.Before < 0 {
			bad("%s: a total has a price or past below 0", who)
		}
	}
	if w := q.Weekend; w != nil {
		level(who+", weekends", w.Level)
		if w.MaxPrice < 0 || w.HalfPrice < 0 || w.Before < 0 {
			bad("%s: weekends have a price or past below 0", who)
		}
	}
}

// Alike says whether what follows what, and the runs, take two classes for the same.
func (q *Sequence) Alike(a, b int) bool {
	row := func(c int) uint64 {
		if c < len(q.Forbid) {
			return q.Forbid[c]
		}
		return 0
	}
	if row(a) != row(b) {
		return false
	}
	for _, no := range q.Forbid {
		if no>>a&1 != no>>b&1 {
			return false
		}
	}
	for _, r := range q.Runs {
		if r.Classes>>a&1 != r.Classes>>b&1 {
			return false
		}
	}
	return true
}

// Sequenced says whether the line has prices or rules by day or wishes.
func (l *Line) Sequenced() bool { return l.Rules.Sequence != nil || len(l.Wishes) > 0 }

// Met counts the line's decisions in the tasks of the wish; of a wish about a time it is 1 where one
// meets it, else 0.
func (w *Wish) Met(dec []Decision) (n int) {
	if w.Within.Len() > 0 {
		for i := range dec {
			if d := &dec[i]; !d.Past() && (w.Taken || d.Kind <= Passive) && w.Within.From < d.End && d.Start < w.Within.To {
				return 1
			}
		}
		return 0
	}
	for _, t := range w.Tasks {
		for i := range dec {
			if dec[i].Task == t && dec[i].Kind <= Passive {
				n++
			}
		}
	}
	return n
}

// Faults is the days missing in runs too short and those beyond in runs too long.
func (r *Run) Faults(days []uint64) (short, long int64) {
	n, from := r.Before, r.Before // days so far, and those of them before the horizon
	open := r.OpenStart
	for d := 0; d <= len(days); d++ {
		if d < len(days) && r.holds(days[d]) {
			n++
			continue
		}
		if n > 0 {
			if !open && !(d == len(days) && r.OpenEnd && n > from) {
				short += int64(max(0, r.Min-n))
			}
			if r.Max > 0 {
				long += int64(max(0, n-max(r.Max, from)))
			}
		}
		n, from, open = 0, 0, false
	}
	return short, long
}

func (r *Run) holds(day uint64) bool {
	if r.Free {
		return day == 0
	}
	return day&r.Classes != 0
}

// Follows says whether no day holds what may not follow the day before.
func (q *Sequence) Follows(days []uint64) bool {
	last := uint64(0)
	if q.Last >= 0 {
		last = 1 << q.Last
	}
	for _, today := range days {
		if today != 0 {
			for x := last; x != 0; x &= x - 1 {
				if a := bits.TrailingZeros64(x); a < len(q.Forbid) && q.Forbid[a]&today != 0 {
					return false
				}
			}
		}
		last = today
	}
	return true
}

// Of is the number of decisions of the total's classes, those before the horizon included.
func (t *Total) Of(count *[MaxClasses]int32) int {
	n := t.Before
	for x := t.Classes; x != 0; x &= x - 1 {
		n += int(count[bits.TrailingZeros64(x)])
	}
	return n
}
