package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// leave warns of absences outside the rota.
func (w *warner) leave(at string, one *scheduler.Worker) {
	for i := range one.Unavailable {
		a, path := &one.Unavailable[i], fmt.Sprintf("%s.unavailable[%d]", at, i)
		switch {
		case len(a.Dates) > 0:
			if w.allOutside(a.Dates) && !slices.Contains(a.Dates, w.last.Plus(1)) { // on which a night of the last day ends
				w.outside(path+".dates", w.nearest(a.Dates))
			}
		case !w.start.Before(a.End):
			w.outside(path+".end", scheduler.DateOf(a.End.Add(-time.Minute).In(w.p.Zone)))
		case !a.Start.Before(w.end):
			w.outside(path+".start", scheduler.DateOf(a.Start.In(w.p.Zone)))
		}
	}
}

// available warns of windows that say other than is meant, and of a worker who is never there.
func (w *warner) available(at string, one *scheduler.Worker) {
	for i := range one.Available {
		a, path := &one.Available[i], fmt.Sprintf("%s.available[%d]", at, i)
		if !a.WholeDay {
			w.window(path, a.From, a.To)
		}
		if days := a.Days.Dates; len(days) > 0 && w.allOutside(days) && !slices.Contains(days, w.p.Start.Plus(-1)) { // a night that ends in the rota
			w.outside(path+".dates", w.nearest(days))
		}
	}
	offersNothing := len(one.Available) == 0 && w.family[one.Provider] // as family does that offers no windows
	if one.Suspended || offersNothing || w.everFree(one) {
		return
	}
	w.add(at+".available", "correct the times in `available` and `unavailable`, or take the worker out",
		"%s is at no time available in the rota", cmp.Or(one.Name, one.ID))
}

// timeSpan is from one instant to another.
type timeSpan struct{ from, to time.Time }

// everFree says whether a worker is available at some time of the rota.
func (w *warner) everFree(one *scheduler.Worker) bool {
	var away []timeSpan
	for i := range one.Unavailable {
		a := &one.Unavailable[i]
		if len(a.Dates) == 0 {
			away = append(away, timeSpan{a.Start, a.End})
		}
		for _, d := range a.Dates {
			away = append(away, timeSpan{scheduler.StartInstant(w.p.Zone, d, 0), scheduler.StartInstant(w.p.Zone, d.Plus(1), 0)})
		}
	}
	slices.SortFunc(away, func(a, b timeSpan) int { return a.from.Compare(b.from) })
	if one.AlwaysAvailable {
		return freeIn(timeSpan{w.start, w.end}, away)
	}
	for i := range one.Available {
		a := &one.Available[i]
		for n := -1; n < w.p.Days; n++ { // a night that is offered on the day before reaches into the rota
			d := w.p.Start.Plus(n)
			if !a.Days.HoldsOn(d, w.p.Holidays) {
				continue
			}
			s := timeSpan{scheduler.StartInstant(w.p.Zone, d, a.From), scheduler.EndInstant(w.p.Zone, d, a.To)}
			switch {
			case a.WholeDay:
				s = timeSpan{scheduler.StartInstant(w.p.Zone, d, 0), scheduler.StartInstant(w.p.Zone, d.Plus(1), 0)}
			case a.To <= a.From:
				s.to = scheduler.EndInstant(w.p.Zone, d.Plus(1), a.To)
			}
			s.from = later(s.from, w.start)
			if freeIn(s, away) {
				return true
			}
		}
	}
	return false
}

// freeIn says whether a part of s lies in none of away, which are in order of their starts.
func freeIn(s timeSpan, away []timeSpan) bool {
	for _, a := range away {
		if !s.from.Before(s.to) || s.from.Before(a.from) {
			break
		}
		s.from = later(s.from, a.to)
	}
	return s.from.Before(s.to)
}

// guaranteed warns of guaranteed hours that can never be worked.
func (w *warner) guaranteed(at string, one *scheduler.Worker) {
	caps := &w.p.Caps
	if one.Caps != nil {
		caps = one.Caps
	}
	if most := caps.MaxHoursWeek; most != nil && one.GuaranteedHoursWeek > most.Hours() {
		w.add(at+".guaranteed_hours_week", "lower the guaranteed hours, or raise `max_hours_week`", "%s hours a week are guaranteed, and at most %s may be worked: %s are paid for nothing",
			sayFigure(one.GuaranteedHoursWeek), sayFigure(most.Hours()), sayFigure(one.GuaranteedHoursWeek-most.Hours()))
	}
}

func sayFigure(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// weekHours warns of a limit that is more than the hours of a week.
func (w *warner) weekHours(at string, caps *scheduler.Caps) {
	if most := caps.MaxHoursWeek; most != nil && *most > 7*24*time.Hour {
		w.add(at+".max_hours_week", "is it meant? Write \"none\" for no limit", "a week has 168 hours, and at most %s may be worked in it", sayFigure(most.Hours()))
	}
}

// dearHour is more than anybody's hour costs, in pounds or euros.
const dearHour = 500

// rate warns of a worker whose hour costs much, or nothing where others are paid.
func (w *warner) rate(at string, one *scheduler.Worker) {
	if one.Rate > dearHour {
		w.add(at+".rate", "is it meant? Write the money for one hour", "an hour of %s costs %s", cmp.Or(one.Name, one.ID), sayFigure(one.Rate))
	}
	if w.paid && one.Rate == 0 && !one.Suspended && !w.family[one.Provider] {
		w.add(at+".rate", "give the `rate`, the money for an hour", "%s has no rate, and others have one: every hour of %s costs nothing, and is taken first",
			cmp.Or(one.Name, one.ID), cmp.Or(one.Name, one.ID))
	}
}
