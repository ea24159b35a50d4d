package solver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// drawOrder gives the model rules by day, wishes and softer aims for cover.
func (w world) drawOrder(m *Model, r *random) {
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.Class = uint8(r.n(3))
		if len(t.Among) == 0 && t.Backup == 0 && r.n(2) == 0 {
			t.Want, t.WantLevel, t.WantPrice = t.Need+r.n(3), 1+3*r.n(2), 7
		}
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		for k := r.n(3); k > 0; k-- {
			a := int32(r.n(len(m.Tasks) - 3))
			line.Wishes = append(line.Wishes, Wish{Tasks: []int32{a, a + 1 + int32(r.n(2))}, Taken: r.n(2) == 0, Price: 300, Level: r.n(5)})
		}
		if r.n(5) > 0 {
			line.Rules.Sequence = drawSequence(r)
		}
	}
}

func drawSequence(r *random) *Sequence {
	q := &Sequence{OnePerDay: r.n(2) == 0, Last: r.n(4) - 1}
	for a := 0; a < 3; a++ {
		q.Forbid = append(q.Forbid, uint64(r.n(8))&uint64(5+r.n(2)))
	}
	for k := r.n(4); k > 0; k-- {
		run := Run{Classes: uint64(1 + r.n(7)), Min: r.n(4), Max: r.n(4), MinPrice: 500, MaxPrice: int64(r.n(900)), Level: r.n(5),
			Before: r.n(5) * r.n(2), OpenStart: r.n(2) == 0, OpenEnd: r.n(2) == 0}
		if r.n(3) == 0 {
			run.Free, run.Classes = true, 0
		} else {
			run.Hard = r.n(2) == 0
		}
		q.Runs = append(q.Runs, run)
	}
	for k := r.n(3); k > 0; k-- {
		q.Totals = append(q.Totals, Total{Classes: uint64(1 + r.n(7)), Low: r.n(4), High: r.n(6) - 1, LowPrice: 400, HighPrice: 800,
			Hard: r.n(2) == 0, Level: r.n(5), Before: r.n(2) * r.n(4)})
	}
	if r.n(2) == 0 {
		q.Weekend = &WeekendRule{Max: r.n(2), Before: r.n(3), MaxPrice: 700, HalfPrice: 600, Hard: r.n(3) == 0, Level: r.n(5)}
	}
	return q
}

func TestRulesByDayFilledWronglyAreRefused(t *testing.T) {
	wrong := map[string]func(m *Model){
		"level":     func(m *Model) { m.Lines[0].Rules.Sequence = &Sequence{Runs: []Run{{Level: 9}}} },
		"free hard": func(m *Model) { m.Lines[0].Rules.Sequence = &Sequence{Runs: []Run{{Free: true, Max: 2, Hard: true}}} },
		"price":     func(m *Model) { m.Lines[0].Rules.Sequence = &Sequence{Totals: []Total{{HighPrice: -1}}} },
		"weekend":   func(m *Model) { m.Lines[0].Rules.Sequence = &Sequence{Weekend: &WeekendRule{HalfPrice: -1}} },
		"last":      func(m *Model) { m.Lines[0].Rules.Sequence = &Sequence{Last: MaxClasses} },
		"class":     func(m *Model) { m.Tasks[0].Class = MaxClasses },
		"want":      func(m *Model) { m.Tasks[0].Want, m.Tasks[0].WantLevel = 9, 9 },
		"wish":      func(m *Model) { m.Lines[0].Wishes = []Wish{{Tasks: []int32{1, 0}}} },
	}
	for name, spoil := range wrong {
		t.Run(name, func(t *testing.T) {
			m := worlds["plain: cover and hours only"].make(1)
			spoil(m)
			_, err := Native{}.Solve(t.Context(), m, Options{Steps: 1})
			require.Error(t, err)
		})
	}
}

// A line worked out by hand.
func TestRulesByDayCostWhatTheySay(t *testing.T) {
	m := &Model{Levels: []string{"cost"}, Grain: 60, Horizon: Span{0, 7 * 1440}, Weekends: []Span{{5 * 1440, 7 * 1440}}}
	for d := Minute(0); d <= 8; d++ {
		m.Days = append(m.Days, d*1440)
	}
	line := Line{Master: -1}
	for d := Minute(0); d < 7; d++ {
		m.Tasks = append(m.Tasks, Task{Span: Span{d * 1440, d*1440 + 480}, Whole: true, MinLen: 480, Group: -1, Class: uint8(d % 2), Want: 2, WantPrice: 1})
		line.Permits = append(line.Permits, Permit{Task: d, Spans: []Span{m.Tasks[d].Span}})
	}
	line.Rules.MaxWeekends = -1
	line.Wishes = []Wish{{Tasks: []int32{0, 1}, Taken: true, Price: 3}, {Tasks: []int32{2, 4}, Price: 5}}
	line.Rules.Sequence = &Sequence{
		Last: NoClass,
		Runs: []Run{
			{Classes: 3, Min: 3, Max: 2, MinPrice: 100, MaxPrice: 1000, Before: 1},
			{Free: true, Min: 3, MinPrice: 10_000, OpenEnd: true},
		},
		Totals:  []Total{{Classes: 1, Low: 4, High: -1, LowPrice: 100_000}},
		Weekend: &WeekendRule{HalfPrice: 1_000_000},
	}
	m.Lines = []Line{line}
	p := &Plan{Lines: make([][]Decision, 1)}
	for _, d := range []int32{0, 1, 3, 5} { // with the day before: runs of 3, 1 and 1; off for 1, 1 and 1
		p.Lines[0] = append(p.Lines[0], Decision{Task: d, Start: m.Tasks[d].From, End: m.Tasks[d].To})
	}
	want := int64(2*3+5) + 1*1000 + (2+2)*100 + (2+2)*10_000 + 3*100_000 + 1_000_000 + 7*2*480 - 4*480
	require.Equal(t, want, m.Evaluate(p)[0])
	w := newWalker(newBoard(m), 1)
	w.adopt(p)
	require.Equal(t, want, w.s.cost[0])
	require.Empty(t, m.Violations(p))
}
