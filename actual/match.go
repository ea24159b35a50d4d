package actual

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// How rows and planned visits are paired, in minutes.
const (
	near     = 120 // a row further from a planned visit is not of it
	alone    = 300 // what a row without a planned visit costs, as much as being this far from one
	shared   = 130 // what it costs where the row lies for the most part in a visit, which it may share with others
	stranger = 45  // what it costs that somebody else came
	apart    = 60  // two ends that lie together for the most part count no more than this each
	rounds   = 10  // in which what is left over is given out
)

// matching pairs rows with planned visits.
type matching struct {
	plan   []Planned
	visits []Visit
	// has are the planned visits by need, by client and by worker, in order of time.
	has   map[[2]string][]int
	asks  *reading.Reading
	spans []reading.Span   // planned
	given [][]piece        // by planned visit: what of the rows is of it
	taken [][]reading.Span // by row: what of it is of a planned visit
	more  [][]reading.Span // by row: what of it is of other planned visits than its first
	of    []int            // by row: its planned visit, the first; -1 for none
}

// piece is the part of a row that is of a planned visit.
type piece struct {
	visit int
	reading.Span
}

func newMatching(a *reading.Reading, plan []Planned, visits []Visit) *matching {
	m := &matching{plan: plan, visits: visits, asks: a, has: map[[2]string][]int{}, spans: make([]reading.Span, len(plan)),
		given: make([][]piece, len(plan)), taken: make([][]reading.Span, len(visits)), more: make([][]reading.Span, len(visits)), of: make([]int, len(visits))}
	for j := range plan {
		s := &plan[j]
		m.spans[j] = spanOf(s.Start, s.End)
		for _, key := range [][2]string{{"need", s.Need}, {"client", s.Client}, {"worker", s.Worker}} {
			m.has[key] = append(m.has[key], j)
		}
	}
	for i := range m.of {
		m.of[i] = -1
	}
	return m
}

func spanOf(start, end time.Time) reading.Span {
	return reading.Span{From: start.Unix(), To: end.Unix()}
}

// match pairs all rows: first those of somebody who came, then what is left over of long rows and of visits that
// several shared, then the rows that only say that nobody came.
func (m *matching) match() {
	var came []int
	for i := range m.visits {
		if m.visits[i].Came() {
			came = append(came, i)
		}
	}
	m.pair(came, m.wholeCost, func(i, j int) { m.give(i, j, m.spanOf(i)) })
	for range rounds {
		if !m.share(came) {
			break
		}
	}
	var empty []int
	for i := range m.visits {
		if !m.visits[i].Came() {
			empty = append(empty, i)
		}
	}
	m.pair(empty, m.emptyCost, func(i, j int) { m.of[i] = j })
}

func (m *matching) spanOf(i int) reading.Span { return spanOf(m.visits[i].Start, m.visits[i].End) }

func (m *matching) give(i, j int, s reading.Span) {
	m.given[j] = append(m.given[j], piece{i, s})
	is := []reading.Span{s}
	if in := reading.Meet(is, []reading.Span{m.spans[j]}); len(in) > 0 {
		is = in
	}
	m.taken[i] = append(m.taken[i], is...)
	if m.of[i] < 0 {
		m.of[i] = j
	} else if m.of[i] != j {
		m.more[i] = append(m.more[i], s)
	}
}

// pair gives rows planned visits at the least cost in all; cost is less than 0 where a row cannot be of one.
func (m *matching) pair(rows []int, cost func(i, j int) int, give func(i, j int)) (any bool) {
	edges, without := make([][]edge, len(rows)), make([]int, len(rows))
	for k, i := range rows {
		without[k] = alone
		for _, j := range m.around(i) {
			if m.visits[i].Came() && 2*m.spanOf(i).Overlap(m.spans[j]) >= m.spanOf(i).Len() {
				without[k] = shared
			}
			if c := cost(i, j); c >= 0 && c < alone {
				edges[k] = append(edges[k], edge{j, c})
			}
		}
	}
	for k, j := range assign(edges, len(m.plan), without) {
		if j >= 0 {
			give(rows[k], j)
			any = true
		}
	}
	return any
}

// around are the planned visits that a row may be of: of its need, its client, or where it names neither its worker; and not
// far from it.
func (m *matching) around(i int) []int {
	v := &m.visits[i]
	var all []int
	switch {
	case v.Need != "":
		all = m.has[[2]string{"need", v.Need}]
	case v.Client != "":
		all = m.has[[2]string{"client", v.Client}]
	default:
		all = m.has[[2]string{"worker", v.Worker}]
	}
	whole := m.reachOf(v)
	from, _ := slices.BinarySearchFunc(all, whole.From-longest, func(j int, t int64) int { return cmp.Compare(m.spans[j].From, t) })
	to := from
	for to < len(all) && m.spans[all[to]].From < whole.To {
		to++
	}
	return all[from:to]
}

// longest is more than any shift lasts, in seconds.
const longest = 3 * 24 * 3600

// reachOf is the time around a row in which its planned visit begins.
func (m *matching) reachOf(v *Visit) reading.Span {
	s := reading.Span{From: reading.Never, To: reading.Ever}
	for _, at := range []time.Time{v.Start, v.End, v.PlannedStart, v.PlannedEnd} {
		if !at.IsZero() {
			s.From, s.To = min(s.From, at.Unix()-near*60), max(s.To, at.Unix()+near*60+1)
		}
	}
	return s
}

// wholeCost is what it costs to take a row for a planned visit: how far its times are from the planned ones, and
// whether somebody else came. What the row says was planned counts more than when it was.
func (m *matching) wholeCost(i, j int) int {
	v, s := &m.visits[i], m.spans[j]
	who := 0
	if v.Worker != m.plan[j].Worker {
		who = stranger
	}
	was := m.spanOf(i)
	far := distance(was, s)
	if !v.PlannedStart.IsZero() {
		said := spanOf(v.PlannedStart, plannedEnd(v, s))
		if by := distance(said, s); by >= 0 {
			return min(alone-1, by+min(max(far, 0), apart)/4+who)
		}
	}
	if far < 0 {
		return -1
	}
	return far + who
}

// plannedEnd is the planned end that a row says, or where it says none the planned visit's length after its start.
func plannedEnd(v *Visit, s reading.Span) time.Time {
	if v.PlannedEnd.After(v.PlannedStart) {
		return v.PlannedEnd
	}
	return v.PlannedStart.Add(time.Duration(s.Len()) * time.Second)
}

// distance is how far two times are from each other in minutes, both ends; -1 where they are too far to be of
// one visit. For times that lie together for the most part each end counts up to apart.
func distance(x, y reading.Span) int {
	if max(x.From-y.To, y.From-x.To) > near*60 {
		return -1
	}
	start, end := int(abs(x.From-y.From)/60), int(abs(x.To-y.To)/60)
	if 2*x.Overlap(y) >= min(x.Len(), y.Len()) {
		return min(start, apart) + min(end, apart)
	}
	return start + end
}

func abs(x int64) int64 { return max(x, -x) }

// emptyCost is what it costs to take a row that says that nobody came for a planned visit to which nobody did.
func (m *matching) emptyCost(i, j int) int {
	v := &m.visits[i]
	if len(m.given[j]) > 0 {
		return -1
	}
	who := 0
	if v.Worker != "" && v.Worker != m.plan[j].Worker {
		who = stranger
	}
	if v.PlannedStart.IsZero() {
		return -1
	}
	far := distance(spanOf(v.PlannedStart, plannedEnd(v, m.spans[j])), m.spans[j])
	if far < 0 {
		return -1
	}
	return far + who
}

// share gives what is left of rows to planned visits that are not whole yet: a row that is of no visit where it lies in one
// for the most part, and what a row has beside its visit where that is half of what is open. It says whether any was given.
func (m *matching) share(came []int) bool {
	var rest []int
	left := map[int][]reading.Span{}
	for _, i := range came {
		if parts := reading.Without([]reading.Span{m.spanOf(i)}, reading.Union(slices.Clone(m.taken[i]))); len(parts) > 0 {
			rest, left[i] = append(rest, i), parts
		}
	}
	open := func(j int) []reading.Span {
		var there []reading.Span
		for _, x := range m.given[j] {
			there = append(there, x.Span)
		}
		return reading.Without([]reading.Span{m.spans[j]}, reading.Union(there))
	}
	return m.pair(rest, func(i, j int) int {
		missing := open(j)
		gets, of, has := length(reading.Meet(left[i], missing)), length(missing), length(left[i])
		if gets == 0 || 2*gets < of && (m.of[i] >= 0 || 2*gets < has) {
			return -1
		}
		cost := int(min(alone/2, (of-gets)/60))
		if m.visits[i].Worker != m.plan[j].Worker {
			cost += stranger
		}
		return cost
	}, func(i, j int) {
		for _, s := range reading.Meet(left[i], open(j)) {
			m.give(i, j, s)
		}
	})
}

func length(spans []reading.Span) (n int64) {
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// outcome writes into each planned visit what came of it.
func (m *matching) outcome(o *Options) {
	for i := range m.visits {
		if v := &m.visits[i]; !v.Came() && m.of[i] >= 0 {
			s := &m.plan[m.of[i]]
			s.Note = noteOf(v)
			if v.Cancelled {
				s.What = Cancelled
			}
		}
	}
	for j := range m.plan {
		m.came(j, o)
	}
}

func noteOf(v *Visit) string {
	if v.Status != "" && v.Note != "" {
		return v.Status + ": " + v.Note
	}
	return v.Status + v.Note
}

// came says of a planned visit who came, when and for how long.
func (m *matching) came(j int, o *Options) {
	s := &m.plan[j]
	if len(m.given[j]) == 0 {
		if s.What != Cancelled {
			s.What = Missed
		}
		return
	}
	slices.SortFunc(m.given[j], func(x, y piece) int {
		return cmp.Or(reading.CompareSpans(x.Span, y.Span), cmp.Compare(x.visit, y.visit))
	})
	var there []reading.Span
	s.What, s.StoodIn = Delivered, true
	for _, x := range m.given[j] {
		v := &m.visits[x.visit]
		parts := []reading.Span{x.Span}
		if m.of[x.visit] == j {
			parts = reading.Without(parts, reading.Union(slices.Clone(m.more[x.visit])))
		}
		for _, part := range parts {
			s.Came = append(s.Came, Presence{x.visit, v.Worker, m.asks.Instant(part.From), m.asks.Instant(part.To)})
		}
		there = append(there, parts...)
		s.StoodIn = s.StoodIn && v.Worker != s.Worker
		if s.Note == "" {
			s.Note = noteOf(v)
		}
	}
	s.There = min(s.Length(), time.Duration(length(reading.Union(there)))*time.Second)
	s.After = s.Came[0].Start.Sub(s.Start)
	s.Late, s.Short = s.After > o.Late, s.ShortBy() > o.Short
}

// unplanned are the rows of somebody who came that are of no planned visit.
func (m *matching) unplanned() (out []Unplanned) {
	for i := range m.visits {
		v := &m.visits[i]
		if !v.Came() || m.of[i] >= 0 {
			continue
		}
		client := v.Client
		if n := reading.IndexOf(m.asks.NeedOf, v.Need); n >= 0 {
			client = m.asks.Needs[n].Client
		}
		out = append(out, Unplanned{Presence{i, v.Worker, v.Start, v.End}, client, v.Need})
	}
	slices.SortStableFunc(out, func(x, y Unplanned) int { return x.Start.Compare(y.Start) })
	return out
}

// planOf are the shifts of a rota that are visits, on days from first to last, in order of time.
func planOf(a *reading.Reading, rota *scheduler.Rota, first, last scheduler.Date) (out []Planned) {
	zone := a.Zone
	for i := range rota.Shifts {
		s := rota.Shifts[i]
		day := scheduler.DateOf(s.Start.In(zone))
		if s.Kind == scheduler.Standby || day.Before(first) || last.Before(day) {
			continue
		}
		planned := Planned{Shift: s, Apart: s.Kind == scheduler.Shadow}
		if w := reading.IndexOf(a.WorkerOf, s.Worker); w >= 0 {
			planned.Provider = a.Workers[w].Provider
		}
		if n := reading.IndexOf(a.NeedOf, s.Need); n >= 0 {
			planned.Client = a.Needs[n].Client
		}
		out = append(out, planned)
	}
	slices.SortStableFunc(out, func(x, y Planned) int { return reading.CompareShifts(x.Shift, y.Shift) })
	return out
}
