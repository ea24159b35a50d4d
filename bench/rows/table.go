package rows

import (
	"fmt"
	"io"
	"math"
	"strings"
)

var heads = []string{"shape", "workers x clients x days", "slack h/week", "seeds", "s to best underlap", "s to its proof", "underlap h above planted", "contingency h above planted", "money gap %", "planted h not proved", "ms for proofs", "people, days a proof", "false proofs", "peak MiB", "reached", "audited"}

// writeTable writes one line a shape and engine: median / worst over the seeds.
func writeTable(w io.Writer, rows []Row) error {
	lines := TableHead(heads...)
	for _, g := range gather(rows, func(r Row) [2]string { return [2]string{r.Shape, r.Engine} }) {
		lines = append(lines, TableLine(tableLine(g)...))
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// TableHead is the head of a table in Markdown.
func TableHead(heads ...string) []string {
	return []string{TableLine(heads...), "|" + strings.Repeat("---|", len(heads))}
}

// TableLine is a line of a table in Markdown.
func TableLine(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |" }

// gather puts rows of the same key together, in order of first appearance.
func gather[R any, K comparable](rows []R, of func(R) K) [][]R {
	at := map[K]int{}
	var out [][]R
	for _, r := range rows {
		key := of(r)
		i, there := at[key]
		if !there {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}

func tableLine(g []Row) []string {
	name := g[0].Shape
	if g[0].Engine != "native" {
		name += " (" + g[0].Engine + ")"
	}
	return []string{name, fmt.Sprintf("%d x %d x %d", g[0].Workers, g[0].Clients, g[0].Days), number(g[0].Slack), fmt.Sprint(len(g)),
		spread(g, func(r Row) float64 { return r.Best }),
		spread(g, func(r Row) float64 { return orNever(r.Proof, r.Proved) }),
		spread(g, func(r Row) float64 { f, p := r.Underlap(); return f - p }),
		spread(g, func(r Row) float64 { return r.Found[3] - r.Planted[3] }),
		spread(g, func(r Row) float64 { p, ok := r.Gap(); return orNever(p, ok) }),
		spread(g, func(r Row) float64 { _, p := r.Underlap(); return p - r.Unavoidable }),
		spread(g, func(r Row) float64 { return 1000 * r.ProofTime }),
		fmt.Sprintf("%s, %s", number(Median(each(g, func(r Row) float64 { return r.ProofPeople }))), number(Median(each(g, func(r Row) float64 { return r.ProofDays })))),
		fmt.Sprint(falseProofs(g)),
		spread(g, func(r Row) float64 { return r.PeakMiB }),
		count(g, Row.Reached), count(g, func(r Row) bool { return r.Audited })}
}

func orNever(x float64, ok bool) float64 {
	if !ok {
		return math.Inf(1)
	}
	return x
}

// spread is the median and the worst of a figure.
func spread[R any](g []R, of func(R) float64) string {
	worst := math.Inf(-1)
	v := each(g, of)
	for _, x := range v {
		worst = max(worst, x)
	}
	return short(Median(v)) + " / " + short(worst)
}

// each is a figure of every row.
func each[R any](g []R, of func(R) float64) (v []float64) {
	for _, r := range g {
		v = append(v, of(r))
	}
	return v
}

func falseProofs(g []Row) (n int) {
	for _, r := range g {
		n += r.FalseProofs
	}
	return n
}

// short is a figure for people: two decimals, none from a hundred on.
func short(x float64) string {
	if x >= 100 && !math.IsInf(x, 1) {
		return fmt.Sprintf("%.0f", x)
	}
	return number(math.Round(x*100) / 100)
}

func count[R any](g []R, is func(R) bool) string {
	n := 0
	for _, r := range g {
		if is(r) {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(g))
}
