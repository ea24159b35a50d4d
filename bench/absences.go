package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/bench/absences"
	"github.com/carerota/carerota/bench/care"
	"github.com/carerota/carerota/bench/engines"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/scheduler"
)

// tally is what became of all absences from the rotas of one shape: from those with
// somebody on standby behind everybody, one by one and, with two behind everybody, two at a time, and from the others.
type tally struct {
	rotas, whole          int
	single, pairs, others absences.Row
}

// runAbsences solves planted problems and tries every absence that the rotas may meet. It
// prints a line a shape.
func (s settings) runAbsences(ctx context.Context, out, errs io.Writer) error {
	seeds, err := parseSeeds(s.seeds)
	if err != nil {
		return err
	}
	budgets, err := s.budgets()
	if err != nil {
		return err
	}
	engine, err := engines.Of(s.engine)
	if err != nil {
		return err
	}
	o := carerota.Options{Threads: budgets[0].threads, Time: budgets[0].time, Engine: engine, Omit: scheduler.Omit{Missed: true}}
	if s.steps > 0 {
		o.Steps, o.Time = s.steps, 0
	}
	lines := rows.TableHead("shape", "rotas", "backed in full", "absences from these: tried, failed", "two at a time: tried, failed", "absences from the others: tried, failed, of which where no gap was reported")
	for _, name := range strings.Split(s.shapes, ",") {
		name = strings.TrimSpace(name)
		var t tally
		for _, o.Seed = range seeds {
			pl, err := care.Plant(name, o.Seed)
			if err != nil {
				return err
			}
			r, err := carerota.Solve(ctx, pl.Problem, o)
			if err != nil {
				return err
			}
			if err := t.add(fmt.Sprintf("%s, seed %d", name, o.Seed), pl.Problem, r); err != nil {
				return err
			}
			fmt.Fprintf(errs, "%s, seed %d: %g h not backed\n", name, o.Seed, r.Contingency.StandbyShortfall)
		}
		lines = append(lines, rows.TableLine(name, fmt.Sprint(t.rotas), fmt.Sprint(t.whole), fmt.Sprintf("%d, %d", t.single.Tried, t.single.Failed),
			fmt.Sprintf("%d, %d", t.pairs.Tried, t.pairs.Failed), fmt.Sprintf("%d, %d, %d", t.others.Tried, t.others.Failed, t.others.Unsaid)))
	}
	_, err = fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

// add tries the absences from one rota.
func (t *tally) add(name string, p *scheduler.Problem, r *scheduler.Report) error {
	t.rotas++
	single, err := absences.Single(name, p, r.Rota)
	if err != nil {
		return err
	}
	if r.Contingency.StandbyShortfall > 0 {
		t.others.Add(single)
		return nil
	}
	t.whole++
	t.single.Add(single)
	if p.Contingency.Standby < 2 {
		return nil
	}
	pairs, err := absences.Pairs(name, p, r.Rota)
	t.pairs.Add(pairs)
	return err
}
