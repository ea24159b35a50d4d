package scheduler

import (
	"math"
	"slices"
	"time"
)

// Status says how much is known of a rota's quality.
type Status string

const (
	Optimal  Status = "optimal"  // every level of the objective equals its bound
	Feasible Status = "feasible" // legal, not proved best
	Unknown  Status = "unknown"  // a rota from elsewhere, without bounds
)

// Omit says which parts of a report are left out, for the time they take. The zero value leaves
// out none.
type Omit struct {
	Proofs  bool // that underlap is unavoidable, and what avoiding it costs
	Reasons bool // what keeps workers off
	Backups bool // those who are not on standby and could step in
	Shares  bool // how burdens are shared out
	Missed  bool // who could not be missed
}

// Stopped is why a search ended.
type Stopped string

const (
	StoppedProved    Stopped = "proved"              // no better rota exists
	StoppedTime      Stopped = "time"                // the time was up, the options' or the context's
	StoppedSteps     Stopped = "steps"               // the budget of steps was used
	StoppedCancelled Stopped = "cancelled"           // the context was cancelled
	StoppedIdle      Stopped = "no longer improving" // without a time given, and where nothing is left to try
)

// Levels are the names of the objective's levels, most important first.
var Levels = [6]string{"critical", "essential", "desirable", "family", "contingency", "money"}

// Indexes in Levels, and the levels of an engine's cost that rules price at; those before them are
// the underlap of each criticality.
const (
	LevelFamily      = 3 // minutes of family on duty; nothing where Prices.FamilyAny
	LevelContingency = 4 // minutes of a worker
	LevelMoney       = 5 // see constraints.Money
)

// Goal is one level of the objective: worker-hours, or money from the level of that name on.
// Bound is what no rota is below in which the levels before it are at their least: where one of those is
// not, the Value may be below it (see LeastLevels). It is NaN when none is known.
// A bound of a level after those of underlap that names nobody is the word of the report's engine:
// EngineBy says whose.
type Goal struct {
	Level        string // "critical", "essential", "desirable", "family", "contingency", "money", or one that a rule of the caller's own has made
	Value, Bound float64
	By           string // whose word alone the bound is, such as "CP-SAT"; empty where proofs add up to it, or it is 0
}

// Proved says whether the level is at its bound. That no rota has less of it follows where the levels
// before it are at their bounds too: see LeastLevels.
func (g Goal) Proved() bool {
	tolerance := 1e-9
	if g.InMoney() {
		tolerance = 0.005
	}
	return math.Abs(g.Value-g.Bound) <= tolerance
}

// LeastLevels is of how many levels, from the first on, no rota has less: each of them is at its bound,
// which supposes that those before it are at their least, or is one of the house's and nothing.
func LeastLevels(goals []Goal) int {
	least := func(g Goal) bool { return g.Proved() || g.Value == 0 && slices.Contains(Levels[:], g.Level) }
	if open := slices.IndexFunc(goals, func(g Goal) bool { return !least(g) }); open >= 0 {
		return open
	}
	return len(goals)
}

// InMoney says whether the level is one of money: that of the house, or one of a caller's own.
func (g Goal) InMoney() bool { return !slices.Contains(Levels[:LevelMoney], g.Level) }

// Report is a rota with all that is to be said of it; package scheduler/solve makes one.
// Everything but Engine, Seed, Seconds, Stopped, Steps, Status and the bounds is recomputed by the audit from the
// problem and the shifts alone. Hours are worker-hours, money is in the problem's currency.
type Report struct {
	Problem     string
	Engine      string
	Seed        uint64
	Seconds     float64 // that the whole call took
	Stopped     Stopped // why the search ended; empty for a rota that was not searched for
	Steps       int64   // that the search made
	LeftOut     Omit    // parts that are not whole for want of time; Complete works them out
	Status      Status
	Objective   []Goal
	Rota        *Rota
	Cover       Cover
	Underlap    []Underlap
	Overlap     []Overlap // in order of start
	Proofs      []Proof
	Contingency ContingencyReport
	Cost        CostReport
	Workers     []WorkerReport
	Fair        []FairShare
	Warnings    []string
	Findings    []Finding // broken hard rules; empty for every rota that an engine made
	// Observations are what a planner would not have done, of a rota as it was worked (Rota.AsWorked).
	Observations []Finding `json:",omitempty"`
}

// Cover is how much of what is required is covered, in worker-hours.
type Cover struct {
	RequiredHours float64
	CoveredHours  float64 // of those required, with UnderlapHours all of them
	UnderlapHours float64 // required and short
	OverlapHours  float64 // of workers beyond those required
	FamilyHours   float64 // of those covered, what family does
}

// Verdict is what is known of an underlap.
type Verdict string

const (
	VerdictUnavoidable Verdict = "unavoidable"          // it lies in the demand of a proof
	VerdictAtAPrice    Verdict = "avoidable-at-a-price" // a rota with less of it exists, worse elsewhere
	VerdictNotProved   Verdict = "not-proved"
)

// Underlap is a time in which an occurrence is short by Short workers.
// Gap is set when nobody is present at all.
type Underlap struct {
	Need, Client string
	Start, End   time.Time
	Short        int
	Gap          bool
	Criticality  Criticality
	Skills       []string
	Verdict      Verdict
	Proof        int    // index in Report.Proofs when unavoidable, -1 otherwise
	By           string // whose word alone it is that the underlap is unavoidable, such as "CP-SAT"; Proof is then -1
	Instead      string // who could take it and what would then be short, when avoidable at a price
	Why          []Why  // by worker, in the problem's order; empty when reasons were not asked for
}

// Overlap is a time in which more are present in an occurrence than it asks for, and who they are.
type Overlap struct {
	Need, Client string
	Start, End   time.Time
	Over         int      // workers beyond those required
	Workers      []string // all who are present, by id
}

// Why is what keeps one worker off an underlap or a backup: everything against
// the shift from Start to End, the one with least against it. A worker without reasons
// could step in; zero times say that no shift there is possible at all.
type Why struct {
	Worker     string
	Start, End time.Time
	Reasons    []string // each true on its own, in plain words with its date and figure
	Causes     []Cause  // the same as values
}

// Cause is one thing that keeps a worker off a time, as a value: the rule, what
// it is about, the figures and the sentence. The rules are the audit's, and:
// "duty" (on duty elsewhere then), "standby" (on standby then, or never),
// "worked" (at work from before the rota), "present" (there already, or the one
// to be backed), "refused" (by the client),
// "provider.suspended", "same_provider" (no backup of one of the same provider),
// "rest" (From to To between two pieces of work would be too short a rest), "need.max_shift", "own"
// (a rule of the caller's own, which it is about by name) and, of a repair, "arrival" (called too
// late to be there at the start).
type Cause struct {
	Rule     string
	About    string    // skill, client, provider or need, by id, where the rule is about one; of "unavailable" the cause
	From, To time.Time // of the week, day, other shift, rest or absence; zero for none, To also for no end that concerns the rota
	Have     float64   // what is there already: hours, days, nights or weekends
	Limit    float64   // what the rule allows of it; least for rests and travel
	Over     float64   // by how much the limit would be passed; of "duty", the hours that would be uncovered
	Says     string    // a phrase about the worker, such as "lacks swimming"
}

// Conflict is a smallest set of things that together make it impossible to meet a need at a time,
// whatever the rota: were any one of them gone, enough workers could be there.
type Conflict struct {
	Need       string
	Start, End time.Time
	Wanted     int // workers who are wanted beside those pinned there
	Could      int // workers who could be there
	Members    []ConflictMember
	By         string // the solver that found a smaller one than QuickXplain; empty for QuickXplain's
	Says       string
}

// ConflictMember is a member of a Conflict: a rule, and the worker, provider, client or skill that
// it is about.
type ConflictMember struct {
	Rule, About string
	Says        string
}

// Proof shows that in every rota at least BoundHours of the demand are short:
// Demand asks DemandHours, and the workers and providers of Supply can give
// at most the rest; whoever is left out can give nothing.
type Proof struct {
	Level                   string // of the objective: that of the least critical need in the demand, which may hold more critical ones too
	BoundHours, DemandHours float64
	Demand                  []ProofDemand
	Supply                  []ProofSupply
	Kind                    string // "hours", "rota", ProofCounted or "engine"
	Says                    string // one plain sentence with the figures
}

// ProofDemand is time in which a need asks for so many workers, or for so
// many who hold the among skill Skill when that is not empty.
type ProofDemand struct {
	Need, Skill string
	Start, End  time.Time
	Workers     int
	CountsHours float64 // what it counts for each of Workers, where less than it lasts; 0: as long as it lasts
}

// ProofSupply is the most that a worker, or a provider's workers together,
// can give to a proof's demand, and the limit that says so.
type ProofSupply struct {
	Worker, Provider string // one of them
	AtMostHours      float64
	Limit            string // e.g. "max_hours_week", "availability", "rota"
	Week             string // first day of the week the limit is over, empty for none
}

// Loss is the underlap added when a worker or a provider is taken away and
// the rota is repaired as well as the engine can.
type Loss struct {
	Who   string  // worker or provider id
	Hours float64 // worker-hours
}

// PairLoss is the underlap added when two workers are taken away together.
type PairLoss struct {
	First, Second string  // worker ids
	Hours         float64 // worker-hours
}

// ContingencyReport is the contingency's shortfall in worker-hours, and who could not be
// missed: SinglePoints to LongestGap. SinglePoints, Providers and Pairs are nil where they are not
// worked out, and empty where there is nobody to name.
type ContingencyReport struct {
	StandbyRequired   float64 // worker-hours of standby asked for
	Shortfall         float64 // of standby, relief and headroom: the three that follow
	StandbyShortfall  float64
	ReliefShortfall   float64
	HeadroomShortfall float64
	Gaps              []ContingencyGap // all that make up the shortfall of standby and of relief
	SinglePoints      []Loss           // workers without whom hours go uncovered, most hours first
	Providers         []Loss           // every provider
	Pairs             []PairLoss       // two workers who are missed more together than one by one, where that is asked for
	Skills            []SkillCount     // who hold what, by provider
	LongestGap        time.Duration    // in which nobody is there for a need
}

// SkillCount is how many workers, not trainees and not suspended, hold a skill at some time in the
// rota, by provider. Skill is empty for all workers of the provider, and Provider for those without
// one.
type SkillCount struct {
	Provider, Skill string
	Workers         int
}

// ContingencyGap is a time in which the worker on duty in a need has too few
// on standby who can replace her, or a shift that too few could take as relief.
type ContingencyGap struct {
	Kind         string // GapStandby or GapRelief
	Need, Worker string
	Start, End   time.Time
	Short        int   // how many are missing
	Why          []Why // of standby
}

// Kinds of gaps in the contingency.
const (
	GapStandby = "standby"
	GapRelief  = "relief"
)

// CostReport is the cost in money. Total includes on-cost; the parts Waking to
// GuaranteedUnused are before on-cost, Enhancements being what enhancements
// add to the kinds' plain pay.
type CostReport struct {
	Total, Waking, SleepIn, Standby, Enhancements, GuaranteedUnused, OnCost float64
	ForStandby                                                              float64 // of Total, what all standby comes to: without it the same work costs so much less
	Prices                                                                  float64 // the objective's prices, not in Total: the money level is Total + Prices
	FamilyValue                                                             float64 // what family's hours are worth by their rates: never paid, in no other figure
	ByProvider, ByClient                                                    map[string]float64
}

// WorkerReport is one worker's share. Hours are counted hours.
type WorkerReport struct {
	Worker          string
	Hours           float64   // over the rota
	ByWeek          []float64 // in each week that the rota touches
	Nights          int       // night shifts
	Weekends        int       // touched by any work but standby
	StandbyHours    float64   // elapsed, on standby
	GuaranteedHours float64   // a week, as the problem has them
}

// FairShare is how one burden is shared out among those who could bear a part of it. Each weekend,
// night and standby shift is due to all who could have had it, in proportion to the contracted hours
// of its week, of those without any to the hours for which they are available within their limits.
type FairShare struct {
	Of    string  // "weekends", "nights" or "standby" (hours)
	Total float64 // borne by all of Workers
	// Spread is the part of Total that would have to change hands for everybody to be within one
	// weekend, night or standby shift of the fair share: 0 is as fair as it can be (the index of
	// E. M. Hoover, 1936, of what can be shared).
	Spread  float64
	Workers []Share // in the problem's order
}

// Share is one worker's part of a burden.
type Share struct {
	Worker     string
	Given, Due float64
}

// Finding is a broken hard rule.
type Finding struct {
	Rule   string // e.g. "max_hours_week", "rest", "skills"
	Worker string
	Need   string
	At     time.Time
	Says   string // one plain sentence with the figures
}

// Limits named in proofs, as ProofSupply has them.
const (
	LimitAvailability = "availability"
	LimitDay          = "max_hours_day"
	LimitWeek         = "max_hours_week"
	LimitRota         = "max_hours_rota"
	LimitAlone        = "rota"   // all rules of one worker together
	LimitJoint        = "engine" // all rules of a few workers together
)

// ProofCounted is the kind of a proof of visits some of which count for less than they last
// (ProofDemand.CountsHours): DemandHours and what each worker can give, alone under all rules, are
// in hours so counted. BoundHours is the difference, or the next multiple of what the visits'
// lengths have in common, since visits that are taken whole stay open whole.
const ProofCounted = "counted"

// ProofSlack is what the hours of proofs may differ by for rounding.
const ProofSlack = 1e-6

// Judge says what the bounds prove. The audit's values stand: they also hold what
// no engine plans (relief), so that a level is never called optimal on the
// engine's word alone.
func (r *Report) Judge() {
	if r == nil {
		return
	}
	r.Status = Optimal
	if LeastLevels(r.Objective) < len(r.Objective) {
		r.Status = Feasible
	}
}

// Trust gives underlap that has no verdict one where another solver alone has proved
// its level least, and the levels before it are least too: in every rota so
// much is short, the more critical need first. There is no proof of it to read.
func (r *Report) Trust() {
	for l := range r.underlapGoals() {
		g := &r.Objective[l]
		if !g.Proved() {
			return
		}
		for i := range r.Underlap {
			if u := &r.Underlap[i]; g.By != "" && int(u.Criticality) == l && u.Verdict == VerdictNotProved {
				u.Verdict, u.By = VerdictUnavoidable, g.By
			}
		}
	}
}

// EngineBy is who holds a bound that an engine gives and names nobody for, as a Goal's By has it. Of
// engines that work together those name themselves that prove by themselves, so that what is left is
// the native engine's.
func EngineBy(engine string) string {
	if engine == "auto" || engine == "native" {
		return "the native engine"
	}
	return engine
}

// underlapGoals are the levels of underlap that the report has.
func (r *Report) underlapGoals() []Goal {
	if r == nil {
		return nil
	}
	return r.Objective[:min(len(r.Objective), LevelFamily)]
}
