package solver

import "math"

// PayOf is the price of a decision of that time.
func (m *Model) PayOf(p *Wage, start, end Minute) int64 {
	n := float64(end - start)
	mult, add := n, 0.0
	if int(p.Curve) < len(m.Curves) {
		c := &m.Curves[p.Curve]
		i, j := start-m.Days[0], end-m.Days[0]
		if c.Mult != nil {
			mult = c.Mult[j] - c.Mult[i]
		}
		if c.Add != nil {
			add = c.Add[j] - c.Add[i]
		}
	}
	v := p.Rate*mult + p.Factor*add + p.Each
	if p.Flat != 0 {
		v += p.Flat * mult / n
	}
	return int64(math.Round(v))
}

// CostOf is the price of loads, in parts.
func (sp *Spread) CostOf(load []int64) int64 {
	if len(load) == 0 {
		return 0
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, v := range load {
		x := float64(v) * sp.Scale[i]
		lo, hi = math.Min(lo, x), math.Max(hi, x)
	}
	return int64(math.Round(sp.Price * (hi - lo)))
}

// AddSum adds what the sum's goals cost at a total, times sign.
func (c *Cost) AddSum(s *Sum, total, sign int64) {
	if s.LowPrice != 0 && total < s.Low {
		c[s.LowLevel] += sign * int64(math.Round(float64(s.Low-total)*s.LowPrice))
	}
	if s.HighPrice != 0 && total > s.High {
		c[s.HighLevel] += sign * int64(math.Round(float64(total-s.High)*s.HighPrice))
	}
}

// GivenTo is what past and fixed decisions alone give to the sum, in parts.
func (m *Model) GivenTo(s *Sum) (n int64) {
	for i, l := range s.Lines {
		n += s.weighOn(i, m.Lines[l].Past) + s.weighOn(i, m.Lines[l].Fixed)
	}
	return n
}

// Price is what the decision by itself costs on line l at PayLevel, and what
// it adds at ChangeLevel to the price of differing from Base: less than
// nothing where it is in Base too. A plan that holds nothing pays BasePrice.
func (m *Model) Price(l int, d Decision) (pay, change int64) {
	pay = m.PayOf(&m.Lines[l].Pay[d.Kind], d.Start, d.End)
	if m.Base == nil {
		return pay, 0
	}
	n := d.End - d.Start
	if l < len(m.Base.Lines) {
		n = difference([]Decision{d}, m.Base.Lines[l]) - difference(nil, m.Base.Lines[l])
	}
	return pay, int64(n) * m.ChangePrice
}

// BasePrice is what line l pays, holding nothing, for differing from Base.
func (m *Model) BasePrice(l int) int64 {
	if m.Base == nil || l >= len(m.Base.Lines) {
		return 0
	}
	return int64(difference(nil, m.Base.Lines[l])) * m.ChangePrice
}

// Limits says whether the sum is a limit on hours of one line over more than a day or two.
func (s *Sum) Limits() bool {
	return len(s.Lines) == 1 && s.Max < NoLimit && s.Len() > 2*24*60
}

// UnitsAbove is what a minute of the lightest kind costs above High. whole is
// false when some kind's is no whole number of units, so that rounding a total
// could undercut the minutes' sum.
func (s *Sum) UnitsAbove() (least int64, whole bool) {
	least = NoLimit
	for _, k := range [...]Mode{Active, Passive} {
		units := float64(s.Weight[k]) * s.HighPrice
		if units < 0 || math.Abs(units-math.Round(units)) > Slack {
			return 0, false
		}
		if s.Weight[k] > 0 {
			least = min(least, int64(math.Round(units)))
		}
	}
	return least, true
}

// Parts is what a decision of the i-th line of sum s gives to it, in parts.
func (s *Sum) Parts(i int, d Decision) int64 { return s.weighOn(i, []Decision{d}) }

// Wanting is how many lines are missing from Want when so many are present.
func (t *Task) Wanting(present int) int { return max(0, t.Want-max(present, t.Need)) }
