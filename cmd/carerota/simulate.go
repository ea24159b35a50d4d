package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/simulation"
	"github.com/spf13/cobra"
)

// simulating is the command line of simulate.
type simulating struct {
	problem, result, out, settings string
	time                           time.Duration
	o                              simulation.Options
}

func simulateCommand() *cobra.Command {
	s := simulating{o: simulation.Options{Settings: simulation.Defaults()}}
	cmd := &cobra.Command{
		Use:   "simulate PROBLEM RESULT.json",
		Short: "Play out what may go wrong with a rota",
		Long: `simulate plays the rota of RESULT.json out many times over: people fall ill, do
not come or leave, providers withdraw, and whoever is on standby or free is
called down the ladder by the clock. It says what stays uncovered, with the
standby of the rota and without it, and what the standby buys. The same
seed gives the same figures whatever the threads.`,
		Example: "  carerota simulate week.toml week.rota.json\n  carerota simulate week.toml week.rota.json --runs 1000 --withdraw hillside -o simulated.json",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.problem, s.result = args[0], args[1]
			return s.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.IntVar(&s.o.Runs, "runs", 10_000, "how often the rota is played out")
	f.Uint64Var(&s.o.Seed, "seed", 1, "where chance begins")
	f.IntVar(&s.o.Threads, "threads", 0, "how many threads play; 0 for as many as the machine has")
	timeVar(f, &s.time, 0, "take so long in all, such as 60s: the figures are of what was played by then; no limit without it")
	f.StringVar(&s.o.Withdraw, "withdraw", "", "provider, by id, that withdraws from all its clients each time, at some time")
	f.StringVar(&s.settings, "settings", "", "file with how often what happens, TOML or JSON")
	f.StringVarP(&s.out, "output", "o", "", "also write the figures as JSON; - for standard output (the text then goes to standard error)")
	return cmd
}

func (s *simulating) run(cmd *cobra.Command) error {
	if s.o.Runs <= 0 {
		return usage("--runs %d plays nothing out: use 1 or more", s.o.Runs)
	}
	if s.o.Runs > simulation.MostRuns {
		return usage("--runs %d is too many: use %d or fewer", s.o.Runs, simulation.MostRuns)
	}
	if err := badThreads(s.o.Threads); err != nil {
		return err
	}
	if cmd.Flags().Changed("time") && s.time <= 0 {
		return usage("--time %s is no time to play in: use a longer one, such as 60s", s.time)
	}
	began := time.Now()
	doc, err := openProblem(cmd, s.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	if err := knownID(p, "--withdraw", "provider", s.o.Withdraw); err != nil {
		return err
	}
	if s.settings != "" {
		in, err := readInput(cmd, s.settings)
		if err != nil {
			return err
		}
		if err := rotafile.ParseSettings(in.name, in.text, &s.o.Settings); err != nil {
			return faulty(err)
		}
	}
	rota, err := openResult(cmd, s.result, p)
	if err != nil {
		return err
	}
	if err := notOver(s.out, append(slices.Clone(doc.Files), s.result, s.settings)...); err != nil {
		return err
	}
	if err := mayBeWritten(s.out); err != nil {
		return failure(err)
	}
	if len(audit.Rota(p, rota).Findings) > 0 {
		return &ending{exitBroken, brokenRules(s.problem, s.result)}
	}
	w := newWatch(cmd.ErrOrStderr(), quietly(cmd), s.time)
	s.o.Progress = w.played
	ctx, stop := interruptible(cmd.Context(), func() {
		w.say("stopping: what has been played will be printed; once more to quit at once")
	})
	defer stop()
	if s.time > 0 {
		var over func()
		ctx, over = context.WithDeadline(ctx, began.Add(s.time))
		defer over()
	}
	w.say(fmt.Sprintf("playing %q out %d times", p.Name, s.o.Runs))
	r, err := simulation.Run(ctx, p, rota, s.o)
	w.over()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return failure(fmt.Errorf("the rota was not played once in %s: give it a longer --time", s.time))
	case errors.Is(err, context.Canceled):
		return failure(errors.New("the rota was not played once before it was stopped"))
	case err != nil:
		return failure(fmt.Errorf("the simulation was not finished: %w", err))
	}
	return s.write(cmd, doc, r)
}

// write saves the figures where that is asked and prints the text.
func (s *simulating) write(cmd *cobra.Command, doc *rotafile.Document, r *simulation.Result) error {
	var saved error
	if s.out != "" {
		saved = save(cmd.OutOrStdout(), output{path: s.out, dear: true, write: func(w io.Writer) error {
			return rotafile.WriteSimulation(w, doc.Problem, r, s.o, rotafile.Meta{SHA256: doc.SHA256, Version: version()})
		}})
	}
	return printed(cmd, saved, s.out == dash, quietly(cmd), func(w io.Writer) error { return export.Simulation(w, doc.Problem, r) })
}
