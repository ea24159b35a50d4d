package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// manyOfAKind is from how many findings of one kind about one worker or need on they are one line.
const manyOfAKind = 10

// titleOfObservations is over what is observed of a rota as it was worked.
const titleOfObservations = "As it was worked, not as it would be planned"

func (s *summary) findings() {
	s.found("Rules that this rota breaks", s.r.Findings)
	s.found(titleOfObservations, s.r.Observations)
}

func (s *summary) found(title string, list []scheduler.Finding) {
	if len(list) == 0 {
		return
	}
	s.heading("%s", title)
	lines := sayFindings(s.p, list, s.all)
	for i, says := range lines {
		if i == mostFindings && !s.all {
			s.line("  And %d more: the result file has them all.", len(lines)-i)
			break
		}
		s.line("%s", wrapped("  ", says))
	}
}

// sayFindings are findings in lines: where there are many of one kind about one worker, or one need,
// one line with their count and dates, unless all are wanted.
func sayFindings(p *scheduler.Problem, list []scheduler.Finding, all bool) (out []string) {
	kinds := make([]string, len(list))
	if !all {
		manyOf(list, kinds, func(f *scheduler.Finding) string { return f.Worker })
		manyOf(list, kinds, func(f *scheduler.Finding) string { return f.Need })
	}
	same := map[string][]scheduler.Finding{}
	for i, kind := range kinds {
		same[kind] = append(same[kind], list[i])
	}
	for i, kind := range kinds {
		switch {
		case kind == "":
			out = append(out, SayFinding(p, list[i]))
		case same[kind] != nil:
			out = append(out, sayManyFindings(p, same[kind]))
			same[kind] = nil
		}
	}
	return out
}

// manyOf notes the kind of the findings that are many of one rule about one, and are of no kind yet.
func manyOf(list []scheduler.Finding, kinds []string, about func(*scheduler.Finding) string) {
	kind := func(f *scheduler.Finding) string { return f.Rule + "\n" + about(f) }
	counts := map[string]int{}
	for i := range list {
		if kinds[i] == "" && about(&list[i]) != "" {
			counts[kind(&list[i])]++
		}
	}
	for i := range list {
		if k := kind(&list[i]); kinds[i] == "" && counts[k] >= manyOfAKind && about(&list[i]) != "" {
			kinds[i] = k
		}
	}
}

// sayManyFindings is one line for findings of one kind: about whom, how many, on which days, and the
// first.
func sayManyFindings(p *scheduler.Problem, same []scheduler.Finding) string {
	first := same[0]
	about := of(namesOf(p).worker, first.Worker)
	if first.Worker == "" || slices.ContainsFunc(same, func(f scheduler.Finding) bool { return f.Worker != first.Worker }) {
		about = first.Need
	}
	var days []scheduler.Date
	for _, f := range same {
		if !f.At.IsZero() {
			days = append(days, scheduler.DateOf(f.At.In(p.Zone)))
		}
	}
	slices.SortFunc(days, func(a, b scheduler.Date) int { return a.Sub(b) })
	return fmt.Sprintf("%s (%s): %s, on %s. The first: %s", first.Rule, about, say.Count(len(same), "time"), sayDays(p, slices.Compact(days)), first.Says)
}

// SayFinding is a broken hard rule on one line: the rule, who, where and when,
// then the sentence with the figures.
func SayFinding(p *scheduler.Problem, f scheduler.Finding) string {
	p, err := readyProblem(p)
	if err != nil {
		return f.Says
	}
	n := namesOf(p)
	var about []string
	if f.Worker != "" {
		about = append(about, of(n.worker, f.Worker))
	}
	if f.Need != "" {
		about = append(about, f.Need)
	}
	if !f.At.IsZero() {
		at := f.At.In(p.Zone)
		about = append(about, sayDay(p, scheduler.DateOf(at))+" "+scheduler.Clock(at))
	}
	if len(about) == 0 {
		return f.Rule + ": " + f.Says
	}
	return f.Rule + " (" + strings.Join(about, ", ") + "): " + f.Says
}

// overlap lists when more people are there than are needed, and who, need by need, the most hours first.
func (s *summary) overlap() {
	if len(s.r.Overlap) == 0 {
		return
	}
	s.heading("More than needed: %s", say.Hours(s.r.Cover.OverlapHours))
	rows, left := 0, 0.0
	for _, list := range byNeed(s.p, s.r.Overlap, func(o scheduler.Overlap) string { return o.Need }) {
		if rows < mostOverlaps || s.all {
			s.line("  %s: %s", s.names.needFor(list[0].Need, list[0].Client), say.Hours(overHours(list)))
		}
		for _, same := range alikeOver(s.p, list) {
			if rows++; rows > mostOverlaps && !s.all {
				left += overHours(same)
				continue
			}
			var days []scheduler.Date
			for _, o := range same {
				days = append(days, scheduler.DateOf(o.Start.In(s.p.Zone)))
			}
			var who []string
			for _, id := range same[0].Workers {
				who = append(who, of(s.names.worker, id))
			}
			s.line("%s", wrapped("    ", fmt.Sprintf("%s %s: %d more than needed: %s", sayDays(s.p, days), sayTimes(s.p, same[0].Start, same[0].End), same[0].Over, say.List(who))))
		}
	}
	if left > 0 {
		s.line("  And %s more: the result file has them all.", say.Hours(left))
	}
}

func overHours(list []scheduler.Overlap) (hours float64) {
	for _, o := range list {
		hours += o.End.Sub(o.Start).Hours() * float64(o.Over)
	}
	return hours
}

// alikeOver groups the overlaps of one need at the same times with the same people.
func alikeOver(p *scheduler.Problem, list []scheduler.Overlap) (groups [][]scheduler.Overlap) {
	place := map[string]int{}
	for _, o := range list {
		key := sayTimes(p, o.Start, o.End) + "\n" + strings.Join(o.Workers, "\n")
		i, seen := place[key]
		if !seen {
			i = len(groups)
			place[key], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], o)
	}
	slices.SortStableFunc(groups, func(a, b []scheduler.Overlap) int { return cmp.Compare(overHours(b), overHours(a)) })
	return groups
}
