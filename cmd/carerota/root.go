package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// run carries out one command line and gives its exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	return report(err, cmd.CommandPath(), stderr)
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "carerota",
		Short: "Rotas for people who depend on care at home",
		Long: `carerota reads who needs what and who can work, and writes the rota that
covers every hour that can be covered, with the contingency asked for, and
says what is short.

Exit codes: 0 solved (underlap or not), 1 a failure, 2 bad usage or a bad
problem, 3 with --strict when underlap or contingency shortfall remains,
4 check found a broken hard rule.`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			return oneStandardInput(cmd, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(cmd.ErrOrStderr())
			return errors.Join(cmd.Help(), errors.New("a command is needed"))
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return inPlainWords(err) })
	root.PersistentFlags().Bool("quiet", false, "nothing on standard error but what went wrong: no progress, no log, no warnings")
	root.AddCommand(initCommand(), validateCommand(), solveCommand(), checkCommand(), explainCommand(), adviseCommand(),
		repairCommand(), whoCommand(), simulateCommand(), planCommand(), convertCommand(), enginesCommand(), manCommand(), versionCommand())
	return root
}

// inPlainWords is what a wrong flag's error says without the words of Go's own readers of numbers.
func inPlainWords(err error) error {
	var wrong *strconv.NumError
	if !errors.As(err, &wrong) {
		return err
	}
	about, _, _ := strings.Cut(err.Error(), ": strconv.")
	says := "write a whole number"
	switch {
	case errors.Is(err, strconv.ErrRange):
		says = "the number is too large"
	case wrong.Func == "ParseUint":
		says = "write a whole number of 0 or more"
	}
	return fmt.Errorf("%s: %s", about, says)
}

// The exit codes.
const (
	exitFailure = 1
	exitUsage   = 2 // bad usage or a bad problem
	exitShort   = 3 // --strict, and underlap or contingency shortfall remains
	exitBroken  = 4 // check found a broken hard rule
)

// ending is an error that carries the exit code. Whatever else a command
// returns is a wrong use of it that cobra found.
type ending struct {
	code int
	err  error // nil: all has been said
}

func (e *ending) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *ending) Unwrap() error { return e.err }

func failure(err error) error { return &ending{exitFailure, err} }

func usage(format string, args ...any) error { return fmt.Errorf(format, args...) }

// report says on stderr what went wrong and gives the exit code.
func report(err error, command string, stderr io.Writer) int {
	var e *ending
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &e):
		fmt.Fprintf(stderr, "carerota: %v\nsee %s --help\n", err, command)
		return exitUsage
	case e.err != nil && e.code == exitUsage:
		fmt.Fprintln(stderr, e.err) // faults name their file and line themselves
	case e.err != nil:
		fmt.Fprintf(stderr, "carerota: %v\n", e.err)
	}
	return e.code
}
