package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/spf13/cobra"
)

func rotaCommand() *cobra.Command {
	var out string
	var to reader
	cmd := &cobra.Command{
		Use:   "rota PROBLEM ROTA",
		Short: "Read a rota that somebody else made, and write it as a result file",
		Long: `rota reads the rota ROTA for PROBLEM and writes it as a result file, whose
figures are worked out as check does. ROTA is a list of shifts, or a grid of people and
days, as CSV, pasted table or workbook; a folder of calendars that --ics wrote; or a result file. It says what it took each column for, and names all faults at
once; --lenient leaves the rows at fault out. Broken rules do not keep
the rota from being written: check names them.`,
		Example: "  carerota rota week.toml march.csv -o march.json\n  carerota rota week.toml march.xlsx -o march.json --lenient",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			return turnRota(cmd, args[0], args[1], out, &to)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json", "csv", "xlsx"),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the result file; - for standard output (what is said then goes to standard error)")
	to.readerFlag(cmd)
	return cmd
}

// turnRota writes a rota as a result file.
func turnRota(cmd *cobra.Command, problem, path, out string, to *reader) error {
	if out == "" {
		return usage("rota writes a result file: name it with -o")
	}
	doc, err := openProblem(cmd, problem)
	if err != nil {
		return err
	}
	read, _, err := openRota(cmd, path, doc.Problem)
	if err != nil {
		return err
	}
	if err := mayWrite(out, append(slices.Clone(doc.Files), path)...); err != nil {
		return err
	}
	r, err := carerota.Complete(cmd.Context(), doc.Problem, read.Rota, carerota.CompleteOptions{})
	if err != nil {
		return failure(err)
	}
	saved := save(cmd.OutOrStdout(), result(out, doc, to.report(r), false))
	return printed(cmd, saved, out == dash, quietly(cmd), func(w io.Writer) error {
		said := fmt.Sprintf("%s is written as %s: %s of %s\n", calledInput(path), out, say.Count(len(r.Rota.Shifts), "shift"), say.Count(countWorkers(r.Rota), "worker"))
		if n := len(r.Findings); n > 0 {
			said += fmt.Sprintf("It breaks rules (%s): carerota check %s %s names them.\n", say.Count(n, "finding"), problem, out)
		}
		_, err := io.WriteString(w, said)
		return err
	})
}

// countWorkers is how many workers have a shift.
func countWorkers(rota *scheduler.Rota) int {
	who := map[string]bool{}
	for i := range rota.Shifts {
		who[rota.Shifts[i].Worker] = true
	}
	return len(who)
}
