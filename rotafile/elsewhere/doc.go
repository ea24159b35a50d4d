// Package elsewhere reads a rota that somebody else made, or that export wrote, as a rota of a problem.
//
// The kind of a file is found by what is in it:
//
//   - JSON is a result file (rotafile.ParseResult);
//   - a table with a row a shift, as CSV, pasted text or a workbook, is a list (list.go, times.go,
//     need.go). What export.CSV and export.Workbook write reads back to the same rota;
//   - a table with people on one side and days on the other is a grid (grid.go), whose codes a legend
//     explains (codes.go);
//   - a calendar, or a folder of them, is what export.Calendars wrote (calendar.go): its events are known
//     by their names.
//
// Without a problem a rota is read by Reader.Discover (imply.go), and made into the problem that it implies
// (implied.go). What happened is read by Reader.ReadActual (actual.go).
//
// Nothing is guessed in silence: what had to be decided stands in the notes, and all faults come at
// once, each with the file, sheet, row and column. To know one more name of a column, add it to
// columns in list.go.
package elsewhere
