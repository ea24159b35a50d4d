package cpsat

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	Main()
	os.Exit(m.Run())
}

// ortools is the OR-Tools of this machine; without one the test is skipped.
func ortools(t *testing.T) *Found {
	t.Helper()
	f, err := Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	return f
}

func TestSmallestProgram(t *testing.T) {
	c, err := start(t.Context(), ortools(t).place)
	require.NoError(t, err)
	defer c.close()
	p := newProgram()
	x, y := p.boolean(), p.variable(0, 10)
	var s, o sum
	s.term(x, 3)
	s.term(y, 1)
	p.atMost(s, 7)
	o.term(x, -5)
	o.term(y, -1)
	for range 3 {
		r, err := c.solve(t.Context(), parameters{seed: 1, seconds: 10, workers: 1}, p.message(&o, hint{}))
		require.NoError(t, err)
		require.Equal(t, optimal, r.status)
		require.Equal(t, []int64{1, 1, 4}, r.values)
		require.InDelta(t, -9, r.bound, 1e-9)
	}
}

// hard is a program that takes longer than any test: Cornuéjols and Dawande's
// market split (IPCO 1998), six sums of fifty that must each come to half,
// which neither presolve nor relaxation refutes.
func hard() *program {
	p := newProgram()
	var in [50]int32
	for i := range in {
		in[i] = p.boolean()
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 6 {
		var s sum
		var all int64
		for _, x := range in {
			c := r.Int64N(100)
			all += c
			s.term(x, c)
		}
		p.between(s, all/2, all/2)
	}
	return p
}

func TestKilledChildIsAnError(t *testing.T) {
	c, err := start(t.Context(), ortools(t).place)
	require.NoError(t, err)
	time.AfterFunc(300*time.Millisecond, c.kill)
	_, err = c.solve(t.Context(), parameters{seconds: 60, workers: 1}, hard().message(nil, hint{}))
	require.ErrorContains(t, err, "ended in mid-search (signal: killed)")
}

func TestCancelledSearchComesBack(t *testing.T) {
	c, err := start(t.Context(), ortools(t).place)
	require.NoError(t, err)
	defer c.close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	r, err := c.solve(ctx, parameters{seconds: 600, workers: 1}, hard().message(nil, hint{}))
	require.NoError(t, err)
	require.Equal(t, unknown, r.status)
}

func TestBytesThatAreNoModelAreAnError(t *testing.T) {
	c, err := start(t.Context(), ortools(t).place)
	require.NoError(t, err)
	defer c.close()
	_, err = c.solve(t.Context(), parameters{seconds: 5, workers: 1}, []byte{0xff, 0xff, 0xff})
	require.ErrorContains(t, err, "ended in mid-search")
}

// The package of Python is driven where the library has no C interface.
func TestPythonPackage(t *testing.T) {
	f := ortools(t)
	python, _, found := strings.Cut(f.Where, "/lib/python3")
	if python += "/bin/python3"; !found || !exists(python) {
		t.Skip("the OR-Tools found is not of a Python beside it")
	}
	c, err := start(t.Context(), place{python: python})
	require.NoError(t, err)
	defer c.close()
	p := newProgram()
	var o sum
	o.term(p.boolean(), -5)
	r, err := c.solve(t.Context(), parameters{seed: 1, seconds: 10, workers: 1}, p.message(&o, hint{}))
	require.NoError(t, err)
	require.Equal(t, optimal, r.status)
	require.Equal(t, []int64{1, 1}, r.values)
}

// small is a model of a task a day, up to seven.
func small(days int) *solver.Model {
	m := &solver.Model{Levels: []string{"short", "money"}, Grain: 60, Horizon: solver.Span{To: 7 * 1440}, PayLevel: 1,
		Weeks: []solver.Week{{Span: solver.Span{To: 7 * 1440}, Whole: true}}}
	for d := range solver.Minute(10) {
		m.Days = append(m.Days, (d-1)*1440)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for d := range solver.Minute(days) {
		m.Tasks = append(m.Tasks, solver.Task{Span: solver.Span{From: d*1440 + 480, To: d*1440 + 1200}, Need: 2, MinLen: 240, Group: -1, UnderPrice: 1})
	}
	for range 3 {
		l := solver.Line{Master: -1, Rules: solver.Rules{MinRest: 660, MaxSpell: 600, MaxWeekends: -1, WeeklyRest: 1440, MaxDaysRun: 4}}
		for k := range m.Tasks {
			l.Permits = append(l.Permits, solver.Permit{Task: int32(k), Spans: []solver.Span{m.Tasks[k].Span}})
		}
		l.Pay[solver.Active] = solver.Wage{Rate: float64(100 + r.IntN(50)), Factor: 1}
		m.Lines = append(m.Lines, l)
	}
	return m
}

// What is wrong with an OR-Tools is said, and costs auto nothing.
func TestBadOrTools(t *testing.T) {
	dir := t.TempDir()
	script := func(name, body string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o755))
		return path
	}
	noLibrary := filepath.Join(dir, "libortools.so")
	require.NoError(t, os.WriteFile(noLibrary, []byte("no library"), 0o644))
	if runtime.GOOS == "windows" {
		t.Skip("the stand-ins are shell scripts")
	}
	for _, c := range []struct{ name, at, says string }{
		{"missing", filepath.Join(dir, "nowhere"), "OR-Tools is not found"},
		{"no library", noLibrary, "cannot be loaded"},
		{"dies at once", script("python-dies", "exit 3"), "ended before it was ready (exit status 3)"},
		{"too old", script("python-old", `printf 'H\000\000\000\0049.10'; cat >/dev/null`), "is OR-Tools 9.10: OR-Tools is older than 9.14"},
		{"library without the interface", libc(), "lacks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.at == "" {
				t.Skip("no C library where it was looked for")
			}
			t.Setenv(pathEnv, c.at)
			_, err := Find(t.Context())
			require.ErrorContains(t, err, c.says)
			require.ErrorContains(t, err, "pip install ortools")
			o := solver.Options{Seed: 1, Threads: 1, Time: 200 * time.Millisecond}
			m := small(1)
			_, err = Engine{}.Solve(t.Context(), m, o)
			require.ErrorContains(t, err, c.says)
			res, err := Auto{}.Solve(t.Context(), m, o)
			require.NoError(t, err)
			require.Empty(t, m.Violations(res.Plan))
			require.Equal(t, m.Evaluate(res.Plan), res.Cost)
			native, err := native.Engine{}.Solve(t.Context(), m, o)
			require.NoError(t, err)
			require.Equal(t, native.Cost, res.Cost)
		})
	}
}

func libc() string {
	for _, folder := range systemFolders() {
		if at := filepath.Join(folder, "libc.so.6"); exists(at) {
			return at
		}
	}
	if at := "/lib/x86_64-linux-gnu/libc.so.6"; exists(at) {
		return at
	}
	return ""
}

// Nothing is left of solves: no goroutine, no open file, no child, no memory.
func TestNothingIsLeftBehind(t *testing.T) {
	e := Engine{Found: ortools(t)}
	m := small(1)
	o := solver.Options{Seed: 1, Threads: 1, Time: 20 * time.Second}
	solve := func() {
		res, err := e.Solve(t.Context(), m, o)
		require.NoError(t, err)
		require.True(t, res.Proved)
	}
	solve()
	files, children, goroutines, memory := openFiles(), childrenOf(), runtime.NumGoroutine(), held()
	for range leaks() {
		solve()
	}
	require.Less(t, held(), memory+1<<20)
	require.Equal(t, children, childrenOf())
	require.Equal(t, files, openFiles())
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
}

// leaks is how many solves are looked at; ENGINES_SOLVES asks for more.
func leaks() (n int) {
	if _, err := fmt.Sscan(os.Getenv("ENGINES_SOLVES"), &n); err != nil {
		return 6
	}
	return n
}

// held is how many bytes of memory this process has in use.
func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// openFiles is how many files this process holds open, childrenOf how many
// children it has; both 0 where the system does not say.
func openFiles() int {
	all, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(all)
}

func childrenOf() int { return len(children()) }

func children() (pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is sound
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(stat), ") ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == fmt.Sprint(os.Getpid()) {
			var pid int
			if _, err := fmt.Sscan(string(stat), &pid); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}
