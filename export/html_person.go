package export

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// clientPage is one client's own page.
type clientPage struct {
	headPage
	Days    []clientDay
	Short   []shortRow
	Faces   []faceRow
	Tell    []string
	Refuses []string
	Wings   bool // standby is asked for
}

// clientDay is a day of a client: who comes in order of time, who stands by, what is short.
type clientDay struct {
	Day                 string
	Short, Comes, Wings []chip
}

// faceRow is a worker who comes to a client.
type faceRow struct {
	Name, Provider, Hours string
	Shifts                int
	New                   bool // does not know the client; family always does
}

// newClientPage is the page of the i-th client.
func newClientPage(d *desk, i int) *clientPage {
	client := &d.p.Clients[i]
	mine := &scheduler.Report{Rota: d.r.Rota, Underlap: d.open[i]}
	page := &clientPage{headPage: headOfPart(d.p, client), Tell: toldNames(client.Tell), Wings: d.p.Contingency.Standby > 0}
	page.Days = clientDays(d, i)
	page.Short, _ = shortRows(&summary{p: d.p, r: mine, names: d.c.names}, &d.c)
	page.Faces = faces(d, i)
	for k := 0; d.to.private() && k < len(client.Refuses); k++ {
		page.Refuses = append(page.Refuses, of(d.c.names.provider, of(d.c.names.worker, client.Refuses[k])))
	}
	hours := shortHours(mine.Underlap)
	page.Headline, page.State, page.StateClass = "Every hour is covered.", "Covered", "good"
	if hours > 0 {
		page.Headline = fmt.Sprintf("%s not covered: see below.", say.HoursAre(hours))
		page.State, page.StateClass = say.Hours(hours)+" not covered", "bad"
	}
	page.Headline += " " + sayFaces(page.Faces)
	page.Illness = sayIllness(d.p, mine, client.ID)
	return page
}

// headOfPart is the head of one client's pages.
func headOfPart(p *scheduler.Problem, c *scheduler.Client) headPage {
	return headPage{Title: called(c.ID, c.Name), Span: called("", p.Name) + ", " + sayLongDay(p.Start) + " to " + sayLongDay(p.Start.Plus(p.Days-1)), Zone: p.Zone.String()}
}

func sayFaces(list []faceRow) string {
	fresh := 0
	for _, f := range list {
		if f.New {
			fresh++
		}
	}
	s := say.Count(len(list), "person")
	if len(list) != 1 {
		s = fmt.Sprintf("%d people", len(list))
	}
	switch {
	case len(list) == 0:
		return "Nobody comes."
	case fresh == 0:
		return s + " come, all of them known."
	case len(list) == 1:
		return s + " comes, new to you."
	}
	return fmt.Sprintf("%s come, %d of them new.", s, fresh)
}

// clientDays are the days of the i-th client with what each holds.
func clientDays(d *desk, i int) []clientDay {
	days := make([]clientDay, d.p.Days)
	for k := range days {
		days[k] = clientDay{Day: sayLongDay(d.p.Start.Plus(k)), Wings: d.wings[i][k]}
	}
	for _, s := range d.duty[i] {
		if day := rotaDay(d.p, s.Start); day >= 0 && day < d.p.Days {
			k := d.c.of(s)
			k.What = s.Need
			days[day].Comes = append(days[day].Comes, k)
		}
	}
	for k := range d.open[i] {
		d.c.short(&d.open[i][k], func(day int, k chip) { days[day].Short = append(days[day].Short, k) })
	}
	return days
}

// faces are the workers on duty with the i-th client, most hours first.
func faces(d *desk, i int) []faceRow {
	hours, shifts := map[string]float64{}, map[string]int{}
	for _, s := range d.duty[i] {
		hours[s.Worker] += s.End.Sub(s.Start).Hours()
		shifts[s.Worker]++
	}
	var rows []faceRow
	for _, id := range largestFirst(hours) {
		row := faceRow{Name: of(d.c.names.worker, id), Hours: say.Clock(hours[id]), Shifts: shifts[id], New: !slices.Contains(d.p.Clients[i].Known, id)}
		if w := place(d.c.at.worker, id); w >= 0 {
			row.Provider = of(d.c.names.provider, d.p.Workers[w].Provider)
			row.New = row.New && !ofFamily(d.p, &d.p.Workers[w])
		}
		rows = append(rows, row)
	}
	return rows
}

// ofFamily says whether a worker is family.
func ofFamily(p *scheduler.Problem, w *scheduler.Worker) bool {
	return slices.ContainsFunc(p.Providers, func(s scheduler.Provider) bool { return s.ID == w.Provider && s.Kind == scheduler.Family })
}

// sheetPage is a client's day on one sheet.
type sheetPage struct {
	headPage
	Short   []chip
	Rows    []sheetRow
	Tell    []string
	Refuses []string
	Phone   string
	Facts   []string // what whoever comes must know: on this page alone
}

// toldNames are who is told, by name.
func toldNames(list []scheduler.Contact) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// toldPhones are who is told, each with a phone where one is given.
func toldPhones(list []scheduler.Contact) (names []string) {
	for _, c := range list {
		names = append(names, withPhone(c.Name, c.Phone))
	}
	return names
}

// sheetRow is a shift on a shift sheet; those in critical needs come first.
type sheetRow struct {
	Need, Asks, Criticality, Times, Who, Phone, From, Behind string
	Critical                                                 bool
	level                                                    scheduler.Criticality
	need                                                     int // its place in the problem
}

// newSheetPage is the sheet of a client's day, from the client's page.
func newSheetPage(d *desk, page *clientPage, i int, day scheduler.Date) *sheetPage {
	client := &d.p.Clients[i]
	sheet := &sheetPage{headPage: page.headPage, Tell: toldPhones(client.Tell), Phone: client.Phone, Facts: client.Facts, Refuses: page.Refuses, Short: page.Days[day.Sub(d.p.Start)].Short}
	sheet.Span, sheet.Headline, sheet.Illness = sayLongDay(day)+", "+called("", d.p.Name), "", ""
	sheet.State, sheet.StateClass = "Covered today", "good"
	if len(sheet.Short) > 0 {
		sheet.State, sheet.StateClass = "Not covered in full today", "bad"
	}
	start, end := scheduler.StartInstant(d.p.Zone, day, 0), scheduler.StartInstant(d.p.Zone, day.Plus(1), 0)
	for _, s := range d.duty[i] {
		if n := place(d.c.at.need, s.Need); n >= 0 && s.Start.Before(end) && start.Before(s.End) {
			sheet.Rows = append(sheet.Rows, sheetRowOf(&d.c, &d.p.Needs[n], s))
		}
	}
	slices.SortStableFunc(sheet.Rows, func(a, b sheetRow) int { return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.need, b.need)) })
	return sheet
}

func sheetRowOf(c *chips, n *scheduler.Need, s *scheduler.Shift) sheetRow {
	k := c.of(s)
	row := sheetRow{level: n.Criticality, need: place(c.at.need, n.ID), Need: n.ID, Asks: sayNeed(n), Criticality: sayCriticality(n.Criticality), Critical: n.Criticality == scheduler.Critical,
		Times: sayDay(c.p, scheduler.DateOf(s.Start.In(c.p.Zone))) + " " + k.Times, Who: joined(k.Who, k.Note), Behind: "nobody is named"}
	if k.Worker >= 0 {
		row.From, row.Phone = of(c.names.provider, c.p.Workers[k.Worker].Provider), c.p.Workers[k.Worker].Phone
	}
	var behind []string
	for k := range s.Backups[:min(len(s.Backups), 3)] {
		behind = append(behind, withPhone(c.names.backup(c.p, &s.Backups[k]), phoneOf(c.p, s.Backups[k].Worker)))
	}
	if len(behind) > 0 {
		row.Behind = say.List(behind)
	}
	return row
}

// workerPage is one worker's schedule.
type workerPage struct {
	headPage
	Provider string
	Days     []workerDay
	Totals   [][2]string
}

// workerDay is a day with the worker's time laid out one after the other.
type workerDay struct {
	Day  string
	Rows []timeRow
}

// timeRow is a stretch of a worker's day: a visit, travel, a break between, or
// standby.
type timeRow struct {
	Kind, Times, Long, What, Class string
	long                           time.Duration
}

// newWorkerPage is the page of the i-th worker.
func newWorkerPage(d *desk, i int) *workerPage {
	p, w, c := d.p, &d.p.Workers[i], &d.c
	page := &workerPage{headPage: headPage{Title: called(w.ID, w.Name), Span: called("", p.Name) + ", " + sayLongDay(p.Start) + " to " + sayLongDay(p.Start.Plus(p.Days-1)),
		Zone: p.Zone.String()}, Provider: of(c.names.provider, w.Provider)}
	caps := &p.Caps
	if w.Caps != nil {
		caps = w.Caps
	}
	var last *scheduler.Shift
	sums := map[string]time.Duration{}
	kinds := []string{}
	add := func(row timeRow) {
		if _, seen := sums[row.Kind]; !seen {
			kinds = append(kinds, row.Kind)
		}
		sums[row.Kind] += row.long
		row.Long = say.Clock(row.long.Hours())
		today := &page.Days[len(page.Days)-1]
		today.Rows = append(today.Rows, row)
	}
	for _, s := range d.line[i] {
		if last == nil || rotaDay(p, last.Start) != rotaDay(p, s.Start) {
			page.Days = append(page.Days, workerDay{Day: sayDay(p, scheduler.DateOf(s.Start.In(p.Zone)))})
		} else {
			for _, row := range between(p, caps, last, s) {
				add(row)
			}
		}
		add(visit(c, s))
		last = s
	}
	for _, kind := range kinds {
		page.Totals = append(page.Totals, [2]string{kind, say.Hours(sums[kind].Hours())})
	}
	return page
}

// visit is the row of a shift.
func visit(c *chips, s *scheduler.Shift) timeRow {
	k := c.of(s)
	row := timeRow{Kind: "visit", Times: k.Times, What: s.Need, Class: k.Class, long: s.End.Sub(s.Start)}
	switch {
	case s.Kind == scheduler.Standby:
		row.Kind, row.What = "standby", ""
	case s.Client == "":
		row.Kind = "work without a client"
	default:
		row.What = of(c.names.client, s.Client) + ": " + joined(s.Need, k.Note)
	}
	return row
}

// between is the time from one shift to the next of the same day: travel first
// where the clients differ, then what is left: a break between two visits, free
// time before or after standby.
func between(p *scheduler.Problem, caps *scheduler.Caps, a, b *scheduler.Shift) []timeRow {
	if !b.Start.After(a.End) {
		return nil
	}
	var rows []timeRow
	from := a.End
	if a.Client != b.Client && a.Client != "" && b.Client != "" && caps.Travel > 0 {
		to := from.Add(min(caps.Travel, b.Start.Sub(from)))
		rows = append(rows, timeRow{Kind: "travel", Times: sayTimes(p, from, to), Class: "travel", long: to.Sub(from)})
		from = to
	}
	if b.Start.After(from) {
		kind := "break"
		if a.Kind == scheduler.Standby || b.Kind == scheduler.Standby {
			kind = "free"
		}
		rows = append(rows, timeRow{Kind: kind, Times: sayTimes(p, from, b.Start), Class: "break", long: b.Start.Sub(from)})
	}
	return rows
}
