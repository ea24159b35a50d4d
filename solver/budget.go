package solver

import (
	"fmt"
	"slices"
)

// Budget is a hard ceiling over what some lines cost together: their wages, Wage.Each left aside, and
// what the goals below Low of sums of one of the lines alone cost at PayLevel.
type Budget struct {
	Lines []int32
	Max   int64 // in the units of PayLevel
}

// Spend is what the decision on line l takes of a budget.
func (m *Model) Spend(l int, d Decision) int64 {
	w := m.Lines[l].Pay[d.Kind]
	w.Each = 0
	return m.PayOf(&w, d.Start, d.End)
}

// Guarantees says whether what the sum is below Low is taken of its line's budgets.
func (m *Model) Guarantees(s *Sum) bool {
	return len(s.Lines) == 1 && s.LowPrice != 0 && s.LowLevel == m.PayLevel
}

// Spent is what the plan takes of the budget.
func (m *Model) Spent(p *Plan, b *Budget) (n int64) {
	for _, l := range b.Lines {
		for _, d := range p.Lines[l] {
			n += m.Spend(int(l), d)
		}
	}
	for i := range m.Sums {
		if s := &m.Sums[i]; m.Guarantees(s) && slices.Contains(b.Lines, s.Lines[0]) {
			n += s.CostOf(m.Total(p, s))[m.PayLevel]
		}
	}
	return n
}

// SpentAnyway is what past and fixed decisions take of the budget by themselves.
func (m *Model) SpentAnyway(b *Budget) int64 { return m.Spent(m.given(), b) }

// given is the plan of what is fixed.
func (m *Model) given() *Plan {
	p := &Plan{Lines: make([][]Decision, len(m.Lines))}
	for l := range m.Lines {
		p.Lines[l] = m.Lines[l].Fixed
	}
	return p
}

// budgetViolations says which budgets are overspent. What fixed decisions take by themselves breaks
// none.
func (m *Model) budgetViolations(p *Plan) (out []string) {
	for i := range m.Budgets {
		b := &m.Budgets[i]
		if n := m.Spent(p, b); n > max(b.Max, m.SpentAnyway(b)) {
			out = append(out, fmt.Sprintf("budget %d: %d spent, at most %d", i, n, b.Max))
		}
	}
	return out
}
