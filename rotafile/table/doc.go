// Package table reads tables as people have them: CSV and pasted text with commas, semicolons or tabs
// in any usual encoding, and Excel workbooks. It knows nothing of rotas.
//
//   - open.go finds out what a file is, and refuses what is no table with the reason;
//   - text.go and book.go read text and workbooks into sheets of plain text, a time of a workbook as
//     2026-03-23 07:30;
//   - header.go finds the row that names the columns, whatever they are called;
//   - date.go and clock.go read days and times as people write them;
//   - names.go finds who is meant by a name.
//
// Whatever had to be decided to read a file is said in notes. To know one more name of a column, add
// it to the caller's list; one more form of a date or a time is a row of the tests beside it.
package table
