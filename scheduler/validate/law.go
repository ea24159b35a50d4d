package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/law"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// firstBorn is the first year in which somebody may be born.
const firstBorn = 1900

// born checks a day of birth.
func (v *validation) born(path string, d scheduler.Date) {
	switch {
	case d.IsZero():
	case d.Plus(0) != d:
		v.add(path, "correct the day of the month", "%s is not a day of the calendar", d)
	case d.Year < firstBorn || !d.Before(v.p.Start):
		v.add(path, `write the day of birth, such as "1994-06-21"`, "%s is no day on which somebody who works in this rota was born", d)
	}
}

// law checks the names of checks that are switched off.
func (v *validation) law() {
	for i, name := range v.p.LawOff {
		if slices.Contains(law.Checks, name) {
			continue
		}
		remedy := "write one of " + strings.Join(law.Checks, ", ")
		if near := Nearest(name, law.Checks); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		v.add(fmt.Sprintf("law.off[%d]", i), remedy, "%q is no check of the law", clipped(name))
	}
}

// lawOfWorker warns of what the law asks of a worker's age and pay.
func (w *warner) lawOfWorker(at string, one *scheduler.Worker) {
	if one.Suspended || w.family[one.Provider] {
		return
	}
	w.young(at, one)
	w.wage(at, one)
}

// young warns of somebody under 18 whom the problem lets work longer or later than the law does.
func (w *warner) young(at string, one *scheduler.Worker) {
	if !law.On(w.p, law.YoungWorkers) || !law.IsYoung(one.Born, w.p.Start) {
		return
	}
	caps := &w.p.Caps
	if one.Caps != nil {
		caps = one.Caps
	}
	over := func(most *time.Duration, hours int) bool { return most == nil || most.Hours() > float64(hours) }
	if !over(caps.MaxHoursDay, law.YoungDay) && !over(caps.MaxHoursWeek, law.YoungWeek) && caps.WeeklyRest >= law.YoungRest*time.Hour && !offersNights(one) {
		return
	}
	w.add(at+".born", fmt.Sprintf("set `caps` of max_hours_day = %d, max_hours_week = %d, weekly_rest = \"%dh\", and `available` from 06:00 to 22:00", law.YoungDay, law.YoungWeek, law.YoungRest),
		"%s is under %d: at most %d hours a day and %d a week, %d hours off in a row each week, and no work between 22:00 and 06:00%s", cmp.Or(one.Name, one.ID),
		law.AdultAt, law.YoungDay, law.YoungWeek, law.YoungRest, law.Source(law.YoungWorkers))
}

// offersNights says whether somebody is available at some time between 22:00 and 06:00.
func offersNights(one *scheduler.Worker) bool {
	const morning, night = 6 * time.Hour, 22 * time.Hour
	return one.AlwaysAvailable || slices.ContainsFunc(one.Available, func(a scheduler.Window) bool {
		return a.WholeDay || a.From < morning || a.To > night || a.To <= a.From
	})
}

// wage warns of a rate below the least that the law allows on the rota's last day, when it is highest.
func (w *warner) wage(at string, one *scheduler.Worker) {
	least, since, ok := law.Wage(one.Born, w.last)
	if !ok || !law.On(w.p, law.MinimumWage) || one.Rate <= 0 || one.Rate >= least {
		return
	}
	age := fmt.Sprintf("at %d", law.Age(one.Born, w.last))
	remedy := "raise the `rate`"
	if one.Born.IsZero() {
		age, remedy = "from 21 on", "raise the `rate`, or give `born` where a lower one holds for the age"
	}
	w.add(at+".rate", remedy, "%s has %s an hour; the national minimum is %s %s, since %s%s", cmp.Or(one.Name, one.ID), sayMoney(one.Rate), sayMoney(least), age,
		sayFullDate(since), law.Source(law.MinimumWage))
}

// lawOfNeed warns of a visit that is too short for care.
func (w *warner) lawOfNeed(at string, n *scheduler.Need) {
	lasts := n.To - n.From
	if lasts <= 0 {
		lasts += 24 * time.Hour
	}
	if n.Kind == scheduler.Waking && n.Client != "" && lasts <= law.ShortVisit*time.Minute && law.On(w.p, law.ShortVisits) {
		w.add(at+".to", "agree a longer visit, or write down the task and send somebody they know",
			"a visit of %s is too short for care: visits of less than half an hour are for one set task, by somebody the person knows%s", say.Length(lasts), law.Source(law.ShortVisits))
	}
}

func sayMoney(x float64) string { return fmt.Sprintf("%.2f", x) }
