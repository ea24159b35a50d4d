package rows

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Formats are the names that Write knows.
func Formats() []string { return []string{"md", "csv", "bench"} }

// Write writes the rows in a format: "md" (one line a shape, median and worst
// over its seeds), "csv" (one line a run) or "bench" (Go's benchmark format,
// one line a run).
func Write(w io.Writer, rows []Row, format string) error {
	switch format {
	case "md":
		return writeTable(w, rows)
	case "csv":
		return writeCSV(w, columns(), rows)
	case "bench":
		return writeBench(w, rows)
	}
	return unknownFormat(format)
}

func unknownFormat(format string) error {
	return fmt.Errorf("format %q is not known; the formats are %s", format, strings.Join(Formats(), ", "))
}

// column is one figure of a row.
type column[R any] struct {
	name string
	of   func(R) string
	put  func(*R, string) error // nil for what follows from other columns
}

func columns() []column[Row] {
	all := []column[Row]{
		{"suite", func(r Row) string { return r.Suite }, text(func(r *Row) *string { return &r.Suite })},
		{"shape", func(r Row) string { return r.Shape }, text(func(r *Row) *string { return &r.Shape })},
		{"engine", func(r Row) string { return r.Engine }, text(func(r *Row) *string { return &r.Engine })},
		{"workers", func(r Row) string { return strconv.Itoa(r.Workers) }, whole(func(r *Row) *int { return &r.Workers })},
		{"clients", func(r Row) string { return strconv.Itoa(r.Clients) }, whole(func(r *Row) *int { return &r.Clients })},
		{"days", func(r Row) string { return strconv.Itoa(r.Days) }, whole(func(r *Row) *int { return &r.Days })},
		{"needs", func(r Row) string { return strconv.Itoa(r.Needs) }, whole(func(r *Row) *int { return &r.Needs })},
		{"slack_hours", func(r Row) string { return number(r.Slack) }, figure(func(r *Row) *float64 { return &r.Slack })},
		{"seed", func(r Row) string { return strconv.FormatUint(r.Seed, 10) }, whole(func(r *Row) *uint64 { return &r.Seed })},
		{"threads", func(r Row) string { return strconv.Itoa(r.Threads) }, whole(func(r *Row) *int { return &r.Threads })},
		{"limit_s", func(r Row) string { return number(r.Limit) }, figure(func(r *Row) *float64 { return &r.Limit })},
		{"best_s", func(r Row) string { return number(r.Best) }, figure(func(r *Row) *float64 { return &r.Best })},
		{"proof_s", func(r Row) string { return known(r.Proof, r.Proved) }, maybe(func(r *Row) (*float64, *bool) { return &r.Proof, &r.Proved })},
		{"run_s", func(r Row) string { return number(r.Seconds) }, figure(func(r *Row) *float64 { return &r.Seconds })},
		{"found_h", func(r Row) string { return levels(r.Found[:]) }, several(func(r *Row) []float64 { return r.Found[:] })},
		{"planted_h", func(r Row) string { return levels(r.Planted[:]) }, several(func(r *Row) []float64 { return r.Planted[:] })},
		{"bound_h", func(r Row) string { return levels(r.Bound[:]) }, several(func(r *Row) []float64 { return r.Bound[:] })},
		{"reached", func(r Row) string { return yes(r.Reached()) }, nil},
		{"money", func(r Row) string { return fmt.Sprintf("%.2f", r.Money) }, figure(func(r *Row) *float64 { return &r.Money })},
		{"money_bound", func(r Row) string { return known(r.MoneyBound, r.MoneyBounded) }, maybe(func(r *Row) (*float64, *bool) { return &r.MoneyBound, &r.MoneyBounded })},
		{"gap_percent", func(r Row) string { g, ok := r.Gap(); return known(g, ok) }, nil},
		{"unavoidable_h", func(r Row) string { return number(r.Unavoidable) }, figure(func(r *Row) *float64 { return &r.Unavoidable })},
		{"proofs_s", func(r Row) string { return number(r.ProofTime) }, figure(func(r *Row) *float64 { return &r.ProofTime })},
		{"proof_people", func(r Row) string { return number(r.ProofPeople) }, figure(func(r *Row) *float64 { return &r.ProofPeople })},
		{"proof_days", func(r Row) string { return number(r.ProofDays) }, figure(func(r *Row) *float64 { return &r.ProofDays })},
		{"false_proofs", func(r Row) string { return strconv.Itoa(r.FalseProofs) }, whole(func(r *Row) *int { return &r.FalseProofs })},
		{"peak_mib", func(r Row) string { return number(r.PeakMiB) }, figure(func(r *Row) *float64 { return &r.PeakMiB })},
		{"steps", func(r Row) string { return strconv.FormatInt(r.Steps, 10) }, whole(func(r *Row) *int64 { return &r.Steps })},
		{"cpu_s", func(r Row) string { return known(r.CPU, r.CPU > 0) }, maybe(func(r *Row) (*float64, *bool) { return &r.CPU, new(bool) })},
		{"full_s", func(r Row) string { return known(r.Full, r.FullKnown) }, maybe(func(r *Row) (*float64, *bool) { return &r.Full, &r.FullKnown })},
	}
	for i, moment := range Moments {
		all = append(all, column[Row]{"at_" + number(moment) + "s", func(r Row) string {
			if !r.AtKnown[i] {
				return "-"
			}
			return levels(r.At[i][:])
		}, func(r *Row, s string) error {
			if r.AtKnown[i] = s != "-"; !r.AtKnown[i] {
				return nil
			}
			return parseLevels(r.At[i][:], s)
		}})
	}
	return append(all, column[Row]{"audited", func(r Row) string { return yes(r.Audited) }, func(r *Row, s string) error { r.Audited = s == yes(true); return nil }})
}

// number is a figure with at most three decimals, "never" when infinite.
func number(x float64) string {
	if math.IsInf(x, 1) {
		return "never"
	}
	s := strconv.FormatFloat(x, 'f', 3, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// known is a figure, or a dash when it is not known.
func known(x float64, ok bool) string {
	if !ok {
		return "-"
	}
	return number(x)
}

func levels(v []float64) string {
	var s []string
	for _, x := range v {
		s = append(s, number(x))
	}
	return strings.Join(s, "/")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "NO"
}

func writeCSV[R any](w io.Writer, columns []column[R], rows []R) error {
	c := csv.NewWriter(w)
	var head []string
	for _, col := range columns {
		head = append(head, col.name)
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, r := range rows {
		var line []string
		for _, col := range columns {
			line = append(line, col.of(r))
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeBench writes each run as one iteration; what is not known is left out.
func writeBench(w io.Writer, rows []Row) error {
	for _, r := range rows {
		found, planted := r.Underlap()
		line := fmt.Sprintf("Benchmark%s/shape=%s/engine=%s/seed=%d-%d 1 %.0f ns/op %s best-sec", title(r.Suite), r.Shape, r.Engine, r.Seed, r.Threads, r.Seconds*1e9, number(r.Best))
		if r.Proved {
			line += fmt.Sprintf(" %s proof-sec", number(r.Proof))
		}
		line += fmt.Sprintf(" %s underlap-hours %s planted-hours %s contingency-hours %.2f money", number(found), number(planted), number(r.Found[3]), r.Money)
		if g, ok := r.Gap(); ok {
			line += fmt.Sprintf(" %s gap-percent", number(g))
		}
		line += fmt.Sprintf(" %s peak-MiB %d steps", number(r.PeakMiB), r.Steps)
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Line is a run in one line for people.
func Line(r Row) string {
	gap, ok := r.Gap()
	return fmt.Sprintf("%s seed %d: underlap/contingency %s h (planted %s, bound %s) after %s s, proved after %s s; money %.2f, gap %s %%; %s MiB, %d steps, %s s; reached %s, audited %s",
		r.Shape, r.Seed, levels(r.Found[:]), levels(r.Planted[:]), levels(r.Bound[:]), number(r.Best), known(r.Proof, r.Proved), r.Money, known(gap, ok), short(r.PeakMiB), r.Steps, number(r.Seconds), yes(r.Reached()), yes(r.Audited))
}
