package main

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/spf13/cobra"
)

// explaining is the command line of explain.
type explaining struct {
	reader
	problem, result, at, worker, need, engine string
}

func explainCommand() *cobra.Command {
	var e explaining
	cmd := &cobra.Command{
		Use:   "explain PROBLEM RESULT.json",
		Short: "Say who could cover what is short, and what keeps the others off",
		Long: `explain answers questions about the rota of RESULT.json: for everything that
is short, or for one instant, one worker or one need, it says who is on duty,
who stands by, who could step in, and all that keeps each of the others off. It reads
the rota as check does.`,
		Example: "  carerota explain week.toml week.rota.json\n  carerota explain week.toml week.rota.json --at \"2026-03-29 22:00\"\n  carerota explain week.toml week.rota.json --worker ade",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.problem, e.result = args[0], args[1]
			return e.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.StringVar(&e.at, "at", "", "one instant, local time, such as \"2026-03-29 22:00\"; in the hour that occurs twice with BST, GMT or an offset")
	f.StringVar(&e.worker, "worker", "", "one worker, by id")
	f.StringVar(&e.need, "need", "", "one need, by id")
	f.StringVar(&e.engine, "engine", "native", "cpsat to ask CP-SAT too for what makes a need impossible to meet, auto to do so where it is here")
	e.readerFlag(cmd)
	completions(cmd, map[string]cobra.CompletionFunc{"engine": cobra.FixedCompletions(engines, cobra.ShellCompDirectiveNoFileComp)})
	return cmd
}

func (e *explaining) run(cmd *cobra.Command) error {
	if err := knownEngine(e.engine); err != nil {
		return err
	}
	doc, err := openProblem(cmd, e.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	q, err := e.question(p)
	if err != nil {
		return err
	}
	if e.at != "" {
		sayMoved(cmd, "--at", e.at, q.At)
	}
	rota, err := openResult(cmd, e.result, p)
	if err != nil {
		return err
	}
	r, err := carerota.Complete(cmd.Context(), p, rota, carerota.CompleteOptions{
		Omit: scheduler.Omit{Reasons: true, Backups: true, Shares: true, Missed: true}})
	if err != nil {
		return failure(err)
	}
	if len(r.Findings) > 0 {
		return &ending{exitBroken, brokenRules(e.problem, e.result)}
	}
	if e.engine != "native" {
		second, err := cpsat.OpenConflicts(cmd.Context(), nil)
		switch {
		case err == nil:
			defer second.Close()
			q.Second = second
		case e.engine == "cpsat":
			return failure(err)
		}
	}
	x := reasons.Explain(p, r, q)
	if x.Second != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "CP-SAT did not help: %v\n", x.Second)
	}
	return wrapFailure(export.Explain(cmd.OutOrStdout(), p, r, x, e.readers()...))
}

// question is what the flags ask; ids that the problem does not have are
// refused.
func (e *explaining) question(p *scheduler.Problem) (reasons.Question, error) {
	q := reasons.Question{Worker: e.worker, Need: e.need}
	if err := knownID(p, "--worker", "worker", e.worker); err != nil {
		return q, err
	}
	if err := knownID(p, "--need", "need", e.need); err != nil {
		return q, err
	}
	if e.at == "" {
		return q, nil
	}
	at, err := timeOf("--at", e.at, p.Zone, false)
	if day := scheduler.DateOf(at.In(p.Zone)); err == nil && (day.Before(p.Start) || p.Start.Plus(p.Days).Before(day)) { // a night of the last day is of the next
		return q, usage("--at %q is not in the rota, which has %s to %s", e.at, p.Start, p.Start.Plus(p.Days-1))
	}
	q.At = at
	return q, err
}

func knownID(p *scheduler.Problem, flag, kind, id string) error {
	known := p.IDs(kind)
	if id == "" || slices.Contains(known, id) {
		return nil
	}
	if near := validate.Nearest(id, known); near != "" {
		return usage("%s: the problem has no %s %q; did you mean %q?", flag, kind, id, near)
	}
	return usage("%s: the problem has no %s %q", flag, kind, id)
}
