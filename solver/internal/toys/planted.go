package toys

import (
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
)

// Planted draws a model like a rota of care teams at full cover without slack,
// by drawing a plan first: each worker has a five-day pattern of long shifts,
// early, late or at night, on clients of its team; a client's tasks are what the
// shifts make, joined where they touch; the weekly cap of each worker is just
// what the plan gives it, plus slack minutes. The plan drawn covers everything.
type Planted struct {
	Workers, Clients, Days int
	Slack                  int64
	backup                 int
	Seed                   uint64
}

// shift is one worker's time with a client.
type shift struct {
	solver.Span
	line, client int
}

func (q Planted) Make() (*solver.Model, *solver.Plan) {
	r := random.Source(q.Seed*99991 + 7)
	m := &solver.Model{Levels: []string{"critical", "essential", "desirable", "contingency", "money"}, Grain: 15, PayLevel: 4,
		BackupLevel: 3, BackupPrice: 1, Horizon: solver.Span{From: 0, To: solver.Minute(q.Days) * 1440}, NightMin: 180, ReserveMin: 240, ReserveMax: 780,
		ChangeLevel: 4, Curves: []solver.Curve{{}}}
	for d := -14; d <= q.Days+2; d++ {
		m.Days = append(m.Days, solver.Minute(d)*1440)
		m.Nights = append(m.Nights, solver.Span{From: solver.Minute(d)*1440 - 60, To: solver.Minute(d)*1440 + 360})
	}
	for k := 0; k*7 < q.Days+2; k++ {
		s := solver.Span{From: solver.Minute(k) * 7 * 1440, To: solver.Minute(k+1) * 7 * 1440}
		m.Weeks = append(m.Weeks, solver.Week{Span: s, Whole: (k+1)*7 <= q.Days})
		m.Weekends = append(m.Weekends, solver.Span{From: s.From + 5*1440, To: s.To})
	}
	teams := (q.Clients + 5) / 6
	shifts := q.drawShifts(&r, teams)
	plan := q.layCare(m, shifts)
	for l := range q.Workers {
		q.layWorker(m, &r, l, teams, plan.Lines[l])
	}
	return m, plan
}

// drawShifts draws who works when with whom.
func (q Planted) drawShifts(r *random.Source, teams int) [][]shift {
	busy := make([][]shift, q.Clients)
	for l := range q.Workers {
		end := solver.Minute(-10000)
		for day := 0; day < q.Days; day++ {
			base := []solver.Minute{7 * 60, 14 * 60, 22 * 60}[(l+day/7*7/5)%3]
			if off := l % 5; day%7 == off || day%7 == off+1 {
				continue
			}
			at := solver.Minute(day)*1440 + base + 15*solver.Minute(r.N(5))
			n := 360 + 15*solver.Minute(r.N(14))
			for try := 0; try < 8; try++ {
				if c := l%teams + teams*r.N(6); c < q.Clients {
					if x, ok := q.fit(busy[c], at, n); ok && x-end >= 660 {
						busy[c] = append(busy[c], shift{solver.Span{From: x, To: x + n}, l, c})
						end = x + n
						break
					}
				}
			}
		}
	}
	return busy
}

// fit moves a start onto the end of an earlier shift nearby, and says whether the shift then overlaps none.
func (q Planted) fit(busy []shift, at, n solver.Minute) (solver.Minute, bool) {
	for _, b := range busy {
		if b.To > at-60 && b.To < at+120 {
			at = b.To
		}
	}
	for _, b := range busy {
		if b.Span.Meet(solver.Span{From: at, To: at + n}).Len() > 0 {
			return 0, false
		}
	}
	return at, true
}

// layCare makes tasks of shifts that touch.
func (q Planted) layCare(m *solver.Model, busy [][]shift) *solver.Plan {
	plan := &solver.Plan{Lines: make([][]solver.Decision, q.Workers)}
	for c := range busy {
		slices.SortFunc(busy[c], func(a, b shift) int { return int(a.From - b.From) })
		for i, s := range busy[c] {
			if i == 0 || busy[c][i-1].To != s.From {
				m.Tasks = append(m.Tasks, solver.Task{Span: s.Span, Need: 1, MinLen: 120, Group: int32(c), UnderLevel: 1, UnderPrice: 1,
					OverLevel: 4, OverPrice: 16_666_667, Backup: q.backup})
			}
			t := int32(len(m.Tasks) - 1)
			m.Tasks[t].To = s.To
			plan.Lines[s.line] = append(plan.Lines[s.line], solver.Decision{Task: t, Start: s.From, End: s.To})
		}
	}
	for l := range plan.Lines {
		slices.SortFunc(plan.Lines[l], func(a, b solver.Decision) int { return int(a.Start - b.Start) })
	}
	return plan
}

// layWorker adds a line that may serve its team's clients, and some another team's.
func (q Planted) layWorker(m *solver.Model, r *random.Source, l, teams int, own []solver.Decision) {
	line := solver.Line{Master: -1}
	other := -1
	if r.N(6) == 0 {
		other = r.N(teams)
	}
	for t := range m.Tasks {
		if team := int(m.Tasks[t].Group) % teams; team == l%teams || team == other {
			line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
		}
	}
	if q.backup > 0 {
		line.Reserve = []solver.Span{{From: 0, To: m.Horizon.To + 1440}}
	}
	rate := (12 + float64(r.N(50))/10) * 1e8 / 60
	for k := range line.Pay {
		line.Pay[k] = solver.Wage{Rate: rate, Factor: 1}
	}
	line.Pay[solver.Reserve].Rate = rate / 4
	line.Rules = solver.Rules{MinRest: 660, MaxSpell: 780, MaxSpellPassive: 1500, MaxDaysRun: 6, MaxNightsRun: 7, WeeklyRest: 1440, MaxWeekends: -1}
	line.Rules.MaxLen = [solver.NumModes]solver.Minute{solver.Active: 780, solver.Passive: 720, solver.Beside: 780}
	m.Lines = append(m.Lines, line)
	w := [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute, solver.PartsPerMinute, solver.PartsPerMinute}
	guaranteed := r.N(2) == 0
	for _, wk := range m.Weeks {
		s := solver.Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: w, Max: solver.Weigh(own, wk.Span, w) + q.Slack*solver.PartsPerMinute}
		if guaranteed {
			s.Low, s.LowPrice, s.LowLevel = s.Max*6/10, rate/solver.PartsPerMinute, 4
		}
		m.Sums = append(m.Sums, s)
	}
}
