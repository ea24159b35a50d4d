package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/spf13/cobra"
)

// checking is the command line of check.
type checking struct {
	outlets
	problem, result, from, out string
	pairs, all                 bool
}

func checkCommand() *cobra.Command {
	var c checking
	cmd := &cobra.Command{
		Use:   "check PROBLEM RESULT.json",
		Short: "Audit a rota, whoever made it",
		Long: `check reads the rota of RESULT.json against PROBLEM with code that shares
nothing with the search: every rule, what is not covered, who is ready to step
in and the cost are worked out again. Broken rules are named in plain words and
end with exit code 4. Where the file's own figures differ, a warning says so.
Every proof in the file that an hour cannot be covered is read with nothing but
the problem, and one that does not hold is named.`,
		Example: "  carerota check week.toml week.rota.json\n  carerota check week.toml week.rota.json --html owain.html --client owain",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.problem, c.result = args[0], args[1]
			if err := c.sound([2]string{"-o", c.out}); err != nil {
				return err
			}
			return c.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.StringVarP(&c.out, "output", "o", "", "also write the report as worked out again; - for standard output (the summary then goes to standard error)")
	f.BoolVar(&c.pairs, "pairs", false, "also work out which two workers could not be missed together, and who could not be missed however large the rota is")
	f.BoolVar(&c.all, "all", false, "print each broken rule by itself, where ten and more of one kind about one worker or need are else one line")
	f.StringVar(&c.from, "from", "", "result file that changes are counted against, when the rota was made with --from")
	c.flags(cmd)
	return cmd
}

func (c *checking) run(cmd *cobra.Command) error {
	doc, err := openProblem(cmd, c.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	read, text, err := openRota(cmd, c.result, p)
	if err != nil {
		return err
	}
	if c.from != "" {
		if p.From, err = openResult(cmd, c.from, p); err != nil {
			return err
		}
	}
	inputs := append(slices.Clone(doc.Files), c.result)
	if c.from != "" {
		inputs = append(inputs, c.from)
	}
	if err := c.targets(p, inputs...); err != nil {
		return err
	}
	r, err := carerota.Complete(cmd.Context(), p, read.Rota, carerota.CompleteOptions{Pairs: c.pairs})
	if err != nil {
		return failure(err)
	}
	if read.Result {
		differ, err := differences(text, doc, r)
		if err != nil {
			return failure(err)
		}
		differ = append(differ, refusedBackups(doc.Problem, read.Rota)...)
		r.Warnings = append(differ, r.Warnings...)
	}
	if err := c.write(cmd, doc, r); err != nil {
		return err
	}
	if len(r.Findings) > 0 {
		return &ending{code: exitBroken}
	}
	return nil
}

// write saves the report where that is asked and prints the summary.
func (c *checking) write(cmd *cobra.Command, doc *rotafile.Document, r *scheduler.Report) error {
	outputs := c.outputs(doc.Problem, r)
	if c.out != "" {
		outputs = append(outputs, result(c.out, doc, c.report(r)))
	}
	saved := save(cmd.OutOrStdout(), outputs...)
	return printed(cmd, saved, c.out == dash, quietly(cmd), func(w io.Writer) error {
		return export.SummaryOf(w, doc.Problem, r, export.SummaryOptions{For: c.to, All: c.all})
	})
}

// differences are the figures of a result file that are not those computed again, in words. What the
// file's engine alone can say, its bounds, goes into the report as that engine's word.
func differences(text []byte, doc *rotafile.Document, r *scheduler.Report) ([]string, error) {
	claimed, err := readClaims(text)
	if err != nil {
		return nil, err
	}
	said := claimed.differ(doc.SHA256, r)
	claimed.bounds(doc.SHA256, r)
	proofs, err := rotafile.ReadProofs(text)
	if err != nil {
		return append(said, fmt.Sprintf("the result file: %v", err)), nil
	}
	for _, bad := range audit.Proofs(doc.Problem, proofs) {
		said = append(said, "the result file: "+bad)
	}
	return said, nil
}
