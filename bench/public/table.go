package public

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/bench/rows"
)

// Tables has, for each suite with rows, a table in Markdown of what was measured beside what was published.
func Tables(all []rows.Rota) string {
	var parts []string
	for _, suite := range Suites() {
		var own []rows.Rota
		for _, r := range all {
			if r.Suite == suite {
				own = append(own, r)
			}
		}
		if len(own) > 0 {
			parts = append(parts, fmt.Sprintf("### `%s`\n\n%s%s", suite, table(suite, own), shareOf(own)))
		}
	}
	return strings.Join(parts, "\n\n")
}

// shareOf says how much of the processors the runs had, as far as it is known: where other
// work shares the machine the same costs would come in less time on a quiet one.
func shareOf(own []rows.Rota) string {
	var shares []float64
	for _, r := range own {
		if r.CPU > 0 && r.Seconds >= 5 {
			shares = append(shares, 100*r.CPU/(r.Seconds*float64(r.Threads)))
		}
	}
	if len(shares) == 0 {
		return ""
	}
	return fmt.Sprintf("\n\nRuns of 5 s and more had %.0f %% of the time of their threads on a processor (median of %d; least %.0f %%).", rows.Median(shares), len(shares), slices.Min(shares))
}

// budgetOf is an engine with a budget, a column of the table.
type budgetOf struct {
	engine  string
	threads int
	limit   float64
	unit    string // of limit
}

const (
	unitSeconds = "s"
	unitPercent = "% of the time allowed" // see Allowance
)

// budgetOfRow gives a multiple of a twentieth of the time allowed as that, since its seconds differ from instance to instance;
// a minute, which is such a part for some, stands as a minute for all.
func budgetOfRow(r rows.Rota) budgetOf {
	if whole, is := Allowance(r.Suite, r.Instance); is && r.Limit != 60 {
		percent := math.Round(100 * r.Limit / whole.Seconds())
		if percent > 0 && int(percent)%5 == 0 && percent*whole.Seconds() == 100*r.Limit {
			return budgetOf{r.Engine, r.Threads, percent, unitPercent}
		}
	}
	return budgetOf{r.Engine, r.Threads, r.Limit, unitSeconds}
}

func (b budgetOf) String() string {
	who := "ours"
	if b.engine != "native" {
		who = b.engine
	}
	plural := "s"
	if b.threads == 1 {
		plural = ""
	}
	return fmt.Sprintf("%s, %d thread%s, %s %s", who, b.threads, plural, strconv.FormatFloat(b.limit, 'f', -1, 64), b.unit)
}

func table(suite string, own []rows.Rota) string {
	var budgets []budgetOf
	for _, r := range own {
		if b := budgetOfRow(r); !slices.Contains(budgets, b) {
			budgets = append(budgets, b)
		}
	}
	slices.SortFunc(budgets, func(a, b budgetOf) int {
		return cmp.Or(-cmp.Compare(a.engine, b.engine), cmp.Compare(b.threads, a.threads), -cmp.Compare(a.unit, b.unit), cmp.Compare(a.limit, b.limit))
	})
	groups := rows.GroupRotas(own)
	find := func(instance string, b budgetOf) rows.Group {
		for _, g := range groups {
			if g[0].Instance == instance && budgetOfRow(g[0]) == b {
				return g
			}
		}
		return nil
	}
	heads := []string{"instance", "best known", "published bound"}
	for _, b := range budgets {
		heads = append(heads, b.String())
	}
	heads = append(append(heads, "our bound", "proved"), Timed(suite)...)
	lines := rows.TableHead(heads...)
	for _, p := range named(suite, own) {
		cells := []string{p.Instance, orDash(p.Best), orDash(p.Bound)}
		var whole rows.Group
		for _, b := range budgets {
			g := find(p.Instance, b)
			whole = append(whole, g...)
			cells = append(cells, costs(g))
		}
		if len(whole) == 0 {
			continue
		}
		cells = append(cells, rows.Known(whole.Bound()), proofs(whole))
		for i := range Timed(suite) {
			cell := "-"
			if i < len(p.Timed) {
				cell = orDash(p.Timed[i])
			}
			cells = append(cells, cell)
		}
		lines = append(lines, rows.TableLine(cells...))
	}
	return strings.Join(lines, "\n")
}

// named are the published results, then those instances of the rows of which nothing is published.
func named(suite string, own []rows.Rota) []Result {
	all := Published(suite)
	for _, r := range own {
		if !slices.ContainsFunc(all, func(p Result) bool { return p.Instance == r.Instance }) {
			all = append(all, Result{Instance: r.Instance})
		}
	}
	return all
}

func orDash(cost int64) string { return rows.Known(cost, cost != 0) }

// costs is the median and the worst cost of a group, one figure where they are the same.
func costs(g rows.Group) string {
	switch median, worst := g.Costs(); {
	case len(g) == 0:
		return "-"
	case len(g) == 1:
		return rows.Points(median) + " (one seed)"
	case median == worst:
		return rows.Points(median)
	default:
		return rows.Points(median) + " / " + rows.Points(worst)
	}
}

// proofs says in how many runs the best was proved, and in what time at the soonest.
func proofs(g rows.Group) string {
	n, soonest := 0, 0.0
	for _, r := range g {
		if r.Proved() {
			if n++; n == 1 || r.Seconds < soonest {
				soonest = r.Seconds
			}
		}
	}
	if n == 0 {
		return "no"
	}
	return fmt.Sprintf("%d of %d runs, from %.1f s", n, len(g), soonest)
}
