package rotafile

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// decoder turns a tree into a Problem and gathers the faults of types and
// forms. What the values mean is package validate's to judge.
type decoder struct {
	root   *node
	zone   *time.Location
	faults Faults
	notes  []scheduler.Warning // what is read other than it is written
	known  []string            // paths of the faults of the problem found so far
	part   bool                // what is required may stand elsewhere
}

func (d *decoder) add(n *node, path, remedy, says string, args ...any) {
	f := Fault{File: n.file, Line: n.line, Key: path, Entry: d.root.entryOf(path), Says: fmt.Sprintf(says, args...), Remedy: remedy}
	if n.sheet {
		f.Key, f.Entry, f.Sheet = cmp.Or(n.column, path[strings.LastIndexByte(path, '.')+1:]), "", n.tab
	}
	d.faults, d.known = append(d.faults, f), append(d.known, path)
}

// table reads the keys of one table. Each reading method notes its key, leaves
// the target alone when the key is absent or at fault, and says whether it set it.
type table struct {
	d     *decoder
	n     *node
	path  string
	asked []string
}

// tableOf reads a node as a table; nil, with a fault, when it is none.
func (d *decoder) tableOf(n *node, path string) *table {
	if n == nil {
		return nil
	}
	if n.kind != tableKind {
		d.wrong(n, path, "a table", "write its keys in a table")
		return nil
	}
	return &table{d: d, n: n, path: path}
}

// wrong reports a value of another kind than is wanted. What could not be read has been reported.
func (d *decoder) wrong(n *node, path, wanted, remedy string) {
	if n.kind == lostKind {
		d.known = append(d.known, path)
		if n.word && wanted != "a text" && wanted != "a word" {
			d.faults.correct(n, path, remedy)
		}
		return
	}
	d.add(n, path, remedy, "it is %s, but %s is wanted", n.kind, wanted)
}

// done reports the keys that nothing asked for.
func (t *table) done() {
	for _, key := range t.n.keys {
		if contains(t.asked, key) {
			continue
		}
		t.d.unknown(t.n.fields[key], t.key(clip(key)), key, t.asked)
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// key is the path of a key of this table.
func (t *table) key(k string) string {
	if t.path == "" {
		return k
	}
	return t.path + "." + k
}

func (t *table) get(key string) *node {
	t.asked = append(t.asked, key)
	return t.n.fields[key]
}

// require reports a key that is absent.
func (t *table) require(key, remedy string) {
	switch {
	case t.n.fields[key] != nil || t.d.part:
	case t.n.meant:
		t.d.known = append(t.d.known, t.key(key))
	default:
		t.d.add(t.n, t.key(key), remedy, "it is required")
	}
}

func (t *table) text(key string, to *string) bool {
	n := t.get(key)
	return n != nil && t.d.text(n, t.key(key), to)
}

func (d *decoder) text(n *node, path string, to *string) bool {
	if n.kind != textKind {
		d.wrong(n, path, "a text", "write it in quotes")
		return false
	}
	*to = n.text
	return true
}

func (t *table) flag(key string, to *bool) bool {
	n := t.get(key)
	if n == nil {
		return false
	}
	if n.kind != boolKind {
		t.d.wrong(n, t.key(key), "true or false", "write true or false, without quotes")
		return false
	}
	*to = n.bool
	return true
}

func (t *table) whole(key string, to *int) bool {
	n := t.get(key)
	if n == nil {
		return false
	}
	if n.kind == floatKind && digits(strings.TrimPrefix(n.text, "-")) { // JSON's, past 64 bits
		t.d.add(n, t.key(key), "write a smaller number", "the number %s is too large", clip(n.text))
		return false
	}
	if n.kind != intKind {
		t.d.wrong(n, t.key(key), "a whole number", "write a whole number, without quotes and point")
		return false
	}
	if n.int > math.MaxInt32 || n.int < math.MinInt32 {
		t.d.add(n, t.key(key), "write a smaller number", "%d is out of range", n.int)
		return false
	}
	*to = int(n.int)
	return true
}

func (t *table) number(key string, to *float64) bool {
	n := t.get(key)
	if n == nil {
		return false
	}
	if n.kind != intKind && n.kind != floatKind {
		t.d.wrong(n, t.key(key), "a number", "write a number, without quotes")
		return false
	}
	*to = n.float
	return true
}

// optional reads a number that may be left out, or "none".
func (t *table) optional(key string, to **float64) {
	if n := t.n.fields[key]; n != nil && none(n) {
		t.get(key)
		*to = nil
		return
	}
	var x float64
	if t.number(key, &x) {
		*to = &x
	}
}

// none says whether a node lifts a limit: "none".
func none(n *node) bool { return n.kind == textKind && n.text == "none" }

// hours reads a limit in hours, exact to the second, or "none".
func (t *table) hours(key string, to **time.Duration) {
	n := t.n.fields[key]
	if n != nil && none(n) {
		t.get(key)
		*to = nil
		return
	}
	var h float64
	if !t.number(key, &h) {
		return
	}
	if math.IsNaN(h) || math.Abs(h) > mostHours {
		t.d.add(n, t.key(key), fmt.Sprintf("write a number of hours below %g", mostHours), "%g hours are out of range", h)
		return
	}
	limit := time.Duration(math.Round(h*3600)) * time.Second
	*to = &limit
}

// days reads a limit in whole days of which 0 in the Problem means none.
func (t *table) days(key string, to *int) {
	n := t.n.fields[key]
	switch {
	case n != nil && none(n):
		t.get(key)
		*to = 0
	case t.whole(key, to) && *to == 0:
		t.d.add(n, t.key(key), `write "none" for no limit, or a number from 1`, "0 is not a number of days in a row")
	}
}

// count reads an optional limit, or "none".
func (t *table) count(key string, to **int) {
	var limit int
	if n := t.n.fields[key]; n != nil && none(n) {
		t.get(key)
		*to = nil
	} else if t.whole(key, &limit) {
		*to = &limit
	}
}

func (t *table) duration(key string, to *time.Duration) bool {
	n := t.get(key)
	if n == nil {
		return false
	}
	const remedy = `write a duration such as "30m", "2h", "1h30m" or "1.5h"`
	if n.kind != textKind {
		t.d.wrong(n, t.key(key), "a duration", remedy)
		return false
	}
	v, err := parseDuration(n.text)
	if err != nil {
		t.d.add(n, t.key(key), remedy, "%v", err)
		return false
	}
	*to = v
	return true
}

// limit reads a duration of which 0 in the Problem means none.
func (t *table) limit(key string, to *time.Duration) {
	n := t.n.fields[key]
	switch {
	case n != nil && none(n):
		t.get(key)
		*to = 0
	case t.duration(key, to) && *to == 0:
		t.d.add(n, t.key(key), `write "none" for no limit, or a longer duration`, "0 is not a length of time")
	}
}

func (t *table) clock(key string, to *time.Duration) bool {
	n := t.get(key)
	if n == nil {
		return false
	}
	const remedy = `write a time of day such as "07:30"`
	if n.kind != textKind && n.kind != clockKind {
		t.d.wrong(n, t.key(key), "a time of day", remedy)
		return false
	}
	v, err := parseClock(n.text)
	if err != nil {
		t.d.add(n, t.key(key), remedy, "%v", err)
		return false
	}
	*to = v
	return true
}

func (t *table) date(key string, to *scheduler.Date) bool {
	n := t.get(key)
	return n != nil && t.d.date(n, t.key(key), to)
}

func (d *decoder) date(n *node, path string, to *scheduler.Date) bool {
	const remedy = `write a day of the calendar such as "2026-03-29"`
	if n.kind != textKind && n.kind != dateKind {
		d.wrong(n, path, "a date", remedy)
		return false
	}
	v, err := parseDate(n.text)
	if err != nil {
		d.add(n, path, remedy, "%v", err)
		return false
	}
	*to = v
	return true
}

// start and end read an instant: of a wall time that occurs twice the first or the second.
func (t *table) start(key string, to *time.Time) { t.instant(key, scheduler.StartInstant, to) }
func (t *table) end(key string, to *time.Time)   { t.instant(key, scheduler.EndInstant, to) }

func (t *table) instant(key string, resolve instantOf, to *time.Time) {
	if n := t.get(key); n != nil {
		t.d.instant(n, t.key(key), resolve, to)
	}
}

func (d *decoder) instant(n *node, path string, resolve instantOf, to *time.Time) bool {
	const remedy = `write a local date and time such as "2026-03-29T22:00"`
	if n.kind != textKind && n.kind != momentKind && n.kind != instantKind {
		d.wrong(n, path, "a date-time", remedy)
		return false
	}
	v, err := parseMoment(n.text, d.zone, resolve)
	if err != nil {
		d.add(n, path, remedy, "%v", err)
		return false
	}
	if says, moved := Skipped(n.text, v); moved {
		d.notes = append(d.notes, scheduler.Warning{Path: path, Says: says, Remedy: "write a time that there is"})
	}
	*to = v
	return true
}

// each calls read for every element of a list; where single is true, a value
// that is no list stands for a list of one.
func (t *table) each(key string, single bool, read func(n *node, path string)) bool {
	n := t.get(key)
	switch {
	case n == nil:
		return false
	case n.kind == listKind:
		for i, item := range n.items {
			read(item, fmt.Sprintf("%s[%d]", t.key(key), i))
		}
	case single && n.kind != tableKind && n.kind != nullKind:
		read(n, t.key(key))
	default:
		t.d.wrong(n, t.key(key), "a list", "write it in square brackets")
		return false
	}
	return true
}

// tables calls read for every table of a list. An element that is no table is a fault; read is
// called with nil for it, so that the places of the others stay.
func (t *table) tables(key string, read func(*table)) bool {
	one := func(n *node, path string) {
		sub := t.d.tableOf(n, path)
		read(sub)
		if sub != nil {
			sub.done()
		}
	}
	if n := t.n.fields[key]; n != nil && n.header {
		t.get(key)
		t.d.add(n, t.key(key), fmt.Sprintf("write [[%s]], with two brackets", indexes.ReplaceAllString(t.key(key), "")), "it is one table, but a list is wanted")
		one(n, t.key(key))
		return true
	}
	return t.each(key, false, one)
}

// indexes are the places in lists that a path goes through.
var indexes = regexp.MustCompile(`\[[0-9]+\]`)

// texts reads a list of texts, or one text. Elements at fault keep their place.
func (t *table) texts(key string, to *[]string) bool {
	var list []string
	ok := t.each(key, true, func(n *node, path string) {
		var s string
		t.d.text(n, path, &s)
		list = append(list, s)
	})
	if ok {
		*to = list
	}
	return ok
}

// dates reads a list of dates, or one date. Where holidays is given, the word
// "holidays" sets it.
func (t *table) dates(key string, to *[]scheduler.Date, holidays *bool) {
	var list []scheduler.Date
	ok := t.each(key, true, func(n *node, path string) {
		if holidays != nil && n.kind == textKind && n.text == "holidays" {
			*holidays = true
			return
		}
		var d scheduler.Date
		t.d.date(n, path, &d)
		list = append(list, d)
	})
	if ok {
		*to = list
	}
}

// choice reads one of the words.
func (t *table) choice(key string, words []string, set func(int)) {
	if n := t.get(key); n != nil {
		t.d.choice(n, t.key(key), words, set)
	}
}

// oneOf reads one of the values of an enum by its word.
func oneOf[E any](t *table, key string, values []E, to *E) (set bool) {
	t.choice(key, wordsOf(values), func(i int) { *to, set = values[i], true })
	return set
}

// wordsOf are the words of values that print themselves.
func wordsOf[E any](values []E) []string {
	var words []string
	for _, v := range values {
		words = append(words, fmt.Sprint(v))
	}
	return words
}

func (d *decoder) choice(n *node, path string, words []string, set func(int)) {
	remedy := "write one of " + quoteAll(words)
	if n.kind != textKind {
		d.wrong(n, path, "a word", remedy)
		return
	}
	for i, w := range words {
		if w == n.text {
			set(i)
			return
		}
	}
	if near := validate.Nearest(n.text, words); near != "" {
		remedy = fmt.Sprintf("did you mean %q? %s", near, remedy)
	}
	d.add(n, path, remedy, "%q is not one of the words it may be", clip(n.text))
}

func quoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = fmt.Sprintf("%q", w)
	}
	return strings.Join(quoted, ", ")
}
