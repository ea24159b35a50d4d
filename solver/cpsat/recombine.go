package cpsat

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// recombination is the scope in which each line takes one of the ways a pool
// has for it, or that of the plan: what is left to choose is one way a line, as in set
// partitioning. Ways are taken up, the last offered first, while there are no more than so many
// decisions in all of them. It is nil when no line has a choice.
func (w *workshop) recombination(pool *solver.Pool, plan *solver.Plan, most int) *scope {
	s := &scope{choices: make([][]solver.Decision, len(w.m.Lines)), kept: make([][]solver.Decision, len(w.m.Lines)),
		ways: make([][][]solver.Decision, len(w.m.Lines)), partial: true}
	left := most
	add := func(l int, way []solver.Decision) {
		s.ways[l] = append(s.ways[l], way)
		before := len(s.choices[l])
		s.choices[l] = with(s.choices[l], way)
		left -= len(s.choices[l]) - before
	}
	pooled := make([][][]solver.Decision, len(w.m.Lines))
	for l := range w.m.Lines {
		add(l, plan.Lines[l])
		pooled[l] = slices.DeleteFunc(pool.Line(l), func(way []solver.Decision) bool { return slices.Equal(way, plan.Lines[l]) })
	}
	open := false
	for k, more := 0, true; more && left > 0; k++ {
		more = false
		for l := range pooled {
			if k < len(pooled[l]) && left > 0 {
				add(l, pooled[l][k])
				more, open = true, true
			}
		}
	}
	if !open {
		return nil
	}
	return s
}

// oneOf has a line take one of the ways whole. Each is legal by itself, and its price is known.
func (t *translation) oneOf(l int, ways [][]solver.Decision) {
	t.priced.Lines = append(t.priced.Lines, l)
	picks := make([]int32, len(ways))
	p := &solver.Plan{Lines: make([][]solver.Decision, len(t.m.Lines))}
	for i, way := range ways {
		picks[i] = t.boolean()
		p.Lines[l] = way
		for k, cost := range t.m.EvaluatePortion(p, solver.Portion{Lines: []int{l}}) {
			t.level[k].term(picks[i], cost)
		}
	}
	t.exactlyOne(picks)
	for _, c := range t.lines[l] {
		if c.lit == yes {
			continue
		}
		holds := []int32{not(c.lit)}
		for i, way := range ways {
			if slices.Contains(way, c.Decision) {
				holds = append(holds, picks[i])
			}
		}
		t.exactlyOne(holds)
	}
}
