package rotafile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler/validate"
)

// alsoSheets are other names of sheets.
var alsoSheets = map[string]string{
	"workers": "staff|carers|team|people|employees|care team", "needs": "visits|calls|posts", "clients": "service users|people we support|residents|customers",
	"available": "availability", "unavailable": "leave|absences|annual leave|unavailability", "providers": "agencies", "caps": "limits|rules", "skills": "training|skills with dates",
}

// alsoColumns are other names of columns, where a sheet has no column of the name itself.
var alsoColumns = map[string]string{
	"id":       "worker id|staff id|employee id|carer id|client id|service user id|need id|visit id|code|ref|reference",
	"name":     "full name|worker name|staff name|client name|carer|staff|service user|client|worker",
	"worker":   "worker id|carer|staff|staff member|employee|worker name|staff name|name|who",
	"client":   "client id|service user|resident|customer|person|client name|service user name",
	"from":     "start|start time|from time|starts|begin",
	"to":       "end|end time|to time|finish|finish time|until|ends",
	"start":    "from|start date|first day|starts|start time",
	"end":      "to|end date|last day|until|ends|finish|end time",
	"days":     "day|days of the week|weekdays",
	"dates":    "date",
	"provider": "agency|employer",
	"skills":   "skill|training|trained in|qualifications",
	"rate":     "hourly rate|pay rate|rate per hour|pay per hour",
	"workers":  "staff needed|carers|how many|people",
	"why":      "reason",
	"phone":    "telephone|mobile|phone number",
}

// headings are the columns of a sheet with all their names.
func (sh sheet) headings() []cells.Column {
	own := sh.names()
	var out []cells.Column
	for _, c := range sh.columns {
		plain := strings.Join(cells.Words(c.name), " ")
		names := []string{plain}
		for _, also := range strings.Split(alsoColumns[c.name], "|") {
			if also != "" && !slices.Contains(own, also) {
				names = append(names, also)
			}
		}
		out = append(out, cells.Column{Key: c.name, Names: names})
	}
	return out
}

// names are the columns of a sheet.
func (sh sheet) names() (names []string) {
	for _, c := range sh.columns {
		names = append(names, c.name)
	}
	return names
}

// fileNames are the names of all sheets.
func fileNames() (names []string) {
	for _, sh := range sheets() {
		names = append(names, sh.file)
	}
	return names
}

// kindOfSheet is the sheet, by its file, that a name means; empty for none.
func kindOfSheet(name string) string {
	name = strings.Join(cells.Words(strings.ReplaceAll(name, "_", " ")), " ")
	for _, file := range fileNames() {
		own := strings.TrimSuffix(file, ".csv")
		if name == strings.ReplaceAll(own, "_", " ") || slices.Contains(strings.Split(alsoSheets[own], "|"), name) && name != "" {
			return file
		}
	}
	return ""
}

// nearSheet asks for the sheet whose name is most like another; empty where none is.
func nearSheet(name string) string {
	file := strings.ToLower(strings.TrimSuffix(name, ".csv")) + ".csv"
	if near := validate.Nearest(file, fileNames()); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// many says whether cells hold lists.
func (c cell) many() bool {
	return c == list || c == sayings || c == weekdays || c == dates || c == amongs || c == contacts
}

// ofDays says whether cells hold days of the calendar.
func (c cell) ofDays() bool { return c == dates || c == aDay || c == moment }

// with is a text at the place of a node.
func (n *node) with(text string) *node {
	return &node{kind: textKind, text: text, file: n.file, line: n.line, sheet: true, tab: n.tab, column: n.column}
}

// cell is the value of a cell. What is not of the column's kind stays a text, for the decoder to refuse.
func (s *sheetReader) cell(c *column, row *node, text string) *node {
	n := row.with(text)
	n.column = c.name
	switch c.cell {
	case list, sayings, weekdays, dates, amongs, contacts:
		n.kind = listKind
		for _, part := range partsOf(c.cell, text) {
			n.items = append(n.items, s.items(c.cell, n.with(part))...)
		}
	case numbers:
		return asNumber(n)
	case flags:
		return asFlag(n)
	case aDay:
		n.text = s.dayOf(text)
	case clock:
		n.text = clockOf(text)
	case moment:
		n.text = s.momentOf(text, c.name == "end")
	case span:
		n.text = spanOf(text)
	}
	return n
}

// partsOf parts a cell with a list: at semicolons and lines, or where there is none at commas, unless they may stand in a text.
func partsOf(c cell, text string) (parts []string) {
	signs := ";\n"
	if !strings.ContainsAny(text, signs) && c != sayings && c != contacts {
		signs = ","
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(signs, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// items are what a part of a list stands for.
func (s *sheetReader) items(c cell, n *node) (items []*node) {
	switch c {
	case amongs:
		return []*node{amongNode(n)}
	case contacts:
		return []*node{contactNode(n)}
	case weekdays:
		for _, word := range dayWordsOf(n.text) {
			items = append(items, n.with(word))
		}
		return items
	case dates:
		for _, text := range s.datesOf(n.text) {
			items = append(items, n.with(text))
		}
		return items
	}
	return []*node{n}
}

var (
	commaNumber = regexp.MustCompile(`^-?\d+,\d{1,2}$`)
	thousands   = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)
)

// asNumber reads a number: with a sign of money before it, commas between thousands, or a comma for the point.
func asNumber(n *node) *node {
	text := strings.TrimSpace(strings.TrimLeft(n.text, "£€$"))
	switch {
	case thousands.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case commaNumber.MatchString(text):
		text = strings.Replace(text, ",", ".", 1)
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		n.kind, n.int, n.float, n.text = intKind, i, float64(i), strconv.FormatInt(i, 10)
	} else if f, err := strconv.ParseFloat(text, 64); err == nil && plainDecimal(strings.TrimPrefix(text, "-")) {
		n.kind, n.float, n.text = floatKind, f, floatText(f)
	}
	return n
}

// asFlag reads yes or no.
func asFlag(n *node) *node {
	switch strings.ToLower(n.text) {
	case "true", "yes", "y", "x", "1":
		n.kind, n.bool = boolKind, true
	case "false", "no", "n", "0", "-":
		n.kind, n.bool = boolKind, false
	}
	return n
}

// alsoDays are other words for days.
var alsoDays = map[string]string{"every day": "daily", "everyday": "daily", "all": "daily", "all days": "daily", "weekday": "weekdays", "weekend": "weekends",
	"bank holidays": "holidays", "bank holiday": "holidays", "bh": "holidays", "public holidays": "holidays"}

var dayRange = regexp.MustCompile(`^([a-z.]+) *(?:-|–|—| to | until ) *([a-z.]+)$`)

// dayWordsOf are the words for days that a text means: Monday, Mon-Fri, every day. What it does not know stays.
func dayWordsOf(text string) []string {
	low := strings.ToLower(strings.TrimSpace(text))
	if slices.Contains(dayWords, low) {
		return []string{low}
	}
	if word := alsoDays[low]; word != "" {
		return []string{word}
	}
	if w, ok := cells.Weekday(low); ok {
		return []string{weekdayWords[w]}
	}
	if part := dayRange.FindStringSubmatch(low); part != nil {
		from, ok1 := cells.Weekday(part[1])
		to, ok2 := cells.Weekday(part[2])
		if ok1 && ok2 {
			words := []string{weekdayWords[from]}
			for w := from; w != to; {
				w = (w + 1) % 7
				words = append(words, weekdayWords[w])
			}
			return words
		}
	}
	for _, sign := range []string{"&", "+", "/", " and ", " "} {
		if parts := strings.Split(low, sign); len(parts) > 1 {
			var words []string
			for _, part := range parts {
				words = append(words, dayWordsOf(part)...)
			}
			if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(dayWords, w) }) {
				return words
			}
		}
	}
	return []string{text}
}

var dateRange = regexp.MustCompile(`^(.+?)(?: *[–—] *| +- +| +to +| +until +)(.+)$`)

// mostDates are the most days that one range stands for.
const mostDates = 366

// datesOf are the days that a text means, each or from one to another.
func (s *sheetReader) datesOf(text string) []string {
	if part := dateRange.FindStringSubmatch(text); part != nil {
		from, err1 := s.days.Date(part[1])
		to, err2 := s.days.Date(part[2])
		if n := to.Sub(from); err1 == nil && err2 == nil && n >= 0 && n < mostDates {
			var out []string
			for i := range n + 1 {
				out = append(out, from.Plus(i).String())
			}
			return out
		}
	}
	return []string{s.dayOf(text)}
}

// dayOf is a day as a problem file has it; what is none stays.
func (s *sheetReader) dayOf(text string) string {
	if at, err := s.days.Date(text); err == nil && at.Year > 0 && at.Year < 10000 {
		return at.String()
	}
	return text
}

func clockOf(text string) string {
	if c, err := cells.ReadClock(text); err == nil && c.Zone == "" {
		return cells.SayClock(c.Since)
	}
	return text
}

// momentOf is a day and a time as a problem file has them. A day alone begins at its midnight, and ends at the next.
func (s *sheetReader) momentOf(text string, ends bool) string {
	if _, err := ParseTime(text, time.UTC, ends); err == nil {
		return text
	}
	m, err := s.days.Moment(text)
	switch {
	case err != nil || !m.At.IsZero() || m.Day.Year < 1 || m.Day.Year > 9999:
		return text
	case !m.HasTime && ends:
		return m.Day.String() + "T24:00"
	case m.Clock.Zone != "":
		return m.Day.String() + " " + cells.SayClock(m.Clock.Since) + " " + m.Clock.Zone
	}
	return m.Day.String() + "T" + cells.SayClock(m.Clock.Since)
}

var (
	hourWords   = regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?) ?(?:hrs?|hours?)$`)
	minuteWords = regexp.MustCompile(`(?i)^(\d+(?:\.\d+)?) ?(?:mins?|minutes?)$`)
)

// spanOf is a length of time as a problem file has it.
func spanOf(text string) string {
	if part := hourWords.FindStringSubmatch(text); part != nil {
		return part[1] + "h"
	}
	if part := minuteWords.FindStringSubmatch(text); part != nil {
		return part[1] + "m"
	}
	return text
}
