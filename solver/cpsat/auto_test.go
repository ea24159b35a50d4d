package cpsat

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
)

// twice is the model two times over, side by side.
func twice(m *solver.Model) *solver.Model {
	c := *m
	n := int32(len(m.Tasks))
	c.Tasks = append(append([]solver.Task(nil), m.Tasks...), m.Tasks...)
	for _, l := range m.Lines {
		l.Permits = append([]solver.Permit(nil), l.Permits...)
		for i := range l.Permits {
			l.Permits[i].Task += n
		}
		c.Lines = append(c.Lines[:len(c.Lines):len(c.Lines)], l)
	}
	return &c
}

// combined calls f with each plan that takes one of the ways of each line.
func combined(ways [][][]solver.Decision, f func(*solver.Plan)) {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(ways))}
	var fill func(int)
	fill = func(l int) {
		if l == len(ways) {
			f(p)
			return
		}
		for _, way := range ways[l] {
			p.Lines[l] = way
			fill(l + 1)
		}
	}
	fill(0)
}

// Of all ways to put the lines of a pool together, tried one by one, CP-SAT
// finds the best that is legal, with hours over all lines limited and priced.
func TestLinesArePutTogetherAnew(t *testing.T) {
	found := ortools(t)
	better := 0
	for seed := range uint64(3) {
		m := small(4 + int(seed))
		week := m.Weeks[0].Span
		sum := solver.Sum{Span: week, Max: int64(50+10*seed) * 60 * solver.PartsPerMinute, High: 40 * 60 * solver.PartsPerMinute,
			HighPrice: 3.0 / solver.PartsPerMinute, HighLevel: 1}
		for l := range m.Lines {
			sum.Lines = append(sum.Lines, int32(l))
		}
		for k := range sum.Weight {
			sum.Weight[k] = solver.PartsPerMinute
		}
		m.Sums = append(m.Sums, sum)
		o := solver.Options{Seed: seed, Threads: 1, Steps: 20_000, Pool: solver.NewPool(m, 7)}
		_, err := native.Engine{}.Solve(t.Context(), m, o)
		require.NoError(t, err)
		start := &solver.Plan{}
		for l := range m.Lines { // not the best: the way that has been there for longest
			ways := o.Pool.Line(l)
			start.Lines = append(start.Lines, ways[len(ways)-1])
		}
		if len(m.Violations(start)) > 0 {
			start = &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
		}
		w, err := open(t.Context(), found, m, nil)
		require.NoError(t, err)
		r := &result{m: m, began: time.Now(), limit: time.Minute, plan: start, cost: m.Evaluate(start)}
		s := w.recombination(o.Pool, start, 1000)
		require.NotNil(t, s)
		best, plans := m.Evaluate(start), 0
		combined(s.ways, func(p *solver.Plan) {
			if c := m.Evaluate(p); c.Less(best) && len(m.Violations(p)) == 0 {
				best = c
			}
			plans++
		})
		require.Greater(t, plans, 1)
		if best.Less(r.cost) {
			better++
		}
		require.NoError(t, r.mix(t.Context(), w, solver.Options{Threads: 1, Pool: o.Pool}, 20*time.Second))
		w.close()
		require.Equal(t, best, r.cost, "seed %d, of %d plans", seed, plans)
		require.Empty(t, m.Violations(r.plan))
		require.Equal(t, r.cost, m.Evaluate(r.plan))
	}
	require.Positive(t, better)
}

// Parts that share nothing are proved apart, and what is proved of them adds up.
func TestPartsAreProvedApart(t *testing.T) {
	one, two := small(1), twice(small(1))
	o := solver.Options{Seed: 1, Threads: 1, Time: 20 * time.Second}
	e := Engine{Found: ortools(t)}
	single, err := e.Solve(t.Context(), one, o)
	require.NoError(t, err)
	require.True(t, single.Proved)
	for _, engine := range []solver.Engine{e, Auto{Say: func(err error) { t.Error(err) }}} {
		var seen []solver.Improvement
		o.Progress = func(p solver.Improvement) { seen = append(seen, p) }
		r, err := engine.Solve(t.Context(), two, o)
		require.NoError(t, err)
		require.True(t, r.Proved, engine.Name())
		require.Equal(t, single.Cost.Plus(single.Cost), r.Cost, engine.Name())
		require.Equal(t, r.Cost, two.Evaluate(r.Plan), engine.Name())
		require.Empty(t, two.Violations(r.Plan), engine.Name())
		require.Equal(t, word, r.By[1], "%s: what the cheapest rota costs no bound of the native engine tells", engine.Name())
		require.Equal(t, r.Cost, seen[len(seen)-1].Cost, engine.Name())
		for i := 1; i < len(seen); i++ {
			require.True(t, seen[i].Cost.Less(seen[i-1].Cost), "%s: progress goes back", engine.Name())
		}
	}
}

// script is an executable file in a folder of its own.
func script(t *testing.T, name, body string) string {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-ins are shell scripts")
	}
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o755))
	return path
}

// hello is a stand-in's first frame, that of OR-Tools 9.14.
const hello = `printf 'H\000\000\000\0049.14'; `

// Whatever CP-SAT's process does, auto comes out with a plan no worse than the
// native engine had when it turned to it, and says what went wrong.
func TestAutoKeepsThePlanWhenTheChildFails(t *testing.T) {
	for _, c := range []struct{ name, body, says string }{
		{"dies in mid-search", hello + "head -c 9 >/dev/null; kill -9 $$", "(signal: killed)"},
		{"refuses", hello + `head -c 9 >/dev/null; printf 'E\000\000\000\002no'; cat >/dev/null`, "no"},
		{"answers nonsense", hello + `head -c 9 >/dev/null; printf 'R\000\000\000\002\377\377'; cat >/dev/null`, "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(pathEnv, script(t, "python-stand-in", c.body))
			require.True(t, auto(t, 1, 4*time.Second, c.says, nil))
		})
	}
}

// auto has Auto solve a small model whose best the native engine cannot
// prove, and looks at what comes of it when CP-SAT fails. It says whether CP-SAT did.
func auto(t *testing.T, days int, limit time.Duration, says string, during func(over <-chan struct{})) bool {
	t.Helper()
	m := twice(small(days))
	var said []error
	var seen []solver.Improvement
	o := solver.Options{Seed: 1, Threads: 1, Time: limit, Progress: func(p solver.Improvement) { seen = append(seen, p) }}
	if during != nil {
		over := make(chan struct{})
		defer close(over)
		go during(over)
	}
	res, err := Auto{Say: func(err error) { said = append(said, err) }}.Solve(t.Context(), m, o)
	require.NoError(t, err)
	require.Empty(t, m.Violations(res.Plan))
	require.Equal(t, m.Evaluate(res.Plan), res.Cost)
	if len(said) == 0 {
		return false
	}
	require.Len(t, said, 1, "it is said once")
	require.ErrorContains(t, said[0], says)
	require.Equal(t, [solver.MaxLevels]string{}, res.By)
	for _, p := range seen {
		require.False(t, p.Cost.Less(res.Cost), "a better plan had been there")
	}
	return true
}

// The same with OR-Tools itself, killed while it searches.
func TestAutoKeepsThePlanWhenOrToolsIsKilled(t *testing.T) {
	ortools(t)
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("this system does not say which children there are")
	}
	kill := func(over <-chan struct{}) {
		for {
			select {
			case <-over:
				return
			case <-time.After(time.Millisecond):
			}
			for _, pid := range children() {
				if p, err := os.FindProcess(pid); err == nil && processorTime(pid) > 300*time.Millisecond {
					_ = p.Kill() // it may have ended by itself
				}
			}
		}
	}
	// On a busy machine its time may be up before it has searched.
	limit := 6 * time.Second
	for !auto(t, 4, limit, "ended in mid-search (signal: killed)", kill) {
		require.Less(t, limit, time.Minute, "it is never killed")
		limit *= 2
	}
}

// processorTime is how long a process has been on processors: one that is being loaded not for long.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 12 {
		return 0
	}
	ticks, _ := strconv.Atoi(fields[11]) // hundredths of a second
	return time.Duration(ticks) * time.Second / 100
}

// A claim that no plan is as good as one that is there is not believed.
func TestAFalseProofIsNotBelieved(t *testing.T) {
	m := small(2)
	start, err := native.Engine{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 20_000})
	require.NoError(t, err)
	w := &workshop{m: m, chooser: native.NewChooser(m)}
	for _, c := range []struct {
		name  string
		bound float64
		bad   bool
	}{{"a sound bound", 0.5, false}, {"a bound above the plan", 1e15, true}} {
		t.Run(c.name, func(t *testing.T) {
			r := &result{m: m, began: time.Now(), limit: time.Second, plan: start.Plan, cost: start.Cost}
			w.child = answering(t, func() []byte {
				b := protowire.AppendTag(nil, responseStatus, protowire.VarintType)
				b = protowire.AppendVarint(b, uint64(unknown+2))
				b = protowire.AppendTag(b, responseBound, protowire.Fixed64Type)
				b = protowire.AppendFixed64(b, math.Float64bits(c.bound))
				return packed(b, responseSolution, translate(m, w.everything(mostChoices, start.Plan)).taken(start.Plan))
			})
			err := r.whole(t.Context(), w, solver.Options{Threads: 1}, mostChoices, time.Now().Add(time.Second))
			if !c.bad {
				require.NoError(t, err)
				require.Equal(t, m.Tasks[0].UnderPrice*60, r.bound[0], "half a step of 60 rounded up to one")
				return
			}
			require.ErrorIs(t, err, errFalse)
			require.Equal(t, solver.Cost{}, r.bound)
			require.Equal(t, start.Cost, r.cost)
		})
	}
}

// taken are the values of all variables that CP-SAT would give for a plan, as far as the plan's choices go.
func (t *translation) taken(p *solver.Plan) []int64 {
	values := t.valuesOf(p)
	for i := range values {
		values[i] = max(0, values[i])
	}
	return values
}

// answering is a child that gives one answer to whatever it is asked.
func answering(t *testing.T, answer func() []byte) *child {
	asked, in := io.Pipe()
	out, answers := io.Pipe()
	t.Cleanup(func() { _, _ = in.Close(), answers.Close() }) // pipes in memory
	go func() {
		for {
			if _, _, err := readFrame(asked); err != nil {
				return
			}
			if writeFrame(answers, frameReply, answer()) != nil {
				return
			}
		}
	}()
	return &child{in: in, out: bufio.NewReader(out), errs: &tail{}}
}
