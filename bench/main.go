// Command bench measures the solver on problems whose best answer is known and
// prints one row a run. See README.md beside it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/bench/care"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/rotafile"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the command line.
type settings struct {
	suite, shapes, seeds string
	engine, format       string
	write                string
	time                 time.Duration
	steps                int64
	threads              int
	one                  bool
}

func parse(args []string, errs io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&s.suite, "suite", "care", "`suite` of problems: care")
	f.StringVar(&s.shapes, "shapes", "household,small,mid", "comma-separated `shapes`: "+strings.Join(care.Names(), ", "))
	f.StringVar(&s.seeds, "seeds", "1-5", "`seeds`, such as 1-5 or 1,4,9")
	f.DurationVar(&s.time, "time", 60*time.Second, "time for each run")
	f.Int64Var(&s.steps, "steps", 0, "budget of work for each run in place of -time")
	f.IntVar(&s.threads, "threads", runtime.NumCPU(), "threads of each run")
	f.StringVar(&s.engine, "engine", "native", "`engine`: native")
	f.StringVar(&s.format, "format", "md", "`format`: "+strings.Join(rows.Formats(), ", "))
	f.StringVar(&s.write, "write", "", "write the problems to this `folder` and solve nothing")
	f.BoolVar(&s.one, fresh.Flag, false, "run one case from standard input (the program calls itself with it)")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("%q is more than the flags", f.Arg(0))
	}
	if s.suite != "care" {
		return s, fmt.Errorf("suite %q is not known; the suites are care", s.suite)
	}
	return s, nil
}

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	s, err := parse(args, errs)
	if err != nil {
		return err
	}
	if s.one {
		return oneCase(ctx, in, out)
	}
	cases, err := s.cases()
	if err != nil {
		return err
	}
	if s.write != "" {
		return writeProblems(cases, s.write)
	}
	all, err := runAll(ctx, cases, errs)
	if werr := rows.Write(out, all, s.format); werr != nil {
		return werr
	}
	return err
}

// cases are the runs asked for, shape by shape.
func (s settings) cases() ([]care.Case, error) {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return nil, err
	}
	var out []care.Case
	for _, name := range strings.Split(s.shapes, ",") {
		for _, seed := range seeds {
			out = append(out, care.Case{Shape: strings.TrimSpace(name), Seed: seed, Engine: s.engine, Threads: s.threads, Time: s.time, Steps: s.steps})
		}
	}
	return out, nil
}

// parseSeeds reads a list such as "1-5,9".
func parseSeeds(text string) ([]uint64, error) {
	var out []uint64
	for _, part := range strings.Split(text, ",") {
		low, high, is := strings.Cut(strings.TrimSpace(part), "-")
		if !is {
			high = low
		}
		a, err1 := strconv.ParseUint(low, 10, 64)
		b, err2 := strconv.ParseUint(high, 10, 64)
		if err1 != nil || err2 != nil || b < a || b-a > 9999 {
			return nil, fmt.Errorf("seeds %q are not like 1-5 or 1,4,9", text)
		}
		for x := a; x <= b; x++ {
			out = append(out, x)
		}
	}
	return out, nil
}

// errNotLegal says that the audit rejected a rota.
var errNotLegal = errors.New("the audit rejected a rota; its row says audited NO")

// runAll runs each case in a process of its own and says on errs how it went.
func runAll(ctx context.Context, cases []care.Case, errs io.Writer) ([]rows.Row, error) {
	var all []rows.Row
	var bad error
	for _, c := range cases {
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		var r rows.Row
		if err := fresh.Run(ctx, c, &r, errs); err != nil {
			return all, fmt.Errorf("%s, seed %d: %w", c.Shape, c.Seed, err)
		}
		all = append(all, r)
		fmt.Fprintln(errs, rows.Line(r))
		if !r.Audited {
			bad = errNotLegal
			fmt.Fprintln(errs, "  "+strings.Join(r.Findings, "\n  "))
		}
	}
	return all, bad
}

// oneCase is the other side of fresh.Run.
func oneCase(ctx context.Context, in io.Reader, out io.Writer) error {
	var c care.Case
	if err := json.NewDecoder(in).Decode(&c); err != nil {
		return fmt.Errorf("the case: %w", err)
	}
	r, err := care.Run(ctx, c)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(r)
}

// writeProblems writes each case's problem as a TOML file.
func writeProblems(cases []care.Case, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, c := range cases {
		pl, err := care.Plant(c.Shape, c.Seed)
		if err != nil {
			return err
		}
		name := filepath.Join(folder, fmt.Sprintf("%s-%d.toml", c.Shape, c.Seed))
		write := func(w io.Writer) error { return rotafile.WriteProblem(w, pl.Problem, rotafile.TOML) }
		if err := rotafile.WriteFile(name, write); err != nil {
			return err
		}
	}
	return nil
}
