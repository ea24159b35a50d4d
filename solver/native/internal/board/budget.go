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

// budgeted says whether a budget bears what the line costs.
func (b *Board) budgeted(l int32) bool { return b.budgets != nil && len(b.budgets[l]) > 0 }

// spend takes an amount of a line's budgets.
func (s *State) spend(l int32, amount int64) {
	for _, k := range s.Board.budgets[l] {
		old := s.Spent[k]
		now := old + amount
		s.Spent[k] = now
		s.Beyond += s.Board.overspent(k, now) - s.Board.overspent(k, old)
		if old > s.Purse[k] {
			s.Over--
		}
		if now > s.Purse[k] {
			s.Over++
		}
	}
}

// overspent is what is spent beyond a budget, as parts of typical pay.
func (b *Board) overspent(k int32, spent int64) int64 {
	if spent <= b.Purse[k] {
		return 0
	}
	return int64(float64(spent-b.Purse[k]) / b.HourPay() * 60 * solver.PartsPerMinute)
}

// HourPay is the typical pay of an hour, in money units.
func (b *Board) HourPay() float64 { return b.Fine * b.unit }

// Overspent is the first budget from the given one on, and round again, that is overspent; -1 for none.
func (s *State) Overspent(from int) int {
	for i := range s.Spent {
		if k := (from + i) % len(s.Spent); s.Spent[k] > s.Purse[k] {
			return k
		}
	}
	return -1
}

// Pinched says whether a plan has next to nothing left of some budget.
func (b *Board) Pinched(p *solver.Plan) bool {
	for k := range b.Model.Budgets {
		if float64(b.Purse[k]-b.Model.Spent(p, &b.Model.Budgets[k])) < b.HourPay() {
			return true
		}
	}
	return false
}

// guarantee takes what the sum costs below Low, at a total, of its line's budgets, times sign.
func (s *State) guarantee(sum *solver.Sum, total, sign int64) {
	m := s.Board.Model
	if !m.Guarantees(sum) || !s.Board.budgeted(sum.Lines[0]) {
		return
	}
	if cost := sum.CostOf(total)[m.PayLevel]; cost != 0 {
		s.spend(sum.Lines[0], sign*cost)
	}
}
