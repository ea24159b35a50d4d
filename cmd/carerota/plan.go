package main

import (
	"io"
	"slices"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// planning is the command line of plan.
type planning struct {
	reader
	problem, result, out, html, owner, review string
}

func planCommand() *cobra.Command {
	var c planning
	cmd := &cobra.Command{
		Use:   "plan PROBLEM RESULT.json",
		Short: "Write the contingency plan of a rota",
		Long: `plan writes the contingency plan of the rota of RESULT.json, as Markdown and as a web page:
who answers for it, who is told of any change, who steps in for whom and by when
to call, what no plan covers and who decides on it by when, and who could not be missed.`,
		Example: "  carerota plan week.toml week.rota.json\n  carerota plan week.toml week.rota.json -o plan.md --html plan.html --owner \"Rea, manager\" --review 2026-04-20",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.problem, c.result = args[0], args[1]
			return c.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&c.out, "output", "o", dash, "file for the plan as Markdown; - for standard output")
	f.StringVar(&c.html, "html", "", "also write it as a web page to this file")
	c.readerFlag(cmd)
	f.StringVar(&c.owner, "owner", "", "who answers for the plan")
	f.StringVar(&c.review, "review", "", "day by which it is to be looked at again, such as 2026-04-20")
	return cmd
}

func (c *planning) run(cmd *cobra.Command) error {
	owner := export.PlanOwner{Name: c.owner}
	if says := validate.Misleading(c.owner); says != "" {
		return usage("--owner: %s; type the name again, without it", says)
	}
	if c.review != "" {
		day, err := dayOf("--review", c.review)
		if err != nil {
			return err
		}
		owner.Review = day
	}
	if err := distinct([2]string{"-o", c.out}, [2]string{"--html", c.html}); err != nil {
		return err
	}
	doc, err := openProblem(cmd, c.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	rota, err := openResult(cmd, c.result, p)
	if err != nil {
		return err
	}
	for _, path := range []string{c.out, c.html} {
		if err := mayWrite(path, append(slices.Clone(doc.Files), c.result)...); err != nil {
			return err
		}
	}
	r, err := carerota.Complete(cmd.Context(), p, rota, carerota.CompleteOptions{
		Omit: scheduler.Omit{Proofs: true, Reasons: true, Backups: true, Shares: true}})
	if err != nil {
		return failure(err)
	}
	if len(r.Findings) > 0 {
		return &ending{exitBroken, brokenRules(c.problem, c.result)}
	}
	outputs := []output{{path: c.out, write: func(w io.Writer) error { return export.PlanMarkdown(w, p, r, owner, c.readers()...) }}}
	if c.html != "" {
		outputs = append(outputs, output{path: c.html, write: func(w io.Writer) error { return export.PlanHTML(w, p, r, owner, c.readers()...) }})
	}
	return save(cmd.OutOrStdout(), outputs...)
}
