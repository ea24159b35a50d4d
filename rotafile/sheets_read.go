package rotafile

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// sheetReader builds the problem's tree from the rows.
type sheetReader struct {
	path    string // of the folder or the workbook
	root    *node
	workers map[string]*node // by id
	names   map[string]*cells.Names
	days    cells.Days
	faults  Faults
}

// add reports a fault of a row, or of what stands in it.
func (s *sheetReader) add(at *node, col, remedy, says string, args ...any) {
	s.faults = append(s.faults, Fault{File: at.file, Sheet: at.tab, Line: at.line, Key: col, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// sheetsTree reads a folder, or a workbook, into the tree of a problem file.
func sheetsTree(path string) (*node, Faults, error) {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		data, err := readFile(path)
		if err != nil {
			return nil, nil, err
		}
		tree, faults := treeOfWorkbook(path, data)
		return tree, faults, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, nil, err
	}
	texts := map[string][]byte{}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			continue
		}
		if texts[e.Name()], err = readFile(filepath.Join(path, e.Name())); err != nil {
			return nil, nil, err
		}
	}
	tree, faults := treeOfSheets(path, texts)
	return tree, faults, nil
}

func newSheetReader(path, first, tab string) *sheetReader {
	s := &sheetReader{path: path, workers: map[string]*node{}, names: map[string]*cells.Names{}}
	s.root = newTable(first, 1)
	s.root.sheet, s.root.tab = true, tab
	s.root.put("format", s.root.with(FormatName))
	return s
}

// treeOfSheets reads the texts of sheets by their file names.
func treeOfSheets(folder string, texts map[string][]byte) (*node, Faults) {
	s := newSheetReader(folder, filepath.Join(folder, "rota.csv"), "")
	called := map[string]string{} // by the kind of sheet
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		at := newTable(filepath.Join(folder, name), 1)
		switch kind := kindOfSheet(strings.TrimSuffix(strings.ToLower(name), ".csv")); {
		case kind == "":
			s.add(at, "", cmp.Or(nearSheet(name), "rename it or move it elsewhere; the sheets are "+strings.Join(fileNames(), ", ")), "no sheet has this name")
		case called[kind] != "":
			s.add(at, "", "keep one of the two", "%s is this sheet, too", called[kind])
		default:
			called[kind] = name
		}
	}
	for _, sh := range sheets() {
		if name := called[sh.file]; name != "" {
			s.text(sh, newTable(filepath.Join(folder, name), 1), texts[name])
		}
	}
	return s.done(called["rota.csv"] != "")
}

// treeOfWorkbook reads the sheets of a workbook; those that are called otherwise are passed over, unless one is likely misspelt.
func treeOfWorkbook(path string, data []byte) (*node, Faults) {
	book, err := cells.Open(data)
	if err != nil {
		var f *cells.Fault
		errors.As(err, &f)
		return nil, Faults{{File: path, Sheet: f.Sheet, Line: max(1, f.Row), Key: f.Column, Says: f.Says, Remedy: f.Remedy}}
	}
	s := newSheetReader(path, path, "Rota")
	of := map[string]*cells.Sheet{}
	for i := range book.Sheets {
		tab := &book.Sheets[i]
		at := newTable(path, 1)
		at.tab = tab.Name
		switch kind := kindOfSheet(strings.ToLower(tab.Name)); {
		case kind == "":
			if near := nearSheet(tab.Name); near != "" {
				s.add(at, "", near, "no sheet has this name")
			}
		case of[kind] != nil:
			s.add(at, "", "keep one of the two", "%s is this sheet, too", of[kind].Name)
		default:
			of[kind] = tab
		}
	}
	for _, sh := range sheets() {
		if tab := of[sh.file]; tab != nil {
			at := newTable(path, 1)
			at.tab = tab.Name
			for _, f := range book.Faults {
				if at.line = f.Row; f.Sheet == tab.Name {
					s.add(at, f.Column, f.Remedy, "%s", f.Says)
				}
			}
			at.line = 1
			s.sheet(sh, at, tab.Rows)
		}
	}
	return s.done(of["rota.csv"] != nil)
}

// done lays ids in the place of names, and says what is missing.
func (s *sheetReader) done(hasRota bool) (*node, Faults) {
	s.refer()
	if !hasRota {
		s.add(s.root, "", "add it, with the columns name, time_zone, start and days", "the sheet is missing")
		s.lost("rota", s.root)
	}
	return s.root, s.faults
}

func (s *sheetReader) lost(key string, at *node) {
	s.root.put(key, &node{kind: lostKind, file: at.file, line: 1, sheet: true, tab: at.tab})
}

// lostSheet says that a sheet cannot be read, so that nobody knows what is in it.
func (s *sheetReader) lostSheet(sh sheet, at *node) {
	for key, file := range map[string]string{"client": "clients.csv", "need": "needs.csv", "provider": "providers.csv", "worker": "workers.csv"} {
		if sh.file == file {
			s.lost(key, at)
		}
	}
}

// text reads the text of a sheet.
func (s *sheetReader) text(sh sheet, at *node, text []byte) {
	book, err := cells.OpenFor(text, sh.headings())
	var f *cells.Fault
	if errors.As(err, &f) {
		at.line = max(1, f.Row)
		s.add(at, f.Column, f.Remedy, "%s", f.Says)
		s.lostSheet(sh, at)
		return
	}
	var rows []cells.Row
	for i := range book.Sheets {
		rows = append(rows, book.Sheets[i].Rows...)
	}
	s.sheet(sh, at, rows)
}

// mostTitles are the most rows that may stand above the one that names the columns.
const mostTitles = 20

// sheet places the rows of a sheet.
func (s *sheetReader) sheet(sh sheet, at *node, rows []cells.Row) {
	if len(rows) == 0 {
		s.lostSheet(sh, at)
		s.add(at, "", "write the names of the columns in the first row", "the sheet is empty")
		return
	}
	best, most := 0, 0
	for i := range rows[:min(len(rows), mostTitles)] {
		h := cells.HeaderOf(&rows[i], sh.headings())
		if len(h.At) > most {
			best, most = i, len(h.At)
		}
	}
	at.line = rows[best].Number
	header := s.header(sh, at, &rows[best])
	s.order(header, rows[best+1:])
	for i := range rows[best+1:] {
		if row := s.row(header, at, &rows[best+1+i]); len(row.keys) > 0 {
			s.named(sh, row)
			sh.place(s, row)
		}
	}
	s.placed(sh)
}

// passedOver are columns that are for people.
var passedOver = []string{"notes", "note", "comment", "comments", "remarks"}

// header finds the columns that a row names, by the place; of what is not known nil.
func (s *sheetReader) header(sh sheet, at *node, row *cells.Row) []*column {
	h := cells.HeaderOf(row, sh.headings())
	if at := h.At["starts"]; len(h.At["start"]) == 0 && len(h.At["end"]) > 0 { // as who writes "Starts" and "Ends"
		h.At["start"], h.At["starts"] = at, nil
	}
	header := make([]*column, len(row.Cells))
	for i := range sh.columns {
		for _, c := range h.At[sh.columns[i].name] {
			header[c] = &sh.columns[i]
		}
	}
	for _, name := range h.Twice {
		s.add(at, clip(name), "keep one of the two", "the column is there twice")
	}
	for _, name := range h.Strange {
		if slices.Contains(passedOver, strings.ToLower(name)) {
			continue
		}
		names := sh.names()
		remedy := "take it out; the columns are " + strings.Join(names, ", ")
		if near := validate.Nearest(name, names); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		s.add(at, clip(name), remedy, "the column is unknown")
	}
	return header
}

// order finds out whether the days of a sheet have the month first.
func (s *sheetReader) order(header []*column, rows []cells.Row) {
	day, month, doubt := false, false, ""
	for i := range rows {
		for c, text := range rows[i].Cells {
			if c < len(header) && header[c] != nil && header[c].cell.ofDays() {
				either, d, m := cells.Ambiguous(text)
				if day, month = day || d, month || m; either {
					doubt = text
				}
			}
		}
	}
	s.days.MonthFirst = month && !day
	if at, err := s.days.Date(doubt); err == nil {
		s.note("write days such as "+at.String(), "%q is read as %d %s %d", doubt, at.Day, at.Month, at.Year)
	}
}

// note says what was decided to read the sheets.
func (s *sheetReader) note(remedy, says string, args ...any) {
	s.root.notes = append(s.root.notes, scheduler.Warning{Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// row makes a table of the cells that are not empty. Of two columns for one key the first that is not empty counts.
func (s *sheetReader) row(header []*column, at *node, of *cells.Row) *node {
	row := newTable(at.file, of.Number)
	row.sheet, row.tab = true, at.tab
	for i, text := range of.Cells {
		switch {
		case text == "":
		case i >= len(header):
			s.add(row, "", "take it out, or name its column in the first row", "the cell %q stands beyond the last column", clip(text))
		case header[i] != nil && row.fields[header[i].name] == nil:
			row.put(header[i].name, s.cell(header[i], row, text))
		}
	}
	return row
}

// named gives an entry that has a name and no id one that is made of its name.
func (s *sheetReader) named(sh sheet, row *node) {
	name := row.fields["name"]
	if row.fields["id"] != nil || name == nil || len(cells.Words(name.text)) == 0 || !slices.Contains(sh.names(), "id") {
		return
	}
	id := *name
	id.text = strings.Join(cells.Words(name.text), "-")
	row.put("id", &id)
	s.note("give a column id to choose it", "%q has the id %q, made of the name", clip(name.text), id.text)
}

// placed learns from a sheet what other sheets refer to.
func (s *sheetReader) placed(sh sheet) {
	if rota := s.root.fields["rota"]; sh.file == "rota.csv" && rota != nil {
		if start := rota.fields["start"]; start != nil {
			s.days.First, _ = scheduler.ParseDate(start.text)
			s.days.Last = s.days.First
		}
	}
	if sh.file == "workers.csv" {
		s.names["worker"] = s.namesOf("worker")
	}
}

// namesOf knows the entries of a list by their ids and names.
func (s *sheetReader) namesOf(key string) *cells.Names {
	var ids, names []string
	if list := s.root.fields[key]; list != nil {
		for _, item := range list.items {
			if id := item.fields["id"]; id != nil && !slices.Contains(ids, id.text) {
				name := ""
				if n := item.fields["name"]; n != nil {
					name = n.text
				}
				ids, names = append(ids, id.text), append(names, name)
			}
		}
	}
	return cells.NewNames(ids, names)
}

// references are the columns that name entries, by the list that they stand in.
var references = []struct{ in, key, of string }{
	{"client", "known", "worker"}, {"need", "client", "client"}, {"need", "only", "worker"}, {"provider", "accepts", "client"},
	{"worker", "provider", "provider"}, {"worker", "refuses", "client"}, {"worker", "shadowing", "worker"}, {"work_pattern", "workers", "worker"}, {"work_pattern", "needs", "need"},
}

// refer lays ids in the place of the names that columns have. What names nobody stays for the validation to find.
func (s *sheetReader) refer() {
	for _, of := range []string{"client", "need", "provider", "worker"} {
		s.names[of] = s.namesOf(of)
	}
	for _, r := range references {
		list := s.root.fields[r.in]
		if list == nil {
			continue
		}
		for _, item := range list.items {
			if n := item.fields[r.key]; n != nil {
				for _, one := range append(n.items, n) {
					s.meant(one, r.of)
				}
			}
		}
	}
	for _, w := range s.workers {
		if pins := w.fields["pinned"]; pins != nil {
			for _, pin := range pins.items {
				s.meant(pin.fields["need"], "need")
			}
		}
	}
}

func (s *sheetReader) meant(n *node, of string) {
	if n == nil || n.kind != textKind {
		return
	}
	if id, err := s.names[of].Find(n.text); err == nil {
		n.text = id
	}
}

// worker takes the column worker out of a row and finds the worker that it names.
func (s *sheetReader) worker(row *node) *node {
	who := row.fields["worker"]
	row.drop("worker")
	if list := s.root.fields["worker"]; who != nil && list != nil && list.kind == lostKind {
		return nil
	}
	if who == nil {
		s.add(row, "worker", "name the worker", "it is required")
		return nil
	}
	if s.names["worker"] == nil {
		s.names["worker"] = s.namesOf("worker")
	}
	id, err := s.names["worker"].Find(who.text)
	var f *cells.Fault
	switch {
	case err == nil:
		return s.workers[id]
	case errors.As(err, &f) && !f.Unknown:
		s.add(row, "worker", f.Remedy, "%s", f.Says)
	default:
		s.add(row, "worker", cmp.Or(f.Remedy, "add the worker to workers.csv, or correct the id"), "no worker has the id %q", clip(who.text))
	}
	return nil
}
