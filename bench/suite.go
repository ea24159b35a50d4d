package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

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
	kept, err := s.kept()
	if err != nil {
		return err
	}
	all, err := runRotas(ctx, cases, errs, func(r rows.Rota) error {
		kept = rows.Replace(kept, r)
		return s.keep(kept)
	})
	if werr := rows.WriteRotas(out, all, s.format); werr != nil {
		return werr
	}
	if s.readme != "" {
		return errors.Join(err, writeTables(s.readme, kept))
	}
	return err
}

// kept are the rows in the file of results; none while there is no file.
func (s settings) kept() ([]rows.Rota, error) {
	if s.results == "" {
		return nil, nil
	}
	f, err := os.Open(s.results)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := rows.ReadRotas(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.results, err)
	}
	return all, nil
}

// keep writes the file of results, if one is asked for.
func (s settings) keep(all []rows.Rota) error {
	if s.results == "" {
		return nil
	}
	return rotafile.WriteFile(s.results, func(w io.Writer) error { return rows.WriteRotas(w, all, "csv") })
}

// The marks between which the tables stand in a Markdown file.
const (
	tablesFrom = "<!-- tables of the public benchmarks: written by bench -readme -->"
	tablesTo   = "<!-- end of the tables -->"
)

// writeTables writes the tables of all rows between the marks of a Markdown file.
func writeTables(file string, all []rows.Rota) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), tablesFrom)
	_, after, is := strings.Cut(rest, tablesTo)
	if !ok || !is {
		return fmt.Errorf("%s has not the marks for the tables; put in the lines %q and %q", file, tablesFrom, tablesTo)
	}
	return rotafile.WriteFile(file, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s%s\n\n%s\n\n%s%s", before, tablesFrom, public.Tables(all), tablesTo, after)
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
			for _, b := range budgets {
				for _, seed := range seeds {
					out = append(out, public.Case{Suite: suite, Data: s.data, Instance: strings.TrimSpace(name), Drawn: s.draw != "", Engine: s.engine, Seed: seed,
						Threads: b.threads, Time: b.time, Solutions: s.solutions})
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
