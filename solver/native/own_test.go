package native

import (
	"errors"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// atMost allows so many decisions in the tasks whose number leaves the rest.
type atMost struct{ most, of, rest int }

func (atMost) Name() string { return "at most" }

func (r atMost) Legal(line []solver.Decision) bool {
	n := 0
	for _, d := range line {
		if d.Task >= 0 && int(d.Task)%r.of == r.rest {
			n++
		}
	}
	return n <= r.most
}

// faulty panics on lines of several decisions.
type faulty struct{}

func (faulty) Name() string { return "faulty" }

func (faulty) Legal(line []solver.Decision) bool {
	if len(line) > 2 {
		panic("no such case")
	}
	return true
}

// apart is a model of so many parts, each of two lines and six tasks of an hour, in turn.
func apart(parts int, rules ...solver.LineRule) *solver.Model {
	m := &solver.Model{Levels: []string{"short", "money"}, Grain: 60, Horizon: solver.Span{To: 1440}, Days: []solver.Minute{0, 1440}, PayLevel: 1, Curves: []solver.Curve{{}}}
	for t := range parts * 6 {
		s := solver.Span{From: solver.Minute(t/parts) * 120, To: solver.Minute(t/parts)*120 + 60}
		m.Tasks = append(m.Tasks, solver.Task{Span: s, Need: 1, MinLen: 60, MaxLen: 60, UnderPrice: 1, Group: -1})
	}
	for l := range parts * 2 {
		line := solver.Line{Pool: -1, Master: -1}
		line.Rules.MaxWeekends, line.Rules.Custom = -1, rules
		for t := l % parts; t < len(m.Tasks); t += parts {
			line.Permits = append(line.Permits, solver.Permit{Task: int32(t), Spans: []solver.Span{m.Tasks[t].Span}})
		}
		m.Lines = append(m.Lines, line)
	}
	return m
}

// Rules that are functions hold in models that fall into parts, from a start that breaks them too.
func TestOwnRulesHoldInParts(t *testing.T) {
	m := apart(3, atMost{2, 2, 0}, atMost{1, 3, 1}) // of part 1, every task is of the second rule
	start := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
	for _, p := range m.Lines[1].Permits {
		start.Lines[1] = append(start.Lines[1], solver.Decision{Task: p.Task, Start: p.Spans[0].From, End: p.Spans[0].To})
	}
	require.NotEmpty(t, m.Violations(start))
	for _, from := range []*solver.Plan{nil, start} {
		r := checked(t, t.Context(), m, solver.Options{Seed: 1, Threads: 2, Steps: 20_000, Start: from})
		require.Equal(t, int64(4*60), r.Cost[0], "four of the six in part 1 cannot be covered, and all others can")
	}
}

// A panic in a rule or in Progress is an error with its stack, and the search ends.
func TestPanicsComeBackAsErrors(t *testing.T) {
	for _, row := range []struct {
		in string
		m  *solver.Model
		o  solver.Options
	}{
		{`rule "faulty"`, apart(3, faulty{}), solver.Options{Seed: 1, Threads: 2, Time: 20 * time.Second}},
		{`rule "faulty"`, apart(1, faulty{}), solver.Options{Seed: 1, Threads: 1, Steps: 1 << 40}},
		{"Progress", apart(3), solver.Options{Seed: 1, Threads: 2, Steps: 10_000, Progress: func(solver.Improvement) { panic("no such case") }}},
	} {
		began := time.Now()
		r, err := Engine{}.Solve(t.Context(), row.m, row.o)
		require.Nil(t, r)
		var p *solver.PanicError
		require.True(t, errors.As(err, &p))
		require.Equal(t, row.in, p.In)
		require.Equal(t, "no such case", p.Value)
		require.Contains(t, string(p.Stack), "own_test.go", "the stack says where")
		require.Less(t, time.Since(began), 15*time.Second)
	}
}
