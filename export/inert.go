package export

import "strings"

// inert is a text for a cell that no spreadsheet takes for a formula: one that begins as a formula
// does has an apostrophe before it. It is for texts; numbers stay numbers.
func inert(text string) string {
	if text != "" && strings.IndexByte("=+-@\t\r\n", text[0]) >= 0 {
		return "'" + text
	}
	return text
}

// inertAll makes the texts of some columns of a row inert.
func inertAll(row []string, columns ...int) []string {
	for _, i := range columns {
		row[i] = inert(row[i])
	}
	return row
}
