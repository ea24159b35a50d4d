package toys

import (
	"math/rand/v2"

	"github.com/carerota/carerota/solver"
)

// Care draws a model like a rota of care teams: each client has long days, a
// night and short visits; each worker belongs to a team, some to two; weekly
// caps, days off and a few times away. slack is hours of cap over hours wanted.
func Care(workers, clients, days int, slack float64, seed uint64) *solver.Model {
	r := rand.New(rand.NewPCG(seed, 1))
	m := &solver.Model{Levels: []string{"critical", "essential", "desirable", "contingency", "money"}, Grain: 15, PayLevel: 4, BackupLevel: 3,
		Horizon: solver.Span{From: 0, To: solver.Minute(days) * 24 * Hour}, ReserveMin: 4 * Hour, ReserveMax: 13 * Hour, NightMin: 3 * Hour}
	for d := -14; d <= days+14; d++ {
		m.Days = append(m.Days, solver.Minute(d)*24*Hour)
	}
	for w := 0; w < days; w += 7 {
		m.Weeks = append(m.Weeks, solver.Week{Span: solver.Span{From: solver.Minute(w) * 24 * Hour, To: solver.Minute(w+7) * 24 * Hour}, Whole: w+7 <= days})
	}
	teams := max(1, clients/20)
	team := careTasks(r, m, clients, days, teams)
	var wanted int64
	for i := range m.Tasks {
		wanted += int64(m.Tasks[i].Need) * int64(m.Tasks[i].Len())
	}
	m.Curves = []solver.Curve{careCurve(m)}
	mean := float64(wanted) / float64(workers) / float64(days) * 7 * slack
	for l := range workers {
		careLine(r, m, int32(l), l%teams, team, days, solver.Minute(mean*(0.7+0.6*r.Float64()))/15*15)
	}
	return m
}

// careTasks adds the tasks and returns for each its team.
func careTasks(r *rand.Rand, m *solver.Model, clients, days, teams int) (team []int) {
	for c := range clients {
		level := r.IntN(3)
		day := solver.Minute(7+r.IntN(3)) * Hour
		night := r.IntN(4) == 0
		visits := 1 + r.IntN(2)
		double := r.IntN(5) == 0
		visit := []solver.Minute{day - solver.Minute(r.IntN(4))*30, 17*Hour + solver.Minute(r.IntN(8))*15}
		for d := range solver.Minute(days) {
			add := func(from, to solver.Minute, whole bool) *solver.Task {
				m.Tasks = append(m.Tasks, solver.Task{Span: solver.Span{From: d*24*Hour + from, To: d*24*Hour + to}, Need: 1, MinLen: min(2*Hour, to-from),
					Whole: whole, Group: int32(c), UnderLevel: level, UnderPrice: 1, OverLevel: 4, OverPrice: 166_666_667, Backup: 1})
				team = append(team, c%teams)
				return &m.Tasks[len(m.Tasks)-1]
			}
			add(day, day+6*Hour+solver.Minute(c%8)*30, false)
			for v := range visits {
				add(visit[v], visit[v]+solver.Minute(1+c%4)*30, true)
			}
			if double {
				add(19*Hour, 21*Hour, true).Need = 2
			}
			if night {
				t := add(22*Hour, 31*Hour, true)
				if t.Kind = solver.Active; c%3 == 0 {
					t.Kind = solver.Passive
				}
			}
		}
	}
	return team
}

// careCurve pays a third more by night and half more on every seventh day.
func careCurve(m *solver.Model) solver.Curve {
	from, to := m.Days[0], m.Days[len(m.Days)-1]
	c := solver.Curve{Mult: make([]float64, to-from+1)}
	for t := from; t < to; t++ {
		mult := 1.0
		if h := (t%(24*Hour) + 24*Hour) % (24 * Hour); h < 6*Hour || h >= 22*Hour {
			mult = 1.33
		}
		if (t/(24*Hour))%7 == 6 {
			mult = 1.5
		}
		c.Mult[t-from+1] = c.Mult[t-from] + mult
	}
	return c
}

func careLine(r *rand.Rand, m *solver.Model, l int32, home int, team []int, days int, week solver.Minute) {
	line := solver.Line{Master: -1, Pool: int32(r.IntN(3))}
	second := -1
	if r.IntN(10) == 0 {
		second = r.IntN(1 + team[len(team)-1])
	}
	line.Rules = solver.Rules{MinRest: 11 * Hour, MaxSpell: 13 * Hour, MaxSpellPassive: 25 * Hour, MaxDaysRun: 6, WeeklyRest: 24 * Hour, MaxWeekends: -1}
	line.Rules.MaxLen = [solver.NumModes]solver.Minute{solver.Active: 13 * Hour, solver.Passive: 12 * Hour, solver.Beside: 13 * Hour}
	off := make([]bool, days+1)
	for d := range off {
		off[d] = r.IntN(5) == 0
	}
	nights := r.IntN(3) > 0
	refused := int32(r.IntN(40))
	for t := range m.Tasks {
		k := &m.Tasks[t]
		if team[t] != home && team[t] != second || k.Group == refused || off[k.From/(24*Hour)] || !nights && k.From%(24*Hour) == 22*Hour {
			continue
		}
		line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{k.Span}})
		line.Reserve = append(line.Reserve, k.Span)
	}
	line.Reserve = solver.JoinSpans(line.Reserve)
	rate := 1e8 * (11 + 3*r.Float64()) / 60
	line.Pay[solver.Active] = solver.Wage{Rate: rate, Factor: 1}
	line.Pay[solver.Passive] = solver.Wage{Flat: 60e8, Factor: 1}
	line.Pay[solver.Reserve] = solver.Wage{Rate: 3e8 / 60, Factor: 1, Each: 5e8}
	line.Pay[solver.Beside] = line.Pay[solver.Active]
	m.Lines = append(m.Lines, line)
	low := int64(0)
	if r.IntN(2) == 0 {
		low = int64(week) / 2
	}
	for _, w := range m.Weeks {
		AddCap(m, int64(0), w.From/Hour, w.To/Hour, l)
		s := &m.Sums[len(m.Sums)-1]
		s.Max, s.Low, s.LowPrice, s.LowLevel = int64(week)*solver.PartsPerMinute, low*solver.PartsPerMinute, rate/solver.PartsPerMinute, 4
	}
}
