package export

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
	"github.com/carerota/carerota/internal/eventid"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// Calendar is the iCalendar file of one worker or one client.
type Calendar struct {
	File    string // a name for the file, such as "worker-alys.ics"
	title   string
	p       *scheduler.Problem
	entries []entry
	from    []entry // of the rota that p.From is
}

// entry is an event of a calendar.
type entry struct {
	uid, summary, description string
	start, end                time.Time
	status                    ics.ObjectStatus
	free                      bool // the time is not taken
}

// Calendars are the calendars of a rota: each worker's shifts, and for each client who
// comes, who stands by and what is not covered. Standby is tentative. An event's UID
// hangs on who, what for, the day and the place in that day, so that a shift
// that moves on its day stays the same event.
func Calendars(p *scheduler.Problem, r *scheduler.Report) []Calendar {
	p, r, err := ready(p, r)
	if err != nil {
		return nil
	}
	now, from := newEntries(p), newEntries(p)
	now.read(r.Rota, r.Underlap)
	if p.From != nil {
		was := audit.Rota(p, p.From)
		from.read(was.Rota, was.Underlap)
	}
	var out []Calendar
	workers, clients := CalendarFiles(p)
	for i := range p.Workers {
		w := &p.Workers[i]
		out = append(out, Calendar{workers[i], called(w.ID, w.Name) + ": " + called("", p.Name), p, now.workers[i], from.workers[i]})
	}
	for i := range p.Clients {
		c := &p.Clients[i]
		out = append(out, Calendar{clients[i], called(c.ID, c.Name) + ": " + called("", p.Name), p, now.clients[i], from.clients[i]})
	}
	return out
}

// CalendarOfNobody is for a calendar file of an earlier rota whose worker or client the problem
// does not have any more: written over that file it cancels what it says of the rota's days.
func CalendarOfNobody(p *scheduler.Problem, file string) Calendar {
	p, err := readyProblem(p)
	if err != nil {
		p = &scheduler.Problem{Zone: time.UTC}
	}
	return Calendar{File: file, title: strings.TrimSuffix(file, ".ics") + ": " + called("", p.Name), p: p}
}

// CalendarFiles are the names of the files of a problem's calendars, in the order of its workers
// and clients.
func CalendarFiles(p *scheduler.Problem) (workers, clients []string) {
	if p == nil {
		return nil, nil
	}
	taken := map[string]bool{}
	for i := range p.Workers {
		workers = append(workers, fileName("worker-", p.Workers[i].ID, ".ics", taken))
	}
	for i := range p.Clients {
		clients = append(clients, fileName("client-", p.Clients[i].ID, ".ics", taken))
	}
	return workers, clients
}

// fileName is a name that every file system takes and no other file has that was named so.
func fileName(kind, id, ending string, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '_'
	}, id)
	file := kind + name + ending
	for n := 2; taken[strings.ToLower(file)]; n++ {
		file = kind + name + "-" + strconv.Itoa(n) + ending
	}
	taken[strings.ToLower(file)] = true
	return file
}

// entries are the events of everyone.
type entries struct {
	chips
	workers, clients [][]entry
	count            map[string]int // events of one kind on one day
}

func newEntries(p *scheduler.Problem) *entries {
	return &entries{newChips(p), make([][]entry, len(p.Workers)), make([][]entry, len(p.Clients)), map[string]int{}}
}

func (e *entries) read(rota *scheduler.Rota, short []scheduler.Underlap) {
	for i := range rota.Shifts {
		s := &rota.Shifts[i]
		if w := place(e.at.worker, s.Worker); w >= 0 {
			e.workers[w] = append(e.workers[w], e.ofWorker(s))
		}
		if c := place(e.at.client, s.Client); c >= 0 && s.Kind != scheduler.Standby {
			e.clients[c] = append(e.clients[c], e.ofClient(s, s.Client))
		}
	}
	wings := e.wings(&scheduler.Report{Rota: rota})
	for c := range e.clients {
		for _, day := range wings[c] {
			for _, k := range day {
				e.clients[c] = append(e.clients[c], e.ofClient(k.shift, e.p.Clients[c].ID))
			}
		}
	}
	for i := range short {
		u := &short[i]
		if c := place(e.at.client, u.Client); c >= 0 {
			e.clients[c] = append(e.clients[c], entry{uid: e.uid(eventid.Short, u.Client, u.Need, u.Start), start: u.Start, end: u.End,
				summary: "NOT COVERED: " + u.Need + ", " + sayTooFew(u), description: sayShort(*u), status: ics.ObjectStatusTentative, free: true})
		}
	}
	for _, list := range append(slices.Clone(e.workers), e.clients...) {
		slices.SortStableFunc(list, func(a, b entry) int { return a.start.Compare(b.start) })
	}
}

// uid is stable for the n-th event of its kind on its day.
func (e *entries) uid(kind, whose, what string, start time.Time) string {
	day := scheduler.DateOf(start.In(e.p.Zone))
	key := strings.Join([]string{kind, whose, what, day.String()}, "\x00")
	e.count[key]++
	return eventid.Of(kind, whose, what, day, e.count[key])
}

func (e *entries) ofWorker(s *scheduler.Shift) entry {
	v := entry{start: s.Start, end: s.End, status: ics.ObjectStatusConfirmed}
	if s.Kind == scheduler.Standby {
		v.uid, v.summary, v.status = e.uid(eventid.WorkerStandby, s.Worker, "", s.Start), "On standby", ics.ObjectStatusTentative
		v.description = "Be ready to be called."
		return v
	}
	v.uid = e.uid(eventid.Worker, s.Worker, eventid.Shift(s.Need, s.Kind), s.Start)
	v.summary = s.Need
	if s.Client != "" {
		v.summary = of(e.names.client, s.Client) + ": " + s.Need
	}
	v.summary = joined(v.summary, e.of(s).Note)
	v.description = e.behind(s)
	return v
}

func (e *entries) ofClient(s *scheduler.Shift, client string) entry {
	name := of(e.names.worker, s.Worker)
	if s.Kind == scheduler.Standby {
		return entry{uid: e.uid(eventid.ClientStandby, client, s.Worker, s.Start), start: s.Start, end: s.End,
			summary: name + ": on standby", status: ics.ObjectStatusTentative, free: true}
	}
	return entry{uid: e.uid(eventid.Client, client, s.Worker+"\x00"+eventid.Shift(s.Need, s.Kind), s.Start), start: s.Start, end: s.End,
		summary: joined(name+": "+s.Need, e.of(s).Note), description: e.behind(s), status: ics.ObjectStatusConfirmed}
}

func (e *entries) behind(s *scheduler.Shift) string {
	var who []string
	for k := range s.Backups {
		who = append(who, e.names.backup(e.p, &s.Backups[k]))
	}
	if len(who) == 0 {
		return ""
	}
	return "If they cannot come: " + say.List(who) + "."
}

// Write writes the calendar. Before is what an earlier rota's calendar of the same worker or client
// says, nil for none: an event that is in both keeps its SEQUENCE, one that changed has the next,
// and one of the rota's days that is no more is cancelled. Events of other days stay. Without
// before, p.From stands for the earlier rota when it is given. Stamp is when the calendar is made.
func (c *Calendar) Write(w io.Writer, before []byte, stamp time.Time) error {
	earlier, err := c.earlier(before)
	if err != nil {
		return err
	}
	cal := ics.NewCalendarFor("carerota")
	cal.SetProductId("-//carerota//carerota//EN")
	cal.SetXWRCalName(c.title)
	cal.SetXWRTimezone(c.p.Zone.String())
	first, last := c.p.Start, c.p.Start.Plus(c.p.Days+1)
	now := map[string]bool{}
	var kept []*ics.VEvent
	for i := range c.entries {
		v := &c.entries[i]
		now[v.uid] = true
		kept = append(kept, c.event(v, earlier[v.uid].next(v), stamp))
	}
	for _, old := range sortedByUID(earlier) {
		if now[old.uid] {
			continue
		}
		day := scheduler.DateOf(old.start.In(c.p.Zone))
		if day.Before(c.p.Start) || !day.Before(c.p.Start.Plus(c.p.Days)) {
			kept = append(kept, c.event(&old.entry, old.sequence, stamp)) // of another rota
			continue
		}
		gone := old.entry
		gone.status = ics.ObjectStatusCancelled
		kept = append(kept, c.event(&gone, old.next(&gone), stamp))
	}
	for _, old := range earlier {
		if day := scheduler.DateOf(old.start.In(c.p.Zone)); day.Before(first) {
			first = day
		} else if last.Before(day.Plus(2)) {
			last = day.Plus(2)
		}
	}
	cal.AddVTimezone(timezoneOf(c.p.Zone, scheduler.StartInstant(c.p.Zone, first, 0), scheduler.StartInstant(c.p.Zone, last, 0)))
	for _, v := range kept {
		cal.AddVEvent(v)
	}
	_, err = io.WriteString(w, cal.Serialize(ics.WithNewLineWindows))
	return err
}

// earlierEntry is an event that was written before.
type earlierEntry struct {
	entry
	sequence int
	known    bool
}

// next is the sequence of what the event is now.
func (o earlierEntry) next(now *entry) int {
	was := &o.entry
	switch {
	case !o.known:
		return 0
	case was.start.Equal(now.start) && was.end.Equal(now.end) && was.summary == now.summary && was.description == now.description && was.status == now.status:
		return o.sequence
	}
	return o.sequence + 1
}

func sortedByUID(all map[string]earlierEntry) []earlierEntry {
	var out []earlierEntry
	for _, v := range all {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b earlierEntry) int {
		if n := a.start.Compare(b.start); n != 0 {
			return n
		}
		return strings.Compare(a.uid, b.uid)
	})
	return out
}

// earlier are the events of before or, without it, of the rota that p.From is.
func (c *Calendar) earlier(before []byte) (map[string]earlierEntry, error) {
	out := map[string]earlierEntry{}
	if before == nil {
		for _, v := range c.from {
			out[v.uid] = earlierEntry{v, 0, true}
		}
		return out, nil
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(before))
	if err != nil {
		return nil, fmt.Errorf("%s from before is no calendar; move it away or name another folder: %w", c.File, err)
	}
	for _, v := range cal.Events() {
		o := earlierEntry{known: true}
		o.uid, o.summary, o.description = v.Id(), textOf(v, ics.ComponentPropertySummary), textOf(v, ics.ComponentPropertyDescription)
		o.status, o.free = ics.ObjectStatus(textOf(v, ics.ComponentPropertyStatus)), textOf(v, ics.ComponentPropertyTransp) == string(ics.TransparencyTransparent)
		if o.start, err = v.GetStartAt(); err != nil || !strings.HasSuffix(o.uid, eventid.Domain) {
			continue // none of ours
		}
		if o.end, err = v.GetEndAt(); err != nil {
			continue
		}
		o.sequence, _ = strconv.Atoi(textOf(v, ics.ComponentPropertySequence)) // none is 0
		out[o.uid] = o
	}
	return out, nil
}

func textOf(v *ics.VEvent, property ics.ComponentProperty) string {
	if p := v.GetProperty(property); p != nil {
		return p.Value
	}
	return ""
}

func (c *Calendar) event(v *entry, sequence int, stamp time.Time) *ics.VEvent {
	e := ics.NewEvent(v.uid)
	e.SetDtStampTime(stamp)
	e.SetSequence(sequence)
	c.setTime(e, ics.ComponentPropertyDtStart, v.start, v)
	c.setTime(e, ics.ComponentPropertyDtEnd, v.end, v)
	e.SetSummary(v.summary)
	if v.description != "" {
		e.SetDescription(v.description)
	}
	e.SetStatus(v.status)
	e.SetTimeTransparency(ics.TransparencyOpaque)
	if v.free || v.status == ics.ObjectStatusCancelled {
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return e
}

// wallTime is the form of a local time in iCalendar.
const wallTime = "20060102T150405"

// setTime writes a time by the clock of the zone, or in UTC the times of an event that
// starts or ends in the second of two equal hours, which a local time cannot say.
func (c *Calendar) setTime(e *ics.VEvent, property ics.ComponentProperty, t time.Time, v *entry) {
	if c.sayable(v.start) && c.sayable(v.end) && c.p.Zone != time.UTC {
		e.SetProperty(property, t.In(c.p.Zone).Format(wallTime), ics.WithTZID(c.p.Zone.String()))
		return
	}
	e.SetProperty(property, t.UTC().Format(wallTime+"Z"))
}

// sayable says whether a local time means t: it is the first of its name.
func (c *Calendar) sayable(t time.Time) bool {
	t = t.In(c.p.Zone)
	sinceMidnight := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	return scheduler.StartInstant(c.p.Zone, scheduler.DateOf(t), sinceMidnight).Equal(t)
}

// The years of which a calendar says when the clocks change: those that a rota may be of.
var firstClock, lastClock = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2201, 1, 1, 0, 0, 0, 0, time.UTC)

// timezoneOf is a zone's VTIMEZONE for the time from first to last: one part for each
// time between clock changes. A shift whose year is a slip of the pen is shown, and the clocks of all the
// years up to it are not.
func timezoneOf(zone *time.Location, first, last time.Time) *ics.VTimezone {
	z := ics.NewTimezone(zone.String())
	if first.Before(firstClock) {
		first = firstClock
	}
	if last.After(lastClock) {
		last = lastClock
	}
	for at := first.In(zone); !at.After(last); {
		from, until := scheduler.ClockBounds(at)
		name, to := at.Zone()
		before, onset := to, time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
		if !from.IsZero() {
			_, before = from.Add(-time.Second).Zone()
			onset = from.UTC().Add(time.Duration(before) * time.Second)
		}
		part := &ics.ComponentBase{}
		part.SetProperty(ics.ComponentPropertyDtStart, onset.Format(wallTime))
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), sayOffset(before))
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), sayOffset(to))
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
		if at.IsDST() {
			z.Components = append(z.Components, &ics.Daylight{ComponentBase: *part})
		} else {
			z.Components = append(z.Components, &ics.Standard{ComponentBase: *part})
		}
		if until.IsZero() {
			break
		}
		at = until
	}
	return z
}

// sayOffset is an offset from UTC in seconds as +0100.
func sayOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
