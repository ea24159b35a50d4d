package export

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// ActualMarkdown writes what came of a rota as Markdown: sums by provider, client, need, worker and week, then what failed
// with its dates. With brief set the visits are not listed one by one.
func ActualMarkdown(w io.Writer, p *scheduler.Problem, r *actual.Report, brief bool) error {
	page, err := newActualPage(p, r, brief)
	if err != nil {
		return err
	}
	return page.markdown(w)
}

// ActualHTML writes the same as a web page that needs no network.
func ActualHTML(w io.Writer, p *scheduler.Problem, r *actual.Report) error {
	page, err := newActualPage(p, r, false)
	if err != nil {
		return err
	}
	return writePage(w, "plan", page)
}

// actualHeader are the columns of ActualCSV.
var actualHeader = [...]string{"what", "client", "client_name", "need", "provider", "worker", "worker_name", "planned_start", "planned_end", "came", "start", "end",
	"planned_hours", "delivered_hours", "minutes_after_planned_start", "late", "minutes_short", "short", "stood_in", "note"}

// ActualCSV writes a row a planned visit with what came of it, in order of time, then a row a visit that nobody had planned.
func ActualCSV(w io.Writer, p *scheduler.Problem, r *actual.Report) error {
	p, err := readyProblem(p)
	if err != nil || r == nil {
		return ErrNothing
	}
	n, out := namesOf(p), csv.NewWriter(w)
	at := func(t time.Time) string { return t.In(p.Zone).Format(time.RFC3339) }
	if err := out.Write(actualHeader[:]); err != nil {
		return err
	}
	for j := range r.Visits {
		v := &r.Visits[j]
		came, start, end, after := []string{}, "", "", ""
		for _, x := range v.Came {
			came = append(came, x.Worker)
		}
		if len(v.Came) > 0 {
			start, end, after = at(v.Came[0].Start), at(v.Came[len(v.Came)-1].End), sayNumber(v.After.Minutes())
		}
		row := []string{v.What.String(), v.Client, of(n.client, v.Client), v.Need, v.Provider, v.Worker, of(n.worker, v.Worker), at(v.Start), at(v.End),
			strings.Join(came, " "), start, end, sayNumber(v.Length().Hours()), sayNumber(v.There.Hours()), after, strconv.FormatBool(v.Late),
			sayNumber(v.ShortBy().Minutes()), strconv.FormatBool(v.Short), strconv.FormatBool(v.StoodIn), v.Note}
		if err := out.Write(inertAll(row, 1, 2, 3, 4, 5, 6, 9, 19)); err != nil {
			return err
		}
	}
	for _, x := range r.Unplanned {
		row := []string{"unplanned", x.Client, of(n.client, x.Client), x.Need, "", "", "", "", "", x.Worker, at(x.Start), at(x.End), "0",
			sayNumber(x.End.Sub(x.Start).Hours()), "", "false", "0", "false", "false", ""}
		if err := out.Write(inertAll(row, 1, 2, 3, 9)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// actualPage makes the page of what came of a rota.
type actualPage struct {
	p *scheduler.Problem
	r *actual.Report
	names
}

func newActualPage(p *scheduler.Problem, r *actual.Report, brief bool) (*planPage, error) {
	p, err := readyProblem(p)
	if err != nil || r == nil {
		return nil, ErrNothing
	}
	a := &actualPage{p, r, namesOf(p)}
	page := &planPage{Title: "What was planned and what came: " + called("", p.Name), Span: sayLongDay(r.First) + " to " + sayLongDay(r.Last), Zone: p.Zone.String(), Headline: a.headline()}
	page.Sections = []planSection{a.counted(),
		a.sums("By provider", "Provider", r.Providers, a.provider), a.sums("By client", "Client", r.Clients, a.client),
		a.sums("By need", "Need", r.Needs, ofNothing), a.sums("By worker", "Worker", r.Workers, a.worker), a.weeks(),
		a.drift("Week by week, by provider", r.Providers, a.provider), a.drift("Week by week, by need", r.Needs, ofNothing),
		a.repeats(), a.doubles(), a.alone(), a.unplanned(), a.faces(), a.family()}
	if brief {
		page.Sections = slices.DeleteFunc(page.Sections, func(s planSection) bool { return len(s.Rows) > mostBrief })
	} else {
		page.Sections = append(page.Sections, a.visits())
	}
	page.Sections = slices.DeleteFunc(page.Sections, func(s planSection) bool { return len(s.Rows) == 0 && s.Text == "" })
	return page, nil
}

// mostBrief is how many rows a table of the summary has.
const mostBrief = 25

func (a *actualPage) provider(id string) string {
	return cmp.Or(of(a.names.provider, id), "none named")
}
func (a *actualPage) client(id string) string { return cmp.Or(of(a.names.client, id), "none named") }
func (a *actualPage) worker(id string) string { return cmp.Or(of(a.names.worker, id), "none named") }
func ofNothing(id string) string              { return cmp.Or(id, "none named") }

// headline is the sum in words.
func (a *actualPage) headline() string {
	t := &a.r.Total
	said := fmt.Sprintf("%s planned: %s were delivered. %s missed (%s), %d late, %d short.", say.Count(t.Visits, "visit"),
		say.HoursOf(t.Delivered.Hours(), t.Planned.Hours()), say.Count(t.Missed, "visit"), say.Length(t.MissedFor), t.Late, t.Short)
	if t.Cancelled > 0 {
		said += fmt.Sprintf(" %s cancelled (%s).", say.Count(t.Cancelled, "visit"), say.Length(t.CancelledFor))
	}
	return said
}

// counted says how things are counted, and what was read.
func (a *actualPage) counted() planSection {
	o := &a.r.Options
	text := fmt.Sprintf("Late: it began more than %s after its planned start. Short: somebody was there for more than %s less than planned. Missed: nobody came. "+
		"Delivered hours are those in which somebody was there, at most those planned. %s of what happened read.",
		say.Length(o.Late), say.Length(o.Short), say.Count(a.r.Rows, "row"))
	if a.r.Twice > 0 {
		text += fmt.Sprintf(" %s the same as another, and not counted.", countSays(a.r.Twice))
	}
	if a.r.Outside > 0 {
		text += fmt.Sprintf(" %s of other days, and not counted.", countAre(a.r.Outside))
	}
	if n := len(a.r.Strangers); n > 0 {
		text += fmt.Sprintf(" Not among the workers of the problem: %s.", say.List(a.r.Strangers[:min(n, mostBrief)]))
	}
	return planSection{Title: "How this is counted", Text: text}
}

func countSays(n int) string {
	if n == 1 {
		return "1 row says"
	}
	return fmt.Sprintf("%d rows say", n)
}

func countAre(n int) string {
	if n == 1 {
		return "1 row is"
	}
	return fmt.Sprintf("%d rows are", n)
}

// sumHead are the columns of a sum after its name.
var sumHead = []string{"Visits", "Hours planned", "Hours delivered", "Missed", "Hours missed", "Late", "Minutes late", "Short", "Minutes short", "Cancelled",
	"Somebody else came", "Two planned, one came", "Not planned", "New faces", "Family, not offered"}

func sumRow(name string, s *actual.Sum) []string {
	return []string{name, strconv.Itoa(s.Visits), say.Clock(s.Planned.Hours()), say.Clock(s.Delivered.Hours()), strconv.Itoa(s.Missed), say.Clock(s.MissedFor.Hours()),
		strconv.Itoa(s.Late), sayNumber(s.LateBy.Minutes()), strconv.Itoa(s.Short), sayNumber(s.ShortBy.Minutes()), strconv.Itoa(s.Cancelled),
		strconv.Itoa(s.StoodIn), strconv.Itoa(s.Doubled), strconv.Itoa(s.Unplanned), strconv.Itoa(s.NewFaces), say.Clock(s.Family.Hours())}
}

func (a *actualPage) sums(title, of string, groups []actual.Group, name func(string) string) planSection {
	s := planSection{Title: title, Head: append([]string{of}, sumHead...)}
	for i := range groups {
		s.Rows = append(s.Rows, sumRow(name(groups[i].ID), &groups[i].Sum))
	}
	return s
}

func (a *actualPage) weeks() planSection {
	s := planSection{Title: "By week", Head: append([]string{"Week of"}, sumHead...)}
	for i := range a.r.Weeks {
		s.Rows = append(s.Rows, sumRow(sayLongDay(a.r.Weeks[i].First), &a.r.Weeks[i].Sum))
	}
	return s
}

// drift is how each group did week by week.
func (a *actualPage) drift(title string, groups []actual.Group, name func(string) string) planSection {
	s := planSection{Title: title, Head: []string{"Of", "Week of", "Hours planned", "Delivered", "Mean minutes after the planned start", "Missed", "Late", "Short"}}
	for i := range groups {
		g := &groups[i]
		for k := range g.Weeks {
			w := &g.Weeks[k]
			if len(g.Weeks) > 1 && w.Visits > 0 {
				s.Rows = append(s.Rows, []string{name(g.ID), sayLongDay(w.First), say.Clock(w.Planned.Hours()), fmt.Sprintf("%.1f %%", 100*w.Share()),
					fmt.Sprintf("%.1f", w.MeanAfter().Minutes()), strconv.Itoa(w.Missed), strconv.Itoa(w.Late), strconv.Itoa(w.Short)})
			}
		}
	}
	return s
}

func (a *actualPage) repeats() planSection {
	o := &a.r.Options
	s := planSection{Title: fmt.Sprintf("Missed, late or short %s or more in %s", say.Count(o.Repeat, "time"), say.Count(o.Days, "day")), Head: []string{"Of", "Times", "First", "Last", "Dates"}}
	for _, x := range a.r.Repeats {
		name := "need " + x.ID
		if x.Of == "provider" {
			name = a.provider(x.ID)
		}
		var days []string
		for _, j := range x.Visits {
			days = append(days, sayDay(a.p, scheduler.DateOf(a.r.Visits[j].Start.In(a.p.Zone))))
		}
		times := strconv.Itoa(len(days))
		days = slices.Compact(days)
		s.Rows = append(s.Rows, []string{name, times, days[0], days[len(days)-1], strings.Join(days, ", ")})
	}
	if len(s.Rows) == 0 && o.Repeat > 0 {
		s.Text = "None."
	}
	return s
}

func (a *actualPage) when(start, end time.Time) string {
	return sayDay(a.p, scheduler.DateOf(start.In(a.p.Zone))) + ", " + sayTimes(a.p, start, end)
}

func (a *actualPage) doubles() planSection {
	s := planSection{Title: "Two were planned, one came", Head: []string{"Planned", "Client", "Need", "People planned", "Who was there alone", "For"}}
	for _, x := range a.r.Doubles {
		s.Rows = append(s.Rows, []string{a.when(x.Start, x.End), a.client(x.Client), x.Need, strconv.Itoa(x.Planned), a.worker(x.Worker), say.Length(x.Alone)})
	}
	return s
}

func (a *actualPage) alone() planSection {
	s := planSection{Title: "The longest time with nobody there", Head: []string{"Client", "From", "To", "For", "In all"},
		Text: "Of the times in which a need of the client is, and nobody at all was there."}
	for _, x := range a.r.Alone {
		s.Rows = append(s.Rows, []string{a.client(x.Client), x.Start.In(a.p.Zone).Format("Mon 2 Jan 2006 15:04"), x.End.In(a.p.Zone).Format("Mon 2 Jan 2006 15:04"),
			say.Length(x.End.Sub(x.Start)), say.Length(x.Total)})
	}
	if len(s.Rows) == 0 {
		s.Text = "At every time at which a need is, somebody was there."
	}
	return s
}

func (a *actualPage) unplanned() planSection {
	s := planSection{Title: "Came unplanned", Head: []string{"When", "Who", "Client", "Need", "For"}}
	for _, x := range a.r.Unplanned {
		s.Rows = append(s.Rows, []string{a.when(x.Start, x.End), a.worker(x.Worker), a.client(x.Client), x.Need, say.Length(x.End.Sub(x.Start))})
	}
	return s
}

func (a *actualPage) faces() planSection {
	s := planSection{Title: "New faces", Head: []string{"Client", "Who", "First visit", "Visits"}}
	for _, x := range a.r.Faces {
		s.Rows = append(s.Rows, []string{a.client(x.Client), a.worker(x.Worker), x.First.In(a.p.Zone).Format("Mon 2 Jan 2006"), strconv.Itoa(x.Visits)})
	}
	return s
}

func (a *actualPage) family() planSection {
	s := planSection{Title: "What family did and had not offered", Head: []string{"When", "Who", "Client", "For"}}
	for _, x := range a.r.Family {
		s.Rows = append(s.Rows, []string{a.when(x.Start, x.End), a.worker(x.Worker), a.client(x.Client), say.Length(x.End.Sub(x.Start))})
	}
	return s
}

// visits lists each visit that failed or to which somebody else came, in order of time.
func (a *actualPage) visits() planSection {
	s := planSection{Title: "Each visit that was missed, late or short, was cancelled or had somebody else", Head: []string{"Planned", "Client", "Need", "Provider", "Who was planned", "What came", "Note"}}
	for j := range a.r.Visits {
		v := &a.r.Visits[j]
		if v.Apart || !v.Failed() && v.What == actual.Delivered && !v.StoodIn {
			continue
		}
		s.Rows = append(s.Rows, []string{a.when(v.Start, v.End), a.client(v.Client), v.Need, a.provider(v.Provider), a.worker(v.Worker), a.came(v), v.Note})
	}
	if len(s.Rows) == 0 {
		s.Text = "None."
	}
	return s
}

// came says what came of a visit.
func (a *actualPage) came(v *actual.Planned) string {
	switch v.What {
	case actual.Missed:
		return "Nobody came."
	case actual.Cancelled:
		return "Cancelled."
	}
	var said []string
	for _, x := range v.Came {
		said = append(said, a.worker(x.Worker)+" "+sayTimes(a.p, x.Start, x.End))
	}
	text := say.List(said) + "."
	if v.Late {
		text += fmt.Sprintf(" Late by %s.", say.Length(v.After))
	}
	if v.Short {
		text += fmt.Sprintf(" Short by %s.", say.Length(v.ShortBy()))
	}
	return text
}
