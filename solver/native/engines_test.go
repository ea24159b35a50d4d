package native_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	cpsat.Main()
	os.Exit(m.Run())
}

// ortools is CP-SAT; without OR-Tools on this machine the test is skipped.
func ortools(t *testing.T) cpsat.Engine {
	t.Helper()
	f, err := cpsat.Find(t.Context())
	if err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	return cpsat.Engine{Found: f}
}

// fixed is the plan of nothing but what is fixed.
func fixed(m *solver.Model) *solver.Plan {
	p := &solver.Plan{}
	for l := range m.Lines {
		p.Lines = append(p.Lines, m.Lines[l].Fixed)
	}
	return p
}

// Every plan tried one by one, and CP-SAT, agree on the best at every level;
// the native engine is never better and its bounds are never above.
func TestEnginesAgreeOnSmallModels(t *testing.T) {
	cp := ortools(t)
	models, seed := 20, uint64(9)
	if n, err := strconv.Atoi(os.Getenv("ENGINES_MODELS")); err == nil { // a longer run, with models of its own
		models, seed = n, uint64(n)
	}
	r := rand.New(rand.NewPCG(3, seed))
	tried, same, proved := 0, 0, 0
	for k := 0; tried < models; k++ {
		m := toys.RandomTiny(r)
		if k%3 > 0 {
			toys.Spice(r, m)
		}
		if m.Check() != nil || len(m.Violations(fixed(m))) > 0 {
			continue
		}
		var best solver.Cost
		var plan *solver.Plan
		plans := 0
		if !toys.EveryLegalPlan(m, 3000, func(p *solver.Plan) {
			if c := m.Evaluate(p); plans == 0 || c.Less(best) {
				best, plan = c, p.Clone()
			}
			plans++
		}) {
			continue
		}
		tried++
		res, err := cp.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Time: 20 * time.Second})
		require.NoError(t, err, "model %d\n%s", k, toys.Show(m))
		require.Equal(t, best, res.Cost, "model %d\n%s%v", k, toys.Show(m), plan)
		if res.Proved {
			proved++
		}
		for l := range best {
			require.LessOrEqual(t, res.Bound[l], best[l], "model %d, level %d", k, l)
		}
		native, err := native.Engine{}.Solve(t.Context(), m, solver.Options{Seed: 1, Threads: 1, Steps: 3000})
		require.NoError(t, err)
		require.False(t, native.Cost.Less(best), "model %d", k)
		for l := range best {
			if native.Bound[l] > best[l] {
				t.Errorf("model %d, level %d: native bound %v above the best %v", k, l, native.Bound, best)
			}
			if best[l] != native.Bound[l] {
				break
			}
		}
		if native.Cost == best {
			same++
		}
	}
	t.Logf("%d models; CP-SAT proved %d, native found the best of %d", tried, proved, same)
}

// still is the model with the plan fixed and nothing else to be had.
func still(m *solver.Model, p *solver.Plan) *solver.Model {
	c := *m
	c.Lines = append([]solver.Line(nil), m.Lines...)
	for l := range c.Lines {
		line := &c.Lines[l]
		line.Fixed = nil
		for _, d := range p.Lines[l] {
			d.Fixed = true
			line.Fixed = append(line.Fixed, d)
		}
		line.Rules.MaxLen = [solver.NumModes]solver.Minute{solver.Active: 1, solver.Passive: 1, solver.Beside: 1}
		line.Reserve = nil
	}
	return &c
}

// Of a plan that stands, with every rule in play, CP-SAT's figures are those
// of plain evaluation; a plan with a decision that breaks a rule it refuses.
func TestCPSATReadsEveryRule(t *testing.T) {
	cp := ortools(t)
	r := rand.New(rand.NewPCG(5, 5))
	legal, broken, proved := 0, 0, 0
	const seed = 1
	for _, name := range toys.Worlds() {
		m := toys.World(name, seed)
		p := native.Wander(m, seed, 600)
		o := solver.Options{Seed: 1, Threads: 1, Time: 20 * time.Second}
		res, err := cp.Solve(t.Context(), still(m, p), o)
		require.NoError(t, err, "%s", name)
		require.Equal(t, m.Evaluate(p), res.Cost, "%s", name)
		near := true
		for l := range m.Levels {
			require.LessOrEqual(t, res.Bound[l], res.Cost[l], "%s, level %d", name, l)
			near = near && res.Cost[l]-res.Bound[l] <= 40 // by rounding
		}
		if legal++; near {
			proved++
		}
		// One decision more, taken from another plan.
		other := native.Wander(m, seed+100, 600)
		l := r.IntN(len(m.Lines))
		q := p.Clone()
		if len(other.Lines[l]) == 0 {
			continue
		}
		q.Lines[l] = append(q.Lines[l], other.Lines[l][r.IntN(len(other.Lines[l]))])
		slices.SortFunc(q.Lines[l], func(a, b solver.Decision) int { return int(a.Start - b.Start) })
		s := still(m, q)
		res, err = cp.Solve(t.Context(), s, o)
		if bad := s.Violations(fixed(s)); len(bad) == 0 {
			require.NoError(t, err, "%s", name)
			require.Equal(t, s.Evaluate(q), res.Cost, "%s", name)
		} else if broken++; err == nil {
			t.Errorf("%s: %v pass", name, bad)
		}
	}
	t.Logf("%d plans, %d of them proved to cost what they do, %d of them spoilt", legal, proved, broken)
	require.Greater(t, proved*2, legal)
}

// From a plan on, CP-SAT comes to one that is legal and no worse, by windows
// where the whole is too much; and the two engines together to one no worse
// than the native engine's bounds allow.
func TestCPSATGoesOnFromAPlan(t *testing.T) {
	cp := ortools(t)
	for _, name := range []string{"a trainee", "backup with among attributes, other pools", "rules by day and all else"} {
		m := toys.World(name, 1)
		start := native.Wander(m, 1, 300)
		before := m.Evaluate(start)
		for _, engine := range []solver.Engine{cp, cpsat.Auto{Say: func(err error) { t.Errorf("%s: %v", name, err) }}} {
			var seen []solver.Cost
			o := solver.Options{Seed: 1, Threads: 1, Time: 2 * time.Second, Start: start,
				Progress: func(p solver.Improvement) { seen = append(seen, p.Cost) }}
			res, err := engine.Solve(t.Context(), m, o)
			require.NoError(t, err, "%s, %s", name, engine.Name())
			require.Empty(t, m.Violations(res.Plan), "%s, %s", name, engine.Name())
			require.Equal(t, m.Evaluate(res.Plan), res.Cost, "%s, %s", name, engine.Name())
			require.False(t, before.Less(res.Cost), "%s, %s", name, engine.Name())
			for i := 1; i < len(seen); i++ {
				require.True(t, seen[i].Less(seen[i-1]), "%s, %s: progress goes back", name, engine.Name())
			}
		}
	}
}
