package elsewhere

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// happenedColumns are what a file of what happened may say, and what people and systems call it.
var happenedColumns = []table.Column{
	called("id", "visit id|visit ref|visit reference|booking id|call id|reference|ref|id|visit number"),
	called("actual worker", "actual carer|actual worker|actual staff|attended by|delivered by|logged by|actual carer name"),
	called("planned worker", "planned carer|planned worker|scheduled carer|rostered carer|allocated carer|scheduled staff|planned carer name"),
	called("need", "need|need id|visit|call|visit name|call name|visit type|service|service type|call type"),
	called("planned start", "planned start|planned start time|scheduled start|scheduled start time|rostered start|planned from|scheduled from|planned time in|due|due time"),
	called("planned end", "planned end|planned end time|planned finish|planned finish time|scheduled end|scheduled end time|scheduled finish|rostered end|rostered finish|planned to|scheduled to|planned time out"),
	called("actual start", "actual start|actual start time|actual from|actual time in|actual in|check in|check in time|checked in|clock in|clock in time|clocked in|log in|log in time|logged in|arrived|arrival|arrival time|actual arrival|time in|started"),
	called("actual end", "actual end|actual end time|actual finish|actual finish time|actual to|actual time out|actual out|check out|check out time|checked out|clock out|clock out time|clocked out|log out|log out time|logged out|left|departure|departure time|actual departure|time out|finished"),
	called("note", "note|notes|comment|comments|reason|exception|exception reason"),
}

// happenedHead reads a row as the columns of what happened; the others are those of a list of shifts.
func happenedHead(r *table.Row) (h table.Header, ok bool) {
	h = table.HeaderOf(r, slices.Concat(happenedColumns, columns))
	first := func(key string, others ...string) {
		for _, other := range others {
			if !h.Has(key) {
				h.At[key] = h.At[other]
			}
		}
	}
	if h.Has("start") && h.Has("actual start") { // a plain start beside an actual one is the planned one
		first("planned start", "start")
		first("planned end", "end")
	}
	first("actual start", "start")
	first("actual end", "end")
	first("actual worker", "worker", "planned worker")
	first("planned worker", "worker")
	who := h.Has("actual worker") || h.Has("first name") && h.Has("surname")
	when := h.Has("actual start", "time") && (h.Has("actual end", "time") || h.Has("date")) || h.Has("planned start", "date") && h.Has("status")
	return h, who && when
}

// ReadActual reads a file of what happened, a row a visit as electronic call monitoring exports it, for the
// problem p. The faults come back as rotafile.Faults.
func (r Reader) ReadActual(name string, data []byte, p *scheduler.Problem) (*Happened, error) {
	if p == nil {
		return nil, errNothing
	}
	t := r.taking(name, p)
	book, ok := t.tables(data)
	if !ok {
		return nil, t.faults
	}
	h := &happening{taking: t, strangers: map[string]int{}, moments: map[string]table.Moment{}}
	found := false
	for i := range book.Sheets {
		found = h.sheet(book, &book.Sheets[i]) || found
	}
	if !found {
		t.bad = true
		t.fault("", 1, "", "name the columns in the first row: worker, client or need, date, start and end, and where known planned start and planned end",
			"no row names the columns of a list of visits")
	}
	return h.done(r.Lenient)
}

// Happened are the visits of a file, with what it was taken for.
type Happened struct {
	Visits  []actual.Visit
	Notes   []string        // what had to be decided, in words
	LeftOut rotafile.Faults // of the rows that were left out, where Lenient asks for it
}

// happening is a file of what happened being read.
type happening struct {
	*taking
	visits    []actual.Visit
	strangers map[string]int          // rows of people whom the problem does not have
	moments   map[string]table.Moment // texts read as days with times
	openEnded int
}

// sheet reads a sheet; false where it is no list of visits.
func (h *happening) sheet(b *table.Book, s *table.Sheet) bool {
	for i := range s.Rows {
		head, ok := happenedHead(&s.Rows[i])
		if !ok {
			continue
		}
		h.taking.sheet = s.Name
		h.cellFaults(b, s.Name)
		l := &list{h.taking, s, head, i + 1}
		l.opened()
		withDays := *l
		withDays.head.At = maps.Clone(head.At)
		withDays.head.At["start"] = slices.Concat(head.At["planned start"], head.At["actual start"])
		withDays.head.At["end"] = slices.Concat(head.At["planned end"], head.At["actual end"])
		withDays.order()
		for k := i + 1; k < len(s.Rows); k++ {
			h.row(l, &s.Rows[k])
		}
		return true
	}
	return false
}

var (
	calledOff = regexp.MustCompile(`(?i)cancell?ed`)
	byThem    = regexp.MustCompile(`(?i)(by|from) (the )?(provider|agency|office|company|care ?r|staff|us)\b|no (staff|carer)`)
	missed    = regexp.MustCompile(`(?i)^(missed|no.?show|not attended|did not attend|not delivered|failed|unfilled)`)
)

// row reads one visit.
func (h *happening) row(l *list, row *table.Row) {
	if sumRow.MatchString(row.Cell(firstCell(row))) {
		h.pass("a title or a total")
		return
	}
	r := &entry{list: l, row: row}
	v := actual.Visit{File: h.file, Row: row.Number, ID: r.cell(row, "id"), Status: r.cell(row, "status"), Note: r.cell(row, "note")}
	v.Cancelled = calledOff.MatchString(v.Status) && !byThem.MatchString(v.Status)
	h.who(r, &v)
	h.whom(r, &v)
	day, hasDay := r.day("date")
	if !hasDay && r.cell(row, "date") != "" {
		return // a day that is none: the times say nothing without it
	}
	v.PlannedStart, v.PlannedEnd = h.times(r, "planned", day, hasDay)
	if start := v.PlannedStart; !start.IsZero() && !hasDay {
		day, hasDay = scheduler.DateOf(start.In(h.zone)), true
	}
	if !missed.MatchString(v.Status) {
		v.Start, v.End = h.times(r, "actual", day, hasDay)
		h.halfOpen(&v)
	}
	if !r.bad && !v.Came() && v.PlannedStart.IsZero() { // nobody came, and no time is said: some visit of the day
		if !hasDay {
			r.wrong(-1, dateRemedy, "the row does not say on which day it is")
			return
		}
		v.PlannedStart, v.PlannedEnd = scheduler.StartInstant(h.zone, day, 0), scheduler.EndInstant(h.zone, day, 24*time.Hour)
	}
	if !r.bad {
		h.visits = append(h.visits, v)
	}
}

// halfOpen gives a visit of which only one end is known the planned other one.
func (h *happening) halfOpen(v *actual.Visit) {
	switch {
	case !v.Start.IsZero() && v.End.IsZero() && v.PlannedEnd.After(v.Start):
		v.End = v.PlannedEnd
	case v.Start.IsZero() && !v.End.IsZero() && !v.PlannedStart.IsZero() && v.PlannedStart.Before(v.End):
		v.Start = v.PlannedStart
	case v.Start.IsZero() != v.End.IsZero():
		v.Start, v.End = time.Time{}, time.Time{}
		h.pass("only one of the two times is there, and the other cannot be taken from what was planned: read as if nobody had come")
		return
	default:
		return
	}
	h.openEnded++
}

// who reads who came. Somebody whom the problem does not have, and nobody in it is called like, is a stranger.
func (h *happening) who(r *entry, v *actual.Visit) {
	text, at := r.cellAt(r.row, "actual worker")
	if text == "" {
		text = strings.TrimSpace(r.cell(r.row, "first name") + " " + r.cell(r.row, "surname"))
	}
	if openShifts.MatchString(text) || text == "" {
		return
	}
	for _, c := range r.head.At["actual worker"] {
		if id, err := h.people.Find(r.row.Cell(c)); err == nil {
			v.Worker = id
			return
		}
	}
	id, err := h.people.Find(text)
	var f *table.Fault
	switch {
	case err == nil:
		v.Worker = id
	case errors.As(err, &f) && f.Unknown && f.Remedy == "":
		v.Worker, v.Stranger = text, true
		h.strangers[text]++
	default:
		r.unclear(at, "worker", text, err)
	}
}

// whom reads for whom a visit is, and for what.
func (h *happening) whom(r *entry, v *actual.Visit) {
	v.Client, _, _ = r.client()
	text, at := r.cellAt(r.row, "need")
	if text == "" {
		return
	}
	id, done := r.need(text, at, v.Client != "" || !r.head.Has("client"))
	if !done {
		return
	}
	if v.Need = id; id == "" {
		return
	}
	if n, known := r.asks.NeedOf[id]; known {
		if client := r.asks.Needs[n].Client; v.Client == "" {
			v.Client = client
		} else if client != v.Client {
			r.wrong(at, "leave it out, or correct it", "the client of this need is %q, not %q", client, v.Client)
		}
	}
}

// times reads two times, planned or actual, of which each may be missing.
func (h *happening) times(r *entry, which string, day scheduler.Date, hasDay bool) (start, end time.Time) {
	fromText, fromAt := r.cellAt(r.row, which+" start")
	toText, toAt := r.cellAt(r.row, which+" end")
	if text, at := r.cellAt(r.row, "time"); which == "actual" && fromText == "" && toText == "" && text != "" && hasDay {
		var s scheduler.Shift
		r.both(&s, text, at, day, hasDay)
		return s.Start, s.End
	}
	from, hasFrom := h.moment(r, fromText, fromAt, day, hasDay)
	if hasFrom {
		day, hasDay = from.Day, true
		start, _ = r.instant(from, fromAt, false)
	}
	if endDay, has := r.day("end date"); has {
		day = endDay
	}
	to, hasTo := h.moment(r, toText, toAt, day, hasDay)
	if !hasTo {
		return start, end
	}
	end, _ = r.instant(to, toAt, true)
	if hasFrom && !start.Before(end) && ownClock(toText) && !r.head.Has("end date") {
		to.Day = to.Day.Plus(1)
		end, _ = r.instant(to, toAt, true)
	}
	if hasFrom && end.Before(start) {
		r.wrong(toAt, "exchange or correct the two times", "it ends at %s, before its start", end.Format("2006-01-02 15:04"))
	}
	return start, end
}

// ownClock says whether a text is a time without a day.
func ownClock(text string) bool {
	_, err := table.ReadClock(wholeMinutes(text))
	return err == nil
}

// seconds are the seconds of a time, which call monitoring has and nobody is judged by.
var seconds = regexp.MustCompile(`(\d{1,2}:\d{2}):\d{2}(?:\.\d+)?`)

func wholeMinutes(text string) string {
	if strings.Count(text, ":") < 2 {
		return text
	}
	return seconds.ReplaceAllString(text, "$1")
}

// moment reads one time of a row; false where it is empty or at fault.
func (h *happening) moment(r *entry, text string, at int, day scheduler.Date, hasDay bool) (table.Moment, bool) {
	if text == "" || strings.Trim(text, "-–—") == "" {
		return table.Moment{}, false
	}
	key := text
	if hasDay {
		key += "\x00" + day.String()
	}
	if m, known := h.moments[key]; known {
		return m, true
	}
	m, ok := r.moment(wholeMinutes(text), at, day, hasDay)
	if ok {
		h.moments[key] = m
	}
	return m, ok
}

// done is what was read.
func (h *happening) done(lenient bool) (*Happened, error) {
	read, err := h.taking.done(lenient)
	if err != nil {
		return nil, err
	}
	if h.openEnded > 0 {
		read.Notes = append(read.Notes, fmt.Sprintf("%s only one of the two times: the planned one stands for the other", rowsHave(h.openEnded)))
	}
	if len(h.strangers) > 0 {
		names := slices.Sorted(maps.Keys(h.strangers))
		for i, n := range names {
			names[i] = fmt.Sprintf("%q", table.Clip(n))
		}
		if n := len(names); n > mostSaid {
			names = append(names[:mostSaid], fmt.Sprintf("%d more", n-mostSaid))
		}
		read.Notes = append(read.Notes, "not among the workers of the problem, and counted as strangers: "+say.List(names))
	}
	return &Happened{h.visits, read.Notes, read.LeftOut}, nil
}

func rowsHave(n int) string {
	if n == 1 {
		return "1 row has"
	}
	return fmt.Sprintf("%d rows have", n)
}
