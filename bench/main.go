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
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/bench/care"
	"github.com/carerota/carerota/bench/engines"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/public"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/solver/cpsat"
)

func main() {
	cpsat.Main()
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
	times, threads       string
	steps                int64
	data, instances      string
	solutions, draw      string
	results, readme      string
	one                  bool
}

func parse(args []string, errs io.Writer) (settings, error) {
	var s settings
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&s.suite, "suite", "care", "`suite` of problems: "+strings.Join(suites(), ", ")+"; public ones may be a list")
	f.StringVar(&s.shapes, "shapes", "household,small,mid", "comma-separated `shapes` of care: "+strings.Join(care.Names(), ", "))
	f.StringVar(&s.data, "data", os.Getenv(public.DataVariable), "`folder` of the public benchmarks' files; "+public.DataVariable+" where it is not given")
	f.StringVar(&s.instances, "instances", "", "comma-separated `instances` of a public benchmark; all that are there where it is not given")
	f.StringVar(&s.draw, "draw", "", "draw instances of a public benchmark's family in place of reading any: comma-separated `shapes` such as 150x52x32, workers x weeks x types of shift")
	f.StringVar(&s.solutions, "solutions", "", "write each rota of a public benchmark to this `folder`, in the benchmark's format")
	f.StringVar(&s.results, "results", "", "keep the rows in this CSV `file`, one for care and another for public benchmarks: each run replaces its earlier row")
	f.StringVar(&s.readme, "readme", "", "write the tables of all rows in -results into this Markdown `file`, between the suite's two marks")
	f.StringVar(&s.seeds, "seeds", "1-5", "`seeds`, such as 1-5 or 1,4,9")
	f.StringVar(&s.times, "time", "60s", "`time` for each run; a list such as 10s,60s runs each; 50% is half of the time allowed where INRC-II was published")
	f.Int64Var(&s.steps, "steps", 0, "budget of work for each run in place of -time (care)")
	f.StringVar(&s.threads, "threads", strconv.Itoa(runtime.NumCPU()), "`threads` of each run; a list such as 1,2 runs each")
	f.StringVar(&s.engine, "engine", "native", "`engine`, or a list of them: "+strings.Join(engines.Names(), ", "))
	f.StringVar(&s.format, "format", "md", "`format`: "+strings.Join(rows.Formats(), ", "))
	f.StringVar(&s.write, "write", "", "write the problems of care to this `folder` and solve nothing")
	f.BoolVar(&s.one, fresh.Flag, false, "run one case from standard input (the program calls itself with it)")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("%q is more than the flags", f.Arg(0))
	}
	for _, name := range strings.Split(s.suite, ",") {
		if !slices.Contains(suites(), name) {
			return s, fmt.Errorf("suite %q is not known; the suites are %s", name, strings.Join(suites(), ", "))
		}
		if (name == "care" || name == "repair" || name == "absences" || name == "least") && name != s.suite {
			return s, fmt.Errorf("the suite %s goes alone", name)
		}
	}
	if s.readme != "" && s.results == "" {
		return s, errors.New("-readme needs -results, the file that the tables are made of")
	}
	if !slices.Contains(rows.Formats(), s.format) {
		return s, fmt.Errorf("format %q is not known; the formats are %s", s.format, strings.Join(rows.Formats(), ", "))
	}
	return s, nil
}

func suites() []string {
	return append([]string{"care", "repair", "absences", "least"}, public.Suites()...)
}

func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) error {
	s, err := parse(args, errs)
	if err != nil {
		return err
	}
	if s.one {
		return oneCase(ctx, in, out)
	}
	switch s.suite {
	case "least":
		return s.runLeast(ctx, out, errs)
	case "repair":
		return s.runRepairs(ctx, out, errs)
	case "absences":
		return s.runAbsences(ctx, out, errs)
	}
	if s.suite != "care" {
		return s.runPublic(ctx, out, errs)
	}
	cases, err := s.cases()
	if err != nil {
		return err
	}
	if s.write != "" {
		return writeProblems(cases, s.write)
	}
	b := careBook(s.results)
	if err := b.open(); err != nil {
		return err
	}
	all, err := runAll(ctx, cases, errs, b.enter)
	if werr := rows.Write(out, all, s.format); werr != nil {
		return werr
	}
	if s.readme != "" {
		return errors.Join(err, writeTables(s.readme, careFrom, rows.Engines(b.rows)))
	}
	return err
}

// budget is what a run may use.
type budget struct {
	threads int
	time    time.Duration
	percent int // in place of time, of public.Allowance
}

// budgets are all pairs of the numbers of threads and the times asked for.
func (s settings) budgets() ([]budget, error) {
	var out []budget
	for _, n := range strings.Split(s.threads, ",") {
		threads, err := strconv.Atoi(strings.TrimSpace(n))
		if err != nil || threads < 1 || threads > 1024 {
			return nil, fmt.Errorf("threads %q are not like 2 or 1,2", s.threads)
		}
		for _, t := range strings.Split(s.times, ",") {
			t = strings.TrimSpace(t)
			if number, is := strings.CutSuffix(t, "%"); is && slices.Contains(public.Suites(), strings.Split(s.suite, ",")[0]) {
				percent, err := strconv.Atoi(number)
				if err != nil || percent < 1 || percent > 1000 {
					return nil, fmt.Errorf("time %q is not like 50%%", t)
				}
				out = append(out, budget{threads: threads, percent: percent})
				continue
			}
			d, err := time.ParseDuration(t)
			if err != nil || d <= 0 {
				return nil, fmt.Errorf("time %q is not like 60s or 10s,60s", s.times)
			}
			out = append(out, budget{threads: threads, time: d})
		}
	}
	return out, nil
}

// cases are the runs of care asked for, shape by shape.
func (s settings) cases() ([]care.Case, error) {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return nil, err
	}
	budgets, err := s.budgets()
	if err != nil {
		return nil, err
	}
	if len(budgets) > 1 {
		return nil, errors.New("the suite care takes one time and one number of threads; run it once for each")
	}
	var out []care.Case
	for _, name := range strings.Split(s.shapes, ",") {
		for _, seed := range seeds {
			for _, engine := range s.engines() {
				out = append(out, care.Case{Shape: strings.TrimSpace(name), Seed: seed, Engine: engine, Threads: budgets[0].threads, Time: budgets[0].time, Steps: s.steps})
			}
		}
	}
	return out, nil
}

// engines are the names of those to be measured.
func (s settings) engines() []string {
	var out []string
	for _, name := range strings.Split(s.engine, ",") {
		out = append(out, strings.TrimSpace(name))
	}
	return out
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

// runAll runs each case in a process of its own, says on errs how it went and hands on its row.
func runAll(ctx context.Context, cases []care.Case, errs io.Writer, tell func(rows.Row) error) ([]rows.Row, error) {
	var all []rows.Row
	var bad error
	for _, c := range cases {
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		var r rows.Row
		cpu, err := fresh.Run(ctx, task{Care: &c}, &r, errs)
		if err != nil {
			return all, fmt.Errorf("%s, seed %d: %w", c.Shape, c.Seed, err)
		}
		r.CPU = cpu.Seconds()
		all = append(all, r)
		if err := tell(r); err != nil {
			return all, err
		}
		fmt.Fprintln(errs, rows.Line(r))
		if !r.Audited {
			bad = errNotLegal
			fmt.Fprintln(errs, "  "+strings.Join(r.Findings, "\n  "))
		}
	}
	return all, bad
}

// task is what a process of its own is given to do: one of the two.
type task struct {
	Care   *care.Case   `json:",omitempty"`
	Public *public.Case `json:",omitempty"`
}

// oneCase is the other side of fresh.Run.
func oneCase(ctx context.Context, in io.Reader, out io.Writer) error {
	var t task
	if err := json.NewDecoder(in).Decode(&t); err != nil {
		return fmt.Errorf("the case: %w", err)
	}
	var row any
	var err error
	switch {
	case t.Care != nil:
		row, err = care.Run(ctx, *t.Care)
	case t.Public != nil:
		row, err = public.Run(ctx, *t.Public)
	default:
		return errors.New("the case: there is none")
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(row)
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
