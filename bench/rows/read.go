package rows

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Read reads rows that Write wrote as CSV. The error names all that is wrong, by line.
func Read(r io.Reader) ([]Row, error) { return readCSV(r, columns()) }

// ReadRotas reads rows that WriteRotas wrote as CSV. The error names all that is wrong, by line.
func ReadRotas(r io.Reader) ([]Rota, error) { return readCSV(r, rotaColumns()) }

func readCSV[R any](r io.Reader, columns []column[R]) ([]R, error) {
	lines, err := csv.NewReader(r).ReadAll()
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	var bad []string
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = slices.Index(lines[0], c.name); at[i] < 0 {
			bad = append(bad, fmt.Sprintf("line 1: column %s is missing; add it", c.name))
		}
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	var out []R
	for n, line := range lines[1:] {
		var row R
		for i, c := range columns {
			if c.put == nil {
				continue
			}
			if err := c.put(&row, line[at[i]]); err != nil {
				bad = append(bad, fmt.Sprintf("line %d: %s is %q; write a number", n+2, c.name, line[at[i]]))
			}
		}
		out = append(out, row)
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	return out, nil
}

// What a column puts into a row.

func text[R any](at func(*R) *string) func(*R, string) error {
	return func(r *R, s string) error { *at(r) = s; return nil }
}

func whole[R any, N int | int64 | uint64](at func(*R) *N) func(*R, string) error {
	return func(r *R, s string) error {
		n, err := strconv.ParseInt(s, 10, 64)
		*at(r) = N(n)
		return err
	}
}

func figure[R any](at func(*R) *float64) func(*R, string) error {
	return func(r *R, s string) (err error) {
		*at(r), err = strconv.ParseFloat(s, 64)
		return err
	}
}

// maybe is a figure, or a dash for one that is not known.
func maybe[R any](at func(*R) (x *float64, known *bool)) func(*R, string) error {
	return func(r *R, s string) (err error) {
		x, known := at(r)
		if *known = s != "-"; *known {
			*x, err = strconv.ParseFloat(s, 64)
		}
		return err
	}
}

// several are figures with strokes between them.
func several[R any](at func(*R) []float64) func(*R, string) error {
	return func(r *R, s string) error { return parseLevels(at(r), s) }
}

func parseLevels(out []float64, s string) error {
	parts := strings.Split(s, "/")
	if len(parts) != len(out) {
		return fmt.Errorf("%d figures in place of %d", len(parts), len(out))
	}
	for i, p := range parts {
		x, err := strconv.ParseFloat(p, 64)
		if err != nil {
			return err
		}
		out[i] = x
	}
	return nil
}

// Same says whether two rows are of the same run.
func (r Rota) Same(o Rota) bool {
	return r.Suite == o.Suite && r.Instance == o.Instance && r.Engine == o.Engine && r.Seed == o.Seed && r.Threads == o.Threads && r.Limit == o.Limit
}

// Same says whether two rows are of the same run.
func (r Row) Same(o Row) bool {
	return r.Suite == o.Suite && r.Shape == o.Shape && r.Engine == o.Engine && r.Seed == o.Seed && r.Threads == o.Threads && r.Limit == o.Limit
}

// Replace puts a row in the place of an earlier one of the same run, or at the end.
func Replace[R interface{ Same(R) bool }](all []R, r R) []R {
	if i := slices.IndexFunc(all, r.Same); i >= 0 {
		all[i] = r
		return all
	}
	return append(all, r)
}
