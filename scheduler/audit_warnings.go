package scheduler

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Law that warnings speak of: a break of 20 minutes is due in more than 6 h of
// work (Working Time Regulations 1998, regulation 12).
const (
	auditBreakAfter = 6 * time.Hour
	auditBreak      = 20 * time.Minute
)

// warn says what is legal but should be known, one sentence a worker and matter.
func (a *audit) warn() {
	onDuty := a.dutyByClient()
	for i := range a.workers {
		w := &a.workers[i]
		for _, says := range []string{a.warnGuaranteed(w), a.warnBreaks(w, onDuty), a.warnRest(w), a.warnAverage(w), a.warnFamily(w)} {
			if says != "" {
				a.report.Warnings = append(a.report.Warnings, says+".")
			}
		}
		a.report.Warnings = append(a.report.Warnings, a.warnSkills(w)...)
		a.report.Warnings = append(a.report.Warnings, a.warnStandby(w)...)
	}
}

// warnGuaranteed says which guaranteed hours are not given.
func (a *audit) warnGuaranteed(w *auditWorker) string {
	hours := a.unusedHours(w)
	if hours*3600 <= auditSlack {
		return ""
	}
	first, end := a.rotaWeeks()
	n := 0
	for k := first; k < end; k++ {
		if w.GuaranteedHoursWeek*3600-a.scratch.week[k] > auditSlack {
			n++
		}
	}
	return fmt.Sprintf("%s is guaranteed %s a week; %s of that in %s are paid and not rostered", w.title(), auditHours(w.GuaranteedHoursWeek*3600), auditHours(hours*3600), auditTimes(n, "week"))
}

// dutyByClient are the numbers of the shifts on duty for each client, in order
// of start.
func (a *audit) dutyByClient() [][]int {
	out := make([][]int, len(a.p.Clients))
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.counts && a.needs[s.need].client >= 0 {
			c := a.needs[s.need].client
			out[c] = append(out[c], i)
		}
	}
	return out
}

// warnBreaks says in how many waking shifts the worker is alone with the
// client for so long that a break is owed.
func (a *audit) warnBreaks(w *auditWorker, onDuty [][]int) string {
	n, first := 0, int64(0)
	for i := range w.line {
		it := &w.line[i]
		if it.past || it.kind != Waking || it.client < 0 || it.len() <= int64(auditBreakAfter/time.Second) || a.accompanied(w, it, onDuty[it.client]) {
			continue
		}
		if n++; n == 1 {
			first = it.from
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s works alone for more than %s in %s, the first at %s: a break of %d minutes is owed in each", w.title(),
		auditHours(auditBreakAfter.Seconds()), auditTimes(n, "waking shift"), a.sayTime(first), int(auditBreak.Minutes()))
}

// accompanied says whether others are on duty for the same client for at least
// a break's length of the shift.
func (a *audit) accompanied(w *auditWorker, it *auditItem, onDuty []int) bool {
	const longest = 2 * 86400 // no legal shift is longer
	k, _ := slices.BinarySearchFunc(onDuty, it.from-longest, func(i int, at int64) int { return int(min(max(a.shifts[i].from-at, -1), 1)) })
	var with []auditSpan
	for ; k < len(onDuty) && a.shifts[onDuty[k]].from < it.to; k++ {
		if s := &a.shifts[onDuty[k]]; s.worker != w.index {
			with = append(with, s.meet(it.auditSpan))
		}
	}
	return slices.ContainsFunc(auditUnion(with), func(s auditSpan) bool { return s.len() >= int64(auditBreak/time.Second) })
}

// warnRest says how often compensatory rest is owed: spells that only a
// sleep-in makes legal.
func (a *audit) warnRest(w *auditWorker) string {
	n, longest := 0, auditSpan{}
	for i := 0; i < len(w.line); {
		s, end := w.spellAt(w.line, i)
		if most := w.limits.MaxSpell; s.rostered && s.sleepIn && most > 0 && s.len() > int64(most/time.Second) {
			n++
			if s.len() > longest.len() {
				longest = s.auditSpan
			}
		}
		i = end
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s is owed compensatory rest for %s of more than %s with a sleep-in, the longest %s from %s", w.title(), auditTimes(n, "spell"),
		auditHours(w.limits.MaxSpell.Seconds()), auditHours(float64(longest.len())), a.saySpan(longest))
}

// warnFamily says how many hours of a family member the rota relies on.
func (a *audit) warnFamily(w *auditWorker) string {
	if !w.family {
		return ""
	}
	var seconds int64
	for _, it := range w.line {
		if !it.past && it.need >= 0 && it.kind != Shadow {
			seconds += it.len()
		}
	}
	if seconds == 0 {
		return ""
	}
	return fmt.Sprintf("The rota relies on %s, who is family, for %s", w.title(), auditHours(float64(seconds)))
}

// warnSkills says which of the worker's skills run out within the rota and
// are used in it.
func (a *audit) warnSkills(w *auditWorker) (out []string) {
	rota := auditSpan{a.origin, a.midnights[a.first+a.days]}
	var said []string
	for _, s := range w.Skills {
		if slices.Contains(said, s.Name) {
			continue
		}
		said = append(said, s.Name)
		for _, span := range w.skills[s.Name] {
			if span.to <= rota.from || span.to >= rota.to {
				continue
			}
			if n := a.usesOf(w, s.Name); n > 0 {
				out = append(out, fmt.Sprintf("%s's %s runs out at the end of %s; %s of the rota use it.", w.title(), s.Name, a.sayDay(span.to-1), auditTimes(n, "shift")))
			}
		}
	}
	return out
}

// usesOf counts the worker's shifts on duty in needs that ask for the skill.
func (a *audit) usesOf(w *auditWorker, skill string) (n int) {
	for _, it := range w.line {
		if it.past || it.need < 0 || it.kind == Shadow {
			continue
		}
		of := &a.needs[it.need]
		if slices.Contains(of.Skills, skill) || slices.ContainsFunc(of.Among, func(m Among) bool { return m.Skill == skill }) {
			n++
		}
	}
	return n
}

// warnStandby names each standby of the worker's who would break an hour cap if
// called, where standby does not count in full.
func (a *audit) warnStandby(w *auditWorker) (out []string) {
	if w.limits.StandbyCounts >= 1 {
		return nil
	}
	for i := range w.line {
		if w.line[i].past || w.line[i].kind != Standby {
			continue
		}
		called := slices.Clone(w.line)
		called[i].kind = Waking
		for _, says := range a.overIfCalled(w, called, i) {
			out = append(out, fmt.Sprintf("%s, on standby from %s, would break a limit if called: %s", w.title(), a.saySpan(w.line[i].auditSpan), says))
		}
	}
	return out
}

// overIfCalled are the hour caps that the line breaks in which the i-th item is
// worked in place of standby.
func (a *audit) overIfCalled(w *auditWorker, called []auditItem, i int) (out []string) {
	kept := len(a.report.Findings)
	a.judgeHours(a.breachesOf(w.ID), w, called)
	for _, f := range a.report.Findings[kept:] {
		if in := a.sumOf(f); in.meets(called[i].auditSpan) {
			out = append(out, strings.TrimSuffix(f.Says, ".")+".")
		}
	}
	a.report.Findings = a.report.Findings[:kept]
	if w.ceiling() == nil {
		return out
	}
	for k, week := range a.weeksOf(called[i].auditSpan) {
		sum := a.byProvider[w.provider][k] + (1-w.limits.StandbyCounts)*float64(called[i].overlap(week))
		if auditOverCeiling(w.supplier, sum) > 0 {
			out = append(out, fmt.Sprintf("The workers of provider %q would work %s in the week of %s; at most %s are allowed.",
				w.Provider, auditHours(sum), a.sayDay(week.from), auditHours(w.supplier.MaxHoursWeek.Seconds())))
		}
	}
	return out
}

// sumOf is the time over which a finding about hours sums.
func (a *audit) sumOf(f Finding) auditSpan {
	d := min(a.dayOf(f.At.Unix()), len(a.dates)-1)
	switch f.Rule {
	case "max_hours_week":
		return a.week(d / 7)
	case "max_hours_day":
		return auditSpan{a.midnights[d], a.midnights[d+1]}
	}
	return auditSpan{auditEver, auditNever}
}
