package main

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/simulation"
	"github.com/spf13/cobra"
)

// happened is the command line of actual.
type happened struct {
	o                                  actual.Options
	repeat, since, until               string
	csv, html, markdown, settings, out string
	problem, result                    string
	files                              []string
}

func actualCommand() *cobra.Command {
	c := happened{o: actual.Defaults()}
	cmd := &cobra.Command{
		Use:   "actual PROBLEM ROTA ACTUAL...",
		Short: "Hold what really came against the rota",
		Long: `actual reads what happened, a row a visit as electronic call monitoring exports it
(CSV, pasted table or workbook; several files, of several months and providers), finds
the planned visit of each row, and sums up by provider, client, need, worker and week: hours
planned, delivered and missed, late and short visits, double-up visits with one person only, who came unplanned, new
faces, what family did and had not offered, failures that repeat, and the longest time
somebody was alone.`,
		Example: "  carerota actual week.toml week.rota.json march.csv\n  carerota actual year.toml year.json march.csv april.csv --html evidence.html --csv visits.csv --settings observed.toml",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			c.problem, c.result, c.files = args[0], args[1], args[2:]
			return c.run(cmd)
		},
		ValidArgsFunction: completeFiles(9, "toml", "json", "csv", "xlsx"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.Var((*timeValue)(&c.o.Late), "late", "a visit that begins later than so long after its planned start is late")
	f.Var((*timeValue)(&c.o.Short), "short", "one that is shorter than planned by more is short")
	f.StringVar(&c.repeat, "repeat", "3/28d", "so many failures of a provider or need in so many days are reported as repeated")
	f.StringVar(&c.since, "since", "", "first day to look at, such as 2026-03-01; the day of the first row without it")
	f.StringVar(&c.until, "until", "", "last day to look at; the day of the last row without it")
	f.StringVar(&c.csv, "csv", "", "also write a row a visit to this file")
	f.StringVar(&c.html, "html", "", "also write a page of evidence to this file: one file, no network needed")
	f.StringVar(&c.markdown, "markdown", "", "also write the same page as Markdown to this file")
	f.StringVarP(&c.out, "output", "o", "", "also write all figures as JSON; - for standard output (the summary then goes to standard error)")
	f.StringVar(&c.settings, "settings", "", "also write how often visits were missed and late, by provider, as settings for simulate")
	completions(cmd, map[string]cobra.CompletionFunc{"csv": completeFiles(1, "csv"), "html": completeFiles(1, "html"), "markdown": completeFiles(1, "md"),
		"output": completeFiles(1, "json"), "settings": completeFiles(1, "toml"), "late": cobra.NoFileCompletions, "short": cobra.NoFileCompletions,
		"repeat": cobra.NoFileCompletions, "since": cobra.NoFileCompletions, "until": cobra.NoFileCompletions})
	return cmd
}

// sound checks the flags.
func (c *happened) sound() error {
	if c.o.Late < 0 || c.o.Short < 0 {
		return usage("--late and --short are lengths of time of 0 or more, such as 15m")
	}
	part := regexp.MustCompile(`^(\d{1,4})/(\d{1,3})d?$`).FindStringSubmatch(c.repeat)
	if part == nil {
		return usage("--repeat %s is not so many times in so many days: write it as 3/28d", c.repeat)
	}
	times, err1 := strconv.Atoi(part[1])
	days, err2 := strconv.Atoi(part[2])
	if err1 != nil || err2 != nil || times < 1 || days < 1 {
		return usage("--repeat %s is not so many times in so many days: write it as 3/28d", c.repeat)
	}
	c.o.Repeat, c.o.Days = times, days
	for _, f := range []struct {
		flag, text string
		to         *scheduler.Date
	}{{"--since", c.since, &c.o.Since}, {"--until", c.until, &c.o.Until}} {
		if f.text == "" {
			continue
		}
		day, err := dayOf(f.flag, f.text)
		if err != nil {
			return err
		}
		*f.to = day
	}
	if !c.o.Since.IsZero() && !c.o.Until.IsZero() && c.o.Until.Before(c.o.Since) {
		return usage("--until %s is before --since %s: exchange or correct them", c.o.Until, c.o.Since)
	}
	for _, f := range c.written()[1:] {
		if f[1] == dash {
			return usage("%s writes to a file: name it", f[0])
		}
	}
	return distinct(c.written()...)
}

// written are the files to write by their flags.
func (c *happened) written() [][2]string {
	return [][2]string{{"-o", c.out}, {"--csv", c.csv}, {"--html", c.html}, {"--markdown", c.markdown}, {"--settings", c.settings}}
}

func (c *happened) run(cmd *cobra.Command) error {
	if err := c.sound(); err != nil {
		return err
	}
	doc, err := openProblem(cmd, c.problem)
	if err != nil {
		return err
	}
	rota, err := openResult(cmd, c.result, doc.Problem)
	if err != nil {
		return err
	}
	visits, err := c.read(cmd, doc.Problem)
	if err != nil {
		return err
	}
	for _, f := range c.written() {
		if err := mayWrite(f[1], slices.Concat(doc.Files, []string{c.result}, c.files)...); err != nil {
			return err
		}
	}
	r := actual.Compare(doc.Problem, rota, visits, c.o)
	saved := save(cmd.OutOrStdout(), c.outputs(doc, r)...)
	return printed(cmd, saved, c.out == dash, quietly(cmd), func(w io.Writer) error { return export.ActualMarkdown(w, doc.Problem, r, true) })
}

// read reads all files of what happened, with the faults of all.
func (c *happened) read(cmd *cobra.Command, p *scheduler.Problem) ([]actual.Visit, error) {
	lenient, err := cmd.Flags().GetBool("lenient")
	reader := elsewhere.Reader{Lenient: err == nil && lenient}
	var visits []actual.Visit
	var faults rotafile.Faults
	for _, path := range c.files {
		in, err := readInput(cmd, path)
		if err != nil {
			return nil, err
		}
		read, err := reader.ReadActual(in.name, in.text, p)
		if bad, ok := err.(rotafile.Faults); ok {
			faults = append(faults, bad...)
			continue
		}
		if err != nil {
			return nil, faulty(err)
		}
		visits = append(visits, read.Visits...)
		if !quietly(cmd) {
			sayNotes(cmd, in.name, say.Count(len(read.Visits), "row")+" read", read.Notes, read.LeftOut)
		}
	}
	if len(faults) > 0 {
		return nil, faulty(faults)
	}
	return visits, nil
}

func (c *happened) outputs(doc *rotafile.Document, r *actual.Report) []output {
	p := doc.Problem
	all := []output{
		{path: c.out, write: func(w io.Writer) error {
			return rotafile.WriteActual(w, p, r, rotafile.Meta{SHA256: doc.SHA256, Version: version()})
		}},
		{path: c.csv, write: func(w io.Writer) error { return export.ActualCSV(w, p, r) }},
		{path: c.html, write: func(w io.Writer) error { return export.ActualHTML(w, p, r) }},
		{path: c.markdown, write: func(w io.Writer) error { return export.ActualMarkdown(w, p, r, false) }},
		{path: c.settings, write: func(w io.Writer) error {
			s := simulation.Defaults()
			observed(&s, r)
			if _, err := fmt.Fprintf(w, "# observed from %s to %s: %s\n", r.First, r.Last, say.Count(r.Total.Visits, "planned visit")); err != nil {
				return err
			}
			return rotafile.WriteSettings(w, &s)
		}},
	}
	return slices.DeleteFunc(all, func(f output) bool { return f.path == "" })
}

// share is a part of a number, to four decimals.
func share(part, of int) float64 { return math.Round(1e4*float64(part)/float64(of)) / 1e4 }

// observed enters how often visits were missed and late, of all and of each provider.
func observed(s *simulation.Settings, r *actual.Report) {
	of := func(sum *actual.Sum, to *simulation.ProviderSettings) {
		if asked := sum.Visits - sum.Cancelled; asked > 0 {
			to.NoShow, to.Late = share(sum.Missed, asked), share(sum.Late, asked)
		}
		if sum.Late > 0 {
			to.LateMinutes = math.Round(10*sum.LateBy.Minutes()/float64(sum.Late)) / 10
		}
	}
	all := simulation.ProviderSettings{NoShow: s.NoShow, LateMinutes: s.LateMinutes}
	of(&r.Total, &all)
	s.NoShow, s.Late, s.LateMinutes = all.NoShow, all.Late, all.LateMinutes
	for i := range r.Providers {
		if g := &r.Providers[i]; g.ID != "" && g.Visits > 0 {
			one := simulation.ProviderSettings{Provider: g.ID, LateMinutes: all.LateMinutes}
			of(&g.Sum, &one)
			s.Providers = append(s.Providers, one)
		}
	}
}
