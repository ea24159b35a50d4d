package cpsat

import (
	"math"
	"slices"

	"github.com/carerota/carerota/solver"
)

// choice is a decision that the program may take, and its literal.
type choice struct {
	solver.Decision
	lit int32
}

// translation is a model as a program of CP-SAT.
type translation struct {
	*program
	m       *solver.Model
	lines   [][]choice // by line, in order of start, then end
	tasks   [][]served // by task
	level   [solver.MaxLevels]sum
	loose   [solver.MaxLevels]int64 // by how much the level's figure may differ from the model's, by rounding
	partial bool                    // some decisions that the model allows are left out: no bound holds
	priced  solver.Portion          // what the levels hold
	below   map[int]int32           // by sum that is a guarantee: the variable of what it costs below Low
}

// served is a choice of a task.
type served struct {
	line int
	*choice
}

// scope is what of a model is to be decided: the choices of each line, and
// what of its plan stands.
type scope struct {
	choices [][]solver.Decision
	kept    [][]solver.Decision
	free    []bool                // lines to be planned; nil for all. Only what they have to do with is written down
	ways    [][][]solver.Decision // by line, ways to fill it of which it takes one, in place of its rules; nil for none
	partial bool
}

func (s *scope) isFree(l int) bool { return s.free == nil || s.free[l] }

// translate writes every rule and price of the model down for CP-SAT.
func translate(m *solver.Model, s scope) *translation {
	t := &translation{program: newProgram(), m: m, lines: make([][]choice, len(m.Lines)), tasks: make([][]served, len(m.Tasks)), partial: s.partial, below: map[int]int32{}}
	for l := range m.Lines {
		t.choose(l, s.choices[l], s.kept[l])
	}
	for l := range m.Lines {
		for i := range t.lines[l] {
			if c := &t.lines[l][i]; c.Task >= 0 {
				t.tasks[c.Task] = append(t.tasks[c.Task], served{l, c})
			}
		}
	}
	for l := range m.Lines {
		if s.ways != nil {
			t.oneOf(l, s.ways[l])
			(&lineRules{translation: t, l: l, all: t.lines[l]}).beside()
			continue
		}
		t.line(l, s.isFree(l))
	}
	for k := range m.Tasks {
		t.cover(int32(k), s.free == nil)
	}
	t.sums(s.free == nil)
	t.spreads()
	t.budgets()
	return t
}

// choose lays out the line's choices: those given, and what is fixed or kept,
// which they give way to.
func (t *translation) choose(l int, choices, kept []solver.Decision) {
	line := &t.m.Lines[l]
	given := slices.Clone(line.Fixed)
	for _, d := range kept {
		if !d.Fixed {
			given = append(given, d)
		}
	}
	var all []choice
	for _, d := range given {
		all = append(all, choice{d, yes})
	}
	for _, d := range choices {
		meets := func(o solver.Decision) bool { return o.Span().Meet(d.Span()).Len() > 0 }
		if !slices.ContainsFunc(given, meets) && !slices.ContainsFunc(line.Past, meets) {
			all = append(all, choice{d, t.boolean()})
		}
	}
	slices.SortFunc(all, func(a, b choice) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return int(a.End - b.End)
	})
	t.lines[l] = all
}

// pay prices what a line takes.
func (t *translation) pay(l int) {
	t.priced.Lines = append(t.priced.Lines, l)
	for _, c := range t.lines[l] {
		pay, change := t.m.Price(l, c.Decision)
		t.level[t.m.PayLevel].term(c.lit, pay)
		t.level[t.m.ChangeLevel].term(c.lit, change)
	}
	t.level[t.m.ChangeLevel].plus += t.m.BasePrice(l)
	t.firsts(l)
}

// firsts prices a line's first decision for each group.
func (t *translation) firsts(l int) {
	for _, f := range t.m.Lines[l].Firsts {
		var lits []int32
		for _, c := range t.lines[l] {
			if c.Task >= 0 && c.Kind != solver.Beside && t.m.Tasks[c.Task].Group == f.Group {
				lits = append(lits, c.lit)
			}
		}
		if len(lits) > 0 && f.Price != 0 {
			t.level[t.m.PayLevel].term(t.any(lits), f.Price)
		}
	}
}

// sums limits and prices the time of lines.
func (t *translation) sums(all bool) {
	for i := range t.m.Sums {
		s := &t.m.Sums[i]
		total := sum{}
		most := int64(0)
		for k, l := range s.Lines {
			for _, d := range t.m.Lines[l].Past {
				total.plus += s.Parts(k, d)
			}
			for _, c := range t.lines[l] {
				parts := s.Parts(k, c.Decision)
				total.term(c.lit, parts)
				most += max(0, parts)
			}
		}
		if len(total.vars) == 0 && !all {
			continue
		}
		t.priced.Sums = append(t.priced.Sums, i)
		unit := reduce(&total)
		if limit := max(s.Max, t.m.GivenTo(s)); s.Max != solver.NoLimit && most+total.plus > limit {
			low := sum{total.vars, total.coefs, 0}
			t.atMost(low, floorDiv(limit-total.plus, unit))
		}
		if s.LowPrice > 0 {
			if y, ok := t.beyond(total, unit, s.Low, -1, s.LowPrice, s.LowLevel); ok {
				t.below[i] = y
			}
		}
		if s.HighPrice > 0 {
			t.beyond(total, unit, s.High, 1, s.HighPrice, s.HighLevel)
		}
	}
}

// beyond prices by how many parts the total (its terms in units) is above or
// (sign -1) below a goal: round(parts * price). It gives the variable of the price, where there can
// be one to pay.
func (t *translation) beyond(total sum, unit, goal int64, sign int64, price float64, level int) (int32, bool) {
	least, most := bounds(total) // in units, without the constant
	worst := (most*unit + total.plus - goal) * sign
	if sign < 0 {
		worst = goal - total.plus - least*unit
	}
	if worst <= 0 {
		return 0, false
	}
	// cost > parts*price - 1/2, where parts = sign*(unit*u + plus - goal).
	each := price * float64(unit)
	size := float64(most-least) + math.Abs(float64(total.plus-goal))/float64(unit)
	f := fraction(each, size)
	y := t.variable(0, int64(math.Round(float64(worst)*price))+1)
	c := sum{}
	c.term(y, 2*f.under)
	for i, v := range total.vars {
		c.term(v, -2*f.over*sign*total.coefs[i])
	}
	rest := 2 * float64(f.under) * price * float64(sign*(total.plus-goal))
	t.atLeast(c, int64(math.Round(rest))-f.under+1)
	t.level[level].term(y, 1)
	if off := size*offWhole(each) + offWhole(rest/2); f.under > 1 || off > 0.1 { // else all are whole numbers, whichever way they are rounded
		t.loose[level] += 1 + worst/unit/f.under
	}
	return y, true
}

// budgets limits what lines cost together. What guarantees cost is known to the program but for
// rounding, so much less may be spent: a few millionths of a penny.
func (t *translation) budgets() {
	slack := t.loose[t.m.PayLevel]
	for i := range t.m.Budgets {
		b := &t.m.Budgets[i]
		spent := sum{}
		for _, l := range b.Lines {
			for _, c := range t.lines[l] {
				spent.term(c.lit, t.m.Spend(int(l), c.Decision))
			}
		}
		for k := range t.m.Sums {
			if s := &t.m.Sums[k]; t.m.Guarantees(s) && slices.Contains(b.Lines, s.Lines[0]) {
				t.guaranteed(k, s, &spent)
			}
		}
		if len(spent.vars) > 0 {
			t.atMost(spent, max(b.Max-slack, t.m.SpentAnyway(b)))
		}
	}
}

// guaranteed adds what a sum costs below Low.
func (t *translation) guaranteed(k int, s *solver.Sum, spent *sum) {
	if y, ok := t.below[k]; ok {
		spent.term(y, 1)
		return
	}
	given := &solver.Plan{Lines: make([][]solver.Decision, len(t.m.Lines))}
	l := s.Lines[0]
	for _, c := range t.lines[l] {
		if c.lit == yes {
			given.Lines[l] = append(given.Lines[l], c.Decision)
		}
	}
	spent.plus += s.CostOf(t.m.Total(given, s))[t.m.PayLevel]
}

// spreads prices how far apart the loads of lines are.
func (t *translation) spreads() {
	const fine = 1 << 30
	for i := range t.m.Spreads {
		s := &t.m.Spreads[i]
		t.priced.Spreads = append(t.priced.Spreads, i)
		if len(s.Lines) == 0 || s.Price == 0 {
			continue
		}
		greatest := 0.0
		loads := make([]sum, len(s.Lines))
		units := make([]int64, len(s.Lines))
		for k, l := range s.Lines {
			for _, c := range t.lines[l] {
				loads[k].term(c.lit, int64(max(0, s.Span.Meet(c.Span()).Len()))*s.Weight[k][c.Kind])
			}
			units[k] = reduce(&loads[k])
			_, most := bounds(loads[k])
			greatest = max(greatest, float64(most)*float64(units[k])*s.Scale[k]+float64(loads[k].plus)*s.Scale[k])
		}
		if greatest <= 0 {
			continue
		}
		// Loads are measured in parts of the greatest.
		low, high := t.variable(0, 2*fine), t.variable(0, 2*fine)
		var terms int64
		for k := range s.Lines {
			per := s.Scale[k] / greatest * fine
			base := int64(math.Round(per * float64(loads[k].plus)))
			for _, row := range []struct {
				v    int32
				sign int64
			}{{low, -1}, {high, 1}} {
				c := sum{}
				c.term(row.v, row.sign)
				for j, v := range loads[k].vars {
					c.term(v, -row.sign*int64(math.Round(per*float64(units[k])*float64(loads[k].coefs[j]))))
				}
				t.atLeast(c, row.sign*base)
			}
			terms = max(terms, int64(len(loads[k].vars)))
		}
		worth := s.Price * greatest / fine // of one part
		f := fraction(worth, 2*fine)
		y := t.variable(0, int64(math.Round(worth*2*fine))+1)
		c := sum{}
		c.term(y, 2*f.under)
		c.term(high, -2*f.over)
		c.term(low, 2*f.over)
		t.atLeast(c, 1-f.under)
		t.level[s.Level].term(y, 1)
		t.loose[s.Level] += 2 + int64(math.Ceil(worth*float64(terms+2)))
	}
}

// ratio is over/under, under a power of two.
type ratio struct{ over, under int64 }

// fraction is x as a ratio, as near as it can be for multiples of x up to most
// to stay well inside 64 bits.
func fraction(x, most float64) ratio {
	under := int64(1)
	for offWhole(x*float64(under))*most > 0.1 && 8*x*float64(under)*most < 1<<58 && under < 1<<40 {
		under *= 2
	}
	return ratio{int64(math.Round(x * float64(under))), under}
}

// offWhole is how far a number is from a whole one.
func offWhole(x float64) float64 { return math.Abs(x - math.Round(x)) }

// reduce divides the terms by what is common to all of them and returns that.
func reduce(s *sum) int64 {
	g := int64(0)
	for _, c := range s.coefs {
		g = gcd(g, c)
	}
	g = max(g, 1)
	for i := range s.coefs {
		s.coefs[i] /= g
	}
	return g
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// bounds are the least and the greatest of a sum of 0-1 variables, without its constant.
func bounds(s sum) (low, high int64) {
	for _, c := range s.coefs {
		low, high = low+min(0, c), high+max(0, c)
	}
	return low, high
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
