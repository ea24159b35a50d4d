package actual

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// tally gathers the sums of one kind of group.
type tally struct {
	groups []Group
	at     map[string]int
}

// newTally has a group for each id, in their order.
func newTally(ids []string) *tally {
	t := &tally{at: map[string]int{}}
	for _, id := range ids {
		t.group(id)
	}
	return t
}

func (t *tally) group(id string) *Group {
	k, known := t.at[id]
	if !known {
		k = len(t.groups)
		t.at[id] = k
		t.groups = append(t.groups, Group{ID: id})
	}
	return &t.groups[k]
}

// add changes the sums of a group and of its week.
func (t *tally) add(id string, week scheduler.Date, change func(*Sum)) {
	g := t.group(id)
	change(&g.Sum)
	g.Weeks = addWeek(g.Weeks, week, change)
}

func addWeek(weeks []Week, first scheduler.Date, change func(*Sum)) []Week {
	k, known := slices.BinarySearchFunc(weeks, first, func(w Week, d scheduler.Date) int { return cmp.Compare(w.First.Sub(d), 0) })
	if !known {
		weeks = slices.Insert(weeks, k, Week{First: first})
	}
	change(&weeks[k].Sum)
	return weeks
}

// found is the groups that have a visit.
func (t *tally) found() []Group {
	return slices.DeleteFunc(t.groups, func(g Group) bool { return len(g.Weeks) == 0 })
}

// sums counts all that was found, by whom and for whom it is.
func (c *comparing) sums() {
	providers, clients := newTally(c.p.IDs("provider")), newTally(c.p.IDs("client"))
	needs, workers := newTally(c.p.IDs("need")), newTally(c.p.IDs("worker"))
	add := func(worker, need, client string, at time.Time, change func(*Sum)) {
		week := c.weekOf(at)
		change(&c.r.Total)
		c.r.Weeks = addWeek(c.r.Weeks, week, change)
		providers.add(c.providerOf(worker), week, change)
		clients.add(client, week, change)
		if need != "" {
			needs.add(need, week, change)
		}
		workers.add(worker, week, change)
	}
	for j := range c.r.Visits {
		if s := &c.r.Visits[j]; !s.Apart {
			add(s.Worker, s.Need, s.Client, s.Start, s.into)
		}
	}
	for _, x := range c.r.Unplanned {
		add(x.Worker, x.Need, x.Client, x.Start, func(s *Sum) {
			s.Unplanned++
			s.UnplannedFor += x.End.Sub(x.Start)
		})
	}
	for _, x := range c.r.Doubles {
		add(x.Worker, x.Need, x.Client, x.Start, func(s *Sum) {
			s.Doubled++
			s.DoubledFor += x.Alone
		})
	}
	for _, x := range c.r.Faces {
		add(x.Worker, "", x.Client, x.First, func(s *Sum) { s.NewFaces++ })
	}
	for _, x := range c.r.Family {
		add(x.Worker, "", x.Client, x.Start, func(s *Sum) { s.Family += x.End.Sub(x.Start) })
	}
	c.r.Providers, c.r.Clients, c.r.Needs, c.r.Workers = providers.found(), clients.found(), needs.found(), workers.found()
}

// into adds a planned visit to a sum.
func (v *Planned) into(s *Sum) {
	s.Visits++
	s.Planned += v.Length()
	s.Delivered += v.There
	switch v.What {
	case Missed:
		s.Missed++
		s.MissedFor += v.Length()
		return
	case Cancelled:
		s.Cancelled++
		s.CancelledFor += v.Length()
		return
	}
	s.After += v.After
	if v.Late {
		s.Late++
		s.LateBy += v.After
	}
	if v.Short {
		s.Short++
		s.ShortBy += v.ShortBy()
	}
	if v.StoodIn {
		s.StoodIn++
	}
}

func (c *comparing) providerOf(worker string) string {
	if w := reading.IndexOf(c.a.WorkerOf, worker); w >= 0 {
		return c.a.Workers[w].Provider
	}
	return ""
}

// doubles finds the times for which two or more were planned for a need and one person was there.
func (c *comparing) doubles() {
	for n := range c.a.Needs {
		if c.a.Needs[n].Workers < 2 {
			continue
		}
		id := c.a.Needs[n].ID
		var plan []int
		for _, j := range c.m.has[[2]string{"need", id}] {
			if s := &c.r.Visits[j]; !s.Apart && s.What != Cancelled {
				plan = append(plan, j)
			}
		}
		for _, s := range c.together(plan) {
			c.double(&c.a.Needs[n], plan, s)
		}
	}
}

// together are the times in which at least two of some planned visits are, cut where one of them begins or ends.
func (c *comparing) together(plan []int) (out []reading.Span) {
	var cuts []int64
	for _, j := range plan {
		cuts = append(cuts, c.m.spans[j].From, c.m.spans[j].To)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	first := 0
	for k := 1; k < len(cuts); k++ {
		s, n := reading.Span{From: cuts[k-1], To: cuts[k]}, 0
		for first < len(plan) && c.m.spans[plan[first]].To <= s.From-longest {
			first++
		}
		for _, j := range plan[first:] {
			if c.m.spans[j].From >= s.To {
				break
			}
			if c.m.spans[j].Contains(s) {
				n++
			}
		}
		if n >= 2 {
			out = append(out, s)
		}
	}
	return out
}

// double enters a time for which several were planned, where one person was there: longer than a visit may be late, or
// because another did not come.
func (c *comparing) double(n *reading.Need, plan []int, s reading.Span) {
	planned, missed := 0, false
	for _, j := range plan {
		if c.m.spans[j].Contains(s) {
			planned++
			missed = missed || c.r.Visits[j].What == Missed
		}
	}
	var by []Unplanned
	k, _ := slices.BinarySearchFunc(c.there, s.From-longest, func(x Unplanned, t int64) int { return cmp.Compare(x.Start.Unix(), t) })
	for ; k < len(c.there) && c.there[k].Start.Unix() < s.To; k++ {
		if x := c.there[k]; (x.Need == n.ID || x.Need == "" && x.Client == n.Client) && spanOf(x.Start, x.End).Meets(s) {
			by = append(by, x)
		}
	}
	alone, who := oneOf(by, s)
	if alone > c.o.Late || alone > 0 && missed {
		c.r.Doubles = append(c.r.Doubles, Double{n.ID, n.Client, c.a.Instant(s.From), c.a.Instant(s.To), planned, who, alone})
	}
}

// oneOf is for how long exactly one of some people was there in a time, and who was so longest.
func oneOf(by []Unplanned, s reading.Span) (alone time.Duration, who string) {
	cuts := []int64{s.From, s.To}
	for _, x := range by {
		cuts = append(cuts, max(s.From, x.Start.Unix()), min(s.To, x.End.Unix()))
	}
	slices.Sort(cuts)
	most, of := time.Duration(0), map[string]time.Duration{}
	for k := 1; k < len(cuts); k++ {
		var there []string
		for _, x := range by {
			if spanOf(x.Start, x.End).Contains(reading.Span{From: cuts[k-1], To: cuts[k]}) && !slices.Contains(there, x.Worker) {
				there = append(there, x.Worker)
			}
		}
		if len(there) == 1 {
			d := time.Duration(cuts[k]-cuts[k-1]) * time.Second
			alone += d
			of[there[0]] += d
			if of[there[0]] > most {
				most, who = of[there[0]], there[0]
			}
		}
	}
	return alone, who
}

// repeats finds the failures of a provider or need of which so many as the options say lie within so many days.
func (c *comparing) repeats() {
	if c.o.Repeat <= 0 || c.o.Days <= 0 {
		return
	}
	for _, of := range []struct {
		kind string
		ids  []string
		id   func(*Planned) string
	}{{"provider", c.p.IDs("provider"), func(v *Planned) string { return v.Provider }}, {"need", c.p.IDs("need"), func(v *Planned) string { return v.Need }}} {
		failed := map[string][]int{}
		for j := range c.r.Visits {
			if v := &c.r.Visits[j]; v.Failed() {
				failed[of.id(v)] = append(failed[of.id(v)], j)
			}
		}
		for _, id := range of.ids {
			for _, run := range c.runs(failed[id]) {
				c.r.Repeats = append(c.r.Repeats, Repeat{of.kind, id, run})
			}
		}
	}
}

// runs cuts failures into those that hang together as repeated.
func (c *comparing) runs(failed []int) (out [][]int) {
	day := func(k int) scheduler.Date { return scheduler.DateOf(c.r.Visits[failed[k]].Start.In(c.a.Zone)) }
	begin, end := 0, 0 // of the last run
	for k := c.o.Repeat - 1; k < len(failed); k++ {
		from := k - c.o.Repeat + 1
		if day(k).Sub(day(from)) >= c.o.Days {
			continue
		}
		if len(out) == 0 || from >= end {
			out, begin = append(out, nil), from
		}
		end = k + 1
		out[len(out)-1] = failed[begin:end]
	}
	return out
}
