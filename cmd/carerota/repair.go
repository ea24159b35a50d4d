package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// repairing is the command line of repair.
type repairing struct {
	outlets
	problem, result, out, changed, event string
	absent, start, end, reported, asOf   string
	time                                 time.Duration
	fill                                 bool
}

func repairCommand() *cobra.Command {
	var r repairing
	cmd := &cobra.Command{
		Use:   "repair PROBLEM RESULT.json",
		Short: "Mend a rota after an absence or another event",
		Long: `repair changes the rota of RESULT.json as little as can be after something has
happened: with --absent one worker is away from --start to --end, and an event
file of --event holds whatever else, several at once. Without either it fills what is open,
as far as somebody can come. What starts before --as-of stays.

It prints what changes, whom to call in which order and by when, who must be
told by when, and what stays short and why. The new rota belongs to the problem
with the events in it: --problem writes that, to check and repair again.`,
		Example: "  carerota repair week.toml week.rota.json --absent ade --start \"2026-03-25 07:30\" --end \"2026-03-26 07:30\" -o new.json\n  carerota repair week.toml week.rota.json --event ill.toml -o new.json --problem new.toml",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			r.problem, r.result = args[0], args[1]
			if err := r.sound([2]string{"-o", r.out}, [2]string{"--problem", r.changed}); err != nil {
				return err
			}
			return r.run(cmd)
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&r.absent, "absent", "", "worker who is away, by id")
	f.StringVar(&r.start, "start", "", "from when, local time, such as \"2026-03-29 22:00\"")
	f.StringVar(&r.end, "end", "", "until when")
	f.StringVar(&r.event, "event", "", "event file, TOML or JSON, in place of --absent")
	f.StringVar(&r.reported, "reported", "", "when it became known; without it, as of when")
	f.StringVar(&r.asOf, "as-of", "", "now: what starts before it stays; without it, when it became known, or the first event's start")
	f.StringVarP(&r.out, "output", "o", "", "result file of the new rota; - for standard output (the text then goes to standard error)")
	f.StringVar(&r.changed, "problem", "", "also write the problem with the events in it to this file")
	r.flags(cmd)
	f.BoolVar(&r.fill, "fill", false, "also fill what was open before; so it is where nothing has happened")
	timeVar(f, &r.time, 2*time.Second, "how long to look for a better repair")
	cmd.MarkFlagsMutuallyExclusive("absent", "event")
	cmd.MarkFlagsRequiredTogether("absent", "start", "end")
	return cmd
}

func (r *repairing) run(cmd *cobra.Command) error {
	doc, err := openProblem(cmd, r.problem)
	if err != nil {
		return err
	}
	p := doc.Problem
	events, o, err := r.events(cmd, p)
	if err != nil {
		return err
	}
	before, text, err := openRota(cmd, r.result, p)
	if err != nil {
		return err
	}
	rota := before.Rota
	if before.Result {
		if o.Answers, err = rotafile.ParseAnswers(r.result, text); err != nil {
			return faulty(err)
		}
	}
	read := append(slices.Clone(doc.Files), r.result, r.event)
	if err := r.targets(p, read...); err != nil {
		return err
	}
	if r.time <= 0 {
		return usage("--time %s is no time to search in: use a longer one, such as 10s", r.time)
	}
	o.Time, o.Fill = r.time, r.fill
	out, err := carerota.Repair(cmd.Context(), p, rota, events, o)
	var wrong *scheduler.EventError
	switch {
	case errors.Is(err, repair.ErrBrokenRota):
		return &ending{exitBroken, brokenRules(r.problem, r.result)}
	case errors.As(err, &wrong):
		return r.inFlags(wrong)
	case err != nil:
		return faulty(err)
	}
	out.Problem.From = rota // what the page and the calendars compare with
	return r.write(cmd, doc, out)
}

// inFlags says what is wrong with events by the flags that said it.
func (r *repairing) inFlags(wrong *scheduler.EventError) error {
	if r.event != "" {
		return usage("%w", wrong)
	}
	var lines []string
	for _, f := range wrong.Faults {
		flag := strings.NewReplacer("event[0].", "", "worker", "absent", "_", "-").Replace(f.Path)
		lines = append(lines, fmt.Sprintf("--%s: %s; %s", flag, f.Says, f.Remedy))
	}
	return usage("%s", strings.Join(lines, "\n"))
}

// events are what the flags or the event file say.
func (r *repairing) events(cmd *cobra.Command, p *scheduler.Problem) (list []scheduler.Event, o repair.Options, err error) {
	if r.event != "" {
		in, err := readInput(cmd, r.event)
		if err != nil {
			return nil, o, err
		}
		e, err := rotafile.ParseEvents(in.name, in.text, p)
		if err != nil {
			return nil, o, faulty(err)
		}
		sayWarnings(cmd, e.Warnings, mostWarnings)
		list, o.Reported, o.AsOf = e.List, e.Reported, e.AsOf
	}
	var start, end time.Time
	for _, f := range []struct {
		flag, text string
		to         *time.Time
	}{{"--start", r.start, &start}, {"--end", r.end, &end}, {"--reported", r.reported, &o.Reported}, {"--as-of", r.asOf, &o.AsOf}} {
		if f.text == "" {
			continue
		}
		if *f.to, err = timeOf(f.flag, f.text, p.Zone, f.to == &end); err != nil {
			return nil, o, err
		}
		sayMoved(cmd, f.flag, f.text, *f.to)
	}
	if r.absent == "" && r.event == "" && o.AsOf.IsZero() && o.Reported.IsZero() {
		o.AsOf = p.AsOf
		if o.AsOf.IsZero() {
			o.AsOf = scheduler.StartInstant(p.Zone, p.Start, 0)
		}
	}
	if r.absent != "" {
		if err := knownID(p, "--absent", "worker", r.absent); err != nil {
			return nil, o, err
		}
		if !start.Before(end) {
			return nil, o, usage("--end %q is not after --start %q: exchange or correct the two", r.end, r.start)
		}
		list = []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: r.absent, Start: start, End: end}}
		if !quietly(cmd) {
			for _, w := range validate.EventWarnings(p, list) {
				fmt.Fprintf(cmd.ErrOrStderr(), "warning: %s: %s; %s\n", "--"+strings.TrimPrefix(w.Path, "event[0]."), w.Says, w.Remedy)
			}
		}
	}
	return list, o, nil
}

// write saves the files that are asked for, then prints the text.
func (r *repairing) write(cmd *cobra.Command, doc *rotafile.Document, out *repair.Repaired) error {
	var outputs []output
	var changed bytes.Buffer
	meta := rotafile.Meta{SHA256: doc.SHA256, Version: version()}
	if r.changed != "" { // which the new rota is then one of
		if err := rotafile.WriteProblem(&changed, out.Problem, rotafile.FormatOf(r.changed)); err != nil {
			return failure(err)
		}
		meta.SHA256 = rotafile.Checksum(changed.Bytes())
	}
	if r.out != "" {
		outputs = append(outputs, output{path: r.out, dear: true, write: func(w io.Writer) error { return rotafile.WriteRepaired(w, r.repaired(out), meta) }})
	}
	if r.changed != "" {
		outputs = append(outputs, output{path: r.changed, dear: true, write: func(w io.Writer) error {
			_, err := w.Write(changed.Bytes())
			return err
		}})
	}
	outputs = append(outputs, r.outputs(out.Problem, out.Report)...)
	saved := save(cmd.OutOrStdout(), outputs...)
	return printed(cmd, saved, r.out == dash, quietly(cmd), func(w io.Writer) error {
		if err := export.Repair(w, out, r.readers()...); err != nil || saved != nil {
			return err
		}
		return sayWritten(w, outputs)
	})
}
