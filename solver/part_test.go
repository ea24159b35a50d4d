package solver_test

import (
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// seen is a rule that keeps what it is shown, and allows lines without its task.
type seen struct {
	barred int32
	tasks  *[]int32
}

func (seen) Name() string { return "seen" }

func (r seen) Legal(line []solver.Decision) bool {
	for _, d := range line {
		*r.tasks = append(*r.tasks, d.Task)
	}
	return !slices.ContainsFunc(line, func(d solver.Decision) bool { return d.Task == r.barred })
}

// islands is a model of lines that share no task: line l may serve the tasks l, l+n, l+2n...
func islands(n, each int, rule func(l int) solver.LineRule) *solver.Model {
	m := &solver.Model{Levels: []string{"short", "money"}, Grain: 60, Horizon: solver.Span{To: 1440}, Days: []solver.Minute{0, 1440}, PayLevel: 1, Curves: []solver.Curve{{}}}
	for t := range n * each {
		s := solver.Span{From: solver.Minute(t/n) * 120, To: solver.Minute(t/n)*120 + 60}
		m.Tasks = append(m.Tasks, solver.Task{Span: s, Need: 1, MinLen: 60, MaxLen: 60, Whole: true, UnderPrice: 1, Group: -1})
	}
	for l := range n {
		line := solver.Line{Pool: -1, Master: -1}
		line.Rules.MaxWeekends = -1
		for t := l; t < n*each; t += n {
			line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
		}
		if r := rule(l); r != nil {
			line.Rules.Custom = []solver.LineRule{r}
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

// A rule that is a function is shown the tasks by the numbers of the whole model, in parts, in
// parts of parts and in parts that are put together again.
func TestPartsShowRulesTheWholesNumbers(t *testing.T) {
	var shown []int32
	m := islands(4, 3, func(l int) solver.LineRule { return seen{int32(l + 4), &shown} })
	parts := solver.Split(m)
	require.Len(t, parts, 4)
	joined := solver.Join(m, []solver.Part{parts[1], parts[3]})
	again := solver.Split(joined.Model)
	require.Len(t, again, 2)
	for _, row := range []struct {
		name string
		line *solver.Line
		want []int32 // by number in the part
	}{
		{"a part", &parts[2].Model.Lines[0], []int32{2, 6, 10}},
		{"two together", &joined.Model.Lines[1], []int32{1, 3, 5, 7, 9, 11}},
		{"a part of those", &again[1].Model.Lines[0], []int32{3, 7, 11}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for own, whole := range row.want {
				shown = nil
				line := []solver.Decision{{Task: solver.NoTask, Start: -60, End: -30, Fixed: true}, {Task: int32(own), End: 60}}
				row.line.Rules.Custom[0].Legal(line)
				require.Equal(t, []int32{solver.NoTask, whole}, shown)
				require.Equal(t, int32(own), line[1].Task, "the line is only read")
			}
		})
	}
	whole := solver.Join(m, parts)
	require.Equal(t, m.Lines[0].Rules.Custom, whole.Model.Lines[0].Rules.Custom, "with the same numbers nothing is in between")
}
