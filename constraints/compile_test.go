package constraints_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// TestCompileIsDeterministic compiles twice and finds the same model.
func TestCompileIsDeterministic(t *testing.T) {
	for seed := range uint64(20) {
		d := &drawer{rand.New(rand.NewPCG(seed, 8))}
		p := d.problem(t)
		first, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		second, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		require.Equal(t, first.Model, second.Model)
	}
}

// TestOrderOfWorkers puts the workers in another order: their lines are in
// that order, and nothing else changes.
func TestOrderOfWorkers(t *testing.T) {
	for seed := range uint64(20) {
		d := &drawer{rand.New(rand.NewPCG(seed, 9))}
		p := d.problem(t)
		p.From = made(t, p, seed)
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		q, order := *p, d.Perm(len(p.Workers))
		q.Workers = nil
		for _, w := range order {
			q.Workers = append(q.Workers, p.Workers[w])
		}
		other, err := constraints.Compile(&q, rules())
		require.NoError(t, err)
		require.Equal(t, c.Model.Tasks, other.Model.Tasks)
		require.Equal(t, c.Model.Curves, other.Model.Curves)
		to := make([]int32, len(order)) // the new number of each line
		for now, before := range order {
			to[before] = int32(now)
		}
		for w, line := range c.Model.Lines {
			if line.Master >= 0 {
				line.Master = to[line.Master]
			}
			require.Equal(t, line, other.Model.Lines[to[w]])
			require.Equal(t, c.Model.Base.Lines[w], other.Model.Base.Lines[to[w]])
		}
		require.ElementsMatch(t, sums(c.Model, to), sums(other.Model, nil))
	}
}

// sums writes the model's sums and spreads with their lines as numbered by to, in order.
func sums(m *solver.Model, to []int32) (out []string) {
	number := func(l int32) int32 {
		if to == nil {
			return l
		}
		return to[l]
	}
	for _, s := range m.Sums {
		var lines []string
		for i, l := range s.Lines {
			own := s.Weight
			if s.Own != nil {
				own = s.Own[i]
			}
			lines = append(lines, fmt.Sprint(number(l), own))
		}
		slices.Sort(lines)
		s.Lines, s.Own = nil, nil
		out = append(out, fmt.Sprint(lines, s))
	}
	for _, s := range m.Spreads {
		var lines []string
		for i, l := range s.Lines {
			lines = append(lines, fmt.Sprint(number(l), s.Weight[i], s.Scale[i]))
		}
		slices.Sort(lines)
		s.Lines, s.Weight, s.Scale = nil, nil, nil
		out = append(out, fmt.Sprint(lines, s))
	}
	return out
}

// TestModelIsInOrder checks what the engine takes for granted.
func TestModelIsInOrder(t *testing.T) {
	for seed := range uint64(30) {
		d := &drawer{rand.New(rand.NewPCG(seed, 10))}
		p := d.problem(t)
		d.pin(p, made(t, p, seed))
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		m := c.Model
		for l := range m.Lines {
			line := &m.Lines[l]
			require.True(t, slices.IsSortedFunc(line.Permits, func(x, y solver.Permit) int { return cmp.Compare(x.Task, y.Task) }))
			for _, permit := range line.Permits {
				task := &m.Tasks[permit.Task]
				apart(t, permit.Spans, task.Span)
				if line.Master < 0 {
					require.Len(t, permit.Holds, len(task.Among))
				}
				for _, held := range permit.Holds {
					apart(t, held, task.Span)
				}
			}
			apart(t, line.Reserve, solver.Span{From: 0, To: m.Days[len(m.Days)-1]})
			require.True(t, line.Master < 0 || line.Reserve == nil)
			require.True(t, p.Contingency.Standby > 0 || line.Reserve == nil)
			for _, decisions := range [][]solver.Decision{line.Past, line.Fixed} {
				require.True(t, slices.IsSortedFunc(decisions, func(x, y solver.Decision) int { return cmp.Compare(x.Start, y.Start) }))
			}
		}
	}
}

// apart checks that spans ascend, do not touch, and lie in the whole.
func apart(t *testing.T, spans []solver.Span, whole solver.Span) {
	t.Helper()
	for i, s := range spans {
		require.Positive(t, s.Len())
		require.True(t, whole.Contains(s), "%v in %v", s, whole)
		require.True(t, i == 0 || spans[i-1].To < s.From, "%v", spans)
	}
}

// TestPermits says for whom which permits are left.
func TestPermits(t *testing.T) {
	permits := func(p *scheduler.Problem, worker int) int {
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		return len(c.Model.Lines[worker].Permits)
	}
	p := home(t)
	p.Needs = p.Needs[2:3] // sleep-ins, whole
	require.Equal(t, 14, permits(p, 0))
	p.Workers[0].AlwaysAvailable = false
	p.Workers[0].Available = []scheduler.Window{{Days: scheduler.Daily(), From: 22 * h, To: 2 * h}}
	require.Zero(t, permits(p, 0), "no sleep-in fits into the window")
	require.Zero(t, permits(p, 4), "and the trainee has nobody to shadow")
	p.Contingency.Standby = 1
	require.Equal(t, 14, permits(p, 0), "but on standby she can replace others at times")
	p.Workers[0].Standby = false
	require.Zero(t, permits(p, 0))
}

// BenchmarkCompile compiles a big agency's four weeks: 800 clients in teams of
// 16 with 41 workers each, 2,000 workers in all.
func BenchmarkCompile(b *testing.B) {
	p := agency(b)
	for b.Loop() {
		c, err := constraints.Compile(p, rules())
		require.NoError(b, err)
		b.ReportMetric(float64(len(c.Model.Tasks)), "tasks")
		n := 0
		for i := range c.Model.Lines {
			n += len(c.Model.Lines[i].Permits)
		}
		b.ReportMetric(float64(n), "permits")
		b.ReportMetric(float64(len(c.Model.Sums)), "sums")
	}
}

func agency(t testing.TB) *scheduler.Problem {
	p := home(t)
	house := scheduler.HouseCaps()
	p.Caps, p.Days, p.Objective.NewFace, p.Contingency.Standby = house, 28, 30, 1
	p.Clients, p.Needs, p.Workers = nil, nil, nil
	for w := range 2000 {
		worker := scheduler.NewWorker(fmt.Sprint("w", w), pickOf(w, "team", "agency"), fmt.Sprint("team", w%50))
		worker.AlwaysAvailable = w%3 > 0
		worker.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 7 * h, To: 23 * h}, {Days: scheduler.On(time.Friday, time.Saturday), From: 20 * h, To: 9 * h}}
		worker.GuaranteedHoursWeek, worker.Rate = 20, 12
		p.Workers = append(p.Workers, worker)
	}
	for c := range 800 {
		id := fmt.Sprint("c", c)
		p.Clients = append(p.Clients, scheduler.Client{ID: id, Known: []string{fmt.Sprint("w", c)}})
		for n, from := range []time.Duration{7, 15, 23} {
			need := scheduler.NewNeed(fmt.Sprint(id, "-", n), id, scheduler.Daily(), from*h, (from+8)%24*h)
			need.Skills, need.Whole = []string{fmt.Sprint("team", c%50)}, n == 2
			p.Needs = append(p.Needs, need)
		}
	}
	return p
}

func pickOf[T any](i int, from ...T) T { return from[i%len(from)] }

// TestEverySumKnowsItsRules holds each sum against what the rules that made it ask alone.
func TestEverySumKnowsItsRules(t *testing.T) {
	joined, made := 0, map[string]int{}
	for seed := range uint64(60) {
		d := &drawer{rand.New(rand.NewPCG(seed, 12))}
		p := d.problem(t)
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		alone := map[string][]solver.Sum{} // by rule: its sums without the others'
		at := slices.IndexFunc(rules(), func(r constraints.Rule) bool { return r.Name() == "worked" })
		require.GreaterOrEqual(t, at, 0)
		for _, r := range rules() {
			one, err := constraints.Compile(p, []constraints.Rule{rules()[at], r})
			require.NoError(t, err)
			alone[r.Name()] = one.Model.Sums
		}
		for i := range c.Model.Sums {
			s, most := &c.Model.Sums[i], int64(solver.NoLimit)
			origins := c.Origin(i)
			require.NotEmpty(t, origins)
			for _, o := range origins {
				most = min(most, o.Max)
				made[o.Rule]++
				require.True(t, slices.ContainsFunc(alone[o.Rule], func(x solver.Sum) bool {
					return x.Span == s.Span && x.Weight == s.Weight && slices.Equal(x.Lines, s.Lines)
				}), "seed %d: %v is none of %q", seed, s, o.Rule)
			}
			require.Equal(t, s.Max, most)
			if len(origins) > 1 {
				joined++
			}
		}
		for _, sums := range alone {
			for _, x := range sums {
				require.True(t, slices.ContainsFunc(c.Model.Sums, func(s solver.Sum) bool {
					return x.Span == s.Span && x.Weight == s.Weight && slices.Equal(x.Lines, s.Lines)
				}))
			}
		}
	}
	require.Positive(t, joined)
	for _, rule := range []string{constraints.RuleHours, constraints.RuleCeiling, "guaranteed hours", "headroom"} {
		require.Positive(t, made[rule], rule)
	}
}
