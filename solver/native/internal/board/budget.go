package board

import "github.com/carerota/carerota/solver"

// layBudgets gives each line its budgets.
func (b *Board) layBudgets() {
	m := b.Model
	if len(m.Budgets) == 0 {
		return
	}
	b.budgets = make([][]int32, len(m.Lines))
	for i := range m.Budgets {
		x := &m.Budgets[i]
		b.Purse = append(b.Purse, max(x.Max, m.SpentAnyway(x)))
		for _, l := range x.Lines {
			b.budgets[l] = append(b.budgets[l], int32(i))
		}
	}
}

// spend takes an amount of a line's budgets.
func (s *State) spend(l int32, amount int64) {
	for _, k := range s.Board.budgets[l] {
		if s.Spent[k] > s.Board.Purse[k] {
			s.Over--
		}
		if s.Spent[k] += amount; s.Spent[k] > s.Board.Purse[k] {
			s.Over++
		}
	}
}

// guarantee takes what the sum costs below Low, at a total, of its line's budgets, times sign.
func (s *State) guarantee(sum *solver.Sum, total, sign int64) {
	m := s.Board.Model
	if len(m.Budgets) == 0 || !m.Guarantees(sum) || len(s.Board.budgets[sum.Lines[0]]) == 0 {
		return
	}
	if cost := sum.CostOf(total)[m.PayLevel]; cost != 0 {
		s.spend(sum.Lines[0], sign*cost)
	}
}
