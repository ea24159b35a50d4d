package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	err = commandInWords(root, err)
	return report(err, cmd.CommandPath(), stderr)
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "carerota",
		Short: "Rotas for people who depend on care at home",
		Long: `carerota reads who needs what and who can work, and writes the rota that
covers every hour that can be covered, with somebody ready to step in, and
says what is short.

` + helpOfFiles + "\n\n" + sayExits(),
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if err := nothingEmpty(cmd, args); err != nil {
				return err
			}
			if err := flagGroups(cmd); err != nil {
				return err
			}
			return oneStandardInput(cmd, args)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(cmd.ErrOrStderr())
			return errors.Join(cmd.Help(), errors.New("a command is needed"))
		},
	}
	root.SetFlagErrorFunc(flagInWords)
	root.PersistentFlags().Bool("quiet", false, "nothing on standard error but what went wrong: no progress, no log, no warnings")
	root.AddCommand(initCommand(), validateCommand(), solveCommand(), checkCommand(), explainCommand(), adviseCommand(),
		repairCommand(), whoCommand(), simulateCommand(), planCommand(), rotaCommand(), convertCommand(), enginesCommand(), manCommand(), versionCommand())
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultCompletionCmd()
	whatAllHave(root)
	return root
}

// whatAllHave gives the commands what those that read files, or rotas, have in common.
func whatAllHave(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.Args, cmd.RunE = nil, noShell
		}
		if readsRota(cmd) {
			rotaFlags(cmd)
			cmd.Long += "\n\n" + helpOfRotas
		}
		if strings.Contains(cmd.Use, "PROBLEM") || strings.Contains(cmd.Use, "IN ") {
			cmd.Long += "\n\n" + helpOfFiles + "\ncarerota --help lists the exit codes."
		}
	}
}

// helpOfFiles is what every command that reads files says of them.
const helpOfFiles = "A file that is read may be -, which is standard input."

// The exit codes.
const (
	exitDone = iota
	exitFailure
	exitUsage
	exitShort
	exitBroken
)

// exitMeans says what each exit code means, as the reference does.
var exitMeans = [...]string{
	exitDone:    "done: a rota is made, with everything covered or not; or a rota is checked, and no rule is broken",
	exitFailure: "a failure: a file cannot be read or written, or a fault of the program",
	exitUsage:   "bad usage, or a fault in a file that is read; nothing is written",
	exitShort:   "`solve --strict`: something is not covered, or nobody is ready to step in; the rota is written",
	exitBroken:  "the rota in RESULT.json breaks a rule: of `check`, `explain`, `advise`, `repair`, `who`, `simulate` and `plan`",
}

// sayExits lists the exit codes.
func sayExits() string {
	said := "Exit codes:"
	for code, means := range exitMeans {
		said += fmt.Sprintf("\n  %d  %s", code, strings.ReplaceAll(means, "`", ""))
	}
	return said
}

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
