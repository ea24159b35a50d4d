package elsewhere

import (
	"time"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

const (
	timeRemedy = "write a time such as 07:30"
	dateRemedy = "write a day such as 2026-03-29 or 29/03/2026"
	bothRemedy = "write a day and a time such as 2026-03-29 07:30, or the day under date"
)

// times reads when a shift starts and ends.
func (r *entry) times(s *scheduler.Shift) {
	day, hasDay := r.day("date")
	if r.bad && r.head.Has("date") && !hasDay && r.cell(r.row, "date") != "" {
		return
	}
	startText, startAt := r.cellAt(r.row, "start")
	endText, endAt := r.cellAt(r.row, "end")
	if text, at := r.cellAt(r.row, "time"); startText == "" || endText == "" && text == "" {
		if text == "" {
			text, at = startText, startAt
		}
		if text == "" {
			r.wrong(startAt, timeRemedy, "the row does not say when the shift starts")
			return
		}
		r.both(s, text, at, day, hasDay)
		return
	}
	if endText == "" {
		r.wrong(endAt, timeRemedy, "the row does not say when the shift ends")
		return
	}
	from, ok1 := r.moment(startText, startAt, day, hasDay)
	if !ok1 {
		return
	}
	if endDay, has := r.day("end date"); has {
		day = endDay
	} else {
		day = from.Day
	}
	to, own := r.endOf(endText, endAt, day)
	if !r.bad {
		r.set(s, from, to, own || r.cell(r.row, "end date") != "", startAt, endAt)
	}
}

// day reads a column of days; false where it is empty or at fault.
func (r *entry) day(key string) (scheduler.Date, bool) {
	text, at := r.cellAt(r.row, key)
	if text == "" {
		return scheduler.Date{}, false
	}
	m, err := r.days.Moment(text)
	if err != nil {
		_, err = r.days.Date(text)
		r.wrong(at, dateRemedy, "%v", err)
		return scheduler.Date{}, false
	}
	return m.Day, true
}

// both reads the two times of a cell.
func (r *entry) both(s *scheduler.Shift, text string, at int, day scheduler.Date, hasDay bool) {
	from, to, said, err := table.ReadRange(text)
	switch {
	case err != nil:
		r.wrong(at, "write both times, such as 07:30-15:00", "%q cannot be read as two times: %s", table.Clip(text), oneLine(err))
	case !hasDay:
		r.wrong(at, dateRemedy, "the row does not say on which day it is")
	default:
		if said != "" {
			r.note("%s", said)
		}
		r.set(s, table.Moment{Day: day, Clock: from}, table.Moment{Day: day, Clock: to}, false, at, at)
	}
}

// moment reads a start: a time of the row's day, or a day and a time.
func (r *entry) moment(text string, at int, day scheduler.Date, hasDay bool) (table.Moment, bool) {
	clock, clockErr := table.ReadClock(text)
	if clockErr == nil && hasDay {
		return table.Moment{Day: day, Clock: clock}, true
	}
	m, err := r.days.Moment(text)
	switch {
	case err == nil && m.HasTime:
		return m, true
	case clockErr == nil:
		r.wrong(at, dateRemedy, "the row does not say on which day it is")
	case hasDay && err == nil, hasDay && table.IsNoMoment(err):
		r.wrong(at, timeRemedy, "%v", clockErr)
	case err == nil:
		r.wrong(at, bothRemedy, "%q is a day without a time", table.Clip(text))
	default:
		r.wrong(at, bothRemedy, "%v", err)
	}
	return m, false
}

// endOf reads an end; own says that it has a day of its own.
func (r *entry) endOf(text string, at int, day scheduler.Date) (m table.Moment, own bool) {
	if m, err := r.days.Moment(text); err == nil && m.HasTime {
		return m, true
	}
	m, _ = r.moment(text, at, day, true)
	return m, false
}

// set makes instants of the two. An end without a day of its own that is not after the start is of the
// next day.
func (r *entry) set(s *scheduler.Shift, from, to table.Moment, ownDay bool, startAt, endAt int) {
	if !ownDay && from.Clock.Zone == "" && to.Clock.Zone == "" && to.Clock.Since <= from.Clock.Since {
		to.Day = from.Day.Plus(1)
	}
	start, ok1 := r.instant(from, startAt, false)
	if !ok1 {
		return
	}
	end, ok2 := r.instant(to, endAt, true)
	if !ok2 {
		return
	}
	if !ownDay && !start.Before(end) {
		to.Day = to.Day.Plus(1)
		end, _ = r.instant(to, endAt, true)
	}
	switch {
	case !start.Before(end):
		r.wrong(endAt, "exchange or correct the two times", "it ends at %s, not after its start", end.Format("2006-01-02 15:04"))
	default:
		s.Start, s.End = start, end
	}
}

func (r *entry) instant(m table.Moment, column int, ends bool) (time.Time, bool) {
	at, err := m.Instant(r.zone, ends)
	switch year := m.Day.Year; {
	case err != nil:
		r.wrong(column, "correct the letters after the time", "%v", err)
	case year < validate.FirstYear || year > validate.LastYear+2:
		r.wrong(column, "correct the year", "the year %d is outside %d to %d", year, validate.FirstYear, validate.LastYear+2)
	case !at.Equal(at.Truncate(time.Minute)):
		r.wrong(column, "write whole minutes", "%s is not a whole minute", at.Format(time.RFC3339))
	default:
		if says := table.SayClock(m.Clock.Since); m.At.IsZero() && m.Clock.Since < 24*time.Hour && m.Clock.Zone == "" && at.Format("15:04") != says {
			r.note("%s does not have the time %s, as the clocks go forward: it is taken for %s", m.Day, says, at.Format("15:04"))
		}
		return at, true
	}
	return at, false
}
