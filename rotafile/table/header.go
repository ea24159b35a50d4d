package table

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Column is something that a table may say, with the names that its column goes by, in any case, the
// likeliest first.
type Column struct {
	Key   string
	Names []string
}

// Header is a row that names columns.
type Header struct {
	Row     int              // from 1
	At      map[string][]int // the places of the columns by key, in the order of the key's names
	Names   []string         // of all columns as they stand
	Strange []string         // names that nothing is known of
	Twice   []string         // names that stand twice, as of two tables side by side
}

// Has says whether there is a column of one of the keys.
func (h *Header) Has(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return len(h.At[key]) > 0 })
}

// Name is the name of a column as the file has it, or its letter.
func (h *Header) Name(column int) string {
	if column >= 0 && column < len(h.Names) && h.Names[column] != "" {
		return h.Names[column]
	}
	return Letter(column)
}

// Letter is what a spreadsheet calls a column, which counts from 0.
func Letter(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// inBrackets is what a name has in brackets, as a unit.
var inBrackets = regexp.MustCompile(`\([^)]*\)`)

// plainName is a column's name without case and signs.
func plainName(name string) string {
	return strings.Join(Words(inBrackets.ReplaceAllString(name, " ")), " ")
}

// HeaderOf reads a row as names of columns.
func HeaderOf(r *Row, columns []Column) Header {
	h := Header{Row: r.Number, At: map[string][]int{}, Names: r.Cells}
	plain := make([]string, len(r.Cells))
	taken := make([]bool, len(r.Cells))
	for i, c := range r.Cells {
		plain[i] = plainName(c)
	}
	for _, c := range columns {
		for _, name := range c.Names {
			for i, p := range plain {
				if p != name || taken[i] {
					continue
				}
				taken[i] = true
				if first := slices.Index(plain, p); first < i {
					h.Twice = append(h.Twice, r.Cells[i])
					continue
				}
				h.At[c.Key] = append(h.At[c.Key], i)
			}
		}
	}
	for i, c := range r.Cells {
		if !taken[i] && c != "" {
			h.Strange = append(h.Strange, c)
		}
	}
	return h
}

// Says is for what the columns are taken that are called otherwise than their keys; empty where none
// is.
func (h *Header) Says(columns []Column) string {
	var out []string
	for _, c := range columns {
		if at := h.At[c.Key]; len(at) > 0 && c.Key != "" && plainName(h.Names[at[0]]) != c.Names[0] && plainName(h.Names[at[0]]) != c.Key {
			out = append(out, fmt.Sprintf("%q as %s", h.Names[at[0]], c.Key))
		}
	}
	return strings.Join(out, ", ")
}
