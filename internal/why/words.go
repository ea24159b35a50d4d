package why

import (
	"fmt"
	"time"

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
	if o.Rule == "unavailable" && y.PastRota(o.to) {
		c.To = time.Time{}
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

// put puts an obstacle into words that follow the worker's name: "Ada" "lacks swimming".
func put(y *Reader, w *reading.Worker, t *Target, s *shift, o *obstacle, c *scheduler.Cause) string {
	n := t.Need
	switch o.Rule {
	case "suspended":
		return "is suspended"
	case "shadowing":
		return "is a trainee beside " + y.NameOf(o.about) + " and never counted"
	case "refuses":
		return "refuses to work with " + y.ClientName(o.about)
	case "refused":
		return "is refused by " + y.ClientName(o.about)
	case "only":
		return fmt.Sprintf("is not among those whom %s is for: %s", n.ID, say.List(FewOf(namesOf(y, n.Only))))
	case "standby":
		if o.to == 0 {
			return "is never rostered on standby"
		}
		return "is on standby " + sayWhen(y, reading.Span{From: o.from, To: o.to})
	case "same_provider":
		return "has the same provider as " + y.Workers[t.duty.Worker].Title()
	case "max_cost":
		return fmt.Sprintf("would cost %s more, and %s of the budget is left", say.Money(o.have), say.Money(o.limit))
	case "provider.suspended", "accepts", "approval", "provider.max_hours_week", "provider.max_cost":
		return "works for " + sayProvider(y, w, o, ", which ")
	case "available":
		return sayAvailable(y, w, s.Span)
	case "family":
		return "is family and has not offered " + sayWhen(y, s.Span)
	case "as_of":
		return "cannot start before " + sayMoment(y, y.AsOf) + ", which has passed"
	case "unavailable":
		if o.starts {
			return "is " + y.SayDayOff(reading.Away{Span: reading.Span{From: o.from, To: o.to}, Why: o.about})
		}
		return "is away " + y.SayAway(reading.Away{Span: reading.Span{From: o.from, To: o.to}, Why: o.about})
	case "skills":
		return saySkill(y, w, o.about, s)
	case ownRule:
		return fmt.Sprintf("may not come: the rule %q does not allow it", o.about)
	case "duty":
		return sayDuty(y, w, t, o, c)
	case "worked":
		return "is at work until " + sayMoment(y, o.to)
	}
	return sayFigures(y, o, s)
}

// sayProvider is what stands against a worker's provider: its name, what joins the two, and the rest.
func sayProvider(y *Reader, w *reading.Worker, o *obstacle, which string) string {
	name := providerName(y, w.Provider)
	switch o.Rule {
	case "provider.suspended":
		return name + which + "is suspended"
	case "accepts":
		return name + which + "has not accepted " + y.ClientName(o.about)
	case "approval":
		return name + which + "is approved only" + sayApproved(w)
	case "provider.max_cost":
		return fmt.Sprintf("%s: it would cost %s more, and %s of that provider's budget is left", name, say.Money(o.have), say.Money(o.limit))
	}
	return name + which + sayHoursOf(y, o, "may give", "in the week of "+sayDate(y, o.from))
}

// sayFigures puts the limits into words.
func sayFigures(y *Reader, o *obstacle, s *shift) string {
	have, limit := say.Hours(o.have), say.Hours(o.limit)
	switch o.Rule {
	case "need.max_shift":
		return fmt.Sprintf("would have one shift of %s in %s (at most %s%s)", have, o.about, limit, y.clocks("; ", s.Span))
	case "max_shift":
		return fmt.Sprintf("would have one shift of %s (at most %s%s)", have, limit, y.clocks("; ", s.Span))
	case "max_sleep_in":
		return fmt.Sprintf("would have a sleep-in of %s (at most %s%s)", have, limit, y.clocks("; ", s.Span))
	case "travel":
		if o.to <= s.From {
			return fmt.Sprintf("is with %s until %s: %s to travel, %s needed", y.ClientName(o.about), sayMoment(y, o.to), have, say.HoursAre(o.limit))
		}
		return fmt.Sprintf("is with %s from %s: %s to travel, %s needed", y.ClientName(o.about), sayMoment(y, o.from), have, say.HoursAre(o.limit))
	case "max_hours_week":
		return sayHoursOf(y, o, "may work", "in the week of "+sayDate(y, o.from))
	case "max_hours_day":
		return sayHoursOf(y, o, "may work", "on "+sayDate(y, o.from))
	case "max_hours_rota":
		return sayHoursOf(y, o, "may work", "in the rota")
	case "rest":
		return sayRest(y, o, s)
	case "max_spell", "max_spell_with_sleep_in":
		stretch := reading.Span{From: o.from, To: o.to}
		return fmt.Sprintf("would work one stretch of %s (at most %s%s)", have, limit, y.clocks("; ", stretch))
	case "max_days_in_a_row":
		return fmt.Sprintf("would work %d days in a row from %s (at most %d)", int(o.have), sayDate(y, o.from), int(o.limit))
	case "max_nights_in_a_row":
		return fmt.Sprintf("would work %d nights in a row from %s (at most %d)", int(o.have), sayDate(y, o.from), int(o.limit))
	case "weekly_rest":
		return fmt.Sprintf("would have %s of unbroken rest in the week of %s (at least %s)", have, sayDate(y, o.from), limit)
	case "max_weekends":
		return fmt.Sprintf("works on %s already (this would make %d, at most %d)", say.Count(int(o.have), "weekend"), int(o.limit+o.Over), int(o.limit))
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

// sayHoursOf is what an hour cap allows, what is there of it and what the shift would make of it.
func sayHoursOf(y *Reader, o *obstacle, may, in string) string {
	makes := o.limit + o.Over
	if o.Rule == "max_hours_day" {
		in += y.clocks(", when ", reading.Span{From: o.from, To: o.to})
	}
	if o.have <= 0 {
		return fmt.Sprintf("%s %s %s (this shift would make %s)", may, say.Hours(o.limit), in, say.Hours(makes))
	}
	return fmt.Sprintf("has %s %s (%s more would make %s)", say.HoursOf(o.have, o.limit), in, say.Hours(makes-o.have), say.Hours(makes))
}

// sayRest says between what there would be how little rest.
func sayRest(y *Reader, o *obstacle, s *shift) string {
	gap := reading.Span{From: o.from, To: o.to}
	rest := fmt.Sprintf("%s of rest, %s needed", say.Hours(o.have), say.HoursAre(o.limit))
	if note := y.clocks("", gap); note != "" {
		rest += " (" + note + ")"
	}
	switch {
	case o.from == s.To:
		return fmt.Sprintf("starts again at %s: %s", sayMoment(y, o.to), rest)
	case o.to == s.From:
		return fmt.Sprintf("finishes at %s: %s", sayMoment(y, o.from), rest)
	}
	return fmt.Sprintf("would have, from %s to %s, %s", sayMoment(y, o.from), sayMoment(y, o.to), rest)
}

// clocks says, after a few words, of a time in which the clocks change that they do and when, for then
// it is longer or shorter than the clocks make it; else it is empty.
func (y *Reader) clocks(after string, s reading.Span) string {
	_, change := scheduler.ClockBounds(y.Instant(s.From))
	if change.IsZero() || change.Unix() <= s.From || change.Unix() >= s.To {
		return ""
	}
	last := change.Add(-time.Minute)
	_, was := last.Zone()
	way := "back"
	if _, is := change.Zone(); is > was {
		way = "forward"
	}
	wall := time.Date(0, 1, 1, last.Hour(), last.Minute()+1, 0, 0, time.UTC)
	return fmt.Sprintf("%sthe clocks go %s at %s", after, way, wall.Format("15:04"))
}

// sayApproved is from when and until when a worker's provider is approved.
func sayApproved(w *reading.Worker) (says string) {
	from, until := w.Supplier.FromDate, w.Supplier.UntilDate
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
		return "is available only " + say.List(hours)
	case days.Len() > 26*3600:
		return "is not available " + sayWhen(y, s)
	}
	return "is not available on " + sayDate(y, s.From)
}

func saySkill(y *Reader, w *reading.Worker, skill string, s *shift) string {
	if len(w.SkillTimes[skill]) == 0 {
		return y.Problem.Meaning(skill).WhoLacks()
	}
	for _, held := range w.SkillTimes[skill] {
		switch {
		case held.From > s.From:
			return "holds " + skill + " only from " + sayDate(y, held.From)
		case held.To > s.From:
			return "holds " + skill + " only until " + sayDate(y, held.To-1)
		}
	}
	last := w.SkillTimes[skill][len(w.SkillTimes[skill])-1]
	return "holds " + skill + " only until " + sayDate(y, last.To-1)
}

// sayDuty says where the worker is on duty, and what leaving it would uncover.
func sayDuty(y *Reader, w *reading.Worker, t *Target, o *obstacle, c *scheduler.Cause) string {
	it := &o.item
	when := sayWhen(y, it.Span)
	switch {
	case it.Kind == scheduler.Shadow:
		return "is shadowing in " + y.NeedID(it.Need) + " " + when
	case t.duty == nil && it.Need == t.Need.Index && it.Occurrence == t.Occ:
		return "is there " + when
	}
	says := "is on duty in " + y.NeedID(it.Need)
	if it.Client >= 0 {
		says = "is on duty with " + y.ClientName(y.Problem.Clients[it.Client].ID)
	}
	if c.Over > 0 {
		return fmt.Sprintf("%s %s, where %s would be open", says, when, say.Hours(c.Over))
	}
	return says + " " + when + ", where nothing would be open"
}

func sayWhen(y *Reader, s reading.Span) string {
	return reading.SayWhen(y.Instant(s.From), y.Instant(s.To))
}

func sayMoment(y *Reader, at int64) string { return reading.SayMoment(y.Instant(at)) }

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
