package elsewhere

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// code is what stands for a shift, or for a day off.
type code struct {
	need, client string
	from, to     table.Clock
	timed        bool // from and to are given
	kind         scheduler.Kind
	kindGiven    bool
	off          bool
	said         string // what was decided to read it
}

// legend knows the codes of a grid or of a calendar.
type legend struct {
	*taking
	codes map[string]code      // in small letters
	given map[string]bool      // those of a file of codes, over which no sheet has a say
	names []string             // of the codes
	sheet string               // that they stand on by themselves; empty for none
	lost  map[string]*lostCode // in small letters
	order []string             // of lost
	offs  []string             // what was read as days off without a legend, quoted
}

// lostCode is where a code without a meaning stands first, and how often.
type lostCode struct {
	text   string
	sheet  string
	row    int
	column string
	count  int
}

// legendColumns are what a legend may say.
var legendColumns = []table.Column{
	called("code", "code|codes|shift code|key|symbol|abbreviation|letter"),
	called("need", "need|need id|post"),
	called("client", "client|client id|service user|resident"),
	called("start", "start|from|start time|starts|begin"),
	called("end", "end|to|finish|end time|finish time|until|ends"),
	called("time", "time|times|hours|shift time|shift times"),
	called("kind", "kind|type|shift type"),
	called("off", "off|day off|leave|not working"),
	called("meaning", "meaning|description|shift|name|means"),
}

func isLegend(h *table.Header) bool {
	return h.Has("code") && h.Has("need", "start", "time", "kind", "off", "meaning")
}

// newLegend is a legend with the codes of the file of codes.
func (t *taking) newLegend() *legend {
	l := &legend{taking: t, codes: map[string]code{}, given: map[string]bool{}, lost: map[string]*lostCode{}}
	if t.codes == nil {
		return l
	}
	file := t.file
	t.file = t.codes.File
	head := table.Header{At: map[string][]int{}, Names: []string{"code", "need", "from", "to", "kind", "off"}}
	for i, key := range []string{"code", "need", "start", "end", "kind", "off"} {
		head.At[key] = []int{i}
	}
	for _, c := range t.codes.List {
		off := ""
		if c.Off {
			off = "yes"
		}
		l.row(&entry{list: &list{taking: t, s: &table.Sheet{}, head: head}, row: &table.Row{Number: c.Line, Cells: []string{c.Code, c.Need, c.From, c.To, c.Kind, off}}})
	}
	for name := range l.codes {
		l.given[name] = true
	}
	t.file = file
	return l
}

// legendOf reads the codes of all sheets.
func (t *taking) legendOf(b *table.Book) *legend {
	l := t.newLegend()
	for i := range b.Sheets {
		s := &b.Sheets[i]
		for k := range s.Rows {
			h := table.HeaderOf(&s.Rows[k], legendColumns)
			if !isLegend(&h) {
				continue
			}
			if k == 0 {
				l.sheet = s.Name
			}
			t.sheet = s.Name
			for n := k + 1; n < len(s.Rows); n++ {
				l.row(&entry{list: &list{taking: t, s: s, head: h}, row: &s.Rows[n]})
			}
			break
		}
	}
	return l
}

// row reads the meaning of one code.
func (l *legend) row(r *entry) {
	name, at := r.cellAt(r.row, "code")
	if name == "" {
		return
	}
	var c code
	c.kind, c.kindGiven = r.kind()
	c.off = yes.MatchString(r.cell(r.row, "off")) || offWords.MatchString(r.cell(r.row, "kind"))
	if text, col := r.cellAt(r.row, "need"); text != "" {
		id, err := r.needs.Find(text)
		if c.need = id; err != nil {
			r.unclear(col, "need", text, err)
		}
	}
	if text, col := r.cellAt(r.row, "client"); text != "" {
		id, err := r.cared.Find(text)
		if c.client = id; err != nil {
			r.unclear(col, "client", text, err)
		}
	}
	l.timesOf(r, &c)
	if text := r.cell(r.row, "meaning"); !c.timed && c.need == "" && !c.off {
		if m, ok := l.plain(text); ok {
			m.kind, m.kindGiven = c.kind, c.kindGiven
			c = m
		}
	}
	if !r.bad && !c.timed && c.need == "" && !c.off {
		r.wrong(at, "give it start and end, a need, or yes under off", "the code %q has no meaning", table.Clip(name))
	}
	low := strings.ToLower(name)
	switch old, known := l.codes[low]; {
	case r.bad || l.given[low]:
	case known && old != c:
		r.wrong(at, "keep one of the two", "the code %q has two meanings", table.Clip(name))
	default:
		l.codes[low] = c
		l.names = append(l.names, low)
	}
}

// timesOf reads the times of a code.
func (l *legend) timesOf(r *entry, c *code) {
	startText, startAt := r.cellAt(r.row, "start")
	endText, endAt := r.cellAt(r.row, "end")
	if text, at := r.cellAt(r.row, "time"); text != "" {
		from, to, said, err := table.ReadRange(text)
		switch {
		case err == nil:
			c.from, c.to, c.timed, c.said = from, to, true, said
		case !errors.Is(err, table.ErrNoRange):
			r.wrong(at, "write both times, such as 07:30-15:00", "%s", oneLine(err))
		}
		return
	}
	if startText == "" && endText == "" {
		return
	}
	var err1, err2 error
	c.from, err1 = table.ReadClock(startText)
	c.to, err2 = table.ReadClock(endText)
	if err1 != nil {
		r.wrong(startAt, timeRemedy, "%v", err1)
	}
	if err2 != nil {
		r.wrong(endAt, timeRemedy, "%v", err2)
	}
	c.timed = err1 == nil && err2 == nil
}

// offWords are what people write on a day without work.
var offWords = regexp.MustCompile(`(?i)^(off|day off|d/?o|a/?l|annual leave|leave|hol(iday)?s?|sick( leave)?|r/?d|rest( day)?|lieu|toil|b/?h|not working|n/?a|unavailable|[-–—.x]+)$`)

// plain reads what needs no legend: a day off, two times, two times with a need or a client, a need.
func (l *legend) plain(text string) (c code, ok bool) {
	if offWords.MatchString(text) {
		return code{off: true}, true
	}
	if c.from, c.to, c.said, ok = rangeOf(text); ok {
		c.timed = true
		return c, true
	}
	plain := strings.TrimSpace(strings.NewReplacer("(", " ", ")", " ").Replace(text))
	for at := strings.IndexByte(plain, ' '); at > 0; at = nextSpace(plain, at) {
		what := plain[at:]
		if c.from, c.to, c.said, ok = rangeOf(plain[:at]); !ok {
			if c.from, c.to, c.said, ok = rangeOf(strings.TrimSpace(plain[at:])); !ok {
				continue
			}
			what = plain[:at]
		}
		what = strings.Trim(what, " :,")
		if id, err := l.needs.Find(what); err == nil {
			c.need, c.timed = id, true
			return c, true
		}
		if id, err := l.cared.Find(what); err == nil {
			c.client, c.timed = id, true
			return c, true
		}
	}
	if id, err := l.needs.Find(text); err == nil {
		return code{need: id}, true
	}
	return code{}, false
}

func rangeOf(text string) (from, to table.Clock, said string, ok bool) {
	from, to, said, err := table.ReadRange(text)
	return from, to, said, err == nil
}

// nextSpace is the place of the space after one; -1 for none.
func nextSpace(text string, at int) int {
	next := strings.IndexByte(text[at+1:], ' ')
	if next < 0 {
		return -1
	}
	return at + 1 + next
}

// means is what a cell, or a part of one, stands for.
func (l *legend) means(text string) (code, bool) {
	if c, known := l.codes[strings.ToLower(text)]; known {
		return c, true
	}
	return l.plain(text)
}

// partSigns may stand between the codes of a cell, those that cut most surely first.
var partSigns = []string{"\n", ";", ",", "+", "&", "/", " "}

// parts cuts a cell with several codes: at the first sign at which each part has a meaning.
func (l *legend) parts(text string) []string {
	text = strings.TrimSpace(text)
	if _, ok := l.means(text); ok {
		return []string{text}
	}
	for _, sign := range partSigns {
		parts := strings.Split(text, sign)
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		if len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { _, ok := l.means(p); return !ok }) {
			return parts
		}
	}
	return []string{text}
}
