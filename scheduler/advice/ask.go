package advice

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
)

// What can be asked of people, as a coordinator would ask it: a shift that somebody could accept, with
// ends at which they can come and go, and not a dozen favours at once.
const (
	mostRemedies = 5              // in one option
	mostAsked    = 8              // times asked of one worker, in one option
	dayBegins    = 6 * time.Hour  // nobody is asked to come or go before,
	lastComing   = 23 * time.Hour // or to come after, or to go at midnight or after, unless the visit itself begins or ends then
	nightFrom    = 22 * time.Hour // where the asked part of a long night begins
	nightTo      = 7 * time.Hour  // and ends
	longestAsked = 13 * time.Hour // of one time that is asked
	mostRaise    = 2              // times the hours now, or
	leastRaise   = 8 * time.Hour  // so many more a week, where that is more
	partShift    = 4 * time.Hour  // the least part of a long visit
	tidyShift    = 6 * time.Hour  // the same where a rota is sought that has no small parts
	mostParts    = 2              // parts of the day in one job
)

// clockOf is the time of day by the clock.
func clockOf(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

// oddStart and oddEnd say whether nobody would come, or go, at that time of day.
func oddStart(t time.Time) bool { c := clockOf(t); return c < dayBegins || c > lastComing }

func oddEnd(t time.Time) bool { c := clockOf(t); return c < dayBegins }

// request is the time to ask a worker for in order to have from..to of a need worked: ends at odd hours are moved
// outward to the next that are not, as far as the visit goes. It is not ok where that is too long for one shift.
func (f *finder) request(t *why.Target, from, to time.Time) (TimeSpan, bool) {
	zone, visit := f.a.p.Zone, t.Need.Occurrences[t.Occ].Span
	begins, ends := f.y.Instant(visit.From).In(zone), f.y.Instant(visit.To).In(zone)
	if from, to = from.In(zone), to.In(zone); oddStart(from) && begins.Before(from) {
		day := scheduler.DateOf(from)
		if clockOf(from) < dayBegins {
			day = day.Plus(-1)
		}
		if from = scheduler.StartInstant(zone, day, nightFrom).In(zone); from.Before(begins) {
			from = begins
		}
	}
	if oddEnd(to) && to.Before(ends) {
		if to = scheduler.EndInstant(zone, scheduler.DateOf(to), nightTo).In(zone); ends.Before(to) {
			to = ends
		}
	}
	return TimeSpan{from, to}, to.Sub(from) <= longestAsked
}

// granted says whether a rota asks of those whom the remedies are about nothing that nobody would grant: each of
// their new shifts begins and ends at hours at which they can come and go, or with the visit itself.
func (a *advising) granted(t *trial, set []Remedy) bool {
	if len(set) > mostRemedies {
		return false
	}
	y := reading.New(edited(a, set))
	for i := range set {
		m := &set[i]
		if m.Kind == Extend && len(m.Times) > mostAsked {
			return false
		}
		if m.Kind == Hire && !m.OneOff && len(partsOf(a.p, m.worked(t.report.Rota))) > mostParts {
			return false
		}
		if slices.ContainsFunc(t.report.Rota.Shifts, func(s scheduler.Shift) bool { return m.asksFor(&s) && !a.sane(y, &s) }) {
			return false
		}
	}
	return true
}

// asksFor says whether a shift is one that the remedy brings about.
func (m *Remedy) asksFor(s *scheduler.Shift) bool {
	switch m.Kind {
	case Hire:
		return s.Worker == m.New.ID
	case Extend:
		return s.Worker == m.Worker && slices.ContainsFunc(m.Times, func(t TimeSpan) bool { return s.Start.Before(t.End) && t.Start.Before(s.End) })
	}
	return false
}

// sane says whether somebody could be asked for a shift.
func (a *advising) sane(y *reading.Reading, s *scheduler.Shift) bool {
	from, to := s.Start.In(a.p.Zone), s.End.In(a.p.Zone)
	k := reading.IndexOf(y.NeedOf, s.Need)
	if k < 0 {
		return !oddStart(from) && !oddEnd(to)
	}
	n := &y.Needs[k]
	o := n.OccurrenceOf(reading.Span{From: from.Unix(), To: to.Unix()})
	if o >= 0 && to.Sub(from) < min(partShift, time.Duration(n.Occurrences[o].Len())*time.Second) {
		return false
	}
	begins, ends := o >= 0 && n.Occurrences[o].From == from.Unix(), o >= 0 && n.Occurrences[o].To == to.Unix()
	return (begins || !oddStart(from)) && (ends || !oddEnd(to))
}
