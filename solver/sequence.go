package solver

// MaxClasses is the greatest number of classes of task a model may have.
const MaxClasses = 64

// NoClass stands for a day off in Sequence.Last.
const NoClass = -1

// Sequence has the rules of a line by day: what may follow what from one day
// to the next, how long runs of days are, how weekends are worked. A decision
// belongs to the day of Model.Days in which it starts; days outside
// Model.Horizon are not looked at. Decisions of kind Active and Passive count,
// Reserve and Beside do not; past work counts only as the fields here say.
//
// OnePerDay, Forbid and Most are hard. The rest has prices: a rule that ought
// to be hard but that an empty line can break (a least run, a least total) is
// priced at a level above the others.
type Sequence struct {
	OnePerDay bool     // at most one decision starts on a day
	Forbid    []uint64 // Forbid[a] has bit b set when a decision of class b may not start on the day after one of class a; nil for none
	Last      int      // class worked on the day before the horizon, NoClass for none
	Most      []int32  // Most[a] is the greatest number of decisions of class a; nil for no limits, negative for no limit
	Runs      []Run
	Weekend   *WeekendRule // nil for none
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
	Level              int
	Before             int  // days of the sort in a row that end on the day before the horizon
	OpenStart          bool // a run that holds the first day does not pay for Min
	OpenEnd            bool // a run that holds the last day does not pay for Min
}

// WeekendRule prices the work of Model.Weekends. A weekend is worked when a
// decision starts on any of its days.
type WeekendRule struct {
	Max       int // weekends worked above Max, those of Before included, cost MaxPrice each
	Before    int // weekends worked before the horizon
	MaxPrice  int64
	HalfPrice int64 // for each weekend of which a day, but not every day, is worked
	Level     int
}

// Wish is the price of serving, or of not serving, any of some tasks.
type Wish struct {
	Tasks []int32 // ascending
	// Taken: Price is paid for each of Tasks that the line has a decision
	// (Active or Passive) in. Otherwise it is paid once when it has none.
	Taken bool
	Price int64
	Level int
}
