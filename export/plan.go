package export

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// PlanOwner says who answers for a contingency plan and when it is looked at again.
type PlanOwner struct {
	Name   string         // empty: nobody, which the plan says
	Review scheduler.Date // zero: no date, which the plan says
}

// planPage is a contingency plan: sections of text and tables, for any format.
type planPage struct {
	Title, Span, Zone           string
	State, StateClass, Headline string
	Filters                     bool
	Sections                    []planSection
}

type planSection struct {
	Title, Text string
	Head        []string
	Rows        [][]string
}

// PlanMarkdown writes the contingency plan of a rota as Markdown: who answers for it, who is
// told, who steps in for whom and by when to call, what no plan covers and who decides by when,
// who could not be missed. Usually it is for staff.
func PlanMarkdown(w io.Writer, p *scheduler.Problem, r *scheduler.Report, owner PlanOwner, to ...Reader) error {
	reader := readerOr(Staff, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	page := newPlanPage(p, r, owner, reader)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. Times are local, %s.\n\n%s\n", cellText(page.Title), page.Span, page.Zone, page.Headline)
	for _, s := range page.Sections {
		fmt.Fprintf(&b, "\n## %s\n\n", s.Title)
		if s.Text != "" {
			fmt.Fprintf(&b, "%s\n", s.Text)
		}
		if len(s.Rows) == 0 {
			continue
		}
		if s.Text != "" {
			b.WriteString("\n")
		}
		markdownRow(&b, s.Head)
		b.WriteString(strings.Repeat("|---", len(s.Head)) + "|\n")
		for _, row := range s.Rows {
			markdownRow(&b, row)
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

func markdownRow(b *strings.Builder, cells []string) {
	for _, c := range cells {
		b.WriteString("| " + cellText(c) + " ")
	}
	b.WriteString("|\n")
}

// cellText is text that Markdown shows as it is.
func cellText(s string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "\n", " ", "*", "\\*", "_", "\\_", "<", "&lt;", "`", "\\`", "[", "\\[").Replace(s)
}

// PlanHTML writes the same plan as a web page that needs no network.
func PlanHTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, owner PlanOwner, to ...Reader) error {
	reader := readerOr(Staff, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	return writePage(w, "plan", newPlanPage(p, r, owner, reader))
}

func newPlanPage(p *scheduler.Problem, r *scheduler.Report, owner PlanOwner, to Reader) *planPage {
	s := &summary{p: p, r: r, names: namesOf(p)}
	ladders, all := contingency.Ladders(context.Background(), p, r.Rota)
	page := &planPage{Title: "Contingency plan: " + called("", p.Name), Span: sayLongDay(p.Start) + " to " + sayLongDay(p.Start.Plus(p.Days-1)), Zone: p.Zone.String()}
	s.r.Rota = &scheduler.Rota{} // with the names of the ladders
	for i := range ladders {
		s.r.Rota.Shifts = append(s.r.Rota.Shifts, ladders[i].Shift)
	}
	page.Headline = sayStanding(contingency.StandingOf(p, s.r, ""), !all)
	if len(r.Findings) > 0 {
		page.Headline = "This rota cannot be worked as it stands: nobody can be named to step in."
	}
	page.Sections = []planSection{planOwner(owner), planTell(s), planProviders(s, to), planLadders(s, ladders), planShared(s), planOpen(s, ladders, owner), planMissed(s)}
	return page
}

// planOwner says who answers for the plan.
func planOwner(o PlanOwner) planSection {
	who, when := o.Name, "no date is set: set one"
	if who == "" {
		who = "nobody is named: name somebody"
	}
	if !o.Review.IsZero() {
		when = sayLongDay(o.Review)
	}
	return planSection{Title: "Who answers for this plan", Head: []string{"Owner", "To be looked at again by"}, Rows: [][]string{{who, when}}}
}

func planTell(s *summary) planSection {
	out := planSection{Title: "Who is told of any change", Head: []string{"About", "Who", "Within"}}
	for i := range s.p.Clients {
		c := &s.p.Clients[i]
		within := "at once"
		if c.TellWithin > 0 {
			within = say.Length(c.TellWithin)
		}
		for _, who := range c.Tell {
			out.Rows = append(out.Rows, []string{withPhone(of(s.names.client, c.ID), c.Phone), withPhone(who.Name, who.Phone), within})
		}
	}
	if len(out.Rows) == 0 {
		out.Text = "Nobody is named to be told: name somebody for each client."
	}
	return out
}

func planProviders(s *summary, to Reader) planSection {
	out := planSection{Title: "Where help comes from", Head: []string{"Tier", "Provider", "Notice"},
		Text: "Whoever is on standby is called first, then the providers by tier. Whoever is on duty stays, within the limits, until somebody comes."}
	for _, x := range askedInOrder(s.p) {
		notice := "none"
		if x.Notice > 0 {
			notice = say.Length(x.Notice)
		}
		switch {
		case x.Suspended && to.private():
			notice = "suspended"
		case x.Suspended:
			notice = "not available"
		}
		out.Rows = append(out.Rows, []string{fmt.Sprint(x.Tier), of(s.names.provider, x.ID), notice})
	}
	return out
}

// askedInOrder are the providers in the order in which they are asked: by tier, and family, where somebody of it
// offered to be ready, after all others unless it is used like anybody.
func askedInOrder(p *scheduler.Problem) (out []scheduler.Provider) {
	for _, x := range p.Providers {
		offered := slices.ContainsFunc(p.Workers, func(w scheduler.Worker) bool { return w.Provider == x.ID && w.Standby })
		if x.Kind != scheduler.Family || offered {
			out = append(out, x)
		}
	}
	last := func(x *scheduler.Provider) int {
		if x.Kind == scheduler.Family && !p.Objective.FamilyAny {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(x, y scheduler.Provider) int {
		return cmp.Or(cmp.Compare(last(&x), last(&y)), cmp.Compare(x.Tier, y.Tier))
	})
	return out
}

// planLadders is who steps in for whom, day by day; shifts that nobody is left for are planOpen's.
func planLadders(s *summary, ladders []contingency.Ladder) planSection {
	out := planSection{Title: "Who steps in for whom", Head: []string{"Day", "Time", "For", "On duty", "If they cannot come, call"}}
	for i := range ladders {
		l := &ladders[i]
		if nobodyLeft(l) {
			continue
		}
		var says []string
		for k := range l.Rungs {
			says = append(says, fmt.Sprintf("%d. %s", k+1, sayRung(s, l, &l.Rungs[k])))
		}
		call := strings.Join(says, "; ")
		if l.Spare {
			call = "nobody need: enough others are there"
		}
		out.Rows = append(out.Rows, []string{sayDay(s.p, scheduler.DateOf(l.Shift.Start.In(s.p.Zone))), sayTimes(s.p, l.Shift.Start, l.Shift.End),
			s.names.needFor(l.Shift.Need, l.Shift.Client), of(s.names.worker, l.Shift.Worker), call})
	}
	if len(out.Rows) == 0 {
		out.Text = "Nobody is left to step in for anybody."
	}
	return out
}

// nobodyLeft says whether nobody can be called for a shift, nor for a part of it.
func nobodyLeft(l *contingency.Ladder) bool { return len(l.Rungs) == 0 && !l.Spare }

// elsewhere says who could take a shift, were they not promised to another at that time.
func (s *summary) elsewhere(l *contingency.Ladder) string {
	var who []string
	for _, id := range l.Elsewhere {
		who = append(who, of(s.names.worker, id))
	}
	switch len(who) {
	case 0:
		return ""
	case 1:
		return who[0] + " could, if not called elsewhere"
	}
	return say.List(who) + " could, if not called elsewhere"
}

// planShared is where one on standby is behind several at once, and who is left where two need her.
func planShared(s *summary) planSection {
	out := planSection{Title: "When two need the same person", Head: []string{"Day", "Time", "On standby", "If two need this person at once, the second has"}}
	for _, x := range contingency.SharedStandby(s.r.Rota.Shifts) {
		var has []string
		for _, b := range x.Behind {
			var who []string
			for k := range b.Else {
				who = append(who, withPhone(s.names.backup(s.p, &b.Else[k]), phoneOf(s.p, b.Else[k].Worker)))
			}
			if len(who) == 0 {
				who = []string{"nobody"}
			}
			has = append(has, s.names.needFor(b.Shift.Need, b.Shift.Client)+" ("+of(s.names.worker, b.Shift.Worker)+"): "+strings.Join(who, ", then "))
		}
		out.Rows = append(out.Rows, []string{sayDay(s.p, scheduler.DateOf(x.Start.In(s.p.Zone))), sayTimes(s.p, x.Start, x.End), withPhone(of(s.names.worker, x.Worker), phoneOf(s.p, x.Worker)), strings.Join(has, "; ")})
	}
	if len(out.Rows) == 0 {
		out.Text = "Nobody on standby is behind two people at once."
	}
	return out
}

func sayRung(s *summary, l *contingency.Ladder, g *contingency.Rung) string {
	says := withPhone(of(s.names.worker, g.Worker), phoneOf(s.p, g.Worker)) + " (" + g.Where
	if !g.From.Equal(l.Shift.Start) || !g.To.Equal(l.Shift.End) {
		says += ", " + sayTimes(s.p, g.From, g.To)
	}
	if g.By.Before(g.From) {
		says += ", by " + s.momentOn(l.Shift.Start, g.By)
	}
	return says + ")"
}

// momentOn is a time, with its day where that is not the given one's.
func (s *summary) momentOn(day, t time.Time) string {
	if scheduler.DateOf(day.In(s.p.Zone)) == scheduler.DateOf(t.In(s.p.Zone)) {
		return scheduler.Clock(t.In(s.p.Zone))
	}
	return s.moment(t)
}

// planOpen is what no plan covers, in order of time: what is short already, shifts that nobody can
// step in for, and gaps in the contingency. Each needs a decision before the longest notice runs
// out, in working hours.
func planOpen(s *summary, ladders []contingency.Ladder, owner PlanOwner) planSection {
	out := planSection{Title: "What no plan covers", Head: []string{"Day", "Time", "What", "Why", "Who decides", "By"}}
	notice := time.Duration(0)
	for i := range s.p.Providers {
		notice = max(notice, s.p.Providers[i].Notice)
	}
	who := owner.Name
	if who == "" {
		who = "to be named"
	}
	list := openRows(s, ladders)
	slices.SortStableFunc(list, func(x, y openRow) int { return x.start.Compare(y.start) })
	for _, x := range list {
		out.Rows = append(out.Rows, []string{sayDay(s.p, scheduler.DateOf(x.start.In(s.p.Zone))), sayTimes(s.p, x.start, x.end), s.names.needFor(x.need, x.client), x.why, who,
			s.moment(officeTime(s.p, x.start.Add(-notice)))})
	}
	if len(out.Rows) == 0 {
		out.Text = "Nothing: every hour is covered, and everybody who was asked for is ready to step in."
	}
	return out
}

// openRow is something that no plan covers.
type openRow struct {
	start, end   time.Time
	need, worker string // worker: whose place nobody could take; empty for what is short already
	client       string
	why          string
}

// openRows are what no plan covers, each time of a shift once, with all that it lacks.
func openRows(s *summary, ladders []contingency.Ladder) (out []openRow) {
	for i := range s.r.Underlap {
		u := &s.r.Underlap[i]
		out = append(out, openRow{u.Start, u.End, u.Need, "", u.Client, fmt.Sprintf("%d short already", u.Short)})
	}
	for i := range ladders {
		l := &ladders[i]
		if l.Open == 0 {
			continue
		}
		why := "nobody is left to step in for " + of(s.names.worker, l.Shift.Worker)
		if len(l.Rungs) > 0 {
			why += " for " + say.Length(l.Open) + " of it"
		}
		out = append(out, openRow{l.Shift.Start, l.Shift.End, l.Shift.Need, l.Shift.Worker, l.Shift.Client, joined(why, s.elsewhere(l))})
	}
	bare := len(out)
	for i := range s.r.Contingency.Gaps {
		g := &s.r.Contingency.Gaps[i]
		of := func(x openRow) bool {
			return x.need == g.Need && x.worker == g.Worker && !g.Start.Before(x.start) && !x.end.Before(g.End)
		}
		if slices.ContainsFunc(out[:bare], of) {
			continue // that nobody is left says it
		}
		why := s.sayLacks(g)
		k := slices.IndexFunc(out[bare:], func(x openRow) bool { return of(x) && x.start.Equal(g.Start) && x.end.Equal(g.End) })
		if k >= 0 {
			out[bare+k].why += "; " + why
			continue
		}
		out = append(out, openRow{g.Start, g.End, g.Need, g.Worker, s.clientOf(g.Need), why})
	}
	return out
}

// sayLacks is how many are missing who would be ready to step in, and for whom.
func (s *summary) sayLacks(g *scheduler.ContingencyGap) string {
	if g.Kind == scheduler.GapRelief {
		return fmt.Sprintf("%d too few who could step in for %s", g.Short, of(s.names.worker, g.Worker))
	}
	return fmt.Sprintf("%d too few on standby for %s", g.Short, of(s.names.worker, g.Worker))
}

// The hours in which somebody is there to decide: weekdays that are no holidays.
const (
	officeOpens  = 9 * time.Hour
	officeCloses = 17 * time.Hour
)

// officeTime is the last time in office hours that is not later.
func officeTime(p *scheduler.Problem, t time.Time) time.Time {
	work := scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	work.ExceptHolidays = true
	for day := scheduler.DateOf(t.In(p.Zone)); ; day = day.Plus(-1) {
		opens, closes := scheduler.StartInstant(p.Zone, day, officeOpens), scheduler.EndInstant(p.Zone, day, officeCloses)
		switch {
		case !work.HoldsOn(day, p.Holidays) || t.Before(opens):
			continue
		case closes.Before(t):
			return closes
		}
		return t
	}
}

func planMissed(s *summary) planSection {
	out := planSection{Title: "Who could not be missed", Head: []string{"Without", "Hours that would be open"}}
	if s.r.Cover.UnderlapHours > 0 {
		out.Head[1] = "Hours more that would be open"
	}
	for _, l := range s.r.Contingency.SinglePoints {
		out.Rows = append(out.Rows, []string{of(s.names.worker, l.Who), say.Hours(l.Hours)})
	}
	for _, l := range s.r.Contingency.Providers {
		if l.Hours > 0 {
			out.Rows = append(out.Rows, []string{of(s.names.provider, l.Who) + ", altogether", say.Hours(l.Hours)})
		}
	}
	if len(out.Rows) == 0 {
		out.Text = s.nobodyMissed()
	}
	return out
}
