package rows

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Engines is a table in Markdown of engines beside each other on care: for each
// shape and engine the median over the seeds of each level's value at each of Moments, and what
// came of it. Under it stands how often the native engine was soon as good as CP-SAT was in the end.
func Engines(all []Row) string {
	heads := []string{"shape", "workers x clients x days", "engine", "seeds", "limit s"}
	for _, moment := range Moments {
		heads = append(heads, "after "+number(moment)+" s")
	}
	lines := TableHead(append(heads, "bound", "s to full cover (median / worst)", "proved", "best or equal", "CPU s", "audited")...)
	type key struct {
		shape, engine string
		limit         float64
		threads       int
	}
	rows := slices.Clone(all)
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Workers, b.Workers), cmp.Compare(a.Days, b.Days), cmp.Compare(a.Shape, b.Shape), cmp.Compare(a.Limit, b.Limit))
	})
	for _, g := range gather(rows, func(r Row) key { return key{r.Shape, r.Engine, r.Limit, r.Threads} }) {
		r := g[0]
		cells := []string{r.Shape, fmt.Sprintf("%d x %d x %d", r.Workers, r.Clients, r.Days), r.Engine, strconv.Itoa(len(g)), number(r.Limit)}
		for i := range Moments {
			cells = append(cells, middle(g, func(r Row) ([5]float64, bool) { return r.At[i], r.AtKnown[i] }))
		}
		cells = append(cells, middle(g, Row.bounds), spread(g, func(r Row) float64 { return orNever(r.Full, r.FullKnown) }),
			count(g, Row.best), count(g, func(r Row) bool { return r.leads(all) }),
			spread(g, func(r Row) float64 { return r.CPU }), count(g, func(r Row) bool { return r.Audited }))
		lines = append(lines, TableLine(cells...))
	}
	return strings.Join(lines, "\n") + soon(all)
}

// bounds are those of each level, money last; 0 for money where none is known, for nothing costs less.
func (r Row) bounds() (v [5]float64, known bool) {
	copy(v[:], r.Bound[:])
	v[4] = r.MoneyBound
	return v, true
}

// best says whether every level is proved least, money to the penny.
func (r Row) best() bool {
	bound, _ := r.bounds()
	return compareValues(r.Last(), bound) <= 0
}

// leads says whether no other engine came to a better rota in the same run.
func (r Row) leads(all []Row) bool {
	return !slices.ContainsFunc(all, func(o Row) bool {
		o.Engine, r.Engine = "", ""
		return r.Same(o) && o.Audited && compareValues(o.Last(), r.Last()) < 0
	})
}

// compareValues compares level by level, hours to the minute and money to the penny.
func compareValues(a, b [5]float64) int {
	for l := range a {
		within := 1.0 / 120
		if l == len(a)-1 {
			within = 0.005
		}
		if a[l] < b[l]-within {
			return -1
		}
		if a[l] > b[l]+within {
			return 1
		}
	}
	return 0
}

// middle is the median vector of those known, level by level in words: the
// hours with strokes between, then money.
func middle(g []Row, of func(Row) ([5]float64, bool)) string {
	var known [][5]float64
	for _, r := range g {
		if v, is := of(r); is {
			known = append(known, v)
		}
	}
	if 2*len(known) <= len(g) {
		return "-" // none in most
	}
	slices.SortFunc(known, compareValues)
	v := known[len(g)/2]
	return fmt.Sprintf("%s %.2f", levels(v[:4]), v[4])
}

// From how many workers on the native engine is to be soon as good as CP-SAT, and
// the moments between which that is read.
const (
	soonWorkers       = 30
	soonAt, patientAt = 1, 3 // of Moments
)

// soon says in how many runs the native engine's rota after 10 s was no worse
// than CP-SAT's after 300 s.
func soon(all []Row) string {
	runs, reached := 0, 0
	for _, a := range all {
		for _, b := range all {
			same := b
			same.Engine = a.Engine
			if a.Engine != "native" || b.Engine != "cpsat" || a.Workers < soonWorkers || !a.Same(same) || !a.AtKnown[soonAt] {
				continue
			}
			if !b.AtKnown[patientAt] && b.Limit < Moments[patientAt] {
				continue
			}
			runs++
			if !b.AtKnown[patientAt] || compareValues(a.At[soonAt], b.At[patientAt]) <= 0 {
				reached++
			}
		}
	}
	if runs == 0 {
		return ""
	}
	return fmt.Sprintf("\n\nWith %d workers and more the native engine was, after %s s, as good as CP-SAT after %s s in %d of %d runs.",
		soonWorkers, number(Moments[soonAt]), number(Moments[patientAt]), reached, runs)
}
