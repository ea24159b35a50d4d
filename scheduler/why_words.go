package scheduler

import (
	"fmt"
)

// cause is an obstacle with its figures and its sentence.
func (y *why) cause(w *auditWorker, t *whyTarget, s *whyShift, o *obstacle) Cause {
	c := Cause{Rule: o.rule, About: o.about, Have: o.have, Limit: o.limit, Over: o.over}
	if o.rule == "duty" {
		c.About, c.Over = y.needID(o.item.need), y.bereft(w, &o.item)
	}
	if o.to > o.from && o.from > auditEver && o.to < auditNever {
		c.From, c.To = y.instant(o.from), y.instant(o.to)
	}
	c.Says = y.say(w, t, s, o, &c)
	return c
}

// bereft are the hours that would be uncovered were the worker's shift not
// worked.
func (y *why) bereft(w *auditWorker, it *auditItem) float64 {
	if it.need < 0 || it.occurrence < 0 {
		return 0
	}
	n := &y.needs[it.need]
	var seconds int64
	for _, p := range y.pieces(&n.occurrences[it.occurrence]) {
		if !p.meets(it.auditSpan) {
			continue
		}
		short, _ := y.shortage(n, &p)
		without := auditPiece{auditSpan: p.auditSpan}
		for _, i := range p.present {
			if y.shifts[i].worker != w.index {
				without.present = append(without.present, i)
			}
		}
		more, _ := y.shortage(n, &without)
		seconds += int64(more-short) * p.len()
	}
	return auditHoursOf(seconds)
}

// say puts an obstacle into words that follow the worker's name and a colon.
func (y *why) say(w *auditWorker, t *whyTarget, s *whyShift, o *obstacle, c *Cause) string {
	n := t.need
	switch o.rule {
	case "suspended":
		return "suspended"
	case "provider.suspended":
		return y.providerName(o.about) + " is suspended"
	case "shadowing":
		return "a trainee beside " + y.nameOf(o.about) + ", never counted"
	case "refuses":
		return "refuses " + y.clientName(o.about)
	case "refused":
		return "refused by " + y.clientName(o.about)
	case "accepts":
		return y.providerName(w.Provider) + " has not accepted " + y.clientName(o.about)
	case "only":
		return fmt.Sprintf("%s is only for %s", n.ID, auditList(fewOf(y.namesOf(n.Only))))
	case "standby":
		if o.to == 0 {
			return "not to be rostered on standby"
		}
		return "on standby " + y.sayWhen(auditSpan{o.from, o.to})
	case "same_provider":
		return "of the same provider as " + y.workers[t.duty.worker].title()
	case "approval":
		return y.sayApproval(w)
	case "available":
		return y.sayAvailable(w, s.auditSpan)
	case "family":
		return "family, who has not offered " + y.sayWhen(s.auditSpan)
	case "unavailable":
		return "unavailable" + y.sayWhy(w, s.auditSpan) + " " + y.sayWhen(auditSpan{o.from, o.to})
	case "skills":
		return y.saySkill(w, o.about, s)
	case "duty":
		return y.sayDuty(w, t, o, c)
	case "worked":
		return "at work until " + y.sayMoment(o.to)
	}
	return y.sayFigures(o, w, s)
}

// sayFigures puts the limits into words.
func (y *why) sayFigures(o *obstacle, w *auditWorker, s *whyShift) string {
	have, limit := auditHours(o.have*3600), auditHours(o.limit*3600)
	switch o.rule {
	case "need.max_shift":
		return fmt.Sprintf("%s in one shift; %s takes at most %s", have, o.about, limit)
	case "max_shift":
		return fmt.Sprintf("a shift of %s; at most %s", have, limit)
	case "max_sleep_in":
		return fmt.Sprintf("a sleep-in of %s; at most %s", have, limit)
	case "travel":
		if o.to <= s.from {
			return fmt.Sprintf("%s of travel: with %s until %s", limit, y.clientName(o.about), y.sayMoment(o.to))
		}
		return fmt.Sprintf("%s of travel: with %s from %s", limit, y.clientName(o.about), y.sayMoment(o.from))
	case "max_hours_week":
		return fmt.Sprintf("at %s of %s in the week of %s", have, limit, y.sayDate(o.from))
	case "max_hours_day":
		return fmt.Sprintf("at %s of %s on %s", have, limit, y.sayDate(o.from))
	case "max_hours_rota":
		return fmt.Sprintf("at %s of %s in the rota", have, limit)
	case "provider.max_hours_week":
		return fmt.Sprintf("%s at %s of %s in the week of %s", y.providerName(o.about), have, limit, y.sayDate(o.from))
	case "rest":
		return y.sayRest(o, w, s)
	case "max_spell", "max_spell_with_sleep_in":
		return fmt.Sprintf("%s without a rest; at most %s", have, limit)
	case "max_days_in_a_row":
		return fmt.Sprintf("%d days in a row from %s; at most %d", int(o.have), y.sayDate(o.from), int(o.limit))
	case "max_nights_in_a_row":
		return fmt.Sprintf("%d nights in a row from %s; at most %d", int(o.have), y.sayDate(o.from), int(o.limit))
	case "weekly_rest":
		return fmt.Sprintf("%s of weekly rest: %s would be left in the week of %s", limit, have, y.sayDate(o.from))
	case "max_weekends":
		return fmt.Sprintf("works %s already; at most %d", auditTimes(int(o.have), "weekend"), int(o.limit))
	}
	return o.rule
}

// sayRest names the work that is too near.
func (y *why) sayRest(o *obstacle, w *auditWorker, s *whyShift) string {
	rest := auditHours(w.limits.MinRest.Seconds())
	if o.item.from < s.from {
		return fmt.Sprintf("%s rest: finishes %s", rest, y.sayMoment(o.to))
	}
	return fmt.Sprintf("%s rest: starts %s", rest, y.sayMoment(o.from))
}

func (y *why) sayApproval(w *auditWorker) string {
	from, until := w.supplier.FromDate, w.supplier.UntilDate
	says := y.providerName(w.Provider) + " is approved only"
	if !from.IsZero() {
		says += " from " + sayWhyDate(from)
	}
	if !until.IsZero() {
		says += " until " + sayWhyDate(until)
	}
	return says
}

// sayAvailable says when the worker is available on the days of the shift.
func (y *why) sayAvailable(w *auditWorker, s auditSpan) string {
	var hours []string
	days := auditSpan{y.midnights[y.dayOf(s.from)], y.midnights[min(y.dayOf(s.to-1)+1, len(y.midnights)-1)]}
	for i := auditFirstAfter(w.offered, days.from); i < len(w.offered) && w.offered[i].from < days.to; i++ {
		hours = append(hours, y.sayWhen(w.offered[i].meet(days)))
	}
	switch {
	case len(hours) > 0:
		return "available only " + auditList(hours)
	case days.len() > 26*3600:
		return "not available " + y.sayWhen(s)
	}
	return "not available on " + y.sayDate(s.from)
}

func (y *why) saySkill(w *auditWorker, skill string, s *whyShift) string {
	if len(w.skills[skill]) == 0 {
		return "lacks " + skill
	}
	for _, held := range w.skills[skill] {
		switch {
		case held.from > s.from:
			return skill + " only from " + y.sayDate(held.from)
		case held.to > s.from:
			return skill + " only until " + y.sayDate(held.to-1)
		}
	}
	last := w.skills[skill][len(w.skills[skill])-1]
	return skill + " only until " + y.sayDate(last.to-1)
}

// sayDuty says where the worker is on duty, and what leaving it would uncover.
func (y *why) sayDuty(w *auditWorker, t *whyTarget, o *obstacle, c *Cause) string {
	it := &o.item
	when := y.sayWhen(it.auditSpan)
	switch {
	case it.kind == Shadow:
		return "shadowing in " + y.needID(it.need) + " " + when
	case t.duty == nil && it.need == t.need.index && it.occurrence == t.occ:
		return "there " + when
	}
	says := "on duty in " + y.needID(it.need)
	if it.client >= 0 {
		says = "on duty with " + y.clientName(y.p.Clients[it.client].ID)
	}
	if c.Over > 0 {
		return fmt.Sprintf("%s %s: %s would be uncovered", says, when, auditHours(c.Over*3600))
	}
	return says + " " + when + ", where nothing would be uncovered"
}

func (y *why) sayWhen(s auditSpan) string { return sayWhen(y.instant(s.from), y.instant(s.to)) }

func (y *why) sayMoment(at int64) string { return y.instant(at).Format("Monday 2 January 15:04") }

func (y *why) sayDate(at int64) string { return sayWhyDate(DateOf(y.instant(at))) }

func (y *why) providerName(id string) string {
	return calledProvider(y.p, id)
}

// namesOf are the names of workers and providers.
func (y *why) namesOf(ids []string) (out []string) {
	for _, id := range ids {
		if auditFind(y.workerOf, id) >= 0 {
			out = append(out, y.nameOf(id))
			continue
		}
		out = append(out, y.providerName(id))
	}
	return out
}

// fewOf are the first of a long list, and how many more there are.
func fewOf(names []string) []string {
	const few = 4
	if len(names) <= few+1 {
		return names
	}
	return append(names[:few:few], fmt.Sprintf("%d others", len(names)-few))
}
