package prove

import (
	"slices"

	"github.com/carerota/carerota/internal/proof"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Proofs for limits that look further than a week: weekends, runs of days and nights, weekly rest.
// Where the number of shifts is what is short, and not the hours, each worker planned alone takes the
// long shifts that everybody would rather take. So visits are given prices as in rounds.go, but over
// the whole rota, with all that the rules ask of each worker's line.

// lined are whole visits of which some must stay open whatever lines their workers have.
type lined struct {
	p      *prover
	level  int
	tasks  []int32 // of the visits, those that count for nothing left out
	demand []scheduler.ProofDemand
	supply []scheduler.ProofSupply
	shown  int64 // minutes
}

func (d *lined) asks(t int32) bool { return slices.Contains(d.tasks, t) }

// open is how many minutes of the visits the report's rota leaves open.
func (d *lined) open() (minutes int64) {
	for _, t := range d.tasks {
		minutes += d.p.openOf(t)
	}
	return minutes
}

// openOf is how many minutes of a visit the report's rota leaves open.
func (p *prover) openOf(t int32) int64 {
	k := &p.c.Model.Tasks[t]
	return int64(max(0, k.Need-p.there(row{t, -1}, k.Span))) * int64(k.Len())
}

// linesAt looks at a level, asked together with those from least on, over the whole rota. What is
// proved of more important levels stays; what else is proved stays where it asks nothing of the same
// visits, or all of it where that shows more.
func (p *prover) linesAt(least, level int, s standing) standing {
	later := func(of int) bool { return of >= level }
	fixed := s.without(later, func(t int32) bool { return true })
	instead, beside := s, s
	if d := p.linedAt(least, level, fixed.asks); d != nil {
		instead = s.without(later, d.asks)
		instead.lined = append(instead.lined, d)
	}
	if instead.at(level) < p.shortAt(level) {
		if d := p.linedAt(least, level, s.asks); d != nil {
			beside.lined = append(slices.Clone(s.lined), d)
		}
	}
	if instead.at(level) > beside.at(level) {
		return instead
	}
	return beside
}

// without is what is proved but for that which is of some levels and asks some task.
func (s *standing) without(level func(int) bool, task func(t int32) bool) standing {
	return standing{
		cuts: slices.DeleteFunc(slices.Clone(s.cuts), func(d *cut) bool {
			return level(d.level()) && slices.ContainsFunc(d.order, func(r row) bool { return task(r.task) })
		}),
		priced: slices.DeleteFunc(slices.Clone(s.priced), func(d *priced) bool {
			return level(d.level) && slices.ContainsFunc(d.visits, func(v int32) bool { return task(d.tasks[v]) })
		}),
		lined: slices.DeleteFunc(slices.Clone(s.lined), func(d *lined) bool { return level(d.level) && slices.ContainsFunc(d.tasks, task) })}
}

// shortAt is how many minutes the report's rota is short of at a level, of whole visits.
func (p *prover) shortAt(level int) (minutes int64) {
	for t := range p.c.Model.Tasks {
		if p.c.Model.Tasks[t].UnderLevel == level {
			minutes += p.openOf(int32(t))
		}
	}
	return minutes
}

// linedAt is what can be shown of the visits of some levels that are asked for in no other demand; nil
// for nothing.
func (p *prover) linedAt(least, level int, without func(task int32) bool) *lined {
	d := &lined{p: p, level: level}
	partly, open := p.partly(), int64(0)
	for t := range p.c.Model.Tasks {
		k := &p.c.Model.Tasks[t]
		if least <= k.UnderLevel && k.UnderLevel <= level && !without(int32(t)) {
			if !k.Whole && k.MinLen < k.Len() || partly[int32(t)] {
				continue
			}
			d.tasks = append(d.tasks, int32(t))
			d.demand = append(d.demand, p.visit(int32(t)))
			open += p.openOf(int32(t))
		}
	}
	if open == 0 {
		return nil
	}
	budget := proof.MostLineSteps
	in, over := p.share(3)
	defer over()
	l := p.reader.LinesOf(in, d.demand, &budget)
	if l == nil {
		return nil
	}
	counts, shown := l.Ascend(open*60, 60)
	if shown <= 0 {
		return nil
	}
	d.enter(l, counts)
	return d
}

// visit is a task as a row of a demand.
func (p *prover) visit(t int32) scheduler.ProofDemand {
	k := &p.c.Model.Tasks[t]
	return scheduler.ProofDemand{Need: p.c.Source.Needs[p.c.Occurrences[t].Need].ID, Start: p.c.Instant(k.From), End: p.c.Instant(k.To), Workers: k.Need}
}

// enter writes down what visits count, and what each worker can take of them.
func (d *lined) enter(l *proof.Lines, counts []int64) {
	most, _ := l.Most(counts)
	var tasks []int32
	var demand []scheduler.ProofDemand
	asked, given, part := int64(0), int64(0), int64(0)
	for i, c := range counts {
		if c == 0 {
			continue
		}
		x := d.demand[i]
		length := int64(d.p.c.Model.Tasks[d.tasks[i]].Len())
		if c < length*60 {
			x.CountsHours = float64(c) / 3600
		}
		asked += int64(x.Workers) * c / 60
		part = gcd(length, part)
		tasks, demand = append(tasks, d.tasks[i]), append(demand, x)
	}
	for k, w := range l.Workers() {
		if given += most[k] / 60; most[k] > 0 {
			d.supply = append(d.supply, scheduler.ProofSupply{Worker: d.p.c.Source.Workers[w].ID, AtMostHours: float64(most[k]) / 3600, Limit: scheduler.LimitAlone})
		}
	}
	d.tasks, d.demand = tasks, demand
	d.shown = (asked - given + part - 1) / part * part // whole visits stay open
}

func gcd(x, y int64) int64 {
	for y != 0 {
		x, y = y, x%y
	}
	return x
}

// enterLined writes what is shown of visits over the whole rota as a proof, has it read, and gives the
// underlaps in it their verdict.
func (p *prover) enterLined(r *scheduler.Report, d *lined) {
	x := scheduler.Proof{Kind: scheduler.ProofCounted, Level: scheduler.Levels[d.level], BoundHours: float64(d.shown) / 60, Demand: d.demand, Supply: d.supply}
	for i := range d.demand {
		n := d.demand[i].CountsHours
		if n == 0 {
			n = float64(p.c.Model.Tasks[d.tasks[i]].Len()) / 60
		}
		x.DemandHours += float64(d.demand[i].Workers) * n
	}
	p.report(r, &x, d.shown >= d.open(), d.asks)
}

// report has a proof read and enters it. Where it shows all that is short of its demand to be open in
// every rota, the underlaps of its tasks have their verdict.
func (p *prover) report(r *scheduler.Report, x *scheduler.Proof, all bool, asks func(task int32) bool) {
	x.Says = p.reader.Say(x, 0)
	if p.refuses(x) {
		return
	}
	k := len(r.Proofs)
	r.Proofs = append(r.Proofs, *x)
	for i := range r.Underlap {
		u := &r.Underlap[i]
		if t := p.c.TaskOf(p.c.Need(u.Need), solver.Span{From: p.c.Minute(u.Start), To: p.c.Minute(u.End)}); all && t >= 0 && asks(t) {
			u.Verdict, u.Proof = scheduler.VerdictUnavoidable, k
		}
	}
}
