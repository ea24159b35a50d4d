package reading

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Law that warnings speak of: a break of 20 minutes is due in more than 6 h of
// work (Working Time Regulations 1998, regulation 12).
const (
	breakAfter  = 6 * time.Hour
	breakLength = 20 * time.Minute
)

// warn says what is legal but should be known, one sentence a worker and matter.
func warn(a *Reading) {
	onDuty := dutyByClient(a)
	for i := range a.Workers {
		w := &a.Workers[i]
		all := append([]string{warnGuaranteed(a, w), warnBreaks(a, w, onDuty), warnRest(a, w)}, warnAverage(a, w)...)
		for _, says := range append(all, warnFamily(a, w)) {
			if says != "" {
				a.Report.Warnings = append(a.Report.Warnings, says+".")
			}
		}
		a.Report.Warnings = append(a.Report.Warnings, warnSkills(a, w)...)
		a.Report.Warnings = append(a.Report.Warnings, warnStandby(a, w)...)
	}
	warnLaw(a)
}

// warnGuaranteed says which guaranteed hours are not given.
func warnGuaranteed(a *Reading, w *Worker) string {
	hours := unusedHours(a, w)
	if hours*3600 <= Slack {
		return ""
	}
	first, end := a.RotaWeeks()
	n := 0
	for k := first; k < end; k++ {
		if w.GuaranteedHoursWeek*3600-a.Scratch.Week[k] > Slack {
			n++
		}
	}
	return fmt.Sprintf("%s is guaranteed %s a week; %s of that in %s are paid and not rostered", w.Title(), say.Hours(w.GuaranteedHoursWeek), say.Hours(hours), say.Count(n, "week"))
}

// dutyByClient are the numbers of the shifts on duty for each client, in order
// of start.
func dutyByClient(a *Reading) [][]int {
	out := make([][]int, len(a.Problem.Clients))
	for i := range a.Shifts {
		s := &a.Shifts[i]
		if s.Counts && a.Needs[s.Need].ClientIndex >= 0 {
			c := a.Needs[s.Need].ClientIndex
			out[c] = append(out[c], i)
		}
	}
	return out
}

// warnBreaks says in how many waking shifts the worker is alone with the
// client for so long that a break is owed.
func warnBreaks(a *Reading, w *Worker, onDuty [][]int) string {
	n, first := 0, int64(0)
	for i := range w.Line {
		it := &w.Line[i]
		if it.Past || it.Kind != scheduler.Waking || it.Client < 0 || it.Len() <= int64(breakAfter/time.Second) || accompanied(a, w, it, onDuty[it.Client]) {
			continue
		}
		if n++; n == 1 {
			first = it.From
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s works alone for more than %s in %s, the first at %s: a break of %d minutes is owed in each", w.Title(),
		say.Length(breakAfter), say.Count(n, "waking shift"), a.SayTime(first), int(breakLength.Minutes()))
}

// accompanied says whether others are on duty for the same client for at least
// a break's length of the shift.
func accompanied(a *Reading, w *Worker, it *Item, onDuty []int) bool {
	const longest = 2 * 86400 // no legal shift is longer
	k, _ := slices.BinarySearchFunc(onDuty, it.From-longest, func(i int, at int64) int { return int(min(max(a.Shifts[i].From-at, -1), 1)) })
	var with []Span
	for ; k < len(onDuty) && a.Shifts[onDuty[k]].From < it.To; k++ {
		if s := &a.Shifts[onDuty[k]]; s.Worker != w.Index {
			with = append(with, s.Meet(it.Span))
		}
	}
	return slices.ContainsFunc(Union(with), func(s Span) bool { return s.Len() >= int64(breakLength/time.Second) })
}

// warnRest says how often compensatory rest is owed: spells that only a
// sleep-in makes legal.
func warnRest(a *Reading, w *Worker) string {
	n, longest := 0, Span{}
	for i := 0; i < len(w.Line); {
		s, end := w.SpellAt(w.Line, i)
		if most := w.Limits.MaxSpell; s.Rostered && s.SleepIn && most > 0 && s.Len() > int64(most/time.Second) {
			n++
			if s.Len() > longest.Len() {
				longest = s.Span
			}
		}
		i = end
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s is owed compensatory rest for %s of more than %s with a sleep-in, the longest %s from %s", w.Title(), say.Count(n, "spell"),
		say.Length(w.Limits.MaxSpell), sayHours(float64(longest.Len())), a.SaySpan(longest))
}

// warnFamily says how many hours of a family member the rota relies on.
func warnFamily(a *Reading, w *Worker) string {
	if !w.Family {
		return ""
	}
	var seconds int64
	for _, it := range w.Line {
		if !it.Past && it.Need >= 0 && it.Kind != scheduler.Shadow {
			seconds += it.Len()
		}
	}
	if seconds == 0 {
		return ""
	}
	return fmt.Sprintf("The rota relies on %s, who is family, for %s", w.Title(), sayHours(float64(seconds)))
}

// warnSkills says which of the worker's skills run out within the rota and
// are used in it.
func warnSkills(a *Reading, w *Worker) (out []string) {
	rota := Span{a.Origin, a.Midnights[a.First+a.Days]}
	var said []string
	for _, s := range w.Skills {
		if slices.Contains(said, s.Name) {
			continue
		}
		said = append(said, s.Name)
		for _, span := range w.SkillTimes[s.Name] {
			if span.To <= rota.From || span.To >= rota.To {
				continue
			}
			if n := usesOf(a, w, s.Name); n > 0 {
				out = append(out, fmt.Sprintf("%s's %s runs out at the end of %s; %s of the rota use it.", w.Title(), s.Name, a.SayDay(span.To-1), say.Count(n, "shift")))
			}
		}
	}
	return out
}

// usesOf counts the worker's shifts on duty in needs that ask for the skill.
func usesOf(a *Reading, w *Worker, skill string) (n int) {
	for _, it := range w.Line {
		if it.Past || it.Need < 0 || it.Kind == scheduler.Shadow {
			continue
		}
		of := &a.Needs[it.Need]
		if slices.Contains(of.Skills, skill) || slices.ContainsFunc(of.Among, func(m scheduler.Among) bool { return m.Skill == skill }) {
			n++
		}
	}
	return n
}

// warnStandby names each standby of the worker's who would break an hour cap if
// called, where standby does not count in full.
func warnStandby(a *Reading, w *Worker) (out []string) {
	if w.Limits.StandbyCounts >= 1 {
		return nil
	}
	for i := range w.Line {
		if w.Line[i].Past || w.Line[i].Kind != scheduler.Standby {
			continue
		}
		called := slices.Clone(w.Line)
		called[i].Kind = scheduler.Waking
		for _, says := range overIfCalled(a, w, called, i) {
			out = append(out, fmt.Sprintf("%s, on standby from %s, would break a limit if called: %s", w.Title(), a.SaySpan(w.Line[i].Span), says))
		}
	}
	return out
}

// overIfCalled are the hour caps that the line breaks in which the i-th item is
// worked in place of standby.
func overIfCalled(a *Reading, w *Worker, called []Item, i int) (out []string) {
	kept := len(a.Report.Findings)
	judgeHours(a, breachesOf(a, w.ID), w, called)
	for _, f := range a.Report.Findings[kept:] {
		if in := sumOf(a, f); in.Meets(called[i].Span) {
			out = append(out, strings.TrimSuffix(f.Says, ".")+".")
		}
	}
	a.Report.Findings = a.Report.Findings[:kept]
	if w.Ceiling() == nil {
		return out
	}
	for k, week := range a.WeeksOf(called[i].Span) {
		sum := a.ByProvider[w.ProviderIndex][k] + (1-w.Limits.StandbyCounts)*float64(called[i].Overlap(week))
		if OverCeiling(w.Supplier, sum) > 0 {
			out = append(out, fmt.Sprintf("The workers of provider %q would work %s in the week of %s; at most %s are allowed.",
				w.Provider, sayHours(sum), a.SayDay(week.From), say.Length(*w.Supplier.MaxHoursWeek)))
		}
	}
	return out
}

// sumOf is the time over which a finding about hours sums.
func sumOf(a *Reading, f scheduler.Finding) Span {
	d := min(a.DayOf(f.At.Unix()), len(a.Dates)-1)
	switch f.Rule {
	case "max_hours_week":
		return a.Week(d / 7)
	case "max_hours_day":
		return Span{a.Midnights[d], a.Midnights[d+1]}
	}
	return Span{Ever, Never}
}
