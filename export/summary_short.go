package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// underlap lists what is not covered: the most critical needs first, each with
// the days; what is short in the same way at the same time of several days stands together.
func (s *summary) underlap() {
	if len(s.r.Underlap) == 0 {
		return
	}
	s.heading("Not covered: %s", say.Hours(s.r.Cover.UnderlapHours))
	groups := byNeed(s.p, s.r.Underlap, func(u scheduler.Underlap) string { return u.Need })
	slices.SortStableFunc(groups, func(a, b []scheduler.Underlap) int {
		return cmp.Compare(a[0].Criticality, b[0].Criticality)
	})
	rows, left := 0, 0.0
	for _, list := range groups {
		if rows < mostUnderlaps {
			first := list[0]
			s.line("  %s (%s): %s", s.names.needFor(first.Need, first.Client), sayCriticality(first.Criticality), say.Hours(shortHours(list)))
		}
		for _, same := range alike(s.p, list, nil) {
			if rows++; rows <= mostUnderlaps {
				s.shortOn(same)
			} else {
				left += shortHours(same)
			}
		}
	}
	if rows > mostUnderlaps {
		s.line("  And %s more: the result file has them all.", say.Hours(left))
	}
}

// alike groups the underlaps of one need that differ in nothing but the day, nor in what is said of
// them besides, in order of their first days.
func alike(p *scheduler.Problem, list []scheduler.Underlap, besides func(u *scheduler.Underlap) string) [][]scheduler.Underlap {
	var groups [][]scheduler.Underlap
	place := map[string]int{}
	for _, u := range list {
		key := sayTimes(p, u.Start, u.End) + sayShort(u)
		if besides != nil {
			key += besides(&u)
		}
		if u.End.Sub(u.Start) >= 24*time.Hour {
			key += u.Start.String() // of many days: alike with nothing else
		}
		i, seen := place[key]
		if !seen {
			i = len(groups)
			place[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], u)
	}
	return groups
}

// shortOn says when the underlaps of a group are, how many hours they are, and how.
func (s *summary) shortOn(same []scheduler.Underlap) {
	first := same[0]
	times, how := sayTimes(s.p, first.Start, first.End), sayShort(first)
	if len(same) == 1 {
		s.line("    %s %s: %s, %s", sayDay(s.p, scheduler.DateOf(first.Start.In(s.p.Zone))), times, say.Hours(shortHours(same)), how)
		s.nearestTo("      ", same)
		return
	}
	days := daysOf(s.p, same)
	s.line("    %s on %s: %s, %s", times, say.Count(len(days), "day"), say.Hours(shortHours(same)), how)
	s.line("%s", wrapped("      ", sayDays(s.p, days)))
	s.nearestTo("      ", same)
}

// mostNearestDays is for how many kinds of days a summary says one by one who comes nearest.
const mostNearestDays = 4

// nearestTo says of underlaps what their cover would cost, and who comes nearest to stepping in: of
// each day what is true on it.
func (s *summary) nearestTo(indent string, same []scheduler.Underlap) {
	kinds := alike(s.p, same, func(u *scheduler.Underlap) string { return u.Instead + "\n" + s.nearest(u.Why) })
	left := 0
	for i, kind := range kinds {
		if i >= mostNearestDays {
			left += len(kind)
			continue
		}
		for _, says := range []string{kind[0].Instead, s.nearest(kind[0].Why)} {
			if says != "" && len(kinds) > 1 {
				says = sayDays(s.p, daysOf(s.p, kind)) + ". " + says
			}
			if says != "" {
				s.line("%s", wrapped(indent, says))
			}
		}
	}
	if left > 0 {
		s.line("%s", wrapped(indent, "carerota explain says it of "+say.Count(left, "more day")+"."))
	}
}

// daysOf are the days on which underlaps start.
func daysOf(p *scheduler.Problem, list []scheduler.Underlap) (days []scheduler.Date) {
	for _, u := range list {
		days = append(days, scheduler.DateOf(u.Start.In(p.Zone)))
	}
	return days
}

func shortHours(list []scheduler.Underlap) float64 {
	hours := 0.0
	for _, u := range list {
		hours += u.End.Sub(u.Start).Hours() * float64(u.Short)
	}
	return hours
}

// sayShort is in what way an underlap is short.
func sayShort(u scheduler.Underlap) string {
	said := []string{fmt.Sprintf("%d too few", u.Short)}
	if u.Gap {
		said[0] = "nobody there"
	}
	if len(u.Skills) > 0 {
		said = append(said, "needs "+say.List(u.Skills))
	}
	switch u.Verdict {
	case scheduler.VerdictUnavoidable:
		said = append(said, "cannot be covered"+sayBy(u.By))
	case scheduler.VerdictAtAPrice:
		said = append(said, "can be covered at a price")
	}
	return strings.Join(said, ", ")
}

// sayBy says whose word alone a proof is.
func sayBy(solver string) string {
	if solver == "" {
		return ""
	}
	return ", proved by " + solver
}

// proofs says why hours cannot be covered: the largest first.
func (s *summary) proofs() {
	if len(s.r.Proofs) == 0 {
		return
	}
	s.heading("Why it cannot be covered")
	list := slices.Clone(s.r.Proofs)
	slices.SortStableFunc(list, func(a, b scheduler.Proof) int { return cmp.Compare(b.BoundHours, a.BoundHours) })
	for i := range list {
		if i == mostProofs {
			left := 0.0
			for _, p := range list[i:] {
				left += p.BoundHours
			}
			s.line("  And %s more in %s: the result file has them all.", say.Hours(left), say.Count(len(list)-i, "proof"))
			return
		}
		s.line("%s", wrapped("  ", list[i].Says))
	}
}

// contingency lists what the contingency lacks: its three parts, then the days on which
// a need has too few ready to step in.
func (s *summary) contingency() {
	c := s.r.Contingency
	if c.Shortfall == 0 && len(c.Gaps) == 0 {
		return
	}
	s.heading("Too few ready to step in: %s", say.Hours(c.Shortfall))
	for _, part := range shortfallRows(c) {
		s.line("  %-25s %s", part[0], part[1])
	}
	for _, list := range gapsByNeed(s.p, c.Gaps) {
		total, days := gapDays(s.p, list)
		s.line("  %s for %s: %s", sayGapKind(&list[0]), s.names.needFor(list[0].Need, s.clientOf(list[0].Need)), say.Hours(total))
		s.line("%s", wrapped("    ", sayDays(s.p, days)))
	}
}

// gapsByNeed are the gaps in the contingency by need, those of standby first.
func gapsByNeed(p *scheduler.Problem, all []scheduler.ContingencyGap) (out [][]scheduler.ContingencyGap) {
	for _, relief := range []bool{false, true} {
		of := slices.DeleteFunc(slices.Clone(all), func(g scheduler.ContingencyGap) bool { return (g.Kind == scheduler.GapRelief) != relief })
		out = append(out, byNeed(p, of, func(g scheduler.ContingencyGap) string { return g.Need })...)
	}
	return out
}

// sayGapKind is what a gap in the contingency lacks.
func sayGapKind(g *scheduler.ContingencyGap) string {
	if g.Kind == scheduler.GapRelief {
		return "too few who could step in"
	}
	return "too few on standby"
}

// shortfallRows are the parts of the contingency's shortfall that are not nothing.
func shortfallRows(c scheduler.ContingencyReport) [][2]string {
	var rows [][2]string
	for _, part := range []struct {
		says  string
		hours float64
	}{{"standby", c.StandbyShortfall}, {"people who could step in", c.ReliefShortfall}, {"hours kept free", c.HeadroomShortfall}} {
		if part.hours != 0 {
			rows = append(rows, [2]string{part.says, say.Hours(part.hours)})
		}
	}
	return rows
}

// clientOf is the client of a need, by id.
func (s *summary) clientOf(need string) string {
	for i := range s.p.Needs {
		if s.p.Needs[i].ID == need {
			return s.p.Needs[i].Client
		}
	}
	return ""
}

// gapDays are the hours of gaps in the contingency, and the days they start on in order.
func gapDays(p *scheduler.Problem, list []scheduler.ContingencyGap) (hours float64, days []scheduler.Date) {
	for _, g := range list {
		hours += g.End.Sub(g.Start).Hours() * float64(g.Short)
		days = append(days, scheduler.DateOf(g.Start.In(p.Zone)))
	}
	slices.SortFunc(days, func(a, b scheduler.Date) int { return a.Sub(b) })
	return hours, slices.Compact(days)
}

// byNeed groups what is said of needs, in the problem's order of needs; each
// group keeps its own order.
func byNeed[T any](p *scheduler.Problem, all []T, need func(T) string) [][]T {
	place := map[string]int{}
	for i, n := range p.Needs {
		place[n.ID] = i
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int {
		return cmp.Or(cmp.Compare(place[need(a)], place[need(b)]), strings.Compare(need(a), need(b)))
	})
	var groups [][]T
	for i, one := range sorted {
		if i == 0 || need(sorted[i-1]) != need(one) {
			groups = append(groups, nil)
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], one)
	}
	return groups
}

// largestFirst are the keys by falling value, then by name.
func largestFirst(parts map[string]float64) []string {
	ids := make([]string, 0, len(parts))
	for id := range parts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(parts[b], parts[a]), strings.Compare(a, b))
	})
	return ids
}

// status says how good the rota is proved to be, level by level.
func (s *summary) status() {
	says := s.statusSentence()
	if s.r.Status == scheduler.Unknown && bounded(s.r.Objective) {
		says += ". What is proved of it:"
	}
	s.heading("%s", says)
	for l, g := range s.r.Objective {
		if s.names.silent(g) {
			continue
		}
		figure := figureOf(g)
		line := fmt.Sprintf("  %-27s %12s", sayLevel(g.Level), figure(g.Value))
		switch {
		case math.IsNaN(g.Bound):
		case !ofEveryRota(s.r.Objective, l):
			line += fmt.Sprintf("  at least %s where the levels above are at their least%s", figure(g.Bound), sayBy(g.By))
		case atBound(g):
			line += "  no rota has less" + sayBy(g.By)
		default:
			line += fmt.Sprintf("  at least %s (%s away)%s", figure(g.Bound), sayGap(g), sayBy(g.By))
		}
		s.line("%s", line)
	}
}

func (s *summary) statusSentence() string {
	r := s.r
	said := "How good this rota is, is not known: nothing was searched or proved"
	if bounded(r.Objective) {
		said = "This rota was not searched here"
	}
	switch r.Status {
	case scheduler.Optimal:
		said = "No better rota exists" + sayBy(wordOf(r.Objective, func(scheduler.Goal) bool { return true }))
	case scheduler.Feasible:
		said = "A rota that keeps every rule. A longer search may find a better one"
	}
	if r.Engine != "" {
		said += fmt.Sprintf(" (%s engine, seed %d", r.Engine, r.Seed)
		if r.Seconds > 0 {
			said += ", " + sayNumber(r.Seconds) + " s"
		}
		said += ")"
	}
	return said
}

// bounded says whether of some level it is known how low it can be.
func bounded(goals []scheduler.Goal) bool {
	return slices.ContainsFunc(goals, func(g scheduler.Goal) bool { return !math.IsNaN(g.Bound) })
}

// sayGap is how far a level is from its bound: a share for money, hours for the rest.
func sayGap(g scheduler.Goal) string {
	if g.InMoney() && g.Value > 0 {
		return sayNumber(100*(g.Value-g.Bound)/g.Value) + " %"
	}
	return say.Hours(g.Value - g.Bound)
}

// Objective is a rota's figures on one line, for those who watch a search: "not covered 12:00 (critical 2:00, can wait 10:00),
// nobody ready to step in 40:00, money 1,234.50". What has no figure is not known yet.
func Objective(goals []scheduler.Goal) string {
	var said, levels []string
	underlap := 0.0
	for _, g := range goals {
		switch {
		case math.IsNaN(g.Value):
			said = append(said, sayLevel(g.Level)+" not known yet")
		case isUnderlap(g.Level):
			underlap += g.Value
			if g.Value > 0 {
				levels = append(levels, strings.TrimPrefix(sayLevel(g.Level), "not covered, ")+" "+say.Clock(g.Value))
			}
		case g.InMoney():
			said = append(said, sayLevel(g.Level)+" "+say.Money(g.Value))
		default:
			said = append(said, sayLevel(g.Level)+" "+say.Clock(g.Value))
		}
	}
	first := "not covered " + say.Clock(underlap)
	if len(levels) > 0 {
		first += " (" + strings.Join(levels, ", ") + ")"
	}
	return strings.Join(append([]string{first}, said...), ", ")
}
