package toys

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
)

const Hour = solver.Minute(60)

// TinyDays is a model with n days of 24 hours, one week, and no tasks or lines.
func TinyDays(n int) *solver.Model {
	m := &solver.Model{Levels: []string{"first", "second", "third", "money"}, Grain: 60, PayLevel: 3, BackupLevel: 2,
		Horizon: solver.Span{From: 0, To: solver.Minute(n) * 24 * Hour}, ReserveMin: 2 * Hour, ReserveMax: 13 * Hour, NightMin: 3 * Hour}
	for d := -2; d <= n+2; d++ {
		m.Days = append(m.Days, solver.Minute(d)*24*Hour)
	}
	m.Weeks = []solver.Week{{Span: solver.Span{From: -48 * Hour, To: solver.Minute(n+2) * 24 * Hour}}}
	return m
}

// AddTask adds a task of one line, in hours, and returns its index.
func AddTask(m *solver.Model, from, to solver.Minute, level int) *solver.Task {
	m.Tasks = append(m.Tasks, solver.Task{Span: solver.Span{From: from * Hour, To: to * Hour}, Need: 1, MinLen: Hour, Group: -1, UnderLevel: level, UnderPrice: 1, OverLevel: 3})
	return &m.Tasks[len(m.Tasks)-1]
}

// AddLine adds a line that may serve the given tasks at any time.
func AddLine(m *solver.Model, tasks ...int32) *solver.Line {
	l := solver.Line{Master: -1, Rules: solver.Rules{MaxWeekends: -1, MinRest: 11 * Hour, MaxSpell: 13 * Hour, MaxSpellPassive: 25 * Hour}}
	for _, t := range tasks {
		l.Permits = append(l.Permits, solver.Permit{Task: t, Spans: []solver.Span{m.Tasks[t].Span}, Holds: make([][]solver.Span, len(m.Tasks[t].Among))})
	}
	m.Lines = append(m.Lines, l)
	return &m.Lines[len(m.Lines)-1]
}

// AddCap adds a hard sum of so many hours over lines, in hours.
func AddCap(m *solver.Model, hours int64, from, to solver.Minute, lines ...int32) *solver.Sum {
	w := int64(solver.PartsPerMinute)
	m.Sums = append(m.Sums, solver.Sum{Lines: lines, Span: solver.Span{From: from * Hour, To: to * Hour}, Weight: [solver.NumModes]int64{w, w, w, w}, Max: hours * 60 * w})
	return &m.Sums[len(m.Sums)-1]
}

// Pay gives a tiny model rates, an enhancement by time, and guaranteed hours.
func Pay(r *rand.Rand, m *solver.Model) {
	from, to := m.Days[0], m.Days[len(m.Days)-1]
	c := solver.Curve{Mult: make([]float64, to-from+1), Add: make([]float64, to-from+1)}
	change := solver.Minute(r.IntN(30)) * Hour
	for t := from; t < to; t++ {
		mult, add := 1.0, 0.0
		if t >= change {
			mult, add = 1.5, 300
		}
		c.Mult[t-from+1], c.Add[t-from+1] = c.Mult[t-from]+mult, c.Add[t-from]+add
	}
	m.Curves = []solver.Curve{{}, c}
	for i := range m.Tasks {
		m.Tasks[i].OverPrice = int64(r.IntN(3)) * 5000
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		rate := float64(1000 * (10 + r.IntN(10)))
		line.Pay[solver.Active] = solver.Wage{Rate: rate, Factor: 1, Curve: int32(r.IntN(2))}
		line.Pay[solver.Passive] = solver.Wage{Flat: float64(1_000_000 * r.IntN(4)), Factor: 1, Curve: int32(r.IntN(2))}
		line.Pay[solver.Reserve] = solver.Wage{Rate: rate / float64(1+r.IntN(4)), Each: float64(5_000 * (l % 3))}
		if r.IntN(2) == 0 {
			w := int64(solver.PartsPerMinute)
			m.Sums = append(m.Sums, solver.Sum{Lines: []int32{int32(l)}, Span: m.Weeks[0].Span, Weight: [solver.NumModes]int64{w, w / int64(1+r.IntN(2)), w, w}, Max: solver.NoLimit,
				Low: int64(1+r.IntN(12)) * 60 * w, LowPrice: rate / solver.PartsPerMinute, LowLevel: 3})
		}
	}
}

// Standby gives a tiny model lines on Reserve and tasks that want them.
func Standby(r *rand.Rand, m *solver.Model) {
	m.ReserveMin, m.BackupPrice, m.BackupOtherPool = m.Grain, int64(1+r.IntN(2)), r.IntN(3) == 0
	for i := range m.Tasks {
		m.Tasks[i].Backup = r.IntN(3)
	}
	for l := range m.Lines {
		m.Lines[l].Pool = int32(r.IntN(2))
		if from := solver.Minute(r.IntN(4)) * m.Grain; r.IntN(3) > 0 {
			m.Lines[l].Reserve = []solver.Span{{From: from, To: from + solver.Minute(1+r.IntN(3))*m.Grain}}
		}
	}
}

// Headroom gives lines goals not to exceed.
func Headroom(r *rand.Rand, m *solver.Model) {
	for l := range m.Lines {
		if r.IntN(3) == 0 {
			s := AddCap(m, 0, -48, 120, int32(l))
			s.Max, s.High, s.HighPrice, s.HighLevel = solver.NoLimit, int64(1+r.IntN(8))*60*solver.PartsPerMinute, 1.0/solver.PartsPerMinute, m.BackupLevel
			s.Weight[solver.Reserve] = 0
		}
	}
}

// RandomTiny draws a model so small that every plan of it can be tried.
func RandomTiny(r *rand.Rand) *solver.Model {
	m := SmallModel(r)
	Fix(r, m)
	if r.IntN(3) == 0 {
		Standby(r, m)
	}
	if r.IntN(2) == 0 {
		Pay(r, m)
	}
	return m
}

// Show describes a model.
func Show(m *solver.Model) string {
	s := Text(m)
	for l := range m.Lines {
		line := &m.Lines[l]
		s += fmt.Sprintf("line %d: master %d, fixed %v, %+v\n", l, line.Master, line.Fixed, line.Rules)
		if line.Rules.Sequence != nil {
			s += fmt.Sprintf("  %+v\n", *line.Rules.Sequence)
		}
	}
	return s
}

// Spice adds rules that RandomTiny leaves out: groups and travel, runs of
// days and nights, weekends, weekly rest, rules by day, wishes, wants, first
// prices, goals, spreads, a plan to stay near.
func Spice(r *rand.Rand, m *solver.Model) {
	q := random.Source(r.Uint64())
	last := m.Days[len(m.Days)-1]
	for d := range solver.Minute(len(m.Days) - 1) {
		from := m.Days[d]
		m.Nights = append(m.Nights, solver.Span{From: from - Hour, To: from + 6*Hour})
	}
	m.Weekends = []solver.Span{{From: 0, To: 24 * Hour}, {From: 24 * Hour, To: 48 * Hour}}
	m.Weeks = []solver.Week{{Span: solver.Span{From: 0, To: last}, Whole: true}}
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.Group, t.Class = int32(r.IntN(3)-1), uint8(r.IntN(3))
		t.ExtraLevel, t.ExtraPrice = 3, int64(r.IntN(2)*900)
		if len(t.Among) == 0 && t.Backup == 0 && r.IntN(3) == 0 {
			t.Want, t.WantLevel, t.WantPrice = t.Need+1+r.IntN(2), r.IntN(4), 2
		}
	}
	for l := range m.Lines {
		spiceLine(r, &q, m, &m.Lines[l])
	}
	if r.IntN(3) == 0 {
		m.Stretches = []solver.Stretch{{At: m.Grain * solver.Minute(2+r.IntN(20)), By: m.Grain}}
	}
	if r.IntN(3) == 0 {
		Headroom(r, m)
	}
	if n := len(m.Lines); n > 1 && r.IntN(3) == 0 {
		s := solver.Spread{Span: solver.Span{From: 0, To: last}, Price: 1e5, Level: 3}
		for l := range n {
			s.Lines = append(s.Lines, int32(l))
			s.Weight = append(s.Weight, [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute / 2, solver.PartsPerMinute, solver.PartsPerMinute})
			s.Scale = append(s.Scale, 1/float64(solver.PartsPerMinute*60*(20+int64(l))))
		}
		m.Spreads = []solver.Spread{s}
	}
	if r.IntN(3) == 0 {
		t := &m.Tasks[0]
		m.ChangePrice, m.ChangeLevel = 30, 3
		m.Base = &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
		m.Base.Lines[0] = []solver.Decision{{Task: 0, Start: t.From, End: t.To, Kind: t.Kind}}
	}
	if n := len(m.Lines); n > 1 && r.IntN(4) == 0 {
		m.Lines[n-1].Master, m.Lines[n-1].Fixed, m.Lines[n-1].Reserve = 0, nil, nil
	}
	for r.IntN(3) == 0 {
		Purse(r.IntN, m)
	}
}

// Purse gives some of a model's lines a budget that buys them a few hours each.
func Purse(n func(int) int, m *solver.Model) {
	var b solver.Budget
	first, step := n(2), 1+n(2)
	for l := first; l < len(m.Lines); l += step {
		b.Lines = append(b.Lines, int32(l))
		b.Max += m.Spend(l, solver.Decision{End: Hour, Kind: solver.Mode(n(3))}) * int64(n(8))
	}
	b.Max += m.SpentAnyway(&b) * int64(n(4)) / 3
	m.Budgets = append(m.Budgets, b)
}

// spiceLine draws the rules, wishes and first prices of one line.
func spiceLine(r *rand.Rand, q *random.Source, m *solver.Model, line *solver.Line) {
	k := &line.Rules
	if r.IntN(2) == 0 {
		k.Travel = m.Grain / 2 * solver.Minute(r.IntN(3))
	}
	k.MaxDaysRun, k.MaxNightsRun, k.MaxWeekends = r.IntN(3), r.IntN(2), r.IntN(3)-1
	k.MaxSpellPassive = []solver.Minute{0, 14, 25, 40}[r.IntN(4)] * Hour
	if k.MaxSpellPassive != 0 && r.IntN(8) > 0 {
		k.MaxSpellPassive = max(k.MaxSpellPassive, k.MaxSpell)
	}
	k.WeeklyRest = []solver.Minute{0, 10, 20, 30}[r.IntN(4)] * Hour
	if r.IntN(2) == 0 {
		k.Sequence = drawSequence(q)
		for i := range k.Sequence.Runs {
			k.Sequence.Runs[i].Level %= 4
		}
		for i := range k.Sequence.Totals {
			k.Sequence.Totals[i].Level %= 4
		}
		if w := k.Sequence.Weekend; w != nil {
			w.Level %= 4
		}
	}
	if r.IntN(3) == 0 {
		line.Wishes = []solver.Wish{{Tasks: []int32{int32(r.IntN(len(m.Tasks)))}, Taken: r.IntN(2) == 0, Price: 70, Level: r.IntN(4)}}
	}
	if r.IntN(3) == 0 {
		from := m.Grain * solver.Minute(r.IntN(20))
		line.Wishes = append(line.Wishes, solver.Wish{Within: solver.Span{From: from, To: from + m.Grain*solver.Minute(1+r.IntN(8))}, Taken: r.IntN(2) == 0, Price: 50, Level: r.IntN(4)})
	}
	k.Overnight = []solver.Minute{0, 0, 9, 14}[r.IntN(4)] * Hour
	k.MaxAwake = []solver.Minute{0, 0, 6, 11}[r.IntN(4)] * Hour
	if r.IntN(3) == 0 {
		line.Firsts = []solver.First{{Group: int32(r.IntN(2)), Price: 5000}}
	}
	if q.N(3) == 0 {
		k.NoStart = drawDaysOff(m, q)
	}
}

// EveryLegalPlan calls f with every plan of a model that breaks no rule; false
// when there are more than most ways to fill a line, or the lines together.
// Nothing of the search is used: decisions are tried one by one, and plans are judged by Violations.
func EveryLegalPlan(m *solver.Model, most int, f func(*solver.Plan)) bool {
	lines := make([][][]solver.Decision, len(m.Lines))
	together := 1
	for l := range m.Lines {
		ways, ok := waysOf(m, l, most)
		if !ok {
			return false
		}
		lines[l] = ways
		if together *= len(ways); together > most {
			return false
		}
	}
	p := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
	var pick func(l int)
	pick = func(l int) {
		if l == len(m.Lines) {
			if len(m.Violations(p)) == 0 {
				f(p)
			}
			return
		}
		for _, way := range lines[l] {
			p.Lines[l] = way
			pick(l + 1)
		}
	}
	pick(0)
	return true
}

// everyDecision lists what a line may take by itself, as the definitions have it.
func everyDecision(m *solver.Model, l int) (out []solver.Decision) {
	try := func(d solver.Decision) {
		if Permitted(m, l, d) {
			out = append(out, d)
		}
	}
	points := func(in solver.Span) (p []solver.Minute) {
		for x := solver.FloorDiv(in.From, m.Grain)*m.Grain + m.Grain; x < in.To; x += m.Grain {
			p = append(p, x)
		}
		return append(append([]solver.Minute{in.From}, p...), in.To)
	}
	for t := range m.Tasks {
		kind := m.Tasks[t].Kind
		if m.Lines[l].Master >= 0 {
			kind = solver.Beside
		}
		p := points(m.Tasks[t].Span)
		for i, from := range p {
			for _, to := range p[i+1:] {
				try(solver.Decision{Task: int32(t), Start: from, End: to, Kind: kind})
			}
		}
	}
	p := points(solver.Span{From: m.Days[0], To: m.Days[len(m.Days)-1]})
	for i, from := range p {
		for _, to := range p[i+1:] {
			try(solver.Decision{Task: solver.NoTask, Start: from, End: to, Kind: solver.Reserve})
		}
	}
	return out
}

// waysOf lists every set of decisions of a line, apart in time, that keeps the line's own rules.
func waysOf(m *solver.Model, l, most int) (out [][]solver.Decision, ok bool) {
	shadow := m.Lines[l].Master >= 0
	single := everyDecision(m, l)
	tried := 0
	var grow func(dec []solver.Decision, from solver.Minute)
	grow = func(dec []solver.Decision, from solver.Minute) {
		if tried++; tried > 20*most || len(out) > most {
			return
		}
		all := slices.Concat(m.Lines[l].Fixed, dec)
		slices.SortFunc(all, func(a, c solver.Decision) int { return int(a.Start - c.Start) })
		alone := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
		alone.Lines[l] = all
		if shadow || len(brokenOn(m, alone, l)) == 0 {
			out = append(out, all)
		}
		for _, d := range single {
			if d.Start >= from {
				grow(append(slices.Clone(dec), d), d.End)
			}
		}
	}
	grow(nil, m.Days[0])
	return out, tried <= 20*most && len(out) <= most
}
