package main

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/spf13/cobra"
)

// advising is the command line of advise.
type advising struct {
	reader
	problem, result, out string
	time                 time.Duration
	steps                int64
	seed                 uint64
	threads              int
}

func adviseCommand() *cobra.Command {
	var a advising
	cmd := &cobra.Command{
		Use:   "advise PROBLEM [RESULT.json]",
		Short: "Say what would cover more, cheapest first",
		Long: `advise finds what would cover what PROBLEM's rota leaves open or, where all is
covered, who else could be ready to step in: training, more hours, more times, providers approved
or accepted, a ceiling raised, a new worker. Each option is verified by solving
the problem again, starting from the rota of RESULT.json or, without it, from
one made first. It also says what keeping a rule costs.

No refusal, suspension or leave is ever proposed to be lifted, nor that family
do more. Ctrl-C ends the search and prints what has been verified by then.`,
		Example: "  carerota advise week.toml week.rota.json\n  carerota advise week.toml -o advice.json",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			a.problem, a.result = args[0], ""
			if len(args) == 2 {
				a.result = args[1]
			}
			if err := soundSearch(cmd, a.time, a.steps, a.threads); err != nil {
				return err
			}
			return a.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&a.out, "output", "o", "", "also write the advice as JSON; - for standard output (the text then goes to standard error)")
	a.readerFlag(cmd)
	timeVar(f, &a.time, 0, "end after so long with what has been verified; no limit without it")
	f.Int64Var(&a.steps, "steps", 0, "steps of search for verifying each option; 0 for 120000")
	f.Uint64Var(&a.seed, "seed", 1, "where the search's chance begins")
	f.IntVar(&a.threads, "threads", 0, "how many threads search; 0 for as many as the machine has")
	return cmd
}

func (a *advising) run(cmd *cobra.Command) error {
	doc, err := openProblem(cmd, a.problem)
	if err != nil {
		return err
	}
	read := slices.Clone(doc.Files)
	var r *scheduler.Report
	if a.result != "" {
		if r, err = a.open(cmd, doc.Problem); err != nil {
			return err
		}
		read = append(read, a.result)
	}
	if err := mayWrite(a.out, read...); err != nil {
		return err
	}
	w := newWatch(cmd.ErrOrStderr(), quietly(cmd), a.time)
	ctx, stop := interruptible(cmd.Context(), func() {
		w.say("stopping: what has been verified will be printed; once more to quit at once")
	})
	defer stop()
	if a.time > 0 {
		var over func()
		ctx, over = context.WithTimeout(ctx, a.time)
		defer over()
	}
	advice, err := carerota.Advise(ctx, doc.Problem, r, advice.Options{
		Options: carerota.Options{Seed: a.seed, Threads: a.threads, Steps: a.steps}, Say: w.say})
	w.over()
	if err != nil {
		return faulty(err)
	}
	return a.write(cmd, doc, advice)
}

// open reads a result's rota, which must break no hard rule.
func (a *advising) open(cmd *cobra.Command, p *scheduler.Problem) (*scheduler.Report, error) {
	rota, err := openResult(cmd, a.result, p)
	if err != nil {
		return nil, err
	}
	r := audit.Rota(p, rota)
	if len(r.Findings) > 0 {
		return nil, &ending{exitBroken, brokenRules(a.problem, a.result)}
	}
	return r, nil
}

// write saves the advice where that is asked and prints it.
func (a *advising) write(cmd *cobra.Command, doc *rotafile.Document, advice *advice.Advice) error {
	if a.to != export.Manager {
		advice = discreet.Advice(advice)
	}
	var saved error
	if a.out != "" {
		saved = save(cmd.OutOrStdout(), output{path: a.out, dear: true, write: func(w io.Writer) error {
			return rotafile.WriteAdvice(w, doc.Problem, advice, rotafile.Meta{SHA256: doc.SHA256, Version: version()})
		}})
	}
	return printed(cmd, saved, a.out == dash, quietly(cmd), func(w io.Writer) error { return export.Advice(w, doc.Problem, advice, a.readers()...) })
}
