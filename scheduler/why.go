package scheduler

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// reasons fills in, for every underlap and every gap in the contingency of the
// report, what keeps each worker off it: Underlap.Why and ContingencyGap.Why, a row
// a worker in the problem's order. It reads the problem and the report's rota
// as the audit does and knows nothing of any search.
//
// Of all shifts that would lessen the underlap (for a gap: of all standby
// shifts that would back the worker on duty) it takes the one with the fewest
// things against it, and names them all. So the worker could take it were they all gone,
// and could take no part of the underlap while any of them stands: the rest of
// the rota, but for what the worker does at that very time, staying as it is.
// A worker with no reasons could step in.
//
// At most so many rows are written (0: all), underlaps first, the more critical
// before the others; a warning says how many were left out. A warning also
// names each need that nobody could ever meet, with its smallest Conflict.
func reasons(p *Problem, r *Report, most int) {
	if len(p.Workers) == 0 {
		return
	}
	y := newWhy(p, r.Rota)
	left := most / len(p.Workers)
	if most <= 0 {
		left = len(r.Underlap) + len(r.Contingency.Gaps)
	}
	missing := max(0, len(r.Underlap)+len(r.Contingency.Gaps)-left)
	for _, level := range []Criticality{Critical, Essential, Desirable} {
		for i := range r.Underlap {
			if u := &r.Underlap[i]; u.Criticality == level && left > 0 {
				u.Why = y.short(u)
				left--
			}
		}
	}
	for i := range r.Contingency.Gaps {
		if g := &r.Contingency.Gaps[i]; left > 0 {
			g.Why = y.ofAll(y.gapTargets(g))
			left--
		}
	}
	if missing > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("What keeps the workers off is not written for %d of the underlaps and gaps: carerota explain gives it.", missing))
	}
	warnConflicts(p, r)
}

// mostReasons is how many rows of reasons a report has at most.
const mostReasons = 100_000

// why reads a rota for what keeps workers off.
type why struct {
	*audit
	found, best []obstacle // room used again and again
	line        []auditItem
	raws        []whyShift
}

func newWhy(p *Problem, r *Rota) *why {
	a := newAudit(p)
	a.readShifts(r)
	a.judgeCeilings()
	return &why{audit: a}
}

// short is what keeps each worker off an underlap.
func (y *why) short(u *Underlap) []Why { return y.ofAll(y.targetsOf(u.Need, u.Start, u.End)) }

// whyTarget is a time in which one more pair of hands is wanted.
type whyTarget struct {
	auditSpan
	need  *auditNeed
	occ   int
	among []int       // skills, by number, without which one more would not help
	duty  *auditShift // who is to be backed on standby; nil for a place on duty
	ready []auditStand
}

// targetsOf are the parts of a time in which the need is short, with what one
// more must hold in each.
func (y *why) targetsOf(need string, from, to time.Time) (out []whyTarget) {
	k := auditFind(y.needOf, need)
	if k < 0 {
		return nil
	}
	n, in := &y.needs[k], auditSpan{from.Unix(), to.Unix()}
	for j := range n.occurrences {
		o := &n.occurrences[j]
		if !o.meets(in) {
			continue
		}
		for _, p := range y.pieces(o) {
			if s := p.meet(in); s.len() > 0 && (!n.Whole || n.occurrenceOf(in) == j) {
				if short, _ := y.shortage(n, &p); short > 0 {
					out = append(out, whyTarget{auditSpan: s, need: n, occ: j, among: y.shortAmong(n, &p, short)})
				}
			}
		}
	}
	return out
}

// gapTargets are the parts of a gap in the contingency, with the among skills
// that would be missing without the worker on duty.
func (y *why) gapTargets(g *ContingencyGap) (out []whyTarget) {
	k := auditFind(y.needOf, g.Need)
	if k < 0 {
		return nil
	}
	n, in := &y.needs[k], auditSpan{g.Start.Unix(), g.End.Unix()}
	for j := range n.occurrences {
		o := &n.occurrences[j]
		if !o.meets(in) {
			continue
		}
		duties := y.duties(n, o)
		for i, s := range o.duty {
			if y.workers[y.shifts[s].worker].ID != g.Worker {
				continue
			}
			ready := y.stands(n, &y.shifts[s])
			for _, d := range duties[i] {
				if m := d.meet(in); m.len() > 0 {
					out = append(out, whyTarget{auditSpan: m, need: n, occ: j, among: d.missing, duty: &y.shifts[s], ready: ready})
				}
			}
		}
	}
	return out
}

// ofAll is what keeps each worker off the targets, which are parts of one time.
func (y *why) ofAll(targets []whyTarget) []Why {
	if len(targets) == 0 {
		return nil
	}
	out := make([]Why, 0, len(y.workers))
	for i := range y.workers {
		out = append(out, y.of(&y.workers[i], targets))
	}
	return out
}

// of is what keeps one worker off: the shift with the fewest obstacles; of
// those, the one that lies most in its target, then the shortest, then the first.
func (y *why) of(w *auditWorker, targets []whyTarget) Why {
	best, in, found := whyShift{}, whyTarget{}, false
	y.best = y.best[:0]
	wanting := y.wanting(w, targets)
	for _, t := range wanting {
		y.found = y.found[:0]
		y.againstPerson(w, &t)
		least := len(y.found)
		for _, s := range y.byNearness(y.shiftsFor(w, &t), &t) {
			if found && len(y.best) == least {
				break // no shift can have fewer
			}
			most := len(y.best) - 1
			if !found {
				most = 1 << 30
			}
			y.found = y.found[:0]
			y.against(w, &t, &s, most)
			if len(y.found) > most {
				continue
			}
			best, in, found = s, t, true
			y.best = append(y.best[:0], y.found...)
		}
	}
	out := Why{Worker: w.ID}
	if !found {
		if len(wanting) == 0 {
			return y.whyPresent(w, &targets[0])
		}
		return out
	}
	out.Start, out.End = y.instant(best.from), y.instant(best.to)
	for _, o := range y.best {
		c := y.cause(w, &in, &best, &o)
		out.Causes, out.Reasons = append(out.Causes, c), append(out.Reasons, c.Says)
	}
	return out
}

// wanting are the targets, or parts of them, at which the worker is not there
// already.
func (y *why) wanting(w *auditWorker, targets []whyTarget) (out []whyTarget) {
	for _, t := range targets {
		if t.duty == nil {
			if !slices.ContainsFunc(t.need.occurrences[t.occ].duty, func(i int) bool { return y.shifts[i].worker == w.index && y.shifts[i].meets(t.auditSpan) }) {
				out = append(out, t)
			}
			continue
		}
		if t.duty.worker == w.index {
			continue
		}
		left := []auditSpan{t.auditSpan}
		for k := range t.ready {
			if t.ready[k].worker == w.index {
				left = auditWithout(left, y.during(t.need, &auditDuty{t.auditSpan, t.among}, &t.ready[k]))
			}
		}
		for _, s := range left {
			t.auditSpan = s
			out = append(out, t)
		}
	}
	return out
}

func (y *why) whyPresent(w *auditWorker, t *whyTarget) Why {
	c := Cause{Rule: "present", About: t.need.ID, From: y.instant(t.from), To: y.instant(t.to), Says: "there already"}
	switch {
	case t.duty == nil:
	case t.duty.worker == w.index:
		c.Says = "the one on duty"
	default:
		c.Says = "on standby for it already"
	}
	return Why{Worker: w.ID, Start: c.From, End: c.To, Reasons: []string{c.Says}, Causes: []Cause{c}}
}

// byNearness puts the shifts that lie most in their target first.
func (y *why) byNearness(shifts []whyShift, t *whyTarget) []whyShift {
	slices.SortStableFunc(shifts, func(a, b whyShift) int {
		return cmp.Or(cmp.Compare(b.overlap(t.auditSpan), a.overlap(t.auditSpan)), cmp.Compare(a.len(), b.len()), cmp.Compare(a.from, b.from))
	})
	return shifts
}

// obstacle is one thing against a shift, before it is put into words.
type obstacle struct {
	rule              string
	about             string
	from, to          int64
	have, limit, over float64
	item              auditItem // of "duty", "standby" and "worked"
}

// add enters an obstacle.
func (y *why) add(o obstacle) { y.found = append(y.found, o) }

// against collects all that stands against the worker's taking the shift; it
// may end early once there is more than most.
func (y *why) against(w *auditWorker, t *whyTarget, s *whyShift, most int) {
	y.againstPerson(w, t)
	y.againstTime(w, s.auditSpan)
	y.againstSkills(w, t, s)
	if t.duty == nil {
		y.againstLength(w, t.need, s.len())
	}
	if len(y.found) > most || s.stands {
		return
	}
	k := y.lay(w, t, s)
	if len(y.found) > most {
		return
	}
	y.againstLine(w, k, most)
	if len(y.found) <= most {
		y.againstCeiling(w, t, s)
	}
}

// againstPerson collects what does not hang on the time.
func (y *why) againstPerson(w *auditWorker, t *whyTarget) {
	n := t.need
	if w.Suspended {
		y.add(obstacle{rule: "suspended"})
	}
	if w.supplier != nil && w.supplier.Suspended {
		y.add(obstacle{rule: "provider.suspended", about: w.Provider})
	}
	if w.trainee {
		y.add(obstacle{rule: "shadowing", about: w.Shadowing})
	}
	if n.Client != "" && slices.Contains(w.Refuses, n.Client) {
		y.add(obstacle{rule: "refuses", about: n.Client})
	}
	if n.client >= 0 && w.listed(y.p.Clients[n.client].Refuses) {
		y.add(obstacle{rule: "refused", about: n.Client})
	}
	if !w.accepted(n) {
		y.add(obstacle{rule: "accepts", about: n.Client})
	}
	if len(n.Only) > 0 && !w.listed(n.Only) {
		y.add(obstacle{rule: "only", about: n.ID})
	}
	if t.duty == nil {
		return
	}
	if !w.Standby {
		y.add(obstacle{rule: "standby"})
	}
	if y.sharesProvider(w, t.duty) && w.index != t.duty.worker {
		y.add(obstacle{rule: "same_provider", about: w.Provider})
	}
}

// againstTime collects what keeps the worker from any work at a time.
func (y *why) againstTime(w *auditWorker, s auditSpan) {
	if !w.approved.contains(s) {
		y.add(obstacle{rule: "approval", about: w.Provider})
	}
	if !auditInside(w.offered, s) {
		rule := "available"
		if w.family {
			rule = "family"
		}
		y.add(obstacle{rule: rule, from: s.from, to: s.to})
	}
	if i := auditFirstAfter(w.away, s.from); i < len(w.away) && w.away[i].meets(s) {
		y.add(obstacle{rule: "unavailable", from: w.away[i].from, to: w.away[i].to})
	}
}

// againstSkills collects the skills that the worker does not hold: for the
// whole shift, or, on standby, at the moment for which the shift is looked at.
func (y *why) againstSkills(w *auditWorker, t *whyTarget, s *whyShift) {
	during := s.auditSpan
	if t.duty != nil {
		during = auditSpan{s.moment, s.moment + 1}
	}
	for k, skill := range t.need.Skills {
		if !slices.Contains(t.need.Skills[:k], skill) && !w.holds(skill, during) {
			y.add(obstacle{rule: "skills", about: skill})
		}
	}
	for _, k := range t.among {
		if skill := t.need.Among[k].Skill; !slices.Contains(t.need.Skills, skill) && !w.holds(skill, during) {
			y.add(obstacle{rule: "skills", about: skill})
		}
	}
}

// againstLength collects the limits on the length of one shift.
func (y *why) againstLength(w *auditWorker, n *auditNeed, length int64) {
	for _, l := range [...]struct {
		rule string
		most time.Duration
		asks bool
	}{{"need.max_shift", n.MaxShift, true}, {"max_shift", w.limits.MaxShift, n.Kind != SleepIn}, {"max_sleep_in", w.limits.MaxSleepIn, n.Kind == SleepIn}} {
		if most := int64(l.most / time.Second); l.asks && most > 0 && length > most {
			y.add(obstacle{rule: l.rule, about: n.ID, have: auditHoursOf(length), limit: l.most.Hours(), over: auditHoursOf(length - most)})
		}
	}
}
