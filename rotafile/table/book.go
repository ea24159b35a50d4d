package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Limits of what is unpacked, so that a small file cannot fill the memory.
const (
	mostUnpacked = 256 << 20 // bytes
	mostMerged   = 100_000   // cells that merged ones stand for
)

// openWorkbook reads an Excel workbook. A fault of the library that reads it must not end the program.
func openWorkbook(data []byte) (b *Book, err error) {
	defer func() {
		if recover() != nil {
			b, err = nil, &Fault{Row: 1, Says: "the workbook cannot be read: it is damaged", Remedy: "open it in a spreadsheet and save it again as .xlsx"}
		}
	}()
	if err := isWorkbook(data); err != nil {
		return nil, err
	}
	f, opened := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked})
	if opened != nil {
		return nil, &Fault{Row: 1, Says: "the workbook cannot be read: it is damaged or has a password", Remedy: "open it in a spreadsheet and save it again as .xlsx, without a password"}
	}
	defer f.Close()
	w := &workbook{f: f, b: &Book{}, dates: map[int]dateKind{}}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.from1904 = *props.Date1904
	}
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err == nil && !visible {
			w.note("the hidden sheet %q is passed over", name)
			continue
		}
		if err := w.sheet(name); err != nil {
			return nil, err
		}
	}
	return w.b, nil
}

// isWorkbook tells a workbook from what else is packed.
func isWorkbook(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &Fault{Row: 1, Says: "the workbook cannot be read: it is damaged or not whole", Remedy: "copy it again, or save it again as .xlsx"}
	}
	size, is := uint64(0), false
	for _, part := range z.File {
		size += part.UncompressedSize64
		is = is || strings.EqualFold(part.Name, "xl/workbook.xml")
	}
	switch {
	case !is:
		return &Fault{Row: 1, Says: "this is a packed file and no workbook of Excel, and a table is wanted", Remedy: saveAs}
	case size > mostUnpacked:
		return &Fault{Row: 1, Says: fmt.Sprintf("the workbook is too large: %d MB when unpacked, and %d are the most", size>>20, mostUnpacked>>20), Remedy: "save the sheet of the rota by itself"}
	}
	return nil
}

// workbook is a workbook being read.
type workbook struct {
	f        *excelize.File
	b        *Book
	from1904 bool
	dates    map[int]dateKind // by style
}

func (w *workbook) note(says string, args ...any) {
	w.b.Notes = append(w.b.Notes, fmt.Sprintf(says, args...))
}

func (w *workbook) sheet(name string) error {
	raw, err := w.f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		var none excelize.ErrSheetNotExist
		if errors.As(err, &none) {
			return nil // a sheet that is a chart
		}
		return &Fault{Sheet: name, Row: 1, Says: "the sheet cannot be read: it is damaged", Remedy: "open the workbook in a spreadsheet and save it again as .xlsx"}
	}
	hidden := 0
	for r := range raw {
		for c := range raw[r] {
			raw[r][c] = w.cell(name, c+1, r+1, raw[r][c])
		}
		if len(raw[r]) > 0 {
			if visible, err := w.f.GetRowVisible(name, r+1); err == nil && !visible {
				hidden++
			}
		}
	}
	if hidden > 0 {
		w.note("sheet %q: %d hidden rows are read too", name, hidden)
	}
	w.merged(name, raw)
	s := Sheet{Name: name}
	for r, cells := range raw {
		if row := tidy(r+1, cells); row != nil {
			s.Rows = append(s.Rows, *row)
		}
	}
	w.b.Sheets = append(w.b.Sheets, s)
	return nil
}

// merged writes what a merged cell says into all the cells that it covers.
func (w *workbook) merged(name string, raw [][]string) {
	all, err := w.f.GetMergeCells(name)
	if err != nil {
		return
	}
	left := mostMerged
	for _, m := range all {
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c2, r2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || r1 > len(raw) || c1 > len(raw[r1-1]) {
			continue
		}
		text := raw[r1-1][c1-1]
		for r := r1; r <= min(r2, len(raw)) && text != ""; r++ {
			for c := c1; c <= c2 && left > 0; c++ {
				for len(raw[r-1]) < c {
					raw[r-1] = append(raw[r-1], "")
				}
				raw[r-1][c-1] = text
				left--
			}
		}
	}
}

// cell is the text of a cell: times by their format, a formula by its value.
func (w *workbook) cell(sheet string, col, row int, raw string) string {
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return raw
	}
	if raw == "" {
		return w.formula(sheet, at, row)
	}
	if excelErrors[raw] {
		w.fault(sheet, at, row, fmt.Sprintf("the cell shows the error %s", raw), "correct its formula, or write the value")
		return ""
	}
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil || x < 0 || x > lastSerial {
		return raw
	}
	if kind, err := w.f.GetCellType(sheet, at); err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		return raw
	}
	return w.number(sheet, at, raw, x)
}

// excelErrors are what a spreadsheet shows where a formula has no value.
var excelErrors = map[string]bool{"#REF!": true, "#N/A": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true, "#SPILL!": true, "#CALC!": true}

func (w *workbook) fault(sheet, at string, row int, says, remedy string) {
	w.b.Faults = append(w.b.Faults, Fault{Sheet: sheet, Row: row, Column: strings.TrimRight(at, "0123456789"), Says: says, Remedy: remedy})
}

// formula works out a formula that was saved without its value.
func (w *workbook) formula(sheet, at string, row int) string {
	formula, err := w.f.GetCellFormula(sheet, at)
	if err != nil || formula == "" {
		return ""
	}
	value, err := w.f.CalcCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		w.fault(sheet, at, row, fmt.Sprintf("the cell holds the formula =%s, and its value is not in the file", Clip(formula)),
			"open the workbook in a spreadsheet and save it again, or paste the values")
		return ""
	}
	if x, err := strconv.ParseFloat(value, 64); err == nil && x >= 0 && x <= lastSerial {
		return w.number(sheet, at, value, x)
	}
	return value
}

// dateKind says what a number format shows of a number.
type dateKind int

const (
	plainNumber dateKind = iota
	aDate                // a day
	aMoment              // a day and a time
	aTime                // a time only
)

// lastSerial is the last day of the year 9999 as a workbook counts days.
const lastSerial = 2958466

// number is a number as its format means it.
func (w *workbook) number(sheet, at, raw string, x float64) string {
	style, err := w.f.GetCellStyle(sheet, at)
	if err != nil {
		return raw
	}
	kind, known := w.dates[style]
	if !known {
		kind = w.kindOf(style)
		w.dates[style] = kind
	}
	switch {
	case kind == plainNumber:
		return raw
	case kind == aTime && x <= 1:
		minutes := int(math.Round(x * 24 * 60))
		if seconds := int(math.Round(x * 24 * 3600)); seconds%60 != 0 {
			return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
		}
		return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	}
	t, err := excelize.ExcelDateToTime(x, w.from1904)
	if err != nil {
		return raw
	}
	t = t.Round(time.Second)
	switch {
	case kind == aDate && x == math.Trunc(x):
		return t.Format(time.DateOnly)
	case t.Second() != 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02 15:04")
}

var (
	notInFormat = regexp.MustCompile(`"[^"]*"|\\.|\[[^hms\]][^\]]*\]|_.|\*.`)
	dayInFormat = regexp.MustCompile(`(?i)[yd]|m{3,}`)
	hourFormat  = regexp.MustCompile(`(?i)[hs]`)
)

// kindOf finds out from its number format whether a style shows days or times.
func (w *workbook) kindOf(style int) dateKind {
	s, err := w.f.GetStyle(style)
	if err != nil {
		return plainNumber
	}
	if s.CustomNumFmt != nil {
		format := notInFormat.ReplaceAllString(strings.ReplaceAll(*s.CustomNumFmt, "General", ""), "")
		switch day, hour := dayInFormat.MatchString(format), hourFormat.MatchString(format); {
		case day && hour:
			return aMoment
		case day:
			return aDate
		case hour:
			return aTime
		}
		return plainNumber
	}
	switch n := s.NumFmt; {
	case n == 22:
		return aMoment
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
		return aDate
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 45 && n <= 47:
		return aTime
	}
	return plainNumber
}
