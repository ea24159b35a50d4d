package solver

import "slices"

// world describes a random model for tests: small, but with every rule in play.
type world struct {
	lines, groups, days int
	whole               bool // some tasks are whole
	among, backup       bool
	otherPool           bool
	trainee             bool
	soft                bool // spreads, firsts, headroom, guaranteed hours, base plan
	grain               Minute
	rich                bool // limits seldom bind
	restless            bool // no rest is asked between decisions
	ordered             bool // rules by day, wishes, softer aims for cover
}

// make draws the model. The same seed gives the same model.
func (w world) make(seed uint64) *Model {
	r := random(seed*7919 + 17)
	g := w.grain
	if g == 0 {
		g = 60
	}
	m := &Model{Levels: []string{"a", "b", "c", "spare", "money"}, Grain: g, PayLevel: 4, BackupLevel: 3, BackupPrice: 1,
		Horizon: Span{0, Minute(w.days) * 1440}, NightMin: 180, ReserveMin: 240, ReserveMax: 780, BackupOtherPool: w.otherPool,
		ChangeLevel: 4}
	for d := -14; d <= w.days+2; d++ {
		m.Days = append(m.Days, Minute(d)*1440)
		m.Nights = append(m.Nights, Span{Minute(d)*1440 - 60, Minute(d)*1440 + 360})
	}
	for k := -2; k*7 <= w.days+2; k++ {
		s := Span{Minute(k) * 7 * 1440, Minute(k+1) * 7 * 1440}
		m.Weeks = append(m.Weeks, Week{s, k >= 0 && (k+1)*7 <= w.days})
		m.Weekends = append(m.Weekends, Span{s.From + 5*1440, s.To})
	}
	w.drawTasks(m, &r)
	w.drawLines(m, &r)
	w.drawSums(m, &r)
	if w.ordered {
		w.drawOrder(m, &r)
	}
	return m
}

func (w world) drawTasks(m *Model, r *random) {
	for c := 0; c < w.groups; c++ {
		for d := 0; d < w.days; d++ {
			for n := 0; n < 1+r.n(2); n++ {
				from := Minute(d)*1440 + Minute(r.n(20))*60 + Minute(r.n(2))*20
				t := Task{Span: Span{from, from + 120 + Minute(r.n(12))*60}, Need: 1 + r.n(2), Kind: Active, MinLen: 120,
					Group: int32(c), UnderLevel: r.n(3), UnderPrice: 1, OverLevel: 4, OverPrice: 1000, ExtraLevel: 4, ExtraPrice: int64(r.n(2) * 5000)}
				if w.whole && r.n(3) == 0 {
					t.Whole = true
				}
				if t.Len() > 480 && r.n(4) == 0 {
					t.Kind, t.Whole = Passive, true
				}
				if w.among && r.n(3) == 0 {
					t.Among = []Among{{1}, {1 + r.n(2)}}
				}
				if w.backup && r.n(4) > 0 {
					t.Backup = 1 + r.n(2)
				}
				m.Tasks = append(m.Tasks, t)
			}
		}
	}
	slices.SortStableFunc(m.Tasks, func(a, b Task) int { return int(a.From - b.From) })
}

func (w world) drawLines(m *Model, r *random) {
	m.Curves = []Curve{{}, w.curve(m)}
	for l := 0; l < w.lines; l++ {
		line := Line{Pool: int32(l % 3), Master: -1}
		if w.trainee && l == w.lines-1 {
			line.Master = 0
		}
		for t := range m.Tasks {
			if r.n(4) == 0 {
				continue
			}
			line.Permits = append(line.Permits, w.permit(m, int32(t), r))
		}
		if w.backup && line.Master < 0 {
			line.Reserve = []Span{{0, m.Horizon.To + 600}}
		}
		for k := range line.Pay {
			line.Pay[k] = Pay{Rate: float64(1000 + r.n(500)), Factor: 1, Curve: int32(r.n(2))}
		}
		line.Pay[Passive] = Pay{Flat: 50000, Factor: 1}
		line.Rules = Rules{MinRest: 660, MaxSpell: 780, MaxSpellPassive: 1500, MaxDaysRun: 3 + r.n(3), MaxNightsRun: 2,
			WeeklyRest: 1440, MaxWeekends: r.n(3) - 1, Travel: Minute(r.n(3) * 20)}
		if w.restless {
			line.Rules.MinRest = 0
		}
		line.Rules.MaxLen = [NumKinds]Minute{Active: 780, Passive: 900, Beside: 780}
		if w.rich {
			line.Rules.MaxDaysRun, line.Rules.MaxWeekends, line.Rules.Travel = 6, -1, 0
		}
		if r.n(2) == 0 && line.Master < 0 {
			line.Past = []Decision{{Task: NoTask, Start: -1440 + 600, End: -1440 + 900}, {Task: NoTask, Start: -480, End: -60}}
		}
		if w.soft {
			for c := 0; c < w.groups; c++ {
				if r.n(2) == 0 {
					line.Firsts = append(line.Firsts, First{int32(c), 20000})
				}
			}
		}
		m.Lines = append(m.Lines, line)
	}
	if w.soft {
		m.ChangePrice = 30
		m.Base = &Plan{Lines: make([][]Decision, w.lines)}
		m.Base.Lines[0] = []Decision{{Task: 0, Start: m.Tasks[0].From, End: m.Tasks[0].To, Kind: m.Tasks[0].Kind}}
	}
}

func (w world) permit(m *Model, t int32, r *random) Permit {
	task := &m.Tasks[t]
	p := Permit{Task: t, Spans: []Span{task.Span}}
	if r.n(4) == 0 {
		x := task.From + task.Len()/3
		p.Spans = []Span{{task.From, x}, {x + 10, task.To}}
	}
	for range task.Among {
		switch r.n(3) {
		case 0:
			p.Holds = append(p.Holds, nil)
		case 1:
			p.Holds = append(p.Holds, []Span{task.Span})
		default:
			p.Holds = append(p.Holds, []Span{{task.From, task.From + task.Len()/2}})
		}
	}
	return p
}

func (w world) curve(m *Model) Curve {
	n := int(m.Days[len(m.Days)-1] - m.Days[0])
	c := Curve{Mult: make([]float64, n+1), Add: make([]float64, n+1)}
	for i := 0; i < n; i++ {
		mult, add := 1.0, 0.0
		if i%1440 > 1200 {
			mult, add = 1.25, 50
		}
		c.Mult[i+1], c.Add[i+1] = c.Mult[i]+mult, c.Add[i]+add
	}
	return c
}

func (w world) drawSums(m *Model, r *random) {
	full := [NumKinds]int64{PartsPerMinute, PartsPerMinute / 2, PartsPerMinute, PartsPerMinute}
	for l := range m.Lines {
		for _, wk := range m.Weeks {
			s := Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: full, Max: PartsPerMinute * 60 * int64(16+r.n(24))}
			if w.rich {
				s.Max = PartsPerMinute * 60 * 45
			}
			if w.soft {
				s.Low, s.LowPrice, s.LowLevel = s.Max/2, 1e-3, 4
			}
			m.Sums = append(m.Sums, s)
			if w.soft {
				h := Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: [NumKinds]int64{PartsPerMinute, PartsPerMinute, 0, 0},
					Max: NoLimit, High: s.Max * 3 / 4, HighPrice: 1.0 / PartsPerMinute, HighLevel: 3}
				m.Sums = append(m.Sums, h)
			}
		}
		for d := 0; d+1 < len(m.Days) && !w.rich; d++ {
			m.Sums = append(m.Sums, Sum{Lines: []int32{int32(l)}, Span: Span{m.Days[d], m.Days[d+1]}, Weight: full, Max: PartsPerMinute * 60 * 11})
		}
	}
	if w.soft {
		sp := Spread{Span: m.Horizon, Price: 1e5, Level: 4}
		ceiling := Sum{Span: m.Weeks[2].Span, Weight: full, Max: PartsPerMinute * 60 * 30}
		for l := 0; l < len(m.Lines); l += 2 {
			sp.Lines = append(sp.Lines, int32(l))
			sp.Weight = append(sp.Weight, full)
			sp.Scale = append(sp.Scale, 1.0/float64(PartsPerMinute*60*(20+l)))
			ceiling.Lines = append(ceiling.Lines, int32(l))
			ceiling.Own = append(ceiling.Own, [NumKinds]int64{PartsPerMinute, PartsPerMinute / int64(1+l), PartsPerMinute, PartsPerMinute})
		}
		ceiling.Weight[Passive] = ceiling.Own[len(ceiling.Own)-1][Passive]
		m.Spreads = append(m.Spreads, sp)
		m.Sums = append(m.Sums, ceiling)
	}
}
