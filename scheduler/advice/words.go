package advice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// say puts the remedy into words.
func (m *Remedy) say(p *scheduler.Problem, ready bool) string {
	worker, provider := reading.CalledWorker(p, m.Worker), reading.CalledProvider(p, m.Provider)
	switch m.Kind {
	case Train:
		return m.sayTraining(p, worker)
	case RaiseCap:
		return m.sayRaise(p, worker, ready)
	case Extend:
		if ready {
			return fmt.Sprintf("Ask %s to be ready if needed: %s.", worker, m.sayDated(p))
		}
		return fmt.Sprintf("Ask %s for %s.", worker, m.sayDated(p))
	case Approve:
		if m.From.IsZero() || !p.Start.Before(m.From) {
			return fmt.Sprintf("Approve %s from the first day.", provider)
		}
		return fmt.Sprintf("Approve %s from %s.", provider, reading.SayDate(m.From))
	case Accept:
		return fmt.Sprintf("Ask %s to accept %s, once what stands in the way is settled.", provider, reading.CalledClient(p, m.Client))
	case LiftCeil:
		if m.By == 0 {
			return fmt.Sprintf("Lift the weekly limit on %s.", provider)
		}
		return fmt.Sprintf("Let %s give %s more a week.", provider, say.Length(m.By))
	case Hire:
		return m.sayHire(p, ready)
	case Move:
		return fmt.Sprintf("If it suits %s: start %q %s.", m.sayWhose(p), m.Need, sayMove(m.By))
	}
	return m.Says
}

// sayTraining says by when a training must hold, and so when it has to start.
func (m *Remedy) sayTraining(p *scheduler.Problem, worker string) string {
	by, when := m.From, "before the first day"
	if by.IsZero() || !p.Start.Before(by) {
		by = p.Start
	} else {
		when = "by " + reading.SayDate(by)
	}
	says := fmt.Sprintf("Train %s in %s %s.", worker, m.Skill, when)
	if m.Days > 0 {
		says += fmt.Sprintf(" It takes %s: start by %s.", say.Count(m.Days, "day"), reading.SayDate(by.Plus(-m.Days)))
	}
	return says
}

// sayRaise asks for the new limit, beside the one that holds now.
func (m *Remedy) sayRaise(p *scheduler.Problem, worker string, ready bool) string {
	now, _ := m.limits(p)
	if now == nil {
		return ""
	}
	over := map[string]string{"max_hours_week": "a week", "max_hours_day": "a day", "max_hours_rota": "over the rota"}[m.Cap]
	verb := "for"
	if ready {
		verb = "to be called on for up to"
	}
	if ready && p.Contingency.Standby > 0 {
		verb = "for standby, in all up to"
	}
	return fmt.Sprintf("Ask %s %s %s %s (%s now).", worker, verb, say.Length(*now+m.By), over, say.Length(*now))
}

// limits are the worker's limit as it is and the house's, nil for none.
func (m *Remedy) limits(p *scheduler.Problem) (now, house *time.Duration) {
	now, house = *p.Caps.Hours(m.Cap), *p.Caps.Hours(m.Cap)
	if w := reading.Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == m.Worker }); w != nil && w.Caps != nil {
		now = *w.Caps.Hours(m.Cap)
	}
	return now, house
}

// isOwn says whether a limit that is raised is the worker's own and below the house's.
func (m *Remedy) isOwn(p *scheduler.Problem) bool {
	now, house := m.limits(p)
	return now != nil && (house == nil || *now < *house)
}

// sayWhose is the client of the need that is moved.
func (m *Remedy) sayWhose(p *scheduler.Problem) string {
	n := reading.Find(p.Needs, func(n *scheduler.Need) bool { return n.ID == m.Need })
	if n == nil || n.Client == "" {
		return "everybody"
	}
	return reading.CalledClient(p, n.Client)
}

// sayDated says times with their dates, those of the same hours together.
func (m *Remedy) sayDated(p *scheduler.Problem) string {
	var clocks, said []string
	days := map[string][]scheduler.Date{}
	for _, t := range m.Times {
		from, to := t.Start.In(p.Zone), t.End.In(p.Zone)
		clock := scheduler.Clock(from) + "-" + scheduler.Clock(to)
		if clocks = appendNew(clocks, clock); !slices.Contains(days[clock], scheduler.DateOf(from)) {
			days[clock] = append(days[clock], scheduler.DateOf(from))
		}
	}
	for _, clock := range clocks {
		said = append(said, sayDays(days[clock])+", "+clock)
	}
	return strings.Join(said, "; ")
}

// sayDays are days such as "Monday 7, Friday 11 and Monday 14 June".
func sayDays(days []scheduler.Date) string {
	var said []string
	for i, d := range days {
		one := fmt.Sprintf("%s %d", d.Weekday(), d.Day)
		if i+1 == len(days) || days[i+1].Month != d.Month {
			one += " " + d.Month.String()
		}
		said = append(said, one)
	}
	return say.List(said)
}

// sayHire says whom to find: for some shifts while others are away, to be called when somebody cannot come, or for
// so many mornings, evenings, days or nights a week.
func (m *Remedy) sayHire(p *scheduler.Problem, ready bool) string {
	who := m.sayWho(p)
	weeks := (p.Days + 6) / 7
	job, hours := sayJob(p, m.Times, weeks)
	switch n := len(m.Times); {
	case n == 0:
		return "Find one more person" + who + " to call when somebody cannot come."
	case ready:
		return fmt.Sprintf("Find one more person%s to call when somebody cannot come, who works %s.", who, job)
	case m.OneOff && n <= mostAsked:
		return fmt.Sprintf("Find somebody%s for %s, once: %s.", who, say.Count(n, "shift"), m.sayDated(p))
	case m.OneOff:
		return fmt.Sprintf("Find somebody%s for the time that others are away: %s.", who, job)
	}
	verb := "Take on one person"
	if hours < fewHours {
		verb = "Find somebody"
	}
	says := fmt.Sprintf("%s%s for %s", verb, who, job)
	if when := sayWeekTimes(m.Times); when != "" && weeks == 1 {
		says += ": " + when
	}
	return says + "."
}

// sayWho is what a new worker must be and know.
func (m *Remedy) sayWho(p *scheduler.Problem) (says string) {
	var trained, born []string
	for _, s := range m.New.Skills {
		if p.Meaning(s.Name).Untrainable {
			born = append(born, s.Name)
		} else {
			trained = append(trained, s.Name)
		}
	}
	if len(born) > 0 {
		says = " (" + say.List(born) + ")"
	}
	if len(trained) > 0 {
		says += " trained in " + say.List(trained)
	}
	return says
}

// partOfDay is what a shift is called: a night, a day, a morning, an afternoon, an evening.
func partOfDay(p *scheduler.Problem, t TimeSpan) string {
	from := t.Start.In(p.Zone)
	clock, lasts := clockOf(from), t.End.Sub(t.Start)
	switch {
	case clock >= 18*time.Hour && clock+lasts > 25*time.Hour, clock < 4*time.Hour:
		return "night"
	case clock < 12*time.Hour && lasts >= 7*time.Hour:
		return "day"
	case clock < 12*time.Hour:
		return "morning"
	case clock < 17*time.Hour:
		return "afternoon"
	}
	return "evening"
}

// fewHours a week are no job that somebody would take for itself.
const fewHours = 8

// partsOf are the parts of the day in which times begin.
func partsOf(p *scheduler.Problem, times []TimeSpan) (out []string) {
	for _, t := range times {
		out = appendNew(out, partOfDay(p, t))
	}
	return out
}

// sayJob is such as "up to 5 nights a week (45 hours)": of each part of the day the most in any week,
// and the most hours.
func sayJob(p *scheduler.Problem, times []TimeSpan, weeks int) (says string, hours float64) {
	most := map[string]int{}
	for k := range weeks {
		first := p.Start.Plus(7 * k)
		in, sum := map[string][]scheduler.Date{}, 0.0
		for _, t := range times {
			if d := scheduler.DateOf(t.Start.In(p.Zone)); !d.Before(first) && d.Before(first.Plus(7)) {
				sum += t.End.Sub(t.Start).Hours()
				if part := partOfDay(p, t); !slices.Contains(in[part], d) {
					in[part] = append(in[part], d)
				}
			}
		}
		for part, days := range in {
			most[part] = max(most[part], len(days))
		}
		hours = max(hours, sum)
	}
	var said []string
	for _, part := range []string{"day", "morning", "afternoon", "evening", "night"} {
		if most[part] > 0 {
			said = append(said, say.Count(most[part], part))
		}
	}
	upTo := ""
	if weeks > 1 {
		upTo = "up to "
	}
	return fmt.Sprintf("%s%s a week (%s)", upTo, say.List(said), say.Hours(hours)), hours
}

// mostSlots is the most different hours of the day that are named; of more, none.
const mostSlots = 4

// sayWeekTimes says the times in the order of the week, days with the same hours together, each once.
func sayWeekTimes(times []TimeSpan) string {
	type slot struct {
		clock string
		days  []time.Weekday
	}
	var slots []slot
	for _, t := range times {
		clock := scheduler.Clock(t.Start) + "-" + scheduler.Clock(t.End)
		i := slices.IndexFunc(slots, func(s slot) bool { return s.clock == clock })
		if i < 0 {
			i = len(slots)
			slots = append(slots, slot{clock: clock})
		}
		if !slices.Contains(slots[i].days, t.Start.Weekday()) {
			slots[i].days = append(slots[i].days, t.Start.Weekday())
		}
	}
	if len(slots) > mostSlots {
		return ""
	}
	weekday := func(a, b time.Weekday) int { return cmp.Compare((a+6)%7, (b+6)%7) }
	for _, s := range slots {
		slices.SortFunc(s.days, weekday)
	}
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Or(weekday(a.days[0], b.days[0]), cmp.Compare(a.clock, b.clock)) })
	var said []string
	for _, s := range slots {
		var days []string
		for _, d := range s.days {
			days = append(days, d.String())
		}
		said = append(said, say.List(days)+" "+s.clock)
	}
	return strings.Join(said, "; ")
}

func sayMove(by time.Duration) string {
	if by < 0 {
		return say.Length(-by) + " earlier"
	}
	return say.Length(by) + " later"
}
