package scheduler

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Most rotas read in full in looking for ones without an underlap, over all and
// for each underlap, and most shifts that a worker gives up for it.
const (
	mostPriced     = 60
	mostPricedEach = 3
	mostGivenUp    = 6
)

// pricer looks for rotas without one underlap: somebody takes it and gives up
// other shifts. Each such rota is read by the audit before anything is said.
type pricer struct {
	*audit
	p      *Problem
	report *Report
	read   int // rotas read in full
}

// price gives an underlap that no proof shows to be unavoidable the verdict
// "avoidable-at-a-price", where a legal rota without it is found that is worse at a level
// of underlap at least as critical, or leaves as much short elsewhere: somebody takes it and gives
// up what stands in the way, and Instead says what. A rota that is better than the report's
// is no price, and no verdict is given.
func price(p *Problem, r *Report) {
	if len(r.Findings) > 0 {
		return
	}
	a := newAudit(p)
	a.readShifts(r.Rota)
	x := &pricer{audit: a, p: p, report: r}
	for i := range r.Underlap {
		u := &r.Underlap[i]
		if u.Verdict != VerdictNotProved || x.read >= mostPriced {
			continue
		}
		if says := x.instead(u); says != "" {
			u.Verdict, u.Instead = VerdictAtAPrice, says
		}
	}
}

// change is a worker's new shift and the shifts given up for it.
type change struct {
	worker  int
	taken   auditSpan
	dropped []int // of the audit's shifts
	lost    int64 // seconds of duty dropped
}

// instead is what a rota without the underlap costs, in words; empty when none is found.
func (x *pricer) instead(u *Underlap) string {
	k := auditFind(x.needOf, u.Need)
	if k < 0 || u.Short != 1 {
		return ""
	}
	n, in := &x.needs[k], auditSpan{u.Start.Unix(), u.End.Unix()}
	occ := n.occurrenceOf(in)
	if occ < 0 {
		return ""
	}
	var changes []change
	for i := range x.workers {
		w := &x.workers[i]
		if w.trainee {
			continue
		}
		for _, s := range x.spansFor(w, n, occ, in) {
			if c, ok := x.make(w, n, occ, s); ok {
				changes = append(changes, c)
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.lost, b.lost) })
	for i := range changes[:min(len(changes), mostPricedEach)] {
		if says := x.judge(&changes[i], n, u); says != "" {
			return says
		}
	}
	return ""
}

// spansFor are shifts of least length that hold the time, own shifts of the worker in
// the occurrence that they reach joined to them.
func (x *pricer) spansFor(w *auditWorker, n *auditNeed, occ int, in auditSpan) []auditSpan {
	o := n.occurrences[occ].auditSpan
	if n.Whole {
		return []auditSpan{o}
	}
	least := min(int64(n.MinShift/time.Second), o.len())
	var out []auditSpan
	for _, s := range [...]auditSpan{{in.from, max(in.to, in.from+least)}, {min(in.from, in.to-least), in.to}} {
		for range w.line {
			for j := range w.line {
				if it := &w.line[j]; !it.past && it.need == n.index && it.occurrence == occ && it.from <= s.to && it.to >= s.from {
					s.from, s.to = min(s.from, it.from), max(s.to, it.to)
				}
			}
		}
		if o.contains(s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// make gives a worker a shift and takes others off until the line breaks no
// rule: first what is in the way, then, one by one, the shortest that helps.
func (x *pricer) make(w *auditWorker, n *auditNeed, occ int, s auditSpan) (change, bool) {
	c := change{worker: w.index, taken: s}
	if !x.legalShift(w, n, occ, s) {
		return c, false
	}
	var line []auditItem
	var own []int // of the shifts that stay
	for i := range x.shifts {
		t := &x.shifts[i]
		if t.worker != w.index {
			continue
		}
		if t.meets(s) || t.need == n.index && t.occ == occ && t.from <= s.to && t.to >= s.from {
			if !x.drop(&c, i) {
				return c, false
			}
			continue
		}
		own = append(own, i)
	}
	taken := auditItem{auditSpan: s, kind: n.Kind, need: n.index, occurrence: occ, client: n.client}
	lay := func(without int) []auditItem {
		line = line[:0]
		for _, it := range w.line {
			if it.past {
				line = append(line, it)
			}
		}
		for _, i := range own {
			if i != without {
				line = append(line, x.itemOf(&x.shifts[i]))
			}
		}
		line = append(line, taken)
		auditSortItems(line)
		return line
	}
	sound := func(without int) bool { return x.legalLine(w, lay(without)) }
	for !sound(-1) {
		if len(c.dropped) >= mostGivenUp {
			return c, false
		}
		slices.SortStableFunc(own, func(i, j int) int {
			return cmp.Or(cmp.Compare(x.loss(i), x.loss(j)), cmp.Compare(distance(x.shifts[i].auditSpan, s), distance(x.shifts[j].auditSpan, s)))
		})
		k := slices.IndexFunc(own, func(i int) bool { return !x.shifts[i].at.Pinned && sound(i) })
		if k < 0 { // no single one mends it: the nearest goes
			k = x.nearest(own, s)
		}
		if k < 0 || !x.drop(&c, own[k]) {
			return c, false
		}
		own = slices.Delete(own, k, k+1)
	}
	return c, true
}

// drop takes a shift off, unless it is pinned.
func (x *pricer) drop(c *change, i int) bool {
	if x.shifts[i].at.Pinned {
		return false
	}
	c.dropped = append(c.dropped, i)
	c.lost += x.loss(i)
	return true
}

// loss is how much duty a shift is, in seconds.
func (x *pricer) loss(i int) int64 {
	if !x.shifts[i].counts {
		return 0
	}
	return x.shifts[i].len()
}

func (x *pricer) nearest(own []int, s auditSpan) int {
	best := -1
	for k, i := range own {
		if !x.shifts[i].at.Pinned && (best < 0 || distance(x.shifts[i].auditSpan, s) < distance(x.shifts[own[best]].auditSpan, s)) {
			best = k
		}
	}
	return best
}

// distance is the time between two spans.
func distance(a, b auditSpan) int64 { return max(a.from-b.to, b.from-a.to, 0) }

// judge has the audit read the rota with the change, and says what it costs.
func (x *pricer) judge(c *change, n *auditNeed, u *Underlap) string {
	rota := &Rota{}
	gone := map[*Shift]bool{}
	for _, i := range c.dropped {
		gone[x.shifts[i].at] = true
	}
	all := x.audit.report.Rota.Shifts
	for i := range all {
		if !gone[&all[i]] && !x.orphan(&all[i], c, n) {
			rota.Shifts = append(rota.Shifts, all[i])
		}
	}
	w := &x.workers[c.worker]
	rota.Shifts = append(rota.Shifts, Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Start: x.instant(c.taken.from), End: x.instant(c.taken.to), Kind: n.Kind})
	x.read++
	r := Audit(x.p, rota)
	if len(r.Findings) > 0 || slices.ContainsFunc(r.Underlap, func(o Underlap) bool {
		return o.Need == u.Need && o.Start.Before(u.End) && u.Start.Before(o.End)
	}) {
		return ""
	}
	short := func(r *Report, l int) float64 { return r.Objective[l].Value }
	for l := range LevelContingency {
		switch d := short(r, l) - short(x.report, l); {
		case d < -proofSlack:
			return ""
		case d > proofSlack:
			return fmt.Sprintf("%s could take it, were %s more of %s need left uncovered", w.title(), auditHours(d*3600), Levels[l])
		}
	}
	return fmt.Sprintf("%s could take it, were as much left uncovered elsewhere", w.title())
}

// orphan says whether a trainee's shift has no shift of the mentor's around it
// any more.
func (x *pricer) orphan(s *Shift, c *change, n *auditNeed) bool {
	k := auditFind(x.workerOf, s.Worker)
	if k < 0 || !x.workers[k].trainee || x.workers[k].Shadowing != x.workers[c.worker].ID {
		return false
	}
	in := auditSpan{s.Start.Unix(), s.End.Unix()}
	if s.Need == n.ID && c.taken.contains(in) {
		return false
	}
	return slices.ContainsFunc(c.dropped, func(i int) bool { return x.shifts[i].at.Need == s.Need && x.shifts[i].contains(in) })
}
