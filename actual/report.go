package actual

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Compare says what came of a rota of p: visits are the rows of what happened, of any days and in any order. A nil problem or
// rota has no planned visits.
func Compare(p *scheduler.Problem, rota *scheduler.Rota, visits []Visit, o Options) *Report {
	if p == nil {
		p = &scheduler.Problem{}
	}
	if rota == nil {
		rota = &scheduler.Rota{}
	}
	c := &comparing{a: reading.New(p), p: p, o: o}
	c.r = &Report{Options: o}
	visits = c.within(c.once(visits))
	c.r.Rows = len(visits)
	m := newMatching(c.a, planOf(c.a, rota, c.r.First, c.r.Last), visits)
	m.match()
	m.outcome(&c.o)
	c.m, c.r.Visits = m, m.plan
	c.r.Unplanned = slices.DeleteFunc(m.unplanned(), func(u Unplanned) bool { return !c.looked(u.Start) })
	c.present()
	c.doubles()
	c.faces()
	c.family()
	c.sums()
	c.repeats()
	c.alone()
	return c.r
}

// comparing is the work of Compare.
type comparing struct {
	a     *reading.Reading
	p     *scheduler.Problem
	o     Options
	r     *Report
	m     *matching
	there []Unplanned // everybody who was there, in order of time, planned or not
}

// within finds the days that are looked at, and leaves out the rows of others.
func (c *comparing) within(visits []Visit) []Visit {
	first, last := c.p.Start, c.p.Start.Plus(max(0, c.p.Days-1))
	c.r.First, c.r.Last = last, first
	for i := range visits {
		if day := c.dayOf(&visits[i]); !day.IsZero() {
			c.r.First, c.r.Last = earlier(c.r.First, day), later(c.r.Last, day)
		}
	}
	if !c.o.Since.IsZero() {
		c.r.First = c.o.Since
	}
	if !c.o.Until.IsZero() {
		c.r.Last = c.o.Until
	}
	c.r.First, c.r.Last = later(c.r.First, first), earlier(c.r.Last, last)
	kept := make([]Visit, 0, len(visits))
	for i := range visits {
		day := c.dayOf(&visits[i])
		if day.Before(c.r.First.Plus(-1)) || c.r.Last.Plus(1).Before(day) { // a day more, for those who come before midnight
			c.r.Outside++
			continue
		}
		kept = append(kept, visits[i])
		if visits[i].Stranger && !slices.Contains(c.r.Strangers, visits[i].Worker) {
			c.r.Strangers = append(c.r.Strangers, visits[i].Worker)
		}
	}
	slices.Sort(c.r.Strangers)
	return kept
}

// once leaves out rows that say the same as one before.
func (c *comparing) once(visits []Visit) []Visit {
	type said struct {
		id, worker, client, need             string
		plannedStart, plannedEnd, start, end int64
		cancelled                            bool
	}
	seen := make(map[said]bool, len(visits))
	kept := make([]Visit, 0, len(visits))
	for i := range visits {
		v := &visits[i]
		s := said{v.ID, v.Worker, v.Client, v.Need, v.PlannedStart.Unix(), v.PlannedEnd.Unix(), v.Start.Unix(), v.End.Unix(), v.Cancelled}
		if seen[s] {
			c.r.Twice++
			continue
		}
		seen[s] = true
		kept = append(kept, *v)
	}
	return kept
}

func earlier(x, y scheduler.Date) scheduler.Date {
	if y.Before(x) {
		return y
	}
	return x
}

func later(x, y scheduler.Date) scheduler.Date {
	if x.Before(y) {
		return y
	}
	return x
}

// dayOf is the day of a row: the planned one, or that on which somebody came; zero for neither.
func (c *comparing) dayOf(v *Visit) scheduler.Date {
	at := v.PlannedStart
	if at.IsZero() {
		at = v.Start
	}
	if at.IsZero() {
		return scheduler.Date{}
	}
	return scheduler.DateOf(at.In(c.a.Zone))
}

// looked says whether a time begins on the days that are looked at.
func (c *comparing) looked(at time.Time) bool {
	day := scheduler.DateOf(at.In(c.a.Zone))
	return !day.Before(c.r.First) && !c.r.Last.Before(day)
}

// present lists everybody who was there.
func (c *comparing) present() {
	for j := range c.r.Visits {
		s := &c.r.Visits[j]
		for _, x := range s.Came {
			if !s.Apart {
				c.there = append(c.there, Unplanned{x, s.Client, s.Need})
			}
		}
	}
	c.there = append(c.there, c.r.Unplanned...)
	slices.SortStableFunc(c.there, func(x, y Unplanned) int { return x.Start.Compare(y.Start) })
}

// weekOf is the first day of the week of a time.
func (c *comparing) weekOf(at time.Time) scheduler.Date {
	day := scheduler.DateOf(at.In(c.a.Zone))
	return day.Plus(-((int(day.Weekday()) - int(c.p.WeekStarts) + 7) % 7))
}

// faces lists those who came to somebody who does not know them; family is known.
func (c *comparing) faces() {
	at := map[[2]string]int{}
	for _, x := range c.there {
		if w := reading.IndexOf(c.a.WorkerOf, x.Worker); x.Client == "" || w >= 0 && c.a.Workers[w].Family || c.knows(x.Client, x.Worker) {
			continue
		}
		k, seen := at[[2]string{x.Client, x.Worker}]
		if !seen {
			k = len(c.r.Faces)
			at[[2]string{x.Client, x.Worker}] = k
			c.r.Faces = append(c.r.Faces, Face{Client: x.Client, Worker: x.Worker, First: x.Start})
		}
		c.r.Faces[k].Visits++
	}
}

func (c *comparing) knows(client, worker string) bool {
	k := reading.IndexOf(c.a.ClientOf, client)
	return k >= 0 && slices.Contains(c.p.Clients[k].Known, worker)
}

// family lists the time that family did and had not offered: outside their windows and their planned visits.
func (c *comparing) family() {
	planned := map[string][]reading.Span{}
	for j := range c.r.Visits {
		s := &c.r.Visits[j]
		planned[s.Worker] = append(planned[s.Worker], c.m.spans[j])
	}
	for _, x := range c.there {
		w := reading.IndexOf(c.a.WorkerOf, x.Worker)
		if w < 0 || !c.a.Workers[w].Family {
			continue
		}
		offered := reading.Union(append(slices.Clone(c.a.Workers[w].Free), planned[x.Worker]...))
		for _, s := range reading.Without([]reading.Span{spanOf(x.Start, x.End)}, offered) {
			c.r.Family = append(c.r.Family, Family{x.Client, x.Worker, c.a.Instant(s.From), c.a.Instant(s.To)})
		}
	}
}

// alone finds for each client the longest time in which a need was and nobody was there.
func (c *comparing) alone() {
	there := map[string][]reading.Span{}
	for _, x := range c.there {
		there[x.Client] = append(there[x.Client], spanOf(x.Start, x.End))
	}
	for j := range c.r.Visits {
		if s := &c.r.Visits[j]; s.What == Cancelled {
			there[s.Client] = append(there[s.Client], c.m.spans[j])
		}
	}
	days := reading.Span{From: scheduler.StartInstant(c.a.Zone, c.r.First, 0).Unix(), To: scheduler.StartInstant(c.a.Zone, c.r.Last.Plus(1), 0).Unix()}
	for i := range c.p.Clients {
		var asked []reading.Span
		for n := range c.a.Needs {
			if c.a.Needs[n].ClientIndex != i {
				continue
			}
			for _, o := range c.a.Needs[n].Occurrences {
				asked = append(asked, o.Meet(days))
			}
		}
		id, longest := c.p.Clients[i].ID, reading.Span{}
		empty := reading.Without(reading.Union(asked), reading.Union(there[id]))
		for _, s := range empty {
			if s.Len() > longest.Len() {
				longest = s
			}
		}
		if longest.Len() > 0 {
			c.r.Alone = append(c.r.Alone, Alone{id, c.a.Instant(longest.From), c.a.Instant(longest.To), time.Duration(length(empty)) * time.Second})
		}
	}
	slices.SortStableFunc(c.r.Alone, func(x, y Alone) int {
		return cmp.Compare(y.End.Sub(y.Start), x.End.Sub(x.Start))
	})
}
