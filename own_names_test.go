package carerota_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/simulation"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// verbs are the verbs that take rules, over a rota that stands.
func verbs(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o carerota.Options) map[string]func() error {
	s := r.Rota.Shifts[3]
	ill := []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}}
	return map[string]func() error{
		"solve":  func() error { _, err := carerota.Solve(ctx, p, o); return err },
		"search": func() error { _, err := solve.Search(ctx, p, o); return err },
		"complete": func() error {
			_, err := carerota.Complete(ctx, p, r.Rota, carerota.CompleteOptions{Rules: o.Rules})
			return err
		},
		"finish": func() error { return solve.Finish(ctx, p, r, carerota.CompleteOptions{Rules: o.Rules}) },
		"repair": func() error {
			_, err := carerota.Repair(ctx, p, r.Rota, ill, repair.Options{Rules: o.Rules})
			return err
		},
		"advise": func() error { _, err := carerota.Advise(ctx, p, r, advice.Options{Options: o, Trials: 1}); return err },
		"simulate": func() error {
			_, err := simulation.Run(ctx, p, r.Rota, simulation.Options{Settings: simulation.Defaults(), Runs: 2, Threads: 1, Rules: o.Rules})
			return err
		},
		"desk": func() error { _, err := repair.NewDesk(p, r.Rota, o.Rules...); return err },
		"explain": func() error {
			return reasons.Explain(p, r, reasons.Question{At: s.Start.Add(time.Minute), Rules: o.Rules}).Err
		},
		"compile": func() error { _, err := constraints.CompileContext(ctx, p, o.Rules); return err },
	}
}

// A rule about an id that the problem does not have is an error in every verb, which names the id, and
// the one that was meant. One that looks whether there is such a worker is about nobody.
func TestRulesAboutUnknownIds(t *testing.T) {
	p := village(0)
	says := map[string]func(b *constraints.Builder){
		`worker "anm", which the problem does not have; is it "ann"?`:                func(b *constraints.Builder) { b.Away(b.Worker("anm"), solver.Span{From: 0, To: 60}) },
		`worker "Bob", which the problem does not have; is it "bob"?`:                func(b *constraints.Builder) { b.Line(b.Worker("Bob")).Rules.MaxWeekends = 0 },
		`need "supper time", which the problem does not have`:                        func(b *constraints.Builder) { b.Tasks(b.Need("supper time")) },
		`need "gwen-mornin", which the problem does not have; is it "gwen-morning"?`: func(b *constraints.Builder) { b.Bar(0, b.Need("gwen-mornin")) },
	}
	p.Needs[0].ID = "gwen-morning"
	r, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	for want, build := range says {
		rule := ownRule{"no swimming", build}
		for verb, do := range verbs(t.Context(), p, r, with(quick, rule)) {
			require.ErrorContains(t, do(), `rule "no swimming" is about the `+want, verb)
		}
	}
	about := ownRule{"no swimming", func(b *constraints.Builder) {
		if w := b.Worker("anm"); w >= 0 {
			b.Away(w, solver.Span{From: 0, To: 60})
		}
	}}
	for verb, do := range verbs(t.Context(), p, r, with(quick, about)) {
		require.NoError(t, do(), verb)
	}
}

// Without the rules of the house a rota would not be legal: the error says which are missing, before
// any search.
func TestOwnRulesAloneAreRefused(t *testing.T) {
	p := village(1)
	mine := ownRule{"mine", func(*constraints.Builder) {}}
	var wrong *scheduler.OptionError
	_, err := carerota.Solve(t.Context(), p, carerota.Options{Rules: []constraints.Rule{mine}})
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "Rules", wrong.Option)
	require.ErrorContains(t, err, "without availability, ")
	_, err = carerota.Solve(t.Context(), p, carerota.Options{Rules: append(constraints.House(), mine)})
	require.ErrorContains(t, err, "without standby, headroom: give your own appended to the usual ones")
	_, err = carerota.Solve(t.Context(), village(0), with(quick, mine))
	require.NoError(t, err)
	o := quick
	o.Rules = append(constraints.House(), mine)
	_, err = carerota.Solve(t.Context(), village(0), o)
	require.NoError(t, err, "nothing is asked that the rules of contingency plan")
}

// counting counts how often it is built.
type counting struct{ built *atomic.Int64 }

func (counting) Name() string { return "counting" }

func (r counting) Build(*constraints.Builder) { r.built.Add(1) }

// All that a call says of one problem stands on one compilation of it.
func TestACallCompilesOnce(t *testing.T) {
	p := village(1)
	p.Workers = p.Workers[:2]
	r, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	require.NotEmpty(t, r.Underlap, "there is something to prove, to price and to give reasons for")
	omit := scheduler.Omit{Missed: true} // which looks at other problems
	var built atomic.Int64
	rules := append(carerota.Rules(), counting{&built})
	_, err = constraints.Compile(p, rules)
	require.NoError(t, err)
	once := built.Swap(0)
	require.Positive(t, once)
	_, err = carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: rules, Omit: omit})
	require.NoError(t, err)
	require.Equal(t, once, built.Swap(0), "complete")
	o := with(quick, counting{&built})
	o.Omit = omit
	_, err = carerota.Solve(t.Context(), p, o)
	require.NoError(t, err)
	require.Equal(t, once, built.Swap(0), "solve")
	_, err = simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: simulation.Defaults(), Runs: 20, Threads: 4, Rules: rules})
	require.NoError(t, err)
	require.Equal(t, once, built.Swap(0), "simulate")
}

// Several levels of one's own stand below money in the order in which they are made, each small only
// as far as those before it are; one too many is an error that says so.
func TestSeveralOwnLevels(t *testing.T) {
	p := village(0)
	var rules []constraints.Rule
	for i := range constraints.MostLevels {
		rules = append(rules, pricedPermit{permit{fmt.Sprint("level ", i), float64(3 + i), ""}})
	}
	r, err := carerota.Solve(t.Context(), p, with(quick, rules...))
	require.NoError(t, err)
	require.Len(t, r.Objective, len(scheduler.Levels)+constraints.MostLevels)
	for i := range constraints.MostLevels {
		g := r.Objective[len(scheduler.Levels)+i]
		require.Equal(t, fmt.Sprint("level ", i), g.Level)
		require.InDelta(t, float64(3+i)*permit{}.visits(r.Rota), g.Value, 1e-6)
	}
	again, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: append(carerota.Rules(), rules...)})
	require.NoError(t, err)
	require.Len(t, again.Objective, len(r.Objective))
	_, err = carerota.Solve(t.Context(), p, with(quick, append(rules, permit{"one more", 1, ""})...))
	require.ErrorContains(t, err, `rule "permit" asks for the level "one more"`)
	require.ErrorContains(t, err, "there is room for 4 levels of your own")
}

// A nil context is an error that says so, in everything that takes one and gives errors.
func TestANilContextIsAnError(t *testing.T) {
	p := village(1)
	r, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	var none context.Context
	for verb, do := range verbs(none, p, r, quick) {
		if verb == "desk" || verb == "explain" {
			continue
		}
		require.ErrorContains(t, do(), "the context is nil: give context.Background()", verb)
	}
	c, err := constraints.Compile(p, carerota.Rules())
	require.NoError(t, err)
	_, err = native.Engine{}.Solve(none, c.Model, solver.Options{Steps: 10})
	require.ErrorContains(t, err, "the context is nil")
	ladders, all := contingency.Ladders(none, p, r.Rota)
	require.True(t, all)
	require.NotEmpty(t, ladders)
	require.True(t, contingency.Backups(none, p, r))
	require.True(t, contingency.Missed(none, p, r, 1, false))
}
