package native

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
	"github.com/stretchr/testify/require"
)

// drawShifts makes a small model of whole shifts, two sorts a day.
func drawShifts(lines, days int, seed uint64) *solver.Model {
	r := random.Source(seed*977 + 5)
	m := &solver.Model{Levels: []string{"legal", "cost"}, Grain: 60, Horizon: solver.Span{From: 0, To: solver.Minute(days) * 1440}, PayLevel: 1, NightMin: 10000,
		Weekends: []solver.Span{{From: 1440, To: 3 * 1440}, {From: solver.Minute(days)*1440 - 1440, To: solver.Minute(days)*1440 + 1440}}}
	for d := 0; d <= days+1; d++ {
		m.Days = append(m.Days, solver.Minute(d)*1440)
	}
	for d := 0; d < days; d++ {
		for c := 0; c < 2; c++ {
			from := solver.Minute(d*1440 + 360 + 480*c)
			t := solver.Task{Span: solver.Span{From: from, To: from + 480}, Whole: true, MinLen: 480, Group: -1, Class: uint8(c), Need: r.N(3),
				UnderLevel: 1, UnderPrice: 10, OverLevel: 1, OverPrice: int64(r.N(3)), WantLevel: 1, WantPrice: 5}
			t.Want = t.Need + r.N(2)
			m.Tasks = append(m.Tasks, t)
		}
	}
	for l := 0; l < lines; l++ {
		line := solver.Line{Master: -1, Pool: -1, Rules: solver.Rules{MaxWeekends: -1, Sequence: drawShiftRules(&r)}}
		for t := range m.Tasks {
			if r.N(5) > 0 {
				line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
			}
		}
		line.Wishes = []solver.Wish{
			{Tasks: []int32{int32(r.N(2 * days))}, Taken: true, Price: 1200, Level: 1},
			{Tasks: []int32{int32(2 * r.N(days))}, Price: 2400, Level: 1},
		}
		m.Lines = append(m.Lines, line)
		if r.N(2) == 0 {
			m.Sums = append(m.Sums, solver.Sum{Lines: []int32{int32(l)}, Span: solver.Span{From: 0, To: m.Days[len(m.Days)-1]}, Weight: [solver.NumModes]int64{solver.PartsPerMinute},
				Low: 480 * solver.PartsPerMinute, LowPrice: 1.0 / solver.PartsPerMinute, Max: 480 * solver.PartsPerMinute * 3})
		} else {
			line.Rules.Sequence.Totals = append(line.Rules.Sequence.Totals, solver.Total{Classes: 3, Low: 2, High: 3, LowPrice: 600, HighPrice: 1200, Level: 1, Before: r.N(2)})
		}
	}
	return m
}

func drawShiftRules(r *random.Source) *solver.Sequence {
	q := &solver.Sequence{OnePerDay: true, Forbid: []uint64{0, 1}, Last: r.N(3) - 1, Runs: []solver.Run{
		{Classes: 3, Max: 3, Hard: true, Min: 1 + r.N(2), MinPrice: 1, OpenStart: true, OpenEnd: true},
		{Free: true, Min: 2, MinPrice: 600, Max: 2, MaxPrice: 300, Level: 1, Before: r.N(3), OpenEnd: true},
		{Classes: 1 << r.N(2), Min: 2, Max: 2, MinPrice: 300, MaxPrice: 900, Level: 1, Before: r.N(3), OpenEnd: r.N(2) == 0},
	}}
	switch r.N(3) {
	case 0:
		q.Weekend = &solver.WeekendRule{Max: 1, Hard: true}
	case 1:
		q.Weekend = &solver.WeekendRule{Max: 0, MaxPrice: 900, HalfPrice: 300, Level: 1, Before: r.N(2)}
	}
	if r.N(2) == 0 {
		q.Totals = append(q.Totals, solver.Total{Classes: 2, High: 1, Hard: true})
	}
	return q
}

// everyLine lists all plans of one line alone that break nothing.
func everyLine(m *solver.Model, l int) (out [][]solver.Decision) {
	var line []solver.Decision
	var try func(day int)
	try = func(day int) {
		if 2*day == len(m.Tasks) {
			p := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
			p.Lines[l] = slices.Clone(line)
			if len(m.Violations(p)) == 0 {
				out = append(out, p.Lines[l])
			}
			return
		}
		try(day + 1)
		for t := 2 * day; t < 2*day+2; t++ {
			line = append(line, solver.Decision{Task: int32(t), Start: m.Tasks[t].From, End: m.Tasks[t].To})
			try(day + 1)
			line = line[:len(line)-1]
		}
	}
	try(0)
	return out
}

// leastOfTwo tries every plan of a model of two lines.
func leastOfTwo(m *solver.Model) solver.Cost {
	empty := m.Evaluate(&solver.Plan{Lines: make([][]solver.Decision, 2)})
	var more [2][]solver.Cost
	var lines [2][][]solver.Decision
	for l := range lines {
		lines[l] = everyLine(m, l)
		for _, d := range lines[l] {
			p := &solver.Plan{Lines: make([][]solver.Decision, 2)}
			p.Lines[l] = d
			more[l] = append(more[l], m.Evaluate(p).Minus(empty))
		}
	}
	var both [][3]int64 // by task and lines present, at level 1
	for i := range m.Tasks {
		var c [3]int64
		for n := range c {
			t := &m.Tasks[i]
			c[n] = 480 * (t.UnderPrice*int64(max(0, t.Need-n)) + t.OverPrice*int64(max(0, n-t.Need)) + t.WantPrice*int64(max(0, t.Want-max(n, t.Need))))
		}
		both = append(both, c)
	}
	best := empty
	best[0] += 1 << 30
	for i, a := range lines[0] {
		for k, b := range lines[1] {
			c := empty.Plus(more[0][i]).Plus(more[1][k])
			for _, x := range a {
				for _, y := range b {
					if x.Task == y.Task {
						t := both[x.Task]
						c[1] += t[2] - 2*t[1] + t[0]
					}
				}
			}
			if c.Less(best) {
				best = c
			}
		}
	}
	return best
}

func TestWholeShiftsAreSolvedToTheProvedOptimum(t *testing.T) {
	for seed := uint64(1); seed <= 12; seed++ {
		m := drawShifts(2, 5, seed)
		require.NotNil(t, newGrid(m), "seed %d: the roster engine takes the model", seed)
		want := leastOfTwo(m)
		r := checked(t, t.Context(), m, solver.Options{Seed: seed, Threads: 1, Steps: 1 << 17})
		require.Equal(t, want, r.Cost, "seed %d", seed)
		if want[0] == 0 {
			require.True(t, r.Proved, "seed %d: %v, bound %v", seed, r.Cost, r.Bound)
		}
	}
}

// Who is who, and what shifts are called, changes nothing.
func TestOrderOfLinesAndNamesOfClassesChangeNoProvedOptimum(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		m := drawShifts(5, 9, seed)
		r := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 2, Steps: 1 << 19})
		turned := drawShifts(5, 9, seed)
		slices.Reverse(turned.Lines)
		for i := range turned.Sums {
			turned.Sums[i].Lines = []int32{4 - turned.Sums[i].Lines[0]}
		}
		for i := range turned.Tasks {
			turned.Tasks[i].Class = 40 - turned.Tasks[i].Class
		}
		rename := func(c uint64) uint64 { return c&1<<40 | c>>1&1<<39 }
		for l := range turned.Lines {
			q := turned.Lines[l].Rules.Sequence
			forbid := make([]uint64, 41)
			forbid[40], forbid[39] = rename(q.Forbid[0]), rename(q.Forbid[1])
			q.Forbid = forbid
			if q.Last >= 0 {
				q.Last = 40 - q.Last
			}
			for k := range q.Runs {
				q.Runs[k].Classes = rename(q.Runs[k].Classes)
			}
			for k := range q.Totals {
				q.Totals[k].Classes = rename(q.Totals[k].Classes)
			}
		}
		o := checked(t, t.Context(), turned, solver.Options{Seed: 1, Threads: 2, Steps: 1 << 19})
		require.Equal(t, r.Proved, o.Proved, "seed %d", seed)
		require.True(t, !r.Proved || r.Cost == o.Cost, "seed %d: %v and %v", seed, r.Cost, o.Cost)
	}
}

func TestWholeShiftsWithTheSameSeedAndStepsGiveTheSamePlan(t *testing.T) {
	m := drawShifts(8, 14, 3)
	o := solver.Options{Seed: 5, Threads: 2, Steps: 1 << 19}
	a, b := checked(t, t.Context(), m, o), checked(t, t.Context(), m, o)
	require.Equal(t, a.Plan, b.Plan)
	require.Equal(t, a.Bound, b.Bound)
}

// side is a model with another one's lines and tasks beside its own; nothing links the two.
func side(m, o *solver.Model) *solver.Model {
	for _, l := range o.Lines {
		for k := range l.Permits {
			l.Permits[k].Task += int32(len(m.Tasks))
		}
		for k := range l.Wishes {
			for x := range l.Wishes[k].Tasks {
				l.Wishes[k].Tasks[x] += int32(len(m.Tasks))
			}
		}
		m.Lines = append(m.Lines, l)
	}
	for _, sum := range o.Sums {
		sum.Lines = []int32{sum.Lines[0] + int32(len(m.Lines)-len(o.Lines))}
		m.Sums = append(m.Sums, sum)
	}
	m.Tasks = append(m.Tasks, o.Tasks...)
	return m
}

// While a part is not proved the budget is not given back, whichever part that is and
// however soon others were.
func TestWholeShiftsInPartsUseTheBudgetOrAreProved(t *testing.T) {
	const steps = 1 << 22
	spent, proved := 0, 0
	for seed := uint64(4); seed <= 7; seed++ { // of 6 the part begun first is the one not proved
		m := side(drawShifts(6, 12, seed), drawShifts(5, 12, seed+100))
		require.Len(t, solver.Split(m), 2, "seed %d", seed)
		r := checked(t, t.Context(), m, solver.Options{Seed: seed, Threads: 1, Steps: steps})
		if r.Proved {
			proved++
			continue
		}
		spent++
		require.Greater(t, float64(r.Steps), lastPass*steps, "seed %d: %v, bound %v", seed, r.Cost, r.Bound)
	}
	t.Logf("%d proved, %d with the budget used", proved, spent)
	require.Positive(t, spent*proved)
}

// With time in place of steps, one thread anneals beside the others.
func TestWholeShiftsInTimeOnSeveralThreads(t *testing.T) {
	for seed := uint64(1); seed <= 2; seed++ {
		m := drawShifts(6, 12, seed)
		ctx, stop := context.WithCancel(t.Context())
		seen := 0
		var last solver.Cost
		r := checked(t, ctx, m, solver.Options{Seed: seed, Threads: 3, Time: time.Hour, Progress: func(p solver.Improvement) {
			seen++
			last = p.Cost
			if p.Cost[0] == 0 && seen > 2 {
				stop()
			}
		}})
		stop()
		require.Equal(t, last, r.Cost, "seed %d: what was told of is what came back", seed)
	}
}

// Where one line cannot keep its limits, the others do, and the plan comes near.
func TestWholeShiftsWithALimitThatCannotBeKept(t *testing.T) {
	m := drawShifts(4, 9, 2)
	q := m.Lines[0].Rules.Sequence
	q.Runs = append(q.Runs, solver.Run{Free: true, Max: 1, MaxPrice: 1}) // at level 0
	q.Totals = append(q.Totals, solver.Total{Classes: 3, High: 2, Hard: true})
	r := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 2, Steps: 1 << 18})
	require.Positive(t, r.Cost[0])
	require.False(t, r.Proved && r.Bound[0] < r.Cost[0])
}
