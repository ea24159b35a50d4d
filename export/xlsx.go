package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/xuri/excelize/v2"
)

// The sheets of a workbook.
const (
	gridSheet   = "Rota"
	shiftSheet  = "Shifts"
	hoursSheet  = "Hours"
	shortSheet  = "Not covered"
	paySheet    = "Pay"
	dateFormat  = "ddd d mmm"
	timeFormat  = "yyyy-mm-dd hh:mm"
	moneyFormat = "#,##0.00"
)

// Workbook writes a rota as an Excel workbook: a grid for people, a row a shift, everyone's hours,
// what is not covered, and hours by rate. Hours and money are added up by formulas over the rows.
// The sheet of pay is the manager's. Times are local; hours are elapsed hours, so that a night on which the clocks change is right.
func Workbook(w io.Writer, p *scheduler.Problem, r *scheduler.Report, to ...Reader) error {
	reader := readerOr(Manager, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, p: p, r: r, c: newChips(p), styles: map[string]int{}}
	b.fail(f.SetSheetName("Sheet1", gridSheet))
	sheets := []string{shiftSheet, hoursSheet, shortSheet}
	if reader.private() {
		sheets = append(sheets, paySheet)
	}
	for _, name := range sheets {
		_, err := f.NewSheet(name)
		b.fail(err)
	}
	b.grid()
	b.shifts()
	b.hours()
	b.short()
	if reader.private() {
		b.pay()
	}
	for _, name := range f.GetSheetList() {
		one := 1
		b.fail(f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: ptr(9), Orientation: ptr("landscape"), FitToWidth: &one, FitToHeight: ptr(0)}))
		b.fail(f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
	}
	title := called("", p.Name)
	b.fail(f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "carerota", Created: noTime, Modified: noTime}))
	if b.err != nil {
		return b.err
	}
	return f.Write(w)
}

// noTime stands for when a workbook was made, so that the same rota gives the same bytes.
const noTime = "2000-01-01T00:00:00Z"

func ptr[T any](x T) *T { return &x }

// book is a workbook being written; the first error stays.
type book struct {
	f      *excelize.File
	p      *scheduler.Problem
	r      *scheduler.Report
	c      chips
	styles map[string]int
	err    error
}

func (b *book) fail(err error) { b.err = cmp.Or(b.err, err) }

// set puts a value in a cell; rows and columns count from 1.
func (b *book) set(sheet string, col, row int, value any) {
	if s, isText := value.(string); isText {
		lines := strings.Split(s, "\n")
		for i := range lines {
			lines[i] = called("", lines[i]) // no control characters, which a workbook cannot hold
		}
		value = table.Guarded(strings.Join(lines, "\n"))
	}
	if t, ok := value.(time.Time); ok && (t.Year() < firstOfExcel || t.Year() > lastOfExcel) {
		value = t.Format(time.RFC3339)
	}
	b.fail(b.f.SetCellValue(sheet, cell(col, row), value))
}

// formula puts a formula in a cell, with its value for programs that do not compute.
func (b *book) formula(sheet string, col, row int, value float64, format string, args ...any) {
	b.set(sheet, col, row, value)
	b.fail(b.f.SetCellFormula(sheet, cell(col, row), fmt.Sprintf(format, args...)))
}

// dress gives a block of cells a look.
func (b *book) dress(sheet string, col, row, lastCol, lastRow int, name string, s excelize.Style) {
	id, known := b.styles[name]
	if !known {
		made, err := b.f.NewStyle(&s)
		b.fail(err)
		id, b.styles[name] = made, made
	}
	if lastCol >= col && lastRow >= row {
		b.fail(b.f.SetCellStyle(sheet, cell(col, row), cell(lastCol, lastRow), id))
	}
}

func cell(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1" // of no rota: 366 days and a million rows fit
	}
	return name
}

func column(col int) string { return strings.TrimRight(cell(col, 1), "1") }

var (
	headLook  = excelize.Style{Font: &excelize.Font{Bold: true}, Fill: solid("EFEAE0"), Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Border: edges}
	cellLook  = excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Border: edges}
	shortLook = excelize.Style{Font: &excelize.Font{Bold: true, Color: "9B1C1C"}, Fill: solid("FDECEB"), Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, Border: edges}
	dateLook  = excelize.Style{Font: &excelize.Font{Bold: true}, Fill: solid("EFEAE0"), CustomNumFmt: ptr(dateFormat), Border: edges, Alignment: &excelize.Alignment{Horizontal: "left"}}
	timeLook  = excelize.Style{CustomNumFmt: ptr(timeFormat)}
	dayLook   = excelize.Style{CustomNumFmt: ptr("yyyy-mm-dd")}
	moneyLook = excelize.Style{CustomNumFmt: ptr(moneyFormat)}
	edges     = []excelize.Border{{Type: "bottom", Color: "D8D3C8", Style: 1}, {Type: "right", Color: "D8D3C8", Style: 1}}
)

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

// The years that a workbook can hold as times; others stand in it as text.
const (
	firstOfExcel = 1900
	lastOfExcel  = 9999
)

// local is a time as a workbook holds it: without a zone, by the rota's clock. A time that the
// clocks show twice, which no cell can tell apart, is text with the zone's letters.
func (b *book) local(t time.Time) any {
	t = t.In(b.p.Zone)
	if scheduler.Twice(t) {
		return t.Format("2006-01-02 ") + scheduler.Clock(t)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// grid writes the weeks one below the other, each with a row a worker and a column a day, what is
// not covered on top, and the hours of the shifts that start in it at the right.
func (b *book) grid() {
	p := b.p
	b.set(gridSheet, 1, 1, p.Name)
	b.dress(gridSheet, 1, 1, 1, 1, "title", excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}})
	b.set(gridSheet, 1, 2, Headline(p, b.r))
	short := make([][]string, p.Days)
	for i := range b.r.Underlap {
		u := &b.r.Underlap[i]
		b.c.short(u, func(day int, k chip) {
			short[day] = append(short[day], k.Times+" "+b.c.names.needFor(u.Need, u.Client)+": "+k.Who)
		})
	}
	row := 4
	for n, t := range weeksByWorker(p, b.r, &b.c) {
		if n > 0 {
			b.fail(b.f.InsertPageBreak(gridSheet, cell(1, row)))
		}
		row = b.week(row, &t, short) + 2
	}
	b.fail(b.f.SetColWidth(gridSheet, "A", "A", 22))
	b.fail(b.f.SetColWidth(gridSheet, "B", "H", dayWidth))
	b.fail(b.f.SetPanes(gridSheet, &excelize.Panes{Freeze: true, XSplit: 1, TopLeftCell: "B1", ActivePane: "topRight"}))
}

// week writes a week from a row on and gives its last row.
func (b *book) week(top int, t *weekTable, short [][]string) int {
	days := t.Last - t.First
	last := days + 2
	b.set(gridSheet, 1, top, "Worker")
	for d := range days {
		day := b.p.Start.Plus(t.First + d)
		b.set(gridSheet, d+2, top, time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC))
		if lines := short[t.First+d]; len(lines) > 0 {
			b.set(gridSheet, d+2, top+1, strings.Join(lines, "\n"))
		}
	}
	b.tall(top+1, short[t.First:t.Last])
	b.set(gridSheet, last, top, "Hours")
	b.dress(gridSheet, 1, top, last, top, "head", headLook)
	b.dress(gridSheet, 2, top, last-1, top, "date", dateLook)
	b.set(gridSheet, 1, top+1, "NOT COVERED")
	b.dress(gridSheet, 1, top+1, last, top+1, "short", shortLook)
	lastShift, nights := max(2, len(b.r.Rota.Shifts)+1), 1
	if t.Last == b.p.Days {
		nights = 2 // with what starts after the last midnight, which stands on the last day
	}
	for i, l := range t.Lanes {
		row := top + 2 + i
		b.set(gridSheet, 1, row, l.Title)
		hours, words := 0.0, make([][]string, days)
		for d, chips := range l.Cells {
			var lines []string
			for _, k := range chips {
				lines = append(lines, strings.TrimSpace(k.when()+" "+joined(k.What, k.Note)))
				hours += k.shift.End.Sub(k.shift.Start).Hours()
			}
			if len(lines) > 0 {
				b.set(gridSheet, d+2, row, strings.Join(lines, "\n"))
			}
			words[d] = lines
		}
		b.tall(row, words)
		b.formula(gridSheet, last, row, hours, `SUMIFS('%[1]s'!$I$2:$I$%[2]d,'%[1]s'!$A$2:$A$%[2]d,"%[3]s",'%[1]s'!$G$2:$G$%[2]d,">="&$B$%[4]d,'%[1]s'!$G$2:$G$%[2]d,"<"&$%[5]s$%[4]d+%[6]d)`,
			shiftSheet, lastShift, strings.ReplaceAll(b.p.Workers[i].ID, `"`, `""`), top, column(last-1), nights)
	}
	bottom := top + 1 + len(t.Lanes)
	b.dress(gridSheet, 1, top+2, last, bottom, "cell", cellLook)
	return bottom
}

// dayWidth is how many letters wide the column of a day is.
const dayWidth = 19

// tall makes a row of the grid as tall as what stands in its cells, which not every program does by
// itself.
func (b *book) tall(row int, cells [][]string) {
	most := 1
	for _, lines := range cells {
		n := 0
		for _, l := range lines {
			n += 1 + utf8.RuneCountInString(l)/(dayWidth-2)
		}
		most = max(most, n)
	}
	b.fail(b.f.SetRowHeight(gridSheet, row, min(400, 15*float64(most)+2)))
}

// table writes a sheet of rows under names and gives the last row.
func (b *book) table(sheet string, head []string, rows [][]any, widths []float64) int {
	for i, name := range head {
		b.set(sheet, i+1, 1, name)
		b.fail(b.f.SetColWidth(sheet, column(i+1), column(i+1), widths[i]))
	}
	b.dress(sheet, 1, 1, len(head), 1, "head", headLook)
	for i, row := range rows {
		for k, value := range row {
			b.set(sheet, k+1, i+2, value)
		}
	}
	if len(rows) > 0 {
		b.fail(b.f.AutoFilter(sheet, "A1:"+cell(len(head), len(rows)+1), nil))
	}
	b.fail(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	return len(rows) + 1
}

// shifts writes a row a shift.
func (b *book) shifts() {
	var rows [][]any
	for i := range b.r.Rota.Shifts {
		s := &b.r.Rota.Shifts[i]
		provider := ""
		if w := place(b.c.at.worker, s.Worker); w >= 0 {
			provider = of(b.c.names.provider, b.p.Workers[w].Provider)
		}
		var backups []string
		for k := range s.Backups {
			backups = append(backups, b.c.names.backup(b.p, &s.Backups[k]))
		}
		fixed := ""
		if s.Pinned {
			fixed = "fixed"
		}
		rows = append(rows, []any{s.Worker, of(b.c.names.worker, s.Worker), provider, s.Need, of(b.c.names.client, s.Client), s.Kind.String(),
			b.local(s.Start), b.local(s.End), s.End.Sub(s.Start).Hours(), fixed, strings.Join(backups, ", ")})
	}
	last := b.table(shiftSheet, []string{"Worker id", "Worker", "Provider", "Need", "Client", "Kind", "Start", "End", "Hours", "Fixed", "Can step in"}, rows,
		[]float64{14, 22, 22, 18, 18, 10, 17, 17, 8, 8, 40})
	b.dress(shiftSheet, 7, 2, 8, last, "time", timeLook)
}

// rostered are a worker's elapsed hours in shifts of some kinds.
func (b *book) rostered(worker string, kinds ...scheduler.Kind) (hours float64) {
	for i := range b.r.Rota.Shifts {
		if s := &b.r.Rota.Shifts[i]; s.Worker == worker && slices.Contains(kinds, s.Kind) {
			hours += s.End.Sub(s.Start).Hours()
		}
	}
	return hours
}

// hours writes everyone's hours by kind as sums over the sheet of shifts.
func (b *book) hours() {
	var rows [][]any
	for i := range b.p.Workers {
		w := &b.p.Workers[i]
		rows = append(rows, []any{w.ID, b.c.names.worker[w.ID], of(b.c.names.provider, w.Provider)})
	}
	head := []string{"Worker id", "Worker", "Provider"}
	for _, k := range scheduler.Kinds {
		head = append(head, k.String())
	}
	last := b.table(hoursSheet, append(head, "All", "Guaranteed a week"), rows, []float64{14, 22, 22, 10, 10, 10, 10, 10, 12})
	lastShift := max(2, len(b.r.Rota.Shifts)+1)
	sums := make([]float64, 5)
	for i := range b.p.Workers {
		row := i + 2
		for k, kind := range scheduler.Kinds {
			hours := b.rostered(b.p.Workers[i].ID, kind)
			sums[k], sums[4] = sums[k]+hours, sums[4]+hours
			b.formula(hoursSheet, 4+k, row, hours, `SUMIFS('%s'!$I$2:$I$%d,'%s'!$A$2:$A$%d,$A%d,'%s'!$F$2:$F$%d,"%s")`, shiftSheet, lastShift, shiftSheet, lastShift, row, shiftSheet, lastShift, kind)
		}
		b.formula(hoursSheet, 8, row, b.rostered(b.p.Workers[i].ID, scheduler.Kinds...), "SUM(D%d:G%d)", row, row)
		if g := b.p.Workers[i].GuaranteedHoursWeek; g > 0 {
			b.set(hoursSheet, 9, row, g)
		}
	}
	b.total(hoursSheet, last, 4, sums...)
}

// total writes a row of sums below a table.
func (b *book) total(sheet string, last, col int, sums ...float64) {
	if last < 2 {
		return
	}
	b.set(sheet, 1, last+1, "All")
	for i, sum := range sums {
		b.formula(sheet, col+i, last+1, sum, "SUM(%[1]s2:%[1]s%d)", column(col+i), last)
	}
	b.dress(sheet, 1, last+1, col+len(sums)-1, last+1, "head", headLook)
}

// short writes what is not covered, a row a time.
func (b *book) short() {
	var rows [][]any
	for i := range b.r.Underlap {
		u := &b.r.Underlap[i]
		rows = append(rows, []any{of(b.c.names.client, u.Client), u.Need, sayCriticality(u.Criticality), b.local(u.Start), b.local(u.End),
			u.End.Sub(u.Start).Hours() * float64(u.Short), u.Short, sayShort(*u)})
	}
	last := b.table(shortSheet, []string{"Client", "Need", "Criticality", "Start", "End", "Hours", "Too few", "How"}, rows, []float64{18, 18, 12, 17, 17, 8, 8, 40})
	b.dress(shortSheet, 4, 2, 5, last, "time", timeLook)
	b.total(shortSheet, last, 6, shortHours(b.r.Underlap))
}

// pay writes hours by rate; money is a formula of the row.
func (b *book) pay() {
	lines := audit.Payroll(b.p, b.r.Rota)
	var rows [][]any
	for _, l := range lines {
		rows = append(rows, []any{l.Worker, of(b.c.names.worker, l.Worker), b.p.Workers[b.c.at.worker[l.Worker]].Provider,
			time.Date(l.Week.Year, l.Week.Month, l.Week.Day, 0, 0, 0, 0, time.UTC), payKind(l), l.Rate, l.Multiply, l.Add, l.Hours, l.Units})
	}
	last := b.table(paySheet, payrollHeader[:], rows, []float64{14, 22, 14, 12, 11, 9, 9, 9, 9, 9, 12})
	money := 0.0
	for i, l := range lines {
		b.formula(paySheet, 11, i+2, l.Money, "F%[1]d*G%[1]d*J%[1]d+H%[1]d*I%[1]d", i+2)
		money += l.Money
	}
	b.dress(paySheet, 4, 2, 4, last, "day", dayLook)
	b.total(paySheet, last, 11, money)
	b.dress(paySheet, 11, 2, 11, last, "money", moneyLook)
}
