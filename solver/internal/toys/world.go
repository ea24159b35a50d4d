package toys

import (
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
)

// Rules describes a random model for tests: small, but with every rule in play.
type Rules struct {
	Lines, Groups, Days int
	Whole               bool // some tasks are whole
	Among, Backup       bool
	OtherPool           bool
	trainee             bool
	Soft                bool // spreads, firsts, headroom, guaranteed hours, base plan
	Grain               solver.Minute
	Rich                bool // limits seldom bind
	restless            bool // no rest is asked between decisions
	ordered             bool // rules by day, wishes, softer aims for cover
	purse               bool // budgets
	daysOff             bool // days on which a line starts nothing
}

// Make draws the model. The same seed gives the same model.
func (w Rules) Make(seed uint64) *solver.Model {
	r := random.Source(seed*7919 + 17)
	g := w.Grain
	if g == 0 {
		g = 60
	}
	m := &solver.Model{Levels: []string{"a", "b", "c", "spare", "money"}, Grain: g, PayLevel: 4, BackupLevel: 3, BackupPrice: 1,
		Horizon: solver.Span{From: 0, To: solver.Minute(w.Days) * 1440}, NightMin: 180, ReserveMin: 240, ReserveMax: 780, BackupOtherPool: w.OtherPool,
		ChangeLevel: 4}
	for d := -14; d <= w.Days+2; d++ {
		m.Days = append(m.Days, solver.Minute(d)*1440)
		m.Nights = append(m.Nights, solver.Span{From: solver.Minute(d)*1440 - 60, To: solver.Minute(d)*1440 + 360})
	}
	for k := -2; k*7 <= w.Days+2; k++ {
		s := solver.Span{From: solver.Minute(k) * 7 * 1440, To: solver.Minute(k+1) * 7 * 1440}
		m.Weeks = append(m.Weeks, solver.Week{Span: s, Whole: k >= 0 && (k+1)*7 <= w.Days})
		m.Weekends = append(m.Weekends, solver.Span{From: s.From + 5*1440, To: s.To})
	}
	w.drawTasks(m, &r)
	w.drawLines(m, &r)
	w.drawSums(m, &r)
	if w.ordered {
		w.drawOrder(m, &r)
	}
	if w.purse {
		Purse(r.N, m)
		m.Budgets[0].Max *= 4
		Purse(r.N, m)
		m.Budgets[1].Max *= 8
	}
	return m
}

func (w Rules) drawTasks(m *solver.Model, r *random.Source) {
	for c := 0; c < w.Groups; c++ {
		for d := 0; d < w.Days; d++ {
			for n := 0; n < 1+r.N(2); n++ {
				from := solver.Minute(d)*1440 + solver.Minute(r.N(20))*60 + solver.Minute(r.N(2))*20
				t := solver.Task{Span: solver.Span{From: from, To: from + 120 + solver.Minute(r.N(12))*60}, Need: 1 + r.N(2), Kind: solver.Active, MinLen: 120,
					Group: int32(c), UnderLevel: r.N(3), UnderPrice: 1, OverLevel: 4, OverPrice: 1000, ExtraLevel: 4, ExtraPrice: int64(r.N(2) * 5000)}
				if w.Whole && r.N(3) == 0 {
					t.Whole = true
				}
				if t.Len() > 480 && r.N(4) == 0 {
					t.Kind, t.Whole = solver.Passive, true
				}
				if w.Among && r.N(3) == 0 {
					t.Among = []solver.Mix{{Need: 1}, {Need: 1 + r.N(2)}}
					t.HiddenLevel, t.HiddenPrice = 4, int64(r.N(2)*20_000)
				}
				if w.Backup && r.N(4) > 0 {
					t.Backup = 1 + r.N(2)
				}
				m.Tasks = append(m.Tasks, t)
			}
		}
	}
	slices.SortStableFunc(m.Tasks, func(a, b solver.Task) int { return int(a.From - b.From) })
}

func (w Rules) drawLines(m *solver.Model, r *random.Source) {
	m.Curves = []solver.Curve{{}, w.curve(m)}
	for l := 0; l < w.Lines; l++ {
		line := solver.Line{Pool: int32(l % 3), Master: -1}
		if w.trainee && l == w.Lines-1 {
			line.Master = 0
		}
		for t := range m.Tasks {
			if r.N(4) == 0 {
				continue
			}
			line.Permits = append(line.Permits, w.permit(m, int32(t), r))
		}
		if w.Backup && line.Master < 0 {
			line.Reserve = []solver.Span{{From: 0, To: m.Horizon.To + 600}}
		}
		for k := range line.Pay {
			line.Pay[k] = solver.Wage{Rate: float64(1000 + r.N(500)), Factor: 1, Curve: int32(r.N(2))}
		}
		line.Pay[solver.Passive] = solver.Wage{Flat: 50000, Factor: 1}
		line.Pay[solver.Reserve].Each = float64(20_000 * (l % 2))
		line.Rules = solver.Rules{MinRest: 660, MaxSpell: 780, MaxSpellPassive: 1500, MaxDaysRun: 3 + r.N(3), MaxNightsRun: 2,
			WeeklyRest: 1440, MaxWeekends: r.N(3) - 1, Travel: solver.Minute(r.N(3) * 20)}
		if w.restless {
			line.Rules.MinRest = 0
		}
		line.Rules.MaxLen = [solver.NumModes]solver.Minute{solver.Active: 780, solver.Passive: 900, solver.Beside: 780}
		if w.Rich {
			line.Rules.MaxDaysRun, line.Rules.MaxWeekends, line.Rules.Travel = 6, -1, 0
		}
		if w.daysOff {
			line.Rules.NoStart = drawDaysOff(m, r)
		}
		if r.N(2) == 0 && line.Master < 0 {
			line.Past = []solver.Decision{{Task: solver.NoTask, Start: -1440 + 600, End: -1440 + 900}, {Task: solver.NoTask, Start: -480, End: -60}}
		}
		if w.Soft {
			for c := 0; c < w.Groups; c++ {
				if r.N(2) == 0 {
					line.Firsts = append(line.Firsts, solver.First{Group: int32(c), Price: 20000})
				}
			}
		}
		m.Lines = append(m.Lines, line)
	}
	if w.Soft {
		m.ChangePrice = 30
		m.Base = &solver.Plan{Lines: make([][]solver.Decision, w.Lines)}
		m.Base.Lines[0] = []solver.Decision{{Task: 0, Start: m.Tasks[0].From, End: m.Tasks[0].To, Kind: m.Tasks[0].Kind}}
	}
}

// drawDaysOff are some days on which nothing starts.
func drawDaysOff(m *solver.Model, r *random.Source) (off []solver.Span) {
	for d := range len(m.Days) - 1 {
		switch s := (solver.Span{From: m.Days[d], To: m.Days[d+1]}); {
		case r.N(3) > 0:
		case len(off) > 0 && off[len(off)-1].To == s.From:
			off[len(off)-1].To = s.To
		default:
			off = append(off, s)
		}
	}
	return off
}

func (w Rules) permit(m *solver.Model, t int32, r *random.Source) solver.Permit {
	task := &m.Tasks[t]
	p := solver.Permit{Task: t, Spans: []solver.Span{task.Span}}
	if r.N(4) == 0 {
		x := task.From + task.Len()/3
		p.Spans = []solver.Span{{From: task.From, To: x}, {From: x + 10, To: task.To}}
	}
	for range task.Among {
		switch r.N(3) {
		case 0:
			p.Holds = append(p.Holds, nil)
		case 1:
			p.Holds = append(p.Holds, []solver.Span{task.Span})
		default:
			p.Holds = append(p.Holds, []solver.Span{{From: task.From, To: task.From + task.Len()/2}})
		}
	}
	return p
}

func (w Rules) curve(m *solver.Model) solver.Curve {
	n := int(m.Days[len(m.Days)-1] - m.Days[0])
	c := solver.Curve{Mult: make([]float64, n+1), Add: make([]float64, n+1)}
	for i := 0; i < n; i++ {
		mult, add := 1.0, 0.0
		if i%1440 > 1200 {
			mult, add = 1.25, 50
		}
		c.Mult[i+1], c.Add[i+1] = c.Mult[i]+mult, c.Add[i]+add
	}
	return c
}

func (w Rules) drawSums(m *solver.Model, r *random.Source) {
	full := [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute / 2, solver.PartsPerMinute, solver.PartsPerMinute}
	for l := range m.Lines {
		for _, wk := range m.Weeks {
			s := solver.Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: full, Max: solver.PartsPerMinute * 60 * int64(16+r.N(24))}
			if w.Rich {
				s.Max = solver.PartsPerMinute * 60 * 45
			}
			if w.Soft {
				s.Low, s.LowPrice, s.LowLevel = s.Max/2, 1e-3, 4
			}
			m.Sums = append(m.Sums, s)
			if w.Soft {
				h := solver.Sum{Lines: []int32{int32(l)}, Span: wk.Span, Weight: [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute, 0, 0},
					Max: solver.NoLimit, High: s.Max * 3 / 4, HighPrice: 1.0 / solver.PartsPerMinute, HighLevel: 3}
				m.Sums = append(m.Sums, h)
			}
		}
		for d := 0; d+1 < len(m.Days) && !w.Rich; d++ {
			m.Sums = append(m.Sums, solver.Sum{Lines: []int32{int32(l)}, Span: solver.Span{From: m.Days[d], To: m.Days[d+1]}, Weight: full, Max: solver.PartsPerMinute * 60 * 11})
		}
	}
	if w.Soft {
		sp := solver.Spread{Span: m.Horizon, Price: 1e5, Level: 4}
		ceiling := solver.Sum{Span: m.Weeks[2].Span, Weight: full, Max: solver.PartsPerMinute * 60 * 30}
		for l := 0; l < len(m.Lines); l += 2 {
			sp.Lines = append(sp.Lines, int32(l))
			sp.Weight = append(sp.Weight, full)
			sp.Scale = append(sp.Scale, 1.0/float64(solver.PartsPerMinute*60*(20+l)))
			ceiling.Lines = append(ceiling.Lines, int32(l))
			ceiling.Own = append(ceiling.Own, [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute / int64(1+l), solver.PartsPerMinute, solver.PartsPerMinute})
		}
		ceiling.Weight[solver.Passive] = ceiling.Own[len(ceiling.Own)-1][solver.Passive]
		m.Spreads = append(m.Spreads, sp)
		m.Sums = append(m.Sums, ceiling)
	}
}

// drawOrder gives the model rules by day, wishes and softer aims for cover.
func (w Rules) drawOrder(m *solver.Model, r *random.Source) {
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.Class = uint8(r.N(3))
		if len(t.Among) == 0 && t.Backup == 0 && r.N(2) == 0 {
			t.Want, t.WantLevel, t.WantPrice = t.Need+r.N(3), 1+3*r.N(2), 7
		}
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		for k := r.N(3); k > 0; k-- {
			a := int32(r.N(len(m.Tasks) - 3))
			line.Wishes = append(line.Wishes, solver.Wish{Tasks: []int32{a, a + 1 + int32(r.N(2))}, Taken: r.N(2) == 0, Price: 300, Level: r.N(5)})
		}
		if r.N(5) > 0 {
			line.Rules.Sequence = drawSequence(r)
		}
	}
}

func drawSequence(r *random.Source) *solver.Sequence {
	q := &solver.Sequence{OnePerDay: r.N(2) == 0, Last: r.N(4) - 1}
	for a := 0; a < 3; a++ {
		q.Forbid = append(q.Forbid, uint64(r.N(8))&uint64(5+r.N(2)))
	}
	for k := r.N(4); k > 0; k-- {
		run := solver.Run{Classes: uint64(1 + r.N(7)), Min: r.N(4), Max: r.N(4), MinPrice: 500, MaxPrice: int64(r.N(900)), Level: r.N(5),
			Before: r.N(5) * r.N(2), OpenStart: r.N(2) == 0, OpenEnd: r.N(2) == 0}
		if r.N(3) == 0 {
			run.Free, run.Classes = true, 0
		} else {
			run.Hard = r.N(2) == 0
		}
		q.Runs = append(q.Runs, run)
	}
	for k := r.N(3); k > 0; k-- {
		q.Totals = append(q.Totals, solver.Total{Classes: uint64(1 + r.N(7)), Low: r.N(4), High: r.N(6) - 1, LowPrice: 400, HighPrice: 800,
			Hard: r.N(2) == 0, Level: r.N(5), Before: r.N(2) * r.N(4)})
	}
	if r.N(2) == 0 {
		q.Weekend = &solver.WeekendRule{Max: r.N(2), Before: r.N(3), MaxPrice: 700, HalfPrice: 600, Hard: r.N(3) == 0, Level: r.N(5)}
	}
	return q
}

// Kinds are the kinds of random model that every engine test runs on.
var Kinds = map[string]Rules{
	"plain: cover and hours only":               {Lines: 5, Groups: 2, Days: 9},
	"whole tasks and sleep-ins":                 {Lines: 5, Groups: 2, Days: 9, Whole: true},
	"among attributes":                          {Lines: 6, Groups: 2, Days: 8, Among: true},
	"backup":                                    {Lines: 6, Groups: 2, Days: 8, Backup: true},
	"backup from other pools":                   {Lines: 7, Groups: 2, Days: 8, Backup: true, OtherPool: true},
	"backup with among attributes, other pools": {Lines: 7, Groups: 2, Days: 8, Backup: true, Among: true, OtherPool: true},
	"soft sums, spreads, firsts, a base plan":   {Lines: 6, Groups: 2, Days: 9, Soft: true},
	"no rest asked":                             {Lines: 5, Groups: 2, Days: 8, restless: true},
	"a trainee":                                 {Lines: 5, Groups: 2, Days: 8, trainee: true, Whole: true},
	"all at once, on a fine grid":               {Lines: 8, Groups: 3, Days: 9, Whole: true, Among: true, Backup: true, Soft: true, trainee: true, Grain: 15},
	"rules by day":                              {Lines: 6, Groups: 2, Days: 9, ordered: true},
	"rules by day over whole tasks":             {Lines: 6, Groups: 2, Days: 15, Whole: true, ordered: true, Rich: true},
	"rules by day and all else":                 {Lines: 7, Groups: 2, Days: 9, Whole: true, Among: true, Backup: true, Soft: true, trainee: true, ordered: true},
	"budgets":                                   {Lines: 6, Groups: 2, Days: 8, Whole: true, Backup: true, Soft: true, trainee: true, purse: true},
	"days off":                                  {Lines: 6, Groups: 2, Days: 8, Whole: true, Backup: true, trainee: true, daysOff: true},
	"half-hour grid with tasks that end off it": {Lines: 6, Groups: 3, Days: 9, Whole: true, Soft: true, Grain: 30},
}

// World draws a small model with every rule in play.
func World(name string, seed uint64) *solver.Model { return Kinds[name].Make(seed) }

// Worlds are the names World takes, in order.
func Worlds() (names []string) {
	for n := range Kinds {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
