package why

import (
	"fmt"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// cause is an obstacle with its figures and its sentence.
func cause(y *Reader, w *reading.Worker, t *Target, s *shift, o *obstacle) scheduler.Cause {
	c := scheduler.Cause{Rule: o.Rule, About: o.about, Have: o.have, Limit: o.limit, Over: o.Over}
	if o.Rule == "duty" {
		c.About, c.Over = y.NeedID(o.item.Need), bereft(y, w, &o.item)
	}
	if o.to > o.from && o.from > reading.Ever && o.to < reading.Never {
		c.From, c.To = y.Instant(o.from), y.Instant(o.to)
	}
	c.Says = put(y, w, t, s, o, &c)
	return c
}

// bereft are the hours that would be uncovered were the worker's shift not
// worked.
func bereft(y *Reader, w *reading.Worker, it *reading.Item) float64 {
	if it.Need < 0 || it.Occurrence < 0 {
		return 0
	}
	n := &y.Needs[it.Need]
	var seconds int64
	for _, p := range y.Pieces(&n.Occurrences[it.Occurrence]) {
		if !p.Meets(it.Span) {
			continue
		}
		short, _ := y.Shortage(n, &p)
		without := reading.Piece{Span: p.Span}
		for _, i := range p.Present {
			if y.Shifts[i].Worker != w.Index {
				without.Present = append(without.Present, i)
			}
		}
		more, _ := y.Shortage(n, &without)
		seconds += int64(more-short) * p.Len()
	}
	return reading.HoursOf(seconds)
}

// put puts an obstacle into words that follow the worker's name and a colon.
func put(y *Reader, w *reading.Worker, t *Target, s *shift, o *obstacle, c *scheduler.Cause) string {
	n := t.Need
	switch o.Rule {
	case "suspended":
		return "suspended"
	case "provider.suspended":
		return providerName(y, o.about) + " is suspended"
	case "shadowing":
		return "a trainee beside " + y.NameOf(o.about) + ", never counted"
	case "refuses":
		return "refuses " + y.ClientName(o.about)
	case "refused":
		return "refused by " + y.ClientName(o.about)
	case "accepts":
		return providerName(y, w.Provider) + " has not accepted " + y.ClientName(o.about)
	case "only":
		return fmt.Sprintf("%s is only for %s", n.ID, say.List(FewOf(namesOf(y, n.Only))))
	case "standby":
		if o.to == 0 {
			return "not to be rostered on standby"
		}
		return "on standby " + sayWhen(y, reading.Span{From: o.from, To: o.to})
	case "same_provider":
		return "of the same provider as " + y.Workers[t.duty.Worker].Title()
	case "approval":
		return sayApproval(y, w)
	case "available":
		return sayAvailable(y, w, s.Span)
	case "family":
		return "family, who has not offered " + sayWhen(y, s.Span)
	case "unavailable":
		return "unavailable" + y.SayWhy(w, s.Span) + " " + sayWhen(y, reading.Span{From: o.from, To: o.to})
	case "skills":
		return saySkill(y, w, o.about, s)
	case ownRule:
		return fmt.Sprintf("the rule %q does not allow it", o.about)
	case "duty":
		return sayDuty(y, w, t, o, c)
	case "worked":
		return "at work until " + sayMoment(y, o.to)
	}
	return sayFigures(y, o, w, s)
}

// sayFigures puts the limits into words.
func sayFigures(y *Reader, o *obstacle, w *reading.Worker, s *shift) string {
	have, limit := reading.Hours(o.have*3600), reading.Hours(o.limit*3600)
	switch o.Rule {
	case "need.max_shift":
		return fmt.Sprintf("%s in one shift; %s takes at most %s", have, o.about, limit)
	case "max_shift":
		return fmt.Sprintf("a shift of %s; at most %s", have, limit)
	case "max_sleep_in":
		return fmt.Sprintf("a sleep-in of %s; at most %s", have, limit)
	case "travel":
		if o.to <= s.From {
			return fmt.Sprintf("%s of travel: with %s until %s", limit, y.ClientName(o.about), sayMoment(y, o.to))
		}
		return fmt.Sprintf("%s of travel: with %s from %s", limit, y.ClientName(o.about), sayMoment(y, o.from))
	case "max_hours_week":
		return fmt.Sprintf("at %s of %s in the week of %s", have, limit, sayDate(y, o.from))
	case "max_hours_day":
		return fmt.Sprintf("at %s of %s on %s", have, limit, sayDate(y, o.from))
	case "max_hours_rota":
		return fmt.Sprintf("at %s of %s in the rota", have, limit)
	case "provider.max_hours_week":
		return fmt.Sprintf("%s at %s of %s in the week of %s", providerName(y, o.about), have, limit, sayDate(y, o.from))
	case "rest":
		return sayRest(y, o, w, s)
	case "max_spell", "max_spell_with_sleep_in":
		return fmt.Sprintf("%s without a rest; at most %s", have, limit)
	case "max_days_in_a_row":
		return fmt.Sprintf("%d days in a row from %s; at most %d", int(o.have), sayDate(y, o.from), int(o.limit))
	case "max_nights_in_a_row":
		return fmt.Sprintf("%d nights in a row from %s; at most %d", int(o.have), sayDate(y, o.from), int(o.limit))
	case "weekly_rest":
		return fmt.Sprintf("%s of weekly rest: %s would be left in the week of %s", limit, have, sayDate(y, o.from))
	case "max_weekends":
		return fmt.Sprintf("works %s already; at most %d", say.Count(int(o.have), "weekend"), int(o.limit))
	}
	return sayNight(o)
}

// sayNight puts the limits on nights at home and on waking hours into words.
func sayNight(o *obstacle) string {
	have, limit := say.Hours(o.have), say.Hours(o.limit)
	switch o.Rule {
	case "overnight_rest":
		return fmt.Sprintf("would rest only %s overnight; at least %s", have, limit)
	case "max_waking_in_spell":
		return fmt.Sprintf("would be awake at work for %s before a rest; at most %s", have, limit)
	}
	return o.Rule
}

// sayRest names the work that is too near.
func sayRest(y *Reader, o *obstacle, w *reading.Worker, s *shift) string {
	rest := reading.Hours(w.Limits.MinRest.Seconds())
	if o.item.From < s.From {
		return fmt.Sprintf("%s rest: finishes %s", rest, sayMoment(y, o.to))
	}
	return fmt.Sprintf("%s rest: starts %s", rest, sayMoment(y, o.from))
}

func sayApproval(y *Reader, w *reading.Worker) string {
	from, until := w.Supplier.FromDate, w.Supplier.UntilDate
	says := providerName(y, w.Provider) + " is approved only"
	if !from.IsZero() {
		says += " from " + reading.SayDate(from)
	}
	if !until.IsZero() {
		says += " until " + reading.SayDate(until)
	}
	return says
}

// sayAvailable says when the worker is available on the days of the shift.
func sayAvailable(y *Reader, w *reading.Worker, s reading.Span) string {
	var hours []string
	days := reading.Span{From: y.Midnights[y.DayOf(s.From)], To: y.Midnights[min(y.DayOf(s.To-1)+1, len(y.Midnights)-1)]}
	for i := reading.FirstAfter(w.Offered, days.From); i < len(w.Offered) && w.Offered[i].From < days.To; i++ {
		hours = append(hours, sayWhen(y, w.Offered[i].Meet(days)))
	}
	switch {
	case len(hours) > 0:
		return "available only " + say.List(hours)
	case days.Len() > 26*3600:
		return "not available " + sayWhen(y, s)
	}
	return "not available on " + sayDate(y, s.From)
}

func saySkill(y *Reader, w *reading.Worker, skill string, s *shift) string {
	if len(w.SkillTimes[skill]) == 0 {
		return y.Problem.Meaning(skill).WhoLacks()
	}
	for _, held := range w.SkillTimes[skill] {
		switch {
		case held.From > s.From:
			return skill + " only from " + sayDate(y, held.From)
		case held.To > s.From:
			return skill + " only until " + sayDate(y, held.To-1)
		}
	}
	last := w.SkillTimes[skill][len(w.SkillTimes[skill])-1]
	return skill + " only until " + sayDate(y, last.To-1)
}

// sayDuty says where the worker is on duty, and what leaving it would uncover.
func sayDuty(y *Reader, w *reading.Worker, t *Target, o *obstacle, c *scheduler.Cause) string {
	it := &o.item
	when := sayWhen(y, it.Span)
	switch {
	case it.Kind == scheduler.Shadow:
		return "shadowing in " + y.NeedID(it.Need) + " " + when
	case t.duty == nil && it.Need == t.Need.Index && it.Occurrence == t.Occ:
		return "there " + when
	}
	says := "on duty in " + y.NeedID(it.Need)
	if it.Client >= 0 {
		says = "on duty with " + y.ClientName(y.Problem.Clients[it.Client].ID)
	}
	if c.Over > 0 {
		return fmt.Sprintf("%s %s: %s would be uncovered", says, when, reading.Hours(c.Over*3600))
	}
	return says + " " + when + ", where nothing would be uncovered"
}

func sayWhen(y *Reader, s reading.Span) string {
	return reading.SayWhen(y.Instant(s.From), y.Instant(s.To))
}

func sayMoment(y *Reader, at int64) string { return y.Instant(at).Format("Monday 2 January 15:04") }

func sayDate(y *Reader, at int64) string { return reading.SayDate(scheduler.DateOf(y.Instant(at))) }

func providerName(y *Reader, id string) string {
	return reading.CalledProvider(y.Problem, id)
}

// namesOf are the names of workers and providers.
func namesOf(y *Reader, ids []string) (out []string) {
	for _, id := range ids {
		if reading.IndexOf(y.WorkerOf, id) >= 0 {
			out = append(out, y.NameOf(id))
			continue
		}
		out = append(out, providerName(y, id))
	}
	return out
}

// FewOf are the first of a long list, and how many more there are.
func FewOf(names []string) []string {
	const few = 4
	if len(names) <= few+1 {
		return names
	}
	return append(names[:few:few], fmt.Sprintf("%d others", len(names)-few))
}
