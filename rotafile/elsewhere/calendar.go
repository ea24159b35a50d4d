package elsewhere

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/carerota/carerota/internal/eventid"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// ReadFolder reads the calendars of a folder, which carerota wrote, as a rota of p.
func (r Reader) ReadFolder(folder string, p *scheduler.Problem) (*Read, error) {
	if p == nil {
		return nil, errNothing
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.ics"))
	if err != nil {
		return nil, err
	}
	t := r.taking(folder, p)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		t.file = file
		t.calendar(data)
	}
	if t.file = folder; len(files) == 0 {
		t.bad = true
		t.fault("", 1, "", "name the folder of --ics, or a file", "the folder has no calendars in it")
	}
	return t.done(r.Lenient)
}

// isCalendar says whether a text is a calendar.
func isCalendar(text []byte) bool { return bytes.HasPrefix(text, []byte("BEGIN:VCALENDAR")) }

// calendar takes the shifts of a calendar's events. One that stands in the calendar of its worker and in that of
// its client is the same shift.
func (t *taking) calendar(data []byte) {
	t.rows = "event"
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.bad = true
		t.fault("", 1, "", "export it again", "the calendar cannot be read: it is damaged")
		return
	}
	lines := eventLines(data)
	others := &foreign{taking: t, cal: cal, codes: t.newLegend()}
	for i, v := range cal.Events() {
		e := event{taking: t, v: v, line: 1}
		if i < len(lines) {
			e.line = lines[i]
		}
		before := len(t.faults)
		switch summary := e.text(ics.ComponentPropertySummary); {
		case e.text(ics.ComponentPropertyStatus) == string(ics.ObjectStatusCancelled):
			t.pass("cancelled")
		case !strings.HasSuffix(v.Id(), eventid.Domain):
			others.take(e, summary)
		case strings.HasPrefix(summary, "NOT COVERED: "):
		default:
			e.take(summary)
		}
		if len(t.faults) > before {
			t.left++
		}
	}
	others.codes.unknown(t, "event", "say what it means in a file of codes, and name that with --codes")
}

// eventLines are the lines at which the events of a calendar begin.
func eventLines(data []byte) (at []int) {
	line := 0
	for text := range bytes.Lines(data) {
		if line++; bytes.EqualFold(bytes.TrimSpace(text), []byte("BEGIN:VEVENT")) {
			at = append(at, line)
		}
	}
	return at
}

// event is an event of a calendar being read.
type event struct {
	*taking
	v    *ics.VEvent
	line int
}

func (e event) text(name ics.ComponentProperty) string {
	if p := e.v.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

// at is a time of the event; of a local time that comes twice it is the first, as it was written.
func (e event) at(name ics.ComponentProperty) (time.Time, error) {
	p := e.v.GetProperty(name)
	if p == nil {
		return time.Time{}, errors.New("it has no time")
	}
	if at, err := time.Parse("20060102T150405Z", p.Value); err == nil {
		return at.In(e.zone), nil
	}
	at, err := time.Parse("20060102T150405", p.Value)
	if err != nil {
		return at, fmt.Errorf("its time %q cannot be read", table.Clip(p.Value))
	}
	zone := e.zone
	if id := p.ICalParameters["TZID"]; len(id) > 0 {
		if zone, err = time.LoadLocation(id[0]); err != nil {
			return at, fmt.Errorf("its time zone %q is not known", table.Clip(id[0]))
		}
	}
	day := scheduler.DateOf(at)
	return scheduler.StartInstant(zone, day, at.Sub(time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC))).In(e.zone), nil
}

// times are the event's start and end.
func (e event) times(summary string) (start, end time.Time, ok bool) {
	start, err1 := e.at(ics.ComponentPropertyDtStart)
	end, err2 := e.at(ics.ComponentPropertyDtEnd)
	err := errors.Join(err1, err2)
	if err == nil && !start.Before(end) {
		err = errors.New("it does not end after its start")
	}
	if err == nil && (!start.Equal(start.Truncate(time.Minute)) || !end.Equal(end.Truncate(time.Minute))) {
		err = errors.New("its times are no whole minutes")
	}
	if err != nil {
		e.fault("", e.line, "", "export the calendar again", "the event %q cannot be read: %s", table.Clip(summary), oneLine(err))
	}
	return start, end, err == nil
}

// take makes a shift of the event.
func (e event) take(summary string) {
	start, end, ok := e.times(summary)
	if !ok {
		return
	}
	s := scheduler.Shift{Start: start, End: end, Pinned: strings.HasSuffix(summary, ", fixed")}
	known, ofWorker := e.whose(&s, summary)
	if !known {
		e.fault("", e.line, "", "name the problem that the calendar was made of", "the event %q is of another problem", table.Clip(summary))
		return
	}
	if behind, ok := strings.CutPrefix(e.text(ics.ComponentPropertyDescription), "If they cannot come: "); ok {
		s.Backups = (&entry{list: &list{taking: e.taking}}).backups(&s, strings.TrimSuffix(behind, "."))
	}
	if ofWorker {
		e.shifts = append(e.shifts, s)
	} else {
		e.ofClients = append(e.ofClients, s)
	}
}

// withClients adds the shifts of clients' calendars that stand in no worker's.
func (t *taking) withClients() {
	for _, s := range t.ofClients {
		if !slices.ContainsFunc(t.shifts, func(o scheduler.Shift) bool {
			return o.Worker == s.Worker && o.Need == s.Need && o.Kind == s.Kind && o.Start.Equal(s.Start) && o.End.Equal(s.End)
		}) {
			t.shifts = append(t.shifts, s)
		}
	}
}

// mostAlike is how many events of one kind on one day are looked for.
const mostAlike = 8

// whose finds out from the event's name whose shift it is, what it serves, and whether it is of the
// calendar of a worker.
func (e event) whose(s *scheduler.Shift, summary string) (known, ofWorker bool) {
	day := scheduler.DateOf(s.Start)
	is := func(kind, whose, what string) bool {
		for n := 1; n <= mostAlike; n++ {
			if e.v.Id() == eventid.Of(kind, whose, what, day, n) {
				return true
			}
		}
		return false
	}
	for i := range e.p.Workers {
		w := e.p.Workers[i].ID
		ofWorker = is(eventid.WorkerStandby, w, "")
		standby := ofWorker
		for k := 0; k < len(e.p.Clients) && !standby; k++ {
			standby = is(eventid.ClientStandby, e.p.Clients[k].ID, w)
		}
		if s.Worker = w; standby {
			s.Kind = scheduler.Standby
			return true, ofWorker
		}
		for k := range e.p.Needs {
			n := &e.p.Needs[k]
			if !strings.Contains(summary, n.ID) {
				continue
			}
			for _, kind := range scheduler.Kinds {
				s.Need, s.Client, s.Kind = n.ID, n.Client, kind
				ofWorker = is(eventid.Worker, w, eventid.Shift(n.ID, kind))
				if ofWorker || is(eventid.Client, n.Client, w+"\x00"+eventid.Shift(n.ID, kind)) {
					return true, ofWorker
				}
			}
		}
	}
	return false, false
}
