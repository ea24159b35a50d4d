package export

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// headPage is what every page begins with.
type headPage struct {
	Title, Span, Zone string
	Headline, Illness string
	State, StateClass string
	Filters           bool // the page has the script
	Large             bool // what is out of sight is laid out only when it is looked at
}

// manyShifts is how many shifts make a page large.
const manyShifts = 1500

// wholePage is the page of a whole rota.
type wholePage struct {
	headPage
	ClientNames, WorkerNames, ProviderNames []string
	Figures                                 [][2]string
	Findings                                []string
	Observed                                []string
	ObservedTitle                           string
	Short                                   []shortRow
	MoreShort                               int
	Clients                                 []clientWeeks
	Staff                                   []weekTable
	Hours                                   []hourRow
	Skills                                  []skillRow
	Ready                                   contingencyView
	Proofs                                  []proofView
	Goals                                   [][]string
	Cost                                    [][2]string
	ByProvider, ByClient                    [][2]string
	People                                  [][]string
	Compared                                bool // with an earlier rota
	Changes                                 [][]string
	Warnings                                []string
	Limits                                  [][2]string
	Private                                 bool // the reader may know what is paid, and why limits are firm
	Firm                                    [][]string
	Made                                    string
}

func newWholePage(p *scheduler.Problem, r *scheduler.Report, to Reader) *wholePage {
	c := newChips(p)
	s := &summary{p: p, r: r, names: c.names}
	page := &wholePage{headPage: headOf(p, r), Figures: figures(s), Clients: weeksByClient(p, r, &c), Staff: thisWeekFirst(p, weeksByWorker(p, r, &c), func(t *weekTable) string { return t.LastDate }),
		Hours: hourRows(p, r), Skills: skillRows(p, r, &c), Ready: contingencyOf(s), Proofs: proofViews(s), Goals: goalRows(&s.names, r.Objective),
		Cost: costRows(r.Cost), ByProvider: shareRows(r.Cost.ByProvider, c.names.provider), ByClient: shareRows(r.Cost.ByClient, c.names.client),
		Warnings: r.Warnings, Limits: limitRows(&p.Caps), Made: s.statusSentence()}
	page.Private = to.private()
	if page.Private {
		page.tellManager(p, &c)
		page.Firm = firmRows(p, &c.names)
		page.Figures = append(page.Figures, [2]string{"Cost", say.Money(r.Cost.Total)})
	}
	page.Filters, page.Large = true, len(r.Rota.Shifts) > manyShifts
	page.Short, page.MoreShort = shortRows(s, &c)
	page.Findings, page.Observed = sayFindings(p, r.Findings, false), sayFindings(p, r.Observations, false)
	page.ObservedTitle = titleOfObservations
	for i := range p.Clients {
		page.ClientNames = append(page.ClientNames, c.names.client[p.Clients[i].ID])
	}
	for i := range p.Workers {
		page.WorkerNames = append(page.WorkerNames, c.names.worker[p.Workers[i].ID])
	}
	for i := range p.Providers {
		page.ProviderNames = append(page.ProviderNames, c.names.provider[p.Providers[i].ID])
	}
	for _, w := range r.Workers {
		page.People = append(page.People, s.workerRow(w))
	}
	if p.From != nil {
		page.Compared = true
		for _, d := range changesFrom(p.From, r.Rota) {
			page.Changes = append(page.Changes, changeRow(s, d))
		}
	}
	return page
}

// headOf is what stands at the top: the sentences, and in a word how the rota stands.
func headOf(p *scheduler.Problem, r *scheduler.Report) headPage {
	h := headPage{Title: called("", p.Name), Span: sayLongDay(p.Start) + " to " + sayLongDay(p.Start.Plus(p.Days-1)), Zone: p.Zone.String(),
		Headline: Headline(p, r), Illness: sayIllness(p, r, "")}
	switch {
	case len(r.Findings) > 0:
		h.State, h.StateClass = "Cannot be worked as it stands", "bad"
	case r.Cover.UnderlapHours > 0:
		h.State, h.StateClass = say.Hours(r.Cover.UnderlapHours)+" not covered", "bad"
	case r.Contingency.StandbyShortfall > 0:
		h.State, h.StateClass = "Covered, but too few on standby", "warn"
	case r.Contingency.Shortfall > 0:
		h.State, h.StateClass = "Covered, but too few could step in", "warn"
	default:
		h.State, h.StateClass = "Covered", "good"
	}
	return h
}

// sayIllness is what happens when somebody on duty cannot come: for how many
// shifts somebody else is named, and whose absence would leave hours open.
func sayIllness(p *scheduler.Problem, r *scheduler.Report, client string) string {
	s := sayStanding(contingency.StandingOf(p, r, client), r.LeftOut.Backups)
	n := namesOf(p)
	var lost []string
	for i, l := range r.Contingency.SinglePoints {
		if i == 3 {
			break
		}
		lost = append(lost, fmt.Sprintf("without %s %s would be open", of(n.worker, l.Who), sayLost(r, l.Hours)))
	}
	if shared := len(contingency.SharedStandby(r.Rota.Shifts)); shared > 0 && client == "" {
		s += fmt.Sprintf(" %s one person on standby is behind two at once: the plan says who comes to the second.", times(shared))
	}
	if len(lost) > 0 {
		s += " Even with the rest rearranged, " + say.List(lost) + "."
	}
	return s
}

// sayStanding is for how many shifts somebody is named who can step in.
func sayStanding(s contingency.Standing, cut bool) string {
	switch {
	case s.Shifts == 0:
		return ""
	case s.Full():
		return "If somebody cannot come, somebody is named to step in for every shift."
	}
	says := fmt.Sprintf("If somebody cannot come, somebody is named to step in for %d of %s", s.Whole+s.Spare, say.Count(s.Shifts, "shift"))
	if s.Partly > 0 {
		says += fmt.Sprintf(", and for a part of %d", s.Partly)
	}
	if cut {
		return says + "; for the others there was not enough time to look."
	}
	if s.Nobody > 0 {
		says += fmt.Sprintf("; for %d nobody is left", s.Nobody)
	}
	return says + "."
}

func times(n int) string {
	if n == 1 {
		return "Once"
	}
	return fmt.Sprintf("%d times", n)
}

// tellManager adds who refuses whom and who is suspended.
func (page *wholePage) tellManager(p *scheduler.Problem, c *chips) {
	for i := range page.Clients {
		if k := page.Clients[i].Index; k >= 0 {
			page.Clients[i].Refuses = c.refused(&p.Clients[k])
		}
	}
	for i := range page.Staff {
		for k := range page.Staff[i].Lanes {
			l := &page.Staff[i].Lanes[k]
			if w := &p.Workers[l.Worker]; w.Suspended || l.Provider >= 0 && p.Providers[l.Provider].Suspended {
				l.Sub = joined(l.Sub, "suspended")
			}
		}
	}
}

// firmRows are the limits that no advice proposes to raise, and why: of the house, then of each worker.
func firmRows(p *scheduler.Problem, n *names) (rows [][]string) {
	add := func(whose string, c *scheduler.Caps) {
		var firm []string
		for _, f := range c.Fields() {
			if c.IsFirm(f.Key) && f.Label != "" {
				firm = append(firm, f.Label+": "+sayLimit(f))
			}
		}
		if len(firm) > 0 {
			rows = append(rows, []string{whose, strings.Join(firm, "; "), c.FirmWhy})
		}
	}
	add("Everybody", &p.Caps)
	for i := range p.Workers {
		if c := p.Workers[i].Caps; c != nil && (c.FirmWhy != p.Caps.FirmWhy || !slices.Equal(c.Firm, p.Caps.Firm)) {
			add(n.worker[p.Workers[i].ID], c)
		}
	}
	return rows
}

// figures are the figures of cover.
func figures(s *summary) [][2]string {
	c := s.r.Cover
	rows := [][2]string{{"Needed", say.Hours(c.RequiredHours)}, {"Covered", say.Hours(c.CoveredHours)}, {"Not covered", say.Hours(c.UnderlapHours)}}
	if c.OverlapHours > 0 {
		rows = append(rows, [2]string{"More than needed", say.Hours(c.OverlapHours)})
	}
	if s.names.family || c.FamilyHours > 0 {
		rows = append(rows, [2]string{"By family", say.Hours(c.FamilyHours)})
	}
	if k := s.r.Contingency; k.StandbyRequired > 0 {
		rows = append(rows, [2]string{"Standby there", say.Hours(k.StandbyRequired-k.StandbyShortfall) + " of " + say.Hours(k.StandbyRequired)})
	}
	return rows
}

// contingencyView is what the contingency lacks.
type contingencyView struct {
	Asked, Full      bool
	Parts            [][2]string
	Gaps             [][]string // need, days, hours
	Single, Provider [][2]string
	Pairs            [][2]string
	NobodyMissed     string // that nobody is, or that it is not known; empty where somebody is named
	More             bool   // hours are open already
	LongestGap       string // empty for none
}

func contingencyOf(s *summary) contingencyView {
	c, asked := s.r.Contingency, s.p.Contingency
	v := contingencyView{Asked: asked.Standby > 0 || asked.Relief > 0 || asked.Headroom > 0, Full: c.Shortfall == 0, Parts: shortfallRows(c)}
	for _, list := range gapsByNeed(s.p, c.Gaps) {
		total, days := gapDays(s.p, list)
		how := " (on standby)"
		if list[0].Kind == scheduler.GapRelief {
			how = " (asked on the day)"
		}
		v.Gaps = append(v.Gaps, []string{s.names.needFor(list[0].Need, s.clientOf(list[0].Need)) + how, say.Clock(total), sayDays(s.p, days), s.nearest(list[0].Why)})
	}
	for _, l := range c.SinglePoints {
		v.Single = append(v.Single, [2]string{of(s.names.worker, l.Who), say.Clock(l.Hours)})
	}
	for _, l := range c.Pairs {
		v.Pairs = append(v.Pairs, [2]string{of(s.names.worker, l.First) + " and " + of(s.names.worker, l.Second), say.Clock(l.Hours)})
	}
	v.NobodyMissed, v.More = s.nobodyMissed(), s.r.Cover.UnderlapHours > 0
	if c.LongestGap > 0 {
		v.LongestGap = say.Length(c.LongestGap)
	}
	for _, l := range c.Providers {
		v.Provider = append(v.Provider, [2]string{of(s.names.provider, l.Who), say.Clock(l.Hours)})
	}
	return v
}

// goalRows are the levels of the objective with what is proved of them.
func goalRows(names *names, goals []scheduler.Goal) [][]string {
	var rows [][]string
	for l, g := range goals {
		if names.silent(g) {
			continue
		}
		figure := figureOf(g)
		bound, proved := "not known", "no"
		if !math.IsNaN(g.Bound) {
			bound = "at least " + figure(g.Bound)
			switch {
			case !ofEveryRota(goals, l):
				bound += " where the levels above are at their least"
			case atBound(g):
				proved = "yes" + sayBy(g.By)
			}
		}
		rows = append(rows, []string{sayLevel(g.Level), figure(g.Value), bound, proved})
	}
	return rows
}

// shareRows are the parts of the cost, greatest first.
func shareRows(parts map[string]float64, known map[string]string) [][2]string {
	var rows [][2]string
	for _, id := range largestFirst(parts) {
		name := of(known, id)
		if name == "" {
			name = "none"
		}
		rows = append(rows, [2]string{name, say.Money(parts[id])})
	}
	return rows
}

// changeRow says a change: when, for what, who came and who comes.
func changeRow(s *summary, d change) []string {
	at := d.first()
	what := s.names.needFor(at.Need, at.Client)
	if at.Kind == scheduler.Standby {
		what = "standby"
	}
	say := func(k *scheduler.Shift) string {
		if k == nil {
			return "nobody"
		}
		return of(s.names.worker, k.Worker) + " " + sayTimes(s.p, k.Start, k.End)
	}
	return []string{sayDay(s.p, scheduler.DateOf(at.Start.In(s.p.Zone))), what, say(d.Was), say(d.Is)}
}

// limitRows are the limits that the rota was made under.
func limitRows(c *scheduler.Caps) [][2]string {
	var rows [][2]string
	for _, f := range c.Fields() {
		if f.Label != "" {
			rows = append(rows, [2]string{f.Label, sayLimit(f)})
		}
	}
	return rows
}

func sayLimit(f scheduler.CapField) string {
	if f.None() {
		return "no limit"
	}
	switch v := f.Value.(type) {
	case **time.Duration:
		return say.Hours((*v).Hours())
	case *time.Duration:
		return say.Hours(v.Hours())
	case **int:
		return fmt.Sprint(**v)
	case *int:
		return fmt.Sprint(*v)
	case *float64:
		return sayNumber(*v)
	}
	panic("a limit of an unknown type: " + f.Key)
}
