package table

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// separators are the signs that may stand between cells, with their names.
var separators = []struct {
	sign rune
	name string
}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}}

// readText reads a text as rows of cells; columns are those of which it should have some.
func readText(text string, columns []Column) (*Book, error) {
	sign, name := separatorOf(text, columns)
	rows, fault := cellsOf(text, sign, 0)
	if fault != nil {
		return nil, fault
	}
	b := &Book{Sheets: []Sheet{{Rows: rows}}}
	if sign != ',' {
		b.Notes = append(b.Notes, "its cells have "+name+" between them")
	}
	return b, nil
}

// sample is how many rows are looked at to find out what stands between cells.
const sample = 200

// separatorOf finds the sign that gives a row most names of columns, and then that which cuts most rows into the
// same number of cells, more than one.
func separatorOf(text string, columns []Column) (sign rune, name string) {
	best := []int{0, 0, 0}
	sign, name = ',', "commas"
	for _, s := range separators {
		rows, _ := cellsOf(text, s.sign, sample)
		alike, named := map[int]int{}, 0
		for i := range rows {
			alike[len(rows[i].Cells)]++
			if len(columns) > 0 {
				h := HeaderOf(&rows[i], columns)
				named = max(named, len(h.At))
			}
		}
		most := []int{named, 0, 0}
		for width, n := range alike {
			if one := []int{named, n, width}; width > 1 && slices.Compare(one, most) > 0 {
				most = one
			}
		}
		if slices.Compare(most, best) > 0 {
			best, sign, name = most, s.sign, s.name
		}
	}
	return sign, name
}

// cellsOf cuts a text into rows, at most so many (0: all of them); those without a word are left out.
func cellsOf(text string, sign rune, most int) (rows []Row, fault error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = sign, -1
	for most == 0 || len(rows) < most {
		cells, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &parse):
			return rows, &Fault{Row: max(1, parse.StartLine), Says: "the quotes of this row do not close", Remedy: `write a quote inside a cell twice (""), and the whole cell in quotes`}
		case err != nil:
			return rows, &Fault{Row: 1, Says: "the text cannot be cut into cells", Remedy: saveAs}
		}
		line, _ := r.FieldPos(0)
		if row := tidy(line, cells); row != nil {
			rows = append(rows, *row)
		}
	}
	return rows, nil
}

// tidy is a row with its cells trimmed; nil when nothing is in it.
func tidy(number int, cells []string) *Row {
	last := 0
	for i, c := range cells {
		if cells[i] = Plain(c); cells[i] != "" {
			last = i + 1
		}
	}
	if last == 0 {
		return nil
	}
	return &Row{number, cells[:last]}
}

// formulaSigns are what a spreadsheet takes for the beginning of a formula, in full width too (OWASP,
// CSV Injection).
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// beginsFormula says whether a text, apostrophes before it not minded, begins as a formula does.
func beginsFormula(text string) bool {
	text = strings.TrimLeft(text, "'")
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(formulaSigns, first)
}

// Guarded is a text for a cell that no spreadsheet takes for a formula: one that begins as a formula
// does has an apostrophe before it. It is for texts; numbers stay numbers.
func Guarded(text string) string {
	if beginsFormula(text) {
		return "'" + text
	}
	return text
}

// Unguarded takes off what Guarded puts before a text.
func Unguarded(cell string) string {
	if text, ok := strings.CutPrefix(cell, "'"); ok && beginsFormula(text) {
		return text
	}
	return cell
}

// Plain is a cell's text without the blanks around it, hard spaces and the apostrophe that keeps a spreadsheet from
// taking it for a formula.
func Plain(cell string) string {
	text := strings.TrimSpace(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200b", "", "\ufeff", "").Replace(cell))
	return Unguarded(text)
}
