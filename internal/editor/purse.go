package editor

import "github.com/carerota/carerota/internal/reading"

// purse keeps what the rota under repair costs, for the problem's budgets.
type purse struct {
	*reading.Ledger
	most []float64 // of each budget: what may be spent, or what was spent before the first change where that is more
}

// openPurse enters what the lines cost, and the shadowing of trainees as it was; nil without a budget.
func openPurse(m *Editor) *purse {
	l := reading.NewLedger(m.Reading)
	if l == nil {
		return nil
	}
	for i := range m.Workers {
		w := &m.Workers[i]
		line := w.Line
		for k := range m.shadows {
			if m.shadows[k].Worker == w.ID {
				line = reading.LineWith(line, shadowItem(&m.shadows[k]))
			}
		}
		l.FollowLine(i, line)
	}
	p := &purse{Ledger: l}
	for i := range l.Budgets {
		p.most = append(p.most, max(l.Budgets[i].Most, l.Budgets[i].Spent))
	}
	return p
}

// follow enters what a worker costs after a change.
func (p *purse) follow(m *Editor, worker int) {
	if p != nil && !m.Workers[worker].Trainee {
		p.FollowLine(worker, m.Workers[worker].Line)
	}
}

// overspent says whether a budget that bears a worker's cost is overspent.
func (p *purse) overspent(w *reading.Worker) bool {
	if p == nil {
		return false
	}
	for i := range p.Budgets {
		b := p.Budgets[i]
		if b.Most = p.most[i]; b.Bears(w) && b.Over(0) > 0 {
			return true
		}
	}
	return false
}
