package table

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Sheet is one table as it stands, in plain text.
type Sheet struct {
	Name string // of a workbook's sheet; empty for text
	Rows []Row
}

// Row is a row that is not empty.
type Row struct {
	Number int // from 1: the row of the sheet, or the line of the text
	Cells  []string
}

// Cell is the text of a column, empty beyond the row's last.
func (r *Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Fault is what keeps a file, or a cell of it, from being read.
type Fault struct {
	Sheet  string
	Row    int    // from 1
	Column string // a name or a letter; empty for the whole
	Says   string
	Remedy string
	// Unknown says that nothing has the name that is meant; Remedy is then empty where none is near.
	Unknown bool
}

// Error is the fault without its place.
func (f *Fault) Error() string { return f.Says + "; " + f.Remedy }

// mostText are the most bytes of a table in text: some 400,000 shifts.
const mostText = 48 << 20

// Book is what a file holds.
type Book struct {
	Sheets []Sheet
	Notes  []string // what it was taken for
	Faults []Fault  // cells that could not be read; they are empty in their rows
}

// Open reads a file's bytes. The error is a *Fault where it is no table at all.
func Open(data []byte) (*Book, error) { return OpenFor(data, nil) }

// OpenFor is Open of a table that should have some of the columns, by which it finds what stands between its cells.
func OpenFor(data []byte, columns []Column) (*Book, error) {
	switch name, remedy := NoTable(data); {
	case name != "":
		return nil, &Fault{Row: 1, Says: "this is " + name + ", and a table is wanted", Remedy: remedy}
	case IsPacked(data):
		return openWorkbook(data)
	case len(data) > mostText:
		return nil, &Fault{Row: 1, Says: fmt.Sprintf("the table is too large: %d MB, and %d are the most", len(data)>>20, mostText>>20), Remedy: "save the weeks that are wanted by themselves"}
	}
	text, note, err := Text(data)
	if err != nil {
		return nil, err
	}
	b, err := readText(text, columns)
	if err == nil && note != "" {
		b.Notes = append([]string{note}, b.Notes...)
	}
	return b, err
}

// IsPacked says whether bytes begin as a workbook of Excel does, which is a packed folder.
func IsPacked(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// saveAs is the remedy for documents that may hold a table.
const saveAs = "save the table as a workbook (.xlsx) or as CSV, and name that file"

// beginnings are the first bytes of files that hold no table that can be read.
var beginnings = []struct{ bytes, name, remedy string }{
	{"%PDF", "a PDF document", saveAs},
	{"\xd0\xcf\x11\xe0", "a workbook of an old Excel (.xls), or one with a password", "take the password off and save it as a workbook (.xlsx)"},
	{"\x1f\x8b", "a compressed file", "unpack it"},
	{"\x89PNG", "a picture", saveAs},
	{"\xff\xd8\xff", "a picture", saveAs},
	{"GIF8", "a picture", saveAs},
	{"\x7fELF", "a program", saveAs},
	{"MZ\x90", "a program", saveAs},
	{`{\rtf`, "a document of a word processor", saveAs},
	{"<", "a page of HTML or XML", saveAs},
}

// NoTable says what a file is that is neither text nor a workbook, and what to do about it; empty for
// others.
func NoTable(data []byte) (name, remedy string) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte(byteMark)), " \t\r\n")
	for _, b := range beginnings {
		if bytes.HasPrefix(text, []byte(b.bytes)) {
			return b.name, b.remedy
		}
	}
	return "", ""
}

const byteMark = "\xef\xbb\xbf"

// Text is a text in UTF-8 whatever encoding it came in: UTF-8, UTF-16 (with its mark, or told by its zero
// bytes) or Windows-1252. The note says which, where it is not UTF-8.
func Text(data []byte) (text, note string, err error) {
	code, name := encodingOf(data)
	if code == nil {
		text = strings.TrimPrefix(string(data), byteMark)
	} else {
		decoded, err := code.NewDecoder().Bytes(data)
		if err != nil {
			return "", "", &Fault{Row: 1, Says: "the text cannot be read as " + name, Remedy: "save it in the encoding UTF-8"}
		}
		text, note = string(decoded), fmt.Sprintf("the text is in the encoding %s", name)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", "", &Fault{Row: 1 + strings.Count(text[:i], "\n"), Says: "this is no text, and a table is wanted", Remedy: saveAs}
	}
	return text, note, nil
}

// encodingOf is nil for UTF-8.
func encodingOf(data []byte) (code encoding.Encoding, name string) {
	odd, even := zeros(data)
	most := min(len(data), sampled) / 4 // of Latin letters half the bytes are zeros
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), odd > most && even == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16"
	case bytes.HasPrefix(data, []byte("\xfe\xff")), even > most && odd == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "UTF-16"
	case utf8.Valid(data):
		return nil, ""
	}
	return charmap.Windows1252, "Windows-1252"
}

// sampled are the most bytes of a text that are looked at to find its encoding.
const sampled = 4096

// zeros counts the zero bytes at odd and at even places of a text's beginning.
func zeros(data []byte) (odd, even int) {
	for i, c := range data[:min(len(data), sampled)] {
		if c == 0 && i%2 == 1 {
			odd++
		} else if c == 0 {
			even++
		}
	}
	return odd, even
}

// Clip shortens a text for a message.
func Clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
