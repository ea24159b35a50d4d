package reading

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Audited is a rota held against every hard rule and computed in full.
func Audited(p *scheduler.Problem, r *scheduler.Rota) *Reading { return AuditedUnder(p, r, nil) }

// compute computes all that is said of a rota that is judged.
func compute(a *Reading) {
	sortFindings(a)
	computeCover(a)
	a.ReadStandby()
	computeRelief(a)
	sortGaps(a)
	computeHeadroom(a)
	computeCost(a)
	computePrices(a)
	reportWorkers(a)
	warn(a)
	reportGoals(a)
}

// Judged is a rota held against every hard rule.
func Judged(p *scheduler.Problem, r *scheduler.Rota) *Reading { return JudgedUnder(p, r, nil) }

func judge(a *Reading) {
	judgeShifts(a)
	judgeLines(a)
	JudgeCeilings(a)
	judgeBudgets(a)
	judgePins(a)
	judgeTogether(a)
}

// Reading is one reading of one rota.
type Reading struct {
	Calendar
	Problem    *scheduler.Problem
	Own        Own   // what rules of a caller's own say; nil for none
	Rules      Rules // which make Own for this problem or another
	Workers    []Worker
	Needs      []Need
	WorkerOf   map[string]int
	NeedOf     map[string]int
	ProviderOf map[string]int
	ClientOf   map[string]int
	AsOf       int64           // what starts before it is history
	known      map[[2]int]bool // client and worker who know each other
	Shifts     []Shift         // those that can be read
	onStandby  [][]int         // by day: the standby shifts that touch it
	ByProvider [][]float64     // counted seconds by provider and week, worked ones too
	replaces   []int8          // by need and worker: 0 not looked up, 1 may replace at some time, -1 may not
	behind     [][]behind      // by worker: when on standby behind whom
	ladders    [][]int         // by need: who may relieve at some time, in ladder order; nil when not looked up
	Scratch    scratch
	underlap   [3]float64 // hours by criticality
	hidden     int64      // worker-seconds missing that a missing among skill hides
	Report     *scheduler.Report
}

// Shift is a shift of the rota as it is read. Its worker is known;
// need and occurrence are -1 for none.
type Shift struct {
	Span
	Worker, Need, Occ int
	Kind              scheduler.Kind
	ragged            bool // not on whole seconds
	History           bool // begun before the problem's AsOf
	Part              bool // pinned as a part of a shift
	Counts            bool // as cover of its occurrence
	Holds             []bool
	At                *scheduler.Shift // in the report's rota
}

// New is a reading of a problem, nil for an empty one, with no shifts yet.
func New(p *scheduler.Problem) *Reading {
	if p == nil {
		p = &scheduler.Problem{}
	}
	a := &Reading{Problem: p, Calendar: NewCalendar(p),
		Report: &scheduler.Report{Problem: p.Name, Status: scheduler.Unknown, Rota: &scheduler.Rota{}}}
	a.AsOf = Ever
	if !p.AsOf.IsZero() {
		a.AsOf = p.AsOf.Unix()
	}
	a.WorkerOf = index(len(p.Workers), func(i int) string { return p.Workers[i].ID })
	a.NeedOf = index(len(p.Needs), func(i int) string { return p.Needs[i].ID })
	a.ProviderOf = index(len(p.Providers), func(i int) string { return p.Providers[i].ID })
	a.ClientOf = index(len(p.Clients), func(i int) string { return p.Clients[i].ID })
	a.known = map[[2]int]bool{}
	for c := range p.Clients {
		for _, id := range p.Clients[c].Known {
			if w, ok := a.WorkerOf[id]; ok {
				a.known[[2]int{c, w}] = true
			}
		}
	}
	readWorkers(a)
	readNeeds(a)
	return a
}

// index numbers ids; of one given twice the first stands.
func index(n int, id func(int) string) map[string]int {
	of := make(map[string]int, n)
	for i := range n {
		if _, twice := of[id(i)]; !twice {
			of[id(i)] = i
		}
	}
	return of
}

// IndexOf looks an id up, -1 for none.
func IndexOf(of map[string]int, id string) int {
	if i, ok := of[id]; ok {
		return i
	}
	return -1
}

// ReadShifts copies the rota, nil for none, into the report, sorts it, and takes up the
// shifts that can be read.
func (a *Reading) ReadShifts(r *scheduler.Rota) {
	if r == nil {
		r = &scheduler.Rota{}
	}
	copied := slices.Clone(r.Shifts)
	if !slices.IsSortedFunc(copied, CompareShifts) {
		slices.SortStableFunc(copied, CompareShifts)
	}
	a.Report.Rota.Shifts, a.Report.Rota.AsWorked = copied, r.AsWorked
	pins := a.PinSet()
	a.Shifts = make([]Shift, 0, len(copied))
	a.onStandby = make([][]int, len(a.Dates))
	for i := range copied {
		s := &copied[i]
		s.Start, s.End, s.Backups = s.Start.In(a.Zone), s.End.In(a.Zone), nil
		part, pinned := pins[PinOf(s)]
		s.Pinned = pinned
		if readable(a, s) {
			take(a, s, part)
		}
	}
	count := make([]int, len(a.Workers))
	for i := range a.Shifts {
		count[a.Shifts[i].Worker]++
	}
	for i, n := range count {
		a.Workers[i].Line = slices.Grow(a.Workers[i].Line, n)
	}
	for i := range a.Shifts {
		s := &a.Shifts[i]
		w := &a.Workers[s.Worker]
		w.Line = append(w.Line, a.ItemOf(s))
		if s.Kind == scheduler.Standby {
			for d := a.DayOf(s.From); d < len(a.Dates) && a.Midnights[d] < s.To; d++ {
				a.onStandby[d] = append(a.onStandby[d], i)
			}
		}
		if s.Counts {
			a.Needs[s.Need].enter(s.Span, i)
		}
	}
	for i := range a.Workers {
		SortItems(a.Workers[i].Line)
	}
}

// CompareShifts is the order of the shifts of a rota in a report.
func CompareShifts(x, y scheduler.Shift) int {
	if c := x.Start.Compare(y.Start); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(x.Worker, y.Worker), x.End.Compare(y.End),
		cmp.Compare(x.Need, y.Need), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Client, y.Client))
}

// readable says whether the shift can be read, and why not.
func readable(a *Reading, s *scheduler.Shift) bool {
	out := breachesOf(a, s.Worker)
	from, to := s.Start.Unix(), s.End.Unix()
	switch {
	case IndexOf(a.WorkerOf, s.Worker) < 0:
		out.add("worker", from, s.Need, func() string {
			return fmt.Sprintf("The problem has no worker %q, who has a shift at %s", s.Worker, a.SayTime(from))
		})
	case s.Kind < scheduler.Waking || s.Kind > scheduler.Shadow:
		out.add("kind", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift of the unknown kind %d at %s", a.NameOf(s.Worker), int(s.Kind), a.SayTime(from))
		})
	case !s.Start.Before(s.End) || from >= to:
		out.add("times", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift that starts at %s and ends at %s, not after it", a.NameOf(s.Worker), a.SayTime(from), a.SayTime(to))
		})
	case from < a.Midnights[0] || to > a.Midnights[len(a.Midnights)-1]:
		out.add("times", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift from %s to %s, far from the rota's days", a.NameOf(s.Worker), a.SayTime(from), a.SayTime(to))
		})
	default:
		return true
	}
	return false
}

// take enters a readable shift.
func take(a *Reading, s *scheduler.Shift, part bool) {
	t := Shift{Span: Span{s.Start.Unix(), s.End.Unix()}, Worker: a.WorkerOf[s.Worker], Need: -1, Occ: -1,
		Kind: s.Kind, At: s, ragged: s.Start.Nanosecond() != 0 || s.End.Nanosecond() != 0}
	t.Part, t.History = part, t.From < a.AsOf
	if s.Kind != scheduler.Standby {
		t.Need = IndexOf(a.NeedOf, s.Need)
	}
	if t.Need >= 0 {
		n := &a.Needs[t.Need]
		t.Occ = n.OccurrenceOf(t.Span)
		t.Counts = t.Occ >= 0 && t.Kind == n.Kind && !a.Workers[t.Worker].Trainee
		for _, m := range n.Among {
			t.Holds = append(t.Holds, t.Counts && a.Workers[t.Worker].Holds(m.Skill, t.Span))
		}
	}
	a.Shifts = append(a.Shifts, t)
}

// sortFindings puts the findings in order of time.
func sortFindings(a *Reading) {
	for _, list := range [][]scheduler.Finding{a.Report.Findings, a.Report.Observations} {
		slices.SortStableFunc(list, func(x, y scheduler.Finding) int {
			return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Worker, y.Worker), cmp.Compare(x.Need, y.Need),
				cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Says, y.Says))
		})
	}
}

// reportGoals enters the levels of the objective.
func reportGoals(a *Reading) {
	r := a.Report
	c := &r.Contingency
	c.Shortfall = c.StandbyShortfall + c.ReliefShortfall + c.HeadroomShortfall
	nan, family := math.NaN(), r.Cover.FamilyHours
	if a.Problem.Objective.FamilyAny {
		family = 0
	}
	r.Objective = []scheduler.Goal{
		{Level: "critical", Value: a.underlap[scheduler.Critical], Bound: nan}, {Level: "essential", Value: a.underlap[scheduler.Essential], Bound: nan},
		{Level: "desirable", Value: a.underlap[scheduler.Desirable], Bound: nan}, {Level: "family", Value: family, Bound: nan},
		{Level: "contingency", Value: c.Shortfall, Bound: nan},
		{Level: "money", Value: r.Cost.Total + r.Cost.Prices, Bound: nan},
	}
}

// Instant is the local time of a second.
func (a *Reading) Instant(at int64) time.Time { return time.Unix(at, 0).In(a.Zone) }
