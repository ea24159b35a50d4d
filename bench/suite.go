package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/carerota/carerota/bench/draw"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/public"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/rotafile"
)

// errBroken says that a check rejected a rota.
var errBroken = errors.New("the benchmark's own rules reject a rota; its row says legal NO")

// mostShown is how many findings of a rota are printed.
const mostShown = 10

// runPublic runs public benchmarks and prints their rows.
func (s settings) runPublic(ctx context.Context, out, errs io.Writer) error {
	cases, err := s.publicCases()
	if err != nil {
		return err
	}
	b := publicBook(s.results)
	if err := b.open(); err != nil {
		return err
	}
	all, err := runRotas(ctx, cases, errs, b.enter)
	if werr := rows.WriteRotas(out, all, s.format); werr != nil {
		return werr
	}
	if s.readme != "" {
		return errors.Join(err, writeTables(s.readme, publicFrom, public.Tables(b.rows)))
	}
	return err
}

// book keeps rows in a CSV file, or for the empty name only while the program runs.
type book[R interface{ Same(R) bool }] struct {
	file  string
	read  func(io.Reader) ([]R, error)
	write func(io.Writer, []R, string) error
	rows  []R
}

func careBook(file string) *book[rows.Row] {
	return &book[rows.Row]{file: file, read: rows.Read, write: rows.Write}
}

func publicBook(file string) *book[rows.Rota] {
	return &book[rows.Rota]{file: file, read: rows.ReadRotas, write: rows.WriteRotas}
}

// open reads the file; it need not be there yet.
func (b *book[R]) open() error {
	if b.file == "" {
		return nil
	}
	f, err := os.Open(b.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if b.rows, err = b.read(f); err != nil {
		return fmt.Errorf("%s: %w", b.file, err)
	}
	return nil
}

// enter takes a row in, in the place of an earlier one of the same run, and saves the file.
func (b *book[R]) enter(r R) error {
	b.rows = rows.Replace(b.rows, r)
	if b.file == "" {
		return nil
	}
	return rotafile.WriteFile(b.file, func(w io.Writer) error { return b.write(w, b.rows, "csv") })
}

// The marks between which tables stand in a Markdown file.
const (
	publicFrom = "<!-- tables of the public benchmarks: written by bench -readme -->"
	careFrom   = "<!-- table of native, CP-SAT and both: written by bench -readme -->"
	tablesTo   = "<!-- end of the tables -->"
)

// writeTables writes tables between their marks in a Markdown file.
func writeTables(file, from, tables string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), from)
	_, after, is := strings.Cut(rest, tablesTo)
	if !ok || !is {
		return fmt.Errorf("%s has not the marks for the tables; put in the lines %q and %q", file, from, tablesTo)
	}
	return rotafile.WriteFile(file, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s%s\n\n%s\n\n%s%s", before, from, tables, tablesTo, after)
		return err
	})
}

// publicCases are the runs asked for, instance by instance.
func (s settings) publicCases() ([]public.Case, error) {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return nil, err
	}
	budgets, err := s.budgets()
	if err != nil {
		return nil, err
	}
	if s.steps > 0 || s.write != "" {
		return nil, errors.New("-steps and -write are for the suite care only")
	}
	var out []public.Case
	for _, suite := range strings.Split(s.suite, ",") {
		names, err := s.names(suite)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			name = strings.TrimSpace(name)
			for _, b := range budgets {
				if b.percent > 0 {
					whole, is := public.Allowance(suite, name)
					if !is {
						return nil, fmt.Errorf("time %d%%: nothing is published of the time allowed for %s in %s", b.percent, name, suite)
					}
					b.time = whole * time.Duration(b.percent) / 100
				}
				for _, seed := range seeds {
					for _, engine := range s.engines() {
						out = append(out, public.Case{Suite: suite, Data: s.data, Instance: name, Drawn: s.draw != "", Engine: engine, Seed: seed,
							Threads: b.threads, Time: b.time, Solutions: s.solutions})
					}
				}
			}
		}
	}
	return out, nil
}

// names are the instances of a suite asked for, or the shapes to draw.
func (s settings) names(suite string) ([]string, error) {
	switch {
	case s.draw != "":
		names := strings.Split(s.draw, ",")
		for _, name := range names {
			if _, err := draw.ParseShape(strings.TrimSpace(name)); err != nil {
				return nil, err
			}
		}
		return names, nil
	case s.instances != "":
		return strings.Split(s.instances, ","), nil
	}
	return public.Instances(suite, s.data)
}

// runRotas runs each case in a process of its own, says on errs how it went and hands on its row.
func runRotas(ctx context.Context, cases []public.Case, errs io.Writer, tell func(rows.Rota) error) ([]rows.Rota, error) {
	var all []rows.Rota
	var bad error
	for _, c := range cases {
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		var r rows.Rota
		cpu, err := fresh.Run(ctx, task{Public: &c}, &r, errs)
		if err != nil {
			return all, fmt.Errorf("%s, seed %d: %w", c.Instance, c.Seed, err)
		}
		r.CPU = cpu.Seconds()
		all = append(all, r)
		if err := tell(r); err != nil {
			return all, err
		}
		fmt.Fprintln(errs, rows.RotaLine(r))
		if !r.Legal {
			bad = errBroken
			shown := r.Findings[:min(len(r.Findings), mostShown)]
			fmt.Fprintf(errs, "  %s\n  (%d findings in all)\n", strings.Join(shown, "\n  "), len(r.Findings))
		}
	}
	return all, bad
}
