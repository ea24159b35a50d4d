package curtois

import (
	"fmt"

	"github.com/carerota/carerota/solver"
)

// The levels of the model: a least run or least minutes that a line does not
// keep, which must come to 0, and the benchmark's cost.
const (
	legalLevel = iota
	costLevel
)

const dayMinutes = 1440

// Model is an instance as a solver takes it.
type Model struct {
	*solver.Model
	in *Instance
	// unit is what one point of the benchmark's cost is at the model's level of
	// cost: a common multiple of all lengths, so that cover, which the model
	// prices by the minute, costs the same for short shifts and long ones.
	unit int64
}

// mostUnit keeps all costs of a model far inside 64 bits.
const mostUnit = 1 << 36

// Model makes the solver's model. The error says when the lengths of the shifts
// have no common multiple that is small enough.
func (in *Instance) Model() (*Model, error) {
	m := &Model{in: in, unit: 1, Model: &solver.Model{Levels: []string{"legal", "cost"}, Grain: 1,
		Horizon: solver.Span{To: solver.Minute(in.Days * dayMinutes)}, PayLevel: costLevel, NightMin: dayMinutes}}
	for _, s := range in.Shifts {
		m.unit = m.unit / gcd(m.unit, int64(s.Minutes)) * int64(s.Minutes)
		if m.unit > mostUnit {
			return nil, fmt.Errorf("%s: the lengths of the shifts have no common multiple below %d", in.Name, mostUnit)
		}
	}
	for d := 0; d <= in.Days+1; d++ {
		m.Days = append(m.Days, solver.Minute(d*dayMinutes))
	}
	for d := 5; d < in.Days; d += 7 {
		m.Weekends = append(m.Weekends, solver.Span{From: m.Days[d], To: m.Days[d+2]})
	}
	m.addTasks()
	for e := range in.Staff {
		m.addLine(e)
	}
	m.addWishes()
	return m, nil
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// task is the number of the task of a shift on a day.
func (m *Model) task(day, shift int) int32 { return int32(day*len(m.in.Shifts) + shift) }

// addTasks makes a task of each shift on each day, also where no cover is asked.
// When a shift begins does not matter to the benchmark: all begin with the day.
func (m *Model) addTasks() {
	for d := range m.in.Days {
		for s := range m.in.Shifts {
			span := solver.Span{From: m.Days[d], To: m.Days[d] + solver.Minute(m.in.Shifts[s].Minutes)}
			m.Tasks = append(m.Tasks, solver.Task{Span: span, Whole: true, MinLen: span.Len(), Group: -1, Class: uint8(s),
				UnderLevel: costLevel, OverLevel: costLevel})
		}
	}
	for _, c := range m.in.Cover {
		t := &m.Tasks[m.task(c.Day, c.Shift)]
		each := m.unit / int64(m.in.Shifts[c.Shift].Minutes)
		t.Need, t.UnderPrice, t.OverPrice = c.Need, int64(c.Under)*each, int64(c.Over)*each
	}
}

func (m *Model) addLine(e int) {
	w := &m.in.Staff[e]
	all := uint64(1)<<len(m.in.Shifts) - 1
	q := &solver.Sequence{OnePerDay: true, Last: solver.NoClass, Runs: []solver.Run{
		{Classes: all, Max: w.MaxRun, Hard: true, Min: w.MinRun, MinPrice: 1, Level: legalLevel, OpenStart: true, OpenEnd: true},
		{Free: true, Min: w.MinOff, MinPrice: 1, Level: legalLevel, OpenStart: true, OpenEnd: true},
	}}
	for _, s := range m.in.Shifts {
		not := uint64(0)
		for u, no := range s.NotNext {
			if no {
				not |= 1 << u
			}
		}
		q.Forbid = append(q.Forbid, not)
	}
	if w.MaxWeekends < len(m.Weekends) {
		q.Weekend = &solver.WeekendRule{Max: w.MaxWeekends, Hard: true, Level: legalLevel}
	}
	line := solver.Line{Master: -1, Pool: -1, Rules: solver.Rules{MaxWeekends: -1, Sequence: q}}
	for s, most := range w.MaxShifts {
		if most > 0 && most < m.in.Days {
			q.Totals = append(q.Totals, solver.Total{Classes: 1 << s, High: most, Hard: true, Level: legalLevel})
		}
	}
	for t := range m.Tasks {
		day, s := t/len(m.in.Shifts), t%len(m.in.Shifts)
		if w.MaxShifts[s] > 0 && !w.DaysOff[day] {
			line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
		}
	}
	m.Lines = append(m.Lines, line)
	sum := solver.Sum{Lines: []int32{int32(e)}, Span: solver.Span{To: m.Days[len(m.Days)-1]}, Max: int64(w.MaxMinutes) * solver.PartsPerMinute, High: solver.NoLimit,
		Weight: [solver.NumModes]int64{solver.Active: solver.PartsPerMinute}}
	if w.MinMinutes > 0 {
		sum.Low, sum.LowPrice, sum.LowLevel = int64(w.MinMinutes)*solver.PartsPerMinute, 1.0/solver.PartsPerMinute, legalLevel
	}
	m.Sums = append(m.Sums, sum)
}

func (m *Model) addWishes() {
	add := func(r Request, taken bool) {
		l := &m.Lines[r.Employee]
		l.Wishes = append(l.Wishes, solver.Wish{Tasks: []int32{m.task(r.Day, r.Shift)}, Taken: taken, Price: int64(r.Weight) * m.unit, Level: costLevel})
	}
	for _, r := range m.in.On {
		add(r, false)
	}
	for _, r := range m.in.Off {
		add(r, true)
	}
}

// Rota is a plan of the model as the benchmark writes it.
func (m *Model) Rota(p *solver.Plan) Rota {
	rota := m.in.Empty()
	for e, line := range p.Lines {
		for _, d := range line {
			rota[e][int(d.Task)/len(m.in.Shifts)] = int(d.Task) % len(m.in.Shifts)
		}
	}
	return rota
}

// Cost is a cost or bound of the model in the benchmark's points, and whether
// it is legal: that all least runs and least minutes are kept. What is between
// two points is rounded up, as costs are whole.
func (m *Model) Cost(c solver.Cost) (points int64, legal bool) {
	return (c[costLevel] + m.unit - 1) / m.unit, c[legalLevel] == 0
}
