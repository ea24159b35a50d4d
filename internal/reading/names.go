package reading

import (
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

func CalledWorker(p *scheduler.Problem, id string) string {
	if w := Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == id }); w != nil && w.Name != "" {
		return w.Name
	}
	return id
}

func CalledProvider(p *scheduler.Problem, id string) string {
	if s := Find(p.Providers, func(s *scheduler.Provider) bool { return s.ID == id }); s != nil && strings.TrimSpace(s.Name) != "" {
		return s.Name
	}
	return id
}

func CalledClient(p *scheduler.Problem, id string) string {
	if c := Find(p.Clients, func(c *scheduler.Client) bool { return c.ID == id }); c != nil && c.Name != "" {
		return c.Name
	}
	return id
}

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
		return from.Format("Monday 2 January 15:04") + " to " + to.Format("15:04")
	case to.Sub(from) < 24*time.Hour && to.Hour()+to.Minute() == 0:
		return from.Format("Monday 2 January 15:04") + " to 24:00"
	}
	return from.Format("Monday 2 January 15:04") + " to " + to.Format("Monday 2 January 15:04")
}

func SayWhyDate(d scheduler.Date) string { return strconv.Itoa(d.Day) + " " + d.Month.String() }
