package scheduler

import (
	"strconv"
	"strings"
	"time"
)

func calledWorker(p *Problem, id string) string {
	if w := find(p.Workers, func(w *Worker) bool { return w.ID == id }); w != nil && w.Name != "" {
		return w.Name
	}
	return id
}

func calledProvider(p *Problem, id string) string {
	if s := find(p.Providers, func(s *Provider) bool { return s.ID == id }); s != nil && strings.TrimSpace(s.Name) != "" {
		return s.Name
	}
	return id
}

func calledClient(p *Problem, id string) string {
	if c := find(p.Clients, func(c *Client) bool { return c.ID == id }); c != nil && c.Name != "" {
		return c.Name
	}
	return id
}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// sayWhen is a time by weekday, date and clock, in the zone of its ends.
func sayWhen(from, to time.Time) string {
	midnights := from.Hour()+from.Minute()+to.Hour()+to.Minute() == 0
	last := to.Add(-time.Second)
	switch {
	case midnights && DateOf(from) == DateOf(last):
		return from.Format("Monday 2 January")
	case midnights:
		return from.Format("Monday 2 January") + " to " + last.Format("Monday 2 January")
	case DateOf(from) == DateOf(to):
		return from.Format("Monday 2 January 15:04") + " to " + to.Format("15:04")
	case to.Sub(from) < 24*time.Hour && to.Hour()+to.Minute() == 0:
		return from.Format("Monday 2 January 15:04") + " to 24:00"
	}
	return from.Format("Monday 2 January 15:04") + " to " + to.Format("Monday 2 January 15:04")
}

func sayWhyDate(d Date) string { return strconv.Itoa(d.Day) + " " + d.Month.String() }
