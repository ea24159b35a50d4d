package bound

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// faces bounds from below what first decisions for groups cost in plans with no more shortage than
// reached: of each group, the fewest lines that have a price can fill what the lines without one leave.
// A line gives no more than the time in which it may serve the group at all. No other price counts
// them, so they add to the bound on pay.
func faces(m *solver.Model, reached solver.Cost) (cost int64) {
	prices := map[int32][]int64{} // by group: the price of each line, below 0 for none
	for l := range m.Lines {
		for _, f := range m.Lines[l].Firsts {
			if prices[f.Group] == nil {
				prices[f.Group] = slices.Repeat([]int64{-1}, len(m.Lines))
			}
			prices[f.Group][l] = f.Price
		}
	}
	for g, of := range prices {
		cost += facesOf(m, g, of, asked(m, g, reached))
	}
	return cost
}

// asked is how many minutes of a group are filled at least.
func asked(m *solver.Model, group int32, reached solver.Cost) (minutes int64) {
	var short [solver.MaxLevels]bool
	for i := range m.Tasks {
		if t := &m.Tasks[i]; t.Group == group && t.UnderPrice > 0 {
			minutes += int64(t.Need) * int64(t.Len())
			short[t.UnderLevel] = true
		}
	}
	for level, is := range short {
		if is {
			minutes -= reached[level]
		}
	}
	return minutes
}

// facesOf is the least that lines cost which fill so many minutes of a group.
func facesOf(m *solver.Model, group int32, prices []int64, minutes int64) int64 {
	var priced []int64 // capacities
	least := int64(solver.NoLimit)
	for l := range m.Lines {
		var spans []solver.Span
		for _, p := range m.Lines[l].Permits {
			if m.Tasks[p.Task].Group == group {
				spans = append(spans, p.Spans...)
			}
		}
		for _, d := range m.Lines[l].Fixed {
			if d.Task >= 0 && m.Tasks[d.Task].Group == group {
				spans = append(spans, d.Span())
			}
		}
		var most int64
		for _, s := range solver.JoinSpans(spans) {
			most += int64(s.Len())
		}
		switch {
		case most == 0 || m.Lines[l].Master >= 0:
		case prices[l] < 0:
			minutes -= most
		default:
			priced, least = append(priced, most), min(least, prices[l])
		}
	}
	slices.Sort(priced)
	n := int64(0)
	for k := len(priced) - 1; k >= 0 && minutes > 0; k-- {
		minutes -= priced[k]
		n++
	}
	if n == 0 {
		return 0
	}
	return n * least
}
