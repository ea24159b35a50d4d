package scheduler

import (
	"cmp"
	"slices"
	"time"
)

// wall is the instant at which the zone's clocks show the time of day on the
// date: the first instant after the gap when they never do, and when they do
// twice the first, or the last when last is set.
func (a *audit) wall(d Date, clock time.Duration, last bool) time.Time {
	plain := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Add(clock)
	var hits []time.Time
	var after time.Time
	for t := plain.Add(-30 * time.Hour).In(a.zone); t.Before(plain.Add(30 * time.Hour)); {
		_, offset := t.Zone()
		start, end := t.ZoneBounds()
		x := plain.Add(-time.Duration(offset) * time.Second).In(a.zone)
		if !x.Before(start) && (end.IsZero() || x.Before(end)) {
			hits = append(hits, x)
		} else if !start.IsZero() && x.Before(start) && after.IsZero() {
			after = start // the clocks were past it when this offset began
		}
		if end.IsZero() {
			break
		}
		t = end
	}
	switch {
	case len(hits) == 0:
		return after
	case last:
		return hits[len(hits)-1]
	}
	return hits[0]
}

func (a *audit) sec(t time.Time) int64 { return int64(t.Sub(a.zero) / time.Second) }

func (a *audit) time(s int64) time.Time {
	return a.zero.Add(time.Duration(s) * time.Second).In(a.zone)
}

func (a *audit) midnight(d Date) int64 { return a.sec(a.wall(d, 0, false)) }

// layDays lays out the local days and weeks around all that is said and done.
func (a *audit) layDays() {
	before, after := 9, 4
	for i := range a.p.Workers {
		for _, w := range a.p.Workers[i].Worked {
			before = max(before, min(400, a.p.Start.Sub(DateOf(w.Start.In(a.zone)))+2))
		}
	}
	days := min(max(a.p.Days, 0), 366)
	a.first = -before
	for n := -before; n <= days+after; n++ {
		a.days = append(a.days, a.midnight(a.p.Start.Plus(n)))
	}
	a.end = a.midnight(a.p.Start.Plus(days))
	n := a.first
	for a.p.Start.Plus(n).Weekday() != a.p.WeekStarts%7 && n > a.first-7 {
		n--
	}
	for ; n < days+after; n += 7 {
		a.weeks = append(a.weeks, aWeek{a.midnight(a.p.Start.Plus(n)), a.midnight(a.p.Start.Plus(n + 7)),
			n >= 0 && n+7 <= days, n+7 > 0 && n < days})
	}
}

// dayNumber is the index in days of the day that holds s, clamped.
func (a *audit) dayNumber(s int64) int {
	k, ok := slices.BinarySearch(a.days, s)
	if !ok {
		k--
	}
	return min(max(k, 0), len(a.days)-1)
}

// on says whether the pattern holds on the date.
func (a *audit) on(pt *Pattern, d Date) bool {
	isHoliday := false
	for _, h := range a.p.Holidays {
		isHoliday = isHoliday || h == d
	}
	for _, x := range pt.Except {
		if x == d {
			return false
		}
	}
	if isHoliday && pt.ExceptHolidays || (pt.FromDate != Date{}) && d.Before(pt.FromDate) || (pt.UntilDate != Date{}) && pt.UntilDate.Before(d) {
		return false
	}
	if pt.Weekdays[d.Weekday()] || isHoliday && pt.Holidays {
		return true
	}
	for _, x := range pt.Dates {
		if x == d {
			return true
		}
	}
	return false
}

// spansOf are the windows of a pattern on the days from..until-1.
func (a *audit) spansOf(pt *Pattern, from, until int, start, end time.Duration, whole bool) []aSpan {
	var out []aSpan
	for n := from; n < until; n++ {
		d := a.p.Start.Plus(n)
		if !a.on(pt, d) {
			continue
		}
		if whole {
			out = append(out, aSpan{a.midnight(d), a.midnight(d.Plus(1))})
			continue
		}
		close := d
		if end <= start {
			close = d.Plus(1)
		}
		s := aSpan{a.sec(a.wall(d, start, false)), a.sec(a.wall(close, end, true))}
		if s.to > s.from {
			out = append(out, s)
		}
	}
	return out
}

// united joins spans that overlap or touch.
func united(in []aSpan) []aSpan {
	in = slices.Clone(in)
	slices.SortFunc(in, func(x, y aSpan) int { return cmp.Compare(x.from, y.from) })
	var out []aSpan
	for _, s := range in {
		if k := len(out) - 1; k >= 0 && s.from <= out[k].to {
			out[k].to = max(out[k].to, s.to)
		} else if s.to > s.from {
			out = append(out, s)
		}
	}
	return out
}

// common is what two united lists share.
func common(x, y []aSpan) []aSpan {
	var out []aSpan
	for _, s := range x {
		for _, t := range y {
			if from, to := max(s.from, t.from), min(s.to, t.to); from < to {
				out = append(out, aSpan{from, to})
			}
		}
	}
	return out
}

// without is what of a united list lies outside another.
func without(x, y []aSpan) []aSpan {
	var out []aSpan
	for _, s := range x {
		for _, t := range y {
			if t.to <= s.from || t.from >= s.to {
				continue
			}
			if t.from > s.from {
				out = append(out, aSpan{s.from, t.from})
			}
			s.from = t.to
		}
		if s.from < s.to {
			out = append(out, s)
		}
	}
	return out
}

// covers says whether one span of the list holds all of the time.
func covers(in []aSpan, from, to int64) bool {
	for _, s := range in {
		if s.from <= from && to <= s.to {
			return true
		}
	}
	return false
}

const (
	beginning = int64(-1) << 50
	forever   = int64(1) << 50
)

// period is the time of the dates, inclusive; zero dates are open ends.
func (a *audit) period(from, until Date) aSpan {
	s := aSpan{beginning, forever}
	if (from != Date{}) {
		s.from = a.midnight(from)
	}
	if (until != Date{}) {
		s.to = a.midnight(until.Plus(1))
	}
	return s
}

func (a *audit) layOccurrences() {
	days := min(max(a.p.Days, 0), 366)
	for i := range a.p.Needs {
		n := &a.p.Needs[i]
		spans := a.spansOf(&n.Days, 0, days, n.From, n.To, false)
		if !n.Whole {
			spans = united(spans)
		}
		for _, s := range spans {
			a.ofNeed[n.ID] = append(a.ofNeed[n.ID], len(a.occ))
			a.occ = append(a.occ, aOccurrence{need: n, from: s.from, to: s.to})
		}
	}
}

func (a *audit) layWorkers() {
	days := min(max(a.p.Days, 0), 366)
	for i := range a.p.Workers {
		w := &aWorker{Worker: &a.p.Workers[i], caps: a.p.Workers[i].Caps}
		if w.caps == nil {
			w.caps = &a.p.Caps
		}
		w.prov = a.prov[w.Provider]
		w.family = w.prov != nil && w.prov.Kind == Family
		w.free = []aSpan{{beginning, forever}}
		if !w.AlwaysAvailable || w.family {
			var offered []aSpan
			for k := range w.Available {
				v := &w.Available[k]
				offered = append(offered, a.spansOf(&v.Days, -3, days+4, v.From, v.To, v.WholeDay)...)
			}
			w.free = united(offered)
		}
		var away []aSpan
		for _, u := range w.Unavailable {
			if !u.Start.IsZero() {
				away = append(away, aSpan{a.sec(u.Start), a.sec(u.End)})
			}
			for _, d := range u.Dates {
				away = append(away, a.period(d, d))
			}
		}
		w.free = without(w.free, united(away))
		a.worker[w.ID] = i
		a.who = append(a.who, w)
		a.layPast(i)
	}
}

func (a *audit) layPast(i int) {
	w := a.who[i]
	for _, d := range w.Worked {
		s := aShift{from: a.sec(d.Start), to: a.sec(d.End), w: i, occ: -1, at: -1, past: true}
		s.Worker, s.Kind, s.Start, s.End = w.ID, d.Kind, d.Start, d.End
		if s.to > s.from {
			w.line = append(w.line, s)
		}
	}
}
