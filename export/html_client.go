package export

import (
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// clientPage is one client's own page.
type clientPage struct {
	headPage
	Weeks   []weekCards
	Short   []shortRow
	Faces   []faceRow
	Tell    []string
	Refuses []string
	StepIn  string // what happens when somebody cannot come
}

// faceRow is a worker who comes to a client.
type faceRow struct {
	Badge                 badge
	Name, Provider, Hours string
	Shifts                int
	New                   bool // does not know the client; family always does
}

// newClientPage is the page of the i-th client.
func newClientPage(d *desk, i int) *clientPage {
	client := &d.p.Clients[i]
	mine := &scheduler.Report{Rota: d.r.Rota, Underlap: d.open[i]}
	page := &clientPage{headPage: headOfPart(d.p, client), Tell: toldNames(client.Tell)}
	page.Short, _ = shortRows(&summary{p: d.p, r: mine, names: d.c.names}, &d.c)
	page.Weeks = weekCardsOf(d.p, clientDays(d, i, page.Short))
	page.Faces = faces(d, i)
	for k := 0; d.to.private() && k < len(client.Refuses); k++ {
		page.Refuses = append(page.Refuses, of(d.c.names.provider, of(d.c.names.worker, client.Refuses[k])))
	}
	hours := shortHours(mine.Underlap)
	page.State, page.StateClass = "Every hour is covered", "good"
	if hours > 0 {
		page.State, page.StateClass = say.Hours(hours)+" not covered", "bad"
	}
	page.Headline = sayFaces(page.Faces)
	page.StepIn = sayIllness(d.p, mine, client.ID)
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
	case fresh == len(list):
		return s + " come, all of them new."
	}
	return fmt.Sprintf("%s come, %d of them new.", s, fresh)
}

// clientDays are the days of the i-th client: who comes, who stands by, and what is not covered with the
// row that says why.
func clientDays(d *desk, i int, why []shortRow) []dayCard {
	days := cardsOf(d.p)
	for _, s := range d.duty[i] {
		if day := gridDay(d.p, s.Start); day >= 0 {
			k := d.c.of(s)
			k.What = s.Need
			days[day].Rows = append(days[day].Rows, rowOf(&k))
		}
	}
	for k := range d.wings[i] {
		for _, stands := range d.wings[i][k] {
			row := rowOf(&stands)
			row.Note = "on standby"
			days[k].Rows = append(days[k].Rows, row)
		}
	}
	rows := map[instantOf]string{}
	for k := range why {
		for _, at := range why[k].at {
			rows[at] = why[k].ID
		}
	}
	for k := range d.open[i] {
		u := &d.open[i][k]
		d.c.short(u, func(day int, k chip) {
			row := rowOf(&k)
			row.Open = rows[instantOf{u.Need, u.Start}]
			days[day].Rows = append(days[day].Rows, row)
		})
	}
	inOrder(days)
	return days
}

// instantOf is when something of a need begins.
type instantOf struct {
	need  string
	start time.Time
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
			row.Badge = d.c.badges[w]
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
