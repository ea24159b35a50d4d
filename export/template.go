package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/scheduler"
	"github.com/xuri/excelize/v2"
)

// templateColumn is a column of a sheet to fill in.
type templateColumn struct {
	name, note string
	choices    []string // to choose from; others may be typed where free
	of         string   // a sheet whose ids are to choose from
	free       bool
}

// templateSheet is a sheet to fill in, with rows of an example.
type templateSheet struct {
	name    string
	columns []templateColumn
	rows    [][]any
}

// templateRows are how many rows have the lists to choose from.
const templateRows = 500

var yesNo = []string{"yes", "no"}

// dayChoices are what is offered for days; others may be typed.
var dayChoices = []string{"daily", "weekdays", "weekends", "holidays", "Mon-Fri", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// templateSheets are the sheets of Template, as rotafile.ReadSheets reads them.
func templateSheets(start scheduler.Date, zone string) []templateSheet {
	leave := start.Plus(9).String()
	return []templateSheet{
		{"Rota", []templateColumn{
			{name: "name", note: "The title on every page."}, {name: "time_zone", note: "Where the times are, such as Europe/London."},
			{name: "start", note: "The first day."}, {name: "days", note: "How many days, 1 to 366."},
			{name: "holidays", note: "Whose bank holidays count; empty for none.", choices: []string{"GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR"}},
		}, [][]any{{"Our team", zone, start.String(), 28, "GB-ENG"}}},
		{"Clients", []templateColumn{
			{name: "id", note: "A short name without spaces, once each."}, {name: "name", note: "As on the pages."},
			{name: "known", note: "Who knows the person: ids of workers, with ; between them."}, {name: "refuses", note: "Who must not come: ids of workers or providers."},
			{name: "phone", note: "To call."},
		}, [][]any{{"ida", "Ida", "ann; ben", "", ""}, {"joe", "Joe", "cat; dev", "", ""}}},
		{"Needs", []templateColumn{
			{name: "id", note: "A short name without spaces, once each."}, {name: "client", note: "For whom; empty for training and meetings.", of: "Clients"},
			{name: "days", note: "On which days: Mon-Fri, Sat & Sun, daily, bank holidays.", choices: dayChoices, free: true},
			{name: "from", note: "When it starts, such as 07:30."}, {name: "to", note: "When it ends. At or before the start: the next day."},
			{name: "workers", note: "How many people at once; empty for 1."}, {name: "skills", note: "What each of them must be able to do, with ; between."},
			{name: "kind", note: "Empty for waking.", choices: []string{"waking", "sleep-in"}},
			{name: "criticality", note: "What is left open last. Empty: needed, but can wait.", choices: []string{"critical", "essential", "desirable"}},
		}, [][]any{{"morning", "ida", "daily", "08:00", "09:00", 1, "", "", "critical"}, {"bed", "ida", "daily", "20:00", "21:00", 2, "hoist", "", ""},
			{"lunch", "joe", "Mon-Fri", "12:00", "13:00", 1, "", "", ""}, {"night", "joe", "daily", "22:00", "07:00", 1, "", "sleep-in", ""}}},
		{"Providers", []templateColumn{
			{name: "id", note: "A short name without spaces, once each."}, {name: "name", note: "As on the pages."},
			{name: "kind", note: "Family works only what it offers, and is asked last.", choices: []string{"team", "bank", "agency", "pa", "family"}},
			{name: "tier", note: "Who is offered a gap first: 1, then 2."}, {name: "notice", note: "How long before a shift to call, such as 4h."},
		}, [][]any{{"own", "Our own team", "team", 1, ""}, {"agency", "The agency", "agency", 2, "4h"}}},
		{"Workers", []templateColumn{
			{name: "id", note: "A short name without spaces, once each."}, {name: "name", note: "As on the pages."}, {name: "provider", note: "Who employs them.", of: "Providers"},
			{name: "skills", note: "What they can do, with ; between."}, {name: "rate", note: "Pay for an hour awake."}, {name: "sleep_in_rate", note: "Pay for a sleep-in."},
			{name: "guaranteed_hours_week", note: "Hours paid in any case."}, {name: "standby", note: "May they be on standby?", choices: yesNo}, {name: "phone", note: "To call."},
		}, [][]any{{"ann", "Ann", "own", "hoist", 12.6, 55, 20, "yes", ""}, {"ben", "Ben", "own", "hoist", 12.6, 55, 20, "yes", ""},
			{"cat", "Cat", "own", "hoist", 12.6, 55, "", "yes", ""}, {"dev", "Dev", "own", "", 12.6, 55, "", "yes", ""}, {"eve", "Eve", "agency", "hoist", 19.5, 80, "", "no", ""}}},
		{"Available", []templateColumn{
			{name: "worker", note: "Who. Somebody without a row here can always work.", of: "Workers"}, {name: "days", note: "On which days.", choices: dayChoices, free: true},
			{name: "from", note: "From when; with to empty: all day."}, {name: "to", note: "Until when."},
		}, [][]any{{"dev", "Mon-Fri", "07:00", "19:00"}, {"dev", "weekends", "", ""}}},
		{"Unavailable", []templateColumn{
			{name: "worker", note: "Who.", of: "Workers"}, {name: "start", note: "From when: a day, or a day and a time."}, {name: "end", note: "Until when; a day is all of it."},
			{name: "why", note: "Leave, training: seen by managers only."},
		}, [][]any{{"ann", leave, start.Plus(11).String(), "leave"}}},
		{"Caps", []templateColumn{
			{name: "worker", note: "Whose limits; empty for everybody's.", of: "Workers"}, {name: "max_hours_week", note: "Most hours in a week; 48 where nothing is said."},
			{name: "min_rest", note: "Least rest between two working days; 11h where nothing is said."}, {name: "max_days_in_a_row", note: "6 where nothing is said."},
		}, [][]any{{"", 48, "11h", 6}}},
		{"Contingency", []templateColumn{
			{name: "standby", note: "How many people stand by for everybody on duty; 0 for none."}, {name: "relief", note: "How many others could take each shift if asked."},
		}, [][]any{{0, 1}}},
	}
}

// templateHelp is what stands on the first sheet.
var templateHelp = []string{
	"Fill in the sheets. The rows that are there are an example: change them into yours, and delete those you do not need.",
	"Each column has a note: rest the pointer on its name. Where a cell has a list, choose from it.",
	"Days and times may be written as you do: 23/03/2026, Mon 23 Mar, 7.30, 0730, 7:30am.",
	"Then: carerota validate FILE says what is wrong, with sheet, row and column; carerota solve FILE makes the rota.",
}

// Template writes a workbook to fill in, with an example: a sheet for each kind of thing, notes on the columns, and lists to choose
// from. rotafile reads it as a problem of so many days from start on, in a time zone.
func Template(w io.Writer, start scheduler.Date, zone string) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, styles: map[string]int{}}
	const help = "Start here"
	b.fail(f.SetSheetName("Sheet1", help))
	for i, line := range templateHelp {
		b.set(help, 1, i+1, line)
	}
	b.fail(f.SetColWidth(help, "A", "A", 120))
	for _, s := range templateSheets(start, zone) {
		_, err := f.NewSheet(s.name)
		b.fail(err)
		b.template(&s)
	}
	b.fail(f.SetDocProps(&excelize.DocProperties{Title: "A team to fill in", Creator: "carerota", Created: noTime, Modified: noTime}))
	if b.err != nil {
		return b.err
	}
	return f.Write(w)
}

// template fills a sheet.
func (b *book) template(s *templateSheet) {
	for c, col := range s.columns {
		b.set(s.name, c+1, 1, col.name)
		letter := strings.TrimSuffix(cell(c+1, 1), "1")
		b.fail(b.f.SetColWidth(s.name, letter, letter, 18))
		b.fail(b.f.AddComment(s.name, excelize.Comment{Cell: cell(c+1, 1), Author: "carerota", Paragraph: []excelize.RichTextRun{{Text: col.note}}}))
		b.choices(s.name, letter, &col)
	}
	for r, row := range s.rows {
		for c, value := range row {
			if value != "" {
				b.set(s.name, c+1, r+2, value)
			}
		}
	}
	b.dress(s.name, 1, 1, len(s.columns), 1, "template", excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"#DDE6EE"}}})
	b.fail(b.f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// choices gives a column its list to choose from.
func (b *book) choices(sheet, letter string, col *templateColumn) {
	if len(col.choices) == 0 && col.of == "" {
		return
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = fmt.Sprintf("%s2:%s%d", letter, letter, templateRows)
	if col.of != "" {
		v.SetSqrefDropList(fmt.Sprintf("%s!$A$2:$A$%d", col.of, templateRows))
	} else {
		b.fail(v.SetDropList(col.choices))
	}
	if !col.free {
		v.SetError(excelize.DataValidationErrorStyleWarning, "Not in the list", "Choose one of the list, or check what you typed.")
	} else {
		v.ShowErrorMessage = false
	}
	b.fail(b.f.AddDataValidation(sheet, v))
}
