package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func validateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "validate PROBLEM",
		Short: "Say what is wrong with a problem file, without solving it",
		Long: `validate reads PROBLEM as solve does and names every fault at once by file, line and
key, with what to do about it. Without a fault it says what the file asks for.`,
		Example: "  carerota validate week.toml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			doc, err := openProblem(args[0])
			if err != nil {
				return err
			}
			p := doc.Problem
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is sound: %q, %d days from %s, clients: %d, needs: %d, workers: %d, providers: %d\n",
				args[0], p.Name, p.Days, p.Start, len(p.Clients), len(p.Needs), len(p.Workers), len(p.Providers))
			return wrapFailure(err)
		},
		ValidArgsFunction: completeFiles(1, "toml", "json"),
	}
}
