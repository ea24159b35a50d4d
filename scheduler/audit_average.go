package scheduler

import "fmt"

// Law that warnings speak of: hours are averaged over 17 weeks (Working Time
// Regulations 1998, regulations 4 and 6), 48 a week unless the worker has signed an opt-out, and 8
// for each day but one a week of somebody who works nights, opt-out or not.
const (
	auditReference = 17 // weeks
	auditAverage   = 48 // hours a week
	auditNightly   = 8  // hours a day
)

// warnAverage says where the hours of the 17 weeks that end with the rota are more
// than the law's average. Weeks before the first work that is known of are left out.
func (a *audit) warnAverage(w *auditWorker) string {
	first, end := a.rotaWeeks()
	for i := range w.line {
		if w.line[i].past {
			first = min(first, a.dayOf(w.line[i].from)/7)
		}
	}
	first = max(first, end-auditReference)
	if first >= end {
		return ""
	}
	in := auditSpan{a.week(first).from, a.week(end - 1).to}
	hours, nights := 0.0, 0
	for i := range w.line {
		it := &w.line[i]
		hours += w.counted(it, in) / 3600
		if it.meets(in) && a.isNight(it) {
			nights++
		}
	}
	weeks := float64(end - first)
	average := hours / weeks
	period := fmt.Sprintf("over %s up to the rota's end", auditTimes(end-first, "week"))
	switch nightly := average / 6; {
	case nights > end-first && nightly > auditNightly+auditSlack/3600:
		return fmt.Sprintf("%s works nights and has %s a day on average %s, a day of rest a week left aside; at most %d h are lawful", w.title(), auditHours(nightly*3600), period, auditNightly)
	case !w.OptOut && average > auditAverage+auditSlack/3600:
		return fmt.Sprintf("%s works %s a week on average %s; more than %d h need a signed opt-out", w.title(), auditHours(average*3600), period, auditAverage)
	}
	return ""
}
