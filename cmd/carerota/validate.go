package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/rotafile"
	"github.com/spf13/cobra"
)

func validateCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "validate PROBLEM",
		Short: "Say what is wrong with a problem file, without solving it",
		Long: `validate reads PROBLEM as solve does and names every fault at once by file, line and
key, with what to do about it. Without a fault it says what the file asks for, and warns of
what likely means other than it says: a wrong year, two times exchanged, a skill that nobody has.`,
		Example: "  carerota validate week.toml\n  carerota validate week.toml -o - | jq .faults",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			return validateFile(cmd, args[0], out)
		},
		ValidArgsFunction: completeFiles(1, "toml", "json"),
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "also write faults and warnings as JSON; - for standard output")
	completions(cmd, map[string]cobra.CompletionFunc{"output": completeFiles(1, "json")})
	return cmd
}

func validateFile(cmd *cobra.Command, problem, out string) error {
	if err := notOver(out, problem); err != nil {
		return err
	}
	doc, err := openProblem(cmd, problem)
	var faults, warnings rotafile.Faults
	switch {
	case err == nil:
		if err := notOver(out, doc.Files...); err != nil {
			return err
		}
		warnings = doc.Warnings()
	case !errors.As(err, &faults):
		return err
	}
	var saved error
	if out != "" {
		saved = save(cmd.OutOrStdout(), output{path: out, write: func(w io.Writer) error { return rotafile.WriteFaults(w, faults, warnings) }})
	}
	if err != nil {
		return err
	}
	sayWarnings(cmd, warnings, len(warnings))
	p := doc.Problem
	return printed(cmd, saved, out == dash, quietly(cmd), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s is sound%s: %q, %d days from %s, clients: %d, needs: %d, workers: %d, providers: %d\n",
			doc.Files[0], sayCount(len(warnings)), p.Name, p.Days, p.Start, len(p.Clients), len(p.Needs), len(p.Workers), len(p.Providers))
		return err
	})
}

// sayCount says how many warnings there are; nothing for none.
func sayCount(warnings int) string {
	if warnings == 0 {
		return ""
	}
	return fmt.Sprintf(", with %d warning%s", warnings, strings.Repeat("s", min(1, warnings-1)))
}
