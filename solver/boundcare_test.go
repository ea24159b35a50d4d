package solver

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// care draws a model like a rota of care teams: each client has long days, a
// night and short visits; each worker belongs to a team, some to two; weekly
// caps, days off and a few times away. slack is hours of cap over hours wanted.
func care(workers, clients, days int, slack float64, seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 1))
	m := &Model{Levels: []string{"critical", "essential", "desirable", "contingency", "money"}, Grain: 15, PayLevel: 4, BackupLevel: 3,
		Horizon: Span{0, Minute(days) * 24 * hour}, ReserveMin: 4 * hour, ReserveMax: 13 * hour, NightMin: 3 * hour}
	for d := -14; d <= days+14; d++ {
		m.Days = append(m.Days, Minute(d)*24*hour)
	}
	for w := 0; w < days; w += 7 {
		m.Weeks = append(m.Weeks, Week{Span{Minute(w) * 24 * hour, Minute(w+7) * 24 * hour}, w+7 <= days})
	}
	teams := max(1, clients/20)
	team := careTasks(r, m, clients, days, teams)
	var wanted int64
	for i := range m.Tasks {
		wanted += int64(m.Tasks[i].Need) * int64(m.Tasks[i].Len())
	}
	m.Curves = []Curve{careCurve(m)}
	mean := float64(wanted) / float64(workers) / float64(days) * 7 * slack
	for l := range workers {
		careLine(r, m, int32(l), l%teams, team, days, Minute(mean*(0.7+0.6*r.Float64()))/15*15)
	}
	return m
}

// careTasks adds the tasks and returns for each its team.
func careTasks(r *rand.Rand, m *Model, clients, days, teams int) (team []int) {
	for c := range clients {
		level := r.IntN(3)
		day := Minute(7+r.IntN(3)) * hour
		night := r.IntN(4) == 0
		visits := 1 + r.IntN(2)
		double := r.IntN(5) == 0
		visit := []Minute{day - Minute(r.IntN(4))*30, 17*hour + Minute(r.IntN(8))*15}
		for d := range Minute(days) {
			add := func(from, to Minute, whole bool) *Task {
				m.Tasks = append(m.Tasks, Task{Span: Span{d*24*hour + from, d*24*hour + to}, Need: 1, MinLen: min(2*hour, to-from),
					Whole: whole, Group: int32(c), UnderLevel: level, UnderPrice: 1, OverLevel: 4, OverPrice: 166_666_667, Backup: 1})
				team = append(team, c%teams)
				return &m.Tasks[len(m.Tasks)-1]
			}
			add(day, day+6*hour+Minute(c%8)*30, false)
			for v := range visits {
				add(visit[v], visit[v]+Minute(1+c%4)*30, true)
			}
			if double {
				add(19*hour, 21*hour, true).Need = 2
			}
			if night {
				t := add(22*hour, 31*hour, true)
				if t.Kind = Active; c%3 == 0 {
					t.Kind = Passive
				}
			}
		}
	}
	return team
}

// careCurve pays a third more by night and half more on every seventh day.
func careCurve(m *Model) Curve {
	from, to := m.Days[0], m.Days[len(m.Days)-1]
	c := Curve{Mult: make([]float64, to-from+1)}
	for t := from; t < to; t++ {
		mult := 1.0
		if h := (t%(24*hour) + 24*hour) % (24 * hour); h < 6*hour || h >= 22*hour {
			mult = 1.33
		}
		if (t/(24*hour))%7 == 6 {
			mult = 1.5
		}
		c.Mult[t-from+1] = c.Mult[t-from] + mult
	}
	return c
}

func careLine(r *rand.Rand, m *Model, l int32, home int, team []int, days int, week Minute) {
	line := Line{Master: -1, Pool: int32(r.IntN(3))}
	second := -1
	if r.IntN(10) == 0 {
		second = r.IntN(1 + team[len(team)-1])
	}
	line.Rules = Rules{MinRest: 11 * hour, MaxSpell: 13 * hour, MaxSpellPassive: 25 * hour, MaxDaysRun: 6, WeeklyRest: 24 * hour, MaxWeekends: -1}
	line.Rules.MaxLen = [NumKinds]Minute{Active: 13 * hour, Passive: 12 * hour, Beside: 13 * hour}
	off := make([]bool, days+1)
	for d := range off {
		off[d] = r.IntN(5) == 0
	}
	nights := r.IntN(3) > 0
	refused := int32(r.IntN(40))
	for t := range m.Tasks {
		k := &m.Tasks[t]
		if team[t] != home && team[t] != second || k.Group == refused || off[k.From/(24*hour)] || !nights && k.From%(24*hour) == 22*hour {
			continue
		}
		line.Permits = append(line.Permits, Permit{Task: int32(t), Spans: []Span{k.Span}})
		line.Reserve = append(line.Reserve, k.Span)
	}
	line.Reserve = joinSpans(line.Reserve)
	rate := 1e8 * (11 + 3*r.Float64()) / 60
	line.Pay[Active] = Pay{Rate: rate, Factor: 1}
	line.Pay[Passive] = Pay{Flat: 60e8, Factor: 1}
	line.Pay[Reserve] = Pay{Rate: 3e8 / 60, Factor: 1}
	line.Pay[Beside] = line.Pay[Active]
	m.Lines = append(m.Lines, line)
	low := int64(0)
	if r.IntN(2) == 0 {
		low = int64(week) / 2
	}
	for _, w := range m.Weeks {
		m.addCap(int64(0), w.From/hour, w.To/hour, l)
		s := &m.Sums[len(m.Sums)-1]
		s.Max, s.Low, s.LowPrice, s.LowLevel = int64(week)*PartsPerMinute, low*PartsPerMinute, rate/PartsPerMinute, 4
	}
}

func BenchmarkShortage(b *testing.B) {
	for _, c := range []struct {
		workers, clients, days int
		slack                  float64
	}{{60, 25, 14, 1.1}, {60, 25, 14, 0.95}, {200, 80, 28, 1.1}, {200, 80, 28, 1.0}, {200, 80, 28, 0.95}, {2000, 800, 28, 1.05}, {2000, 800, 28, 0.98}} {
		b.Run(fmt.Sprintf("workers=%d/clients=%d/days=%d/slack=%v", c.workers, c.clients, c.days, c.slack), func(b *testing.B) {
			m := care(c.workers, c.clients, c.days, c.slack, 1)
			for b.Loop() {
				k, err := newBounder(m)
				if err != nil {
					b.Fatal(err)
				}
				rep := k.shortage(context.Background(), nil)
				b.ReportMetric(float64(rep.Cost[0])/60, "h-critical")
				b.ReportMetric(float64(rep.Cost[1])/60, "h-essential")
				b.ReportMetric(float64(rep.Cost[2])/60, "h-desirable")
				b.ReportMetric(float64(len(m.Tasks)), "tasks")
			}
		})
	}
}
