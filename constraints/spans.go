package constraints

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// clock turns days and instants of a problem into the model's minutes: elapsed
// time from local midnight of the first day.
type clock struct {
	Source *scheduler.Problem
	origin time.Time
}

// farAway stands for an open end; a span between two of them still has a length.
const farAway = 1 << 29

func newClock(p *scheduler.Problem) clock {
	return clock{p, scheduler.StartInstant(p.Zone, p.Start, 0)}
}

// Minute is t in minutes, rounded down.
func (c clock) Minute(t time.Time) solver.Minute {
	d := t.Sub(c.origin)
	m := d / time.Minute
	if d%time.Minute < 0 {
		m--
	}
	return solver.Minute(max(min(m, farAway), -farAway))
}

// minuteUp is t in minutes, rounded up.
func (c clock) minuteUp(t time.Time) solver.Minute {
	m := c.Minute(t)
	if c.Instant(m).Before(t) {
		m++
	}
	return m
}

// Instant is the local time at a minute.
func (c clock) Instant(m solver.Minute) time.Time {
	return c.origin.Add(time.Duration(m) * time.Minute).In(c.Source.Zone)
}

// midnight is the start of the n-th day of the rota (negative before it).
func (c clock) midnight(n int) solver.Minute {
	return c.Minute(scheduler.StartInstant(c.Source.Zone, c.Source.Start.Plus(n), 0))
}

// period is the span of the dates from..until, inclusive; zero dates are open ends.
func (c clock) period(from, until scheduler.Date) solver.Span {
	s := solver.Span{From: -farAway, To: farAway}
	if !from.IsZero() {
		s.From = c.Minute(scheduler.StartInstant(c.Source.Zone, from, 0))
	}
	if !until.IsZero() {
		s.To = c.Minute(scheduler.StartInstant(c.Source.Zone, until.Plus(1), 0))
	}
	return s
}

// window is the span of a wall-clock window that starts on the date.
func (c clock) window(d scheduler.Date, from, to time.Duration, wholeDay bool) solver.Span {
	if wholeDay {
		return c.period(d, d)
	}
	end := d
	if to <= from {
		end = d.Plus(1)
	}
	return solver.Span{From: c.Minute(scheduler.StartInstant(c.Source.Zone, d, from)), To: c.Minute(scheduler.EndInstant(c.Source.Zone, end, to))}
}

// windows are the spans of a pattern's window on the days from..to-1 of the rota (counted from its
// start).
func (c clock) windows(pt *scheduler.Pattern, from, to int, start, end time.Duration, wholeDay bool) []solver.Span {
	var out []solver.Span
	for n := from; n < to; n++ {
		d := c.Source.Start.Plus(n)
		if pt.HoldsOn(d, c.Source.Holidays) {
			if s := c.window(d, start, end, wholeDay); s.Len() > 0 {
				out = append(out, s)
			}
		}
	}
	return out
}

// Join gives the spans in order, those that overlap or touch as one.
func Join(spans []solver.Span) []solver.Span {
	if len(spans) > 1 && !slices.IsSortedFunc(spans, byStart) {
		spans = slices.Clone(spans)
		slices.SortFunc(spans, byStart)
	}
	out := make([]solver.Span, 0, len(spans))
	for _, s := range spans {
		if s.Len() <= 0 {
			continue
		}
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

func byStart(a, b solver.Span) int { return cmp.Compare(a.From, b.From) }

// Meet is the common part of two joined lists.
func Meet(a, b []solver.Span) []solver.Span {
	var out []solver.Span
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if s := a[i].Meet(b[j]); s.Len() > 0 {
			out = append(out, s)
		}
		if a[i].To < b[j].To {
			i++
		} else {
			j++
		}
	}
	return out
}

// Less is what of a joined list lies outside another.
func Less(a, b []solver.Span) []solver.Span {
	var out []solver.Span
	j := 0
	for _, s := range a {
		for j < len(b) && b[j].To <= s.From {
			j++
		}
		for k := j; k < len(b) && b[k].From < s.To; k++ {
			if b[k].From > s.From {
				out = append(out, solver.Span{From: s.From, To: b[k].From})
			}
			s.From = max(s.From, b[k].To)
		}
		if s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}
