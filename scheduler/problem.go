package scheduler

import (
	"slices"
	"strings"
	"time"
)

// Problem is who needs what, who can work, what limits hold and what
// contingency is wanted. Its fields follow the problem file (format
// "carerota/1"); NewProblem sets that format's defaults.
type Problem struct {
	Name         string
	Zone         *time.Location // wall times are local to it
	Start        Date           // first day
	Days         int            // 1 to 366
	Grain        time.Duration  // 5, 10, 15, 30 or 60 minutes
	WeekStarts   time.Weekday   // its zero value is Sunday; NewProblem sets Monday
	Holidays     []Date         // the days that "holidays" means
	AsOf         time.Time      // what starts before it has happened: it counts, but breaks no rule by itself, and nothing new starts there; zero for none
	Clients      []Client
	Needs        []Need
	Providers    []Provider
	Skills       []SkillMeaning // what skills mean, where more is known than the name
	Workers      []Worker
	Caps         Caps // house limits
	Pay          []Pay
	WorkPatterns []WorkPattern
	Contingency  Contingency
	Objective    Prices
	LawOff       []string // checks of the law, by name, that nothing is to be said of
	From         *Rota    // the rota that Objective.Change compares with; nil for none
}

// NewProblem is an empty problem with the format's defaults.
func NewProblem(name string, zone *time.Location, start Date, days int) *Problem {
	return &Problem{
		Name: name, Zone: zone, Start: start, Days: days,
		Grain: 15 * time.Minute, WeekStarts: time.Monday,
		Caps:        HouseCaps(),
		Contingency: Contingency{StandbyMin: 4 * time.Hour, StandbyMax: 13 * time.Hour},
		Objective:   Prices{NewFace: 5, Changeover: 10, StandbyShift: 5, Overlap: 10, Heads: 100, ShadowShort: 20},
	}
}

// Client is a person supported.
type Client struct {
	ID, Name string
	Known    []string  // workers who know the person
	Refuses  []string  // workers or providers: hard
	Tell     []Contact // who is told of every change
	// TellWithin is how soon after a change is known they are told; 0: at once.
	TellWithin time.Duration
	Phone      string
	// Facts are what whoever comes must know, most critical first. They stand on the day sheet, and
	// nowhere that leaves the house.
	Facts []string
}

// Contact is somebody who is told.
type Contact struct{ Name, Phone string }

// SkillMeaning says what a skill is where its name does not say it. Its zero value but for the name
// is what holds of a skill of which nothing is said.
type SkillMeaning struct {
	Name        string
	Untrainable bool    // nobody can be trained in it: being a woman, speaking Welsh, living near
	Lacks       string  // the words for who does not hold it; empty: "lacks" and the name
	TrainDays   int     // from the start of training until it holds, 0 to 1000
	TrainCost   float64 // money
}

// WhoLacks are the words for somebody who does not hold the skill, after a name.
func (s SkillMeaning) WhoLacks() string {
	if s.Lacks != "" {
		return s.Lacks
	}
	return "lacks " + s.Name
}

// whoIs are words that say who somebody is, which nobody is trained in where the problem does not say so.
var whoIs = []string{"woman", "women", "female", "lady", "man", "men", "male"}

// Meaning is what a skill means. One that the problem says nothing of can be trained, unless it is a
// word for a woman or a man.
func (p *Problem) Meaning(skill string) SkillMeaning {
	for i := 0; p != nil && i < len(p.Skills); i++ {
		if p.Skills[i].Name == skill {
			return p.Skills[i]
		}
	}
	return SkillMeaning{Name: skill, Untrainable: slices.Contains(whoIs, strings.ToLower(skill))}
}

// Kind is a kind of shift.
type Kind int

const (
	Waking  Kind = iota // awake and at work, paid by the hour
	SleepIn             // asleep on the premises, paid by the shift
	Standby             // held ready, paid by the hour; serves no need
	Shadow              // a trainee beside the mentor: paid as waking, never counted as cover
)

// Criticality is the order in which underlap is avoided: no hour of one is left short to cover any
// number of hours of those after it.
type Criticality int

const (
	Critical  Criticality = iota // harm comes of it when nobody is there
	Essential                    // what a need is unless it says otherwise
	Desirable                    // can be missed for once
)

// Pattern says on which days something holds: the weekdays marked, the
// holidays when Holidays is set, and Dates, less Except (and less holidays
// with ExceptHolidays), from FromDate to UntilDate inclusive (zero dates: the
// horizon).
type Pattern struct {
	Weekdays       [7]bool // by time.Weekday
	Holidays       bool
	Dates          []Date
	Except         []Date
	ExceptHolidays bool
	FromDate       Date
	UntilDate      Date
}

// Daily is the pattern of every day.
func Daily() Pattern {
	return Pattern{Weekdays: [7]bool{true, true, true, true, true, true, true}}
}

// On is the pattern of the given weekdays.
func On(days ...time.Weekday) Pattern {
	var p Pattern
	for _, d := range days {
		p.Weekdays[d] = true
	}
	return p
}

// Need is what a client must have: on each day of the pattern one occurrence
// from From to To (wall clock; To at or before From means the next day).
// Occurrences that touch are one, unless Whole. Begin with NewNeed: a literal Need asks for 0 workers,
// which is a fault, is Critical, may be cut into shifts of any length and has no contingency.
type Need struct {
	ID          string
	Client      string // empty: non-contact work
	Days        Pattern
	From, To    time.Duration // since local midnight by the clock, 0 to 24 h
	Workers     int           // wanted at every instant, 1 to 99
	Skills      []string      // each of them holds all of these
	Fallback    []string      // who holds all of these, though not Skills, may degrade a gap, never cover it; empty: nobody
	Among       []Among       // at most 8
	Only        []string      // worker or provider ids; empty: anyone
	Kind        Kind          // Waking or SleepIn
	Whole       bool          // one worker takes the whole occurrence; see WholeByDefault
	MinShift    time.Duration // least length of a shift (the whole occurrence when that is shorter); 0: none
	MaxShift    time.Duration // greatest length, at least MinShift; 0: none
	Criticality Criticality
	Contingency bool // whether the contingency policy applies
}

// NewNeed is a need of one worker with the format's defaults for the window.
func NewNeed(id, client string, days Pattern, from, to time.Duration) Need {
	n := Need{ID: id, Client: client, Days: days, From: from, To: to, Workers: 1,
		MinShift: 2 * time.Hour, Criticality: Essential, Contingency: true}
	n.Whole = WholeByDefault(n)
	return n
}

// WholeByDefault is the format's default of Need.Whole: a window of at most
// 4 h by the clock, or a sleep-in.
func WholeByDefault(n Need) bool {
	d := n.To - n.From
	if d <= 0 {
		d += 24 * time.Hour
	}
	return d <= 4*time.Hour || n.Kind == SleepIn
}

// Among asks that at least Workers of those present hold Skill.
type Among struct {
	Skill   string
	Workers int // 1 to the need's Workers
}

// ProviderKind is how a provider supplies workers.
type ProviderKind int

const (
	Team   ProviderKind = iota // employed by the service
	Bank                       // employed when called on
	Agency                     // another firm's staff
	PA                         // personal assistants, employed by the person supported
	Family                     // only in windows that are offered
)

// Provider employs or provides workers. Begin with NewProvider: a literal Provider{ID: "x"} has
// accepted no client and its workers cost nothing (validate.Warnings says so).
type Provider struct {
	ID, Name     string
	Kind         ProviderKind
	Tier         int            // order in which a gap is offered, the lowest first; 0 to 1000, usually 1 on
	Notice       time.Duration  // needed before a shift's start to call on it
	FromDate     Date           // approved only from, zero for always
	UntilDate    Date           // and until, inclusive
	Accepts      []string       // clients it has accepted
	AcceptsAll   bool           // true: every client, and Accepts is ignored
	MaxHoursWeek *time.Duration // ceiling over the counted hours a week of all its workers; nil for none
	MaxCost      *float64       // ceiling over the cost of all its workers over the rota, on-cost included; nil for none
	OnCost       float64        // factor on its workers' pay, 0 to 1000; 1 for pay alone
	Suspended    bool           // none of its workers is rostered
}

// NewProvider is a provider with the format's defaults: of every client, at the first tier, whose
// workers cost what they are paid.
func NewProvider(id string, kind ProviderKind) Provider {
	return Provider{ID: id, Kind: kind, Tier: 1, OnCost: 1, AcceptsAll: true}
}

// Skill is a skill a worker holds, from and until inclusive (zero dates: always).
type Skill struct {
	Name        string
	From, Until Date
}

// Window is a time of availability: on each day of the pattern from From to To
// by the wall clock; WholeDay is the day from midnight to midnight.
type Window struct {
	Days     Pattern
	From, To time.Duration
	WholeDay bool
}

// Wish is what a worker would like: to be off in each window, or on in it. It is at a price, never
// hard. Standby in a window breaks a wish to be off, and does not grant one to be on.
type Wish struct {
	Window
	On    bool    // to have a shift on duty in each window; otherwise to have none
	Price float64 // money for each window in which it is not so
}

// Absence is time in which a worker is not available: either Start to End, or
// the whole of each date of Dates; or a day off on each of Dates, when Starts.
type Absence struct {
	Start, End time.Time
	Dates      []Date
	Starts     bool // no shift starts on the dates; one that began the day before may end there
	Why        string
}

// Worked is work begun before the rota (or before AsOf, or before the worker's first day in it). It
// counts toward rest, spells, runs of days and the hours of the day and week it falls in.
type Worked struct {
	Start, End time.Time // in whole minutes
	Kind       Kind
}

// Pin is a fixed shift: it is kept, and must break no hard rule.
type Pin struct {
	Need       string    // empty for a shift on standby
	Start, End time.Time // in whole minutes
	Part       bool      // a part of a shift, agreed on the day: Whole, MinShift, how long standby lasts and the grid are not asked of it
}

// Worker is somebody who may be rostered. Begin with NewWorker: a literal Worker{ID: "ade"} is never
// available and never on standby (validate.Warnings says so).
type Worker struct {
	ID, Name            string
	Provider            string // empty for none
	Skills              []Skill
	Suspended           bool     // not rostered
	Refuses             []string // clients: hard
	Available           []Window
	AlwaysAvailable     bool // true: Available is ignored
	Unavailable         []Absence
	Shadowing           string        // the mentor's id when a trainee
	ShadowHours         float64       // hours of shadowing wanted over the rota, 0 to 100 000
	Standby             bool          // may be rostered on standby
	Rate                float64       // money a waking hour, 0 to 1 000 000 as all rates and prices
	SleepInRate         float64       // money a sleep-in
	StandbyRate         float64       // money a standby hour
	GuaranteedHoursWeek float64       // hours paid each week even when not rostered, 0 to 168
	Caps                *Caps         // nil: the house's; otherwise complete limits of this worker's own
	OptOut              bool          // has signed that the average week may be longer than 48 hours
	AnswerTime          time.Duration // from being called to an answer
	TravelTime          time.Duration // from the answer to being there
	Phone               string
	Born                Date // zero where it is not known; read by warnings only
	Wishes              []Wish
	Worked              []Worked
	Pinned              []Pin
}

// NewWorker is a worker with the format's defaults: always available, standby
// allowed.
func NewWorker(id, provider string, skills ...string) Worker {
	w := Worker{ID: id, Provider: provider, AlwaysAvailable: true, Standby: true}
	for _, s := range skills {
		w.Skills = append(w.Skills, Skill{Name: s})
	}
	return w
}

// Caps are hard limits. HouseCaps gives the format's defaults, and With a copy with a change: a
// literal Caps{} has limits of no length, which are faults. A nil pointer is no limit. Hours are
// counted hours, up to 100 000; durations are whole minutes, up to a leap year; numbers go up to
// 1000.
type Caps struct {
	MaxHoursWeek    *time.Duration // in each week
	MaxHoursDay     *time.Duration // in each day
	MaxHoursRota    *time.Duration // in all
	MinRest         time.Duration  // two shifts closer than this are in one spell
	MaxSpell        time.Duration  // from the first start to the last end of a spell; a minute or more
	MaxSpellSleepIn time.Duration  // of a spell with a sleep-in; a minute or more
	MaxShift        time.Duration  // of one waking shift; a minute or more
	MaxSleepIn      time.Duration  // of one sleep-in; a minute or more
	MaxDaysInARow   int            // days with any work; 0: no limit
	MaxNightsInARow int            // days on which a night shift starts; 0: no limit
	WeeklyRest      time.Duration  // unbroken, in each whole week with a shift, at most 168 h; 0: none
	MaxWeekends     *int           // touched by any work but standby
	SleepInCounts   float64        // share of a sleep-in's time that counts toward hours, 0 to 1
	StandbyCounts   float64        // share of standby's time, 0 to 1
	Travel          time.Duration  // least gap between shifts with two different clients
	// OvernightRest is the least gap between two shifts with a midnight inside the gap, where neither
	// of the two is a night or a sleep-in; 0: none.
	OvernightRest time.Duration
	// MaxWakingInSpell bounds the waking and shadowing time of a spell, with a sleep-in or without;
	// 0: no limit.
	MaxWakingInSpell time.Duration
	Firm             []string // keys of limits that no advice proposes to change
	FirmWhy          string   // why they are firm: for managers only
}

// HouseCaps are the defaults of `[caps]`.
func HouseCaps() Caps {
	week := 48 * time.Hour
	return Caps{MaxHoursWeek: &week, MinRest: 11 * time.Hour, MaxSpell: 13 * time.Hour,
		MaxSpellSleepIn: 25 * time.Hour, MaxShift: 13 * time.Hour, MaxSleepIn: 12 * time.Hour,
		MaxDaysInARow: 6, MaxNightsInARow: 7, WeeklyRest: 24 * time.Hour,
		SleepInCounts: 1, StandbyCounts: 1, MaxWakingInSpell: 13 * time.Hour}
}

// Hours is h hours, for the optional limits.
func Hours(h float64) *time.Duration {
	d := time.Duration(h * float64(time.Hour))
	return &d
}

// Pay is an enhancement: on the days of the pattern, from From to To (WholeDay:
// the whole day), pay is multiplied by Multiply (0 for none) and Add money an hour is added.
// Of the multipliers that apply at an instant the largest counts; additions add up.
type Pay struct {
	Name      string
	Days      Pattern
	From, To  time.Duration
	WholeDay  bool
	Multiply  float64 // factor on the rate, up to 1000; 0 for none
	Add       float64 // money an hour; one of the two is more than 0
	AppliesTo []Kind  // of Waking, SleepIn and Standby; empty: Waking (which includes shadowing)
}

// PatternOf is what a WorkPattern counts.
type PatternOf int

const (
	DaysWorked     PatternOf = iota // days in a row with a shift
	DaysOff                         // days in a row without one
	ShiftsWorked                    // shifts over the rota
	WeekendsWorked                  // weekends with a shift
	SplitWeekends                   // weekends with a shift on one day and none on the other
)

// WorkPattern wishes for a shape of each worker's rota, at a price. Waking and sleep-in shifts
// count, on the day they start; standby and shadowing do not, nor does what was worked before the
// rota. A run of days that holds the rota's first or last day is never too short. It is not for
// trainees and suspended workers.
type WorkPattern struct {
	Name    string
	Workers []string // ids; empty: everybody
	Of      PatternOf
	Needs   []string // DaysWorked and ShiftsWorked: the needs whose shifts count; empty: all
	Least   int      // 0 to 1000, 0 for none; of DaysWorked, DaysOff and ShiftsWorked
	Most    *int     // from Least to 1000, nil for no limit; not for SplitWeekends
	Price   float64  // money for each day, shift or weekend missing or too many; for each split weekend
}

// Contingency is the slack that is built in.
type Contingency struct {
	Standby           int           // workers on standby behind each worker on duty, 0 to 1000; one backs many at once
	StandbyMin        time.Duration // least length of a standby shift, a minute or more
	StandbyMax        time.Duration // greatest, at least StandbyMin
	Relief            int           // workers who could take each shift on duty whole though not on standby, 0 to 1000
	DifferentProvider bool          // whether standby must be of another provider than the one it backs
	Headroom          float64       // share of MaxHoursWeek kept free for leave and sickness, 0 to 1
	// HoldOver is for how long, past the limits of a shift, a spell and the hours
	// and into the rest after them, a worker on duty may be kept on the day until relief
	// comes. It is never planned.
	HoldOver time.Duration
}

// Prices are the objective's prices in money, each 0 to 1 000 000, and how family is used.
type Prices struct {
	NewFace      float64 // per pair of worker on duty and client not in Known
	StandbyShift float64 // per standby shift
	Changeover   float64 // per shift in an occurrence beyond its Workers
	Unfair       float64 // per provider, times highest less lowest load
	Overlap      float64 // per worker-hour
	Heads        float64 // per worker-hour of workers missing that a missing among skill hides
	ShadowShort  float64 // per hour of shadowing missing
	Change       float64 // per hour of shift in one of two rotas and not the other
	// FamilyAny uses family's hours like anybody's. Otherwise they come last: before what is kept
	// ready and before money, no hour of family is used that somebody else could work.
	FamilyAny bool
	MaxCost   *float64 // the budget: ceiling over the cost of the rota, Prices left aside; nil for none
}

// HoldsOn says whether the pattern holds on a day; holidays are the days that "holidays" means.
func (pt *Pattern) HoldsOn(d Date, holidays []Date) bool {
	holiday := slices.Contains(holidays, d)
	switch {
	case !pt.FromDate.IsZero() && d.Before(pt.FromDate), !pt.UntilDate.IsZero() && pt.UntilDate.Before(d),
		pt.ExceptHolidays && holiday, slices.Contains(pt.Except, d):
		return false
	}
	return pt.Weekdays[d.Weekday()] || pt.Holidays && holiday || slices.Contains(pt.Dates, d)
}

// For says whether the pattern is for the worker.
func (w *WorkPattern) For(worker *Worker) bool {
	if worker.Suspended || worker.Shadowing != "" {
		return false
	}
	for _, id := range w.Workers {
		if id == worker.ID {
			return true
		}
	}
	return len(w.Workers) == 0
}

// HasBudget says whether what the rota, or a provider's workers, may cost is limited.
func (p *Problem) HasBudget() bool {
	return p != nil && (p.Objective.MaxCost != nil || slices.ContainsFunc(p.Providers, func(s Provider) bool { return s.MaxCost != nil }))
}

// Families are the ids of the providers that are a family; nobody of them is paid.
func (p *Problem) Families() map[string]bool {
	family := map[string]bool{}
	if p == nil {
		return family
	}
	for i := range p.Providers {
		if p.Providers[i].Kind == Family {
			family[p.Providers[i].ID] = true
		}
	}
	return family
}
