package export

import "github.com/carerota/carerota/rotafile/table"

// inertAll guards the texts of some columns of a row from being taken for formulas.
func inertAll(row []string, columns ...int) []string {
	for _, i := range columns {
		row[i] = table.Guarded(row[i])
	}
	return row
}
