package prove

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/solver"
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
	*reading.Reading
	ctx    context.Context
	p      *scheduler.Problem
	rules  []constraints.Rule
	c      *constraints.Compiled // nil where all rules are the usual ones
	report *scheduler.Report
	read   int // rotas read in full
}

// Price gives an underlap that no proof shows to be unavoidable the verdict
// "avoidable-at-a-price", where a legal rota with less of it is found: somebody takes it, or one
// place of several, and gives up what stands in the way, and Instead says what. It leaves as much
// short elsewhere, or more of a less critical need; or it leaves more of a level no less critical,
// where the report's rota is known to leave the least at all these levels: else a longer search
// might cover the underlap at no such price. A rota that is better than the report's is no price
// either. Once the context has ended no more are looked at, and the answer is false.
func Price(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, rules []constraints.Rule) bool {
	unproved := func(u scheduler.Underlap) bool { return u.Verdict == scheduler.VerdictNotProved }
	if len(r.Findings) > 0 || !slices.ContainsFunc(r.Underlap, unproved) {
		return true
	}
	a := reading.NewUnder(p, own.Of(rules))
	a.ReadShifts(r.Rota)
	x := &pricer{Reading: a, ctx: ctx, p: p, rules: rules, report: r}
	if a.Own != nil {
		c, err := constraints.Compile(p, rules)
		if err != nil {
			solver.Throw(err)
		}
		x.c = c
	}
	for i := range r.Underlap {
		u := &r.Underlap[i]
		if !unproved(*u) || x.read >= mostPriced {
			continue
		}
		if ctx.Err() != nil {
			return false
		}
		if says := x.instead(u); says != "" {
			u.Verdict, u.Instead = scheduler.VerdictAtAPrice, says
		}
	}
	return ctx.Err() == nil
}

// change is a worker's new shift and the shifts given up for it.
type change struct {
	worker  int
	taken   reading.Span
	dropped []int // of the audit's shifts
	lost    int64 // seconds of duty dropped
}

// instead is what a rota without the underlap costs, in words; empty when none is found.
func (x *pricer) instead(u *scheduler.Underlap) string {
	k := reading.IndexOf(x.NeedOf, u.Need)
	if k < 0 {
		return ""
	}
	n, in := &x.Needs[k], reading.Span{From: u.Start.Unix(), To: u.End.Unix()}
	occ := n.OccurrenceOf(in)
	if occ < 0 {
		return ""
	}
	var changes []change
	for i := range x.Workers {
		w := &x.Workers[i]
		if w.Trainee {
			continue
		}
		if x.ctx.Err() != nil {
			return ""
		}
		for _, s := range x.spansFor(w, n, occ, in) {
			if c, ok := x.make(w, n, occ, s); ok {
				changes = append(changes, c)
			}
		}
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.lost, b.lost) })
	for i := range changes[:min(len(changes), mostPricedEach)] {
		if x.ctx.Err() != nil {
			return ""
		}
		if says := x.judge(&changes[i], n, u); says != "" {
			return says
		}
	}
	return ""
}

// spansFor are shifts of least length that hold the time, own shifts of the worker in
// the occurrence that they reach joined to them.
func (x *pricer) spansFor(w *reading.Worker, n *reading.Need, occ int, in reading.Span) []reading.Span {
	o := n.Occurrences[occ].Span
	if n.Whole {
		return []reading.Span{o}
	}
	least := min(int64(n.MinShift/time.Second), o.Len())
	var out []reading.Span
	for _, s := range [...]reading.Span{{From: in.From, To: max(in.To, in.From+least)}, {From: min(in.From, in.To-least), To: in.To}} {
		for range w.Line {
			for j := range w.Line {
				if it := &w.Line[j]; !it.Past && it.Need == n.Index && it.Occurrence == occ && it.From <= s.To && it.To >= s.From {
					s.From, s.To = min(s.From, it.From), max(s.To, it.To)
				}
			}
		}
		if o.Contains(s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// make gives a worker a shift and takes others off until the line breaks no
// rule: first what is in the way, then, one by one, the shortest that helps.
func (x *pricer) make(w *reading.Worker, n *reading.Need, occ int, s reading.Span) (change, bool) {
	c := change{worker: w.Index, taken: s}
	if !reading.LegalShift(x.Reading, w, n, occ, s) {
		return c, false
	}
	var line []reading.Item
	var own []int // of the shifts that stay
	for i := range x.Shifts {
		t := &x.Shifts[i]
		if t.Worker != w.Index {
			continue
		}
		if t.Meets(s) || t.Need == n.Index && t.Occ == occ && t.From <= s.To && t.To >= s.From {
			if !x.drop(&c, i) {
				return c, false
			}
			continue
		}
		own = append(own, i)
	}
	taken := reading.Item{Span: s, Kind: n.Kind, Need: n.Index, Occurrence: occ, Client: n.ClientIndex}
	lay := func(without int) []reading.Item {
		line = line[:0]
		for _, it := range w.Line {
			if it.Past {
				line = append(line, it)
			}
		}
		for _, i := range own {
			if i != without {
				line = append(line, x.ItemOf(&x.Shifts[i]))
			}
		}
		line = append(line, taken)
		reading.SortItems(line)
		return line
	}
	sound := func(without int) bool { return reading.LegalLine(x.Reading, w, lay(without)) }
	for !sound(-1) {
		if len(c.dropped) >= mostGivenUp {
			return c, false
		}
		slices.SortStableFunc(own, func(i, j int) int {
			return cmp.Or(cmp.Compare(x.loss(i), x.loss(j)), cmp.Compare(distance(x.Shifts[i].Span, s), distance(x.Shifts[j].Span, s)))
		})
		k := slices.IndexFunc(own, func(i int) bool { return !x.Shifts[i].At.Pinned && sound(i) })
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
	if x.Shifts[i].At.Pinned {
		return false
	}
	c.dropped = append(c.dropped, i)
	c.lost += x.loss(i)
	return true
}

// loss is how much duty a shift is, in seconds.
func (x *pricer) loss(i int) int64 {
	if !x.Shifts[i].Counts {
		return 0
	}
	return x.Shifts[i].Len()
}

func (x *pricer) nearest(own []int, s reading.Span) int {
	best := -1
	for k, i := range own {
		if !x.Shifts[i].At.Pinned && (best < 0 || distance(x.Shifts[i].Span, s) < distance(x.Shifts[own[best]].Span, s)) {
			best = k
		}
	}
	return best
}

// distance is the time between two spans.
func distance(a, b reading.Span) int64 { return max(a.From-b.To, b.From-a.To, 0) }

// judge has the audit read the rota with the change, and says what it costs.
func (x *pricer) judge(c *change, n *reading.Need, u *scheduler.Underlap) string {
	rota := &scheduler.Rota{}
	gone := map[*scheduler.Shift]bool{}
	for _, i := range c.dropped {
		gone[x.Shifts[i].At] = true
	}
	all := x.Reading.Report.Rota.Shifts
	for i := range all {
		if !gone[&all[i]] && !x.orphan(&all[i], c, n) {
			rota.Shifts = append(rota.Shifts, all[i])
		}
	}
	w := &x.Workers[c.worker]
	rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Start: x.Instant(c.taken.From), End: x.Instant(c.taken.To), Kind: n.Kind})
	x.read++
	r := x.audited(rota)
	if dear := x.overBudget(r); dear != "" && x.coversMore(r) {
		return fmt.Sprintf("%s could come, but then %s", w.Title(), dear)
	}
	if len(r.Findings) > 0 || slices.ContainsFunc(r.Underlap, func(o scheduler.Underlap) bool {
		return o.Need == u.Need && o.Short >= u.Short && o.Start.Before(u.End) && u.Start.Before(o.End)
	}) {
		return ""
	}
	for l := range scheduler.LevelFamily {
		switch d := r.Objective[l].Value - x.report.Objective[l].Value; {
		case d < -scheduler.ProofSlack, d > scheduler.ProofSlack && l <= int(u.Criticality) && !x.least(u.Criticality):
			return ""
		case d > scheduler.ProofSlack:
			return sayPrice(w.Title(), u.Short, say.Hours(d)+" of "+visits[l])
		}
	}
	return sayPrice(w.Title(), u.Short, "")
}

// coversMore says whether a rota is short of less somewhere, and of more nowhere.
func (x *pricer) coversMore(r *scheduler.Report) (more bool) {
	for l := range scheduler.LevelFamily {
		d := r.Objective[l].Value - x.report.Objective[l].Value
		if d > scheduler.ProofSlack {
			return false
		}
		more = more || d < -scheduler.ProofSlack
	}
	return more
}

// overBudget is by how much a rota that breaks no rule but budgets is over them, in words; empty
// where it breaks another, or none.
func (x *pricer) overBudget(r *scheduler.Report) string {
	if len(r.Findings) == 0 || slices.ContainsFunc(r.Findings, func(f scheduler.Finding) bool { return f.Rule != "max_cost" && f.Rule != "provider.max_cost" }) {
		return ""
	}
	a := reading.New(x.p)
	a.ReadShifts(r.Rota)
	for _, b := range reading.NewLedger(a).Budgets {
		switch over := b.Over(0); {
		case over == 0:
		case b.Provider != "":
			return fmt.Sprintf("%s would cost %s more than its budget of %s", reading.CalledProvider(x.p, b.Provider), say.Money(over), say.Money(b.Most))
		default:
			return fmt.Sprintf("the rota would cost %s more than the budget of %s", say.Money(over), say.Money(b.Most))
		}
	}
	return ""
}

// sayPrice says who could come to a gap of so many places, and what would then be open: as
// much elsewhere where that is empty.
func sayPrice(who string, places int, open string) string {
	switch {
	case places > 1 && open == "":
		return fmt.Sprintf("%s could take one of the %d places, but then as much would be open elsewhere", who, places)
	case places > 1:
		return fmt.Sprintf("%s could take one of the %d places, but then %s would be open", who, places, open)
	case open == "":
		return fmt.Sprintf("%s could come, but then as much would be open elsewhere", who)
	}
	return fmt.Sprintf("%s could come, but then %s would be open", who, open)
}

// least says whether no rota leaves less short of needs as critical, the most critical first.
func (x *pricer) least(c scheduler.Criticality) bool {
	for l := range x.report.Objective[:int(c)+1] {
		if !x.report.Objective[l].Proved() {
			return false
		}
	}
	return true
}

// audited is the audit's word on a rota, with that of own rules.
func (x *pricer) audited(rota *scheduler.Rota) *scheduler.Report {
	if x.c == nil {
		return audit.Rota(x.p, rota)
	}
	r, err := own.AuditedIn(x.c, rota, x.rules)
	if err != nil {
		solver.Throw(err)
	}
	return r
}

// orphan says whether a trainee's shift has no shift of the mentor's around it
// any more.
func (x *pricer) orphan(s *scheduler.Shift, c *change, n *reading.Need) bool {
	k := reading.IndexOf(x.WorkerOf, s.Worker)
	if k < 0 || !x.Workers[k].Trainee || x.Workers[k].Shadowing != x.Workers[c.worker].ID {
		return false
	}
	in := reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
	if s.Need == n.ID && c.taken.Contains(in) {
		return false
	}
	return slices.ContainsFunc(c.dropped, func(i int) bool { return x.Shifts[i].At.Need == s.Need && x.Shifts[i].Contains(in) })
}

// visits are what the levels of what is not covered are called.
var visits = [...]string{"a critical visit", "a visit that is needed, but can wait", "a visit that is good to have"}
