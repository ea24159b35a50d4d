package solver

// Portion is some of what a plan is priced by: tasks, lines, sums and spreads by their numbers.
type Portion struct{ Tasks, Lines, Sums, Spreads []int }

// everything is the portion that is all of the model.
func (m *Model) everything() (x Portion) {
	upTo := func(n int) (out []int) {
		for i := range n {
			out = append(out, i)
		}
		return out
	}
	return Portion{upTo(len(m.Tasks)), upTo(len(m.Lines)), upTo(len(m.Sums)), upTo(len(m.Spreads))}
}

// EvaluatePortion is what a portion of the model adds to Evaluate.
func (m *Model) EvaluatePortion(p *Plan, x Portion) Cost {
	var c Cost
	for _, t := range x.Tasks {
		c = c.Plus(m.taskCost(p, int32(t)))
	}
	for _, l := range x.Lines {
		c = c.Plus(m.lineCost(l, p.Lines[l])).Plus(m.sequenceCost(l, p.Lines[l]))
	}
	for _, i := range x.Sums {
		c = c.Plus(m.Sums[i].CostOf(m.Total(p, &m.Sums[i])))
	}
	for _, i := range x.Spreads {
		sp := &m.Spreads[i]
		var load []int64
		for k, l := range sp.Lines {
			load = append(load, Weigh(p.Lines[l], sp.Span, sp.Weight[k]))
		}
		c[sp.Level] += sp.CostOf(load)
	}
	return c
}
