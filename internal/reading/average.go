package reading

import (
	"fmt"

	"github.com/carerota/carerota/internal/law"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Law that warnings speak of: hours are averaged over 17 weeks (Working Time Regulations 1998,
// regulations 4 and 6), 48 a week unless the worker has signed an opt-out, and 8 for each day but
// one a week of somebody who works nights, opt-out or not. A sleep-in is working time in full, whatever
// share of it the problem's limits count.
const (
	reference = 17 // weeks
	averageOf = 48 // hours a week
	nightlyOf = 8  // hours a day
)

// warnAverage says where the hours of the 17 weeks that end with the rota are more
// than the law's average, of a week and of a night worker's day. Weeks before the first work that is
// known of are left out.
func warnAverage(a *Reading, w *Worker) (out []string) {
	first, end := a.RotaWeeks()
	for i := range w.Line {
		if w.Line[i].Past {
			first = min(first, a.DayOf(w.Line[i].From)/7)
		}
	}
	first = max(first, end-reference)
	if first >= end {
		return nil
	}
	in := Span{a.Week(first).From, a.Week(end - 1).To}
	hours, nights := 0.0, 0
	for i := range w.Line {
		it := &w.Line[i]
		hours += workingTime(w, it, in) / 3600
		if it.Meets(in) && a.IsNight(it) {
			nights++
		}
	}
	weeks := float64(end - first)
	average := hours / weeks
	period := fmt.Sprintf("over %s up to the rota's end", say.Count(end-first, "week"))
	if nightly := average / 6; nights > end-first && nightly > nightlyOf+Slack/3600 && law.On(a.Problem, law.NightAverage) {
		out = append(out, fmt.Sprintf("%s works nights and has %s a day on average %s, a day of rest a week left aside; at most %d hours are lawful%s",
			w.Title(), say.Hours(nightly), period, nightlyOf, law.Source(law.NightAverage)))
	}
	if !w.OptOut && average > averageOf+Slack/3600 && law.On(a.Problem, law.AverageWeek) {
		out = append(out, fmt.Sprintf("%s works %s a week on average %s%s; more than %d hours need a signed opt-out%s",
			w.Title(), say.Hours(average), period, inFull(w, in), averageOf, law.Source(law.AverageWeek)))
	}
	return out
}

// workingTime are the seconds of an item in a time that are working time by law: sleep-ins in full, standby by its share.
func workingTime(w *Worker, it *Item, in Span) float64 {
	if it.Kind == scheduler.SleepIn {
		return float64(it.Overlap(in))
	}
	return w.Counted(it, in)
}

// inFull says that sleep-ins are counted in full where the problem's limits count them otherwise.
func inFull(w *Worker, in Span) string {
	for i := range w.Line {
		if it := &w.Line[i]; it.Kind == scheduler.SleepIn && it.Meets(in) && w.Limits.SleepInCounts < 1 {
			return ", sleep-ins counted in full"
		}
	}
	return ""
}
