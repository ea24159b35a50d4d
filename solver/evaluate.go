package solver

import (
	"math"
	"slices"
)

// Evaluate computes the cost of a plan from the definitions in Model, plainly
// and slowly. It shares no code with the search but the price of a decision,
// and is what the search's own figures are checked against.
func (m *Model) Evaluate(p *Plan) Cost { return m.EvaluatePortion(p, m.everything()) }

// CostOf is what the sum's goals cost at a total, in parts.
func (s *Sum) CostOf(total int64) (c Cost) {
	if s.LowPrice != 0 && total < s.Low {
		c[s.LowLevel] += int64(math.Round(float64(s.Low-total) * s.LowPrice))
	}
	if s.HighPrice != 0 && total > s.High {
		c[s.HighLevel] += int64(math.Round(float64(total-s.High) * s.HighPrice))
	}
	return c
}

// Total is what the plan and the past give to the sum, in parts.
func (m *Model) Total(p *Plan, s *Sum) (n int64) {
	for i, l := range s.Lines {
		n += s.weighOn(i, m.Lines[l].Past) + s.weighOn(i, p.Lines[l])
	}
	return n
}

// weighOn is what decisions of the sum's i-th line give to it.
func (s *Sum) weighOn(i int, dec []Decision) int64 {
	if s.Own != nil {
		return Weigh(dec, s.Span, s.Own[i])
	}
	return Weigh(dec, s.Span, s.Weight)
}

// Weigh is what decisions give to a sum over a time with weights by kind, in parts.
func Weigh(dec []Decision, in Span, w [NumModes]int64) (n int64) {
	for _, d := range dec {
		if x := d.Span().Meet(in).Len(); x > 0 {
			n += int64(x) * w[d.Kind]
		}
	}
	return n
}

func (m *Model) lineCost(l int, line []Decision) (c Cost) {
	lm := &m.Lines[l]
	met := map[int32]bool{}
	for _, d := range line {
		c[m.PayLevel] += m.PayOf(&lm.Pay[d.Kind], d.Start, d.End)
		if d.Task >= 0 && d.Kind != Beside {
			met[m.Tasks[d.Task].Group] = true
		}
	}
	for _, f := range lm.Firsts {
		if met[f.Group] {
			c[m.PayLevel] += f.Price
		}
	}
	if m.Base != nil && l < len(m.Base.Lines) {
		c[m.ChangeLevel] += m.ChangePrice * int64(difference(line, m.Base.Lines[l]))
	}
	return c
}

// difference is the minutes of decisions in one of the two lines and not the other.
func difference(a, b []Decision) (n Minute) {
	for _, d := range a {
		n += d.End - d.Start
	}
	for _, o := range b {
		n += o.End - o.Start
		for _, d := range a {
			if d.Task == o.Task && d.Kind == o.Kind {
				n -= 2 * max(0, d.Span().Meet(o.Span()).Len())
			}
		}
	}
	return n
}

// presence is one line in a task, and what of its attributes count.
type presence struct {
	Span
	line  int
	holds []bool
}

func (m *Model) taskCost(p *Plan, task int32) (c Cost) {
	t := &m.Tasks[task]
	var here []presence
	cuts := []Minute{t.From, t.To}
	for l, line := range p.Lines {
		for _, d := range line {
			if d.Task != task || d.Kind == Beside {
				continue
			}
			x := presence{d.Span(), l, make([]bool, len(t.Among))}
			for k := range t.Among {
				x.holds[k] = m.holds(l, task, k, d.Span())
			}
			here = append(here, x)
			cuts = append(cuts, d.Start, d.End)
		}
	}
	c[t.ExtraLevel] += t.ExtraPrice * int64(max(0, len(here)-t.Need))
	var ready []presence
	if t.Backup > 0 {
		ready, cuts = m.ready(p, task, cuts)
	}
	slices.Sort(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		x := Span{cuts[i], cuts[i+1]}
		if x.Len() <= 0 || !t.Contains(x) { // a fixed decision may be longer than its task
			continue
		}
		c = c.Plus(m.pieceCost(t, task, x, present(here, x), present(ready, x)))
	}
	return c
}

func present(all []presence, x Span) (out []presence) {
	for _, o := range all {
		if o.Contains(x) {
			out = append(out, o)
		}
	}
	return out
}

func (m *Model) holds(line int, task int32, k int, x Span) bool {
	for _, p := range m.Lines[line].Permits {
		if p.Task == task && k < len(p.Holds) {
			for _, h := range p.Holds[k] {
				if h.Contains(x) {
					return true
				}
			}
		}
	}
	return false
}

// ready lists, for a task with backup, when which line on Reserve has a permit
// for it; cuts gains every point at which anything about them changes.
func (m *Model) ready(p *Plan, task int32, cuts []Minute) ([]presence, []Minute) {
	var out []presence
	for l, line := range p.Lines {
		for _, d := range line {
			if d.Kind != Reserve || m.Lines[l].Master >= 0 {
				continue
			}
			for _, pm := range m.Lines[l].Permits {
				if pm.Task != task || pm.NoBackup {
					continue
				}
				for _, s := range pm.Backing() {
					if x := s.Meet(d.Span()); x.Len() > 0 {
						out = append(out, presence{Span: x, line: l})
						cuts = append(cuts, x.From, x.To)
					}
				}
				for _, h := range pm.Holds {
					for _, s := range h {
						cuts = append(cuts, s.From, s.To)
					}
				}
			}
		}
	}
	return out, slices.DeleteFunc(cuts, func(x Minute) bool {
		return x < m.Tasks[task].From || x > m.Tasks[task].To
	})
}

func (m *Model) pieceCost(t *Task, task int32, x Span, here, ready []presence) (c Cost) {
	n := int64(x.Len())
	count := make([]int, len(t.Among))
	for _, o := range here {
		for k, h := range o.holds {
			if h {
				count[k]++
			}
		}
	}
	heads, mixed := max(0, t.Need-len(here)), 0
	for k, a := range t.Among {
		mixed = max(mixed, a.Need-count[k])
	}
	c[t.UnderLevel] += n * int64(max(heads, mixed)) * t.UnderPrice
	c[t.HiddenLevel] += n * int64(min(heads, mixed)) * t.HiddenPrice
	c[t.OverLevel] += n * int64(max(0, len(here)-t.Need)) * t.OverPrice
	c[t.WantLevel] += n * int64(max(0, t.Want-max(len(here), t.Need))) * t.WantPrice
	if t.Backup == 0 {
		return c
	}
	for _, o := range here {
		able := 0
		for _, r := range ready {
			if m.canReplace(t, task, x, o, r, count) {
				able++
			}
		}
		c[m.BackupLevel] += n * int64(max(0, t.Backup-able)) * m.BackupPrice
	}
	return c
}

func (m *Model) canReplace(t *Task, task int32, x Span, o, r presence, count []int) bool {
	if m.BackupOtherPool && m.Lines[o.line].Pool == m.Lines[r.line].Pool {
		return false
	}
	for k, a := range t.Among {
		others := count[k]
		if o.holds[k] {
			others--
		}
		if others < a.Need && !m.holds(r.line, task, k, x) {
			return false
		}
	}
	return true
}
