package bound

import (
	"math"

	"github.com/carerota/carerota/solver"
)

// payer works out what lines cost, always from below: whole money units a
// minute, rounded down, so that a decision costs at least its minutes' sum.
type payer struct {
	*model
	leastMult, leastAdd []float64             // by curve: the least rate of each over all time
	changes             []solver.Minute       // when the rate of some curve changes
	flats               [solver.NumModes]bool // kinds for which some line is paid by the decision
	stints              bool                  // what is paid for each Reserve decision is counted apart
}

// newPayer is nil when some pay is negative: then nothing bounds it from below
// in the way that is done here.
func newPayer(b *model) *payer {
	p := &payer{model: b}
	for i := range b.m.Curves {
		mult := p.rates(b.m.Curves[i].Mult, 1)
		add := p.rates(b.m.Curves[i].Add, 0)
		if mult < 0 || add < 0 {
			return nil
		}
		p.leastMult, p.leastAdd = append(p.leastMult, mult), append(p.leastAdd, add)
	}
	for l := range b.m.Lines {
		for k, w := range b.m.Lines[l].Pay {
			if w.Rate < 0 || w.Flat < 0 || w.Factor < 0 || w.Each < 0 {
				return nil
			}
			p.flats[k] = p.flats[k] || w.Flat > 0 && solver.Mode(k) != solver.Reserve
		}
	}
	return p
}

// rates notes when the rate of a prefix integral changes, and returns the least
// rate; without one it is always the given one.
func (p *payer) rates(sum []float64, always float64) float64 {
	if len(sum) < 2 {
		return always
	}
	least := math.Inf(1)
	for i := 1; i < len(sum); i++ {
		rate := sum[i] - sum[i-1]
		least = min(least, rate)
		if i > 1 && math.Abs(rate-(sum[i-1]-sum[i-2])) > solver.Slack/10 {
			p.changes = append(p.changes, p.m.Days[0]+solver.Minute(i-1))
		}
	}
	return max(least-solver.Slack, min(least, 0))
}

// down rounds a cost to whole units on the safe side.
func down(x float64) int64 { return int64(math.Floor(x - math.Abs(x)*solver.Slack)) }

// mean is the mean rate of a prefix integral over a span.
func (p *payer) mean(sum []float64, s solver.Span, always float64) float64 {
	if sum == nil {
		return always
	}
	last := solver.Minute(len(sum) - 1)
	from, to := min(s.From-p.m.Days[0], last), min(s.To-p.m.Days[0], last)
	if from >= to {
		return 0
	}
	return (sum[to] - sum[from]) / float64(s.Len())
}

func (p *payer) curve(i int32) *solver.Curve {
	if int(i) < len(p.m.Curves) {
		return &p.m.Curves[i]
	}
	return &solver.Curve{}
}

// minute is what a minute of a kind costs line l in a span over which no curve
// changes its rate, apart from what is paid by the decision.
func (p *payer) minute(l int32, k solver.Mode, s solver.Span) float64 {
	w := &p.m.Lines[l].Pay[k]
	if w.Rate == 0 && w.Factor == 0 {
		return 0
	}
	c := p.curve(w.Curve)
	return w.Rate*p.mean(c.Mult, s, 1) + w.Factor*p.mean(c.Add, s, 0)
}

// cheapest is the least that a minute of a kind can cost line l at any time.
func (p *payer) cheapest(l int32, k solver.Mode) float64 {
	w := &p.m.Lines[l].Pay[k]
	if int(w.Curve) >= len(p.leastMult) {
		return w.Rate
	}
	return w.Rate*p.leastMult[w.Curve] + w.Factor*p.leastAdd[w.Curve]
}

// flat is what a decision's flat pay comes to for each of its minutes: exactly
// for a whole task, else that of the longest decision at the least rate.
func (p *payer) flat(l int32, t *solver.Task) float64 {
	w := &p.m.Lines[l].Pay[t.Kind]
	if w.Flat == 0 {
		return 0
	}
	if t.Whole {
		return w.Flat * p.mean(p.curve(w.Curve).Mult, t.Span, 1) / float64(t.Len())
	}
	mult := 1.0
	if int(w.Curve) < len(p.leastMult) {
		mult = p.leastMult[w.Curve]
	}
	return w.Flat * mult / float64(max(1, p.longest(l, t)))
}

// arc is what a minute of line l on a demand costs in a piece of time.
func (p *payer) arc(l int32, d *demand, piece solver.Span) int64 {
	cost := p.minute(l, d.kind, piece)
	switch {
	case d.kind != solver.Reserve:
		cost += p.flat(l, &p.m.Tasks[d.task])
	case p.m.ReserveMax > 0 && !p.stints: // no minute of one is a smaller part of it
		cost += p.m.Lines[l].Pay[solver.Reserve].Each / float64(p.m.ReserveMax)
	}
	return down(cost)
}

// lowSum is a goal that a line reach a total, priced at the pay level.
type lowSum struct {
	solver.Span
	minutes int64 // of the heaviest kind, to reach it
	save    int64 // the most that such a minute saves
	base    int64 // what it costs at least when nothing is done
}

// lows picks goals of line l that do not meet in time, so that a minute saves on
// one of them only; the others cost nothing or more. What is short of a goal
// costs its price, or the least for which the line can be given something else
// to do that counts: time on Reserve, or beside others on a task that has
// enough. So the price taken is the least of these, and what is left to decide
// is how much useful work there is.
func (p *payer) lows(l int32, sums []int32) []lowSum {
	var best []lowSum
	var most int64
	axes := [][]lowSum{}
next:
	for _, id := range sums {
		s, ok := p.low(l, &p.m.Sums[id])
		if !ok {
			continue
		}
		for i := range axes {
			apart := true
			for _, o := range axes[i] {
				apart = apart && o.Meet(s.Span).Len() <= 0
			}
			if apart {
				axes[i] = append(axes[i], s)
				continue next
			}
		}
		axes = append(axes, []lowSum{s})
	}
	for _, a := range axes {
		var sum int64
		for _, s := range a {
			sum += s.base
		}
		if sum > most {
			best, most = a, sum
		}
	}
	return best
}

func (p *payer) low(l int32, s *solver.Sum) (lowSum, bool) {
	heaviest := max(s.Weight[solver.Active], s.Weight[solver.Passive], s.Weight[solver.Reserve])
	if p.m.Lines[l].Master >= 0 {
		heaviest = s.Weight[solver.Beside]
	}
	left := s.Low - p.m.GivenTo(s)
	if len(s.Lines) != 1 || s.LowPrice <= 0 || s.LowLevel != p.m.PayLevel || left <= 0 ||
		min(s.Weight[solver.Active], s.Weight[solver.Passive], s.Weight[solver.Reserve], s.Weight[solver.Beside]) < 0 {
		return lowSum{}, false
	}
	price := min(s.LowPrice, p.filling(l, s.Weight))
	out := lowSum{Span: s.Span, base: down(price * float64(left))}
	if heaviest > 0 {
		out.minutes = (left + heaviest - 1) / heaviest
		out.save = -down(-price * float64(heaviest))
	}
	return out, out.base > 0
}

// filling is the least that a part costs which line l can add to a sum by time
// that covers nothing.
func (p *payer) filling(l int32, weight [solver.NumModes]int64) float64 {
	line := &p.m.Lines[l]
	least := math.Inf(1)
	if w := weight[solver.Reserve]; w > 0 && len(line.Reserve) > 0 {
		least = p.cheapest(l, solver.Reserve) / float64(w)
	}
	for i := range line.Permits {
		t := &p.m.Tasks[line.Permits[i].Task]
		if w := weight[solver.Beside]; line.Master >= 0 {
			if w > 0 {
				least = min(least, p.cheapest(l, solver.Beside)/float64(w))
			}
			continue
		}
		if w := weight[t.Kind]; w > 0 {
			cost := p.cheapest(l, t.Kind) + p.flat(l, t)
			if t.UnderPrice > 0 && t.Need > 0 && len(t.Among) == 0 && t.OverLevel == p.m.PayLevel && t.OverPrice > 0 {
				cost += float64(t.OverPrice)
			}
			least = min(least, cost/float64(w))
		}
	}
	return least
}
