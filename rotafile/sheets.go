package rotafile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// ReadSheets reads a problem from a folder of CSV sheets (comma, UTF-8). The first row of a sheet
// names its columns, which are the keys of the problem file; an empty cell is a key left out; a
// list is written with ";" between its elements, and a text that begins as a formula does with an
// apostrophe before it. The sheets, of which only rota.csv must be there:
//
//	rota.csv         one row: the keys of [rota]
//	clients.csv      a row for each [[client]]
//	needs.csv        a row for each [[need]]; among as "swimming:1; driver:2"
//	providers.csv    a row for each [[provider]]
//	workers.csv      a row for each [[worker]], without its tables
//	skills.csv       worker, skill, from, until: skills that hold for a time
//	skill_meanings.csv  a row for each [[skill]]
//	wishes.csv       worker, days, dates, except, from, to, from_date, until_date, want, price
//	available.csv    worker, days, dates, except, from, to, from_date, until_date
//	unavailable.csv  worker, start, end, dates, why
//	worked.csv       worker, start, end, kind
//	pinned.csv       worker, need (empty: on standby), start, end, part
//	caps.csv         worker and the keys of [caps]: the house's where worker is empty
//	pay.csv          a row for each [[pay]]
//	work_patterns.csv  a row for each [[work_pattern]]
//	contingency.csv  one row: the keys of [contingency], with
//	                 standby_shift_min and standby_shift_max
//	objective.csv    one row: the keys of [objective]
//
// A fault names the sheet, the row (its line in the file) and the column.
func ReadSheets(folder string) (*scheduler.Problem, error) {
	tree, faults, err := sheetsTree(folder)
	if err != nil {
		return nil, err
	}
	d, err := Reader{}.document(tree, faults, nil, nil)
	if err != nil {
		return nil, err
	}
	return d.Problem, nil
}

// cell is what a column's cells hold.
type cell int

const (
	words    cell = iota // a text
	list                 // texts with ; between them
	numbers              // a number, or a word such as "none"
	flags                // true or false
	amongs               // skill:workers with ; between them
	contacts             // names, or name: phone, with ; between them
)

// column is a column of a sheet.
type column struct {
	name string
	cell cell
}

// sheet is one kind of sheet. A row is put where place says.
type sheet struct {
	file    string
	columns []column
	place   func(s *sheetReader, row *node)
}

// columnsOf reads "name:kind" descriptions; no kind is words.
func columnsOf(text string) []column {
	kinds := map[string]cell{"": words, "list": list, "num": numbers, "flag": flags, "among": amongs, "contacts": contacts}
	var cols []column
	for _, f := range strings.Fields(text) {
		name, kind, _ := strings.Cut(f, ":")
		cols = append(cols, column{name, kinds[kind]})
	}
	return cols
}

// capsColumns are the worker and the limits: a duration is a text, all else a number.
func capsColumns() []column {
	cols := columnsOf("worker")
	for _, f := range new(scheduler.Caps).Fields() {
		c := column{f.Key, numbers}
		if _, ok := f.Value.(*time.Duration); ok {
			c.cell = words
		}
		cols = append(cols, c)
	}
	return append(cols, columnsOf("firm:list firm_why")...)
}

// sheets are all the kinds of sheet, workers before what hangs on them.
func sheets() []sheet {
	const days = " days:list dates:list except:list from_date until_date "
	return []sheet{
		{"rota.csv", columnsOf("name time_zone start days:num grain as_of week_starts holidays holidays_on extra_holidays:list"), single("rota")},
		{"contingency.csv", columnsOf("standby:num standby_shift_min standby_shift_max relief:num different_provider:flag headroom:num hold_over"), contingencyRow},
		{"objective.csv", columnsOf("new_face:num changeover:num standby_shift:num unfair:num overlap:num heads:num shadow_short:num change:num family max_cost:num"), single("objective")},
		{"clients.csv", columnsOf("id name known:list refuses:list tell:contacts tell_within phone facts:list"), entry("client")},
		{"needs.csv", columnsOf("id client" + days + `from to workers:num skills:list fallback_skills:list among:among only:list kind whole:flag
			min_shift max_shift criticality contingency:flag`), entry("need")},
		{"providers.csv", columnsOf("id name kind tier:num notice from_date until_date accepts:list max_hours_week:num max_cost:num on_cost:num suspended:flag"), entry("provider")},
		{"workers.csv", columnsOf(`id name provider skills:list suspended:flag refuses:list shadowing shadow_hours:num standby:flag
			rate:num sleep_in_rate:num standby_rate:num guaranteed_hours_week:num opt_out:flag answer_time travel_time phone`), entry("worker")},
		{"skills.csv", columnsOf("worker skill from until"), ofWorker("skills")},
		{"skill_meanings.csv", columnsOf("name trainable:flag lacks train_days:num train_cost:num"), entry("skill")},
		{"wishes.csv", columnsOf("worker" + days + "from to want price:num"), ofWorker("wishes")},
		{"available.csv", columnsOf("worker" + days + "from to"), ofWorker("available")},
		{"unavailable.csv", columnsOf("worker start end dates:list why"), ofWorker("unavailable")},
		{"worked.csv", columnsOf("worker start end kind"), ofWorker("worked")},
		{"pinned.csv", columnsOf("worker need start end part:flag"), ofWorker("pinned")},
		{"caps.csv", capsColumns(), capsRow},
		{"pay.csv", columnsOf("name" + days + "from to multiply:num add:num applies_to:list"), entry("pay")},
		{"work_patterns.csv", columnsOf("name workers:list of needs:list least:num most:num price:num"), entry("work_pattern")},
	}
}

// sheetReader builds the problem's tree from the rows.
type sheetReader struct {
	folder  string
	root    *node
	workers map[string]*node
	ids     []string // of the workers
	faults  Faults
}

func (s *sheetReader) add(file string, line int, col, remedy, says string, args ...any) {
	s.faults = append(s.faults, Fault{File: file, Line: line, Key: col, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// sheetsTree reads a folder into the tree of a problem file.
func sheetsTree(folder string) (*node, Faults, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, err
	}
	texts := map[string][]byte{}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			continue
		}
		if texts[e.Name()], err = readFile(filepath.Join(folder, e.Name())); err != nil {
			return nil, nil, err
		}
	}
	tree, faults := treeOfSheets(folder, texts)
	return tree, faults, nil
}

// treeOfSheets reads the texts of sheets by their file names.
func treeOfSheets(folder string, texts map[string][]byte) (*node, Faults) {
	s := &sheetReader{folder: folder, workers: map[string]*node{}}
	s.root = newTable(filepath.Join(folder, "rota.csv"), 1)
	s.root.sheet = true
	s.root.put("format", &node{kind: textKind, text: FormatName, file: s.root.file, line: 1, sheet: true})
	var names []string
	for _, sh := range sheets() {
		names = append(names, sh.file)
		if text, ok := texts[sh.file]; ok {
			s.sheet(sh, text)
		}
	}
	var strange []string
	for name := range texts {
		if !slices.Contains(names, name) {
			strange = append(strange, name)
		}
	}
	slices.Sort(strange)
	for _, name := range strange {
		remedy := "rename it or move it elsewhere; the sheets are " + strings.Join(names, ", ")
		if near := validate.Nearest(name, names); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		s.add(filepath.Join(folder, name), 1, "", remedy, "no sheet has this name")
	}
	if _, ok := texts["rota.csv"]; !ok {
		s.add(s.root.file, 1, "", "add it, with the columns name, time_zone, start and days", "the sheet is missing")
		s.root.put("rota", &node{kind: lostKind, file: s.root.file, line: 1, sheet: true})
	}
	return s.root, s.faults
}

// lostSheet says that a sheet cannot be read, so that nobody knows what is in it.
func (s *sheetReader) lostSheet(sh sheet) {
	for key, file := range map[string]string{"client": "clients.csv", "need": "needs.csv", "provider": "providers.csv", "worker": "workers.csv"} {
		if sh.file == file {
			s.root.put(key, &node{kind: lostKind, file: filepath.Join(s.folder, file), line: 1, sheet: true})
		}
	}
}

func (s *sheetReader) sheet(sh sheet, text []byte) {
	file := filepath.Join(s.folder, sh.file)
	if faults := sound(file, text); faults != nil {
		s.faults = append(s.faults, faults...)
		s.lostSheet(sh)
		return
	}
	r := csv.NewReader(bytes.NewReader(withoutMark(text)))
	r.FieldsPerRecord = -1
	var header []*column
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, says := 1, err.Error()
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				line, says = max(1, parse.Line), parse.Err.Error()
			}
			s.add(file, line, "", "correct the quotes of the row", "%s", says)
			s.lostSheet(sh)
			return
		}
		line, _ := r.FieldPos(0)
		if header == nil {
			if sign := separator(cells); sign != "" {
				s.add(file, 1, "", "save the sheet with commas between its cells", "its cells have %s between them, and commas are wanted", sign)
				s.lostSheet(sh)
				return
			}
			header = s.header(sh, file, cells)
			continue
		}
		if row := s.row(header, file, line, cells); len(row.keys) > 0 {
			sh.place(s, row)
		}
	}
	if header == nil {
		s.lostSheet(sh)
		s.add(file, 1, "", "write the names of the columns in the first row", "the sheet is empty")
	}
}

// separator is what a first row that is one cell has between its names in place of commas; empty where
// it has nothing of that kind.
func separator(cells []string) string {
	switch {
	case len(cells) != 1:
	case strings.Contains(cells[0], ";"):
		return "semicolons"
	case strings.Contains(cells[0], "\t"):
		return "tabs"
	}
	return ""
}

// header finds the columns that the first row names; nil for one that is unknown.
func (s *sheetReader) header(sh sheet, file string, cells []string) []*column {
	var names []string
	for _, c := range sh.columns {
		names = append(names, c.name)
	}
	header := make([]*column, len(cells))
	seen := map[string]bool{}
	for i, text := range cells {
		name := strings.TrimSpace(text)
		at := slices.Index(names, name)
		switch {
		case name == "":
		case seen[name]:
			s.add(file, 1, clip(name), "keep one of the two", "the column is there twice")
		case at < 0:
			remedy := "take it out; the columns are " + strings.Join(names, ", ")
			if near := validate.Nearest(name, names); near != "" {
				remedy = fmt.Sprintf("did you mean %q?", near)
			}
			s.add(file, 1, clip(name), remedy, "the column is unknown")
		default:
			header[i] = &sh.columns[at]
		}
		seen[name] = true
	}
	return header
}

// row makes a table of the cells that are not empty.
func (s *sheetReader) row(header []*column, file string, line int, texts []string) *node {
	row := newTable(file, line)
	row.sheet = true
	for i, text := range texts {
		text = strings.TrimSpace(text)
		switch {
		case text == "":
		case i >= len(header):
			s.add(file, line, "", "take it out, or name its column in the first row", "the cell %q stands beyond the last column", clip(text))
		case header[i] != nil:
			row.put(header[i].name, cellNode(header[i], file, line, cells.Unguarded(text)))
		}
	}
	return row
}

// cellNode is the value of a cell. What is not of the column's kind stays a
// text, for the decoder to refuse.
func cellNode(c *column, file string, line int, text string) *node {
	n := &node{kind: textKind, text: text, file: file, line: line, sheet: true, column: c.name}
	switch c.cell {
	case list, amongs, contacts:
		n.kind = listKind
		for _, part := range strings.Split(text, ";") {
			if part = strings.TrimSpace(part); part != "" {
				item := cellNode(&column{name: c.name}, file, line, part)
				switch c.cell {
				case amongs:
					item = amongNode(item)
				case contacts:
					item = contactNode(item)
				}
				n.items = append(n.items, item)
			}
		}
	case numbers:
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			n.kind, n.int, n.float, n.text = intKind, i, float64(i), strconv.FormatInt(i, 10)
		} else if f, err := strconv.ParseFloat(text, 64); err == nil && plainDecimal(strings.TrimPrefix(text, "-")) {
			n.kind, n.float, n.text = floatKind, f, floatText(f)
		}
	case flags:
		switch strings.ToLower(text) {
		case "true", "yes":
			n.kind, n.bool = boolKind, true
		case "false", "no":
			n.kind, n.bool = boolKind, false
		}
	}
	return n
}

// contactNode is the table of "Carys: 01234 567890"; a name alone stays a text.
func contactNode(item *node) *node {
	name, phone, ok := strings.Cut(item.text, ":")
	if !ok {
		return item
	}
	t := newTable(item.file, item.line)
	t.sheet, t.column = true, item.column
	t.put("name", cellNode(&column{name: item.column}, item.file, item.line, strings.TrimSpace(name)))
	t.put("phone", cellNode(&column{name: item.column}, item.file, item.line, strings.TrimSpace(phone)))
	return t
}

// amongNode is the table of "swimming:1".
func amongNode(item *node) *node {
	skill, count, ok := strings.Cut(item.text, ":")
	if !ok {
		return item
	}
	t := newTable(item.file, item.line)
	t.sheet, t.column = true, item.column
	t.put("skill", cellNode(&column{name: item.column}, item.file, item.line, strings.TrimSpace(skill)))
	t.put("workers", cellNode(&column{item.column, numbers}, item.file, item.line, strings.TrimSpace(count)))
	return t
}

// single places the one row of a table.
func single(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		if s.root.fields[key] != nil {
			s.add(row.file, row.line, "", "keep one row", "the sheet has more than one row")
			return
		}
		s.root.put(key, row)
	}
}

func contingencyRow(s *sheetReader, row *node) {
	shift := newTable(row.file, row.line)
	shift.sheet = true
	for _, key := range []string{"min", "max"} {
		if n := row.fields["standby_shift_"+key]; n != nil {
			row.drop("standby_shift_" + key)
			shift.put(key, n)
		}
	}
	if len(shift.keys) > 0 {
		row.put("standby_shift", shift)
	}
	single("contingency")(s, row)
}

// entry places the rows of a list.
func entry(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		appendTo(s.root, key, row)
		if id := row.fields["id"]; key == "worker" && id != nil && s.workers[id.text] == nil {
			s.workers[id.text] = row
			s.ids = append(s.ids, id.text)
		}
	}
}

// appendTo adds an element to a list of a table.
func appendTo(t *node, key string, item *node) {
	if list := t.fields[key]; list != nil && list.kind == lostKind {
		return
	}
	if t.fields[key] == nil {
		t.put(key, &node{kind: listKind, file: item.file, line: item.line, sheet: true})
	}
	t.fields[key].items = append(t.fields[key].items, item)
}

// worker takes the column worker out of a row and finds the worker it names.
func (s *sheetReader) worker(row *node) *node {
	id := row.fields["worker"]
	row.drop("worker")
	if id == nil {
		s.add(row.file, row.line, "worker", "name the worker", "it is required")
		return nil
	}
	if w := s.workers[id.text]; w != nil {
		return w
	}
	if list := s.root.fields["worker"]; list != nil && list.kind == lostKind {
		return nil
	}
	remedy := "add the worker to workers.csv, or correct the id"
	if near := validate.Nearest(id.text, s.ids); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	s.add(row.file, row.line, "worker", remedy, "no worker has the id %q", clip(id.text))
	return nil
}

// ofWorker places the rows of a list that hangs on a worker.
func ofWorker(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		if w := s.worker(row); w != nil {
			appendTo(w, key, row)
		}
	}
}

// capsRow places the house's limits or a worker's own.
func capsRow(s *sheetReader, row *node) {
	at := s.root
	if row.fields["worker"] != nil {
		if at = s.worker(row); at == nil {
			return
		}
	}
	if at.fields["caps"] != nil {
		s.add(row.file, row.line, "worker", "keep one row", "these limits are given twice")
		return
	}
	at.put("caps", row)
}
