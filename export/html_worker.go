package export

import (
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// workerPage is one worker's schedule.
type workerPage struct {
	headPage
	Badge    badge
	Provider string
	Weeks    []weekCards
	Totals   [][2]string
}

// newWorkerPage is the page of the i-th worker.
func newWorkerPage(d *desk, i int) *workerPage {
	p, w := d.p, &d.p.Workers[i]
	page := &workerPage{headPage: headPage{Title: called(w.ID, w.Name), Span: called("", p.Name) + ", " + sayLongDay(p.Start) + " to " + sayLongDay(p.Start.Plus(p.Days-1)),
		Zone: p.Zone.String()}, Badge: d.c.badges[i], Provider: of(d.c.names.provider, w.Provider)}
	days := workerDays(d, i)
	page.Totals = totalsOf(days)
	weeks := weeksOf(p)
	page.Weeks = weekCardsOf(p, days)
	for k := range page.Weeks {
		for n := range weeks {
			if weeks[n].LastDate == page.Weeks[k].Last {
				page.Weeks[k].Sums = weekSums(d, w.ID, n, &page.Weeks[k])
			}
		}
	}
	return page
}

// weekSums are the counted hours of a worker's n-th week, and the days off in it.
func weekSums(d *desk, worker string, n int, k *weekCards) (says []string) {
	if hours := d.hours[worker]; n < len(hours) {
		says = append(says, say.Hours(hours[n])+" this week.")
	}
	var off []scheduler.Date
	for _, day := range k.Days {
		if day.Off {
			off = append(off, day.day)
		}
	}
	switch {
	case len(off) == 0:
		return append(says, "No day off.")
	case len(off) == len(k.Days):
		return append(says, "Off all week.")
	}
	return append(says, "Days off: "+sayDays(d.p, off)+".")
}

// workerDays are a worker's days, the time laid out one after the other.
func workerDays(d *desk, i int) []dayCard {
	p := d.p
	caps := &p.Caps
	if own := p.Workers[i].Caps; own != nil {
		caps = own
	}
	days := cardsOf(p)
	for k := range days {
		days[k].Empty, days[k].Off = "off", true
	}
	var last *scheduler.Shift
	for _, s := range d.line[i] {
		day := gridDay(p, s.Start)
		if day < 0 {
			continue
		}
		if last != nil && gridDay(p, last.Start) == day {
			days[day].Rows = append(days[day].Rows, between(p, caps, last, s)...)
		}
		days[day].Rows = append(days[day].Rows, visit(&d.c, s))
		last = s
		for k := day; k < p.Days && scheduler.StartInstant(p.Zone, p.Start.Plus(k), 0).Before(s.End); k++ {
			days[k].Empty, days[k].Off = "from the day before until "+scheduler.Clock(s.End.In(p.Zone)), false
		}
	}
	for k := range days {
		for n := range days[k].Rows {
			row := &days[k].Rows[n]
			row.Long = say.Clock(row.long.Hours())
		}
	}
	return days
}

// The kinds of time that a worker's page adds up, in order, by their looks.
var timeKinds = []struct{ says, looks string }{
	{"with clients", lookWaking + " " + lookSleep + " " + lookShadow}, {"work without a client", lookAlone}, {"travel", lookTravel}, {"standby", lookStandby},
}

// The looks of a worker's time that is no shift with a client.
const (
	lookAlone  = "alone"
	lookTravel = "travel"
	lookFree   = "free"
)

// totalsOf are the sums of each kind of time that there is; what is free is not added up.
func totalsOf(days []dayCard) (out [][2]string) {
	sums := map[string]time.Duration{}
	for k := range days {
		for _, row := range days[k].Rows {
			sums[row.Class] += row.long
		}
	}
	for _, kind := range timeKinds {
		var sum time.Duration
		for _, look := range strings.Fields(kind.looks) {
			sum += sums[look]
		}
		if sum > 0 {
			out = append(out, [2]string{kind.says, say.Hours(sum.Hours())})
		}
	}
	return out
}

// visit is the line of a shift.
func visit(c *chips, s *scheduler.Shift) dayRow {
	k := c.of(s)
	row := dayRow{Times: k.when(), What: s.Need, Note: k.Note, Class: k.Class, start: s.Start, long: s.End.Sub(s.Start)}
	switch {
	case s.Kind == scheduler.Standby:
		row.What = ""
	case s.Client == "":
		row.Class = lookAlone
	default:
		row.Who = of(c.names.client, s.Client)
	}
	return row
}

// between is the time from one shift to the next of the same day: travel first where the clients differ,
// and what is left is free: a break is taken within work, and the hours between two pieces of it are none.
func between(p *scheduler.Problem, caps *scheduler.Caps, a, b *scheduler.Shift) (rows []dayRow) {
	if !b.Start.After(a.End) {
		return nil
	}
	from := a.End
	if a.Client != b.Client && a.Client != "" && b.Client != "" && caps.Travel > 0 {
		to := from.Add(min(caps.Travel, b.Start.Sub(from)))
		rows = append(rows, dayRow{Times: sayTimes(p, from, to), Note: "travel", Class: lookTravel, long: to.Sub(from)})
		from = to
	}
	if b.Start.After(from) {
		rows = append(rows, dayRow{Times: sayTimes(p, from, b.Start), Note: "free", Class: lookFree, long: b.Start.Sub(from)})
	}
	return rows
}
