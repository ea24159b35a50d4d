package reading

import (
	"fmt"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/law"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// warnLaw says where a rota is not what the law asks: of each worker, then of all together.
func warnLaw(a *Reading) {
	for i := range a.Workers {
		w := &a.Workers[i]
		for _, says := range []string{warnYoung(a, w), warnWage(a, w)} {
			if says != "" {
				a.Report.Warnings = append(a.Report.Warnings, says+".")
			}
		}
	}
	for _, says := range []string{warnAwake(a), warnUnpaidStandby(a), warnTravel(a), warnHoliday(a)} {
		if says != "" {
			a.Report.Warnings = append(a.Report.Warnings, says+".")
		}
	}
	if off := a.Problem.LawOff; len(off) > 0 {
		a.Report.Warnings = append(a.Report.Warnings, "Not looked at, as the problem says: "+say.List(off)+".")
	}
}

// warnYoung says what a worker under 18 does in the rota that the law does not allow.
func warnYoung(a *Reading, w *Worker) string {
	if w.Born.IsZero() || !law.On(a.Problem, law.YoungWorkers) {
		return ""
	}
	nights, day, week, unrested := 0, 0.0, 0.0, 0
	first, end := a.RotaWeeks()
	for k := first; k < end; k++ {
		if !law.IsYoung(w.Born, a.Dates[7*k].Date) {
			break
		}
		in, sum := a.Week(k), 0.0
		for d := 7 * k; d < 7*k+7; d++ {
			hours := workedIn(w, Span{a.Midnights[d], a.Midnights[d+1]})
			sum, day = sum+hours, max(day, hours)
			if workedIn(w, a.lateOn(d)) > 0 {
				nights++
			}
		}
		if week = max(week, sum); sum > 0 && a.Whole(k) && Rest(w.Line, in) < law.YoungRest*3600 {
			unrested++
		}
	}
	var says []string
	if nights > 0 {
		says = append(says, fmt.Sprintf("works between 22:00 and 06:00 in %s", say.Count(nights, "night")))
	}
	if day > law.YoungDay {
		says = append(says, fmt.Sprintf("works up to %s in a day", say.Hours(day)))
	}
	if week > law.YoungWeek {
		says = append(says, fmt.Sprintf("works up to %s in a week", say.Hours(week)))
	}
	if unrested > 0 {
		says = append(says, fmt.Sprintf("has no %d hours off in a row in %s", law.YoungRest, say.Count(unrested, "week")))
	}
	if len(says) == 0 {
		return ""
	}
	return fmt.Sprintf("%s is under %d and %s; at most %d hours a day and %d a week are lawful, with %d hours off in a row, and no work at night%s", w.Title(),
		law.AdultAt, say.List(says), law.YoungDay, law.YoungWeek, law.YoungRest, law.Source(law.YoungWorkers))
}

// lateOn is the time from 22:00 of a day to 06:00 of the next, by the clock.
func (a *Reading) lateOn(day int) Span {
	d := a.Dates[day].Date
	return Span{scheduler.StartInstant(a.Zone, d, 22*time.Hour).Unix(), scheduler.EndInstant(a.Zone, d.Plus(1), 6*time.Hour).Unix()}
}

// workedIn are the hours in a time that a worker is at work, asleep or awake: standby aside.
func workedIn(w *Worker, in Span) (hours float64) {
	for i := range w.Line {
		if w.Line[i].Kind != scheduler.Standby {
			hours += float64(w.Line[i].Overlap(in)) / 3600
		}
	}
	return hours
}

// longGap is how long a time between two visits may be that is still a way from one to the other. Who has longer
// may go home, and the way home is no work.
const longGap = 2 * 3600

// travelOf are the seconds of a worker's ways between visits to different people in the rota.
func travelOf(w *Worker) (seconds int64) {
	way := int64(w.Limits.Travel / time.Second)
	for i := 1; i < len(w.Line); i++ {
		x, y := &w.Line[i-1], &w.Line[i]
		if !y.Past && x.Client >= 0 && y.Client >= 0 && x.Client != y.Client && y.From-x.To <= longGap {
			seconds += min(way, max(0, y.From-x.To))
		}
	}
	return seconds
}

// warnWage says where the ways between visits, which are not paid, bring an hour's pay below the national minimum.
func warnWage(a *Reading, w *Worker) string {
	last := a.Dates[a.First+a.Days-1].Date
	least, since, ok := law.Wage(w.Born, last)
	if !ok || w.Family || w.Rate < least || !law.On(a.Problem, law.MinimumWage) {
		return ""
	}
	waking := 0.0
	for i := range w.Line {
		if it := &w.Line[i]; !it.Past && (it.Kind == scheduler.Waking || it.Kind == scheduler.Shadow) {
			waking += float64(it.Len())
		}
	}
	travel := float64(travelOf(w))
	if travel == 0 {
		return ""
	}
	hour := w.Rate * waking / (waking + travel)
	if hour >= least-0.005 {
		return ""
	}
	return fmt.Sprintf("%s has %.2f for an hour of work, the ways between people counted (%s of visits, about %s of ways); the national minimum is %.2f since %d %s%s", w.Title(), hour,
		sayHours(waking), sayHours(travel), least, since.Day, since.Month, law.Source(law.MinimumWage))
}

// warnAwake says for how many hours awake the flat pay of sleep-ins is the national minimum, of whom it is least.
func warnAwake(a *Reading) string {
	if !law.On(a.Problem, law.SleepInAwake) {
		return ""
	}
	var worst *Worker
	nights, enough, lasts := 0, 0.0, 0.0
	for i := range a.Workers {
		w := &a.Workers[i]
		least, _, ok := law.Wage(w.Born, a.Dates[a.First+a.Days-1].Date)
		if !ok || w.Family || w.SleepInRate <= 0 {
			continue
		}
		for k := range w.Line {
			it := &w.Line[k]
			if hours := float64(it.Len()) / 3600; !it.Past && it.Kind == scheduler.SleepIn && w.SleepInRate < least*hours {
				nights++
				if worst == nil || w.SleepInRate/least < enough {
					worst, enough, lasts = w, w.SleepInRate/least, hours
				}
			}
		}
	}
	if worst == nil {
		return ""
	}
	return fmt.Sprintf("Who is awake for work in a sleep-in is owed the national minimum for that time; the %.2f of %s is enough for %s of %s, and %s of the rota may come to more%s",
		worst.SleepInRate, worst.Title(), say.Hours(enough), say.Hours(lasts), say.Count(nights, "sleep-in"), law.Source(law.SleepInAwake))
}

// warnUnpaidStandby names who is on standby without pay.
func warnUnpaidStandby(a *Reading) string {
	if !law.On(a.Problem, law.StandbyUnpaid) {
		return ""
	}
	var who []string
	for i := range a.Workers {
		w := &a.Workers[i]
		hours := 0.0
		for k := range w.Line {
			if it := &w.Line[k]; !it.Past && it.Kind == scheduler.Standby {
				hours += float64(it.Len()) / 3600
			}
		}
		if hours > 0 && w.Rate > 0 && w.StandbyRate == 0 && !w.Family {
			who = append(who, fmt.Sprintf("%s (%s)", w.Title(), say.Hours(hours)))
		}
	}
	return ofAll(who, "on standby without pay", law.StandbyUnpaid)
}

// ofAll is one sentence about some workers.
func ofAll(who []string, what, check string) string {
	switch len(who) {
	case 0:
		return ""
	case 1:
		return who[0] + " is " + what + law.Source(check)
	}
	return say.List(who) + " are " + what + law.Source(check)
}

// warnTravel says how long the ways between visits are, which no figure of the cost holds.
func warnTravel(a *Reading) string {
	if !law.On(a.Problem, law.TravelUnpaid) {
		return ""
	}
	seconds := int64(0)
	for i := range a.Workers {
		if w := &a.Workers[i]; !w.Family && w.Rate > 0 {
			seconds += travelOf(w)
		}
	}
	if seconds == 0 {
		return ""
	}
	return fmt.Sprintf("The ways from one person to the next take about %s, and are not in the cost: they are work, and count for the minimum wage%s", sayHours(float64(seconds)), law.Source(law.TravelUnpaid))
}

// warnHoliday says how much paid holiday the rota builds up that no on-cost holds. Who works for an agency has it
// from the agency.
func warnHoliday(a *Reading) string {
	if !law.On(a.Problem, law.Holiday) {
		return ""
	}
	hours := 0.0
	for i := range a.Workers {
		w := &a.Workers[i]
		if w.Family || w.Rate <= 0 || w.Supplier != nil && (w.Supplier.Kind == scheduler.Agency || w.Supplier.OnCost >= 1+law.HolidayAccrue) {
			continue
		}
		for k := range w.Line {
			if it := &w.Line[k]; !it.Past && it.Kind != scheduler.Standby {
				hours += float64(it.Len()) / 3600
			}
		}
	}
	accrued := hours * law.HolidayAccrue
	if accrued < 0.5 {
		return ""
	}
	return fmt.Sprintf("About %s of paid holiday are built up in this rota, %s %% of the %s worked, and are not in the cost: no `on_cost` holds them%s", say.Hours(float64(int(accrued+0.5))),
		strings.TrimRight(fmt.Sprintf("%.2f", 100*law.HolidayAccrue), "0"), say.Hours(hours), law.Source(law.Holiday))
}
