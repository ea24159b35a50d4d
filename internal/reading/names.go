package reading

import (
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// CalledWorker is the name of a worker, or the id without one.
func CalledWorker(p *scheduler.Problem, id string) string {
	if w := Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == id }); w != nil && w.Name != "" {
		return w.Name
	}
	return id
}

// CalledProvider is the name of a provider, or the id without one.
func CalledProvider(p *scheduler.Problem, id string) string {
	if s := Find(p.Providers, func(s *scheduler.Provider) bool { return s.ID == id }); s != nil && strings.TrimSpace(s.Name) != "" {
		return s.Name
	}
	return id
}

// CalledClient is the name of a client, or the id without one.
func CalledClient(p *scheduler.Problem, id string) string {
	if c := Find(p.Clients, func(c *scheduler.Client) bool { return c.ID == id }); c != nil && c.Name != "" {
		return c.Name
	}
	return id
}

// Find is the first of a list that is what is looked for, nil for none.
func Find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// SayWhen is a time by weekday, date and clock, in the zone of its ends.
func SayWhen(from, to time.Time) string {
	midnights := from.Hour()+from.Minute()+to.Hour()+to.Minute() == 0
	last := to.Add(-time.Second)
	switch {
	case midnights && scheduler.DateOf(from) == scheduler.DateOf(last):
		return from.Format("Monday 2 January")
	case midnights:
		return from.Format("Monday 2 January") + " to " + last.Format("Monday 2 January")
	case scheduler.DateOf(from) == scheduler.DateOf(to):
		return sayMoment(from) + " to " + scheduler.Clock(to)
	case to.Sub(from) < 24*time.Hour && to.Hour()+to.Minute() == 0:
		return sayMoment(from) + " to 24:00"
	}
	return sayMoment(from) + " to " + sayMoment(to)
}

// sayMoment is an instant by weekday, date and clock: "Monday 6 July 18:00".
func sayMoment(at time.Time) string { return at.Format("Monday 2 January ") + scheduler.Clock(at) }

// sayStart is an instant by weekday and date, and by clock where it is not midnight.
func sayStart(at time.Time) string {
	if at.Hour()+at.Minute() == 0 {
		return at.Format("Monday 2 January")
	}
	return sayMoment(at)
}

// sayEnd is an instant at which something ends as sayStart has it, midnight as the day that is over.
func sayEnd(at time.Time) string {
	if at.Hour()+at.Minute() == 0 {
		return at.Add(-time.Second).Format("Monday 2 January")
	}
	return sayMoment(at)
}

// SayMoment is an instant by clock, weekday and date: "18:00 on Monday 6 July".
func SayMoment(at time.Time) string { return scheduler.Clock(at) + at.Format(" on Monday 2 January") }

// SayDate is a date without its year: "6 July".
func SayDate(d scheduler.Date) string { return strconv.Itoa(d.Day) + " " + d.Month.String() }
