package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
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
	if err := s.bad(cmd); err != nil {
		return err
	}
	began := time.Now()
	doc, rota, err := s.open(cmd)
	if err != nil {
		return err
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
	w.say(fmt.Sprintf("playing %q out %d times", doc.Problem.Name, s.o.Runs))
	r, err := simulation.Run(ctx, doc.Problem, rota, s.o)
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

// bad says what is wrong with the flags.
func (s *simulating) bad(cmd *cobra.Command) error {
	switch {
	case s.o.Runs <= 0:
		return usage("--runs %d plays nothing out: use 1 or more", s.o.Runs)
	case s.o.Runs > simulation.MostRuns:
		return usage("--runs %d is too many: use %d or fewer", s.o.Runs, simulation.MostRuns)
	case cmd.Flags().Changed("time") && s.time <= 0:
		return cmp.Or(badThreads(s.o.Threads), usage("--time %s is no time to play in: use a longer one, such as 60s", s.time))
	}
	return badThreads(s.o.Threads)
}

// open reads the problem, the settings and the rota, and says whether the rota can be played out and the
// figures written.
func (s *simulating) open(cmd *cobra.Command) (*rotafile.Document, *scheduler.Rota, error) {
	doc, err := openProblem(cmd, s.problem)
	if err != nil {
		return nil, nil, err
	}
	if err := cmp.Or(knownID(doc.Problem, "--withdraw", "provider", s.o.Withdraw), s.readSettings(cmd)); err != nil {
		return nil, nil, err
	}
	rota, err := openResult(cmd, s.result, doc.Problem)
	if err != nil {
		return nil, nil, err
	}
	if err := mayWrite(s.out, append(slices.Clone(doc.Files), s.result, s.settings)...); err != nil {
		return nil, nil, err
	}
	if len(audit.Rota(doc.Problem, rota).Findings) > 0 {
		return nil, nil, &ending{exitBroken, brokenRules(s.problem, s.result)}
	}
	return doc, rota, nil
}

// readSettings reads the file of settings, where one is given.
func (s *simulating) readSettings(cmd *cobra.Command) error {
	if s.settings == "" {
		return nil
	}
	in, err := readInput(cmd, s.settings)
	if err != nil {
		return err
	}
	if err := rotafile.ParseSettings(in.name, in.text, &s.o.Settings); err != nil {
		return faulty(err)
	}
	return nil
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
