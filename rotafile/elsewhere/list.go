package elsewhere

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// columns are what a list of shifts may say, and what people call it.
var columns = []table.Column{
	called("worker", "worker id|staff id|carer id|employee id|worker|carer|staff|staff member|care worker|support worker|employee|assistant|pa|nurse|team member|worker name|carer name|staff name|employee name|assigned to|allocated to|who|on call|on duty|covered by|carer 1|staff 1|worker 1|volunteer|volunteer 1|volunteer name|agency worker|candidate|temp|name"),
	called("with", "carer 2|second carer|staff 2|worker 2|volunteer 2|volunteer 3|double up|double up with|with"),
	called("first name", "first name|forename|given name"),
	called("surname", "surname|last name|family name"),
	called("need", "need|need id|visit|call|visit name|call name|post|session|room|shift|shift name|visit type|duty"),
	called("client", "client id|service user id|client|service user|customer|resident|patient|tenant|person|person supported|su|client name|service user name|customer name"),
	called("date", "date|day|shift date|visit date|start date|planned date|scheduled date"),
	called("end date", "end date|finish date"),
	called("time", "time|times|shift time|shift times|visit time|from to|start end|start finish"),
	called("start", "start|start time|from|starts|begin|time in|time from|planned start|planned start time|scheduled start|visit start|start date time"),
	called("end", "end|end time|to|finish|finish time|until|ends|time out|time to|planned end|planned end time|planned finish|scheduled end|visit end|end date time"),
	called("kind", "kind|type|shift type"),
	called("status", "status|visit status"),
	called("pinned", "fixed|pinned"),
	called("backups", "can step in|backups"),
	called("", "provider|hours|duration|break|rate|total|amount"), // known, and nothing to a rota
}

// called is a column with its names, which have a stroke between them.
func called(key, names string) table.Column {
	return table.Column{Key: key, Names: strings.Split(names, "|")}
}

// list is a sheet with a row a shift.
type list struct {
	*taking
	s    *table.Sheet
	head table.Header
	from int // the row after the header
}

// isList says whether a row names all that a list of shifts needs.
func isList(h *table.Header) bool {
	who := h.Has("worker") || h.Has("first name") && h.Has("surname")
	return who && (h.Has("start") && h.Has("end") || h.Has("time") && h.Has("date") || h.Has("start") && h.Has("date"))
}

// mostTitles are the most rows that may stand above the one that names the columns.
const mostTitles = 1000

// listOf finds the row of a sheet that names the columns of a list; nil where there is none.
func (t *taking) listOf(s *table.Sheet) *list {
	for i := range s.Rows[:min(len(s.Rows), mostTitles)] {
		if h := table.HeaderOf(&s.Rows[i], columns); isList(&h) {
			return &list{t, s, h, i + 1}
		}
	}
	return nil
}

// noList says what a file lacks in which no list was found: of the row that names most.
func (t *taking) noList(b *table.Book) {
	var best table.Header
	sheet, most := "", 0
	for i := range b.Sheets {
		for k := range b.Sheets[i].Rows[:min(len(b.Sheets[i].Rows), mostTitles)] {
			h := table.HeaderOf(&b.Sheets[i].Rows[k], columns)
			if n := len(h.At); n > most {
				best, sheet, most = h, b.Sheets[i].Name, n
			}
		}
	}
	const remedy = "name the columns in the first row: worker, date, start, end, and client or need"
	if most < 2 {
		t.fault(sheet, max(1, best.Row), "", remedy, "no row names the columns of a list of shifts")
		return
	}
	if !best.Has("worker") {
		t.fault(sheet, best.Row, "", "call the column worker, carer or staff", "no column says who works; the columns are %s", quoted(best.Names))
	}
	if !best.Has("start", "time") {
		t.fault(sheet, best.Row, "", "call the columns start and end", "no column says when a shift starts; the columns are %s", quoted(best.Names))
	} else if !best.Has("end") {
		t.fault(sheet, best.Row, "", "call the column end or finish, or write 07:30-15:00 under time, with a date", "no column says when a shift ends; the columns are %s", quoted(best.Names))
	}
}

func quoted(names []string) string {
	var out []string
	for _, n := range names {
		if n != "" {
			out = append(out, fmt.Sprintf("%q", table.Clip(n)))
		}
	}
	return strings.Join(out, ", ")
}

// read takes the shifts of all rows.
func (l *list) read() {
	l.sheet = l.s.Name
	l.opened()
	l.order()
	other := false
	for i := l.from; i < len(l.s.Rows); i++ {
		row := &l.s.Rows[i]
		h := table.HeaderOf(row, columns)
		if isList(&h) { // of the next page, or of another table below
			l.head, other = h, false
			l.opened()
			continue
		}
		if other = other || l.begins(row, &h); other {
			l.pass("of another table below")
			continue
		}
		if why := l.nothing(row); why != "" {
			l.pass(why)
			continue
		}
		r := &entry{list: l, row: row}
		if s, ok := r.shift(); ok {
			for _, who := range r.who {
				s.Worker = who
				l.shifts = append(l.shifts, s)
			}
		} else {
			l.left++
		}
	}
}

// begins says whether a row names the columns of a table of another kind: where people stand it has the name of
// their column.
func (l *list) begins(row *table.Row, h *table.Header) bool {
	for _, c := range l.head.At["worker"] {
		if slices.Contains(h.At["worker"], c) {
			_, err := l.people.Find(row.Cell(c))
			return err != nil
		}
	}
	return false
}

// opened says for what the columns are taken.
func (l *list) opened() {
	if says := l.head.Says(columns); says != "" {
		l.note("columns read: %s", says)
	}
	if len(l.head.Strange) > 0 {
		l.note("columns not read: %s", quoted(l.head.Strange))
	}
	for _, name := range l.head.Twice {
		l.fault(l.sheet, l.head.Row, name, "keep one; of two tables side by side put each on a sheet of its own", "the column is there twice")
	}
}

// order finds out whether the days of a file have the day or the month first.
func (l *list) order() {
	either, monthFirst := "", false
	for i := l.from; i < len(l.s.Rows); i++ {
		for _, key := range []string{"date", "start", "end", "end date"} {
			for _, c := range l.head.At[key] {
				text := l.s.Rows[i].Cell(c)
				if _, err := table.ReadClock(text); err == nil {
					continue // 7.30 is no day
				}
				doubt, day, month := table.Ambiguous(text)
				if doubt && either == "" {
					either = text
				}
				if day { // one is enough: what does not fit it is a fault
					l.days.MonthFirst = false
					return
				}
				monthFirst = monthFirst || month
			}
		}
	}
	if l.days.MonthFirst = monthFirst; either == "" {
		return
	}
	if at, err := l.days.Date(either); err == nil {
		first := "day"
		if monthFirst {
			first = "month"
		}
		l.note("dates are read %s first: %s is %d %s %d", first, either, at.Day, at.Month, at.Year)
	}
}

// openShifts are what people write where nobody is.
var openShifts = regexp.MustCompile(`(?i)^(vacant|unfilled|unallocated|unassigned|tbc|tba|nobody|no ?cover|gap|open( shift)?|\?+|-+)$`)

var (
	cancelled = regexp.MustCompile(`(?i)^cancell?ed`)
	sumRow    = regexp.MustCompile(`(?i)^(grand |sub-?)?total`)
)

// nothing says why a row is no shift; empty where it is one.
func (l *list) nothing(row *table.Row) string {
	if cancelled.MatchString(l.cell(row, "status")) {
		return "cancelled"
	}
	if openShifts.MatchString(l.cell(row, "worker")) {
		return "nobody has the shift"
	}
	times := l.cell(row, "start") + l.cell(row, "end") + l.cell(row, "time")
	if times == "" && (l.cell(row, "worker") == "" || l.cell(row, "date") == "") || sumRow.MatchString(row.Cell(firstCell(row))) {
		return "a title or a total"
	}
	return ""
}

func firstCell(row *table.Row) int {
	return slices.IndexFunc(row.Cells, func(c string) bool { return c != "" })
}

// cell is what a row says of a key: the first of its columns that is not empty.
func (l *list) cell(row *table.Row, key string) string {
	text, _ := l.cellAt(row, key)
	return text
}

func (l *list) cellAt(row *table.Row, key string) (text string, column int) {
	at := l.head.At[key]
	for _, c := range at {
		if text := row.Cell(c); text != "" {
			return text, c
		}
	}
	if len(at) > 0 {
		return "", at[0]
	}
	return "", -1
}

// entry is a row being read.
type entry struct {
	*list
	row *table.Row
	bad bool
	who []string // whose shift the row of a list is: more than one where they go together
}

func (r *entry) wrong(column int, remedy, says string, args ...any) {
	r.bad = true
	name := ""
	if column >= 0 {
		name = r.head.Name(column)
	}
	r.fault(r.sheet, r.row.Number, name, remedy, says, args...)
}

// unclear reports what Names found of a text.
func (r *entry) unclear(column int, kind, text string, err error) {
	var f *table.Fault
	switch {
	case !errors.As(err, &f):
	case f.Unknown && f.Remedy == "":
		r.wrong(column, fmt.Sprintf("correct it, or add the %s to the problem", kind), "the problem has no %s %q", kind, table.Clip(text))
	case f.Unknown:
		r.wrong(column, f.Remedy, "the problem has no %s %q", kind, table.Clip(text))
	default:
		r.wrong(column, f.Remedy, "%s", f.Says)
	}
}

// shift reads the row.
func (r *entry) shift() (s scheduler.Shift, ok bool) {
	r.workers()
	r.times(&s)
	kind, given := r.kind()
	s.Kind = kind
	if !s.Start.IsZero() && !s.End.IsZero() {
		r.serve(&s, given)
	}
	s.Pinned = yes.MatchString(r.cell(r.row, "pinned"))
	s.Backups = r.backups(&s, r.cell(r.row, "backups"))
	return s, !r.bad
}

var yes = regexp.MustCompile(`(?i)^(yes|y|true|1|x|fixed|pinned)$`)

// workers reads who has the shift, and who has it with them.
func (r *entry) workers() {
	first, at := r.cellAt(r.row, "worker")
	if names := r.namesOf(first); len(names) > 1 {
		for _, name := range names {
			id, _ := r.people.Find(name)
			r.who = append(r.who, id)
		}
	} else {
		r.who = []string{r.worker(first, at)}
	}
	for _, c := range r.head.At["with"] {
		text := r.row.Cell(c)
		if text == "" || openShifts.MatchString(text) {
			continue
		}
		for _, name := range r.namesOf(text) {
			id, err := r.people.Find(name)
			if err != nil {
				r.unclear(c, "worker", name, err)
			}
			r.who = append(r.who, id)
		}
	}
}

// nameSigns may stand between the names of a cell.
var nameSigns = regexp.MustCompile(` *(?:[;/&+,\n]|\band\b) *`)

// namesOf are the names in a cell: of several only where each is somebody.
func (t *taking) namesOf(text string) []string {
	parts := slices.DeleteFunc(nameSigns.Split(text, -1), func(p string) bool { return p == "" })
	if _, err := t.people.Find(text); err == nil || len(parts) < 2 || slices.ContainsFunc(parts, func(p string) bool { _, err := t.people.Find(p); return err != nil }) {
		return []string{text}
	}
	return parts
}

// worker reads the first who has the shift.
func (r *entry) worker(first string, at int) string {
	for _, c := range r.head.At["worker"] {
		if text := r.row.Cell(c); text != "" {
			if id, err := r.people.Find(text); err == nil {
				return id
			}
		}
	}
	if both := strings.TrimSpace(r.cell(r.row, "first name") + " " + r.cell(r.row, "surname")); first == "" && both != "" {
		first = both
		at = r.head.At["surname"][0]
		if id, err := r.people.Find(both); err == nil {
			return id
		}
	}
	if first == "" {
		r.wrong(at, `write who works, or "vacant"`, "the row names nobody")
		return ""
	}
	_, err := r.people.Find(first)
	r.unclear(at, "worker", first, err)
	return ""
}

// kindWords are the words for kinds of shifts besides their own.
var kindWords = map[string]scheduler.Kind{"sleep in": scheduler.SleepIn, "sleepin": scheduler.SleepIn, "sleeping": scheduler.SleepIn, "sleeping night": scheduler.SleepIn,
	"on call": scheduler.Standby, "oncall": scheduler.Standby, "on-call": scheduler.Standby, "on standby": scheduler.Standby, "stand-by": scheduler.Standby, "shadowing": scheduler.Shadow,
	"waking night": scheduler.Waking}

func (r *entry) kind() (kind scheduler.Kind, given bool) {
	text, at := r.cellAt(r.row, "kind")
	if text == "" {
		return scheduler.Waking, false
	}
	low := strings.ToLower(text)
	for _, k := range scheduler.Kinds {
		if k.String() == low {
			return k, true
		}
	}
	if k, known := kindWords[low]; known {
		return k, true
	}
	r.note("%q under %s says nothing of the kind of a shift: each has its need's", table.Clip(text), r.head.Name(at))
	return scheduler.Waking, false
}

// backups are those who can step in for a shift, with the times of a part in brackets. They are worked
// out again wherever a rota is read, so that what cannot be told apart is left out.
func (r *entry) backups(s *scheduler.Shift, text string) (list []scheduler.Backup) {
	for text = strings.Trim(text, " ,;"); text != ""; text = strings.Trim(strings.TrimPrefix(text, " and "), " ,;") {
		longest := ""
		for name := range r.byName {
			if len(name) > len(longest) && strings.HasPrefix(text, name) && (len(name) == len(text) || strings.ContainsRune(" ,;(", rune(text[len(name)]))) {
				longest = name
			}
		}
		if longest != "" {
			b := scheduler.Backup{Worker: r.byName[longest]}
			text = r.part(s, &b, text[len(longest):])
			list = append(list, b)
			continue
		}
		name, rest, _ := strings.Cut(text, ",")
		if id, err := r.people.Find(name); err == nil {
			list = append(list, scheduler.Backup{Worker: id})
		} else {
			r.note("%q under who can step in is not known here, and is left out", table.Clip(name))
		}
		text = rest
	}
	return list
}

// part reads the times in brackets at the beginning of a text, and gives what stands after them.
func (r *entry) part(s *scheduler.Shift, b *scheduler.Backup, text string) (rest string) {
	inside, after, ok := strings.Cut(strings.TrimLeft(text, " "), ")")
	if !ok || !strings.HasPrefix(inside, "(") {
		return text
	}
	from, to, _, err := table.ReadRange(inside[1:])
	if err != nil {
		return text
	}
	day := scheduler.DateOf(s.Start.In(r.zone))
	start, err1 := table.Moment{Day: day, Clock: from}.Instant(r.zone, false)
	if start.Before(s.Start) {
		start, err1 = table.Moment{Day: day.Plus(1), Clock: from}.Instant(r.zone, false)
	}
	day = scheduler.DateOf(start)
	end, err2 := table.Moment{Day: day, Clock: to}.Instant(r.zone, true)
	if !start.Before(end) {
		end, err2 = table.Moment{Day: day.Plus(1), Clock: to}.Instant(r.zone, true)
	}
	if err1 == nil && err2 == nil {
		b.Start, b.End = start, end
	}
	return after
}
