package scheduler

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// Audit reads a rota again, whoever made it, from the problem and the shifts
// alone. It shares nothing with the search: its own expansion of needs, its
// own reading of every rule, its own arithmetic. Every broken hard rule is a
// Finding; all figures of the Report are computed afresh. Status is Unknown
// and every Bound is NaN, since only an engine can tell. The rota given is not
// changed; the report holds a copy in order of start and worker, with backups.
func Audit(p *Problem, r *Rota) *Report {
	a := newAudit(p, r)
	a.readShifts()
	a.readLines()
	a.readCeilings()
	a.readPins()
	a.readCover()
	a.readStandby()
	a.readRelief()
	a.readHeadroom()
	a.readCost()
	a.readWorkers()
	a.readWarnings()
	a.nameBackups()
	a.close()
	return a.rep
}

// audit is one reading. Times are seconds from local midnight of the first day.
type audit struct {
	p       *Problem
	rep     *Report
	zone    *time.Location
	zero    time.Time
	days    []int64 // starts of the local days first, first+1, ...
	first   int     // number of days[0], counted from the rota's first day
	end     int64   // end of the last day
	weeks   []aWeek
	occ     []aOccurrence
	ofNeed  map[string][]int
	need    map[string]*Need
	client  map[string]*Client
	worker  map[string]int
	prov    map[string]*Provider
	who     []*aWorker
	shifts  []aShift
	pay     [3][]aPay
	relief  float64 // shortfalls in seconds
	standby float64
	wanted  float64
	room    float64
	prices  float64
}

type aWeek struct {
	from, to int64
	whole    bool // all its days are days of the rota
	ours     bool // some are
}

type aOccurrence struct {
	need     *Need
	from, to int64
	shifts   []int // waking, sleep-in and shadow shifts in it
}

// aShift is a shift as the audit sees it; worker is -1 and occ is -1 where unknown.
type aShift struct {
	Shift
	at       int // its place in the report's rota
	from, to int64
	w        int
	occ      int
	past     bool
}

type aWorker struct {
	*Worker
	caps   *Caps
	prov   *Provider
	free   []aSpan // availability, less absences, inside the provider's approval
	family bool
	line   []aShift // shifts and past work, in order of time
}

type aSpan struct{ from, to int64 }

type aPay struct {
	aSpan
	multiply, add float64
}

// onDuty says whether the shift counts as cover.
func (s *aShift) onDuty() bool { return s.Kind == Waking || s.Kind == SleepIn }

func newAudit(p *Problem, r *Rota) *audit {
	a := &audit{p: p, zone: p.Zone, ofNeed: map[string][]int{}, need: map[string]*Need{}, client: map[string]*Client{},
		worker: map[string]int{}, prov: map[string]*Provider{}}
	if a.zone == nil {
		a.zone = time.UTC
	}
	a.zero = a.wall(p.Start, 0, false)
	a.rep = &Report{Problem: p.Name, Status: Unknown, Rota: &Rota{}}
	for i := range p.Needs {
		a.need[p.Needs[i].ID] = &p.Needs[i]
	}
	for i := range p.Clients {
		a.client[p.Clients[i].ID] = &p.Clients[i]
	}
	for i := range p.Providers {
		a.prov[p.Providers[i].ID] = &p.Providers[i]
	}
	a.layDays()
	a.layOccurrences()
	a.layWorkers()
	a.layPay()
	if r != nil {
		a.layShifts(r)
	}
	return a
}

func (a *audit) layShifts(r *Rota) {
	a.rep.Rota.Shifts = append([]Shift(nil), r.Shifts...)
	slices.SortStableFunc(a.rep.Rota.Shifts, func(x, y Shift) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Worker, y.Worker))
	})
	for i, s := range a.rep.Rota.Shifts {
		x := aShift{Shift: s, at: i, from: a.sec(s.Start), to: a.sec(s.End), w: -1, occ: -1}
		if w, ok := a.worker[s.Worker]; ok {
			x.w = w
		}
		if s.Kind != Standby {
			x.occ = a.occurrenceOf(s.Need, x.from, x.to)
		}
		a.shifts = append(a.shifts, x)
		if x.w >= 0 && x.to > x.from {
			a.who[x.w].line = append(a.who[x.w].line, x)
		}
		if x.occ >= 0 && x.w >= 0 && x.to > x.from {
			o := &a.occ[x.occ]
			o.shifts = append(o.shifts, i)
		}
	}
	for _, w := range a.who {
		slices.SortStableFunc(w.line, func(x, y aShift) int { return cmp.Compare(x.from, y.from) })
	}
}

// occurrenceOf is the need's occurrence that contains the time, -1 for none.
func (a *audit) occurrenceOf(need string, from, to int64) int {
	for _, k := range a.ofNeed[need] {
		if a.occ[k].from <= from && to <= a.occ[k].to {
			return k
		}
	}
	return -1
}

// find enters a finding.
func (a *audit) find(rule string, s *aShift, says string, args ...any) {
	f := Finding{Rule: rule, Worker: s.Worker, Need: s.Need, At: s.Start, Says: fmt.Sprintf(says, args...)}
	a.rep.Findings = append(a.rep.Findings, f)
}

func (a *audit) close() {
	rep := a.rep
	slices.SortStableFunc(rep.Findings, func(x, y Finding) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Worker, y.Worker), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Says, y.Says))
	})
	var under [3]float64
	for _, u := range rep.Underlap {
		under[min(max(int(u.Criticality), 0), 2)] += u.End.Sub(u.Start).Hours() * float64(u.Short)
	}
	c := &rep.Contingency
	c.StandbyRequired, c.StandbyShortfall = a.wanted/3600, a.standby/3600
	c.ReliefShortfall, c.HeadroomShortfall = a.relief/3600, a.room/3600
	c.Shortfall = c.StandbyShortfall + c.ReliefShortfall + c.HeadroomShortfall
	rep.Cost.Prices = a.prices
	values := []float64{under[0], under[1], under[2], c.Shortfall, rep.Cost.Total + a.prices}
	for l, name := range []string{"critical", "essential", "desirable", "contingency", "money"} {
		rep.Objective = append(rep.Objective, Goal{name, values[l], math.NaN()})
	}
}
