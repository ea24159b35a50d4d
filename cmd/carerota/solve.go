package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// solving is the command line of solve.
type solving struct {
	outlets
	problem, out, from, engine string
	time                       time.Duration
	steps                      int64
	seed                       uint64
	threads                    int
	strict                     bool
}

// patience is how long a search without a budget goes on at most.
const patience = time.Minute

func solveCommand() *cobra.Command {
	var s solving
	cmd := &cobra.Command{
		Use:   "solve PROBLEM",
		Short: "Make the rota of a problem file",
		Long: `solve makes the rota of PROBLEM, prints a summary and writes the result file:
RESULT.json of -o, or PROBLEM's base name with .rota.json in the current folder.

Without --time and --steps the search goes on until the rota is proved best or
no longer gets better, for a minute at most. Ctrl-C ends it and writes the best
rota so far; a second Ctrl-C quits at once.`,
		Example: "  carerota solve week.toml\n  carerota solve week.toml -o rota.json --csv rota.csv --time 5m\n  carerota solve week.toml -o - --quiet | jq .underlap",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.problem = args[0]
			if err := s.sound(cmd); err != nil {
				return err
			}
			return s.run(cmd)
		},
		ValidArgsFunction: completeFiles(1, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&s.out, "output", "o", "", "result file to write; - for standard output (the summary then goes to standard error)")
	s.flags(cmd)
	timeVar(f, &s.time, 0, "take so long in all, such as 60s or 5m, or until proved best")
	f.Int64Var(&s.steps, "steps", 0, "in place of --time: search for so many steps; the same problem, seed and threads give the same bytes")
	f.Uint64Var(&s.seed, "seed", 1, "where the search's chance begins")
	f.IntVar(&s.threads, "threads", 0, "how many threads search; 0 for as many as the machine has")
	f.StringVar(&s.engine, "engine", "auto", "auto, native or cpsat; carerota engines says which are here")
	f.StringVar(&s.from, "from", "", "result file whose rota to start from; changes are counted against it")
	f.BoolVar(&s.strict, "strict", false, "exit with 3 when anything is not covered, or nobody is ready to step in")
	cmd.MarkFlagsMutuallyExclusive("time", "steps")
	completions(cmd, map[string]cobra.CompletionFunc{
		"engine": cobra.FixedCompletions(engines, cobra.ShellCompDirectiveNoFileComp),
		"from":   completeFiles(1, "json"), "output": completeFiles(1, "json"),
		"time": cobra.NoFileCompletions, "steps": cobra.NoFileCompletions, "seed": cobra.NoFileCompletions, "threads": cobra.NoFileCompletions})
	return cmd
}

// sound checks the flags against each other and fills in the default output.
func (s *solving) sound(cmd *cobra.Command) error {
	if err := knownEngine(s.engine); err != nil {
		return err
	}
	if err := soundSearch(cmd, s.time, s.steps, s.threads); err != nil {
		return err
	}
	if s.steps > 0 && s.engine == "cpsat" {
		return usage("--steps is not for --engine cpsat, whose work is not counted: use --time")
	}
	if s.out == "" && s.problem == dash {
		return usage("name the result file with -o: standard input has no name to call it after")
	}
	if s.out == "" {
		s.out = defaultOutput(s.problem)
	}
	return s.outlets.sound([2]string{"-o", s.out})
}

// defaultOutput is the problem's base name with .rota.json, in the current folder.
func defaultOutput(problem string) string {
	base := filepath.Base(problem)
	return strings.TrimSuffix(base, filepath.Ext(base)) + ".rota.json"
}

func (s *solving) run(cmd *cobra.Command) error {
	doc, err := openProblem(cmd, s.problem)
	if err != nil {
		return err
	}
	if err := s.targets(doc); err != nil {
		return err
	}
	p := doc.Problem
	if s.from != "" {
		if p.From, err = openResult(cmd, s.from, p); err != nil {
			return err
		}
	}
	sayWarnings(cmd, doc.Warnings(), mostWarnings)
	limitMemory(p, s.threads)
	w := newWatch(cmd.ErrOrStderr(), quietly(cmd), s.limit())
	began := time.Now()
	ctx, stop := interruptible(cmd.Context(), func() {
		w.say("stopping: the best rota so far will be written; once more to quit at once")
	})
	defer stop() // only now, so that an interrupt does not lose what is being written
	r, err := s.search(ctx, w, p)
	if err != nil {
		return err
	}
	if err := s.write(ctx, cmd, doc, r, began); err != nil {
		return err
	}
	if s.strict && (r.Cover.UnderlapHours > 0 || r.Contingency.Shortfall > 0) {
		return &ending{code: exitShort}
	}
	return nil
}

// Memory past which garbage is collected more often: so many times the estimate, at least so much.
const (
	memoryTimes = 3
	leastMemory = 1 << 30
)

// limitMemory sets the soft limit of memory from the estimate, unless GOMEMLIMIT has set one.
func limitMemory(p *scheduler.Problem, threads int) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(max(leastMemory, memoryTimes*validate.Estimate(p, threads)))
	}
}

// targets refuses, before the search, what could not be written after it.
func (s *solving) targets(doc *rotafile.Document) error {
	read := slices.Clone(doc.Files)
	if s.from != "" {
		read = append(read, s.from)
	}
	return s.outlets.targets(doc.Problem, read...)
}

// limit is the time after which the search ends at the latest; 0 for a budget of steps.
func (s *solving) limit() time.Duration {
	if s.time == 0 && s.steps == 0 {
		return patience
	}
	return s.time
}

// search solves until done or interrupted.
func (s *solving) search(ctx context.Context, w watch, p *scheduler.Problem) (*scheduler.Report, error) {
	w.say(fmt.Sprintf("solving %q: %d needs, %d workers, %d days", p.Name, len(p.Needs), len(p.Workers), p.Days))
	r, err := carerota.Solve(ctx, p, carerota.Options{Engine: engineOf(s.engine, w.say), Seed: s.seed, Threads: s.threads,
		Time: s.searchTime(), Steps: s.steps, From: p.From, Progress: w.improved})
	w.over()
	if err != nil {
		return nil, faulty(err)
	}
	if s.steps > 0 {
		r.Seconds = 0 // the same steps give the same bytes on any machine
		s.stamp = scheduler.StartInstant(p.Zone, p.Start, 0)
	}
	return r, nil
}

// How the time of --time is shared out: the files beside the result file have so many parts in a
// hundred of it, and all is written a twentieth of it late at the latest, or so much after it or
// after an interrupt.
const (
	percentForFiles = 10
	lateForFiles    = 800 * time.Millisecond
)

// searchTime is the time of --time without what the files beside the result file have.
func (s *solving) searchTime() time.Duration {
	if s.beside() {
		return s.time * (100 - percentForFiles) / 100
	}
	return s.time
}

// filesContext ends when the files beside the result file must be written.
func (s *solving) filesContext(ctx context.Context, began time.Time) (context.Context, context.CancelFunc) {
	all, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(lateForFiles, cancel) })
	release := func() { stop(); cancel() }
	if s.time <= 0 {
		return all, release
	}
	timed, over := context.WithDeadline(all, began.Add(s.time+max(s.time/20, lateForFiles)))
	return timed, func() { over(); release() }
}

// write saves the result file, then those beside it, then prints the summary.
func (s *solving) write(ctx context.Context, cmd *cobra.Command, doc *rotafile.Document, r *scheduler.Report, began time.Time) error {
	p := doc.Problem
	made := result(s.out, doc, s.report(r))
	made.dear = true
	outputs := []output{made}
	saved := save(cmd.OutOrStdout(), outputs...)
	if s.beside() {
		in, over := s.filesContext(ctx, began)
		defer over()
		others := s.pages(p, r)
		calendars, ok := inTime(in, func() []output { return s.calendars(p, r) })
		if !ok && s.ics != "" {
			calendars = []output{{path: s.ics}} // to be named
		}
		others = append(others, calendars...)
		saved = together(saved, saveInTime(in, cmd.OutOrStdout(), others...))
		outputs = append(outputs, others...)
	}
	return printed(cmd, saved, s.out == dash, quietly(cmd), func(w io.Writer) error {
		if err := export.SummaryOf(w, p, r, export.SummaryOptions{For: s.to}); err != nil || saved != nil {
			return err
		}
		return sayWritten(w, outputs)
	})
}

// sayWritten names the files that were written.
func sayWritten(w io.Writer, outputs []output) error {
	var names []string
	for _, o := range outputs {
		name := o.path
		if o.folder != "" || o.set != nil {
			name = filepath.Clean(cmp.Or(o.folder, o.path)) + string(filepath.Separator)
		}
		if name != dash && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(w, "\nWritten: %s\n", strings.Join(names, ", "))
	return err
}
