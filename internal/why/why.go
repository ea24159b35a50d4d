package why

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Reasons fills in, for every underlap and every gap in the contingency of the
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
// names each need that nobody could ever meet, with its smallest Conflict. Once the context has
// ended no more are looked for, and the answer is false. Rules of a caller's own hold where they
// are given.
func Reasons(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, most int, rules reading.Rules) bool {
	if p == nil || r == nil || len(p.Workers) == 0 || len(r.Underlap)+len(r.Contingency.Gaps) == 0 {
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	y := NewUnder(p, r.Rota, rules)
	left := most / len(p.Workers)
	if most <= 0 {
		left = len(r.Underlap) + len(r.Contingency.Gaps)
	}
	missing := max(0, len(r.Underlap)+len(r.Contingency.Gaps)-left)
	for _, level := range []scheduler.Criticality{scheduler.Critical, scheduler.Essential, scheduler.Desirable} {
		for i := range r.Underlap {
			if u := &r.Underlap[i]; u.Criticality == level && left > 0 && ctx.Err() == nil {
				u.Why = y.Short(u)
				left--
			}
		}
	}
	for i := range r.Contingency.Gaps {
		if g := &r.Contingency.Gaps[i]; g.Kind != scheduler.GapRelief && left > 0 && ctx.Err() == nil {
			g.Why = y.ofAll(y.GapTargets(g))
			left--
		}
	}
	if missing > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("Why nobody can come is not written for %d of the times that are short: carerota explain gives it.", missing))
	}
	return warnConflicts(ctx, p, r, rules) && ctx.Err() == nil
}

// MostReasons is how many rows of reasons a report has at most.
const MostReasons = 100_000

// Reader reads a rota for what keeps workers off.
type Reader struct {
	*reading.Reading
	Found, best []obstacle // room used again and again
	Line        []reading.Item
	raws        []shift
	ledger      *reading.Ledger // of the budgets; nil for none
}

// New is a reader of a rota.
func New(p *scheduler.Problem, r *scheduler.Rota) *Reader { return NewUnder(p, r, nil) }

// NewUnder is New with rules of a caller's own.
func NewUnder(p *scheduler.Problem, r *scheduler.Rota, rules reading.Rules) *Reader {
	a := reading.NewUnder(p, rules)
	a.ReadShifts(r)
	reading.JudgeCeilings(a)
	return &Reader{Reading: a, ledger: reading.NewLedger(a)}
}

// Short is what keeps each worker off an underlap.
func (y *Reader) Short(u *scheduler.Underlap) []scheduler.Why {
	return y.ofAll(y.TargetsOf(u.Need, u.Start, u.End))
}

// Target is a time in which one more pair of hands is wanted.
type Target struct {
	reading.Span
	Need  *reading.Need
	Occ   int
	Among []int          // skills, by number, without which one more would not help
	duty  *reading.Shift // who is to be backed on standby; nil for a place on duty
	ready []reading.Stand
}

// TargetsOf are the parts of a time in which the need is short, with what one
// more must hold in each.
func (y *Reader) TargetsOf(need string, from, to time.Time) (out []Target) {
	k := reading.IndexOf(y.NeedOf, need)
	if k < 0 {
		return nil
	}
	n, in := &y.Needs[k], reading.Span{From: from.Unix(), To: to.Unix()}
	for j := range n.Occurrences {
		o := &n.Occurrences[j]
		if !o.Meets(in) {
			continue
		}
		for _, p := range y.Pieces(o) {
			if s := p.Meet(in); s.Len() > 0 && (!n.Whole || n.OccurrenceOf(in) == j) {
				if short, _ := y.Shortage(n, &p); short > 0 {
					out = append(out, Target{Span: s, Need: n, Occ: j, Among: y.ShortAmong(n, &p, short)})
				}
			}
		}
	}
	return out
}

// GapTargets are the parts of a gap in the contingency, with the among skills
// that would be missing without the worker on duty.
func (y *Reader) GapTargets(g *scheduler.ContingencyGap) (out []Target) {
	k := reading.IndexOf(y.NeedOf, g.Need)
	if k < 0 {
		return nil
	}
	n, in := &y.Needs[k], reading.Span{From: g.Start.Unix(), To: g.End.Unix()}
	for j := range n.Occurrences {
		o := &n.Occurrences[j]
		if !o.Meets(in) {
			continue
		}
		duties := y.Duties(n, o)
		for i, s := range o.Duty {
			if y.Workers[y.Shifts[s].Worker].ID != g.Worker {
				continue
			}
			ready := y.Stands(n, &y.Shifts[s])
			for _, d := range duties[i] {
				if m := d.Meet(in); m.Len() > 0 {
					out = append(out, Target{Span: m, Need: n, Occ: j, Among: d.Missing, duty: &y.Shifts[s], ready: ready})
				}
			}
		}
	}
	return out
}

// ofAll is what keeps each worker off the targets, which are parts of one time.
func (y *Reader) ofAll(targets []Target) []scheduler.Why {
	if len(targets) == 0 {
		return nil
	}
	out := make([]scheduler.Why, 0, len(y.Workers))
	for i := range y.Workers {
		out = append(out, y.Of(&y.Workers[i], targets))
	}
	return out
}

// Of is what keeps one worker off: the shift with the fewest obstacles; of
// those, the one that lies most in its target, then the shortest, then the first.
func (y *Reader) Of(w *reading.Worker, targets []Target) scheduler.Why {
	best, in, found := shift{}, Target{}, false
	y.best = y.best[:0]
	wanting := y.wanting(w, targets)
	for _, t := range wanting {
		y.Found = y.Found[:0]
		y.againstPerson(w, &t)
		least := len(y.Found)
		for _, s := range y.byNearness(shiftsFor(y, w, &t), &t) {
			if found && len(y.best) == least {
				break // no shift can have fewer
			}
			most := len(y.best) - 1
			if !found {
				most = 1 << 30
			}
			y.Found = y.Found[:0]
			y.against(w, &t, &s, most)
			if len(y.Found) > most {
				continue
			}
			best, in, found = s, t, true
			y.best = append(y.best[:0], y.Found...)
		}
	}
	out := scheduler.Why{Worker: w.ID}
	if !found {
		if len(wanting) == 0 {
			return y.presentWhy(w, &targets[0])
		}
		return out
	}
	out.Start, out.End = y.Instant(best.From), y.Instant(best.To)
	for _, o := range y.best {
		c := cause(y, w, &in, &best, &o)
		out.Causes, out.Reasons = append(out.Causes, c), append(out.Reasons, c.Says)
	}
	return out
}

// wanting are the targets, or parts of them, at which the worker is not there
// already.
func (y *Reader) wanting(w *reading.Worker, targets []Target) (out []Target) {
	for _, t := range targets {
		if t.duty == nil {
			if !slices.ContainsFunc(t.Need.Occurrences[t.Occ].Duty, func(i int) bool { return y.Shifts[i].Worker == w.Index && y.Shifts[i].Meets(t.Span) }) {
				out = append(out, t)
			}
			continue
		}
		if t.duty.Worker == w.Index {
			continue
		}
		left := []reading.Span{t.Span}
		for k := range t.ready {
			if t.ready[k].Worker == w.Index {
				left = reading.Without(left, y.During(t.Need, &reading.Duty{Span: t.Span, Missing: t.Among}, &t.ready[k]))
			}
		}
		for _, s := range left {
			t.Span = s
			out = append(out, t)
		}
	}
	return out
}

// presentWhy is why a worker who is there already is no help.
func (y *Reader) presentWhy(w *reading.Worker, t *Target) scheduler.Why {
	c := scheduler.Cause{Rule: "present", About: t.Need.ID, From: y.Instant(t.From), To: y.Instant(t.To), Says: "is there already"}
	switch {
	case t.duty == nil:
	case t.duty.Worker == w.Index:
		c.Says = "is the one on duty"
	default:
		c.Says = "is on standby for it already"
	}
	return scheduler.Why{Worker: w.ID, Start: c.From, End: c.To, Reasons: []string{c.Says}, Causes: []scheduler.Cause{c}}
}

// byNearness puts the shifts that lie most in their target first.
func (y *Reader) byNearness(shifts []shift, t *Target) []shift {
	slices.SortStableFunc(shifts, func(a, b shift) int {
		return cmp.Or(cmp.Compare(b.Overlap(t.Span), a.Overlap(t.Span)), cmp.Compare(a.Len(), b.Len()), cmp.Compare(a.From, b.From))
	})
	return shifts
}

// obstacle is one thing against a shift, before it is put into words.
type obstacle struct {
	Rule              string
	about             string
	from, to          int64
	starts            bool // of "unavailable": a day off, on which no shift starts
	have, limit, Over float64
	item              reading.Item // of "duty", "standby" and "worked"
}

// add enters an obstacle.
func (y *Reader) add(o obstacle) { y.Found = append(y.Found, o) }

// against collects all that stands against the worker's taking the shift; it
// may end early once there is more than most.
func (y *Reader) against(w *reading.Worker, t *Target, s *shift, most int) {
	y.againstPerson(w, t)
	y.againstTime(w, s.Span)
	y.againstStart(w, t, s)
	y.againstOwn(w, t, s)
	y.againstSkills(w, t, s)
	if t.duty == nil {
		y.againstLength(w, t.Need, s.Span)
	}
	if len(y.Found) > most || s.stands {
		return
	}
	k := y.lay(w, t, s)
	if len(y.Found) > most {
		return
	}
	y.againstLine(w, k, most)
	if len(y.Found) <= most {
		y.againstCeiling(w, t, s)
		y.againstBudgets(w)
	}
}

// againstPerson collects what does not hang on the time.
func (y *Reader) againstPerson(w *reading.Worker, t *Target) {
	n := t.Need
	if w.Suspended {
		y.add(obstacle{Rule: "suspended"})
	}
	if w.Supplier != nil && w.Supplier.Suspended {
		y.add(obstacle{Rule: "provider.suspended", about: w.Provider})
	}
	if w.Trainee {
		y.add(obstacle{Rule: "shadowing", about: w.Shadowing})
	}
	if n.Client != "" && slices.Contains(w.Refuses, n.Client) {
		y.add(obstacle{Rule: "refuses", about: n.Client})
	}
	if n.ClientIndex >= 0 && w.Listed(y.Problem.Clients[n.ClientIndex].Refuses) {
		y.add(obstacle{Rule: "refused", about: n.Client})
	}
	if !w.Accepted(n) {
		y.add(obstacle{Rule: "accepts", about: n.Client})
	}
	if len(n.Only) > 0 && !w.Listed(n.Only) {
		y.add(obstacle{Rule: "only", about: n.ID})
	}
	if t.duty == nil {
		return
	}
	if !w.Standby {
		y.add(obstacle{Rule: "standby"})
	}
	if y.SharesProvider(w, t.duty) && w.Index != t.duty.Worker {
		y.add(obstacle{Rule: "same_provider", about: w.Provider})
	}
}

// againstTime collects what keeps the worker from any work at a time.
func (y *Reader) againstTime(w *reading.Worker, s reading.Span) {
	if s.From < y.AsOf {
		y.add(obstacle{Rule: "as_of", from: s.From, to: s.To})
	}
	if !w.Approved.Contains(s) {
		y.add(obstacle{Rule: "approval", about: w.Provider})
	}
	if !reading.Inside(w.Offered, s) {
		rule := "available"
		if w.Family {
			rule = "family"
		}
		y.add(obstacle{Rule: rule, from: s.From, to: s.To})
	}
	if i := reading.FirstAfter(w.Away, s.From); i < len(w.Away) && w.Away[i].Meets(s) {
		for _, x := range y.Absences(w, s) {
			y.add(obstacle{Rule: "unavailable", about: x.Why, from: x.From, to: x.To})
		}
	}
}

// againstStart collects the days off on which the shift would start, or on standby the call.
func (y *Reader) againstStart(w *reading.Worker, t *Target, s *shift) {
	off := y.DaysOff(w, s.From)
	if t.duty != nil {
		for _, x := range y.DaysOff(w, s.moment) {
			if !slices.Contains(off, x) {
				off = append(off, x)
			}
		}
	}
	for _, x := range off {
		y.add(obstacle{Rule: "unavailable", about: x.Why, from: x.From, to: x.To, starts: true})
	}
}

// againstSkills collects the skills that the worker does not hold: for the
// whole shift, or, on standby, at the moment for which the shift is looked at.
func (y *Reader) againstSkills(w *reading.Worker, t *Target, s *shift) {
	during := s.Span
	if t.duty != nil {
		during = reading.Span{From: s.moment, To: s.moment + 1}
	}
	for k, skill := range t.Need.Skills {
		if !slices.Contains(t.Need.Skills[:k], skill) && !w.Holds(skill, during) {
			y.add(obstacle{Rule: "skills", about: skill})
		}
	}
	for _, k := range t.Among {
		if skill := t.Need.Among[k].Skill; !slices.Contains(t.Need.Skills, skill) && !w.Holds(skill, during) {
			y.add(obstacle{Rule: "skills", about: skill})
		}
	}
}

// againstLength collects the limits on the length of one shift.
func (y *Reader) againstLength(w *reading.Worker, n *reading.Need, s reading.Span) {
	length, twice := s.Len(), y.Repeated(s)
	for _, l := range [...]struct {
		rule string
		most time.Duration
		asks bool
	}{{"need.max_shift", n.MaxShift, true}, {"max_shift", w.Limits.MaxShift, n.Kind != scheduler.SleepIn}, {"max_sleep_in", w.Limits.MaxSleepIn, n.Kind == scheduler.SleepIn}} {
		if most := int64(l.most / time.Second); l.asks && most > 0 && length-twice > most {
			y.add(obstacle{Rule: l.rule, about: n.ID, have: reading.HoursOf(length), limit: l.most.Hours(), Over: reading.HoursOf(length - twice - most)})
		}
	}
}

// ownRule is the rule of an obstacle that is a rule of a caller's own, about which it is.
const ownRule = "own"

// againstOwn collects the rules of a caller's own that look at the shift alone.
func (y *Reader) againstOwn(w *reading.Worker, t *Target, s *shift) {
	if y.Own == nil {
		return
	}
	for _, rule := range y.Own.Work(w.Index, s.Span) {
		y.addOwn(rule)
	}
	during := s.Span
	if t.duty != nil {
		during = reading.Span{From: s.moment, To: s.moment + 1}
	}
	for _, rule := range y.Own.Serve(w.Index, t.Need.Index, during) {
		y.addOwn(rule)
	}
	if t.duty != nil && !y.Own.Backs(w.Index, t.Need.Index, t.duty.Span) {
		called := y.ItemOf(t.duty)
		for _, rule := range y.Own.Line(w.Index, []reading.Item{called}) {
			y.addOwn(rule)
		}
	}
}

// addOwn enters a rule of a caller's own, once.
func (y *Reader) addOwn(rule string) {
	if !slices.ContainsFunc(y.Found, func(o obstacle) bool { return o.Rule == ownRule && o.about == rule }) {
		y.add(obstacle{Rule: ownRule, about: rule})
	}
}
