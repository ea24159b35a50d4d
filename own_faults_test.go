package carerota_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/simulation"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// A panic in a rule, or in what is told of progress, is an error with its stack in every verb; so is
// a rule that is nil.
func TestPanicsOfOwnRulesAreErrors(t *testing.T) {
	p := village(0)
	r, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	s := r.Rota.Shifts[3]
	events := []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}}
	for _, in := range []string{"Name", "Build", "Legal", "Audit", "Price"} {
		rules := append(carerota.Rules(), faultyRule{in})
		o := carerota.Options{Rules: rules, Seed: 1, Threads: 2, Time: time.Second}
		verbs := map[string]func() error{
			"solve": func() error { _, err := carerota.Solve(t.Context(), p, o); return err },
			"complete": func() error {
				_, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: rules})
				return err
			},
			"repair": func() error {
				_, err := carerota.Repair(t.Context(), p, r.Rota, events, repair.Options{Rules: rules})
				return err
			},
			"advise": func() error { _, err := carerota.Advise(t.Context(), p, nil, advice.Options{Options: o}); return err },
		}
		if in != "Audit" && in != "Price" { // those verbs need no audit
			verbs["explain"] = func() error {
				return reasons.Explain(p, r, reasons.Question{At: s.Start.Add(time.Minute), Rules: rules}).Err
			}
			verbs["simulate"] = func() error {
				_, err := simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: simulation.Defaults(), Runs: 50, Threads: 2, Rules: rules})
				return err
			}
			verbs["desk"] = func() error { _, err := repair.NewDesk(p, r.Rota, rules...); return err }
		}
		for verb, do := range verbs {
			t.Run(verb+" "+in, func(t *testing.T) {
				began := time.Now()
				err := do()
				var p *solver.PanicError
				require.True(t, errors.As(err, &p), "%v", err)
				require.Contains(t, string(p.Stack), "own_rules_test.go")
				require.Less(t, time.Since(began), 30*time.Second)
			})
		}
	}
	o := quick
	o.Progress = func(carerota.Progress) { panic("a fault of the caller's") }
	_, err = carerota.Solve(t.Context(), p, o)
	require.ErrorContains(t, err, "Progress panicked: a fault of the caller's")
	_, err = simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: simulation.Defaults(), Runs: 64, Threads: 2, Progress: func(int, int) { panic("a fault of the caller's") }})
	require.ErrorContains(t, err, "Progress panicked: a fault of the caller's")
	few := village(0)
	few.Caps.MaxHoursWeek = scheduler.Hours(3)
	_, err = carerota.Advise(t.Context(), few, nil, advice.Options{Options: quick, TrialSteps: 500, Trials: 5, Say: func(string) { panic("a fault of the caller's") }})
	require.ErrorContains(t, err, "Say panicked: a fault of the caller's")
	fault := errors.New("a fault of the caller's")
	for name, ask := range map[string]func(o *carerota.Options){
		"Checkpoint": func(o *carerota.Options) { o.Checkpoint = func(*scheduler.Rota) { panic(fault) } },
		"Observe": func(o *carerota.Options) {
			o.Observe = func(context.Context, string) (context.Context, func(...solve.Figure)) { panic(fault) }
		},
	} {
		o := quick
		ask(&o)
		_, err = carerota.Solve(t.Context(), p, o)
		require.ErrorContains(t, err, name+" panicked: a fault of the caller's")
		require.ErrorIs(t, err, fault)
	}
	o = quick
	o.Rules = append(carerota.Rules(), nil)
	_, err = carerota.Solve(context.Background(), p, o)
	require.ErrorContains(t, err, "of the list is nil")
}

// A rule that leaves what no engine could search is an error that names it, in every verb.
func TestSpoiltModelsAreErrors(t *testing.T) {
	p := village(0)
	r, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	for name, spoil := range map[string]func(b *constraints.Builder){
		"a level too far":     func(b *constraints.Builder) { b.Tasks(1)[0].OverLevel = solver.MaxLevels },
		"a level below":       func(b *constraints.Builder) { b.Tasks(0)[1].WantLevel = -1 },
		"a price below":       func(b *constraints.Builder) { b.Tasks(0)[0].OverPrice = -7 },
		"a price too great":   func(b *constraints.Builder) { b.Tasks(0)[0].UnderPrice = 1 << 61 },
		"the sum too great":   func(b *constraints.Builder) { dear(b, 1<<49) },
		"no lines":            func(b *constraints.Builder) { b.Model().Lines = nil },
		"a task more":         func(b *constraints.Builder) { b.Model().Tasks = append(b.Model().Tasks, b.Model().Tasks[0]) },
		"a need out of range": func(b *constraints.Builder) { b.Tasks(0)[0].Need = -3 },
		"a sum at no level": func(b *constraints.Builder) {
			b.Sum(solver.Sum{Lines: []int32{0}, Span: b.Model().Horizon, Weight: [solver.NumModes]int64{1, 1, 1, 1}, Max: solver.NoLimit, HighPrice: 1, HighLevel: 70})
		},
	} {
		rules := append(carerota.Rules(), spoiling{spoil})
		o := quick
		o.Rules = rules
		for verb, do := range map[string]func() error{
			"solve": func() error { _, err := carerota.Solve(t.Context(), p, o); return err },
			"complete": func() error {
				_, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: rules})
				return err
			},
			"repair": func() error {
				_, err := carerota.Repair(t.Context(), p, r.Rota, nil, repair.Options{Rules: rules})
				return err
			},
			"advise": func() error { _, err := carerota.Advise(t.Context(), p, r, advice.Options{Options: o}); return err },
			"explain": func() error {
				return reasons.Explain(p, r, reasons.Question{At: r.Rota.Shifts[0].Start, Rules: rules}).Err
			},
		} {
			t.Run(name+", "+verb, func(t *testing.T) {
				require.ErrorContains(t, do(), `rule "spoiling"`)
			})
		}
	}
}

// dear prices what is short of every task.
func dear(b *constraints.Builder, price int64) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.UnderPrice, t.UnderLevel = price, 0
		}
	}
}

// spoiling is a rule that leaves what no engine could search.
type spoiling struct{ build func(b *constraints.Builder) }

func (spoiling) Name() string                   { return "spoiling" }
func (s spoiling) Build(b *constraints.Builder) { s.build(b) }

// Advice proposes nothing that a rule of one's own rules out.
func TestAdviceKeepsOwnRules(t *testing.T) {
	p := village(0)
	hours := scheduler.Hours(6)
	for i := range p.Workers {
		if slices.Contains([]string{"gil", "hal"}, p.Workers[i].ID) {
			caps := scheduler.HouseCaps()
			caps.MaxHoursWeek = hours
			p.Workers[i].Caps = &caps
		}
	}
	o := with(quick, barring("forbid", barred...))
	r, err := carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	require.InDelta(t, 42-12, r.Cover.UnderlapHours, 1e-9)
	a, err := carerota.Advise(t.Context(), p, r, advice.Options{Options: o, TrialSteps: 2000, Trials: 40})
	require.NoError(t, err)
	require.NotEmpty(t, a.Options)
	for _, option := range a.Options {
		for _, s := range option.Rota.Shifts {
			require.False(t, s.Client == "gwen" && slices.Contains(barred, s.Worker))
		}
	}
}

// A problem that was made from another may lack what a rule is about: what is said of nobody changes nothing.
func TestRulesOfWhatTheProblemLacks(t *testing.T) {
	p := village(1)
	plain, err := constraints.Compile(p, carerota.Rules())
	require.NoError(t, err)
	rules := append(carerota.Rules(), ownRule{"of nobody", func(b *constraints.Builder) {
		w, n := b.Worker("zed"), b.Need("none")
		if w >= 0 { // before
			return
		}
		require.Empty(t, b.Tasks(n))
		require.Equal(t, solver.NoTask, b.TaskOf(n, solver.Span{To: 60}))
		for _, pair := range [][2]int{{w, n}, {w, 0}, {0, n}} {
			b.Bar(pair[0], pair[1])
			b.Within(pair[0], pair[1])
			b.Holds(pair[0], pair[1], 0)
		}
		b.Away(w, solver.Span{To: 600})
		b.Offer(w)
		b.Reserve(w)
		b.LineRule(w, barredTasks{})
		b.Line(w).Rules.MinRest = 1
	}})
	before := village(1)
	before.Workers = append(before.Workers, scheduler.NewWorker("zed", "team"))
	before.Needs = append(before.Needs, before.Needs[0])
	before.Needs[len(before.Needs)-1].ID = "none"
	was, err := constraints.Compile(before, rules)
	require.NoError(t, err)
	c, err := constraints.Compile(p, was.With(rules))
	require.NoError(t, err)
	require.Equal(t, plain.Model, c.Model)
}

// drawnRule says something of everybody by chance: who may serve what and when, when somebody works at
// all, what is on a line, what costs extra.
func drawnRule(seed uint64) ownRule {
	return ownRule{"drawn", func(b *constraints.Builder) {
		r := rand.New(rand.NewPCG(seed, 31))
		span := func() solver.Span {
			from := solver.Minute(r.IntN(b.Problem.Days * 1440))
			return solver.Span{From: from, To: from + 60 + solver.Minute(r.IntN(2000))}
		}
		for w := range b.Problem.Workers {
			for n := range b.Problem.Needs {
				switch r.IntN(8) {
				case 0:
					b.Bar(w, n)
				case 1:
					b.Forbid(w, n, span(), span())
				case 2:
					b.Within(w, n, span(), solver.Span{From: 2000, To: 6000})
				case 3:
					tasks := map[int32]bool{}
					for _, t := range b.Tasks(n) {
						tasks[b.TaskOf(n, t.Span)] = r.IntN(2) == 0
					}
					b.LineRule(w, barredTasks{"drawn", tasks})
				}
			}
			switch r.IntN(6) {
			case 0:
				b.Away(w, span())
			case 1:
				b.Line(w).Rules.MaxLen[solver.Active] = 200
			case 2:
				all := make([]int32, len(b.Model().Tasks))
				for i := range all {
					all[i] = int32(i)
				}
				l := b.Line(w)
				l.Wishes = append(l.Wishes, solver.Wish{Tasks: all, Taken: true, Price: constraints.Money(3), Level: b.Level([]string{"money", "rides"}[r.IntN(2)])})
			}
		}
	}}
}

// Whatever a rule says of a drawn problem, the engine and the audit agree on the rota and its
// figures, what is named is allowed, and a rota mended after an absence keeps the rule.
func TestDrawnRulesHold(t *testing.T) {
	solved, mended, named := 0, 0, 0
	for seed := range uint64(70) {
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 29)))
		if len(validate.Problem(p)) > 0 || slices.ContainsFunc(p.Workers, func(w scheduler.Worker) bool { return len(w.Pinned) > 0 }) {
			continue
		}
		o := with(carerota.Options{Seed: seed, Threads: 1, Steps: 1000}, drawnRule(seed))
		r, err := carerota.Solve(t.Context(), p, o)
		require.NoError(t, err, "seed %d", seed)
		solved++
		c, err := constraints.Compile(p, o.Rules)
		require.NoError(t, err)
		require.Empty(t, c.Model.Violations(c.Plan(r.Rota)), "seed %d", seed)
		for i := range r.Rota.Shifts {
			s := &r.Rota.Shifts[i]
			if s.Kind == scheduler.Standby || s.Kind == scheduler.Shadow {
				continue
			}
			for _, b := range s.Backups {
				named++
				id := b.Worker
				w, n := c.Worker(id), c.Need(s.Need)
				in := solver.Span{From: c.Minute(s.Start), To: c.Minute(s.End)}
				spans, _ := c.Own().Times(w, n)
				require.True(t, slices.ContainsFunc(spans, func(x solver.Span) bool { return x.Meet(in).Len() > 0 }), "seed %d: %s for %v", seed, id, s)
				require.True(t, c.Own().Backs(w, n, in), "seed %d: %s for %v", seed, id, s)
			}
		}
		if len(r.Rota.Shifts) == 0 {
			continue
		}
		s := r.Rota.Shifts[int(seed)%len(r.Rota.Shifts)]
		fixed, err := carerota.Repair(t.Context(), p, r.Rota, []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}},
			repair.Options{Rules: o.Rules, Reported: s.Start.Add(-3 * time.Hour), Checks: 500})
		require.NoError(t, err, "seed %d", seed)
		mended++
		c, err = constraints.Compile(fixed.Problem, o.Rules)
		require.NoError(t, err)
		require.NoError(t, c.Own().Broken(c.Plan(fixed.Report.Rota)), "seed %d", seed)
	}
	t.Logf("%d solved, %d mended, %d named", solved, mended, named)
	require.Greater(t, mended, 20)
	require.Greater(t, named, 5)
}
