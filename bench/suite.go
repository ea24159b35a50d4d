package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/bench/draw"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/public"
	"github.com/carerota/carerota/bench/rows"
)

// errBroken says that a check rejected a rota.
var errBroken = errors.New("the benchmark's own rules reject a rota; its row says legal NO")

// runPublic runs a public benchmark and prints its rows.
func (s settings) runPublic(ctx context.Context, out, errs io.Writer) error {
	cases, err := s.publicCases()
	if err != nil {
		return err
	}
	all, err := runRotas(ctx, cases, errs)
	if werr := rows.WriteRotas(out, all, s.format); werr != nil {
		return werr
	}
	return err
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
	names, err := s.names()
	if err != nil {
		return nil, err
	}
	var out []public.Case
	for _, name := range names {
		for _, b := range budgets {
			for _, seed := range seeds {
				out = append(out, public.Case{Suite: s.suite, Data: s.data, Instance: strings.TrimSpace(name), Drawn: s.draw != "", Engine: s.engine, Seed: seed,
					Threads: b.threads, Time: b.time, Solutions: s.solutions})
			}
		}
	}
	return out, nil
}

// names are the instances asked for, or the shapes to draw.
func (s settings) names() ([]string, error) {
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
	return public.Instances(s.suite, s.data)
}

// runRotas runs each case in a process of its own and says on errs how it went.
func runRotas(ctx context.Context, cases []public.Case, errs io.Writer) ([]rows.Rota, error) {
	var all []rows.Rota
	var bad error
	for _, c := range cases {
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		var r rows.Rota
		if err := fresh.Run(ctx, task{Public: &c}, &r, errs); err != nil {
			return all, fmt.Errorf("%s, seed %d: %w", c.Instance, c.Seed, err)
		}
		all = append(all, r)
		fmt.Fprintln(errs, rows.RotaLine(r))
		if !r.Legal {
			bad = errBroken
			fmt.Fprintln(errs, "  "+strings.Join(r.Findings, "\n  "))
		}
	}
	return all, bad
}
