package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/carerota/carerota/solver/native"
	"github.com/spf13/cobra"
)

// engines are what --engine takes.
var engines = []string{"auto", "native", "cpsat"}

// knownEngine refuses a name that is not one of engines.
func knownEngine(name string) error {
	if !slices.Contains(engines, name) {
		return usage("there is no engine %q: use %s", name, strings.Join(engines, ", "))
	}
	return nil
}

// engineOf is the engine of a name that is one of engines. What keeps CP-SAT
// from helping in auto is said to say.
func engineOf(name string, say func(string)) solver.Engine {
	switch name {
	case "native":
		return native.Engine{}
	case "cpsat":
		return cpsat.Engine{}
	default:
		return cpsat.Auto{Say: func(err error) { say(fmt.Sprintf("CP-SAT did not help: %v", err)) }}
	}
}

func enginesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "engines",
		Short: "Say which engines are on this machine",
		Long: `engines says which engines solve can use on this machine, which
version, and how to get one that is not there.`,
		Args:              asUse,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "native  %s, part of carerota\n", version())
			found, missing := cpsat.Find(cmd.Context())
			switch {
			case err != nil:
			case missing != nil:
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "cpsat   not here: %v\n", missing)
			default:
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "cpsat   OR-Tools %s of %s\n", found.Version, found.Where)
			}
			return wrapFailure(err)
		},
	}
}
