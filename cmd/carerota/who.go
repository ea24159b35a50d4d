package main

import (
	"errors"
	"io"
	"slices"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/spf13/cobra"
)

// asking is the command line of who.
type asking struct {
	reader
	problem, result, out     string
	need, at, worker, called string
}

func whoCommand() *cobra.Command {
	var c asking
	cmd := &cobra.Command{
		Use:   "who PROBLEM RESULT.json",
		Short: "Say who could take a shift or a gap",
		Long: `who says of a shift, or of a time that is open, who could take it: everybody, the first to
call first, with what it would cost, the hours they have left, whether they know the person, what they would
have to give up and by when to call; and of everybody else why not. Nothing is changed.`,
		Example: "  carerota who week.toml week.rota.json --need days --at \"2026-03-25 08:00\"\n  carerota who week.toml week.rota.json --need days --at \"2026-03-25 08:00\" --called \"2026-03-25 06:10\" -o who.json",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.problem, c.result = args[0], args[1]
			return c.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&c.need, "need", "", "the need, by id")
	f.StringVar(&c.at, "at", "", "a time in the shift or the gap, local, such as \"2026-03-29 22:00\"")
	f.StringVar(&c.worker, "worker", "", "whose shift, where several are there; without it the gap first, then the first shift")
	f.StringVar(&c.called, "called", "", "when the first call is made; without it, long before")
	f.StringVarP(&c.out, "output", "o", "", "also write the answer as JSON to this file; - for standard output (the text then goes to standard error)")
	c.readerFlag(cmd)
	_ = cmd.MarkFlagRequired("need")
	_ = cmd.MarkFlagRequired("at")
	return cmd
}

func (c *asking) run(cmd *cobra.Command) error {
	doc, err := openProblem(cmd, c.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	q := repair.Ask{Need: c.need, Worker: c.worker}
	if err := c.question(cmd, p, &q); err != nil {
		return err
	}
	rota, err := openResult(cmd, c.result, p)
	if err != nil {
		return err
	}
	if err := mayWrite(c.out, append(slices.Clone(doc.Files), c.result)...); err != nil {
		return err
	}
	answer, err := carerota.Candidates(p, rota, q)
	if errors.Is(err, repair.ErrBrokenRota) {
		return &ending{exitBroken, brokenRules(c.problem, c.result)}
	}
	if err != nil {
		return faulty(err)
	}
	if c.to != export.Manager {
		answer = discreet.Asked(answer)
	}
	var outputs []output
	if c.out != "" {
		outputs = append(outputs, output{path: c.out, write: func(w io.Writer) error { return rotafile.WriteAsked(w, p, answer) }})
	}
	saved := save(cmd.OutOrStdout(), outputs...)
	return printed(cmd, saved, c.out == dash, quietly(cmd), func(w io.Writer) error { return export.Who(w, p, answer, c.readers()...) })
}

// question reads the flags.
func (c *asking) question(cmd *cobra.Command, p *scheduler.Problem, q *repair.Ask) (err error) {
	if err := knownID(p, "--need", "need", c.need); err != nil {
		return err
	}
	if c.worker != "" {
		if err := knownID(p, "--worker", "worker", c.worker); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		flag, text string
		to         *time.Time
	}{{"--at", c.at, &q.At}, {"--called", c.called, &q.Called}} {
		if f.text == "" {
			continue
		}
		if *f.to, err = timeOf(f.flag, f.text, p.Zone, false); err != nil {
			return err
		}
		sayMoved(cmd, f.flag, f.text, *f.to)
	}
	return nil
}
