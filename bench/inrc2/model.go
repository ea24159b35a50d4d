package inrc2

import "github.com/carerota/carerota/solver"

// The levels of the model: nurses missing below the least cover, which must
// come to 0, and the competition's cost.
const (
	legalLevel = iota
	costLevel
)

// Every shift is one of eight hours that begins with the day: the competition
// knows no lengths. Cover is priced by the minute, so that all else costs as
// many times more as a shift has minutes.
const (
	dayMinutes   = 1440
	shiftMinutes = 480
)

// Model is an instance as a solver takes it.
type Model struct {
	*solver.Model
	in    *Instance
	given int64 // points that what was before the first day costs in any rota
}

// Model makes the solver's model.
func (in *Instance) Model() *Model {
	m := &Model{in: in, Model: &solver.Model{Levels: []string{"legal", "cost"}, Grain: 1, Horizon: solver.Span{To: solver.Minute(in.Days() * dayMinutes)},
		PayLevel: costLevel, NightMin: dayMinutes}}
	for d := 0; d <= in.Days()+1; d++ {
		m.Days = append(m.Days, solver.Minute(d*dayMinutes))
	}
	for d := 5; d < in.Days(); d += 7 {
		m.Weekends = append(m.Weekends, solver.Span{From: m.Days[d], To: m.Days[d+2]})
	}
	for d := range in.Days() {
		for s := range in.Shifts {
			for k := range in.Skills {
				need := in.Weeks[d/7].Need[d%7][s][k]
				m.Tasks = append(m.Tasks, solver.Task{Span: solver.Span{From: m.Days[d], To: m.Days[d] + shiftMinutes}, Whole: true, MinLen: shiftMinutes,
					Group: -1, Class: uint8(s), Need: need.Min, UnderLevel: legalLevel, UnderPrice: 1, Want: need.Optimal, WantLevel: costLevel, WantPrice: 30})
			}
		}
	}
	for n := range in.Nurses {
		m.Lines = append(m.Lines, m.line(n))
	}
	for w := range in.Weeks {
		for _, r := range in.Weeks[w].Requests {
			m.addRequest(w, r)
		}
	}
	return m
}

// task is the number of the task of a shift and skill on a day.
func (m *Model) task(day, shift, skill int) int32 {
	return int32((day*len(m.in.Shifts)+shift)*len(m.in.Skills) + skill)
}

func (m *Model) line(n int) solver.Line {
	nurse, h := &m.in.Nurses[n], m.in.Start[n]
	c := &m.in.Contracts[nurse.Contract]
	all := uint64(1)<<len(m.in.Shifts) - 1
	price := func(points int64) int64 { return points * shiftMinutes }
	q := &solver.Sequence{OnePerDay: true, Last: h.Last, Runs: []solver.Run{
		{Classes: all, Min: c.MinWork, Max: c.MaxWork, MinPrice: price(30), MaxPrice: price(30), Level: costLevel, Before: h.Worked, OpenEnd: true},
		{Free: true, Min: c.MinOff, Max: c.MaxOff, MinPrice: price(30), MaxPrice: price(30), Level: costLevel, Before: h.Free, OpenEnd: true},
	}}
	for s, shift := range m.in.Shifts {
		not := uint64(0)
		for u, no := range shift.NotNext {
			if no {
				not |= 1 << u
			}
		}
		q.Forbid = append(q.Forbid, not)
		before := 0
		if h.Last == s {
			before = h.SameShift
		}
		q.Runs = append(q.Runs, solver.Run{Classes: 1 << s, Min: shift.MinRun, Max: shift.MaxRun, MinPrice: price(15), MaxPrice: price(15),
			Level: costLevel, Before: before, OpenEnd: true})
	}
	q.Weekend = &solver.WeekendRule{Max: c.MaxWeekends, MaxPrice: price(30), Before: h.Weekends, Level: costLevel}
	if c.WholeWeekends {
		q.Weekend.HalfPrice = price(30)
	}
	q.Totals = []solver.Total{{Classes: all, Low: c.MinTotal, High: c.MaxTotal, LowPrice: price(20), HighPrice: price(20), Level: costLevel, Before: h.Total}}
	m.given += 20*int64(max(0, h.Total-c.MaxTotal)) + 30*int64(max(0, h.Weekends-c.MaxWeekends))
	line := solver.Line{Master: -1, Pool: -1, Rules: solver.Rules{MaxWeekends: -1, Sequence: q}}
	for t := range m.Tasks {
		if nurse.Skills[t%len(m.in.Skills)] {
			line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
		}
	}
	return line
}

func (m *Model) addRequest(week int, r Request) {
	wish := solver.Wish{Taken: true, Price: 10 * shiftMinutes, Level: costLevel}
	for s := range m.in.Shifts {
		if r.Shift != Any && r.Shift != s {
			continue
		}
		for k := range m.in.Skills {
			wish.Tasks = append(wish.Tasks, m.task(7*week+r.Day, s, k))
		}
	}
	m.Lines[r.Nurse].Wishes = append(m.Lines[r.Nurse].Wishes, wish)
}

// Rota is a plan of the model as the competition has it.
func (m *Model) Rota(p *solver.Plan) Rota {
	rota := m.in.Empty()
	skills, shifts := len(m.in.Skills), len(m.in.Shifts)
	for n, line := range p.Lines {
		for _, d := range line {
			t := int(d.Task)
			rota[n][t/skills/shifts] = Duty{Shift: t / skills % shifts, Skill: t % skills}
		}
	}
	return rota
}

// Cost is a cost or bound of the model in the competition's points, and whether
// it is legal: that the least cover is there. What is between two points is
// rounded up, as costs are whole.
func (m *Model) Cost(c solver.Cost) (points int64, legal bool) {
	return (c[costLevel]+shiftMinutes-1)/shiftMinutes + m.given, c[legalLevel] == 0
}
