package solver

import "slices"

// planted draws a model like a rota of care teams at full cover without slack,
// by drawing a plan first: each worker has a five-day pattern of long shifts,
// early, late or at night, on clients of its team; a client's tasks are what the
// shifts make, joined where they touch; the weekly cap of each worker is just
// what the plan gives it, plus slack minutes. The plan drawn covers everything.
type planted struct {
	workers, clients, days int
	slack                  int64
	backup                 int
	seed                   uint64
}

// shift is one worker's time with a client.
type shift struct {
	Span
	line, client int
}

func (q planted) make() (*Model, *Plan) {
	r := random(q.seed*99991 + 7)
	m := &Model{Levels: []string{"critical", "essential", "desirable", "contingency", "money"}, Grain: 15, PayLevel: 4,
		BackupLevel: 3, BackupPrice: 1, Horizon: Span{0, Minute(q.days) * 1440}, NightMin: 180, ReserveMin: 240, ReserveMax: 780,
		ChangeLevel: 4, Curves: []Curve{{}}}
	for d := -14; d <= q.days+2; d++ {
		m.Days = append(m.Days, Minute(d)*1440)
		m.Nights = append(m.Nights, Span{Minute(d)*1440 - 60, Minute(d)*1440 + 360})
	}
	for k := 0; k*7 < q.days+2; k++ {
		s := Span{Minute(k) * 7 * 1440, Minute(k+1) * 7 * 1440}
		m.Weeks = append(m.Weeks, Week{s, (k+1)*7 <= q.days})
		m.Weekends = append(m.Weekends, Span{s.From + 5*1440, s.To})
	}
	teams := (q.clients + 5) / 6
	shifts := q.drawShifts(&r, teams)
	plan := q.layCare(m, shifts)
	for l := range q.workers {
		q.layWorker(m, &r, l, teams, plan.Lines[l])
	}
	return m, plan
}

// drawShifts draws who works when with whom.
func (q planted) drawShifts(r *random, teams int) [][]shift {
	busy := make([][]shift, q.clients)
	for l := range q.workers {
		end := Minute(-10000)
		for day := 0; day < q.days; day++ {
			base := []Minute{7 * 60, 14 * 60, 22 * 60}[(l+day/7*7/5)%3]
			if off := l % 5; day%7 == off || day%7 == off+1 {
				continue
			}
			at := Minute(day)*1440 + base + 15*Minute(r.n(5))
			n := 360 + 15*Minute(r.n(14))
			for try := 0; try < 8; try++ {
				if c := l%teams + teams*r.n(6); c < q.clients {
					if x, ok := q.fit(busy[c], at, n); ok && x-end >= 660 {
						busy[c] = append(busy[c], shift{Span{x, x + n}, l, c})
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
func (q planted) fit(busy []shift, at, n Minute) (Minute, bool) {
	for _, b := range busy {
		if b.To > at-60 && b.To < at+120 {
			at = b.To
		}
	}
	for _, b := range busy {
		if b.Span.Meet(Span{at, at + n}).Len() > 0 {
			return 0, false
		}
	}
	return at, true
}

// layCare makes tasks of shifts that touch.
func (q planted) layCare(m *Model, busy [][]shift) *Plan {
	plan := &Plan{Lines: make([][]Decision, q.workers)}
	for c := range busy {
		slices.SortFunc(busy[c], func(a, b shift) int { return int(a.From - b.From) })
		for i, s := range busy[c] {
			if i == 0 || busy[c][i-1].To != s.From {
				m.Tasks = append(m.Tasks, Task{Span: s.Span, Need: 1, MinLen: 120, Group: int32(c), UnderLevel: 1, UnderPrice: 1,
					OverLevel: 4, OverPrice: 16_666_667, Backup: q.backup})
			}
			t := int32(len(m.Tasks) - 1)
			m.Tasks[t].To = s.To
			plan.Lines[s.line] = append(plan.Lines[s.line], Decision{Task: t, Start: s.From, End: s.To})
		}
	}
	for l := range plan.Lines {
		slices.SortFunc(plan.Lines[l], func(a, b Decision) int { return int(a.Start - b.Start) })
	}
	return plan
}

// layWorker adds a line that may serve its team's clients, and some another team's.
func (q planted) layWorker(m *Model, r *random, l, teams int, own []Decision) {
	line := Line{Master: -1}
	other := -1
	if r.n(6) == 0 {
		other = r.n(teams)
	}
	for t := range m.Tasks {
		if team := int(m.Tasks[t].Group) % teams; team == l%teams || team == other {
			line.Permits = append(line.Permits, Permit{Task: int32(t), Spans: []Span{m.Tasks[t].Span}})
		}
	}
	if q.backup > 0 {
		line.Reserve = []Span{{0, m.Horizon.To + 1440}}
	}
	rate := (12 + float64(r.n(50))/10) * 1e8 / 60
	for k := range line.Pay {
		line.Pay[k] = Pay{Rate: rate, Factor: 1}
	}
	line.Pay[Reserve].Rate = rate / 4
	line.Rules = Rules{MinRest: 660, MaxSpell: 780, MaxSpellPassive: 1500, MaxDaysRun: 6, MaxNightsRun: 7, WeeklyRest: 1440, MaxWeekends: -1}
	line.Rules.MaxLen = [NumKinds]Minute{Active: 780, Passive: 720, Beside: 780}
	m.Lines = append(m.Lines, line)
	w := [NumKinds]int64{PartsPerMinute, PartsPerMinute, PartsPerMinute, PartsPerMinute}
	guaranteed := r.n(2) == 0
	for _, wk := range m.Weeks {
		s := Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: w, Max: weigh(own, wk.Span, w) + q.slack*PartsPerMinute}
		if guaranteed {
			s.Low, s.LowPrice, s.LowLevel = s.Max*6/10, rate/PartsPerMinute, 4
		}
		m.Sums = append(m.Sums, s)
	}
}
