package rotafile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// WriteSheets writes p as a folder of CSV sheets that ReadSheets reads as the same Problem, with
// WriteProblem's exceptions and a worker's lasting skills before those with dates. The folder is
// made where it is not there; one that holds CSV files already is refused, since sheets of two
// problems would become one. What cells cannot hold is a fault, and then nothing is written.
func WriteSheets(folder string, p *scheduler.Problem) error {
	if p == nil {
		return errNothing
	}
	if _, err := p.ZoneName(); err != nil {
		return err
	}
	s := &sheetWriter{rows: map[string][][]string{}, family: map[string]bool{}}
	s.problem(problemTree(p))
	if err := s.faults.sorted(); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			return fmt.Errorf("%s holds sheets already, %s among them: name another folder", folder, e.Name())
		}
	}
	return s.write(folder, errors.Is(err, fs.ErrNotExist))
}

// write writes the sheets to a folder, all or none; made says that the folder is not there yet.
func (s *sheetWriter) write(folder string, made bool) (err error) {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			os.Remove(path)
		}
		if made {
			os.Remove(folder)
		}
	}()
	for _, sh := range sheets() {
		if len(s.rows[sh.file]) == 0 {
			continue
		}
		text, err := sheetText(sh, s.rows[sh.file])
		if err != nil {
			return err
		}
		path := filepath.Join(folder, sh.file)
		if err := WriteFile(path, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
			return err
		}
		written = append(written, path)
	}
	return nil
}

// sheetText is a sheet without its empty columns.
func sheetText(sh sheet, rows [][]string) ([]byte, error) {
	var used []int
	for i := range sh.columns {
		for _, row := range rows {
			if row[i] != "" {
				used = append(used, i)
				break
			}
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	pick := func(all func(int) string) []string {
		var out []string
		for _, i := range used {
			out = append(out, all(i))
		}
		return out
	}
	if err := w.Write(pick(func(i int) string { return sh.columns[i].name })); err != nil {
		return nil, err
	}
	for _, row := range rows {
		if err := w.Write(pick(func(i int) string { return row[i] })); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// sheetWriter lays a problem's tree out in rows by sheet.
type sheetWriter struct {
	rows   map[string][][]string
	family map[string]bool // providers of kind family
	faults Faults
}

func (s *sheetWriter) problem(root *node) {
	s.row("rota.csv", root.fields["rota"])
	s.row("contingency.csv", flatContingency(root.fields["contingency"]))
	s.row("objective.csv", root.fields["objective"])
	s.row("caps.csv", root.fields["caps"])
	if law := root.fields["law"]; law != nil {
		s.row("law.csv", law)
	}
	for _, list := range []struct{ key, file string }{{"client", "clients.csv"}, {"need", "needs.csv"}, {"provider", "providers.csv"},
		{"skill", "skill_meanings.csv"}, {"pay", "pay.csv"}, {"work_pattern", "work_patterns.csv"}} {
		if n := root.fields[list.key]; n != nil {
			for _, item := range n.items {
				s.row(list.file, item)
				if list.key == "provider" && item.fields["kind"].text == "family" {
					s.family[item.fields["id"].text] = true
				}
			}
		}
	}
	known := []string{"format", "rota", "contingency", "objective", "law", "caps", "client", "need", "provider", "skill", "pay", "work_pattern", "worker"}
	for _, key := range root.keys {
		if !slices.Contains(known, key) {
			s.refuse("", key, key, "this part of a problem")
		}
	}
	if n := root.fields["worker"]; n != nil {
		for _, w := range n.items {
			s.worker(w)
		}
	}
}

// flatContingency is the table of contingency as its sheet has it.
func flatContingency(n *node) *node {
	flat := newTable("", 1)
	for _, key := range n.keys {
		if v := n.fields[key]; key == "standby_shift" {
			flat.put("standby_shift_min", v.fields["min"])
			flat.put("standby_shift_max", v.fields["max"])
		} else {
			flat.put(key, v)
		}
	}
	return flat
}

// worker writes a worker's row and the rows that hang on it in other sheets.
func (s *sheetWriter) worker(w *node) {
	row, id := newTable("", 1), w.fields["id"]
	hang := func(file string, item *node) {
		of := newTable("", 1)
		of.put("worker", id)
		for _, key := range item.keys {
			of.put(key, item.fields[key])
		}
		s.row(file, of)
	}
	for _, key := range w.keys {
		v := w.fields[key]
		switch key {
		case "caps":
			hang("caps.csv", v)
		case "available", "unavailable", "wishes", "worked", "pinned":
			for _, item := range v.items {
				hang(key+".csv", item)
			}
			if len(v.items) == 0 && !(key == "available" && s.family[w.at(".provider").text]) { // what family is without windows
				s.refuse(id.text, key, "never", "a worker who is never available")
			}
		case "skills":
			plain := &node{kind: listKind}
			for _, item := range v.items {
				if item.kind == tableKind {
					hang("skills.csv", item)
				} else {
					plain.items = append(plain.items, item)
				}
			}
			if len(plain.items) > 0 {
				row.put(key, plain)
			}
		default:
			row.put(key, v)
		}
	}
	s.row("workers.csv", row)
}

// row adds a row to a sheet.
func (s *sheetWriter) row(file string, n *node) {
	for _, sh := range sheets() {
		if sh.file != file {
			continue
		}
		cells, left := make([]string, len(sh.columns)), len(n.keys)
		for i, c := range sh.columns {
			if v := n.fields[c.name]; v != nil {
				cells[i], left = s.cell(&c, v), left-1
			}
		}
		if left > 0 {
			s.refuse("", file, strings.Join(n.keys, ", "), "one of these keys")
		}
		s.rows[file] = append(s.rows[file], cells)
		return
	}
}

// cell is the text of a value.
func (s *sheetWriter) cell(c *column, v *node) string {
	var text string
	switch v.kind {
	case listKind:
		var parts []string
		for _, item := range v.items {
			part, head := pairText(c.cell, item)
			if part != strings.TrimSpace(part) || part == "" || strings.Contains(part, ";") || (item.kind == tableKind || c.cell == contacts) && strings.Contains(head, ":") {
				s.refuse("", c.name, part, "this element of a list")
			}
			parts = append(parts, part)
		}
		if text = strings.Join(parts, "; "); len(parts) == 0 || len(parts) == 1 && strings.ContainsRune(text, ',') {
			text += ";" // a list with nothing in it, where an empty cell is one left out; or one with a comma in it
		}
	case boolKind:
		text = strconv.FormatBool(v.bool)
	case intKind, floatKind:
		return v.text // a number below 0 begins no formula
	default:
		text = v.text
		if text != strings.TrimSpace(text) || c.cell.many() && strings.Contains(text, ";") {
			s.refuse("", c.name, text, "this text")
		}
	}
	return cells.Guarded(text)
}

// pairText is an element of a list in a cell, and what stands before its colon.
func pairText(kind cell, item *node) (text, head string) {
	switch {
	case item.kind == tableKind && kind == contacts:
		head = item.fields["name"].text
		return head + ":" + item.fields["phone"].text, head
	case item.kind == tableKind:
		head = item.fields["skill"].text
		return head + ":" + item.fields["workers"].text, head
	}
	return item.text, item.text
}

// refuse notes that a cell cannot hold something.
func (s *sheetWriter) refuse(entry, key, text, what string) {
	s.faults = append(s.faults, Fault{File: "sheets", Line: 1, Key: key, Entry: entry, Says: fmt.Sprintf("a cell cannot hold %s: %q", what, clip(text)),
		Remedy: "change it, or convert to TOML or JSON"})
}
