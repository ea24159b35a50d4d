package solver

import "slices"

// Check says what is wrong with a model that was filled wrongly; nil when an
// engine can take it.
func (m *Model) Check() error { return m.sane() }

// Met says whether a cost reaches a bound at every level, but for differences up to Fine.
func (m *Model) Met(cost, bound Cost) bool { return m.met(cost, bound) }

// Price is what the decision by itself costs on line l at PayLevel, and what
// it adds at ChangeLevel to the price of differing from Base: less than
// nothing where it is in Base too. A plan that holds nothing pays BasePrice.
func (m *Model) Price(l int, d Decision) (pay, change int64) {
	pay = m.payOf(&m.Lines[l].Pay[d.Kind], d.Start, d.End)
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
		c = c.Plus(m.Sums[i].costOf(m.total(p, &m.Sums[i])))
	}
	for _, i := range x.Spreads {
		sp := &m.Spreads[i]
		var load []int64
		for k, l := range sp.Lines {
			load = append(load, weigh(p.Lines[l], sp.Span, sp.Weight[k]))
		}
		c[sp.Level] += sp.costOf(load)
	}
	return c
}

// Given is what past and fixed decisions alone give to sum i, in parts. No
// plan breaks the sum's Max by giving no more than that.
func (m *Model) Given(i int) int64 { return m.given(&m.Sums[i]) }

// Parts is what a decision of the i-th line of sum s gives to it, in parts.
func (s *Sum) Parts(i int, d Decision) int64 { return s.weighOn(i, []Decision{d}) }

// IsNight says whether the decision is a night for MaxNightsRun.
func (m *Model) IsNight(d Decision) bool {
	var in Minute
	for _, n := range m.Nights {
		in += max(0, n.Meet(d.Span()).Len())
	}
	return d.Kind != Reserve && in >= m.NightMin
}

// Chooser lists the decisions that lines may take.
type Chooser struct{ b *board }

// NewChooser makes a chooser of a model that Check finds sound.
func NewChooser(m *Model) *Chooser { return &Chooser{newBoard(m)} }

// List lists every decision that meets the span and that line l may take, as
// far as each alone goes, in order of task (Reserve last), start and end.
//
// A step greater than the model's grain leaves some out: starts and ends are
// then multiples of it, or ends of a task that the line may serve, or ends of
// when it may, or among some points more. The list ends early when it is longer than most.
func (c *Chooser) List(l int, in Span, step Minute, more []Minute, most int) (out []Decision) {
	b, lb := c.b, &c.b.lines[l]
	kept := b.keptPoints(lb, in, step, more)
	add := func(d Decision) {
		if d.Span().Meet(in).Len() > 0 && b.fits(int32(l), d) {
			out = append(out, d)
		}
	}
	for i := range lb.Permits {
		t := &b.tasks[lb.Permits[i].Task]
		if t.Span.Meet(in).Len() <= 0 {
			continue
		}
		kind := t.Kind
		if lb.Master >= 0 {
			kind = Beside
		}
		points := b.pointsIn(t.Span, step, kept)
		if t.Whole && kind != Beside {
			points = []Minute{t.From, t.To}
		}
		for k, from := range points {
			if len(out) > most {
				return out
			}
			for _, to := range points[k+1:] {
				add(Decision{Task: lb.Permits[i].Task, Start: from, End: to, Kind: kind})
			}
		}
	}
	for _, s := range lb.Reserve {
		points := b.pointsIn(s, step, kept)
		for k, from := range points {
			if len(out) > most {
				return out
			}
			for _, to := range points[k+1:] {
				if to-from > b.m.ReserveMax {
					break
				}
				add(Decision{Task: NoTask, Start: from, End: to, Kind: Reserve})
			}
		}
	}
	return out
}

// keptPoints are the points on the grain that a greater step does not drop, ascending.
func (b *board) keptPoints(lb *lineBoard, in Span, step Minute, more []Minute) (out []Minute) {
	if step <= b.m.Grain {
		return nil
	}
	out = slices.Clone(more)
	for i := range lb.Permits {
		t := &b.tasks[lb.Permits[i].Task]
		if t.Span.Meet(in).Len() <= 0 {
			continue
		}
		out = append(out, t.From, t.To)
		for _, s := range lb.Permits[i].Spans {
			out = append(out, s.From, s.To)
		}
	}
	out = slices.DeleteFunc(out, func(x Minute) bool { return x%b.m.Grain != 0 })
	slices.Sort(out)
	return slices.Compact(out)
}

// pointsIn are the points of a span: its ends, multiples of the step, those kept.
func (b *board) pointsIn(s Span, step Minute, kept []Minute) []Minute {
	step = max(step, b.m.Grain)
	out := []Minute{s.From, s.To}
	for x := floorDiv(s.From, step)*step + step; x < s.To; x += step {
		out = append(out, x)
	}
	k, _ := slices.BinarySearch(kept, s.From)
	for ; k < len(kept) && kept[k] < s.To; k++ {
		out = append(out, kept[k])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
