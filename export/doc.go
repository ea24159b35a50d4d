// Package export writes a rota for people and for other programs.
//
//	Summary     what a person wants to know, as plain text
//	Picture     the rota as a grid: a row a worker, a column a day
//	CSV         one row a shift
//	PayrollCSV  hours by rate
//	Workbook    an Excel workbook
//	HTML        a page for people; ClientHTML, ShiftSheetHTML and WorkerHTML are of a part
//	Calendars   iCalendar, one a worker and one a client
//	Pages       all pages, sheets and calendars at once, with an index
//
// A Reader is for whom an output is written: what is private stands in what the manager reads alone.
//
// Everything is written from a Problem and a Report alone, in their order, so
// that the same rota gives the same bytes.
//
// # How to add an output
//
//  1. Write one file with one function that takes an io.Writer, the Problem and
//     the Report, and returns the writer's error.
//  2. Take figures from the Report; never work one out again.
//  3. Take words for hours, money, dates and people from words.go and names.go.
//  4. Add a row to the table of golden tests and run them once with -update.
//  5. Give the command line its flag in cmd/carerota/outlets.go.
package export
