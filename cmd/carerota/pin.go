package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// pinning is the command line of pin.
type pinning struct {
	problem, rota, out               string
	worker, client, fromText, toText string
	standby                          bool
	from, until                      time.Time
}

func pinCommand() *cobra.Command {
	var c pinning
	cmd := &cobra.Command{
		Use:   "pin PROBLEM ROTA",
		Short: "Hold shifts of a rota: write a problem file that pins them",
		Long: `pin writes a problem file that lies over PROBLEM and pins shifts of ROTA: those of a
worker, with a client, that begin in a time, or all on duty. Solve that file, and they stay
as they are. PROBLEM itself is left alone.`,
		Example: "  carerota pin week.toml week.rota.json --worker ana -o held.toml\n  carerota pin week.toml march.xlsx --until \"2026-03-30 00:00\" --standby -o held.toml",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.problem, c.rota = args[0], args[1]
			return c.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json", "csv", "xlsx"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&c.out, "output", "o", "", "the file to write, TOML or JSON; - for standard output")
	f.StringVar(&c.worker, "worker", "", "only this worker's shifts, by id")
	f.StringVar(&c.client, "client", "", "only the shifts with this client, by id")
	f.StringVar(&c.fromText, "from", "", "only shifts that begin at this time or later, such as \"2026-03-23 00:00\"")
	f.StringVar(&c.toText, "until", "", "only shifts that begin before this time")
	f.BoolVar(&c.standby, "standby", false, "shifts on standby too; without it those on duty alone")
	completions(cmd, map[string]cobra.CompletionFunc{"output": completeFiles(1, "toml", "json"), "worker": cobra.NoFileCompletions,
		"client": cobra.NoFileCompletions, "from": cobra.NoFileCompletions, "until": cobra.NoFileCompletions})
	return cmd
}

func (c *pinning) run(cmd *cobra.Command) error {
	switch {
	case c.out == "":
		return usage("pin writes a problem file: name it with -o")
	case c.problem == dash:
		return usage("the file that pin writes names PROBLEM, which standard input cannot be: write it to a file")
	}
	doc, err := openProblem(cmd, c.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	if err := c.named(p); err != nil {
		return err
	}
	rota, err := openResult(cmd, c.rota, p)
	if err != nil {
		return err
	}
	if err := mayWrite(c.out, append(slices.Clone(doc.Files), c.rota)...); err != nil {
		return err
	}
	held := map[string]bool{}
	n, faults := validate.Hold(p, rota, func(s scheduler.Shift) bool {
		held[s.Worker] = held[s.Worker] || c.asks(&s)
		return c.asks(&s)
	})
	if len(faults) > 0 {
		return cannotHold(c.rota, faults)
	}
	if n == 0 {
		return usage("%s has no such shift that is not pinned already: nothing is written", c.rota)
	}
	base, err := c.base()
	if err != nil {
		return failure(err)
	}
	saved := save(cmd.OutOrStdout(), output{path: c.out, write: func(w io.Writer) error {
		return rotafile.WritePins(w, p, base, func(id string) bool { return held[id] }, rotafile.FormatOf(c.out))
	}})
	return printed(cmd, saved, c.out == dash, quietly(cmd), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s pins %s: carerota solve %s keeps them\n", c.out, say.Count(n, "shift"), c.out)
		return err
	})
}

// named reads the flags that say which shifts.
func (c *pinning) named(p *scheduler.Problem) (err error) {
	if err := knownID(p, "--worker", "worker", c.worker); err != nil {
		return err
	}
	if err := knownID(p, "--client", "client", c.client); err != nil {
		return err
	}
	if c.fromText != "" {
		if c.from, err = timeOf("--from", c.fromText, p.Zone, false); err != nil {
			return err
		}
	}
	if c.toText != "" {
		if c.until, err = timeOf("--until", c.toText, p.Zone, true); err != nil {
			return err
		}
	}
	if !c.from.IsZero() && !c.until.IsZero() && !c.from.Before(c.until) {
		return usage("--until %s is not after --from %s: exchange or correct them", c.toText, c.fromText)
	}
	return nil
}

// asks says whether a shift is one that was named.
func (c *pinning) asks(s *scheduler.Shift) bool {
	switch {
	case s.Kind == scheduler.Standby && !c.standby, c.worker != "" && s.Worker != c.worker, c.client != "" && s.Client != c.client,
		!c.from.IsZero() && s.Start.Before(c.from), !c.until.IsZero() && !s.Start.Before(c.until):
		return false
	}
	return true
}

// base is the problem's name as seen from the folder of the file that is written.
func (c *pinning) base() (string, error) {
	folder := "."
	if c.out != dash {
		folder = filepath.Dir(c.out)
	}
	from, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(c.problem)
	if err != nil {
		return "", err
	}
	name, err := filepath.Rel(from, to)
	if err != nil {
		name = to // of another drive
	}
	return filepath.ToSlash(name), nil
}

// cannotHold names the pinned shifts that break rules.
func cannotHold(file string, faults []scheduler.Fault) error {
	return &ending{exitUsage, fmt.Errorf("%s: these shifts cannot be held, for they break rules:\n%s", file, sayFaults(faults))}
}

// holdPins holds the pinned shifts of the rota that a search starts from.
func holdPins(cmd *cobra.Command, p *scheduler.Problem, file string) error {
	n, faults := validate.Hold(p, p.From, func(s scheduler.Shift) bool { return s.Pinned })
	if len(faults) > 0 {
		return cannotHold(file, faults)
	}
	if n > 0 && !quietly(cmd) {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s held\n", file, say.Count(n, "pinned shift"))
	}
	return nil
}

// notOverHand refuses to write over a result file that a person made, or in which one pinned or changed a shift.
func notOverHand(path string, p *scheduler.Problem) error {
	if info, err := os.Stat(path); path == dash || err != nil || !info.Mode().IsRegular() {
		return nil // a device or a pipe keeps nothing of anybody's
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil // it is not there, or may be written only: there is nothing of anybody's to keep
	}
	origin := rotafile.OriginOf(text)
	why := ""
	switch {
	case !origin.Result:
		return nil
	case !origin.Solved:
		why = "was not written by solve"
	case origin.Changed:
		why = "was changed since solve wrote it"
	case origin.Pinned && !pinnedByProblem(p, text):
		why = "holds pinned shifts"
	default:
		return nil
	}
	return usage("%s %s, and is left as it is: name another file with -o, or write over it with --force", path, why)
}

// pinnedByProblem says whether all pinned shifts of a result file are pinned in the problem.
func pinnedByProblem(p *scheduler.Problem, text []byte) bool {
	rota, err := rotafile.ParseResult("", text, p)
	if err != nil {
		return false
	}
	own := p.Clone()
	return own.Pin(rota, func(s scheduler.Shift) bool { return s.Pinned }) == 0
}
