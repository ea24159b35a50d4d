package elsewhere

import (
	"path/filepath"
	"regexp"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// foreign reads the events of a calendar that somebody else made: the summary says for what a shift is, by a code, a need or a
// client; it, or an attendee, or the calendar's name, or that of its file says whose it is.
type foreign struct {
	*taking
	cal   *ics.Calendar
	codes *legend
}

// take makes shifts of an event.
func (f *foreign) take(e event, summary string) {
	if e.text(ics.ComponentPropertyRrule) != "" {
		f.fault("", e.line, "", "export each shift as an event of its own", "the event %q repeats, and what it stands for is not read", table.Clip(summary))
		return
	}
	c, what, ok := f.means(summary)
	if ok && c.off {
		f.codes.dayOff(what)
		f.pass("a day off")
		return
	}
	who, ok2 := f.who(e, summary)
	if !ok2 {
		f.fault("", e.line, "", "name the person in the event, or call the calendar by their name", "the event %q does not say whose it is", table.Clip(summary))
	}
	if !ok {
		f.codes.strange(summary, "", e.line, "")
	}
	if !ok || !ok2 {
		return
	}
	f.shift(e, summary, who, &c)
}

// shift makes a shift of an event whose worker and meaning are known. Of an event without times the code has them.
func (f *foreign) shift(e event, summary, who string, c *code) {
	r := &entry{list: &list{taking: f.taking, s: &table.Sheet{}}, row: &table.Row{Number: e.line}}
	s := scheduler.Shift{Worker: who, Kind: c.kind, Need: c.need}
	if day, whole := e.wholeDay(); whole {
		if c.need == "" && !c.timed {
			f.fault("", e.line, "", "give its code from and to, or a need, in the file of --codes", "the event %q has no times", table.Clip(summary))
			return
		}
		r.window(&s, c, day, -1)
	} else {
		var ok bool
		s.Start, s.End, ok = e.times(summary)
		r.bad = !ok
	}
	r.serveCode(&s, c, -1)
	if !r.bad {
		f.shifts = append(f.shifts, s)
	}
}

// wholeDay is the day of an event that has no times.
func (e event) wholeDay() (scheduler.Date, bool) {
	p := e.v.GetProperty(ics.ComponentPropertyDtStart)
	if p == nil || len(p.Value) != 8 {
		return scheduler.Date{}, false
	}
	at, err := time.Parse("20060102", p.Value)
	return scheduler.DateOf(at), err == nil
}

// signsBetween part the names and codes of a summary.
var signsBetween = regexp.MustCompile(`\s*[:;,|/()\[\]–—]\s*|\s+-\s+|\s+(?:at|for|with)\s+`)

// partsOf are a summary, and what its signs part it into.
func partsOf(summary string) []string {
	parts := []string{strings.TrimSpace(summary)}
	for _, p := range signsBetween.Split(summary, -1) {
		if p = strings.TrimSpace(p); p != "" && p != parts[0] {
			parts = append(parts, p)
		}
	}
	return parts
}

// means is what a summary, or a part of it, stands for: a code, then a need, then a client.
func (f *foreign) means(summary string) (c code, what string, ok bool) {
	parts := partsOf(summary)
	for _, p := range parts {
		if c, ok = f.codes.means(p); ok {
			return c, p, true
		}
	}
	for _, p := range parts {
		if id, err := f.cared.Find(p); err == nil {
			return code{client: id}, p, true
		}
	}
	return c, "", false
}

// who is whose an event is.
func (f *foreign) who(e event, summary string) (id string, ok bool) {
	var names []string
	for _, a := range e.v.Attendees() {
		names = append(names, a.ICalParameters["CN"]...)
		names = append(names, strings.TrimPrefix(strings.ToLower(a.Value), "mailto:"))
	}
	names = append(names, partsOf(summary)...)
	for _, p := range f.cal.CalendarProperties {
		if p.IANAToken == string(ics.PropertyXWRCalName) || p.IANAToken == string(ics.PropertyName) {
			names = append(names, partsOf(p.Value)...)
		}
	}
	base := filepath.Base(f.file)
	names = append(names, strings.ReplaceAll(strings.TrimSuffix(base, filepath.Ext(base)), "_", " "))
	for _, name := range names {
		if id, err := f.people.Find(name); err == nil {
			return id, true
		}
	}
	return "", false
}
