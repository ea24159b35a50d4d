package scheduler

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// Audit reads any rota again, whoever made it, from the problem and the shifts
// alone: every hard rule, cover, contingency, cost to the penny. It shares no
// code with the compiler, the rules or any engine, so that what it says of a
// rota is a second opinion. It never fails: what is wrong with the rota stands in
// the report's Findings, and neither p nor r is changed.
//
// What counts, where the rota is at fault: a shift of a worker whom the problem
// does not know, of an unknown kind, without length or far from the rota's days
// is reported and otherwise left out; a shift in an unknown need or outside every
// occurrence counts on its worker's line and is paid, but covers nothing; a shift that
// breaks any other rule is reported and counts in full. What was worked before the
// rota breaks no rule by itself: a finding always has a shift of the rota in it.
//
// The report's Status is Unknown and its bounds are NaN. Its Rota is a copy of r
// in order of start, then worker, with Pinned and Backups made again.
func Audit(p *Problem, r *Rota) *Report {
	if p == nil {
		p = &Problem{}
	}
	if r == nil {
		r = &Rota{}
	}
	return audited(p, r).report
}

// audited is a rota held against every hard rule and computed in full.
func audited(p *Problem, r *Rota) *audit {
	a := judged(p, r)
	a.sortFindings()
	a.computeCover()
	a.computeStandby()
	a.computeRelief()
	a.computeHeadroom()
	a.computeCost()
	a.computePrices()
	a.reportWorkers()
	a.warn()
	a.reportGoals()
	return a
}

// judged is a rota held against every hard rule.
func judged(p *Problem, r *Rota) *audit {
	a := newAudit(p)
	a.readShifts(r)
	a.judgeShifts()
	a.judgeLines()
	a.judgeCeilings()
	a.judgePins()
	return a
}

// audit is one reading of one rota.
type audit struct {
	auditCalendar
	p          *Problem
	workers    []auditWorker
	needs      []auditNeed
	workerOf   map[string]int
	needOf     map[string]int
	providerOf map[string]int
	clientOf   map[string]int
	asOf       int64           // what starts before it is history
	known      map[[2]int]bool // client and worker who know each other
	shifts     []auditShift    // those that can be read
	onStandby  [][]int         // by day: the standby shifts that touch it
	byProvider [][]float64     // counted seconds by provider and week, worked ones too
	replaces   []int8          // by need and worker: 0 not looked up, 1 may replace at some time, -1 may not
	ladders    [][]int         // by need: who may relieve at some time, in ladder order; nil when not looked up
	scratch    auditScratch
	underlap   [3]float64 // hours by criticality
	report     *Report
}

// auditShift is a shift of the rota in the audit's terms. Its worker is known;
// need and occurrence are -1 for none.
type auditShift struct {
	auditSpan
	worker, need, occ int
	kind              Kind
	ragged            bool // not on whole seconds
	history           bool // begun before the problem's AsOf
	part              bool // pinned as a part of a shift
	counts            bool // as cover of its occurrence
	holds             []bool
	at                *Shift // in the report's rota
}

func newAudit(p *Problem) *audit {
	a := &audit{p: p, auditCalendar: newAuditCalendar(p),
		report: &Report{Problem: p.Name, Status: Unknown, Rota: &Rota{}}}
	a.asOf = auditEver
	if !p.AsOf.IsZero() {
		a.asOf = p.AsOf.Unix()
	}
	a.workerOf = auditIndex(len(p.Workers), func(i int) string { return p.Workers[i].ID })
	a.needOf = auditIndex(len(p.Needs), func(i int) string { return p.Needs[i].ID })
	a.providerOf = auditIndex(len(p.Providers), func(i int) string { return p.Providers[i].ID })
	a.clientOf = auditIndex(len(p.Clients), func(i int) string { return p.Clients[i].ID })
	a.known = map[[2]int]bool{}
	for c := range p.Clients {
		for _, id := range p.Clients[c].Known {
			if w, ok := a.workerOf[id]; ok {
				a.known[[2]int{c, w}] = true
			}
		}
	}
	a.readWorkers()
	a.readNeeds()
	return a
}

// auditIndex numbers ids; of one given twice the first stands.
func auditIndex(n int, id func(int) string) map[string]int {
	of := make(map[string]int, n)
	for i := range n {
		if _, twice := of[id(i)]; !twice {
			of[id(i)] = i
		}
	}
	return of
}

// auditFind looks an id up, -1 for none.
func auditFind(of map[string]int, id string) int {
	if i, ok := of[id]; ok {
		return i
	}
	return -1
}

// readShifts copies the rota into the report, sorts it, and takes up the
// shifts that can be read.
func (a *audit) readShifts(r *Rota) {
	copied := slices.Clone(r.Shifts)
	if !slices.IsSortedFunc(copied, auditCompareShifts) {
		slices.SortStableFunc(copied, auditCompareShifts)
	}
	a.report.Rota.Shifts = copied
	pins := a.pinSet()
	a.shifts = make([]auditShift, 0, len(copied))
	a.onStandby = make([][]int, len(a.dates))
	for i := range copied {
		s := &copied[i]
		s.Start, s.End, s.Backups = s.Start.In(a.zone), s.End.In(a.zone), nil
		part, pinned := pins[auditPin{s.Worker, s.Need, s.Start.UnixNano(), s.End.UnixNano()}]
		s.Pinned = pinned
		if a.readable(s) {
			a.take(s, part)
		}
	}
	count := make([]int, len(a.workers))
	for i := range a.shifts {
		count[a.shifts[i].worker]++
	}
	for i, n := range count {
		a.workers[i].line = slices.Grow(a.workers[i].line, n)
	}
	for i := range a.shifts {
		s := &a.shifts[i]
		w := &a.workers[s.worker]
		w.line = append(w.line, a.itemOf(s))
		if s.kind == Standby {
			for d := a.dayOf(s.from); d < len(a.dates) && a.midnights[d] < s.to; d++ {
				a.onStandby[d] = append(a.onStandby[d], i)
			}
		}
		if s.counts {
			a.needs[s.need].enter(s.auditSpan, i)
		}
	}
	for i := range a.workers {
		auditSortItems(a.workers[i].line)
	}
}

// auditCompareShifts is the order of the shifts of a rota in a report.
func auditCompareShifts(x, y Shift) int {
	if c := x.Start.Compare(y.Start); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(x.Worker, y.Worker), x.End.Compare(y.End),
		cmp.Compare(x.Need, y.Need), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Client, y.Client))
}

// readable says whether the shift can be read, and why not.
func (a *audit) readable(s *Shift) bool {
	out := a.breachesOf(s.Worker)
	from, to := s.Start.Unix(), s.End.Unix()
	switch {
	case auditFind(a.workerOf, s.Worker) < 0:
		out.add("worker", from, s.Need, func() string {
			return fmt.Sprintf("The problem has no worker %q, who has a shift at %s", s.Worker, a.sayTime(from))
		})
	case s.Kind < Waking || s.Kind > Shadow:
		out.add("kind", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift of the unknown kind %d at %s", a.nameOf(s.Worker), int(s.Kind), a.sayTime(from))
		})
	case !s.Start.Before(s.End) || from >= to:
		out.add("times", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift that starts at %s and ends at %s, not after it", a.nameOf(s.Worker), a.sayTime(from), a.sayTime(to))
		})
	case from < a.midnights[0] || to > a.midnights[len(a.midnights)-1]:
		out.add("times", from, s.Need, func() string {
			return fmt.Sprintf("%s has a shift from %s to %s, far from the rota's days", a.nameOf(s.Worker), a.sayTime(from), a.sayTime(to))
		})
	default:
		return true
	}
	return false
}

// take enters a readable shift.
func (a *audit) take(s *Shift, part bool) {
	t := auditShift{auditSpan: auditSpan{s.Start.Unix(), s.End.Unix()}, worker: a.workerOf[s.Worker], need: -1, occ: -1,
		kind: s.Kind, at: s, ragged: s.Start.Nanosecond() != 0 || s.End.Nanosecond() != 0}
	t.part, t.history = part, t.from < a.asOf
	if s.Kind != Standby {
		t.need = auditFind(a.needOf, s.Need)
	}
	if t.need >= 0 {
		n := &a.needs[t.need]
		t.occ = n.occurrenceOf(t.auditSpan)
		t.counts = t.occ >= 0 && t.kind == n.Kind && !a.workers[t.worker].trainee
		for _, m := range n.Among {
			t.holds = append(t.holds, t.counts && a.workers[t.worker].holds(m.Skill, t.auditSpan))
		}
	}
	a.shifts = append(a.shifts, t)
}

// sortFindings puts the findings in order of time.
func (a *audit) sortFindings() {
	slices.SortStableFunc(a.report.Findings, func(x, y Finding) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Worker, y.Worker), cmp.Compare(x.Need, y.Need),
			cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Says, y.Says))
	})
}

// reportGoals enters the five levels of the objective.
func (a *audit) reportGoals() {
	r := a.report
	c := &r.Contingency
	c.Shortfall = c.StandbyShortfall + c.ReliefShortfall + c.HeadroomShortfall
	nan := math.NaN()
	r.Objective = []Goal{
		{Level: "critical", Value: a.underlap[Critical], Bound: nan}, {Level: "essential", Value: a.underlap[Essential], Bound: nan},
		{Level: "desirable", Value: a.underlap[Desirable], Bound: nan}, {Level: "contingency", Value: c.Shortfall, Bound: nan},
		{Level: "money", Value: r.Cost.Total + r.Cost.Prices, Bound: nan},
	}
}

// instant is the local time of a second.
func (a *audit) instant(at int64) time.Time { return time.Unix(at, 0).In(a.zone) }
