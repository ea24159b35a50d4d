package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// input is a file that has been read.
type input struct {
	name string
	text []byte
}

// readInput reads a file, or standard input for a dash.
func readInput(cmd *cobra.Command, path string) (input, error) {
	if path == dash {
		text, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), rotafile.MaxFileSize+1))
		return input{calledInput(path), text}, wrapFailure(err)
	}
	if err := isFile(path); err != nil {
		return input{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return input{}, faulty(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, rotafile.MaxFileSize+1))
	return input{path, text}, wrapFailure(err)
}

// calledInput is what a file that is read is called.
func calledInput(path string) string {
	if path == dash {
		return "standard input"
	}
	return path
}

// oneStandardInput refuses a command line that would read standard input twice.
func oneStandardInput(cmd *cobra.Command, args []string) error {
	var by []string
	names := strings.Fields(cmd.Use)[1:]
	for i, a := range args {
		if a == dash && i < len(names) && names[i] != "OUT" && cmd.Name() != "init" {
			by = append(by, strings.Trim(names[i], "[]"))
		}
	}
	for _, name := range []string{"from", "event", "settings"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Value.String() == dash {
			by = append(by, "--"+name)
		}
	}
	if len(by) > 1 {
		return usage("%s and %s are both -, and standard input can be read once: write one of them to a file and name it", by[0], by[1])
	}
	return nil
}

// openProblem reads a problem file with its faults turned into endings.
func openProblem(cmd *cobra.Command, path string) (*rotafile.Document, error) {
	in, err := readInput(cmd, path)
	if err != nil {
		return nil, err
	}
	doc, err := rotafile.Reader{}.OpenText(in.name, in.text)
	return doc, faulty(err)
}

// sayWarnings says on standard error what likely means other than it says: no more than most of it.
func sayWarnings(cmd *cobra.Command, warnings rotafile.Faults, most int) {
	if quietly(cmd) {
		return
	}
	for _, w := range warnings[:min(len(warnings), most)] {
		fmt.Fprintf(cmd.ErrOrStderr(), "warning: %s\n", w)
	}
	if left := len(warnings) - most; left > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "warning: %d more; carerota validate names them all\n", left)
	}
}

// mostWarnings are how many warnings go before a search.
const mostWarnings = 10

// quietly says whether --quiet is given: no progress, no log and no warnings on standard error.
func quietly(cmd *cobra.Command) bool {
	quiet, err := cmd.Flags().GetBool("quiet")
	return err == nil && quiet
}

// isFile refuses a folder.
func isFile(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usage("%s is a folder, and a file is wanted; of a folder of sheets carerota convert makes a problem file", path)
	}
	return nil
}

// faulty gives an error of reading or solving its exit code: the faults of a
// file and a file that is not there are the user's to mend, a rota that the
// audit rejects is the program's.
func faulty(err error) error {
	var faults rotafile.Faults
	var problem *scheduler.ProblemError
	var audit *scheduler.AuditError
	var option *scheduler.OptionError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &faults):
		return &ending{exitUsage, faults}
	case errors.As(err, &problem):
		return &ending{exitUsage, errors.New(sayFaults(problem.Faults))}
	case errors.As(err, &audit):
		return failure(fmt.Errorf("this is a fault of the program, not of your file; nothing was written; please report it with the file: %w", err))
	case errors.As(err, &option):
		return usage("%w", option)
	case errors.Is(err, fs.ErrNotExist):
		return notThere(err)
	}
	return failure(err)
}

// notThere says that a file is not there, and which of its folder's is named most like it.
func notThere(err error) error {
	var path *fs.PathError
	if !errors.As(err, &path) {
		return usage("%w", err)
	}
	folder, name := filepath.Split(path.Path)
	if name == "" {
		return usage("there is no folder %s", path.Path)
	}
	if to, link := os.Readlink(path.Path); link == nil {
		return usage("%s is a link to %s, which is not there", path.Path, to)
	}
	files, there := os.ReadDir(filepath.Clean(folder))
	if there != nil {
		return usage("there is no file %s, and no folder %s", path.Path, folder)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if near := validate.Nearest(name, names); near != "" {
		return usage("there is no file %s; did you mean %s?", path.Path, filepath.Join(folder, near))
	}
	return usage("there is no file %s", path.Path)
}

// soundSearch checks the flags that every command with a search has.
func soundSearch(cmd *cobra.Command, limit time.Duration, steps int64, threads int) error {
	given := cmd.Flags().Changed
	switch {
	case given("time") && limit <= 0:
		return usage("--time %s is no time to search in: use a longer one, such as 60s", limit)
	case given("steps") && steps <= 0:
		return usage("--steps %d is no search: use 1 or more", steps)
	case badThreads(threads) != nil:
		return badThreads(threads)
	}
	return nil
}

// badThreads refuses a number of threads that no search takes.
func badThreads(n int) error {
	switch {
	case n < 0:
		return usage("--threads %d is too few: use 0 for as many as the machine has", n)
	case n > scheduler.MostThreads:
		return usage("--threads %d is too many: use %d or fewer", n, scheduler.MostThreads)
	}
	return nil
}

// brokenRules says that a rota to be read breaks hard rules.
func brokenRules(problem, result string) error {
	return fmt.Errorf("the rota breaks hard rules: carerota check %s %s names them", problem, result)
}

func sayFaults(faults []scheduler.Fault) string {
	var lines []string
	for _, f := range faults {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

func wrapFailure(err error) error {
	if err == nil {
		return nil
	}
	return failure(err)
}

// completeFiles offers the files with the given endings for the first many arguments.
func completeFiles(many int, endings ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= many {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}

// sameFile says whether two names stand for one file that is there.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// notOver refuses an output that would be written over an input.
func notOver(output string, inputs ...string) error {
	for _, in := range inputs {
		if output != "" && sameFile(output, in) {
			return usage("%s would be written over %s, which is read: name another file", output, in)
		}
	}
	return nil
}

// oneLine is an error for a row of a table or a log.
func oneLine(err error) string { return strings.Join(strings.Fields(fmt.Sprint(err)), " ") }
