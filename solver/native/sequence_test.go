package native

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/carerota/carerota/solver/native/internal/walk"
	"github.com/stretchr/testify/require"
)

func TestRulesByDayFilledWronglyAreRefused(t *testing.T) {
	wrong := map[string]func(m *solver.Model){
		"level": func(m *solver.Model) { m.Lines[0].Rules.Sequence = &solver.Sequence{Runs: []solver.Run{{Level: 9}}} },
		"free hard": func(m *solver.Model) {
			m.Lines[0].Rules.Sequence = &solver.Sequence{Runs: []solver.Run{{Free: true, Max: 2, Hard: true}}}
		},
		"price": func(m *solver.Model) {
			m.Lines[0].Rules.Sequence = &solver.Sequence{Totals: []solver.Total{{HighPrice: -1}}}
		},
		"weekend": func(m *solver.Model) {
			m.Lines[0].Rules.Sequence = &solver.Sequence{Weekend: &solver.WeekendRule{HalfPrice: -1}}
		},
		"last":  func(m *solver.Model) { m.Lines[0].Rules.Sequence = &solver.Sequence{Last: solver.MaxClasses} },
		"class": func(m *solver.Model) { m.Tasks[0].Class = solver.MaxClasses },
		"want":  func(m *solver.Model) { m.Tasks[0].Want, m.Tasks[0].WantLevel = 9, 9 },
		"wish":  func(m *solver.Model) { m.Lines[0].Wishes = []solver.Wish{{Tasks: []int32{1, 0}}} },
	}
	for name, spoil := range wrong {
		t.Run(name, func(t *testing.T) {
			m := toys.Kinds["plain: cover and hours only"].Make(1)
			spoil(m)
			_, err := Engine{}.Solve(t.Context(), m, solver.Options{Steps: 1})
			require.Error(t, err)
		})
	}
}

// A line worked out by hand.
func TestRulesByDayCostWhatTheySay(t *testing.T) {
	m := &solver.Model{Levels: []string{"cost"}, Grain: 60, Horizon: solver.Span{From: 0, To: 7 * 1440}, Weekends: []solver.Span{{From: 5 * 1440, To: 7 * 1440}}}
	for d := solver.Minute(0); d <= 8; d++ {
		m.Days = append(m.Days, d*1440)
	}
	line := solver.Line{Master: -1}
	for d := solver.Minute(0); d < 7; d++ {
		m.Tasks = append(m.Tasks, solver.Task{Span: solver.Span{From: d * 1440, To: d*1440 + 480}, Whole: true, MinLen: 480, Group: -1, Class: uint8(d % 2), Want: 2, WantPrice: 1})
		line.Permits = append(line.Permits, solver.Permit{Task: d, Spans: []solver.Span{m.Tasks[d].Span}})
	}
	line.Rules.MaxWeekends = -1
	line.Wishes = []solver.Wish{{Tasks: []int32{0, 1}, Taken: true, Price: 3}, {Tasks: []int32{2, 4}, Price: 5}}
	line.Rules.Sequence = &solver.Sequence{
		Last: solver.NoClass,
		Runs: []solver.Run{
			{Classes: 3, Min: 3, Max: 2, MinPrice: 100, MaxPrice: 1000, Before: 1},
			{Free: true, Min: 3, MinPrice: 10_000, OpenEnd: true},
		},
		Totals:  []solver.Total{{Classes: 1, Low: 4, High: -1, LowPrice: 100_000}},
		Weekend: &solver.WeekendRule{HalfPrice: 1_000_000},
	}
	m.Lines = []solver.Line{line}
	p := &solver.Plan{Lines: make([][]solver.Decision, 1)}
	for _, d := range []int32{0, 1, 3, 5} { // with the day before: runs of 3, 1 and 1; off for 1, 1 and 1
		p.Lines[0] = append(p.Lines[0], solver.Decision{Task: d, Start: m.Tasks[d].From, End: m.Tasks[d].To})
	}
	want := int64(2*3+5) + 1*1000 + (2+2)*100 + (2+2)*10_000 + 3*100_000 + 1_000_000 + 7*2*480 - 4*480
	require.Equal(t, want, m.Evaluate(p)[0])
	w := walk.New(board.New(t.Context(), m), 1)
	w.Adopt(p)
	require.Equal(t, want, w.State.Cost[0])
	require.Empty(t, m.Violations(p))
}
