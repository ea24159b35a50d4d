package reading

import (
	"fmt"

	"github.com/carerota/carerota/internal/say"
)

// Law that warnings speak of: hours are averaged over 17 weeks (Working Time Regulations 1998,
// regulations 4 and 6), 48 a week unless the worker has signed an opt-out, and 8 for each day but
// one a week of somebody who works nights, opt-out or not.
const (
	reference = 17 // weeks
	averageOf = 48 // hours a week
	nightlyOf = 8  // hours a day
)

// warnAverage says where the hours of the 17 weeks that end with the rota are more
// than the law's average. Weeks before the first work that is known of are left out.
func warnAverage(a *Reading, w *Worker) string {
	first, end := a.RotaWeeks()
	for i := range w.Line {
		if w.Line[i].Past {
			first = min(first, a.DayOf(w.Line[i].From)/7)
		}
	}
	first = max(first, end-reference)
	if first >= end {
		return ""
	}
	in := Span{a.Week(first).From, a.Week(end - 1).To}
	hours, nights := 0.0, 0
	for i := range w.Line {
		it := &w.Line[i]
		hours += w.Counted(it, in) / 3600
		if it.Meets(in) && a.IsNight(it) {
			nights++
		}
	}
	weeks := float64(end - first)
	average := hours / weeks
	period := fmt.Sprintf("over %s up to the rota's end", say.Count(end-first, "week"))
	switch nightly := average / 6; {
	case nights > end-first && nightly > nightlyOf+Slack/3600:
		return fmt.Sprintf("%s works nights and has %s a day on average %s, a day of rest a week left aside; at most %d hours are lawful", w.Title(), say.Hours(nightly), period, nightlyOf)
	case !w.OptOut && average > averageOf+Slack/3600:
		return fmt.Sprintf("%s works %s a week on average %s; more than %d hours need a signed opt-out", w.Title(), say.Hours(average), period, averageOf)
	}
	return ""
}
