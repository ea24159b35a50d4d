package rows

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Rota is one run on an instance of a public benchmark. Cost and bound are in
// the benchmark's own points.
type Rota struct {
	Suite, Instance, Engine string
	Seed                    uint64
	Threads                 int
	Limit                   float64 // seconds allowed

	First   float64 // seconds to the first legal rota; see Legal
	Best    float64 // seconds to the best rota
	Seconds float64 // of the whole run
	CPU     float64 // seconds on processors over all threads, reading and checking included; 0 for unknown
	Cost    int64   // as the benchmark's own rules have it, not as the engine says
	Bound   int64   // no rota can cost less; see Bounded
	Bounded bool    // whether a bound is known
	PeakMiB float64

	Legal    bool     // the check found no broken hard rule, and the engine's cost is the check's
	Findings []string // what it found
}

// Proved says whether no rota can be better.
func (r Rota) Proved() bool { return r.Legal && r.Bounded && r.Bound == r.Cost }

func (r Rota) bound() string {
	if !r.Bounded {
		return "-"
	}
	return strconv.FormatInt(r.Bound, 10)
}

func rotaColumns() []column[Rota] {
	return []column[Rota]{
		{"suite", func(r Rota) string { return r.Suite }, text(func(r *Rota) *string { return &r.Suite })},
		{"instance", func(r Rota) string { return r.Instance }, text(func(r *Rota) *string { return &r.Instance })},
		{"engine", func(r Rota) string { return r.Engine }, text(func(r *Rota) *string { return &r.Engine })},
		{"seed", func(r Rota) string { return strconv.FormatUint(r.Seed, 10) }, whole(func(r *Rota) *uint64 { return &r.Seed })},
		{"threads", func(r Rota) string { return strconv.Itoa(r.Threads) }, whole(func(r *Rota) *int { return &r.Threads })},
		{"limit_s", func(r Rota) string { return number(r.Limit) }, figure(func(r *Rota) *float64 { return &r.Limit })},
		{"seconds", func(r Rota) string { return number(r.Seconds) }, figure(func(r *Rota) *float64 { return &r.Seconds })},
		{"cpu_s", func(r Rota) string { return known(r.CPU, r.CPU > 0) }, maybe(func(r *Rota) (*float64, *bool) { return &r.CPU, new(bool) })},
		{"cost", func(r Rota) string { return strconv.FormatInt(r.Cost, 10) }, whole(func(r *Rota) *int64 { return &r.Cost })},
		{"bound", Rota.bound, func(r *Rota, s string) error {
			if r.Bounded = s != "-"; !r.Bounded {
				return nil
			}
			return whole(func(r *Rota) *int64 { return &r.Bound })(r, s)
		}},
		{"proved", func(r Rota) string { return yesOrNo(r.Proved()) }, nil},
		{"first_s", func(r Rota) string { return number(r.First) }, figure(func(r *Rota) *float64 { return &r.First })},
		{"best_s", func(r Rota) string { return number(r.Best) }, figure(func(r *Rota) *float64 { return &r.Best })},
		{"peak_mib", func(r Rota) string { return number(r.PeakMiB) }, figure(func(r *Rota) *float64 { return &r.PeakMiB })},
		{"legal", func(r Rota) string { return yes(r.Legal) }, func(r *Rota, s string) error { r.Legal = s == yes(true); return nil }},
	}
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// WriteRotas writes the rows in a format of Formats: "md" has a line an
// instance, number of threads and limit, over its seeds; "csv" and "bench" have
// a line a run.
func WriteRotas(w io.Writer, rows []Rota, format string) error {
	switch format {
	case "md":
		_, err := fmt.Fprintln(w, rotaTable(rows))
		return err
	case "csv":
		return writeCSV(w, rotaColumns(), rows)
	case "bench":
		for _, r := range rows {
			line := fmt.Sprintf("Benchmark%s/instance=%s/engine=%s/limit=%s/seed=%d-%d 1 %.0f ns/op %d cost %s best-sec %s first-sec", title(r.Suite), r.Instance, r.Engine,
				number(r.Limit), r.Seed, r.Threads, r.Seconds*1e9, r.Cost, number(r.Best), number(r.First))
			if r.Bounded {
				line += fmt.Sprintf(" %d bound", r.Bound)
			}
			if _, err := fmt.Fprintf(w, "%s %s peak-MiB\n", line, number(r.PeakMiB)); err != nil {
				return err
			}
		}
		return nil
	}
	return unknownFormat(format)
}

// Group is the runs on one instance with the same threads and limit, in the order of their seeds.
type Group []Rota

// GroupRotas puts the runs of one instance, number of threads and limit together, in order of first appearance.
func GroupRotas(rows []Rota) []Group {
	type key struct {
		suite, instance, engine string
		threads                 int
		limit                   float64
	}
	var out []Group
	for _, g := range gather(rows, func(r Rota) key { return key{r.Suite, r.Instance, r.Engine, r.Threads, r.Limit} }) {
		out = append(out, g)
	}
	return out
}

// Costs are the median and the worst cost; rotas that are not legal count as worse than all, as does no run.
func (g Group) Costs() (median, worst int64) {
	var costs []int64
	for _, r := range g {
		if !r.Legal {
			r.Cost = math.MaxInt64
		}
		costs = append(costs, r.Cost)
	}
	if len(costs) == 0 {
		return math.MaxInt64, math.MaxInt64
	}
	slices.Sort(costs)
	return costs[len(costs)/2], costs[len(costs)-1]
}

// Bound is the highest bound; ok is false when none is known.
func (g Group) Bound() (bound int64, ok bool) {
	for _, r := range g {
		if r.Bounded && (!ok || r.Bound > bound) {
			bound, ok = r.Bound, true
		}
	}
	return bound, ok
}

// Points is a cost for people: "none" for that of no legal rota.
func Points(cost int64) string {
	if cost == math.MaxInt64 {
		return "none"
	}
	return strconv.FormatInt(cost, 10)
}

// Known is a bound for people: a dash when it is not known.
func Known(bound int64, ok bool) string {
	if !ok {
		return "-"
	}
	return strconv.FormatInt(bound, 10)
}

func rotaTable(rows []Rota) string {
	lines := TableHead("instance", "threads", "limit s", "seeds", "cost (median / worst)", "bound", "proved", "s to first legal rota", "s to best", "s in all", "CPU s", "peak MiB", "legal")
	for _, g := range GroupRotas(rows) {
		median, worst := g.Costs()
		lines = append(lines, TableLine(g[0].Instance, strconv.Itoa(g[0].Threads), number(g[0].Limit), strconv.Itoa(len(g)), Points(median)+" / "+Points(worst),
			Known(g.Bound()), count(g, Rota.Proved), spread(g, func(r Rota) float64 { return r.First }), spread(g, func(r Rota) float64 { return r.Best }),
			spread(g, func(r Rota) float64 { return r.Seconds }), spread(g, func(r Rota) float64 { return r.CPU }), spread(g, func(r Rota) float64 { return r.PeakMiB }), count(g, func(r Rota) bool { return r.Legal })))
	}
	return strings.Join(lines, "\n")
}

// RotaLine is a run in one line for people.
func RotaLine(r Rota) string {
	return fmt.Sprintf("%s seed %d, %d threads, %s s: cost %d after %s s (first legal rota %s s), bound %s, proved %s; %s MiB, %s s, %s s on processors; legal %s",
		r.Instance, r.Seed, r.Threads, number(r.Limit), r.Cost, number(r.Best), number(r.First), r.bound(), yesOrNo(r.Proved()), short(r.PeakMiB), number(r.Seconds), known(r.CPU, r.CPU > 0), yes(r.Legal))
}
